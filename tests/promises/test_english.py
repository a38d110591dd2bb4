"""The source and the docs are in the plain English of engineers: none of these idioms stands for a standard term."""

import re

import pytest

from tests.support.paths import ROOT

REMEDIES = {
    r"\b(hang|hangs|hung|hanging) (wholly |only )?(on|upon)\b": "depends on",
    r"\bhangs? together\b": "fits together; cross-reference",
    r"\bturn(s|ed|ing)? round\b": "reversed",
    r"\bhand(s|ed|ing)? on\b": "copied to the output; returned unchanged",
    r"\b(told|tell|tells|telling) from (error|measurement|chance|noise)\b": "distinguishable from",
    r"\b(what|that|which|title|it) (is|are) none\b": "is not a …",
    r"\bthere is none\b": "name what is missing",
    r"\b(what|that|which|it|file) is no (?!longer\b)\w+": "is not a …",
    r"\bwhole or not at all\b": "atomically",
    r"\bnow and then\b": "periodically",
    r"\b(some|a few) thousand (rows|at a time)\b": "in batches",
    r"\bnobody's business\b": "skipped; not measured",
    r"\b(same|eager|every|both|other) roads?\b": "in the same way; path",
    r"\bto the letter\b": "identical",
    r"\b(pack|sample|docstring|application) says of\b": "the pack's description; the statistics of a sample",
    r"\bleads? nowhere\b": "does not resolve",
    r"\bat hand\b": "available",
    r"\b(are to|cannot) be had\b": "available; can be computed",
    r"\bgoes by (its|``)": "is named by",
    r"\bput in order\b": "sorted",
    r"\bmoved on (since|so far)\b": "changed",
    r"\b(what|that|whatever) (came|comes|became) of (it|them|the)\b": "the result",
    r"\bfinds? fault with\b": "reports an error in",
    r"\blaid on (another|those|the one)\b": "loaded on top of",
    r"\bonce more at the end\b": "again",
    r"\bgo(es|ing)? on with\b": "continues",
}
"""Idiom to the standard term that stands in its place."""

TEXTS = sorted(path for pattern in ("src/**/*.py", "docs/**/*.md", "docs/**/*.py") for path in ROOT.glob(pattern))


def idioms_in(text):
    """Yield each idiom of a text with its remedy; line breaks and comment signs count as blanks."""
    plain = re.sub(r"\s*\n[\s#>*]*", " ", text)
    for idiom, remedy in REMEDIES.items():
        for match in re.finditer(idiom, plain):
            yield f"{match[0]!r}: {remedy}"


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_text_has_the_standard_terms(path):
    assert [] == list(idioms_in(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("fault", "remedy"),
    [
        ("The score hangs on the answers.", "depends on"),
        ("The score hangs\n    # on the answers.", "depends on"),
        ("Reverse-keyed answers are turned round.", "reversed"),
        ("Columns that are handed on.", "copied to the output; returned unchanged"),
        ("It cannot be told from measurement error.", "distinguishable from"),
        ("Refuse what is none.", "is not a …"),
        ("None where there is none.", "name what is missing"),
        ("Every entry that is no mapping.", "is not a …"),
        ("The file is there whole or not at all.", "atomically"),
        ("It is called now and then.", "periodically"),
        ("It is read some thousand rows at a time.", "in batches"),
        ("Hidden files are nobody's business.", "skipped; not measured"),
        ("A reference that leads nowhere.", "does not resolve"),
        ("The scores that are to be had.", "available; can be computed"),
    ],
)
def test_a_planted_idiom_is_found_with_its_remedy(fault, remedy):
    assert [remedy] == [found.rpartition(": ")[2] for found in idioms_in(fault)]


@pytest.mark.parametrize("text", ["It is no longer there.", "There is no such form.", "Scores depend on answers."])
def test_plain_words_are_no_idiom(text):
    assert [] == list(idioms_in(text))


def test_texts_are_looked_at():
    assert 100 < len(TEXTS)
