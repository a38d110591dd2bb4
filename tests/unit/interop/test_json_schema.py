"""A validator takes every valid answer, refuses what is none, and a web framework mounts what describes them."""

import json
import random
from datetime import date

import attrs
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit._values.json_schema import value_schema
from intimacy_kit.interop import bundle, json_schema
from intimacy_kit.scoring_key import Steps
from tests.support import odd_catalogue, rich_catalogue
from tests.support.catalogues import built_in

CATALOGUE = built_in()
DAY = date(2026, 11, 23)
PULSE = ik.draw(CATALOGUE, form="pulse", seed="pair-7", occasion=3)


validator = jsonschema.Draft202012Validator


def as_json(tree):
    return json.loads(json.dumps(tree))


@pytest.mark.parametrize("asked", [PULSE, PULSE.key])
def test_a_schema_is_one(asked):
    for make in (json_schema.answers_schema, json_schema.response_schema, json_schema.result_schema):
        validator.check_schema(make(asked))
    assert "https://json-schema.org/draft/2020-12/schema" == json_schema.export_form(asked).document["$schema"]


# What is valid ---------------------------------------------------------------------


@given(st.data())
def test_every_valid_response_and_its_result_fit(data):
    response = data.draw(testing.responses())
    plain = as_json(response.to_dict())
    result = as_json(ik.score(response).to_dict())
    for asked in (response.checkin, response.checkin.key):
        validator(json_schema.answers_schema(asked)).validate(plain["answers"])
        validator(json_schema.export_form(asked).document).validate(plain)
        validator(json_schema.result_schema(asked)).validate(result)
    validator(json_schema.result_schema()).validate(result)


def test_a_result_with_a_band_fits():
    known = ik.Reliability(
        coefficient=0.8, name="alpha", n=300, sd=20.0, source="a report", population="adults", on=DAY
    )
    checkin = ik.draw(CATALOGUE, form="full", seed="x")
    response = checkin.answer(dict.fromkeys(checkin.item_ids, 3), on=DAY)
    result = as_json(ik.score(response, reliability={"time": known}).to_dict())
    assert result["scores"]["time"]["band"]
    validator(json_schema.result_schema(checkin)).validate(result)


@given(testing.checkins())
def test_a_check_in_fits_the_schema_of_its_class(checkin):
    validator(value_schema(ik.CheckIn)).validate(as_json(checkin.to_dict()))


def test_a_schema_brings_questions_and_labels_along():
    first = PULSE.questions[0]
    found = json_schema.answers_schema(PULSE)["properties"][first.item_id]
    assert first.text == found["title"]
    labels = [*(choice.label for choice in first.choices), "left blank", "not shown"]
    assert labels == [each["title"] for each in found["oneOf"]]


def test_losses_are_what_no_schema_can_say():
    assert 3 == len(json_schema.export_form(PULSE).losses)
    assert "every item of the form" in json_schema.export_form(PULSE.key).losses[-1]
    assert validator(json_schema.answers_schema(PULSE)).is_valid({PULSE.item_ids[0]: 1.0})


def with_one_changed(checkin, answers, chance):
    """Return answers of which one is another one, or none."""
    id = chance.choice(checkin.item_ids)
    item = checkin.key.by_id[id]
    number = item.low if item.range is None else rich_catalogue.number_on(item, chance)
    return answers | {id: chance.choice([None, "not-shown", "does-not-apply", number, item.high, item.high + 1])}


@pytest.mark.slow
@pytest.mark.parametrize("number", range(12))
def test_schema_and_library_take_the_same_of_ranges_and_conditions(number):
    chance = random.Random(number)
    catalogue = rich_catalogue.rich(number, rules=False)  # no conditions on scores, which no schema sees
    checkin = ik.draw(catalogue, form="form", seed="s")
    schemas = [validator(json_schema.answers_schema(each)) for each in (checkin, checkin.key)]
    outcomes = set()
    for response in rich_catalogue.generated(checkin, 22):
        plain = response.to_dict()["answers"]
        for answers in (plain, with_one_changed(checkin, plain, chance)):
            try:
                checkin.answer(answers, on=DAY)
            except ik.InvalidResponse:
                taken = False
            else:
                taken = True
            assert [taken, taken] == [schema.is_valid(answers) for schema in schemas]
            outcomes.add(taken)
    assert {True, False} == outcomes


def test_a_schema_takes_more_than_the_library_only_where_its_losses_say_so():
    for number in range(6):
        checkin = ik.draw(rich_catalogue.rich(number), form="form", seed="s")
        export = json_schema.export_form(checkin)
        schema = validator(export.document)
        assert all(schema.is_valid(as_json(each.to_dict())) for each in rich_catalogue.generated(checkin, 22))
        comparisons = [each for item in checkin.key.items if item.show_if for each in item.show_if.comparisons]
        said = [loss for loss in export.losses if "conditions on scores" in loss]
        assert bool(said) == any(each.score for each in comparisons)
        assert any("whole steps" in loss for loss in export.losses)


def test_whole_steps_are_multiples():
    item = ik.draw(rich_catalogue.of(0), form="form", seed="s").key.items[0]
    wide = attrs.evolve(item, values=(), points=(), range=Steps(-6, 6, 3))
    assert [{"type": "integer", "minimum": -6, "maximum": 6, "multipleOf": 3}] == json_schema.numbers_schema(wide)


anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-9, 9),
    st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: not number.is_integer()),
    st.sampled_from([each.value for each in ik.Missing if each is not ik.Missing.BLANK]),
    st.text(max_size=3),
    st.lists(st.integers(0, 3), max_size=2),
)


@given(st.data())
def test_schema_and_library_take_the_same(data):
    checkin = data.draw(testing.checkins())
    ids = st.sampled_from([*checkin.item_ids, *checkin.key.by_id, "no.such-item"])
    answers = data.draw(st.dictionaries(ids, anything, max_size=3))
    try:
        checkin.answer(answers, on=DAY)
    except ik.InvalidResponse:
        taken = False
    else:
        taken = True
    assert taken == validator(json_schema.answers_schema(checkin)).is_valid(answers)


# What is not -----------------------------------------------------------------------


def mutations(checkin, answers, chance):
    """Yield answers each of which breaks one rule, with whether the form's own schema can see it."""
    key = checkin.key
    for id in checkin.item_ids:
        item = key.by_id[id]
        value = chance.choice(item.values)
        gap = next(each for each in range(item.low, item.high + 3) if each not in item.values)
        wrong = [item.low - 1, item.high + 1, gap, value + 0.5, str(value), [value], {"value": value}, True, False, ""]
        codes = {each.value for each in ik.Missing} - {code.value for code in item.codes} - {"left-blank", "not-shown"}
        for each in [*wrong, *sorted(codes), "never", -(10**20), 1e300]:
            yield answers | {id: each}, True
    yield answers | {"no.such-item": 1}, True
    yield answers | {checkin.item_ids[0] + " ": 1}, True
    for id in key.by_id.keys() - set(checkin.item_ids):
        yield answers | {id: key.by_id[id].low}, False
    for each in ([], None, 3, "answers", [answers]):
        yield each, True


@pytest.mark.slow
def test_more_than_five_hundred_answer_sets_with_one_fault_are_refused_by_schema_and_library_alike():
    chance = random.Random(8)
    count = 0
    for checkin in odd_catalogue.checkins():
        exact = validator(json_schema.answers_schema(checkin))
        whole = validator(json_schema.export_form(checkin).document)
        loose = validator(json_schema.answers_schema(checkin.key))
        [response] = odd_catalogue.generated(checkin, 1)
        plain = response.to_dict()
        exact.validate(plain["answers"])
        loose.validate(plain["answers"])
        faults = [*mutations(checkin, plain["answers"], chance)]
        for mutated, seen_by_form in chance.sample(faults, min(90, len(faults))):
            count += 1
            assert not exact.is_valid(mutated), mutated
            assert not whole.is_valid(plain | {"answers": mutated}), mutated
            assert seen_by_form != loose.is_valid(mutated), mutated
            with pytest.raises(ik.InvalidResponse):
                checkin.answer(mutated, on=DAY)
    assert count >= 500


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("catalogue", "another"),
        ("form", "standard"),
        ("digest", "0" * 16),
        ("version", 2026),
        ("seed", 7),
        ("seed", "\u202e"),
        ("occasion", -1),
        ("occasion", "3"),
        ("perspective", "both"),
        ("on", "2026"),
        ("on", "2026-11-23\n"),
        ("answers", None),
        ("seconds", {"x": 1}),
        ("seconds", {PULSE.item_ids[0]: -1}),
        ("seconds", {PULSE.item_ids[0]: "1"}),
        ("score", 5),
    ],
)
def test_a_response_with_a_wrong_part_is_refused(key, value):
    plain = PULSE.answer({}, on=DAY).to_dict() | {key: value}
    assert not validator(json_schema.response_schema(PULSE)).is_valid(plain)
    assert not validator(json_schema.response_schema(PULSE.key)).is_valid(plain)
    with pytest.raises(ik.InvalidResponse):
        bundle.import_response(CATALOGUE, plain)


@pytest.mark.parametrize("key", ["catalogue", "form", "digest", "seed", "on", "answers"])
def test_a_response_without_a_part_is_refused(key):
    plain = PULSE.answer({}, on=DAY).to_dict()
    del plain[key]
    assert not validator(json_schema.response_schema(PULSE)).is_valid(plain)
    with pytest.raises(ik.InvalidResponse):
        bundle.import_response(CATALOGUE, plain)


def test_a_response_of_another_draw_fits_the_form_and_not_the_check_in():
    other = ik.draw(CATALOGUE, form="pulse", seed="pair-7", occasion=4)
    plain = other.answer({}, on=DAY).to_dict()
    assert validator(json_schema.response_schema(PULSE.key)).is_valid(plain)
    assert not validator(json_schema.response_schema(PULSE)).is_valid(plain)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("scoring_version",), "1"),
        (("form",), "pulse2"),
        (("on",), "today"),
        (("perspective",), "partner"),
        (("response",), {}),
        (("scores", "listening"), None),
        (("scores", "sharing"), {}),
        (("scores", "listening", "percent"), 100.5),
        (("scores", "listening", "percent"), "75"),
        (("scores", "listening", "answered"), None),
        (("scores", "listening", "reason"), "tired"),
    ],
)
def test_a_result_with_a_wrong_part_is_refused(path, value):
    plain = as_json(ik.score(PULSE.answer(dict.fromkeys(PULSE.item_ids, 3), on=DAY)).to_dict())
    node = plain
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    assert not validator(json_schema.result_schema(PULSE)).is_valid(plain)


# In a web framework ------------------------------------------------------------------


@pytest.fixture(scope="module")
def app():
    from fastapi import FastAPI, HTTPException, Request
    from fastapi.concurrency import run_in_threadpool

    app = FastAPI(title="An app", version="1")
    path = "/check-ins/pulse"
    fragment = json_schema.openapi_fragment(PULSE.key)
    assert [path] == list(fragment["paths"])

    @app.get(path, include_in_schema=False)
    def ask(seed: str, occasion: int = 0):
        return ik.draw(CATALOGUE, form="pulse", seed=seed, occasion=occasion).to_dict()

    @app.post(path, include_in_schema=False)
    async def answer(request: Request):
        try:
            body = await request.body()
            response = await run_in_threadpool(bundle.import_response, CATALOGUE, body)
        except ik.InvalidResponse as error:
            raise HTTPException(422, [attrs.asdict(problem) for problem in error.problems]) from None
        return ik.score(response).to_dict()

    described = app.openapi()
    described["paths"] |= fragment["paths"]
    described.setdefault("components", {}).setdefault("schemas", {}).update(fragment["components"]["schemas"])
    return app


@pytest.fixture(scope="module")
def client(app):
    from fastapi.testclient import TestClient

    return TestClient(app)


@pytest.mark.slow
def test_the_fragment_is_openapi_by_itself_and_in_an_app(client):
    from fastapi.openapi.models import OpenAPI

    for document in (json_schema.openapi_fragment(PULSE.key), client.get("/openapi.json").json()):
        OpenAPI.model_validate(document)
        operations = document["paths"]["/check-ins/pulse"]
        assert {"get", "post"} == set(operations)
        for schema in document["components"]["schemas"].values():
            validator.check_schema(schema)
        references = set(re_references(document))
        assert references
        assert {name.rpartition("/")[2] for name in references} <= set(document["components"]["schemas"])


def re_references(tree):
    if isinstance(tree, dict):
        for key, each in tree.items():
            yield from [each] if key == "$ref" else re_references(each)
    elif isinstance(tree, list):
        for each in tree:
            yield from re_references(each)


def schema_of(client, method, *, status="200"):
    """Return what the app says that it takes or gives."""
    document = client.get("/openapi.json").json()
    operation = document["paths"]["/check-ins/pulse"][method]
    holder = operation["requestBody"] if status is None else operation["responses"][status]
    name = holder["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    return validator(document["components"]["schemas"][name])


def test_what_the_app_says_and_what_it_does_agree(client):
    asked = client.get("/check-ins/pulse", params={"seed": "pair-7", "occasion": 3}).json()
    schema_of(client, "get").validate(asked)
    answers = {question["item_id"]: 3 for question in asked["questions"]}
    sent = PULSE.answer(answers, on=DAY).to_dict()
    schema_of(client, "post", status=None).validate(sent)
    got = client.post("/check-ins/pulse", json=sent)
    assert 200 == got.status_code
    schema_of(client, "post").validate(got.json())
    assert as_json(ik.score(PULSE.answer(answers, on=DAY)).to_dict()) == got.json()


def test_the_app_refuses_what_its_schema_refuses_and_repeats_no_answer(client):
    plain = PULSE.answer({}, on=DAY).to_dict()
    sent = plain | {"answers": {PULSE.item_ids[0]: 990_073, "x": 1}}
    assert not schema_of(client, "post", status=None).is_valid(sent)
    got = client.post("/check-ins/pulse", json=sent)
    assert 422 == got.status_code
    schema_of(client, "post", status="422").validate(got.json())
    assert [["answers", PULSE.item_ids[0]], ["answers", "x"]] == [each["path"] for each in got.json()["detail"]]
    assert "990073" not in got.text
    assert 422 == client.post("/check-ins/pulse", content="[" * 100_000).status_code


def test_an_operation_can_stand_on_another_path():
    assert ["/ask"] == list(json_schema.openapi_fragment(PULSE.key, path="/ask")["paths"])


def test_two_forms_stand_in_one_api_description():
    keys = [ik.ScoringKey.from_form(CATALOGUE, form) for form in ("pulse", "standard")]
    one, other = map(json_schema.openapi_fragment, keys)
    paths = [*one["paths"].values(), *other["paths"].values()]
    assert len({operation["operationId"] for path in paths for operation in path.values()}) == 4
    shared = one["components"]["schemas"].keys() & other["components"]["schemas"].keys()
    assert {"CheckIn", "CheckInProblems"} == shared
    assert all(one["components"]["schemas"][name] == other["components"]["schemas"][name] for name in shared)


def test_every_choice_is_of_one_type_and_no_pattern_names_half_of_a_surrogate_pair():
    document = json_schema.openapi_fragment(ik.ScoringKey.from_form(CATALOGUE, "standard"))
    assert "\\ud8" not in json.dumps(document)
    waiting, seen = [document], 0
    while waiting:
        node = waiting.pop()
        waiting += node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
        if isinstance(node, dict) and isinstance(node.get("enum"), list):
            assert len({type(each) for each in node["enum"]}) == 1  # generators of clients write nothing for others
            seen += 1
    assert seen > 50
