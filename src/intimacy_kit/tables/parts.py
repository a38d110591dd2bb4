"""Scores that are parts of other scores, as columns of a table."""

from collections.abc import Mapping
from typing import Any

import attrs

from intimacy_kit.errors import MissingExtra
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.subscale import Subscale
from intimacy_kit.scoring_key.term import Term
from intimacy_kit.tables.cells import Cell
from intimacy_kit.tables.sums import SUMS, look_ups, readings, sums_of

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtra("tables") from error


@attrs.frozen
class PartCell:
    """How the value of a score is read where it is a part of another one, as `Cell` is for an answer.

    Args:
        item: The score as the item that it is there.
        column: The name of the column that holds its value.
        counted: The name of the column that counts its items that were asked, or None where it is asked in every row.
        by: The module that makes expressions.
    """

    item: KeyedItem
    column: str
    counted: str | None
    by: Any
    kind: str = "part"
    unshown: Any = None

    @property
    def ok(self) -> Any:
        """Whether there is a value, never null."""
        return self.by.when(self.by.col(self.column).is_null()).then(self.by.lit(0)).otherwise(self.by.lit(1)) == 1

    @property
    def asked(self) -> Any | None:
        """Return 1 where it counts as asked, else 0; None where it does in every row."""
        if self.counted is None:
            return None
        return self.by.when(self.by.col(self.counted) > 0).then(self.by.lit(1)).otherwise(self.by.lit(0))

    def answered(self, *, look: bool) -> Any:  # noqa: ARG002  # values of scores need no look
        """Return whether there is a value, as 1 or 0."""
        return self.by.when(self.by.col(self.column).is_null()).then(self.by.lit(0)).otherwise(self.by.lit(1))

    def number(self, gap: int, *, look: bool) -> Any:  # noqa: ARG002  # values of scores need no look
        """Return the value in parts of a unit, and another number for a gap."""
        parts = (self.by.col(self.column) * float(self.item.per_unit)).round(0)
        return (
            self.by.when(self.by.col(self.column).is_null())
            .then(self.by.lit(float(gap)))
            .otherwise(parts)
            .cast(self.by.Int64)
        )


AnyCell = Cell | PartCell


def with_parts(
    table: Any, subscale: Subscale, cells: Mapping[str, Cell], *, look: bool
) -> tuple[Any, list[tuple[AnyCell, Term]]]:
    """Return a table with the values of the parts of a score, and how each member of the score is read.

    Args:
        table: The table.
        subscale: The score.
        cells: How the items are read that the table has, by id.
        look: Whether cells have to be looked at.
    """
    members: list[tuple[AnyCell, Term]] = [(cells[term.item], term) for term in subscale.terms if term.item in cells]
    for part, term in zip(subscale.below, subscale.parts, strict=True):
        table, columns = with_value(table, part, cells, look=look)
        if columns is not None:
            item = subscale.items[part.id]
            members.append((PartCell(item, columns.value, columns.sums.get("asked"), maker(cells)), term))
    return table, members


def with_sums(
    table: Any, subscale: Subscale, cells: Mapping[str, Cell], *, look: bool
) -> tuple[Any, dict[str, Any], int]:
    """Return a table with the values of all scores that one needs, what is added up for that, and its members.

    Args:
        table: The table.
        subscale: The score.
        cells: How the items are read that the table has, by id.
        look: Whether cells have to be looked at.
    """
    table, members = with_parts(table, subscale, cells, look=look)
    sums = sums_of(subscale, members, look=look)
    if subscale.operand is not None and sums:
        by, other = maker(cells), subscale.operand.score
        table, columns = (table, None) if other is None else with_value(table, other, cells, look=look)
        sums["operand"] = by.lit(None).cast(by.Float64) if columns is None else by.col(columns.value)
    return table, sums, len(members)


@attrs.frozen
class ValueColumns:
    """The names of the columns that hold a score while others are made of it.

    Args:
        value: That of its value.
        sums: What was added up for it, to the name of the column that holds that.
        members: How many members of it the table has.
    """

    value: str
    sums: Mapping[str, str]
    members: int


def with_value(
    table: Any, subscale: Subscale, cells: Mapping[str, Cell], *, look: bool
) -> tuple[Any, ValueColumns | None]:
    """Return a table with the value of a score in a column, once, and the names of its columns; None without items.

    Args:
        table: The table.
        subscale: The score.
        cells: How the items are read that the table has, by id.
        look: Whether cells have to be looked at.
    """
    if subscale.rests_on.isdisjoint(cells):
        return table, None
    by, start = maker(cells), f"{_PART}_{subscale.id}_"
    value = f"{start}value"
    table, sums, members = with_sums(table, subscale, cells, look=look)
    if value not in table.collect_schema().names():
        table = table.with_columns(*[column.alias(f"{start}{what}") for what, column in sums.items()])
        read = readings(subscale, {what: by.col(f"{start}{what}") for what in sums}, members, by)
        table = table.with_columns(read["value"].alias(value))
        looked_up = next(look_ups(subscale, {"value": by.col(value), "asked": read["asked"]}, by))
        table = table.with_columns(looked_up["value"].alias(value)) if looked_up else table
    names = set(table.collect_schema().names())
    known = {what: f"{start}{what}" for what in SUMS if f"{start}{what}" in names}
    return table, ValueColumns(value, known, members)


def maker(cells: Mapping[str, Cell]) -> Any:
    """Return the module that makes expressions for some cells.

    Args:
        cells: How items are read, by id.
    """
    return next((cell.by for cell in cells.values()), nw)


_PART = "_intimacy_kit_part"
"""Columns that come and go on the way; a table is not expected to have them."""
