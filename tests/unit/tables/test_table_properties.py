"""Properties of tables: whatever the type of a column or the code of a gap, a row scores as it does."""

import csv
import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit.content.catalogue import Shelf
from intimacy_kit.errors import TableError
from intimacy_kit.scoring.quality import quality
from intimacy_kit.tables.file import score_table
from intimacy_kit.tables.frame import score_frame
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.meaning import BLANKS
from intimacy_kit.tables.streams import format_of
from tests.support.catalogues import built_in
from tests.support.examples import at_least
from tests.support.score_rows import row_of
from tests.support.small_catalogue import CATALOGUE, HIGH, LOW, VALUES
from tests.unit.tables.test_frame import ENGINES, rows_of

pytestmark = pytest.mark.slow

WHOLE = ik.ScoringKey.from_form(built_in(), "standard")
KEY = attrs.evolve(WHOLE, items=WHOLE.items[:6])  # enough, and quick
ITEMS = [*KEY.scored]
WIDE = ik.ScoringKey.from_form(CATALOGUE, "long")

cells = st.none() | st.integers(0, 4)
frames = st.lists(st.lists(cells, min_size=len(ITEMS), max_size=len(ITEMS)), min_size=1, max_size=4)
whole = [pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64, pl.Float32, pl.Float64]


def polars(rows, kind=pl.Int64):
    return pl.DataFrame(rows, schema=dict.fromkeys(ITEMS, kind), orient="row")


def scores(frame, key=KEY, **options):
    return rows_of(score_frame(frame, key, **options))


@given(frames, st.sampled_from(whole), st.integers(-999, -1))
def test_the_width_of_a_number_changes_no_score(rows, kind, code):
    one = scores(polars(rows))
    assert one == scores(polars(rows, kind))
    assert one == scores(polars(rows, kind), layout=TableLayout(codes={code: "not-asked"}))


@given(frames, st.sampled_from(["not-asked", "prefer-not-to-say", "did-not-come-up", "left-blank"]), st.integers(5, 99))
def test_a_code_is_a_gap_of_its_kind(rows, code, number):
    coded = polars([[number if each is None else each for each in row] for row in rows])
    gaps = "not-asked" if code == "not-asked" else "left-blank"
    assert scores(polars(rows), layout=TableLayout(gaps=gaps)) == scores(
        coded, layout=TableLayout(codes={number: code})
    )


@given(frames, st.randoms(use_true_random=False))
def test_rows_do_not_know_of_each_other(rows, chance):
    order = chance.sample(range(len(rows)), len(rows))
    together = scores(polars(rows))
    assert [together[i] for i in order] == scores(polars([rows[i] for i in order]))
    assert together == [row for each in rows for row in scores(polars([each]))]


@given(frames, st.randoms(use_true_random=False))
def test_the_order_and_the_names_of_columns_change_nothing(rows, chance):
    names = {id: f"v {i}" for i, id in enumerate(chance.sample(ITEMS, len(ITEMS)))}
    frame = polars(rows).rename(names).select(chance.sample(list(names.values()), len(names)))
    assert scores(polars(rows)) == scores(frame, layout=TableLayout(columns=names))


@given(frames)
def test_trusting_a_checked_table_changes_no_score(rows):
    assert scores(polars(rows)) == scores(polars(rows), on_invalid="trust")


@given(frames, st.integers(5, 10**6) | st.integers(-(10**6), -1), st.data())
def test_a_cell_out_of_range_is_refused_or_counted_as_a_gap_and_never_quoted(rows, wrong, data):
    i, j = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, len(ITEMS) - 1))
    gap, spoilt = ([list(row) for row in rows] for _ in range(2))
    gap[i][j], spoilt[i][j] = None, wrong
    layout = TableLayout(offset=0)  # else a number just beyond the end may be the mark of a scale that is shifted
    with pytest.raises(ik.InvalidValue) as error:
        scores(polars(spoilt), layout=layout)
    assert [("out-of-range", (ITEMS[j],))] == [(problem.code, problem.path) for problem in error.value.problems]
    assert f"has 1 cell without a value from 0 to 4, in row {i + 1};" in str(error.value)
    assert re.search(rf"(?<![\d-]){wrong}(?!\d)", str(error.value)) is None or wrong == i + 1
    counted = scores(polars(spoilt), layout=layout, on_invalid="null")
    assert [int(each == i) for each in range(len(rows))] == [row.pop("invalid") for row in counted]
    assert scores(polars(gap)) == counted


@given(frames, st.floats(0.001, 0.999))
def test_a_part_of_a_whole_is_no_answer(rows, part):
    rows[0][0] = part
    frame = polars([[None if each is None else float(each) for each in row] for row in rows], pl.Float64)
    with pytest.raises(ik.InvalidValue, match="has 1 cell with a number with a fraction, in row 1") as error:
        scores(frame)
    assert [("not-whole", (ITEMS[0],))] == [(problem.code, problem.path) for problem in error.value.problems]


@given(frames, st.sampled_from(["01", "+1", "one", "١", "None", "nan", "1e0", "1.5", "1.", ".0", "1,0", "1 0"]))
def test_text_that_is_not_a_plain_number_is_no_answer(rows, text):
    frame = polars(rows).cast(pl.String).with_columns(pl.lit(text).alias(ITEMS[0]))
    assert [1] * len(rows) == [row["invalid"] for row in scores(frame, on_invalid="null")]


@given(frames, st.integers(0, 4), st.sampled_from(["{}", " {}", "{} ", " {} ", "{}.0", "{}.000", " {}.0 "]))
def test_a_number_is_one_answer_however_it_is_written(rows, number, written):
    frame = polars(rows).with_columns(pl.lit(number).alias(ITEMS[0]))
    text = frame.cast(pl.String).with_columns(pl.lit(written.format(number)).alias(ITEMS[0]))
    assert scores(frame) == scores(text)


@given(st.sampled_from(["polars", "pandas", "pyarrow", "duckdb"]), st.sampled_from(["bool", "date", "decimal", "list"]))
def test_a_column_that_can_hold_no_answers_is_refused_in_our_own_words(engine, kind):
    types = {"bool": pl.Boolean, "date": pl.Date, "decimal": pl.Decimal(5, 1), "list": pl.List(pl.Int64)}
    spoilt = polars([[1] * len(ITEMS)]).with_columns(pl.lit(None, types[kind]).alias(ITEMS[0]))
    frame = {
        "polars": lambda: spoilt,
        "pandas": lambda: spoilt.to_pandas(use_pyarrow_extension_array=True),
        "pyarrow": spoilt.to_arrow,
        "duckdb": lambda: duckdb.connect().from_arrow(spoilt.to_arrow()),
    }[engine]()
    with pytest.raises(ik.InvalidValue) as error:
        score_frame(frame, KEY)
    assert [("wrong-type", (ITEMS[0],))] == [(each.code, each.path) for each in error.value.problems]


@given(st.sets(st.sampled_from(ITEMS), min_size=1))
def test_every_column_that_is_not_there_is_named(gone):
    with pytest.raises(ik.InvalidValue) as error:
        scores(polars([[1] * len(ITEMS)]).drop(gone))
    assert {(id,) for id in gone} == {problem.path for problem in error.value.problems}


@given(st.sets(st.sampled_from(ITEMS), min_size=1), frames)
def test_an_item_without_a_column_was_asked_of_nobody(there, rows):
    named = {id: id for id in ITEMS if id in there}
    empty = [[each if id in there else None for id, each in zip(ITEMS, row, strict=True)] for row in rows]
    some = polars(rows).with_columns(pl.lit(-1).alias(id) for id in ITEMS if id not in there)
    coded = polars(empty).with_columns(pl.lit(-1, pl.Int64).alias(id) for id in ITEMS if id not in there)
    assert scores(some, layout=TableLayout(columns=named)) == scores(coded, layout=TableLayout(codes={-1: "not-asked"}))


@given(frames, st.randoms(use_true_random=False))
def test_a_long_table_scores_as_a_wide_one_in_any_order_of_rows(rows, chance):
    long = [
        {"person": i, "item": id, "value": each}
        for i, row in enumerate(rows)
        for id, each in zip(ITEMS, row, strict=True)
    ]
    chance.shuffle(long)
    frame = pl.DataFrame(long, schema={"person": pl.Int64, "item": pl.String, "value": pl.Int64})
    got = rows_of(score_frame(frame, KEY, layout=TableLayout(shape="long")), by="person")
    assert scores(polars(rows)) == [{name: each for name, each in row.items() if name != "person"} for row in got]


@given(testing.catalogues(rotating=True), st.data())
def test_a_check_in_in_turn_scores_as_a_row_with_what_was_not_asked(catalogue, data):
    response = data.draw(testing.responses(catalogue=catalogue))
    key = response.checkin.key
    row = {
        id: [answer.value if isinstance(answer, ik.Missing) else str(answer)]
        for id in key.scored
        for answer in [response.answers.get(id, ik.Missing.NOT_ASKED)]
    }
    if row:
        assert [row_of(response)] == scores(pl.DataFrame(row), key)


FEW = at_least(5, share=4)
"""Each example is a plan for a catalogue of its own, which takes longer than to run it."""


@pytest.mark.parametrize("engine", ["polars", "polars lazy", "pandas", "pyarrow", "duckdb"])
@FEW
@given(testing.catalogues(), st.data())
def test_notes_on_quality_are_those_of_the_response_row_for_row(engine, catalogue, data):
    everything = [attrs.evolve(form, roles=tuple(ik.Role)) for form in catalogue.forms.values()]
    catalogue = attrs.evolve(catalogue, forms=Shelf("form", everything))
    responses = [data.draw(testing.responses(catalogue=catalogue)) for _ in range(3)]
    key = responses[0].checkin.key
    ids = [*key.scored]
    rows = [{id: each.answers.get(id, ik.Missing.NOT_ASKED) for id in ids} for each in responses]
    codes = {code: -9_000_000 - i for i, code in enumerate(ik.Missing)}
    table = {id: [codes.get(row[id], row[id]) for row in rows] for id in ids}
    got = scores(
        ENGINES[engine](table),
        key,
        layout=TableLayout(codes={number: code for code, number in codes.items()}),
        quality=True,
    )
    notes = [quality(each) for each in responses]
    assert [(each.missing, each.spread) for each in notes] == [(row["missing"], row["spread"]) for row in got]


@given(st.sampled_from([pa.int8(), pa.float32(), pa.string(), pa.dictionary(pa.int32(), pa.string())]), frames)
def test_arrow_columns_of_any_make_score_alike(kind, rows):
    table = polars(rows).cast(pl.String).to_arrow() if not _is_number(kind) else polars(rows).to_arrow()
    made = pa.table({id: table[id].cast(pa.string()).cast(kind) for id in ITEMS})
    assert scores(polars(rows)) == scores(made)


def _is_number(kind):
    return pa.types.is_integer(kind) or pa.types.is_floating(kind)


@given(frames, st.sampled_from(["Int8", "UInt8", "Float32", "float64", "string", "category"]))
def test_pandas_columns_of_any_make_score_alike(rows, kind):
    text = kind in ("string", "category")
    table = polars(rows).cast(pl.String) if text else polars(rows)
    made = pd.DataFrame({id: pd.Series(table[id].to_list(), dtype="object" if text else "Int64") for id in ITEMS})
    assert scores(polars(rows)) == scores(made.astype("float64" if kind == "float64" else kind))


@given(st.lists(st.sampled_from(VALUES), min_size=1, max_size=5), st.integers(1, 3))
def test_a_narrow_sum_never_wraps_round(values, factor):
    ids = [*WIDE.scored]
    heavy = attrs.evolve(WIDE, items=tuple(attrs.evolve(item, weight=10**factor) for item in WIDE.items))
    rows = dict.fromkeys(ids, values)
    wide, narrow = (pl.DataFrame(rows, schema=dict.fromkeys(ids, kind)) for kind in (pl.Int64, pl.Int16))
    found = scores(narrow, heavy)
    assert scores(wide, heavy) == found
    assert all(0 <= each <= 100 for row in found for name, each in row.items() if name.endswith("_percent"))


@given(st.lists(st.sampled_from([*ITEMS, "no.such"]), unique=True, min_size=1), st.sampled_from(["", "é", " x ", "=1"]))
def test_cells_are_read_by_the_names_that_were_given(ids, name):
    table = pl.DataFrame({f"{name}{i}": [i % 5] for i in range(len(ids))})
    named = {id: f"{name}{i}" for i, id in enumerate(ids)}
    if "no.such" in ids:
        with pytest.raises(ik.InvalidValue, match=r"no item 'no\.such'"):
            scores(table, layout=TableLayout(columns=named))
    else:
        plain = table.rename({column: id for id, column in named.items()})
        assert scores(plain, layout=TableLayout(columns={id: id for id in ids})) == scores(
            table, layout=TableLayout(columns=named)
        )


# Files -----------------------------------------------------------------------------

WRITTEN = {".csv": "csv", ".parquet": "parquet", ".pq": "parquet"}
READ = {
    **WRITTEN,
    **dict.fromkeys([".tsv", ".tab", ".txt"], "csv"),
    **dict.fromkeys([".sav", ".zsav", ".dta"], "statistics"),
    **dict.fromkeys([".json", ".jsonl", ".ndjson"], "json"),
    ".xlsx": "workbook",
}


def may_be_run(text):
    """Whether a spreadsheet may take a text for a formula."""
    inside = text.lstrip("".join(map(chr, range(32))) + BLANKS)
    return inside.startswith(tuple("=+-@＝＋－＠")) or text.startswith(("\t", "\r", "\n"))


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12), min_size=1, max_size=4))
def test_a_pseudonym_goes_through_a_file_as_it_is_and_marked_where_a_spreadsheet_would_run_it(people):
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.parquet", Path(folder) / "out.csv"
        rows = {"who": people, **{id: [2] * len(people) for id in ITEMS}}
        pl.DataFrame(rows).write_parquet(source)
        for safe in (False, True):
            score_table(source, target, KEY, layout=TableLayout(ids=["who"]), overwrite=True, spreadsheet_safe=safe)
            text = target.read_bytes().decode()
            found = [row["who"] for row in csv.DictReader(io.StringIO(text, newline=""))]
            assert [f"'{each}" if safe and may_be_run(each) else each for each in people] == found


@given(st.builds(str.__add__, st.text(max_size=10), st.sampled_from(["", ".", ".CSV", ".Sav", ".doc", ".xls", *READ])))
def test_a_name_tells_a_format_or_is_refused(name):
    path = Path(name)
    for written, formats in ((False, READ), (True, WRITTEN)):
        if path.suffix.lower() in formats and "\0" not in name:
            assert formats[path.suffix.lower()] == format_of(path, written=written)
        else:
            with pytest.raises(TableError):
                format_of(path, written=written)


@given(st.binary(max_size=200), st.sampled_from([".csv", ".parquet"]))
def test_any_bytes_are_a_table_or_refused_and_then_nothing_is_written(data, ending):
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / f"in{ending}", Path(folder) / "out.csv"
        source.write_bytes(data)
        with pytest.raises((TableError, ik.InvalidValue)):
            score_table(source, target, KEY)
        assert [source] == list(Path(folder).iterdir())


@given(st.integers(LOW - 2, HIGH + 2))
def test_a_value_is_an_answer_exactly_where_the_scale_has_it(value):
    ids = [*WIDE.scored]
    frame = pl.DataFrame({id: [value] for id in ids})
    rows = scores(frame, WIDE, layout=TableLayout(offset=0), on_invalid="null")
    assert [0 if value in VALUES else len(ids)] == [row["invalid"] for row in rows]
    if value in (LOW - 1, HIGH + 1):  # and without a word on the offset, such a table may be shifted
        with pytest.raises(ik.InvalidValue, match="shifted-scale"):
            scores(frame, WIDE, on_invalid="null")
    else:
        assert rows == scores(frame, WIDE, on_invalid="null")
