"""Submissions to an XLSForm as responses: one as JSON or a row, or a CSV file of them."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.record import Location
from intimacy_kit.checkin.checkin import Response
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.errors import InvalidResponse, Problem
from intimacy_kit.interop._names import DAY, IDENTITY, id_of
from intimacy_kit.interop._response import MOST_ENTRIES, check_entries, from_entries
from intimacy_kit.tables.text import rows_in

_DEEPEST = 20
_NAMED = re.compile(r"(?:[A-Za-z0-9_]+[/:.-])*([a-z0-9_]+)")
"""A name, with the groups before it that servers put there."""
_DECIMAL_COMMA = re.compile(r"^\s*(-?[0-9]+),([0-9]+)\s*$")


@sealed
def import_response(catalogue: Catalogue | Iterable[Catalogue], document: Mapping[str, Any]) -> Response:
    """Return the response that a submission holds.

    Groups may be mappings within mappings or stand before the name, as in
    ``page_1_time/q_time_new``. The scores in the submission are not read:
    `score` gives them again. What a server has added is left alone.

    Args:
        catalogue: The catalogue that the check-in was drawn from, or several, of which one was.
        document: The submission as read from JSON, or a row of a CSV file, column to text.

    Raises:
        FormChanged: When the form has changed since it was exported.
        InvalidResponse: Listing every problem at once. No message holds an answer.
    """
    entries: dict[str, tuple[Location, Any]] = {}
    problems: list[Problem] = []
    for path, value in _leaves(check_entries(document), problems):
        match = _NAMED.fullmatch(str(path[-1]))
        if match is None or not _is_known(match[0]):
            continue
        if match[1] in entries:
            problems.append(Problem("repeated-answer", "the entry is there twice", "keep one of the two", path))
        entries[match[1]] = (path, None if value == "" else value)
    return from_entries(catalogue, entries, problems)


@sealed
def import_table(catalogue: Catalogue | Iterable[Catalogue], text: str) -> tuple[Response, ...]:
    """Return the responses that a CSV file of submissions holds.

    An empty cell of a question that the row's form does not have says nothing. Empty rows and a row of tags below the
    names are no submissions.

    Args:
        catalogue: The catalogue that the check-ins were drawn from, or several: each row finds its own, so the
            versions of a form may stand in one file.
        text: The file, with a row of names first, its cells separated by commas, semicolons or tabs; decode it as
            UTF-8. A decimal comma is read where commas separate nothing.

    Returns:
        A response for each row, in order.

    Raises:
        InvalidResponse: Listing every problem of every row, each path with the row's number, from 1, first.
    """
    known = catalogue if isinstance(catalogue, Catalogue) else tuple(catalogue)
    responses: list[Response] = []
    problems: list[Problem] = []
    for i, row in enumerate(_rows(text), 1):
        try:
            responses.append(import_response(known, row))
        except InvalidResponse as error:
            problems += [attrs.evolve(each, path=(i, *each.path)) for each in error.problems]
    if problems:
        raise InvalidResponse(problems)
    return tuple(responses)


def _is_known(name: str) -> bool:
    """Whether a name is that of an entry which a form has; any other may be what somebody answered."""
    match = _NAMED.fullmatch(name)
    return match is not None and (
        match[1] in (DAY, IDENTITY) or any(id_of(match[1], kind) is not None for kind in ("q", "code"))
    )


def _leaves(document: Mapping[object, Any], problems: list[Problem]) -> Iterator[tuple[Location, Any]]:
    """Yield every entry that is not a mapping, with its path; what no submission can hold is noted and left out."""
    queue: list[tuple[Location, Any]] = [((), document)]
    seen = 0
    while queue:
        path, value = queue.pop()
        seen += 1
        if seen > MOST_ENTRIES:
            message = f"the document has more than {MOST_ENTRIES} entries"
            raise InvalidResponse([Problem("not-this-format", message, "send one submission")])
        if not isinstance(value, Mapping):
            yield path, value
        elif len(path) == _DEEPEST:
            message = f"the document is nested deeper than {_DEEPEST} groups"
            problems.append(Problem("not-this-format", message, "send the submission as the server gave it", path))
        else:
            inner = cast(Mapping[object, Any], value)
            queue += [((*path, key), each) for key, each in inner.items() if isinstance(key, str)][::-1]


def _rows(text: Any) -> list[dict[str, str]]:
    """Return the rows of a CSV file, or refuse a text that is not CSV."""
    if not isinstance(text, str):
        message = "the table is not text"
        raise InvalidResponse([Problem("not-this-format", message, "give the file's text")])
    try:
        separator, (names, *rows) = rows_in(text)
    except (csv.Error, ValueError):
        message = "the text is not CSV with a row of names"
        raise InvalidResponse([Problem("not-this-format", message, "export it from the server again")]) from None
    counts = Counter(names)
    if not any(map(_is_known, counts)):
        message = "the first row has no name of a question; it may be a row of answers"
        raise InvalidResponse([Problem("missing-names", message, "export it from the server again")])
    first = dict(zip(reversed(names), range(len(names), 0, -1), strict=True))
    problems = [
        Problem("repeated-answer", "columns share a name", "keep one", (name if _is_known(name) else first[name],))
        for name, count in counts.items()
        if count > 1
    ]
    problems += [
        Problem("not-this-format", f"the row has {len(row)} entries for {len(names)} names", "", (i,))
        for i, row in enumerate(rows, 1)
        if len(row) != len(names)
    ]
    if problems:
        raise InvalidResponse(problems)
    if rows and all(cell.startswith("#") for cell in rows[0] if cell):
        del rows[0]  # tags of the Humanitarian Exchange Language
    if separator != ",":
        rows = [[_DECIMAL_COMMA.sub(r"\1.\2", cell) for cell in row] for row in rows]
    return [dict(zip(names, row, strict=True)) for row in rows]
