"""The median of all slopes is exact, however many there are, without a list of them."""

import itertools
import random
import statistics
import tracemalloc
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intimacy_kit.history import median_slope as module
from intimacy_kit.history.median_slope import median_slope

days = st.integers(0, 40)
percents = st.one_of(st.floats(0, 100), st.integers(0, 4).map(lambda value: 25.0 * value))


def by_a_list(points):
    """Return the median of the list of all slopes, in fractions, or None where the list is empty."""
    slopes = [
        (Fraction(y2) - Fraction(y1)) / (x2 - x1)
        for (x1, y1), (x2, y2) in itertools.combinations(points, 2)
        if x1 != x2
    ]
    return statistics.median(slopes) if slopes else None


@pytest.mark.parametrize("few", [0, 1, 4])
@given(points=st.lists(st.tuples(days, percents), max_size=25))
def test_it_is_the_median_of_the_list_of_all_slopes(few, points):
    before, module._FEW = module._FEW, few
    try:
        assert by_a_list(points) == median_slope(points)
    finally:
        module._FEW = before


@given(st.lists(st.tuples(days, percents), max_size=9), st.randoms(use_true_random=False))
def test_the_order_of_the_points_does_not_matter(points, chance):
    assert median_slope(points) == median_slope(chance.sample(points, len(points)))


@pytest.mark.slow
@pytest.mark.parametrize("levels", [5, 33, 10**9])
def test_hundreds_of_points_have_the_median_of_the_list(levels):
    chance = random.Random(levels)
    points = [(7 * i, 100 * chance.randrange(levels) / (levels - 1)) for i in range(301)]
    assert by_a_list(points) == median_slope(points)


def test_without_two_different_days_there_is_no_slope():
    assert None is median_slope([]) is median_slope([(1, 2.0)]) is median_slope([(1, 2.0), (1, 3.0)])


@pytest.mark.slow
def test_thousands_of_points_take_little_memory():
    chance = random.Random(1)
    points = [(7 * i, 50 + chance.gauss(0, 10)) for i in range(3000)]
    tracemalloc.start()
    try:
        median_slope(points)
        assert tracemalloc.get_traced_memory()[1] < 10 * 2**20  # a list of all 4.5 million slopes takes over 100 MiB
    finally:
        tracemalloc.stop()
