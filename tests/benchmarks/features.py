"""A key in which what makes scoring dearer is in use, and the same scores by hand in Polars.

Seven sums of seven items each, with levels; the mean of these sums; and of each seven items one that is shown only
where the item before it was answered with more than nothing.
"""

import polars as pl

import intimacy_kit as ik
from intimacy_kit.tables import TableLayout
from tests.benchmarks.score_frame import fold
from tests.support.rules import checkin_of, rule, scale

SUMS = [f"sum{i}" for i in range(7)]
NAMES = {str(n + 1): f"item{n}" for n in range(49)}
"""Item to the column of the table that has it."""

GATES = {str(7 * i + 2): str(7 * i + 1) for i in range(7)}
"""Item to the one that decides whether it is shown."""

LEVELS = {"low": (0, 9), "middle": (10, 18), "high": (19, 28)}


def _key():
    levels = [ik.Level(name, low, high) for name, (low, high) in LEVELS.items()]
    named = {"min_answered": 4, "levels": levels, "levels_source": "s"}
    sums = [rule(name, range(7 * i + 1, 7 * i + 8), reading="sum", **named) for i, name in enumerate(SUMS)]
    whole = rule("whole", (), scores=tuple(SUMS), reading="mean", min_answered=1)
    conditions = {int(item): ik.Condition(item=gate, at_least=1) for item, gate in GATES.items()}
    return checkin_of([scale("five", range(5))] * 49, [*sums, whole], show_if=conditions).key


KEY = _key()
LAYOUT = TableLayout(columns=NAMES)


def by_hand(table):
    """Return a lazy table of the sums, their levels and their mean, written for Polars alone, nothing checked."""
    sums, whole_form = {}, {}
    for i, name in enumerate(SUMS):
        items = {id: pl.col(NAMES[id]) for id in map(str, range(7 * i + 1, 7 * i + 8))}
        items |= {id: pl.when(items[gate] >= 1).then(items[id]) for id, gate in GATES.items() if id in items}
        answered = fold([column.is_not_null().cast(pl.Int8) for column in items.values()])
        total = fold([column.fill_null(0) for column in items.values()])
        sums[f"{name}_sum"] = pl.when(answered >= 4).then(total.cast(pl.Float64))
        whole_form[name] = items[str(7 * i + 1)] >= 1
    levels = {}
    for name in SUMS:
        level = pl.lit(None, pl.String)
        for called, (low, high) in LEVELS.items():
            level = pl.when(pl.col(f"{name}_sum").is_between(low, high)).then(pl.lit(called)).otherwise(level)
        levels[f"{name}_level"] = pl.when(pl.col(name)).then(level)  # levels are of sums of all items
    whole = pl.mean_horizontal([pl.col(name) for name in sums])
    return table.select(**sums, **whole_form).select(*sums, whole_mean=whole, **levels)
