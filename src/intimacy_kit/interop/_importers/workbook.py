"""The sheets of an XLSForm, from a workbook or from what was read from one; text only, within limits."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, cast

from intimacy_kit.errors import InvalidValue, MissingExtra, Problem, Problems
from intimacy_kit.interop._importers.limits import LARGEST, refusal, tree_of
from intimacy_kit.interop._importers.tree import text_of_value

Sheets: TypeAlias = Mapping[str, tuple[Mapping[str, str], ...]]
"""Name of a sheet to its rows, each column to text; cells with nothing in them are not there."""

_NAMES = ("survey", "choices", "settings")
_MOST_ROWS = 10_000
_MOST_COLUMNS = 200
_MOST_MEMBERS = 500
_LARGEST_INSIDE = 33_554_432


def sheets_of(document: Any) -> Sheets:
    """Return the sheets of an XLSForm.

    Args:
        document: The bytes of a workbook, or a mapping of sheets to rows.

    Raises:
        InvalidValue: When it is neither, or too large, or has no questions.
        MissingExtra: When it is a workbook and the extra `xlsform` is not installed.
    """
    if isinstance(document, bytes):
        sheets = _from_workbook(document)
    elif isinstance(document, Mapping):
        sheets = _from_mapping(document)  # pyright: ignore[reportUnknownArgumentType]  # its entries are checked
    else:
        raise refusal("wrong-kind", "the form is neither a workbook nor sheets", "give the bytes of the .xlsx file")
    survey = sheets.get("survey", ())
    if not any("type" in row for row in survey):
        remedy = "an XLSForm has a sheet survey with the columns type and name"
        raise refusal("not-this-format", "the form has no sheet survey with a column type", remedy)
    return sheets


def _from_mapping(document: Mapping[str, Any]) -> Sheets:
    faults = Problems()
    sheets = tree_of(document, faults, remedy="give each row as column to text").node
    found: dict[str, tuple[Mapping[str, str], ...]] = {}
    for name in _NAMES:
        rows: Any = sheets.get(name, ())
        if not isinstance(rows, list | tuple):
            faults.add("wrong-kind", "a sheet is a list of rows", "give each row as column to text", name)
            continue
        if len(cast(list[Any], rows)) > _MOST_ROWS:
            raise refusal("too-large", f"the sheet has more than {_MOST_ROWS} rows", "split the form", name)
        kept: list[Mapping[str, str]] = []
        for i, row in enumerate(cast(list[Any], rows), 2):
            if isinstance(row, Mapping):
                kept.append(_row(row.items()))  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]  # made text
            else:
                faults.add("wrong-kind", "a row maps columns to text", "give each row as column to text", name, i)
        found[name] = tuple(kept)
    faults.refuse(InvalidValue)
    return found


def _from_workbook(data: bytes) -> Sheets:
    try:
        import openpyxl  # noqa: PLC0415  # everything else here works without the extra
    except ImportError as error:
        raise MissingExtra("xlsform") from error
    _check_archive(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        by_name = {str(sheet.title).strip().lower(): sheet for sheet in book.worksheets}
        found = {name: tuple(_rows(by_name[name], name)) for name in _NAMES if name in by_name}
    except InvalidValue:
        raise
    except Exception:  # noqa: BLE001  # openpyxl raises whatever its parsers do
        damaged = refusal("not-this-format", "the workbook cannot be read", "save it as .xlsx again")
    else:
        return found
    raise damaged


def _check_archive(data: bytes) -> None:
    """Refuse what is not a zip archive, or would be far larger unpacked."""
    if len(data) > LARGEST:
        raise refusal("too-large", f"the workbook has more than {LARGEST} bytes", "split the form")
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        members = []
    if not members:
        raise refusal("not-this-format", "the file is not an .xlsx workbook", "save it as .xlsx")
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _LARGEST_INSIDE:
        raise InvalidValue([Problem("too-large", "the workbook holds too much", "keep the sheets of the form only")])


def _rows(sheet: Any, name: str) -> Iterable[Mapping[str, str]]:
    """Return the rows beneath the first, by the names in the first."""
    cells = sheet.iter_rows(max_row=_MOST_ROWS + 1, max_col=_MOST_COLUMNS, values_only=True)
    names = [text_of_value(each).strip().lower() for each in next(iter(cells), ())]
    rows = [_row(zip(names, row, strict=False)) for row in cells]
    if len(rows) >= _MOST_ROWS:
        raise refusal("too-large", f"the sheet has more than {_MOST_ROWS - 1} rows", "split the form", name)
    return rows


def _row(cells: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    plain = ((text_of_value(name).strip(), text_of_value(value).strip()) for name, value in cells if name)
    return {name: value for name, value in plain if name and value}
