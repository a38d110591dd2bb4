"""What others read, and what is said of what they write, changes only when somebody means it to."""

import pytest

from tests.tools.golden import DOCUMENTS, KEPT, READERS, refused, said_of_odd, written

REMEDY = "if it is meant: run python -m tests.tools.golden, and say so in CHANGELOG.md"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_written_as_it_was(name):
    assert (KEPT / f"{name}.json").read_text(encoding="utf-8") == written(DOCUMENTS[name]()), REMEDY


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
def test_of_each_broken_document_is_said_what_was_said(name):
    assert (KEPT / f"{name}-refused.json").read_text(encoding="utf-8") == written(refused(name)), REMEDY


def test_of_odd_documents_and_exports_is_said_what_was_said():
    assert (KEPT / "odd.json").read_text(encoding="utf-8") == written(said_of_odd()), REMEDY


def test_nothing_else_is_kept():
    assert {"odd", *DOCUMENTS, *(f"{name}-refused" for name in READERS)} == {path.stem for path in KEPT.iterdir()}


@pytest.mark.slow
def test_the_corpus_is_large_and_most_of_it_is_refused():
    said = [lines for name in READERS for lines in refused(name).values()]
    assert 1_300 <= len(said)
    assert 900 <= sum(not lines[0].startswith("read: ") for lines in said)
