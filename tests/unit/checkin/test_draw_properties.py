"""Draws that what is beside them leaves alone, and answers that are taken or refused whole."""

import math
from collections import Counter
from contextlib import suppress
from datetime import date
from types import MappingProxyType

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit.checkin.draw import rotation
from tests.unit.checkin.test_checkin import small
from tests.unit.values.test_record import PLAIN

DAY = date(2026, 11, 23)
ROTATING = testing.catalogues(rotating=True)
seeds = st.text("abc0", min_size=1, max_size=4)
occasions = st.integers(0, 40)
ids = st.lists(st.text("abc.0", min_size=1, max_size=5), unique=True, max_size=8)


def asked(catalogue, seed, occasion):
    return ik.draw(catalogue, form="form", seed=seed, occasion=occasion).item_ids


# Draws ------------------------------------------------------------------------


@given(ids, seeds, occasions, st.randoms(use_true_random=False))
def test_a_rotation_has_every_id_once_in_an_order_of_its_own(pool, seed, round_, chance):
    order = rotation(pool, seed, round_)
    assert sorted(pool) == sorted(order)
    chance.shuffle(pool)
    assert order == rotation(pool, seed, round_)


@given(ids, seeds, occasions, st.text("abc.0", min_size=1, max_size=5))
def test_an_id_that_goes_leaves_the_order_of_the_others(pool, seed, round_, gone):
    without = [id for id in pool if id != gone]
    assert rotation(without, seed, round_) == [id for id in rotation(pool, seed, round_) if id != gone]


@given(ROTATING, seeds, occasions, st.randoms(use_true_random=False))
def test_the_order_of_a_pack_does_not_decide_what_is_asked(catalogue, seed, occasion, chance):
    items = list(catalogue.items.values())
    chance.shuffle(items)
    shuffled = attrs.evolve(catalogue, items=items)
    assert set(asked(catalogue, seed, occasion)) == set(asked(shuffled, seed, occasion))


@given(ROTATING, seeds, occasions)
def test_a_new_pillar_does_not_change_what_is_asked_of_the_others(catalogue, seed, occasion):
    item = attrs.evolve(next(iter(catalogue.items.values())), id="new.item", pillar="new")
    bigger = attrs.evolve(
        catalogue,
        pillars=[*catalogue.pillars.values(), ik.Pillar("new", "New", "New.")],
        items=[*catalogue.items.values(), item],
    )
    assert (*asked(catalogue, seed, occasion), "new.item") == asked(bigger, seed, occasion)


@given(testing.catalogues(), seeds, occasions)
def test_questions_come_in_the_order_of_the_form(catalogue, seed, occasion):
    found = asked(catalogue, seed, occasion)
    assert [item.id for item in catalogue.form_items("form") if item.id in found] == list(found)


@given(ROTATING, seeds, occasions)
def test_each_pillar_is_asked_as_much_as_the_form_says_or_has(catalogue, seed, occasion):
    there = Counter(item.pillar for item in catalogue.form_items("form"))
    found = Counter(catalogue.items[id].pillar for id in asked(catalogue, seed, occasion))
    most = catalogue.forms["form"].items.per_pillar
    for pillar, count in there.items():
        last = (occasion + 1) % math.ceil(count / most) == 0
        assert (count % most or most if last and count > most else min(most, count)) == found[pillar]


@given(ROTATING, seeds)
def test_a_first_check_in_that_asks_more_asks_all_that_a_shorter_one_does(catalogue, seed):
    form = catalogue.forms["form"]
    longer = attrs.evolve(form, items=ik.Selection(per_pillar=form.items.per_pillar + 1, rotate=True))
    assert set(asked(catalogue, seed, 0)) <= set(asked(attrs.evolve(catalogue, forms=[longer]), seed, 0))


@given(st.integers(1, 3), st.integers(1, 9), seeds)
def test_whole_rounds_ask_every_item_equally_often(per_pillar, count, seed):
    catalogue = small(per_pillar, count=count)
    occasions = range(3 * math.ceil(count / per_pillar))
    drawn = [ik.draw(catalogue, form="f", seed=seed, occasion=o).item_ids for o in occasions]
    assert dict.fromkeys(catalogue.items, 3) == Counter(id for each in drawn for id in each)


# Answers ----------------------------------------------------------------------


@given(testing.responses())
def test_answering_with_what_was_stored_gives_the_same_response(response):
    assert response == response.checkin.answer(response.answers, on=response.on)


@given(testing.responses())
def test_a_blank_may_be_said_or_left_out(response):
    said = {id: None if each is ik.Missing.BLANK else each for id, each in response.answers.items()}
    left_out = {id: each for id, each in said.items() if each is not None}
    assert response == response.checkin.answer(said, on=response.on)
    assert response == response.checkin.answer(left_out, on=response.on)


@given(testing.checkins(), st.data())
def test_any_mapping_is_read_as_a_dict_is(checkin, data):
    answers = data.draw(testing.answers(checkin))
    assert checkin.answer(answers, on=DAY) == checkin.answer(MappingProxyType(answers), on=DAY)


JUNK = st.one_of(
    st.floats(), st.booleans(), st.text(max_size=6), st.binary(max_size=3), st.just(()), st.integers(1000)
).filter(lambda each: not isinstance(each, str) or each not in {code.value for code in ik.Missing})


def refusal(checkin, answers):
    with pytest.raises(ik.InvalidResponse) as error:
        checkin.answer(answers, on=DAY)
    return error.value


@given(testing.checkins(), st.data())
def test_each_answer_that_does_not_fit_is_a_problem_in_its_place(checkin, data):
    answers = data.draw(testing.answers(checkin))
    spoilt = data.draw(st.dictionaries(st.sampled_from(checkin.item_ids), JUNK, min_size=1))
    problems = refusal(checkin, answers | spoilt).problems
    assert [(id,) for id in checkin.item_ids if id in spoilt] == [problem.path for problem in problems]
    assert {problem.code for problem in problems} <= {"wrong-type", "out-of-range"}


@given(testing.checkins(), st.integers(100), st.integers(max_value=-100), st.data())
def test_a_refusal_does_not_hang_on_the_value_that_was_refused(checkin, high, low, data):
    id = data.draw(st.sampled_from(checkin.item_ids))
    assert str(refusal(checkin, {id: high})) == str(refusal(checkin, {id: low}))


@given(testing.checkins(), st.integers(0, 6), st.data())
def test_an_answer_to_what_was_not_asked_is_refused(checkin, value, data):
    id = data.draw(st.sampled_from(sorted(checkin.key.by_id)) | st.text(max_size=8))
    assume(id not in checkin.item_ids)
    (problem,) = refusal(checkin, {id: value}).problems
    assert ("not-asked" if id in checkin.key.by_id else "unknown-item", (id,)) == (problem.code, problem.path)


@given(testing.checkins(), st.data())
def test_times_belong_to_their_questions_in_any_order(checkin, data):
    times = data.draw(st.dictionaries(st.sampled_from(checkin.item_ids), st.floats(0, 1e6)))
    backwards = dict(reversed(times.items()))
    one, other = (checkin.answer({}, on=DAY, seconds=given_) for given_ in (times, backwards))
    assert one == other
    assert times == one.to_dict()["seconds"]


@given(testing.catalogues(), st.data())
def test_a_stored_response_with_one_part_spoilt_is_read_or_refused_and_nothing_else(catalogue, data):
    stored = data.draw(testing.responses(catalogue=catalogue)).to_dict()
    stored[data.draw(st.sampled_from(sorted(stored)))] = data.draw(PLAIN)
    with suppress(ik.InvalidResponse):
        assert isinstance(ik.Response.from_dict(catalogue, stored), ik.Response)


@given(testing.catalogues(), st.data(), st.randoms(use_true_random=False))
def test_the_order_of_a_stored_response_does_not_matter(catalogue, data, chance):
    response = data.draw(testing.responses(catalogue=catalogue))
    stored = response.to_dict()
    answers = list(stored["answers"].items())
    parts = list((stored | {"answers": dict(chance.sample(answers, len(answers)))}).items())
    chance.shuffle(parts)
    assert response == ik.Response.from_dict(catalogue, dict(parts))
