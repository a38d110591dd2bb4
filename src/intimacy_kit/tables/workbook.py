"""Tables in workbooks: which sheet, which row has the names, and cells with an error or a formula without a result."""

import importlib
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from intimacy_kit.errors import MissingExtra, Problem
from intimacy_kit.tables.column_names import first_row_problem, joined_names
from intimacy_kit.tables.engine_errors import Panic, without_panics
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.rows import without_blank
from intimacy_kit.tables.workbook_cells import Part, TooLarge, Unfit, parts_of

try:
    import polars as pl
except ImportError as error:
    raise MissingExtra("tables") from error

_ERRORS = {
    "NA": "#N/A",
    "Ref": "#REF!",
    "Div0": "#DIV/0!",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Value": "#VALUE!",
}
"""How the reader calls an error, to how a spreadsheet shows it."""

_NO_RESULT = "="
"""What stands for a formula without a result."""

_BELOW = 20
"""How many rows are looked at for the names."""

_ERROR = re.compile(r"Error\((\w+)\)")


def read_excel(path: Path, layout: TableLayout, columns: Collection[str] | None = None) -> pl.DataFrame | Problem:
    """Return a sheet of a workbook, its cells as text.

    An error is text, as a spreadsheet shows it, and a formula without a result is an equals sign.

    Args:
        path: The file.
        layout: Which sheet, and in which row the names are.
        columns: The names of the columns that are read; any unless given.

    Raises:
        MissingExtra: When the extra `files` is not installed.
    """
    fastexcel = _reader()
    sheet_name = layout.dialect.sheet
    try:
        parts = parts_of(path)
        book = without_panics(lambda: fastexcel.read_excel(str(path)))
        if not book.sheet_names:
            raise Unfit
        if sheet_name is not None and sheet_name not in book.sheet_names:
            known = ", ".join(ascii(name[:40]) for name in book.sheet_names[:10])
            return Problem("not-a-table", "the workbook has no such sheet", f"it has {known}", file=str(path))
        rows = _sheet(parts, book, book.sheet_names[0] if sheet_name is None else sheet_name)
        heads = [_cells(rows, row) for row in layout.dialect.name_rows]
        names = joined_names(heads)
        problem = first_row_problem([name for name in names if name], columns, str(path), _first_rows(rows))
        if problem is not None and problem.code != "duplicate-column" and columns is not None and sheet_name is None:
            problem = _other_sheet(path, parts, book, columns) or problem
    except (Unfit, fastexcel.FastExcelError, Panic):
        return Problem("not-a-table", "the file is not a workbook, or damaged", "save it again", file=str(path))
    except TooLarge:
        message = "the cells of a sheet lie too far apart, or the workbook is too large"
        return Problem("too-large", message, "delete what lies far from the table, or save it as CSV", file=str(path))
    if problem is not None:
        return problem
    places = {name: i for i, name in reversed([*enumerate(names)]) if name}
    table = rows[layout.dialect.name_rows[-1] :].select(
        pl.nth(i).alias(name) for name, i in sorted(places.items(), key=lambda pair: pair[1])
    )
    filled = pl.any_horizontal(pl.selectors.string().is_not_null())
    return table if table.select(filled.all()).item() else without_blank(table, filled, layout.skip)


def sheet_names(path: Path) -> list[str]:
    """Return the names of the sheets of a workbook; none where it is damaged.

    Args:
        path: The file.
    """
    fastexcel = _reader()
    try:
        parts_of(path)
        names: list[str] = without_panics(lambda: fastexcel.read_excel(str(path))).sheet_names
    except (Unfit, TooLarge, fastexcel.FastExcelError, Panic):
        return []
    return names


def _reader() -> Any:
    """Return the library that reads workbooks."""
    try:
        return importlib.import_module("fastexcel")
    except ImportError as error:
        raise MissingExtra("files") from error


def _sheet(parts: Mapping[str, Part], book: Any, name: str) -> pl.DataFrame:
    """Return the cells of a sheet as text, from its first row on."""
    how: dict[str, Any] = {"header_row": None, "skip_rows": 0, "dtypes": "string", "dtype_coercion": "coerce"}
    batch, errors = without_panics(lambda: book.load_sheet(name, **how).to_arrow_with_errors())
    rows = cast(pl.DataFrame, cast(Any, pl).from_arrow(batch))
    marks: dict[int, dict[int, str]] = {}
    for error in errors.errors if errors else ():
        row, column = error.position
        found = _ERROR.search(error.detail)
        marks.setdefault(column, {})[row] = _ERRORS.get(found[1] if found else "", "#ERROR")
    for row, column in _without_result(parts, name):
        marks.setdefault(column, {})[row] = _NO_RESULT
    for column, texts in marks.items():
        if column < rows.width:
            cells = rows.to_series(column).to_list()
            for row, text in texts.items():
                if row < len(cells):  # what lies beyond the last cell with something in it is not in the table
                    cells[row] = text
            rows = rows.with_columns(pl.Series(rows.columns[column], cells, dtype=pl.String))
    return rows


def _cells(rows: pl.DataFrame, row: int) -> list[str]:
    """Return the cells of a row, from 1; one that has nothing in it is empty text."""
    return ["" if cell is None else str(cell) for cell in rows.row(row - 1)] if row <= len(rows) else []


def _first_rows(rows: pl.DataFrame) -> Mapping[int, list[str]]:
    return {i: [cell for cell in _cells(rows, i) if cell] for i in range(1, min(_BELOW, len(rows)) + 1)}


def _other_sheet(path: Path, parts: Mapping[str, Part], book: Any, columns: Collection[str]) -> Problem | None:
    """Return the problem that the names are in another sheet than the first, where they are."""
    for name in book.sheet_names[1:]:
        for row, cells in _first_rows(_sheet(parts, book, name)).items():
            if 2 * len(set(cells) & set(columns)) >= len(columns):
                title = ascii(name[:40])
                message = f"the first sheet has no name of a column that is read, and row {row} of {title} has them"
                remedy = f"say `dialect: {{sheet: {title}, names_in: {row}}}` in a layout"
                return Problem("missing-names", message, remedy, file=str(path))
    return None


def _without_result(parts: Mapping[str, Part], sheet: str) -> Iterable[tuple[int, int]]:
    """Return row and column, from 0, of the formulas in a sheet that were saved without a result."""
    try:
        relation = {tag["name"]: tag["r:id"] for tag in parts["xl/workbook.xml"].tags}[sheet]
        target = {tag["Id"]: tag["Target"] for tag in parts["xl/_rels/workbook.xml.rels"].tags}[relation]
        return parts[target.lstrip("/") if target.startswith("/") else f"xl/{target}"].without_result
    except KeyError:  # the reader finds its sheets in more ways
        return ()
