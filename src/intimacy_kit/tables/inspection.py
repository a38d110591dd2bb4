"""Looking for cells that hold neither an answer nor a gap, and for numbers that run beside their scale."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from intimacy_kit.errors import MissingExtra, Problem
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.cells import Cell
from intimacy_kit.tables.faults import LISTED, CellFault, KindCount
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.meaning import Fault, is_whole, plain_text
from intimacy_kit.tables.reading import ReadTable
from intimacy_kit.tables.rows import PARTNER, ROW, number_rows
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
    for id, kinds in _wrong_cells(read, cells):
        for kind, places in kinds.items():
            rows = sorted(row + skip for row, _ in places)
            faults.append(CellFault(id, kind.value, len(rows), tuple(rows[:LISTED])))
        if read.layout.shape is Shape.LONG and hidden.get(id):
            faults.append(CellFault(id, Fault.UNSHOWN.value, hidden[id], ()))
    return faults


def kind_counts(read: ReadTable, cells: Mapping[str, Cell]) -> list[KindCount]:
    """Return how many cells are wrong in each way, and in how many check-ins.

    Args:
        read: As for `cell_faults`.
        cells: The items that are looked at.
    """
    counts: Counter[Fault] = Counter()
    check_ins: dict[Fault, set[Any]] = {}
    for _, kinds in _wrong_cells(read, cells):
        for kind, places in kinds.items():
            counts[kind] += len(places)
            check_ins.setdefault(kind, set()).update(who for _, who in places)
    return [KindCount(kind.value, number, len(check_ins[kind])) for kind, number in counts.items()]


def unknown_items(people: Any, key: ScoringKey, layout: TableLayout, *, skip: int = 0) -> list[CellFault]:
    """Return names in a long table that are no item of the form, with how often and where they stand.

    Where the table has no item of the form at all, what stands there may be answers. Then rows have no name, unless it
    is one of the form but for capitals and the signs between its letters.

    Args:
        people: The rows, eager or lazy with Polars.
        key: The scoring key.
        layout: What the table means.
        skip: As for `cell_faults`.
    """
    called = set(layout.item_columns(key).values()) | {id for id in key.by_id if id not in key.relevant}
    item = nw.col(layout.item).cast(nw.String).fill_null("")
    known = item.is_in(sorted(called))
    rows = number_rows(people).filter(~known)
    plain = set(map(_letters, called)) if not len(_collect(people.filter(known).head(1))) else None
    places: dict[str, list[int]] = {}
    for row, _, name in _rows(rows, [], layout.item):
        text = "" if name is None else str(name)
        places.setdefault(text if plain is None or _letters(text) in plain else "", []).append(row)
    return [
        CellFault(name, "unknown-item", len(rows), tuple(row + skip for row in sorted(rows)[:LISTED]))
        for name, rows in places.items()
    ]


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()


def shift_problems(
    read: ReadTable, cells: Mapping[str, Cell], faults: Sequence[CellFault]
) -> tuple[list[Problem], list[CellFault]]:
    """Return a problem for each range of scales whose numbers look shifted, and the faults that this does not explain.

    They do where the number just beyond one end of the scale is there and the number at the other end is nowhere, or
    where all numbers of a range as wide as the scale are there, and no others. An offset in the layout is not doubted.

    Args:
        read: The table.
        cells: How each item is read.
        faults: What is wrong with the table.
    """
    off = {fault.item for fault in faults if fault.kind == Fault.OFF_SCALE}
    if not off:
        return [], [*faults]
    groups: dict[tuple[int, int], list[Cell]] = {}
    for cell in cells.values():
        if cell.contiguous and cell.meaning.numbers and not _has_offset(cell.item, read.layout):
            groups.setdefault((int(cell.item.low), int(cell.item.high)), []).append(cell)
    problems: list[Problem] = []
    explained: set[str] = set()
    for (low, high), members in groups.items():
        if not any(cell.item.id in off for cell in members):
            continue
        by_item = {cell.item.id: _whole_numbers(read, cell) for cell in members}
        shift = shift_of({number for numbers in by_item.values() for number in numbers}, low, high)
        if shift:
            shifted = range(low + shift, high + shift + 1)
            explained |= {id for id, numbers in by_item.items() if all(number in shifted for number in numbers)}
            message = f"the numbers run from {low + shift} to {high + shift} on a scale from {low} to {high}"
            remedy = f"say `offset: {-shift}` in a layout if they are shifted, or `offset: 0` if they are not"
            problems.append(Problem("shifted-scale", message, remedy, ("offset",)))
    return problems, [fault for fault in faults if fault.kind != Fault.OFF_SCALE or fault.item not in explained]


def shift_of(numbers: Collection[int], low: int, high: int) -> int:
    """Return by how much numbers look shifted from a scale, or 0.

    Args:
        numbers: The different numbers in cells.
        low: The low end of the scale.
        high: Its high end.
    """
    if not numbers:
        return 0
    for shift, edge, far in ((-1, low - 1, high), (1, high + 1, low)):
        between = low + shift <= min(numbers) and max(numbers) <= high + shift
        if edge in numbers and far not in numbers and between:
            return shift
        near = {number for number in numbers if low - 1 <= number <= high + 1}
        # the others may be codes that nobody named; a negative number beside a scale may be one itself
        if near == set(range(low + shift, high + shift + 1)) and edge >= 0:
            return shift
    first = min(numbers)
    return first - low if set(numbers) == set(range(first, first + high - low + 1)) else 0


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
        if is_whole(text) and (type(meaning) is int or (meaning is None and len(text) < 10)):
            numbers.add(int(text))
        elif type(meaning) is int:
            numbers.add(meaning)
    return numbers


def _wrong_cells(
    read: ReadTable, cells: Mapping[str, Cell]
) -> Iterator[tuple[str, dict[Fault, list[tuple[int, Any]]]]]:
    """Yield for each item its wrong cells by kind: the number of the row, from 1, and whose check-in it is of."""
    long = read.layout.shape is Shape.LONG
    table = number_rows(read.people if long else read.table)
    names = _names_of(read.layout, cells)
    schema = table.collect_schema().names()
    for id, cell in cells.items():
        if long:
            wrong, whose = nw.col(read.layout.item) == names[id], list(read.layout.copied)
        else:
            wrong, whose = (cell.filled - cell.answered(look=True)) > 0, [PARTNER] if PARTNER in schema else []
        yield id, _by_kind(cell, _rows(table.filter(wrong), whose, cell.source), read.layout)


def _rows(rows: Any, whose: Sequence[str], column: str) -> Iterator[tuple[int, Any, Any]]:
    """Yield the number of each row from 1, whose check-in it is of, and its cell."""
    for row, *who, value in _collect(rows.select(nw.col(ROW), *_copies([*whose, column]))).iter_rows():
        yield row + 1, tuple(who), value


def _copies(columns: Sequence[str]) -> list[Any]:
    """Return columns under names of their own, since one may be named twice."""
    return [nw.col(name).alias(f"{ROW}{i}") for i, name in enumerate(columns)]


def _collect(table: Any) -> Any:
    return table.collect() if isinstance(table, nw.LazyFrame) else table


def _by_kind(
    cell: Cell, rows: Iterable[tuple[int, Any, Any]], layout: TableLayout
) -> dict[Fault, list[tuple[int, Any]]]:
    """Return the wrong cells among some, the kinds in the order in which they come."""
    kinds: dict[Fault, list[tuple[int, Any]]] = {}
    long = layout.shape is Shape.LONG
    counts: Counter[Any] = Counter()
    for row, who, value in rows:
        meaning = cell.meaning.read(value, layout.dialect.decimal)
        if long:
            counts[who] += 1
            if counts[who] > 1:
                meaning = Fault.TWICE
        elif not isinstance(meaning, Fault):
            # answered though not shown, or a kind of number that no engine compares with others
            meaning = Fault.OFF_SCALE if cell.shown is None else Fault.UNSHOWN
        if isinstance(meaning, Fault):
            kinds.setdefault(meaning, []).append((row, who if long else (row, who)))
    return kinds
