"""The layers hold, the names are sorted, and importing the library stays light."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import intimacy_kit

SOURCE = Path(intimacy_kit.__file__).parent

ROWS = [
    {"errors", "_version", "_sealed", "_atomic_file", "_html"},
    {"_values"},
    {"content"},
    {"packs", "scoring_key"},
    {"checkin"},
    {"scoring", "safety", "testing"},
    {"couple", "history", "plan", "tables"},
    {"reports", "interop", "stats", "calendar"},
    {"cli"},
]
"""From the bottom up: a package imports only from rows below its own."""

EXTRAS = {
    "calendar": {"icalendar"},
    "cli": {"click", "rich"},
    "interop": {"openpyxl"},
    "reports": {"altair", "vl_convert"},
    "stats": {"numpy", "scipy"},
    "tables": {"narwhals", "polars"},
    "testing": {"hypothesis"},
}
"""What a package may import besides the standard library, attrs and PyYAML."""

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


@pytest.mark.parametrize("module", [m for m in MODULES if m != "__init__"])
def test_a_module_imports_only_from_rows_below(module):
    for name in imports_of(SOURCE / f"{module}.py"):
        package, _, inner = name.partition(".")
        if package != "intimacy_kit":
            continue
        here, there = module.partition("/")[0], inner.partition(".")[0]
        assert here == there or row_of(there) < row_of(here), f"{module} imports {name}"


@pytest.mark.parametrize("module", [m for m in MODULES if m != "__init__"])
def test_a_module_imports_no_package_that_it_may_not(module):
    allowed = {"intimacy_kit", "attrs", "yaml", *sys.stdlib_module_names, *EXTRAS.get(module.partition("/")[0], set())}
    assert {name.partition(".")[0] for name in imports_of(SOURCE / f"{module}.py")} <= allowed


@pytest.mark.parametrize("module", MODULES)
def test_all_is_sorted_and_exists(module):
    names = importlib.import_module(f"intimacy_kit.{module.replace('/', '.')}".removesuffix(".__init__")).__all__
    key = lambda name: (not name.isupper(), not name[:1].isupper(), name)  # noqa: E731  # ruff's order: CONSTANTS, Classes, functions
    assert sorted(names, key=key) == list(names)


def test_using_the_library_loads_attrs_and_pyyaml_and_the_standard_library_only():
    code = (
        "import sys; before = set(sys.modules); import intimacy_kit as ik; "
        "[getattr(ik, name) for name in ik.__all__]; ik.load(); print(*sorted(set(sys.modules) - before))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    packages = {name.partition(".")[0] for name in out.split()} - set(sys.stdlib_module_names)
    not_ours = {name for name in packages if "cython" not in name}  # libyaml's binding brings its runtime along
    assert {"attr", "attrs", "intimacy_kit"} <= not_ours <= {"attr", "attrs", "yaml", "_yaml", "intimacy_kit"}
    assert "intimacy_kit.cli.commands" not in out.split()
