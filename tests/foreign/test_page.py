"""The script of the page that never leaves the device scores and suggests as the library does, to the bit."""

import random
from datetime import date
from fractions import Fraction

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit import safety
from intimacy_kit.interop import page
from tests.support import foreign, odd_catalogue, rich_catalogue
from tests.support.catalogues import built_in

pytestmark = [pytest.mark.node, pytest.mark.slow]
DAY = date(2026, 11, 23)
CALM = {"free-to-say-no": "yes", "afraid": "no", "made-to-take-part": "no"}


def shapes():
    """Yield catalogues with a form, how many answer sets to try, and with how many of them a plan."""
    yield built_in("es"), "standard", 3000, 400
    yield built_in("en"), "pulse", 3000, 100
    yield built_in("de"), "full", 1000, 100
    kit = {"kit_phrases": built_in().phrases}
    for part in range(5):
        yield attrs.evolve(odd_catalogue.mixed(min_answered=Fraction(part, 4)), **kit), "mixed", 200, 0
    for number in range(40):
        yield attrs.evolve(rich_catalogue.of(number), **kit), "form", 60, 0


def a_case(checkin, catalogue, chance, *, planned):
    """Return answers drawn at random, from complete to empty, with what Python makes of them."""
    sparse, answers = chance.random(), {}
    for question in checkin.questions:
        is_shown = not checkin.key.has_conditions or question.item_id in checkin.shown(answers)
        if not is_shown or chance.random() < sparse * 0.5:
            continue
        choices = [choice.answer for choice in question.choices]
        on_range = question.range is not None and chance.random() < 0.8
        drawn = rich_catalogue.number_on(checkin.key.by_id[question.item_id], chance) if on_range else None
        answers[question.item_id] = chance.choice(choices) if drawn is None and choices else drawn
    given = {
        id: each.value if isinstance(each, ik.Missing) else each for id, each in answers.items() if each is not None
    }
    response = checkin.answer(given, on=DAY)
    result = ik.score(response)
    scores = {score.id: [score.percent, score.mean, score.sum, score.value] for score in result}
    said = chance.choice([{}, CALM, {**CALM, "afraid": "unsure"}])
    gates = [gate for gate in (ik.Gate.CONFLICT, ik.Gate.VULNERABILITY) if chance.random() < 0.5]
    steps = None
    if planned:
        minutes = chance.choice([15, 60, 120])
        state = safety.assess(said, chosen=gates)
        plan = ik.recommend(catalogue, response, seed=checkin.seed, minutes_per_week=minutes, safety=state)
        steps = [[step.practice, step.minutes, step.reason] for step in plan.suggestions]
        planned = {"minutes": minutes, "said": said, "chosen": [gate.value for gate in gates]}
    case = {"seed": checkin.seed, "occasion": checkin.occasion, "answers": given, "planned": planned or None}
    return case, {"scores": scores, "steps": steps, "saved": response.to_dict()}


def test_ten_thousand_answer_sets_through_the_page_have_the_bits_and_the_plans_of_the_library(node):
    chance = random.Random(20261129)
    work, expected = [], []
    for catalogue, form, sets, plans in shapes():
        (html,) = page.export_form(catalogue, form).document.values()
        cases, wanted = [], []
        for i in range(sets):
            if i % 20 == 0:
                checkin = ik.draw(catalogue, form=form, seed=str(i), occasion=i % 3)
            one, other = a_case(checkin, catalogue, chance, planned=i < plans)
            cases.append(one)
            wanted.append(other)
        work.append({"html": html, "cases": cases})
        expected.append(wanted)
    assert sum(map(len, expected)) >= 10_000
    found = foreign.run(node, "page.mjs", work)
    for wanted, seen in zip(expected, found, strict=True):
        for one, other in zip(wanted, seen, strict=True):
            assert foreign.bits(one["scores"]) == foreign.bits(other["scores"])
            assert one["steps"] == other["steps"]
            assert one["saved"] == other["saved"] == other["again"]
    assert len({repr(each["scores"]) for wanted in expected for each in wanted}) > 5000
    assert len({step[0] for wanted in expected for each in wanted for step in each["steps"] or ()}) > 50
