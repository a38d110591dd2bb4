"""What a check-in has that a format may lack is told, once for each, and nothing of what it does not have."""

import importlib
import json
from datetime import date

import attrs
import jsonschema
import pytest

import intimacy_kit as ik
from intimacy_kit.content.condition import Condition
from intimacy_kit.content.pack import Pack
from intimacy_kit.interop import fhir, json_schema, redcap, surveyjs
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


# One check-in with all four, in every format -------------------------------------------

INSTRUCTIONS = "Read this before you begin."
RANGES = {
    "count": ik.Range(0, 30, low_label="Not at all", high_label="Every day"),
    "odd": ik.Range(1, 9, 2),
    "tenths": ik.Range(0, 10, 0.1),
    "coarse": ik.Range(0.5, 3.5, 1.5),
}


def four():
    """A check-in with instructions, a question shown only after an answer, numbers from ranges, and a sum."""
    often = ik.ResponseScale("often", tuple(ik.Choice(f"c{value}", value) for value in range(1, 5)))
    asked = {"pillar": "p", "role": ik.Role.SCORED}
    items = [ik.Item(id="p.first", scale="often", text=ik.Wording("be there"), **asked)]
    waits = Condition(item="p.first", at_least=2)
    items.append(ik.Item(id="p.second", scale="often", text=ik.Wording("stay"), show_if=waits, **asked))
    items += [ik.Item(id=f"p.{name}", scale=name, text=ik.Wording(name), **asked) for name in RANGES]
    stem = ik.Wording("How often do you {item}?")
    catalogue = ik.Catalogue(
        pack=Pack("four", "1.0", "Four", "CC0-1.0", "en"),
        pillars=[ik.Pillar("p", "P", "One pillar.")],
        scales=[often, *(ik.ResponseScale(name, range=range_) for name, range_ in RANGES.items())],
        forms=[ik.Form(id="f", title="Four at once", items="all", stem=stem, instructions=INSTRUCTIONS)],
        items=items,
        scores=[
            ik.ScoreRule("total", "Total", ("p.first", "p.second"), reading="sum"),
            ik.ScoreRule("numbers", "Numbers", tuple(f"p.{name}" for name in RANGES)),
        ],
    )
    return catalogue, ik.draw(catalogue, form="f", seed="s")


SUMS = {
    "fhir": "value_score_total",
    "surveyjs": "value_score_total",
    "xlsform": "value_score_total",
    "redcap": "value_score_total",
    "limesurvey": "Scores are not there",
    "qualtrics": "Scores are not there",
    "reproschema": "Scores are not computed",
    "json_schema": "Scores are not there",
    "json_forms": "Scores are not there",
}
CONDITIONS = {
    "fhir": "enableWhen",
    "surveyjs": "visibleIf",
    "xlsform": "relevant",
    "redcap": "[q_p_first] = '2'",
    "limesurvey": 'qpfirst.NAOK == \\"2\\"',
    "qualtrics": "are always shown",
    "reproschema": "q_p_first >= 2",
    "json_schema": '"if"',
    "json_forms": '"rule"',
}
STEPS = {
    "fhir": "the steps of a range are not enforced",
    "surveyjs": "round({q_p_coarse} * 2)",
    "xlsform": "round(. * 2)",
    "redcap": "the steps of a range are not enforced",
    "limesurvey": "the steps of a range are not enforced",
    "qualtrics": "nothing keeps them within their ends",
    "reproschema": "The steps of a range are not there",
    "json_schema": "whole steps above the low end",
    "json_forms": "The steps of a range are not enforced",
}
ENDS = dict.fromkeys(SUMS, "Every day") | {"reproschema": "the labels at the ends of a range are not there"}


@pytest.mark.parametrize("name", SUMS)
def test_a_format_has_conditions_instructions_ranges_and_sums_or_says_that_they_are_lost(name):
    export = importlib.import_module(f"intimacy_kit.interop.{name}").export_form(four()[1])
    text = json.dumps(export.document, ensure_ascii=False) + "".join(export.losses)
    assert INSTRUCTIONS in text
    for each in (CONDITIONS, SUMS, STEPS, ENDS):
        assert each[name] in text


def test_the_description_of_an_api_has_conditions_and_ranges_of_a_form_and_the_readings_of_its_scores():
    catalogue, checkin = four()
    fragment = json_schema.openapi_fragment(checkin.key)
    answers = fragment["components"]["schemas"]["FResponse"]["properties"]["answers"]
    assert ["p.second"] == [id for each in answers["allOf"] for id in each["else"]["properties"]]
    assert {"type": "integer", "minimum": 0, "maximum": 30} in answers["properties"]["p.count"]["anyOf"]
    assert {"percent", "sum", "value"} <= set(
        fragment["components"]["schemas"]["FResult"]["properties"]["scores"]["properties"]["total"]["properties"]
    )
    assert "instructions" in fragment["components"]["schemas"]["CheckIn"]["properties"]
    assert catalogue.forms["f"].instructions == INSTRUCTIONS


@pytest.mark.parametrize(
    ("name", "lost"), [("fhir", {"coarse": 0.01}), ("surveyjs", {}), ("xlsform", {}), ("redcap", {})]
)
def test_the_steps_of_a_range_come_back_when_the_form_is_imported(name, lost):
    module = importlib.import_module(f"intimacy_kit.interop.{name}")
    export = module.export_form(four()[1])
    imported = module.import_form(redcap.data_dictionary(export) if name == "redcap" else export.document)
    scales = {
        item.id.partition(".")[2]: imported.catalogue.scales[item.scale] for item in imported.catalogue.items.values()
    }
    steps = {name: float(scale.range.step) for name, scale in scales.items() if scale.range is not None}
    assert {name: float(range_.step) for name, range_ in RANGES.items()} | lost == steps


def test_a_validator_that_an_application_has_added_says_nothing_of_steps():
    document = json.loads(json.dumps(surveyjs.export_form(four()[1]).document))
    (coarse,) = (each for each in document["pages"][0]["elements"] if each["name"] == "q_p_coarse")
    coarse["validators"].insert(0, {"type": "expression", "expression": "{q_p_coarse} < 7"})
    scale = surveyjs.import_form(document).catalogue.items["p.coarse"].scale
    assert 1.5 == float(surveyjs.import_form(document).catalogue.scales[scale].range.step)
