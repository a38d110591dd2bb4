"""Answers as a QuestionnaireResponse, out and in: read key by key, with every problem and its place."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, cast

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.record import Location, structure
from intimacy_kit.checkin.checkin import Response
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import InvalidResponse, Problem, Problems
from intimacy_kit.interop._response import rebuild
from intimacy_kit.interop.fhir.names import (
    BASE_URL,
    CHECK_IN,
    GROUP,
    answer_system,
    canonical_url,
    check_base,
    groups_of,
    no_answer_system,
    read_canonical,
    subject_of,
)
from intimacy_kit.interop.fhir.questionnaire import coding

MOST_ITEMS = 2_000
"""A document with more items than this does not come from an exported check-in, and is not read."""

_FINISHED = ("completed", "amended", "stopped")
_MODIFIERS = ("modifierExtension", "implicitRules")
_VALUE = re.compile(r"0|-?[1-9][0-9]{0,6}")
_TIME = re.compile(r"(T[0-9:.]{5,20}(Z|[+-][0-9]{2}:[0-9]{2})?)?")
_DEEPEST = 20
_CODE = "code_"
_APART = ("score_", "felt_", "value_", "level_", "lower_", "upper_", GROUP)
"""What link ids begin with that ask nothing."""
_TWICE = "the question is answered twice"


@sealed
def export_response(response: Response, *, subject: str | None = None, base_url: str = BASE_URL) -> dict[str, Any]:
    """Return a response as a QuestionnaireResponse, which R4 and R5 write alike.

    Args:
        response: What one person answered.
        subject: A reference to who answered, such as `Patient/7`.
        base_url: As for `export_form`.

    Raises:
        InvalidValue: When the base URL cannot be used.
    """
    base = check_base(base_url)
    checkin = response.checkin
    items: dict[str, dict[str, Any]] = {}
    for question, answer in zip(checkin.questions, response.answers.values(), strict=True):
        if answer is Missing.NOT_SHOWN:
            continue
        item: dict[str, Any] = {"linkId": question.item_id, "text": str(question.text)}
        if question.range is not None and not isinstance(answer, Missing):
            kind = "valueInteger" if checkin.key.by_id[question.item_id].whole else "valueDecimal"
            item["answer"] = [{kind: answer}]
        elif question.range is not None and answer is not Missing.BLANK:
            item["linkId"] = f"code_{question.item_id}"
        for choice in question.choices:
            if choice.answer == answer:
                label = str(choice.text)
                picked = coding(checkin.key.catalogue, question.item_id, answer, label, base)
                item["answer"] = [{"valueCoding": picked}]
        items[question.item_id] = item
    return {
        "resourceType": "QuestionnaireResponse",
        "language": checkin.locale,
        "questionnaire": f"{canonical_url(checkin, base)}|{checkin.key.version}",
        "status": "completed",
        **subject_of(subject),
        "authored": response.on.isoformat(),
        "item": _grouped(groups_of(checkin), items),
    }


def _grouped(groups: Mapping[str, Iterable[str]], items: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the items of a response as the Questionnaire has them; a group without any is left out."""
    if not groups:
        return list(items.values())
    held = {group: [items[id] for id in ids if id in items] for group, ids in groups.items()}
    return [{"linkId": group, "item": inner} for group, inner in held.items() if inner]


@sealed
def import_response(catalogue: Catalogue, document: Mapping[str, Any]) -> Response:
    """Return the response that a QuestionnaireResponse holds, of R4 or R5.

    Scores in it are not read: `score` gives them again. The time of day in
    ``authored`` is left out; the day is that of the time zone it is written in.

    Args:
        catalogue: The catalogue that the check-in was drawn from.
        document: The resource, as read from its JSON.

    Raises:
        FormChanged: When the form has changed since it was exported.
        InvalidResponse: Listing every problem at once. No message holds an answer.
    """
    ranged = {item.id for item in catalogue.items.values() if catalogue.scales[item.scale].range is not None}
    found = _read(document, ranged)
    try:
        return rebuild(
            catalogue,
            found.stored,
            found.answers,
            places=found.places,
            identity_path=("questionnaire",),
            problems=found.problems,
        )
    except InvalidResponse as error:
        raise type(error)(map(_in_codings, error.problems)) from None


@attrs.frozen(repr=False)
class _Found:
    """The content of a document.

    Args:
        stored: The identity of the check-in, and the day.
        answers: Item id to a value, a code, None, or False for what can be no answer.
        places: Item id to the place of its answer.
        problems: What is wrong with the document.
    """

    stored: Mapping[str, Any]
    answers: Mapping[str, Any]
    places: Mapping[str, Location]
    problems: tuple[Problem, ...]


def _read(document: Any, ranged: Collection[str]) -> _Found:
    """Return what a QuestionnaireResponse holds.

    Args:
        document: The resource, as read from its JSON.
        ranged: Ids of the items that take a number from a range.

    Raises:
        InvalidResponse: When it is another resource, or does not say which check-in it answers.
    """
    entries = _object(document)
    remedy = "give a QuestionnaireResponse, as read from its JSON"
    if entries is None:
        raise InvalidResponse([Problem("not-this-format", "the document is not an object", remedy)])
    if entries.get("resourceType") != "QuestionnaireResponse":
        message = "the document is not a QuestionnaireResponse"
        raise InvalidResponse([Problem("not-this-format", message, remedy, ("resourceType",))])
    problems = _foreign(entries, _MODIFIERS, ())
    if entries.get("status") not in _FINISHED:
        message = "the answers are not finished, or were entered in error"
        remedy = f"give those with the status {', '.join(_FINISHED)}"
        problems.append(Problem("bad-choice", message, remedy, ("status",)))
    day = _day(entries.get("authored"), problems)
    items = _items(entries, problems)
    own = _own(entries.get("questionnaire"), [item for _, item in items])
    answers: dict[str, Any] = {}
    places: dict[str, Location] = {}
    for path, item in items:
        question = _question(item, path, problems)
        if question is None:
            continue
        id, held = question
        if id in places:
            problems.append(Problem("repeated-answer", _TWICE, "keep one of the answers", path))
            continue
        places[id] = (*path, "answer", 0)
        answers[id] = _answer(held, path, problems, own=own, number=id in ranged)
    _merge_reasons(ranged, answers, places, problems)
    if own is None:
        message = "this is not the url of an exported check-in"
        remedy = "give that of the exported Questionnaire"
        raise InvalidResponse([*problems, Problem("not-this-format", message, remedy, ("questionnaire",))])
    return _Found({**own[1], "on": str(day)}, answers, places, tuple(problems))


def _merge_reasons(
    ranged: Collection[str], answers: dict[str, Any], places: dict[str, Location], problems: list[Problem]
) -> None:
    """Put each reason why there is no number from a range in the number's place."""
    for id in ranged:
        reason = answers.pop(_CODE + id, None)
        place = places.pop(_CODE + id, ())
        if reason is not None and answers.get(id) is not None:
            message = "there is a number and a reason for a missing one"
            problems.append(Problem("repeated-answer", message, "keep one of the two", place))
        elif reason is not None:
            answers[id], places[id] = reason, place


def _day(authored: Any, problems: list[Problem]) -> date:
    """Return the day of the answers; where it is missing, any day, so that the answers are checked as well."""
    text = authored if isinstance(authored, str) else ""
    unread = Problems()
    day: date = structure(date, text[:10] if _TIME.fullmatch(text[10:]) else "", unread.at("authored"))
    problems.extend(unread)
    return date.min if unread else day


def _own(canonical: Any, items: list[Any]) -> tuple[str, dict[str, Any]] | None:
    """Return the base and the identity of the check-in: from the canonical URL, or else from the item that holds it."""
    own = read_canonical(canonical) if isinstance(canonical, str) else None
    for item in items if own is None else ():
        held = _object(item) or {}
        answers = held.get("answer")
        if held.get("linkId") == CHECK_IN and isinstance(answers, list) and answers:
            text = (_object(answers[0]) or {}).get("valueString")
            own = read_canonical(text) if isinstance(text, str) else None
    return own


def _items(entries: Mapping[str, Any], problems: list[Problem]) -> list[tuple[Location, Any]]:
    """Return the items with their places, in and out of groups, or none where there are far too many."""
    found: list[tuple[Location, Any]] = []
    groups: list[tuple[Location, Mapping[str, Any]]] = [((), entries)]
    for place, group in groups:
        inner = _list(group, "item", place, problems)
        if len(found) + len(groups) + len(inner) > MOST_ITEMS + 1:
            message = f"there are more than {MOST_ITEMS} items"
            problems.append(Problem("not-this-format", message, "give one person's answers", ("item",)))
            return []
        for i, item in enumerate(inner):
            path: Location = (*place, "item", i)
            held = _object(item) or {}
            if "item" not in held or "answer" in held or not isinstance(held.get("linkId"), str):
                found.append((path, item))
            elif len(place) == 2 * _DEEPEST:
                message = f"groups are nested deeper than {_DEEPEST}"
                problems.append(Problem("not-this-format", message, "give the response as it was filled in", path))
            else:
                problems += _foreign(held, _MODIFIERS, path)
                groups.append((path, held))
    return found


def _question(item: Any, path: Location, problems: list[Problem]) -> tuple[str, Mapping[str, Any]] | None:
    """Return an item with its linkId, or None for what asks nothing, and for what is noted as no item."""
    entries = _object(item)
    id = None if entries is None else entries.get("linkId")
    if entries is None or not isinstance(id, str):
        problems.append(Problem("not-this-format", "this is not an item with a linkId", "", path))
        return None
    apart = id.startswith(_APART) or id in ("instructions", CHECK_IN)
    return None if apart else (id, entries)


def _answer(
    entries: Mapping[str, Any],
    path: Location,
    problems: list[Problem],
    *,
    own: tuple[str, dict[str, Any]] | None,
    number: bool,
) -> "int | float | str | None":
    """Return the value or the code that an item holds, None where it holds none, and False for anything else."""
    problems += _foreign(entries, (*_MODIFIERS, "item"), path)
    given = _list(entries, "answer", path, problems)
    if len(given) > 1:
        problems.append(Problem("repeated-answer", _TWICE, "keep one of the answers", (*path, "answer", 1)))
    if len(given) != 1:
        return None
    answer = _object(given[0]) or {}
    problems += _foreign(answer, (*_MODIFIERS, "item"), (*path, "answer", 0))
    if number:
        held = answer.get("valueDecimal", answer.get("valueInteger"))
        return cast(Any, held) if type(held) in (int, float) else False
    picked = _object(answer.get("valueCoding")) or {}
    code, system = picked.get("code"), picked.get("system")
    if own is None or not isinstance(code, str):
        return False
    value = _VALUE.fullmatch(code)
    expected = (
        answer_system(own[0], own[1]["catalogue"], entries["linkId"].removeprefix(_CODE))
        if value
        else no_answer_system(own[0])
    )
    if system not in (None, expected):
        return False
    return int(code) if value else code


def _foreign(entries: Mapping[str, Any], keys: tuple[str, ...], path: Location) -> list[Problem]:
    """Return a problem for each key that would change what an answer means, or hide others below it."""
    message = "an exported check-in has nothing of this kind, and it may change what is meant"
    return [Problem("unknown-key", message, "leave it out", (*path, key)) for key in keys if key in entries]


def _object(value: Any) -> "Mapping[str, Any] | None":
    return cast(Mapping[str, Any], value) if isinstance(value, Mapping) else None


def _list(entries: Mapping[str, Any], key: str, path: Location, problems: list[Problem]) -> list[Any]:
    """Return the list under a key; an empty one where the key is missing or holds something else, which is noted."""
    value = entries.get(key, [])
    if not isinstance(value, list):
        problems.append(Problem("wrong-kind", "this should be a list", "", (*path, key)))
        return []
    return value  # pyright: ignore[reportUnknownVariableType]  # its entries are checked one by one


def _in_codings(problem: Problem) -> Problem:
    """Return a problem as one of a document in which answers are Codings."""
    if problem.code == "wrong-type":
        message, remedy = "the answer is not one of the question's options", "give the Coding of one, as it is"
        return attrs.evolve(problem, message=message, remedy=remedy)
    return problem
