"""The exact median of the slopes between all pairs of points, without a list of all slopes.

By randomised selection (Dillencourt, Mount and Netanyahu, 1992,
doi:10.1142/S0218195992000020). The slope from one point to a later one lies
below s where y - s·x is smaller at the later point, so the slopes between two
bounds are the pairs whose order by y - s·x differs between the bounds. A merge
sort counts them in O(n log n). All comparisons are of whole numbers: no slope
is rounded, and chance decides how long it takes, never what comes out.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import zip_longest
from random import Random
from typing import TypeAlias

_Point: TypeAlias = tuple[int, int]
_Bounds: TypeAlias = tuple[Fraction | None, Fraction | None]
"""Two slopes, neither of which belongs to what lies between them; None is without end."""

_FEW = 4
"""So many slopes for each point are sorted at once."""


def median_slope(points: Sequence[tuple[int, float]]) -> Fraction | None:
    """Return the median of the slopes between all pairs of points with different x, or None where there is no pair.

    Args:
        points: Whole x, such as days, and y, in any order.
    """
    exact = [(x, Fraction(y)) for x, y in points]
    scale = math.lcm(*(y.denominator for _, y in exact))
    whole = [(x, int(y * scale)) for x, y in exact]
    number = _count(whole, (None, None))
    if not number:
        return None
    middle = _slopes_at(whole, ((number - 1) // 2, number // 2), (None, None), 0, number)
    return sum(middle, Fraction()) / (2 * scale)


def _slopes_at(
    points: list[_Point], ranks: tuple[int, ...], bounds: _Bounds, below: int, inside: int
) -> list[Fraction]:
    """Return the slopes of some ranks, which lie between the bounds.

    Args:
        points: The points.
        ranks: The ranks, ascending, from 0 for the smallest slope.
        bounds: What all of them lie between.
        below: How many slopes lie below what is between the bounds.
        inside: How many lie between the bounds.
    """
    chance = Random(0)  # noqa: S311  # nothing secret
    while inside > _FEW * len(points):
        sample = sorted(_slopes(points, bounds, sorted(chance.choices(range(inside), k=len(points)))))
        for rank, margin in ((ranks[0], -2), (ranks[-1], 2)):
            place = (rank - below) * len(sample) // inside + margin * math.isqrt(len(sample))
            pivot = sample[min(max(place, 0), len(sample) - 1)]
            if not _between(pivot, bounds):
                continue
            under, over = _sides(bounds, pivot)
            smaller, larger = _count(points, under), _count(points, over)
            first, after = below + smaller, below + inside - larger  # the ranks of the pivot's equals
            if first <= ranks[0] and ranks[-1] < after:
                return [pivot] * len(ranks)
            if ranks[-1] < first:
                bounds, inside = under, smaller
            elif ranks[0] >= after:
                bounds, below, inside = over, after, larger
            else:
                return [slope for rank in ranks for slope in _slopes_at(points, (rank,), bounds, below, inside)]
    slopes = sorted(_slopes(points, bounds, range(inside)))
    return [slopes[rank - below] for rank in ranks]


def _between(slope: Fraction, bounds: _Bounds) -> bool:
    low, high = bounds
    return (low is None or low < slope) and (high is None or slope < high)


def _sides(bounds: _Bounds, pivot: Fraction) -> tuple[_Bounds, _Bounds]:
    return (bounds[0], pivot), (pivot, bounds[1])


def _count(points: list[_Point], bounds: _Bounds) -> int:
    """Return how many slopes lie between the bounds."""
    return sum(len(others) - start for _, others, start in _pairs(points, bounds))


def _slopes(points: list[_Point], bounds: _Bounds, places: Sequence[int]) -> Iterator[Fraction]:
    """Yield the slopes between the bounds that have some places in the order in which `_pairs` comes to them.

    Args:
        points: The points.
        bounds: The bounds.
        places: The places, ascending.
    """
    passed = at = 0
    for (_, x, y), others, start in _pairs(points, bounds):
        here = len(others) - start
        while at < len(places) and places[at] < passed + here:
            _, x0, y0 = others[start + places[at] - passed]
            yield Fraction(y - y0, x - x0)
            at += 1
        passed += here


def _pairs(
    points: list[_Point], bounds: _Bounds
) -> Iterator[tuple[tuple[int, int, int], list[tuple[int, int, int]], int]]:
    """Yield each point with a list, and the place in it from which on slopes to that point lie between the bounds."""
    low, high = bounds
    at_low = [x if low is None else y * low.denominator - x * low.numerator for x, y in points]
    at_high = [-x if high is None else y * high.denominator - x * high.numerator for x, y in points]
    ordered = sorted(zip(at_low, at_high, points, strict=True))  # by the second where the first are equal
    runs = [[(key, x, y)] for _, key, (x, y) in ordered]
    while len(runs) > 1:
        merged: list[list[tuple[int, int, int]]] = []
        for left, right in zip_longest(runs[::2], runs[1::2], fillvalue=list[tuple[int, int, int]]()):
            keys = [key for key, _, _ in left]
            for point in right:
                start = bisect_right(keys, point[0])
                if start < len(left):
                    yield point, left, start
            merged.append(sorted([*left, *right]))
        runs = merged
