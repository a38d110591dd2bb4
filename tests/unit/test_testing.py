"""The strategies give valid values of every kind, for people who test their own apps."""

from datetime import date

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit.content.shelf import Shelf
from tests.support import rich_catalogue
from tests.support.small_catalogue import CATALOGUE

DAY = date(2026, 11, 23)


@given(testing.scales())
def test_scales_have_two_values_or_more(scale):
    assert 2 <= len(scale.values)


@pytest.mark.parametrize("role", ik.Role)
def test_items_are_of_any_role(role):
    assert find(testing.items(), lambda item: item.role is role)


@given(testing.forms(rotating=True))
def test_forms_rotate_when_asked_to(form):
    assert form.items.rotate


@given(testing.catalogues(one_range=True, rotating=False))
def test_catalogues_can_be_kept_simple(catalogue):
    assert 1 == len(catalogue.scales)
    assert catalogue.forms["form"].items.per_pillar is None


@given(testing.responses(gaps=False))
def test_responses_can_be_complete(response):
    assert all(isinstance(each, int) for each in response.answers.values())


ANY = settings(max_examples=2000, phases=[Phase.generate], derandomize=True, database=None)
"""For a search whose first find will do, and need not be made smaller."""


@pytest.mark.slow
def test_every_kind_of_gap_can_come_up():
    for code in (ik.Missing.BLANK, ik.Missing.DECLINED, ik.Missing.DID_NOT_COME_UP):
        assert find(testing.responses(), lambda response, code=code: code in response.answers.values(), settings=ANY)


@pytest.mark.slow
def test_responses_can_be_drawn_from_a_catalogue_or_a_check_in(catalogue):
    checkin = ik.draw(catalogue, form="pulse", seed="s")
    assert checkin == find(testing.responses(checkin), lambda _: True).checkin
    assert catalogue.pack.id == find(testing.responses(catalogue=catalogue), lambda _: True).checkin.key.catalogue


@given(st.data())
def test_check_ins_ask_something_even_where_nothing_can_be_asked_about_a_partner(data):
    private = attrs.evolve(CATALOGUE.forms["long"], roles=(ik.Role.SENTINEL,))
    catalogue = attrs.evolve(CATALOGUE, forms=Shelf("form", [private]))
    with pytest.raises(ik.InvalidValue, match="asks nothing from the partner perspective"):
        ik.draw(catalogue, form="long", seed="s", perspective=ik.Perspective.PARTNER)
    checkin = data.draw(testing.checkins(catalogue))
    assert (ik.Perspective.SELF, ("opening.watch",)) == (checkin.perspective, checkin.item_ids)


@pytest.mark.slow
@given(st.data())
def test_ranges_are_answered_with_their_own_numbers(data):
    checkin = ik.draw(rich_catalogue.rich(0), form="form", seed="s")
    given_ = data.draw(testing.answers(checkin, gaps=False))
    assert checkin.answer(given_, on=DAY)
    ranged = {question.item_id for question in checkin.questions if question.range is not None}
    assert ranged & given_.keys() or not ranged & set(checkin.shown(given_))
