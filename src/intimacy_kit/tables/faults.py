"""Cells that hold neither an answer nor a gap, as problems: their kind, their number and their rows, never the cell."""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from intimacy_kit._outside_text import Hints
from intimacy_kit.errors import Problem
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.meaning import Fault

LISTED = 5
"""How many rows are named of each kind."""


@attrs.frozen
class CellFault:
    """Cells of one item that mean nothing, all of one kind.

    Args:
        item: The item's id; of a name that is not an item, the name, or nothing where it may be an answer.
        kind: The code of the problem: `unknown-label` (text that is not a label), `not-whole` (a fraction),
            `decimal-comma`, `out-of-range` (a number off the scale), `repeated-answer` (the item stands twice
            for one check-in) or `unknown-item`.
        cells: How many cells there are.
        rows: The first rows that have one, counted from 1 below the names.
    """

    item: str
    kind: str
    cells: int
    rows: tuple[int, ...]


@attrs.frozen
class KindCount:
    """How many cells are wrong in one way.

    Args:
        kind: As in `CellFault`.
        cells: How many cells there are, of all items.
        check_ins: In how many check-ins they stand.
    """

    kind: str
    cells: int
    check_ins: int


_SAID = {
    Fault.LABEL: (
        "text that is neither a number nor a known label",
        "say what it means under `values` in a layout, or under `codes` if it is a gap",
    ),
    Fault.FRACTION: ("a number with a fraction", "mend them, leave the rows out with `without`, or count them as gaps"),
    Fault.COMMA: ("a decimal comma", 'say `dialect: {decimal: ","}` in a layout, or mend them'),
    Fault.UNSHOWN: ("an answer though the item was not shown", "empty them, or mend the answers before"),
    Fault.TWICE: ("a second answer of one check-in", "name what else tells check-ins apart, such as a day, with ids"),
}
_ITEM_COLUMN = "name their column under `item`, say under `columns` what items are called there, or leave the rows out"
_OFF = "mend them, name their codes, or count them as gaps with on_invalid='null'"


def problem_of(fault: CellFault, item: KeyedItem | None, where: str, *, remedy: str = "") -> Problem:
    """Return a fault as a problem.

    Args:
        fault: The fault.
        item: The item, where it is one.
        where: Where the cells stand, as a message says it.
        remedy: What to do about them; what can be done about the kind unless given.
    """
    rows = "" if not fault.rows else _rows(fault)
    if item is None:
        name = f"the item {fault.item[:100]!a}, which" if fault.item else "an item that"
        message = f"{count_of(fault.cells, 'row')} with {name} the form does not have{rows}"
        other = "leave them out with `without`" if fault.item else _ITEM_COLUMN
        return Problem(fault.kind, message, remedy or other, (fault.item[:100],))
    cells = count_of(fault.cells, "cell")
    if fault.kind == Fault.OFF_SCALE:
        message = f"{where} has {cells} without a value from {item.low} to {item.high}{rows}"
        return Problem(fault.kind, message, remedy or _OFF, (item.id,))
    what, mend = _SAID[Fault(fault.kind)]
    return Problem(fault.kind, f"{where} has {cells} with {what}{rows}", remedy or mend, (item.id,))


def _rows(fault: CellFault) -> str:
    if len(fault.rows) == 1:
        return f", in row {fault.rows[0]}"
    first = "first in rows" if fault.cells > len(fault.rows) else "in rows"
    return f", {first} {', '.join(map(str, fault.rows))}"


def problems_of(
    faults: Iterable[CellFault], cells: Mapping[str, Any], key: ScoringKey, layout: TableLayout
) -> list[Problem]:
    """Return faults as problems, each item's in the order of the faults.

    Args:
        faults: The faults.
        cells: How each item is read.
        key: The scoring key.
        layout: What the table means.
    """
    known = set(layout.item_columns(key).values())
    problems: list[Problem] = []
    hints = Hints()
    for fault in faults:
        cell = cells.get(fault.item) if fault.kind != "unknown-item" else None
        hint = "" if cell else hints.nearest(fault.item, known)
        problems.append(problem_of(fault, cell and cell.item, cell.label if cell else "", remedy=hint))
    return problems


def count_of(count: int, noun: str) -> str:
    """Return a number with its noun, in the plural where it is not one."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
