"""The page on what is tested names a test for each promise, and each test that it names is there."""

import ast
import re

import pytest

from tests.support.paths import ROOT

PAGES = {
    "SECURITY.md": ("## What is promised", "## What is not"),
    "docs/data-protection.md": ("## What the library does", "## What is left to you"),
    "docs/couples.md": ("# Two people", None),
}
"""Each page that makes promises, with the headings between which those stand in bold."""


def section(text, start, end):
    """Return what stands from one heading to another."""
    after = text[text.index(start) :]
    return after if end is None else after[: after.index(end)]


def promises_of(page):
    """Return the promises of a page, without a stop at their end, as a sentence begins."""
    text = section((ROOT / page).read_text(encoding="utf-8"), *PAGES[page])
    bold = (" ".join(words.split()).rstrip(".") for words in re.findall(r"\*\*([^*]+)\*\*", text))
    return [words[0].upper() + words[1:] for words in bold]


def table():
    """Return promise to the tests that the page names and how they were seen to fail."""
    page = section((ROOT / "docs/tested.md").read_text(encoding="utf-8"), "## What is promised", "## Good and bad")
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in page.splitlines() if line[:1] == "|"]
    return {promise: (re.findall(r"`([^`]+)`", tests), failure) for promise, tests, failure in rows[2:]}


@pytest.mark.parametrize("page", PAGES)
def test_each_promise_has_its_line_in_the_table(page):
    assert [] == [promise for promise in promises_of(page) if promise not in table()]


def test_the_table_promises_nothing_that_no_page_does():
    assert {promise for page in PAGES for promise in promises_of(page)} == {*table()}


@pytest.mark.parametrize("promise", table())
def test_each_test_that_is_named_is_there(promise):
    tests, failure = table()[promise]
    assert tests
    assert failure
    for named in tests:
        file, _, name = named.partition("::")
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert any(function.startswith("test_") for function in functions)
        assert not name or name in functions
