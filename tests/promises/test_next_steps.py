"""Next steps fit the person: what a large number of made-up people are offered, with the built-in content."""

import functools
import random
from datetime import date

import pytest

import intimacy_kit as ik
from intimacy_kit.reports import report
from intimacy_kit.safety import NOT_ASKED, SafetyState, Standing
from tests.support.catalogues import built_in

DAY = date(2026, 11, 23)
OPEN = SafetyState(Standing.CLEAR, frozenset(ik.Gate))


@functools.cache
def check_in(form):
    return ik.draw(built_in(), form=form, seed="s")


def answered(pick, form="standard"):
    """Return a response of which `pick` gives each question's answer."""
    drawn = check_in(form)
    return drawn.answer({question.item_id: pick(question) for question in drawn.questions}, on=DAY)


def keyed(catalogue, level):
    """Return a function that answers with a keyed level from 0 to 4, which may depend on the question."""

    def pick(question):
        value = level(question) if callable(level) else level
        return 4 - value if catalogue.items[question.item_id].keying is ik.Keying.REVERSE else value

    return pick


@pytest.mark.slow
@pytest.mark.parametrize("form", ["standard", "full"])
def test_two_thousand_people_are_offered_sixty_practices_or_more(catalogue, form):
    chance, offered = random.Random(20261128), set()
    for person in range(2000):
        given = answered(lambda question: chance.choice(question.choices).answer, form)
        plan = ik.recommend(catalogue, given, seed=f"person-{person}")
        offered |= {step.practice for step in plan.suggestions}
    assert 60 <= len(offered)
    assert all(NOT_ASKED.offers(catalogue.practices[id]) for id in offered)


def test_three_hundred_minutes_are_used(catalogue):
    """At least half of them for nine people in ten, and an hour for all: not every low answer has a long practice."""
    chance, used = random.Random(7), []
    for person in range(100):
        given = answered(lambda question: chance.choice(question.choices).answer)
        plan = ik.recommend(catalogue, given, minutes_per_week=300, seed=str(person))
        used.append(sum(step.minutes for step in plan.suggestions))
    assert 60 <= min(used) <= max(used) <= 300
    assert 90 <= sum(minutes >= 150 for minutes in used)


def test_an_hour_a_week_has_several_steps_for_nearly_everybody(catalogue):
    chance, counts = random.Random(8), []
    for person in range(300):
        given = answered(lambda question: chance.choice(question.choices).answer)
        counts.append(len(ik.recommend(catalogue, given, seed=str(person)).suggestions))
    assert 270 <= sum(count >= 2 for count in counts)


def test_nothing_goes_well_at_six_of_a_hundred(catalogue):
    low = keyed(catalogue, lambda question: int(question.item_id == "support.cheer"))
    plan = ik.recommend(catalogue, answered(low))
    assert () == plan.going_well
    assert "Going well" not in report(catalogue, plan).to_text()


@pytest.mark.parametrize("rest", [2, 3, 4])
def test_whoever_is_low_in_conflict_alone_has_a_plan(catalogue, rest):
    low = keyed(catalogue, lambda question: 0 if question.pillar == "conflict" else rest)
    for state in (NOT_ASKED, SafetyState(Standing.CLEAR), SafetyState(Standing.APART)):
        first = ik.recommend(catalogue, answered(low), safety=state).suggestions[0]
        assert "conflict" == first.pillar
        assert () == catalogue.practices[first.practice].gates


def test_opposite_low_answers_give_different_first_steps(catalogue):
    drawn = ik.draw(catalogue, form="standard", seed="s")
    by_pillar = {}
    for question in drawn.questions:
        by_pillar.setdefault(question.pillar, []).append(question.item_id)
    for pillar, ids in by_pillar.items():
        halves = set(ids[:2]), set(ids[2:])
        levels = [keyed(catalogue, lambda question, low=low: 0 if question.item_id in low else 4) for low in halves]
        one, other = (ik.recommend(catalogue, answered(level), safety=OPEN, seed="s") for level in levels)
        assert one.suggestions[0].practice != other.suggestions[0].practice, pillar


def test_the_same_arguments_give_the_same_plan(catalogue):
    chance = random.Random(3)
    given = answered(lambda question: chance.choice(question.choices).answer)
    wishes = {"seed": "a", "minutes_per_week": 90, "access": ["low-energy"], "safety": OPEN, "suggestions": 4}
    assert ik.recommend(catalogue, given, **wishes) == ik.recommend(ik.load(), given, **wishes)


def test_two_seeds_give_two_plans_for_the_same_answers(catalogue):
    given = answered(keyed(catalogue, 1))
    plans = {
        tuple(step.practice for step in ik.recommend(catalogue, given, seed=str(i)).suggestions) for i in range(20)
    }
    assert 15 < len(plans)


def test_eight_weeks_bring_no_practice_twice(catalogue):
    given = answered(keyed(catalogue, 1))
    weeks = ik.plan_weeks(catalogue, given, weeks=8)
    done = [step.practice for week in weeks for step in week.suggestions]
    assert 16 <= len(done) == len(set(done))
