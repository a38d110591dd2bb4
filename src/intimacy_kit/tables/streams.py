"""Tables in files, to read and to write; text and Parquet as streams. Needs Polars, from the extra `tables`."""

import errno
import io
import os
import threading
from collections.abc import Callable, Collection, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Literal, TypeVar

import attrs

from intimacy_kit._atomic_file import whole_file
from intimacy_kit._regular_file import refuse_what_is_no_file
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem, TableError
from intimacy_kit.tables.column_names import type_name
from intimacy_kit.tables.engine_errors import Panic, without_panics
from intimacy_kit.tables.foreign import read_json, read_statistics
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.parquet_pages import Unfit, check_pages
from intimacy_kit.tables.rows import without_blank
from intimacy_kit.tables.text import in_utf8, not_utf8, text_table
from intimacy_kit.tables.text_rows import RowFault, nothing_in, row_lengths
from intimacy_kit.tables.workbook import read_excel

try:
    import narwhals as nw
    import polars as pl
except ImportError as error:
    raise MissingExtra("tables") from error

T = TypeVar("T")

_FORMATS = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".txt": "csv",
    ".xlsx": "workbook",
    ".sav": "statistics",
    ".zsav": "statistics",
    ".dta": "statistics",
    ".jsonl": "json",
    ".ndjson": "json",
    ".json": "json",
}
_WRITTEN = (".parquet", ".pq", ".csv")
_ROWS = 30_000
"""How many rows Polars takes up at a time; more are little faster, and take memory."""
_AHEAD = "POLARS_ROW_GROUP_PREFETCH_SIZE"
"""How many row groups of a Parquet file Polars reads ahead; each may have a million rows."""
_BYTES = 1 << 20
_DIGITS = 38


@attrs.frozen
class FileTable:
    """A table in a file.

    Args:
        table: The table; only its names are read where its format allows that.
        layout: What it means, with what the file itself says.
        faults: Rows of a text file that have nothing in them, or too few cells.
        skipped: The rows below the names that are no people.
    """

    table: pl.LazyFrame
    layout: TableLayout
    faults: tuple[RowFault, ...] = ()
    skipped: pl.LazyFrame = attrs.field(factory=pl.LazyFrame)


def format_of(path: Path, *, written: bool = False) -> str:
    """Return the format that a file's ending tells: `parquet`, `csv`, `workbook`, `statistics` or `json`.

    Args:
        path: The name of the file.
        written: Whether it is to be written; then it is one of the first two.

    Raises:
        TableError: When it tells none, or no file can have this name.
    """
    if "\0" in str(path):
        raise TableError([_problem("unreadable", path, "no file can have this name")])
    ending = path.suffix.lower()
    if ending in _FORMATS and (not written or ending in _WRITTEN):
        return _FORMATS[ending]
    message = "the ending of this name tells no format that can be " + ("written" if written else "read")
    endings = _WRITTEN if written else [*_FORMATS]
    raise TableError([_problem("unknown-format", path, message, f"use {', '.join(endings[:-1])} or {endings[-1]}")])


def is_same_file(source: Path, target: Path) -> bool:
    """Whether two names are those of one file."""
    try:
        return source.samefile(target)
    except OSError:  # one is not there, or in a folder that is shut
        return False


def open_table(path: Path, layout: TableLayout, columns: Collection[str] | None = None) -> FileTable:
    """Return the table in a file. Cells of text files, workbooks and JSON are text.

    Rows below the names that are no people are left out.

    Args:
        path: The file.
        layout: What the table means.
        columns: The names of the columns that are read; any unless given.

    Raises:
        TableError: When it is not there, empty, not of the format, gives two columns one name, or has a name that is
            not UTF-8.
        MissingExtra: When its format needs the extra `files`, which is not installed.
    """
    form = format_of(path)
    problem: Problem | None = None
    try:
        refuse_what_is_no_file(path)
        with path.open("rb") as stream:
            if not stream.read(1):
                problem = _problem("empty-file", path, "the file has nothing in it")
        if problem is None:
            table = _table(path, form, layout, columns)
            if isinstance(table, FileTable):
                if not layout.skip:
                    return table
                rows = table.table
                return attrs.evolve(table, table=rows.slice(layout.skip), skipped=rows.head(layout.skip))
            problem = table
    except OSError as error:
        problem = _problem("unreadable", path, f"the file cannot be read ({error.strerror})")
    raise TableError([problem])


def _table(path: Path, form: str, layout: TableLayout, columns: Collection[str] | None) -> FileTable | Problem:
    """Return the table in a file that has something in it, or what is wrong with it."""
    if form == "csv":
        return _text(path, layout, columns)
    if form == "parquet":
        name = _utf8_name(path)
        try:
            check_pages(path)
            table = without_panics(lambda: pl.scan_parquet(name, glob=False))
            schema = without_panics(table.collect_schema)
            wide = [name for name, kind in schema.items() if _too_wide(kind)]
            table = table.drop(wide)
            empty = [name for name, kind in schema.items() if kind == pl.Null]
        except (pl.exceptions.PolarsError, Panic, Unfit):
            return _damaged(path)
        if unreadable := [name for name in wide if columns is None or name in columns]:
            raise InvalidValue(_wide(name, schema[name]) for name in unreadable)
        # a column without a type has no length of its own
        return FileTable(table.cast(dict.fromkeys(empty, pl.Int8)), layout)
    if form == "json":
        rows = read_json(path, layout)
    else:
        _utf8_name(path)
        rows = read_excel(path, layout, columns) if form == "workbook" else read_statistics(path, layout)
    return rows if isinstance(rows, Problem) else FileTable(rows.lazy(), layout)


def _utf8_name(path: Path) -> str:
    """Return the name of a file as Polars and other readers take it: in UTF-8, whatever the locale has.

    Raises:
        TableError: When it is not UTF-8.
    """
    try:
        return os.fsencode(path.absolute()).decode()
    except UnicodeDecodeError:
        raise TableError([_problem("unreadable", path, "the name of the file is not UTF-8", "rename it")]) from None


def _text(path: Path, layout: TableLayout, columns: Collection[str] | None) -> FileTable | Problem:
    how = text_table(path, layout.dialect, columns)
    if isinstance(how, Problem):
        return how
    source: str | io.BytesIO
    if how.as_it_is:
        source = _utf8_name(path)
    else:
        utf8 = in_utf8(path, how)
        if isinstance(utf8, Problem):
            return utf8
        source = utf8
    table = pl.scan_csv(source, infer_schema=False, glob=False, separator=how.separator, skip_lines=how.lines)
    reading(path, table.collect_schema)
    with path.open("rb") if isinstance(source, str) else io.BytesIO(source.getvalue()) as lines:
        lengths = row_lengths(lines, how, skip=layout.skip)
    if problem := lengths.problem(str(path)):
        return problem
    if lengths.blank:
        cells = pl.selectors.string().str.strip_chars(nothing_in(how.separator))
        table = without_blank(table, pl.any_horizontal(cells != ""), layout.skip)
    layout = attrs.evolve(layout, dialect=attrs.evolve(layout.dialect, decimal=how.decimal))
    return FileTable(table, layout, lengths.faults)


def length(path: Path, table: pl.LazyFrame) -> int:
    """Return how many rows a table in a file has; of a CSV file, how many lines after the first."""
    if format_of(path) != "csv":
        return int(reading(path, lambda: table.select(pl.len()).collect().item()))
    with path.open("rb") as stream:
        lines = sum(block.count(b"\n") for block in iter(lambda: stream.read(_BYTES), b""))
    return max(lines - 1, 0)


@contextmanager
def replace_file(path: Path, *, overwrite: bool) -> Generator[BinaryIO, None, None]:
    """Yield a stream for a file that is written atomically, as `whole_file` does.

    Raises:
        TableError: When the file may not be replaced or cannot be written.
    """
    problem: Problem | None = None
    try:
        with whole_file(path, overwrite=overwrite) as stream:
            yield stream
    except FileExistsError:
        problem = _problem(
            "file-exists", path, "there is a file of this name already", "name another, or give overwrite=True"
        )
    except OSError as error:
        problem = _unwritable(path, error.errno)
    if problem:
        raise TableError([problem])


def write(table: pl.LazyFrame, stream: BinaryIO, *, source: Path, target: Path, quoted: bool = False) -> None:
    """Read, compute and write a table in batches of rows.

    Raises:
        TableError: When the source cannot be read to its end or the target not written to its end.
    """
    style: Literal["non_numeric", "necessary"] = "non_numeric" if quoted else "necessary"
    csv = format_of(target) == "csv"
    try:
        with _few_rows:
            without_panics(lambda: table.sink_csv(stream, quote_style=style) if csv else table.sink_parquet(stream))
    except (pl.exceptions.PolarsError, OSError, Panic) as error:
        broken = _read_problem(source, str(error))
    else:
        return
    if number := _refusal(stream):
        raise TableError([_unwritable(target, number)])
    raise TableError([broken])


def collect(tables: Iterable[pl.LazyFrame], *, source: Path) -> list[pl.DataFrame]:
    """Compute lazy tables, reading their source in batches of rows.

    Raises:
        TableError: When the source cannot be read to its end.
    """
    return reading(source, lambda: pl.collect_all(tables, engine="streaming"))


def reading(source: Path, call: Callable[[], T]) -> T:
    """Return what a call gives that reads a table.

    Args:
        source: The file that is read.
        call: What reads it.

    Raises:
        TableError: When the source cannot be read to its end.
    """
    try:
        return without_panics(call)
    except (pl.exceptions.PolarsError, nw.exceptions.NarwhalsError, OSError, Panic) as error:
        broken = _read_problem(source, str(error))
    raise TableError([broken])  # raised outside, since its context may quote a cell


def _refusal(stream: BinaryIO) -> int | None:
    """Return the number of the error with which a file refuses a little more, or None. Polars does not always tell."""
    try:
        os.lseek(stream.fileno(), 0, os.SEEK_END)
        left = memoryview(bytes(_BYTES))
        while left:
            left = left[os.write(stream.fileno(), left) :]
    except OSError as error:
        return error.errno
    return None


class _FewRows:
    """Lets Polars hold few rows at a time. Its settings are those of the process, so all threads share them.

    The first that needs them makes them, and the last one puts back what was there before.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._users = 0
        self._before: str | None = None
        self._config: pl.Config | None = None

    def __enter__(self) -> None:
        with self._lock:
            self._users += 1
            if self._users == 1:
                self._before = os.environ.get(_AHEAD)
                os.environ[_AHEAD] = "1"  # Polars has no other way to be told
                self._config = pl.Config(streaming_chunk_size=_ROWS).__enter__()

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._users -= 1
            if self._users or self._config is None:
                return
            self._config.__exit__(None, None, None)
            if self._before is None:
                os.environ.pop(_AHEAD, None)
            else:
                os.environ[_AHEAD] = self._before


_few_rows = _FewRows()


# Problems ----------------------------------------------------------------------


def _problem(code: str, path: Path, message: str, remedy: str = "", *, line: int = 0) -> Problem:
    return Problem(code, message, remedy, file=str(path), line=line, column=1 if line else 0)


def _unwritable(path: Path, number: int | None) -> Problem:
    message = f"the file cannot be written ({os.strerror(number or errno.EIO)})"
    return _problem("unwritable", path, message, "nothing was left behind; mend this and try again")


def _read_problem(source: Path, message: str) -> Problem:
    """Return the problem with a source, of which Polars said something; that may quote a cell, so it is not kept."""
    if "invalid utf-8" in message:
        return not_utf8(source)
    return _damaged(source)


def _damaged(path: Path) -> Problem:
    name = "Parquet" if format_of(path) == "parquet" else "CSV"
    return _problem("not-a-table", path, f"the file is not {name}, damaged or cut short", "fetch or export it again")


def _too_wide(kind: Any) -> bool:
    """Whether a column's numbers have more digits than anything that reads it can hold."""
    return isinstance(kind, pl.Decimal) and (kind.precision or 0) > _DIGITS


def _wide(name: str, kind: Any) -> Problem:
    message = f"the column {name!r} is of type {type_name(kind)}"
    return Problem("wrong-type", message, "give whole numbers, as integers, floats or text", (name,))
