"""The layers hold, tests mirror the source, the names are sorted, and importing the library stays light."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import intimacy_kit
from tests.support.paths import TESTS
from tests.tools.surface import modules

SOURCE = Path(intimacy_kit.__file__).parent

ROWS = [
    {"_outside_text", "_version", "_sealed", "_atomic_file", "_html", "_regular_file", "_lazy"},
    {"errors"},
    {"_values"},
    {"content"},
    {"scoring_key"},
    {"packs"},
    {"checkin"},
    {"scoring", "safety", "testing"},
    {"couple", "history", "plan", "tables"},
    {"reports", "interop", "stats", "calendar"},
    {"pilot"},
    {"cli"},
]
"""From the bottom up: a package imports only from rows below its own."""

EXTRAS = {
    "calendar": {"icalendar"},
    "cli": {"click", "rich"},
    "interop": {"openpyxl", "pydantic", "pydantic_core", "typing_extensions"},
    "reports": {"altair", "vl_convert"},
    "stats": {"numpy", "scipy"},
    "tables": {"narwhals", "numpy", "polars", "sqlglot"},
    "testing": {"hypothesis"},
}
"""What a package may import besides the standard library, attrs and PyYAML."""

TESTED_THROUGH = {
    # what a person sees of it is tested there
    "__main__": "unit/test_main.py",
    "_values/fields": "unit/values/test_record.py",
    "_values/json_schema": "unit/packs/test_json_schema.py",
    "_values/leaves": "unit/values/test_record.py",
    "_version": "unit/cli/test_cli.py",
    "checkin/answers": "unit/checkin/test_checkin.py",
    "checkin/draw": "unit/checkin/test_checkin.py",
    "checkin/question": "unit/checkin/test_checkin.py",
    "checkin/stored": "unit/checkin/test_checkin.py",
    "cli/files": "unit/cli/test_cli.py",
    "cli/responses": "unit/cli/test_over_time.py",
    "cli/journey": "unit/cli/test_cli.py",
    "cli/mcp": "unit/interop/test_mcp.py",
    "cli/options": "unit/cli/test_cli.py",
    "cli/packs": "unit/cli/test_cli.py",
    "cli/program": "unit/cli/test_cli.py",
    "cli/score": "unit/cli/test_cli.py",
    "cli/streams": "unit/cli/test_cli.py",
    "cli/terminal": "unit/cli/test_cli.py",
    "pilot/codebook": "unit/pilot/test_folder.py",
    "pilot/plan": "unit/pilot/test_folder.py",
    "pilot/sheets": "unit/pilot/test_folder.py",
    "pilot/stored": "unit/pilot/test_folder.py",
    "plan/ranking": "unit/plan/test_plan.py",
    "reports/doing_picture": "unit/reports/test_figures.py",
    "reports/sample_picture": "unit/reports/test_figures.py",
    "reports/style": "unit/reports/test_document.py",
    "safety/help": "unit/safety/test_questions.py",
    "content/kinds": "unit/content/test_catalogue.py",
    "content/links": "unit/content/test_programme.py",
    "content/pack": "unit/content/test_records.py",
    "content/practice": "unit/content/test_records.py",
    "content/questionnaire": "unit/content/test_records.py",
    "content/references": "unit/content/test_catalogue.py",
    "content/shelf": "unit/content/test_catalogue.py",
    "content/text": "unit/content/test_translation.py",
    "content/vocabulary": "unit/content/test_records.py",
    "history/wording": "unit/reports/test_document.py",
    "interop/_calculations": "unit/interop/test_expressions.py",
    "interop/_dialect": "unit/interop/test_expressions.py",
    "interop/_bundle_parts": "unit/interop/test_bundle.py",
    "interop/_bundle_schema": "unit/interop/test_bundle.py",
    "interop/_importers/conditions": "unit/interop/importers/test_redcap.py",
    "interop/_importers/draft": "unit/interop/importers/test_pack.py",
    "interop/_importers/imported": "unit/interop/importers/test_pack.py",
    "interop/_importers/limits": "unit/interop/importers/test_redcap.py",
    "interop/_importers/names": "unit/interop/importers/test_pack.py",
    "interop/_importers/own": "unit/interop/importers/test_round_trip.py",
    "interop/_importers/redcap_table": "unit/interop/importers/test_redcap.py",
    "interop/_importers/scales": "unit/interop/importers/test_pack.py",
    "interop/_importers/scores": "unit/interop/importers/test_redcap.py",
    "interop/_importers/sums": "unit/interop/importers/test_redcap.py",
    "interop/_importers/workbook": "unit/interop/importers/test_xlsform.py",
    "interop/_submissions": "unit/interop/test_xlsform.py",
    "interop/fhir/conditions": "unit/interop/test_fhir.py",
    "interop/fhir/extraction": "unit/interop/test_fhir.py",
    "interop/fhir/names": "unit/interop/test_fhir.py",
    "interop/fhir/observation": "unit/interop/test_fhir.py",
    "interop/fhir/questionnaire": "unit/interop/test_fhir.py",
    "interop/fhir/response": "unit/interop/test_fhir.py",
    "packs/files": "unit/packs/test_load.py",
    "packs/installed": "unit/packs/test_load.py",
    "packs/loader": "unit/packs/test_load.py",
    "packs/reader": "unit/packs/test_load.py",
    "reports/blocks": "unit/reports/test_document.py",
    "reports/charts": "unit/reports/test_figures.py",
    "reports/picture": "unit/reports/test_figures.py",
    "reports/render": "unit/reports/test_document.py",
    "scoring/wording": "unit/scoring/test_score.py",
    "content/wording": "unit/content/test_phrases.py",
    "scoring/explain": "unit/scoring/test_score.py",
    "scoring/overall": "unit/scoring/test_score.py",
    "scoring/result": "unit/scoring/test_score.py",
    "scoring/scores": "unit/scoring/test_score.py",
    "scoring_key/asked": "unit/checkin/test_checkin.py",
    "scoring_key/digest": "unit/checkin/test_checkin.py",
    "scoring_key/from_rule": "unit/scoring/test_rules_properties.py",
    "scoring_key/item": "unit/scoring/test_rules_properties.py",
    "scoring_key/key": "unit/checkin/test_checkin.py",
    "scoring_key/term": "unit/scoring/test_rules_properties.py",
    "stats/agreement": "unit/stats/test_sample.py",
    "stats/coefficients": "unit/stats/test_sample.py",
    "stats/kinds": "unit/stats/test_ordinal.py",
    "stats/matrix": "unit/stats/test_sample.py",
    "stats/truth": "unit/stats/test_simulation.py",
    "tables/array_operations": "unit/tables/test_arrays.py",
    "tables/cells": "unit/tables/test_frame.py",
    "tables/parts": "unit/tables/test_table_features.py",
    "tables/engines": "unit/tables/test_frame.py",
    "tables/faults": "unit/tables/test_frame.py",
    "tables/inspection": "unit/tables/test_exports.py",
    "tables/json_objects": "unit/tables/test_odd_tables.py",
    "tables/layout_check": "unit/tables/test_layout.py",
    "tables/layout_fields": "unit/tables/test_layout.py",
    "tables/reading": "unit/tables/test_table_features.py",
    "tables/sums": "unit/tables/test_table_features.py",
    "tables/summary": "unit/tables/test_odd_tables.py",
    "tables/vocabulary": "unit/tables/test_layout.py",
}
"""A module without a test file of its name is private to those beside it, and tested through them: where."""

MODULES = sorted(path.relative_to(SOURCE).with_suffix("").as_posix() for path in SOURCE.rglob("*.py"))


def imports_of(path):
    """Return the modules that a file names in its imports, dotted."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found |= {
                f"{node.module}.{alias.name}" if node.module == "intimacy_kit" else node.module for alias in node.names
            }
    return found


def row_of(package):
    return next(i for i, row in enumerate(ROWS) if package in row)


def place_of(module):
    """Return where the tests of a module lie, as `tests/unit` mirrors the source."""
    *packages, name = module.split("/")
    return "/".join(["unit", *(package.lstrip("_") for package in packages), f"test_{name.lstrip('_')}.py"])


@pytest.mark.parametrize("module", [m for m in MODULES if not m.endswith("__init__")])
def test_a_module_has_a_test_file_of_its_name_or_a_listed_one(module):
    own = (TESTS / place_of(module)).exists()
    assert own != (module in TESTED_THROUGH), f"tests/{place_of(module)}, or else a line in TESTED_THROUGH"
    assert own or (TESTS / TESTED_THROUGH[module]).exists()


def test_no_module_is_listed_that_is_not_there():
    assert set(TESTED_THROUGH) <= set(MODULES)


@pytest.mark.parametrize("module", [m for m in MODULES if m not in ("__init__", "__main__")])
def test_a_module_imports_only_from_rows_below(module):
    for name in imports_of(SOURCE / f"{module}.py"):
        package, _, inner = name.partition(".")
        if package != "intimacy_kit":
            continue
        here, there = module.partition("/")[0], inner.partition(".")[0]
        assert here == there or row_of(there) < row_of(here), f"{module} imports {name}"


@pytest.mark.parametrize("module", [m for m in MODULES if m not in ("__init__", "__main__")])
def test_a_module_imports_no_package_that_it_may_not(module):
    allowed = {"intimacy_kit", "attrs", "yaml", *sys.stdlib_module_names, *EXTRAS.get(module.partition("/")[0], set())}
    assert {name.partition(".")[0] for name in imports_of(SOURCE / f"{module}.py")} <= allowed


PUBLIC = sorted(modules())


@pytest.mark.parametrize("module", PUBLIC)
def test_what_a_module_promises_exists_and_is_sorted(module):
    here = importlib.import_module(module)
    key = lambda name: (not name.isupper(), not name[:1].isupper(), name)  # noqa: E731  # ruff's order: CONSTANTS, Classes, functions
    assert sorted(here.__all__, key=key) == list(here.__all__)
    assert [] == [name for name in here.__all__ if not hasattr(here, name)]


@pytest.mark.parametrize("module", [module for module in PUBLIC if module != "intimacy_kit"])
def test_a_name_of_the_root_is_promised_nowhere_else(module):
    assert set() == set(importlib.import_module(module).__all__) & set(intimacy_kit.__all__)


def imported_when_used(module):
    """Return what the checkers of types are told of a module's lazy names, by name: the module that each comes from."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If) and "TYPE_CHECKING" == ast.unparse(node.test)]
    return {alias.name: node.module for node in block.body for alias in node.names}


LAZY = ["intimacy_kit", "intimacy_kit.content", "intimacy_kit.plan", "intimacy_kit.tables"]


@pytest.mark.parametrize("name", LAZY)
def test_a_lazy_name_comes_from_where_the_checkers_of_types_look_for_it(name):
    module = importlib.import_module(name)
    homes = {lazy: f"{name}.{home}" for lazy, home in module._HOMES.items()}
    assert imported_when_used(module) == homes
    for lazy, home in homes.items():
        assert getattr(importlib.import_module(home), lazy) is getattr(module, lazy)


@pytest.mark.parametrize("name", [*LAZY, "intimacy_kit.packs"])
def test_a_name_that_is_not_there_is_an_attribute_error(name):
    with pytest.raises(AttributeError, match=f"module '{name}' has no attribute 'nothing'"):
        importlib.import_module(name).nothing  # noqa: B018


def test_the_root_lists_every_name_before_it_is_used():
    code = "import intimacy_kit; print(*dir(intimacy_kit))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert set(intimacy_kit.__all__) <= set(out.split())


@pytest.mark.parametrize("name", [*LAZY, "intimacy_kit.packs"])
def test_a_module_lists_its_lazy_names(name):
    module = importlib.import_module(name)
    assert set(module.__all__) <= set(dir(module))


@pytest.mark.parametrize("package", ["_values", "content", "packs"])
def test_an_inner_module_promises_nothing(package):
    inner = [path for path in (SOURCE / package).rglob("*.py") if path.name != "__init__.py"]
    assert [] == [path.name for path in inner if "__all__" in path.read_text(encoding="utf-8")]


def test_using_the_library_loads_attrs_and_pyyaml_and_the_standard_library_only():
    code = (
        "import sys; before = set(sys.modules); import intimacy_kit as ik; "
        "[getattr(ik, name) for name in ik.__all__]; ik.load(); print(*sorted(set(sys.modules) - before))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    packages = {name.partition(".")[0] for name in out.split()} - set(sys.stdlib_module_names)
    not_ours = {name for name in packages if "cython" not in name}  # libyaml's binding brings its runtime along
    assert {"attr", "attrs", "intimacy_kit"} <= not_ours <= {"attr", "attrs", "yaml", "_yaml", "intimacy_kit"}
    assert "intimacy_kit.cli" not in out.split()
