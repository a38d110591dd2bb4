"""Scores that are parts of other scores, as columns of a table."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import attrs

from intimacy_kit.errors import MissingExtra
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.subscale import Subscale
from intimacy_kit.scoring_key.term import Term
from intimacy_kit.tables.cells import Cell
from intimacy_kit.tables.digits import Digits
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
        return self.chosen(parts, float(gap)).cast(self.by.Int64)

    def chosen(self, share: Any, gap: float, other: float = 0, *, wide: Any = None) -> Any:  # noqa: ARG002  # as above
        """Return a column where there is a value, and a number for a gap."""
        return self.by.when(self.by.col(self.column).is_null()).then(self.by.lit(gap)).otherwise(share)


AnyCell = Cell | PartCell


def with_values(table: Any, scores: Iterable[Subscale], cells: Mapping[str, Cell], *, look: bool) -> Any:
    """Return a table with a column for the value of each of some scores of which it has an item.

    All that does not rest on each other is worked out in one step.

    Args:
        table: The table.
        scores: The scores.
        cells: How the items are read that the table has, by id.
        look: Whether cells have to be looked at.
    """
    known = set(table.collect_schema().names())
    new = {each.id: each for each in scores if value_column(each) not in known and not each.rests_on.isdisjoint(cells)}
    if not new:
        return table
    by = maker(cells)
    table = with_values(table, [other for each in new.values() for other in each.needs], cells, look=look)
    known = set(table.collect_schema().names())
    sums, digits, read, looked_up = list[Any](), list[Any](), list[Any](), list[Any]()
    for score in (each for each in new.values() if value_column(each) not in known):
        added, split, members = sums_with(score, cells, known, look=look)
        sums += [column.alias(_column(score, what)) for what, column in added.items()]
        found = split.read(by.col(_column(score, "number")), by) if split else {}
        digits += [column.alias(_column(score, what)) for what, column in found.items()]
        names = {what: by.col(_column(score, what)) for what in SUMS if what in added or what in found}
        columns = readings(score, names, members, by)
        value = value_column(score) if score.entries is None else _column(score, "read")
        read.append(columns["value"].alias(value))
        entry = next(look_ups(score, {"value": by.col(value), "asked": columns["asked"]}, by)).get("value")
        looked_up += [] if entry is None else [entry.alias(value_column(score))]
    for step in (sums, digits, read, looked_up):
        table = table.with_columns(*step) if step else table
    return table


def sums_with(
    score: Subscale, cells: Mapping[str, Cell], known: Collection[str], *, look: bool
) -> tuple[dict[str, Any], Digits | None, int]:
    """Return what is added up for a score, with the value of the one that it is multiplied or divided by, and of what.

    Args:
        score: The score.
        cells: How the items are read that the table has, by id.
        known: The names of the table's columns, with those of the values that the score needs.
        look: Whether cells have to be looked at.

    Returns:
        The columns, how their number is read, and how many members of the score the table has.
    """
    by = maker(cells)
    members: list[tuple[AnyCell, Term]] = [(cells[term.item], term) for term in score.terms if term.item in cells]
    parts = [each for each in zip(score.below, score.parts, strict=True) if value_column(each[0]) in known]
    for part, term in parts:
        counted = _column(part, "asked")
        cell = PartCell(score.items[part.id], value_column(part), counted if counted in known else None, by)
        members.append((cell, term))
    sums, digits = sums_of(score, members, look=look)
    if score.operand is not None and sums:
        other = score.operand.score
        there = other is not None and value_column(other) in known
        sums["operand"] = by.col(value_column(other)) if other and there else by.lit(None).cast(by.Float64)
    return sums, digits, len(members)


def made_sums(score: Subscale, known: Collection[str]) -> dict[str, str]:
    """Return the columns that hold what was added up for a score whose value is in the table already.

    Args:
        score: The score.
        known: The names of the table's columns.
    """
    return {what: _column(score, what) for what in SUMS if _column(score, what) in known}


def seen_by(score: Subscale, cells: Mapping[str, Cell]) -> frozenset[str]:
    """Return the items whose cells the digits of a score tell apart: all of its own, or none where a hidden one counts.

    Args:
        score: The score.
        cells: How the items are read that the table has.
    """
    terms = [term for term in score.terms if term.item in cells]
    if any(term.not_shown is not None and cells[term.item].unshown is not None for term in terms):
        return frozenset()
    return frozenset(term.item for term in terms)


def value_column(score: Subscale) -> str:
    """Return the name of the column that holds the value of a score while others are made of it.

    Args:
        score: The score.
    """
    return _column(score, "value")


def maker(cells: Mapping[str, Cell]) -> Any:
    """Return the module that makes expressions for some cells.

    Args:
        cells: How items are read, by id.
    """
    return next((cell.by for cell in cells.values()), nw)


def _column(score: Subscale, what: str) -> str:
    return f"{_PART}_{score.id}_{what}"


_PART = "_intimacy_kit_part"
"""Columns that come and go on the way; a table is not expected to have them."""
