"""An error that leaves a sealed function takes no local variable along."""

import pytest

from intimacy_kit._sealed import SealedIterator, sealed


def left_in(error):
    """Return the local variables, as text, that an error takes along from all but the test itself."""
    found, trace = [], error.__traceback__
    while trace:
        if not trace.tb_frame.f_code.co_name.startswith("test_"):
            found += map(str, trace.tb_frame.f_locals.values())
        trace = trace.tb_next
    return found


def deeper(answer):
    copied = answer
    raise ValueError("the message stays" if copied else "")


@sealed
def scored(answer):
    return deeper(answer)


@sealed
def chained(answer):
    try:
        deeper(answer)
    except ValueError as error:
        raise LookupError("nothing there") from error


def open_to_all(answer):
    return deeper(answer)


def test_without_the_seal_the_answer_would_be_seen():
    with pytest.raises(ValueError, match="the message stays") as caught:
        open_to_all("secret 4")
    assert "secret 4" in left_in(caught.value)


def test_the_frames_of_all_that_was_called_are_cleared():
    with pytest.raises(ValueError, match="the message stays") as caught:
        scored("secret 4")
    assert "secret 4" not in left_in(caught.value)


def test_so_are_those_of_the_error_that_led_to_it():
    with pytest.raises(LookupError, match="nothing there") as caught:
        chained("secret 4")
    assert "secret 4" not in left_in(caught.value)
    assert "secret 4" not in left_in(caught.value.__cause__)


@sealed
def answered(answer):
    try:
        int(answer)
    except ValueError:
        raise LookupError("no number") from None


def test_what_an_error_left_behind_on_purpose_is_let_go():
    with pytest.raises(LookupError) as caught:
        answered("secret 4")
    assert caught.value.__context__ is None


def test_the_error_that_the_caller_is_handling_stays_behind():
    try:
        raise KeyError("the caller's own")
    except KeyError:
        with pytest.raises(LookupError) as caught:
            answered("secret 4")
    assert "the caller's own" == caught.value.__context__.args[0]


def test_a_function_keeps_its_name_and_what_it_returns():
    @sealed
    def doubled(value):
        """Return twice as much."""
        return 2 * value

    assert ("doubled", "Return twice as much.", 8) == (doubled.__name__, doubled.__doc__, doubled(4))


def one_by_one(answers):
    for answer in answers:
        yield deeper(answer) if answer == "secret" else answer


def test_what_is_gone_through_later_is_sealed_as_well():
    answers = SealedIterator(one_by_one(["first", "secret"]))
    assert "first" == next(answers)
    with pytest.raises(ValueError, match="the message stays") as caught:
        next(answers)
    assert "secret" not in "".join(left_in(caught.value))
    assert [] == list(answers)
