"""A schema with layouts asks the questions of a check-in, and what a form made of it gives is the response."""

import json
from datetime import date

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit.checkin.identity import encode
from intimacy_kit.interop import json_forms
from tests.support import odd_catalogue, problems, rich_catalogue
from tests.support.catalogues import built_in

CATALOGUE = built_in()
DAY = date(2026, 11, 23)
PULSE = ik.draw(CATALOGUE, form="pulse", seed="pair-7", occasion=3)
RICH = 12
FIRST = next(iter(json_forms.export_form(PULSE).document["schema"]["properties"]))


def filled(response):
    """Return the data of a form that was filled in."""
    return {"checkin": encode(response.checkin), "on": str(response.on)} | rich_catalogue.entries(response)


def test_each_question_is_a_field_with_its_choices_and_one_to_take_an_answer_back():
    document = json_forms.export_form(PULSE).document
    for question in PULSE.questions:
        field = document["schema"]["properties"][f"q_{question.item_id.replace('-', '__').replace('.', '_')}"]
        assert question.text == field["title"]
        choices = [*((choice.answer, choice.text) for choice in question.choices), (None, "\N{EN DASH}")]
        assert choices == [(each["const"], each["title"]) for each in field["oneOf"]]


def test_both_layouts_name_every_question_once_and_hide_the_rest():
    for checkin in (PULSE, *rich_catalogue.checkins(RICH)):
        document = json_forms.export_form(checkin).document
        fields = [name for name in document["schema"]["properties"] if name not in ("checkin", "on")]
        assert [f"#/properties/{name}" for name in fields] == [
            each["scope"] for each in document["uischema"]["elements"]
        ]
        hidden = {name for name, hint in document["uiSchema"].items() if hint["ui:widget"] == "hidden"}
        assert {"checkin", "on"} == hidden
        assert {"checkin": encode(checkin)} == document["data"]


def test_no_name_is_a_path():
    for checkin in (PULSE, *odd_catalogue.checkins(), *rich_catalogue.checkins(2)):
        names = json_forms.export_form(checkin).document["schema"]["properties"]
        assert not [name for name in names if "." in name or "/" in name]


def test_instructions_are_the_description():
    instructed = next(each for each in rich_catalogue.checkins(RICH) if each.instructions)
    assert instructed.instructions == json_forms.export_form(instructed).document["schema"]["description"]
    assert ("description" in json_forms.export_form(PULSE).document["schema"]) == (PULSE.instructions is not None)


@given(st.data())
def test_the_schema_takes_what_a_form_gives_and_it_comes_back_as_the_response(data):
    catalogue = data.draw(testing.catalogues())
    response = data.draw(testing.responses(ik.draw(catalogue, form="form", seed="s")))
    document = json.loads(json.dumps(filled(response)))
    jsonschema.Draft202012Validator(json_forms.export_form(response.checkin).document["schema"]).validate(document)
    assert response == json_forms.import_response(catalogue, document)


@pytest.mark.parametrize("number", range(RICH))
def test_data_of_any_feature_come_back_as_the_response(number):
    catalogue = rich_catalogue.of(number)
    checkin = ik.draw(catalogue, form="form", seed="s")
    schema = jsonschema.Draft202012Validator(json_forms.export_form(checkin).document["schema"])
    for response in rich_catalogue.generated(checkin, 6):
        document = filled(response)
        schema.validate(json.loads(json.dumps(document)))
        assert response.answers == json_forms.import_response(catalogue, document).answers


@pytest.mark.parametrize("number", range(RICH))
def test_rules_show_the_questions_that_the_library_shows_unless_they_ask_for_a_score(number):
    checkin = ik.draw(rich_catalogue.of(number), form="form", seed="s")
    document = json_forms.export_form(checkin).document
    on_scores = {
        item.id
        for item in checkin.key.items
        if item.show_if is not None and any(each.score for each in item.show_if.comparisons)
    }
    rules = {each["scope"].removeprefix("#/properties/"): each.get("rule") for each in document["uischema"]["elements"]}
    for response in rich_catalogue.generated(checkin, 6):
        data = filled(response)
        for id in checkin.item_ids:
            rule = rules[rich_catalogue.name_of("q", id)]
            if id not in on_scores:
                condition = {} if rule is None else rule["condition"]["schema"]
                valid = jsonschema.Draft202012Validator(condition).is_valid(json.loads(json.dumps(data)))
                assert valid == (id in checkin.shown(response.answers)), id


def test_a_null_and_a_field_that_was_not_touched_are_left_blank():
    data = {"checkin": encode(PULSE), "on": str(DAY), FIRST: None, "another": 7}
    assert [ik.Missing.BLANK] * 7 == [*json_forms.import_response(CATALOGUE, data).answers.values()]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"on": None}, ("bad-date", "on")),
        ({"checkin": "nothing"}, ("not-this-format", "checkin")),
        ({FIRST: 9}, ("out-of-range", FIRST)),
        ({"q_nobody": 1}, ("unknown-item", "q_nobody")),
    ],
)
def test_what_is_wrong_is_said_with_its_name(change, problem):
    data = {"checkin": encode(PULSE), "on": str(DAY)} | change
    assert [problem] == problems.problems_of(json_forms.import_response, CATALOGUE, data)


def test_losses_are_scores_and_conditions_and_steps_where_there_are_some():
    told = [json_forms.export_form(each).losses for each in rich_catalogue.checkins(RICH)]
    assert {3, 4} >= {len(losses) for losses in told}
    assert all("The steps of a range" in losses[-1] for losses in told)
    assert ("Scores are not there; import the response to have them.",) == json_forms.export_form(PULSE).losses
