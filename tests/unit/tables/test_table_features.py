"""Points, ranges, conditions and rules: a table on any engine gives what `score` gives, with `==`."""

from datetime import date

import attrs
import duckdb
import ibis
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.tables import TableLayout, score_frame
from tests.support.engines import CODES, ROW, arrow_table, expected, filled
from tests.support.examples import ANY_HEALTH, at_least
from tests.support.rules import checkin_of, rule, scale

any_health = settings(**ANY_HEALTH)
few = at_least(4, share=25, **ANY_HEALTH)
"""Building a plan takes longer than running it, and longest outside Polars."""


def polars(columns):
    return pl.DataFrame(columns, strict=False)


ENGINES = {
    "polars": (polars, lambda frame: frame.to_dicts()),
    "lazy": (lambda columns: polars(columns).lazy(), lambda frame: frame.collect().to_dicts()),
    "pyarrow": (pa.table, lambda table: table.to_pylist()),
    "pandas": (
        lambda columns: pa.table(columns).to_pandas(types_mapper=pd.ArrowDtype),
        lambda frame: pa.Table.from_pandas(frame, preserve_index=False).to_pylist(),
    ),
    "duckdb": (
        lambda columns: duckdb.from_arrow(pa.table(columns)),
        lambda relation: relation.to_arrow_table().to_pylist(),
    ),
    "ibis": (lambda columns: ibis.memtable(pa.table(columns)), lambda table: table.to_pyarrow().to_pylist()),
}


@pytest.mark.slow
@any_health
@given(drawn=filled(), numbers=st.booleans())
def test_a_table_gives_what_score_gives(drawn, numbers):
    check_table("polars", *drawn, numbers=numbers)


@pytest.mark.parametrize("engine", [each for each in ENGINES if each != "polars"])
@few
@given(drawn=filled(), numbers=st.booleans())
def test_a_table_on_another_engine_gives_what_score_gives(engine, drawn, numbers):
    check_table(engine, *drawn, numbers=numbers)


def check_table(engine, checkin, rows, *, numbers):
    make, read = ENGINES[engine]
    columns = arrow_table(checkin, rows, numbers=numbers).drop([ROW]).to_pydict()
    columns = {id: pa.array(cells, pa.float64() if numbers else pa.string()) for id, cells in columns.items()}
    if engine in ("polars", "lazy"):
        columns = {id: pl.from_arrow(cells) for id, cells in columns.items()}
    layout = TableLayout(codes=CODES if numbers else {})
    given = read(score_frame(make(columns), checkin.key, layout=layout, on_invalid="null"))
    wanted = [{**expected(checkin, row), "invalid": 0} for row in rows]
    assert wanted == given


LONG = {"polars": pl.DataFrame, "duckdb": lambda columns: duckdb.from_arrow(pl.DataFrame(columns).to_arrow())}


@pytest.mark.slow
@any_health
@given(drawn=filled())
def test_a_long_table_gives_what_score_gives(drawn):
    check_long_table("polars", *drawn)


@pytest.mark.parametrize("engine", ["duckdb"])
@few
@given(drawn=filled())
def test_a_long_table_on_another_engine_gives_what_score_gives(engine, drawn):
    check_long_table(engine, *drawn)


def check_long_table(engine, checkin, rows):
    told = [(person, id, str(cell)) for person, row in enumerate(rows) for id, cell in row.items() if cell is not None]
    told += [(person, checkin.item_ids[0], None) for person, row in enumerate(rows) if row[checkin.item_ids[0]] is None]
    columns = dict(zip(("person", "item", "value"), map(list, zip(*told, strict=True)), strict=True))
    columns["value"] = pl.Series(columns["value"], dtype=pl.String)
    scores = score_frame(LONG[engine](columns), checkin.key, layout=TableLayout(shape="long"), on_invalid="null")
    found = (scores if isinstance(scores, pl.DataFrame) else pl.from_arrow(scores.to_arrow_table())).sort("person")
    wanted = [{"person": person, **expected(checkin, row), "invalid": 0} for person, row in enumerate(rows)]
    assert wanted == found.to_dicts()


@pytest.fixture
def children():
    return ik.Catalogue(
        pack=ik.Pack("p", "1.0", "P", "CC0-1.0", "en"),
        pillars=[ik.Pillar("fun", "Fun", "Fun.")],
        scales=[
            ik.ResponseScale("yes", [ik.Choice("No", 0), ik.Choice("Yes", 1)]),
            ik.ResponseScale("five", [ik.Choice(str(value), value) for value in range(1, 6)]),
        ],
        items=[
            ik.Item("has", "fun", "yes", ik.Role.CHOICE, ik.Wording("Children?")),
            ik.Item("laugh", "fun", "five", ik.Role.SCORED, ik.Wording("Laugh?")),
            ik.Item(
                "game", "fun", "five", ik.Role.SCORED, ik.Wording("Game?"), show_if=ik.Condition(item="has", equals=1)
            ),
        ],
        forms=[ik.Form("f", "F", ik.Selection(("has", "laugh", "game")), stem=ik.Wording("{item}"), min_answered=1)],
    )


def test_a_cell_that_was_answered_though_its_item_was_not_shown_is_told(children):
    key = ik.ScoringKey.from_form(children, "f")
    frame = pl.DataFrame({"has": [0, 1], "laugh": [5, 5], "game": [4, 9]})
    with pytest.raises(ik.InvalidValue) as caught:
        score_frame(frame, key)
    assert ["not-shown", "out-of-range"] == [problem.code for problem in caught.value.problems]
    found = score_frame(frame, key, on_invalid="null").to_dicts()
    assert [100.0, None] == [row["fun_percent"] for row in found]
    assert [1, 1] == [row["invalid"] for row in found]
    assert [1, 2] == [row["fun_asked"] for row in found]


def test_a_long_table_honours_conditions(children):
    key = ik.ScoringKey.from_form(children, "f")
    rows = [("a", "has", 0), ("a", "laugh", 5), ("b", "has", 1), ("b", "laugh", 5), ("b", "game", 1)]
    frame = pl.DataFrame(rows, schema=["person", "item", "value"], orient="row")
    found = score_frame(frame, key, layout=TableLayout(shape="long")).sort("person").to_dicts()
    assert [("a", 100.0, 1), ("b", 50.0, 2)] == [(row["person"], row["fun_percent"], row["fun_asked"]) for row in found]


WITHOUT_HAS = TableLayout(columns={"laugh": "laugh", "game": "game"})


def test_an_item_that_counts_where_it_was_not_shown_does_so_where_a_cell_alone_says_it(children):
    key = ik.ScoringKey.from_form(children, "f")
    items = [attrs.evolve(item, show_if=None, if_not_shown=1) if item.id == "game" else item for item in key.items]
    key = attrs.evolve(key, items=items)
    frame = pl.DataFrame({"laugh": ["5", "5"], "game": ["not-shown", "5"]})
    found = score_frame(frame, key, layout=WITHOUT_HAS).select("fun_percent", "fun_answered")
    assert [(50.0, 2), (100.0, 2)] == list(found.iter_rows())


def test_an_item_is_not_shown_where_no_column_has_what_it_depends_on(children):
    frame = pl.DataFrame({"laugh": [5], "game": [None]}, schema_overrides={"game": pl.Int64})
    found = score_frame(frame, ik.ScoringKey.from_form(children, "f"), layout=WITHOUT_HAS)
    assert [(100.0, 1)] == [(row["fun_percent"], row["fun_asked"]) for row in found.to_dicts()]
    with pytest.raises(ik.InvalidValue, match="not shown"):
        score_frame(frame.with_columns(game=1), ik.ScoringKey.from_form(children, "f"), layout=WITHOUT_HAS)


def test_an_item_is_not_shown_where_no_column_has_an_item_of_the_score_that_it_depends_on():
    shown = {2: ik.Condition(score="first", at_least=1)}
    checkin = checkin_of([scale("five", range(1, 6))] * 3, [rule("first", [1])], show_if=shown)
    frame = pl.DataFrame({"2": [None], "3": [4]}, schema_overrides={"2": pl.Int64})
    found = score_frame(frame, checkin.key, layout=TableLayout(columns={"2": "2", "3": "3"}))
    assert [(1, 1)] == list(found.select("every_asked", "every_answered").iter_rows())


def test_the_column_of_answers_in_a_long_table_is_named_once_where_it_can_hold_none(children):
    frame = pl.DataFrame({"person": [1, 1], "item": ["laugh", "game"], "value": [date(2026, 11, 29)] * 2})
    with pytest.raises(ik.InvalidValue) as caught:
        score_frame(frame, ik.ScoringKey.from_form(children, "f"), layout=TableLayout(shape="long"))
    assert [("wrong-type", ("value",))] == [(problem.code, problem.path) for problem in caught.value.problems]
