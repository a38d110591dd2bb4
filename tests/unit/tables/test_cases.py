"""Files of the kinds that people bring, each with a small pack of its own: for one person and in a table."""

from datetime import date

import polars as pl
import pytest

import intimacy_kit as ik
from intimacy_kit.tables import TableLayout, score_frame
from tests.support.paths import DATA

DAY = date(2026, 3, 2)


def loaded(name):
    catalogue = ik.load_path(DATA / "cases" / name)
    return ik.draw(catalogue, form="form", seed="s")


def both(checkin, answers, id):
    """Return the score of a person, which the table has to give too."""
    score = ik.score(checkin.answer(answers, on=DAY))[id]
    frame = pl.DataFrame({item: [answers.get(item)] for item in checkin.item_ids}, strict=False)
    (row,) = score_frame(frame, checkin.key).to_dicts()
    for what in ("percent", "answered", "asked"):
        assert getattr(score, what) == row[f"{id}_{what}"]
    return score, row


@pytest.mark.parametrize(
    ("answers", "total", "level"),
    [
        ((6, 3, 2, 2), 13, "below"),
        ((1, 4, 4, 4), 13, "below"),
        ((4, 3, 3, None), None, None),
        ((5, 4, 3, 2), 14, "not below"),
    ],
)
def test_a_sum_has_the_levels_of_its_source(answers, total, level):
    checkin = loaded("sums")
    score, row = both(checkin, dict(zip(checkin.item_ids, answers, strict=True)), "joy")
    assert (total, level, "made2020") == (score.sum, score.level, score.level_source)
    assert (total, level) == (row["joy_sum"], row["joy_level"])


@pytest.mark.parametrize(
    ("answers", "asked", "answered", "percent"),
    [((0, 4, 5, None, None), 2, 2, 87.5), ((1, 4, 5, 3, 3), 4, 4, 68.75), ((1, 4, 5, None, None), 4, 2, None)],
)
def test_items_that_were_not_shown_leave_what_was_asked(answers, asked, answered, percent):
    checkin = loaded("children")
    score, _ = both(checkin, dict(zip(checkin.item_ids, answers, strict=True)), "fun")
    assert (asked, answered, percent) == (score.asked, score.answered, score.percent)


def test_a_person_s_answers_can_say_not_shown():
    checkin = loaded("children")
    answers = {
        "has-children": 1,
        "fun.laugh": 4,
        "fun.plan": 5,
        "fun.game": "not-shown",
        "fun.trip": ik.Missing.NOT_SHOWN,
    }
    score = ik.score(checkin.answer(answers, on=DAY))["fun"]
    assert (87.5, 2, 2) == (score.percent, score.asked, score.not_shown)


def test_an_answer_to_what_was_not_shown_is_refused():
    checkin = loaded("children")
    assert ("has-children", "fun.laugh", "fun.plan") == checkin.shown({"has-children": 0})
    with pytest.raises(ik.InvalidResponse) as caught:
        checkin.answer({"has-children": 0, "fun.game": 4}, on=DAY)
    assert [("not-shown", ("fun.game",))] == [(each.code, each.path) for each in caught.value.problems]
    assert checkin.answer({"has-children": 0}, on=DAY).to_dict()["answers"]["fun.game"] == "not-shown"


def test_what_does_not_apply_leaves_what_was_asked():
    checkin = loaded("apply")
    answers = {"trust.rely": 4, "trust.word": "does-not-apply", "trust.doubt": 2}
    score = ik.score(checkin.answer(answers, on=DAY))["trust"]
    frame = pl.DataFrame({id: [str(answer)] for id, answer in answers.items()})
    (row,) = score_frame(frame, checkin.key).to_dicts()
    assert (75.0, 2, 1) == (score.percent, score.asked, score.does_not_apply)
    assert (75.0, 2) == (row["trust_percent"], row["trust_asked"])


@pytest.mark.parametrize(
    ("answers", "percent"), [((37, 52.5, 10), 59.833333333333336), ((88.0, 64, 21.5), 76.83333333333333)]
)
def test_a_slider_takes_any_of_its_steps(answers, percent):
    checkin = loaded("sliders")
    score, _ = both(checkin, dict(zip(checkin.item_ids, answers, strict=True)), "trust")
    assert percent == score.percent


@pytest.mark.parametrize("answer", ["52.5", 52.25, -0.5, 100.5, True, float("nan"), float("inf")])
def test_what_is_no_step_of_a_slider_is_refused(answer):
    with pytest.raises(ik.InvalidResponse):
        loaded("sliders").answer({"trust.rely": answer}, on=DAY)


@pytest.mark.parametrize("kind", [pl.Int64, pl.Float64, pl.String])
def test_a_code_holds_only_for_items_of_which_it_is_no_answer(kind):
    checkin = loaded("codes")
    frame = pl.DataFrame({"fun.laugh": [3, 2], "fun.plan": [9, 99], "fun.bored": [1, 4]}).cast(kind)
    frame = (
        frame
        if kind is not pl.String
        else pl.DataFrame({"fun.laugh": ["3", "2"], "fun.plan": ["9", "99"], "fun.bored": ["1", "4"]})
    )
    codes = {9: "prefer-not-to-say", 99: "prefer-not-to-say"}
    rows = score_frame(frame, checkin.key, layout=TableLayout(codes=codes)).to_dicts()
    assert [(80.0, 3), (25.0, 2)] == [(row["fun_percent"], row["fun_answered"]) for row in rows]
