"""A check-in goes out as a SurveyJS form, and its results come back."""

import json

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit.checkin.identity import encode
from intimacy_kit.interop import _names, surveyjs
from tests.support import odd_catalogue, problems, rich_catalogue
from tests.support.catalogues import built_in
from tests.support.spoilt_identities import spoilt_identities

CATALOGUE = built_in()
CHECKIN = ik.draw(CATALOGUE, form="pulse", seed="pair-7", occasion=3)
SPANISH = ik.draw(built_in("es"), form="pulse", seed="pair-7", occasion=3)
FORM = surveyjs.export_form(CHECKIN).document
FIRST = CHECKIN.questions[0]
NAME = FORM["pages"][0]["elements"][0]["name"]


def elements(form):
    return [each for page in form["pages"] for each in page["elements"] if each["type"] == "radiogroup"]


def answers_of(response):
    """Return what a person's choices put into the data of a form, by the form's own names."""
    names = [each["name"] for each in elements(surveyjs.export_form(response.checkin).document)]
    given = response.to_dict()["answers"].values()
    return {name: each for name, each in zip(names, given, strict=True) if each is not None}


def result_of(response):
    """Return the result of a form, as SurveyJS gives it."""
    identity = surveyjs.export_form(response.checkin).document["calculatedValues"][0]
    return {
        **answers_of(response),
        identity["name"]: identity["expression"].strip("'"),
        "on": response.on.isoformat(),
        "score_listening": 50,
        "userId": "added by the application",
    }


def problems_of(document, catalogue=CATALOGUE):
    return problems.problems_of(surveyjs.import_response, catalogue, document)


RESULT = result_of(CHECKIN.answer(dict.fromkeys(CHECKIN.item_ids, 3), on=odd_catalogue.DAY))


def test_a_number_from_a_range_has_its_ends_and_the_kinds_of_missing_beside_it():
    checkin = rich_catalogue.checkins(3)[2]
    form = surveyjs.export_form(checkin).document
    every = {each["name"]: each for page in form["pages"] for each in page["elements"]}
    id = next(each.item_id for each in checkin.questions if each.range is not None and each.range.high == 100)
    number, codes = every[_names.name_of("q", id)], every[_names.name_of("code", id)]
    assert ("number", 0, 100, 0.1) == (number["inputType"], number["min"], number["max"], number["step"])
    assert "0: Not at all · 100: Completely" == number["description"]
    assert ["prefer-not-to-say", "does-not-apply"] == [each["value"] for each in codes["choices"]]
    assert checkin.instructions == form["description"]


@pytest.mark.parametrize("number", range(6))
def test_answers_to_any_feature_come_back(number):
    catalogue = rich_catalogue.of(number)
    for response in rich_catalogue.generated(ik.draw(catalogue, form="form", seed="s"), 11):
        document = {"checkin": encode(response.checkin), "on": "2026-11-23", **rich_catalogue.entries(response)}
        assert response.answers == surveyjs.import_response(catalogue, document).answers


def test_a_number_and_a_reason_why_there_is_none_are_refused_together():
    catalogue = rich_catalogue.of(2)
    checkin = ik.draw(catalogue, form="form", seed="s")
    id = next(
        each.item_id for each in checkin.questions if each.range and each.choices and each.item_id in checkin.shown({})
    )
    names = {_names.name_of("q", id): checkin.key.by_id[id].low, _names.name_of("code", id): "does-not-apply"}
    document = {"checkin": encode(checkin), "on": "2026-11-23", **names}
    assert [("repeated-answer", _names.name_of("code", id))] == problems_of(document, catalogue)


def test_answers_to_what_is_not_shown_are_refused():
    catalogue = rich_catalogue.of(0)
    checkin = ik.draw(catalogue, form="form", seed="s")
    hidden = next(id for id in checkin.item_ids if id not in checkin.shown({}))
    name = _names.name_of("q", hidden)
    document = {"checkin": encode(checkin), "on": "2026-11-23", name: checkin.key.by_id[hidden].low}
    assert [("not-shown", name)] == problems_of(document, catalogue)


# The form ----------------------------------------------------------------------


def test_a_page_for_each_pillar_asks_its_questions_in_order():
    assert [f"page_{i}_{pillar.replace('-', '__')}" for i, pillar in enumerate(CATALOGUE.pillars, 1)] == [
        page["name"] for page in surveyjs.export_form(ik.draw(CATALOGUE, form="standard", seed="s")).document["pages"]
    ]
    assert [question.text for question in CHECKIN.questions] == [each["title"] for each in elements(FORM)]
    assert FORM["showProgressBar"]


def test_questions_stand_on_one_page_where_each_pillar_has_one():
    pulse = ik.draw(CATALOGUE, form="pulse", seed="pair-7")
    (page,) = surveyjs.export_form(pulse).document["pages"]
    assert [question.text for question in pulse.questions] == [each["title"] for each in page["elements"][:-1]]


def test_every_kind_of_missing_on_offer_is_a_choice():
    assert [0, 1, 2, 3, 4, "did-not-come-up", "prefer-not-to-say"] == [
        choice["value"] for choice in elements(FORM)[0]["choices"]
    ]


def test_one_language_needs_no_table_of_languages():
    assert (CHECKIN.title, False) == (FORM["title"], "locale" in FORM)
    assert "es" == surveyjs.export_form(SPANISH).document["locale"]


def test_translations_stand_beside_the_text_and_english_is_the_default_of_surveyjs():
    both = surveyjs.export_form(SPANISH, translations=[CHECKIN])
    assert {"default": FIRST.text, "en": FIRST.text, "es": SPANISH.questions[0].text} == elements(both.document)[0][
        "title"
    ]
    assert () == both.losses
    other = surveyjs.export_form(attrs.evolve(CHECKIN, locale="fr"), translations=[SPANISH])
    assert other.document["title"] == {"default": CHECKIN.title, "fr": CHECKIN.title, "es": SPANISH.title}


def test_a_translation_of_another_check_in_is_refused():
    with pytest.raises(ik.InvalidValue, match="another check-in"):
        surveyjs.export_form(CHECKIN, translations=[ik.draw(CATALOGUE, form="pulse", seed="pair-8")])


def test_a_question_without_a_translation_is_a_loss():
    half = attrs.evolve(SPANISH, questions=(attrs.evolve(SPANISH.questions[0], locale="en"), *SPANISH.questions[1:]))
    (loss,) = surveyjs.export_form(CHECKIN, translations=[half]).losses
    assert "questions that have no text in es stand there in en, unmarked: 1" == loss


def test_braces_in_a_text_are_a_loss():
    braces = attrs.evolve(CHECKIN, title="{Title}")
    (loss,) = surveyjs.export_form(braces).losses
    assert "braces" in loss


def test_sums_beyond_what_a_double_counts_are_a_loss():
    wide = odd_catalogue.mixed(smallest=-999_998, largest=999_983)
    heavy = attrs.evolve(wide, items=[attrs.evolve(item, weight=1000) for item in wide.items.values()])
    found = [surveyjs.export_form(ik.draw(each, form="mixed", seed="x")).losses for each in (wide, heavy)]
    assert [(), ("the sums of row go beyond 2**53, so its score can differ in its last digits",)] == found


def test_what_is_not_asked_has_no_score():
    checkin = ik.draw(odd_catalogue.mixed(), form="mixed", seed="x")
    questions = tuple(each for each in checkin.questions if each.pillar == "row")
    form = surveyjs.export_form(attrs.evolve(checkin, questions=questions)).document
    assert ["checkin", "score_row"] == [
        each["name"] for each in form["calculatedValues"] if each.get("includeIntoResult")
    ]


# There and back ------------------------------------------------------------------


@given(testing.catalogues().flatmap(lambda each: st.tuples(st.just(each), testing.responses(catalogue=each))))
def test_a_response_comes_back_as_it_went_out(drawn):
    catalogue, response = drawn
    document = json.loads(json.dumps(result_of(response)))
    assert response == surveyjs.import_response(catalogue, document)


def test_times_are_not_carried():
    response = CHECKIN.answer({FIRST.item_id: 2}, on=odd_catalogue.DAY, seconds={FIRST.item_id: 4.5})
    assert attrs.evolve(response, seconds=FrozenMap({})) == surveyjs.import_response(CATALOGUE, result_of(response))


def test_a_null_was_left_blank():
    assert ik.Missing.BLANK is surveyjs.import_response(CATALOGUE, RESULT | {NAME: None}).answers[FIRST.item_id]


# Bad input -----------------------------------------------------------------------


@pytest.mark.parametrize("document", [None, [], "{}", 7, b"{}"])
def test_what_is_no_mapping_is_refused(document):
    assert [("not-this-format", "")] == problems_of(document)


@pytest.mark.parametrize(
    "text",
    [
        None,
        7,
        {},
        "",
        "pulse",
        "a=b=c",
        "catalogue=x;catalogue=x;occasion=1",
        "catalogue=x",
        "occasion=-1",
        "occasion=01",
        "seed=%ff;occasion=1",
        "seed=%FF;occasion=1",
        "seed=a b;occasion=1",
        "occasion=" + "9" * 5000,
    ],
)
def test_a_result_of_another_form_is_refused(text):
    assert [("not-this-format", "checkin")] == problems_of(RESULT | {"checkin": text})


def test_a_result_without_day_and_check_in_lacks_both():
    assert [("bad-date", "on"), ("not-this-format", "checkin")] == problems_of({"q_listening_attention": 3})


@pytest.mark.parametrize(("identity", "code"), spoilt_identities(CHECKIN))
def test_a_check_in_that_the_catalogue_does_not_have_is_refused_where_it_is_named(identity, code):
    assert [(code, "checkin")] == problems_of(RESULT | {"checkin": identity})


def test_a_form_that_has_changed_is_told_apart():
    with pytest.raises(ik.FormChanged):
        surveyjs.import_response(CATALOGUE, RESULT | {"checkin": RESULT["checkin"][:-16] + "0" * 16})


def test_all_problems_are_told_at_once_each_with_its_name_in_the_result():
    other = next(id for id in CHECKIN.key.by_id if id not in CHECKIN.item_ids)
    names = [each["name"] for each in elements(FORM)]
    bad = {names[0]: 5, names[1]: "left-blank", names[2]: "often", names[3]: True, names[4]: 1.5, names[5]: [[[]]]}
    bad |= {_names.name_of("q", other): 3, "q_nothing_here": 3, "on": "23.11.2026"}
    assert [
        ("bad-date", "on"),
        ("out-of-range", names[0]),
        ("not-offered", names[1]),
        *[("wrong-type", name) for name in names[2:6]],
        ("not-asked", _names.name_of("q", other)),
        ("unknown-item", "q_nothing_here"),
    ] == problems_of(RESULT | bad)


def test_a_huge_document_is_refused_whole():
    assert [("not-this-format", "")] == problems_of(RESULT | {f"q_{i}": 3 for i in range(10_001)})


def test_a_deeply_nested_document_is_refused_where_it_matters():
    deep = []
    for _ in range(100_000):
        deep = [deep]
    assert [("wrong-type", NAME)] == problems_of(RESULT | {NAME: deep, "more": deep})


@given(st.dictionaries(st.sampled_from([*RESULT, "x", 7]), st.sampled_from(["canary-990073", 990_073, [990_073]])))
def test_no_message_holds_an_answer(bad):
    found = None
    try:
        surveyjs.import_response(CATALOGUE, {**RESULT, **bad})
    except ik.InvalidResponse as error:
        found = error
    assert "990073" not in f"{found}{found!r}"
