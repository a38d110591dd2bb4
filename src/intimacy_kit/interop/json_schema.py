"""JSON Schemas (2020-12) of answers and of results, and an OpenAPI fragment made of them.

A schema is made for a drawn check-in, and then takes the answers to these very
questions, or for a form's scoring key, and then takes every draw of the form.

What a schema cannot say:

*   JSON knows one kind of number, so 1.0 passes for 1; `CheckIn.answer` takes 1 only.
*   A key that comes twice is gone before a validator looks; `bundle.import_response` finds it in the text.
*   Made for a form, it does not know which items a seed and an occasion ask.
*   The texts in it are of one language; draw from a translated catalogue for another.
"""

from collections.abc import Callable, Collection
from typing import Any

from intimacy_kit._values.json_schema import DRAFT, value_schema
from intimacy_kit._values.leaves import DATE
from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.checkin.key import key_of
from intimacy_kit.checkin.question import Question
from intimacy_kit.content.condition import Condition
from intimacy_kit.content.vocabulary import Missing, Perspective, Role
from intimacy_kit.errors import CODES
from intimacy_kit.interop._form import Export
from intimacy_kit.interop._names import component_name
from intimacy_kit.scoring.result import Result, Score
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import ScoringKey

__all__ = ["answers_schema", "export_form", "openapi_fragment", "response_schema", "result_schema"]

_LOSSES = (
    "JSON Schema takes 1.0 for 1; a response with 1.0 is refused when it is read here.",
    "JSON Schema does not see a key that comes twice.",
    "Scores are not there; read the response here to have them.",
)
_HALF = "JSON Schema takes half of a surrogate pair in a seed, which is refused when a response is read here."
_MANY_DRAWS = "The schema takes every item of the form; which ones were asked is checked when a response is read here."
_UNSHOWN: dict[str, Any] = {"anyOf": [{"type": "string", "enum": [Missing.NOT_SHOWN.value]}, {"type": "null"}]}
"""The schema of the answer to what was not shown; each type by itself, as generators of clients want it."""

_SEED = (
    "^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069"
    "\\ufeff\\ufffe\\uffff]+$"
)
"""The pattern of a seed: storable text that is not empty, as every regular-expression engine reads it; some know no
surrogates."""

_PROBLEMS: dict[str, Any] = {
    "type": "object",
    "properties": {
        "detail": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "code": {"enum": list(CODES)},
                    "message": {"type": "string"},
                    "remedy": {"type": "string"},
                    "path": {"type": "array", "items": {"type": ["string", "integer"]}},
                },
                "required": ["code", "message", "path"],
            },
        },
    },
    "required": ["detail"],
}
"""How an application reports an `InvalidResponse`, in the shape that FastAPI gives to errors."""


def export_form(source: CheckIn | ScoringKey) -> Export:
    """Return the JSON Schema of a response, the document that `Response.to_dict` gives and `import_response` takes.

    Args:
        source: The check-in, or the key of a form for all its draws.
    """
    instructions = source.instructions if isinstance(source, CheckIn) else None
    said = {} if instructions is None else {"description": str(instructions)}
    document = {"$schema": DRAFT, **said, **response_schema(source)}
    key = key_of(source)
    losses = [*_LOSSES, *([] if isinstance(source, CheckIn) else [_HALF, _MANY_DRAWS])]
    if any(skips_steps(item) for item in key.items):
        losses.append("JSON Schema does not see whether a number lies whole steps above the low end of its range.")
    if any(each.score for item in key.items if item.show_if is not None for each in item.show_if.comparisons):
        losses.append("JSON Schema does not see conditions on scores; they are checked when a response is read here.")
    return Export(document, tuple(losses))


def answers_schema(source: CheckIn | ScoringKey) -> dict[str, Any]:
    """Return the schema of the answers alone: item id to a value, a missing code, or null where it was left blank.

    Args:
        source: As for `export_form`. A check-in brings its questions and labels along, as titles.
    """
    key = key_of(source)
    if isinstance(source, CheckIn):
        properties = {
            question.item_id: {
                "title": question.text,
                "oneOf": [
                    *(
                        {"const": choice.code.value if choice.code else choice.value, "title": choice.text}
                        for choice in question.choices
                    ),
                    *(each | _hint(question, key) for each in numbers_schema(key.by_id[question.item_id])),
                    {"const": None, "title": "left blank"},
                    {"const": Missing.NOT_SHOWN.value, "title": "not shown"},
                ],
            }
            for question in source.questions
        }
    else:
        properties = {item.id: _answer(item) for item in key.items}
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    conditions = [
        {"if": condition_schema(item.show_if, properties), "else": {"properties": {item.id: _UNSHOWN}}}
        for item in key.items
        if item.show_if is not None and item.id in properties
    ]
    return schema | ({"allOf": conditions} if conditions else {})


def _hint(question: Question, key: ScoringKey) -> dict[str, str]:
    """Return what the ends of a question's range are called, as a description, where they are called anything."""
    item, labels = key.by_id[question.item_id], question.range
    named = [] if labels is None else [(item.low, labels.low_label), (item.high, labels.high_label)]
    text = " · ".join(f"{number}: {label}" for number, label in named if label is not None)
    return {"description": text} if text else {}


def _answer(item: KeyedItem) -> dict[str, Any]:
    """Return the schema of the answer to an item."""
    values = [{"type": "integer", "enum": list(item.values)}] if item.values else []
    words = {"type": "string", "enum": [*(code.value for code in item.codes), Missing.NOT_SHOWN.value]}
    return {"anyOf": [*values, *numbers_schema(item), words, {"type": "null"}]}


def numbers_schema(item: KeyedItem) -> list[dict[str, Any]]:
    """Return the schema of the numbers of an item's range, in a list, which is empty where it has none.

    Args:
        item: The item.
    """
    if item.range is None:
        return []
    ends = {"type": "integer" if item.whole else "number", "minimum": item.low, "maximum": item.high}
    step = {} if skips_steps(item) else {"multipleOf": int(item.range.step)}
    return [ends | ({} if step == {"multipleOf": 1} else step)]


def skips_steps(item: KeyedItem) -> bool:
    """Return whether an item has a range whose steps a schema does not say, as they are no multiples of a whole number.

    Args:
        item: The item.
    """
    steps = item.range
    return steps is not None and (steps.step.denominator != 1 or steps.low % steps.step != 0)


def condition_schema(condition: Condition, asked: Collection[str], name: Callable[[str], str] = str) -> Any:
    """Return the schema of the answers after which a condition holds, or may hold where it is one on a score.

    Args:
        condition: The condition.
        asked: Ids of the items that are asked.
        name: Gives the name under which the answer to an item stands; its id unless given.
    """
    if condition.parts is not None:
        word = "anyOf" if condition.all_ is None else "allOf"
        return {word: [condition_schema(part, asked, name) for part in condition.parts]}
    if condition.item is None:
        return True
    if condition.item not in asked:
        return False
    first, *others = (number.number for number in condition.numbers)
    compared: dict[str, Any] = {"enum": [first, *others]}
    if condition.at_least is not None:
        compared = {"minimum": first}
    elif condition.at_most is not None:
        compared = {"maximum": first}
    elif condition.not_equals is not None:
        compared = {"not": {"const": first}}
    named = name(condition.item)
    return {"properties": {named: {"type": "number", **compared}}, "required": [named]}


def response_schema(source: CheckIn | ScoringKey) -> dict[str, Any]:
    """Return the schema of `Response.to_dict`, without a ``$schema`` of its own.

    Args:
        source: As for `export_form`.
    """
    key = key_of(source)
    answers = answers_schema(source)
    seconds = {id: {"type": "number", "minimum": 0} for id in answers["properties"]}
    drawn: dict[str, Any] = {
        "seed": {"type": "string", "pattern": _SEED},
        "occasion": {"type": "integer", "minimum": 0},
        "perspective": {"enum": [each.value for each in Perspective]},
    }
    if isinstance(source, CheckIn):
        drawn = {
            "seed": {"const": source.seed},
            "occasion": {"const": source.occasion},
            "perspective": {"const": source.perspective.value},
        }
    properties = {
        **_identity(key),
        **drawn,
        "on": {"type": "string", "format": "date", "pattern": f"^{DATE.pattern}$", "maxLength": 10},
        "answers": answers,
        "seconds": {"type": "object", "properties": seconds, "additionalProperties": False},
    }
    required = [each for each in properties if each not in ("version", "seconds")]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def result_schema(source: CheckIn | ScoringKey | None = None) -> dict[str, Any]:
    """Return the schema of `Result.to_dict`, without a ``$schema`` of its own.

    Args:
        source: As for `export_form`, for the results of that form; None for those of any form.
    """
    schema = value_schema(Result)
    score = value_schema(Score)
    score["properties"]["percent"] |= {"minimum": 0, "maximum": 100}  # of no effect on null
    for role in (Role.SCORED, Role.FELT):
        name = "scores" if role is Role.SCORED else "felt"
        scores = schema["properties"][name]
        scores["additionalProperties"] = score
        if source is not None:
            key = key_of(source)
            pillars = [subscale.id for subscale in key.subscales if subscale.role is role]
            scores |= {"properties": dict.fromkeys(pillars, score), "required": pillars, "additionalProperties": False}
            schema["properties"] |= _identity(key)
    if isinstance(source, CheckIn):
        schema["properties"]["perspective"] = {"const": source.perspective.value}
    return schema


def openapi_fragment(key: ScoringKey, *, path: str | None = None) -> dict[str, Any]:
    """Return an OpenAPI 3.1 document with two operations on one path: get a check-in, and post the answers to it.

    It is complete by itself; to mount it, add its ``paths`` and its
    ``components.schemas`` to those of an application. Names hold the form's, so that several forms stand in one.

    Args:
        key: The key of the form.
        path: The path of both operations; ``/check-ins/`` and the form's id unless given.
    """
    name = component_name(key.form)
    schemas = {
        "CheckIn": value_schema(CheckIn),
        "CheckInProblems": _PROBLEMS,
        f"{name}Response": response_schema(key),
        f"{name}Result": result_schema(key),
    }
    refused = _content("Every problem at once; none holds an answer", _reference("CheckInProblems"))
    get = {
        "operationId": f"get{name}CheckIn",
        "summary": "The questions of one occasion",
        "parameters": [
            _parameter("seed", {"type": "string", "pattern": _SEED}, required=True),
            _parameter("occasion", {"type": "integer", "minimum": 0, "default": 0}),
            _parameter("perspective", {"enum": [each.value for each in Perspective], "default": "self"}),
        ],
        "responses": {"200": _content("The check-in", _reference("CheckIn")), "422": refused},
    }
    post = {
        "operationId": f"answer{name}CheckIn",
        "summary": "Answers in, scores out",
        "requestBody": {"required": True, **_content("A response", _reference(f"{name}Response"))},
        "responses": {"200": _content("The scores", _reference(f"{name}Result")), "422": refused},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": f"{key.catalogue}/{key.form}", "version": key.version},
        "paths": {path or f"/check-ins/{key.form}": {"get": get, "post": post}},
        "components": {"schemas": schemas},
    }


def _identity(key: ScoringKey) -> dict[str, Any]:
    """Return the properties that identify the form of a response or result; only the digest has to match."""
    return {
        "catalogue": {"const": key.catalogue},
        "version": {"type": "string"},
        "form": {"const": key.form},
        "digest": {"const": key.digest},
    }


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _content(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _parameter(name: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": schema}
