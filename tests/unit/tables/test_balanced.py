"""Expressions over many parts nest no deeper than engines can follow."""

import operator

import attrs
import polars as pl
import pytest

import intimacy_kit as ik
from intimacy_kit.tables import score_frame
from intimacy_kit.tables.balanced import combined
from tests.unit.tables.test_frame import ENGINES, rows_of

pytestmark = pytest.mark.no_cover  # a thousand times the same lines

ITEMS = 1_001


def long_key():
    """A form of 1,001 items in one pillar, every third of which is reversed."""
    items = tuple(
        ik.KeyedItem(
            f"i{i}", 1, "p", ik.Role.SCORED, ik.Keying.REVERSE if i % 3 == 0 else ik.Keying.FORWARD, tuple(range(5)), ()
        )
        for i in range(ITEMS)
    )
    return ik.ScoringKey("long", "1.0", "f", ik.Form("f", "F").min_answered, ("p",), items)


@pytest.mark.parametrize("engine", ENGINES)
def test_no_form_is_too_long(engine):
    key = long_key()
    frame = ENGINES[engine]({f"i{i}": [i % 5, None if i % 4 else 4] for i in range(ITEMS)})
    rows = rows_of(score_frame(frame, key))
    assert [100 * _total(key, lambda i: i % 5) / (4 * ITEMS), None] == [row["p_percent"] for row in rows]
    assert [ITEMS, 251] == [row["p_answered"] for row in rows]


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["polars", "pandas"])
def test_no_form_is_too_long_for_notes_on_quality(engine):
    frame = ENGINES[engine]({f"i{i}": [None if i % 4 else 4, 9] for i in range(ITEMS)})
    rows = rows_of(score_frame(frame, long_key(), on_invalid="null", quality=True))
    assert [(0, 0.0), (ITEMS, None)] == [(row["invalid"], row["spread"]) for row in rows]
    assert [1 - 251 / ITEMS, 1.0] == [row["missing"] for row in rows]


def _total(key, answer):
    return sum(4 - answer(i) if item.keying is ik.Keying.REVERSE else answer(i) for i, item in enumerate(key.items))


@pytest.mark.parametrize("engine", ENGINES)
def test_no_table_of_a_score_is_too_long(engine):
    items = long_key().items[:251]
    rule = ik.ScoreRule(
        "t", "T", tuple(item.id for item in items), reading=ik.Reading.SUM, table={n: n / 2 for n in range(ITEMS)}
    )
    key = attrs.evolve(long_key(), items=items, scores=(rule,))
    frame = ENGINES[engine]({item.id: [0, 4, None] for item in items})
    reversed_ = sum(item.keying is ik.Keying.REVERSE for item in items)
    assert [2.0 * reversed_, 2.0 * (251 - reversed_), None] == [
        row["t_value"] for row in rows_of(score_frame(frame, key))
    ]


def test_parts_are_combined_in_their_order_two_by_two():
    assert "abcdefg" == combined([*"abcdefg"], operator.add)
    depth = combined([1] * 1_000, lambda one, other: 1 + max(one, other))
    assert 11 == depth


def test_columns_without_a_reversed_item_or_with_no_other_are_added_up():
    for keying, percent in ((ik.Keying.FORWARD, 25.0), (ik.Keying.REVERSE, 75.0)):
        items = tuple(attrs.evolve(item, keying=keying) for item in long_key().items[:3])
        frame = pl.DataFrame({item.id: [1] for item in items})
        assert [percent] == score_frame(frame, attrs.evolve(long_key(), items=items))["p_percent"].to_list()
