"""What one cell means, in text and in numbers."""

import math
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.tables import TableLayout, score_frame
from intimacy_kit.tables.meaning import Fault, Meaning, plain_text
from tests.support.exports import ITEMS, KEY

ITEM = KEY.by_id[ITEMS[0]]


def reading(**said):
    return Meaning.of(ITEM, TableLayout(**said))


@pytest.mark.parametrize("cell", [4, 4.0, "4", " 4 ", "4.0", "4.000000", np.int8(4), np.float32(4), Decimal(4)])
def test_a_whole_number_is_itself_however_it_is_written(cell):
    assert 4 == reading().read(cell)


@pytest.mark.parametrize("cell", [None, math.nan, "", "  ", pd.NA, pd.NaT, np.float64("nan"), "left-blank"])
def test_an_empty_cell_is_a_gap(cell):
    assert ik.Missing.BLANK is reading().read(cell)


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("often", Fault.LABEL),
        (True, Fault.LABEL),
        ("04", Fault.OFF_SCALE),
        ("+4", Fault.OFF_SCALE),
        (9, Fault.OFF_SCALE),
        pytest.param(10**5000, Fault.OFF_SCALE, id="huge"),
        (-math.inf, Fault.OFF_SCALE),
        (1e300, Fault.OFF_SCALE),
        (2.5, Fault.FRACTION),
        ("2.5", Fault.FRACTION),
        ("2,5", Fault.COMMA),
        ("4,0", Fault.COMMA),
        ("4.0000000", Fault.FRACTION),
    ],
)
def test_what_means_nothing_is_of_a_kind(cell, fault):
    assert fault is reading().read(cell)


def test_a_decimal_comma_before_zeros_is_read_where_it_is_one():
    assert 4 == reading().read("4,0", ",")
    assert 4 == reading().spellings(",")["4,00"]


def test_numbers_that_are_listed_are_the_only_ones():
    found = reading(values={"trust": {24: 1, 25: 2, "no": "not-asked"}})
    assert (1, 2, ik.Missing.NOT_ASKED) == (found.read(24), found.read("25.0"), found.read("NO"))
    assert Fault.OFF_SCALE is found.read(3)
    assert {24: 1, 25: 2} == found.number_values
    assert not found.numbers


def test_an_offset_moves_every_number():
    found = reading(offset={"*": 5, ITEMS[0]: 1}, codes={-9: "not-asked"})
    assert (1, 5, ik.Missing.NOT_ASKED) == (found.read(0), found.read("4"), found.read(-9))
    assert Fault.OFF_SCALE is found.read(5)


cells = st.one_of(
    st.integers(-20, 20),
    st.floats(-20, 20).map(lambda x: round(x, 1)),
    st.none(),
    st.sampled_from(["1", "2.0", " 3", "x", "", "4,0", "A1", "-9", "-9.0", "not-asked", "5.0000000"]),
)
layouts = st.sampled_from(
    [
        {},
        {"offset": 1},
        {"codes": {-9: "not-asked"}},
        {"values": {"trust": {"A1": 1, "x": "not-asked"}}},
        {"values": {"*": {9: 1, 8: 2}}},
        {"gaps": "not-asked"},
    ]
)


@given(st.lists(cells, min_size=1, max_size=8), layouts, st.sampled_from(["text", "numbers"]))
def test_a_column_is_read_as_its_cells_are_one_by_one(column, said, kind):
    layout = TableLayout(columns={ITEMS[0]: "q"}, **said)
    if kind == "numbers":
        column = [each if isinstance(each, int | float) else None for each in column]
        frame = pl.DataFrame(
            {"q": pl.Series([None if each is None else float(each) for each in column], dtype=pl.Float64)}
        )
    else:
        column = [None if each is None else str(each) for each in column]
        frame = pl.DataFrame({"q": pl.Series(column, dtype=pl.String)})
    meant = [Meaning.of(ITEM, layout).read(each) for each in column]
    scores = score_frame(frame.lazy(), KEY, layout=layout, on_invalid="null").collect()
    assert [int(isinstance(each, Fault)) for each in meant] == scores["invalid"].to_list()
    assert [each if type(each) is int else None for each in meant] == [
        None if each is None else int(each) for each in scores["trust_mean"].to_list()
    ]
    assert [int(each is not ik.Missing.NOT_ASKED) for each in meant] == scores["trust_asked"].to_list()


def test_text_is_compared_in_small_letters_without_blanks_around_it():
    assert "del todo" == plain_text(" DEL Todo\t")


def test_what_a_layout_says_of_a_number_that_is_off_the_scale_of_an_item_is_not_said_of_that_item():
    assert Fault.LABEL == reading(values={"*": {"often": 99}}).read("often")


def test_a_code_that_is_an_answer_to_an_item_with_a_range_is_that_answer():
    slider = ik.ResponseScale("slider", range=ik.Range(0, 100, 1))
    item = KeyedItem.of(ik.Item("i", "p", "slider", ik.Role.SCORED, ik.Wording("I")), slider, ())
    meaning = Meaning.of(item, TableLayout(codes={"99": "left-blank", "999": "left-blank"}))
    assert [99, ik.Missing.BLANK] == [meaning.read(cell) for cell in ("99", "999")]
