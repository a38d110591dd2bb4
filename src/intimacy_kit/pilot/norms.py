"""From the answers of a pilot to the norms that a pack takes as they are."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from intimacy_kit._regular_file import content_of
from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import plain_date, storable_text
from intimacy_kit.content.norm import Norm
from intimacy_kit.content.vocabulary import Missing, Perspective
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.pilot.plan import PilotPlan
from intimacy_kit.pilot.stored import read_pilot, replace_file
from intimacy_kit.scoring_key.key import ScoringKey

_LARGEST = 1 << 30
"""How many bytes `data.csv` may have."""


@sealed
def write_norms(folder: str | Path, *, source: str, population: str, on: date, until: date) -> Path:
    """Write the norms and reliabilities of a pilot as `norms.yaml`, which goes into a pack as it is.

    There is one for each score, language and perspective of which two people or more were asked, from the first
    occasion; a second one gives the correlation between occasions. Simulated couples are called that.

    Args:
        folder: The folder of a pilot, with `data.csv` in it.
        source: The id of the source that reports the pilot, which the pack has to have in `sources.yaml`.
        population: Who was asked, and how they were found.
        on: The last day on which they were asked.
        until: The last day on which the norms may be used.

    Returns:
        The file.

    Raises:
        InvalidValue: When the folder is not that of a pilot, its data cannot be read or give no norm, the file
            cannot be written, or an argument makes no sense.
        InvalidResponse: When cells hold what is neither an answer nor a missing code: their number by item.
        MissingExtra: When the extra `stats` is not installed.
    """
    problems: list[Problem] = []
    storable_text(population, "population", problems)
    storable_text(source, "source", problems)
    plain_date(on, "on", problems)
    plain_date(until, "until", problems)
    if problems:
        raise InvalidValue(problems)
    folder = Path(folder)
    plan, key = read_pilot(folder)
    rows = _rows(folder / "data.csv")
    said = f"Simulated, no people: {population}" if (folder / "truth.json").exists() else population
    about = {"source": source, "population": said, "on": on, "until": until}
    found = list(_norms(plan, key, rows, about))
    if not found:
        message = "no score has two people or more who differ in it"
        raise InvalidValue([Problem("bad-number", message, "ask more people", ("folder",), file="data.csv")])
    text: Any = yaml.safe_dump(  # pyright: ignore[reportUnknownMemberType]
        [_plain(norm) for norm in found], allow_unicode=True, sort_keys=False, width=120
    )
    return replace_file(folder / "norms.yaml", str(text).encode())


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        return list(csv.DictReader(io.StringIO(content_of(path, _LARGEST).decode("utf-8-sig"))))
    except (OSError, ValueError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not a table in UTF-8"
        remedy = "join the exports into one data.csv, as README.md says"
        problem = Problem("unreadable", f"the file cannot be read ({reason})", remedy, ("folder",), file=path.name)
    raise InvalidValue([problem])


def _norms(
    plan: PilotPlan, key: ScoringKey, rows: Sequence[Mapping[str, str]], about: Mapping[str, Any]
) -> Iterator[Norm]:
    """Yield the norms of each perspective and language."""
    from intimacy_kit.stats import norm_of  # noqa: PLC0415  # numpy is slow to import, and needed here alone

    occasions = sorted({_said(row, "occasion", "1") for row in rows}, key=lambda each: (len(each), each))
    for view in plan.perspectives:
        for locale in plan.locales:
            own = [
                row
                for row in rows
                if _said(row, "perspective", "self") == view.value and _said(row, "locale", plan.locales[0]) == locale
            ]
            first = [row for row in own if _said(row, "occasion", "1") == occasions[0]] if occasions else []
            table = _table(plan, key, first)
            again = _table(plan, key, _later(first, own, occasions[1])) if len(occasions) > 1 else None
            for score in key.digests(view):
                seen = "" if view is Perspective.SELF else f"-{view.value}"
                id = f"{score}{seen}-{locale.lower()}-{about['on'].year}"
                common: dict[str, Any] = {"id": id, "locale": locale, "perspective": view, "couple": "couple", **about}
                try:
                    yield norm_of(table, key, score, again=again, **common)
                except InvalidValue as error:
                    if any(problem.path != ("table",) for problem in error.problems):
                        raise


def _later(
    first: Sequence[Mapping[str, str]], own: Sequence[Mapping[str, str]], occasion: str
) -> list[Mapping[str, str]]:
    """Return the rows of the same people on another occasion, in order; an empty one for those who skipped it."""
    later = {_who(row): row for row in own if _said(row, "occasion", "1") == occasion}
    return [later.get(_who(row), {}) for row in first]


def _who(row: Mapping[str, str]) -> tuple[str, str]:
    return _said(row, "couple", ""), _said(row, "partner", "a")


def _said(row: Mapping[str, str], name: str, otherwise: str) -> str:
    return row.get(name) or otherwise


def _table(plan: PilotPlan, key: ScoringKey, rows: Sequence[Mapping[str, str]]) -> dict[str, list[Any]]:
    """Return the answers by item, as a form stores them."""
    found: dict[str, list[Any]] = {"couple": [_said(row, "couple", "") for row in rows]}
    for item in key.items:
        coding = plan.codings.get(item.id)
        if coding is None:
            found[item.id] = [Missing.NOT_ASKED.value] * len(rows)
            continue
        answers = {cell: answer for answer, cell in coding.cells.items()}
        cells = [_cell(row, coding.column, item.id) for row in rows]
        left_out = {str(i) for i, ids in enumerate(plan.blocks, 1) if item.id in ids}
        found[item.id] = [
            Missing.NOT_ASKED.value
            if not row or (not cell and row.get("version") in left_out)
            else answers.get(cell, cell) or None
            for row, cell in zip(rows, cells, strict=True)
        ]
    return found


def _cell(row: Mapping[str, str], column: str, item: str) -> str:
    """Return what a row says of an item; a table without its column did not ask it."""
    return row[column] if column in row else row.get(item, Missing.NOT_ASKED.value)


def _plain(norm: Norm) -> dict[str, Any]:
    """Return a norm as a file holds it: without what need not be said."""
    plain = {name: value for name, value in norm.to_dict().items() if value not in (None, [], {})}
    if "reliabilities" in plain:
        parts = plain["reliabilities"]
        plain["reliabilities"] = [{name: value for name, value in part.items() if value is not None} for part in parts]
    return plain
