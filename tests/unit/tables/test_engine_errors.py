"""What an engine says of a table, which may quote a cell, is said in our words; so is the type of a column."""

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import intimacy_kit as ik
from intimacy_kit.stats import analyse
from intimacy_kit.tables import TableLayout, responses, score_couples, score_frame, score_table
from intimacy_kit.tables.engine_errors import Panic, without_engine_errors, without_panics
from tests.support.catalogues import built_in

SAID = "he shouts at me"
KEY = ik.ScoringKey.from_form(built_in(), "standard")
FIRST, *OTHERS = (item.id for item in KEY.items)
ROW = dict.fromkeys(OTHERS, 2)


def refusal(call):
    """Return the one problem of a call, whose causes say nothing of a cell either."""
    with pytest.raises((ik.InvalidValue, ik.InvalidResponse)) as refused:
        call()
    assert SAID not in str(refused.value)
    assert (None, None) == (refused.value.__cause__, refused.value.__context__)
    (problem,) = refused.value.problems
    return str(problem)


def failing():
    """Return a table of Polars that fails once it is computed, with the cell in its error."""
    return pl.LazyFrame([ROW | {"id": "a", FIRST: SAID}]).with_columns(pl.col(FIRST).cast(pl.Int64))


READERS = {
    "responses": lambda table: responses(table, built_in(), "standard", layout=TableLayout(ids=["id"], day="id")),
    "statistics": lambda table: analyse(table, KEY, "time"),
}


@pytest.mark.parametrize("name", READERS)
def test_a_table_that_fails_when_it_is_computed_is_refused_without_the_cell(name):
    said = "not-a-table  the table cannot be computed (InvalidOperationError); compute it before you give it"
    assert said == refusal(lambda: READERS[name](failing()))


TWICE = [pd.DataFrame([[1, 2]], columns=[SAID, SAID]), pa.table([[1], [2]], names=[SAID, SAID])]


@pytest.mark.parametrize("table", TWICE, ids=["pandas", "PyArrow"])
@pytest.mark.parametrize("score", [score_frame, lambda *args: score_couples(*args, layout=TableLayout(couple=["c"]))])
def test_a_table_without_a_row_of_names_is_refused_without_the_name_that_is_there_twice(table, score):
    said = "duplicate-column  columns of the table share a name; give each column a name of its own"
    assert said == refusal(lambda: score(table, KEY))


def test_names_that_are_no_text_are_not_looked_at_for_hints():
    with pytest.raises(ik.InvalidValue, match="there is no column 'listening.attention'; name its column"):
        score_frame(pd.DataFrame([[1, 2]], columns=[(SAID, 1), 5]), KEY)


def test_errors_of_others_and_ours_are_left_as_they_are():
    def fails(error):
        raise error

    read = without_engine_errors(fails)
    for error in (KeyError("x"), ik.UnknownId("form", "x")):
        with pytest.raises(type(error)) as passed:
            read(error)
        assert error is passed.value
    said = "bad-character  the table holds a character that nothing can encode; take it out"
    assert said == refusal(lambda: read(UnicodeEncodeError("utf-8", SAID, 0, 1, "no")))


@pytest.mark.parametrize(
    ("cell", "kind"), [({SAID: 1}, "Struct"), ([SAID], "List"), ([{SAID: 1}], "List")], ids=["mapping", "list", "both"]
)
def test_the_type_of_a_column_is_said_without_what_is_in_it(cell, kind, tmp_path):
    table = pl.DataFrame([ROW | {FIRST: cell}], strict=False)
    said = (
        f"{FIRST} wrong-type  the column {FIRST!r} is of type {kind}; give whole numbers, as integers, floats or text"
    )
    assert said == refusal(lambda: score_frame(table, KEY))
    pl.DataFrame([ROW | {FIRST: 1, "id": cell}], strict=False).write_parquet(tmp_path / "in.parquet")
    layout = TableLayout(ids=["id"])
    said = f"id wrong-type  the column 'id' is of type {kind}; leave it out, or write Parquet"
    assert said == refusal(lambda: score_table(tmp_path / "in.parquet", tmp_path / "out.csv", KEY, layout=layout))


def test_where_no_row_has_an_item_of_the_form_no_cell_is_repeated():
    table = pd.DataFrame({"person": ["a", "b"], "item": [SAID, "3"], "value": [1, 2]})
    assert "unknown-item  2 rows with an item that the form does not have, in rows 1, 2" in refusal(
        lambda: score_frame(table, KEY, layout=TableLayout(shape="long"))
    )


class PanicException(BaseException):
    """What Polars and other engines in Rust raise where they give up, which is no `Exception`."""


def panics():
    raise PanicException(SAID)


def test_an_engine_that_gives_up_is_an_error_without_its_words():
    with pytest.raises(Panic) as given_up:
        without_panics(panics)
    assert (None, None, "") == (given_up.value.__cause__, given_up.value.__context__, str(given_up.value))
    said = "not-a-table  the table cannot be computed; compute it before you give it"
    assert said == refusal(without_engine_errors(panics))


def test_whoever_stops_a_process_stops_it():
    def stops():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        without_engine_errors(stops)()


@pytest.mark.parametrize("frame", [None, SAID, [{FIRST: SAID}], {FIRST: [SAID]}])
@pytest.mark.parametrize(
    "read",
    [
        lambda frame: score_frame(frame, KEY),
        lambda frame: score_couples(frame, KEY, layout=TableLayout(couple=["c"])),
        READERS["responses"],
    ],
)
def test_what_is_no_table_is_refused_by_its_kind(read, frame):
    assert f"the kind {type(frame).__name__}, not a table" in refusal(lambda: read(frame))
