"""The built-in prompts over two years, for two partners: the same for both, none again, and deeper only slowly.

A couple that opens no gate is asked nothing twice in two years. What else is asserted goes by how many prompts fit: as
long as not all were asked, none comes again, and no later than after two years all that fit have come, if they are so
many.
"""

import random
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

import intimacy_kit as ik
from intimacy_kit.couple import DEEPER_AFTER
from intimacy_kit.safety import SafetyState, Standing
from tests.support.catalogues import built_in

pytestmark = pytest.mark.slow

START = date(2026, 1, 1)
TWO_YEARS = 730
CLEAR = SafetyState(Standing.CLEAR, frozenset(ik.Gate))
WISHES = {
    "no gate": {},
    "every gate": {"gates": [gate for gate in ik.Gate if gate is not ik.Gate.TRAUMA], "safety": CLEAR},
    "light": {"max_depth": 2},
    "apart": {"distance": True},
    "no play": {"exclude": ["play", "conflict"]},
    "without touch or sight": {"access": ["no-touch", "no-sight"]},
}


def fitting(catalogue, *, gates=(), max_depth=5, distance=False, exclude=(), access=()):
    """The prompts that wishes leave, worked out anew."""
    return {
        each.id: each
        for each in catalogue.prompts.values()
        if set(each.gates) <= set(gates)
        and each.depth <= max_depth
        and not each.stages
        and not (distance and each.distance is ik.Distance.NO)
        and not {each.pillar, *each.topics} & set(exclude)
        and not ("no-touch" in access and ik.Gate.TOUCH in each.gates and ik.Access.NO_TOUCH not in each.access)
    }


def asked(catalogue, days, seed="pair", **wishes):
    return [ik.today(catalogue, seed=seed, start=START, on=START + timedelta(day), **wishes) for day in range(days)]


@pytest.fixture(scope="module", params=WISHES, ids=str)
def two_years(request, catalogue):
    """The prompts that fit, and those of two years."""
    wishes = WISHES[request.param]
    kept_back = {name: wish for name, wish in wishes.items() if name != "safety"}
    return fitting(catalogue, **kept_back), asked(catalogue, TWO_YEARS, **wishes)


def test_nothing_is_asked_again_before_all_that_fit_were_asked(two_years):
    fit, found = two_years
    first = [each.id for each in found[: len(fit)]]
    assert min(TWO_YEARS, len(fit)) == len(first) == len(set(first))
    assert set(first) <= set(fit)
    assert len(fit) > TWO_YEARS or set(first) == set(fit)


@pytest.mark.parametrize("two_years", ["no gate", "apart"], indirect=True)
def test_a_couple_that_opens_no_gate_is_asked_nothing_twice_within_two_years(two_years):
    _, found = two_years
    assert TWO_YEARS == len({each.id for each in found})


def test_what_comes_again_comes_as_far_apart_as_can_be_and_never_what_is_asked_once(two_years):
    fit, found = two_years
    ids = [each.id for each in found]
    evergreen = sum(not each.once for each in fit.values())
    seen = {}
    for day, id in enumerate(ids):
        if id in seen:
            assert not fit[id].once
            assert day - seen[id] >= evergreen
        seen[id] = day


def test_depth_grows_slowly(two_years):
    fit, found = two_years
    lighter = Counter(each.depth for each in fit.values())
    for depth, before in DEEPER_AFTER.items():
        wait = min(before, sum(count for other, count in lighter.items() if other < depth))
        assert not [day for day, each in enumerate(found[:wait]) if each.depth >= depth]


@pytest.mark.parametrize("two_years", ["no gate"], indirect=True)
def test_two_partners_are_asked_the_same_in_whatever_language_and_whatever_either_said_in_private(catalogue, two_years):
    _, one = two_years
    other = asked(built_in("es-MX"), TWO_YEARS, safety=CLEAR)
    assert [each.id for each in one] == [each.id for each in other]
    assert not [each for each in asked(catalogue, 30, safety=SafetyState(Standing.APART)) if each]


@pytest.mark.parametrize("seed", ["robin and sam", "0"])
def test_an_app_that_keeps_what_was_opened_repeats_nothing_however_often_days_are_left_out(catalogue, seed):
    chance = random.Random(seed)
    fit, opened, turns = fitting(catalogue), {}, []
    for day in range(TWO_YEARS):
        on = START + timedelta(day)
        one = ik.today(catalogue, seed=seed, start=START, on=on, opened=opened)
        if chance.random() < 0.8:
            opened[one.id] = on
            turns.append(one.id)
        other = ik.today(catalogue, seed=seed, start=START, on=on, opened=opened)
        assert one == other
    first = turns[: len(fit)]
    assert len(first) == len(set(first))


def test_the_days_of_two_partners_in_two_time_zones_differ_and_what_one_opened_stays_for_the_other(catalogue):
    """In the evening of one it is the next day for the other; each has the question of their own day."""
    evening, morning = START + timedelta(9), START + timedelta(10)
    opened = {each.id: START + timedelta(day) for day, each in enumerate(asked(catalogue, 10))}
    mine = ik.today(catalogue, seed="pair", start=START, on=evening, opened=opened)
    theirs = ik.today(catalogue, seed="pair", start=START, on=morning, opened=opened)
    assert mine != theirs
    opened[theirs.id] = morning
    assert mine == ik.today(catalogue, seed="pair", start=START, on=evening, opened=opened)
    assert theirs == ik.today(catalogue, seed="pair", start=START, on=morning, opened=opened)


def test_couples_are_asked_in_orders_of_their_own(catalogue):
    orders = [tuple(each.id for each in asked(catalogue, 20, seed=f"couple-{i}")) for i in range(20)]
    assert all(one != other for one, other in pairwise(sorted(orders)))
