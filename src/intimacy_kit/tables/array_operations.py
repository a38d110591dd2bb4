"""What is done with columns of numbers in numpy arrays, some of whose cells are empty.

A value is an array and, where some of its cells can be empty, another one that says which are; whole numbers are 0
there. A float is empty where it is NaN. Text is whole numbers, which say which of the texts stands there; `NO_TEXT`
stands for none.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeAlias

import numpy as np

Value: TypeAlias = "tuple[Any, Any]"
"""An array or a number, and which cells are empty, or None where none is or a float says so itself."""

NO_TEXT = -1

_FEW = 16
"""So many numbers are compared one after the other."""


def column(name: str) -> Value:  # pragma: no cover  # never called
    """Stand for a column, which the program looks up itself."""
    raise LookupError(name)


def narrowed(value: Value, dtype: Any, ends: tuple[int, int], note: Callable[[int], None]) -> Value:
    """Return whole numbers between two ends in a narrow type; all others are empty, and how many there are is noted."""
    array, empty = value
    numbers = array.astype(dtype)  # anything but a number of the type differs from what it becomes
    there = numbers == array
    there &= numbers >= ends[0]
    there &= numbers <= ends[1]
    gap = is_empty(value)[0]
    if empty is not None:
        there &= ~gap
    note(len(array) - int(np.count_nonzero(there)) - int(np.count_nonzero(gap)))
    numbers *= there.view(np.int8)
    return numbers, np.logical_not(there, out=there)


def literal(number: Any) -> Value:
    """Return a number as a value."""
    return number, None


def is_float(array: Any) -> bool:
    """Return whether an array or a number is of floats."""
    return isinstance(array, float) or type_of(array) == "f"


def type_of(array: Any) -> str:
    """Return the letter of an array's kind of type, and nothing for a number."""
    return str(array.dtype.kind) if hasattr(array, "dtype") else ""


def is_empty(value: Value) -> Value:
    """Return which cells are empty."""
    array, empty = value
    if not is_float(array):
        return np.zeros(np.shape(array), np.bool_) if empty is None else empty, None
    nothing = np.isnan(array)
    return nothing if empty is None else nothing | empty, None


def to_float(value: Value) -> Value:
    """Return a value in floats."""
    array, empty = value
    figures = np.asarray(array, np.float64)
    return (figures, None) if empty is None else (np.where(empty, np.nan, figures), None)


def to_text(value: Value) -> Value:
    """Return a value as text; what is empty everywhere is no text."""
    return (NO_TEXT, None) if isinstance(value[0], float) else value


def to_int(value: Value, dtype: Any) -> Value:
    """Return a value in whole numbers of a type."""
    array, empty = value
    if is_float(array):
        nothing = np.isnan(array)
        empty = nothing if empty is None else empty | nothing
        array = np.where(nothing, 0, array)
    if type_of(array) == "b" and dtype is np.int8:
        return array.view(np.int8), empty
    return np.asarray(array).astype(dtype, copy=False), empty


def filled(value: Value, number: int) -> Value:
    """Return a value with a whole number where cells are empty."""
    array, empty = value
    if is_float(array):
        return np.where(is_empty(value)[0], float(number), array), None
    if empty is None:
        return value
    return array if number == 0 else wide_enough(array, number) + wide_enough(
        empty.view(np.int8), number
    ) * number, None


def is_in(value: Value, numbers: Sequence[float]) -> Value:
    """Return which cells hold one of some numbers; an empty one holds none."""
    array, empty = value
    if len(numbers) > _FEW:
        found = np.isin(array, numbers)
    else:
        found = np.zeros(np.shape(array), np.bool_)
        for number in numbers:
            found |= array == number
    return found if empty is None else found & ~empty, None


def nearest(value: Value) -> Value:
    """Return the whole number nearest to each cell, the even one of two."""
    return (np.rint(value[0]), value[1]) if is_float(value[0]) else value


def root(value: Value) -> Value:
    """Return the square root of each cell."""
    return np.sqrt(value[0]), None


def negated(value: Value) -> Value:
    """Return what does not hold."""
    return np.logical_not(value[0]), None


def combined(one: Value, other: Value, do: Any) -> Value:
    """Return what an operation makes of two values; empty where one of them is."""
    (a, empty), (b, empty_too) = one, other
    if is_float(a) != is_float(b) and do not in (np.logical_and, np.logical_or):
        (a, empty), (b, empty_too) = to_float(one), to_float(other)
    elif isinstance(a, int) and type_of(b):
        b = wide_enough(b, a)
    elif isinstance(b, int) and type_of(a):
        a = wide_enough(a, b)
    if empty is None and empty_too is None:
        return do(a, b), None
    nothing = empty_too if empty is None else empty if empty_too is None else empty | empty_too
    return do(a, b) * ~nothing, nothing


def compared(one: Value, other: Value, do: Any) -> Value:
    """Return where a comparison of two values holds; nowhere where one of them is empty."""
    (a, empty), (b, empty_too) = one, other
    holds = do(a, b)
    if do is np.not_equal:  # of all comparisons this one holds of NaN
        holds = holds & ~(is_empty(one)[0] | is_empty(other)[0])
    for nothing in (empty, empty_too):
        if nothing is not None:
            holds = holds & ~nothing
    return holds, None


def chosen(condition: Value, yes: Value, no: Value) -> Value:
    """Return one value where a condition holds, and another elsewhere."""
    if is_float(yes[0]) != is_float(no[0]):
        yes, no = to_float(yes), to_float(no)
    (a, empty), (b, empty_too) = yes, no
    if isinstance(b, int) and type_of(a):
        a = wide_enough(a, b)
    elif isinstance(a, int) and type_of(b):
        b = wide_enough(b, a)
    if empty is None and empty_too is None:
        return np.where(condition[0], a, b), None
    nothing = np.where(condition[0], False if empty is None else empty, False if empty_too is None else empty_too)
    return np.where(condition[0], a, b), nothing


def chosen_or_nothing(condition: Value, yes: Value, kind: str) -> Value:
    """Return a value where a condition holds, and nothing elsewhere."""
    array, empty = yes
    if kind == "text":
        return np.where(condition[0], np.asarray(array, np.int16), np.int16(NO_TEXT)), None
    if is_float(array):
        return np.where(condition[0], array, np.nan), None
    nothing = np.logical_not(condition[0])
    return array * condition[0], nothing if empty is None else nothing | empty


def wide_enough(array: Any, number: int) -> Any:
    """Return an array of a type that holds a whole number as well."""
    return array.astype(_wider(array.dtype, number), copy=False)


@cache
def _wider(dtype: Any, number: int) -> Any:
    return np.promote_types(dtype, whole_type(number))


def whole_type(number: int) -> Any:
    """Return the narrowest type of whole numbers, some of them below 0, that holds a number."""
    return next(each for each in (np.int8, np.int16, np.int32, np.int64) if abs(number) <= np.iinfo(each).max)
