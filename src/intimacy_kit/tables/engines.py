"""Where the expressions of a table are put together and run: with what is fastest for the kind of table.

The expressions are the same everywhere. Narwhals makes them for any engine. Polars makes its own, several times as
fast, and takes tables of PyArrow as they are. DuckDB gets them as text. For pandas, which would go over a table once
for each operation, they are run on blocks of numpy arrays.
"""

from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from operator import attrgetter, methodcaller
from typing import Any, cast

import attrs

from intimacy_kit.errors import MissingExtra
from intimacy_kit.tables.cells import Cell

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtra("tables") from error


def _same(table: Any) -> Any:
    return table


@attrs.frozen
class Engine:
    """What runs expressions on a table by its own means.

    Args:
        table: The table, as what makes expressions takes it.
        cells: How each item is read.
        copied: The columns that are copied.
        begin: What is done with the table before anything is selected.
        end: What is done with what was selected.
    """

    table: Any
    cells: Mapping[str, Cell]
    copied: tuple[str, ...]
    begin: Callable[[Any], Any] = _same
    end: Callable[[Any], Any] = _same

    def suspects(self) -> dict[str, Cell]:
        """Return the cells of an eager table that a quick look at their column does not clear."""
        return _suspects(self.table, self.cells) if len(self.table) else {}

    looks_on_the_way = False
    """Whether cells are looked at while they are scored."""

    def ready(self, *, look: bool) -> tuple[Any, Mapping[str, Cell]]:  # noqa: ARG002  # others need it
        """Return the table and its cells.

        Args:
            look: Whether the cells have to be looked at.
        """
        return self.begin(self.table), self.cells

    def run(self, table: Any, steps: Sequence[Sequence[Any]]) -> Any:
        """Return what is selected, step by step, as narwhals holds it.

        Args:
            table: The table.
            steps: The columns of each step.
        """
        return nw.from_native(self.scores(table, steps))

    def scores(self, table: Any, steps: Sequence[Sequence[Any]]) -> Any:
        """Return what is selected, step by step."""
        return self.end(selected(table, steps))


@attrs.frozen
class ArrowEngine:
    """PyArrow, whose columns Polars reads where they lie.

    Args:
        whole: The table, as PyArrow holds it.
        inner: What scores the columns of answers.
        copies: The columns that are copied.
    """

    whole: Any
    inner: Engine
    copies: tuple[str, ...]

    copied = ()
    """The columns that expressions copy."""

    def suspects(self) -> dict[str, Cell]:
        """Return the cells that a quick look at their column does not clear."""
        return self.inner.suspects()

    looks_on_the_way = False
    """Whether cells are looked at while they are scored."""

    def ready(self, *, look: bool) -> tuple[Any, Mapping[str, Cell]]:
        """Return the columns of answers and how they are read."""
        return self.inner.ready(look=look)

    def run(self, table: Any, steps: Sequence[Sequence[Any]]) -> Any:
        """Return what is selected, step by step, as narwhals holds it."""
        made = self.inner.scores(table, steps).to_arrow()
        columns = {name: self.whole[name] for name in self.copies}
        for name, column in zip(made.column_names, made.columns, strict=True):
            columns[name] = column.cast("string") if "string" in str(column.type) else column
        made_of: Any = cast(Any, type(self.whole))
        return nw.from_native(made_of.from_pydict(columns))


def engine_of(table: Any, cells: Mapping[str, Cell], copied: Sequence[str]) -> Any:
    """Return what is fastest for a table.

    Args:
        table: The table, as narwhals holds it.
        cells: How each item is read.
        copied: The columns that are copied.
    """
    copies, native = tuple(copied), nw.to_native(table)
    kind = table.implementation
    if kind.is_polars():
        return _polars_engine(native, cells, copies)
    if kind.is_duckdb() and find_spec("sqlglot"):
        from intimacy_kit.tables.relations import RelationTable  # noqa: PLC0415  # it takes sqlglot
        from intimacy_kit.tables.sql_expressions import SQL  # noqa: PLC0415  # likewise

        return Engine(RelationTable(native), made_by(cells, SQL), copies, end=attrgetter("relation"))
    columns = (name for cell in cells.values() for name in (cell.column, cell.shown, cell.rows) if name is not None)
    needed = list(dict.fromkeys(columns))
    readable = all(cell.read_as is None for cell in cells.values())
    if kind.is_pyarrow() and readable and {str(native[name].type) for name in needed} <= _NUMBERS:
        import polars as pl  # noqa: PLC0415  # other engines do without it

        own: Any = pl
        return ArrowEngine(native, _polars_engine(own.from_arrow(native.select(needed)), cells, ()), copies)
    if kind.is_pandas() and readable:
        from intimacy_kit.tables.pandas_engine import pandas_engine  # noqa: PLC0415  # it takes numpy

        return pandas_engine(native, cells, copies, needed) or Engine(table, cells, copies)
    return Engine(table, cells, copies)


def _polars_engine(table: Any, cells: Mapping[str, Cell], copies: tuple[str, ...]) -> Engine:
    """Return what scores a table of Polars with its own expressions."""
    import polars as pl  # noqa: PLC0415  # other engines do without it

    if isinstance(table, pl.LazyFrame):
        return Engine(table, made_by(cells, pl), copies)
    # twice as fast as the eager engine, since batches fit into the processor's cache
    return Engine(table, made_by(cells, pl), copies, pl.DataFrame.lazy, methodcaller("collect", engine="streaming"))


def made_by(cells: Mapping[str, Cell], by: Any) -> Mapping[str, Cell]:
    """Return how items are read with the expressions of a module."""
    return {id: attrs.evolve(cell, by=by) for id, cell in cells.items()}


def selected(table: Any, steps: Sequence[Sequence[Any]]) -> Any:
    """Return what is selected from a table, step by step."""
    for columns in steps:
        table = table.select(*columns)
    return table


def _suspects(table: Any, cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """Return the cells that a quick look at their column does not clear: at its ends, and at any part of a whole."""
    left = dict(cells)
    plain = {id: cell for id, cell in cells.items() if cell.plain and cell.contiguous}
    looks: list[Any] = []
    for i, cell in enumerate(plain.values()):
        looks += [cell.raw.count().alias(f"n{i}"), cell.raw.min().alias(f"low{i}"), cell.raw.max().alias(f"high{i}")]
        if cell.kind == "float":
            looks.append((cell.raw - cell.raw.round(0)).abs().max().alias(f"part{i}"))
    ends = table.select(*looks) if looks else table
    for i, (id, cell) in enumerate(plain.items()):
        if ends.item(0, f"n{i}"):
            low, high = ends.item(0, f"low{i}"), ends.item(0, f"high{i}")
            whole = cell.kind == "int" or ends.item(0, f"part{i}") == 0
            if not (cell.item.low <= low and high <= cell.item.high and whole):
                continue
        del left[id]
    return left


_NUMBERS = {f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)} | {"float", "double"}
"""The types of PyArrow that Polars reads where they lie."""

CLEAN = "_intimacy_kit_clean"
"""Columns that come and go on the way; a table is not expected to have them."""
