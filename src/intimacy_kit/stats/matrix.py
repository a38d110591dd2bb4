"""Columns of a table of answers as arrays of floats, gaps as NaN. Needs numpy, from the extra `stats`."""

import math
from collections.abc import Sequence
from typing import Any, TypeAlias, cast

from intimacy_kit._values.leaves import LARGEST_EXACT
from intimacy_kit.content.vocabulary import Keying, Missing
from intimacy_kit.errors import InvalidResponse, MissingExtra, Problem
from intimacy_kit.scoring_key import KeyedItem, ScoringKey

try:
    import numpy as np
    from numpy.typing import NDArray
except ImportError as error:
    raise MissingExtra("stats") from error

__all__ = ["Mask", "Matrix", "as_array", "keyed_columns", "numbers"]

Matrix: TypeAlias = "NDArray[np.float64]"
Mask: TypeAlias = "NDArray[np.bool_]"

_CODES = {code.value: code for code in Missing}
_GAPS = frozenset({"NAType", "NaTType", "NoneType"})
"""Types whose one value stands for a gap; those of pandas by name, since pandas is not imported."""


def keyed_columns(table: Any, key: ScoringKey, items: Sequence[KeyedItem]) -> tuple[Matrix, Mask]:
    """Return the keyed answers to some items, a row for each person, and which of them were asked.

    Args:
        table: A mapping or data frame of columns by item id, or a two-dimensional numpy
            array with a column for each of `key.items`, in order.
        key: The scoring key.
        items: The items that are wanted, all of them of the key.

    Raises:
        InvalidResponse: Naming every column that cannot be read, and how often it holds
            something that its scale does not, never what.
    """
    array = cast("NDArray[Any]", table) if isinstance(table, np.ndarray) and table.ndim == 2 else None
    if array is not None and array.shape[1] != len(key.items):
        message = f"the array has {array.shape[1]} columns, and the key has {len(key.items)} items"
        raise InvalidResponse([Problem("wrong-kind", message, "give a column for each item, in order", ("table",))])
    problems: list[Problem] = []
    columns: list[Matrix] = []
    asked: list[Mask] = []
    for item in items:
        try:
            given = cast(Any, table[item.id] if array is None else array[:, key.items.index(item)])
        except Exception:  # noqa: BLE001  # every kind of frame has an error of its own for this
            message = f"there is no column {item.id!r}"
            problems.append(Problem("missing-column", message, "add it, or take another key", (item.id,)))
            continue
        column = numbers(given)
        if column is None:
            message = f"the column {item.id!r} does not hold one value a row"
            problems.append(Problem("wrong-kind", message, "give each person one answer", (item.id,)))
            continue
        values, unasked, bad = column
        if count := bad + _off_scale(values, item):
            message = f"{count} values are not on the scale from {item.low} to {item.high}"
            problems.append(Problem("out-of-range", message, "mend them, or make them gaps", (item.id,)))
        columns.append(values if item.keying is Keying.FORWARD else item.low + item.high - values)
        asked.append(~unasked)
    if not problems and len({column.size for column in columns}) > 1:
        message = "the columns are not of one length"
        problems.append(Problem("wrong-kind", message, "give each person a place in every column", ("table",)))
    if problems:
        raise InvalidResponse(problems)
    return np.stack(columns).T, np.stack(asked).T  # each item's answers lie together, since most is done item by item


def numbers(given: Any) -> tuple[Matrix, Mask, int] | None:
    """Return a column as floats, which of it was not asked, and how many of its values are no numbers and no gaps.

    Args:
        given: A list, tuple, array, or the column of a data frame. Gaps are None, NaN,
            masked, the missing values of pandas, and the missing codes.

    Returns:
        None when it is anything else.
    """
    array = as_array(given)
    if array is None or array.ndim != 1:
        return None
    unasked = np.zeros(array.shape, dtype=np.bool_)
    if array.dtype.kind in "iuf":
        return np.ascontiguousarray(array, dtype=np.float64), unasked, 0
    values = np.full(array.shape, math.nan)
    if array.dtype.kind in "mM":  # times would come out as whole numbers
        return values, unasked, array.size
    bad = 0
    for i, each in enumerate(cast(list[Any], array.tolist())):
        code = _CODES.get(each) if isinstance(each, str) else each
        if isinstance(code, Missing):
            unasked[i] = code is Missing.NOT_ASKED
        elif _is_number(each):
            values[i] = each
        elif type(each).__name__ not in _GAPS:
            bad += 1
    return values, unasked, bad


def _off_scale(values: Matrix, item: KeyedItem) -> int:
    """Return how many values are neither gaps nor on the scale of their item."""
    if len(item.values) == item.high - item.low + 1:
        fine = (values >= item.low) & (values <= item.high) & (np.rint(values) == values)
    else:
        fine = np.isin(values, item.values)
    return values.size - int(np.count_nonzero(fine)) - int(np.count_nonzero(np.isnan(values)))


def as_array(given: Any) -> "NDArray[Any] | None":
    """Return anything like an array as one, None where it is masked, or None when it is nothing of the kind."""
    if isinstance(given, np.ma.MaskedArray):
        given = cast(Any, given).tolist()  # what is masked comes out as None
    mixed = isinstance(given, list | tuple)  # an array of its own choice would turn numbers beside codes into text
    try:
        return np.asarray(given, dtype=object) if mixed else np.asarray(given)
    except (TypeError, ValueError):
        return None


def _is_number(value: Any) -> bool:
    """Say whether a value is a number of Python or numpy that a float can hold; True and False are none."""
    if isinstance(value, float | np.floating):
        return True
    return (
        isinstance(value, int | np.integer)
        and not isinstance(value, bool)
        and abs(int(cast(Any, value))) <= LARGEST_EXACT
    )
