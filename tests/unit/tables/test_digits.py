"""One number holds the total of a score, its gaps, and its cells that are neither."""

import operator

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intimacy_kit.tables.digits import Digits, width_of

SPANS = st.lists(st.integers(0, 400), min_size=1, max_size=40)
SIGNS = st.sampled_from([(), (1, -1), (2, 3), (0, 4), (10**6, 10**6 + 1)])


@st.composite
def sums(draw):
    """What is looked for, digits, and the sum of some cells: answers, gaps and cells that are neither."""
    spans, look = draw(SPANS), draw(st.booleans())
    digits = Digits.of(spans, draw(SIGNS), look=look)
    kinds = [draw(st.sampled_from(["answer", "gap", "neither"][: 2 + look])) for _ in spans]
    shares = [draw(st.integers(0, span)) for span, kind in zip(spans, kinds, strict=True) if kind == "answer"]
    number = sum(shares) + kinds.count("gap") * digits.gap + kinds.count("neither") * digits.other
    wanted = {"answered": len(shares), "total": sum(shares)}
    return digits, number, wanted | ({"invalid": kinds.count("neither")} if look else {})


@given(drawn=sums())
def test_what_was_added_up_is_read_off_again(drawn):
    digits, number, wanted = drawn
    assert wanted == digits.read(number, operator)


@given(drawn=sums())
def test_narwhals_reads_the_same(drawn):
    digits, number, wanted = drawn
    table = nw.from_native(pl.DataFrame({"number": [number]}))
    columns = digits.read(nw.col("number"), nw)
    assert [wanted] == nw.to_native(table.select(**columns)).to_dicts()


@pytest.mark.parametrize(("signs", "gap"), [((1, -1), 9), ((2, 3), 12), ((7, 5), 9)])
def test_what_answers_are_multiplied_by_divides_a_gap_unless_it_would_be_much_longer(signs, gap):
    assert gap == Digits.of([4, 4], signs, look=True).gap


@pytest.mark.parametrize(("most", "width"), [(127, "Int8"), (128, "Int16"), (1 << 31, "Int64")])
def test_a_sum_gets_the_narrowest_type_that_holds_it(most, width):
    assert getattr(nw, width) is width_of(most, nw)
