"""What others build on changes only when somebody means it to."""

import difflib

from tests.tools.surface import KEPT, modules, surface


def test_the_public_surface_is_as_it_was():
    kept = KEPT.read_text(encoding="utf-8").splitlines()
    changes = [line for line in difflib.ndiff(kept, surface()) if line[0] in "+-"]
    assert [] == changes, "if it is meant: run python -m tests.tools.surface, and say so in CHANGELOG.md"


def test_the_list_has_functions_codes_and_commands_each_once():
    lines = surface()
    assert any(line.startswith("intimacy_kit.score(response, *, reliability=None)") for line in lines)
    assert "error code out-of-range" in lines
    assert any(line.startswith("intimacy-kit score-table: ") for line in lines)
    assert len(lines) == len(set(lines))


def test_every_public_name_is_seen_by_completion_and_by_the_reference():
    lost = [f"{name}.{each}" for name, module in modules().items() for each in set(module.__all__) - set(dir(module))]
    assert [] == lost
