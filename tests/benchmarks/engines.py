"""The same scores on engines that work past one machine: python -m tests.benchmarks.engines [rows in millions].

From ten Parquet files with 49 items to a table in memory, `person` copied. Every engine that is not installed is left
out. All scores are compared with those of Polars. Each figure is the least of three runs, in turns.
"""

import os
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import polars as pl
import pyarrow as pa

from intimacy_kit.tables import TableLayout, score_frame, score_sql
from tests.benchmarks.score_frame import KEY, table

LAYOUT = TableLayout(ids=("person",))
FILES = 10
ROUNDS = 3


def generate(folder, rows):
    """Write the answers in ten files."""
    each = rows // FILES
    answers = table(each)
    for i in range(FILES):
        person = pl.int_range(i * each, (i + 1) * each, eager=True).alias("person")
        answers.sample(fraction=1.0, shuffle=True, seed=i).insert_column(0, person).write_parquet(
            folder / f"{i:02}.parquet"
        )


def polars(files):
    return score_frame(pl.scan_parquet(files), KEY, layout=LAYOUT).collect(engine="streaming").to_arrow()


def duckdb(files):
    import duckdb

    return score_frame(duckdb.read_parquet(files), KEY, layout=LAYOUT).to_arrow_table()


def duckdb_sql(files):
    import duckdb

    connection = duckdb.connect()
    connection.read_parquet(files).create_view("answers")
    return connection.sql(score_sql(KEY, dialect="duckdb", layout=LAYOUT)).to_arrow_table()


def datafusion(files):
    import datafusion

    return score_frame(datafusion.SessionContext().read_parquet(str(Path(files).parent)), KEY, layout=LAYOUT)


def datafusion_sql(files):
    import datafusion

    context = datafusion.SessionContext()
    context.register_parquet("answers", str(Path(files).parent))
    return context.sql(score_sql(KEY, dialect="postgres", layout=LAYOUT))


def dask(files):
    import dask.dataframe

    return score_frame(dask.dataframe.read_parquet(files), KEY, layout=LAYOUT).compute()


def dask_partitions(files):
    import dask.dataframe

    answers = dask.dataframe.read_parquet(files)
    scores = score_frame(answers.head(1), KEY, layout=LAYOUT).head(0)
    return answers.map_partitions(lambda part: score_frame(part, KEY, layout=LAYOUT), meta=scores).compute()


def ray(files):
    import ray

    answers = ray.data.read_parquet(str(Path(files).parent))
    batches = answers.map_batches(lambda part: score_frame(part, KEY, layout=LAYOUT), batch_format="pyarrow")
    return pa.concat_tables(ray.get(batches.to_arrow_refs()))


WAYS = {
    "Polars, streaming": (None, polars),
    "DuckDB": ("duckdb", duckdb),
    "DuckDB, by `score_sql`": ("sqlglot", duckdb_sql),
    "DataFusion": ("narwhals_datafusion", datafusion),
    "DataFusion, by `score_sql`": ("datafusion", datafusion_sql),
    "Dask": ("dask", dask),
    "Dask, `map_partitions(score_frame)`": ("dask", dask_partitions),
    "Ray Data, `map_batches(score_frame)`": ("ray", ray),
}


def compared(scores):
    """Return scores as a frame of Polars, in the order of the people."""
    found = pl.DataFrame(scores)
    floats = [name for name, kind in found.schema.items() if kind.is_float()]
    return found.drop("invalid", strict=False).with_columns(pl.col(floats).fill_nan(None)).sort("person")


def main(millions):
    """Measure, compare and print."""
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), int(millions * 1_000_000))
        files = f"{folder}/*.parquet"
        ways = {name: way for name, (package, way) in WAYS.items() if package is None or find_spec(package)}
        wanted = compared(polars(files))
        taken = {name: [] for name in ways}
        for turn in range(ROUNDS):
            for name, way in ways.items():
                begun = time.perf_counter()
                scores = way(files)
                scores = scores.to_arrow_table() if hasattr(scores, "to_arrow_table") else scores
                taken[name].append(time.perf_counter() - begun)
                if not turn:
                    found = compared(scores).cast(wanted.schema)
                    assert found.equals(wanted), name
        print(f"{len(wanted):,} rows of 49 items in {FILES} files; equal on all")
        for name, times in taken.items():
            print(f"  {name:<40} {min(times):>7.2f} s")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
