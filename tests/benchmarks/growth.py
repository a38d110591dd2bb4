"""How time grows with what there is of it: python -m tests.benchmarks.growth.

Each line is a call at several sizes, and the exponent that fits their times best: 1 is in proportion to the size, 2
with its square. `tests/promises/test_growth.py` counts operations for what can be counted.
"""

import math
import statistics
import time
from datetime import date, timedelta

import attrs
import polars as pl

import intimacy_kit as ik
from intimacy_kit.history import history, trend
from intimacy_kit.history.points import Point
from intimacy_kit.tables import score_frame, score_sql
from tests.benchmarks.score_frame import KEY, table

ROUNDS = 3
DAY = date(2026, 1, 5)


def form(items, pillars=1):
    """Return the key of a form of so many items in so many pillars."""
    names = tuple(f"pillar{i}" for i in range(pillars))
    keyed = [attrs.evolve(KEY.items[i % 49], id=f"i{i}", pillar=names[i * pillars // items]) for i in range(items)]
    return attrs.evolve(KEY, pillars=names, items=tuple(keyed))


def answers(items, rows):
    """Return a table of so many items and rows."""
    whole = table(rows)
    return pl.DataFrame({f"i{i}": whole[f"item{i % 49}"] for i in range(items)})


def larger(catalogue, times):
    """Return a catalogue with so many copies of each practice, under names of their own."""

    def copied(shelf):
        return [
            attrs.evolve(each, id=f"{each.id}-{i}" if i else each.id) for i in range(times) for each in shelf.values()
        ]

    return attrs.evolve(catalogue, practices=copied(catalogue.practices))


def results(catalogue, count):
    """Return the results of so many check-ins, one a day."""
    checkin = ik.draw(catalogue, form="standard", seed="anyone")
    response = checkin.answer({id: 1 + i % 3 for i, id in enumerate(checkin.item_ids)}, on=DAY)
    result = ik.score(response)
    return [attrs.evolve(result, on=DAY + timedelta(days=i)) for i in range(count)]


def calls():
    """Return each call by name: its sizes, and a function of one of them that returns what is timed."""
    catalogue = ik.load()
    first = results(catalogue, 1)[0]
    points = [Point(DAY + timedelta(days=i), float(i * i % 97)) for i in range(2000)]

    def scored(make, items, rows, pillars=1):
        frame, key = make(answers(items, rows)), form(items, pillars)
        return lambda: score_frame(frame, key)

    def recommended(size):
        large = larger(catalogue, size)
        return lambda: ik.recommend(large, first, seed="anyone")

    def line(size):
        some = results(catalogue, size)
        return lambda: history(some)

    return {
        "score_frame, Polars, by rows": ([50_000, 200_000, 800_000], lambda n: scored(lambda f: f, 49, n)),
        "score_frame, pandas, by rows": ([50_000, 200_000, 800_000], lambda n: scored(pl.DataFrame.to_pandas, 49, n)),
        "score_frame, Polars, by items": ([49, 98, 196, 392], lambda n: scored(lambda f: f, n, 20_000)),
        "score_frame, pandas, by items": ([49, 98, 196, 392], lambda n: scored(pl.DataFrame.to_pandas, n, 20_000)),
        "score_frame, Polars, by pillars of 392 items": (
            [8, 16, 32, 64], lambda n: scored(lambda f: f, 392, 20_000, n),
        ),
        "score_sql, by items": ([49, 98, 196, 392], lambda n: lambda: score_sql(form(n), dialect="duckdb")),
        "the key, by items": ([49, 98, 196, 392], lambda n: lambda: form(n).subscales),
        "recommend, by times the practices": ([1, 5, 20, 50], recommended),
        "a catalogue, by times the practices": ([1, 5, 20], lambda n: lambda: larger(catalogue, n)),
        "history, by check-ins": ([50, 500, 5000], line),
        "trend, by points": ([125, 500, 2000], lambda n: lambda: trend(points[:n])),
    }  # fmt: skip


def exponent(sizes, seconds):
    """Return the slope of a line through the logarithms."""
    x, y = ([math.log(each) for each in numbers] for numbers in (sizes, seconds))
    return statistics.linear_regression(x, y).slope


def measured(sizes, prepare):
    """Return the least processor seconds at each size, taken in turns."""
    ways = [prepare(size) for size in sizes]
    taken = [[] for _ in sizes]
    for _ in range(ROUNDS):
        for way, times in zip(ways, taken, strict=True):
            begun = time.process_time()
            way()
            times.append(time.process_time() - begun)
    return [min(times) for times in taken]


def lines():
    """Yield name, sizes, milliseconds and exponent of each call."""
    for name, (sizes, prepare) in calls().items():
        seconds = measured(sizes, prepare)
        yield name, sizes, [1000 * each for each in seconds], exponent(sizes, seconds)


def main():
    for name, sizes, times, power in lines():
        print(
            f"{name:<46} exponent {power:4.2f}   "
            + "   ".join(f"{n:,}: {ms:.1f} ms" for n, ms in zip(sizes, times, strict=True))
        )


if __name__ == "__main__":
    main()
