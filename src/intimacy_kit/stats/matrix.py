"""The answers in a table, a row for each person and a column for each item. Needs numpy, from the extra `stats`."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, cast

import attrs

from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import InvalidResponse, InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.stats.column import KINDS, UNASKED, UNSHOWN, Gaps, Mask, Matrix, answers_of, as_array
from intimacy_kit.tables.faults import CellFault, problem_of
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.meaning import Fault, Meaning, plain_text
from intimacy_kit.tables.vocabulary import Shape

try:
    import numpy as np
    from numpy.typing import NDArray
except ImportError as error:
    raise MissingExtra("stats") from error

_Column: TypeAlias = "tuple[Matrix, Gaps, Counter[Fault], str]"
"""Answers, what the gaps stand for, how many are wrong in which way, and the name in messages."""


@attrs.frozen(eq=False)
class Answers:
    """Answers to some items: a row for each person, and a column for each item.

    Args:
        items: The items.
        values: The answers as stored, NaN for a gap.
        gaps: What each gap stands for.
    """

    items: tuple[KeyedItem, ...]
    values: Matrix
    gaps: Gaps


def answers_in(table: Any, key: ScoringKey, items: Sequence[KeyedItem], layout: TableLayout) -> Answers:
    """Return the answers to some items, with what was not shown after the answers before it.

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
    decisive = key.with_conditions(item.id for item in items)
    read = [item for item in key.items if item.id in decisive]
    found = _long_columns(table, key, read, layout) if layout.shape is Shape.LONG else None
    columns = _columns(table, key, read, layout, problems) if found is None else found
    lengths = {column[0].size for column in columns.values()}
    if len(lengths) == 1 and not problems:
        _hide(columns, key, next(iter(lengths)))
    for item in read:
        if item.id in columns:
            _, _, faults, label = columns[item.id]
            for kind, count in faults.items():
                fault = CellFault(item.id, kind.value, count, ())
                problems.append(problem_of(fault, item, label, remedy="mend them, or say what they mean in the layout"))
    if not problems and len(lengths) > 1:
        message = "the columns are not of one length"
        problems.append(Problem("wrong-kind", message, "give each person a place in every column", ("table",)))
    if not problems and not columns:
        message = "the layout names no column of this pillar"
        problems.append(Problem("missing-key", message, "name a column for each item that was asked", ("columns",)))
    if problems:
        raise InvalidResponse(problems)
    (rows,) = lengths
    nowhere = np.full(rows, math.nan), np.full(rows, UNASKED, dtype=np.int8), Counter[Fault](), ""
    wanted = [columns.get(item.id, nowhere) for item in items]
    # Each item's answers lie together, since most is done item by item.
    return Answers(tuple(items), np.stack([each[0] for each in wanted]).T, np.stack([each[1] for each in wanted]).T)


def _hide(columns: Mapping[str, _Column], key: ScoringKey, rows: int) -> None:
    """Mark what was not shown after the answers before it, and note the answers to it."""
    conditional = [id for id in columns if key.by_id[id].show_if is not None]
    for row in range(rows) if conditional else ():
        before = {id: _answer(values[row], gaps[row]) for id, (values, gaps, *_) in columns.items()}
        shown = frozenset(key.shown(before, before))
        for id in conditional:
            values, gaps, faults, _ = columns[id]
            if id in shown:
                continue
            gaps[row] = UNSHOWN
            if not math.isnan(values[row]):
                faults[Fault.UNSHOWN] += 1


def _answer(value: float, gap: int) -> float | Missing:
    """Return an answer as the key takes it."""
    return KINDS[gap] if math.isnan(value) else value


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
            column = answers_of(given, Meaning.of(item, layout), layout)
            if column is None:
                problems.append(_not_a_column(name, item.id))
            else:
                values, gaps, faults = column
                if array is None:
                    gaps[np.isnan(values) & (gaps == 0) & _not_shown(table, item, layout, values.size)] = UNSHOWN
                columns[item.id] = (values, gaps, faults, f"the column {name!r}")
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
            if there is None or there.shape != (rows,):
                raise InvalidResponse([_not_a_column(name, item.id)])
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
        nobody = np.empty(0), np.empty(0, dtype=np.int8), Counter[Fault]()
        given, gaps, faults = answers_of(values[here], Meaning.of(item, layout), layout) or nobody
        column = np.full(len(places), math.nan)
        column[rows[here]] = given
        left_out = np.full(len(places), KINDS.index(layout.gaps), dtype=np.int8)
        left_out[rows[here]] = gaps
        if twice := int(np.count_nonzero(np.bincount(rows[here], minlength=1) > 1)):
            faults[Fault.TWICE] += twice
        found[item.id] = (column, left_out, faults, f"the item {item.id!r}")
    return found


def _no_column(name: str, what: str) -> Problem:
    return Problem("missing-column", f"there is no column {name!r}", "name its column in the layout", (what,))


def _not_a_column(name: str, what: str) -> Problem:
    message = f"the column {name!r} does not hold one value a row"
    return Problem("wrong-kind", message, "give each person one answer", (what,))
