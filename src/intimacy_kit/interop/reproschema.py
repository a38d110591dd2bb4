"""A check-in as ReproSchema, the JSON-LD in which researchers share instruments (https://www.repronim.org/reproschema/).

An export is a folder of files: a protocol with one activity, which asks the
items in order. Responses are what its user interface stores: a list in which
each answer is a ``reproschema:Response`` about the URL of an item. These URLs
are all that says which check-in was answered, so the activity lies in
``activities`` and a folder that is named after the check-in's identity, cut
where a folder's name would be too long. Whoever sees the files or an answer's
URL can read the seed.

What the format does not hold:

*   Scores. Its user interface puts 0 where a question was skipped, so an
    expression would count a gap as "never". Import the responses instead.
*   Which kinds of missing are kinds of missing: they are choices with a text for a value.
*   How long an answer took, apart from what happened between two answers.
*   The person's own day. The day of the last answer in UTC is taken.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any, cast

from intimacy_kit._sealed import sealed
from intimacy_kit._values.record import Location, structure
from intimacy_kit.checkin.checkin import CheckIn, Response
from intimacy_kit.checkin.identity import decode, encode
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.condition import Condition
from intimacy_kit.errors import InvalidResponse, Problem, Problems
from intimacy_kit.interop._dialect import written
from intimacy_kit.interop._features import Feature, losses_of
from intimacy_kit.interop._form import Export, Form, Question, form_of
from intimacy_kit.interop._importers.reproschema import import_form
from intimacy_kit.interop._json import Document, read, repeated_keys
from intimacy_kit.interop._names import id_of, name_of
from intimacy_kit.interop._response import rebuild
from intimacy_kit.scoring_key.item import KeyedItem

__all__ = ["export_form", "import_form", "import_response"]

_CONTEXT = "https://raw.githubusercontent.com/ReproNim/reproschema/main/releases/1.0.0/reproschema"
_SCHEMA_VERSION = "1.0.0"
_LONGEST_NAME = 200
_LONGEST_URL = 10_000
_LOSSES = (
    "Scores are not computed, since the user interface puts 0 where a question was skipped; import the responses.",
    "Kinds of missing are choices like any other, with a text for a value.",
)
_ACTIVITIES = re.compile(r"(?<![^/])activities/")
_SKIPPED = ("skipped", "reproschema:Skipped", "http://schema.repronim.org/Skipped")
_STRAY = "t"
"""What the user interface stores twice beside a question that was skipped: two letters of what it takes for a list."""

_ALLOWED = ["reproschema:Skipped"]
"""How its user interface looks for what may be skipped; its own validator reads it as `reproschema:AllowSkip`."""


def export_form(checkin: CheckIn, *, translations: Iterable[CheckIn] = ()) -> Export:
    """Return a check-in as a folder of ReproSchema files.

    Args:
        checkin: The check-in.
        translations: The same check-in, drawn from catalogues in other languages.

    Returns:
        An export whose document maps the path of each file to its content, with the
        protocol first, then the activity, then the items.

    Raises:
        InvalidValue: When a translation asks other questions, or two are in one language.

    >>> from intimacy_kit import draw, load
    >>> files = export_form(draw(load(), form="pulse", seed="couple-42")).document
    >>> [path.rpartition("/")[2] for path in files][:3]
    ['form_pulse_schema', 'form_pulse_activity', 'q_listening_finish']
    """
    form = form_of(checkin, translations)
    name = name_of("form", checkin.form)
    folder = _folder(checkin)
    activity = f"{folder}/{name}_activity"
    titles = form.title.by_language
    items = {name_of("q", question.item.id): question for question in form.questions}
    listed = {f"items/{item}": item for item in items}
    visible = {item: _visibility(form, question.item) for item, question in items.items()}
    preamble = {} if form.instructions is None else {"preamble": form.instructions.by_language}
    files = {
        f"{name}/{name}_schema": _file(checkin, "Protocol", f"{name}_schema")
        | {"prefLabel": titles, "ui": _order({f"../{activity}": f"{name}_activity"})},
        activity: _file(checkin, "Activity", f"{name}_activity")
        | {"prefLabel": titles, **preamble, "ui": {**_order(listed, visible), "allow": ["reproschema:AllowSkip"]}},
    }
    files |= {f"{folder}/items/{item}": _item(checkin, item, question) for item, question in items.items()}
    long = len(folder) > _LONGEST_URL // 2
    too_long = ("The seed is so long that the responses cannot be imported.",) if long else ()
    return Export(files, (*_LOSSES, *too_long, *_conditional_losses(form, visible), *_range_losses(form)))


@sealed
def import_response(catalogue: Catalogue, document: Document) -> Response:
    """Return the response that an answered activity holds.

    A question that was skipped, or is not there, was left blank. Of an answer that was changed, the last one counts.

    Args:
        catalogue: The catalogue that the check-in was drawn from.
        document: What the user interface stored: a list of response activities
            and responses, as text, as bytes, or read already.

    Raises:
        FormChanged: When the form has changed since it was exported.
        InvalidResponse: Listing every problem at once, each with its path. No message holds an answer.
    """
    tree = read(document)
    remedy = "give the list of responses that the user interface stored"
    if not isinstance(tree, list):
        raise InvalidResponse([Problem("not-this-format", "the document is not a list", remedy)])
    entries: list[Any] = tree  # pyright: ignore[reportUnknownVariableType]  # its entries are checked one by one
    most = 8 * len(catalogue.items)  # two entries an answer, and answers may be changed
    if len(entries) > most:
        message = f"there are more than {most} entries"
        raise InvalidResponse([Problem("too-large", message, "send one person's answers to one check-in")])
    problems = repeated_keys(entries)
    days: list[date] = []
    ended = _ended(entries)
    latest: dict[str, datetime | None] = {}
    stored: dict[str, Any] | None = None
    answers: dict[str, Any] = {}
    places: dict[str, Location] = {}
    for i, kind, entry in _entries(entries, problems):
        if kind == "reproschema:ResponseActivity":
            days += _day(entry.get("endedAtTime"), (i, "endedAtTime"), problems)
            continue
        found = _item_of(entry.get("isAbout"))
        here: Location = (i, "isAbout")
        if found is None:
            message = "this is not the URL of an item of an exported check-in"
            problems.append(Problem("not-this-format", message, "keep the paths of the export as they are", here))
            continue
        asked, item = found
        when = ended.get(str(entry.get("@id")))
        if stored is not None and asked != stored:
            message = "this answer belongs to another check-in than the first one"
            problems.append(Problem("not-this-format", message, "import each check-in by itself", here))
            continue
        if item in answers and not (when and latest[item]):
            message, remedy_ = "the question is answered twice, and nothing says which answer came last", "keep one"
            problems.append(Problem("repeated-answer", message, remedy_, here))
            continue
        stored = asked
        if item not in answers or (when and (before := latest[item]) and before <= when):
            value = entry.get("value")
            answers[item] = None if value in _SKIPPED else value
            places[item] = (i, "value")
            latest[item] = when
    if not days and not problems:
        problems.append(Problem("bad-date", "there is no time at which anything was answered", remedy))
    if stored is None:
        message = "the document does not say which check-in it answers"
        raise InvalidResponse(problems or [Problem("not-this-format", message, remedy)])
    day = max(days, default=date.min)  # take any where there is a problem, so that the answers are checked as well
    return rebuild(catalogue, {**stored, "on": str(day)}, answers, places=places, problems=problems)


# Files ---------------------------------------------------------------------------


def _folder(checkin: CheckIn) -> str:
    """Return the folder of the activity, which is named after the check-in's identity."""
    text = encode(checkin)
    return "/".join(["activities", *(text[i : i + _LONGEST_NAME] for i in range(0, len(text), _LONGEST_NAME))])


def _file(checkin: CheckIn, kind: str, name: str) -> dict[str, Any]:
    """Return what the files of all kinds begin with."""
    return {
        "@context": _CONTEXT,
        "category": f"reproschema:{kind}",
        "id": name,
        "schemaVersion": _SCHEMA_VERSION,
        "version": checkin.key.version,
    }


def _order(parts: Mapping[str, str], visible: "Mapping[str, str | None] | None" = None) -> dict[str, Any]:
    """Return the parts of a protocol or an activity in order, given their paths and names, and when they are shown.

    Questions, of which it is known when they are shown, may each be skipped.
    """
    allowed = {} if visible is None else {"allow": _ALLOWED}
    return {
        "order": list(parts),
        "addProperties": [
            {"isAbout": path, "variableName": name, "isVis": (visible or {}).get(name) or True, **allowed}
            for path, name in parts.items()
        ],
        "shuffle": False,
    }


def _visibility(form: Form, item: KeyedItem) -> str | None:
    """Return the JavaScript after which a question is shown; None where it always is, or where that cannot be said.

    Args:
        form: The form.
        item: The item that is asked.
    """
    condition = item.show_if
    if condition is None or any(each.score is not None for each in condition.comparisons):
        return None
    return _javascript(condition, form)


def _javascript(condition: Condition, form: Form) -> str:
    if condition.parts is not None:
        word = " || " if condition.all_ is None else " && "
        return f"({word.join(_javascript(part, form) for part in condition.parts)})"
    id = str(condition.item)
    if id not in form.checkin.item_ids:
        return "false"
    name, least = name_of("q", id), written(form.checkin.key.by_id[id].low)
    numbers = [written(number.number) for number in condition.numbers]
    if condition.at_least is not None:
        return f"({name} >= {least} && {name} >= {numbers[0]})"
    if condition.at_most is not None:
        return f"({name} >= {least} && {name} <= {numbers[0]})"
    if condition.not_equals is not None:
        return f"({name} >= {least} && {name} != {numbers[0]})"
    return f"({' || '.join(f'{name} == {number}' for number in numbers)})"


def _conditional_losses(form: Form, visible: "Mapping[str, str | None]") -> list[str]:
    """Return what cannot be said of when questions are shown."""
    conditional = {name_of("q", each.item.id) for each in form.questions if each.item.show_if is not None}
    losses: list[str] = []
    if any(visible[name] is not None for name in conditional):
        losses.append(
            "A question that was skipped counts as 0 in conditions; answers that were not to be shown are refused."
        )
    if any(visible[name] is None for name in conditional):
        losses.append(
            "Questions that are shown only after a certain score are always shown; such answers may be refused."
        )
    return losses


def _range_losses(form: Form) -> list[str]:
    """Return what cannot be said of numbers from a range."""
    ranged = [each for each in form.questions if each.item.range is not None]
    losses = losses_of(form.checkin, Feature.END_LABELS)
    if ranged:
        losses.append("The steps of a range are not there; an answer between them is refused.")
    if any(each.options for each in ranged):
        losses.append("Kinds of missing beside a range are not there; such a question can be skipped only.")
    return losses


def _number(item: KeyedItem) -> dict[str, Any]:
    """Return what the file of a question says of a number from a range."""
    kind = "xsd:integer" if item.whole else "xsd:decimal"
    return {
        "ui": {"inputType": "number"},
        "responseOptions": {"valueType": [kind], "minValue": item.low, "maxValue": item.high},
    }


def _item(checkin: CheckIn, name: str, question: Question) -> dict[str, Any]:
    """Return the file of a question."""
    item = question.item
    asked = {"prefLabel": {checkin.locale: item.id}, "question": question.text.by_language}
    if item.range is not None:
        return _file(checkin, "Item", name) | asked | _number(item)
    return (
        _file(checkin, "Item", name)
        | asked
        | {
            "ui": {"inputType": "radio"},
            "responseOptions": {
                "valueType": ["xsd:integer", *(["xsd:string"] if item.codes else [])],
                "minValue": item.low,
                "maxValue": item.high,
                "multipleChoice": False,
                "choices": [{"name": option.label.by_language, "value": option.plain} for option in question.options],
            },
        }
    )


# Responses -----------------------------------------------------------------------


def _entries(entries: list[Any], problems: list[Problem]) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """Yield each entry with its place and its type, and note what is not an entry."""
    for i, each in enumerate(entries):
        if each == _STRAY:
            continue
        entry: Mapping[str, Any] = cast(Mapping[str, Any], each) if isinstance(each, Mapping) else {}
        kind = entry.get("@type")
        if kind in ("reproschema:ResponseActivity", "reproschema:Response"):
            yield i, str(kind), entry
        else:
            problems.append(Problem("not-this-format", "this is neither a response nor a response activity", "", (i,)))


def _day(ended: Any, path: Location, problems: list[Problem]) -> list[date]:
    """Return the day of a time in UTC, in a list, which is empty where it is noted as wrong."""
    unread = Problems()
    day: date = structure(date, ended[:10] if isinstance(ended, str) else ended, unread.at(*path))
    problems.extend(unread)
    return [] if unread else [day]


def _ended(entries: Iterable[Any]) -> dict[str, datetime]:
    """Return when each response was given, by its id, as far as that can be known to the second."""
    ended: dict[str, datetime] = {}
    for each in entries:
        entry: Mapping[str, Any] = cast(Mapping[str, Any], each) if isinstance(each, Mapping) else {}
        id, time = entry.get("generated"), entry.get("endedAtTime")
        if isinstance(id, str) and isinstance(time, str):
            with suppress(ValueError):
                moment = datetime.fromisoformat(time)
                ended |= {id: moment} if moment.tzinfo else {}
    return ended


def _item_of(url: Any) -> tuple[dict[str, Any], str] | None:
    """Return the identity of the check-in that a URL names, and the item, or None where it names none."""
    if not isinstance(url, str) or len(url) > _LONGEST_URL:
        return None
    folder, _, name = url.rpartition("/items/")
    item = id_of(name)
    for match in reversed([*_ACTIVITIES.finditer(folder)]):  # a server may have a folder of that name too, before ours
        stored = decode(folder[match.end() :].replace("/", ""))
        if stored is not None and item is not None:
            return stored, item
    return None
