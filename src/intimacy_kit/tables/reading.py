"""A table as scoring reads it: a row for each check-in, which cells hold answers, and which items were shown."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from intimacy_kit.content.condition import Condition
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.balanced import combined
from intimacy_kit.tables.cells import Cell, cells_of
from intimacy_kit.tables.column_names import missing_columns
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.parts import maker, value_column, with_values
from intimacy_kit.tables.rows import answer_columns, people, with_plain_cells
from intimacy_kit.tables.vocabulary import Shape

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtra("tables") from error


@attrs.frozen
class ReadTable:
    """A table with a row for each check-in, and how it is read.

    Args:
        table: The table, as narwhals holds it; the items' columns hold numbers.
        cells: How each item is read.
        layout: What is left to say of the table.
        people: The rows that are people or their answers, as they were.
    """

    table: Any
    cells: Mapping[str, Cell]
    layout: TableLayout
    people: Any


def read_table(
    table: Any, key: ScoringKey, layout: TableLayout, noted: Sequence[Problem] = (), *, skipped: bool = False
) -> ReadTable:
    """Return a table with a row for each check-in, and how each item is read in it.

    Args:
        table: The table, as narwhals holds it.
        key: The scoring key.
        layout: What the table means.
        noted: Problems that are known already.
        skipped: Whether the rows below the names are left out already.

    Raises:
        InvalidValue: When there are any, or the table and the layout do not fit the key, with every reason.
    """
    problems = [*noted, *layout.problems(key)]
    if problems and (layout.partners or layout.unpack):
        raise InvalidValue(problems)
    rows, layout = people(with_plain_cells(table, _answer_columns(key, layout)), key, layout, skipped=skipped)
    names = rows.collect_schema().names()
    long = layout.shape is Shape.LONG
    needed = [(name, name) for name in (*layout.ids, *layout.watched)]
    if long:
        needed += [("person", layout.person), ("item", layout.item), ("value", layout.value)]
    else:
        needed += layout.item_columns(key).items()
    problems += missing_columns(needed, names)
    if problems and long:
        raise InvalidValue(problems)
    made, columns = _pivot(rows, key, layout) if long else (rows, layout.item_columns(key))
    cells, numbers = cells_of(made, key, columns, layout, problems)
    if problems:
        raise InvalidValue(problems)
    if long:
        cells = {id: attrs.evolve(cell, rows=columns[id].replace(_VALUE, _ROWS)) for id, cell in cells.items()}
    made, cells = with_shown(made.with_columns(*numbers) if numbers else made, cells, key)
    return ReadTable(made, cells, layout, rows)


def _answer_columns(key: ScoringKey, layout: TableLayout) -> list[str]:
    """Return the columns that hold answers."""
    if layout.shape is Shape.LONG:
        return [layout.value]
    return [name for _, name in answer_columns(key, layout)]


def invalid_counts(table: Any, cells: Mapping[str, Cell]) -> Any:
    """Return a table with one row: for each item how many cells hold neither a value of its scale nor a gap.

    The column of an item with `hidden` behind its id counts those of them that were answered though not shown.

    Args:
        table: The table, as narwhals holds it.
        cells: How each item is read.
    """
    wrong = [(cell.filled - cell.answered(look=True)).sum().alias(id) for id, cell in cells.items()]
    hidden = [_hidden(cell).sum().alias(f"{id} hidden") for id, cell in cells.items()]
    return table.select(*wrong, *hidden)


def _hidden(cell: Cell) -> Any:
    """1 where a cell holds anything but a gap although its item was not shown, else 0."""
    if cell.shown is None:
        return cell.filled * 0
    return nw.when(nw.col(cell.shown) == 0).then(cell.filled).otherwise(nw.lit(0))


def _pivot(table: Any, key: ScoringKey, layout: TableLayout) -> tuple[Any, dict[str, str]]:
    """Return a row for each check-in of a long table, with a column for each item and one that counts its rows."""
    called = {id: name for id, name in layout.item_columns(key).items() if id in key.relevant}
    here = {id: nw.col(layout.item) == name for id, name in called.items()}
    values = {id: f"{_VALUE}{i}" for i, id in enumerate(called)}
    extra = [name for name in layout.watched if name not in layout.copied]
    counts = {id: name.replace(_VALUE, _ROWS) for id, name in values.items()}
    table = table.select(
        *[nw.col(name) for name in (*layout.copied, *extra)],
        *[nw.when(here[id]).then(nw.col(layout.value)).alias(name) for id, name in values.items()],
        *[nw.when(here[id]).then(nw.lit(1)).otherwise(nw.lit(0)).alias(name) for id, name in counts.items()],
    )
    table = table.group_by(*layout.copied).agg(
        *[nw.col(name).max() for name in values.values()],
        *[nw.col(name).sum() for name in counts.values()],
        *[nw.col(name).max() for name in extra],
    )
    return table, values


def with_shown(table: Any, cells: Mapping[str, Cell], key: ScoringKey) -> tuple[Any, dict[str, Cell]]:
    """Return a table with a column for each item that is shown only after certain answers, and how it is then read.

    Args:
        table: The table, with a row for each check-in.
        cells: How each item is read.
        key: The scoring key.
    """
    known = dict(cells)
    by = maker(cells)
    for i, item in enumerate(key.items):
        if item.id in known and item.show_if is not None:
            table, holds = _add_condition(table, known, key, item.show_if)
            name = f"{_SHOWN}{i}"
            table = table.with_columns(by.when(holds).then(by.lit(1)).otherwise(by.lit(0)).alias(name))
            known[item.id] = attrs.evolve(known[item.id], shown=name)
    return table, known


def _add_condition(table: Any, cells: Mapping[str, Cell], key: ScoringKey, condition: Condition) -> tuple[Any, Any]:
    """Return a table, with further columns where a score is compared, and whether a condition holds in a row."""
    by = maker(cells)
    if condition.parts is not None:
        holding: list[Any] = []
        for part in condition.parts:
            table, holds = _add_condition(table, cells, key, part)
            holding.append(holds)
        if condition.any_ is None:
            return table, combined(holding, lambda one, other: one & other)
        return table, combined(holding, lambda one, other: one | other)
    if condition.item is not None:
        cell = cells.get(condition.item)
        if cell is None:
            return table, _nowhere(table, by)
        compared = _compare(cell.number(0, look=True), condition, cell.item.per_unit)
        return table, (by.when(cell.ok).then(by.lit(1)).otherwise(by.lit(0)) == 1) & compared
    score = key.score(str(condition.score))
    if score.rests_on.isdisjoint(cells):
        return table, _nowhere(table, by)
    table = with_values(table, [score], cells, look=True)
    value = by.col(value_column(score))
    has_value = by.when(value.is_null()).then(by.lit(0)).otherwise(by.lit(1)) == 1
    return table, has_value & (by.when(_compare(value, condition, 1)).then(by.lit(1)).otherwise(by.lit(0)) == 1)


def _nowhere(table: Any, by: Any) -> Any:
    """Return false in a column of the table's length, which no literal has."""
    column = by.col(table.collect_schema().names()[0])
    return column.is_null() & ~column.is_null()


def _compare(number: Any, condition: Condition, per_unit: int) -> Any:
    """Return whether a number in parts of a unit is as a comparison wants it."""
    limits = [(limit * per_unit) for limit in condition.numbers]
    figures = [limit.numerator if limit.denominator == 1 else float(limit) for limit in limits]
    if condition.at_least is not None:
        return number >= figures[0]
    if condition.at_most is not None:
        return number <= figures[0]
    if condition.not_equals is not None:
        return number != figures[0]
    return combined([number == figure for figure in figures], lambda one, other: one | other)


_VALUE, _ROWS, _SHOWN = "_intimacy_kit_value", "_intimacy_kit_rows", "_intimacy_kit_shown"
"""Columns that a table gets on the way; it is not expected to have them."""
