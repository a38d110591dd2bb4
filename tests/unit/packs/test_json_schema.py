"""An editor that follows the schemas takes what the library takes, and marks what it refuses."""

import json
import re

import jsonschema
import pytest

import intimacy_kit as ik
from intimacy_kit.content.kinds import KINDS
from intimacy_kit.packs import yaml_tree
from intimacy_kit.packs.json_schema import file_schema
from tests.support.memory_pack import folder
from tests.support.paths import GOOD, ROOT

PACKS = [ROOT / "data", GOOD / "minimal", GOOD / "five", GOOD / "journey"]


def as_an_editor_reads_it(node):
    """Return a tree typed by YAML 1.2's core schema, as editors do."""
    if isinstance(node, dict):
        return {key: as_an_editor_reads_it(each) for key, each in node.items()}
    if isinstance(node, list):
        return [as_an_editor_reads_it(each) for each in node]
    if node.quoted or not re.fullmatch(r"true|false|-?\d+(\.\d+)?", node.text):
        return node.text
    return json.loads(node.text)


def kind_of(name):
    return name.partition("/")[0].removesuffix(".yaml")


@pytest.mark.slow
@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.name)
def test_every_file_of_a_good_pack_fits_its_schema(pack):
    for name, data in folder(pack).items():
        if name.endswith(".yaml") and not name.startswith("locales/"):
            tree, _ = yaml_tree.read(data)
            jsonschema.validate(as_an_editor_reads_it(tree), file_schema(kind_of(name)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one_and_tells_what_fields_mean(kind):
    schema = file_schema(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    record = schema if kind == "pack" else schema["items"]
    assert [] == [key for key in record["required"] if key not in record["properties"]]


def test_descriptions_come_from_the_docstrings():
    practice = file_schema("practices")["items"]["properties"]
    assert "The duration of one session, in minutes." == practice["minutes"]["description"]
    assert ["solo", "together", "async"] == practice["mode"]["enum"]


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        ("pillars", {}),
        ("pillars", [{"id": "a"}]),
        ("pillars", [{"id": "a", "title": "", "summary": "x"}]),
        ("items", [{"id": "a", "pillar": "a", "scale": "s", "role": "scord", "text": {"self": "x"}}]),
        ("forms", [{"id": "a", "title": "x", "items": "most"}]),
        ("pack", {"id": "a"}),
    ],
)
def test_what_no_pack_may_hold_is_marked(kind, document):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, file_schema(kind))


def test_an_unknown_kind_is_answered_with_the_nearest():
    with pytest.raises(ik.UnknownId, match="no kind of file 'item'; did you mean 'items'"):
        file_schema("item")
