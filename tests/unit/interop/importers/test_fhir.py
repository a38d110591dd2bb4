"""A FHIR Questionnaire becomes a pack; what a pack cannot hold is listed with its place."""

import pytest

import intimacy_kit as ik
from intimacy_kit.interop import fhir
from tests.support.foreign_forms import codes
from tests.support.hostile_packs import calls_of

BASE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"


def imported(*items, **more):
    return fhir.import_form(
        {"resourceType": "Questionnaire", "title": "Evenings", "language": "en", "item": list(items), **more}
    )


def refused(document):
    with pytest.raises(ik.InvalidValue) as caught:
        fhir.import_form(document)
    return [(each.code, each.path) for each in caught.value.problems]


def option(code, display=None, points=None):
    extension = (
        [] if points is None else [{"url": f"{BASE}other"}, {"url": f"{BASE}ordinalValue", "valueDecimal": points}]
    )
    return {"valueCoding": {"code": code, "display": display or f"label {code}"}, "extension": extension}


def choice(id, *options, type="choice", **more):
    return {"linkId": id, "text": f"{id}?", "type": type, "answerOption": list(options or map(option, "012")), **more}


def extended(name, **value):
    return {"url": f"{BASE}{name}", **value}


def scale(found, item):
    return found.catalogue.scales[found.catalogue.items[item].scale]


def test_items_of_every_type_become_items_or_are_listed():
    ends = [extended("minValue", valueInteger=0), extended("maxValue", valueInteger=20)]
    control = lambda code: [extended("questionnaire-itemControl", valueCodeableConcept={"coding": [{"code": code}]})]  # noqa: E731
    found = imported(
        {"linkId": "hello", "text": "Think.", "type": "display"},
        choice("a"),
        choice("b", type="coding"),
        choice("c", type="open-choice"),
        {"linkId": "d", "text": "Well?", "type": "boolean"},
        {
            "linkId": "e",
            "text": "Which?",
            "type": "choice",
            "answerOption": [{"valueInteger": 3}, {"valueString": "Four"}, {"valueReference": {}}],
        },
        {
            "linkId": "f",
            "text": "Many?",
            "type": "integer",
            "extension": ends,
            "item": [
                {"linkId": "low", "type": "display", "text": "None", "extension": control("lower")},
                {"linkId": "unit", "type": "boolean", "text": "Sure?", "extension": control("lower")},
                {"linkId": "high", "type": "display", "text": "Lots", "extension": control("upper")},
            ],
        },
        {
            "linkId": "g",
            "text": "Part?",
            "type": "decimal",
            "extension": [*ends, extended("questionnaire-sliderStepValue", valueInteger=5)],
        },
        {"linkId": "h", "text": "Part?", "type": "decimal", "extension": ends},
        choice("m", repeats=True),
        {
            "linkId": "open",
            "text": "Many?",
            "type": "integer",
            "extension": [extended("entryFormat"), extended("minValue", valueInteger=1)],
        },
        {"linkId": "w", "text": "Tell", "type": "text"},
        {"linkId": "more", "text": "Nearly done", "type": "display"},
        choice("hid", extension=[extended("questionnaire-hidden", valueBoolean=True)]),
        choice("vs", type="choice", answerValueSet="http://elsewhere", answerOption=[]),
        {
            "linkId": "calc",
            "text": "S",
            "type": "decimal",
            "extension": [{"url": f"{SDC}sdc-questionnaire-calculatedExpression"}],
        },
        choice(
            "twice",
            option("1"),
            option("1"),
            option("2"),
            extension=[extended("entryFormat"), extended("x", valueString="y")],
        ),
        {"linkId": "gap", "type": "display"},
    )
    assert ["a", "b", "c", "d", "e", "f", "unit", "g", "h", "m-0", "m-1", "m-2", "twice"] == list(found.catalogue.items)
    assert [(0, "No"), (1, "Yes")] == [(each.value, each.label) for each in scale(found, "d").choices]
    assert ("None", "Lots") == (scale(found, "f").range.low_label, scale(found, "f").range.high_label)
    assert [1, 5, 0.01] == [scale(found, each).range.step.plain for each in "fgh"]
    assert "Think." == found.catalogue.forms["evenings"].instructions
    lost = [each.path[1] for each in found.decisions if each.code == "not-taken-over"]
    assert [3, 5, 10, 11, 12, 13, 14, 14, 15, 16] == lost


def test_weights_of_options_are_values_points_or_say_which_way_an_item_counts():
    found = imported(
        choice("a", option("LA-1", points=0), option("LA-2", points=1), option("LA-3", points=2)),
        choice("b", option("0", points=2), option("1", points=1), option("2", points=0)),
        choice("c", option("x", points=0), option("y", points=0), option("z", points=2.5)),
        choice("d", option("0", points=0), option("1", points=1)),
        choice("e", option("0", points=0), option("1", points=10)),
        choice("f", option("0.5"), option("1.5")),
        choice("g", option("0", points=0), option("1")),
        choice("h", option("0", points=3), option("1", points=3)),
    )
    assert (0, 1, 2) == scale(found, "a").values
    assert not scale(found, "a").has_points
    assert ["forward", "reverse"] == [found.catalogue.items[each].keying.value for each in "ab"]
    points = [
        [None if each.points is None else each.points.plain for each in scale(found, id).choices] for id in "cdefgh"
    ]
    assert [[0, 0, 2.5], [None, None], [0, 10], [0.5, 1.5], [None, None], [None, None]] == points


def test_value_sets_that_come_along_are_read():
    sets = [
        {
            "id": "often",
            "compose": {
                "include": [
                    {
                        "concept": [
                            {
                                "code": "0",
                                "display": "Never",
                                "designation": [{"language": "es", "value": "Nunca"}, {"language": "?"}],
                            },
                            {"code": "1", "display": "Often"},
                        ]
                    }
                ]
            },
        },
        {"id": "place", "expansion": {"contains": [{"code": "h", "display": "Home"}, {"code": "o"}]}},
        {"id": "empty"},
        {},
    ]
    of = lambda id, set_: {"linkId": id, "text": f"{id}?", "type": "choice", "answerValueSet": set_}  # noqa: E731
    found = imported(of("a", "#often"), of("b", "#place"), of("c", "#empty"), contained=sets)
    assert ["often", "place"] == list(found.catalogue.scales)
    assert {"0": "Nunca"} == found.texts["es"]["scales"]["often"]
    assert ["Home", "o"] == [each.label for each in scale(found, "b").choices]


def test_texts_are_taken_in_every_language():
    def said(language, text):
        return {
            "extension": [
                extended(
                    "translation",
                    extension=[{"url": "lang", "valueCode": language}, {"url": "content", "valueString": text}],
                )
            ]
        }

    found = imported(
        choice("a", _text=said("es", "¿a?")),
        choice("b", _text={"extension": [extended("language", valueCode="de")]}),
        choice("c", _text=said("?", "?")),
        choice("d", _text={"extension": [extended("translation")]}),
        _title=said("es", "Tardes"),
    )
    assert "¿a?" == found.texts["es"]["items"]["a"]["text"]["self"]
    assert "Tardes" == found.texts["es"]["pack"]["title"]
    assert "b?" == found.texts["de"]["items"]["b"]["text"]["self"]


def test_groups_are_pages_and_pass_on_their_conditions_and_their_lead():
    found = imported(
        choice("z"),
        {
            "linkId": "talk",
            "text": "Talking",
            "type": "group",
            "enableWhen": [{"question": "z", "operator": "=", "answerCoding": {"code": "1"}}],
            "item": [
                choice("a", enableWhen=[{"question": "z", "operator": "exists", "answerBoolean": True}]),
                {
                    "linkId": "how",
                    "text": "How often do you:",
                    "type": "group",
                    "item": [choice("b", item=[choice("under")])],
                },
                {"linkId": "again", "type": "group", "repeats": True, "item": [choice("c")]},
            ],
        },
        {"linkId": "g", "text": "How is:", "type": "group", "item": [choice("d")]},
    )
    items = found.catalogue.items
    one = ik.Condition(item="z", equals=1)
    assert ["z", "a", "b", "under", "d"] == list(items)
    assert (one, "How often do you: b?") == (items["b"].show_if, items["b"].question.self_)
    assert one == items["a"].show_if
    assert ["Evenings", "Talking", "Evenings"] == [each.title for each in found.catalogue.pillars.values()]
    assert ["not-taken-over"] == codes(found)


@pytest.mark.parametrize(
    ("when", "behavior", "condition"),
    [
        ([("=", "answerCoding", {"code": "2"})], None, {"item": "a", "equals": 2}),
        (
            [("=", "answerCoding", {"code": "1"}), ("=", "answerCoding", {"code": "2"})],
            "any",
            {"item": "a", "one_of": [1, 2]},
        ),
        (
            [("!=", "answerString", "1"), (">", "answerInteger", 0)],
            "all",
            {"all": [{"item": "a", "not_equals": 1}, {"item": "a", "at_least": 1}]},
        ),
        ([("exists", "answerBoolean", False)], None, None),
        ([("=", "answerReference", {})], None, None),
        ([("~", "answerInteger", 1)], None, None),
    ],
)
def test_enable_when_becomes_a_condition_or_is_listed(when, behavior, condition):
    tests = [{"question": "a", "operator": sign, key: value} for sign, key, value in when]
    found = imported(choice("a"), choice("b", enableWhen=tests, **({"enableBehavior": behavior} if behavior else {})))
    shown = found.catalogue.items["b"].show_if
    assert shown == (None if condition is None else ik.Condition.from_dict(condition))
    assert (condition is None) == ("lost-condition" in codes(found))


def test_an_expression_is_listed_as_a_lost_condition():
    found = imported(choice("a"), choice("b", extension=[{"url": f"{SDC}sdc-questionnaire-enableWhenExpression"}]))
    assert ["lost-condition"] == codes(found)


def test_facts_of_the_questionnaire_are_those_of_the_pack():
    found = imported(choice("a", text="<b>a</b>?"), name="EveningHours", version="1.2", copyright="Ours")
    assert ("evening-hours", "1.2", "Ours") == (
        found.catalogue.pack.id,
        found.catalogue.pack.version,
        found.catalogue.pack.licence,
    )
    assert ["not-taken-over"] == codes(found)


def test_what_is_not_a_questionnaire_is_refused_with_every_place():
    assert [("not-this-format", ("resourceType",))] == refused({"resourceType": "Patient"})
    assert [("not-json", ())] == refused(b"{")
    wrong = {
        "resourceType": "Questionnaire",
        "url": 7.5,
        "contained": [{"id": 1.0, "compose": 3}],
        "item": [
            7,
            {"type": "choice"},
            choice("a", extension={}),
            choice("b", answerOption=[4]),
            choice("c", answerValueSet="#1", answerOption=[]),
        ],
    }
    assert [("wrong-kind", ("item", 0)), ("wrong-kind", ("item", 1, "linkId"))] == [
        each for each in refused(wrong) if each[1][0] == "item"
    ][:2]
    nested = choice("a")
    for _ in range(40):
        nested = {"linkId": "g", "type": "group", "item": [nested]}
    assert "too-deep" in [code for code, _ in refused({"resourceType": "Questionnaire", "item": [nested, choice("b")]})]


def many(count, **more):
    """Return a form of so many questions with two answers each."""
    answers = [{"valueCoding": {"code": each, "display": each}} for each in ("no", "yes")]
    question = {"type": "choice", "text": "x", "answerOption": answers}
    return {"resourceType": "Questionnaire", "item": [{**question, "linkId": f"q{i}", **more} for i in range(count)]}


def refused_in_few_steps(document):
    def read():
        with pytest.raises(ik.InvalidValue) as refused:
            fhir.import_form(document, id="x", locale="en")
        return [problem.code for problem in refused.value.problems]

    codes, calls = calls_of(read)
    assert ["too-large"] == codes
    return calls


def test_a_value_set_that_many_questions_share_is_read_up_to_the_most_choices():
    concepts = [{"code": f"c{i}", "display": f"d{i}"} for i in range(3000)]
    contained = [{"resourceType": "ValueSet", "id": "v", "compose": {"include": [{"concept": concepts}]}}]
    document = many(900, answerOption=[], answerValueSet="#v") | {"contained": contained}
    assert 3_000_000 > refused_in_few_steps(document)


def test_a_form_has_so_many_conditions_at_most():
    document = many(200)
    group = [{"question": f"q{i}", "operator": "=", "answerCoding": {"code": "yes"}} for i in range(200)]
    document["item"] += [
        {"linkId": "g", "type": "group", "enableWhen": group, "enableBehavior": "any", "item": many(60)["item"]}
    ]
    for i, item in enumerate(document["item"][-1]["item"]):
        item["linkId"] = f"c{i}"
    assert 8_000_000 > refused_in_few_steps(document)
