"""A SurveyJS form becomes a pack; what a pack cannot hold is listed with its place."""

import json

import pytest

import intimacy_kit as ik
from intimacy_kit.interop import surveyjs
from tests.support.catalogues import built_in
from tests.support.foreign_forms import codes


def imported(*elements, **form):
    return surveyjs.import_form({"title": "Evenings", "pages": [{"name": "p1", "elements": list(elements)}], **form})


def refused(document):
    with pytest.raises(ik.InvalidValue) as caught:
        surveyjs.import_form(document)
    return [(each.code, each.path) for each in caught.value.problems]


def radio(name, **more):
    return {"type": "radiogroup", "name": name, "title": f"{name}?", "choices": [0, 1, 2], **more}


def choices(found, item):
    return [(each.answer, each.text) for each in found.catalogue.scales[found.catalogue.items[item].scale].choices]


def test_questions_of_every_type_become_items_or_are_listed():
    found = imported(
        radio("a", choices=[{"value": 1, "text": "No"}, {"value": 2, "text": "Yes"}]),
        {"type": "dropdown", "name": "b", "choices": ["low", "high"], "showRefuseItem": True, "hasOther": True},
        {"type": "boolean", "name": "c", "labelTrue": "Ja", "labelFalse": "Nein"},
        {"type": "boolean", "name": "d", "valueTrue": 1, "valueFalse": 0},
        {"type": "rating", "name": "e", "minRateDescription": "Far", "maxRateDescription": "Near"},
        {"type": "rating", "name": "f", "rateMin": 0, "rateMax": 10, "rateStep": 5},
        {"type": "rating", "name": "g", "rateValues": [{"value": 1, "text": "Bad"}, 2, {"value": 3, "text": "Good"}]},
        {
            "type": "matrix",
            "name": "m",
            "title": "How often:",
            "columns": [0, 1],
            "rows": ["walk", {"value": "t", "text": "talk"}],
        },
        {"type": "text", "name": "n", "inputType": "number", "min": 0, "max": 24, "step": 0.5},
        {"type": "slider", "name": "s"},
        {"type": "checkbox", "name": "many", "choices": ["x", "y"]},
        {"type": "imagepicker", "name": "pics", "multiSelect": True, "choices": ["x"]},
        {"type": "comment", "name": "words"},
        {"type": "text", "name": "date", "inputType": "date"},
        {"type": "text", "name": "open", "inputType": "number", "min": 0},
        {"type": "html", "name": "note"},
        {"type": "matrix", "name": "bare", "columns": [0, 1]},
        {"type": "rating", "name": "wrong", "rateMin": 5, "rateMax": 1},
        {"name": "untyped"},
        radio("gone", visible=False),
    )
    assert ["a", "b", "c", "d", "e", "f", "g", "m.walk", "m.t", "n", "s", "many-x", "many-y", "pics-x"] == list(
        found.catalogue.items
    )
    assert [(0, "low"), (1, "high"), (2, "Other (describe)"), ("prefer-not-to-say", "Refuse to answer")] == choices(
        found, "b"
    )
    assert [(0, "Nein"), (1, "Ja")] == choices(found, "c")
    assert [(0, "No"), (1, "Yes")] == choices(found, "d")
    assert ["Far", "2", "3", "4", "Near"] == [text for _, text in choices(found, "e")]
    assert [0, 5, 10] == [value for value, _ in choices(found, "f")]
    assert ["Bad", "2", "Good"] == [text for _, text in choices(found, "g")]
    assert ("How often: walk", "walk") == (
        found.catalogue.items["m.walk"].question.self_,
        found.catalogue.items["m.walk"].text.self_,
    )
    lost = [
        each.message.partition("'")[2].partition("'")[0] for each in found.decisions if each.code == "not-taken-over"
    ]
    assert ["words", "date", "open", "note", "bare", "wrong", "untyped", "gone"] == lost


def test_texts_are_taken_in_every_language():
    found = imported(
        radio(
            "a",
            title={"default": "How?", "es": "¿Cómo?"},
            choices=[
                {"value": 0, "text": {"default": "Never", "es": "Nunca"}},
                {"value": 1, "text": "Always"},
            ],
        ),
        title={"default": "Evenings", "es": "Tardes"},
        description={"en": "Think.", "es": "Piensa."},
    )
    assert "en" == found.catalogue.locale
    assert {"text": {"self": "¿Cómo?"}, "revision": 1} == found.texts["es"]["items"]["a"]
    assert {"0": "Nunca"} == found.texts["es"]["scales"]["scale-1"]
    assert {"title": "Tardes", "instructions": "Piensa.", "stem": {"self": "{item}"}} == found.texts["es"]["forms"][
        "evenings"
    ]


def test_a_form_in_another_language_keeps_it():
    found = imported(radio("a", title={"default": "¿Cómo?"}), locale="es", title="Tardes")
    assert ("es", "¿Cómo?") == (found.catalogue.locale, found.catalogue.items["a"].text.self_)
    english = imported(radio("a", title={"default": "How?", "es": "¿Cómo?"}), locale="es", title="Tardes")
    assert "How?" == english.texts["en"]["items"]["a"]["text"]["self"]


def test_panels_and_pages_pass_on_their_conditions_and_their_lead():
    inner = {
        "type": "panel",
        "title": "How often do you:",
        "visibleIf": "{a} = 1",
        "elements": [radio("b", visibleIf="{a} > 0")],
    }
    found = imported(radio("a"), inner, radio("c", visibleIf="{a} ~ 1"))
    one = ik.Condition(all_=(ik.Condition(item="a", equals=1), ik.Condition(item="a", at_least=1)))
    assert one == found.catalogue.items["b"].show_if
    assert "How often do you: b?" == found.catalogue.items["b"].question.self_
    assert ["lost-condition"] == codes(found)


def test_several_choices_can_be_compared():
    found = imported(
        {"type": "checkbox", "name": "m", "choices": ["x", "y"]},
        radio("a"),
        radio("b", visibleIf="{m} contains 'x' and {m} notcontains 'y'"),
        radio("c", visibleIf="{a} anyof [1, 2]"),
        radio("d", visibleIf="{m} allof ['x', 'y']"),
        radio("e", visibleIf="{a} noneof [1, 2]"),
        radio("f", visibleIf="{a} anyof 1"),
        radio("g", visibleIf="contains({a}, 1)"),
        radio("h", visibleIf="{a} contains {m}"),
    )
    x, y = (ik.Condition(item=f"m-{each}", equals=1) for each in "xy")
    shown = [each.show_if for each in found.catalogue.items.values()][3:]
    assert shown == [
        ik.Condition(all_=(x, ik.Condition(item="m-y", equals=0))),
        ik.Condition(item="a", one_of=(1, 2)),
        ik.Condition(all_=(x, y)),
        ik.Condition(all_=(ik.Condition(item="a", not_equals=1), ik.Condition(item="a", not_equals=2))),
        ik.Condition(item="a", equals=1),
        None,
        None,
    ]


def test_calculated_values_and_expressions_become_scores():
    found = imported(
        radio("a"),
        radio("b"),
        {"type": "expression", "name": "total", "title": "Total", "expression": "{a} + {b}"},
        calculatedValues=[{"name": "mean", "expression": "avg({a}, {b})"}, {"name": "odd", "expression": "? {a}"}],
    )
    assert ["mean", "total"] == sorted(found.catalogue.scores)
    assert ["not-taken-over"] == codes(found)


def test_details_that_an_item_cannot_have_are_listed():
    found = imported(
        radio(
            "a",
            validators=[{"type": "expression"}],
            choicesOrder="random",
            enableIf="{b} = 1",
            description="Be honest",
            title="<b>How</b> is {b}?",
        )
    )
    assert ["validators", "choicesOrder", "enableIf", "description", "title", "title"] == [
        each.path[-1] for each in found.decisions if each.code == "not-taken-over"
    ]


def test_a_form_of_the_first_edition_has_its_questions_without_pages():
    found = surveyjs.import_form(json.dumps({"questions": [radio("a")]}))
    assert (["a"], "imported") == (list(found.catalogue.items), found.catalogue.pack.id)


def test_what_is_not_a_form_is_refused_with_every_place():
    assert [("not-this-format", ())] == refused({"answers": 3})
    assert [("not-this-format", ())] == refused([1])
    assert [("not-json", ())] == refused("{")
    assert [("repeated-answer", ("title",))] == refused('{"title": 1, "title": 2, "pages": [{"elements": []}]}')[:1]
    wrong = {
        "pages": [
            3,
            {
                "elements": [
                    {"type": "radiogroup"},
                    {"type": ["x"], "name": "a", "choices": 5},
                    radio("b", choices=[None, {"text": "x"}]),
                    {"type": "rating", "name": "c", "rateMin": "x"},
                    {"type": "rating", "name": "d", "rateMax": 9_000},
                    radio("e", title={"klingon": "?", "es": 4}),
                    radio("f", visibleIf={"a": 1}),
                ]
            },
        ],
        "calculatedValues": {},
    }
    found = refused(wrong)
    assert {"wrong-kind", "too-large"} == {code for code, _ in found}
    assert ("wrong-kind", ("pages", 0)) in found
    assert ("too-large", ("pages", 1, "elements", 4, "rateMax")) in found
    nested = {"type": "panel", "elements": [radio("a")]}
    for _ in range(40):
        nested = {"type": "panel", "elements": [nested]}
    assert ["too-deep"] == [code for code, _ in refused({"elements": [nested, radio("b")]})]


def test_a_value_that_stands_twice_is_listed():
    assert ["not-taken-over"] == codes(imported(radio("a", choices=[0, 1, 1])))


def test_sums_of_our_own_that_somebody_has_changed_say_less():
    document = dict(surveyjs.export_form(ik.draw(built_in(), form="pulse", seed="s")).document)
    changed = [
        {
            "name": each["name"],
            "expression": f"5 + {each['expression'].replace(', {', ', avg({').replace('}, 0)', '}), 0)')}",
        }
        if each["name"] == "total_score_time"
        else each
        for each in document["calculatedValues"]
    ]
    found = surveyjs.import_form({**document, "calculatedValues": changed})
    assert ["undecided-keying"] == [each.code for each in found.decisions if each.code.startswith("undecided")]


def test_of_very_many_faults_the_first_hundred_are_named():
    with pytest.raises(ik.InvalidValue) as caught:
        surveyjs.import_form({"elements": [3] * 200})
    assert 100 == len(caught.value.problems)
