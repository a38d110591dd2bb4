"""Something to talk about: only what each gate, each wish and the state of the person allow."""

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit.safety import NOT_ASKED, SafetyState, Standing
from tests.support.small_catalogue import CATALOGUE

VIEW = ik.CoupleView((ik.SharedPillar("hearing", 50, 50),), ik.Perspective.SELF)
GATED = ik.Prompt("hearing.gated", "hearing", "What?", 1, gates=(ik.Gate.CONFLICT,))
TOUCH = ik.Prompt("hearing.touch", "hearing", "What?", 1, gates=(ik.Gate.TOUCH,))
HOME = ik.Prompt("hearing.home", "hearing", "What?", 1, distance=ik.Distance.NO)


def seen(*prompts, **wishes):
    """Return the prompts of many weeks."""
    catalogue = attrs.evolve(CATALOGUE, prompts=[*CATALOGUE.prompts.values(), *prompts])
    weeks = (ik.conversation_prompts(catalogue, VIEW, seed="s", occasion=week, **wishes) for week in range(12))
    return {prompt.id for week in weeks for prompt in week}


def open_to(*gates):
    return SafetyState(Standing.CLEAR, frozenset(gates))


@pytest.mark.parametrize(
    ("state", "comes"), [(NOT_ASKED, False), (open_to(), False), (open_to(ik.Gate.CONFLICT), True)]
)
def test_a_gated_prompt_comes_only_when_it_was_opened(state, comes):
    assert comes == (GATED.id in seen(GATED, safety=state))
    assert {"hearing.p0", "hearing.p1"} <= seen(GATED, safety=state)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": ik.PromptKind.CHOICE, "options": ("Tea", "Milk")},
        {"kind": ik.PromptKind.FINISH, "text": "I like …"},
        {"once": True},
    ],
)
def test_only_open_questions_come_that_can_be_asked_again(changes):
    other = attrs.evolve(HOME, **changes)
    assert other.id not in seen(other)


def test_what_is_written_for_a_stage_comes_to_nobody_else():
    staged = attrs.evolve(HOME, stages=["apart", "ill"])
    assert staged.id not in seen(staged)
    assert staged.id not in seen(staged, stage="retired")
    assert staged.id in seen(staged, stage="ill")


def test_whoever_is_apart_has_nothing_to_talk_about():
    assert set() == seen(GATED, safety=SafetyState(Standing.APART))


def test_what_needs_nearness_does_not_come_to_those_who_are_apart():
    assert HOME.id in seen(HOME)
    assert HOME.id not in seen(HOME, distance=True)


def test_touch_never_comes_to_those_who_want_none_unless_there_is_a_way_without():
    wave = attrs.evolve(TOUCH, id="hearing.wave", access={ik.Access.NO_TOUCH: "Which wave?"})
    state = open_to(ik.Gate.TOUCH)
    assert {TOUCH.id, wave.id} <= seen(TOUCH, wave, safety=state)
    without = seen(TOUCH, wave, safety=state, access=["no-touch"])
    assert (False, True) == (TOUCH.id in without, wave.id in without)


def test_a_prompt_is_not_adapted():
    with pytest.raises(ik.InvalidValue, match="bad-distance  a prompt is not adapted"):
        ik.Prompt("a", "hearing", "What?", 1, distance=ik.Distance.ADAPT)
