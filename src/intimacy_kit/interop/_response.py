"""Import: from the entries of a foreign document to a response."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

import attrs

from intimacy_kit._values.record import Location, structure
from intimacy_kit.checkin.answers import posted_value
from intimacy_kit.checkin.checkin import Response
from intimacy_kit.checkin.identity import decode
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.errors import FormChanged, InvalidResponse, Problem, Problems
from intimacy_kit.interop._names import DAY, IDENTITY, id_of
from intimacy_kit.scoring_key.key import ScoringKey

MOST_ENTRIES = 10_000
"""A document with more entries than this does not come from an exported check-in."""


def check_entries(document: Any) -> Mapping[object, Any]:
    """Return the entries of a foreign document, or refuse anything but a mapping.

    Args:
        document: What was received.

    Raises:
        InvalidResponse: When it is not a mapping, or far too large.
    """
    if not isinstance(document, Mapping):
        raise InvalidResponse([Problem("not-this-format", "the document is not a mapping", "read its JSON first")])
    entries = cast(Mapping[object, Any], document)
    if len(entries) > MOST_ENTRIES:
        message = f"the document has more than {MOST_ENTRIES} entries"
        raise InvalidResponse([Problem("not-this-format", message, "send one person's answers")])
    return entries


def from_entries(
    catalogue: Catalogue | Iterable[Catalogue],
    entries: Mapping[str, tuple[Location, Any]],
    problems: Iterable[Problem] = (),
) -> Response:
    """Return the response that the named entries of a survey's result make up.

    Entries of other names, such as scores, are left alone, and so are empty ones, which say nothing.

    Args:
        catalogue: The catalogue that the check-in was drawn from, or several, of which one was.
        entries: Name to the place of the entry in the document, and its value.
        problems: Problems from reading the document.

    Raises:
        FormChanged: When the form has changed since it was exported.
        InvalidResponse: Listing every problem at once.
    """
    collected = Problems(problems)
    path, text = entries.get(DAY, ((DAY,), None))
    day: Any = structure(date, text, collected.at(*path))
    path, text = entries.get(IDENTITY, ((IDENTITY,), None))
    identity = decode(text) if isinstance(text, str) else None
    if identity is None:
        message = "the document does not say which check-in it answers"
        remedy = f"keep the entry {IDENTITY!r} of the exported form as it is"
        raise InvalidResponse([*collected, Problem("not-this-format", message, remedy, path)])
    drawn_from = one_of(catalogue, identity)
    answers = {
        id: (path, answer)
        for name, (path, value) in entries.items()
        if (id := id_of(name)) is not None and (answer := posted_value(value)) is not None
    }
    for name, (place, value) in entries.items():
        id = None if value is None else id_of(name, "code")
        if id is None or id not in drawn_from.items or drawn_from.scales[drawn_from.items[id].scale].range is None:
            continue
        if id in answers:
            message = "there is a number and a reason for a missing one"
            collected.add("repeated-answer", message, "keep one of the two", *place)
        else:
            answers[id] = (place, value)
    return rebuild(
        drawn_from,
        # where the day is wrong take any, so that the answers are checked as well
        {**identity, "on": str(date.min if collected else day)},
        {id: value for id, (_, value) in answers.items()},
        places={id: place for id, (place, _) in answers.items()},
        identity_path=path,
        problems=collected,
    )


def one_of(catalogues: Catalogue | Iterable[Catalogue], stored: Mapping[str, Any]) -> Catalogue:
    """Return the catalogue that has the form as it was answered, or else one that comes nearest.

    Args:
        catalogues: One catalogue, or one or more.
        stored: The identity of the check-in.
    """
    if isinstance(catalogues, Catalogue):
        return catalogues

    def nearness(catalogue: Catalogue) -> tuple[bool, bool, bool]:
        here = catalogue.pack.id == stored["catalogue"] and stored["form"] in catalogue.forms
        same = here and ScoringKey.from_form(catalogue, stored["form"]).digest == stored["digest"]
        return same, here, catalogue.pack.version == stored["version"]

    known = list(catalogues)
    if not known:
        raise InvalidResponse([Problem("wrong-catalogue", "there is no catalogue", "give at least one")])
    return max(known, key=nearness)


def rebuild(
    catalogue: Catalogue,
    identity: Mapping[str, Any],
    answers: Mapping[str, Any],
    *,
    places: Mapping[str, Location],
    identity_path: Location | None = None,
    problems: Iterable[Problem] = (),
) -> Response:
    """Return the response to a check-in that is drawn again.

    Args:
        catalogue: The catalogue that the check-in was drawn from.
        identity: The identity of the check-in, and the day as ``on``, as the document has them.
        answers: Item id to a value, a code or None.
        places: Item id to the place of its answer in the document, for messages.
        identity_path: The place of the one text that holds the identity; None where the document is plain itself.
        problems: Problems from reading the document.

    Raises:
        FormChanged: When the form has changed since it was exported.
        InvalidResponse: Listing every problem at once, each with its place in the document.
    """
    collected = list(problems)
    try:
        response = Response.from_dict(catalogue, {**identity, "answers": answers})
    except InvalidResponse as error:
        moved = [_place(each, identity, places, identity_path) for each in error.problems]
        refused = type(error)(moved if isinstance(error, FormChanged) else [*collected, *moved])
    else:
        if not collected:
            return response
        refused = InvalidResponse(collected)
    raise refused  # raised outside, since its context would name other places


def _place(
    problem: Problem, identity: Mapping[str, Any], places: Mapping[str, Location], identity_path: Location | None
) -> Problem:
    """Return the problem with its place in the foreign document."""
    first, *rest = problem.path or (None,)
    if first == "answers" and rest and rest[0] in places:
        return attrs.evolve(problem, path=places[str(rest[0])])
    if identity_path is not None and first in identity:
        return attrs.evolve(problem, path=identity_path)
    return problem
