"""A check-in as a SurveyJS form, and the form's results as responses.

Every pillar has a page, unless each has one question; then all stand on one.
Every question has a choice for each answer and each kind of missing, and every
score a calculated value that equals `score` to the last digit. The result
carries the scores, the identity of the check-in under ``checkin``, and the day
under ``on``.

A question that is shown only after certain answers has them as `visibleIf`. A
number from a range is typed in, and the kinds of missing beside it are a
question of their own, under ``code_``.

What is lost, always:

*   Of a score only the percent is there, what its rule reads off it under
    ``value_``, and under ``level_`` the level, in the pack's own language with the id of its source; no reason for a
    missing value.
*   How long an answer took is not taken.
*   The pillars' titles are not part of a check-in, so pages have none.

What is lost with some forms is in the export's `losses`.

Names are ids with one underscore for a dot and two for a hyphen:
``q_little__things_day``, ``score_little__things``, ``felt_time``.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from intimacy_kit._sealed import sealed
from intimacy_kit._values.exact import Exact
from intimacy_kit.checkin.checkin import CheckIn, Response
from intimacy_kit.checkin.identity import encode
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.interop._calculations import calculations
from intimacy_kit.interop._dialect import Dialect, written
from intimacy_kit.interop._expressions import inexact_sums, on_steps, shown_calculations, shown_if
from intimacy_kit.interop._form import Export, Form, LocalText, Question, fallback_losses, form_of, pages_of
from intimacy_kit.interop._importers.surveyjs import import_form
from intimacy_kit.interop._names import DAY, IDENTITY, name_of
from intimacy_kit.interop._response import check_entries, from_entries
from intimacy_kit.scoring_key import Asked
from intimacy_kit.scoring_key.item import KeyedItem, Steps

__all__ = ["export_form", "import_form", "import_response"]

_ENGLISH = "en"
"""The language of SurveyJS's default texts; a form that opens in it names no language."""

_DIALECT = Dialect("{@}", condition="iif", divided_by="/", modulo="%", escaped=True)

_MOST_NAMED = 5
"""How many numbers of a range are named, beside the first, to a person who gives one between them."""

_TODAY = {
    "type": "text",
    "name": DAY,
    "inputType": "date",
    "visible": False,
    "clearIfInvisible": "none",
    "defaultValueExpression": "today()",
}
"""The day, filled in when the form is opened; the person does not see it."""


def export_form(checkin: CheckIn, *, translations: Iterable[CheckIn] = ()) -> Export:
    """Return a check-in as the JSON of a SurveyJS form.

    Args:
        checkin: The check-in; the form opens in its language.
        translations: The same check-in, drawn from catalogues in other languages.

    Returns:
        An export whose document `new Model(document)` takes, with what the form could not hold.

    Raises:
        InvalidValue: When a translation is of another check-in, or two are in one language.
    """
    form = form_of(checkin, translations)
    document: dict[str, Any] = {
        "title": _text(form.title),
        **({} if checkin.locale == _ENGLISH else {"locale": checkin.locale}),
        "showProgressBar": True,
        "pages": [
            {"name": name, "elements": [part for each in questions for part in _elements(form, each)]}
            for name, questions in _pages(form).items()
        ],
        "calculatedValues": [
            {"name": IDENTITY, "expression": f"'{encode(checkin)}'", "includeIntoResult": True},
            *({"name": name, "expression": text} for name, text in shown_calculations(form, _DIALECT).items()),
            *(value for score in form.scores if score.members for value in _calculated_values(form, score)),
        ],
    }
    if form.instructions is not None:
        document["description"] = _text(form.instructions)
    if any("visibleIf" in element for page in document["pages"] for element in page["elements"]):
        document["clearInvisibleValues"] = "onHidden"
    document["pages"][0]["elements"].append(dict(_TODAY))
    losses = [*fallback_losses(form), *inexact_sums(form)]
    if any("{" in text for text in form.texts):
        losses.append("a text has braces, and SurveyJS puts an answer where they name a question")
    return Export(document, tuple(losses))


@sealed
def import_response(catalogue: Catalogue | Iterable[Catalogue], document: Mapping[str, Any]) -> Response:
    """Return the response that the result of an exported form holds.

    The scores in the result are not read: `score` gives them again. What an
    application has added under other names is left alone. Values may have turned into text on their way.

    Args:
        catalogue: The catalogue that the check-in was drawn from, or several, of which one was.
        document: The result, `survey.data`, as read from its JSON.

    Raises:
        FormChanged: When the form has changed since it was exported.
        InvalidResponse: Listing every problem at once. No message holds an answer.
    """
    entries = check_entries(document)
    named = {name: ((name,), value) for name, value in entries.items() if isinstance(name, str)}
    return from_entries(catalogue, named)


def _pages(form: Form) -> dict[str, list[Question]]:
    """Return the questions of each page, by the page's name."""
    questions = {question.item.id: question for question in form.questions}
    return {name: [questions[id] for id in ids] for name, ids in pages_of(form.checkin).items()}


def _elements(form: Form, question: Question) -> Iterator[dict[str, Any]]:
    """Yield a question as an element of a page; beside a range, the kinds of missing are an element of their own."""
    item = question.item
    name = name_of("q", item.id)
    condition = shown_if(form, item, _DIALECT)
    visible = {} if condition is None else {"visibleIf": condition}
    offered = {
        "showClearButton": True,
        "choices": [{"value": option.plain, "text": _text(option.label)} for option in question.options],
    }
    if item.range is None:
        yield {"type": "radiogroup", "name": name, "title": _text(question.text), **offered, **visible}
        return
    ends = {"min": item.low, "max": item.high, **_steps(item, name)}
    hint = {} if question.hint is None else {"description": _text(question.hint)}
    number = {"type": "text", "name": name, "inputType": "number", "title": _text(question.text)}
    yield {**number, **hint, **ends, **visible}
    if question.options:
        empty = f"{{{name}}} empty"
        yield {
            "type": "radiogroup",
            "name": name_of("code", item.id),
            "title": _text(question.text),
            "titleLocation": "hidden",
            **offered,
            "visibleIf": empty if condition is None else f"{condition} and {empty}",
        }


def _steps(item: KeyedItem, name: str) -> dict[str, Any]:
    """Return which numbers between its ends a question takes; SurveyJS counts the steps of a number from 0."""
    steps = cast(Steps, item.range)
    if steps.low % steps.step == 0:
        return {"step": steps.step.number}
    reference = _DIALECT.of(name)
    expression = f"{reference} empty or {on_steps(item, reference, _DIALECT)}"
    count = int((steps.high - steps.low) / steps.step)
    numbers = [written(Exact(steps.low + steps.step * i).number) for i in range(min(count, _MOST_NAMED) + 1)]
    more = [] if count <= _MOST_NAMED else ["…", written(steps.high.number)]
    return {"validators": [{"type": "expression", "text": ", ".join([*numbers, *more]), "expression": expression}]}


def _text(local: LocalText) -> str | dict[str, str]:
    """Return a text in every language."""
    if len(local.versions) == 1:
        return local.first.text
    return {"default": local.shown.get(_ENGLISH, local.first.text), **local.shown}


def _calculated_values(form: Form, score: Asked) -> list[dict[str, Any]]:
    """Return a score and the sums that it is made of as calculated values; only the score goes into the result."""
    scores = ("score_", "felt_", "value_", "level_")
    return [
        {"name": name, "expression": text, **({"includeIntoResult": True} if name.startswith(scores) else {})}
        for name, text in calculations(score, form, _DIALECT).items()
    ]
