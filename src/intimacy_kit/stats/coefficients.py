"""Sums over pairs of items, and the coefficients of consistency that follow from them. Needs the extra `stats`."""

import math
from typing import Any

import attrs

from intimacy_kit.errors import MissingExtra
from intimacy_kit.scoring.reliability import CONFIDENCE
from intimacy_kit.stats.agreement import f_point, ratio
from intimacy_kit.stats.column import Matrix
from intimacy_kit.stats.points import blocks

try:
    import numpy as np
    from scipy import optimize
except ImportError as error:
    raise MissingExtra("stats") from error


def correlations_of(covariances: Matrix) -> Matrix:
    """Return correlations, NaN where an item has no variance.

    Args:
        covariances: The covariances of the items.
    """
    scale = np.sqrt(np.diag(covariances))
    with np.errstate(invalid="ignore"):  # without variance it is 0 / 0
        correlations: Matrix = covariances / np.outer(scale, scale)
        return correlations


@attrs.frozen(eq=False)
class PairSums:
    """Sums over pairs of columns, each over the rows that have both.

    Values are counted from the smallest. So the sums are of small whole numbers and exact, and
    reversing items changes no bit.

    Args:
        size: How many rows there are.
        rows: How many of them have any value.
        least: The smallest value.
        both: How many rows have both.
        sums: Over these, the sum of the first column of the two.
        products: That of both, multiplied.
        squares: That of the first, squared.
    """

    size: int
    rows: int
    least: float
    both: Matrix
    sums: Matrix
    products: Matrix
    squares: Matrix

    @property
    def covariances(self) -> Matrix:
        """The covariances (n - 1); NaN below two rows."""
        both = self.both
        with np.errstate(invalid="ignore"):  # below two rows it is 0 / 0
            return (both * self.products - self.sums * self.sums.T) / (both * (both - 1))

    @property
    def correlations(self) -> Matrix:
        """The correlations, each wholly from the rows that have both columns, as `psych::omega` takes them."""
        both, sums = self.both, self.sums
        spreads = both * self.squares - sums**2
        with np.errstate(invalid="ignore"):  # without variance it is 0 / 0
            correlations: Matrix = (both * self.products - sums * sums.T) / np.sqrt(spreads * spreads.T)
            return correlations


def sum_pairs(matrix: Matrix) -> PairSums:
    """Add up pairs of columns, in floats of half the width where these are exact.

    All that is added up in a batch of rows is whole, and no sum on the way is above rows times width squared,
    in whichever order a processor adds. A float of 32 bits holds every whole number up to 2**24, so below it
    nothing is rounded. The batches are added up in floats of 64 bits.

    Args:
        matrix: A row for each person, NaN for a gap.
    """
    k = matrix.shape[1]
    least = float(np.fmin.reduce(matrix, axis=None, initial=math.inf))
    width = float(np.fmax.reduce(matrix, axis=None, initial=least)) - least
    both, sums, products, squares = (np.zeros((k, k)) for _ in range(4))
    rows = 0
    for block in blocks(len(matrix)):
        part = matrix[block].T
        there = ~np.isnan(part)
        rows += int(np.count_nonzero(there.any(axis=0)))
        filled = np.where(there, part - least, 0.0)
        small = len(part[0]) * width**2 < _EXACT and bool((np.rint(filled) == filled).all())
        pair: Any = np.concatenate([filled, there]).astype(np.float32 if small else np.float64)
        crossed = pair @ pair.T
        products += crossed[:k, :k]
        sums += crossed[:k, k:]
        both += crossed[k:, k:]
        squares += (pair[:k] * pair[:k]) @ pair[k:].T
    return PairSums(len(matrix), rows, least, both, sums, products, squares)


_EXACT = 1 << 24
"""Whole numbers below it are exact as floats of 32 bits."""


def alpha_of(matrix: Matrix) -> float | None:
    """Return Cronbach's alpha of covariances, or None where it is undefined.

    Args:
        matrix: The covariances of the items.
    """
    k = len(matrix)
    return finite(ratio(k * (matrix.sum() - np.trace(matrix)), (k - 1) * matrix.sum()))


def lambda6_of(correlations: Matrix) -> float | None:
    """Return 1 - sum of uniquenesses / sum of correlations; as in `psych::smc`, no uniqueness leaves 0 to 1."""
    if len(correlations) < 2 or not np.isfinite(correlations).all():
        return None
    if float(np.linalg.cond(correlations, 1)) * np.finfo(np.float64).eps >= 1:  # where R's solve stops, too
        return None
    with np.errstate(divide="ignore"):  # correlations of different people can fit no sample, and then it can be 1 / 0
        uniqueness = np.clip(1 / np.diag(np.linalg.inv(correlations)), 0, 1)
    return finite(1 - uniqueness.sum() / correlations.sum())


def omega_of(correlations: Matrix) -> float | None:
    """Return McDonald's omega of one factor by minimum residuals, or None where it is undefined.

    Args:
        correlations: The correlations of the items.
    """
    k = len(correlations)
    if k < 3 or not np.isfinite(correlations).all():
        return None
    above = np.triu_indices(k, 1)

    def residuals(loadings: Matrix) -> Matrix:
        return (correlations - np.outer(loadings, loadings))[above]

    def slopes(loadings: Matrix) -> Matrix:
        pairs, (first, second) = np.arange(len(above[0])), above
        found = np.zeros((len(pairs), k))
        found[pairs, first] = -loadings[second]
        found[pairs, second] = -loadings[first]
        return found

    values, vectors = np.linalg.eigh(correlations)
    start = vectors[:, -1] * math.sqrt(float(values[-1])) * 0.7
    fit = optimize.least_squares(residuals, start, slopes, xtol=1e-14, ftol=1e-14, gtol=1e-14, max_nfev=2000)
    uniqueness = 1 - fit.x**2
    if (uniqueness < 0).any():
        return None
    return finite(1 - uniqueness.sum() / correlations.sum())


def feldt_of(alpha: float | None, n: int, k: int) -> tuple[float, float] | None:
    """Return the 95 % interval of alpha (Feldt, 1965): 1 - (1 - alpha)·F, with n - 1 and (n - 1)(k - 1) degrees."""
    if alpha is None:
        return None
    tail = (1 - CONFIDENCE) / 2
    freedom = n - 1, (n - 1) * (k - 1)
    return 1 - (1 - alpha) * f_point(1 - tail, *freedom), 1 - (1 - alpha) * f_point(tail, *freedom)


def finite(value: float | None) -> float | None:
    """Return a number, or None where it is infinite, NaN or missing already."""
    return None if value is None or not math.isfinite(value) else float(value)
