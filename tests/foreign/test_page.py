"""The script of the page that never leaves the device scores and suggests as the library does, to the bit."""

import json
import random
from datetime import date

import pytest

import intimacy_kit as ik
from intimacy_kit.interop import page
from tests.support import foreign
from tests.support.catalogues import built_in

pytestmark = pytest.mark.node
DAY = date(2026, 11, 23)


@pytest.mark.parametrize(("locale", "form"), [("es", "standard"), ("en", "pulse")])
def test_the_page_scores_and_suggests_as_the_library_does(node, locale, form):
    catalogue = built_in(locale)
    (html,) = page.export_form(catalogue, form).document.values()
    chance = random.Random(20261129)
    cases, expected = [], []
    for i in range(200):
        checkin = ik.draw(catalogue, form=form, seed=str(i))
        answers = {
            question.item_id: chance.choice([choice.answer for choice in question.choices])
            for question in checkin.questions
            if chance.random() * 60 > i % 50
        }
        given = {id: each.value if isinstance(each, ik.Missing) else each for id, each in answers.items()}
        response = checkin.answer(given, on=DAY)
        steps = ik.recommend(catalogue, response, seed=str(i)).suggestions
        saved = response.to_dict()
        cases.append({"seed": str(i), "answers": given})
        expected.append(
            {
                "scores": {score.id: score.percent for score in ik.score(response)},
                "steps": [[step.practice, step.minutes, step.reason] for step in steps],
                "saved": saved,
                "again": saved,
            }
        )
    found = foreign.run(node, "page.mjs", {"html": html, "cases": cases})
    for one, other in zip(expected, found, strict=True):
        for part in one:
            assert one[part] == other[part], part
    assert json.dumps([each["scores"] for each in expected]) != json.dumps([expected[0]["scores"]] * 200)
