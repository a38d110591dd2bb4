"""What all formats share: an export knows its check-in, and answers find their way back to it."""

from datetime import date

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit.checkin import identity
from intimacy_kit.interop import _shared as shared

DAY = date(2026, 11, 23)
CATALOGUE = ik.load()
SPANISH = ik.load(locale="es")
CHECKIN = ik.draw(CATALOGUE, form="pulse", seed="pair-7", occasion=3)


def stored(**changes):
    return {**identity(CHECKIN), "on": DAY.isoformat(), **changes}


def test_the_identity_and_the_day_are_enough_to_draw_the_check_in_again():
    response = shared.answered(CATALOGUE, stored(), {}, places={})
    assert response.checkin == CHECKIN
    assert DAY == response.on


def test_an_export_has_no_losses_unless_it_says_so():
    assert () == shared.Export({}).losses


def test_a_problem_with_an_answer_stands_where_the_answer_stood():
    item = CHECKIN.item_ids[0]
    with pytest.raises(ik.InvalidResponse) as error:
        shared.answered(CATALOGUE, stored(), {item: 99, "x": 1}, places={item: ("item", 4, "answer")})
    assert ["item.4.answer", "answers.x"] == [problem.place for problem in error.value.problems]


def test_what_reading_the_document_found_is_told_with_the_rest():
    known = ik.Problem("repeated-answer", "the question is answered twice", path=("item", 2))
    with pytest.raises(ik.InvalidResponse) as error:
        shared.answered(CATALOGUE, stored(on="today"), {}, places={}, problems=[known])
    assert ["repeated-answer", "bad-date"] == [problem.code for problem in error.value.problems]
    with pytest.raises(ik.InvalidResponse, match="answered twice"):
        shared.answered(CATALOGUE, stored(), {}, places={}, problems=[known])


def test_a_form_that_has_changed_is_said_to_have_changed():
    with pytest.raises(ik.FormChanged):
        shared.answered(CATALOGUE, stored(digest="0" * 16), {}, places={})


def test_a_translation_is_the_same_check_in_in_another_language():
    spanish = ik.draw(SPANISH, form="pulse", seed="pair-7", occasion=3)
    assert (CHECKIN, spanish) == shared.same_questions(CHECKIN, [spanish])
    other = ik.draw(SPANISH, form="pulse", seed="pair-7", occasion=4)
    with pytest.raises(ik.InvalidValue) as error:
        shared.same_questions(CHECKIN, [other, CHECKIN])
    assert ["other-check-in", "duplicate-id"] == [problem.code for problem in error.value.problems]
    fewer = attrs.evolve(spanish, questions=spanish.questions[1:])
    with pytest.raises(ik.InvalidValue, match="another check-in"):
        shared.same_questions(CHECKIN, [fewer])
