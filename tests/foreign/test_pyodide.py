"""CPython 3.14 in Node, compiled to WebAssembly: the wheel does the main job, and tests that need only Python pass."""

import json
import os
from datetime import date
from pathlib import Path

import attrs
import pytest

from tests.support import foreign
from tests.support.paths import ROOT

pytestmark = pytest.mark.pyodide
DAY = date(2026, 11, 23)
SITE = str(Path(attrs.__file__).parents[1])  # attrs and PyYAML are in Python alone, as far as they have to be
MAIN_JOB = """
from datetime import date
import platform
import sys
import intimacy_kit as ik
catalogue = ik.load(locale=given["locale"])
answer = {"python": platform.python_version(), "system": sys.platform, "file": ik.__file__, "done": []}
for form, occasion in given["drawn"]:
    checkin = ik.draw(catalogue, form=form, seed="pair-7", occasion=occasion)
    values = {q.item_id: q.choices[(i + occasion) % len(q.choices)].answer for i, q in enumerate(checkin.questions)}
    response = checkin.answer(values, on=date(2026, 11, 23))
    plan = ik.recommend(catalogue, response, minutes_per_week=60)
    answer["done"].append([response.to_dict(), ik.score(response).to_dict(), plan.to_dict()])
"""
TOO_DEEP = """
import intimacy_kit as ik
from intimacy_kit.interop import bundle
catalogue, answer = ik.load(), []
for text in ("[" * 100_000, '{"a":' * 100_000):
    try:
        bundle.import_response(catalogue, text)
    except ik.InvalidResponse as error:
        answer.append([problem.code for problem in error.problems])
answer.append(ik.load().pack.id)  # the interpreter is still there
"""
SUITE = """
import os
os.environ.update(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", HYPOTHESIS_PROFILE="ci", COLUMNS="120")
os.chdir("/checkout")
import re
import pytest
MORE = re.compile(
    "polars|numpy|pandas|intimacy_kit.tables|tests.unit.tables|subprocess|threading|intimacy_kit.stats"
    "|test_checkin import"  # that file has tables, too
)
class Count:
    def __init__(self):
        self.outcomes = {}
    def pytest_ignore_collect(self, collection_path):
        if collection_path.suffix == ".py" and MORE.search(collection_path.read_text("utf-8")):
            return True
    def pytest_runtest_logreport(self, report):
        if report.when == "call" or report.outcome != "passed":
            self.outcomes[report.outcome] = self.outcomes.get(report.outcome, 0) + 1
SLOW = "ignore:this PyYAML was built without libyaml:RuntimeWarning"
count = Count()
ended = pytest.main(["-q", "-p", "no:cacheprovider", "-m", "not slow", "-W", SLOW, *given], plugins=[count])
answer = {"ended": int(ended), **count.outcomes}
"""
FOLDERS = ("scoring", "checkin", "couple", "safety")


@pytest.fixture(scope="module")
def wheel():
    """The wheel that INTIMACY_KIT_WHEEL names."""
    found = os.environ.get("INTIMACY_KIT_WHEEL")
    return found or pytest.fail("`.ci/run pyodide` builds the wheel and names it")


@pytest.fixture(scope="module")
def run(node, wheel):
    """Runs a program in CPython 3.14."""

    def started(code, given=None, mounts=()):
        work = {"code": code, "given": given, "wheel": wheel, "mounts": {**dict(mounts), "/site": SITE}}
        return foreign.run(node, "pyodide.mjs", work, timeout=580)

    return started


@pytest.mark.parametrize("locale", [None, "es"])
def test_the_main_job_gives_the_same_documents(run, saw, locale):
    drawn = [(form, occasion) for form in ("pulse", "standard", "full") for occasion in (0, 5)]
    said = run(MAIN_JOB, {"locale": locale, "drawn": drawn})["answer"]
    assert ("3.14", "emscripten") == (said["python"][:4], said["system"])
    assert not said["file"].startswith(SITE)
    names = {"locale": locale, "drawn": drawn}
    here = {"given": names}
    exec(MAIN_JOB, here)  # the same program, in this Python
    assert json.loads(json.dumps(here["answer"]["done"])) == said["done"]
    if locale is None:
        does = "runs CPython 3.14: draws, answers, scores and recommends as here"
        saw("npm:pyodide", "Pyodide", does, what="check-ins with scores and plan", equal=len(drawn), of=len(drawn))


def test_a_document_that_is_nested_too_deeply_does_not_end_the_interpreter(run):
    assert [["too-deep"], ["too-deep"], "intimacy-kit"] == run(TOO_DEEP)["answer"]


def test_the_tests_that_need_no_more_than_python_pass(run):
    folders = [f"tests/unit/{name}" for name in FOLDERS]
    pure = os.environ["INTIMACY_KIT_PURE"]  # a Hypothesis that is all Python
    said = run(SUITE, folders, {"/pure": pure, "/checkout": str(ROOT)})
    answer = said["answer"]
    assert {"ended": 0, "passed": answer.get("passed")} == answer, answer | {"said": said["said"][-40:]}
    assert answer["passed"] > 200
