"""The table of other people's programs is what tests saw, and each line has a test that sees it again."""

import attrs
import pytest

from tests.support import programs
from tests.support.paths import ROOT

ROWS = [*programs.rows().values()]


def test_each_line_is_of_a_test_that_is_there():
    for row in ROWS:
        path, _, name = row.test.partition("::")
        assert f"def {name}(" in (ROOT / path).read_text("utf-8"), row.test


def test_each_line_compared_something_and_all_of_it_was_equal():
    assert [] == [row for row in ROWS if not row.equal == row.of > 0]


def test_a_program_whose_version_our_files_ask_for_has_that_version():
    pinned = [row for row in ROWS if row.pinned is not None and "." in row.pinned]
    assert {row.key: row.pinned for row in pinned} == {row.key: row.version for row in pinned}
    assert len(pinned) > 5


def test_what_a_test_sees_is_compared_with_its_line(monkeypatch):
    monkeypatch.delenv("INTIMACY_KIT_RENEW", raising=False)
    row = ROWS[0]
    programs.note(attrs.evolve(row, version="another"))
    for other in (attrs.evolve(row, of=row.of + 1, equal=row.of + 1), attrs.evolve(row, test="of nobody")):
        with pytest.raises(AssertionError, match="INTIMACY_KIT_RENEW"):
            programs.note(other)
    with pytest.raises(AssertionError):
        programs.note(attrs.evolve(row, equal=row.of - 1))


def test_lines_are_renewed_when_that_is_asked_for(monkeypatch, tmp_path):
    monkeypatch.setenv("INTIMACY_KIT_RENEW", "1")
    monkeypatch.setattr(programs, "FILE", tmp_path / "programs.json")
    first, second = (attrs.evolve(ROWS[0], test=test) for test in ("a", "b"))
    programs.note(second)
    programs.note(first)
    programs.note(attrs.evolve(second, version="2"))
    assert [first, attrs.evolve(second, version="2")] == [*programs.rows().values()]
