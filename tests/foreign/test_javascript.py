"""JavaScript that reads nothing but a bundle draws and scores as the library does, to the bit."""

import random
import struct
from datetime import date
from fractions import Fraction

import pytest

import intimacy_kit as ik
from intimacy_kit.content.vocabulary import Perspective
from tests.support import foreign, odd_catalogue, rich_catalogue
from tests.unit.interop.test_bundle import CATALOGUE, turning, unlike, written

DAY = date(2026, 11, 23)
pytestmark = pytest.mark.node

PYTHON_ONLY = ("band", "digest", "effective", "step", "turn")


def drawn():
    """Yield catalogues with a form, and how many draws of it to answer."""
    yield from ((CATALOGUE, "full", 10), (CATALOGUE, "standard", 10), (CATALOGUE, "pulse", 60))
    yield from ((CATALOGUE, "private", 2), (unlike(), "form", 40))
    yield from ((odd_catalogue.mixed(min_answered=Fraction(part, 6)), "mixed", 8) for part in range(7))
    yield from ((rich_catalogue.of(i), "form", 2) for i in range(60))
    yield from ((turning(), form, 20) for form in ("anchored", "fixed", "many"))


def cases(catalogue, form, draws, chance):
    """Return so many draws with answers, from complete to empty, and what `score` makes of them."""
    asked, expected = [], []
    for place in range(draws):
        view = Perspective.PARTNER if place % 3 == 2 and form != "mixed" else Perspective.SELF
        seed = chance.choice(["", "couple-42", "päär\n7", "0", "😀"])
        checkin = ik.draw(catalogue, form=form, seed=seed, occasion=chance.choice([0, place, 10**9]), perspective=view)
        for gaps in range(45):
            answers = {}
            for question in checkin.questions:
                if question.item_id not in checkin.shown(answers):
                    continue
                coded = [choice.code.value for choice in question.choices if choice.code]
                values = [choice.value for choice in question.choices if choice.code is None]
                if question.range is not None:
                    values = [rich_catalogue.number_on(checkin.key.by_id[question.item_id], chance)]
                missing = chance.random() * 50 < gaps
                answers[question.item_id] = chance.choice([None, *coded]) if missing else chance.choice(values)
            given = {id: each for id, each in answers.items() if each is not None or chance.random() < 0.5}
            asked.append(
                {"seed": seed, "occasion": checkin.occasion, "perspective": view.value, "answers": given},
            )
            result = ik.score(checkin.answer(given, on=DAY))
            scores = [
                {"role": role} | {key: each for key, each in score.to_dict().items() if key not in PYTHON_ONLY}
                for role, scores in (("scored", result.scores), ("felt", result.felt))
                for score in scores.values()
            ]
            expected.append({"asked": list(checkin.item_ids), "shown": list(checkin.shown(given)), "scores": scores})
    return asked, expected


def bits(tree):
    """Return a tree with each number as the bytes of its double; in JSON 2 and 2.0 are one number."""
    if isinstance(tree, dict):
        return {key: bits(each) for key, each in tree.items()}
    if isinstance(tree, list):
        return [bits(each) for each in tree]
    return struct.pack(">d", tree) if isinstance(tree, int | float) else tree


def test_javascript_that_reads_a_bundle_draws_shows_and_score_ten_thousand_answer_sets_to_the_bit(node):
    chance = random.Random(20261123)
    work, expected = [], []
    for catalogue, form, draws in drawn():
        given, wanted = cases(catalogue, form, draws, chance)
        work.append({"bundle": written(catalogue, form), "cases": given})
        expected.append(wanted)
    assert sum(map(len, expected)) >= 10_000
    found = foreign.run(node, "scorer.mjs", work)
    for one, other in zip(expected, found, strict=True):
        assert bits(one) == bits(other)
    percents = {score["percent"] for each in expected for one in each for score in one["scores"]}
    assert None in percents
    assert len(percents) > 500
