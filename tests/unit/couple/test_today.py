"""A question a day: the same for two, none again before all were asked, and never one that is asked once."""

from collections import Counter
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.couple import DEEPER_AFTER
from intimacy_kit.safety import NOT_ASKED, SafetyState, Standing
from tests.support.paths import GOOD

JOURNEY = ik.load_path(GOOD / "journey")
START = date(2026, 11, 2)
TWO_YEARS = 730
UNGATED = ("calm.prompt.chair", "calm.prompt.seat", "calm.prompt.first-home", "zest.prompt.run")


def prompt(i, depth=1, **changes):
    return ik.Prompt(f"calm.p{i}", "calm", "Which?", depth, **changes)


def with_prompts(*prompts):
    return attrs.evolve(JOURNEY, practices=(), programmes=(), prompts=prompts)


MANY = with_prompts(*(prompt(i, 1 + i % 5, once=i % 7 == 0) for i in range(240)))


def on_day(day, catalogue=JOURNEY, seed="pair", **wishes):
    return ik.today(catalogue, seed=seed, start=START, on=START + timedelta(day), **wishes)


def ids(days, catalogue=JOURNEY, **wishes):
    return [each.id if (each := on_day(day, catalogue, **wishes)) else None for day in range(days)]


def kept(days, catalogue, **wishes):
    """The prompts of an app that keeps what was opened, both partners looking at each, one of them again."""
    opened, found = {}, []
    for day in range(days):
        first = on_day(day, catalogue, opened=opened, **wishes)
        opened[first.id] = START + timedelta(day)
        assert [first] * 2 == [on_day(day, catalogue, opened=opened, **wishes) for _ in range(2)]
        found.append(first.id)
    return found


@pytest.mark.slow
def test_an_app_that_keeps_what_was_opened_asks_the_same_as_one_that_does_not():
    assert ids(TWO_YEARS, MANY) == kept(TWO_YEARS, MANY)


def test_depth_grows_slowly():
    depths = [on_day(day, MANY).depth for day in range(200)]
    for depth, before in DEEPER_AFTER.items():
        assert max(depths[:before]) < depth
        assert depth in depths[before : before + 40]
    assert 2 == max(on_day(day, MANY, max_depth=2).depth for day in range(200))


def test_all_lighter_ones_are_asked_before_a_deeper_one_comes_early():
    few = with_prompts(*(prompt(i) for i in range(3)), prompt(3, 5), prompt(4, 4))
    assert [1, 1, 1, 4, 5] == [on_day(day, few).depth for day in range(5)]
    light = dict.fromkeys(("calm.p0", "calm.p1", "calm.p2"), START)
    assert 4 == on_day(9, few, opened=light).depth
    assert 5 == on_day(9, few, opened=light | {"calm.p4": START}).depth


def test_after_all_others_the_prompts_come_again_as_far_apart_as_can_be_but_not_those_asked_once():
    assert set(UNGATED) == set(ids(4))
    again = [id for id in ids(4) if id != "calm.prompt.first-home"]
    assert again * 3 == ids(13)[4:]
    assert Counter(dict.fromkeys(again, 4) | {"calm.prompt.first-home": 1}) == Counter(ids(13))


def test_a_prompt_that_nobody_opened_waits_and_one_that_was_opened_stays_for_the_day():
    first = on_day(0, opened={})
    assert first == on_day(5, opened={})
    assert first == on_day(5, opened={first.id: START + timedelta(5)})
    assert first != on_day(6, opened={first.id: START + timedelta(5)})
    assert first == on_day(4, opened={first.id: START + timedelta(5)})


def test_what_the_catalogue_does_not_have_changes_nothing_but_how_deep_it_goes():
    gone = {f"gone.{i}": START for i in range(50)}
    assert on_day(60, JOURNEY, opened=gone).id in UNGATED


def test_when_all_was_asked_once_there_is_nothing_more():
    once = with_prompts(prompt(0, once=True))
    assert ["calm.p0", None, None] == ids(3, once)
    assert on_day(3, once, opened={"calm.p0": START}) is None
    assert on_day(0, with_prompts()) is None


@given(st.text(alphabet="abc", min_size=1, max_size=3), st.integers(0, 400))
def test_what_somebody_said_in_private_never_changes_the_prompt(seed, day):
    states = (NOT_ASKED, SafetyState(Standing.CLEAR), SafetyState(Standing.CLEAR, frozenset(ik.Gate)))
    assert 1 == len({on_day(day, seed=seed, safety=state).id for state in states})
    assert on_day(day, seed=seed, safety=SafetyState(Standing.APART)) is None


def test_a_gated_prompt_comes_only_where_both_chose_it_and_to_whom_it_may_be_offered():
    gate = [ik.Gate.CONFLICT]
    assert "zest.prompt.fight" not in ids(40)
    clear = SafetyState(Standing.CLEAR, frozenset(gate))
    asked = ids(5, gates=gate, safety=clear)
    assert "zest.prompt.fight" in asked
    assert [None if id == "zest.prompt.fight" else id for id in asked] == ids(5, gates=gate)


def test_trauma_stays_shut_in_any_case():
    closed = with_prompts(prompt(0, gates=[ik.Gate.TRAUMA]))
    clear = SafetyState(Standing.CLEAR, frozenset(ik.Gate))
    assert on_day(0, closed, gates=list(ik.Gate), safety=clear) is None


def test_wishes_leave_prompts_out():
    assert ["calm.prompt.chair"] == list(dict.fromkeys(ids(9, topics=["home"])))
    assert {"zest.prompt.run"} == set(ids(9, topics=["zest"]))
    assert "calm.prompt.chair" not in ids(9, exclude=["home"])
    assert {"zest.prompt.run"} == set(ids(9, exclude=["calm"]))
    assert "zest.prompt.baby" in ids(9, stage="new-parents")
    assert "zest.prompt.baby" not in ids(9)
    near = with_prompts(prompt(0, distance=ik.Distance.NO), prompt(1))
    assert {"calm.p1"} == set(ids(5, near, distance=True))


def test_couples_differ():
    assert ids(20, MANY, seed="pair") != ids(20, MANY, seed="other")


def test_every_argument_that_makes_no_sense_is_named():
    with pytest.raises(ik.InvalidValue) as caught:
        ik.today(
            JOURNEY, seed=1, start=None, on="today", opened=[], max_depth=6, topics="x", exclude="y", access=["z"],
            gates=["conflict"], safety=None,
        )  # fmt: skip
    paths = [each.path[0] for each in caught.value.problems]
    assert ["safety", "seed", "start", "on", "max_depth", "topics", "exclude", "access", "gates", "opened"] == paths
    with pytest.raises(ik.InvalidValue, match="the day lies before the first one"):
        on_day(-1)
    with pytest.raises(ik.InvalidValue, match="opened is not a date") as caught:
        on_day(0, opened={"a": "yesterday", "b": None})
    assert 1 == len(caught.value.problems)
