"""What scoring costs on Spark, by rows, items and forms: python -m tests.benchmarks.score_on_spark [rows in millions].

Local Spark on all cores, over Parquet files of 100,000 rows, from files to files. Seven items a pillar, one gap in
twenty. Each figure is the median of three runs after one that warms up; the plan is built anew each time.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import attrs
import polars as pl
from pyspark.sql import SparkSession

from intimacy_kit.tables.frame import score_frame
from intimacy_kit.tables.layout import TableLayout
from tests.benchmarks.score_frame import ITEMS, KEY, table

PART = 100_000
ROUNDS = 3


def generate(folder, rows):
    """Write the answers, a file for each 100,000 of them."""
    answers = table(PART)
    for i in range(rows // PART):
        part = answers.sample(fraction=1.0, shuffle=True, seed=i)
        person = pl.int_range(i * PART, (i + 1) * PART, eager=True).alias("person")
        part.insert_column(0, person).write_parquet(folder / f"{i:05}.parquet")


def short(items):
    """Return the key of a form with the first so many items."""
    pillars = KEY.pillars[: items // 7]
    return attrs.evolve(KEY, pillars=pillars, items=KEY.items[:items])


SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.codegen.wholeStage": "false",  # see docs/examples/spark_scores.py
}


def seconds(spark, source, target, keys):
    """Return the median seconds of scoring the files by some keys, one after the other, into files."""
    taken = []
    for _ in range(ROUNDS + 1):
        begun = time.perf_counter()
        for key in keys:
            answers = spark.read.parquet(*map(str, source))
            score_frame(answers, key, layout=TableLayout(ids=["person"])).write.mode("overwrite").parquet(str(target))
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken[1:])


def main(millions):
    """Measure and print."""
    builder = SparkSession.builder.master("local[*]")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    with tempfile.TemporaryDirectory() as scratch:
        folder, target = Path(scratch, "answers"), Path(scratch, "scores")
        folder.mkdir()
        generate(folder, millions * 1_000_000)
        files = sorted(folder.iterdir())
        quarter = len(files) // 4
        runs = [(count, 1, len(ITEMS)) for count in (quarter // 2, quarter, 2 * quarter, 4 * quarter)]
        runs += [(quarter, 1, items) for items in (7, 14, 28)] + [(quarter, forms, 14) for forms in (2, 4)]
        for count, forms, items in runs:
            found = seconds(spark, files[:count], target, [short(items)] * forms)
            print(f"{count * PART:>11,} rows, {forms} forms of {items:>2} items  {found:>7.2f} s", flush=True)
    spark.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4)
