"""Renderers of other people show an exported check-in, give back the answers, and, those of FHIR, our scores."""

import pytest

import intimacy_kit as ik
from intimacy_kit.interop import fhir, json_forms
from intimacy_kit.interop._names import name_of
from tests.browser.filling import CATALOGUE, DAY, answered, places

FORMS = {
    "json_forms": (
        "npm:@jsonforms/core",
        "JSON Forms",
        lambda name, place: f"[name='#/properties/{name}'] >> nth={place}",
    ),
    "rjsf": ("npm:@rjsf/core", "react-jsonschema-form", lambda name, place: f"[id='root_{name}-{place}']"),
}


@pytest.mark.parametrize("renderer", FORMS)
def test_a_form_made_of_a_json_schema_gives_back_what_was_answered(show, renderer, saw):
    package, program, choice = FORMS[renderer]
    responses = answered()
    back = []
    for response in responses:
        page = show(renderer, json_forms.export_form(response.checkin).document)
        page.wait_for_selector("[type=radio]")
        names = [name_of("q", id) for id in response.checkin.item_ids]
        assert [question.text for question in response.checkin.questions] == [
            page.locator(QUESTION[renderer](name)).inner_text() for name in names
        ]
        for question, place in places(response):
            page.locator(choice(name_of("q", question.item_id), place)).check(force=True)
        page.wait_for_function(ARRIVED, arg=len([*places(response)]))  # JSON Forms tells of several changes at once
        given = page.evaluate("window.given ?? window.form.data")
        assert [] == (page.evaluate("window.errors") or [])
        back.append(json_forms.import_response(CATALOGUE, given | {"on": str(DAY)}))
    assert responses == back
    does = "shows every question with its choices as radio buttons; the data are the response"
    saw(package, program, does, what="responses", equal=len(back), of=len(responses))


ARRIVED = "count => Object.keys(window.given ?? {}).filter((name) => name.startsWith('q_')).length >= count"
QUESTION = {
    "json_forms": lambda name: f"label[for='#/properties/{name}']",
    "rjsf": lambda name: f"label.control-label[for='root_{name}']",
}


def scores_in(document):
    """Return the scores that a QuestionnaireResponse holds, by link id."""
    items = [item for item in document["item"] if item["linkId"].startswith("score_")]
    return {item["linkId"]: item["answer"][0]["valueDecimal"] for item in items if item.get("answer")}


def scores_of(response):
    return {f"score_{score.id}": score.percent for score in ik.score(response) if score.percent is not None}


def test_smart_forms_shows_radio_buttons_and_fills_in_our_scores(show, saw):
    responses = [*answered(count=3)[:2], answered("standard", count=3)[1]]  # side by side, and in groups
    equal = 0
    for response in responses:
        page = show("smart_forms", fhir.export_form(response.checkin).document)
        page.wait_for_selector("[type=radio]")
        offered = sum(len(question.choices) for question in response.checkin.questions)
        assert offered == page.locator("[type=radio]").count()
        for question, place in places(response):
            page.locator(f"[data-linkid='{question.item_id}'] [type=radio] >> nth={place}").check(force=True)
        expected = scores_of(response)
        page.wait_for_function(SCORED, arg=len(expected))
        filled = page.evaluate("window.filled()") | {"status": "completed", "authored": str(DAY)}
        assert expected == scores_in(filled)
        assert response == fhir.import_response(CATALOGUE, filled)
        equal += len(expected)
    does = "shows radio buttons in groups, computes the scores, and gives back the answers (R4)"
    of = sum(len(scores_of(each)) for each in responses)
    saw("npm:@aehrc/smart-forms-renderer", "Smart Forms", does, equal=equal, of=of)


SCORED = """count => window.filled().item
    .filter(({ linkId, answer }) => linkId.startsWith("score_") && answer).length === count"""


def test_medplum_s_form_shows_radio_buttons_and_fills_in_our_scores_where_they_are_shown(show, saw):
    responses = [*answered(count=3)[:2], answered("standard", count=3)[1]]
    equal = 0
    for response in responses:
        page = show("medplum", fhir.export_form(response.checkin, show_scores=True).document)
        page.wait_for_selector("[type=radio]")
        for question, place in places(response):
            page.locator(f"[name='{question.item_id}'] >> nth={place}").check(force=True)
        page.get_by_role("button", name="Submit").click()
        page.wait_for_function("window.given")
        given = page.evaluate("JSON.parse(JSON.stringify(given))") | {"authored": str(DAY)}
        expected = scores_of(response)
        assert expected == scores_in(given)
        assert response == fhir.import_response(CATALOGUE, given)
        equal += len(expected)
    does = "shows radio buttons in groups, computes the scores that are shown, and gives back the answers (R4)"
    of = sum(len(scores_of(each)) for each in responses)
    saw("npm:@medplum/react", "Medplum", does, equal=equal, of=of)
