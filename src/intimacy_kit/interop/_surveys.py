"""What the two survey formats share: names that no format minds, the identity as one text, sums, and losses."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any, cast
from urllib.parse import quote, unquote

import attrs

from intimacy_kit._values.record import Location, structure
from intimacy_kit.checkin.checkin import CheckIn, Question, Response, identity
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.vocabulary import Role
from intimacy_kit.errors import InvalidResponse, Problem, Problems
from intimacy_kit.interop._shared import answered, inexact_sums

__all__ = [
    "DAY",
    "IDENTITY",
    "MOST",
    "Sums",
    "Term",
    "collected",
    "entries_of",
    "id_of",
    "losses",
    "name_of",
    "packed",
    "pages",
    "sums",
    "texts",
    "unpacked",
]

IDENTITY = "checkin"
"""The name under which a form carries the identity of its check-in."""

MOST = 10_000
"""A document with more entries than this is none of an exported check-in."""

DAY = "on"
"""The name under which answers carry their day."""

_NO_DAY = date.min
"""Stands for a day that is wrong or missing, so that the answers are looked at all the same."""

_ASKED = re.compile(r"q_([a-z0-9]+(?:__?[a-z0-9]+)*)")
_PART = re.compile(r"(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*")
_COUNT = re.compile(r"0|[1-9][0-9]{0,999}")


def name_of(kind: str, id: str) -> str:
    """Return an id as a name of small letters, digits and underscores: `q_little__things_day`.

    Args:
        kind: What the name begins with: `q` for a question.
        id: The id; its dots become one underscore, and its hyphens two.
    """
    return f"{kind}_{id.replace('-', '__').replace('.', '_')}"


def id_of(name: str) -> str | None:
    """Return the id of the item that a question of this name asks, or None where no question is so named.

    Args:
        name: A name, such as `name_of` gave with `q`.
    """
    found = _ASKED.fullmatch(name)
    return None if found is None else found[1].replace("__", "-").replace("_", ".")


def packed(checkin: CheckIn) -> str:
    """Return what a document carries along to find its check-in again, as one text that needs no quoting anywhere.

    Args:
        checkin: The check-in that is exported.
    """
    return ";".join(f"{key}={quote(str(value), safe='')}" for key, value in identity(checkin).items())


def unpacked(text: Any) -> dict[str, Any] | None:
    """Return what `packed` packed, or None where this is no such text.

    Args:
        text: What the document holds.
    """
    if not isinstance(text, str):
        return None
    parts = [each.split("=") for each in text.split(";")]
    if any(len(part) != 2 or not _PART.fullmatch(part[1]) for part in parts):
        return None
    try:
        found: dict[str, Any] = {key: unquote(value, errors="strict") for key, value in parts}
    except UnicodeDecodeError:
        return None
    if len(found) < len(parts) or not _COUNT.fullmatch(found.get("occasion", "")):
        return None
    return {**found, "occasion": int(found["occasion"])}


def pages(checkin: CheckIn) -> list[tuple[str, list[Question]]]:
    """Return the questions in order, cut where the pillar changes, each page with its name.

    Args:
        checkin: The check-in.
    """
    runs = groupby(checkin.questions, key=lambda question: question.pillar)
    return [(name_of(f"page_{i}", pillar), list(questions)) for i, (pillar, questions) in enumerate(runs, 1)]


@attrs.frozen
class Term:
    """What one question adds to a score, for a format that has its own expressions.

    Args:
        name: The question's name.
        low: The lowest value of its scale; whatever is as large is a value, no gap and no code.
        base: What is added to its answer.
        sign: What its answer is multiplied with.
        weight: How many times it counts.
    """

    name: str
    low: int
    base: int
    sign: int
    weight: int

    def keyed(self, reference: str) -> str:
        """Return what the answer adds to the sum, as an expression that all engines read alike.

        Args:
            reference: How the format refers to the answer.
        """
        product = reference if abs(self.sign) == 1 else f"{abs(self.sign)} * {reference}"
        if self.sign < 0:
            return f"{self.base} - {product}" if self.base >= 0 else f"0 - {-self.base} - {product}"
        return product if self.base == 0 else f"{product} {'+' if self.base > 0 else '-'} {abs(self.base)}"


@attrs.frozen
class Sums:
    """A score as terms to add up: 100 * sum of what is keyed / (sum of weights * unit).

    Args:
        name: The name of the score, such as `score_listening` or `felt_listening`.
        needed: How many answers a score takes.
        unit: What the sum of the weights is multiplied with.
        terms: A term for each question asked.
    """

    name: str
    needed: int
    unit: int
    terms: tuple[Term, ...]


def sums(checkin: CheckIn) -> list[Sums]:
    """Return the sums of every subscale that the check-in asks something of.

    Args:
        checkin: The check-in.
    """
    items = checkin.key.by_id
    return [
        Sums(
            name_of("score" if asked.subscale.role is Role.SCORED else "felt", asked.subscale.pillar),
            asked.needed,
            asked.subscale.unit,
            tuple(
                Term(name_of("q", term.item), items[term.item].low, term.base, term.sign, term.weight)
                for term in asked.terms
            ),
        )
        for asked in checkin.key.asked(checkin.item_ids)
        if asked.terms
    ]


def losses(every: tuple[CheckIn, ...]) -> list[str]:
    """Return what no survey format holds of these check-ins.

    Args:
        every: The check-in and its translations.
    """
    found: list[str] = []
    for checkin in every:
        other = [question for question in checkin.questions if question.locale != checkin.locale]
        if other:
            languages = ", ".join(sorted({question.locale for question in other}))
            found.append(
                f"questions that have no text in {checkin.locale} stand there in {languages}, unmarked: {len(other)}"
            )
    return [*found, *inexact_sums(every[0])]


def texts(checkin: CheckIn) -> Iterator[str]:
    """Yield every text that a person reads.

    Args:
        checkin: The check-in.
    """
    yield checkin.title
    for question in checkin.questions:
        yield question.text
        yield from (choice.label for choice in question.choices)


def entries_of(document: Any) -> Mapping[object, Any]:
    """Return the entries of a foreign document, or refuse what has none.

    Args:
        document: What was received.

    Raises:
        InvalidResponse: When it is no mapping, or far too large.
    """
    if not isinstance(document, Mapping):
        raise InvalidResponse([Problem("not-this-format", "the document is not a mapping", "read its JSON first")])
    entries = cast(Mapping[object, Any], document)
    if len(entries) > MOST:
        message = f"the document has more than {MOST} entries"
        raise InvalidResponse([Problem("not-this-format", message, "send one person's answers")])
    return entries


def collected(
    catalogue: Catalogue,
    found: Mapping[str, tuple[Location, Any]],
    problems: Iterable[Problem] = (),
) -> Response:
    """Return the response that the named entries of a document make up.

    Entries of other names, such as scores, are left alone.

    Args:
        catalogue: The catalogue that the check-in was drawn from.
        found: Name to the place of the entry in the document, and its value.
        problems: What reading the document found already.

    Raises:
        FormChanged: When the form has changed since it was exported.
        InvalidResponse: Listing every problem at once.
    """
    known = Problems(problems)
    place, text = found.get(DAY, ((DAY,), None))
    day: Any = structure(date, text, known.at(*place))
    place, text = found.get(IDENTITY, ((IDENTITY,), None))
    stored = unpacked(text)
    if stored is None:
        message = "the document does not say which check-in it answers"
        remedy = f"keep the entry {IDENTITY!r} of the exported form as it is"
        raise InvalidResponse([*known, Problem("not-this-format", message, remedy, place)])
    asked = {id: entry for name, entry in found.items() if (id := id_of(name)) is not None}
    return answered(
        catalogue,
        {**stored, "on": str(_NO_DAY if known else day)},
        {id: value for id, (_, value) in asked.items()},
        places={id: path for id, (path, _) in asked.items()},
        problems=known,
    )
