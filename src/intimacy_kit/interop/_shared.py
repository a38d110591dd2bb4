"""What every format needs: an export with its losses, matching translations, and answers on their way back."""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from intimacy_kit._values.leaves import LARGEST_EXACT
from intimacy_kit.checkin.checkin import CheckIn, Response, identity
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.errors import FormChanged, InvalidResponse, InvalidValue, Problem

__all__ = ["Export", "answered", "inexact_sums", "same_questions"]


@attrs.frozen
class Export:
    """A check-in in a foreign format.

    Args:
        document: The document, as the format's own software takes it once it is written out.
        losses: What the format could not hold of this check-in, a sentence each.
    """

    document: Mapping[str, Any]
    losses: tuple[str, ...] = ()


def same_questions(checkin: CheckIn, translations: Iterable[CheckIn]) -> tuple[CheckIn, ...]:
    """Return the check-in and its translations, or refuse those that ask something else.

    Args:
        checkin: The check-in that is exported.
        translations: The same check-in, drawn from catalogues in other languages.

    Raises:
        InvalidValue: When a translation asks other questions, or two are in one language.
    """
    every = (checkin, *translations)
    problems = [
        Problem("other-check-in", "the translation is of another check-in", "draw it in the same way", (each.locale,))
        for each in every[1:]
        if identity(each) | {"version": None} != identity(checkin) | {"version": None}
        or each.item_ids != checkin.item_ids
    ]
    locales = [each.locale for each in every]
    problems += [
        Problem("repeated-language", "the language comes twice", "give each language once", (locale,))
        for locale in sorted({each for each in locales if locales.count(each) > 1})
    ]
    if problems:
        raise InvalidValue(problems)
    return every


def inexact_sums(checkin: CheckIn) -> list[str]:
    """Return a sentence for each subscale whose sums are too large for software that has floats only.

    Args:
        checkin: The check-in that is exported.
    """
    found: list[str] = []
    for asked in checkin.key.asked(checkin.item_ids):
        if attrs.evolve(asked.subscale, terms=asked.terms).largest > LARGEST_EXACT:
            pillar = asked.subscale.pillar
            found.append(f"the sums of {pillar} go beyond 2**53, so its score can differ in its last digits")
    return found


def answered(
    catalogue: Catalogue,
    stored: Mapping[str, Any],
    answers: Mapping[str, Any],
    *,
    places: Mapping[str, tuple[str | int, ...]],
    problems: Iterable[Problem] = (),
) -> Response:
    """Return the response that a foreign document holds.

    Args:
        catalogue: The catalogue that the check-in was drawn from.
        stored: What `identity` gave, and the day as ``on``, as found in the document.
        answers: Item id to a value, a code or None.
        places: Item id to the place of its answer in the document, for messages.
        problems: What reading the document found already.

    Raises:
        FormChanged: When the form has changed since it was exported.
        InvalidResponse: Listing every problem at once, each with its place in the document.
    """
    found = list(problems)
    response = None
    try:
        response = Response.from_dict(catalogue, {**stored, "answers": answers})
    except FormChanged:
        raise
    except InvalidResponse as error:
        found += [_placed(each, places) for each in error.problems]
    if response is None or found:
        raise InvalidResponse(found)
    return response


def _placed(problem: Problem, places: Mapping[str, tuple[str | int, ...]]) -> Problem:
    """Return the problem with the place in the foreign document."""
    if problem.path[:1] == ("answers",) and len(problem.path) > 1 and problem.path[1] in places:
        return attrs.evolve(problem, path=places[str(problem.path[1])])
    return problem
