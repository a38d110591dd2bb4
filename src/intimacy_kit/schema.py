"""JSON Schemas of a pack's files, made from the value classes, so that an editor knows what may stand where."""

import enum
import functools
import re
import types
import typing
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs

from intimacy_kit._fields import is_id, is_version
from intimacy_kit._plain import key_of
from intimacy_kit.content import KINDS, Selection
from intimacy_kit.errors import UnknownId

__all__ = ["KINDS", "file_schema"]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


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
    return {"$schema": _DRAFT, "title": f"intimacy_kit {kind}", **whole}


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


@functools.cache
def _told(doc: str) -> Mapping[str, str]:
    """Return what the Args section of a docstring says of each field."""
    section = doc.partition("Args:\n")[2].partition("\n\n")[0]
    entries = re.findall(r"^        (\w+): (.*(?:\n            .*)*)", section, re.MULTILINE)
    return {name.rstrip("_"): " ".join(text.split()) for name, text in entries}
