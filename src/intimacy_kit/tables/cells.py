"""How a column of a table is read: what counts as an answer, as a gap, and as neither."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.layout import Shape, TableLayout, absent

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtra("tables") from error


@attrs.frozen
class Cell:
    """How the answers to one item are read.

    Args:
        item: The item.
        column: The name of its column.
        kind: What the column holds: `int`, `float`, `text`, or `none` where it is empty throughout.
        codes: What stands in it, to the missing code that it means.
        gaps: What an empty cell means, in a column of text also one of empty text.
        label: What a message calls the column.
        read_as: The type that the column is read as, where its own is one that engines cannot compare; or None.
        rows: The column that counts the rows of this item, in a table that was long.
    """

    item: KeyedItem
    column: str
    kind: str
    codes: Mapping[float | str, Missing]
    gaps: Missing
    label: str
    read_as: Any = None
    rows: str | None = None

    @property
    def raw(self) -> Any:
        """The column."""
        column = nw.col(self.column)
        return column if self.read_as is None else column.cast(self.read_as)

    @property
    def plain(self) -> bool:
        """Whether the column holds values and empty cells only, once it has been looked at."""
        return self.kind in ("int", "float") and not self.codes and self.rows is None

    @property
    def contiguous(self) -> bool:
        """Whether every whole number between the ends of the scale is a value of it."""
        return len(self.item.values) == self.item.high - self.item.low + 1

    @property
    def ok(self) -> Any:
        """Whether a cell holds a value of the scale; false or null otherwise."""
        item = self.item
        if self.kind == "none":
            return self.raw.is_null() & ~self.raw.is_null()  # false in a column of its own length, which no literal has
        if self.kind == "text":
            found = self.raw.is_in([str(value) for value in item.values])
        elif self.contiguous:
            found = (self.raw >= item.low) & (self.raw <= item.high)
            found = found & (self.raw.round(0) == self.raw) if self.kind == "float" else found
        else:
            found = self.raw.is_in([float(each) if self.kind == "float" else each for each in item.values])
        return found if self.rows is None else found & (nw.col(self.rows) == 1)

    @property
    def empty(self) -> Any:
        """Whether a cell is empty."""
        return self.raw.is_null() | self.raw.is_nan() if self.kind == "float" else self.raw.is_null()

    @property
    def filled(self) -> Any:
        """1 where a cell holds anything but a gap, else 0; whatever is filled and no answer is invalid."""
        gap = self.empty
        if self.codes:
            gap = gap | self.raw.is_in(list(self.codes))
        if self.rows is not None:
            gap = gap & (nw.col(self.rows) <= 1)
        return nw.when(gap).then(nw.lit(0)).otherwise(nw.lit(1))

    @property
    def asked(self) -> Any | None:
        """1 where the item was asked, else 0; None where it was asked of everybody."""
        words = [each for each, code in self.codes.items() if code is Missing.NOT_ASKED]
        left_out = [self.raw.is_in(words)] if words and self.kind != "none" else []
        left_out += [self.empty] if self.gaps is Missing.NOT_ASKED else []
        if not left_out:
            return None
        outside = left_out[0] if len(left_out) == 1 else left_out[0] | left_out[1]
        return nw.when(outside).then(nw.lit(0)).otherwise(nw.lit(1))

    def answered(self, *, look: bool) -> Any:
        """Whether a cell holds an answer, never null."""
        if look or not self.plain:
            return nw.when(self.ok).then(nw.lit(1)).otherwise(nw.lit(0))
        return ~self.empty

    def number(self, gap: int, *, look: bool) -> Any:
        """The answer as given, with a number in place of every gap."""
        if self.kind == "none":
            return nw.lit(gap)
        if self.kind == "text":
            number = nw.lit(gap)
            for value in self.item.values:
                number = nw.when(self.raw == str(value)).then(nw.lit(value)).otherwise(number)
            return number if self.rows is None else nw.when(self.ok).then(number).otherwise(nw.lit(gap))
        if look or not self.plain:
            return nw.when(self.ok).then(self.raw).otherwise(nw.lit(gap))
        filled = self.raw.fill_null(gap)
        return filled.fill_nan(gap) if self.kind == "float" else filled


def read(
    table: Any, key: ScoringKey, layout: TableLayout, noted: Sequence[Problem] = ()
) -> tuple[Any, dict[str, Cell]]:
    """Return a table with a row for each check-in, and how each item is read in it.

    Args:
        table: The table, as narwhals holds it.
        key: The scoring key.
        layout: What the table means.
        noted: Problems that are known already.

    Raises:
        InvalidValue: When there are any, or the table and the layout do not fit the key, with every reason.
    """
    names = table.collect_schema().names()
    problems = [*noted, *layout.problems(key)]
    if layout.shape is Shape.LONG:
        wanted = {"person": layout.person, "item": layout.item, "value": layout.value}
    else:
        wanted = {**{name: name for name in layout.ids}, **layout.item_columns(key)}
    problems += absent(wanted, names)
    if layout.shape is Shape.LONG and not problems:
        return _read_long(table, key, layout)
    cells = _cells(table, key, layout.item_columns(key), layout, problems) if layout.shape is Shape.WIDE else {}
    if problems:
        raise InvalidValue(problems)
    return table, cells


def invalid_counts(table: Any, cells: Mapping[str, Cell]) -> Any:
    """Return a table with one row: for each item how many cells hold neither a value of its scale nor a gap.

    Args:
        table: The table, as narwhals holds it.
        cells: How each item is read.
    """
    return table.select(*[(cell.filled - cell.answered(look=True)).sum().alias(id) for id, cell in cells.items()])


def _read_long(table: Any, key: ScoringKey, layout: TableLayout) -> tuple[Any, dict[str, Cell]]:
    """Return a row for each person, with a column for each item and one that counts its rows."""
    values = {id: f"{_VALUE}{i}" for i, id in enumerate(key.scored)}
    rows = {id: f"{_ROWS}{i}" for i, id in enumerate(key.scored)}
    here = {id: nw.col(layout.item) == id for id in key.scored}
    table = table.select(
        nw.col(layout.person),
        *[nw.when(here[id]).then(nw.col(layout.value)).alias(name) for id, name in values.items()],
        *[nw.when(here[id]).then(nw.lit(1)).otherwise(nw.lit(0)).alias(name) for id, name in rows.items()],
    )
    table = table.group_by(layout.person).agg(
        *[nw.col(name).max() for name in values.values()], *[nw.col(name).sum() for name in rows.values()]
    )
    problems: list[Problem] = []
    cells = _cells(table, key, values, layout, problems)
    if problems:
        message = f"the column {layout.value!r} is of type {table.collect_schema()[next(iter(values.values()))]}"
        raise InvalidValue([attrs.evolve(problems[0], message=message, path=("value",))])
    return table, {id: attrs.evolve(cell, rows=rows[id], label=f"the item {id!r}") for id, cell in cells.items()}


def _cells(
    table: Any, key: ScoringKey, columns: Mapping[str, str], layout: TableLayout, problems: list[Problem]
) -> dict[str, Cell]:
    """Return how each item's column is read, noting those of a type that holds no answers."""
    schema = table.collect_schema()
    cells: dict[str, Cell] = {}
    for id, name in columns.items():
        if id not in key.scored or name not in schema.names():
            continue
        kind = _kind(schema[name])
        if kind is None:
            message = f"the column {name!r} is of type {schema[name]}"
            problems.append(Problem("wrong-type", message, "give whole numbers, as integers, floats or text", (id,)))
            continue
        codes: dict[float | str, Missing] = {}
        if kind == "text":
            codes.update(layout.text_codes)
        elif kind != "none":
            codes.update((float(each) if kind == "float" else each, code) for each, code in layout.number_codes.items())
        read_as = _read_as(schema[name], kind, arrow=table.implementation.is_pyarrow())
        cells[id] = Cell(key.scored[id], name, kind, codes, layout.gaps, f"the column {name!r}", read_as)
    return cells


def _kind(dtype: Any) -> str | None:
    """Return what a column of a type holds, or None where it can hold no answers."""
    if dtype.is_integer():
        return "int"
    if dtype.is_float():
        return "float"
    if dtype in _LABELS or dtype == nw.String:
        return "text"
    return "none" if dtype == nw.Unknown else None


def _read_as(dtype: Any, kind: str, *, arrow: bool) -> Any:
    """Return the type as which a column has to be read to be compared, or None where its own will do."""
    if dtype in _LABELS or (arrow and kind == "text"):
        return nw.String  # labels may be numbers, and PyArrow compares no views of text
    return nw.Float32 if arrow and str(dtype) == "Float16" else None


_LABELS = (nw.Categorical, nw.Enum)

_VALUE, _ROWS = "_intimacy_kit_value", "_intimacy_kit_rows"
"""Columns that a long table gets on the way; a table is not expected to have them."""
