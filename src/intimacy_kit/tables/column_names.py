"""The names of a table's columns: what is wrong with the row that has them, and those that are missing.

The first row may be a person's answers, which no message repeats.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import cast

from intimacy_kit._outside_text import Hints
from intimacy_kit.errors import Problem

_PATTERN = re.compile(r"\*|\^.*\$", re.DOTALL)


def is_pattern(name: str) -> bool:
    """Return whether Polars takes a name for those of several columns, so that no single column can be read by it.

    Args:
        name: The name.
    """
    return _PATTERN.fullmatch(name) is not None


def joined_names(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the names of columns of which parts stand in several rows.

    Args:
        rows: The rows that have the names, from above. A cell that is empty above another one has the name to its left.
            Where the last one is not there, nothing has a name.
    """
    *upper, last = rows
    if not last:
        return ()
    names = [*last, *[""] * (max(map(len, rows)) - len(last))]
    for row in reversed(upper):
        group = ""
        for i, below in enumerate(names):
            own = row[i] if i < len(row) and row[i].strip() else ""
            group = own or group
            names[i] = f"{group} / {below}" if below.strip() and group else own or below
    return tuple(names)


def different_names(names: Sequence[str]) -> list[str]:
    """Return names of which the first of each keeps its own, and a further one gets a number that makes it another.

    Args:
        names: The names of columns.
    """
    taken, numbers = set(names), Counter[str]()
    different: list[str] = []
    for name in names:
        numbers[name] += 1
        own = name
        while numbers[name] > 1 and own in taken:
            own = f"{name} ({numbers[name]})"
            numbers[name] += own in taken
        taken.add(own)
        different.append(own)
    return different


def first_row_problem(
    names: Sequence[str],
    columns: Collection[str] | None,
    file: str,
    below: Mapping[int, Sequence[str]] = MappingProxyType({}),
) -> Problem | None:
    """Return what is wrong with the first row of a table, or None.

    A name is repeated in the problem only where it is one that is asked for. Columns that nobody reads may share one.

    Args:
        names: The cells of the first row.
        columns: The names of the columns that are read; None where that is not known yet.
        file: The file, as a problem names it.
        below: Further rows by their number, one of which may have the names.
    """
    wanted = set(names) if columns is None else {name.removesuffix("?") for name in columns}
    if wanted.isdisjoint(names):
        alike = set(map(_folded, wanted)) & set(map(_folded, names))  # each is named once all are looked for
        return None if alike - {""} else _missing_names(names, wanted, file, below)
    counts = Counter(names)
    twice = [(i, name) for i, name in enumerate(names, 1) if counts[name] > 1 and name in wanted]
    if twice and columns is not None:
        listed = ", ".join(f"{i} ({name!a})" for i, name in twice[:5])
        more = ", and more" if len(twice) > 5 else ""  # as many as are listed
        message = f"columns share a name: {listed}{more}"
        return Problem("duplicate-column", message, "give each column a name of its own", file=file)
    return None


def _missing_names(
    names: Sequence[str], wanted: Collection[str], file: str, below: Mapping[int, Sequence[str]]
) -> Problem:
    """Return the problem with a first row that has no name that is asked for."""
    remedy = "begin with the names of the columns"
    row = next((i for i, cells in below.items() if 2 * len(set(cells) & set(wanted)) >= len(wanted)), None)
    if row is not None:
        message = f"the first row has no name of a column that is read, and row {row} has them"
        remedy = f"say `dialect: {{names_in: {row}}}` in a layout"
    elif not names:
        return Problem("empty-file", "the first line has no names in it", remedy, file=file, line=1, column=1)
    elif _are_partners(names, wanted):
        message = "the first row has no name of a column that is read, but each of them twice with two endings"
        remedy = "say under `partners` in a layout how the names of each partner's columns end"
    else:
        message = "the first row has no name of a column that is read; it may be a row of answers"
        if {"item", "value"} <= set(names):
            remedy = "say `shape: long` in a layout, or --long, where each row is an answer"
    return Problem("missing-names", message, remedy, file=file, line=1, column=1)


def _are_partners(names: Sequence[str], wanted: Collection[str]) -> bool:
    """Return whether at least two of the names that are asked for stand there with the same two endings."""
    endings = Counter(name.removeprefix(stem) for stem in wanted for name in names if stem and name.startswith(stem))
    return [count > 1 for count in endings.values()].count(True) == 2


def missing_columns(columns: Iterable[tuple[str, str]], names: Sequence[str]) -> list[Problem]:
    """Return a problem for each column that a table does not have.

    Args:
        columns: What a column is for, and its name.
        names: The names of the table's columns. None is repeated, since a table without a row of names has
            answers there.
    """
    places = {name: i for i, name in reversed([*enumerate(names, 1)])}
    needed = dict.fromkeys(columns)
    own = {name for _, name in needed}
    # what stands for another item is no misspelling, and pandas has names of any kind
    free = [name for name in cast(Sequence[object], names) if isinstance(name, str) and name not in own]
    alike = {_folded(name): name for name in reversed(free)}
    hints = Hints()
    problems: list[Problem] = []
    for what, name in needed:
        if name not in places:
            near = alike.get(_folded(name)) or hints.nearest_word(name, free)
            remedy = "name its column" if near is None else f"did you mean column {places[near]}?"
            problems.append(Problem("missing-column", f"there is no column {name!r}", remedy, (what,)))
    return problems


def type_name(kind: object) -> str:
    """Return what a message calls the type of a column: without its fields or its categories, which may be answers.

    Args:
        kind: The type, as narwhals or Polars has it.
    """
    text = str(kind)
    return text if text.startswith("Decimal") else text.partition("(")[0]


def _folded(name: object) -> str:
    """Return a name as it is compared for a hint: without blanks around it, in small letters of the usual width."""
    return unicodedata.normalize("NFKC", str(name)).strip().casefold()
