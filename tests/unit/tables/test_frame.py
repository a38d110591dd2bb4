"""A table scores as `score()` does, to the last bit, on every engine; what cannot be scored is never shown."""

import math
from datetime import date
from fractions import Fraction

import attrs
import duckdb
import ibis
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit.scoring.quality import quality
from intimacy_kit.scoring_key import Steps
from intimacy_kit.tables.frame import score_frame
from intimacy_kit.tables.layout import TableLayout
from tests.support import odd_catalogue
from tests.support.catalogues import built_in
from tests.support.examples import at_least
from tests.support.score_rows import row_of

DAY = date(2026, 11, 23)
CONNECTION = duckdb.connect()
FEW = at_least(3, share=25)
"""Building a plan takes longer than running it, and longest outside Polars."""


def nullable(data):
    return pd.DataFrame({name: pd.array(each, dtype="Int64") for name, each in data.items()})


def in_duckdb(data):
    table = pa.table({name: pa.array(each, pa.int64()) for name, each in data.items()})
    return CONNECTION.from_arrow(table)


def polars(data, kind=pl.Int64):
    return pl.DataFrame(data, schema=dict.fromkeys(data, kind))


ENGINES = {
    "polars": polars,
    "polars lazy": lambda data: polars(data).lazy(),
    "polars floats": lambda data: polars(data, pl.Float64).fill_null(math.nan),
    "polars text": lambda data: polars(data).cast(pl.String),
    "pandas": lambda data: pd.DataFrame(data, dtype="float64"),
    "pandas nullable": nullable,
    "pandas arrow": lambda data: polars(data).to_pandas(use_pyarrow_extension_array=True),
    "pyarrow": lambda data: polars(data).to_arrow(),
    "duckdb": in_duckdb,
    "ibis": lambda data: ibis.memtable(polars(data).to_arrow()),
}
EAGER = [name for name in ENGINES if name not in ("polars lazy", "duckdb", "ibis")]


def rows_of(frame, by=None):
    """Return a table's rows as dicts with None for every kind of gap."""
    table = nw.from_native(frame)
    table = table.collect() if isinstance(table, nw.LazyFrame) else table
    rows = [{name: None if _gap(each) else each for name, each in row.items()} for row in table.rows(named=True)]
    return sorted(rows, key=lambda row: row[by]) if by else rows


def _gap(value):
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def cells(responses, key):
    """Return the answers as columns, a gap as None."""
    scored = [*key.scored]
    return {
        id: [answer if isinstance(answer := each.answers.get(id), int) else None for each in responses] for id in scored
    }


@st.composite
def samples(draw):
    """A key and a few responses to all its items, in which a gap is a blank."""
    checkin = ik.draw(draw(testing.catalogues(rotating=False)), form="form", seed="s")
    responses = draw(st.lists(testing.responses(checkin), min_size=1, max_size=4))
    return checkin.key, responses


@pytest.mark.parametrize("engine", ENGINES)
@FEW
@given(sample=samples())
def test_a_table_scores_as_the_responses_do_bit_for_bit(engine, sample):
    key, responses = sample
    got = rows_of(score_frame(ENGINES[engine](cells(responses, key)), key))
    assert [row_of(each) for each in responses] == [
        {name: each for name, each in row.items() if name != "invalid"} for row in got
    ]


ODDLY_MADE = [ik.draw(odd_catalogue.mixed(min_answered=Fraction(part, 6)), form="mixed", seed="x") for part in (2, 5)]


@pytest.mark.parametrize("on_invalid", ["raise", "null", "trust"])
@pytest.mark.parametrize("engine", ENGINES)
def test_weights_scales_below_zero_or_with_holes_and_felt_items_score_as_the_responses_do(engine, on_invalid):
    for checkin in ODDLY_MADE:
        responses = odd_catalogue.generated(checkin, 22)
        got = rows_of(score_frame(ENGINES[engine](cells(responses, checkin.key)), checkin.key, on_invalid=on_invalid))
        assert [row_of(each) for each in responses] == [
            {name: each for name, each in row.items() if name != "invalid"} for row in got
        ]
        assert all(not row.get("invalid") for row in got)


KEY = ik.ScoringKey.from_form(built_in(), "standard")
FULL = ik.draw(built_in(), form="full", seed="s")
SOME = {id: [3, None, 0] for id in KEY.scored}
FIRST = next(iter(SOME))


@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_kind_of_table_comes_back_and_a_lazy_one_stays_lazy(engine):
    frame = ENGINES[engine](SOME)
    assert type(frame) is type(score_frame(frame, KEY)) or engine == "ibis"
    assert type(nw.from_native(frame)) is type(nw.from_native(score_frame(frame, KEY)))


@pytest.mark.parametrize("engine", EAGER)
def test_cells_that_hold_no_value_are_counted_by_column_and_never_shown(engine):
    data = {**SOME, FIRST: [7, -3, 0]}
    with pytest.raises(ik.InvalidValue) as error:
        score_frame(ENGINES[engine](data), KEY)
    assert [f"the column {FIRST!r} has 2 cells without a value from 0 to 4, in rows 1, 2"] == [
        problem.message for problem in error.value.problems
    ]
    assert "7" not in str(error.value)


@pytest.mark.parametrize("engine", ["polars floats", "pandas"])
def test_a_fraction_is_no_value(engine):
    frame = ENGINES[engine]({**SOME, FIRST: [2.5, None, 1]})
    with pytest.raises(ik.InvalidValue, match="has 1 cell with a number with a fraction, in row 1") as error:
        score_frame(frame, KEY)
    assert [("not-whole", (FIRST,))] == [(problem.code, problem.path) for problem in error.value.problems]
    assert [1, 0, 0] == [row["invalid"] for row in rows_of(score_frame(frame, KEY, on_invalid="null"))]


@pytest.mark.parametrize("engine", ENGINES)
def test_invalid_cells_can_count_as_gaps_and_are_counted(engine):
    data = {**SOME, FIRST: [7, -3, 0]}
    rows = rows_of(score_frame(ENGINES[engine](data), KEY, on_invalid="null"))
    blank = rows_of(score_frame(ENGINES[engine]({**SOME, FIRST: [None, None, 0]}), KEY, on_invalid="null"))
    assert [1, 1, 0] == [row.pop("invalid") for row in rows]
    assert [0, 0, 0] == [row.pop("invalid") for row in blank]
    assert blank == rows


@pytest.mark.parametrize("engine", ["polars lazy", "duckdb", "ibis"])
def test_a_lazy_table_counts_what_it_cannot_raise(engine):
    rows = rows_of(score_frame(ENGINES[engine]({**SOME, FIRST: [7, 1, 0]}), KEY))
    assert [1, 0, 0] == [row["invalid"] for row in rows]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_trusted_table_scores_the_same_when_it_deserves_it(engine):
    rows = rows_of(score_frame(ENGINES[engine](SOME), KEY, on_invalid="trust"))
    assert rows_of(score_frame(polars(SOME), KEY)) == rows


@pytest.mark.parametrize("engine", ENGINES)
def test_codes_tell_kinds_of_gaps_apart(engine):
    text = engine == "polars text"
    data = {**SOME, FIRST: [-9, -8, 2]}
    codes = {"-9": "not-asked", "-8": "prefer-not-to-say"} if text else {-9: "not-asked", -8: "prefer-not-to-say"}
    pillar = KEY.by_id[FIRST].pillar
    rows = rows_of(score_frame(ENGINES[engine](data), KEY, layout=TableLayout(codes=codes)))
    size = sum(KEY.by_id[id].pillar == pillar for id in SOME)
    assert [size - 1, size, size] == [row[f"{pillar}_asked"] for row in rows]
    assert [size - 1, 0, size] == [row[f"{pillar}_answered"] for row in rows]
    empty = rows_of(score_frame(ENGINES[engine]({**SOME, FIRST: [None, None, 2]}), KEY))
    for what in ("percent", "mean", "answered"):
        assert [row[f"{pillar}_{what}"] for row in empty] == [row[f"{pillar}_{what}"] for row in rows]


def test_text_may_hold_the_missing_codes_themselves():
    data = {id: [str(value) if value is not None else "" for value in each] for id, each in SOME.items()}
    data[FIRST] = ["not-asked", "prefer-not-to-say", "left-blank"]
    pillar = KEY.by_id[FIRST].pillar
    asked = [row[f"{pillar}_asked"] for row in rows_of(score_frame(pl.DataFrame(data), KEY))]
    assert [asked[1] - 1, asked[1], asked[1]] == asked
    with pytest.raises(ik.InvalidValue, match="has 1 cell with a number with a fraction, in row 1"):
        score_frame(pl.DataFrame({**data, FIRST: ["3.5", "1", "2"]}), KEY)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_empty_cell_can_mean_that_nobody_asked(engine):
    half = {id: [3 if i % 2 else None, None] for i, id in enumerate(SOME)}
    first, last = rows_of(score_frame(ENGINES[engine](half), KEY, layout=TableLayout(gaps="not-asked")))
    assert all(first[f"{pillar}_asked"] == first[f"{pillar}_answered"] > 0 for pillar in KEY.pillars)
    assert {"not-asked"} == {last[f"{pillar}_reason"] for pillar in KEY.pillars}


def test_columns_go_by_other_names_and_items_left_out_were_asked_of_nobody():
    frame = polars({"q1": [1, 4], "who": [8, 9]})
    (row, other) = rows_of(score_frame(frame, KEY, layout=TableLayout(columns={FIRST: "q1"}, ids=["who"])))
    as_gaps = rows_of(
        score_frame(frame, KEY, layout=TableLayout(columns={FIRST: "q1"}, ids=["who"]), on_invalid="null")
    )
    assert [{**each, "invalid": 0} for each in (row, other)] == as_gaps
    pillar = KEY.by_id[FIRST].pillar
    assert (8, 1, 1) == (row["who"], row[f"{pillar}_asked"], row[f"{pillar}_answered"])
    assert row[f"{pillar}_percent"] != other[f"{pillar}_percent"]
    rest = [each for each in KEY.pillars if each != pillar]
    assert {(None, None, 0, 0, "not-asked")} == {
        tuple(row[f"{each}_{what}"] for what in ("percent", "mean", "answered", "asked", "reason")) for each in rest
    }


def test_what_is_wrong_with_a_table_is_told_all_at_once():
    truths = {id: [True, False, True] for id in list(SOME)[-2:]}
    frame = pl.DataFrame({id: each for id, each in {**SOME, **truths}.items() if id != FIRST})
    with pytest.raises(ik.InvalidValue) as error:
        score_frame(frame, KEY, layout=TableLayout(ids=["pid"]))
    places = [("missing-column", "pid"), ("missing-column", FIRST), *(("wrong-type", id) for id in truths)]
    assert places == [(problem.code, problem.location) for problem in error.value.problems]
    with pytest.raises(ik.InvalidValue) as error:
        score_frame(
            polars(SOME), KEY, layout=TableLayout(columns={"listening.atention": FIRST}, codes={3: "not-asked"})
        )
    assert ["unknown-item"] == [problem.code for problem in error.value.problems]
    with pytest.raises(ik.InvalidValue, match="the code 3 is an answer to every item"):
        score_frame(polars(SOME), KEY, layout=TableLayout(codes={3: "not-asked"}))


def test_a_table_without_rows_or_without_answers_has_scores_of_its_shape():
    assert [] == rows_of(score_frame(polars({id: [] for id in SOME}), KEY))
    nothing = pl.DataFrame({id: [None, None] for id in SOME})
    for gaps, reason in (("left-blank", "too-few-answers"), ("not-asked", "not-asked")):
        rows = rows_of(score_frame(nothing, KEY, layout=TableLayout(gaps=gaps)))
        assert {reason} == {row[f"{pillar}_reason"] for row in rows for pillar in KEY.pillars}


def of_items(items):
    """Return the key of one pillar, `p`, with these items."""
    return ik.ScoringKey("c", "1.0", "f", KEY.min_answered, ("p",), tuple(items))


def test_sums_do_not_wrap_round_in_narrow_columns():
    items = tuple(
        ik.KeyedItem(f"i{i}", 1, "p", ik.Role.SCORED, ik.Keying.REVERSE, (0, 100), (), weight=3) for i in range(20)
    )
    key = of_items(items)
    frame = pl.DataFrame({f"i{i}": [0, 100] for i in range(20)}, schema={f"i{i}": pl.Int8 for i in range(20)})
    assert [100.0, 0.0] == [row["p_percent"] for row in rows_of(score_frame(frame, key))]


MADE_OF_POLARS = {
    "polars": lambda frame: frame,
    "polars lazy": pl.DataFrame.lazy,
    "pandas": lambda frame: frame.to_arrow().to_pandas(types_mapper=pd.ArrowDtype),
    "pyarrow": pl.DataFrame.to_arrow,
    "duckdb": lambda frame: CONNECTION.from_arrow(frame.to_arrow()),
}


@pytest.mark.parametrize("engine", MADE_OF_POLARS)
@pytest.mark.parametrize("kind", [pl.Int8, pl.UInt8, pl.Int16, pl.Int64, pl.Float32, pl.Float64])
def test_wrong_cells_and_gaps_are_told_apart_in_columns_of_any_width(engine, kind):
    ways = [ik.Keying.REVERSE, ik.Keying.FORWARD]
    items = [ik.KeyedItem(f"i{i}", 1, "p", ik.Role.SCORED, ways[i % 2], (0, 1, 2, 3, 4), ()) for i in range(20)]
    key = of_items(tuple(items))
    columns = {item.id: [4, None, 9, 9 if i < 2 else 2] for i, item in enumerate(items)}
    table = MADE_OF_POLARS[engine](pl.DataFrame(columns, schema=dict.fromkeys(columns, kind)))
    rows = rows_of(score_frame(table, key, on_invalid="null"))
    assert [(20, 0, 50.0), (0, 0, None), (0, 20, None), (18, 2, 50.0)] == [
        (row["p_answered"], row["invalid"], row["p_percent"]) for row in rows
    ]


def of_one_item(high):
    return of_items([ik.KeyedItem("i", 1, "p", ik.Role.SCORED, ik.Keying.FORWARD, (0, high), ())])


@pytest.mark.parametrize("most", [127, 128, 32_767, 32_768, (1 << 53) // 100])
def test_a_sum_may_be_as_large_as_its_type_and_larger(most):
    (row,) = rows_of(score_frame(polars({"i": [most]}), of_one_item(most)))
    assert 100.0 == row["p_percent"]


def test_a_sum_that_no_float_holds_is_refused():
    most = (1 << 53) // 100 + 1
    with pytest.raises(ik.InvalidValue, match="no common unit"):
        score_frame(polars({"i": [most]}), of_one_item(most))


def test_scales_whose_common_unit_is_too_large_for_a_table_are_refused():
    spans = [99_991, 99_989, 99_971, 99_961]
    items = tuple(ik.KeyedItem(f"i{n}", 1, "p", ik.Role.SCORED, ik.Keying.FORWARD, (0, n), ()) for n in spans)
    key = of_items(items)
    with pytest.raises(ik.InvalidValue) as error:
        score_frame(polars({f"i{n}": [0] for n in spans}), key)
    message = "the scales of 'p' have no common unit that is small enough for a table"
    assert f"p bad-number  {message}; score the responses one by one" == str(error.value)


# Notes on quality -----------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["polars", "polars lazy", "polars text", "pandas nullable", "duckdb"])
@FEW
@given(response=testing.responses(FULL))
def test_notes_on_quality_are_those_of_the_response(engine, response):
    key = ik.ScoringKey.from_form(built_in(), "standard")
    checkin = ik.draw(built_in(), form="standard", seed="s")
    one = checkin.answer({id: answer for id, answer in response.answers.items() if id in checkin.item_ids}, on=DAY)
    note = quality(one)
    (row,) = rows_of(score_frame(ENGINES[engine](cells([one], key)), key, quality=True))
    assert note.missing == row["missing"]
    assert (note.spread is None) == (row["spread"] is None)
    assert note.spread is None or math.isclose(note.spread, row["spread"], rel_tol=1e-15, abs_tol=1e-300)


def test_two_answers_have_a_spread_and_one_has_none():
    first, second = list(SOME)[:2]
    answers = {**{id: [None, None] for id in SOME}, first: [1, 1], second: [3, None]}
    rows = rows_of(score_frame(polars(answers), KEY, quality=True))
    assert [math.sqrt(2), None] == [row["spread"] for row in rows]


def test_notes_on_quality_say_nothing_where_there_is_nothing_to_say():
    nothing = score_frame(polars({id: [None] for id in SOME}), KEY, layout=TableLayout(gaps="not-asked"), quality=True)
    assert [(None, None)] == nothing.select("missing", "spread").rows()
    spans = [(0, 1), (0, 1, 2)]
    items = tuple(ik.KeyedItem(f"i{len(n)}", 1, "p", ik.Role.SCORED, ik.Keying.FORWARD, n, ()) for n in spans)
    key = of_items(items)
    (row,) = rows_of(score_frame(polars({"i2": [1], "i3": [2]}), key, quality=True))
    assert (0.0, None, 100.0, None) == (row["missing"], row["spread"], row["p_percent"], row["p_mean"])


@pytest.mark.parametrize("engine", ["polars", "polars lazy", "polars text", "pandas", "pyarrow", "duckdb"])
def test_an_invalid_cell_counts_as_a_gap_in_the_notes(engine):
    wrong, gap = ({**SOME, FIRST: [cell, 1, 4]} for cell in (97, None))
    rows, blank = (
        rows_of(score_frame(ENGINES[engine](data), KEY, on_invalid="null", quality=True)) for data in (wrong, gap)
    )
    assert [1, 0, 0] == [row.pop("invalid") for row in rows]
    assert [0, 0, 0] == [row.pop("invalid") for row in blank]
    assert blank == rows
    assert 0.0 == rows[0]["spread"]


# Long tables ----------------------------------------------------------------------


def long(responses, key):
    scored = [*key.scored]
    rows = [
        (i, id, answer)
        for i, each in enumerate(responses)
        for id, answer in each.answers.items()
        if isinstance(answer, int) or id == scored[0]
    ]
    return {
        "person": [i for i, _, _ in rows],
        "item": [id for _, id, _ in rows],
        "value": [answer if isinstance(answer, int) else None for *_, answer in rows],
    }


LONG = {
    "polars": lambda data: pl.DataFrame(data, schema={"person": pl.Int64, "item": pl.String, "value": pl.Int64}),
    "polars lazy": lambda data: LONG["polars"](data).lazy(),
    "pandas": lambda data: pd.DataFrame(data).astype({"value": "float64"}),
    "pyarrow": lambda data: LONG["polars"](data).to_arrow(),
    "duckdb": lambda data: CONNECTION.from_arrow(LONG["pyarrow"](data)),
}


@pytest.mark.slow
@pytest.mark.parametrize("engine", LONG)
@FEW
@given(data=st.data())
def test_a_long_table_scores_as_the_responses_do(engine, data):
    checkin = ik.draw(built_in(), form="standard", seed="s")
    responses = data.draw(st.lists(testing.responses(checkin), min_size=1, max_size=3))
    rows = rows_of(score_frame(LONG[engine](long(responses, KEY)), KEY, layout=TableLayout(shape="long")), by="person")
    got = [{name: each for name, each in row.items() if name not in ("person", "invalid")} for row in rows]
    assert [row_of(each) for each in responses] == got


@pytest.mark.parametrize("engine", LONG)
def test_an_item_that_one_person_answers_twice_is_invalid(engine):
    frame = LONG[engine]({"person": [1, 1, 1], "item": [FIRST, FIRST, "no.such"], "value": [2, 3, 9]})
    (row,) = rows_of(score_frame(frame, KEY, layout=TableLayout(shape="long"), on_invalid="null"))
    assert (0, 1) == (row[f"{KEY.by_id[FIRST].pillar}_answered"], row["invalid"])
    if engine in ("polars", "pandas", "pyarrow"):
        with pytest.raises(ik.InvalidValue) as error:
            score_frame(frame, KEY, layout=TableLayout(shape="long"))
        assert [("unknown-item", "no.such"), ("repeated-answer", FIRST)] == [
            (problem.code, problem.location) for problem in error.value.problems
        ]
        assert "in row 3" in error.value.problems[0].message
        assert "has 1 cell with a second answer of one check-in, in row 2" in error.value.problems[1].message


def test_text_that_one_person_gives_twice_is_invalid():
    ids = [id for id in SOME if KEY.by_id[id].pillar == KEY.by_id[FIRST].pillar]
    frames = [
        pl.DataFrame({"person": [1] * len(found), "item": found, "value": ["3"] * len(found)})
        for found in ([FIRST, *ids], ids[1:])
    ]
    twice, never = (
        rows_of(score_frame(frame, KEY, layout=TableLayout(shape="long"), on_invalid="null"))[0] for frame in frames
    )
    assert {**never, "invalid": 1} == twice


@pytest.mark.parametrize("engine", LONG)
def test_codes_and_gaps_mean_in_a_long_table_what_they_mean_in_a_wide_one(engine):
    others = [id for id in SOME if KEY.by_id[id].pillar == KEY.by_id[FIRST].pillar and id != FIRST]
    data = {"person": [1] * (len(others) + 1), "item": [FIRST, *others], "value": [-9, *[3 for _ in others]]}
    (row,) = rows_of(
        score_frame(
            LONG[engine](data), KEY, layout=TableLayout(shape="long", codes={-9: "not-asked"}), on_invalid="null"
        )
    )
    assert (3, 3, 0) == (row["listening_answered"], row["listening_asked"], row.get("invalid", 0))
    left_out = {name: each[1:] for name, each in data.items()}
    (row,) = rows_of(score_frame(LONG[engine](left_out), KEY, layout=TableLayout(shape="long", gaps="not-asked")))
    assert (3, 3, 0) == (row["listening_answered"], row["listening_asked"], row["time_asked"])
    (row,) = rows_of(score_frame(LONG[engine](left_out), KEY, layout=TableLayout(shape="long"), on_invalid="null"))
    assert (3, 4, 0) == (row["listening_answered"], row["listening_asked"], row["invalid"])


def test_a_long_table_without_its_columns_or_with_a_word_that_means_nothing_is_refused():
    with pytest.raises(ik.InvalidValue) as error:
        score_frame(pl.DataFrame({"Person": [1]}), KEY, layout=TableLayout(shape="long"))
    assert 3 == len(error.value.problems)
    frame = pl.DataFrame({"person": [1], "item": [FIRST], "value": [3]})
    with pytest.raises(ik.InvalidValue, match="on_invalid bad-choice"):
        score_frame(frame, KEY, layout=TableLayout(shape="long"), on_invalid="ignore")


def test_text_in_a_long_table_is_read_as_in_a_wide_one():
    answers = {id: str(i % 5) for i, id in enumerate(SOME)} | {FIRST: "not-asked"}
    frame = pl.DataFrame({"person": [1] * len(answers), "item": list(answers), "value": list(answers.values())})
    (row,) = rows_of(score_frame(frame, KEY, layout=TableLayout(shape="long")))
    (wide,) = rows_of(score_frame(pl.DataFrame({id: [each] for id, each in answers.items()}), KEY))
    assert {"person": 1, **wide} == row
    assert (3, 3) == (row["listening_answered"], row["listening_asked"])


@pytest.mark.parametrize("engine", LONG)
def test_a_long_table_with_weights_and_scales_below_zero_scores_as_the_responses_do(engine):
    for checkin in ODDLY_MADE:
        responses = odd_catalogue.generated(checkin, 11)
        rows = rows_of(
            score_frame(LONG[engine](long(responses, checkin.key)), checkin.key, layout=TableLayout(shape="long")),
            by="person",
        )
        got = [{name: each for name, each in row.items() if name not in ("person", "invalid")} for row in rows]
        assert [row_of(each) for each in responses] == got


@pytest.mark.parametrize("engine", ["polars lazy", "polars", "pyarrow", "pandas", "duckdb"])
@pytest.mark.parametrize("on_invalid", ["raise", "null", "trust"])
def test_a_table_without_any_answer_keeps_its_rows(engine, on_invalid):
    data = pl.DataFrame({item.id: pl.Series([None] * 3, dtype=pl.Null) for item in KEY.items})
    tables = {
        "polars lazy": data.lazy,
        "polars": lambda: data,
        "pyarrow": data.to_arrow,
        "pandas": lambda: pd.DataFrame(index=range(3), columns=list(data.columns), dtype="float64"),
        "duckdb": lambda: CONNECTION.from_arrow(data.to_arrow()),
    }
    got = rows_of(score_frame(tables[engine](), KEY, on_invalid=on_invalid))
    assert [(0, 4, "too-few-answers")] * 3 == [
        (row["time_answered"], row["time_asked"], row["time_reason"]) for row in got
    ]


ODD = {
    "half floats": (pa.array([3, None, 0], pa.float32()).cast(pa.float16()), True),
    "labels": (pa.array(["3", None, "0"]).dictionary_encode(), True),
    "numbers as labels": (pa.array([3, None, 0]).dictionary_encode(), True),
    "views of text": (pa.array(["3", None, "0"], pa.string_view()), True),
    "wide integers": (pa.array([3, None, 0], pa.uint64()), True),
    "wide decimals": (pa.array([3, None, 0]).cast(pa.decimal256(40, 0)), False),
    "intervals": (pa.array([(1, 2, 3), None, (1, 2, 3)], pa.month_day_nano_interval()), False),
}


@pytest.mark.parametrize(("column", "readable"), ODD.values(), ids=list(ODD))
def test_a_column_of_an_odd_type_is_read_right_or_refused_and_never_taken_for_answers(column, readable):
    table = pa.table({**{id: pa.array(each, pa.int64()) for id, each in SOME.items()}, FIRST: column})
    if readable:
        assert rows_of(score_frame(polars(SOME), KEY)) == rows_of(score_frame(table, KEY))
    else:
        with pytest.raises(ik.InvalidValue, match="has 2 cells with(out)? .*, in rows 1, 3"):
            score_frame(table, KEY)
        gaps = rows_of(score_frame(polars({**SOME, FIRST: [None] * 3}), KEY))
        got = rows_of(score_frame(table, KEY, on_invalid="null"))
        assert [1, 0, 1] == [row.pop("invalid") for row in got]
        assert gaps == got
        assert gaps == rows_of(score_frame(table, KEY, on_invalid="trust"))


def test_a_lazy_column_of_a_type_that_nobody_knows_counts_as_invalid():
    rest = ", ".join(f'3 as "{id}"' for id in SOME if id != FIRST)
    (row,) = rows_of(score_frame(CONNECTION.sql(f'select uuid() as "{FIRST}", {rest}'), KEY))
    assert (1, 3) == (row["invalid"], row[f"{KEY.by_id[FIRST].pillar}_answered"])


NO_VALUE = "mend them, name their codes, or count them as gaps with on_invalid='null'"
WHOLE = polars({id: [3] for id in SOME})
SECOND, THIRD = list(SOME)[1:3]
SAID = [
    (
        lambda: score_frame(
            WHOLE.rename({FIRST: "listenning.attention"}).with_columns(pl.lit(None).cast(pl.Boolean).alias(SECOND)),
            KEY,
            layout=TableLayout(ids=["pid"]),
        ),
        [
            "pid missing-column  there is no column 'pid'; name its column",
            "listening.attention missing-column  there is no column 'listening.attention'; did you mean column 1?",
            "listening.question wrong-type  the column 'listening.question' is of type Boolean; "
            "give whole numbers, as integers, floats or text",
        ],
    ),
    (
        lambda: score_frame(WHOLE, KEY, layout=TableLayout(columns={"listening.atention": FIRST, "x" * 200: SECOND})),
        [
            "listening.atention unknown-item  the key scores no item 'listening.atention'; "
            "did you mean 'listening.attention'?",
            f"{'x' * 100} unknown-item  the key scores no item '{'x' * 100}'; leave it out",
        ],
    ),
    (
        lambda: score_frame(
            WHOLE.cast({SECOND: pl.String}),
            KEY,
            layout=TableLayout(
                columns={id: id for id in (FIRST, SECOND, THIRD)}, codes={3: "not-asked", "2": "left-blank"}
            ),
        ),
        [
            f"codes bad-number  the code {code} is an answer to every item; give it another number, "
            "or say for which item it is one under `values`"
            for code in (3, 2)
        ],
    ),
    (
        lambda: score_frame(WHOLE, KEY, layout=TableLayout(columns={})),
        ["columns missing-key  no column is named; name a column for each item that was asked"],
    ),
    (
        lambda: score_frame(WHOLE, attrs.evolve(KEY, items=())),
        ["columns missing-key  the key scores no item; name a column for each item that was asked"],
    ),
    (
        lambda: score_frame(WHOLE, KEY, layout=TableLayout(shape="long", person=FIRST, item="itm")),
        [
            "item missing-column  there is no column 'itm'; name its column",
            "value missing-column  there is no column 'value'; name its column",
        ],
    ),
    (  # an item's own column is called otherwise
        lambda: score_frame(
            WHOLE.rename({FIRST: "q1"}), KEY, layout=TableLayout(ids=[FIRST], columns={FIRST: "q1", SECOND: SECOND})
        ),
        [f"{FIRST} missing-column  there is no column {FIRST!r}; did you mean column 3?"],
    ),
    (
        lambda: score_frame(
            WHOLE,
            KEY,
            layout=TableLayout(shape="long", person="p", ids=["person"], item=FIRST, value=SECOND),
        ),
        [
            "person missing-column  there is no column 'person'; name its column",
            "person missing-column  there is no column 'p'; name its column",
        ],
    ),
    (
        lambda: score_frame(WHOLE.with_columns(pl.lit(97).alias(FIRST), pl.lit(-1).alias(THIRD)), KEY),
        [
            f"{id} out-of-range  the column '{id}' has 1 cell without a value from 0 to 4, in row 1; {NO_VALUE}"
            for id in (FIRST, THIRD)
        ],
    ),
]


@pytest.mark.parametrize(("call", "said"), SAID)
def test_what_is_wrong_is_said_in_these_words(call, said):
    with pytest.raises(ik.InvalidValue) as error:
        call()
    assert said == str(error.value).splitlines()


def test_a_rule_for_invalid_cells_that_there_is_not_is_refused_with_all_else():
    with pytest.raises(ik.InvalidValue) as error:
        score_frame(polars(SOME).drop(FIRST), KEY, on_invalid="drop")
    assert [
        "on_invalid bad-choice  there is no such on_invalid; it is one of raise, null, trust",
        f"{FIRST} missing-column  there is no column {FIRST!r}; name its column",
    ] == str(error.value).splitlines()


@pytest.mark.parametrize("code", [-9, -9.0, np.int64(-9)])
def test_a_number_for_a_gap_may_come_from_any_library(code):
    data = {**SOME, FIRST: [-9, 3, 0]}
    expected = rows_of(score_frame(polars(data), KEY, layout=TableLayout(codes={-9: "not-asked"})))
    assert 3 == expected[0][f"{KEY.by_id[FIRST].pillar}_asked"]
    assert expected == rows_of(score_frame(polars(data), KEY, layout=TableLayout(codes={code: "not-asked"})))
    assert expected == rows_of(
        score_frame(polars(data, pl.Float64), KEY, layout=TableLayout(codes={code: "not-asked"}))
    )


def test_there_has_to_be_something_to_score():
    nothing = attrs.evolve(KEY, items=())
    table = polars({item.id: [1] for item in KEY.items})
    with pytest.raises(ik.InvalidValue, match="the key scores no item"):
        score_frame(table, nothing)
    with pytest.raises(ik.InvalidValue, match="the key scores no item"):
        score_frame(
            polars({"person": [1], "value": [1]}).with_columns(item=pl.lit("a")),
            nothing,
            layout=TableLayout(shape="long"),
        )
    with pytest.raises(ik.InvalidValue, match="no column is named"):
        score_frame(table, KEY, layout=TableLayout(columns={}))


def test_the_spread_of_answers_with_decimals_is_in_points():
    ids = ("i0", "i1", "i2", "i3")
    one = KEY.items[0]
    items = [attrs.evolve(one, id=id, keying=ik.Keying.FORWARD, values=(), range=Steps(0, 2, "0.5")) for id in ids]
    frame = polars({id: [0.5 if id != "i0" else 2.0] for id in ids}, pl.Float64)
    (row,) = rows_of(score_frame(frame, attrs.evolve(KEY, items=items), quality=True))
    assert np.std([2.0, 0.5, 0.5, 0.5], ddof=1) == pytest.approx(row["spread"])
