"""What all formats share: an export knows its check-in, and answers find their way back to it."""

from datetime import date

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit.checkin.checkin import identity
from intimacy_kit.content.pack import Pack, Pillar
from intimacy_kit.content.questionnaire import Choice, Form, Item, ResponseScale, Wording
from intimacy_kit.interop import _shared as shared
from intimacy_kit.interop import _surveys as surveys
from intimacy_kit.interop import fhir, reproschema

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
    assert ["item.4.answer", "answers.x"] == [problem.location for problem in error.value.problems]


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
    assert ["other-check-in", "repeated-language"] == [problem.code for problem in error.value.problems]
    fewer = attrs.evolve(spanish, questions=spanish.questions[1:])
    with pytest.raises(ik.InvalidValue, match="another check-in"):
        shared.same_questions(CHECKIN, [fewer])


def two_items(spans, weight):
    """A check-in that asks an item of each scale, the second of them reverse-keyed."""
    scales = [ResponseScale(f"s{i}", (Choice("low", low), Choice("high", high))) for i, (low, high) in enumerate(spans)]
    items = [
        Item(
            f"i{i}",
            "p",
            scale.id,
            ik.Role.SCORED,
            Wording("x"),
            keying=ik.Keying.REVERSE if i == 1 else ik.Keying.FORWARD,
            weight=weight,
        )
        for i, scale in enumerate(scales)
    ]
    catalogue = ik.Catalogue(
        pack=Pack("two", "1.0", "Two", "CC0-1.0", "en", 1),
        pillars=[Pillar("p", "P", "A pillar.")],
        scales=scales,
        items=items,
        forms=[Form("f", "F", stem=Wording("Do you {item}?"))],
    )
    return ik.draw(catalogue, form="f", seed="s")


@pytest.mark.parametrize(
    ("spans", "weight", "lost"),
    [
        ([(0, 999_983), (0, 99_991)], 450, 0),  # the largest number is 8.999e15, and 2**53 is 9.007e15
        ([(0, 999_983), (0, 99_991)], 451, 1),
        ([(0, 99_991), (0, 99_989), (999_999, 1_000_000)], 1, 1),  # the sum is 3e12, one term of it 2e16
        ([(0, 99_991), (0, 99_989), (0, 1)], 1, 0),
    ],
)
def test_sums_that_are_inexact_as_floats_are_a_loss(spans, weight, lost):
    checkin = two_items(spans, weight)
    assert lost == len(shared.inexact_sums(checkin))
    assert lost == len(fhir.export_form(checkin).losses)


def test_answers_are_keyed_in_expressions_that_have_no_sign_before_a_number():
    keyed = {
        (base, sign): surveys.Term("q", low=-1, base=base, sign=sign, weight=1).keyed("x")
        for base in (-2, -1, 0, 1, 2)
        for sign in (-2, -1, 1, 2)
    }
    assert {
        (-2, -2): "0 - 2 - 2 * x",
        (-2, -1): "0 - 2 - x",
        (-2, 1): "x - 2",
        (-2, 2): "2 * x - 2",
        (-1, -2): "0 - 1 - 2 * x",
        (-1, -1): "0 - 1 - x",
        (-1, 1): "x - 1",
        (-1, 2): "2 * x - 1",
        (0, -2): "0 - 2 * x",
        (0, -1): "0 - x",
        (0, 1): "x",
        (0, 2): "2 * x",
        (1, -2): "1 - 2 * x",
        (1, -1): "1 - x",
        (1, 1): "x + 1",
        (1, 2): "2 * x + 1",
        (2, -2): "2 - 2 * x",
        (2, -1): "2 - x",
        (2, 1): "x + 2",
        (2, 2): "2 * x + 2",
    } == keyed
    for (base, sign), text in keyed.items():
        assert all(base + sign * x == eval(text, {"x": x}) for x in range(-3, 4))


@pytest.mark.parametrize("seed", ["abW", "W", "XX", "", "abc", "é" * 300])
def test_a_seed_finds_its_way_back_through_the_paths_of_reproschema(seed):
    checkin = attrs.evolve(CHECKIN, seed=seed)
    path = next(each for each in reproschema.export_form(checkin).document if "/items/" in each)
    found = reproschema._item_of(f"https://example.org/{path}")
    assert {**identity(checkin), "seed": seed} == found[0]
