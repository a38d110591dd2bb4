"""Columns of a table of answers as arrays of floats, gaps as NaN. Needs numpy, from the extra `stats`."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeAlias, cast

from intimacy_kit._values.leaves import LARGEST_EXACT
from intimacy_kit.content.vocabulary import Keying, Missing
from intimacy_kit.errors import InvalidResponse, InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.faults import CellFault, problem_of
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.meaning import Fault, Meaning, plain_text
from intimacy_kit.tables.vocabulary import Shape

try:
    import numpy as np
    from numpy.typing import NDArray
except ImportError as error:
    raise MissingExtra("stats") from error

Matrix: TypeAlias = "NDArray[np.float64]"
Mask: TypeAlias = "NDArray[np.bool_]"

_Column: TypeAlias = "tuple[Matrix, Mask, Counter[Fault], str]"
"""Answers, which were not asked, how many are wrong in which way, and the name in messages."""

_CODES = {code.value: code for code in Missing}
_GAPS = frozenset({"NAType", "NaTType", "NoneType"})
"""Types whose one value stands for a gap; those of pandas by name, since pandas is not imported."""


def keyed_columns(table: Any, key: ScoringKey, items: Sequence[KeyedItem], layout: TableLayout) -> tuple[Matrix, Mask]:
    """Return the keyed answers to some items, a row for each person, and which of them were asked.

    Args:
        table: A mapping or data frame of columns, or a two-dimensional numpy
            array with a column for each of `key.items`, in order.
        key: The scoring key.
        items: The items that are wanted, all of them of the key.
        layout: What the table means. Of an array, only what it says of cells counts.

    Raises:
        InvalidResponse: Naming every column that cannot be read, and how often it holds
            something that its scale does not, never what.
        InvalidValue: When the layout does not fit the key.
    """
    if problems := layout.problems(key):
        raise InvalidValue(problems)
    table, layout = _people(table, key, layout)
    read = _long_columns(table, key, items, layout) if layout.shape is Shape.LONG else None
    columns = _columns(table, key, items, layout, problems) if read is None else read
    for item in items:
        if item.id in columns:
            _, _, faults, label = columns[item.id]
            for kind, count in faults.items():
                fault = CellFault(item.id, kind.value, count, ())
                problems.append(problem_of(fault, item, label, remedy="mend them, or say what they mean in the layout"))
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
    nothing = (
        np.full(rows, math.nan),
        np.ones(rows, dtype=np.bool_),
        Counter[Fault](),
        "",
    )  # a column that was asked of nobody
    found = [columns.get(item.id, nothing) for item in items]
    keyed = [
        values if item.keying is Keying.FORWARD else item.low + item.high - values
        for item, (values, *_) in zip(items, found, strict=True)
    ]
    # Each item's answers lie together, since most is done item by item.
    return np.stack(keyed).T, np.stack([~unasked for _, unasked, *_ in found]).T


def _people(table: Any, key: ScoringKey, layout: TableLayout) -> tuple[Any, TableLayout]:
    """Return a table whose rows are people or their answers, in memory, and what is left to say of it."""
    told = layout.skip or layout.only or layout.without or layout.partners or layout.unpack
    if not told and not hasattr(table, "collect"):
        return table, layout
    from intimacy_kit.tables.rows import columns_of_people  # noqa: PLC0415  # plain columns do without the extra `tables`

    return columns_of_people(table, key, layout)


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
                given = cast(Any, table[name] if array is None else array[:, key.items.index(item)])
            except Exception:  # noqa: BLE001  # every kind of frame has an error of its own for this
                problems.append(_no_column(name, item.id))
                continue
            column = _answers(given, Meaning.of(item, layout), layout)
            if column is None:
                problems.append(_not_a_column(name, item.id))
            else:
                values, unasked, faults = column
                if array is None:
                    unasked |= np.isnan(values) & ~unasked & _not_shown(table, item, layout, values.size)
                columns[item.id] = (values, unasked, faults, f"the column {name!r}")
    return columns


def _not_shown(table: Any, item: KeyedItem, layout: TableLayout, rows: int) -> Mask:
    """Return where other columns say that an item was not shown."""
    found = np.zeros(rows, dtype=np.bool_)
    for columns in layout.entries_for(item, layout.not_shown)[-1:]:
        for name, cells in columns.items():
            wanted = {plain_text(cell) for cell in cells}
            try:
                there = as_array(table[name])
            except Exception:  # noqa: BLE001  # every kind of frame has an error of its own for this
                raise InvalidResponse([_no_column(name, item.id)]) from None
            if there is not None and there.shape == (rows,):
                found |= np.array([plain_text(cell) in wanted for cell in there.tolist()], dtype=np.bool_)
    return found


def _long_columns(table: Any, key: ScoringKey, items: Sequence[KeyedItem], layout: TableLayout) -> dict[str, _Column]:
    """Return the items' answers in a long table by item, a place for each person as they first come."""
    problems: list[Problem] = []
    parts: list[NDArray[Any]] = []
    ids_too = [(name, name) for name in layout.ids]
    for what, name in (("person", layout.person), *ids_too, ("item", layout.item), ("value", layout.value)):
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
    persons, ids, values = parts[0], parts[-2], parts[-1]
    places: dict[Any, int] = {}
    who = zip(*(part.tolist() for part in (persons, *parts[1:-2])), strict=True)
    rows = np.array([places.setdefault(each, len(places)) for each in who], dtype=np.int64)
    called = layout.item_columns(key)
    known = {*called.values(), *(id for id in key.by_id if id not in key.relevant)}
    strangers = Counter(str(name) for name in ids.tolist() if str(name) not in known)
    if strangers:
        raise InvalidResponse(
            problem_of(CellFault(name, "unknown-item", count, ()), None, "") for name, count in strangers.items()
        )
    found: dict[str, _Column] = {}
    for item in items:
        here = np.asarray(ids == called.get(item.id), dtype=np.bool_)
        nobody = np.empty(0), np.empty(0, dtype=np.bool_), Counter[Fault]()
        given, unasked, faults = _answers(values[here], Meaning.of(item, layout), layout) or nobody
        column = np.full(len(places), math.nan)
        column[rows[here]] = given
        left_out = np.full(len(places), not layout.gaps.counts_as_asked)
        left_out[rows[here]] = unasked
        if twice := int(np.count_nonzero(np.bincount(rows[here], minlength=1) > 1)):
            faults[Fault.TWICE] += twice
        found[item.id] = (column, left_out, faults, f"the item {item.id!r}")
    return found


def _no_column(name: str, what: str) -> Problem:
    return Problem("missing-column", f"there is no column {name!r}", "name its column in the layout", (what,))


def _not_a_column(name: str, what: str) -> Problem:
    message = f"the column {name!r} does not hold one value a row"
    return Problem("wrong-kind", message, "give each person one answer", (what,))


def _answers(given: Any, meaning: Meaning, layout: TableLayout) -> "tuple[Matrix, Mask, Counter[Fault]] | None":
    """Return the answers in a column, NaN for a gap, which were not asked, and how many are wrong how.

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
    unasked = np.isnan(values) & (not layout.gaps.counts_as_asked)
    for number, code in meaning.number_codes.items():
        coded = values == number
        values[coded] = math.nan
        unasked[coded] = not code.counts_as_asked
    whole = np.rint(values) == values
    item = meaning.item
    if item.range is not None:
        wrong = sum(item.stored(each) is None for each in values[~np.isnan(values)].tolist())
        return values, unasked, Counter({Fault.OFF_SCALE: wrong} if wrong else {})
    if len(item.values) == item.high - item.low + 1:
        on_scale = (values >= item.low) & (values <= item.high)
    else:
        on_scale = np.isin(values, item.values)
    off = int(np.count_nonzero(whole & ~on_scale))
    parts = int(np.count_nonzero(~whole & ~np.isnan(values)))
    return values, unasked, Counter({kind: n for kind, n in ((Fault.OFF_SCALE, off), (Fault.FRACTION, parts)) if n})


def _one_by_one(array: "NDArray[Any]", meaning: Meaning, layout: TableLayout) -> "tuple[Matrix, Mask, Counter[Fault]]":
    """Return what cells of any kind hold; see `_answers`."""
    values, unasked = np.full(array.size, math.nan), np.zeros(array.size, dtype=np.bool_)
    faults: Counter[Fault] = Counter()
    for i, cell in enumerate(cast(list[Any], array.tolist())):
        found = Fault.LABEL if array.dtype.kind in "mM" else meaning.read(cell, layout.dialect.decimal)
        if isinstance(found, Fault):
            faults[found] += 1
        elif isinstance(found, Missing):
            unasked[i] = not found.counts_as_asked
        else:
            values[i] = found
    return values, unasked, faults


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
