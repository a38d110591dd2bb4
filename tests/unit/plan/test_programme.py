"""Progress in a programme: what waits, waits; nothing is kept back but what a gate or a wish keeps back."""

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.plan import gates_of, programmes
from intimacy_kit.safety import NOT_ASKED, SafetyState, Standing
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
    year = ik.load().programmes["year-of-outsiders"]
    clear = open_to(ik.Gate.CONFLICT)
    done = ["1.practice.conflict.caring-outsider"]
    wait = ik.programme(ik.load(), year.id, start=START, on=START + timedelta(50), done=done, safety=clear)
    assert START + timedelta(7 * 17) == wait.opens
    later = ik.programme(ik.load(), year.id, start=START, on=wait.opens, done=done, safety=clear)
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
def test_nothing_waits_that_was_done_and_all_else_comes_in_its_turn(days, done):
    seen = set()
    while waiting := keys(after(days, done=[*done, *seen])):
        assert not done & set(waiting)
        seen |= set(waiting)
        days += 7
    assert set(SITTING) | set(DANCING) == done | seen


def test_progress_can_be_sent_on():
    assert after(0) == ik.Progress.from_dict(after(0).to_dict())


def test_every_argument_that_makes_no_sense_is_named():
    with pytest.raises(ik.InvalidValue) as caught:
        ik.programme(JOURNEY, "two-weeks", start="2026", on=None, done="x", access=["no-fun"], safety=None)
    assert ["safety", "start", "on", "done", "access"] == [each.path[0] for each in caught.value.problems]
    with pytest.raises(ik.InvalidValue, match="safety"):
        programmes(JOURNEY, safety=None)
    with pytest.raises(ik.UnknownId, match="no programme 'two-week'; did you mean 'two-weeks'"):
        after(0, "two-week")
