"""What answers amount to, and how many of them a score takes."""

from fractions import Fraction

import pytest

from intimacy_kit.scoring_key.tally import Sizes, answers_needed
from intimacy_kit.scoring_key.term import Term


@pytest.mark.parametrize(
    ("asked", "least", "needed"),
    [
        (8, Fraction(1, 2), 4),
        (7, Fraction(1, 2), 4),
        (8, Fraction(5, 8), 5),
        (4, Fraction(1), 4),
        (5, Fraction(2), 2),
        (5, Fraction(3), 3),
        (5, Fraction(0), 1),
        (0, Fraction(1), 1),
    ],
)
def test_a_score_takes_a_part_of_what_was_asked_or_a_number_of_answers(asked, least, needed):
    assert needed == answers_needed(asked, least)


def terms(*spans, gap=1, low=0, weight=1):
    """Return terms that add so much at most each, whose neighbouring answers lie a gap apart."""
    return [Term(f"i{i}", 0, 1, weight, span, (0, gap), low) for i, span in enumerate(spans)]


def test_spans_low_ends_and_weights_are_added_up_of_what_was_answered_and_of_what_was_hidden():
    answered, hidden = [*terms(4, low=2), *terms(8, low=6, weight=2)], [*terms(12, low=9, weight=3), *terms(1, low=1)]
    alone, both = Sizes.of(answered), Sizes.of(answered, hidden)
    assert (12, 8, 3) == (alone.span, alone.low, alone.weight)
    assert (25, 18, 7) == (both.span, both.low, both.weight)
    assert (0, 0, 0, False) == (Sizes.of([]).span, Sizes.of([]).low, Sizes.of([]).weight, Sizes.of([]).blurs)


@pytest.mark.parametrize(
    ("spans", "gap", "blurs"),
    [
        ((4, 4, 4), 1, True),
        ((4, 4, 3), 1, False),
        ((3, 4, 4), 1, False),
        ((3, 3, 2, 2), 1, True),
        ((3, 3, 2, 1), 1, False),
        ((8, 8, 8), 2, True),
        ((8, 8, 8), 3, False),
        ((12,), 1, False),
    ],
)
def test_answers_blur_where_none_is_above_a_third_and_no_gap_above_a_tenth(spans, gap, blurs):
    assert blurs == Sizes.of(terms(*spans, gap=gap)).blurs
    assert blurs == Sizes.of([*terms(*spans[:-1]), *terms(spans[-1], gap=gap)]).blurs
    assert blurs == Sizes.of([*terms(spans[0], gap=gap), *terms(*spans[1:])]).blurs
    assert not Sizes.of(terms(*spans, gap=gap), terms(1)).blurs


def test_a_total_moves_by_what_divides_the_steps_of_all():
    assert [2, 4] == [Sizes.of(found).step for found in ([HALVES, QUARTERS], [QUARTERS])]


HALVES = Term("a", 0, 0, 1, 6, (0, 2, 6), table={0: 0, 1: 2, 2: 6})
QUARTERS = Term("b", 0, 0, 1, 8, (0, 4, 8), table={0: 0, 1: 4, 2: 8})
