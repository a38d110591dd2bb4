"""What a check-in has that a format may lack is told, once for each, and nothing of what it does not have."""

import json
from datetime import date

import attrs
import jsonschema
import pytest

import intimacy_kit as ik
from intimacy_kit.content.condition import Condition
from intimacy_kit.content.pack import Pack
from intimacy_kit.interop import fhir, json_schema, surveyjs
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


def asked_alone(**comparison):
    """Return a check-in that asks a question which depends on one that is asked of oneself only."""
    scale = ik.ResponseScale("s", tuple(ik.Choice(str(value), value) for value in range(5)))
    waits = {"show_if": Condition(at_least=1, **comparison)}
    items = [
        ik.Item(id="first", pillar="p", scale="s", role=ik.Role.SCORED, text=ik.Wording("x")),
        ik.Item(id="then", pillar="p", scale="s", role=ik.Role.SCORED, text=ik.Wording("x", "y"), **waits),
    ]
    catalogue = ik.Catalogue(
        pack=Pack("small", "1.0", "Small", "CC0-1.0", "en"),
        pillars=[ik.Pillar("p", "P", "One pillar.")],
        scales=[scale],
        forms=[ik.Form(id="f", title="F", items="all", stem=ik.Wording("Do you {item}?", "Do they {item}?"))],
        items=items,
        scores=[ik.ScoreRule("one", "One", ("first",)), ik.ScoreRule("both", "Both", ("first", "then"))],
    )
    return ik.draw(catalogue, form="f", seed="s", perspective="partner")


@pytest.mark.parametrize("comparison", [{"item": "first"}, {"score": "one"}])
def test_what_depends_on_a_question_that_is_not_asked_is_never_shown(comparison):
    checkin = asked_alone(**comparison)
    assert ("then",) == checkin.item_ids
    assert () == checkin.shown({})
    assert "(1 = 2)" == surveyjs.export_form(checkin).document["pages"][0]["elements"][0]["visibleIf"]
    assert "enableWhen" not in fhir.export_form(checkin).document["item"][0]
    schema = jsonschema.Draft202012Validator(json_schema.export_form(checkin).document)
    response = checkin.answer({}, on=date(2026, 11, 23))
    schema.validate(json.loads(json.dumps(response.to_dict())))
