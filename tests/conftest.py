"""README, docs and docstrings belong to the suite: every example in them is run.

Tests with the markers `apps`, `browser`, `engines`, `node`, `pyodide`, `r` and `spark` need software that the project
does not install. They run when they are asked for, as in `pytest -m node`.
"""

import os
import re
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser

from tests.support import programs
from tests.support.catalogues import built_in

# jsonschema builds 38 parsers with it, for formats that no schema here names: three seconds of every process.
sys.modules["rfc3987_syntax"] = None

ROOT = Path(__file__).parents[1]
OUTSIDE = ("apps", "browser", "engines", "node", "pyodide", "r", "spark")

settings.register_profile("dev", deadline=None, max_examples=15)
settings.register_profile(
    "ci", deadline=None, max_examples=20, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", deadline=None, max_examples=int(os.environ.get("EXAMPLES", "100000")))
settings.register_profile(  # a mutant is caught by its first failure, whichever that is
    "mutation",
    deadline=None,
    max_examples=15,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

in_markdown = Sybil(parsers=[PythonCodeBlockParser(), SkipParser()], path=str(ROOT), patterns=["*.md"])
in_docstrings = Sybil(
    parsers=[DocTestParser()], path=str(ROOT), patterns=["*.py"], document_types={".py": PythonDocStringDocument}
)


class _ExecutedDocs:
    """Collects examples outside of tests/, where a conftest's own hooks do not reach."""

    def __init__(self) -> None:
        self._collectors = [in_markdown.pytest(), in_docstrings.pytest()]

    def pytest_collect_file(self, file_path, parent):
        path = Path(file_path)
        if path.is_relative_to(ROOT / "tests") or "_build" in path.parts or "examples" in path.parts:
            return None
        if path.suffix == ".md":
            return self._collectors[0](file_path, parent)
        if path.is_relative_to(ROOT / "src"):
            return self._collectors[1](file_path, parent)
        return None


def pytest_configure(config):
    config.pluginmanager.register(_ExecutedDocs(), "executed-docs")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    for item in items:
        if item.get_closest_marker("slow") and not item.path.is_relative_to(ROOT / "tests" / "unit"):
            item.add_marker("no_cover")  # measuring it would take longer than running it, and show what unit tests do
    unasked = {*OUTSIDE} - {*re.findall(r"\w+", config.option.markexpr)}
    outside = {item for item in items if any(item.get_closest_marker(name) for name in unasked)}
    if outside:
        config.hook.pytest_deselected(items=list(outside))
        items[:] = [item for item in items if item not in outside]


@pytest.fixture(scope="session")
def catalogue():
    """The built-in catalogue."""
    return built_in()


@pytest.fixture(scope="module")
def examples_on_the_path(examples):
    """Lets the apps of the documentation be imported by their names."""
    sys.path.insert(0, str(examples))
    yield
    sys.path.remove(str(examples))


@pytest.fixture(scope="session")
def examples():
    """The folder of answered check-ins."""
    return ROOT / "docs" / "examples"


@pytest.fixture(scope="session")
def node():
    """The folder with the Node packages of other systems, which INTIMACY_KIT_NODE names."""
    folder = os.environ.get("INTIMACY_KIT_NODE")
    return Path(folder) if folder else pytest.fail("`.ci/run foreign` installs the packages and names their folder")


@pytest.fixture
def saw(request):
    """Notes what another program did; `tests/support/programs.py` says how the docs come to know it."""

    def note(package, program, does, *, equal, of, what="scores", version=None):
        folder = os.environ.get("INTIMACY_KIT_NODE") or os.environ.get("NPM_FOLDER")
        found = version or programs.version_of(package, folder and Path(folder))
        test = request.node.nodeid.partition("[")[0]
        programs.note(programs.Row(program, package, found, does, what, equal, of, test))

    return note
