"""Expressions over many parts, nested no deeper than the logarithm of their number.

Engines take up an expression by recursion, so one that is nested as deep as a form
is long ends in an error where the form is long.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any


def combined(parts: Sequence[Any], combine: Callable[[Any, Any], Any]) -> Any:
    """Return what an associative operation makes of all parts, two by two.

    Args:
        parts: The parts, one at least.
        combine: The operation.
    """
    while len(parts) > 1:
        pairs = [combine(one, other) for one, other in zip(parts[::2], parts[1::2], strict=False)]
        parts = [*pairs, parts[-1]] if len(parts) % 2 else pairs
    return parts[0]


def add_up(parts: Sequence[Any]) -> Any:
    """Return the sum of some columns.

    Args:
        parts: The columns, one at least.
    """
    return combined(parts, operator.add)


def look_up(column: Any, entries: Mapping[Any, Any], otherwise: Any, by: Any) -> Any:
    """Return what a column of numbers is mapped to.

    Args:
        column: The column, which may have gaps.
        entries: Number to what stands in its place.
        otherwise: What stands in the place of any other number, and of a gap.
        by: The module that makes expressions.
    """
    numbers = sorted(entries)
    if len(numbers) > _FEW:
        middle = numbers[len(numbers) // 2]
        lower, upper = (
            look_up(column, {number: entries[number] for number in part}, otherwise, by)
            for part in (numbers[: len(numbers) // 2], numbers[len(numbers) // 2 :])
        )
        return by.when(column < middle).then(lower).otherwise(upper)
    entry = otherwise
    for number in numbers:
        entry = by.when(column == number).then(by.lit(entries[number])).otherwise(entry)
    return entry


def in_bands(column: Any, entries: Mapping[Any, Any], otherwise: Any, by: Any) -> Any:
    """Return what the bands of a column of numbers are mapped to.

    Args:
        column: The column, which may have gaps.
        entries: The least number of each band to what stands in the place of its numbers.
        otherwise: What stands in the place of lower numbers, and of a gap.
        by: The module that makes expressions.
    """
    numbers = sorted(entries)
    if len(numbers) > _FEW:
        middle = len(numbers) // 2
        lower, upper = (
            in_bands(column, {number: entries[number] for number in part}, otherwise, by)
            for part in (numbers[:middle], numbers[middle:])
        )
        return by.when(column >= numbers[middle]).then(upper).otherwise(lower)
    entry = otherwise
    for number in numbers:
        entry = by.when(column >= number).then(by.lit(entries[number])).otherwise(entry)
    return entry


_FEW = 8
"""So many numbers are compared one after the other."""
