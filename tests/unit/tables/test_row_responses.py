"""Rows of tables as responses: they score as the rows do, and plans and histories take them."""

import random
import traceback
from datetime import UTC, date, datetime

import pandas as pd
import polars as pl
import pytest

import intimacy_kit as ik
from intimacy_kit.tables import TableLayout, responses, score_frame
from tests.support.catalogues import built_in
from tests.support.exports import CATALOGUE, ITEMS, KEY
from tests.support.paths import DATA

DAY = date(2026, 11, 1)
ROWS = pl.DataFrame(
    {
        "who": ["ann", "bo"],
        "day": ["2026-11-01", "2026-11-02T23:59"],
        **{id: ["4", "Mostly"] for id in ITEMS},
    }
).with_columns(pl.Series(ITEMS[1], ["No answer", ""]), pl.Series(ITEMS[2], ["not-asked", "did-not-come-up"]))
LAYOUT = TableLayout(ids="who", day="day")


@pytest.mark.parametrize("make", [lambda f: f, pl.DataFrame.lazy, pl.DataFrame.to_pandas, pl.DataFrame.to_arrow])
def test_a_row_is_a_response_with_its_id_as_seed_and_its_day(make):
    ann, bo = responses(make(ROWS), CATALOGUE, "short", layout=LAYOUT)
    assert ("ann", DAY) == (ann.checkin.seed, ann.on)
    assert ("bo", date(2026, 11, 2)) == (bo.checkin.seed, bo.on)
    assert {**dict.fromkeys(ITEMS, 4), ITEMS[1]: ik.Missing.DECLINED} == {**ann.answers, ITEMS[2]: 4}
    assert ITEMS[2] not in ann.checkin.item_ids
    assert (ik.Missing.BLANK, ik.Missing.BLANK) == (bo.answers[ITEMS[1]], bo.answers[ITEMS[2]])


@pytest.mark.parametrize("kind", [pl.Int64, pl.Float64, pl.String])
def test_responses_score_as_the_rows_do(kind):
    frame = pl.DataFrame({"who": ["a", "b", "c"], **{id: [1, 5, None] for id in ITEMS}}).cast(
        dict.fromkeys(ITEMS, kind)
    )
    frame = frame.with_columns(pl.Series(ITEMS[0], [2, None, -9]).cast(kind))
    layout = TableLayout(ids="who", codes={-9: "not-asked"})
    scores = score_frame(frame, KEY, layout=layout)
    results = [ik.score(each) for each in responses(frame, CATALOGUE, "short", layout=layout, on=DAY)]
    for pillar in KEY.pillars:
        assert scores[f"{pillar}_percent"].to_list() == [each[pillar].percent for each in results]


def test_a_diary_gives_a_line_for_each_person():
    rows = [
        (who, datetime(2026, 11, day, tzinfo=UTC), id, 3 + day % 2) for who in "ab" for day in (1, 2) for id in ITEMS
    ]
    frame = pl.DataFrame(rows, schema=["person", "day", "item", "value"], orient="row")
    given = list(responses(frame, CATALOGUE, "short", layout=TableLayout(shape="long", day="day")))
    assert [("a", 1), ("a", 2), ("b", 1), ("b", 2)] == [(each.checkin.seed, each.on.day) for each in given]


def test_a_form_that_draws_is_taken_whole():
    catalogue = built_in()
    items = [item.id for item in catalogue.form_items("pulse")]
    frame = pl.DataFrame({"who": ["a"], **{id: [2] for id in items}})
    (response,) = responses(frame, catalogue, "pulse", layout=TableLayout(ids="who"), on=DAY)
    assert set(ik.ScoringKey.from_form(catalogue, "pulse").scored) <= set(response.checkin.item_ids)


def test_what_is_missing_for_responses_is_told_at_once():
    with pytest.raises(ik.InvalidValue) as error:
        responses(ROWS, CATALOGUE, "short", layout=TableLayout(), on_invalid="maybe")
    assert ["on_invalid", "on", "ids"] == [problem.location for problem in error.value.problems]
    with pytest.raises(ik.InvalidValue) as error:
        responses(ROWS, CATALOGUE, "short", layout=TableLayout(ids="who"), on="2026-11-01")
    assert ["bad-date"] == [problem.code for problem in error.value.problems]
    wrong = ROWS.with_columns(pl.Series("day", ["2026-11-01", "soon"]))
    with pytest.raises(ik.InvalidValue, match="1 cells without a day, first in row 2|1 cell without a day, in row 2"):
        responses(wrong, CATALOGUE, "short", layout=LAYOUT)


def test_a_cell_that_means_nothing_refuses_the_table_or_was_left_blank():
    wrong = ROWS.with_columns(pl.Series(ITEMS[0], ["often", "3"]))
    with pytest.raises(ik.InvalidValue, match="unknown-label"):
        responses(wrong, CATALOGUE, "short", layout=LAYOUT)
    first, _ = responses(wrong, CATALOGUE, "short", layout=LAYOUT, on_invalid="null")
    assert ik.Missing.BLANK is first.answers[ITEMS[0]]
    numbers = pd.DataFrame({"who": ["a"], **{id: [9] for id in ITEMS}})
    (first,) = responses(numbers, CATALOGUE, "short", layout=TableLayout(ids="who"), on=DAY, on_invalid="null")
    assert {ik.Missing.BLANK} == set(first.answers.values())
    long = pl.DataFrame({"person": ["a"] * 3, "item": [ITEMS[0], ITEMS[0], "nothing"], "value": [3, 3, 3]})
    layout = TableLayout(shape="long")
    with pytest.raises(ik.InvalidValue, match="repeated-answer"):
        responses(long, CATALOGUE, "short", layout=layout, on=DAY)
    (first,) = responses(long, CATALOGUE, "short", layout=layout, on=DAY, on_invalid="null")
    assert {ik.Missing.BLANK} == set(first.answers.values())


def test_numbers_of_a_range_are_the_answers_that_they_are():
    catalogue = ik.load_path(DATA / "cases" / "sliders")
    ids = list(ik.ScoringKey.from_form(catalogue, "form").scored)
    for kind in (pl.Float64, pl.String):
        frame = pl.DataFrame({"who": ["a"], **dict(zip(ids, ([37], [52.5], [None]), strict=True))}, strict=False)
        frame = frame.cast(dict.fromkeys(ids, kind))
        (response,) = responses(frame, catalogue, "form", layout=TableLayout(ids="who"), on=DAY)
        assert [37, 52.5, ik.Missing.BLANK] == [response.answers[id] for id in ids]


def test_the_code_of_a_gap_is_read_in_a_long_table_as_in_a_wide_one():
    frame = pl.DataFrame({"person": ["a"] * 6, "item": ITEMS, "value": [-9, 4, 3, 2, 1, 5]})
    layout = TableLayout(shape="long", codes={-9: "not-asked"})
    (response,) = responses(frame, CATALOGUE, "short", layout=layout, on=DAY)
    assert tuple(ITEMS[1:]) == response.checkin.item_ids


@pytest.mark.parametrize("shape", ["wide", "long"])
@pytest.mark.parametrize("case", ["apply", "children", "codes", "sliders", "sums"])
def test_responses_of_any_cells_score_as_their_rows_do(case, shape):
    catalogue = ik.load_path(DATA / "cases" / case)
    key = ik.ScoringKey.from_form(catalogue, "form")
    pick = random.Random(f"{case} {shape}")
    cells = ["", "-9", "left-blank", "not-asked", "does-not-apply", "often", "7.25", *"0123456"]
    rows = [(f"p{n:02}", id, pick.choice(cells)) for n in range(60) for id in key.relevant]
    frame = pl.DataFrame(rows, schema=["person", "item", "value"], orient="row")
    layout = TableLayout(shape="long", codes={-9: "not-asked"}) if shape == "long" else TableLayout(ids="person")
    if shape == "wide":
        frame = frame.pivot("item", index="person", values="value")
    scores = score_frame(frame, key, layout=layout, on_invalid="null").sort("person")
    made = [ik.score(each) for each in responses(frame, catalogue, "form", layout=layout, on=DAY, on_invalid="null")]
    for row, result in zip(scores.to_dicts(), made, strict=True):
        for score in result:
            assert (row[f"{score.id}_percent"], row[f"{score.id}_answered"]) == (score.percent, score.answered)
            assert row[f"{score.id}_asked"] == score.asked


def test_an_id_that_need_not_be_there_is_part_of_the_seed_where_it_is():
    layout = TableLayout(ids=["who", "wave?"], day="day")
    assert ["ann", "bo"] == [each.checkin.seed for each in responses(ROWS, CATALOGUE, "short", layout=layout)]
    waves = ROWS.with_columns(wave=pl.Series([1, 2]))
    assert ["ann 1", "bo 2"] == [each.checkin.seed for each in responses(waves, CATALOGUE, "short", layout=layout)]


def test_a_day_of_a_table_is_taken_as_it_is():
    frame = pl.DataFrame({"who": ["a"], "day": [DAY], **{id: [1] for id in ITEMS}})
    (only,) = responses(frame, CATALOGUE, "short", layout=LAYOUT)
    assert DAY == only.on


def test_an_error_on_the_way_takes_no_rows_along(monkeypatch):
    table = pd.DataFrame([{"who": "a", **dict.fromkeys(ITEMS, 1)}])

    def fails(*_, **__):
        raise KeyboardInterrupt

    found = responses(table, CATALOGUE, KEY.form, layout=TableLayout(ids=["who"]), on=date(2026, 11, 23))
    monkeypatch.setattr(ik.CheckIn, "answer", fails)
    with pytest.raises(KeyboardInterrupt) as caught:
        list(found)
    frames = [frame for frame, _ in traceback.walk_tb(caught.value.__traceback__)]
    left = {frame.f_code.co_name: frame.f_locals for frame in frames if "intimacy_kit" in frame.f_code.co_filename}
    assert {} == left["_responses"]
