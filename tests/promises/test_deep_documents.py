"""JSON that is nested deeper than anything of ours is refused on every road by which it comes in."""

import ast
import csv
import functools
import hashlib
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

import intimacy_kit as ik
from intimacy_kit.cli import main
from intimacy_kit.interop import bundle, fhir, json_forms, reproschema, surveyjs, xlsform
from intimacy_kit.packs.compiled_pack import read_compiled_pack
from intimacy_kit.pilot.stored import read_pilot
from intimacy_kit.tables import TableLayout, read_layout, score_frame, score_table
from tests.support.catalogues import built_in
from tests.support.paths import GOOD

CATALOGUE = built_in()
CHECKIN = ik.draw(CATALOGUE, form="pulse", seed="s")
KEY = CHECKIN.key
STORED = CHECKIN.answer({}, on=date(2026, 11, 23)).to_dict()
LONG = TableLayout(shape="long", unpack=True)
SOURCE = Path(ik.__file__).parent
DEPTHS = [400, 20_000]
"""Deeper than is allowed, and deeper than Python's parser goes."""

TEXTS = {"lists": ("[", "1", "]"), "objects": ('{"a":', "1", "}")}


@pytest.fixture(params=[(kind, depth) for kind in TEXTS for depth in DEPTHS], ids=str)
def text(request):
    """A deep document as text."""
    kind, depth = request.param
    before, middle, after = TEXTS[kind]
    return before * depth + middle + after * depth


@pytest.fixture(params=[(kind, depth) for kind in TEXTS for depth in DEPTHS], ids=str)
def tree(request):
    """A deep document as a tree that another parser made."""
    kind, depth = request.param
    node = 1
    for _ in range(depth):
        node = [node] if kind == "lists" else {"a": node}
    return node


def codes_of(call):
    """Return the codes of the problems for which something is refused."""
    with pytest.raises((ik.InvalidValue, ik.InvalidResponse, ik.PackError, ik.errors.TableError)) as caught:
        call()
    assert len(str(caught.value)) < 2000
    return {problem.code for problem in caught.value.problems}


def written(folder, name, content):
    (folder / name).write_text(content, encoding="utf-8")
    return folder / name


def cells(folder, cell):
    """Return a long table with one cell of several answers."""
    with (folder / "long.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([["person", "item", "value"], ["a", "block", cell]])
    return folder / "long.csv"


TEXT_ROADS = {
    "bundle": lambda text, _: bundle.import_response(CATALOGUE, text),
    "reproschema": lambda text, _: reproschema.import_response(CATALOGUE, text),
    "form of fhir": lambda text, _: fhir.import_form(text),
    "form of surveyjs": lambda text, _: surveyjs.import_form(text),
    "form of reproschema": lambda text, _: reproschema.import_form({"a": text}),
    "pilot": lambda text, folder: read_pilot(written(folder, "pilot.json", text).parent),
    "table, .json": lambda text, folder: score_table(written(folder, "t.json", text), folder / "o.csv", KEY),
    "table, .json, a value": lambda text, folder: score_table(
        written(folder, "t.json", f'[{{"x": {text}}}]'), folder / "o.csv", KEY
    ),
    "table, .jsonl": lambda text, folder: score_table(
        written(folder, "t.jsonl", f'{{"x": 1}}\n{{"x": {text}}}\n'), folder / "o.csv", KEY
    ),
    "table, a cell": lambda text, folder: score_table(
        cells(folder, f'{{"a": {text}}}'), folder / "o.csv", KEY, layout=LONG
    ),
    "data frame, a cell": lambda text, _: score_frame(
        pl.DataFrame({"person": ["a"], "item": ["block"], "value": [f'{{"a": {text}}}']}), KEY, layout=LONG
    ),
    "layout": lambda text, folder: read_layout(written(folder, "layout.json", f'{{"values": {text}}}')),
}


@pytest.mark.parametrize("road", TEXT_ROADS)
def test_deep_text_is_refused(road, text, tmp_path):
    assert "too-deep" in codes_of(lambda: TEXT_ROADS[road](text, tmp_path))


def test_a_compiled_pack_with_a_deep_header_is_none(text, tmp_path):
    digest = hashlib.sha256(f"{text}\n".encode()).hexdigest()
    file = written(tmp_path, "compiled.jsonl", f"{digest}\n{text}\n")
    assert {"unreadable"} == codes_of(lambda: read_compiled_pack(file))


IMPORTS = {
    module.__name__: module.import_response for module in (bundle, fhir, json_forms, reproschema, surveyjs, xlsform)
}
TREE_ROADS = {
    **{name: functools.partial(read, CATALOGUE) for name, read in IMPORTS.items()},
    "form of fhir": fhir.import_form,
    "form of surveyjs": surveyjs.import_form,
    "layout": TableLayout.from_dict,
    "layout, values": lambda tree: TableLayout.from_dict({"values": {"x": tree}}),
    "response": lambda tree: ik.Response.from_dict(CATALOGUE, tree),
    "response, an answer": lambda tree: ik.Response.from_dict(CATALOGUE, STORED | {"answers": {"time.tastes": tree}}),
    "response, a form": lambda tree: ik.Response.from_dict(CATALOGUE, STORED | {"form": tree}),
    "answers": lambda tree: CHECKIN.answer({"time.tastes": tree}, on=date(2026, 11, 23)),
    "sharing": lambda tree: ik.Sharing.from_dict({"own": tree}),
    "frozen sharing": lambda tree: ik.Sharing.from_dict({"frozen": {"self": tree}}),
    "result": ik.Result.from_dict,
    "key": ik.ScoringKey.from_dict,
}


REFUSALS = {
    "bad-date",
    "missing-key",
    "not-asked",
    "not-this-format",
    "too-deep",
    "unknown-item",
    "unknown-key",
    "wrong-kind",
    "wrong-type",
}
"""A tree is too deep, or refused for what it lacks before anything goes down into it."""


@pytest.mark.parametrize("road", TREE_ROADS)
def test_a_deep_tree_is_refused(road, tree):
    assert codes_of(lambda: TREE_ROADS[road](tree)) <= REFUSALS


SCORE_TABLE = ["score-table", "t.csv", "o.csv", "--form", "all", "--pack", str(GOOD / "minimal")]
COMMANDS = {
    "score": ["score", "FILE"],
    "history": ["history", "FILE", "FILE"],
    "couple": ["couple", "FILE", "FILE"],
    "figure": ["figure", "FILE", "o.svg"],
    "import-form": ["import-form", "FILE", "--format", "fhir", "--into", "pack"],
    "score-table": ["score-table", "FILE", "o.csv", "--form", "all", "--pack", str(GOOD / "minimal")],
    "score-table --layout": [*SCORE_TABLE, "--layout", "FILE"],
    "score-table --columns": [*SCORE_TABLE, "--columns", "FILE"],
}


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_the_command_line_says_it_in_words(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "deep.json", "[" * 20_000)
    written(tmp_path, "t.csv", "a,b\n1,2\n")
    outcome = CliRunner().invoke(main, ["deep.json" if each == "FILE" else each for each in COMMANDS[command]])
    assert 2 == outcome.exit_code
    assert "too-deep" in outcome.output
    assert "Traceback" not in outcome.output


@pytest.mark.slow
def test_json_is_parsed_where_its_depth_is_known_and_nowhere_else():
    parsing = {}
    for path in sorted(SOURCE.rglob("*.py")):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        called = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
        if called & {"json.load", "json.loads", "json.JSONDecoder"}:
            parsing[path.relative_to(SOURCE).as_posix()] = "is_deep" in called
    known = ("interop/_json.py", "packs/compiled.py", "tables/foreign.py", "tables/rows.py")
    assert dict.fromkeys(known, True) == parsing
