"""Expressions over arrays give what Polars gives, in few operations, and in as few bytes as hold the numbers."""

import numpy as np
import polars as pl
import pytest

from intimacy_kit.tables import arrays
from intimacy_kit.tables.arrays import ARRAYS, ArrayTable, Texts

NUMBERS = [None, 0, 1, 4, 5, None, -3, 100]
FLOATS = [None, 0.0, 1.0, 4.0, 2.5, -1.0, 7.0, 120.0]


def table(columns):
    """Return columns as the table of arrays that they are, whole numbers with 0 where they are empty."""
    made = {}
    for name, cells in columns.items():
        whole = all(cell is None or isinstance(cell, int) for cell in cells)
        empty = np.array([cell is None for cell in cells])
        array = np.array([(0 if whole else np.nan) if cell is None else cell for cell in cells])
        made[name] = (array.astype(np.int8) if whole else array, empty if whole else None)
    return ArrayTable(made, len(NUMBERS))


def cells_of(column):
    if isinstance(column, Texts):
        return [None if number < 0 else column.texts[number] for number in column.numbers]
    return [None if cell != cell else cell for cell in column.tolist()]  # NaN


EXPRESSIONS = {
    "sum": lambda by, n, f: (n.fill_null(0) + n.fill_null(100).cast(by.Int64)).cast(by.Int64),
    "number as large as needed": lambda by, n, f: n.fill_null(1000).cast(by.Int64),
    "number less": lambda by, n, f: 1000 - n.fill_null(0).cast(by.Int64),
    "empty": lambda by, n, f: n.is_null().cast(by.Int64),
    "there": lambda by, n, f: (~n.is_null() & f.is_between(0, 5)).cast(by.Int64),
    "either": lambda by, n, f: by.when((n.fill_null(0) < 1) | (n == 4)).then(by.lit(1)).otherwise(by.lit(0)),
    "neither": lambda by, n, f: by.when(n != 4).then(by.lit(1)).otherwise(by.lit(0)),
    "unlike": lambda by, n, f: by.when(f != 1).then(by.lit(1)).otherwise(by.lit(0)),
    "quotient": lambda by, n, f: f / by.when(n > 0).then(n.cast(by.Float64) + 1.0),
    "gap of a gap": lambda by, n, f: by.when(n < 50).then(by.when(n > 0).then(n)).cast(by.Float64),
    "filled": lambda by, n, f: f.fill_null(3.0) * 2.0,
    "few": lambda by, n, f: by.when(n.is_in([4, 5])).then(by.lit(1)).otherwise(by.lit(0)),
    "many": lambda by, n, f: by.when(f.is_in([*map(float, range(20))])).then(by.lit(1)).otherwise(by.lit(0)),
    "few of another kind": lambda by, n, f: by.when(n.fill_null(0).is_in([5])).then(by.lit(1)).otherwise(by.lit(0)),
    "a number first": lambda by, n, f: by.when(n > 1).then(by.lit(1000)).otherwise(n.fill_null(0)).cast(by.Int64),
    "a gap of a kind": lambda by, n, f: f * by.lit(None).cast(by.Float64),
    "filled twice": lambda by, n, f: n.fill_null(2).fill_null(3).cast(by.Int64),
    "one or the other": lambda by, n, f: by.when(n > 1).then(n).otherwise(n.cast(by.Int64) * 2).cast(by.Float64),
    "nearest": lambda by, n, f: (f * 3.0).round(0),
    "whole already": lambda by, n, f: n.fill_null(0).round(0).cast(by.Int64),
    "root": lambda by, n, f: (f * f).sqrt(),
    "whole": lambda by, n, f: by.when(~f.is_null()).then(f).otherwise(by.lit(9.0)).cast(by.Int64),
    "widest": lambda by, n, f: by.max_horizontal(n.fill_null(0), n.fill_null(7)).cast(by.Int64),
    "least": lambda by, n, f: by.min_horizontal(f.fill_null(0.0), f.fill_null(7.0)),
    "mixed": lambda by, n, f: by.when(n > 1).then(n).otherwise(f).cast(by.Float64),
    "half empty": lambda by, n, f: (n + n.fill_null(0)).cast(by.Float64),
    "empty twice": lambda by, n, f: (by.when(f > 0).then(n) + n).cast(by.Float64),
    "as floats": lambda by, n, f: n * 0.5,
    "nothing": lambda by, n, f: by.when(n > 3).then(f).otherwise(by.lit(None).cast(by.Float64)),
    "text": lambda by, n, f: by.when(n > 3).then(by.lit("high")).otherwise(by.lit("low")),
    "some text": lambda by, n, f: by.when(n > 3).then(by.lit("high")),
    "no text": lambda by, n, f: by.when(n > 3).then(by.lit("high")).otherwise(by.lit(None).cast(by.String)),
    "text as text": lambda by, n, f: by.when(n > 3).then(by.lit("high")).cast(by.String),
    "one number": lambda by, n, f: by.lit(3) + by.lit(4) + n.fill_null(0).cast(by.Int64) * 0,
}


@pytest.mark.parametrize("what", EXPRESSIONS)
def test_an_expression_gives_what_polars_gives(what, monkeypatch):
    monkeypatch.setattr(arrays, "_ROWS", 3)
    make = EXPRESSIONS[what]
    frame = pl.DataFrame({"n": pl.Series(NUMBERS, dtype=pl.Int8), "f": FLOATS})
    expected = frame.select(make(pl, pl.col("n"), pl.col("f")).alias("x"))["x"].to_list()
    made = table({"n": NUMBERS, "f": FLOATS}).select(make(ARRAYS, ARRAYS.col("n"), ARRAYS.col("f")).alias("x"))
    assert expected == cells_of(made.run()["x"])


def test_a_column_may_take_the_place_of_the_one_that_it_is_made_of():
    made = table({"n": NUMBERS}).with_columns(ARRAYS.col("n").fill_null(7).alias("n"))
    made = made.with_columns((ARRAYS.col("n") + 1).alias("n"), ARRAYS.col("n").alias("before"))
    assert ["n", "before"] == made.collect_schema().names()
    assert [[8, 1], [7, 0]] == [made.run()[name].tolist()[:2] for name in ("n", "before")]


def test_numbers_off_the_scale_are_gaps_and_counted():
    made = table({"n": NUMBERS, "f": FLOATS})
    made.narrow("n", 0, 4, "narrow n")
    made.narrow("f", 0, 4, "narrow f")
    there = made.select(*[(~ARRAYS.col(name).is_null()).cast(ARRAYS.Int64).alias(name) for name in made.names()[2:]])
    assert {
        "narrow n": [0, 1, 1, 1, 0, 0, 0, 0],
        "narrow f": [0, 1, 1, 1, 0, 0, 0, 0],
    } == {name: column.tolist() for name, column in there.run().items()}
    assert {"narrow n": 3, "narrow f": 4} == made.off


@pytest.mark.parametrize(("high", "bytes_"), [(100, 1), (1000, 2), (100_000, 4), (2**40, 8)])
def test_a_narrowed_column_takes_as_few_bytes_as_hold_its_numbers(high, bytes_):
    made = ArrayTable({"f": (np.array([0.0, high, high + 1.0]), None)}, 3)
    made.narrow("f", 0, high, "narrow")
    seen = []
    note = made._program._steps[-1][0]
    made._program._steps[-1] = (lambda *parts: seen.append(note(*parts)) or seen[-1], *made._program._steps[-1][1:])
    made.select(ARRAYS.col("narrow").fill_null(0).alias("x")).run()
    assert [bytes_] == [array.itemsize for array, _ in seen]


def test_nothing_is_done_twice():
    made = table({"n": NUMBERS})
    for i in range(20):
        made = made.with_columns((ARRAYS.col("n").fill_null(0) * 2 + i).alias(f"x{i}"))
    operations = len(made._program._steps)
    assert 1 + 3 + 20 + 19 == operations, "the column, what is filled in, 2, the product; each sum, and the numbers"
