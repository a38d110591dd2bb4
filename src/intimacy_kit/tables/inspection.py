"""Looking for cells that hold neither an answer nor a gap, and for numbers that run beside their scale."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from intimacy_kit.errors import MissingExtra, Problem
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.cells import Cell
from intimacy_kit.tables.faults import LISTED, CellFault
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.meaning import Fault, plain_text
from intimacy_kit.tables.reading import ReadTable
from intimacy_kit.tables.rows import ROW, number_rows
from intimacy_kit.tables.vocabulary import EVERY, Shape

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtra("tables") from error


def cell_faults(
    read: ReadTable, cells: Mapping[str, Cell], hidden: Mapping[str, int], *, skip: int = 0
) -> list[CellFault]:
    """Return what is wrong with cells, by item and kind.

    Args:
        read: An eager table, or a lazy one of Polars, which is then run.
        cells: The items that are looked at.
        hidden: Item to the number of its cells that were answered though it was not shown.
        skip: How many rows below the names were left out; row numbers count them.
    """
    faults: list[CellFault] = []
    if read.layout.shape is Shape.LONG:
        table = number_rows(read.people)
        columns = _names_of(read.layout, cells)
        for id, cell in cells.items():
            rows = table.filter(nw.col(read.layout.item) == columns[id])
            faults += _by_kind(id, cell, _pairs(rows, [*read.layout.copied, cell.source]), read.layout, skip)
            if hidden.get(id):
                faults.append(CellFault(id, Fault.UNSHOWN.value, hidden[id], ()))
        return faults
    table = number_rows(read.table)
    for id, cell in cells.items():
        rows = table.filter((cell.filled - cell.answered(look=True)) > 0)
        faults += _by_kind(id, cell, _pairs(rows, [cell.source]), read.layout, skip)
    return faults


def unknown_items(people: Any, key: ScoringKey, layout: TableLayout, *, skip: int = 0) -> list[CellFault]:
    """Return names in a long table that are no item of the form, with how often and where they stand.

    Args:
        people: The rows, eager or lazy with Polars.
        key: The scoring key.
        layout: What the table means.
        skip: As for `cell_faults`.
    """
    called = set(layout.item_columns(key).values()) | {id for id in key.by_id if id not in key.relevant}
    item = nw.col(layout.item).cast(nw.String).fill_null("")
    rows = number_rows(people).filter(~item.is_in(sorted(called)))
    places: dict[str, list[int]] = {}
    for row, name in _pairs(rows, [layout.item]):
        places.setdefault(str(name), []).append(row)
    return [
        CellFault(name, "unknown-item", len(rows), tuple(row + skip for row in sorted(rows)[:LISTED]))
        for name, rows in places.items()
    ]


def shift_problems(read: ReadTable, cells: Mapping[str, Cell], faults: Sequence[CellFault]) -> list[Problem]:
    """Return a problem for each range of scales whose numbers all look shifted by one.

    They do where the number just beyond one end of the scale is there, the number at the other end is nowhere,
    and all others lie between. What the layout says of an offset is not doubted.

    Args:
        read: The table.
        cells: How each item is read.
        faults: What is wrong with the table.
    """
    off = {fault.item for fault in faults if fault.kind == Fault.OFF_SCALE}
    if not off:
        return []
    groups: dict[tuple[int, int], list[Cell]] = {}
    for cell in cells.values():
        if cell.contiguous and cell.meaning.numbers and not _has_offset(cell.item, read.layout):
            groups.setdefault((int(cell.item.low), int(cell.item.high)), []).append(cell)
    problems: list[Problem] = []
    for (low, high), members in groups.items():
        if not any(cell.item.id in off for cell in members):
            continue
        numbers: set[int] = set()
        for cell in members:
            numbers |= _whole_numbers(read, cell)
        if not numbers:
            continue
        for shift in (-1, 1):
            edge, far = (low - 1, high) if shift < 0 else (high + 1, low)
            if edge in numbers and far not in numbers and low + shift <= min(numbers) and max(numbers) <= high + shift:
                message = f"the numbers run from {low + shift} to {high + shift} on a scale from {low} to {high}"
                remedy = f"say `offset: {-shift}` in a layout if they are shifted, or `offset: 0` if they are not"
                problems.append(Problem("shifted-scale", message, remedy, ("offset",)))
    return problems


def _names_of(layout: TableLayout, ids: Iterable[str]) -> Mapping[str, str]:
    """Return what items are called in a long table."""
    return {id: id for id in ids} if layout.columns is None else layout.columns


def _has_offset(item: KeyedItem, layout: TableLayout) -> bool:
    return any(name in layout.offset for name in (EVERY, item.pillar, item.id))


def _whole_numbers(read: ReadTable, cell: Cell) -> set[int]:
    """Return the whole numbers in a column that are not codes."""
    if read.layout.shape is Shape.LONG:
        name = _names_of(read.layout, [cell.item.id])[cell.item.id]
        rows = read.people.filter(nw.col(read.layout.item) == name)
    else:
        rows = read.table
    distinct = rows.select(nw.col(cell.source)).unique()
    numbers: set[int] = set()
    for (value,) in _collect(distinct).iter_rows():
        text = plain_text(value, read.layout.dialect.decimal)
        meaning = cell.meaning.cells.get(text)
        if type(meaning) is int or (meaning is None and text.lstrip("-").isdigit() and len(text) < 10):
            numbers.add(int(text) if text.lstrip("-").isdigit() else int(meaning or 0))
    return numbers


def _pairs(rows: Any, columns: Sequence[str]) -> Iterator[tuple[int, Any]]:
    """Yield the number of each row from 1, with its one cell or its cells."""
    for row, *cells in _collect(rows.select(ROW, *columns)).iter_rows():
        yield row + 1, cells[0] if len(cells) == 1 else tuple(cells)


def _collect(table: Any) -> Any:
    return table.collect() if isinstance(table, nw.LazyFrame) else table


def _by_kind(
    id: str, cell: Cell, pairs: Iterable[tuple[int, Any]], layout: TableLayout, skip: int
) -> Iterator[CellFault]:
    """Yield the faults of one item, the kinds in the order in which they come."""
    places: dict[Fault, list[int]] = {}
    long = layout.shape is Shape.LONG
    counts: Counter[Any] = Counter()
    for row, cells in pairs:
        *who, value = cells if long else (cells,)
        meaning = cell.meaning.read(value, layout.dialect.decimal)
        if long:
            counts[tuple(who)] += 1
            if counts[tuple(who)] > 1:
                meaning = Fault.TWICE
        elif not isinstance(meaning, Fault):
            # answered though not shown, or a kind of number that no engine compares with others
            meaning = Fault.OFF_SCALE if cell.shown is None else Fault.UNSHOWN
        if isinstance(meaning, Fault):
            places.setdefault(meaning, []).append(row + skip)
    for kind, rows in places.items():
        yield CellFault(id, kind.value, len(rows), tuple(sorted(rows)[:LISTED]))
