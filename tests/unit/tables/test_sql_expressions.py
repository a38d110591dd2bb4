"""Expressions are written in the dialect of a database."""

import sqlite3
from contextlib import closing

import duckdb
import pytest
import sqlglot

from intimacy_kit.tables.sql import DIALECTS
from intimacy_kit.tables.sql_expressions import SQL, written

X = SQL.col("x")
NAN = {
    "duckdb": '(ISNAN("x"))',
    "sqlite": "(FALSE)",
    "postgres": "(\"x\" = 'NaN'::DOUBLE PRECISION)",
    "spark": "(ISNAN(`x`))",
    "bigquery": "(IS_NAN(`x`))",
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_nan_is_asked_for_as_the_database_knows_it(dialect):
    text = written(X.is_nan().node, dialect)
    assert NAN[dialect] == text
    assert sqlglot.parse_one(text, read=dialect)


def test_nan_is_filled_like_an_empty_cell():
    text = written(X.fill_null(7.0).fill_nan(8.0).node, "duckdb")
    cells = "SELECT unnest([1.5, NULL, 'NaN'::DOUBLE]) AS x"
    assert [(1.5,), (7.0,), (8.0,)] == sorted(duckdb.sql(f"SELECT {text} FROM ({cells})").fetchall())


def test_a_choice_in_a_choice_is_one_of_several():
    inner = SQL.when(X >= 0).then(X).otherwise(SQL.lit(9))
    outer = SQL.when(X.is_null()).then(SQL.lit(5)).otherwise(inner)
    assert 'CASE WHEN "x" IS NULL THEN 5 WHEN "x" >= 0 THEN "x" ELSE 9 END' == written(outer.node, "duckdb")
    assert 'CASE WHEN "x" IS NULL THEN 5 WHEN "x" >= 0 THEN "x" END' == written(
        SQL.when(X.is_null()).then(SQL.lit(5)).otherwise(SQL.when(X >= 0).then(X)).node, "duckdb"
    )


@pytest.mark.parametrize("dialect", ["duckdb", "sqlite"])
def test_how_often_a_number_is_in_another_is_whole_in_every_database(dialect):
    text = (
        f"SELECT {written((SQL.col('x') // 29).node, dialect)} FROM (SELECT 28 AS x UNION SELECT 29 UNION SELECT 115)"
    )
    with closing(duckdb.connect() if dialect == "duckdb" else sqlite3.connect(":memory:")) as database:
        assert [(0,), (1,), (3,)] == sorted(database.execute(text).fetchall())
