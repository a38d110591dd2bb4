"""The scoring key: which items make up each pillar, how each is keyed, and on what range.

One key serves a single answered check-in and a table of a million rows. Keys
and bounds come from the items and their scales, never from the data.
"""

import hashlib
import json
import math
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any

import attrs

from intimacy_kit._values.fields import Between, Revision
from intimacy_kit._values.record import CheckedRecord
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.vocabulary import Keying, Missing, Perspective, Role
from intimacy_kit.errors import Problems

__all__ = ["Asked", "Subscale", "Term", "answers_needed"]


def _ascend(values: tuple[int, ...], at: Problems) -> None:
    """Two whole numbers or more, each larger than the one before."""
    if len(values) < 2 or any(low >= high for low, high in pairwise(values)):
        at.add("bad-scale", "a scale needs two or more values, ascending")


@attrs.frozen
class KeyedItem(CheckedRecord):
    """All that scoring needs to know of an item.

    Args:
        id: The item's id.
        revision: Its revision.
        pillar: The pillar that it counts in.
        role: What it is for.
        keying: Forward or reverse.
        values: The values of its scale, ascending.
        codes: The kinds of missing that its scale offers.
        weight: How many times it counts.
    """

    id: str
    revision: Revision
    pillar: str
    role: Role
    keying: Keying
    values: Annotated[tuple[int, ...], _ascend]
    codes: tuple[Missing, ...]
    weight: Annotated[int, Between(1, 1000)] = 1

    @property
    def low(self) -> int:
        """The smallest value of the scale."""
        return self.values[0]

    @property
    def high(self) -> int:
        """The largest value of the scale."""
        return self.values[-1]

    def keyed(self, value: int) -> int:
        """Return the value, reversed where the item is reverse-keyed: low + high - value."""
        return value if self.keying is Keying.FORWARD else self.low + self.high - value


@attrs.frozen
class Term:
    """What the answer to one item adds to the total of its subscale, in whole units.

    Args:
        item: The item's id.
        base: What is added whatever the answer.
        sign: What the answer is multiplied by; below 0 where the item is reverse-keyed.
        weight: How many times the item counts.
    """

    item: str
    base: int
    sign: int
    weight: int

    def share(self, answer: int) -> int:
        """Return what an answer adds to the total: from 0 to the item's weight times the subscale's unit.

        Args:
            answer: A value of the item's scale, as given.
        """
        return self.base + self.sign * answer

    @property
    def neutral(self) -> int:
        """The answer that adds nothing: the low end of the scale, or the high end of a reverse-keyed item's."""
        return -self.base // self.sign


@attrs.frozen
class Subscale:
    """The items of one pillar and one role, ready to be added up.

    The total of the answered items' shares is an integer, in units that all items
    of the subscale have in common; `percent` is the only division.

    Args:
        pillar: The pillar's id.
        role: Scored or felt.
        unit: How many units the range of every scale is divided into.
        low: The low end of the scales where all have one range, or None.
        terms: What each item adds, in the order of the form.
    """

    pillar: str
    role: Role
    unit: int
    low: int | None
    terms: tuple[Term, ...]

    @property
    def name(self) -> str:
        """The name of its scores in a table: the pillar's id, followed by `_felt` where they are felt ones."""
        return self.pillar if self.role is Role.SCORED else f"{self.pillar}_felt"

    @property
    def largest(self) -> int:
        """The largest whole number that working out a percent can meet: 100 times the total, or a product on its way.

        Software that has floats only gets the exact percent where this is at most 2**53.
        """
        span = self.unit * sum(term.weight for term in self.terms)
        ends = (abs(term.base) + max(abs(term.base), term.weight * self.unit) for term in self.terms)
        return max(100 * span, *ends, 0)

    def percent(self, total: int, weight: int) -> float:
        """Return the percent that a total comes to, with the one division of all scoring.

        Args:
            total: The shares of the answered items, added up.
            weight: The weights of the answered items, added up; at least 1.
        """
        return 100 * total / (weight * self.unit)

    def mean(self, total: int, weight: int) -> float | None:
        """Return the mean keyed answer in units of the scale, or None where the scales differ in their range.

        Args:
            total: As for `percent`.
            weight: As for `percent`.
        """
        return None if self.low is None else (self.low * weight + total) / weight

    @classmethod
    def of(cls, pillar: str, role: Role, items: "tuple[KeyedItem, ...]") -> "Subscale":
        """Return the subscale of some items of one pillar and one role."""
        unit = math.lcm(*(item.high - item.low for item in items))
        terms: list[Term] = []
        for item in items:
            step = item.weight * (unit // (item.high - item.low))
            base, sign = (-item.low * step, step) if item.keying is Keying.FORWARD else (item.high * step, -step)
            terms.append(Term(item.id, base, sign, item.weight))
        ranges = {(item.low, item.high) for item in items}
        return cls(pillar, role, unit, items[0].low if len(ranges) == 1 else None, tuple(terms))


@attrs.frozen
class Asked:
    """What a check-in asks of a subscale.

    Args:
        subscale: The subscale.
        terms: The terms of the items that are asked.
        needed: How many answers a score takes.
        digest: What the score depends on besides the answers; see `ScoringKey.digest_of`.
        in_turn: Ids of those items asked that take turns with others.
        turns: How many items take turns; each is asked once in a round.
    """

    subscale: Subscale
    terms: tuple[Term, ...]
    needed: int
    digest: str
    in_turn: tuple[str, ...]
    turns: int


def answers_needed(asked: int, min_answered: Fraction) -> int:
    """Return how many answers a score takes: the smallest whole number not below the fraction, and at least one.

    Args:
        asked: How many items were asked, from 0.
        min_answered: The part that has to be answered, from 0 to 1.
    """
    return max(1, -(-min_answered.numerator * asked // min_answered.denominator))


@attrs.frozen
class ScoringKey(CheckedRecord):
    """How the answers to a form are scored.

    Args:
        catalogue: The id of the pack.
        version: The version of its content.
        form: The form's id.
        min_answered: The part of the scored items asked of a pillar that has to be answered.
        pillars: The ids of all pillars, in order.
        items: Every item that the form can ask, in order.
    """

    catalogue: str
    version: str
    form: str
    min_answered: Annotated[Fraction, Between(0, 1)]
    pillars: tuple[str, ...]
    items: tuple[KeyedItem, ...]

    def _check(self, problems: Problems) -> None:
        known: set[str] = set()
        for i, item in enumerate(self.items):
            if item.id in known:
                problems.add("duplicate-id", "an item before has this id", "", "items", i, "id")
            known.add(item.id)

    @classmethod
    def from_form(cls, catalogue: Catalogue, form: str) -> "ScoringKey":
        """Return the key of a form.

        Args:
            catalogue: The catalogue that has the form.
            form: The form's id.

        Raises:
            UnknownId: When there is no such form.
        """
        items: list[KeyedItem] = []
        for item in catalogue.form_items(form):
            scale = catalogue.scales[item.scale]
            items.append(
                KeyedItem(
                    id=item.id,
                    revision=item.revision,
                    pillar=item.pillar,
                    role=item.role,
                    keying=item.keying,
                    values=tuple(sorted(scale.values)),
                    codes=scale.codes,
                    weight=item.weight,
                )
            )
        return cls(
            catalogue=catalogue.pack.id,
            version=catalogue.pack.version,
            form=form,
            min_answered=catalogue.forms[form].min_answered,
            pillars=tuple(catalogue.pillars),
            items=tuple(items),
        )

    @cached_property
    def subscales(self) -> tuple[Subscale, ...]:
        """What is added up: first the scored items of each pillar, then the felt ones, in the order of the form."""
        groups: dict[tuple[Role, str], list[KeyedItem]] = {}
        for role in (Role.SCORED, Role.FELT):
            for item in self.items:
                if item.role is role:
                    groups.setdefault((role, item.pillar), []).append(item)
        return tuple(Subscale.of(pillar, role, tuple(items)) for (role, pillar), items in groups.items())

    def asked(
        self, ids: Iterable[str], *, perspective: Perspective = Perspective.SELF, in_turn: Iterable[str] = ()
    ) -> tuple[Asked, ...]:
        """Return what is asked of each subscale, which may be nothing, when some items are asked.

        Args:
            ids: The ids of the items that are asked.
            perspective: Whose behaviour is asked about.
            in_turn: The ids of the items that take turns, asked this time or not.
        """
        wanted, rotating = frozenset(ids), frozenset(in_turn)
        found: list[Asked] = []
        for subscale in self.subscales:
            terms = tuple(term for term in subscale.terms if term.item in wanted)
            found.append(
                Asked(
                    subscale,
                    terms,
                    answers_needed(len(terms), self.min_answered),
                    self.digest_of(subscale, wanted | rotating, perspective),
                    tuple(sorted(term.item for term in terms if term.item in rotating)),
                    sum(term.item in rotating for term in subscale.terms),
                )
            )
        return tuple(found)

    @cached_property
    def scored(self) -> Mapping[str, KeyedItem]:
        """The items that count in a score, scored and felt, by id, in the order of the subscales."""
        return {term.item: self.by_id[term.item] for subscale in self.subscales for term in subscale.terms}

    @cached_property
    def digest(self) -> str:
        """What the key depends on, as the first 16 hexadecimal digits of a SHA-256.

        It changes when an item, its revision, keying, scale or weight, or the
        missing rule changes. It does not change with the version of the pack
        or the language, so answers given in Spanish score under the same key.
        """
        return _sha256({key: each for key, each in self._plain.items() if key != "version"})

    def digest_of(self, subscale: Subscale, ids: Collection[str], perspective: Perspective) -> str:
        """Return what a score depends on besides the answers, as the first 16 hexadecimal digits of a SHA-256.

        Scores with one digest can be compared. It changes when an item of the
        subscale comes, goes or has another revision, keying, scale or weight, with
        the missing rule and with the perspective, and with nothing else in the form;
        the order of the items does not matter.

        Args:
            subscale: The subscale.
            ids: The ids of the items that are asked, all at once or in turn; others do not matter.
            perspective: Whose behaviour is asked about.
        """
        own = {term.item for term in subscale.terms if term.item in ids}
        rule = {
            "catalogue": self.catalogue,
            "perspective": perspective.value,
            "pillar": subscale.pillar,
            "role": subscale.role.value,
            "min_answered": self._plain["min_answered"],
            "items": sorted((item for item in self._plain["items"] if item["id"] in own), key=lambda item: item["id"]),
        }
        return _sha256(rule)

    @cached_property
    def _plain(self) -> dict[str, Any]:
        return self.to_dict()

    @cached_property
    def by_id(self) -> Mapping[str, KeyedItem]:
        """The items by id."""
        return {item.id: item for item in self.items}


def _sha256(plain: Mapping[str, Any]) -> str:
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:16]
