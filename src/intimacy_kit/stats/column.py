"""One column of a table as an array of floats, gaps as NaN. Needs numpy, from the extra `stats`."""

import math
from collections import Counter
from typing import Any, TypeAlias, cast

from intimacy_kit._values.leaves import LARGEST_EXACT
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import MissingExtra
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.meaning import Fault, Meaning

try:
    import numpy as np
    from numpy.typing import NDArray
except ImportError as error:
    raise MissingExtra("stats") from error

Matrix: TypeAlias = "NDArray[np.float64]"
Mask: TypeAlias = "NDArray[np.bool_]"
Gaps: TypeAlias = "NDArray[np.int8]"
"""What a gap stands for: its place in `KINDS`, 0 unless a cell says more."""

KINDS = tuple(sorted(Missing, key=lambda code: (not code.counts_as_asked, code is not Missing.BLANK)))
"""The kinds of gaps: left blank, others of questions that were asked, and those of questions that were not."""

ASKED = sum(code.counts_as_asked for code in KINDS)
"""The gaps of questions that were asked are below it."""

UNASKED, UNSHOWN = KINDS.index(Missing.NOT_ASKED), KINDS.index(Missing.NOT_SHOWN)

_CODES = {code.value: code for code in Missing}
_GAPS = frozenset({"NAType", "NaTType", "NoneType"})
"""Types whose one value stands for a gap; those of pandas by name, since pandas is not imported."""


def answers_of(given: Any, meaning: Meaning, layout: TableLayout) -> "tuple[Matrix, Gaps, Counter[Fault]] | None":
    """Return the answers in a column, NaN for a gap, what the gaps stand for, and how many cells are wrong how.

    Args:
        given: A list, tuple, array, or the column of a data frame.
        meaning: How its cells are read.
        layout: What the table means.

    Returns:
        None when it is anything else.
    """
    array = as_array(given)
    if array is None or array.ndim != 1:
        return None
    if array.dtype.kind not in "iuf" or not meaning.numbers:
        return _one_by_one(array, meaning, layout)
    values = np.array(array, dtype=np.float64)
    gaps = np.where(np.isnan(values), KINDS.index(layout.gaps), 0).astype(np.int8)
    for number, code in meaning.number_codes.items():
        coded = values == number
        values[coded] = math.nan
        gaps[coded] = KINDS.index(code)
    item = meaning.item
    whole = np.rint(values) == values
    contiguous = item.range is None and len(item.values) == item.high - item.low + 1
    if contiguous and np.count_nonzero(whole) + np.count_nonzero(np.isnan(values)) == values.size:
        low, high = np.fmin.reduce(values, initial=item.high), np.fmax.reduce(values, initial=item.low)
        if item.low <= low and high <= item.high:
            return values, gaps, Counter()
    if item.range is not None:
        wrong = sum(item.stored(each) is None for each in values[~np.isnan(values)].tolist())
        return values, gaps, Counter({Fault.OFF_SCALE: wrong} if wrong else {})
    on_scale = (values >= item.low) & (values <= item.high) if contiguous else np.isin(values, item.values)
    off = int(np.count_nonzero(whole & ~on_scale))
    parts = int(np.count_nonzero(~whole & ~np.isnan(values)))
    return values, gaps, Counter({kind: n for kind, n in ((Fault.OFF_SCALE, off), (Fault.FRACTION, parts)) if n})


def _one_by_one(array: "NDArray[Any]", meaning: Meaning, layout: TableLayout) -> "tuple[Matrix, Gaps, Counter[Fault]]":
    """Return what cells of any kind hold; see `answers_of`."""
    values, gaps = np.full(array.size, math.nan), np.zeros(array.size, dtype=np.int8)
    faults: Counter[Fault] = Counter()
    for i, cell in enumerate(cast(list[Any], array.tolist())):
        found = Fault.LABEL if array.dtype.kind in "mM" else meaning.read(cell, layout.dialect.decimal)
        if isinstance(found, Fault):
            faults[found] += 1
        elif isinstance(found, Missing):
            gaps[i] = KINDS.index(found)
        else:
            values[i] = found
    return values, gaps, faults


def numbers(given: Any) -> tuple[Matrix, int] | None:
    """Return a column as floats, and how many of its values are neither numbers nor gaps.

    Args:
        given: A list, tuple, array, or the column of a data frame. Gaps are None, NaN,
            masked, the missing values of pandas, and the missing codes.

    Returns:
        None when it is anything else.
    """
    array = as_array(given)
    if array is None or array.ndim != 1:
        return None
    if array.dtype.kind in "iuf":
        return np.array(array, dtype=np.float64), 0
    values = np.full(array.size, math.nan)
    if array.dtype.kind in "mM":  # times would come out as whole numbers
        return values, array.size
    bad = 0
    for i, cell in enumerate(cast(list[Any], array.tolist())):
        if _is_number(cell):
            values[i] = cell
        else:
            bad += not (type(cell).__name__ in _GAPS or (isinstance(cell, str) and cell in _CODES))
    return values, bad


def as_array(given: Any) -> "NDArray[Any] | None":
    """Return anything like an array as one, None where it is masked, or None when it is not like one."""
    if isinstance(given, np.ma.MaskedArray):
        given = cast(Any, given).tolist()  # what is masked comes out as None
    mixed = isinstance(given, list | tuple)  # an array of its own choice would turn numbers beside codes into text
    try:
        return np.asarray(given, dtype=object) if mixed else np.asarray(given)
    except (TypeError, ValueError):
        return None


def _is_number(value: Any) -> bool:
    """Say whether a value is a number of Python or numpy that a float can hold; True and False are not."""
    if isinstance(value, float | np.floating):
        return True
    return (
        isinstance(value, int | np.integer)
        and not isinstance(value, bool)
        and abs(int(cast(Any, value))) <= LARGEST_EXACT
    )
