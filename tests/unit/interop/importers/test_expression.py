"""Conditions of four systems are read into one tree; what the grammar does not have is refused."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intimacy_kit.interop._importers.expression import Expression, Unreadable, read_expression


def plain(part):
    """Return a tree in prefix notation."""
    inner = " ".join(map(plain, part.parts))
    return part.text if not part.parts else f"({part.text or 'list'} {inner})"


@pytest.mark.parametrize(
    ("syntax", "text", "tree"),
    [
        ("redcap", "[a] = '1' and [b(2)] <> \"0\" or [c]>=3", "(or (and (= a 1) (!= b(2) 0)) (>= c 3))"),
        ("redcap", "[event_1_arm_1][a] = 1", "(= a 1)"),
        ("redcap", "sum([a], 3 - [b]) / 2", "(/ (sum a (+ 3 (- b))) 2)"),
        ("redcap", "-3 * -(-2)", "(* -3 2)"),
        (
            "xlsform",
            "selected(${a}, 'x') and not(${b} div 2 mod 3 = 1.5)",
            "(and (selected a x) (not (= (% (/ b 2) 3) 1.5)))",
        ),
        ("xlsform", ". >= 0 and .<=100", "(and (>= . 0) (<= . 100))"),
        ("surveyjs", "{a} == 1 && !({b} notempty || {c} empty)", "(and (= a 1) (not (or (!= b ) (= c ))))"),
        (
            "surveyjs",
            "{a.row} anyof ['x', 2] or {b} contains item1",
            "(or (anyof a.row (list x 2)) (contains b item1))",
        ),
        ("surveyjs", "{a} notequal [] and now() > 1", "(and (!= a ) (> now 1))"),
        ("javascript", "a_1 === 2 || b != 'x' && true", "(or (= a_1 2) (and (!= b x) true))"),
        ("javascript", "Math.max(1)", None),
        ("redcap", "", None),
        ("redcap", "[a] =", None),
        ("redcap", "([a] = 1", None),
        ("redcap", "[a] = 1)", None),
        ("redcap", "f(1 2)", None),
        ("redcap", "[a] = 'open", None),
        ("redcap", "= 1", None),
        ("redcap", "1 *" * 21 + "1", None),
        ("redcap", "(" * 100 + "1" + ")" * 100, None),
        ("redcap", "not " * 200 + "1", None),
        ("redcap", "1 +" * 4_000 + "1", None),
        ("redcap", " " * 20_001, None),
    ],
)
def test_an_expression_is_read_or_refused(syntax, text, tree):
    if tree is None:
        with pytest.raises(Unreadable):
            read_expression(text, syntax)
    else:
        assert tree == plain(read_expression(text, syntax))


@pytest.mark.parametrize("syntax", ["redcap", "xlsform", "surveyjs", "javascript"])
@given(text=st.text("[]{}$()'\"ab12 .,<>=!&|+-*/%andor", max_size=60))
def test_whatever_is_written_is_read_or_refused(syntax, text):
    with contextlib.suppress(Unreadable):
        assert isinstance(read_expression(text, syntax), Expression)
