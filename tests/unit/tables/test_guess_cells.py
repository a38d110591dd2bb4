"""What cells seem to mean is proposed with reasons; only cells that resemble labels, codes or numbers are named."""

import pytest

from intimacy_kit import Missing
from intimacy_kit.tables import TableLayout, with_labels
from intimacy_kit.tables.guess_cells import guess_cells
from intimacy_kit.tables.meaning import Meaning
from tests.support.exports import CATALOGUE, ITEMS, KEY

LAYOUT = with_labels(TableLayout(), CATALOGUE, "short")
CHOICES = [choice.answer for choice in CATALOGUE.scales["five"].choices]


def guess(*cells):
    meaning = Meaning.of(KEY.by_id[ITEMS[0]], LAYOUT)
    return guess_cells("five", [(meaning, cells)], LAYOUT.values[ITEMS[0]], CHOICES)


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["not_at_all", "MOSTLY", 3], {"not_at_all": 1}),
        (["at all, not", "little"], {"at all, not": 1, "little": 2}),
        (["answer"], {"answer": "prefer-not-to-say"}),
        (["A1", "A06"], {f"A{n}": n for n in range(1, 6)} | {"A6": Missing.DECLINED.value}),
        (["A1", "A9"], {}),
        (["secret"], {}),
        ([], {}),
    ],
)
def test_names_and_codes_of_choices_are_proposed(cells, values):
    assert values == dict(guess(*cells).values)


def test_what_only_python_takes_for_digits_is_no_number():
    made = guess("²", "٣", "-٣", "1")
    assert ({}, {}, 0) == (made.values, made.codes, made.offset)
    assert "3 different texts are left to decide (unknown-label) in trust.rely" in made.reasons


@pytest.mark.parametrize(
    ("cells", "codes", "offset"),
    [
        ([1, 2, 5, -99, "NA", "."], {"-99", "na", "."}, 0),
        ([1, 5, 9], {"9"}, 0),
        ([0, 1, 2, 3, 4], set(), 1),
        ([0, 1, 2, 3, 4, 99], {"99"}, 1),
        ([2, 3, 4, 5, 6], set(), -1),
        ([-2, -1, 0, 1, 2], set(), 3),
        ([7, 8, 9, 10, 11], set(), -6),
        ([1, 2, 3, 4, 5, 6], set(), 0),
    ],
)
def test_gaps_and_shifts_are_told_apart(cells, codes, offset):
    found = guess(*cells)
    assert (codes, offset) == (set(found.codes), found.offset)
    assert set(found.codes.values()) <= {"left-blank"}


def test_what_is_left_to_decide_is_said_and_no_text_is_shown():
    reasons = " ".join(guess("secret", "mine", 24, 31, "2.5", "2,5").reasons)
    assert "2 different texts are left to decide (unknown-label) in trust.rely" in reasons
    assert "say under `values` what these numbers stand for, of 'five': 24, 31" in reasons
    assert "left to decide (not-whole) in trust.rely" in reasons
    assert "left to decide (decimal-comma) in trust.rely" in reasons
    assert "secret" not in reasons


def test_numbers_that_look_like_codes_are_named_once_they_are_no_shift():
    assert {"-1": "left-blank", "77": "left-blank"} == dict(guess(1, 2, -1, 77).codes)
