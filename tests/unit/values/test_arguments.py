"""Arguments of functions are checked in one place, and no message holds what was given."""

import pytest

import intimacy_kit as ik
from intimacy_kit._values.arguments import expect, member, members, one_of, storable_text, texts, whole_number
from intimacy_kit.errors import InvalidValue, Problems


def noted(check, *args, **kwargs):
    """Return what a check returns, and its problems as text."""
    problems = Problems()
    return check(*args, problems, **kwargs), [str(each) for each in problems]


@pytest.mark.parametrize("value", [1, 5])
def test_a_whole_number_in_its_range_is_taken(value):
    assert (True, []) == noted(whole_number, value, "depth", low=1, high=5)


@pytest.mark.parametrize("value", [0, 6, 1.0, "1", True, None])
def test_any_other_is_refused(value):
    expected = "width bad-number  width is a whole number of pixels from 1 to 5"
    assert (False, [expected]) == noted(whole_number, value, "width", low=1, high=5, unit="pixels")


def test_a_whole_number_without_an_end_can_still_be_written_out():
    assert (True, []) == noted(whole_number, 10**200, "occasion", low=0)
    expected = "occasion bad-number  occasion is a whole number from 0"
    assert (False, [expected]) == noted(whole_number, 10**200 + 1, "occasion", low=0)


@pytest.mark.parametrize("value", ["a\x00", "\ud800", 5, b"x", None])
def test_a_seed_is_text_that_can_be_stored(value):
    assert (True, []) == noted(storable_text, "pair 7", "seed")
    remedy = "" if isinstance(value, str) else "; give text, such as str(seed)"
    expected = f"seed bad-character  seed is not text that can be stored{remedy}"
    assert (False, [expected]) == noted(storable_text, value, "seed")


def test_an_argument_of_another_kind_is_named_by_the_kinds_alone():
    expect(int, 5, "count", "")
    with pytest.raises(InvalidValue, match="count is an object, not an int; count on your fingers"):
        expect(int, object(), "count", "count on your fingers")


def test_a_single_text_is_no_list():
    assert (("a", "b"), []) == noted(texts, ["a", "b"], "exclude")
    assert ((), ["exclude wrong-kind  exclude is a single text; give a list"]) == noted(texts, "ab", "exclude")


def test_members_are_given_as_themselves():
    assert ((ik.Mode.SOLO,), []) == noted(members, ik.Mode, [ik.Mode.SOLO], "modes")
    expected = "modes bad-choice  modes holds something that is not a mode"
    remedy = "each is one of Mode.SOLO, Mode.TOGETHER, Mode.ASYNC"
    assert ((), [f"{expected}; {remedy}"]) == noted(members, ik.Mode, ["solo"], "modes")


def test_a_word_is_taken_as_itself_or_as_its_text():
    assert (ik.Mode.SOLO, []) == noted(member, ik.Mode, "solo", "mode")
    assert (ik.Mode.SOLO, []) == noted(member, ik.Mode, ik.Mode.SOLO, "mode")
    assert (None, ["mode bad-choice  there is no such mode; it is one of solo, together, async"]) == noted(
        member, ik.Mode, "secret", "mode"
    )


def test_a_word_without_a_vocabulary_is_one_of_a_few():
    assert (None, []) == noted(one_of, ("raise", "null"), "raise", "on_invalid")
    expected = "on_invalid bad-choice  there is no such on_invalid; it is one of raise, null"
    assert (None, [expected]) == noted(one_of, ("raise", "null"), "secret", "on_invalid")


@pytest.mark.parametrize("value", [None, 5, True])
def test_what_is_no_list_is_refused(value):
    assert ((), ["done wrong-kind  done is not a list; give a list"]) == noted(texts, value, "done")


@pytest.mark.parametrize("value", [[[]], ["a", {}], [set()]])
def test_a_list_of_what_is_no_word_is_refused(value):
    assert ((), ["done wrong-kind  done holds something that is not a word; give ids"]) == noted(texts, value, "done")
