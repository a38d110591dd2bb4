"""Every engine that the docs name scores as `score()` does, bit for bit; `.ci/run spark` has Spark."""

import random

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.tables import TableLayout, score_frame, score_sql
from tests.support.catalogues import built_in
from tests.support.engines import ROW, check, filled
from tests.support.examples import ANY_HEALTH, at_least

pytestmark = [
    pytest.mark.engines,
    pytest.mark.filterwarnings("ignore"),  # those of the engines' own making
]

KEY = ik.ScoringKey.from_form(built_in(), "standard")
NAMES = {id: f"q{i}" for i, id in enumerate(KEY.scored)}
ROWS = 60


def in_ibis_on_duckdb(table):
    import ibis

    return ibis.memtable(table)


def in_ibis_on_polars(table):
    import ibis

    return ibis.polars.connect().create_table("answers", table)


def in_datafusion(table):
    import datafusion

    return datafusion.SessionContext().from_arrow(table)


def in_dask(table):
    import dask.dataframe

    return dask.dataframe.from_pandas(table.to_pandas(types_mapper=pd.ArrowDtype), npartitions=2)


def in_sqlframe(table):
    from sqlframe.duckdb import DuckDBSession

    kinds = {pa.int64(): "bigint", pa.float64(): "double", pa.string(): "string"}
    schema = ", ".join(f"{field.name} {kinds[field.type]}" for field in table.schema)
    return DuckDBSession().createDataFrame([tuple(row.values()) for row in table.to_pylist()], schema)


def in_daft(table):
    import daft

    return daft.from_arrow(table)


def in_duckdb(table):
    import duckdb

    return duckdb.from_arrow(table)


def from_pandas(frame):
    return pa.Table.from_pandas(frame, preserve_index=False)


ENGINES = {
    "polars": (pl.from_arrow, pl.DataFrame.to_arrow),
    "polars lazy": (lambda table: pl.from_arrow(table).lazy(), lambda frame: frame.collect().to_arrow()),
    "polars streaming": (
        lambda table: pl.from_arrow(table).lazy(),
        lambda frame: frame.collect(engine="streaming").to_arrow(),
    ),
    "pandas": (pa.Table.to_pandas, from_pandas),
    "pandas nullable": (lambda table: table.to_pandas().convert_dtypes(), from_pandas),
    "pandas arrow": (lambda table: table.to_pandas(types_mapper=pd.ArrowDtype), from_pandas),
    "pyarrow": (lambda table: table, lambda table: table),
    "duckdb": (in_duckdb, lambda relation: relation.to_arrow_table()),
    "ibis on duckdb": (in_ibis_on_duckdb, lambda table: table.to_pyarrow()),
    "ibis on polars": (in_ibis_on_polars, lambda table: table.to_pyarrow()),
    "datafusion": (in_datafusion, pa.table),
    "dask": (in_dask, lambda frame: from_pandas(frame.compute())),
    "sqlframe": (in_sqlframe, lambda frame: pa.Table.from_pylist([row.asDict() for row in frame.collect()])),
    "daft": (in_daft, lambda frame: frame.to_arrow()),
}

NUMBERS = {"ibis on polars"}
"""Engines that cannot look up text, so that their columns hold numbers."""

PACKAGES = {"ibis on duckdb": "ibis-framework", "ibis on polars": "ibis-framework"}
PROGRAMS = {
    "polars": "Polars",
    "polars lazy": "Polars, lazy",
    "polars streaming": "Polars, streaming",
    "pandas nullable": "pandas, nullable",
    "pandas arrow": "pandas, on Arrow",
    "pyarrow": "PyArrow",
    "duckdb": "DuckDB",
    "ibis on duckdb": "Ibis on DuckDB",
    "ibis on polars": "Ibis on Polars",
    "datafusion": "DataFusion",
    "dask": "Dask",
    "sqlframe": "SQLFrame",
    "daft": "Daft",
}
"""What people call the engines."""

PLAIN = {"daft", "dask"}
"""Engines that score forms of whole numbers; narwhals has no NaN on Daft, and no empty column of numbers on Dask."""


def answers():
    """Return answers to the standard form with gaps and with numbers off the scale."""
    rng = random.Random(7)
    cells = {NAMES[id]: [rng.choice([0, 1, 2, 3, 4, None, 7]) for _ in range(ROWS)] for id in NAMES}
    return pa.table({ROW: range(ROWS), **{name: pa.array(column, pa.int64()) for name, column in cells.items()}})


LAYOUT = TableLayout(columns=NAMES, ids=[ROW])


@pytest.fixture(scope="module")
def wanted():
    scores = score_frame(pl.from_arrow(answers()), KEY, layout=LAYOUT, on_invalid="null", quality=True)
    return scores.sort(ROW).to_dicts()


def rows_of(table):
    """Return a table's rows in order, with None for every kind of gap."""
    rows = sorted(table.to_pylist(), key=lambda row: row[ROW])
    return [{name: None if cell != cell else cell for name, cell in row.items()} for row in rows]


@pytest.mark.parametrize("engine", ENGINES)
def test_gaps_and_cells_off_the_scale_count_alike_on_every_engine(engine, wanted, saw):
    make, read = ENGINES[engine]
    scores = score_frame(make(answers()), KEY, layout=LAYOUT, on_invalid="null", quality=True)
    found = rows_of(read(scores))
    assert wanted == found
    names = [name for name in found[0] if name.endswith("_percent")]
    package = f"PyPI:{PACKAGES.get(engine, engine.partition(' ')[0])}"
    count = len(found) * len(names)
    saw(package, PROGRAMS.get(engine, engine), "scores a table as Polars does", equal=count, of=count)


@pytest.mark.parametrize("engine", [engine for engine in ENGINES if engine not in PLAIN])
@at_least(4, share=100, **ANY_HEALTH)
@given(drawn=filled(), numbers=st.booleans())
def test_every_feature_of_a_key_scores_as_the_responses_do(engine, drawn, numbers):
    make, read = ENGINES[engine]
    check(make, read, drawn, numbers=numbers or engine in NUMBERS)


def test_the_statement_of_sql_scores_as_the_table_does(wanted):
    import datafusion

    context = datafusion.SessionContext()
    context.from_arrow(answers(), name="answers")
    statement = score_sql(KEY, dialect="duckdb", layout=LAYOUT, quality=True)
    assert wanted == rows_of(pa.table(context.sql(statement)))


def test_batches_of_ray_score_as_the_table_does(wanted):
    import ray.data

    def scored(batch):
        return score_frame(batch, KEY, layout=LAYOUT, on_invalid="null", quality=True)

    ray.init(num_cpus=1, include_dashboard=False, log_to_driver=False)
    try:
        batches = ray.data.from_arrow(answers()).map_batches(scored, batch_format="pyarrow", batch_size=25)
        assert wanted == rows_of(pa.Table.from_pylist(batches.take_all()))
    finally:
        ray.shutdown()
