"""Planted leaks: what the canary has to catch."""

import attrs

import intimacy_kit as ik
from intimacy_kit.errors import Problem


@attrs.frozen
class _Open:
    answer: int

    def __repr__(self):
        return "<Open>"


def shows_in_its_fields(answers):
    """Hides an answer from repr alone; pretty printers go by the fields."""
    return _Open(answers["hearing.s0"])


def says_it_in_the_message(answers):
    """Says an answer in an error."""
    raise ik.InvalidValue([Problem("out-of-range", f"{answers['hearing.s0']} is not on the scale")])


def leaves_it_in_a_local(answers):
    """Fails while it holds answers."""
    held = dict(answers)
    raise ik.UnknownId("item", "x", [str(len(held))])


def leaves_it_deeper_down(answers):
    """Fails in what it calls."""
    return leaves_it_in_a_local(answers)


def leaves_it_in_the_cause(answers):
    """Fails twice, the first time with answers at hand."""
    try:
        leaves_it_in_a_local(answers)
    except ik.UnknownId:
        raise ValueError("again") from None
