"""Rows of a table are people or their answers, whatever they were; what keeps a table from being read so is named."""

import json

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import intimacy_kit as ik
from intimacy_kit.tables import TableLayout, score_frame
from intimacy_kit.tables.rows import ROW, columns_of_people, number_rows
from tests.support.exports import KEY, TRUST

ONE, TWO, THREE = TRUST
BOTH = {"A": "_A", "B": "_B"}
WIDE = pl.DataFrame({"couple": ["c1"], **{f"{id}_{who}": [4] for who in BOTH for id in TRUST}})
ONLY_TRUST = {id: id for id in TRUST}


def test_the_rows_of_a_lazy_table_have_numbers_where_its_engine_keeps_their_order():
    lazy = (pl.LazyFrame({"a": [3, 4]}), duckdb.sql("SELECT 3 AS a"))
    assert [[ROW, "a"], ["a"]] == [number_rows(nw.from_native(each)).collect_schema().names() for each in lazy]


def refused(table, **layout):
    with pytest.raises(ik.InvalidValue) as error:
        score_frame(table, KEY, layout=TableLayout(**layout))
    return str(error.value).splitlines()


def test_all_that_a_lazy_table_cannot_do_is_said_at_once():
    assert [
        "skip bad-choice  rows of a lazy table have no order, so none can be skipped; name them with `without`, or "
        "collect it",
        "unpack bad-choice  a lazy table cannot be unpacked; collect it first",
        "kind missing-column  there is no column 'kind'; name its column",
    ] == refused(WIDE.lazy(), shape="long", skip=1, unpack=True, only={"kind": ["answer"]})


def test_all_that_two_partners_lack_or_have_too_much_is_said_at_once():
    assert [
        "day missing-column  there is no column 'day'; name its column",
        f"{TWO} (A) missing-column  there is no column 'who_A'; name its column",
        f"{TWO} (B) missing-column  there is no column 'who_A'; name its column",
        "partners duplicate-column  both partners have one column; "
        "say of each how the names of its columns begin or end",
        "ids duplicate-column  the column 'partner' is needed for which of the two a row is; rename it",
    ] == refused(
        WIDE.rename({"couple": "partner"}),
        ids=["partner", "day"],
        columns={ONE: ONE, TWO: "who"},
        partners={"A": "_A", "B": {"suffix": "_A"}},
    )


def test_a_couple_is_known_by_its_ids_where_nothing_else_is_said():
    table, layout = columns_of_people(WIDE, KEY, TableLayout(ids="couple", columns=ONLY_TRUST, partners=BOTH))
    assert (("couple",), ("couple", "partner"), "partner", {}) == (
        layout.couple,
        layout.ids,
        layout.partner,
        layout.partners,
    )
    assert (["c1", "c1"], ["A", "B"], [4, 4]) == (
        table["couple"],
        table["partner"],
        table[f"{ONE}_A / {ONE}_B"],
    )


@pytest.mark.parametrize("make", [pl.DataFrame, pd.DataFrame, pa.table], ids=["polars", "pandas", "pyarrow"])
def test_rows_are_left_out_by_their_cells_and_columns_that_need_not_be_there(make):
    rows = {"who": ["a", "b", "c"], "kind": ["person", "test ", "preview"], **{id: [4, 4, 4] for id in TRUST}}
    left_out = {"kind": ["test", "preview"], "draft?": ["yes"]}
    for rule in ({"without": left_out}, {"only": {"kind": ["person"], "finished?": ["yes"]}}):
        scores = score_frame(make(rows), KEY, layout=TableLayout(ids=["who"], columns=ONLY_TRUST, **rule))
        assert ["a"] == list(nw.from_native(scores)["who"])


# Cells that hold several answers -----------------------------------------------------

PACKED = {
    "who": ["p1", "p1", "p2"],
    "block": ["trust", "trust", "trust"],
    "day": ["mon", "mon", "tue"],
    "response": [
        json.dumps({"rely": 4, "word": "5"}),
        json.dumps({"doubt": None}),
        json.dumps({"rely": 1, "word": 2, "doubt": 3}),
    ],
}
UNPACKED = {"shape": "long", "person": "who", "item": "block", "value": "response", "unpack": True}


@pytest.mark.parametrize("make", [pl.DataFrame, pd.DataFrame, pa.table], ids=["polars", "pandas", "pyarrow"])
def test_each_answer_of_a_cell_is_a_row_of_its_own(make):
    layout = TableLayout(**UNPACKED, ids=["day"])
    table = make(PACKED)
    columns, changed = columns_of_people(table, KEY, layout)
    assert not changed.unpack
    assert {
        ROW: [0, 0, 1, 2, 2, 2],
        "who": ["p1", "p1", "p1", "p2", "p2", "p2"],
        "day": ["mon", "mon", "mon", "tue", "tue", "tue"],
        "block": [ONE, TWO, THREE, ONE, TWO, THREE],
        "response": ["4", "5", None, "1", "2", "3"],
    } == {name: [None if pd.isna(cell) else cell for cell in cells] for name, cells in columns.items()}
    scores = score_frame(table, KEY, layout=layout)
    assert type(table) is type(scores)
    assert [2, 3] == list(nw.from_native(scores).sort("who")["trust_answered"])


def test_what_is_no_object_in_a_cell_is_counted_by_kind():
    cells = ["[1]", '{"rely": 4, "rely": 5}', None, "{", "[" * 300, json.dumps({"rely": 4})]
    table = pl.DataFrame({"who": ["p"] * 6, "block": ["trust"] * 6, "response": cells})
    remedy = "name the rows that have one with `only`"
    assert [
        f"unpack not-json  the column 'response' has 4 cells without a JSON object; {remedy}",
        f"unpack too-deep  the column 'response' has 1 cell with a JSON object that is nested too deeply; {remedy}",
    ] == refused(table, **UNPACKED)
    assert ["item missing-column  there is no column 'item'; name its column"] == refused(
        table, **(UNPACKED | {"item": "item"})
    )
