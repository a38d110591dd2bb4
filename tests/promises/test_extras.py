"""A module that needs an extra says so, and which, where the extra is not installed."""

import ast
import importlib.util
import re
import sys
from pathlib import Path

import pytest

import intimacy_kit as ik
from tests.support.paths import TESTS

SOURCE = Path(ik.__file__).parent


def guarded():
    """Yield each module that imports a package of an extra at its head, with the package and the extra."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Try) and "MissingExtra" in (refusal := ast.unparse(node.handlers[0])):
                first = node.body[0]
                package = first.module if isinstance(first, ast.ImportFrom) else first.names[0].name
                module = path.relative_to(SOURCE).with_suffix("").as_posix()
                yield pytest.param(module, package, refusal.split("'")[1], id=module)


GUARDED = list(guarded())


@pytest.mark.parametrize(("module", "package", "extra"), GUARDED)
def test_the_extra_is_named(monkeypatch, module, package, extra):
    monkeypatch.setitem(sys.modules, package, None)
    spec = importlib.util.spec_from_file_location(f"without_{package}", SOURCE / f"{module}.py")
    fresh = importlib.util.module_from_spec(spec)
    with pytest.raises(ik.MissingExtra, match=rf"pip install 'intimacy_kit\[{extra}\]'"):
        spec.loader.exec_module(fresh)


def test_every_extra_of_a_whole_module_is_guarded():
    assert {"calendar", "cli", "pydantic", "sql", "stats", "tables", "testing"} == {
        param.values[2] for param in GUARDED
    }


PAGES = [TESTS.parent / "README.md", TESTS.parent / "CONTRIBUTING.md", *sorted((TESTS.parent / "docs").rglob("*.md"))]


def test_no_page_installs_by_a_name_that_somebody_else_could_register():
    """MissingExtra does name it: there the library is installed, and pip takes what is."""
    by_name = re.compile(r"pip install [^`\n]*(?<!/)intimacy[-_]kit")
    found = [f"{page.name}: {hit[0]}" for page in PAGES for hit in by_name.finditer(page.read_text(encoding="utf-8"))]
    assert ["install.md: pip install intimacy_kit"] == found
