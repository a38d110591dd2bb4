"""Reliability and item statistics of a form in a sample. Needs the extra `stats` (numpy, scipy).

Definitions follow the R package psych, by name: `psych::alpha` for alpha,
standardised alpha, Guttman's lambda-6 and the item-rest correlation,
`psych::omega(nfactors = 1)` for omega, `psych::ICC` for the intraclass
correlations. An undefined coefficient is None with a reason. There are no thresholds.
"""

import math
from datetime import date
from typing import Any

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.record import Record
from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.checkin.key import key_of
from intimacy_kit.content.vocabulary import ReliabilityKind, Role
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring.reliability import Reliability
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.scoring_key.subscale import Subscale
from intimacy_kit.stats import one_pass
from intimacy_kit.stats.agreement import Coefficient, normal_point, ratio
from intimacy_kit.stats.coefficients import (
    PairSums,
    alpha_of,
    correlations_of,
    feldt_of,
    finite,
    lambda6_of,
    omega_of,
    sum_pairs,
)
from intimacy_kit.stats.column import Matrix
from intimacy_kit.stats.matrix import Answers, answers_in
from intimacy_kit.stats.points import keyed_points, percents
from intimacy_kit.tables.layout import TableLayout

try:
    import numpy as np
except ImportError as error:
    raise MissingExtra("stats") from error


@attrs.frozen
class ItemAnalysis(Record):
    """The statistics of one item, reversed where it is reverse-keyed.

    Args:
        id: The item's id.
        n: The number of people with a value.
        gaps: The number of people without one.
        mean: Its keyed mean, in units of its scale, or None without a value.
        sd: Its standard deviation (n - 1), or None below two values.
        item_rest: Its correlation with the sum of the others, or None where there is no variance.
        alpha_if_dropped: Cronbach's alpha of the others, or None.
        caution: What an item-rest correlation below 0 suggests, or None.
    """

    id: str
    n: int
    gaps: int
    mean: float | None
    sd: float | None
    item_rest: float | None
    alpha_if_dropped: float | None
    caution: str | None = None


@attrs.frozen
class Analysis(Record):
    """The statistics of one score: of a pillar, or of a scoring rule.

    The coefficients take every item once, whatever its weight in the percent; an
    item without variance is kept, where psych leaves it out. The items of an index are
    parts that need not go together, so no coefficient of consistency says anything of
    it, and each is None with that reason.

    Args:
        pillar: The id that was asked for: of a score, or of the pillar that it stands for.
        n: How many people have a score under the key's own missing rule.
        alpha: Cronbach's alpha from covariances (Cronbach, 1951, doi:10.1007/BF02310555), with the interval
            of Feldt (1965, doi:10.1007/BF02289499).
        standardised_alpha: The same from correlations.
        lambda6: Guttman's lambda-6, with squared multiple correlations (Guttman, 1945, doi:10.1007/BF02288892).
        omega: McDonald's omega of one factor by minimum residuals: 1 - sum of uniquenesses / sum of correlations.
            None where a uniqueness comes out below 0 (a Heywood case), where psych sets a bound and continues.
        mean: The mean percent.
        sd: The standard deviation (n - 1) of the percents, in percent points.
        sem: The standard error of measurement with alpha, in percent points: SD · √(1 - alpha); None of an index.
        sem_mean: The same in units of the scale, for the mean of the items; None where items do not share a range.
        sem_total: The same for the sum of the score's points, or else of the items; None where it has neither.
        smallest_detectable_change: 1.96 · √2 · SEM, in percent points.
        items: The items, in the order of the form.
    """

    pillar: str
    n: int
    alpha: Coefficient
    standardised_alpha: Coefficient
    lambda6: Coefficient
    omega: Coefficient
    mean: float | None
    sd: float | None
    sem: float | None
    sem_mean: float | None
    sem_total: float | None
    smallest_detectable_change: float | None
    items: tuple[ItemAnalysis, ...]


@sealed
def keyed_matrix(
    table: Any,
    key: ScoringKey | CheckIn,
    pillar: str,
    *,
    role: Role = Role.SCORED,
    layout: TableLayout = TableLayout(),  # noqa: B008  # it is frozen
) -> Matrix:
    """Return the keyed answers of a score, a row for each person and a column for each item, NaN for a gap.

    An answer counts its points where its scale has some. An item that was not shown is a gap, unless it counts all
    the same.

    Args:
        table: A mapping or data frame of columns, or a two-dimensional numpy array
            with a column for each of `key.items`, in order. Values are numbers of the item's
            scale; None, NaN, masked values and the missing codes are gaps.
        key: The scoring key or the check-in.
        pillar: The id of a score, or of the pillar that it stands for.
        role: Scored or felt.
        layout: What the table means; a column of its own id for each item unless given.

    Raises:
        InvalidResponse: Naming every column that is missing or holds anything else, with how often, never what.
        InvalidValue: When the form has no such items, or the layout does not fit the key.
    """
    key = key_of(key)
    return keyed_points(_answers(table, key, subscale_of(key, pillar, role), layout))


@sealed
def analyse(
    table: Any,
    key: ScoringKey | CheckIn,
    pillar: str,
    *,
    rows: str = "pairwise",
    layout: TableLayout = TableLayout(),  # noqa: B008  # it is frozen
) -> Analysis:
    """Return the statistics of a pillar in a sample.

    Args:
        table: As for `keyed_matrix`.
        key: The scoring key or the check-in.
        pillar: The id of a score, or of the pillar that it stands for.
        rows: `pairwise`, to take each covariance from all who answered both items, as
            psych does, or `complete`, to take all from those without a gap.
        layout: As for `keyed_matrix`.

    Raises:
        InvalidResponse: As `keyed_matrix`.
        InvalidValue: When the pillar or the rows are not known.
    """
    key = key_of(key)
    if rows not in ("pairwise", "complete"):
        raise InvalidValue([Problem("bad-choice", "there are no such rows", "pairwise or complete", ("rows",))])
    subscale = subscale_of(key, pillar, Role.SCORED)
    items = tuple(subscale.items[term.item] for term in subscale.terms)
    found = one_pass.sums_of(table, key, subscale, layout) if rows == "pairwise" else None
    if found is None:
        answers = _answers(table, key, subscale, layout)
        matrix, scores = keyed_points(answers), percents(answers, subscale)
        known = scores[~np.isnan(scores)]
        sums = sum_pairs(matrix[~np.isnan(matrix).any(axis=1)] if rows == "complete" else matrix)
    else:
        sums, known = found
    n, covariances = sums.rows, sums.covariances
    correlations = correlations_of(covariances)
    index = subscale.pillar in key.indexes
    alpha = standardised = lambda6 = omega = None
    why = why_omega = WHY_INDEX
    if not index:
        alpha, standardised, lambda6 = alpha_of(covariances), alpha_of(correlations), lambda6_of(correlations)
        omega = omega_of(sums.correlations)
        why, why_omega = _why(covariances, 2), _why(covariances, 3)
    sd = float(known.std(ddof=1)) if known.size > 1 else None
    sem = None if sd is None or alpha is None or alpha > 1 else sd * math.sqrt(1 - alpha)
    ranges = {item.ends[:2] for item in items}
    width = float(items[0].ends[1] - items[0].ends[0]) if len(ranges) == 1 else None
    sem_mean = None if sem is None or width is None else sem * width / 100
    return Analysis(
        pillar=pillar,
        n=int(known.size),
        alpha=_coefficient("Cronbach's alpha", alpha, n, rows, why=why, interval=feldt_of(alpha, n, len(items))),
        standardised_alpha=_coefficient("standardised alpha", standardised, n, rows, why=why),
        lambda6=_coefficient("Guttman's lambda-6", lambda6, n, rows, why=why),
        omega=_coefficient("McDonald's omega", omega, n, rows, why=why_omega),
        mean=float(known.mean()) if known.size else None,
        sd=sd,
        sem=sem,
        sem_mean=sem_mean,
        sem_total=_sem_total(sem, sem_mean, subscale),
        smallest_detectable_change=None if sem is None else normal_point() * math.sqrt(2) * sem,
        items=tuple(_item(item, sums, i, index=index) for i, item in enumerate(items)),
    )


@sealed
def reliability(
    table: Any,
    key: ScoringKey | CheckIn,
    pillar: str,
    *,
    source: str,
    population: str,
    on: date,
    coefficient: str = "alpha",
    rows: str = "pairwise",
    layout: TableLayout = TableLayout(),  # noqa: B008  # it is frozen
) -> Reliability:
    """Return the reliability of a pillar's percent in a sample, as `score` takes it for a band.

    It is of the kind `internal-consistency`, which says nothing of ordinary ups
    and downs from one time to another. For a change, `retest` has the coefficient.

    Args:
        table: As for `keyed_matrix`.
        key: The scoring key or the check-in.
        pillar: The id of a score, or of the pillar that it stands for.
        source: Where it is reported.
        population: Who the people are.
        on: When they answered.
        coefficient: `alpha` or `omega`.
        rows: As for `analyse`.
        layout: As for `keyed_matrix`.

    Raises:
        InvalidResponse: As `keyed_matrix`.
        InvalidValue: When the coefficient is not known, or undefined or negative in this sample.
    """
    key = key_of(key)
    found = analyse(table, key, pillar, rows=rows, layout=layout)
    choices = {"alpha": found.alpha, "omega": found.omega}
    if coefficient not in choices:
        raise InvalidValue([Problem("bad-choice", "there is no such coefficient", "alpha or omega", ("coefficient",))])
    chosen = choices[coefficient]
    if chosen.value is None or chosen.value < 0 or found.sd is None:
        why, remedy = "undefined or negative in this sample", "look at the items with analyse"
        if chosen.reason == WHY_INDEX:
            why, remedy = f"withheld: {WHY_INDEX}", "ask twice, and take the coefficient of retest"
        message = f"{chosen.name} is {why}"
        raise InvalidValue([Problem("bad-number", message, remedy, ("coefficient",))])
    n, kind = min(chosen.n, found.n), ReliabilityKind.INTERNAL_CONSISTENCY
    return Reliability(chosen.value, chosen.name, n, found.sd, source, population, on, kind)


def subscale_of(key: ScoringKey, id: str, role: Role) -> Subscale:
    """Return a score by its id, or else by the pillar that it stands for.

    Args:
        key: The scoring key.
        id: The id of a score, or of a pillar.
        role: Scored or felt.

    Raises:
        InvalidValue: When the form has no such score.
    """
    known = [each for each in key.subscales if each.pools and each.role is role and id in (each.id, each.pillar)]
    if not known:
        message = f"the form asks nothing {role.value} of {id!r}"
        raise InvalidValue([Problem("unknown-pillar", message, "take a pillar that it asks of", ("pillar",))])
    return min(known, key=lambda each: each.id != id)


def _sem_total(sem: float | None, sem_mean: float | None, subscale: Subscale) -> float | None:
    """Return the standard error of the sum of the points, or else of the items."""
    if sem is not None and subscale.has_sum and subscale.per_point is not None:
        return sem * sum(term.span for term in subscale.terms) / subscale.per_point / 100
    return None if sem_mean is None else sem_mean * len(subscale.terms)


def _answers(table: Any, key: ScoringKey, subscale: Subscale, layout: TableLayout) -> Answers:
    return answers_in(table, key, [subscale.items[term.item] for term in subscale.terms], layout)


def _item(item: KeyedItem, sums: PairSums, i: int, *, index: bool) -> ItemAnalysis:
    n, covariances = int(sums.both[i, i]), sums.covariances
    others = np.delete(np.delete(covariances, i, axis=0), i, axis=1)
    shared = covariances[:, i].sum() - covariances[i, i]
    rest = finite(ratio(float(shared), math.sqrt(max(0.0, float(covariances[i, i] * others.sum())))))
    caution = "it runs against the others: look at its keying first, then at its wording"
    return ItemAnalysis(
        id=item.id,
        n=n,
        gaps=sums.size - n,
        mean=sums.least + float(sums.sums[i, i]) / n if n else None,
        sd=math.sqrt(covariances[i, i]) if n > 1 else None,
        item_rest=rest,
        alpha_if_dropped=None if index else alpha_of(others),
        caution=caution if rest is not None and rest < 0 and not index else None,
    )


WHY_INDEX = "the items are parts that make up an index, and need not go together"


def _why(covariances: Matrix, least: int) -> str:
    """Return why a coefficient that takes `least` items or more is undefined."""
    if len(covariances) < least:
        return f"it takes {least} items or more"
    if not np.isfinite(covariances).all():
        return "some two items have fewer than two people in common"
    if not np.diag(covariances).all():
        return "an item has no variance"
    return "the items repeat each other, cancel out, or leave one of them with more than all of its variance explained"


def _coefficient(
    name: str, value: float | None, n: int, rows: str, *, why: str, interval: tuple[float, float] | None = None
) -> Coefficient:
    if value is None:
        return Coefficient(name, None, n, rows, reason=why)
    low, high = interval or (None, None)
    return Coefficient(name, value, n, rows, low, high)
