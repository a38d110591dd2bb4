"""What answers amount to, and how many of them a score takes."""

from fractions import Fraction

import pytest

from intimacy_kit.scoring_key.tally import answers_needed


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
