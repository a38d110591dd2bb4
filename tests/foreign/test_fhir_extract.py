"""`$extract` makes Observations of a response to a Questionnaire of ours, with the values of `observations`."""

import random

import pytest

import intimacy_kit as ik
from intimacy_kit.interop import fhir
from tests.support import foreign, rich_catalogue
from tests.support.fhir_items import items_of
from tests.unit.interop.test_fhir import ENGLISH, plain, sample

pytestmark = pytest.mark.node

SUBJECT = {"subject": "Patient/7"}


def expected(response, document):
    """Return our Observations as far as a Questionnaire can know them."""
    read = {item["linkId"].removeprefix("value_") for item in items_of(document) if item["linkId"].startswith("value_")}
    found = fhir.observations(ik.score(response), **SUBJECT, derived_from="QuestionnaireResponse/1")
    for each in found:
        components = [part for part in each.pop("component") if part["code"]["coding"][0]["code"] == "value"]
        if components and each["code"]["coding"][0]["code"] in read:
            components[0].pop("interpretation", None)
            each["component"] = components
    return found


def cases(responses):
    for response in responses:
        document = fhir.export_form(response.checkin, extract="template").document
        yield {
            "release": "R4",
            "questionnaire": document,
            "response": {**fhir.export_response(response, **SUBJECT), "id": "1"},
        }


def test_the_extract_of_smart_forms_makes_our_observations(node, saw):
    chance = random.Random(8)
    checkins = [ik.draw(ENGLISH, form=form, seed="pair-7") for form in ("full", "standard", "pulse")]
    responses = [sample(checkin, chance) for checkin in checkins for _ in range(4)]
    work = list(cases(responses))
    found = foreign.run(node, "extract.mjs", work)
    made = [expected(response, case["questionnaire"]) for response, case in zip(responses, work, strict=True)]
    assert plain(made) == plain(found)
    values = [each.get("valueQuantity") for many in made for each in many]
    assert None in values
    does = "makes Observations of a response by template, as `observations` does (R4)"
    package = "npm:@aehrc/sdc-template-extract"
    saw(package, "$extract of Smart Forms", does, what="Observations", equal=len(values), of=len(values))


def test_what_a_rule_reads_is_extracted_beside_the_percent(node):
    numbers = (1, 3, 4)
    responses = [
        each
        for number in numbers
        for each in rich_catalogue.generated(ik.draw(rich_catalogue.of(number), form="form", seed="s"), 4)
    ]
    work = list(cases(responses))
    parts = 0
    for response, case, found in zip(responses, work, foreign.run(node, "extract.mjs", work), strict=True):
        wanted = {each["code"]["text"]: each for each in expected(response, case["questionnaire"])}
        for made in found:
            mine = wanted[made["code"]["text"]]
            parts += len(made.get("component", []))
            assert plain(mine.get("component")) == plain(made.get("component"))
            assert plain(mine.get("valueQuantity")) == plain(made.get("valueQuantity"))
            assert ("valueQuantity" in made) != ("dataAbsentReason" in made)
    assert parts > 4
