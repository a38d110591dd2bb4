"""A relation of DuckDB takes expressions as text."""

import duckdb
import pytest

import intimacy_kit as ik
from intimacy_kit.tables import score_frame
from intimacy_kit.tables.relations import RelationTable
from intimacy_kit.tables.sql_expressions import SQL
from tests.support.catalogues import built_in

TABLE = RelationTable(duckdb.sql("""SELECT 1 AS a, 'x' AS "odd "" name" UNION ALL SELECT NULL, NULL"""))


def test_columns_are_selected_and_added_under_any_name():
    added = TABLE.with_columns((SQL.col("a").fill_null(2) + 1).alias('b "'), SQL.col('odd " name').is_null().alias("c"))
    assert ["a", 'odd " name', 'b "', "c"] == added.collect_schema().names()
    assert [(2, False), (3, True)] == sorted(added.select(SQL.col('b "'), SQL.col("c")).relation.fetchall())


@pytest.mark.parametrize("rule", ["null", "trust"])
def test_a_cell_that_holds_nan_is_a_gap(rule):
    key = ik.ScoringKey.from_form(built_in(), "standard")
    first, *others = key.scored
    cells = ["'NaN'::DOUBLE", *["2.0::DOUBLE" for _ in others]]
    columns = ", ".join(f'{cell} AS "{id}"' for cell, id in zip(cells, key.scored, strict=True))
    (row,) = score_frame(duckdb.sql(f"SELECT {columns}"), key, on_invalid=rule).to_arrow_table().to_pylist()
    assert len(others) == sum(number for name, number in row.items() if name.endswith("_answered"))
    pillar = key.by_id[first].pillar
    assert 1 == row[f"{pillar}_asked"] - row[f"{pillar}_answered"]
    assert 0 == row.get("invalid", 0)
