"""Conditions and calculations of other systems, read into one tree. Nothing is ever evaluated.

REDCap, XLSForm, SurveyJS, ReproSchema and FHIRPath write them much alike, so one grammar reads them all; they
differ in how an answer is referred to.
"""

import re
from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

import attrs

Syntax: TypeAlias = Literal["redcap", "xlsform", "surveyjs", "javascript"]
"""In which way an expression refers to an answer: `[a]`, `${a}`, `{a}` or `a`."""

Kind: TypeAlias = Literal["answer", "number", "text", "list", "call", "operation"]

_LONGEST = 20_000
_MOST_TOKENS = 4_000
_MOST_FACTORS = 20
_DEEPEST = 90


class Unreadable(Exception):
    """An expression that the grammar does not have."""


@attrs.frozen
class Expression:
    """A part of an expression.

    Args:
        kind: What it is.
        text: The name of an answer, function or operator, or a number or text as written.
        parts: Arguments, operands or the entries of a list.
    """

    kind: Kind
    text: str
    parts: "tuple[Expression, ...]" = ()


_REFERENCES: Mapping[Syntax, str] = {
    "redcap": r"(?:\[[^\[\]]{1,200}\])*\[(?P<answer>[^\[\]]{1,200})\]",
    "xlsform": r"\$\{(?P<answer>[^{}]{1,200})\}",
    "surveyjs": r"\{(?P<answer>[^{}]{1,200})\}",
    "javascript": r"(?P<answer>(?!(?:and|or|not)\b)[A-Za-z_][A-Za-z0-9_]*(?![A-Za-z0-9_]*\s*\())",
}

_GRAMMAR = r"""\s*(?:{reference}
    | (?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+))
    | '(?P<single>[^']*)' | "(?P<double>[^"]*)"
    | (?P<sign><=|>=|!==?|<>|===?|&&|\|\||[-+*/%=<>!(),.]|\[|\])
    | (?P<word>[A-Za-z][A-Za-z0-9_-]*(?::[A-Za-z][A-Za-z0-9_-]*)?)
)"""

_SELF = "."
"""The name under which an XLSForm refers to the answer of the question itself."""

_TOKENS = {
    syntax: re.compile(_GRAMMAR.replace("{reference}", reference), re.VERBOSE)
    for syntax, reference in _REFERENCES.items()
}

_WORDS = {
    "&&": "and",
    "||": "or",
    "!": "not",
    "!==": "!=",
    "<>": "!=",
    "==": "=",
    "===": "=",
    "div": "/",
    "mod": "%",
    "equal": "=",
    "equals": "=",
    "notequal": "!=",
    "notequals": "!=",
    "greater": ">",
    "less": "<",
    "greaterorequal": ">=",
    "lessorequal": "<=",
    "negate": "not",
    "contain": "contains",
    "notcontain": "notcontains",
}
"""Other spellings of operators."""

_COMPARISONS = frozenset({"=", "!=", "<", ">", "<=", ">=", "contains", "notcontains", "anyof", "noneof", "allof"})
_SUFFIXES = frozenset({"empty", "notempty"})


def read_expression(text: str, syntax: Syntax) -> Expression:
    """Return an expression as a tree.

    Args:
        text: The expression.
        syntax: How it refers to answers.

    Raises:
        Unreadable: When it is longer or deeper than any condition needs, or the grammar does not have it.

    >>> read_expression("[a] = '1' and [b(2)] = 1", "redcap").text
    'and'
    """
    if len(text) > _LONGEST:
        raise Unreadable
    tokens = _tokens(text, syntax)
    if len(tokens) > _MOST_TOKENS:
        raise Unreadable
    reader = _Reader(tokens)
    found = reader.either(0)
    if reader.next is not None:
        raise Unreadable
    return found


_Token: TypeAlias = tuple[str, str]


def _tokens(text: str, syntax: Syntax) -> list[_Token]:
    """Return the kind and the text of each token."""
    pattern = _TOKENS[syntax]
    tokens: list[_Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = pattern.match(text, at)
        if match is None:
            raise Unreadable
        kind = str(match.lastgroup)
        value = match[kind]
        if kind in ("single", "double"):
            kind = "text"
        elif kind in ("sign", "word"):
            value = _WORDS.get(value.lower(), value.lower() if value.lower() in _KEPT else value)
        tokens.append((kind, value))
        at = match.end()
    return tokens


_KEPT = frozenset({"and", "or", "not", *_COMPARISONS, *_SUFFIXES})


class _Reader:
    """Reads tokens by descent; each level of an expression is a level of calls, up to a limit."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def next(self) -> str | None:
        """The text of the next token where it is an operator or a word, or else an empty one; None at the end."""
        if self._at == len(self._tokens):
            return None
        kind, text = self._tokens[self._at]
        return text if kind in ("sign", "word") else ""

    def take(self, *texts: str) -> str | None:
        """Return the next operator and go past it, where it is one of these."""
        text = self.next
        if text is None or text not in texts:
            return None
        self._at += 1
        return text

    def need(self, text: str) -> None:
        if self.take(text) is None:
            raise Unreadable

    def either(self, depth: int) -> Expression:
        return self._joined("or", self._both, depth)

    def _both(self, depth: int) -> Expression:
        return self._joined("and", self._compared, depth)

    def _joined(self, sign: str, operand: Callable[[int], Expression], depth: int) -> Expression:
        """Return all operands that one operator joins, or the only one."""
        parts = [operand(depth + 1)]
        while self.take(sign) is not None:
            parts.append(operand(depth + 1))
        return parts[0] if len(parts) == 1 else Expression("operation", sign, tuple(parts))

    def _compared(self, depth: int) -> Expression:
        if depth > _DEEPEST:
            raise Unreadable
        if self.take("not") is not None:
            return Expression("operation", "not", (self._compared(depth + 1),))
        found = self._sum(depth)
        if (suffix := self.take(*_SUFFIXES)) is not None:
            return Expression("operation", "=" if suffix == "empty" else "!=", (found, Expression("text", "")))
        if (sign := self.take(*_COMPARISONS)) is not None:
            return Expression("operation", sign, (found, self._sum(depth)))
        return found

    def _sum(self, depth: int) -> Expression:
        parts = [self._product(depth)]
        while (sign := self.take("+", "-")) is not None:
            part = self._product(depth)
            parts.append(part if sign == "+" else _negative(part))
        return parts[0] if len(parts) == 1 else Expression("operation", "+", tuple(parts))

    def _product(self, depth: int) -> Expression:
        found = self._factor(depth)
        for _ in range(_MOST_FACTORS):
            sign = self.take("*", "/", "%")
            if sign is None:
                return found
            found = Expression("operation", sign, (found, self._factor(depth)))
        raise Unreadable

    def _factor(self, depth: int) -> Expression:
        if depth > _DEEPEST or self._at == len(self._tokens):
            raise Unreadable
        if self.take("-") is not None:
            return _negative(self._factor(depth + 1))
        if self.take("(") is not None:
            found = self.either(depth + 1)
            self.need(")")
            return found
        if self.take(_SELF) is not None:
            return Expression("answer", _SELF)
        if self.take("[") is not None:
            return Expression("list", "", self._arguments("]", depth))
        kind, text = self._tokens[self._at]
        self._at += 1
        if kind in ("answer", "number", "text"):
            return Expression(kind, text.strip() if kind == "answer" else text)  # type: ignore[arg-type]  # one of three
        if kind != "word" or text in _KEPT:
            raise Unreadable
        if self.take("(") is None:
            return Expression("text", text)  # a word without quotes, as SurveyJS allows
        return Expression("call", text.lower(), self._arguments(")", depth))

    def _arguments(self, end: str, depth: int) -> tuple[Expression, ...]:
        """Return what stands between commas up to an end."""
        found: list[Expression] = []
        if self.take(end) is not None:
            return ()
        while True:
            found.append(self.either(depth + 1))
            if self.take(end) is not None:
                return tuple(found)
            self.need(",")


def _negative(part: Expression) -> Expression:
    """Return an expression with the other sign."""
    if part.kind == "number":
        return Expression("number", part.text[1:] if part.text.startswith("-") else f"-{part.text}")
    return Expression("operation", "-", (part,))
