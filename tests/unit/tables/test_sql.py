"""A statement of SQL scores as the responses do, bit for bit, in the databases that run here."""

import sqlite3
from contextlib import closing

import attrs
import duckdb
import polars as pl
import pytest
import sqlglot
from hypothesis import given

import intimacy_kit as ik
from intimacy_kit.tables import TableLayout, score_frame, score_sql
from intimacy_kit.tables.sql import DIALECTS
from tests.support.catalogues import built_in
from tests.support.engines import ROW, arrow_table, expected, filled, layout_of
from tests.support.examples import ANY_HEALTH, at_least
from tests.support.rules import checkin_of, rule, scale

KEY = ik.ScoringKey.from_form(built_in(), "standard")
LAYOUT = TableLayout(ids=["person"])


def in_duckdb(table, statement):
    connection = duckdb.connect()
    connection.register("answers", table)
    return connection.sql(statement).to_arrow_table().to_pylist()


def in_sqlite(table, statement):
    with closing(sqlite3.connect(":memory:")) as connection:
        return _rows(connection, table, statement)


def _rows(connection, table, statement):
    connection.row_factory = sqlite3.Row
    names = ", ".join('"' + name.replace('"', '""') + '"' for name in table.column_names)
    connection.execute(f"CREATE TABLE answers ({names})")
    places = ", ".join("?" for _ in table.column_names)
    connection.executemany(f"INSERT INTO answers VALUES ({places})", [tuple(row.values()) for row in table.to_pylist()])
    return [dict(row) for row in connection.execute(statement)]


DATABASES = {"duckdb": in_duckdb, "sqlite": in_sqlite}


@pytest.mark.slow
@pytest.mark.parametrize("dialect", DATABASES)
@at_least(6, share=25, **ANY_HEALTH)
@given(drawn=filled())
def test_every_feature_of_a_key_scores_as_the_responses_do(dialect, drawn):
    checkin, rows = drawn
    statement = score_sql(checkin.key, dialect=dialect, layout=layout_of(numbers=True))
    found = DATABASES[dialect](arrow_table(checkin, rows, numbers=True), statement)
    wanted = [{ROW: i, **expected(checkin, row), "invalid": 0} for i, row in enumerate(rows)]
    assert wanted == sorted(found, key=lambda row: row[ROW])


def answers():
    cells = {id: [i % 5, None, 7 if i % 3 else 4] for i, id in enumerate(KEY.scored)}
    return pl.DataFrame({"person": [1, 2, 3], **cells})


@pytest.mark.parametrize("dialect", DATABASES)
@pytest.mark.parametrize("options", [{"on_invalid": "null", "quality": True}, {"on_invalid": "trust"}])
def test_gaps_and_cells_off_the_scale_count_as_in_a_data_frame(dialect, options):
    table = answers() if options["on_invalid"] == "null" else answers().head(2)
    statement = score_sql(KEY, dialect=dialect, layout=LAYOUT, **options)
    found = sorted(DATABASES[dialect](table.to_arrow(), statement), key=lambda row: row["person"])
    assert score_frame(table, KEY, layout=LAYOUT, **options).to_dicts() == found


@pytest.mark.parametrize("dialect", DATABASES)
def test_numbers_that_mean_others_are_read_as_the_layout_says(dialect):
    layout = TableLayout(ids=["person"], offset={"*": -1}, codes={-9: "not-asked"})
    table = answers().head(2).with_columns(pl.exclude("person").fill_null(-10) + 1)
    found = DATABASES[dialect](table.to_arrow(), score_sql(KEY, dialect=dialect, layout=layout))
    wanted = score_frame(table, KEY, layout=layout, on_invalid="null").to_dicts()
    assert wanted == sorted(found, key=lambda row: row["person"])


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_is_one_statement_that_its_own_grammar_reads(dialect):
    statement = score_sql(KEY, dialect=dialect, table="clinic.my answers", layout=LAYOUT, quality=True)
    (parsed,) = sqlglot.parse(statement, read=dialect)
    assert [f"{KEY.subscales[0].name}_percent", "spread"] == [parsed.named_selects[i] for i in (1, -1)]
    (table,) = [table for table in parsed.find_all(sqlglot.exp.Table) if not table.name.startswith("step")]
    assert ("clinic", "my answers") == (table.db, table.name)


def test_a_name_is_quoted_whatever_is_in_it():
    name = 'a"; DROP TABLE answers; --'
    first, *_ = KEY.scored
    statement = score_sql(KEY, dialect="sqlite", layout=TableLayout(columns={first: name}, ids=["person"]))
    table = answers().rename({first: name})
    assert [1, 0, 1] == [row[f"{KEY.by_id[first].pillar}_answered"] for row in in_sqlite(table.to_arrow(), statement)]


def test_what_no_statement_can_do_is_refused_with_every_reason_at_once():
    layout = TableLayout(shape="long", without={"item": ["x"]}, skip=1)
    with pytest.raises(ik.InvalidValue) as caught:
        score_sql(KEY, dialect="klingon", table="a..b", layout=layout, on_invalid="raise")
    assert ["on_invalid", "dialect", "table", "without", "skip", "shape"] == [
        problem.path[0] for problem in caught.value.problems
    ]


def chain_of_scores(length):
    """A key in which each score is made of the one before, with a table and levels of each."""
    fields = {
        "reading": "sum",
        "min_answered": 1,
        "table": {n: n for n in range(9)},
        "levels": [ik.Level("few", 0, 4), ik.Level("many", 5, 8)],
        "levels_source": "s",
    }
    rules = [rule("s0", (1, 2), **fields)]
    rules += [rule(f"s{i}", (), scores=(f"s{i - 1}",), **fields) for i in range(1, length)]
    return checkin_of([scale("five", range(5))] * 2, rules).key


@pytest.mark.slow
def test_each_score_that_others_are_made_of_is_worked_out_once():
    few, many = (len(score_sql(chain_of_scores(length), dialect="duckdb")) for length in (2, 6))
    assert many < 4 * few
    row = in_sqlite(pl.DataFrame({"1": [3], "2": [4]}).to_arrow(), score_sql(chain_of_scores(6), dialect="sqlite"))[0]
    assert [7, "many"] == [row["s5_value"], row["s5_level"]]


@pytest.mark.slow
def test_a_statement_takes_a_form_of_a_thousand_items():
    from tests.unit.tables.test_balanced import ITEMS, long_key

    statement = score_sql(long_key(), dialect="duckdb", on_invalid="trust")
    table = pl.DataFrame({f"i{i}": [4] for i in range(ITEMS)})
    (row,) = in_duckdb(table.to_arrow(), statement)
    assert ITEMS == row["p_answered"]


def test_a_column_of_an_item_that_counts_in_no_score_is_not_read():
    more = attrs.evolve(KEY.items[0], id="more", role=ik.Role.CHOICE)
    key = attrs.evolve(KEY, items=(*KEY.items, more))
    columns = {id: id for id in KEY.scored}
    without, with_it = (
        score_sql(key, dialect="duckdb", layout=TableLayout(columns=names))
        for names in (columns, columns | {"more": "x"})
    )
    assert without == with_it


@pytest.mark.parametrize("dialect", DATABASES)
def test_parts_of_a_whole_in_columns_of_doubles_count_as_in_a_data_frame(dialect):
    cells = {id: [1.5, 2.0, 4.5 if i % 2 else 3.0] for i, id in enumerate(KEY.scored)}
    table = pl.DataFrame({"person": [1, 2, 3], **cells})
    found = DATABASES[dialect](table.to_arrow(), score_sql(KEY, dialect=dialect, layout=LAYOUT))
    wanted = score_frame(table, KEY, layout=LAYOUT, on_invalid="null").to_dicts()
    assert wanted == sorted(found, key=lambda row: row["person"])
