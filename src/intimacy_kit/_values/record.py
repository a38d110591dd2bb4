"""Values to plain data and back: one walk over attrs classes, all problems at once."""

import enum
import functools
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from intimacy_kit._outside_text import LONGEST
from intimacy_kit._sealed import sealed
from intimacy_kit._values.equality import compared_whole
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.leaves import FAILED, LEAVES, Reader, is_null, no_value, read_word, wrong_kind
from intimacy_kit.errors import InvalidValue, Problems

Location: typing.TypeAlias = tuple[str | int, ...]
"""A place in a tree, from the outside in: keys and positions."""


class Record:
    """Gives a value class its plain form."""

    __slots__ = ()

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        if any(field.repr is False for field in attrs.fields(typing.cast(Any, cls))):
            compared_whole(cls)

    @sealed
    def to_dict(self) -> dict[str, Any]:
        """Return the value as JSON-ready data: dicts, lists, text, numbers, true, false and null."""
        plain: dict[str, Any] = unstructure(self)
        return plain

    @classmethod
    @sealed
    def from_dict(cls, data: Mapping[str, Any]) -> typing.Self:
        """Build the value from the output of `to_dict`.

        Args:
            data: A mapping of the same shape; keys with a default may be left out.

        Raises:
            InvalidValue: Listing every problem at once, each with its path.
        """
        problems = Problems()
        value = structure(cls, data, problems)
        problems.refuse(InvalidValue)
        return typing.cast(typing.Self, value)


class CheckedRecord(Record):
    """A record whose fields are checked however it is made, by hand or from plain data.

    A field is read by its type: a list becomes a tuple, a mapping a `FrozenMap`,
    and a word the member of its vocabulary. Then the checks of its type apply
    (`intimacy_kit._values.fields`), and where all fields are valid, `_check`.
    """

    __slots__ = ()

    def __attrs_post_init__(self) -> None:
        problems = Problems()
        for key, (field, read) in field_readers(typing.cast(Any, type(self))).items():
            value = read(getattr(self, field.name), problems.at(key))
            object.__setattr__(self, field.name, value)
        if not problems:
            self._check(problems)
        problems.refuse(InvalidValue)

    def _check(self, problems: Problems) -> None:
        """Note fields that contradict each other. Each field is valid by itself.

        Args:
            problems: Where to add it, with paths that begin at this record.
        """


def unstructure(value: Any) -> Any:
    """Return any value of the library as plain data."""
    kind: Any = value.__class__
    if kind is tuple:
        return [unstructure(each) for each in value]
    if kind is FrozenMap:
        return {_text_of(unstructure(key)): unstructure(each) for key, each in value.items()}
    if (leaf := LEAVES.get(kind)) is not None:
        return value if leaf.write is None else leaf.write(value)
    if isinstance(value, enum.Enum):
        return value.value
    if attrs.has(kind):
        return {key_of(f): unstructure(getattr(value, f.name)) for f in attrs.fields(kind)}
    return value


def _text_of(key: Any) -> str:
    """Return a key as JSON has keys: as text."""
    return key if isinstance(key, str) else str(key)


def structure(wanted: Any, node: Any, problems: Problems) -> Any:
    """Build a value of the wanted type from a plain tree, noting every problem on the way.

    Args:
        wanted: An attrs class, or a type that one of their fields has.
        node: The tree.
        problems: Where to add problems, for the place of the tree.

    Returns:
        The value; meaningless when problems were added.
    """
    return _reader(wanted)(node, problems)


def key_of(field: "attrs.Attribute[Any]") -> str:
    """Return the key of a field: its name, without the underscore that avoids a Python word."""
    return field.name.rstrip("_")


@functools.cache
def hints_of(kind: Any) -> Mapping[str, Any]:
    """Return the types of a class's fields by name, with the checks that `Annotated` adds."""
    return typing.get_type_hints(kind, include_extras=True)


@functools.cache
def field_readers(kind: Any) -> Mapping[str, tuple["attrs.Attribute[Any]", Reader]]:
    """Return each public field of a class with its reader, by key."""
    return {key_of(f): (f, _reader(hints_of(kind)[f.name])) for f in attrs.fields(kind)}


def restore(kind: Any, plain: Any) -> Any:
    """Build a record from the output of `to_dict` of a valid one, without a check.

    It is for what was checked when it was written, such as a compiled catalogue, and takes a quarter of the time.

    Args:
        kind: The class, a `CheckedRecord`.
        plain: The output of `to_dict` of one of its values, whole.
    """
    return _restorer(kind)(plain)


@functools.cache
def _restorer(wanted: Any) -> Callable[[Any], Any]:
    """Return the function that restores one type."""
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if origin is typing.Annotated:
        return _restorer(arguments[0])
    if origin in (types.UnionType, typing.Union):
        (inner,) = (_restorer(each) for each in arguments if each is not types.NoneType)
        return lambda node: None if node is None else inner(node)
    if origin is tuple:
        each_of = _restorer(arguments[0])
        return tuple if each_of is _as_it_is else lambda node: tuple(map(each_of, node))
    if origin is Mapping:
        keys, values = map(_restorer, arguments)
        return lambda node: FrozenMap({keys(key): values(each) for key, each in node.items()})
    if attrs.has(wanted):
        return functools.partial(_restored, wanted)
    if issubclass(wanted, enum.Enum):
        return functools.partial(wanted)
    if LEAVES[wanted].write is None:
        return _as_it_is
    return lambda node: LEAVES[wanted].read(node, Problems())


def _as_it_is(node: Any) -> Any:
    return node


@functools.cache
def _parts_of(kind: Any) -> tuple[tuple[str, str, Callable[[Any], Any]], ...]:
    """Return the key of each field of a class, its name, and what restores it."""
    return tuple((key_of(f), f.name, _restorer(hints_of(kind)[f.name])) for f in attrs.fields(kind))


def _restored(kind: Any, node: Any) -> Any:
    value = object.__new__(kind)
    for key, name, restored in _parts_of(kind):
        object.__setattr__(value, name, restored(node[key]))
    return value


@functools.cache
def _reader(wanted: Any) -> Reader:
    """Return the function that reads one type; the choice is made once for each type."""
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if origin is typing.Annotated:
        checks = tuple(each for each in wanted.__metadata__ if callable(each))
        return functools.partial(_checked, _reader(arguments[0]), checks) if checks else _reader(arguments[0])
    if origin in (types.UnionType, typing.Union):
        (inner,) = (each for each in arguments if each is not types.NoneType)
        return functools.partial(_optional, _reader(inner))
    if origin is tuple:
        return functools.partial(_sequence, _reader(arguments[0]))
    if origin is Mapping or origin is dict:
        return functools.partial(_mapping, _reader(arguments[0]), _reader(arguments[1]))
    if attrs.has(wanted):
        return functools.partial(_record, wanted)
    leaf = functools.partial(read_word, wanted) if issubclass(wanted, enum.Enum) else LEAVES[wanted].read
    return functools.partial(_leaf, leaf)


def _checked(inner: Reader, checks: tuple[Any, ...], node: Any, at: Problems) -> Any:
    value = inner(node, at)
    if value is not FAILED:
        for check in checks:
            check(value, at)
    return value


def _optional(inner: Reader, node: Any, at: Problems) -> Any:
    return None if node is None else inner(node, at)


def _leaf(read: Reader, node: Any, at: Problems) -> Any:
    return no_value(at) if is_null(node) else read(node, at)


def _sequence(inner: Reader, node: Any, at: Problems) -> Any:
    if not isinstance(node, list | tuple):
        return wrong_kind("a list", node, at)
    before = len(at)
    values = tuple(inner(each, at.at(i)) for i, each in enumerate(typing.cast(list[Any], node)))
    return FAILED if len(at) > before else values


def _mapping(keys: Reader, values: Reader, node: Any, at: Problems) -> Any:
    if not isinstance(node, Mapping):
        return wrong_kind("a mapping", node, at)
    before = len(at)
    pairs: list[tuple[Any, Any]] = []
    for key, each in typing.cast(Mapping[str, Any], node).items():
        below = at.at(_step(key))
        pairs.append((keys(key, below), values(each, below)))
    return FAILED if len(at) > before else FrozenMap(dict(pairs))


def _record(wanted: Any, node: Any, at: Problems) -> Any:
    if isinstance(node, wanted):
        return node
    shorthand = getattr(wanted, "_from_shorthand", None)
    if shorthand is not None:
        node = shorthand(node)
    if not isinstance(node, Mapping):
        return wrong_kind("a mapping", node, at)
    tree = typing.cast(Mapping[str, Any], node)
    before = len(at)
    readers = field_readers(wanted)
    for key in tree:
        if key not in readers:
            step = _step(key)
            remedy = at.did_you_mean(step, readers) or f"the keys are {', '.join(readers)}"
            at.add("unknown-key", f"the key {step[:LONGEST]!a} is not known here", remedy, step)
    for key, (field, _) in readers.items():
        if key not in tree and field.default is attrs.NOTHING:
            at.add("missing-key", f"the key {key!r} is missing", "add it")
    unfit = len(at) > before
    checks_itself = issubclass(wanted, CheckedRecord)
    values: dict[str, Any] = {}
    for key, (field, read) in readers.items():
        if key in tree:
            values[field.alias or field.name] = (
                tree[key] if checks_itself and not unfit else read(tree[key], at.at(key))
            )
    if len(at) > before:
        return FAILED
    try:
        return wanted(**values)
    except InvalidValue as error:
        at.extend(error.problems)
        return FAILED


def _step(key: Any) -> str:
    """Return a key as a step of a path; for a key that is not text, its type in brackets."""
    return str(key) if isinstance(key, str) else f"({type(key).__name__})"
