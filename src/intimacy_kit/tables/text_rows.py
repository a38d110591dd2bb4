"""Rows of a text file that have nothing in them, or fewer or more cells than there are names."""

import itertools
import re
from collections.abc import Iterable, Iterator

import attrs

from intimacy_kit.errors import Problem
from intimacy_kit.tables.faults import LISTED, count_of
from intimacy_kit.tables.text import TextTable

_QUOTED = re.compile(rb'"[^"]*"')


@attrs.frozen
class RowFault:
    """Rows of a file that are not what a row of a table is.

    Args:
        kind: `blank-row` (nothing in any cell, so it is left out) or `short-row` (fewer cells than names; the
            missing ones count as empty).
        rows: How many rows there are.
        first: The first of them, counted from 1 below the names.
    """

    kind: str
    rows: int
    first: tuple[int, ...] = ()


@attrs.frozen
class RowLengths:
    """How many cells the rows of a text file have.

    Args:
        rows: How many rows there are with something in them.
        blank: How many have nothing in them, those at the end as well.
        faults: Those that are blank or short, as a summary has them.
        long: The first rows with more cells than names.
        all_long: How many there are of these.
    """

    rows: int
    blank: int
    faults: tuple[RowFault, ...] = ()
    long: tuple[int, ...] = ()
    all_long: int = 0

    def problem(self, file: str) -> Problem | None:
        """Return why the cells cannot be told to be below their names, or None.

        In a row with too many cells, one of them was cut in two, and all behind it stand below another name. Rows that
        are all too short may lack any cell.

        Args:
            file: The file, as the problem names it.
        """
        if self.all_long:
            listed = ", ".join(map(str, self.long))
            where = f"in row{'s' * (self.all_long > 1)} {listed}{', and more' * (self.all_long > len(self.long))}"
            message = f"{count_of(self.all_long, 'row')} with more cells than names, {where}"
            return Problem("not-a-table", message, "put cells that hold a separator into quotation marks", file=file)
        if self.rows > 1 and any(fault.kind == "short-row" and fault.rows == self.rows for fault in self.faults):
            message = "each row has fewer cells than there are names, so that names may stand beside their columns"
            remedy = "take the name out that has no column, or end each row with the separators of its empty cells"
            return Problem("not-a-table", message, remedy, file=file)
        return None


def nothing_in(separator: str) -> str:
    """Return the characters of which a row is made that has nothing in it."""
    return f' \t\r\n"{separator}'


def row_lengths(lines: Iterable[bytes], table: TextTable, *, skip: int = 0) -> RowLengths:
    """Return how many cells the rows of a text file have.

    Args:
        lines: The file in UTF-8, line by line.
        table: How it is read.
        skip: How many rows below the names may have too few cells.
    """
    separator, names = table.separator.encode(), len(table.names) - 1
    nothing = nothing_in(table.separator).encode()
    row, place, blank, below = -1, -1, 0, 0
    short: list[int] = []
    long: list[int] = []
    for line in _rows(itertools.islice(lines, table.lines, None)):
        place += 1
        if not line.strip(nothing):
            below += 1
            continue
        row, blank, below = row + 1, blank + below, 0
        cells = _cells(line, separator, names)
        if cells > names and row > 0:
            long.append(place)
        elif cells < names and row > skip:
            short.append(place)
    faults = [RowFault("blank-row", blank)] if blank else []
    faults += [RowFault("short-row", len(short), tuple(short[:LISTED]))] if short else []
    return RowLengths(max(row - skip, 0), blank + below, tuple(faults), tuple(long[:LISTED]), len(long))


def _cells(line: bytes, separator: bytes, least: int) -> int:
    """Return how many separators stand in a row outside of quotation marks.

    Where there are `least` in all it is not looked which are inside, since that takes time and they hardly ever are.
    """
    count = line.count(separator)
    return _QUOTED.sub(b"", line).count(separator) if count != least and b'"' in line else count


def _rows(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield rows; a cell in quotation marks may have several lines."""
    parts: list[bytes] = []
    for line in lines:
        odd = line.count(b'"') % 2
        if not parts and not odd:
            yield line
            continue
        parts.append(line)
        if odd and len(parts) > 1:
            yield b"".join(parts)
            parts = []
