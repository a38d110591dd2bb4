"""Scores that are parts of other scores, as columns of a table."""

from collections.abc import Mapping
from typing import Any

import attrs

from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.subscale import Subscale
from intimacy_kit.scoring_key.term import Term
from intimacy_kit.tables.cells import Cell
from intimacy_kit.tables.sums import readings, sums_of


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
        if part.rests_on.isdisjoint(cells):
            continue
        by = next(cell.by for cell in cells.values())
        table, inner = with_parts(table, part, cells, look=look)
        names = table.collect_schema().names()
        value, asked = f"{_PART}_{part.id}_value", f"{_PART}_{part.id}_asked"
        if value not in names:
            sums = sums_of(part, inner, look=look)
            table = table.with_columns(*[column.alias(f"{_PART}_{part.id}_{what}") for what, column in sums.items()])
            columns = {what: by.col(f"{_PART}_{part.id}_{what}") for what in sums}
            table = table.with_columns(readings(part, columns, len(inner), by)["value"].alias(value))
            names = table.collect_schema().names()
        members.append((PartCell(subscale.items[part.id], value, asked if asked in names else None, by), term))
    return table, members


_PART = "_intimacy_kit_part"
"""Columns that come and go on the way; a table is not expected to have them."""
