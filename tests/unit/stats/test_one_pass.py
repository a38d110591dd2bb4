"""One pass over plain columns gives what the other road gives, to the last bit, and leaves what is not plain to it."""

import attrs
import numpy as np
import polars as pl
import pytest

import intimacy_kit as ik
from intimacy_kit import stats
from intimacy_kit.stats import one_pass, sample
from intimacy_kit.stats.coefficients import sum_pairs
from intimacy_kit.tables import TableLayout
from tests.benchmarks.score_frame import ITEMS, KEY, PILLARS

ROWS = 9_000
PLAIN = TableLayout()
SUBSCALE = KEY.subscales[0]


def columns(dtype="float64", gaps=0.1, rows=ROWS):
    rng = np.random.default_rng(7)
    found = {}
    for item in ITEMS:
        values = rng.integers(0, 5, rows).astype(dtype)
        values[:2] = (0, 4)
        if gaps:
            values[2:][rng.random(rows - 2) < gaps] = np.nan
        found[item] = values
    return found


def found_in(table, key=KEY, layout=PLAIN):
    return one_pass.sums_of(table, key, key.subscales[0], layout)


def both_ways(monkeypatch, table, key=KEY, layout=PLAIN):
    fast = [stats.analyse(table, key, pillar, layout=layout) for pillar in key.pillars]
    assert found_in(table, key, layout) is not None, "it took one pass"
    monkeypatch.setattr(one_pass, "sums_of", lambda *_: None)
    return fast, [stats.analyse(table, key, pillar, layout=layout) for pillar in key.pillars]


@pytest.mark.slow
@pytest.mark.parametrize("make", [dict, pl.DataFrame])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_all_statistics_are_equal(monkeypatch, make, dtype):
    fast, slow = both_ways(monkeypatch, make(columns(dtype)))
    assert slow == fast


@pytest.mark.slow
@pytest.mark.parametrize("dtype", ["int8", "uint8", "int64", "float64"])
def test_whole_numbers_without_gaps_are_equal(monkeypatch, dtype):
    fast, slow = both_ways(monkeypatch, columns(dtype, gaps=0))
    assert slow == fast


@pytest.mark.slow
@pytest.mark.parametrize("least", ["0", "1/2", "1"])
@pytest.mark.parametrize("gaps", ["left-blank", "not-asked"])
def test_missing_rules_are_equal(monkeypatch, least, gaps):
    key = attrs.evolve(KEY, min_answered=ik.Form("f", "F", min_answered=least).min_answered)
    fast, slow = both_ways(monkeypatch, columns(gaps=0.5), key, TableLayout(gaps=gaps))
    assert slow == fast


@pytest.mark.slow
def test_weights_and_wider_scales_are_equal(monkeypatch):
    items = [attrs.evolve(item, weight=1 + i % 3, values=tuple(range(-3, 8))) for i, item in enumerate(KEY.items)]
    table = columns()
    table = {item: np.where(values == 4, 7, values - 3) for item, values in table.items()}
    fast, slow = both_ways(monkeypatch, table, attrs.evolve(KEY, items=tuple(items)))
    assert slow == fast


def test_the_sums_and_percents_are_those_of_the_other_road():
    table = columns()
    found, rows = found_in(table)
    answers = sample._answers(table, KEY, SUBSCALE, TableLayout())
    slow = sum_pairs(sample.keyed_points(answers))
    for name in ("both", "sums", "products", "squares"):
        assert np.array_equal(getattr(slow, name), getattr(found, name)), name
    assert (slow.size, slow.rows, slow.least) == (found.size, found.rows, found.least)
    percents = sample.percents(answers, SUBSCALE)
    assert np.array_equal(percents[~np.isnan(percents)], rows)


def with_cell(cell):
    table = columns(rows=20)
    table[ITEMS[3]][5] = cell
    return table


def changed(**changes):
    return attrs.evolve(KEY, items=tuple(attrs.evolve(item, **changes) for item in KEY.items))


NOT_PLAIN = {
    "a number off the scale": (with_cell(5), KEY, TableLayout()),
    "a number below it": (with_cell(-1), KEY, TableLayout()),
    "a fraction": (with_cell(1.5), KEY, TableLayout()),
    "a number of no byte": (with_cell(257), KEY, TableLayout()),
    "infinity": (with_cell(np.inf), KEY, TableLayout()),
    "codes": (columns(rows=20), KEY, TableLayout(codes={"9": "does-not-apply"})),
    "an offset": (columns(rows=20), KEY, TableLayout(offset={"*": 1})),
    "rows that are left out": (columns(rows=20), KEY, TableLayout(skip=1)),
    "a layout that does not fit": (columns(rows=20), KEY, TableLayout(columns={"nothing": "x"})),
    "an array": (np.zeros((3, 49)), KEY, TableLayout()),
    "a lazy table": (pl.LazyFrame(columns(rows=20)), KEY, TableLayout()),
    "a column that is not there": ({}, KEY, TableLayout()),
    "text": ({item: ["1", "2"] for item in ITEMS}, KEY, TableLayout()),
    "columns of several lengths": (columns(rows=20) | {ITEMS[0]: np.zeros(3)}, KEY, TableLayout()),
    "points": (columns(rows=20), changed(points=(0, 1, 3, 4, 5)), TableLayout()),
    "a scale with a hole": (columns(rows=20), changed(values=(0, 1, 2, 4)), TableLayout()),
    "a scale of two bytes": (columns(rows=20), changed(values=tuple(range(300))), TableLayout()),
    "sums that are too large": (columns(rows=20), changed(values=tuple(range(100))), TableLayout()),
}


@pytest.mark.parametrize("what", NOT_PLAIN)
def test_what_is_not_plain_is_left_to_the_other_road(what):
    assert found_in(*NOT_PLAIN[what]) is None


def test_nobody_is_a_sample_too():
    found, rows = found_in({item: np.empty(0) for item in ITEMS})
    assert (0, 0, 0) == (found.size, found.rows, rows.size)
    assert set(PILLARS) == {subscale.id for subscale in KEY.subscales}
