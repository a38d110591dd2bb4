"""What an editor shows: names after a dot, the arguments and the documentation of what is below the cursor."""

import jedi
import pytest

import intimacy_kit as ik
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow
MADE = """
import intimacy_kit as ik
catalogue = ik.load()
checkin = ik.draw(catalogue, form="pulse", seed="s")
"""


def at_the_end(code):
    return jedi.Script(code, project=jedi.Project(ROOT / "src")), len(code.splitlines()), len(code.splitlines()[-1])


def completed(code):
    script, line, column = at_the_end(code)
    return {each.name for each in script.complete(line, column)}


def test_all_everyday_names_follow_the_name_of_the_library():
    assert set(ik.__all__) - completed("import intimacy_kit as ik\nik.") <= {"__version__"}


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("catalogue.", {"forms", "items", "practices", "phrase", "locale"}),
        ("checkin.", {"answer", "answer_form", "questions", "minutes", "to_dict"}),
        ("catalogue.forms['pulse'].", {"title", "instructions", "stem"}),
        ("ik.score(checkin.answer({}, on=None)).", {"scores", "show", "to_dict", "perspective"}),
        ("ik.recommend(catalogue, checkin.answer({}, on=None)).", {"suggestions", "going_well", "to_dict"}),
    ],
)
def test_what_a_value_has_follows_a_dot(code, names):
    assert names <= completed(MADE + code)


@pytest.mark.parametrize("name", ["load", "draw", "score", "recommend", "couple_view", "report", "figure", "search"])
def test_hovering_over_a_function_shows_its_arguments_and_an_example(name):
    code = f"import intimacy_kit as ik\nik.{name}"
    script, line, column = at_the_end(code)
    (found,) = script.infer(line, column)
    shown = found.docstring()
    assert shown.startswith(f"{name}(")
    assert ("Args:" in shown, ">>> " in shown) == (True, True)
