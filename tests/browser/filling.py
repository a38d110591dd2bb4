"""Check-ins with answers, to be filled in by hand in a renderer."""

import random
from datetime import date

import intimacy_kit as ik
from tests.support.catalogues import built_in

CATALOGUE = built_in()
DAY = date(2026, 11, 23)


def answered(form="pulse", count=4):
    """Return responses that answer everything, then some of it with and without numbers, then nothing."""
    chance = random.Random(8)
    found = []
    for occasion in range(count):
        checkin = ik.draw(CATALOGUE, form=form, seed="pair-7", occasion=occasion)
        picked = {
            question.item_id: chance.choice(
                [each.answer for each in question.choices if occasion or each.code is None] + [None] * bool(occasion)
            )
            for question in checkin.questions
        }
        found.append(checkin.answer({} if occasion == count - 1 else picked, on=DAY))
    return found


def places(response):
    """Yield each question that was answered with the place of its choice."""
    for question in response.checkin.questions:
        offered = [choice.answer for choice in question.choices]
        if response.answers[question.item_id] in offered:
            yield question, offered.index(response.answers[question.item_id])
