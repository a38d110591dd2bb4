"""JSON Schemas made from the value classes: of a pack's files for editors, and of what `to_dict` gives for programs."""

import enum
import functools
import re
import types
import typing
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from intimacy_kit._values.fields import is_id, is_version, key_of
from intimacy_kit.content.kinds import KINDS
from intimacy_kit.content.questionnaire import Selection
from intimacy_kit.errors import UnknownId

__all__ = ["DRAFT", "KINDS", "file_schema", "value_schema"]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
"""The JSON Schema dialect of every schema here."""


def file_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one kind of file.

    Args:
        kind: One of `KINDS`.

    Raises:
        UnknownId: When there is no such kind.
    """
    if kind not in KINDS:
        raise UnknownId("kind of file", kind, KINDS)
    record = _record(KINDS[kind])
    whole = record if kind == "pack" else {"type": "array", "items": record}
    return {"$schema": DRAFT, "title": f"intimacy_kit {kind}", **whole}


def value_schema(kind: Any) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of what the `to_dict` of a value class gives, without a ``$schema`` of its own.

    Args:
        kind: The class, such as `Score`.
    """
    told = _told(kind.__doc__ or "")
    hints = typing.get_type_hints(kind)
    fields = [field for field in attrs.fields(kind) if not field.metadata.get("private")]
    properties = {key_of(field): _plain_type(hints[field.name]) for field in fields}
    for key in told.keys() & properties.keys():
        properties[key]["description"] = told[key]
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _plain_type(hint: Any) -> dict[str, Any]:
    """Return the schema of a field's plain form, in which nothing is left out and None is null."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        inner = _plain_type(next(each for each in arguments if each is not types.NoneType))
        return {"anyOf": [inner, {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": _plain_type(arguments[0])}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _plain_type(arguments[1])}
    if attrs.has(hint):
        return value_schema(hint)
    if issubclass(hint, enum.Enum):
        return {"enum": [each.value for each in hint]}
    return dict(_PLAIN_LEAVES[hint])


def _record(kind: Any) -> dict[str, Any]:
    told = _told(kind.__doc__ or "")
    hints = typing.get_type_hints(kind)
    properties: dict[str, Any] = {}
    required: list[str] = []
    for field in attrs.fields(kind):
        key = key_of(field)
        properties[key] = _field(field, hints[field.name])
        if key in told:
            properties[key]["description"] = told[key]
        if field.default is attrs.NOTHING:
            required.append(key)
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _field(field: "attrs.Attribute[Any]", hint: Any) -> dict[str, Any]:
    if field.validator in (is_id, is_version):
        return {"type": ["string", "number"]}  # an editor takes 1.10 for a number
    return _type(hint)


def _type(hint: Any) -> dict[str, Any]:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _type(next(each for each in arguments if each is not types.NoneType))
    if origin is tuple:
        inner = {"type": ["string", "number"]} if arguments[0] is str else _type(arguments[0])
        return {"type": "array", "items": inner}
    if origin is Mapping:
        return {"type": "object", "propertyNames": _type(arguments[0]), "additionalProperties": _type(arguments[1])}
    if hint is Selection:
        return {"anyOf": [{"const": "all"}, {"type": "array", "items": {"type": "string"}}, _record(Selection)]}
    if attrs.has(hint):
        return _record(hint)
    if issubclass(hint, enum.Enum):
        return {"enum": [each.value for each in hint]}
    return dict(_LEAVES[hint])


_LEAVES: dict[Any, dict[str, Any]] = {
    str: {"type": "string", "minLength": 1},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Fraction: {"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^[0-9]+(\\.[0-9]+|/[0-9]+)?$"}]},
}

_PLAIN_LEAVES: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    Fraction: {"type": "string", "pattern": "^[0-9]+(/[0-9]+)?$"},
    date: {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
}


@functools.cache
def _told(doc: str) -> Mapping[str, str]:
    """Return what the Args section of a docstring says of each field."""
    section = doc.partition("Args:\n")[2].partition("\n\n")[0]
    entries = re.findall(r"^        (\w+): (.*(?:\n            .*)*)", section, re.MULTILINE)
    return {name.rstrip("_"): " ".join(text.split()) for name, text in entries}
