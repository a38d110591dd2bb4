"""Progress in a programme: what waits, waits; nothing is kept back but what a gate or a wish keeps back."""

import json
from datetime import date, datetime, timedelta

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.plan import gates_of, programmes
from intimacy_kit.safety import NOT_ASKED, SafetyState, Standing
from tests.support.catalogues import built_in
from tests.support.paths import GOOD

JOURNEY = ik.load_path(GOOD / "journey")
APART = SafetyState(Standing.APART)
START = date(2026, 11, 2)
SITTING = ("1.practice.calm.bench", "1.practice.calm.porch", "1.prompt.calm.prompt.chair")
DANCING = ("2.practice.zest.walk", "2.prompt.calm.prompt.seat", "2.form.all")


def open_to(*gates):
    return SafetyState(Standing.CLEAR, frozenset(gates))


def after(days, id="two-weeks", catalogue=JOURNEY, **wishes):
    return ik.programme(catalogue, id, start=START, on=START + timedelta(days), **wishes)


def keys(progress):
    return tuple(step.key for step in progress.week.steps) if progress.week else ()


@pytest.mark.parametrize("days", [0, 6, 7, 13, 300])
def test_a_week_waits_until_it_is_finished(days):
    assert ("Sitting", SITTING) == (after(days).week.title, keys(after(days)))
    assert SITTING[:2] == keys(after(days, done=SITTING[2:]))


def test_the_next_week_opens_when_the_one_before_is_finished_but_not_before_its_day():
    ahead = after(6, done=SITTING)
    assert (None, START + timedelta(7)) == (ahead.week, ahead.opens)
    assert DANCING == keys(after(7, done=SITTING)) == keys(after(100, done=SITTING))


@pytest.mark.parametrize(
    ("finished", "opens"),
    [(0, 7), (6, 7), (7, 14), (13, 14), (20, 21), (60, 63), (-3, 7)],
)
def test_after_a_break_the_next_week_opens_in_the_week_after_the_one_that_was_finished(finished, opens):
    done = dict.fromkeys(SITTING, START) | {SITTING[0]: START + timedelta(finished)}
    waits = after(opens - 1, done=done)
    assert (None, START + timedelta(opens)) == (waits.week, waits.opens)
    assert DANCING == keys(after(opens, done=done))


def test_days_of_what_is_not_in_the_programme_change_nothing():
    done = dict.fromkeys(SITTING, START) | {"9.practice.x": START + timedelta(90), DANCING[0]: START + timedelta(80)}
    assert DANCING[1:] == keys(after(7, done=done))


@given(st.dictionaries(st.sampled_from([*SITTING, *DANCING]), st.integers(0, 60)), st.integers(0, 90))
def test_days_never_open_a_week_earlier_and_change_nothing_of_what_waits_in_it(done, days):
    dated = {key: START + timedelta(day) for key, day in done.items()}
    plain, paced = after(days, done=list(done)), after(days, done=dated)
    assert paced.week in {None, plain.week} if plain.week else paced == plain or paced.opens >= plain.opens


def test_a_year_that_was_begun_late_keeps_its_four_months_between_two_times():
    year = "year-of-outsiders"
    done = {"1.practice.conflict.caring-outsider": START + timedelta(100)}
    clear = open_to(ik.Gate.CONFLICT)
    wait = ik.programme(built_in(), year, start=START, on=START + timedelta(150), done=done, safety=clear)
    assert START + timedelta(7 * (14 + 17)) == wait.opens


def test_progress_is_json_and_comes_back_as_it_went():
    for progress in (after(0, access=["no-speech"]), after(6, done=SITTING), after(20, done=[*SITTING, *DANCING])):
        assert progress == ik.Progress.from_dict(json.loads(json.dumps(progress.to_dict())))
    with pytest.raises(ik.InvalidValue, match="missing-key"):
        ik.Progress.from_dict({"programme": "two-weeks"})


def test_before_the_first_day_nothing_is_open():
    assert (None, START) == (after(-3).week, after(-3).opens)


def test_what_is_skipped_comes_no_more():
    assert DANCING[1:] == keys(after(8, done=SITTING, skipped=DANCING[:1]))


def test_after_the_last_week_nothing_waits():
    over = after(20, done=[*SITTING, *DANCING])
    assert (None, None, "Stop whenever you like.") == (over.week, over.opens, over.stop)


def test_a_step_says_what_it_is_and_how_to_do_it_another_way():
    bench, porch, chair = after(0, access=["no-speech"]).week.steps
    assert ("calm.bench", None, {ik.Access.NO_SPEECH: "Sit in silence."}) == (
        bench.practice,
        bench.prompt,
        bench.access,
    )
    assert (None, "calm.prompt.chair", "Which chair do you like best?") == (chair.practice, chair.prompt, chair.title)
    assert (None, {}) == (porch.apart, porch.access)
    form = after(8, done=SITTING).week.steps[-1]
    assert ("all", "All of it") == (form.form, form.title)


def test_what_does_not_work_apart_or_is_not_wanted_is_passed_over():
    apart = after(0, distance=True).week.steps
    assert [("calm.porch", "Sit on two porches, on a call."), (None, None)] == [(s.practice, s.apart) for s in apart]
    assert SITTING[:1] == keys(after(0, exclude=["home"]))
    assert DANCING[:1] == keys(after(0, exclude=["calm"]))[:1]


def test_a_week_of_which_nothing_is_wanted_takes_no_time():
    assert DANCING[:1] + DANCING[2:] == keys(after(0, exclude=["calm"]))


def test_a_week_can_open_months_after_the_one_before():
    year = built_in().programmes["year-of-outsiders"]
    clear = open_to(ik.Gate.CONFLICT)
    done = ["1.practice.conflict.caring-outsider"]
    wait = ik.programme(built_in(), year.id, start=START, on=START + timedelta(50), done=done, safety=clear)
    assert START + timedelta(7 * 17) == wait.opens
    later = ik.programme(built_in(), year.id, start=START, on=wait.opens, done=done, safety=clear)
    assert ("2.practice.conflict.caring-outsider",) == keys(later)


def test_the_gates_of_a_programme_are_those_of_its_cards():
    gates = {id: gates_of(JOURNEY, each) for id, each in JOURNEY.programmes.items()}
    assert {"two-weeks": (), "one-chair": (), "quarrels": (ik.Gate.CONFLICT,)} == gates
    both = attrs.evolve(
        JOURNEY.programmes["quarrels"], weeks=[ik.Week("A", "A.", practices=["zest.dance", "zest.quarrel"])]
    )
    assert (ik.Gate.CONFLICT, ik.Gate.TOUCH) == gates_of(JOURNEY, both)


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (NOT_ASKED, ["two-weeks", "one-chair"]),
        (open_to(), ["two-weeks", "one-chair"]),
        (open_to(ik.Gate.CONFLICT), ["two-weeks", "one-chair", "quarrels"]),
        (APART, ["one-chair"]),
    ],
)
def test_a_programme_is_offered_when_each_of_its_cards_is(state, offered):
    assert offered == [each.id for each in programmes(JOURNEY, safety=state)]
    for id in JOURNEY.programmes:
        assert (id in offered) == (after(0, id, safety=state).week is not None)


def test_a_programme_behind_the_gate_for_trauma_is_never_offered():
    closed = attrs.evolve(JOURNEY.practices["calm.bench"], gates=[ik.Gate.TRAUMA], not_for="Most.")
    catalogue = attrs.evolve(
        JOURNEY, practices=[{**JOURNEY.practices, closed.id: closed}[id] for id in JOURNEY.practices]
    )
    assert after(0, catalogue=catalogue, safety=open_to(ik.Gate.TRAUMA)).week is None


def test_programmes_are_for_one_or_for_two():
    assert ["one-chair"] == [each.id for each in programmes(JOURNEY, alone=True)]
    assert ["two-weeks"] == [each.id for each in programmes(JOURNEY, alone=False)]


@given(st.integers(-5, 400), st.lists(st.sampled_from([*SITTING, *DANCING, "9.practice.x"])))
def test_what_is_kept_back_looks_like_what_has_come_to_its_end(days, done):
    kept_back = after(days, "quarrels", done=done)
    ended = after(
        days, "quarrels", safety=open_to(ik.Gate.CONFLICT), done=["1.practice.zest.quarrel", "2.practice.calm.chair"]
    )
    assert ended.to_dict() == kept_back.to_dict()


@given(st.integers(0, 400), st.sets(st.sampled_from([*SITTING, *DANCING])))
@example(0, set(SITTING))
def test_nothing_waits_that_was_done_and_all_else_comes_in_its_turn(days, done):
    seen = set()
    while (now := after(days, done=[*done, *seen])).week or now.opens:
        assert not done & set(keys(now))
        seen |= set(keys(now))
        days += 7
    assert set(SITTING) | set(DANCING) == done | seen


def test_every_argument_that_makes_no_sense_is_named():
    with pytest.raises(ik.InvalidValue) as caught:
        ik.programme(JOURNEY, "two-weeks", start="2026", on=None, done="x", access=["no-fun"], safety=None)
    assert ["safety", "start", "on", "done", "access"] == [each.path[0] for each in caught.value.problems]
    with pytest.raises(ik.InvalidValue, match="safety"):
        programmes(JOURNEY, safety=None)
    with pytest.raises(ik.UnknownId, match="no programme 'two-week'; did you mean 'two-weeks'"):
        after(0, "two-week")


@pytest.mark.parametrize("day", [None, "2026-11-02", datetime(2026, 11, 2), date(9001, 1, 1)])  # noqa: DTZ001  # no day
def test_a_day_on_which_nothing_can_be_done_is_named_without_the_step(day):
    with pytest.raises(ik.InvalidValue) as caught:
        after(0, done={SITTING[0]: day, SITTING[1]: day})
    assert [("bad-date", ("done",))] == [(each.code, each.path) for each in caught.value.problems]
    assert "calm" not in str(caught.value)


def test_a_programme_begins_in_a_year_that_has_years_after_it():
    with pytest.raises(ik.InvalidValue, match="the first day is too far away"):
        ik.programme(JOURNEY, "two-weeks", start=date.max, on=date.max)
