"""Values to plain data and back: one walk over attrs classes, all problems at once.

Plain data is what JSON holds. A YAML file arrives as the same tree with
`Scalar` leaves, whose meaning the field decides: where text is wanted, `no`,
`012`, `1e3` and `2026-11-23` are text as written.
"""

import enum
import functools
import re
import sys
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.fields import key_of
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit.errors import InvalidValue, Problem, did_you_mean

__all__ = ["LARGEST_FLOAT", "LARGEST_WHOLE", "UNSAFE", "Path", "Record", "Scalar", "structure", "unstructure"]

Path: typing.TypeAlias = tuple[str | int, ...]
"""A place in a tree, from the outside in: keys and positions."""

LARGEST_FLOAT = sys.float_info.max
"""The largest finite number; whole numbers beyond it cannot be made a float."""

LARGEST_WHOLE = 10**200
"""The largest whole number, and its negative the smallest; Python does not write out those of thousands of digits."""

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_FRACTION = re.compile(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,9}|/[1-9][0-9]{0,8})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Characters that no text of ours may hold: controls, direction overrides, lone surrogates."""


@attrs.frozen
class Scalar:
    """A YAML leaf as it was written: its text, and whether quotes said that text is meant."""

    text: str
    quoted: bool
    line: int
    column: int


class _Failed(enum.StrEnum):
    """Stands for a value that could not be built; its problems are already noted."""

    FAILED = enum.auto()


_FAILED: Final = _Failed.FAILED

_Reader: typing.TypeAlias = Callable[[Any, Path, list[Problem]], Any]


class Record:
    """Gives a value class its plain form."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the value as JSON-ready data: dicts, lists, text, numbers, true, false and null."""
        plain: dict[str, Any] = unstructure(self)
        return plain

    @classmethod
    @sealed
    def from_dict(cls, data: Mapping[str, Any]) -> typing.Self:
        """Build the value from what `to_dict` gave.

        Args:
            data: A mapping of the same shape; keys with a default may be left out.

        Raises:
            InvalidValue: Listing every problem at once, each with its path.
        """
        problems: list[Problem] = []
        value = structure(cls, data, (), problems)
        if problems:
            raise InvalidValue(problems)
        return typing.cast(typing.Self, value)


def unstructure(value: Any) -> Any:
    """Return any value of the library as plain data."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, Fraction | date):
        return str(value)
    kind: Any = value.__class__
    if kind is tuple:
        return [unstructure(each) for each in value]
    if kind is FrozenMap:
        return {unstructure(key): unstructure(each) for key, each in value.items()}
    if attrs.has(kind):
        return {key_of(f): unstructure(getattr(value, f.name)) for f in attrs.fields(kind) if _is_public(f)}
    return value


def structure(wanted: Any, node: Any, path: Path, problems: list[Problem]) -> Any:
    """Build a value of the wanted type from a plain tree, noting every problem on the way.

    Args:
        wanted: An attrs class, or a type that one of their fields has.
        node: The tree.
        path: Where the tree stands; it begins the path of each problem.
        problems: The list to which problems are added.

    Returns:
        The value; meaningless when problems were added.
    """
    return _reader(wanted)(node, path, problems)


@functools.cache
def _reader(wanted: Any) -> _Reader:
    """Return the function that reads one type; the choice is made once for each type."""
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in (types.UnionType, typing.Union):
        (inner,) = (each for each in arguments if each is not types.NoneType)
        return functools.partial(_optional, _reader(inner))
    if origin is tuple:
        return functools.partial(_sequence, _reader(arguments[0]))
    if origin is Mapping or origin is dict:
        return functools.partial(_mapping, _reader(arguments[0]), _reader(arguments[1]))
    if attrs.has(wanted):
        return functools.partial(_record, wanted)
    leaf = functools.partial(_word, wanted) if issubclass(wanted, enum.Enum) else _LEAVES[wanted]
    return functools.partial(_given, leaf)


def _optional(inner: _Reader, node: Any, path: Path, problems: list[Problem]) -> Any:
    return None if node is None else inner(node, path, problems)


def _sequence(inner: _Reader, node: Any, path: Path, problems: list[Problem]) -> Any:
    if not isinstance(node, list | tuple):
        return _wrong_kind("a list", node, path, problems)
    before = len(problems)
    values = tuple(inner(each, (*path, i), problems) for i, each in enumerate(typing.cast(list[Any], node)))
    return _FAILED if len(problems) > before else values


def _mapping(keys: _Reader, values: _Reader, node: Any, path: Path, problems: list[Problem]) -> Any:
    if not isinstance(node, Mapping):
        return _wrong_kind("a mapping", node, path, problems)
    before = len(problems)
    pairs = [
        (keys(key, (*path, _step(key)), problems), values(each, (*path, _step(key)), problems))
        for key, each in typing.cast(Mapping[str, Any], node).items()
    ]
    return _FAILED if len(problems) > before else FrozenMap(dict(pairs))


def _record(wanted: Any, node: Any, path: Path, problems: list[Problem]) -> Any:
    shorthand = getattr(wanted, "from_shorthand", None)
    if shorthand is not None:
        node = shorthand(node)
    if not isinstance(node, Mapping):
        return _wrong_kind("a mapping", node, path, problems)
    tree = typing.cast(Mapping[str, Any], node)
    before = len(problems)
    readers = _field_readers(wanted)
    for key in tree:
        if key not in readers:
            step = _step(key)
            remedy = did_you_mean(step, readers) or f"the keys are {', '.join(readers)}"
            problems.append(Problem("unknown-key", f"the key {step!a} is not known here", remedy, (*path, step)))
    values: dict[str, Any] = {}
    for key, (field, read) in readers.items():
        here = (*path, key)
        if key in tree:
            value = read(tree[key], here, problems)
            if value is not _FAILED:
                _validate(field, value, here, problems)
            values[field.alias or field.name] = value
        elif field.default is attrs.NOTHING:
            problems.append(Problem("missing-key", f"the key {key!r} is missing", "add it", path))
    if len(problems) > before:
        return _FAILED
    try:
        return wanted(**values)
    except InvalidValue as error:
        problems.extend(attrs.evolve(each, path=(*path, *each.path)) for each in error.problems)
        return _FAILED


def _step(key: Any) -> str:
    """Return a key as a step of a path: of what is no key in JSON, its type in brackets."""
    return key if isinstance(key, str) else f"({type(key).__name__})"


@functools.cache
def _field_readers(wanted: Any) -> dict[str, tuple["attrs.Attribute[Any]", _Reader]]:
    hints = typing.get_type_hints(wanted)
    return {key_of(f): (f, _reader(hints[f.name])) for f in attrs.fields(wanted) if _is_public(f)}


def _is_public(field: "attrs.Attribute[Any]") -> bool:
    """Whether a field has a place in the plain form of its class."""
    return not field.metadata.get("private")


def _validate(field: "attrs.Attribute[Any]", value: Any, path: Path, problems: list[Problem]) -> None:
    if field.validator is not None:
        try:
            field.validator(None, field, value)
        except InvalidValue as error:
            problems.extend(attrs.evolve(each, path=(*path, *each.path[1:])) for each in error.problems)


def _wrong_kind(wanted: str, node: Any, path: Path, problems: list[Problem]) -> Any:
    if _is_null(node):
        return _null(path, problems)
    found = (
        "a mapping" if isinstance(node, Mapping) else "a list" if isinstance(node, list | tuple) else "a single value"
    )
    problems.append(Problem("wrong-kind", f"this should be {wanted}, not {found}", path=path))
    return _FAILED


def _is_null(node: Any) -> bool:
    return isinstance(node, Scalar) and not node.quoted and node.text in _NULLS


def _null(path: Path, problems: list[Problem]) -> Any:
    problems.append(Problem("null-value", "there is no value here", "leave the key out, or quote the word", path))
    return _FAILED


def _given(leaf: _Reader, node: Any, path: Path, problems: list[Problem]) -> Any:
    return _null(path, problems) if _is_null(node) else leaf(node, path, problems)


def _leaf(node: Any, path: Path, problems: list[Problem]) -> Any:
    """Return the text of a leaf, or the failure that was noted."""
    if isinstance(node, Scalar):
        return node.text
    if not isinstance(node, str):
        return _wrong_kind("text", node, path, problems)
    return node


def _text(node: Any, path: Path, problems: list[Problem]) -> Any:
    text = _leaf(node, path, problems)
    if text is not _FAILED and (found := UNSAFE.search(text)):
        message = f"the text holds U+{ord(found.group()):04X}"
        problems.append(Problem("bad-character", message, "take the character out", path))
        return _FAILED
    return text


def _word(words: type[enum.Enum], node: Any, path: Path, problems: list[Problem]) -> Any:
    text = _leaf(node, path, problems)
    if text is _FAILED:
        return _FAILED
    known: list[str] = [each.value for each in words]
    if text in known:
        return words(text)
    remedy = did_you_mean(text, known) or f"it is one of {', '.join(known)}"
    problems.append(Problem("bad-choice", f"{text!a} cannot stand here", remedy, path))
    return _FAILED


def _whole(node: Any, path: Path, problems: list[Problem]) -> Any:
    if type(node) is int and -LARGEST_WHOLE <= node <= LARGEST_WHOLE:
        return node
    if isinstance(node, Scalar) and not node.quoted and _WHOLE.fullmatch(node.text):
        return int(node.text)
    problems.append(Problem("bad-number", "this is not a whole number", "write it as digits, without quotes", path))
    return _FAILED


def _real(node: Any, path: Path, problems: list[Problem]) -> Any:
    """A measured number; packs have none, so YAML leaves are not read here."""
    if type(node) in (int, float) and -LARGEST_FLOAT <= node <= LARGEST_FLOAT:
        return float(node)
    problems.append(Problem("bad-number", "this is not a finite number", "", path))
    return _FAILED


def _truth(node: Any, path: Path, problems: list[Problem]) -> Any:
    if isinstance(node, bool):
        return node
    if isinstance(node, Scalar) and not node.quoted and node.text in ("true", "false"):
        return node.text == "true"
    problems.append(Problem("bad-choice", "this is neither true nor false", "write true or false", path))
    return _FAILED


def _fraction(node: Any, path: Path, problems: list[Problem]) -> Any:
    text = node.text if isinstance(node, Scalar) else node
    if type(node) is int and 0 <= node < 10**9:
        return Fraction(node)
    if isinstance(text, str) and _FRACTION.fullmatch(text):
        return Fraction(text)
    problems.append(Problem("bad-number", "this is not a fraction", "write it as 0.5 or 1/2", path))
    return _FAILED


def _date(node: Any, path: Path, problems: list[Problem]) -> Any:
    text = node.text if isinstance(node, Scalar) else node
    if isinstance(text, str) and _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    problems.append(Problem("bad-date", "this is not a date", "write it as YYYY-MM-DD", path))
    return _FAILED


_LEAVES: dict[Any, _Reader] = {str: _text, int: _whole, float: _real, bool: _truth, Fraction: _fraction, date: _date}
