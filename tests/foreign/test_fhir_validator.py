"""The package `fhir` for Node finds our resources valid and writes them as XML and back."""

import json
import random

import pytest

import intimacy_kit as ik
from intimacy_kit.interop import fhir
from tests.support import foreign, rich_catalogue
from tests.unit.interop.test_fhir import CHECKIN, ENGLISH, SPANISH, sample

pytestmark = pytest.mark.node


def test_the_validator_reports_no_error_and_answers_come_back_from_xml(node, saw):
    spanish = ik.draw(SPANISH, form="standard", seed="pair-7", occasion=3)
    response = sample(CHECKIN, random.Random(1))
    of_every_feature = ik.draw(rich_catalogue.of(2), form="form", seed="s")
    answers = [response, *rich_catalogue.generated(of_every_feature, 3)]
    responses = [fhir.export_response(each, subject="Patient/7") for each in answers]
    observations = fhir.observations(ik.score(response), subject="Patient/7", derived_from="QuestionnaireResponse/1")
    forms = [
        fhir.export_form(CHECKIN, translations=[spanish]).document,
        fhir.export_form(CHECKIN, extract="observation", show_scores=True).document,
        fhir.export_form(of_every_feature).document,
    ]
    wrong = json.loads(json.dumps(forms[0]))
    wrong["item"][1]["type"] = "coding"
    resources = [*responses, *observations, *forms]
    *told, refused = foreign.run(node, "validate.mjs", [*resources, wrong])
    assert [[]] * len(resources) == [each["errors"] for each in told]
    assert ["Questionnaire.item[1].type"] == refused["errors"]
    back = told[0]["back"]  # of decimals it makes texts, and this response has none
    assert responses[0] == back
    assert response == fhir.import_response(ENGLISH, back)
    does = "finds Questionnaires, responses and Observations valid (R4); answers come back from XML"
    saw("npm:fhir", "fhir", does, what="resources", equal=len(told), of=len(resources))
