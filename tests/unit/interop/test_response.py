"""Answers find their way back to their check-in, and each problem to its place in the document."""

from datetime import date

import pytest

import intimacy_kit as ik
from intimacy_kit.checkin.checkin import identity
from intimacy_kit.interop._response import rebuild
from tests.support.catalogues import built_in

DAY = date(2026, 11, 23)
CATALOGUE = built_in()
CHECKIN = ik.draw(CATALOGUE, form="pulse", seed="pair-7", occasion=3)


def stored(**changes):
    return {**identity(CHECKIN), "on": DAY.isoformat(), **changes}


def test_the_identity_and_the_day_are_enough_to_draw_the_check_in_again():
    response = rebuild(CATALOGUE, stored(), {}, places={})
    assert response.checkin == CHECKIN
    assert DAY == response.on


def test_a_problem_with_an_answer_stands_where_the_answer_stood():
    item = CHECKIN.item_ids[0]
    with pytest.raises(ik.InvalidResponse) as error:
        rebuild(CATALOGUE, stored(), {item: 99, "x": 1}, places={item: ("item", 4, "answer")})
    assert ["item.4.answer", "answers.x"] == [problem.location for problem in error.value.problems]


def test_what_reading_the_document_found_is_told_with_the_rest():
    known = ik.Problem("repeated-answer", "the question is answered twice", path=("item", 2))
    with pytest.raises(ik.InvalidResponse) as error:
        rebuild(CATALOGUE, stored(on="today"), {}, places={}, problems=[known])
    assert ["repeated-answer", "bad-date"] == [problem.code for problem in error.value.problems]
    with pytest.raises(ik.InvalidResponse, match="answered twice"):
        rebuild(CATALOGUE, stored(), {}, places={}, problems=[known])


def test_a_form_that_has_changed_is_said_to_have_changed():
    with pytest.raises(ik.FormChanged):
        rebuild(CATALOGUE, stored(digest="0" * 16), {}, places={})
