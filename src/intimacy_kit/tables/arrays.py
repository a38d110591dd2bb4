"""Expressions over numpy arrays, for data frames of pandas: what makes expressions takes `ARRAYS` instead of narwhals.

An expression says what is to be done. `ArrayTable.run` does it in batches of rows, which stay in the processor's
cache, and each part of it once.

A value is an array and, where some of its cells can be empty, another one that says which are; whole numbers are 0
there. A float is empty where it is NaN. Text is whole numbers, which say which of the texts stands there; `NO_TEXT`
stands for none.
"""

import copy
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

import attrs
import numpy as np

Value: TypeAlias = "tuple[Any, Any]"
"""An array or a number, and which cells are empty, or None where none is or a float says so itself."""

NO_TEXT = -1

_ROWS = 32_768
"""So many rows are worked on at a time; what is made of them on the way then stays in the cache of a processor."""

_TYPES = {"int": np.int64, "float": np.float64, "text": np.int16}

_FEW = 16
"""So many numbers are compared one after the other."""


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
            return _Expression(_to_float, (self,))
        if kind is _Arrays.String:
            return _Expression(_to_text, (self,))
        if self.do is _choose and [part.extra for part in self.parts[1:]] == [(1,), (0,)]:
            return _Expression(_to_int, self.parts[:1], (kind,))
        return _Expression(_to_int, (self,), (kind,))

    def fill_null(self, number: float) -> "_Expression":
        return _Expression(_fill, (self,), (number,))

    fill_nan = fill_null

    def is_null(self) -> "_Expression":
        return _Expression(_is_empty, (self,))

    is_nan = is_null

    def is_in(self, numbers: Sequence[float]) -> "_Expression":
        return _Expression(_is_in, (self,), (tuple(numbers),))

    def is_between(self, low: float, high: float) -> "_Expression":
        return (self >= low) & (self <= high)

    def round(self, _: int) -> "_Expression":
        return _Expression(_round, (self,))

    def sqrt(self) -> "_Expression":
        return _Expression(_root, (self,))

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

    def __and__(self, other: Any) -> "_Expression":
        return self._with(np.logical_and, other)

    def __or__(self, other: Any) -> "_Expression":
        return self._with(np.logical_or, other)

    def __invert__(self) -> "_Expression":
        return _Expression(_not, (self,))

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
        return _Expression(_combine, (self, _Arrays.of(other)), (do,))

    def _compared(self, do: Any, other: Any) -> "_Expression":
        return _Expression(_compare, (self, _Arrays.of(other)), (do,))

    __hash__ = None  # type: ignore[assignment]  # what == makes is an expression, so nothing here is equal


@attrs.frozen(eq=False)
class _When:
    """A condition that waits for what stands where it holds."""

    condition: _Expression

    def then(self, value: _Expression) -> "_Then":
        return _Then(_choose_or_nothing, (self.condition, value))


@attrs.frozen(eq=False)
class _Then(_Expression):
    """A choice, which is empty where the condition does not hold until something stands there."""

    def otherwise(self, value: _Expression) -> _Expression:
        return _Expression(_choose, (*self.parts, value))


class _Arrays:
    """What makes expressions, in the place of narwhals."""

    Int8, Int16, Int32, Int64 = np.int8, np.int16, np.int32, np.int64
    Float64 = np.float64
    String = str

    @staticmethod
    def col(name: str) -> _Expression:
        return _Expression(_column, (), (name,), name)

    @staticmethod
    def lit(value: Any) -> _Expression:
        return _Expression(_literal, (), (np.nan if value is None else value,))

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
        found = _Expression(_combine, (found, other), (do,))
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
        dtype = np.promote_types(_whole_type(low), _whole_type(high))
        self.off[to] = 0
        column = _Expression(_narrow, (_Arrays.col(name),), (dtype, (low, high), partial(self._note_off, to)))
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
        return self._add(_column, (), (name,), kind)

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
        if do is _column:
            return slots[extra[0]]
        parts = tuple(self.slot_of(part, slots) for part in expression.parts)
        kind = _kind_made(do, extra, [self.kinds[part] for part in parts])
        if do is _literal and kind == "text":
            if extra[0] not in self.texts:
                self.texts.append(extra[0])
            extra = (self.texts.index(extra[0]),)
        if do is _choose_or_nothing:
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
            if do is _column:
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
    if do is _literal:
        return "text" if isinstance(extra[0], str) else "float" if isinstance(extra[0], float) else "int"
    if do in (_to_float, _root) or np.divide in extra:
        return "float"
    if do is _to_text:
        return "text"
    if do in (_choose, _choose_or_nothing):
        kinds = kinds[1:]
    if do in (_combine, _choose, _choose_or_nothing, _fill, _round):
        return next((kind for kind in ("text", "float") if kind in kinds), "int")
    return "int"


# Operations ---------------------------------------------------------------------


def _column(name: str) -> Value:  # pragma: no cover  # stands for a column, which the program looks up itself
    raise LookupError(name)


def _narrow(value: Value, dtype: Any, ends: tuple[int, int], note: Callable[[int], None]) -> Value:
    array, empty = value
    numbers = array.astype(dtype)  # anything but a number of the type differs from what it becomes
    there = numbers == array
    there &= numbers >= ends[0]
    there &= numbers <= ends[1]
    gap = _is_empty(value)[0]
    if empty is not None:
        there &= ~gap
    note(len(array) - int(np.count_nonzero(there)) - int(np.count_nonzero(gap)))
    numbers *= there.view(np.int8)
    return numbers, np.logical_not(there, out=there)


def _literal(number: Any) -> Value:
    return number, None


def _is_float(array: Any) -> bool:
    return isinstance(array, float) or _type_of(array) == "f"


def _type_of(array: Any) -> str:
    """Return the letter of an array's kind of type, and nothing for a number."""
    return str(array.dtype.kind) if hasattr(array, "dtype") else ""


def _is_empty(value: Value) -> Value:
    array, empty = value
    if not _is_float(array):
        return np.zeros(np.shape(array), np.bool_) if empty is None else empty, None
    nothing = np.isnan(array)
    return nothing if empty is None else nothing | empty, None


def _to_float(value: Value) -> Value:
    array, empty = value
    figures = np.asarray(array, np.float64)
    return (figures, None) if empty is None else (np.where(empty, np.nan, figures), None)


def _to_text(value: Value) -> Value:
    return (NO_TEXT, None) if isinstance(value[0], float) else value


def _to_int(value: Value, dtype: Any) -> Value:
    array, empty = value
    if _is_float(array):
        nothing = np.isnan(array)
        empty = nothing if empty is None else empty | nothing
        array = np.where(nothing, 0, array)
    if _type_of(array) == "b" and dtype is np.int8:
        return array.view(np.int8), empty
    return np.asarray(array).astype(dtype, copy=False), empty


def _fill(value: Value, number: float) -> Value:
    array, empty = value
    if _is_float(array):
        return np.where(_is_empty(value)[0], float(number), array), None
    if empty is None:
        return value
    return array if number == 0 else _wide_enough(array, number) + _wide_enough(
        empty.view(np.int8), number
    ) * number, None


def _is_in(value: Value, numbers: Sequence[float]) -> Value:
    array, empty = value
    if len(numbers) > _FEW:
        found = np.isin(array, numbers)
    else:
        found = np.zeros(np.shape(array), np.bool_)
        for number in numbers:
            found |= array == number
    return found if empty is None else found & ~empty, None


def _round(value: Value) -> Value:
    return (np.rint(value[0]), value[1]) if _is_float(value[0]) else value


def _root(value: Value) -> Value:
    return np.sqrt(value[0]), None


def _not(value: Value) -> Value:
    return np.logical_not(value[0]), None


def _combine(one: Value, other: Value, do: Any) -> Value:
    (a, empty), (b, empty_too) = one, other
    if _is_float(a) != _is_float(b) and do not in (np.logical_and, np.logical_or):
        (a, empty), (b, empty_too) = _to_float(one), _to_float(other)
    elif isinstance(a, int) and _type_of(b):
        b = _wide_enough(b, a)
    elif isinstance(b, int) and _type_of(a):
        a = _wide_enough(a, b)
    if empty is None and empty_too is None:
        return do(a, b), None
    nothing = empty_too if empty is None else empty if empty_too is None else empty | empty_too
    return do(a, b) * ~nothing, nothing


def _compare(one: Value, other: Value, do: Any) -> Value:
    """Compare two values; false where one of them is empty."""
    (a, empty), (b, empty_too) = one, other
    holds = do(a, b)
    if do is np.not_equal:  # of all comparisons this one holds of NaN
        holds = holds & ~(_is_empty(one)[0] | _is_empty(other)[0])
    for nothing in (empty, empty_too):
        if nothing is not None:
            holds = holds & ~nothing
    return holds, None


def _choose(condition: Value, yes: Value, no: Value) -> Value:
    if _is_float(yes[0]) != _is_float(no[0]):
        yes, no = _to_float(yes), _to_float(no)
    (a, empty), (b, empty_too) = yes, no
    if isinstance(b, int) and _type_of(a):
        a = _wide_enough(a, b)
    elif isinstance(a, int) and _type_of(b):
        b = _wide_enough(b, a)
    if empty is None and empty_too is None:
        return np.where(condition[0], a, b), None
    nothing = np.where(condition[0], False if empty is None else empty, False if empty_too is None else empty_too)
    return np.where(condition[0], a, b), nothing


def _choose_or_nothing(condition: Value, yes: Value, kind: str) -> Value:
    array, empty = yes
    if kind == "text":
        return np.where(condition[0], np.asarray(array, np.int16), np.int16(NO_TEXT)), None
    if _is_float(array):
        return np.where(condition[0], array, np.nan), None
    nothing = np.logical_not(condition[0])
    return array * condition[0], nothing if empty is None else nothing | empty


def _wide_enough(array: Any, number: float) -> Any:
    """Return an array of a type that holds a number as well."""
    if not isinstance(number, int) or array.dtype.kind not in "iu":
        return array
    return array.astype(np.promote_types(array.dtype, _whole_type(number)), copy=False)


def _whole_type(number: int) -> Any:
    """Return the narrowest type of whole numbers, some of them below 0, that holds a number."""
    return next(each for each in (np.int8, np.int16, np.int32, np.int64) if abs(number) <= np.iinfo(each).max)
