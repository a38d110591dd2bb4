"""Intervals of reliabilities that respect couples, by drawing whole couples again. Needs the extra `stats`."""

from collections.abc import Callable, Sequence
from typing import Any

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import member, whole_number
from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.checkin.key import key_of
from intimacy_kit.content.vocabulary import Role
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring.reliability import CONFIDENCE
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.stats.agreement import Coefficient
from intimacy_kit.stats.coefficients import PairSums, alpha_of, omega_of
from intimacy_kit.stats.column import Matrix
from intimacy_kit.stats.kinds import ReliabilityCoefficient
from intimacy_kit.stats.occasions import column_of
from intimacy_kit.stats.sample import WHY_INDEX, keyed_matrix, subscale_of
from intimacy_kit.tables.layout import TableLayout

try:
    import numpy as np
except ImportError as error:
    raise MissingExtra("stats") from error

_NAMES = {ReliabilityCoefficient.ALPHA: "Cronbach's alpha", ReliabilityCoefficient.OMEGA: "McDonald's omega"}


@sealed
def bootstrap_reliability(
    table: Any,
    key: ScoringKey | CheckIn,
    pillar: str,
    *,
    couple: str,
    seed: int,
    coefficient: str | ReliabilityCoefficient = ReliabilityCoefficient.ALPHA,
    draws: int = 2000,
    layout: TableLayout = TableLayout(),  # noqa: B008  # it is frozen
) -> Coefficient:
    """Return a reliability with an interval that holds though two answers come from one couple.

    Couples are drawn again with both of their rows (Davison and Hinkley, 1997, Bootstrap Methods and their
    Application, section 3.8), and the interval is that of percentiles. Formulas for people who answer by themselves,
    such as Feldt's in `analyse`, are too narrow for couples.

    Args:
        table: As for `keyed_matrix`, of wide shape.
        key: The scoring key or the check-in.
        pillar: The id of a score, or of the pillar that it stands for.
        couple: The column that says which couple a row belongs to; every row with one value is drawn together.
        seed: What the draws depend on, a whole number from 0.
        coefficient: `alpha`, or `omega`, which takes a fit for each draw.
        draws: How many samples are drawn, from 100 to 100,000.
        layout: As for `keyed_matrix`.

    Returns:
        The coefficient; its `n` counts people. It has no interval where more than one draw in twenty has none,
        and no value for an index.

    Raises:
        InvalidResponse: As `keyed_matrix`.
        InvalidValue: When an argument makes no sense.
    """
    key = key_of(key)
    problems: list[Problem] = []
    whole_number(seed, "seed", problems, low=0)
    whole_number(draws, "draws", problems, low=100, high=100_000)
    kind = member(ReliabilityCoefficient, coefficient, "coefficient", problems)
    subscale = None
    try:
        subscale = subscale_of(key, pillar, Role.SCORED)
    except InvalidValue as error:
        problems += error.problems
    if problems or kind is None or subscale is None:
        raise InvalidValue(problems)
    matrix = keyed_matrix(table, key, pillar, layout=layout)
    couples = column_of(table, couple, len(matrix), "couple")
    sums = by_cluster(matrix, couples)
    n = int(np.count_nonzero(~np.isnan(matrix).all(axis=1)))
    index = subscale.pillar in key.indexes
    if index:
        return Coefficient(_NAMES[kind], None, n, "pairwise", reason=WHY_INDEX)
    statistic = alpha_in if kind is ReliabilityCoefficient.ALPHA else _omega_in
    value, ends = with_interval(sums, matrix.shape[1], statistic, seed=seed, draws=draws)
    if value is None:
        return Coefficient(_NAMES[kind], None, n, "pairwise", reason="it is undefined in this sample")
    return Coefficient(_NAMES[kind], value, n, "pairwise", *(ends or (None, None)))


def by_cluster(matrix: Matrix, clusters: Sequence[Any]) -> Matrix:
    """Return what each cluster adds to `PairSums`: counts, sums, products and squares over pairs of columns.

    Args:
        matrix: A row for each person, NaN for a gap.
        clusters: The cluster of each row, such as its couple.

    Returns:
        The four sums over rows that have both columns, one below the other, for each cluster.
    """
    places = {each: i for i, each in enumerate(dict.fromkeys(clusters))}
    there = (~np.isnan(matrix)).astype(np.float64)
    filled = np.where(there > 0, matrix, 0.0)
    k = matrix.shape[1]
    found: Matrix = np.zeros((len(places), 4, k, k))
    rows = np.array([places[each] for each in clusters], dtype=np.int64)
    pairs = ((there, there), (filled, there), (filled, filled), (filled * filled, there))
    for part, (one, other) in enumerate(pairs):
        np.add.at(found[:, part], rows, one[:, :, None] * other[:, None, :])
    return found


def with_interval(
    sums: Matrix, columns: int, statistic: Callable[[PairSums], float | None], *, seed: int, draws: int
) -> tuple[float | None, tuple[float, float] | None]:
    """Return a statistic of pairs of columns, and its interval by drawing whole clusters again.

    Args:
        sums: What each cluster adds, as `by_cluster` returns it.
        columns: How many columns there are.
        statistic: Returns the statistic, or None where it is undefined.
        seed: What the draws depend on.
        draws: How many samples are drawn.

    Returns:
        The statistic, or None; and the interval, or None where more than one draw in twenty has none.
    """
    flat, count = sums.reshape(len(sums), -1), len(sums)

    def of(total: Matrix) -> float | None:
        return statistic(PairSums(0, 0, 0.0, *total.reshape(4, columns, columns)))

    value = of(flat.sum(axis=0))
    if value is None:
        return None, None
    chance = np.random.default_rng(seed)
    found: list[float] = []
    for _ in range(draws):
        times = np.bincount(chance.integers(count, size=count), minlength=count).astype(np.float64)
        drawn = of(times @ flat)
        found += [] if drawn is None else [drawn]
    if 20 * len(found) < 19 * draws:
        return value, None
    tail = (1 - CONFIDENCE) / 2
    return value, (float(np.quantile(found, tail)), float(np.quantile(found, 1 - tail)))


def alpha_in(pairs: PairSums) -> float | None:
    """Return Cronbach's alpha, or None where it is undefined.

    Args:
        pairs: The sums of the items' points.
    """
    return alpha_of(pairs.covariances)


def _omega_in(pairs: PairSums) -> float | None:
    return omega_of(pairs.correlations)
