"""Rows of a table have numbers where they have an order."""

import duckdb
import narwhals as nw
import polars as pl

from intimacy_kit.tables.rows import ROW, number_rows


def test_the_rows_of_a_lazy_table_have_numbers_where_its_engine_keeps_their_order():
    lazy = (pl.LazyFrame({"a": [3, 4]}), duckdb.sql("SELECT 3 AS a"))
    assert [[ROW, "a"], ["a"]] == [number_rows(nw.from_native(each)).collect_schema().names() for each in lazy]
