"""Two people's choices: both or nothing, and never a count."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.couple import Guess, GuessView, guess_view
from tests.support.paths import GOOD
from tests.support.problems import problems_of

PROMPTS = ik.load_path(GOOD / "journey").prompts
SEAT = PROMPTS["calm.prompt.seat"]
positions = st.none() | st.integers(0, 2)
guesses = st.builds(Guess, positions, positions)
unanswered = st.builds(Guess, st.none(), positions)


def test_once_both_have_answered_both_see_what_each_chose_and_guessed():
    a, b = Guess(0, 1), Guess(2)
    assert GuessView(SEAT.id, a, b) == guess_view(SEAT, a=a, b=b)


@given(unanswered, guesses, guesses)
def test_as_long_as_one_has_not_answered_nothing_depends_on_the_other(mine, theirs, other):
    assert guess_view(SEAT, a=mine, b=theirs).to_dict() == guess_view(SEAT, a=mine, b=other).to_dict()
    assert guess_view(SEAT, a=theirs, b=mine).to_dict() == GuessView(SEAT.id).to_dict()


def test_a_view_has_no_count_and_its_repr_shows_no_answer():
    assert ["prompt", "a", "b"] == [field.name for field in attrs.fields(GuessView)]
    assert "GuessView(prompt='calm.prompt.seat')" == repr(guess_view(SEAT, a=Guess(2), b=Guess(1)))
    assert "Guess()" == repr(Guess(1, 2))


def test_a_prompt_without_options_cannot_be_guessed():
    with pytest.raises(ik.InvalidValue, match="bad-options") as caught:
        guess_view(PROMPTS["calm.prompt.chair"], a=Guess(0), b=Guess())
    assert 1 == len(caught.value.problems)


def test_a_position_that_the_prompt_does_not_have_is_named_without_being_shown():
    with pytest.raises(ik.InvalidValue) as caught:
        guess_view(SEAT, a=Guess(5), b=Guess(0, 4))
    found = [(each.code, each.path, each.remedy) for each in caught.value.problems]
    remedy = "the positions go from 0 to 2"
    assert [("not-offered", ("a",), remedy), ("not-offered", ("b",), remedy)] == found


@pytest.mark.parametrize("wrong", [-1, 6, "0", True, 0.0])
def test_a_position_is_a_small_whole_number(wrong):
    assert [("bad-number", "own")] == problems_of(Guess, own=wrong)
