"""Values, answers and refusals as Pydantic describes and writes them."""

import json
from datetime import date
from typing import Annotated, Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit.interop.pydantic import AnswersTo, Plain, Refusal
from tests.support import rich_catalogue
from tests.support.catalogues import built_in

CATALOGUE = built_in()
DAY = date(2026, 11, 23)
PULSE = ik.draw(CATALOGUE, form="pulse", seed="pair-7")
RESPONSE = PULSE.answer(dict.fromkeys(PULSE.item_ids, 1), on=DAY)
PLANNED = ik.recommend(CATALOGUE, RESPONSE)
SIDE = ik.Side(ik.score(RESPONSE), ik.Sharing().share("time"))
VALUES = [PULSE, PULSE.questions[0], ik.score(RESPONSE), PLANNED, ik.couple_view(a=SIDE, b=SIDE), CATALOGUE.pack]


class Sent(BaseModel):
    seed: str
    answers: Annotated[dict[str, Any], AnswersTo(CATALOGUE, "pulse")]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_is_written_as_its_plain_form_which_its_shape_describes(value):
    adapter = TypeAdapter(Annotated[type(value), Plain()])
    assert value.to_dict() == adapter.dump_python(value)
    assert value.to_dict() == json.loads(adapter.dump_json(value))
    schema = adapter.json_schema(mode="serialization")
    jsonschema.Draft202012Validator(schema).validate(value.to_dict())
    assert set(value.to_dict()) == set(schema["properties"])


@given(testing.responses())
def test_the_scores_of_any_check_in_fit_the_shape_of_its_form(response):
    result = ik.score(response)
    adapter = TypeAdapter(Annotated[ik.Result, Plain(response.checkin.key)])
    written = json.loads(adapter.dump_json(result))
    assert result.to_dict() == written
    jsonschema.Draft202012Validator(adapter.json_schema()).validate(written)


def test_the_shape_of_a_forms_results_names_its_pillars():
    schema = TypeAdapter(Annotated[ik.Result, Plain(PULSE.key)]).json_schema()
    assert "PulseResult" == schema["title"]
    assert list(CATALOGUE.pillars) == schema["$defs"]["PulseScores"]["required"]
    assert "The place on the answer range" in schema["$defs"]["Score"]["properties"]["percent"]["description"]


def test_only_values_of_the_library_are_taken_and_no_plain_data_instead():
    adapter = TypeAdapter(Annotated[ik.Result, Plain()])
    result = ik.score(RESPONSE)
    assert result is adapter.validate_python(result)
    with pytest.raises(ValidationError):
        adapter.validate_python(result.to_dict())


def test_answers_are_described_question_by_question_in_the_language_of_the_catalogue():
    asked = Sent.model_json_schema()["properties"]["answers"]
    question = PULSE.questions[0]
    described = asked["properties"][question.item_id]
    assert {item.id for item in CATALOGUE.form_items("pulse")} == set(asked["properties"])
    assert question.text == described["title"]
    assert described["description"].startswith("0 Never, 1 Rarely, 2 Sometimes, ")
    assert [0, 1, 2, 3, 4] == described["anyOf"][0]["enum"]
    of_partner = AnswersTo(CATALOGUE, CATALOGUE.forms["pulse"], perspective="partner").schema["properties"]
    assert "did your partner" in of_partner[question.item_id]["title"]


def test_what_is_never_asked_about_a_partner_is_not_among_the_answers_about_one():
    of_oneself = AnswersTo(CATALOGUE, "private").schema["properties"]
    alone = {item.id for item in CATALOGUE.form_items("private") if item.text.partner is None}
    assert alone
    assert set(of_oneself) - alone == set(AnswersTo(CATALOGUE, "private", perspective="partner").schema["properties"])


def test_a_form_with_ranges_and_conditions_can_be_described():
    schema = AnswersTo(rich_catalogue.rich(0), "form").schema
    jsonschema.Draft202012Validator.check_schema(schema)


@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text()))
def test_answers_are_let_through_as_they_are_for_the_library_to_check(answers):
    assert answers == Sent(seed="a", answers=answers).answers


def test_an_unknown_form_is_named():
    with pytest.raises(ik.UnknownId, match="there is no form 'puls'"):
        AnswersTo(CATALOGUE, "puls")


# Refusals --------------------------------------------------------------------------


def refused(call):
    with pytest.raises((ik.IntimacyKitError, ValidationError)) as error:
        call()
    return Refusal.of(error.value)


def test_every_problem_is_told_with_its_code_and_place_and_no_answer():
    first, second, *_ = PULSE.item_ids
    told = refused(lambda: PULSE.answer({first: 990_073, second: True}, on=DAY))
    assert [("out-of-range", (first,)), ("wrong-type", (second,))] == [(each.code, each.path) for each in told.detail]
    assert "990073" not in told.model_dump_json()
    assert [each.to_dict() for each in told.detail] == told.model_dump()["detail"]


@pytest.mark.parametrize(
    ("data", "code", "path"),
    [
        ({"answers": {"a": 990_073}}, "missing-key", ("seed",)),
        ({"seed": 990_073, "answers": {}}, "wrong-kind", ("seed",)),
    ],
)
def test_what_pydantic_refuses_is_told_without_what_it_was_given(data, code, path):
    told = refused(lambda: Sent.model_validate(data))
    assert [(code, path)] == [(each.code, each.path) for each in told.detail]
    assert "990073" not in told.model_dump_json()


def test_a_body_that_is_not_json_is_told():
    told = refused(lambda: Sent.model_validate_json('{"seed": 990073,'))
    assert [("not-json", ())] == [(each.code, each.path) for each in told.detail]
    assert "990073" not in told.model_dump_json()


@pytest.mark.parametrize(
    ("error", "code"), [(ik.UnknownId("form", "x"), "unknown-form"), (ik.UnknownId("topic", "x"), "bad-choice")]
)
def test_an_unknown_id_has_a_code(error, code):
    assert [(code, str(error))] == [(each.code, each.message) for each in Refusal.of(error).detail]


def test_of_any_other_error_nothing_is_told():
    assert [] == Refusal.of(RuntimeError("990073")).detail
