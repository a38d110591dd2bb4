"""Scores for a whole table, on the engine that the table lives in, equal to `score()` to the last bit.

A table is anything that narwhals reads. Tested are pandas, Polars (eager or lazy),
PyArrow, DuckDB, PySpark, Ibis, DataFusion and SQLFrame, and forms of whole numbers on
Dask and Daft. The same kind of table comes back. A
lazy table stays lazy: nothing is collected here. Sums are of whole numbers,
and each percent is one division, so every engine gives the same bits.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar, cast

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import member
from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.checkin.key import key_of
from intimacy_kit.content.vocabulary import Role
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.balanced import add_up
from intimacy_kit.tables.cells import Cell
from intimacy_kit.tables.digits import width_of
from intimacy_kit.tables.engine_errors import table_of, without_engine_errors
from intimacy_kit.tables.engines import engine_of
from intimacy_kit.tables.faults import problems_of
from intimacy_kit.tables.inspection import cell_faults, shift_problems, unknown_items
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.parts import made_sums, maker, seen_by, sums_with, value_column, with_values
from intimacy_kit.tables.reading import ReadTable, invalid_counts, read_table
from intimacy_kit.tables.sums import column_names, look_ups, readings
from intimacy_kit.tables.vocabulary import OnInvalid, Shape

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtra("tables") from error

Frame = TypeVar("Frame")


@sealed
@without_engine_errors
def score_frame(
    frame: Frame,
    key: ScoringKey | CheckIn,
    *,
    layout: TableLayout = TableLayout(),  # noqa: B008  # it is frozen
    on_invalid: str | OnInvalid = OnInvalid.RAISE,
    quality: bool = False,
) -> Frame:
    """Score a table of answers.

    Args:
        frame: The table. Answers are whole numbers, as integers, as floats or as text.
        key: The scoring key, as `ScoringKey.from_form` gives it, or the check-in.
        layout: What the table means; a row for each check-in and a column for each item unless given.
        on_invalid: What to do about cells that hold no value of their scale; an item that a long table
            has twice for a person is one of them. `raise` looks at
            an eager table first and raises; a lazy table cannot be looked at before it runs,
            so there it does as `null`, which counts such cells as gaps and their number in
            each row in the column `invalid`. `trust` does not look at all: for a table that
            was checked before.
        quality: Add the columns `missing` (part of the asked items without a value, 0 to 1) and
            `spread` (standard deviation, n - 1, of the answers as given; null where scales differ or
            fewer than two items have a value), over the scored and felt items, as `quality` does.

    Returns:
        A table of the same kind with the columns that the layout copies and, for each pillar, `<pillar>_percent` and
        `<pillar>_mean` (Float64, null where there is no score), `<pillar>_answered` and
        `<pillar>_asked` (Int64) and `<pillar>_reason` (String, null where there is a score:
        `too-few-answers` or `not-asked`). Felt items are scored apart, as `<pillar>_felt_percent`
        and so on. Equal to `score()` with ``==``. A long table gives a row for each person, in no particular order.

    Raises:
        InvalidValue: When columns are missing or of a type that holds no answers, when a code is
            an answer to every item, or when a cell holds no value of its scale. All problems at once,
            with column names and counts, never with what a cell holds.

    >>> import intimacy_kit as ik, pyarrow as pa
    >>> key = ik.ScoringKey.from_form(ik.load(), "standard")
    >>> answers = pa.table({item.id: [3, None] for item in key.items})
    >>> scores = score_frame(answers, key)
    >>> scores["listening_answered"].to_pylist(), scores["listening_reason"].to_pylist()
    ([4, 0], [None, 'too-few-answers'])
    """
    key = key_of(key)
    problems: list[Problem] = []
    rule = member(OnInvalid, on_invalid, "on_invalid", problems)
    read = read_table(table_of(frame), key, layout, problems)
    return cast(Frame, nw.to_native(score_rows(read, key, cast(OnInvalid, rule), quality=quality, skip=layout.skip)))


# Scores ------------------------------------------------------------------------


def score_rows(read: ReadTable, key: ScoringKey, rule: OnInvalid, *, quality: bool = False, skip: int = 0) -> Any:
    """Return the scores in two steps, sums first, so that no engine adds anything up twice.

    Args:
        read: The table, and how it is read.
        key: The scoring key.
        rule: What to do about cells that hold no value of their scale.
        quality: Add the notes on quality.
        skip: How many rows below the names were left out, for messages.
    """
    engine = engine_of(read.table, read.cells, read.layout.copied)
    look, eager = rule is not OnInvalid.TRUST, isinstance(read.table, nw.DataFrame)
    refuse = look and eager and rule is OnInvalid.RAISE
    if look and eager and not engine.looks_on_the_way:
        _check(read, engine.suspects(), key, rule, skip)
    table, cells = engine.ready(look=look)
    table, steps = score_steps(table, cells, key, engine.copied, look=look and not refuse, quality=quality)
    scores = engine.run(table, steps)
    if look and eager and engine.looks_on_the_way:
        _check(read, engine.suspects(), key, rule, skip)
    return scores


def score_steps(
    table: Any, cells: Mapping[str, Cell], key: ScoringKey, ids: Sequence[str], *, look: bool, quality: bool
) -> tuple[Any, list[list[Any]]]:
    """Return a table with the scores that are parts of others, and what is selected from it, step by step.

    First come sums, then their digits, then what is read off them, then what is looked up, so that nothing is worked
    out twice.

    Args:
        table: The table that the cells are of.
        cells: How each item is read.
        key: The scoring key.
        ids: The columns that are copied.
        look: Whether the cells have to be looked at.
        quality: Add the notes on quality.
    """
    by = maker(cells)
    first = {name: by.col(name) for name in ids}
    then = dict(first)
    digits: dict[str, Any] = {}
    split_up: set[str] = set()
    later: tuple[dict[str, Any], ...] = ({}, {}, {})  # tables, norms, levels
    names = list(ids)
    table = with_values(table, [other for each in key.subscales for other in each.needs], cells, look=look)
    made = set(table.collect_schema().names())
    unseen = dict(cells)
    invalid: list[Any] = []
    for i, subscale in enumerate(key.subscales):
        called, start = f"{subscale.name}_", f"{_SUM}{i}_"
        sums, split, count = sums_with(subscale, cells, made, look=look)
        if subscale.role is Role.SCORED and value_column(subscale) in made:
            sums, split = {what: by.col(name) for what, name in made_sums(subscale, made).items()}, None
        first |= {f"{start}{what}": column for what, column in sums.items()}
        found = split.read(by.col(f"{start}number"), by) if split else {}
        digits |= {f"{start}{what}": column for what, column in found.items()}
        split_up |= {f"{start}number"} if split else set()
        seen = seen_by(subscale, cells)
        if look and "invalid" in (*sums, *found) and seen and seen <= unseen.keys():
            invalid.append(by.col(f"{start}invalid"))
            unseen = {id: cell for id, cell in unseen.items() if id not in seen}
        own = column_names(subscale)
        read = readings(subscale, {what: by.col(f"{start}{what}") for what in (*sums, *found)}, count, by)
        then |= {f"{called}{what}": read[what] for what in own if what in read}
        columns = {what: by.col(f"{called}{what}") for what in own}
        for looked_up, entries in zip(later, look_ups(subscale, columns, by), strict=True):
            looked_up.update({f"{called}{what}": column for what, column in entries.items()})
        names += [f"{called}{what}" for what in own]
    if look:
        width = width_of(len(cells), by)
        if unseen:
            first[f"{_SUM}_invalid"] = add_up([cell.invalid.cast(width) for cell in unseen.values()])
            invalid.append(by.col(f"{_SUM}_invalid"))
        then["invalid"] = add_up(invalid).cast(by.Int64)
        names.append("invalid")
    if quality:
        sums, notes = _quality([cells[id] for id in key.scored if id in cells], look=look)
        first |= sums
        then |= dict(zip(_NOTES, notes, strict=True))
        names += _NOTES
    steps = [first, {name: by.col(name) for name in first if name not in split_up} | digits] if digits else [first]
    known: dict[str, Any] = {}
    for columns in (then, *filter(None, later)):
        known = {name: by.col(name) for name in known} | columns
        steps.append({name: known[name] for name in names if name in known})
    return table, [[column.alias(name) for name, column in step.items()] for step in steps]


def _check(read: ReadTable, unclear: Collection[str], key: ScoringKey, rule: OnInvalid, skip: int) -> None:
    """Refuse an eager table in which a cell of unclear columns is off its scale, or whose numbers look shifted."""
    faults = unknown_items(read.people, key, read.layout, skip=skip) if read.layout.shape is Shape.LONG else []
    suspects = {id: read.cells[id] for id in unclear}
    if suspects:
        counts = invalid_counts(read.table, suspects)
        wrong = {id: cell for id, cell in suspects.items() if counts.item(0, id)}
        hidden = {id: int(counts.item(0, f"{id} hidden") or 0) for id in wrong}
        faults += cell_faults(read, wrong, hidden, skip=skip)
    problems, faults = shift_problems(read, read.cells, faults)
    if rule is OnInvalid.RAISE:
        problems += problems_of(faults, read.cells, key, read.layout)
    if problems:
        raise InvalidValue(problems)


# Notes on quality -----------------------------------------------------------------


def _quality(cells: Sequence[Cell], *, look: bool) -> tuple[dict[str, Any], list[Any]]:
    """Return what is added up for the two notes that can be taken row by row, by column, and the notes."""
    by = cells[0].by
    flags = [cell.answered(look=look).cast(by.Int64) for cell in cells]
    numbers = [cell.number(0, look=look).cast(by.Int64) for cell in cells]
    sums = {"n": add_up(flags), "total": add_up(numbers), "squares": add_up([number * number for number in numbers])}
    scales: dict[Any, list[Any]] = {}
    for cell in cells:
        scales.setdefault((cell.item.values, cell.item.range), []).append(
            by.lit(1) if cell.asked is None else cell.asked
        )
    sums |= {f"asked{i}": add_up(asks).cast(by.Int64) for i, asks in enumerate(scales.values())}
    sums = {f"{_SUM}_{what}": column for what, column in sums.items()}
    n, total, squares, *by_scale = (by.col(name) for name in sums)
    squared = (n * squares - total * total).cast(by.Float64)
    pairs = by.when(n > 1).then((n * (n - 1)).cast(by.Float64) + squared * 0.0)
    spread = (squared / pairs).sqrt()
    asked = add_up(by_scale)
    if {cell.item.per_unit for cell in cells} != {1}:  # the numbers are in parts of a unit
        units = [steps.per_unit if steps else 1 for _, steps in scales]
        shown = [by.when(count > 0).then(by.lit(1)).otherwise(by.lit(0)) for count in by_scale]
        unit_asked = add_up([present * unit for present, unit in zip(shown, units, strict=True)]).cast(by.Float64)
        spread = spread / (unit_asked + spread * 0.0)  # dividing by a literal is not exact, see sums
    if len(scales) > 1:  # what counts is whether the items that this row was asked share a scale
        several = add_up([by.when(count > 0).then(by.lit(1)).otherwise(by.lit(0)) for count in by_scale])
        spread = by.when(several == 1).then(spread)
    answered = n.cast(by.Float64)
    some = by.when(asked > 0).then(asked.cast(by.Float64) + answered * 0.0)
    return sums, [(1.0 - answered / some).alias("missing"), spread.alias("spread")]


_NOTES = ("missing", "spread")
"""What the columns of the two notes are called."""

_SUM = "_intimacy_kit_sum"
"""Columns that come and go on the way; a table is not expected to have them."""
