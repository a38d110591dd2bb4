"""Expressions over numpy arrays, for data frames of pandas: what makes expressions takes `ARRAYS` instead of narwhals.

An expression says what is to be done. `ArrayTable.run` does it in batches of rows, which stay in the processor's
cache, and each part of it once.
"""

import copy
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import attrs
import numpy as np

from intimacy_kit.tables import array_operations as operations
from intimacy_kit.tables.array_operations import Value

_ROWS = 32_768
"""So many rows are worked on at a time; what is made of them on the way then stays in the cache of a processor."""

_TYPES = {"int": np.int64, "float": np.float64, "text": np.int16}


@attrs.frozen(eq=False)
class _Expression:
    """What is to be done, with the methods of narwhals that tables use.

    Args:
        do: The operation.
        parts: The expressions whose values it takes.
        extra: What else it takes.
        name: The name of the column that it makes.
    """

    do: "Callable[..., Value]"
    parts: "tuple[_Expression, ...]" = ()
    extra: tuple[Any, ...] = ()
    name: str = ""

    def alias(self, name: str) -> "_Expression":
        return _Expression(self.do, self.parts, self.extra, name)

    def cast(self, kind: Any) -> "_Expression":
        if kind is _Arrays.Float64:
            return _Expression(operations.to_float, (self,))
        if kind is _Arrays.String:
            return _Expression(operations.to_text, (self,))
        if self.do is operations.chosen and [part.extra for part in self.parts[1:]] == [(1,), (0,)]:
            return _Expression(operations.to_int, self.parts[:1], (kind,))
        return _Expression(operations.to_int, (self,), (kind,))

    def fill_null(self, number: int) -> "_Expression":
        return _Expression(operations.filled, (self,), (number,))

    fill_nan = fill_null

    def is_null(self) -> "_Expression":
        return _Expression(operations.is_empty, (self,))

    is_nan = is_null

    def is_in(self, numbers: Sequence[float]) -> "_Expression":
        return _Expression(operations.is_in, (self,), (tuple(numbers),))

    def is_between(self, low: float, high: float) -> "_Expression":
        return (self >= low) & (self <= high)

    def round(self, _: int) -> "_Expression":
        return _Expression(operations.nearest, (self,))

    def sqrt(self) -> "_Expression":
        return _Expression(operations.root, (self,))

    def __add__(self, other: Any) -> "_Expression":
        return self._with(np.add, other)

    def __sub__(self, other: Any) -> "_Expression":
        return self._with(np.subtract, other)

    def __rsub__(self, other: Any) -> "_Expression":
        return _Arrays.of(other)._with(np.subtract, self)

    def __mul__(self, other: Any) -> "_Expression":
        return self._with(np.multiply, other)

    def __truediv__(self, other: Any) -> "_Expression":
        return self._with(np.divide, other)

    def __floordiv__(self, other: Any) -> "_Expression":
        return self._with(np.floor_divide, other)

    def __and__(self, other: Any) -> "_Expression":
        return self._with(np.logical_and, other)

    def __or__(self, other: Any) -> "_Expression":
        return self._with(np.logical_or, other)

    def __invert__(self) -> "_Expression":
        return _Expression(operations.negated, (self,))

    def __eq__(self, other: Any) -> "_Expression":  # type: ignore[override]
        return self._compared(np.equal, other)

    def __ne__(self, other: Any) -> "_Expression":  # type: ignore[override]
        return self._compared(np.not_equal, other)

    def __ge__(self, other: Any) -> "_Expression":
        return self._compared(np.greater_equal, other)

    def __gt__(self, other: Any) -> "_Expression":
        return self._compared(np.greater, other)

    def __le__(self, other: Any) -> "_Expression":
        return self._compared(np.less_equal, other)

    def __lt__(self, other: Any) -> "_Expression":
        return self._compared(np.less, other)

    def _with(self, do: Any, other: Any) -> "_Expression":
        return _Expression(operations.combined, (self, _Arrays.of(other)), (do,))

    def _compared(self, do: Any, other: Any) -> "_Expression":
        return _Expression(operations.compared, (self, _Arrays.of(other)), (do,))

    __hash__ = None  # type: ignore[assignment]  # what == makes is an expression, so nothing here is equal


@attrs.frozen(eq=False)
class _When:
    """A condition that waits for what stands where it holds."""

    condition: _Expression

    def then(self, value: _Expression) -> "_Then":
        return _Then(operations.chosen_or_nothing, (self.condition, value))


@attrs.frozen(eq=False)
class _Then(_Expression):
    """A choice, which is empty where the condition does not hold until something stands there."""

    def otherwise(self, value: _Expression) -> _Expression:
        return _Expression(operations.chosen, (*self.parts, value))


class _Arrays:
    """What makes expressions, in the place of narwhals."""

    Int8, Int16, Int32, Int64 = np.int8, np.int16, np.int32, np.int64
    Float64 = np.float64
    String = str

    @staticmethod
    def col(name: str) -> _Expression:
        return _Expression(operations.column, (), (name,), name)

    @staticmethod
    def lit(value: Any) -> _Expression:
        return _Expression(operations.literal, (), (np.nan if value is None else value,))

    @staticmethod
    def of(value: Any) -> _Expression:
        return value if isinstance(value, _Expression) else _Arrays.lit(value)

    @staticmethod
    def max_horizontal(*columns: _Expression) -> _Expression:
        return _reduced(np.maximum, columns)

    @staticmethod
    def min_horizontal(*columns: _Expression) -> _Expression:
        return _reduced(np.minimum, columns)

    @staticmethod
    def when(condition: _Expression) -> _When:
        return _When(condition)


ARRAYS: Any = _Arrays


def _reduced(do: Any, columns: Sequence[_Expression]) -> _Expression:
    found, *others = columns
    for other in others:
        found = _Expression(operations.combined, (found, other), (do,))
    return found


# A table ------------------------------------------------------------------------


class ArrayTable:
    """Columns of arrays, and columns that expressions make of them once they are needed.

    Args:
        arrays: Columns by name.
        rows: How many rows there are.
    """

    def __init__(self, arrays: Mapping[str, Value], rows: int) -> None:
        self._arrays = dict(arrays)
        self._rows = rows
        self._program = _Program()
        self.off: Counter[str] = Counter()
        """How many cells of each narrowed column were neither in the range nor empty, once it was run."""
        self._slots = {name: self._program.column(name, _kind_of(array)) for name, (array, _) in arrays.items()}

    def collect_schema(self) -> "ArrayTable":
        """Return what knows the names, as a table of narwhals has it."""
        return self

    def names(self) -> list[str]:
        """Return the names of the columns."""
        return [*self._slots]

    def with_columns(self, *columns: _Expression) -> "ArrayTable":
        """Return the table with further columns."""
        return self._with_slots(self._slots | self._bound(columns))

    def select(self, *columns: _Expression) -> "ArrayTable":
        """Return a table of some columns."""
        return self._with_slots(self._bound(columns))

    def _bound(self, columns: Sequence[_Expression]) -> dict[str, int]:
        return {column.name: self._program.slot_of(column, self._slots) for column in columns}

    def _with_slots(self, slots: dict[str, int]) -> "ArrayTable":
        table = copy.copy(self)
        table._slots = slots  # its own class
        return table

    def narrow(self, name: str, low: int, high: int, to: str) -> None:
        """Add a column with the whole numbers of another that lie in a range, in as few bytes as hold them.

        Args:
            name: The column that is read.
            low: The least number.
            high: The largest.
            to: The name of the column that is added.
        """
        dtype = np.promote_types(operations.whole_type(low), operations.whole_type(high))
        self.off[to] = 0
        column = _Expression(
            operations.narrowed, (_Arrays.col(name),), (dtype, (low, high), partial(self._note_off, to))
        )
        self._slots |= {to: self._program.slot_of(column, self._slots)}

    def _note_off(self, name: str, cells: int) -> None:
        self.off[name] += cells

    def run(self) -> dict[str, Any]:
        """Return the columns by name: arrays of floats or whole numbers, or texts."""
        program, slots = self._program, self._slots
        made = {name: np.empty(self._rows, _TYPES[program.kinds[slot]]) for name, slot in slots.items()}
        with np.errstate(all="ignore"):  # a division by nothing is one that has no score
            for rows in self._blocks():
                values = program.values(self._arrays, rows, set(slots.values()))
                for name, slot in slots.items():
                    made[name][rows] = values[slot][0]
        texts = {name for name, slot in slots.items() if program.kinds[slot] == "text"}
        return {name: Texts(program.texts, array) if name in texts else array for name, array in made.items()}

    def _blocks(self) -> Iterator[slice]:
        return (slice(begin, begin + _ROWS) for begin in range(0, self._rows, _ROWS))


@attrs.frozen(eq=False)
class Texts:
    """A column of text.

    Args:
        texts: The different texts.
        numbers: Which of them stands in each row, -1 for none.
    """

    texts: Sequence[str]
    numbers: Any


class _Program:
    """Expressions as a list of operations, in which nothing is done twice."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.kinds: list[str] = []
        self._steps: list[tuple[Any, tuple[int, ...], tuple[Any, ...]]] = []
        self._known: dict[Any, int] = {}
        self._bound: dict[tuple[int, int], tuple[int, Any]] = {}
        self._plans: dict[frozenset[int], list[Any]] = {}

    def column(self, name: str, kind: str) -> int:
        """Return where the value of a column of the table will stand.

        Args:
            name: Its name.
            kind: What it holds.
        """
        return self._add(operations.column, (), (name,), kind)

    def slot_of(self, expression: _Expression, slots: Mapping[str, int]) -> int:
        """Return where the value of an expression will stand.

        Args:
            expression: The expression.
            slots: Where those of the columns stand that it may name.
        """
        seen = id(expression), id(slots)
        if seen not in self._bound:  # both are kept, so that nothing else gets their identity
            self._bound[seen] = self._bind(expression, slots), (expression, slots)
        return self._bound[seen][0]

    def _bind(self, expression: _Expression, slots: Mapping[str, int]) -> int:
        do, extra = expression.do, expression.extra
        if do is operations.column:
            return slots[extra[0]]
        parts = tuple(self.slot_of(part, slots) for part in expression.parts)
        kind = _kind_made(do, extra, [self.kinds[part] for part in parts])
        if do is operations.literal and kind == "text":
            if extra[0] not in self.texts:
                self.texts.append(extra[0])
            extra = (self.texts.index(extra[0]),)
        if do is operations.chosen_or_nothing:
            extra = (kind,)
        return self._add(do, parts, extra, kind)

    def _add(self, do: Any, parts: tuple[int, ...], extra: tuple[Any, ...], kind: str) -> int:
        step = do, parts, extra, kind
        if step not in self._known:
            self._known[step] = len(self._steps)
            self._steps.append((do, parts, extra))
            self.kinds.append(kind)
        return self._known[step]

    def values(self, arrays: Mapping[str, Value], rows: slice, kept: set[int]) -> list[Any]:
        """Return the values of some rows, of which those are left that are to be kept.

        Args:
            arrays: The columns of the table.
            rows: The rows.
            kept: Where the values to keep stand.
        """
        values: list[Any] = [None] * len(self._steps)
        for i, do, parts, extra, done in self._plan(frozenset(kept)):
            if do is operations.column:
                array, empty = arrays[extra[0]]
                values[i] = array[rows], None if empty is None else empty[rows]
            else:
                values[i] = do(*[values[part] for part in parts], *extra)
            for part in done:
                values[part] = None
        return values

    def _plan(self, kept: frozenset[int]) -> "list[tuple[int, Any, tuple[int, ...], tuple[Any, ...], list[int]]]":
        """Return the operations that some values take, each with those that no operation takes any more."""
        if kept not in self._plans:
            needed, last = set(kept), dict.fromkeys(kept, len(self._steps))
            for i in reversed(range(len(self._steps))):
                if i in needed:
                    for part in self._steps[i][1]:
                        needed.add(part)
                        last.setdefault(part, i)
            done: dict[int, list[int]] = {}
            for part, i in last.items():
                done.setdefault(i, []).append(part)
            self._plans[kept] = [(i, *self._steps[i], done.get(i, [])) for i in sorted(needed)]
        return self._plans[kept]


def _kind_of(array: Any) -> str:
    return "float" if array.dtype.kind == "f" else "int"


def _kind_made(do: Any, extra: Sequence[Any], kinds: Sequence[str]) -> str:
    """Return what an operation makes of values of some kinds: whole numbers, floats or text; what holds is 0 or 1."""
    if do is operations.literal:
        return "text" if isinstance(extra[0], str) else "float" if isinstance(extra[0], float) else "int"
    if do in (operations.to_float, operations.root) or np.divide in extra:
        return "float"
    if do is operations.to_text:
        return "text"
    choices = (operations.chosen, operations.chosen_or_nothing)
    if do in choices:
        kinds = kinds[1:]
    if do in (
        operations.combined,
        operations.chosen,
        operations.chosen_or_nothing,
        operations.filled,
        operations.nearest,
    ):
        return next((kind for kind in ("text", "float") if kind in kinds), "int")
    return "int"


# Operations ---------------------------------------------------------------------
