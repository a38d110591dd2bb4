"""Scoring a table, beside what people would write by hand: python -m tests.benchmarks.score_frame [rows].

Prints the median of each way and its ratio to the hand-written one, all in one
process. 49 items on one scale of five values, seven pillars, one gap in twenty.
"""

import statistics
import sys
import time

import duckdb
import numpy as np
import pandas as pd
import polars as pl

import intimacy_kit as ik
from intimacy_kit.tables.frame import score_frame

ROUNDS = 5
PILLARS = [f"pillar{i}" for i in range(7)]
ITEMS = [f"item{i}" for i in range(49)]
REVERSED = {item for i, item in enumerate(ITEMS) if i % 3 == 0}
KEY = ik.ScoringKey(
    catalogue="bench",
    version="1.0",
    form="f",
    min_answered=ik.Form("f", "F").min_answered,
    pillars=tuple(PILLARS),
    items=tuple(
        ik.KeyedItem(
            item, 1, PILLARS[i // 7], ik.Role.SCORED,
            ik.Keying.REVERSE if item in REVERSED else ik.Keying.FORWARD, (0, 1, 2, 3, 4), (),
        )
        for i, item in enumerate(ITEMS)
    ),
)  # fmt: skip


def table(rows):
    """Return a Polars frame of small integers with gaps."""
    rng = np.random.default_rng(1)
    columns = {}
    for item in ITEMS:
        values = pl.Series(rng.integers(0, 5, rows, dtype=np.int8))
        columns[item] = values.set(pl.Series(rng.random(rows) < 0.05), None)
    return pl.DataFrame(columns)


def fold(parts):
    """Add up expressions, left to right."""
    total, *rest = parts
    for part in rest:
        total = total + part
    return total


def polars_by_hand():
    """Return the same 35 columns as `score_frame`, written for Polars alone, with no check of the values."""
    wanted = []
    for i, pillar in enumerate(PILLARS):
        items = ITEMS[7 * i : 7 * i + 7]
        turned = [(4 - pl.col(item)) if item in REVERSED else pl.col(item) for item in items]
        total = fold([each.fill_null(0) for each in turned])
        answered = fold([pl.col(item).is_not_null().cast(pl.Int8) for item in items])
        enough = answered >= 4
        wanted += [
            pl.when(enough).then(100.0 * total / (answered.cast(pl.Float64) * 4)).alias(f"{pillar}_percent"),
            pl.when(enough).then(total.cast(pl.Float64) / answered).alias(f"{pillar}_mean"),
            answered.cast(pl.Int64).alias(f"{pillar}_answered"),
            pl.lit(7).cast(pl.Int64).alias(f"{pillar}_asked"),
            pl.when(~enough).then(pl.lit("too-few-answers")).alias(f"{pillar}_reason"),
        ]
    return wanted


def sql_by_hand():
    """Return the same as SQL for DuckDB."""
    wanted = []
    for i, pillar in enumerate(PILLARS):
        items = ITEMS[7 * i : 7 * i + 7]
        total = " + ".join(
            f"CASE WHEN {item} IS NULL THEN 0 ELSE {'4 - ' if item in REVERSED else ''}{item} END" for item in items
        )
        answered = " + ".join(f"CASE WHEN {item} IS NULL THEN 0 ELSE 1 END" for item in items)
        wanted += [
            f"CASE WHEN {answered} >= 4 THEN 100.0::DOUBLE * ({total}) / (({answered}) * 4) END AS {pillar}_percent",
            f"CASE WHEN {answered} >= 4 THEN ({total})::DOUBLE / ({answered}) END AS {pillar}_mean",
            f"({answered})::BIGINT AS {pillar}_answered",
            f"7::BIGINT AS {pillar}_asked",
            f"CASE WHEN {answered} < 4 THEN 'too-few-answers' END AS {pillar}_reason",
        ]
    return f"SELECT {', '.join(wanted)} FROM answers"


def pandas_by_hand(frame):
    """Return percents alone, as people write it: a mean over the row, kept where half was answered."""
    scores = pd.DataFrame(index=frame.index)
    turned = frame.copy()
    turned[sorted(REVERSED)] = 4 - turned[sorted(REVERSED)]
    for i, pillar in enumerate(PILLARS):
        part = turned[ITEMS[7 * i : 7 * i + 7]]
        scores[f"{pillar}_percent"] = (part.mean(axis=1) / 4 * 100).where(part.notna().mean(axis=1) >= 0.5)
    return scores


def sample(rows):
    """Return answers with a trait for each pillar and a gap in twenty, as columns."""
    rng = np.random.default_rng(1)
    traits = rng.normal(size=(len(PILLARS), rows)) * 0.8
    columns = {}
    for i, item in enumerate(ITEMS):
        trait = -traits[i // 7] if item in REVERSED else traits[i // 7]
        values = np.clip(np.rint(2 + trait + rng.normal(size=rows) * 0.9), 0, 4)
        columns[item] = np.where(rng.random(rows) < 0.05, np.nan, values)
    return columns


def turns(ways, *, count=ROUNDS, clock=time.perf_counter):
    """Return the seconds that each way takes in each turn, after one that warms up; a busy moment hits all of them."""
    taken = {name: [] for name in ways}
    for turn in range(count + 1):
        for name, way in ways.items():
            begun = clock()
            way()
            if turn:
                taken[name].append(clock() - begun)
    return taken


def medians(ways):
    """Return the median seconds of each way."""
    return {name: statistics.median(each) for name, each in turns(ways).items()}


def report(title, ways):
    """Print a block: the first way is what the others are measured against."""
    found = medians(ways)
    base = next(iter(found.values()))
    print(f"\n{title}")
    for name, seconds in found.items():
        print(f"  {name:<46} {seconds * 1000:>9.1f} ms  {seconds / base:>6.2f} x")


def main(rows):
    """Measure all engines on one table."""
    answers = table(rows)
    lazy = answers.lazy()
    floats = answers.to_pandas().astype("float64")
    nullable = pd.DataFrame({item: answers[item].to_pandas(use_pyarrow_extension_array=True) for item in ITEMS})
    connection = duckdb.connect()
    connection.from_arrow(answers.to_arrow()).create("answers")
    assert polars_by_hand_equals(answers)
    print(f"{rows:,} rows of {len(ITEMS)} items")
    report(
        "Polars, lazy, streaming",
        {
            "by hand": lambda: lazy.select(polars_by_hand()).collect(engine="streaming"),
            "score_frame, on_invalid='trust'": lambda: score_frame(lazy, KEY, on_invalid="trust").collect(
                engine="streaming"
            ),
            "score_frame, values checked and counted": lambda: score_frame(lazy, KEY).collect(engine="streaming"),
        },
    )
    report(
        "Polars, eager",
        {
            "by hand, lazy and streaming": lambda: lazy.select(polars_by_hand()).collect(engine="streaming"),
            "by hand, eager": lambda: answers.select(polars_by_hand()),
            "score_frame, values checked": lambda: score_frame(answers, KEY),
        },
    )
    report(
        "DuckDB",
        {
            "by hand": lambda: connection.sql(sql_by_hand()).to_arrow_table(),
            "score_frame, on_invalid='trust'": lambda: score_frame(
                connection.table("answers"), KEY, on_invalid="trust"
            ).to_arrow_table(),
            "score_frame, values checked and counted": lambda: score_frame(
                connection.table("answers"), KEY
            ).to_arrow_table(),
        },
    )
    report(
        "pandas",
        {
            "score_frame, float64, values checked": lambda: score_frame(floats, KEY),
            "score_frame, Arrow types, values checked": lambda: score_frame(nullable, KEY),
            "by hand, mean(axis=1), percents alone": lambda: pandas_by_hand(floats),
        },
    )


def polars_by_hand_equals(answers):
    """Whether the hand-written way gives what is compared with it."""
    return answers.select(polars_by_hand()).equals(score_frame(answers, KEY))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
