"""Twice as much takes twice the work: what is counted is calls of functions and operations, not time."""

import functools
import sys

import pytest

from tests.benchmarks import growth


def calls_of(work):
    """Return how many functions are called, those in C among them."""
    count = 0

    def counted(_, event, __):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


calls = functools.cache(growth.calls)
SIZES = {
    "the key, by items": (50, 100),
    "score_sql, by items": (50, 100),
    "recommend, by times the practices": (2, 4),
    "history, by check-ins": (100, 200),
}
"""Without the answers of tables, whose work is done by other libraries."""


@pytest.mark.slow
@pytest.mark.parametrize("name", SIZES)
def test_twice_as_much_takes_no_more_than_a_little_over_twice_the_calls(name):
    one, two = (calls()[name][1](size) for size in SIZES[name])
    one(), two()  # what is kept from call to call is made once
    assert calls_of(two) < 2.3 * calls_of(one)
