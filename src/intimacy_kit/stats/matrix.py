"""Columns of a table of answers as arrays of floats, gaps as NaN. Needs numpy, from the extra `stats`."""

import math
import re
from collections.abc import Sequence
from typing import Any, TypeAlias, cast

from intimacy_kit._values.leaves import LARGEST_EXACT
from intimacy_kit.content.vocabulary import Keying, Missing
from intimacy_kit.errors import InvalidResponse, InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.layout import Shape, TableLayout, off_scale

try:
    import numpy as np
    from numpy.typing import NDArray
except ImportError as error:
    raise MissingExtra("stats") from error

Matrix: TypeAlias = "NDArray[np.float64]"
Mask: TypeAlias = "NDArray[np.bool_]"

_Column: TypeAlias = "tuple[Matrix, Mask, int, str]"
"""Answers, a mask of those not asked, the number of wrong cells, and the column's name in messages."""

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,8})")
_CODES = {code.value: code for code in Missing}
_GAPS = frozenset({"NAType", "NaTType", "NoneType"})
"""Types whose one value is a gap; those of pandas by name, since pandas is not imported."""


def keyed_columns(table: Any, key: ScoringKey, items: Sequence[KeyedItem], layout: TableLayout) -> tuple[Matrix, Mask]:
    """Return the keyed answers to some items, a row for each person, and which of them were asked.

    Args:
        table: A mapping or data frame of columns, or a two-dimensional numpy
            array with a column for each of `key.items`, in order.
        key: The scoring key.
        items: The items that are wanted, all of them of the key.
        layout: What the table means. Of an array, only its codes and gaps count.

    Raises:
        InvalidResponse: Naming every column that cannot be read, and how often it holds
            something that its scale does not, never what.
        InvalidValue: When the layout does not fit the key.
    """
    if problems := layout.problems(key):
        raise InvalidValue(problems)
    read = _long_columns(table, items, layout) if layout.shape is Shape.LONG else None
    columns = _columns(table, key, items, layout, problems) if read is None else read
    for item in items:
        if item.id in columns:
            values, _, bad, label = columns[item.id]
            if count := bad + _off_scale(values, item):
                problems.append(off_scale(item, label, count, remedy="mend them, or name their codes in the layout"))
    lengths = {column[0].size for column in columns.values()}
    if not problems and len(lengths) > 1:
        message = "the columns are not of one length"
        problems.append(Problem("wrong-kind", message, "give each person a place in every column", ("table",)))
    if not problems and not columns:
        message = "the layout names no column of this pillar"
        problems.append(Problem("missing-key", message, "name a column for each item that was asked", ("columns",)))
    if problems:
        raise InvalidResponse(problems)
    (rows,) = lengths
    nothing = np.full(rows, math.nan), np.ones(rows, dtype=np.bool_), 0, ""  # a column that was asked of nobody
    found = [columns.get(item.id, nothing) for item in items]
    keyed = [
        values if item.keying is Keying.FORWARD else item.low + item.high - values
        for item, (values, *_) in zip(items, found, strict=True)
    ]
    # Each item's answers are contiguous in memory, since most steps work item by item.
    return np.stack(keyed).T, np.stack([~unasked for _, unasked, *_ in found]).T


def _columns(
    table: Any, key: ScoringKey, items: Sequence[KeyedItem], layout: TableLayout, problems: list[Problem]
) -> dict[str, _Column]:
    """Return the items' columns of a wide table by item, noting what cannot be read."""
    array = cast("NDArray[Any]", table) if isinstance(table, np.ndarray) and table.ndim == 2 else None
    if array is not None and array.shape[1] != len(key.items):
        message = f"the array has {array.shape[1]} columns, and the key has {len(key.items)} items"
        raise InvalidResponse([Problem("wrong-kind", message, "give a column for each item, in order", ("table",))])
    names = layout.item_columns(key) if array is None else {item.id: item.id for item in key.items}
    columns: dict[str, _Column] = {}
    for item in items:
        if item.id in names:
            name = names[item.id]
            try:
                values = cast(Any, table[name] if array is None else array[:, key.items.index(item)])
            except Exception:  # noqa: BLE001  # every kind of frame has an error of its own for this
                problems.append(_no_column(name, item.id))
                continue
            column = numbers(values, layout, item)
            if column is None:
                problems.append(_not_a_column(name, item.id))
            else:
                columns[item.id] = (*column, f"the column {name!r}")
    return columns


def _long_columns(table: Any, items: Sequence[KeyedItem], layout: TableLayout) -> dict[str, _Column]:
    """Return the items' answers in a long table by item, a place for each person in order of first appearance."""
    problems: list[Problem] = []
    parts: list[NDArray[Any]] = []
    for what, name in (("person", layout.person), ("item", layout.item), ("value", layout.value)):
        try:
            array = as_array(table[name])
        except Exception:  # noqa: BLE001  # every kind of frame has an error of its own for this
            problems.append(_no_column(name, what))
            continue
        if array is None or array.ndim != 1:
            problems.append(_not_a_column(name, what))
        else:
            parts.append(array)
    if not problems and len({part.size for part in parts}) > 1:
        message = "the columns are not of one length"
        problems.append(Problem("wrong-kind", message, "give each answer a place in every column", ("table",)))
    if problems:
        raise InvalidResponse(problems)
    persons, ids, values = parts
    places: dict[Any, int] = {}
    rows = np.array([places.setdefault(each, len(places)) for each in persons.tolist()], dtype=np.int64)
    found: dict[str, _Column] = {}
    for item in items:
        here = np.asarray(ids == item.id, dtype=np.bool_)
        answers, unasked, bad = numbers(values[here], layout, item) or (np.empty(0), np.empty(0, dtype=np.bool_), 0)
        column = np.full(len(places), math.nan)
        column[rows[here]] = answers
        left_out = np.full(len(places), layout.gaps is Missing.NOT_ASKED)
        left_out[rows[here]] = unasked
        twice = int(np.count_nonzero(np.bincount(rows[here], minlength=1) > 1))
        found[item.id] = (column, left_out, bad + twice, f"the item {item.id!r}")
    return found


def _no_column(name: str, what: str) -> Problem:
    return Problem("missing-column", f"there is no column {name!r}", "name its column in the layout", (what,))


def _not_a_column(name: str, what: str) -> Problem:
    message = f"the column {name!r} does not hold one value a row"
    return Problem("wrong-kind", message, "give each person one answer", (what,))


def numbers(
    values: Any, layout: TableLayout | None = None, item: KeyedItem | None = None
) -> tuple[Matrix, Mask, int] | None:
    """Return a column as floats, which of it was not asked, and how many of its values are neither numbers nor gaps.

    Args:
        values: A list, tuple, array, or the column of a data frame. Gaps are None, NaN,
            masked, the missing values of pandas, and the missing codes.
        layout: What codes, empty cells and whole numbers as text mean; without it, text is a missing code or wrong.
        item: The item that the column answers; a code that is an answer to it is one.

    Returns:
        None when it is anything else.
    """
    array = as_array(values)
    if array is None or array.ndim != 1:
        return None
    gap = Missing.BLANK if layout is None else layout.gaps
    if array.dtype.kind in "iuf":
        values = np.array(array, dtype=np.float64)
        unasked, bad = np.isnan(values) & (gap is Missing.NOT_ASKED), 0
    elif array.dtype.kind in "mM":  # times would be read as whole numbers
        return np.full(array.shape, math.nan), np.zeros(array.shape, dtype=np.bool_), array.size
    else:
        values, unasked, bad = _one_by_one(cast(list[Any], array.tolist()), layout)
    for number, code in ({} if layout is None else layout.number_codes).items():
        if item is not None and item.stored(number) is not None:
            continue
        coded = values == number
        values[coded] = math.nan
        unasked[coded] = not code.counts_as_asked
    return values, unasked, bad


def _one_by_one(cells: Sequence[Any], layout: TableLayout | None) -> tuple[Matrix, Mask, int]:
    """Return the content of cells of mixed types; see `numbers`."""
    words = _CODES if layout is None else layout.text_codes
    gap = Missing.BLANK if layout is None else layout.gaps
    values, unasked, bad = np.full(len(cells), math.nan), np.zeros(len(cells), dtype=np.bool_), 0
    for i, cell in enumerate(cells):
        code = words.get(cell) if isinstance(cell, str) else cell
        if type(cell).__name__ in _GAPS or (isinstance(cell, float) and math.isnan(cell)):
            code = gap
        if isinstance(code, Missing):
            unasked[i] = not code.counts_as_asked
        elif _is_number(cell):
            values[i] = cell
        elif layout is not None and isinstance(cell, str) and _WHOLE.fullmatch(cell):
            values[i] = int(cell)
        else:
            bad += 1
    return values, unasked, bad


def _off_scale(values: Matrix, item: KeyedItem) -> int:
    """Return how many values are neither gaps nor on the scale of their item."""
    if len(item.values) == item.high - item.low + 1:
        fine = (values >= item.low) & (values <= item.high) & (np.rint(values) == values)
    else:
        fine = np.isin(values, item.values)
    return values.size - int(np.count_nonzero(fine)) - int(np.count_nonzero(np.isnan(values)))


def as_array(values: Any) -> "NDArray[Any] | None":
    """Return an array-like value as an array, masked cells as None; None for any other value."""
    if isinstance(values, np.ma.MaskedArray):
        values = cast(Any, values).tolist()  # masked values become None
    mixed = isinstance(values, list | tuple)  # numpy would turn numbers beside codes into text
    try:
        return np.asarray(values, dtype=object) if mixed else np.asarray(values)
    except (TypeError, ValueError):
        return None


def _is_number(value: Any) -> bool:
    """Return whether a value is a number of Python or numpy that a float can hold; True and False are not."""
    if isinstance(value, float | np.floating):
        return True
    return (
        isinstance(value, int | np.integer)
        and not isinstance(value, bool)
        and abs(int(cast(Any, value))) <= LARGEST_EXACT
    )
