"""How a column of a table is read: what counts as an answer, as a gap, and as neither."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from intimacy_kit._values.arguments import member, one_of
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem, did_you_mean
from intimacy_kit.scoring_key import KeyedItem, ScoringKey

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtra("frames") from error

__all__ = ["ON_INVALID", "Cell", "absent", "cells_of", "off_scale", "scored_items"]

ON_INVALID = ("raise", "null", "trust")
"""What may happen to cells that hold no value of their scale."""

_WORDS: Mapping[float | str, Missing] = {each.value: each for each in Missing}
"""What a cell of text may hold besides a number."""


@attrs.frozen
class Cell:
    """How the answers to one item are read.

    Args:
        item: The item.
        column: The name of its column.
        kind: What the column holds: `int`, `float`, `text`, or `none` where it is empty throughout.
        codes: What stands in it, to the missing code that it means.
        gaps: What an empty cell means, in a column of text also one of empty text.
        read_as: The type that the column is read as, where its own is one that engines cannot compare; or None.
        rows: The column that counts the rows of this item, in a table that was long.
    """

    item: KeyedItem
    column: str
    kind: str
    codes: Mapping[float | str, Missing]
    gaps: Missing
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


def scored_items(key: ScoringKey) -> dict[str, KeyedItem]:
    """Return the items that count in a score, by id, in the order of the subscales."""
    return {id: key.by_id[id] for subscale in key.subscales for id, *_ in subscale.terms}


def off_scale(item: KeyedItem, where: str, count: int) -> Problem:
    """Return the problem with cells that hold no value of their scale.

    Args:
        item: The item that they answer.
        where: Where they stand, as a message says it.
        count: How many there are.
    """
    message = f"{where} has {count} cells without a value from {item.low} to {item.high}"
    remedy = "mend them, name their codes, or count them as gaps with on_invalid='null'"
    return Problem("out-of-range", message, remedy, (item.id,))


def absent(columns: Mapping[str, str], names: Sequence[str]) -> list[Problem]:
    """Return a problem for each column that a table does not have, given what it is for and its name."""
    return [
        Problem(
            "missing-column", f"there is no column {name!r}", did_you_mean(name, names) or "name its column", (what,)
        )
        for what, name in columns.items()
        if name not in names
    ]


def cells_of(
    table: Any,
    key: ScoringKey,
    *,
    columns: Mapping[str, str] | None,
    ids: Sequence[str] = (),
    codes: Mapping[int | str, str | Missing] | None,
    gaps: str | Missing,
    on_invalid: str,
) -> dict[str, Cell]:
    """Return how each item is read, or refuse the table and what was said of it with every reason.

    Args:
        table: The table, as narwhals holds it.
        key: The scoring key.
        columns: As for `frames.score_frame`; so are all that follow.
        ids: Columns that are handed on.
        codes: What stands in a cell, to the missing code that it means.
        gaps: What an empty cell means.
        on_invalid: What happens to cells that hold no value of their scale.
    """
    schema = table.collect_schema()
    scored = scored_items(key)
    named = {id: id for id in scored} if columns is None else dict(columns)
    problems = absent({**{name: name for name in ids}, **named}, schema.names())
    meant, gap = _meanings(codes or {}, gaps, problems)
    one_of(ON_INVALID, on_invalid, "on_invalid", problems)
    for id in named:
        if id not in scored:
            remedy = did_you_mean(id, scored) or "leave it out"
            problems.append(Problem("unknown-item", f"the key scores no item {id[:100]!a}", remedy, (id,)))
    if not named:
        message = "no column is named" if scored else "the key scores no item"
        problems.append(Problem("missing-key", message, "name a column for each item that was asked", ("columns",)))
    cells: dict[str, Cell] = {}
    for id, name in named.items():
        if id not in scored or name not in schema.names():
            continue
        kind = _kind(schema[name])
        if kind is None:
            message = f"the column {name!r} is of type {schema[name]}"
            problems.append(Problem("wrong-type", message, "give whole numbers, as integers, floats or text", (id,)))
            continue
        means: dict[float | str, Missing] = {
            each: code for each, code in meant.items() if isinstance(each, str) is (kind == "text")
        }
        values = scored[id].values
        if means.keys() & ({str(each) for each in values} if kind == "text" else set(values)):
            message = f"a code is a value of the scale from {scored[id].low} to {scored[id].high}"
            problems.append(Problem("bad-number", message, "give it another number", (id,)))
        if kind == "float":
            means = {float(each): code for each, code in means.items()}
        if kind == "text":
            means = {**_WORDS, "": gap, **means}
        read_as = _read_as(schema[name], kind, arrow=table.implementation.is_pyarrow())
        cells[id] = Cell(scored[id], name, kind, {} if kind == "none" else means, gap, read_as)
    if problems:
        raise InvalidValue(problems)
    return cells


def _meanings(
    codes: Mapping[int | str, str | Missing], gaps: str | Missing, problems: list[Problem]
) -> tuple[dict[float | str, Missing], Missing]:
    """Return what codes and gaps mean, noting what means nothing."""
    means: dict[float | str, Missing] = {}
    gap = member(Missing, gaps, "missing code", problems, ("gaps",)) or Missing.BLANK
    for each, code in codes.items():
        if not isinstance(each, str) and (isinstance(each, bool) or each % 1 != 0):
            message = "what stands for a gap is neither a whole number nor text"
            problems.append(Problem("wrong-type", message, "map numbers or text to missing codes", ("codes",)))
            continue
        if meant := member(Missing, code, "missing code", problems, ("codes",)):
            means[each if isinstance(each, str) else int(each)] = meant
    return means, gap


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
