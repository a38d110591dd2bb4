"""What a check-in has that a format may lack is told, once for each, and nothing of what it does not have."""

import attrs

import intimacy_kit as ik
from intimacy_kit.interop._features import Feature, has_reading, is_plain, losses_of
from tests.support import rich_catalogue
from tests.support.catalogues import built_in


def test_a_check_in_without_any_feature_loses_nothing():
    checkin = attrs.evolve(ik.draw(built_in(), form="pulse", seed="s"), instructions=None)
    assert [] == losses_of(checkin, *Feature)
    assert all(is_plain(each) and not has_reading(each) for each in checkin.key.subscales)


def test_a_check_in_with_every_feature_loses_each_that_is_missing():
    checkin = rich_catalogue.checkins(1)[0]
    assert [each.value for each in Feature] == losses_of(checkin, *Feature)
    assert [Feature.LEVELS.value] == losses_of(checkin, Feature.LEVELS)


def test_what_was_not_put_to_a_person_is_told_only_where_that_can_be():
    checkin = ik.draw(rich_catalogue.rich(5, rules=False), form="form", seed="s")
    told = losses_of(checkin, Feature.READINGS, Feature.LEVELS, Feature.ASKED)
    assert [Feature.ASKED.value] == told
