"""A check-in in FHIR: the models of R4 and R5 take it, and the answers come back."""

import json
import operator
import random
import re
import time
from datetime import date
from fractions import Fraction

import attrs
import pytest
from fhir.resources.observation import Observation
from fhir.resources.questionnaire import Questionnaire
from fhir.resources.questionnaireresponse import QuestionnaireResponse
from fhir.resources.R4B.observation import Observation as ObservationR4B
from fhir.resources.R4B.questionnaire import Questionnaire as QuestionnaireR4B
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse as QuestionnaireResponseR4B
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit.checkin.identity import encode
from intimacy_kit.content.catalogue import Catalogue, Shelf
from intimacy_kit.content.condition import Condition
from intimacy_kit.content.pack import Pack, Pillar
from intimacy_kit.content.questionnaire import Form, Item, Wording
from intimacy_kit.content.scale import Choice, Range, ResponseScale
from intimacy_kit.content.vocabulary import Keying, Missing, Role
from intimacy_kit.interop import fhir
from intimacy_kit.interop._form import pages_of
from intimacy_kit.interop.fhir.response import MOST_ITEMS
from intimacy_kit.testing import catalogues, checkins, responses
from tests.support import fhir_items, rich_catalogue
from tests.support.catalogues import built_in
from tests.support.paths import DATA
from tests.support.spoilt_identities import spoilt_identities
from tests.unit.scoring.test_instruments import loaded

DAY = date(2026, 11, 23)
ENGLISH = built_in()
SPANISH = built_in("es")
CHECKIN = ik.draw(ENGLISH, form="standard", seed="pair-7", occasion=3)
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
HL7 = "http://hl7.org/fhir/StructureDefinition"
BASE = "https://example.org/fhir"
MODELS = {
    "R4": (QuestionnaireR4B, QuestionnaireResponseR4B, ObservationR4B),
    "R5": (Questionnaire, QuestionnaireResponse, Observation),
}


def two_scales():
    """A small catalogue with scales of different ranges, weights, felt, choice and sentinel items."""
    low, high = (Choice(name, value) for name, value in (("low", -1), ("high", 2)))
    scales = [
        ResponseScale("short", (low, Choice("middle", 0), high, Choice("no", code=Missing.DECLINED))),
        ResponseScale("long", tuple(Choice(f"{i}", i) for i in range(8))),
    ]
    items = [
        Item("a.short", "a", "short", Role.SCORED, Wording("do it")),
        Item("a.turned", "a", "short", Role.SCORED, Wording("avoid it"), keying=Keying.REVERSE, weight=2),
        Item("a.long", "a", "long", Role.SCORED, Wording("do it long"), weight=3),
        Item("a.felt", "a", "long", Role.FELT, Wording("feel it")),
        Item("a.choice", "a", "short", Role.CHOICE, Wording("want it")),
        Item("a.sentinel", "a", "short", Role.SENTINEL, Wording("fear it")),
    ]
    form = Form("form", "Form", roles=tuple(Role), stem=Wording("Do you {item}?"), min_answered=Fraction(2, 3))
    return Catalogue(
        pack=Pack("small", "1.0", "Small", "CC0-1.0", "en", 1),
        pillars=Shelf("pillar", [Pillar("a", "A", "A pillar.")]),
        scales=Shelf("response scale", scales),
        forms=Shelf("form", [form]),
        items=Shelf("item", items),
    )


def extensions(element, url):
    return [each for each in element.get("extension", ()) if each["url"] == url]


def weights(item, kind="itemWeight"):
    """Return code to weight for the options of an item that have one."""
    return {
        option["valueCoding"]["code"]: each["valueDecimal"]
        for option in item["answerOption"]
        for each in extensions(option, f"{HL7}/{kind}")
    }


def by_link_id(document):
    return {item["linkId"]: item for item in fhir_items.items_of(document)}


# The Questionnaire --------------------------------------------------------------


def check_structure(document):
    """Check what no schema does: link ids are told apart, and every name in an expression leads somewhere."""
    items = by_link_id(document)
    assert len(items) == len(fhir_items.items_of(document))
    systems = {option["valueCoding"]["system"] for item in items.values() for option in item.get("answerOption", ())}
    for item in items.values():
        codes = [(each["valueCoding"]["system"], each["valueCoding"]["code"]) for each in item.get("answerOption", ())]
        assert len(set(codes)) == len(codes)
        known = {"resource"}
        for extension in item.get("extension", ()):
            expression = extension.get("valueExpression", {}).get("expression", "")
            assert set(re.findall(r"%(\w+)", expression)) <= known
            known.add(extension.get("valueExpression", {}).get("name"))
            for listed in re.findall(r"linkId in \((.*?)\)", expression):
                link_ids = re.findall(r"'(.*?)'", listed)
                assert link_ids
                assert all(weights(items[id]) for id in link_ids)
            for system in re.findall(r"system != '(.*?)'", expression):
                assert system.endswith("/CodeSystem/no-answer")
                assert all(each == system or "no-answer" not in each for each in systems)


@given(st.data(), st.sampled_from(["R4", "R5"]))
def test_every_form_has_its_own_link_ids_and_every_reference_in_it_resolves(data, release):
    checkin = data.draw(checkins())
    document = fhir.export_form(checkin, release=release, base_url=BASE).document
    check_structure(document)
    assert [*checkin.item_ids] == [id for id, item in by_link_id(document).items() if "answerOption" in item]
    kinds = {item["type"] for item in fhir_items.items_of(document)} - {"decimal", "string"}
    assert ({"choice"} if release == "R4" else {"coding"}) == kinds


def test_the_structure_check_finds_a_reference_that_leads_nowhere():
    document = fhir.export_form(CHECKIN).document
    score = next(item for item in document["item"] if item["linkId"] == "score_time")
    (calculated,) = extensions(score, CALCULATED)
    calculated["valueExpression"]["expression"] += " + %nobody"
    with pytest.raises(AssertionError):
        check_structure(document)


def test_weights_carry_keying_item_weight_and_range():
    checkin = ik.draw(two_scales(), form="form", seed="s")
    items = by_link_id(fhir.export_form(checkin).document)
    assert {"-1": 0, "0": 7, "2": 21} == weights(items["a.short"])
    assert {"-1": 42, "0": 28, "2": 0} == weights(items["a.turned"])
    assert {str(value): 9 * value for value in range(8)} == weights(items["a.long"])
    assert {str(value): value for value in range(8)} == weights(items["a.felt"])
    assert {} == weights(items["a.choice"]) == weights(items["a.sentinel"])


def test_ordinal_values_stand_beside_the_weights_in_r4_only():
    checkin = ik.draw(two_scales(), form="form", seed="s")
    r4, r5 = (by_link_id(fhir.export_form(checkin, release=each).document)["a.turned"] for each in ("R4", "R5"))
    assert weights(r4) == weights(r4, "ordinalValue") == weights(r5)
    assert {} == weights(r5, "ordinalValue")


def test_a_score_is_one_guarded_division_and_felt_stands_apart():
    items = by_link_id(fhir.export_form(ik.draw(two_scales(), form="form", seed="s"), base_url=BASE).document)
    assert {"score_a", "felt_a", "check_in"} == {id for id in items if "_" in id}
    score = items["score_a"]
    assert [] == extensions(score, f"{HL7}/variable")
    given = f".answer.value.where(system != '{BASE}/CodeSystem/no-answer').count()"
    short, turned, long = (f"%resource.item.where(linkId = 'a.{each}')" for each in ("short", "turned", "long"))
    expression = extensions(score, CALCULATED)[0]["valueExpression"]["expression"]
    assert expression.startswith(f"iif(({short}{given} + {turned}{given} + {long}{given}) >= 2, 100 * (7 * {short}")
    spans = f"1 * 21 * ({short}{given}) + 2 * 21 * ({turned}{given}) + 3 * 21 * ({long}{given})"
    assert expression.endswith(f" / ({spans}))")
    assert f"42 * {turned}.answer.value.where(code = '-1').count()" in expression
    assert {"where", "count", "iif"} == set(re.findall(r"([a-z]+)\(", expression))
    felt = extensions(items["felt_a"], CALCULATED)[0]["valueExpression"]["expression"]
    assert f"%resource.item.where(linkId = 'a.felt'){given}" in felt
    assert (True, "decimal") == (score["readOnly"], score["type"])


def test_the_canonical_url_holds_the_identity():
    checkin = ik.draw(ENGLISH, form="pulse", seed="a b/ü|\n7", occasion=12, perspective="partner")
    document = fhir.export_form(checkin, base_url=f"{BASE}/").document
    assert (f"{BASE}/Questionnaire/{encode(checkin)}", ENGLISH.pack.version) == (document["url"], document["version"])


@pytest.mark.parametrize("version", ["", f"|{ENGLISH.pack.version}"])
def test_a_response_is_read_with_and_without_the_version_of_its_questionnaire(version):
    document = filled(questionnaire=f"{BASE}/Questionnaire/{encode(CHECKIN)}{version}")
    assert CHECKIN == fhir.import_response(ENGLISH, document).checkin


def test_translations_stand_beside_title_question_and_label():
    spanish = ik.draw(SPANISH, form="standard", seed="pair-7", occasion=3)
    document = fhir.export_form(CHECKIN, translations=[spanish]).document
    item = fhir_items.items_of(document)[1]  # the instructions come first
    said = [
        (document, "title", spanish.title),
        (item, "text", spanish.questions[0].text),
        (item["answerOption"][0]["valueCoding"], "display", spanish.questions[0].choices[0].label),
    ]
    for element, key, text in said:
        (translation,) = element[f"_{key}"]["extension"]
        assert f"{HL7}/translation" == translation["url"]
        assert [("lang", "es"), ("content", text)] == [
            (each["url"], each.get("valueCode", each.get("valueString"))) for each in translation["extension"]
        ]
    assert "en" == document["language"]


def test_a_question_that_fell_back_says_its_language_and_is_no_translation():
    fallen = attrs.evolve(CHECKIN, locale="es")  # its questions are in English
    document = fhir.export_form(fallen).document
    text = fhir_items.items_of(document)[1]["_text"]
    assert {"extension": [{"url": f"{HL7}/language", "valueCode": "en"}]} == text
    item = fhir_items.items_of(fhir.export_form(CHECKIN, translations=[fallen]).document)[1]
    assert "_text" not in item


def test_the_texts_of_a_document_are_plain():
    spanish = ik.draw(SPANISH, form="pulse", seed="s")
    answers = {question.item_id: question.choices[0].answer for question in spanish.questions}
    document = fhir.export_form(spanish).document
    response = fhir.export_response(spanish.answer(answers, on=DAY))
    asked = document["item"][1]
    texts = [document["title"], document["item"][0]["text"], asked["text"], response["item"][0]["text"]]
    texts += [asked["answerOption"][0]["valueCoding"]["display"]]
    texts += [response["item"][0]["answer"][0]["valueCoding"]["display"]]
    assert {str} == {type(each) for each in texts}


def test_what_is_lost_depends_on_the_form():
    assert () == fhir.export_form(CHECKIN).losses
    fewer = attrs.evolve(CHECKIN, questions=tuple(each for each in CHECKIN.questions if each.pillar != "time"))
    export = fhir.export_form(fewer)
    assert ("time has no scored question this time, and so no score",) == export.losses
    assert "score_time" not in by_link_id(export.document)


def test_sums_beyond_exact_doubles_are_told():
    scales = [ResponseScale(f"s{n}", (Choice("low", 0), Choice("high", n))) for n in (999_983, 999_979, 999_961)]
    items = [Item(f"a.{s.id}", "a", s.id, Role.SCORED, Wording("do it")) for s in scales]
    changed = attrs.evolve(two_scales(), scales=Shelf("response scale", scales), items=Shelf("item", items))
    (loss,) = fhir.export_form(ik.draw(changed, form="form", seed="s")).losses
    assert "the sums of a go beyond 2**53, so its score can differ in its last digits" == loss


@pytest.mark.parametrize(
    "base", ["", "example.org", "https://example.org/a b", "https://e.org/?x=1", "https://e.org/'"]
)
def test_a_base_url_that_can_begin_no_canonical_is_refused(base):
    with pytest.raises(ik.InvalidValue, match="base_url bad-choice  no canonical URL can begin like this"):
        fhir.export_form(CHECKIN, base_url=base)


def test_scores_say_the_codes_of_the_observations_that_they_become():
    document = fhir.export_form(CHECKIN, extract="observation").document
    made = fhir.observations(ik.score(CHECKIN.answer({}, on=DAY)))
    coded = {item["linkId"]: item["code"] for item in by_link_id(document).values() if "code" in item}
    assert {each["code"]["coding"][0]["code"]: each["code"]["coding"] for each in made} == coded
    assert 2 * len(coded) == sum(
        "xtract" in each["url"] for id in coded for each in by_link_id(document)[id]["extension"]
    )


def test_scores_refer_to_templates_of_the_observations_that_they_become():
    for checkin in (CHECKIN, *rich_catalogue.checkins(3)):
        document = fhir.export_form(checkin, extract="template").document
        named = {f"#{each['id']}": each["code"]["coding"][0]["code"] for each in document["contained"]}
        ends = {
            part["valueReference"]["reference"]: item["linkId"]
            for item in document["item"]
            for each in item.get("extension", ())
            if each["url"].endswith("-templateExtract")
            for part in each["extension"]
        }
        assert named == ends


def test_nothing_is_extracted_unless_that_is_asked_for_or_without_scores():
    assert "xtract" not in json.dumps(fhir.export_form(CHECKIN).document)
    checkin = attrs.evolve(CHECKIN, questions=())
    for way in ("observation", "template"):
        assert fhir.export_form(checkin).document == fhir.export_form(checkin, extract=way).document


def test_why_there_is_no_score_is_told_only_where_it_can_be_known():
    some = rich_catalogue.checkins(1)[0]
    for checkin, told in ((CHECKIN, 2), (some, 1)):
        for template in fhir.export_form(checkin, extract="template").document["contained"]:
            assert told == len(template["dataAbsentReason"]["coding"])


@pytest.mark.slow
@pytest.mark.parametrize("release", MODELS)
@pytest.mark.parametrize("way", ["observation", "template"])
def test_the_models_take_a_questionnaire_that_says_what_to_extract(release, way):
    for checkin in (CHECKIN, rich_catalogue.checkins(1)[0]):
        MODELS[release][0].model_validate(fhir.export_form(checkin, release=release, extract=way).document)


def test_a_way_of_extracting_that_is_not_ours_is_refused():
    with pytest.raises(ik.InvalidValue, match="extract bad-choice .* it is one of observation, template"):
        fhir.export_form(CHECKIN, extract="definition")


def test_a_release_that_is_not_ours_is_refused():
    with pytest.raises(ik.InvalidValue, match="it is one of R4, R5"):
        fhir.export_form(CHECKIN, release="STU3")


# The software of others, in Python ------------------------------------------------


def round_trip(model, document):
    return json.loads(model.model_validate(document).model_dump_json())


def plain(document):
    """Return a document with numbers as one kind, since FHIR's decimals come back as floats or texts."""
    return json.loads(json.dumps(document), parse_int=float)


@pytest.mark.parametrize("release", MODELS)
def test_fhir_resources_keeps_every_document_as_it_is(release, saw):
    form, answers, observation = MODELS[release]
    spanish = ik.draw(SPANISH, form="standard", seed="pair-7", occasion=3)
    response = sample(CHECKIN, random.Random(1))
    documents = [
        (form, fhir.export_form(CHECKIN, translations=[spanish], release=release).document),
        (answers, fhir.export_response(response, subject="Patient/7")),
    ]
    derived = fhir.observations(ik.score(response), subject="Patient/7", derived_from="QuestionnaireResponse/1")
    documents += [(observation, each) for each in derived]
    kept = [plain(document) == plain(round_trip(model, document)) for model, document in documents]
    does = f"reads Questionnaires, responses and Observations and writes them as they were ({release})"
    saw("PyPI:fhir.resources", f"fhir.resources, {release}", does, equal=sum(kept), of=len(kept), what="resources")


# Answers out and in -----------------------------------------------------------------


def sample(checkin, chance):
    """Return a response with gaps and codes."""
    answers = {
        question.item_id: chance.choice([*(each.answer for each in question.choices), None])
        for question in checkin.questions
    }
    return checkin.answer(answers, on=DAY)


@given(st.data())
def test_a_response_comes_back_as_it_went(data):
    catalogue = data.draw(catalogues())
    response = data.draw(responses(catalogue=catalogue))
    assert response == fhir.import_response(catalogue, fhir.export_response(response, base_url=BASE))


def test_the_times_of_answers_stay_behind():
    seconds = {CHECKIN.item_ids[0]: 2.5}
    response = CHECKIN.answer({}, on=DAY, seconds=seconds)
    assert attrs.evolve(response, seconds=FrozenMap({})) == fhir.import_response(
        ENGLISH, fhir.export_response(response)
    )


@given(st.text(max_size=6))
def test_any_seed_finds_its_way_back(seed):
    try:
        checkin = ik.draw(ENGLISH, form="pulse", seed=seed)
    except ik.InvalidValue:
        return  # a seed that cannot be stored anywhere
    response = fhir.import_response(ENGLISH, fhir.export_response(checkin.answer({}, on=DAY)))
    assert checkin == response.checkin


def filled(**changes):
    document = fhir.export_response(CHECKIN.answer(dict.fromkeys(CHECKIN.item_ids, 1), on=DAY), base_url=BASE)
    return {**fhir_items.flat(document), **changes}


def test_what_other_software_adds_or_leaves_out_does_no_harm():
    document = filled(id="7", meta={"versionId": "1"}, authored="2026-11-23T23:59:59.5+13:00", status="amended")
    document["item"][0]["answer"] = []
    del document["item"][1]["answer"][0]["valueCoding"]["system"]
    document["item"].append({"linkId": "score_time", "answer": [{"valueDecimal": 3}]})
    response = fhir.import_response(ENGLISH, document)
    assert [Missing.BLANK, 1] == [*response.answers.values()][:2]
    assert DAY == response.on


def test_an_empty_response_is_one_of_blanks():
    document = filled()
    del document["item"]
    assert {Missing.BLANK} == set(fhir.import_response(ENGLISH, document).answers.values())


def test_a_newer_version_with_the_same_questions_takes_the_answers():
    document = filled()
    document["questionnaire"] = document["questionnaire"].replace(f"|{ENGLISH.pack.version}-", "|2025.1.0-")
    assert CHECKIN == fhir.import_response(ENGLISH, document).checkin


# Groups -------------------------------------------------------------------------------


def test_each_page_of_questions_is_a_group_and_their_order_is_that_of_the_draw():
    document = fhir.export_form(CHECKIN).document
    groups = [item for item in document["item"] if item["type"] == "group"]
    assert pages_of(CHECKIN) == {group["linkId"]: tuple(each["linkId"] for each in group["item"]) for group in groups}
    assert ["page_1_listening", "page_2_vulnerability"] == [group["linkId"] for group in groups][:2]
    assert ["display", *["group"] * 7, *["decimal"] * 7, "string"] == [item["type"] for item in document["item"]]


def test_questions_that_would_each_be_alone_in_a_group_or_all_in_one_are_in_none():
    small = ik.draw(two_scales(), form="form", seed="s")
    for checkin in (ik.draw(ENGLISH, form="pulse", seed="s"), small):
        response = checkin.answer({}, on=DAY)
        documents = [fhir.export_form(checkin).document, fhir.export_response(response)]
        assert not any("page_" in json.dumps(each) for each in documents)


def test_a_response_has_the_groups_of_its_questionnaire_unless_nothing_in_them_was_shown():
    checkin = rich_catalogue.checkins(2)[1]
    groups = {item["linkId"] for item in fhir.export_form(checkin).document["item"] if item["type"] == "group"}
    for response in rich_catalogue.generated(checkin, 4):
        for item in fhir.export_response(response)["item"]:
            assert item["linkId"] in groups
            assert item["item"]


@pytest.mark.parametrize("number", [None, 2])
def test_answers_in_groups_side_by_side_and_deeper_down_are_the_same(number):
    checkin = CHECKIN if number is None else ik.draw(rich_catalogue.of(number), form="form", seed="s")
    catalogue = ENGLISH if number is None else rich_catalogue.of(number)
    response = sample(CHECKIN, random.Random(1)) if number is None else rich_catalogue.generated(checkin, 3)[-1]
    grouped = fhir.export_response(response, base_url=BASE)
    assert grouped != fhir_items.flat(grouped)
    empty = {"linkId": "page_9_time"}
    clinic = {"linkId": "ours", "item": [{"linkId": "note_1", "item": grouped["item"]}, empty]}
    for document in (grouped, fhir_items.flat(grouped), grouped | {"item": [clinic, empty]}):
        assert response == fhir.import_response(catalogue, document)


def test_a_problem_in_a_group_is_at_its_place_there():
    def refused(change):
        document = fhir.export_response(CHECKIN.answer(dict.fromkeys(CHECKIN.item_ids, 1), on=DAY))
        change(document["item"][1])
        return lines(document)

    inside = ("item", 2, "answer", 0, "valueCoding", "code")
    assert ["item.1.item.2.answer.0 out-of-range"] == refused(lambda group: at(group, inside, "7"))
    assert ["item.1.item.3 repeated-answer"] == refused(lambda group: at(group, ("item", 3), group["item"][0]))
    assert ["item.1.modifierExtension unknown-key"] == refused(lambda group: at(group, ("modifierExtension",), []))
    assert ["item.1.item wrong-kind"] == refused(lambda group: at(group, ("item",), {}))
    assert ["item not-this-format"] == refused(lambda group: at(group, ("item",), [{}] * MOST_ITEMS))


def test_groups_within_groups_have_an_end():
    document = fhir.export_response(CHECKIN.answer({}, on=DAY))
    for _ in range(30):
        document["item"] = [{"linkId": "group", "item": document["item"]}]
    (problem,) = lines(document)
    assert problem.endswith("not-this-format")
    assert 21 == problem.count("item.0")


# Bad documents ------------------------------------------------------------------------


def at(document, path, value):
    """Put a value somewhere into a document."""
    *way, last = path
    node = document
    for step in way:
        node = node[step]
    node[last] = value
    return document


FIRST = ("item", 0, "answer", 0)
CODING = (*FIRST, "valueCoding")
DEEP = json.loads("[" * 900 + "]" * 900)
NONE_OF_OURS = [
    "",
    7,
    None,
    "Questionnaire/7",
    f"/Questionnaire/{encode(CHECKIN)}",
    f"{BASE}/Questionnaire/{encode(CHECKIN)}|1.0",
    f"{BASE}/Questionnaire/{encode(CHECKIN)}!",
    f"{BASE}/Questionnaire/{encode(CHECKIN)}".replace("~3~", "~-3~"),
    f"{BASE}/Questionnaire/phq-9|1.0",
]
BAD = {
    "another resource": ((("resourceType",), "Patient"), ["resourceType not-this-format"]),
    "unfinished": ((("status",), "in-progress"), ["status bad-choice"]),
    "in error": ((("status",), "entered-in-error"), ["status bad-choice"]),
    "status is a list": ((("status",), ["completed"]), ["status bad-choice"]),
    "modified": ((("modifierExtension",), []), ["modifierExtension unknown-key"]),
    "no day": ((("authored",), None), ["authored bad-date"]),
    "no such day": ((("authored",), "2026-02-30"), ["authored bad-date"]),
    "half a day": ((("authored",), "2026-11"), ["authored bad-date"]),
    "no time": ((("authored",), "2026-11-23 noon"), ["authored bad-date"]),
    "items are an object": ((("item",), {}), ["item wrong-kind"]),
    "too many items": ((("item",), [{}] * (MOST_ITEMS + 1)), ["item not-this-format"]),
    "an item is a text": ((("item", 0), "x"), ["item.0 not-this-format"]),
    "an item is deep": ((("item", 0), DEEP), ["item.0 not-this-format"]),
    "no linkId": ((("item", 0, "linkId"), None), ["item.0 not-this-format"]),
    "foreign item": ((("item", 0, "linkId"), "phq-9"), ["item.0.answer.0 unknown-item"]),
    "repeated item": ((("item", 1, "linkId"), "listening.attention"), ["item.1 repeated-answer"]),
    "item in item": ((("item", 0, "item"), []), ["item.0.item unknown-key"]),
    "answers are a text": ((("item", 0, "answer"), "x"), ["item.0.answer wrong-kind"]),
    "repeated answer": ((("item", 0, "answer"), [{}, {}]), ["item.0.answer.1 repeated-answer"]),
    "an answer is a text": ((FIRST, "x"), ["item.0.answer.0 wrong-type"]),
    "an answer is deep": ((FIRST, DEEP), ["item.0.answer.0 wrong-type"]),
    "an integer": ((FIRST, {"valueInteger": 1}), ["item.0.answer.0 wrong-type"]),
    "item in answer": (((*FIRST, "item"), []), ["item.0.answer.0.item unknown-key"]),
    "no code": (((*CODING, "code"), None), ["item.0.answer.0 wrong-type"]),
    "unknown code": ((CODING, {"code": "often"}), ["item.0.answer.0 wrong-type"]),
    "unoffered code": ((CODING, {"code": "not-asked"}), ["item.0.answer.0 not-offered"]),
    "off the scale": (((*CODING, "code"), "7"), ["item.0.answer.0 out-of-range"]),
    "odd digits": ((CODING, {"code": "01"}), ["item.0.answer.0 wrong-type"]),
    "many digits": ((CODING, {"code": "9" * 10_000}), ["item.0.answer.0 wrong-type"]),
    "foreign system": (((*CODING, "system"), "http://loinc.org"), ["item.0.answer.0 wrong-type"]),
    "a code of a value": (((*CODING, "code"), "prefer-not-to-say"), ["item.0.answer.0 wrong-type"]),
}


def lines(document):
    """Return place and code of every problem with a document."""
    with pytest.raises(ik.InvalidResponse) as error:
        fhir.import_response(ENGLISH, document)
    return [f"{problem.location} {problem.code}" for problem in error.value.problems]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_document_is_refused_with_one_problem_at_its_place(name):
    change, expected = BAD[name]
    assert expected == lines(at(filled(), *change))


@pytest.mark.parametrize("document", [None, [], "x", 7])
def test_what_is_no_document_is_refused(document):
    assert [" not-this-format"] == lines(document)


@pytest.mark.parametrize("canonical", NONE_OF_OURS)
def test_a_foreign_questionnaire_is_refused(canonical):
    assert ["questionnaire not-this-format"] == lines(filled(questionnaire=canonical))


@pytest.mark.parametrize(("identity", "code"), spoilt_identities(CHECKIN))
def test_a_check_in_that_the_catalogue_does_not_have_is_refused_at_the_canonical_url(identity, code):
    document = filled(questionnaire=f"{BASE}/Questionnaire/{identity}")
    assert [f"questionnaire {code}"] == lines(document)


def test_a_changed_form_is_an_error_of_its_own():
    with pytest.raises(ik.FormChanged, match="load the pack that was answered"):
        fhir.import_response(ENGLISH, filled(questionnaire=f"{BASE}/Questionnaire/{encode(CHECKIN)[:-16]}{'0' * 16}"))


def test_an_answer_that_is_not_an_option_is_refused():
    with pytest.raises(ik.InvalidResponse, match="not one of the question's options; give the Coding of one, as it is"):
        fhir.import_response(ENGLISH, at(filled(), FIRST, {"valueInteger": 1}))


def test_an_item_of_another_check_in_is_refused_where_it_stands():
    document = filled()
    assert "listening.finish" in ENGLISH.items
    document["item"] += [{"linkId": "listening.finish"}, {"linkId": "listening.nothing"}]
    assert ["item.28.answer.0 unknown-item", "item.29.answer.0 unknown-item"] == lines(document)


def test_all_problems_come_at_once_and_none_says_an_answer():
    marks = ("990073", "canary-990073")
    document = filled(status="in-progress", authored=marks[1])
    for i, value in enumerate([{"code": marks[0]}, {"code": marks[1]}, {"system": marks[1], "code": "1"}, {}]):
        document["item"][i]["answer"] = [{"valueCoding": value}]
    document["item"][4]["answer"] = [{"valueString": marks[1]}]
    with pytest.raises(ik.InvalidResponse) as error:
        fhir.import_response(ENGLISH, document)
    assert 7 == len(error.value.problems)
    assert not any(mark in str(error.value) + repr(error.value) for mark in marks)
    document["questionnaire"] = "x"
    assert 3 == len(lines(document))  # nobody knows the options of another questionnaire


def test_a_huge_document_is_refused_before_it_costs_anything():
    start = time.perf_counter()
    lines(filled(item=[{"linkId": f"item.{i}" * 100} for i in range(MOST_ITEMS)]))
    lines(filled(questionnaire="/Questionnaire/a" * 100_000))
    lines(at(filled(), CODING, {"code": "x" * 10_000_000}))
    assert time.perf_counter() - start < 10


# Observations ---------------------------------------------------------------------------


def test_scores_are_observations_in_a_code_system_of_our_own():
    response = CHECKIN.answer({"time.protected": 4, "time.enjoy": 2, "time.tastes": 2}, on=DAY)
    found = fhir.observations(
        ik.score(response), subject="Patient/7", derived_from="QuestionnaireResponse/1", base_url=BASE
    )
    named = {each["code"]["coding"][0]["code"]: each for each in found}
    assert [f"score_{pillar}" for pillar in ENGLISH.pillars] == list(named)
    time_ = named["score_time"]
    system = f"{BASE}/CodeSystem/intimacy-kit/standard/self"
    version = f"{ENGLISH.pack.version}-{CHECKIN.key.digest}"
    assert [{"system": system, "version": version, "code": "score_time"}] == time_["code"]["coding"]
    assert 100 * 8 / 12 == time_["valueQuantity"]["value"]
    components = {each["code"]["coding"][0]["code"]: each for each in time_["component"]}
    assert ["answered", "asked", "needed", "mean", "value"] == list(components)
    assert [3, 4, 3] == [components[each]["valueInteger"] for each in ("answered", "asked", "needed")]
    assert [8 / 3, 100 * 8 / 12] == [components[each]["valueQuantity"]["value"] for each in ("mean", "value")]
    assert ("2026-11-23", "Patient/7") == (time_["effectiveDateTime"], time_["subject"]["reference"])
    assert [{"reference": "QuestionnaireResponse/1"}] == time_["derivedFrom"]
    assert "loinc" not in json.dumps(found)


def test_an_observation_has_the_band_of_a_score_with_a_known_reliability():
    known = ik.Reliability(0.8, name="omega", n=300, sd=20.0, source="a test", population="nobody", on=DAY)
    result = ik.score(CHECKIN.answer(dict.fromkeys(CHECKIN.item_ids, 3), on=DAY), reliability={"time": known})
    named = {each["code"]["coding"][0]["code"]: each for each in fhir.observations(result)}
    (band,) = (each for each in named["score_time"]["component"] if "valueRange" in each)
    assert "band" == band["code"]["coding"][0]["code"]
    ends = band["valueRange"]
    assert (result["time"].band.low, result["time"].band.high) == (ends["low"]["value"], ends["high"]["value"])
    assert "valueRange" not in json.dumps(named["score_listening"])
    for model in (Observation, ObservationR4B):
        assert plain(named["score_time"]) == plain(round_trip(model, named["score_time"]))


@pytest.mark.parametrize("number", [None, 3])
def test_scores_are_hidden_unless_they_are_to_be_seen(number):
    checkin = CHECKIN if number is None else ik.draw(rich_catalogue.of(number), form="form", seed="s")
    for shown in (False, True):
        items = by_link_id(fhir.export_form(checkin, show_scores=shown).document)
        hidden = {id for id, item in items.items() if extensions(item, f"{HL7}/questionnaire-hidden")}
        computed = {id for id, item in items.items() if extensions(item, CALCULATED)}
        assert {"check_in", *(() if shown else computed)} == hidden
        assert len(computed) > 5


def test_the_check_in_is_found_by_its_item_where_the_response_names_no_questionnaire_of_ours():
    response = CHECKIN.answer(dict.fromkeys(CHECKIN.item_ids, 3), on=DAY)
    document = fhir.export_response(response, base_url=BASE)
    item = by_link_id(fhir.export_form(CHECKIN, base_url=BASE).document)["check_in"]
    held = {"linkId": item["linkId"], "answer": item["initial"]}
    for canonical in ({}, {"questionnaire": "Questionnaire/17"}):
        without = {key: each for key, each in document.items() if key != "questionnaire"} | canonical
        assert response == fhir.import_response(ENGLISH, without | {"item": [*document["item"], held]})
        for wrong in ({}, {"answer": []}, {"answer": [7]}, {"answer": [{"valueString": "nothing"}]}):
            with pytest.raises(ik.InvalidResponse, match="not-this-format"):
                fhir.import_response(ENGLISH, without | {"item": [*document["item"], held | {"answer": []} | wrong]})


def test_an_observation_without_a_score_says_why():
    (few, *_) = fhir.observations(ik.score(CHECKIN.answer({}, on=DAY)))
    assert ["unknown", "too-few-answers"] == [each["code"] for each in few["dataAbsentReason"]["coding"]]
    assert [0, 4, 3] == [each["valueInteger"] for each in few["component"]]  # answered, asked, needed
    assert {"valueQuantity", "subject", "derivedFrom"}.isdisjoint(few)
    fewer = attrs.evolve(CHECKIN, questions=CHECKIN.questions[:4])
    last = fhir.observations(ik.score(fewer.answer({}, on=DAY)))[-1]
    assert ["not-asked", "not-asked"] == [each["code"] for each in last["dataAbsentReason"]["coding"]]


@pytest.mark.parametrize(
    ("name", "answers", "readings", "levels"),
    [
        ("phq9", [2] * 9, {"mean": 2, "sum": 18, "value": 18}, ["moderately severe (kroenke2001)"]),
        (
            "audit-c",
            [3, 2, 1],
            {"mean": 1, "sum": 3, "value": 3},
            ["men: negative (bush1998)", "women: positive (bush1998)"],
        ),
        ("pss10", [2] * 10, {"mean": 2, "sum": 20, "value": 20}, None),
    ],
)
def test_an_observation_has_every_reading_and_a_level_with_its_source(name, answers, readings, levels):
    checkin = ik.draw(loaded(DATA / "instruments" / name)[0], form="form", seed="s")
    response = checkin.answer(dict(zip(checkin.item_ids, answers, strict=True)), on=DAY)
    (made,) = fhir.observations(ik.score(response))
    components = {each["code"]["coding"][0]["code"]: each for each in made["component"][3:]}
    assert readings == {code: each["valueQuantity"]["value"] for code, each in components.items()}
    told = components["value"].get("interpretation")
    assert levels == (told and [each["text"] for each in told])
    for model in (Observation, ObservationR4B):
        assert plain(made) == plain(round_trip(model, made))


def test_felt_scores_are_observations_of_their_own():
    response = ik.draw(two_scales(), form="form", seed="s").answer({"a.felt": 7, "a.sentinel": 2}, on=DAY)
    found = fhir.observations(ik.score(response))
    assert ["score_a", "felt_a"] == [each["code"]["coding"][0]["code"] for each in found]
    assert 100 == found[1]["valueQuantity"]["value"]


# Conditions and ranges ---------------------------------------------------------------


def enabled(item, response):
    """Return whether enableWhen shows an item, by the words of the specification."""
    given = {each["linkId"]: each.get("answer", []) for each in fhir_items.items_of(response)}

    def holds(test):
        (wanted,) = (test[key] for key in test if key.startswith("answer"))
        values = [next(iter(each.values())) for each in given.get(test["question"], [])]
        if test["operator"] == "exists":
            return bool(values) == wanted
        if isinstance(wanted, dict):
            return any(all(value.get(key) == wanted[key] for key in wanted) for value in values)
        numbers = [value for value in values if not isinstance(value, dict)]
        compare = {"=": operator.eq, ">=": operator.ge, "<=": operator.le, "<": operator.lt, ">": operator.gt}
        return any(compare[test["operator"]](number, wanted) for number in numbers)

    outcomes = [holds(test) for test in item["enableWhen"]]
    return all(outcomes) if item.get("enableBehavior") == "all" else any(outcomes)


@pytest.mark.slow
def test_enable_when_shows_what_we_show():
    seen = set()
    for checkin in rich_catalogue.checkins(40):
        items = [each for id, each in by_link_id(fhir.export_form(checkin).document).items() if id in checkin.item_ids]
        for response in rich_catalogue.generated(checkin, 22):
            document = fhir.export_response(response)
            for item in items:
                if "enableWhen" in item:
                    shown = item["linkId"] in checkin.shown(response.answers)
                    assert shown == enabled(item, document)
                    seen.add((len(item["enableWhen"]) > 1, item.get("enableBehavior"), shown))
    assert {(False, None), (True, "any")} <= {each[:2] for each in seen}
    assert {True, False} == {shown for *_, shown in seen}


def with_condition(condition):
    """Return a check-in that asks `number`, a whole one up to 10, `choice`, from 0 to 4, and then `last`."""
    asked = {"pillar": "a", "role": Role.SCORED, "text": Wording("do it")}
    catalogue = Catalogue(
        pack=Pack("small", "1.0", "Small", "CC0-1.0", "en", 1),
        pillars=[Pillar("a", "A", "A pillar.")],
        scales=[
            ResponseScale("choices", tuple(Choice(f"{i}", i) for i in range(5))),
            ResponseScale("whole", range=Range(0, 10)),
        ],
        forms=[Form("form", "Form", stem=Wording("Do you {item}?"))],
        items=[
            Item("number", scale="whole", **asked),
            Item("choice", scale="choices", **asked),
            Item("last", scale="choices", show_if=condition, **asked),
        ],
    )
    return ik.draw(catalogue, form="form", seed="s")


@pytest.mark.parametrize(
    ("comparison", "tests"),
    [({"at_least": 2.5}, [(">=", 3)]), ({"at_most": 2.5}, [("<=", 2)]), ({"not_equals": 2}, [("<", 2), (">", 2)])],
)
def test_any_of_a_list_keeps_a_number_between_whole_answers(comparison, tests):
    either = Condition(any_=(Condition(item="number", **comparison), Condition(item="choice", equals=4)))
    checkin = with_condition(either)
    item = by_link_id(fhir.export_form(checkin).document)["last"]
    assert tests == [(each["operator"], each["answerInteger"]) for each in item["enableWhen"][:-1]]
    assert "4" == item["enableWhen"][-1]["answerCoding"]["code"]
    for number in range(11):
        response = checkin.answer({"number": number}, on=DAY)
        assert ("last" in checkin.shown(response.answers)) == enabled(item, fhir.export_response(response))


def test_a_condition_that_never_holds_is_an_expression():
    export = fhir.export_form(with_condition(Condition(item="choice", at_least=9)))
    assert "enableWhen" not in by_link_id(export.document)["last"]
    assert ("some conditions are expressions of SDC, since enableWhen cannot say them",) == export.losses


@pytest.mark.slow
def test_what_enable_when_cannot_say_is_a_loss():
    for checkin in rich_catalogue.checkins(9):
        export = fhir.export_form(checkin)
        expressions = "enableWhenExpression" in json.dumps(export.document)
        assert expressions == any("enableWhen cannot say" in loss for loss in export.losses)


@pytest.mark.parametrize("number", range(6))
def test_a_response_of_any_feature_comes_back(number):
    catalogue = rich_catalogue.of(number)
    for response in rich_catalogue.generated(ik.draw(catalogue, form="form", seed="s"), 22):
        document = json.loads(json.dumps(fhir.export_response(response)))
        assert response.answers == fhir.import_response(catalogue, document).answers


@pytest.mark.parametrize("reverse", [False, True])
def test_an_empty_item_beside_a_number_or_a_reason_is_nothing(reverse):
    catalogue = rich_catalogue.of(2)
    checkin = ik.draw(catalogue, form="form", seed="s")
    id = next(
        each.item_id for each in checkin.questions if each.range and each.choices and each.item_id in checkin.shown({})
    )
    for answer in (checkin.key.by_id[id].low, "does-not-apply"):
        response = checkin.answer({id: answer}, on=DAY)
        document = fhir_items.flat(fhir.export_response(response))
        there = by_link_id(document)
        document["item"] += [{"linkId": each} for each in (id, f"code_{id}") if each not in there]
        document["item"].sort(key=lambda each: each["linkId"], reverse=reverse)
        assert response.answers == fhir.import_response(catalogue, document).answers


def test_a_range_has_its_ends_with_what_they_are_called_and_instructions_come_first():
    checkin = rich_catalogue.checkins(3)[2]
    document = fhir.export_form(checkin).document
    items = by_link_id(document)
    id = next(each.item_id for each in checkin.questions if each.range is not None and each.range.high == 100)
    ends = {each["url"].rpartition("/")[2]: each.get("valueDecimal") for each in items[id]["extension"]}
    assert {"minValue": 0, "maxValue": 100} == {name: ends[name] for name in ("minValue", "maxValue")}
    assert ["Not at all", "Completely"] == [each["text"] for each in items[id]["item"]]
    assert ("display", checkin.instructions) == (document["item"][0]["type"], document["item"][0]["text"])


@pytest.mark.slow
@pytest.mark.parametrize("number", range(6))
def test_the_models_of_both_releases_take_any_feature(number):
    checkin = rich_catalogue.checkins(6)[number]
    response = fhir.export_response(rich_catalogue.generated(checkin, 1)[0])
    QuestionnaireR4B.model_validate(fhir.export_form(checkin).document)
    Questionnaire.model_validate(fhir.export_form(checkin, release="R5").document)
    QuestionnaireResponseR4B.model_validate(response)
    QuestionnaireResponse.model_validate(response)


def test_a_number_beside_a_reason_is_refused_and_so_is_a_code_for_a_number():
    catalogue = rich_catalogue.of(2)
    checkin = ik.draw(catalogue, form="form", seed="s")
    id = next(
        each.item_id for each in checkin.questions if each.range and each.choices and each.item_id in checkin.shown({})
    )
    number = checkin.answer({id: checkin.key.by_id[id].low}, on=DAY)
    reason = checkin.answer({id: "does-not-apply"}, on=DAY)
    both = fhir_items.flat(fhir.export_response(number))
    (extra,) = (each for each in fhir_items.items_of(fhir.export_response(reason)) if each["linkId"] == f"code_{id}")
    both["item"].append(extra)
    with pytest.raises(ik.InvalidResponse, match="repeated-answer"):
        fhir.import_response(catalogue, both)
    coded = json.loads(json.dumps(both).replace(f'"linkId": "{id}"', '"linkId": "x.y"').replace(f"code_{id}", id))
    with pytest.raises(ik.InvalidResponse, match="not one of the question's options"):
        fhir.import_response(catalogue, coded)
