"""Exact numbers are read as people write them, and written so again."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intimacy_kit._values.exact import Exact, common_step, share_a_unit


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        (3, Fraction(3)),
        (0.1, Fraction(1, 10)),
        ("52.5", Fraction(105, 2)),
        ("-1/3", Fraction(-1, 3)),
        (Decimal("2.50"), Fraction(5, 2)),
        (Fraction(2, 7), Fraction(2, 7)),
    ],
)
def test_a_number_is_read_as_it_is_written(written, exact):
    assert exact == Exact.read(written)


@pytest.mark.parametrize(
    "written",
    [True, None, "", "1e3", "1/0", "0x1", float("nan"), float("inf"), "+1", "1.", [1], 10**15, -(10**5000)],
    ids=lambda written: str(written)[:8] if isinstance(written, str) else type(written).__name__,
)
def test_what_is_no_plain_number_is_not_read(written):
    assert Exact.read(written) is None


@example(1, 5)
@given(st.integers(-(10**6), 10**6), st.integers(0, 6))
def test_a_decimal_comes_back_from_json_as_it_was(digits, places):
    number = Exact(digits, 10**places)
    assert number == Exact.read(json.loads(json.dumps(number.plain)))
    assert not isinstance(number.plain, str)


@given(st.fractions(-1000, 1000, max_denominator=999))
def test_a_fraction_comes_back_from_json_as_it_was(fraction):
    assert fraction == Exact.read(json.loads(json.dumps(Exact(fraction).plain)))


def test_numbers_that_a_float_cannot_hold_are_texts():
    assert ["1/3", 0.5, 7] == [Exact(1, 3).plain, Exact(1, 2).plain, Exact(7).plain]


def test_steps_have_a_common_step():
    assert Fraction(1, 6) == common_step([Fraction(1, 2), Fraction(2, 3)])
    assert 0 == common_step([])


@pytest.mark.parametrize(
    ("denominators", "shared"), [((), True), ((3, 10**12), True), ((2**53,), True), ((2**53, 3), False)]
)
def test_numbers_share_a_unit_that_whole_numbers_can_count(denominators, shared):
    assert shared == share_a_unit(Fraction(1, each) for each in denominators)
