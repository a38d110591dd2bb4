"""From the rows of a table to a row for each check-in: who is a person, two partners, several answers in a cell."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast

import attrs

from intimacy_kit._values.nesting import is_deep
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.column_names import missing_columns
from intimacy_kit.tables.engine_errors import table_of, without_engine_errors
from intimacy_kit.tables.faults import count_of
from intimacy_kit.tables.json_objects import once
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.meaning import BLANKS, is_plain_cell, is_whole, plain_text
from intimacy_kit.tables.recode import trimmed
from intimacy_kit.tables.skipped import skipped_people

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtra("tables") from error

T = TypeVar("T")

ROW = "_intimacy_kit_row"
"""The column with the number of a row, from 0, while a table is looked at; none is expected to have it."""

_UNFIT = {"not-json": "without a JSON object", "too-deep": "with a JSON object that is nested too deeply"}
"""What is wrong with a cell of several answers, by the code of the problem."""

PARTNER = "partner"
"""The column that says which of two partners a row is, where both shared one."""


def people(table: Any, key: ScoringKey, layout: TableLayout, *, skipped: bool = False) -> tuple[Any, TableLayout]:
    """Return a table whose rows are people or their answers, and what is left to say of it.

    Args:
        table: The table, as narwhals holds it.
        key: The scoring key.
        layout: What the table means.
        skipped: Whether the rows below the names are left out already.

    Raises:
        InvalidValue: When a column that the layout names is not there, or a lazy table would have to be looked at.
    """
    problems: list[Problem] = []
    lazy = is_lazy(table)
    if layout.skip and not skipped:
        if lazy:
            message = "rows of a lazy table have no order, so none can be skipped"
            problems.append(Problem("bad-choice", message, "name them with `without`, or collect it", ("skip",)))
        else:
            head = table[: layout.skip].iter_rows(named=True)
            problems += skipped_people(head, answer_columns(key, layout), key, layout)
            table = table[layout.skip :]
    if layout.unpack and lazy:
        message = "a lazy table cannot be unpacked"
        problems.append(Problem("bad-choice", message, "collect it first", ("unpack",)))
    names = table.collect_schema().names()
    only, without = (
        {present(column, names): cells for column, cells in columns.items()}
        for columns in (layout.only, layout.without)
    )
    layout = attrs.evolve(layout, ids=tuple(filter(None, (present(column, names) for column in layout.ids))))
    problems += missing_columns(((name, name) for name in (*only, *without) if name), names)
    if problems:
        raise InvalidValue(problems)
    if layout.only or layout.without or layout.partners or layout.unpack:
        table = number_rows(table)
    for column, cells in only.items():
        table = table.filter(holds_any_of(table, column, cells)) if column else table
    for column, cells in without.items():
        table = table.filter(~holds_any_of(table, column, cells)) if column else table
    if layout.unpack:
        return _unpack(table, layout), attrs.evolve(layout, unpack=False)
    if layout.partners:
        return _partners(table, key, layout)
    return table, layout


def present(column: str, names: Sequence[str]) -> str:
    """Return the name of a column without `?` behind it; empty where it ends in that and is not there.

    Args:
        column: The name, as a layout has it.
        names: The names of the table's columns.
    """
    if column in names or not column.endswith("?"):
        return column
    return column[:-1] if column[:-1] in names else ""


@without_engine_errors
def columns_of_people(table: Any, key: ScoringKey, layout: TableLayout) -> tuple[dict[str, list[Any]], TableLayout]:
    """Return the columns of people or their answers as lists, and what is left to say of them.

    Args:
        table: A table of any engine, lazy or not, or a mapping of columns.
        key: The scoring key.
        layout: What the table means.
    """
    if isinstance(table, Mapping):
        import polars as pl  # noqa: PLC0415  # other engines do without it

        columns = cast(Mapping[str, Any], table).items()
        table = pl.DataFrame([pl.Series(name, list(column), strict=False) for name, column in columns])
    frame: Any = table_of(table)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    rows, layout = people(frame, key, layout)
    return {name: rows[name].to_list() for name in rows.columns}, layout


def with_plain_cells(table: Any, names: Iterable[str]) -> Any:
    """Return a table whose columns of any objects are text where all of these are numbers, text or gaps.

    A spreadsheet that is read into a data frame has such columns, with `4`, `"4"` and a label in one.
    Sparse columns of pandas become columns of plain numbers.

    Args:
        table: The table, as narwhals holds it.
        names: The columns that are looked at.
    """
    if is_lazy(table):
        return table
    schema = table.collect_schema()
    for name in dict.fromkeys(names):
        if schema.get(name) == nw.Object:
            cells = table[name].to_list()
            if all(is_plain_cell(cell) for cell in cells):
                texts = [plain_text(cell) or None for cell in cells]
                table = table.with_columns(nw.new_series(name, texts, nw.String, backend=table.implementation))
        elif schema.get(name) == nw.Unknown and table.implementation.is_pandas():
            numbers = table[name].to_numpy()
            if numbers.dtype.kind in "iuf":
                table = table.with_columns(nw.new_series(name, numbers, backend=table.implementation))
    return table


def holds_any_of(table: Any, column: str, cells: Iterable[str]) -> Any:
    """Return whether a column has one of some cells, never null.

    Args:
        table: The table, as narwhals holds it.
        column: The name of the column.
        cells: Cells as text; a whole number is meant in numbers as well.
    """
    spellings = {cell.strip(BLANKS) for cell in cells}
    column_ = nw.col(column)
    dtype = table.collect_schema()[column]
    texts = column_.cast(nw.String)
    if dtype.is_float():
        texts = nw.when(~column_.is_nan()).then(texts)  # Arrow and pandas write it as nan
    spellings |= {f"{cell}.0" for cell in spellings if is_whole(cell)}
    return trimmed(texts.fill_null(""), table.implementation).is_in(sorted(spellings))


def is_lazy(table: Any) -> bool:
    """Return whether a table, as narwhals holds it, is not in memory."""
    return isinstance(table, nw.LazyFrame)


def number_rows(table: Any) -> Any:
    """Return a table with the number of each row, from 0, in the column `ROW`, unless it has that or no order.

    Args:
        table: The table, as narwhals holds it.
    """
    if ROW in table.collect_schema().names():
        return table
    if not is_lazy(table):
        return table.with_row_index(ROW)
    if not table.implementation.is_polars():
        return table
    return nw.from_native(nw.to_native(table).with_row_index(ROW))  # of lazy tables only those of Polars have an order


def without_blank(table: T, filled: Any, above: int) -> T:
    """Return the rows of a table of Polars that have something in them, with their numbers in the column `ROW`.

    Args:
        table: The table.
        filled: Whether a row has something in it.
        above: How many rows stand above the one of which the number is 0.
    """
    import polars as pl  # noqa: PLC0415  # other engines do without it

    rows: Any = table
    if ROW not in rows.collect_schema().names():
        rows = rows.with_row_index(ROW).with_columns(pl.col(ROW).cast(pl.Int64) - above)
    return cast(T, rows.filter(filled))


def answer_columns(key: ScoringKey, layout: TableLayout) -> list[tuple[str, str]]:
    """Return each item of a wide table with a column that has its answers, where partners share a row those of both.

    Args:
        key: The scoring key.
        layout: What the table means.
    """
    own = [columns_of(layout, key, partner) for partner in layout.partners] or [layout.item_columns(key)]
    return [pair for columns in own for pair in columns.items()]


def columns_of(layout: TableLayout, key: ScoringKey, partner: str) -> dict[str, str]:
    """Return item to the column of one of two partners who share a row.

    Args:
        layout: What the table means.
        key: The scoring key.
        partner: How the layout calls the partner.
    """
    which = layout.partners[partner]
    names = layout.item_columns(key).items()
    return {id: which.columns.get(id, f"{which.prefix}{name}{which.suffix}") for id, name in names}


def _partners(table: Any, key: ScoringKey, layout: TableLayout) -> tuple[Any, TableLayout]:
    """Return a row for each partner of a table that has one for each couple."""
    names = table.collect_schema().names()
    own = {name: columns_of(layout, key, name) for name in layout.partners}
    copied = [*dict.fromkeys((*layout.couple, *layout.ids))]
    watched = [*layout.watched]
    problems = missing_columns(((name, name) for name in copied + watched), names)
    for partner, columns in own.items():
        problems += missing_columns(((f"{id} ({partner})", name) for id, name in columns.items()), names)
    first, second = own.values()
    if not set(first.values()).isdisjoint(second.values()):
        message, remedy = "both partners have one column", "say of each how the names of its columns begin or end"
        problems.append(Problem("duplicate-column", message, remedy, ("partners",)))
    if PARTNER in copied:
        message = f"the column {PARTNER!r} is needed for which of the two a row is"
        problems.append(Problem("duplicate-column", message, "rename it", ("ids",)))
    if problems:
        raise InvalidValue(problems)
    called = {id: f"{name} / {second[id]}" for id, name in first.items()}
    row = [nw.col(ROW)] if ROW in table.collect_schema().names() else []
    parts = [
        table.select(
            *row,
            *[nw.col(name) for name in copied],
            nw.lit(partner).alias(PARTNER),
            *[nw.col(columns[id]).alias(name) for id, name in called.items()],
            *[nw.col(name) for name in watched if name not in copied],
        )
        for partner, columns in own.items()
    ]
    whole = nw.concat(_of_one_type(parts, [*called.values()]), how="vertical")
    changed = attrs.evolve(
        layout,
        columns=called,
        ids=(*copied, PARTNER),
        couple=layout.couple or layout.ids,
        partner=PARTNER,
        partners={},
    )
    return whole, changed


def _of_one_type(parts: Sequence[Any], names: Sequence[str]) -> list[Any]:
    """Return tables whose columns of one name have one type; of two types, both are read as text."""
    schemas = [part.collect_schema() for part in parts]
    apart = [name for name in names if len({schema[name] for schema in schemas}) > 1]
    if not apart:
        return list(parts)
    numbers = [name for name in apart if all(schema[name].is_numeric() for schema in schemas)]
    return [
        part.with_columns(
            *[nw.col(name).cast(nw.Float64 if name in numbers else nw.String).alias(name) for name in apart]
        )
        for part in parts
    ]


def _unpack(table: Any, layout: TableLayout) -> Any:
    """Return a row for each answer of a table whose cells hold several answers as JSON."""
    kept = [*dict.fromkeys((*layout.copied, *layout.watched))]
    needed = [*dict.fromkeys((ROW, *kept, layout.item, layout.value))]
    problems = missing_columns(((name, name) for name in needed), table.collect_schema().names())
    if problems:
        raise InvalidValue(problems)
    columns: dict[str, list[Any]] = {name: [] for name in needed}
    unfit: Counter[str] = Counter()
    for row in table.select(*needed).iter_rows(named=True):
        answers = _object(row[layout.value])
        if isinstance(answers, str):
            unfit[answers] += 1
            continue
        for name, answer in answers.items():
            for column in (ROW, *kept):
                columns[column].append(row[column])
            columns[layout.item].append(f"{row[layout.item]}.{name}")
            columns[layout.value].append(answer)
    if unfit:
        before, remedy = f"the column {layout.value!r} has", "name the rows that have one with `only`"
        raise InvalidValue(
            Problem(code, f"{before} {count_of(number, 'cell')} {_UNFIT[code]}", remedy, ("unpack",))
            for code, number in unfit.items()
        )
    return nw.from_dict(columns, backend=table.implementation)


def _object(cell: Any) -> dict[str, str | None] | str:
    """Return the answers in a cell as text, or the code of what is wrong where it holds no JSON object."""
    if is_deep(cell):
        return "too-deep"
    try:
        tree = json.loads(cell, object_pairs_hook=once)
    except (TypeError, ValueError):
        return "not-json"
    if not isinstance(tree, dict):
        return "not-json"
    return {str(name): _as_text(answer) for name, answer in cast(Mapping[str, Any], tree).items()}


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value)
