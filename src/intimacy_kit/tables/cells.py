"""How a column of a table is read: what counts as an answer, as a gap, and as neither."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from intimacy_kit._values.leaves import LARGEST_EXACT
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import MissingExtra, Problem
from intimacy_kit.scoring_key.item import KeyedItem, Steps
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.column_names import type_name
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.layout_fields import LARGE
from intimacy_kit.tables.meaning import Meaning
from intimacy_kit.tables.recode import GAP_NUMBERS, is_plain, lowered, number_of, recode, trimmed
from intimacy_kit.tables.rows import holds_any_of
from intimacy_kit.tables.vocabulary import Shape

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
        kind: What the column holds: `int`, `float`, or `none` where it is empty throughout.
        codes: The numbers in it that stand for a gap, to the missing code that each means.
        gaps: What an empty cell means.
        label: What a message calls the column.
        meaning: What the cells of the table meant before they were numbers.
        source: The name of the column that they stood in; of the value in a long table.
        read_as: The type that the column is read as, where its own is one that engines cannot compare; or None.
        rows: The column that counts the rows of this item, in a table that was long.
        shown: The column that says by 1 and 0 whether the item is shown, where that depends on other answers.
        by: The module that makes expressions: narwhals, or Polars itself, whose names are the same.
        cleaned: The column that has its answers and no value else, once there is one.
        typed: Whether the table was there to say what the column holds; a statement of SQL may meet parts of a whole.
    """

    item: KeyedItem
    column: str
    kind: str
    codes: Mapping[float, Missing]
    gaps: Missing
    label: str
    meaning: Meaning
    source: str
    read_as: Any = None
    rows: str | None = None
    shown: str | None = None
    by: Any = nw
    cleaned: str | None = None
    typed: bool = True

    @property
    def raw(self) -> Any:
        """The column."""
        column = self.by.col(self.column)
        return column if self.read_as is None else column.cast(self.read_as)

    @property
    def plain(self) -> bool:
        """Whether the column holds values and empty cells only, once it has been looked at."""
        return self.kind in ("int", "float") and not self.codes and self.rows is None and self.shown is None

    @property
    def contiguous(self) -> bool:
        """Whether every whole number between the ends of the scale is a value of it, and nothing else is."""
        if self.item.range is not None:
            return self.item.range.step == 1 and self.item.whole
        return len(self.item.values) == self.item.high - self.item.low + 1

    @property
    def ok(self) -> Any:
        """Whether a cell holds a value of the scale and the item is shown, as a condition that is met or not.

        An empty cell does not meet it. Where narwhals makes expressions it is never null, since what depends on a null
        is null on some engines, where others take it for false.
        """
        if self.cleaned is not None:
            return ~self.by.col(self.cleaned).is_null()
        valid = self.on_scale
        if self.kind == "none":
            return valid
        valid = ~self.raw.is_null() & valid if self.by is nw else valid
        valid = valid if self.shown is None else valid & (self.by.col(self.shown) == 1)
        return valid if self.rows is None else valid & (self.by.col(self.rows) == 1)

    @property
    def on_scale(self) -> Any:
        """Whether a cell holds a value of the scale; false or null where it is empty."""
        item = self.item
        if self.kind == "none":
            return self.raw.is_null() & ~self.raw.is_null()  # false in a column of its own length, which no literal has
        if item.range is not None:
            return self._on_range(item.range)
        if self.contiguous:
            valid = self.raw.is_between(item.low, item.high)
            whole = self.kind == "int" and self.typed
            return valid if whole else valid & (self.raw.round(0) == self.raw)
        return self.raw.is_in([float(value) if self.kind == "float" else value for value in item.values])

    def _on_range(self, steps: Steps) -> Any:
        """Whether a number is a whole number of steps above the low end of a range, and not above the high end."""
        figures, per_unit = self.raw.cast(self.by.Float64), steps.per_unit
        parts = (figures * float(per_unit)).round(0)
        low, step = int(steps.low * per_unit), int(steps.step * per_unit)
        fine = (figures >= float(steps.low)) & (figures <= float(steps.high))
        fine = fine & (
            parts / (figures * 0.0 + float(per_unit)) == figures
        )  # dividing by a literal is not exact, see sums
        above = parts - float(low)
        return fine if step == 1 else fine & ((above / (figures * 0.0 + float(step))).round(0) * float(step) == above)

    @property
    def empty(self) -> Any:
        """Whether a cell is empty."""
        return self.raw.is_null() | self.raw.is_nan() if self.kind == "float" else self.raw.is_null()

    @property
    def gap(self) -> Any:
        """Whether a cell is empty or holds the code of a gap, never null."""
        gap = self.empty
        if self.codes:
            gap = gap | self.raw.is_in(list(self.codes))
        return gap if self.rows is None else gap & (self.by.col(self.rows) <= 1)

    @property
    def filled(self) -> Any:
        """1 where a cell holds anything but a gap, else 0; whatever is filled and no answer is invalid."""
        return self.by.when(self.gap).then(self.by.lit(0)).otherwise(self.by.lit(1))

    @property
    def invalid(self) -> Any:
        """1 where a cell holds neither an answer nor a gap, else 0."""
        return self.chosen(self.by.lit(0), 0, 1)

    @property
    def unshown(self) -> Any | None:
        """Whether the item was not shown, never null; None where it was shown to everybody."""
        coded = self._states(lambda code: code is Missing.NOT_SHOWN)
        if self.shown is None:
            return coded
        hidden = self.by.col(self.shown) == 0
        return hidden if coded is None else hidden | coded

    @property
    def asked(self) -> Any | None:
        """1 where the item was asked, else 0; None where it was asked of everybody."""
        outside = self._states(lambda code: not code.counts_as_asked)
        if self.shown is not None:
            hidden = self.by.col(self.shown) == 0
            outside = hidden if outside is None else hidden | outside
        return None if outside is None else self.by.when(outside).then(self.by.lit(0)).otherwise(self.by.lit(1))

    def _states(self, matches: Callable[[Missing], bool]) -> Any | None:
        """Whether a cell says that there is no answer for one of some reasons, never null; None where none can."""
        words = [number for number, code in self.codes.items() if matches(code)]
        saying = [~self.raw.is_null() & self.raw.is_in(words)] if words and self.kind != "none" else []
        saying += [self.empty] if matches(self.gaps) else []
        if not saying:
            return None
        stated = saying[0] if len(saying) == 1 else saying[0] | saying[1]
        return self.by.when(stated).then(self.by.lit(1)).otherwise(self.by.lit(0)) == 1

    def answered(self, *, look: bool) -> Any:
        """Whether a cell holds an answer, never null."""
        if self.cleaned is not None:
            return self.ok
        if look or not self.plain:
            return self.by.when(self.ok).then(self.by.lit(1)).otherwise(self.by.lit(0))
        return ~self.empty

    def number(self, gap: int, other: int | None = None, *, look: bool, wide: Any = None) -> Any:
        """The answer in parts of a unit, which is as given where it is whole, and other numbers elsewhere.

        Args:
            gap: What stands for a gap.
            other: What stands for a cell that holds neither an answer nor a gap; as for a gap unless given.
            look: Whether there can be such cells.
            wide: The type of whole numbers that holds both; unless given, they fit into any.
        """
        other = gap if other is None else other
        if self.kind == "none":  # a literal would not have the column's length
            return self.by.when(self.gap).then(self.by.lit(gap)).otherwise(self.by.lit(other))
        if self.cleaned is not None:
            answer = self.by.col(self.cleaned).fill_null(other)
            return answer if other == gap else self.by.when(self.gap).then(self.by.lit(gap)).otherwise(answer)
        if self.item.range is not None and not (self.item.whole and self.kind == "int"):
            parts = (self.raw.cast(self.by.Float64) * float(self.item.per_unit)).round(0)
            return self.chosen(parts, float(gap), float(other)).cast(self.by.Int64)
        if self.kind == "float":
            figures = self.raw.cast(self.by.Float64)  # shorter ones do not hold all sums
            trusted = self.plain and not look
            return figures.fill_null(gap).fill_nan(gap) if trusted else self.chosen(figures, float(gap), float(other))
        if look or not self.plain:
            return self.chosen(self.raw, gap, other, wide=wide)
        return (self.raw if wide is None else self.raw.cast(wide)).fill_null(gap)

    def chosen(self, share: Any, gap: float, other: float, *, wide: Any = None) -> Any:
        """A column where a cell holds an answer, a number where it holds a gap, and another where it is neither.

        Args:
            share: The column.
            gap: The number for a gap.
            other: The number for what is neither.
            wide: Their type, as for `number`. Polars would take that of the column, and wrap round.
        """
        by = self.by
        in_gap, elsewhere = (by.lit(each) if wide is None else by.lit(each).cast(wide) for each in (gap, other))
        otherwise = in_gap if other == gap else by.when(self.gap).then(in_gap).otherwise(elsewhere)
        return by.when(self.ok).then(share).otherwise(otherwise)


def cells_of(
    table: Any, key: ScoringKey, columns: Mapping[str, str], layout: TableLayout, problems: list[Problem]
) -> tuple[dict[str, Cell], list[Any]]:
    """Return how each item's column is read, and the columns to work out first; what holds no answers is noted.

    Args:
        table: The table, with a row for each check-in.
        key: The scoring key.
        columns: Item to the name of its column.
        layout: What the table means.
        problems: Where problems are added.
    """
    schema = table.collect_schema()
    cells: dict[str, Cell] = {}
    numbers: list[Any] = []
    long = layout.shape is Shape.LONG
    for i, (id, name) in enumerate(columns.items()):
        if id not in key.relevant or name not in schema.names():
            continue
        item = key.relevant[id]
        kind = _kind(schema[name])
        label = f"the item {id!r}" if long else f"the column {name!r}"
        if kind is None:
            where = f"the column {layout.value!r}" if long else label
            message = f"{where} is of type {type_name(schema[name])}"
            remedy = "give whole numbers, as integers, floats or text"
            problems.append(Problem("wrong-type", message, remedy, ("value",) if long else (id,)))
            if long:
                break
            continue
        meaning = Meaning.of(item, layout)
        codes: dict[Any, Missing] = {
            float(number) if kind == "float" else number: code for number, code in meaning.number_codes.items()
        }
        read_as = _read_as(schema[name], kind, arrow=table.implementation.is_pyarrow())
        not_shown = layout.entries_for(item, layout.not_shown)
        source, column = layout.value if long else name, name
        plain = is_plain(meaning, kind) and not (not_shown and kind != "none")
        bound = _bound(kind, item, table.implementation)
        if bound is not None or not plain:
            raw = nw.col(name) if read_as is None else nw.col(name).cast(read_as)
            if bound is not None:
                raw = _bounded(raw, kind, bound)
            if kind == "text":
                raw = lowered(trimmed(raw, table.implementation), table.implementation)
            if not plain:
                raw = _with_gaps(recode(raw, meaning, kind, layout.dialect.decimal), not_shown, table)
                codes = {float(number) if meaning.ranged else number: code for number, code in GAP_NUMBERS.items()}
                kind = "float" if meaning.ranged else "int"
            column, read_as = f"{_NUMBER}{i}", None
            numbers.append(raw.alias(column))
        cells[id] = Cell(item, column, kind, codes, layout.gaps, label, meaning, source, read_as)
    return cells, numbers


def _bound(kind: str, item: KeyedItem, engine: nw.Implementation) -> int | None:
    """Return beyond which number, up or down, an engine fails on a column, or None where it takes all.

    `round` of Ibis makes integers, also of what is then no value, and PyArrow, which columns of pandas may be of, makes
    no float of a large integer.
    """
    made_float = kind == "int" and item.range is not None
    fails = made_float and (engine.is_ibis() or engine.is_pyarrow() or engine.is_pandas())
    fails = fails or (kind == "float" and engine.is_ibis())
    return min(LARGE // item.per_unit, LARGEST_EXACT) if fails else None


def _bounded(numbers: Any, kind: str, bound: int) -> Any:
    """Return numbers between two bounds, which are on no scale, and without NaN."""
    low, high = (nw.lit(float(end) if kind == "float" else end) for end in (-bound, bound))
    within = nw.when(numbers < low).then(low).otherwise(numbers)
    within = nw.when(numbers > high).then(high).otherwise(within)
    return nw.when(~numbers.is_nan()).then(within) if kind == "float" else within


def _with_gaps(number: Any, not_shown: Sequence[Mapping[str, Sequence[str]]], table: Any) -> Any:
    """Return a recoded column in which a gap is one that was not shown where another column says so."""
    for column, texts in ((name, cells) for by_column in not_shown[-1:] for name, cells in by_column.items()):
        blank = (number == number_of(Missing.BLANK)) & holds_any_of(table, column, texts)
        number = nw.when(blank).then(nw.lit(number_of(Missing.NOT_SHOWN))).otherwise(number)
    return number


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

_NUMBER = "_intimacy_kit_number"
"""Columns that a table gets on the way; it is not expected to have them."""
