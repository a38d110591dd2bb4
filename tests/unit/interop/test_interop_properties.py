"""Properties that every foreign format has: nothing is lost, nothing slips in, and whatever comes is answered."""

import json
from datetime import date

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit.checkin.checkin import identity
from intimacy_kit.checkin.identity import encode
from intimacy_kit.interop import bundle, fhir, json_schema, reproschema, surveyjs, xlsform
from intimacy_kit.interop._json import read, repeated_keys
from intimacy_kit.interop.fhir.names import read_canonical
from tests.support.catalogues import built_in
from tests.tools.golden import places
from tests.unit.interop import test_reproschema, test_surveyjs, test_xlsform

pytestmark = pytest.mark.slow

CATALOGUE = built_in()
SPANISH = built_in("es")
PULSE = ik.draw(CATALOGUE, form="pulse", seed="pair-7", occasion=3)

FORMATS = {
    "bundle": (bundle, ik.Response.to_dict),
    "fhir": (fhir, fhir.export_response),
    "reproschema": (reproschema, test_reproschema.stored),
    "surveyjs": (surveyjs, test_surveyjs.result_of),
    "xlsform": (xlsform, test_xlsform.submission_of),
}
every_format = pytest.mark.parametrize("format", FORMATS)
exporting = pytest.mark.parametrize("module", [fhir, reproschema, surveyjs, xlsform])

leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(10**40), 10**40),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["", "3", "-0", "2026-11-23", "9999-99-99", "did-not-come-up", "left-blank", "\0", "\ud800"]),
)
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def changed(tree, place, value):
    """Return a copy with another value at a place."""
    copy = json.loads(json.dumps(tree))
    node = copy
    for key in place[:-1]:
        node = node[key]
    node[place[-1]] = value
    return copy


def imported(format, catalogue, document):
    """Return the response, or the problems."""
    try:
        return FORMATS[format][0].import_response(catalogue, document)
    except ik.InvalidResponse as error:
        return error


def document_of(format, response):
    return json.loads(json.dumps(FORMATS[format][1](response)))


@every_format
@given(trees)
def test_whatever_is_no_document_is_refused_in_our_own_words(format, tree):
    assert isinstance(imported(format, CATALOGUE, tree), ik.InvalidResponse)


@every_format
@given(st.data())
def test_one_thing_changed_gives_a_response_or_a_problem_with_a_code_and_a_remedy(format, data):
    document = document_of(format, PULSE.answer(dict.fromkeys(PULSE.item_ids, 2), on=date(2026, 11, 23)))
    place = data.draw(st.sampled_from(sorted(places(document), key=str)))
    found = imported(format, CATALOGUE, changed(document, place, data.draw(trees)))
    if isinstance(found, ik.Response):
        assert found == ik.Response.from_dict(CATALOGUE, found.to_dict())
    else:
        assert all(problem.code in ik.errors.CODES and problem.message for problem in found.problems)


@every_format
@given(testing.responses(PULSE))
def test_answers_given_in_one_language_are_the_same_in_another(format, response):
    document = document_of(format, response)
    one, other = (imported(format, each, document) for each in (CATALOGUE, SPANISH))
    assert (one.answers, ik.score(one)) == (other.answers, ik.score(other))


@every_format
@given(st.data())
def test_a_document_of_an_older_form_is_refused(format, data):
    catalogue = data.draw(testing.catalogues())
    response = data.draw(testing.responses(catalogue=catalogue))
    id = data.draw(st.sampled_from([item.id for item in catalogue.form_items("form")]))
    newer = attrs.evolve(catalogue.items[id], revision=catalogue.items[id].revision + 1)
    later = attrs.evolve(catalogue, items={**catalogue.items, id: newer}.values())
    assert isinstance(imported(format, later, document_of(format, response)), ik.FormChanged)


@every_format
@given(testing.responses(PULSE), st.sampled_from(["drawn", "intimacy-kit-2"]))
def test_answers_to_another_catalogue_are_refused(format, response, id):
    other = attrs.evolve(CATALOGUE, pack=attrs.evolve(CATALOGUE.pack, id=id))
    found = imported(format, other, document_of(format, response))
    assert ["wrong-catalogue"] == [problem.code for problem in found.problems]


@every_format
@given(testing.responses(PULSE))
def test_a_document_is_json_and_importing_it_leaves_it_as_it_is(format, response):
    document = document_of(format, response)
    before = json.dumps(document, allow_nan=False)
    imported(format, CATALOGUE, document)
    assert before == json.dumps(document, allow_nan=False)


# Forms -----------------------------------------------------------------------------


@exporting
@given(testing.checkins())
def test_a_form_asks_every_question_in_its_own_words(module, checkin):
    text = json.dumps(module.export_form(checkin).document)
    assert all(json.dumps(question.text)[1:-1] in text for question in checkin.questions)


@exporting
@given(testing.checkins())
def test_the_same_check_in_gives_the_same_form_and_valid_json(module, checkin):
    one, other = (json.dumps(module.export_form(checkin).document, allow_nan=False) for _ in range(2))
    assert one == other


@exporting
@given(st.sampled_from(["pulse", "standard", "full"]), st.integers(0, 5), st.sampled_from(["self", "partner"]))
def test_a_translation_adds_words_and_no_question(module, form, occasion, perspective):
    drawn = [
        ik.draw(each, form=form, seed="s", occasion=occasion, perspective=perspective) for each in (CATALOGUE, SPANISH)
    ]
    one = json.dumps(module.export_form(drawn[0], translations=drawn[1:]).document, ensure_ascii=False)
    for checkin in drawn:
        assert all(question.text in one for question in checkin.questions)


@exporting
@given(st.sampled_from(["seed", "occasion", "perspective"]))
def test_a_translation_of_another_draw_is_refused(module, what):
    other = {"seed": "pair-8", "occasion": 4, "perspective": "partner"}[what]
    drawn = ik.draw(SPANISH, **{"form": "pulse", "seed": "pair-7", "occasion": 3} | {what: other})
    with pytest.raises(ik.InvalidValue, match="another check-in"):
        module.export_form(PULSE, translations=[drawn])


@given(testing.checkins(), st.sampled_from(["R4", "R5"]))
def test_a_questionnaire_offers_exactly_the_choices_of_each_question(checkin, release):
    document = fhir.export_form(checkin, release=release).document
    offered = {item["linkId"]: item for item in _items(document) if item.get("answerOption")}
    assert {q.item_id: len(q.choices) for q in checkin.questions} == {
        id: len(item["answerOption"]) for id, item in offered.items()
    }


def _items(node):
    for item in node.get("item", ()):
        yield item
        yield from _items(item)


@given(testing.responses())
def test_an_observation_has_a_value_or_the_reason_why_there_is_none(response):
    result = ik.score(response)
    made = fhir.observations(result)
    scores = [*result, *result.felt.values()]
    assert [score.percent for score in scores] == [each.get("valueQuantity", {}).get("value") for each in made]
    assert all(("valueQuantity" in each) is not ("dataAbsentReason" in each) for each in made)


@given(testing.checkins(), st.sampled_from(["https://a.example", "urn:oid:1.2", "https://a.example/b//"]))
def test_a_canonical_url_holds_the_whole_identity_of_the_check_in(checkin, base):
    document = fhir.export_form(checkin, base_url=base).document
    _, own = read_canonical(f"{document['url']}|{document['version']}")
    assert (checkin.seed, checkin.occasion, checkin.key.digest) == (own["seed"], own["occasion"], own["digest"])


def spoilt(whole):
    """Texts in which a stretch of another one is replaced, and any texts."""
    ends = st.tuples(st.integers(0, len(whole)), st.integers(0, 6))
    between = st.text("abseed/|~-_09AF", max_size=6) | st.text(max_size=3)
    return st.builds(lambda at, new: whole[: at[0]] + new + whole[sum(at) :], ends, between) | st.text(max_size=60)


@given(spoilt(fhir.export_form(PULSE).document["url"]))
def test_any_text_is_a_canonical_url_of_ours_or_none(text):
    found = read_canonical(text)
    if found is not None:
        base, own = found
        url = f"{base}/Questionnaire/{encode(attrs.evolve(PULSE, seed=own['seed'], occasion=own['occasion']))}"
        assert {**identity(PULSE), **own} == own
        assert text in (url, f"{url}|{own['version']}")


@given(testing.catalogues())
def test_names_in_a_survey_are_all_different(catalogue):
    rows = xlsform.export_form(ik.draw(catalogue, form="form", seed="s")).document["survey"]
    names = [row["name"] for row in rows if "name" in row]
    assert len(names) == len(set(names))


@given(st.text(min_size=1).filter(lambda text: text == text.strip() and text))
def test_a_workbook_holds_each_text_as_it_is(text):
    from io import BytesIO

    import openpyxl

    assume(not xlsform._NOT_OF_XML.search(text) and not any("\ud800" <= letter <= "\udfff" for letter in text))
    assume("\r" not in text and "_x" not in text and "\ufffe" not in text and "\uffff" not in text)
    file = xlsform.workbook(xlsform.Export({"survey": [{"label": text}]}))
    assert text == openpyxl.load_workbook(BytesIO(file))["survey"]["A2"].value


@given(st.lists(testing.responses(PULSE), min_size=1, max_size=3), st.data())
def test_a_spoilt_row_is_named_by_its_number(responses, data):
    table = test_xlsform.table_of(responses)
    spoilt = data.draw(st.integers(1, len(responses)))
    lines = table.split("\r\n")
    lines[spoilt] = lines[spoilt].replace(encode(PULSE), "nobody")
    with pytest.raises(ik.InvalidResponse) as error:
        xlsform.import_table(CATALOGUE, "\r\n".join(lines))
    assert {spoilt} == {problem.path[0] for problem in error.value.problems}


@given(st.text(max_size=200))
def test_any_text_is_a_table_of_responses_or_refused(text):
    try:
        assert () == xlsform.import_table(CATALOGUE, text)
    except ik.InvalidResponse as error:
        assert error.problems  # noqa: PT017  # both outcomes are right


# JSON ------------------------------------------------------------------------------


@given(st.binary(max_size=60) | trees.map(lambda tree: json.dumps(tree).encode("utf-8", "surrogatepass")))
def test_any_bytes_are_json_or_refused(data):
    try:
        tree = read(data)
    except ik.InvalidResponse as error:
        assert {"not-json", "not-utf8"} >= {problem.code for problem in error.problems}  # noqa: PT017  # likewise
        return
    assert json.dumps(json.loads(data)) == json.dumps(tree)


@given(st.lists(st.sampled_from("abc"), max_size=5))
def test_a_key_that_comes_twice_is_told_with_its_place(keys):
    text = '{"in": {' + ", ".join(f'"{key}": 1' for key in keys) + "}}"
    assert {("in", key) for key in keys if keys.count(key) > 1} == {
        problem.path for problem in repeated_keys(read(text))
    }


@given(testing.catalogues())
def test_the_needed_answers_of_a_bundle_are_those_of_every_draw(catalogue):
    document = bundle.export_form(catalogue, "form", whole=False).document
    checkin = ik.draw(catalogue, form="form", seed="s")
    for plain, asked in zip(document["subscales"], checkin.key.asked(checkin.item_ids), strict=True):
        assert asked.needed == plain["needed"][len(asked.terms)]


@given(testing.catalogues())
def test_the_schema_of_a_form_asks_no_more_than_the_form(catalogue):
    checkin = ik.draw(catalogue, form="form", seed="s")
    assert set(checkin.item_ids) == set(json_schema.answers_schema(checkin)["properties"])
    assert set(checkin.key.by_id) == set(json_schema.answers_schema(checkin.key)["properties"])
