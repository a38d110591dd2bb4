"""A check-in for libraries that make forms of a JSON Schema: JSON Forms and react-jsonschema-form.

The document has ``schema``, the schema of what the form gives; ``uischema``,
the layout for JSON Forms; ``uiSchema``, that of react-jsonschema-form; and
``data``, what the form opens with, which says which check-in it is. An
application adds the day under ``on``.

Names are ids with one underscore for a dot and two for a hyphen, such as
``q_little__things_day``, since a dot in a name is a path to JSON Forms. Beside
a range, the kinds of missing are a question of their own, under ``code_``.

What is lost, always:

*   How long an answer took is not taken.
*   The form is in one language; draw from a translated catalogue for another.

What is lost with some forms is in the export's `losses`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from intimacy_kit._sealed import sealed
from intimacy_kit.checkin.checkin import CheckIn, Response
from intimacy_kit.checkin.identity import encode
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.interop._form import Export, Option, Question, form_of
from intimacy_kit.interop._names import DAY, IDENTITY, name_of
from intimacy_kit.interop._response import check_entries, from_entries
from intimacy_kit.interop.json_schema import condition_schema, numbers_schema, skips_steps

__all__ = ["export_form", "import_response"]

_BLANK = "\N{EN DASH}"
"""What the choice that takes an answer back is called, in every language."""

_CONDITIONS = (
    "react-jsonschema-form shows every question, and JSON Forms keeps what was answered before a question was hidden; "
    "answers to questions that are not shown are refused."
)

_SCORES = "Scores are not there; import the response to have them."

_STEPS = "The steps of a range are not enforced; an answer between them is refused when it is read."

_ON_SCORES = "Questions that are shown only after a certain score are always shown; such answers may be refused."


def export_form(checkin: CheckIn) -> Export:
    """Return a check-in as a schema with layouts and the data that the form opens with.

    Args:
        checkin: The check-in; its language is that of the form.

    >>> from intimacy_kit import draw, load
    >>> export = export_form(draw(load(), form="pulse", seed="couple-42"))
    >>> list(export.document)
    ['schema', 'uischema', 'uiSchema', 'data']
    """
    form = form_of(checkin)
    fields = {name: field for question in form.questions for name, field in _fields(question)}
    layout: dict[str, Any] = {
        "type": "VerticalLayout",
        "elements": [part for each in form.questions for part in _controls(checkin, each)],
    }
    hints = {
        IDENTITY: {"ui:widget": "hidden"},
        DAY: {"ui:widget": "hidden"},
        **{name: {"ui:widget": "radio"} for name, field in fields.items() if "oneOf" in field},
    }
    schema: dict[str, Any] = {
        "title": checkin.title,
        **({} if checkin.instructions is None else {"description": str(checkin.instructions)}),
        "type": "object",
        "properties": {
            **fields,
            IDENTITY: {"type": "string", "const": encode(checkin)},
            DAY: {"type": "string", "format": "date"},
        },
        "required": [IDENTITY],
    }
    document = {"schema": schema, "uischema": layout, "uiSchema": hints, "data": {IDENTITY: encode(checkin)}}
    conditions = [question.item.show_if for question in form.questions if question.item.show_if is not None]
    on_scores = any(each.score is not None for condition in conditions for each in condition.comparisons)
    steps = any(question.item.range is not None and skips_steps(question.item) for question in form.questions)
    said = ((_SCORES, True), (_CONDITIONS, bool(conditions)), (_ON_SCORES, on_scores), (_STEPS, steps))
    return Export(document, tuple(loss for loss, there in said if there))


@sealed
def import_response(catalogue: Catalogue | Iterable[Catalogue], document: Mapping[str, Any]) -> Response:
    """Return the response that the data of an exported form holds.

    Args:
        catalogue: The catalogue that the check-in was drawn from, or several, of which one was.
        document: The data, as read from its JSON, with the day under ``on``. What an application has added under
            other names is left alone.

    Raises:
        FormChanged: When the form has changed since it was exported.
        InvalidResponse: Listing every problem at once. No message holds an answer.
    """
    entries = check_entries(document)
    return from_entries(catalogue, {name: ((name,), each) for name, each in entries.items() if isinstance(name, str)})


def _fields(question: Question) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name and the schema of a question; beside a range, the kinds of missing are a question of their own."""
    title = question.text.first.text
    if question.item.range is None:
        yield name_of("q", question.item.id), _choice(title, question.options)
        return
    (numbers,) = numbers_schema(question.item)
    hint = {} if question.hint is None else {"description": question.hint.first.text}
    yield name_of("q", question.item.id), {"title": title, **hint, **numbers}
    if question.options:
        yield name_of("code", question.item.id), _choice(title, question.options)


def _choice(title: str, options: Sequence[Option]) -> dict[str, Any]:
    """Return the schema of one of some answers, or none."""
    offered = [{"const": each.plain, "title": each.label.first.text} for each in options]
    kinds = sorted({"string" if isinstance(each.plain, str) else "integer" for each in options}, reverse=True)
    blank = {"const": None, "title": _BLANK}
    # react-jsonschema-form takes the first choice for the answer where nothing says another
    return {"title": title, "type": [*kinds, "null"], "default": None, "oneOf": [*offered, blank]}


def _controls(checkin: CheckIn, question: Question) -> Iterator[dict[str, Any]]:
    """Yield the controls of a question for JSON Forms."""
    item = question.item
    shown: list[Any] = []
    if item.show_if is not None:
        shown = [condition_schema(item.show_if, checkin.item_ids, lambda id: name_of("q", id))]
    for name, field in _fields(question):
        condition = list(shown)
        if name.startswith("code_"):
            number = name_of("q", item.id)
            condition.append({"properties": {number: {"type": "null"}}})
        yield {
            "type": "Control",
            "scope": f"#/properties/{name}",
            **({"options": {"format": "radio"}} if "oneOf" in field else {}),
            **({"rule": _rule(condition)} if condition else {}),
        }


def _rule(conditions: list[Any]) -> dict[str, Any]:
    """Return when a control of JSON Forms is shown."""
    return {"effect": "SHOW", "condition": {"scope": "#", "schema": {"allOf": conditions}}}
