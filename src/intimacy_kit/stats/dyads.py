"""Scores of couples in a sample: how alike partners are, and whether it matters who is who. Needs the extra `stats`."""

import math
from collections.abc import Sequence
from typing import Any, cast

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.record import Record
from intimacy_kit.errors import MissingExtra
from intimacy_kit.stats.agreement import Coefficient, normal_point, percent_columns, ratio

try:
    from scipy import stats as distributions
except ImportError as error:
    raise MissingExtra("stats") from error


@attrs.frozen
class Likeness(Record):
    """How alike the partners of couples are in one score.

    Args:
        pearson: Pearson's r with Fisher's interval, where it is said who of the two is who.
        pairwise: The pairwise intraclass correlation, where it does not matter who is who: maximum likelihood, every
            couple in both orders (Griffin and Gonzalez, 1995, doi:10.1037/0033-2909.118.3.430), with the interval of
            Fisher's transformation for pairs, whose variance is 1 / (n - 3/2).
        chi_square: The likelihood ratio of a model with two means and two variances against one of each, after Kenny,
            Kashy and Cook (2006, Dyadic Data Analysis, chapter 6); None where it is undefined.
        p: The probability of such a ratio or a larger one where the partners cannot be distinguished, with two
            degrees of freedom; None where it is undefined.
        couples: How many couples have both scores.
    """

    pearson: Coefficient
    pairwise: Coefficient
    chi_square: float | None
    p: float | None
    couples: int


@sealed
def likeness(first: Sequence[float | None], second: Sequence[float | None]) -> Likeness:
    """Return how alike partners are in a score, and whether it matters who of the two is who.

    It is about a sample of couples, never about one.

    Args:
        first: The score of one partner of each couple, None where it is missing.
        second: That of the other, in the same order of couples.

    Raises:
        InvalidValue: When they are not numbers, or not of one length.

    >>> from intimacy_kit.stats import likeness
    >>> found = likeness([60, 70, 80, 55, 90], [65, 60, 85, 50, 80])
    >>> round(found.pearson.value, 2), round(found.pairwise.value, 2), found.couples
    (0.86, 0.84, 5)
    """
    both = percent_columns(first, second)
    n = both.shape[0]
    if n < 2:
        reason = "fewer than two couples have both scores"
        pearson, pairwise = (
            Coefficient(name, None, n, "complete", reason=reason) for name in ("Pearson's r", "pairwise ICC")
        )
        return Likeness(pearson, pairwise, None, None, n)
    means = both.mean(axis=0)
    apart = both - means
    products = apart.T @ apart / n
    a, b, c = float(products[0, 0]), float(products[1, 1]), float(products[0, 1])
    # One mean and one variance: every couple stands in both orders.
    shift = float(means[0] - means[1]) / 2
    variance, covariance = (a + b) / 2 + shift**2, c - shift**2
    pearson = _coefficient("Pearson's r", ratio(c, math.sqrt(a * b)), n, 3.0)
    pairwise = _coefficient("pairwise ICC", ratio(covariance, variance), n, 1.5)
    own, shared = a * b - c * c, variance**2 - covariance**2
    chi_square = n * math.log(shared / own) if own > 0 and shared > 0 else None
    p = None if chi_square is None else float(cast(Any, distributions).chi2.sf(chi_square, 2))
    return Likeness(pearson, pairwise, chi_square, p, n)


def _coefficient(name: str, value: float | None, n: int, less: float) -> Coefficient:
    if value is None:
        return Coefficient(name, None, n, "complete", reason="the people do not differ")
    if n <= less or abs(value) >= 1:
        return Coefficient(name, value, n, "complete")
    margin = normal_point() / math.sqrt(n - less)
    centre = math.atanh(value)
    return Coefficient(name, value, n, "complete", math.tanh(centre - margin), math.tanh(centre + margin))
