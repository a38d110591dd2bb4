"""The JSON Schema of a bundle."""

import typing
from typing import Any

import attrs

from intimacy_kit._values.fields import DIGEST, ID, LOCALE, LONGEST_ID
from intimacy_kit._values.json_schema import DRAFT, value_schema
from intimacy_kit._values.record import hints_of
from intimacy_kit.content.kinds import KINDS
from intimacy_kit.content.translation import text_names
from intimacy_kit.content.vocabulary import Missing, Order, Reading, Role, Rounding
from intimacy_kit.scoring.result import SCORING_VERSION
from intimacy_kit.scoring_key.key import ScoringKey

CONTENT_SHELVES = ("practices", "prompts", "programmes", "sources", "phrases")
"""The shelves that a whole bundle has."""

BUNDLE_VERSION = 1
"""Raised whenever a program that reads bundles would have to change."""

_CONDITION = {"$ref": "#/$defs/condition"}


def bundle_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a bundle."""
    id = {"type": "string", "pattern": f"^{ID.pattern}$", "maxLength": LONGEST_ID}
    locale = {"type": "string", "pattern": f"^{LOCALE.pattern}$"}
    texts = {
        "type": "object",
        "propertyNames": locale,
        "additionalProperties": {"type": "string", "minLength": 1},
        "minProperties": 1,
    }
    answer = {"value": {"type": "integer"}, "code": {"enum": [each.value for each in Missing]}}
    role = {"enum": [each.value for each in Role]}
    whole = {"type": "integer", "minimum": 0}
    positive = {"type": "integer", "minimum": 1}
    ids = {"type": "array", "items": id, "uniqueItems": True}
    exact = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^-?[0-9]+/[0-9]+$"}]}
    choice = _object({**answer, "label": texts, "points": exact}, optional=(*answer, "label", "points"))
    choice["oneOf"] = [{"required": [each]} for each in answer]
    question = _object({"self": texts, "partner": _or_null(texts)})
    term = _object({"item": id, "base": {"type": "integer"}, "sign": {"type": "integer"}, "weight": positive})
    parts = {
        "bundle_version": {"const": BUNDLE_VERSION},
        "scoring_version": {"const": SCORING_VERSION},
        "pack": _object(
            {
                "id": id,
                "version": {"type": "string"},
                "licence": {"type": "string"},
                "locale": locale,
                "title": texts,
                "about": _or_null(texts),
            }
        ),
        "locales": {"type": "array", "items": locale, "uniqueItems": True, "minItems": 1},
        "form": _object(
            {
                "id": id,
                "title": texts,
                "digest": {"type": "string", "pattern": f"^{DIGEST.pattern}$"},
                "min_answered": {"type": "string", "pattern": "^[0-9]+(/[0-9]+)?$"},
                "per_pillar": _or_null(positive),
                "rotate": {"type": "boolean"},
                "anchors": ids,
                "order": {"const": Order.DRAWN.value},
                "instructions": texts,
            },
            optional=("order", "instructions"),
        ),
        "pillars": _list_of({"id": id, "title": texts, "summary": texts}),
        "scales": _list_of(
            {"id": id, "choices": {"type": "array", "items": choice}, "range": _range(exact, texts)}, "range"
        ),
        "items": _list_of(
            {
                "id": id,
                "pillar": id,
                "role": role,
                "scale": id,
                "text": question,
                "question": question,
                "show_if": _CONDITION,
            },
            "show_if",
        ),
        "subscales": {
            "type": "array",
            "items": {
                "anyOf": [
                    _object(
                        {
                            "pillar": id,
                            "role": {"enum": [Role.SCORED.value, Role.FELT.value]},
                            "unit": positive,
                            "low": _or_null({"type": "integer"}),
                            "needed": {"type": "array", "items": whole, "minItems": 2},
                            "terms": {"type": "array", "items": term, "minItems": 1},
                        }
                    ),
                    _ruled(id, texts, term),
                ]
            },
        },
        "key": value_schema(ScoringKey),
    }
    shelves = {name: {"type": "array", "items": _by_language(KINDS[name].record, texts)} for name in CONTENT_SHELVES}
    whole = _object(parts | shelves, optional=tuple(shelves))
    together = {name: [each for each in shelves if each != name] for name in shelves}
    defined = {"condition": _condition(id)}
    return {"$schema": DRAFT, "title": "intimacy_kit bundle", **whole, "dependentRequired": together, "$defs": defined}


def _object(properties: dict[str, Any], *, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    required = [each for each in properties if each not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list_of(properties: dict[str, Any], *optional: str) -> dict[str, Any]:
    return {"type": "array", "items": _object(properties, optional=optional), "minItems": 1}


def _range(exact: dict[str, Any], texts: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a range of numbers."""
    ends = dict.fromkeys(("low", "high", "step"), exact)
    return _object({**ends, **dict.fromkeys(("low_label", "high_label"), _or_null(texts))})


def _condition(id: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a condition: a comparison, or all or any of several conditions."""
    number: dict[str, Any] = {"type": "number"}
    several: dict[str, Any] = {"type": "array", "items": _CONDITION, "minItems": 1}
    comparisons = dict.fromkeys(("equals", "not_equals", "at_least", "at_most"), number)
    comparisons |= {"one_of": {"type": "array", "items": number, "minItems": 1}}
    every = [_object({subject: id, name: each}) for subject in ("item", "score") for name, each in comparisons.items()]
    return {"anyOf": [*every, _object({"all": several}), _object({"any": several})]}


def _ruled(id: dict[str, Any], texts: dict[str, Any], plain: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a score that is more than the percent of a pillar over labelled values."""
    integer, positive = {"type": "integer"}, {"type": "integer", "minimum": 1}
    pairs = _or_null({"type": "array", "items": {"type": "array", "items": {"type": "number"}}})
    ratio = {"type": "array", "items": integer, "minItems": 2, "maxItems": 2}
    level = _object({"label": texts, "low": {"type": "number"}, "high": {"type": "number"}, "group": _or_null(id)})
    more = {"span": positive, "low": integer, "per_unit": positive, "table": pairs, "not_shown": _or_null(integer)}
    term = _object(plain["properties"] | more | {"cut": integer}, optional=("cut",))
    norm = {
        "group": id,
        "source": id,
        "population": texts,
        "n": positive,
        "year": integer,
        "language": {"type": "string"},
        "table": {"type": "array", "items": {"type": "array", "items": {"type": "number"}}},
    }
    return _object(
        {
            "id": id,
            "title": texts,
            "pillar": _or_null(id),
            "role": {"enum": [Role.SCORED.value, Role.FELT.value]},
            "per_point": _or_null(positive),
            "needed": {"type": "array", "items": positive, "minItems": 2},
            "terms": {"type": "array", "items": term},
            "parts": {"type": "array", "items": term, "minItems": 1},
            "ends": ratio,
            "norms": _list_of(norm),
            "size": positive,
            "reading": {"enum": [each.value for each in Reading]},
            "has_sum": {"type": "boolean"},
            "in_proportion": {"type": "boolean"},
            "factor": ratio,
            "plus": ratio,
            "round_to": _or_null(ratio),
            "operand": _object({"score": _or_null(id), "per_unit": positive, "divides": {"type": "boolean"}}),
            "cycle": ratio,
            "rounding": {"enum": [each.value for each in Rounding]},
            "bands": pairs,
            "table": pairs,
            "levels": {"type": "array", "items": level},
            "levels_source": _or_null({"type": "string"}),
        },
        optional=("title", "parts", "ends", "norms", "operand", "cycle", "rounding", "bands"),
    )


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _by_language(kind: Any, texts: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a record whose texts are there by language."""
    record = value_schema(kind)
    for name in text_names(kind):
        record["properties"][name] = _text_schema(record["properties"][name], _record_of(hints_of(kind)[name]), texts)
    return record


def _text_schema(schema: dict[str, Any], inner: Any, texts: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a field of texts, or of records of the inner class, with texts by language."""
    if schema.get("type") == "string":
        return texts
    if "anyOf" in schema:
        return schema | {"anyOf": [_text_schema(each, inner, texts) for each in schema["anyOf"]]}
    if "properties" in schema:
        return _by_language(inner, texts)
    below = next((each for each in ("items", "additionalProperties") if each in schema), None)
    return schema if below is None else schema | {below: _text_schema(schema[below], inner, texts)}


def _record_of(hint: Any) -> Any:
    """Return the class of the records that a field holds, one or many; None where it holds none."""
    if attrs.has(hint):
        return hint
    return next((found for each in typing.get_args(hint) if (found := _record_of(each)) is not None), None)
