"""fhirpath.js gives our scores, and a JSON Schema of R4 takes what we export."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings

import intimacy_kit as ik
from intimacy_kit.interop import fhir
from intimacy_kit.testing import responses
from tests.support import foreign
from tests.unit.interop.test_fhir import CHECKIN, DAY, ENGLISH, SPANISH, sample, two_scales

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


def test_fhirpath_gives_our_scores_to_the_last_digit(node):
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


def test_the_schema_of_r4_accepts_what_is_exported(node):
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
