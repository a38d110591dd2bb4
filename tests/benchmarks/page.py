"""Write the page of figures in the docs: python -m tests.benchmarks.page [ROWS]; with R's psych where it is here.

Ways to one result are taken in turns, and what is quoted is the median of the ratios turn by turn, with the least and
the largest, so that a busy moment hits both sides of a ratio. It takes some minutes.
"""

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

import intimacy_kit as ik
from intimacy_kit import stats
from intimacy_kit.packs import compile_pack
from intimacy_kit.tables import score_frame, score_sql
from tests.benchmarks import features, growth
from tests.benchmarks.bench_calls import ANSWERS, CHECKIN, DAY, RICH, RICH_ANSWERS, WITH_GAPS, by_hand
from tests.benchmarks.score_frame import (
    ITEMS,
    KEY,
    PILLARS,
    REVERSED,
    pandas_by_hand,
    polars_by_hand,
    sample,
    sql_by_hand,
    table,
    turns,
)

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "speed.md"
PSYCH_PART = 10
"""Beside psych there are so many times fewer rows."""

TURNS = 3

PSYCH = """
suppressMessages(library(psych))
answers <- read.csv(commandArgs(TRUE)[1])
reversed <- strsplit(commandArgs(TRUE)[2], ",")[[1]]
scales <- split(names(answers), (seq_along(answers) - 1) %/% 7)
keys <- lapply(scales, function(scale) ifelse(scale %in% reversed, paste0("-", scale), scale))
least <- function(work) min(replicate(3, sum(system.time(work())[1:2])))
cat(least(function() suppressWarnings(scoreItems(keys, answers, impute = "none", min = 0, max = 4))), "")
cat(least(function() for (scale in scales) {
  suppressWarnings(alpha(answers[scale], keys = ifelse(scale %in% reversed, -1, 1)))
}), as.character(packageVersion("psych")), R.version$major, R.version$minor)
"""


def block(title, ways):
    """Yield the lines of a table; the first way is what the others are measured against."""
    taken = turns(ways, count=TURNS, clock=time.process_time)
    base, *_ = taken.values()
    yield from (
        "",
        f"## {title}",
        "",
        "| way | ms of processors, least | against the first, median (range) |",
        "| --- | --: | --: |",
    )
    for name, seconds in taken.items():
        ratios = [each / first for each, first in zip(seconds, base, strict=True)]
        quoted = f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
        yield f"| {name} | {1000 * min(seconds):.1f} | {quoted} |"


def tables(rows):
    """Yield the lines of each kind of table."""
    answers = table(rows)
    lazy, floats, arrow = answers.lazy(), answers.to_pandas().astype("float64"), answers.to_arrow()
    connection = duckdb.connect()
    connection.from_arrow(arrow).create("answers")
    statement = score_sql(KEY, dialect="duckdb", on_invalid="trust")

    def collected(frame):
        return frame.collect(engine="streaming")

    def scored_richly(frame, on_invalid="null"):
        return score_frame(frame, features.KEY, layout=features.LAYOUT, on_invalid=on_invalid)

    yield from block(
        f"Polars, {rows:,} rows of 49 items",
        {
            "by hand, lazy, streaming, nothing checked": lambda: collected(lazy.select(polars_by_hand())),
            "`score_frame`, lazy, trusted": lambda: collected(score_frame(lazy, KEY, on_invalid="trust")),
            "`score_frame`, lazy, checked and counted": lambda: collected(score_frame(lazy, KEY)),
            "`score_frame`, eager, checked": lambda: score_frame(answers, KEY),
            "`score_frame`, PyArrow, checked": lambda: score_frame(arrow, KEY),
        },
    )
    yield from block(
        "pandas, floats",
        {
            "by hand, `mean(axis=1)` and a half rule, percents alone": lambda: pandas_by_hand(floats),
            "`score_frame`, checked": lambda: score_frame(floats, KEY),
        },
    )
    yield from block(
        "DuckDB",
        {
            "by hand, nothing checked": lambda: connection.sql(sql_by_hand()).to_arrow_table(),
            "`score_frame`, trusted": lambda: score_frame(
                connection.table("answers"), KEY, on_invalid="trust"
            ).to_arrow_table(),
            "`score_frame`, checked and counted": lambda: score_frame(
                connection.table("answers"), KEY
            ).to_arrow_table(),
            "`score_sql`, trusted": lambda: connection.sql(statement).to_arrow_table(),
        },
    )
    yield from block(
        "With sums, their levels and mean, and questions that depend on others",
        {
            "Polars by hand, 15 columns, lazy, streaming, nothing checked": lambda: collected(features.by_hand(lazy)),
            "`score_frame`, 61 columns, lazy, trusted": lambda: collected(scored_richly(lazy, on_invalid="trust")),
            "`score_frame`, lazy, checked and counted": lambda: collected(scored_richly(lazy)),
            "`score_frame`, pandas, floats, counted": lambda: scored_richly(floats),
            "`score_frame`, DuckDB, counted": lambda: scored_richly(connection.table("answers")).to_arrow_table(),
        },
    )
    few = answers.head(10)
    few_pandas, few_arrow = few.to_pandas().astype("float64"), few.to_arrow()
    connection.from_arrow(few_arrow).create("few")
    yield from block(
        "Ten rows, checked",
        {
            "Polars by hand, lazy": lambda: collected(few.lazy().select(polars_by_hand())),
            "`score_frame`, Polars": lambda: score_frame(few, KEY),
            "`score_frame`, pandas": lambda: score_frame(few_pandas, KEY),
            "`score_frame`, PyArrow": lambda: score_frame(few_arrow, KEY),
            "`score_frame`, DuckDB": lambda: score_frame(connection.table("few"), KEY).to_arrow_table(),
        },
    )


def single_calls(_):
    """Yield the lines of single check-ins."""
    many = [{item: (i + row) % 5 for i, item in enumerate(ITEMS)} for row in range(5000)]
    schema = dict.fromkeys(ITEMS, pl.Int8)

    def one_by_one():
        for answers in many:
            ik.score(CHECKIN.answer(answers, on=DAY))

    yield from block(
        "One check-in of 49 answers, a thousand times",
        {
            "a bare loop, nothing checked": lambda: [by_hand() for _ in range(1000)],
            "`answer` and `score`": lambda: [ik.score(CHECKIN.answer(ANSWERS, on=DAY)) for _ in range(1000)],
            "... with three gaps": lambda: [ik.score(CHECKIN.answer(WITH_GAPS, on=DAY)) for _ in range(1000)],
            f"... of {len(RICH_ANSWERS)} questions with conditions, {len(RICH.key.subscales)} scores, some made of "
            "others": lambda: [ik.score(RICH.answer(RICH_ANSWERS, on=DAY)) for _ in range(1000)],
        },
    )
    yield from block(
        "5,000 check-ins",
        {
            "`answer` and `score`, one by one": one_by_one,
            "`score_frame` of a table of them": lambda: score_frame(pl.DataFrame(many, schema=schema), KEY),
        },
    )
    with tempfile.TemporaryDirectory() as folder:
        pack = shutil.copytree(ROOT / "data", f"{folder}/pack")
        compiled = compile_pack(pack)
        yield from block(
            "A pack of one's own, as large as the built-in one",
            {"`load_path` of its YAML": lambda: ik.load_path(pack), "... compiled": lambda: ik.load_path(compiled)},
        )


def statistics_of_scales(rows):
    """Yield the lines of statistics."""
    columns = sample(rows)
    filled = np.nan_to_num(np.column_stack(list(columns.values())))
    yield from block(
        f"Alpha, lambda-6, omega, items and errors of seven scales, {rows:,} rows",
        {
            "one matrix product, `X.T @ X`": lambda: filled.T @ filled,
            "`stats.analyse`, seven times": lambda: [stats.analyse(columns, KEY, pillar) for pillar in PILLARS],
        },
    )


def beside_psych(rows):
    """Yield the lines beside R's psych, or one that says that it is not here."""
    yield from ("", "## Beside psych", "")
    columns = sample(rows // PSYCH_PART)
    frame = pl.DataFrame(columns).fill_nan(None).cast(pl.Int64)
    with tempfile.TemporaryDirectory() as folder:
        frame.write_csv(f"{folder}/answers.csv", null_value="NA")
        command = ["Rscript", "--vanilla", "-e", PSYCH, f"{folder}/answers.csv", ",".join(REVERSED)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=True)
        except (FileNotFoundError, subprocess.CalledProcessError):
            yield "R with psych was not here when this page was made."
            return
    score_items, alpha, psych, *r = done.stdout.split()
    taken = turns(
        {
            "score": lambda: score_frame(frame, KEY),
            "analyse": lambda: [stats.analyse(columns, KEY, pillar) for pillar in PILLARS],
        },
        count=TURNS,
        clock=time.process_time,
    )
    yield f"{rows // PSYCH_PART:,} rows, psych {psych} on R {'.'.join(r)}; the least of three runs, and of {TURNS}."
    yield from ("", "| psych | seconds | here | seconds | times as fast |", "| --- | --: | --- | --: | --: |")
    for theirs, seconds, ours, name in (
        ("`scoreItems`", score_items, "`score_frame`, Polars", "score"),
        ("`alpha` of seven scales", alpha, "`stats.analyse` of seven", "analyse"),
    ):
        own = min(taken[name])
        yield f"| {theirs} | {float(seconds):.2f} | {ours} | {own:.3f} | {float(seconds) / own:.0f} |"


def grown(_):
    """Yield the lines of how time grows."""
    yield from ("", "## How time grows", "", "An exponent of 1 is in proportion to the size, 2 with its square.", "")
    yield from ("| call | exponent | sizes | milliseconds of a processor |", "| --- | --: | --- | --- |")
    for name, sizes, times, power in growth.lines():
        each = ", ".join(f"{ms:.1f}" for ms in times)
        yield f"| {name} | {power:.2f} | {', '.join(f'{size:,}' for size in sizes)} | {each} |"


def head(rows):
    """Yield the lines above the figures."""
    packages = ("numpy", "pandas", "polars", "pyarrow", "duckdb", "narwhals", "sqlglot", "scipy")
    load = os.getloadavg()[0]
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    yield from (
        "# How fast",
        "",
        f"This page is written by `python -m tests.benchmarks.page {rows}`; do not edit it.",
    )
    yield from ("", f"Made on {datetime.now(UTC):%Y-%m-%d}: Python {platform.python_version()}, {versions}.")
    yield f"{os.cpu_count()} cores, with {load:.1f} programs at work on them when it began."
    yield "All times are those of the processors, threads added up, since on a shared machine one waits for others;"
    yield "only the ratios mean something, and they still move with what else uses the memory."


def main(rows):
    """Write the page."""
    with PAGE.open("w", encoding="utf-8") as page:
        for part in (head, tables, single_calls, statistics_of_scales, beside_psych, grown):
            page.writelines(f"{line}\n" for line in part(rows))
            page.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
