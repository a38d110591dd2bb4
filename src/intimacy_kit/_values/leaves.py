"""The leaf types of a record: how each is read and written, and its two JSON Schemas.

A leaf is read from plain data, from a YAML tree with `Scalar` leaves, or from
the value itself. In YAML the field decides what a leaf means: where text is
wanted, `no`, `012`, `1e3` and `2026-11-23` are text as written.
"""

import enum
import re
import sys
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeAlias

import attrs

from intimacy_kit._outside_text import LONGEST
from intimacy_kit._values.exact import Exact
from intimacy_kit.errors import Problems

LARGEST_FLOAT = sys.float_info.max
"""The largest finite number; whole numbers beyond it cannot be made a float."""

LARGEST_EXACT = 2**53
"""Whole numbers beyond it are not exact as floats, which is all that most other systems have."""

LARGEST_WHOLE = 10**200
"""The largest whole number, and its negative the smallest; Python refuses to print integers of thousands of digits."""

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""A day as files write it."""

UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Characters that no text of ours may hold: controls, direction overrides, lone surrogates."""

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_FRACTION = re.compile(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,9}|/[1-9][0-9]{0,8})?")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@attrs.frozen
class Scalar:
    """A YAML leaf as it was written: its text, and whether quotes said that text is meant."""

    text: str
    quoted: bool
    line: int
    column: int


class _Failed(enum.StrEnum):
    """A value that could not be read; its problems are already noted."""

    FAILED = enum.auto()


FAILED: Final = _Failed.FAILED

Reader: TypeAlias = Callable[[Any, Problems], Any]


@attrs.frozen
class Leaf:
    """How one leaf type is read and written.

    Args:
        read: Returns the value, or `FAILED` with its problems noted.
        file_schema: The JSON Schema of what a pack's file may hold, as an editor reads it.
        plain_schema: The JSON Schema of the plain form.
        write: Returns the plain form.
    """

    read: Reader
    file_schema: Mapping[str, Any]
    plain_schema: Mapping[str, Any]
    write: Callable[[Any], Any] | None = None


def wrong_kind(wanted: str, node: Any, at: Problems) -> Any:
    """Note that a list, a mapping or a plain value is where another is needed, or nothing is."""
    if is_null(node):
        return no_value(at)
    found = (
        "a mapping" if isinstance(node, Mapping) else "a list" if isinstance(node, list | tuple) else "a single value"
    )
    at.add("wrong-kind", f"this should be {wanted}, not {found}")
    return FAILED


def is_null(node: Any) -> bool:
    """Whether a YAML leaf is empty or says null."""
    return isinstance(node, Scalar) and not node.quoted and node.text in _NULLS


def no_value(at: Problems) -> Any:
    """Note that there is no value."""
    at.add("null-value", "there is no value here", "leave the key out, or quote the word")
    return FAILED


def read_word(words: type[enum.Enum], node: Any, at: Problems) -> Any:
    """Return the member of a vocabulary."""
    text = _written(node, at)
    if text is FAILED:
        return FAILED
    known: list[str] = [each.value for each in words]
    if text in known:
        return words(text)
    remedy = at.did_you_mean(text, known) or f"it is one of {', '.join(known)}"
    at.add("bad-choice", f"{text[:LONGEST]!a} is not allowed here", remedy)
    return FAILED


def _written(node: Any, at: Problems) -> Any:
    """Return the text of a leaf."""
    if isinstance(node, str):
        return node
    return node.text if isinstance(node, Scalar) else wrong_kind("text", node, at)


def _text(node: Any, at: Problems) -> Any:
    text = _written(node, at)
    if text is not FAILED and (found := UNSAFE.search(text)):
        at.add("bad-character", f"the text holds U+{ord(found.group()):04X}", "take the character out")
        return FAILED
    return text


def _whole(node: Any, at: Problems) -> Any:
    if type(node) is int and -LARGEST_WHOLE <= node <= LARGEST_WHOLE:
        return node
    if isinstance(node, Scalar) and not node.quoted and _WHOLE.fullmatch(node.text):
        return int(node.text)
    at.add("bad-number", "this is not a whole number", "write it as digits, without quotes")
    return FAILED


def _real(node: Any, at: Problems) -> Any:
    """Return a measured number; packs have none, so YAML leaves are not read here."""
    if type(node) in (int, float) and -LARGEST_FLOAT <= node <= LARGEST_FLOAT:
        return float(node)
    at.add("bad-number", "this is not a finite number")
    return FAILED


def _truth(node: Any, at: Problems) -> Any:
    if isinstance(node, bool):
        return node
    if isinstance(node, Scalar) and not node.quoted and node.text in ("true", "false"):
        return node.text == "true"
    at.add("bad-choice", "this is neither true nor false", "write true or false")
    return FAILED


def _fraction(node: Any, at: Problems) -> Any:
    text = node.text if isinstance(node, Scalar) else node
    if isinstance(node, Fraction):
        return node
    if type(node) is int and 0 <= node < 10**9:
        return Fraction(node)
    if isinstance(text, str) and _FRACTION.fullmatch(text):
        return Fraction(text)
    at.add("bad-number", "this is not a fraction", "write it as 0.5 or 1/2")
    return FAILED


def _exact(node: Any, at: Problems) -> Any:
    number = Exact.read(node.text if isinstance(node, Scalar) else node)
    if number is not None:
        return number
    at.add("bad-number", "this is not an exact number", "write it as 3, 0.5 or 1/3")
    return FAILED


def _date(node: Any, at: Problems) -> Any:
    if type(node) is date:
        return node
    text = node.text if isinstance(node, Scalar) else node
    if isinstance(text, str) and DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    at.add("bad-date", "this is not a date", "write it as YYYY-MM-DD")
    return FAILED


_DAY = {"type": "string", "format": "date", "pattern": f"^{DATE.pattern}$"}
_PART = {"type": "string", "pattern": "^[0-9]+(/[0-9]+)?$"}
_PART_IN_A_FILE = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^[0-9]+(\\.[0-9]+|/[0-9]+)?$"}]}
_NUMBER = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^-?[0-9]+/[0-9]+$"}]}

LEAVES: Mapping[Any, Leaf] = {
    str: Leaf(_text, {"type": "string", "minLength": 1}, {"type": "string"}),
    int: Leaf(_whole, {"type": "integer"}, {"type": "integer"}),
    float: Leaf(_real, {"type": "number"}, {"type": "number"}),
    bool: Leaf(_truth, {"type": "boolean"}, {"type": "boolean"}),
    Fraction: Leaf(_fraction, _PART_IN_A_FILE, _PART, write=str),
    Exact: Leaf(_exact, _NUMBER, _NUMBER, write=lambda value: value.plain),
    date: Leaf(_date, _DAY, _DAY, write=str),
}
"""How each leaf type is read and written."""
