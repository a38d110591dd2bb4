"""Rows of a text file that have nothing in them, or fewer cells than there are names."""

import itertools
import re
from collections.abc import Iterable, Iterator

import attrs

from intimacy_kit.tables.faults import LISTED
from intimacy_kit.tables.text import TextTable

_QUOTED = re.compile(rb'"[^"]*"')


@attrs.frozen
class RowFault:
    """Rows of a file that are not what a row of a table is.

    Args:
        kind: `blank-row` (nothing in any cell, so it is left out) or `short-row` (fewer cells than names; the
            missing ones count as empty).
        rows: How many rows there are.
        first: The first of them, counted from 1 below the names without the blank ones.
    """

    kind: str
    rows: int
    first: tuple[int, ...] = ()


def row_faults(lines: Iterable[bytes], table: TextTable, *, skip: int = 0) -> tuple[tuple[RowFault, ...], bool]:
    """Return which rows of a text file have nothing in them or too few cells, and whether any row at all is blank.

    Args:
        lines: The file in UTF-8, line by line.
        table: How it is read.
        skip: How many rows below the names may have any number of cells.
    """
    separator, least = table.separator.encode(), len(table.names) - 1
    nothing = b' \t\r\n"' + separator
    row, blank, below = -1, 0, 0
    short: list[int] = []
    for line in _rows(itertools.islice(lines, table.lines, None)):
        if not line.strip(nothing):
            below += 1
            continue
        row, blank, below = row + 1, blank + below, 0
        if row > skip and _cells(line, separator, least) < least:
            short.append(row)
    faults = [RowFault("blank-row", blank)] if blank else []
    faults += [RowFault("short-row", len(short), tuple(short[:LISTED]))] if short else []
    return tuple(faults), bool(blank + below)


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
