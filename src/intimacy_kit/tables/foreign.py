"""Tables in the files of statistics programs and in JSON, read whole."""

import importlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from intimacy_kit._values.nesting import is_deep
from intimacy_kit.errors import MissingExtra, Problem
from intimacy_kit.tables.json_objects import RepeatedName, once
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.meaning import plain_text
from intimacy_kit.tables.vocabulary import EVERY
from intimacy_kit.tables.workbook_cells import is_sparse

try:
    import polars as pl
except ImportError as error:
    raise MissingExtra("tables") from error

_DEEPEST = 20


def read_statistics(path: Path, layout: TableLayout) -> pl.DataFrame | Problem:
    """Return the table of an SPSS or Stata file.

    What its authors declared missing is empty, unless the layout names it.

    Args:
        path: The file, `.sav`, `.zsav` or `.dta`.
        layout: What the table means.

    Raises:
        MissingExtra: When the extra `files` is not installed.
    """
    try:
        pyreadstat: Any = importlib.import_module("pyreadstat")
    except ImportError as error:
        raise MissingExtra("files") from error
    reader: Any = pyreadstat.read_dta if path.suffix.lower() == ".dta" else pyreadstat.read_sav
    damaged = Problem("not-a-table", "the file is damaged or cut short", "export it again", file=str(path))
    try:
        data, meta = reader(str(path), user_missing=True, output_format="dict")
    except (pyreadstat.ReadstatError, UnicodeError, ValueError, OSError):
        return damaged
    if not all(isinstance(name, str) for name in data):
        return damaged
    if contradicted := _contradicted(meta.variable_value_labels, layout):
        message = f"value labels in the file say other numbers than the scale does, of {', '.join(contradicted[:10])}"
        remedy = "the numbers may be recoded: say under `values` what each stands for"
        return Problem("labels-differ", message, remedy, file=str(path))
    named = {*layout.codes, *(cell for cells in layout.values.values() for cell in cells)}
    ranges: Mapping[str, Any] = meta.missing_ranges
    marked: Mapping[str, Any] = meta.missing_user_values
    columns: dict[str, Any] = {}
    for name, cells in cast(Mapping[str, Iterable[Any]], data).items():
        missing = ranges.get(name, []), set(marked.get(name, []))
        kept = [None if _declared_missing(cell, missing, named) else cell for cell in cells]
        text = any(isinstance(cell, str) for cell in kept)
        columns[name] = [plain_or_text(cell) if text else cell for cell in kept]
    return pl.DataFrame(columns, strict=False)


def _contradicted(labels: Mapping[str, Mapping[Any, str]], layout: TableLayout) -> list[str]:
    """Return the items of which the file labels a number with the label that the scale gives to another.

    Labels of the scale are in the layout, once `with_labels` was asked. A number that the layout names is not doubted.
    """
    found: list[str] = []
    for id, cells in layout.values.items():
        column = id if layout.columns is None else layout.columns.get(id, "")
        known = {plain_text(cell): meaning for cell, meaning in cells.items()}
        offset = layout.offset.get(id, layout.offset.get(id.partition(".")[0], layout.offset.get(EVERY, 0)))
        own = {plain_text(number): plain_text(label) for number, label in labels.get(column, {}).items()}
        for number, label in own.items():
            meaning = known.get(label)
            if type(meaning) is int and number not in known and number != str(meaning - offset):
                found.append(id)
                break
    return found


def _declared_missing(cell: Any, missing: tuple[Any, set[Any]], named: set[str]) -> bool:
    ranges, marked = missing
    if cell is None or plain_text(cell) in named:
        return False
    if cell in marked:
        return True
    for range_ in ranges:
        low, high = range_["lo"], range_["hi"]
        if type(cell) is type(low) and low <= cell <= high:
            return True
    return False


def plain_or_text(cell: Any) -> str | None:
    """Return a cell of a column that has text in it; whole numbers without a point."""
    if cell is None or isinstance(cell, str):
        return cell
    return plain_text(cell)


def read_json(path: Path, layout: TableLayout = TableLayout()) -> pl.DataFrame | Problem:  # noqa: B008  # it is frozen
    """Return a table of JSON: an object for each row, in lines or in a list. What is nested gets a name with dots.

    Args:
        path: The file, `.jsonl`, `.ndjson` or `.json`.
        layout: What the table means; a column that it has unpacked stays JSON.
    """
    packed = layout.value if layout.unpack else None
    rows: list[dict[str, str | None]] = []
    line, remedy = 0, "write an object for each row"
    whole = path.suffix.lower() == ".json"
    try:
        with path.open(encoding="utf-8-sig") as stream:
            for line, text in enumerate([stream.read()] if whole else stream, 1):  # named in the problem
                if not text.strip():
                    continue
                if is_deep(text):
                    message = f"the {'file' if whole else 'line'} is nested too deeply"
                    return Problem("too-deep", message, remedy, file=str(path), line=line, column=1)
                tree: Any = json.loads(text, object_pairs_hook=once)
                rows_here: Iterable[Any] = cast(Any, tree) if whole and isinstance(tree, list) else [tree]
                for row in rows_here:
                    if not isinstance(row, dict):
                        raise ValueError  # reported like text that is not JSON
                    rows.append(once(_flat(cast(Mapping[str, Any], row), packed)))
    except UnicodeError:
        return Problem("not-utf8", "the file is not UTF-8", "save it as UTF-8", file=str(path))
    except RepeatedName:
        message = "an object has one name twice"
        return Problem("duplicate-key", message, "keep one of the two", file=str(path), line=line, column=1)
    except ValueError:
        message = "the file is not a list of objects" if whole else "the line is not a JSON object"
        return Problem("not-json", message, remedy, file=str(path), line=line, column=1)
    names = dict.fromkeys(name for row in rows for name in row)
    if not names:
        return Problem("empty-file", "no row has anything in it", "export it again", file=str(path))
    if is_sparse(len(rows) * len(names), sum(map(len, rows))):
        message = "the objects have hardly a name in common, so that nearly all of their table would be empty"
        return Problem("too-large", message, "write the same names in each object", file=str(path))
    return pl.DataFrame({name: pl.Series([row.get(name) for row in rows], dtype=pl.String) for name in names})


def _flat(
    row: Mapping[str, Any], packed: str | None, before: str = "", depth: int = 0
) -> Iterator[tuple[str, str | None]]:
    for name, value in row.items():
        if isinstance(value, dict) and value and depth < _DEEPEST and f"{before}{name}" != packed:
            yield from _flat(cast(Mapping[str, Any], value), packed, f"{before}{name}.", depth + 1)
        elif value is None or isinstance(value, str):
            yield f"{before}{name}", value
        else:
            yield f"{before}{name}", json.dumps(value)
