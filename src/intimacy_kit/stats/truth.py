"""What simulated couples are like, and what follows from it for their answers. Needs the extra `stats`."""

from collections.abc import Mapping
from typing import Any

import attrs

from intimacy_kit._values.record import CheckedRecord, Record
from intimacy_kit.content.vocabulary import Role
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem, Problems
from intimacy_kit.stats.bivariate import below

try:
    import numpy as np
    from scipy import special
except ImportError as error:
    raise MissingExtra("stats") from error


@attrs.frozen
class Truth(CheckedRecord):
    """What simulated couples are like. All are standardised, and parts lie from 0 to 1.

    Args:
        loading: The mean loading of the items on the factor of their pillar.
        loading_spread: How far the loadings of items reach to both sides of it.
        pillar_correlation: The correlation of any two pillars' factors in a person.
        couple_correlation: The correlation of the two partners in one factor.
        stability: The part of a factor's variance that is the same on all occasions.
        drift: By how much the factors rise from one occasion to the next, in standard deviations, -1 to 1.
        method: The loading of reverse-keyed items on the method factor.
        insight: The correlation of what a person says of the partner with the partner's own factor.
        apart: The part of couples that live apart.
        gaps: How often an item did not come up, where that is offered.
        gaps_apart: The same in couples that live apart.
        blank: How often an item is left blank.
    """

    loading: float = 0.7
    loading_spread: float = 0.1
    pillar_correlation: float = 0.5
    couple_correlation: float = 0.4
    stability: float = 0.8
    drift: float = 0.0
    method: float = 0.2
    insight: float = 0.6
    apart: float = 0.25
    gaps: float = 0.03
    gaps_apart: float = 0.12
    blank: float = 0.02

    def _check(self, problems: Problems) -> None:
        for field in attrs.fields(Truth):
            low = -1 if field.name == "drift" else 0
            if not low <= getattr(self, field.name) <= 1:
                problems.add("bad-number", f"{field.name} lies between {low} and 1", "", field.name)
        if not problems and (self.loading + self.loading_spread) ** 2 + self.method**2 > 1:
            message = "loading and method leave an item with more than all of its variance explained"
            problems.add("bad-number", message, "make one of them smaller", "loading")


@attrs.frozen
class ItemTruth(Record):
    """How the answers to one item come about.

    Args:
        id: The item's id.
        pillar: Its pillar, whose factor it loads on.
        role: Scored or felt.
        loading: Its loading.
        method: Its loading on the method factor; 0 where it is keyed forward.
        thresholds: Where its answers part, ascending, in the direction in which it is keyed; none of a range.
        shift_apart: By how much couples that live apart answer higher than their factor says: an item that does not
            mean the same to everybody.
    """

    id: str
    pillar: str
    role: Role
    loading: float
    method: float
    thresholds: tuple[float, ...]
    shift_apart: float = 0.0


@attrs.frozen
class Simulation(Record):
    """Simulated couples and how they came about.

    Args:
        truth: What the couples are like.
        items: How the answers to each item come about, in the order of the form; choice and private items have none.
        digest: The digest of the scoring key.
        seed: The seed.
        columns: The table, by column, all of one length, a row for each person, occasion and perspective: `couple`
            (from 1), `partner` (`a` or `b`), `living` (`together` or `apart`), `locale`, `occasion` (from 1),
            `perspective` (`self` or `partner`), and each item by its id, an answer as text as it would stand in a
            file, a missing code, or None where it was left blank or not shown.
    """

    truth: Truth
    items: tuple[ItemTruth, ...]
    digest: str
    seed: int
    columns: Mapping[str, tuple[Any, ...]] = attrs.field(repr=False)

    def covariance(self, one: str, other: str, *, partners: bool = False) -> float:
        """Return the true covariance of the keyed answers to two items with whole values one apart.

        By the lemma of Hoeffding it is a sum over all pairs of thresholds. It is that of one occasion, among
        people who answered both.

        Args:
            one: The id of an item.
            other: The id of an item, perhaps the same.
            partners: Whether the second answer is the partner's.

        Raises:
            InvalidValue: When an item has no thresholds.
        """
        first, second = (self._item(id) for id in (one, other))
        same = first.pillar == second.pillar
        correlation = first.loading * second.loading * (1 if same else self.truth.pillar_correlation)
        if partners:
            correlation *= self.truth.couple_correlation
        elif one == other:
            spread = np.minimum.outer(first.thresholds, first.thresholds)
            higher = np.maximum.outer(first.thresholds, first.thresholds)
            return float((special.ndtr(spread) * special.ndtr(-higher)).sum())
        else:
            correlation += first.method * second.method
        x, y = np.array(first.thresholds)[:, None], np.array(second.thresholds)[None, :]
        return float((below(x, y, correlation) - special.ndtr(x) * special.ndtr(y)).sum())

    def alpha(self, pillar: str) -> float:
        """Return the true Cronbach's alpha of the answers to a pillar's scored items, among people without gaps.

        Args:
            pillar: The pillar's id.
        """
        ids = self._scored(pillar)
        matrix = np.array([[self.covariance(one, other) for other in ids] for one in ids])
        k = len(ids)
        return float(k / (k - 1) * (1 - np.trace(matrix) / matrix.sum()))

    def couple_correlation(self, pillar: str) -> float:
        """Return the true correlation between partners of the sum of the keyed answers to a pillar's scored items.

        Args:
            pillar: The pillar's id.
        """
        ids = self._scored(pillar)
        pairs = [(one, other) for one in ids for other in ids]
        across = sum(self.covariance(one, other, partners=True) for one, other in pairs)
        return across / sum(self.covariance(one, other) for one, other in pairs)

    def _scored(self, pillar: str) -> list[str]:
        return [item.id for item in self.items if (item.pillar, item.role) == (pillar, Role.SCORED)]

    def _item(self, id: str) -> ItemTruth:
        found = next((item for item in self.items if item.id == id and item.thresholds), None)
        if found is None:
            message = f"no answers of {id!r} are cut out of normal ones"
            raise InvalidValue([Problem("unknown-item", message, "take a simulated item with values", ("item",))])
        return found
