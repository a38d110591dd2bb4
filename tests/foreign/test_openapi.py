"""Generators make clients of two forms in one API description, and what they send is what was answered."""

import json
import os
import random
import subprocess
from datetime import date
from pathlib import Path

import pytest

import intimacy_kit as ik
from intimacy_kit.interop import bundle, json_schema
from tests.support import foreign, rich_catalogue
from tests.support.catalogues import built_in
from tests.support.paths import TESTS

pytestmark = pytest.mark.node
CATALOGUE = built_in()
FORMS = ("pulse", "standard")


@pytest.fixture(scope="module")
def described(tmp_path_factory):
    """The folder of an API description of two forms."""
    described, *others = (json_schema.openapi_fragment(ik.ScoringKey.from_form(CATALOGUE, form)) for form in FORMS)
    for other in others:
        described["paths"] |= other["paths"]
        described["components"]["schemas"] |= other["components"]["schemas"]
    folder = tmp_path_factory.mktemp("api")
    (folder / "api.json").write_text(json.dumps(described), "utf-8")
    return folder


@pytest.fixture(scope="module")
def clients():
    """The programs of an environment that `.ci/clients` makes."""
    found = os.environ.get("INTIMACY_KIT_CLIENTS")
    return Path(found) / "bin" if found else pytest.fail("`.ci/run foreign` installs the generators and names them")


@pytest.fixture(scope="module")
def answered():
    """Responses to both forms, with everything from all to nothing answered."""
    chance = random.Random(8)
    found = []
    for form in FORMS:
        for occasion in range(4):
            checkin = ik.draw(CATALOGUE, form=form, seed="pair-7", occasion=occasion)
            picked = {q.item_id: chance.choice([*(each.answer for each in q.choices), None]) for q in checkin.questions}
            found.append(checkin.answer(picked if occasion else {}, on=date(2026, 11, 23)))
    return found


def run(command, folder, **more):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300, **more)
    assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]
    return done.stdout


def version_of(package, clients):
    """Return the version of a package in the environment of the clients."""
    script = "import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))"
    return run([clients / "python", "-c", script, package.removeprefix("PyPI:")], clients).strip()


def generate(client, programs, folder):
    if client == "openapi-python-client":
        more = ["--meta", "none", "--output-path", "attrs_client", "--overwrite"]
        said = run([programs / client, "generate", "--path", "api.json", *more], folder)
        assert "parsing" not in said.lower(), said  # it would leave an operation out
        return sorted(path.stem for path in (folder / "attrs_client" / "api" / "default").glob("[ag]*.py"))
    if client == "openapi-generator":
        run([programs / "openapi-generator-cli", "generate", "-i", "api.json", "-g", "python", "-o", "."], folder)
        operations = (folder / "openapi_client" / "api" / "default_api.py").read_text("utf-8")
        return [name for name in OPERATIONS if f"def {name}(" in operations]
    model = ["--input-file-type", "openapi", "--output-model-type", "pydantic_v2.BaseModel"]
    run([programs / "datamodel-codegen", "--input", "api.json", "--output", "pydantic_models.py", *model], folder)
    return OPERATIONS  # it makes models only


OPERATIONS = ["answer_pulse_check_in", "answer_standard_check_in", "get_pulse_check_in", "get_standard_check_in"]
CLIENTS = {
    "openapi-python-client": "PyPI:openapi-python-client",
    "openapi-generator": "PyPI:openapi-generator-cli",
    "pydantic": "PyPI:datamodel-code-generator",
}


@pytest.mark.parametrize("client", CLIENTS)
def test_a_generated_client_gives_and_takes_what_we_do(described, clients, answered, client, saw):
    assert OPERATIONS == generate(client, clients, described)
    responses = [(f"{each.checkin.form.capitalize()}Response", each.to_dict()) for each in answered]
    results = [(f"{each.checkin.form.capitalize()}Result", ik.score(each).to_dict()) for each in answered]
    checkins = [("CheckIn", each.checkin.to_dict()) for each in answered]
    wrong = [(name, document | {"answers": 7}) for name, document in responses]
    work = {"documents": [*responses, *results, *checkins], "wrong": wrong}
    script = TESTS / "foreign" / "python" / "clients.py"
    said = json.loads(run([clients / "python", script, ".", client], described, input=json.dumps(work)))
    assert [True] * len(wrong) == said["refused"]
    back = said["back"]
    sent = [bundle.import_response(CATALOGUE, json.dumps(each)) for each in back[: len(answered)]]
    assert answered == sent
    assert json.loads(json.dumps([each for _, each in results + checkins])) == back[len(answered) :]
    equal = len(sent) + len(back[len(answered) :])
    does = "makes models" if client == "pydantic" else "makes a client"
    saw(
        CLIENTS[client],
        client if client != "pydantic" else "datamodel-code-generator with pydantic",
        f"{does} of two forms in one description; responses, results and check-ins go through",
        what="documents",
        equal=equal,
        of=3 * len(answered),
        version=version_of(CLIENTS[client], clients),
    )


VALIDATORS = {
    "jsonschema-rs": "import jsonschema_rs; check = lambda s, d: jsonschema_rs.Draft202012Validator(s).is_valid(d)",
    "fastjsonschema": """import fastjsonschema
def check(s, d):
    try:
        fastjsonschema.compile(s)(d)
    except fastjsonschema.JsonSchemaException:
        return False
    return True""",
}


@pytest.mark.parametrize("validator", VALIDATORS)
def test_a_validator_takes_the_responses_that_we_take(described, clients, answered, validator, saw):
    cases = []
    for response in answered:
        schema, plain = json_schema.export_form(response.checkin.key).document, response.to_dict()
        first = next(iter(plain["answers"]))
        cases += [(schema, plain), (schema, plain | {"answers": plain["answers"] | {first: 9}})]
    checks = "import json, sys\nprint(json.dumps([check(s, d) for s, d in json.load(sys.stdin)]))"
    code = f"{VALIDATORS[validator]}\n{checks}"
    taken = json.loads(run([clients / "python", "-c", code], described, input=json.dumps(cases)))
    assert [True, False] * len(answered) == taken
    saw(
        f"PyPI:{validator}",
        validator,
        "takes valid responses and refuses others",
        what="documents",
        equal=len(taken),
        of=len(cases),
        version=version_of(f"PyPI:{validator}", clients),
    )


def test_the_description_is_one_to_openapi_s_own_validator(described, clients, saw):
    assert "OK" in run([clients / "openapi-spec-validator", "api.json"], described)
    saw(
        "PyPI:openapi-spec-validator",
        "openapi-spec-validator",
        "finds nothing wrong with two forms in one description",
        what="descriptions",
        equal=1,
        of=1,
        version=version_of("PyPI:openapi-spec-validator", clients),
    )


def test_openapi_typescript_makes_types_that_the_compiler_takes(described, node, answered, saw):
    modules = node / "node_modules"
    run(["node", modules / "openapi-typescript" / "bin" / "cli.js", "api.json", "-o", "api.d.ts"], described)
    uses = ['import type { components } from "./api";']
    for i, response in enumerate(answered):
        form = response.checkin.form.capitalize()
        for kind, document in (("Response", response.to_dict()), ("Result", ik.score(response).to_dict())):
            name = f'components["schemas"]["{form}{kind}"]'
            uses.append(f"export const {kind.lower()}{i}: {name} = {json.dumps(document)};")
    used = "\n".join(uses)
    (described / "use.ts").write_text(used, "utf-8")
    compiler = ["node", modules / "typescript" / "bin" / "tsc", "--strict", "--noEmit", "--skipLibCheck"]
    run([*compiler, "use.ts"], described)
    (described / "wrong.ts").write_text(used.replace('"perspective": "self"', '"perspective": "nobody"'), "utf-8")
    with pytest.raises(AssertionError, match="nobody"):
        run([*compiler, "wrong.ts"], described)
    saw(
        "npm:openapi-typescript",
        "openapi-typescript",
        "makes types of two forms in one description; tsc, strict, takes our documents as theirs",
        what="documents",
        equal=len(uses) - 1,
        of=2 * len(answered),
    )


def test_ajv_takes_what_we_take_and_refuses_what_we_refuse(node, answered, saw):
    rich = [each for checkin in rich_catalogue.checkins(6) for each in rich_catalogue.generated(checkin, 4)]
    schemas, documents, expected = {}, [], []
    for response in [*answered, *rich]:
        plain = response.to_dict()
        first = next(iter(plain["answers"]))
        for source in (response.checkin, response.checkin.key):
            text = json.dumps(json_schema.export_form(source).document)
            place = schemas.setdefault(text, len(schemas))
            for changes in ({}, {"answers": plain["answers"] | {first: 990_073}}, {"on": "today"}):
                documents.append((place, plain | changes))
                expected.append(not changes)
    said = foreign.run(node, "schemas.mjs", {"schemas": [json.loads(each) for each in schemas], "documents": documents})
    assert expected == said["taken"]
    assert all("export interface Response" in types for types in said["types"])
    does = "in its strict mode takes valid responses and refuses others"
    saw("npm:ajv", "ajv", does, what="documents", equal=len(said["taken"]), of=len(expected))
    saw(
        "npm:json-schema-to-typescript",
        "json-schema-to-typescript",
        "makes an interface of each schema of responses",
        what="schemas",
        equal=len(said["types"]),
        of=len(schemas),
    )
