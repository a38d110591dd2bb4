"""What goes with a practice, from whichever side the link was written, as far as it may be offered."""

import pytest

import intimacy_kit as ik
from intimacy_kit.plan import related
from intimacy_kit.safety import NOT_ASKED, SafetyState, Standing
from tests.support.paths import GOOD

JOURNEY = ik.load_path(GOOD / "journey")
TOUCH = SafetyState(Standing.CLEAR, frozenset([ik.Gate.TOUCH]))


def ids(id, safety=NOT_ASKED):
    found = related(JOURNEY, id, safety=safety)
    return [[each.id for each in cards] for cards in (found.easier, found.harder, found.prompts)]


def test_links_go_both_ways():
    assert [["calm.chair"], ["zest.dance"], ["calm.prompt.chair"]] == ids("calm.bench", TOUCH)
    assert [[], ["calm.bench"], []] == ids("calm.chair")
    assert [["calm.bench"], [], []] == ids("zest.dance")


def test_what_may_not_be_offered_is_not_there():
    assert [["calm.chair"], [], ["calm.prompt.chair"]] == ids("calm.bench")
    assert [["calm.chair"], [], []] == ids("calm.bench", SafetyState(Standing.APART))


def test_an_unknown_practice_and_a_wrong_state_are_named():
    with pytest.raises(ik.UnknownId, match="no practice 'calm.bank'"):
        related(JOURNEY, "calm.bank")
    with pytest.raises(ik.InvalidValue, match="safety"):
        related(JOURNEY, "calm.bench", safety=None)
