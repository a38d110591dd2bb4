"""A check-in as a SurveyJS form, and the form's results as responses.

Every pillar has a page, every question a choice for each answer and each kind
of missing, and every score a calculated value that equals `score` to the last
digit. The result carries the scores, the identity of the check-in under
``checkin``, and the day under ``on``.

What is lost, always:

*   Of a score only the percent is there, and no reason where there is none.
*   How long an answer took is not taken.
*   The pillars' titles are not part of a check-in, so pages have none.

What is lost with some forms is in the export's `losses`.

Names are ids with one underscore for a dot and two for a hyphen:
``q_little__things_day``, ``score_little__things``, ``felt_time``.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from intimacy_kit._sealed import sealed
from intimacy_kit._values.record import unstructure
from intimacy_kit.checkin.checkin import CheckIn, Response
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.interop._shared import Export, same_questions
from intimacy_kit.interop._surveys import (
    DAY,
    IDENTITY,
    Sums,
    collected,
    entries_of,
    losses,
    name_of,
    packed,
    pages,
    sums,
    texts,
)

__all__ = ["export_form", "import_response"]

_ENGLISH = "en"
"""The language in which SurveyJS takes its default texts to be; a form that opens in it names no other."""

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
    every = same_questions(checkin, translations)
    places = {question.item_id: i for i, question in enumerate(checkin.questions)}
    document: dict[str, Any] = {
        "title": _said(every, [each.title for each in every]),
        **({} if checkin.locale == _ENGLISH else {"locale": checkin.locale}),
        "showProgressBar": True,
        "pages": [
            {"name": name, "elements": [_element(every, places[question.item_id]) for question in questions]}
            for name, questions in pages(checkin)
        ],
        "calculatedValues": [
            {"name": IDENTITY, "expression": f"'{packed(checkin)}'", "includeIntoResult": True},
            *(value for each in sums(checkin) for value in _calculated(each)),
        ],
    }
    document["pages"][0]["elements"].append(dict(_TODAY))
    found = losses(every)
    if any("{" in text for each in every for text in texts(each)):
        found.append("a text has braces, and SurveyJS puts an answer where they name a question")
    return Export(document, tuple(found))


@sealed
def import_response(catalogue: Catalogue, document: Mapping[str, Any]) -> Response:
    """Return the response that the result of an exported form holds.

    The scores in the result are not read: `score` gives them again. What an
    application has added under other names is left alone.

    Args:
        catalogue: The catalogue that the check-in was drawn from.
        document: The result, `survey.data`, as read from its JSON.

    Raises:
        FormChanged: When the form has changed since it was exported.
        InvalidResponse: Listing every problem at once. No message holds an answer.
    """
    entries = entries_of(document)
    return collected(catalogue, {name: ((name,), value) for name, value in entries.items() if isinstance(name, str)})


def _element(every: tuple[CheckIn, ...], place: int) -> dict[str, Any]:
    """Return the question at a place."""
    question = every[0].questions[place]
    return {
        "type": "radiogroup",
        "name": name_of("q", question.item_id),
        "title": _said(every, [each.questions[place].text for each in every]),
        "showClearButton": True,
        "choices": [
            {
                "value": unstructure(choice.answer),
                "text": _said(every, [each.questions[place].choices[i].label for each in every]),
            }
            for i, choice in enumerate(question.choices)
        ],
    }


def _said(every: tuple[CheckIn, ...], said: list[str]) -> str | dict[str, str]:
    """Return a text in every language."""
    if len(every) == 1:
        return said[0]
    spoken = {checkin.locale: text for checkin, text in zip(every, said, strict=True)}
    return {"default": spoken.get(_ENGLISH, said[0]), **spoken}


def _calculated(each: Sums) -> list[dict[str, Any]]:
    """Return a score and the sums that it is made of as calculated values."""
    given = [(f"{{{term.name}}} >= {term.low}", term) for term in each.terms]
    total = " + ".join(f"iif({guard}, {term.keyed(f'{{{term.name}}}')}, 0)" for guard, term in given)
    weight = " + ".join(f"iif({guard}, {term.weight}, 0)" for guard, term in given)
    count = " + ".join(f"iif({guard}, 1, 0)" for guard, _ in given)
    percent = f"100 * {{total_{each.name}}} / ({{weight_{each.name}}} * {each.unit})"
    score = f"iif({{answered_{each.name}}} >= {each.needed}, {percent})"
    return [
        {"name": f"total_{each.name}", "expression": total},
        {"name": f"weight_{each.name}", "expression": weight},
        {"name": f"answered_{each.name}", "expression": count},
        {"name": each.name, "expression": score, "includeIntoResult": True},
    ]
