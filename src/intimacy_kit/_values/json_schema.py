"""The JSON Schema of a record: of its plain form for programs, and of what a file may hold for editors."""

import enum
import functools
import inspect
import re
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from intimacy_kit._values.fields import is_id, is_version
from intimacy_kit._values.leaves import LEAVES
from intimacy_kit._values.record import hints_of, key_of

DRAFT = "https://json-schema.org/draft/2020-12/schema"
"""The JSON Schema dialect of every schema here."""

_STRING_OR_NUMBER = {"type": ["string", "number"]}
"""An editor reads 1.10 as a number."""


def value_schema(kind: Any) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the output of `to_dict` of a value class, without a ``$schema`` of its own.

    Args:
        kind: The class, such as `Score`.
    """
    return _object(kind, _plain, required=lambda _: True)


def file_record_schema(kind: Any) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a record as a pack's file may hold it: defaults may be left out.

    Args:
        kind: The class, such as `Item`.
    """
    return _object(kind, _in_file, required=lambda field: field.default is attrs.NOTHING)


def _object(kind: Any, schema: Callable[[Any], dict[str, Any]], *, required: Callable[[Any], bool]) -> dict[str, Any]:
    fields = attrs.fields(kind)
    properties = {key_of(field): _unless_itself(kind, schema, hints_of(kind)[field.name]) for field in fields}
    for key, description in descriptions_of(kind).items():
        properties[key]["description"] = description
    needed = [key_of(field) for field in fields if required(field)]
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


def _unless_itself(kind: Any, schema: Callable[[Any], dict[str, Any]], hint: Any) -> dict[str, Any]:
    """Return the schema of a field; a list of records of the kind that has it is a list of any objects."""
    origin, arguments, _ = _parts(hint)
    if origin is typing.Union and _parts(arguments[0])[:2] == (tuple, (kind, ...)):
        return {"type": ["array", "null"], "items": {"type": "object"}}
    return schema(hint)


def _parts(hint: Any) -> tuple[Any, tuple[Any, ...], tuple[Any, ...]]:
    """Return the origin of a type, its arguments, and the checks that `Annotated` adds to it."""
    if typing.get_origin(hint) is typing.Annotated:
        origin, arguments, checks = _parts(hint.__origin__)
        return origin, arguments, (*checks, *hint.__metadata__)
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return typing.Union, tuple(each for each in typing.get_args(hint) if each is not types.NoneType), ()
    return typing.get_origin(hint) or hint, typing.get_args(hint), ()


def _plain(hint: Any) -> dict[str, Any]:
    """Return the schema of a field's plain form, in which nothing is left out and None is null."""
    origin, arguments, _ = _parts(hint)
    if origin is typing.Union:
        return {"anyOf": [_plain(arguments[0]), {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": _plain(arguments[0])}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _plain(arguments[1])}
    if attrs.has(origin):
        return value_schema(origin)
    if issubclass(origin, enum.Enum):
        return {"enum": [each.value for each in origin]}
    return dict(LEAVES[origin].plain_schema)


def _in_file(hint: Any) -> dict[str, Any]:
    origin, arguments, checks = _parts(hint)
    if is_id in checks or is_version in checks:
        return dict(_STRING_OR_NUMBER)
    if origin is typing.Union:
        return _in_file(arguments[0])
    if origin is tuple:
        texts = _parts(arguments[0])[0] is str
        return {"type": "array", "items": dict(_STRING_OR_NUMBER) if texts else _in_file(arguments[0])}
    if origin is Mapping:
        return {
            "type": "object",
            "propertyNames": _in_file(arguments[0]),
            "additionalProperties": _in_file(arguments[1]),
        }
    if attrs.has(origin):
        record = file_record_schema(origin)
        shorthands = getattr(origin, "_shorthands", ())
        return {"anyOf": [*map(dict, shorthands), record]} if shorthands else record
    if issubclass(origin, enum.Enum):
        return {"enum": [each.value for each in origin]}
    return dict(LEAVES[origin].file_schema)


@functools.cache
def descriptions_of(kind: Any) -> Mapping[str, str]:
    """Return the description of each field by key, from the Args section of a class's docstring."""
    section = (
        inspect.cleandoc(kind.__doc__ or "").partition("Args:\n")[2].partition("\n\n")[0]
    )  # 3.13 and later compile it dedented
    entries = re.findall(r"^    (\w+): (.*(?:\n        .*)*)", section, re.MULTILINE)
    return {name.rstrip("_"): " ".join(text.split()) for name, text in entries}
