"""Coefficients with their intervals, and agreement between occasions. Needs the extra `stats` (numpy, scipy)."""

import math
import statistics
from collections.abc import Sequence
from typing import Any, cast

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.record import Record
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring.reliability import CONFIDENCE
from intimacy_kit.stats.column import Matrix, as_array, numbers

try:
    import numpy as np
    from scipy import stats as distributions
except ImportError as error:
    raise MissingExtra("stats") from error

_NAMES = ("ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)")
_TAIL = (1 - CONFIDENCE) / 2


@attrs.frozen
class Coefficient(Record):
    """A coefficient with its interval and its sample.

    Args:
        name: Which coefficient.
        value: Its value, or None where it is undefined.
        n: How many people it rests on: all with an answer (pairwise), or all without a gap (complete).
        rows: `pairwise` or `complete`: which rows it is taken from.
        low: The lower end of its 95 % interval, or None where no formula is given for it.
        high: The upper end.
        reason: Why it is undefined, or None.
    """

    name: str
    value: float | None
    n: int
    rows: str
    low: float | None = None
    high: float | None = None
    reason: str | None = None


@sealed
def icc(ratings: Any) -> tuple[Coefficient, ...]:
    """Return the six intraclass correlations of Shrout and Fleiss (1979, doi:10.1037/0033-2909.86.2.420).

    Their intervals are those of the same paper, as `psych::ICC` returns them. An interval is
    None where the mean square that it divides by is 0; that of ICC(2,1) and ICC(2,k) also
    where it would not contain the coefficient, which happens far below 0.

    Args:
        ratings: A row for each person, a column for each rater or occasion; rows with a gap are left out.

    Returns:
        ICC(1,1), ICC(2,1), ICC(3,1), ICC(1,k), ICC(2,k) and ICC(3,k).

    Raises:
        InvalidValue: When the ratings are not rows of numbers, all of one length.

    >>> from intimacy_kit.stats import icc
    >>> [round(each.value, 2) for each in icc([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6]])][:3]
    [0.13, 0.26, 0.64]
    """
    matrix = _ratings(ratings)
    matrix = matrix[~np.isnan(matrix).any(axis=1)]
    n, k = matrix.shape
    if n < 2 or k < 2:
        return tuple(Coefficient(name, None, n, "complete", reason="fewer than two rows or columns") for name in _NAMES)
    people, columns = matrix.mean(axis=1), matrix.mean(axis=0)
    between = k * float(((people - matrix.mean()) ** 2).sum()) / (n - 1)
    raters = n * float(((columns - matrix.mean()) ** 2).sum()) / (k - 1)
    within = float(((matrix - people[:, None]) ** 2).sum()) / (n * (k - 1))
    rest = matrix - people[:, None] - columns + matrix.mean()
    error = float((rest**2).sum()) / ((n - 1) * (k - 1))
    second = ratio(between - error, between + (k - 1) * error + k * (raters - error) / n)
    values = (
        ratio(between - within, between + (k - 1) * within),
        second,
        ratio(between - error, between + (k - 1) * error),
        ratio(between - within, between),
        ratio(between - error, between + (raters - error) / n),
        ratio(between - error, between),
    )
    one_way = _by_f(between, within, n - 1, n * (k - 1), k)
    two_way = _random((between, raters, error), second, n, k)
    mixed = _by_f(between, error, n - 1, (n - 1) * (k - 1), k)
    ends = (one_way, two_way, mixed, *(_average(each, k) for each in (one_way, two_way, mixed)))
    return tuple(
        Coefficient(name, None, n, "complete", reason="the people do not differ")
        if value is None
        else Coefficient(name, value, n, "complete", *(interval or (None, None)))
        for name, value, interval in zip(_NAMES, values, ends, strict=True)
    )


@sealed
def retest(first: Sequence[float | None], second: Sequence[float | None]) -> tuple[Coefficient, ...]:
    """Return the agreement of two occasions: Pearson's r with Fisher's interval, then the six intraclass correlations.

    Args:
        first: A pillar's percents on the first occasion, None where there is no score.
        second: The same people's percents on the second, in the same order.

    Raises:
        InvalidValue: When they are not numbers, or not of one length.
    """
    both = percent_columns(first, second)
    n = both.shape[0]
    r = _correlation(both[:, 0], both[:, 1])
    if r is None:
        reason = "fewer than two people, or no variance on an occasion"
        return Coefficient("Pearson's r", None, n, "complete", reason=reason), *icc(both)
    low = high = None
    if n > 3 and abs(r) < 1:
        margin = normal_point() / math.sqrt(n - 3)
        low, high = math.tanh(math.atanh(r) - margin), math.tanh(math.atanh(r) + margin)
    return Coefficient("Pearson's r", r, n, "complete", low, high), *icc(both)


def percent_columns(first: Any, second: Any) -> Matrix:
    """Return two lists of percents as columns, without the rows in which one of them is missing.

    Args:
        first: Percents, None where there is no score.
        second: As many, in the same order.

    Raises:
        InvalidValue: When they are not numbers, or not of one length.
    """
    columns = [_percents(first, "first"), _percents(second, "second")]
    if columns[0].size != columns[1].size:
        message = "the two lists are not of one length"
        raise InvalidValue([Problem("wrong-kind", message, "give each person or couple a place in both", ("second",))])
    both = np.column_stack(columns)
    found: Matrix = both[~np.isnan(both).any(axis=1)]
    return found


def ratio(above: float, below: float) -> float | None:
    """Return a quotient, or None where it is not a finite number."""
    return float(above / below) if below and math.isfinite(below) and math.isfinite(above) else None


def f_point(part: float, above: float, below: float) -> float:
    """Return the value of F, with two degrees of freedom, below which a part of its distribution lies."""
    return float(cast(Any, distributions).f.ppf(part, above, below))


def normal_point() -> float:
    """Return the two-sided 95 % point of the standard normal distribution."""
    return statistics.NormalDist().inv_cdf(1 - _TAIL)


def _ratings(ratings: Any) -> Matrix:
    array = as_array(ratings)
    column = None if array is None or array.ndim != 2 else numbers(array.ravel())
    if array is None or column is None or column[1] or np.isinf(column[0]).any():
        message = "the ratings are not rows of numbers, all of one length"
        raise InvalidValue([Problem("wrong-kind", message, "give a row for each person", ("ratings",))])
    return column[0].reshape(array.shape)


def _percents(values: Any, name: str) -> Matrix:
    column = numbers(values)
    if column is None or column[1] or np.isinf(column[0]).any():
        message = "the percents are not a list of numbers"
        raise InvalidValue([Problem("wrong-kind", message, "give a number or None for each person", (name,))])
    return column[0]


def _by_f(between: float, error: float, above: int, below: int, k: int) -> tuple[float, float] | None:
    """Return the interval of a single rating whose F is the ratio of two mean squares."""
    if not between or not error:
        return None
    low = between / error / f_point(1 - _TAIL, above, below)
    high = between / error * f_point(1 - _TAIL, below, above)
    return (low - 1) / (low + k - 1), (high - 1) / (high + k - 1)


def _random(squares: tuple[float, float, float], value: float | None, n: int, k: int) -> tuple[float, float] | None:
    """Return the interval of ICC(2,1), whose degrees of freedom are approximate, after Satterthwaite.

    Far below 0 the approximation can leave out the coefficient itself; then the interval is None.
    """
    between, raters, error = squares
    if not between or not error or value is None:
        return None
    part = k * value * raters / error
    rest = n * (1 + (k - 1) * value) - k * value
    freedom = (k - 1) * (n - 1) * (part + rest) ** 2 / ((n - 1) * part**2 + rest**2)
    lower, upper = f_point(1 - _TAIL, n - 1, freedom), f_point(1 - _TAIL, freedom, n - 1)
    spread = k * raters + (k * n - k - n) * error
    low = n * (between - lower * error) / (lower * spread + n * between)
    high = n * (upper * between - error) / (spread + n * upper * between)
    return (low, high) if low < value < high else None


def _average(interval: tuple[float, float] | None, k: int) -> tuple[float, float] | None:
    """Step the interval of a single rating up to that of the mean of k, by Spearman and Brown.

    Where its lower end is not above -1 / (k - 1), the result would have its ends reversed.
    """
    if interval is None or 1 + interval[0] * (k - 1) <= 0:
        return None
    low, high = interval
    return low * k / (1 + low * (k - 1)), high * k / (1 + high * (k - 1))


def _correlation(x: Matrix, y: Matrix) -> float | None:
    if x.size < 2:
        return None
    dx, dy = x - x.mean(), y - y.mean()
    return ratio(float(dx @ dy), math.sqrt(float(dx @ dx) * float(dy @ dy)))
