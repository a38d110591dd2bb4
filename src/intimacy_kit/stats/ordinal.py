"""Correlations of ordered answers, and how many factors they speak for. Needs the extra `stats`."""

import math
from typing import Any, cast

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import member, whole_number
from intimacy_kit._values.record import Record
from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.checkin.key import key_of
from intimacy_kit.content.vocabulary import Role
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.stats.bivariate import Matrix, below
from intimacy_kit.stats.kinds import Correlation
from intimacy_kit.stats.matrix import answers_in
from intimacy_kit.stats.points import keyed_points
from intimacy_kit.stats.sample import keyed_matrix
from intimacy_kit.tables.layout import TableLayout

try:
    import numpy as np
    from scipy import optimize, special
except ImportError as error:
    raise MissingExtra("stats") from error

_STRONGEST = 0.9999
"""The search for a correlation ends here; tables with an empty corner reach it."""


@attrs.frozen
class ParallelAnalysis(Record):
    """How many factors the answers speak for, after Horn (1965, doi:10.1007/BF02289447).

    Args:
        eigenvalues: The eigenvalues of the correlations, the largest first.
        random: For each, the given quantile of the eigenvalues of as many unrelated answers.
        factors: How many eigenvalues in a row, from the first, are larger than those of unrelated answers.
        n: How many people have any answer.
        correlation: Which correlations were taken.
    """

    eigenvalues: tuple[float, ...]
    random: tuple[float, ...]
    factors: int
    n: int
    correlation: Correlation


@sealed
def polychoric(
    table: Any,
    key: ScoringKey | CheckIn,
    pillar: str | None = None,
    *,
    layout: TableLayout = TableLayout(),  # noqa: B008  # it is frozen
) -> Matrix:
    """Return the polychoric correlations of the keyed answers, each from all who answered both items.

    The thresholds come from the answers to one item at a time, and the correlation is then the most likely one
    (Olsson, 1979, doi:10.1007/BF02296207, two steps), as `polycor::polychor` takes it. No count is corrected.

    Args:
        table: As for `keyed_matrix`.
        key: The scoring key or the check-in.
        pillar: The id of a score, or of the pillar that it stands for; all scored items unless given.
        layout: As for `keyed_matrix`.

    Returns:
        A row and a column for each item, in the order of the form. NaN where two items share no person, or
        where everybody gave one answer.

    Raises:
        InvalidResponse: As `keyed_matrix`.
        InvalidValue: When there are no such items.
    """
    key = key_of(key)
    return _polychoric(_answers(table, key, pillar, layout))


@sealed
def parallel_analysis(
    table: Any,
    key: ScoringKey | CheckIn,
    pillar: str | None = None,
    *,
    seed: int,
    draws: int = 200,
    quantile: float = 0.95,
    correlation: str | Correlation = Correlation.PEARSON,
    layout: TableLayout = TableLayout(),  # noqa: B008  # it is frozen
) -> ParallelAnalysis:
    """Return how many factors the answers speak for.

    The unrelated answers are the same people's, each item in an order of its own, so that the distribution of the
    answers to each item, and its gaps, stay as they are.

    Args:
        table: As for `keyed_matrix`.
        key: The scoring key or the check-in.
        pillar: The id of a score, or of the pillar that it stands for; all scored items unless given.
        seed: What the orders depend on, a whole number from 0.
        draws: How many sets of unrelated answers there are, from 10 to 10,000.
        quantile: The part of their eigenvalues that one has to exceed, between 0 and 1.
        correlation: `pearson`, or `polychoric`, which takes some seconds for each ten draws of forty items.
        layout: As for `keyed_matrix`.

    Raises:
        InvalidResponse: As `keyed_matrix`.
        InvalidValue: When an argument makes no sense, or the correlations of some two items are undefined.
    """
    key = key_of(key)
    problems: list[Problem] = []
    whole_number(seed, "seed", problems, low=0)
    whole_number(draws, "draws", problems, low=10, high=10_000)
    kind = member(Correlation, correlation, "correlation", problems)
    if not 0 < quantile < 1:
        problems.append(Problem("bad-number", "quantile lies between 0 and 1", "", ("quantile",)))
    if problems or kind is None:
        raise InvalidValue(problems)
    answers = _answers(table, key, pillar, layout)
    correlate = _polychoric if kind is Correlation.POLYCHORIC else _pearson
    found = correlate(answers)
    if not np.isfinite(found).all():
        message = "the correlation of some two items is undefined"
        remedy = "leave out items to which everybody gave one answer, or which few answered"
        raise InvalidValue([Problem("bad-number", message, remedy, ("table",))])
    chance = np.random.default_rng(seed)
    random = [_eigenvalues(correlate(chance.permuted(answers, axis=0))) for _ in range(draws)]
    limits = np.quantile(np.array(random), quantile, axis=0)
    own = _eigenvalues(found)
    larger = own > limits
    factors = int(larger.size if larger.all() else np.argmin(larger))
    n = int(np.count_nonzero(~np.isnan(answers).all(axis=1)))
    return ParallelAnalysis(tuple(map(float, own)), tuple(map(float, limits)), factors, n, kind)


def _answers(table: Any, key: ScoringKey, pillar: str | None, layout: TableLayout) -> Matrix:
    if pillar is not None:
        return keyed_matrix(table, key, pillar, layout=layout)
    items = [item for item in key.items if item.role is Role.SCORED]
    if not items:
        message = "the form asks nothing that is scored"
        raise InvalidValue([Problem("unknown-pillar", message, "take a form that has scores", ("key",))])
    return keyed_points(answers_in(table, key, items, layout))


def _eigenvalues(correlations: Matrix) -> Matrix:
    found: Any = np.linalg.eigvalsh(correlations)[::-1]
    return cast(Matrix, found)


def _pearson(answers: Matrix) -> Matrix:
    """Return the correlations, each from all who have both answers."""
    there = ~np.isnan(answers)
    counted = there.astype(np.float64)
    filled = np.where(there, answers, 0.0)
    both, sums = counted.T @ counted, filled.T @ counted
    spreads = both * ((filled * filled).T @ counted) - sums**2
    with np.errstate(invalid="ignore", divide="ignore"):  # without variance it is 0 / 0
        found: Matrix = (both * (filled.T @ filled) - sums * sums.T) / np.sqrt(spreads * spreads.T)
    np.fill_diagonal(found, np.where(np.isnan(np.diag(found)), math.nan, 1.0))
    return found


def _polychoric(answers: Matrix) -> Matrix:
    k = answers.shape[1]
    found = np.full((k, k), math.nan)
    places = [np.unique(column[~np.isnan(column)]) for column in answers.T]
    codes: list[Any] = [np.searchsorted(values, column) for values, column in zip(places, answers.T, strict=True)]
    there = ~np.isnan(answers)
    for i in range(k):
        if len(places[i]) > 1:
            found[i, i] = 1.0
        for j in range(i):
            both = there[:, i] & there[:, j]
            counts = np.zeros((len(places[i]), len(places[j])))
            np.add.at(counts, (codes[i][both], codes[j][both]), 1)
            found[i, j] = found[j, i] = _of_counts(counts)
    return found


def _of_counts(counts: Matrix) -> float:
    """Return the most likely correlation of two normal variables that were cut into a table of counts."""
    counts = counts[counts.any(axis=1)][:, counts.any(axis=0)]
    if min(counts.shape) < 2:
        return math.nan
    ends = [np.concatenate([[0.0], counts.sum(axis=1 - axis).cumsum() / counts.sum()]) for axis in (0, 1)]
    h, k = (special.ndtri(np.clip(each, 0, 1)) for each in ends)
    seen = counts > 0

    def loss(correlation: float) -> float:
        corners = below(h[:, None], k[None, :], correlation)
        cells = np.diff(np.diff(corners, axis=0), axis=1)
        return -float(counts[seen] @ np.log(np.maximum(cells[seen], 1e-300)))

    fit: Any = optimize.minimize_scalar(
        loss, bounds=(-_STRONGEST, _STRONGEST), method="bounded", options={"xatol": 1e-8}
    )
    return float(fit.x)
