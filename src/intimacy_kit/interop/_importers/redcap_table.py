"""The table of a REDCap data dictionary: its columns, however they are spelled, and its rows."""

import csv
import io
import re
from collections.abc import Mapping
from typing import Any, cast

from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.interop._importers.limits import refusal
from intimacy_kit.tables.text import separator_of

COLUMNS: Mapping[str, str] = FrozenMap(
    {
        "name": "Variable / Field Name",
        "form": "Form Name",
        "section": "Section Header",
        "type": "Field Type",
        "label": "Field Label",
        "choices": "Choices, Calculations, OR Slider Labels",
        "note": "Field Note",
        "validation": "Text Validation Type OR Show Slider Number",
        "low": "Text Validation Min",
        "high": "Text Validation Max",
        "identifier": "Identifier?",
        "branching": "Branching Logic (Show field only if...)",
        "required": "Required Field?",
        "alignment": "Custom Alignment",
        "number": "Question Number (surveys only)",
        "matrix": "Matrix Group Name",
        "ranking": "Matrix Ranking?",
        "annotation": "Field Annotation",
    }
)
"""The eighteen columns of a dictionary, in their order."""

_OF_THE_API = {
    "field_name": "name",
    "form_name": "form",
    "section_header": "section",
    "field_type": "type",
    "field_label": "label",
    "select_choices_or_calculations": "choices",
    "field_note": "note",
    "text_validation_type_or_show_slider_number": "validation",
    "text_validation_min": "low",
    "text_validation_max": "high",
    "identifier": "identifier",
    "branching_logic": "branching",
    "required_field": "required",
    "custom_alignment": "alignment",
    "question_number": "number",
    "matrix_group_name": "matrix",
    "matrix_ranking": "ranking",
    "field_annotation": "annotation",
}

_NEEDED = ("name", "type", "label", "choices")
_MOST_ROWS = 5_000

Row = Mapping[str, str]
"""The cells of a field by our short names of the columns."""


def rows_in(text: str) -> list[Row]:
    """Return the fields of a dictionary, each with its cells by our short names of the columns."""
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
        names, *rows = ([cell.strip() for cell in row] for row in reader if any(cell.strip() for cell in row))
    except (csv.Error, ValueError):
        raise refusal(
            "not-this-format", "the text is not CSV with a row of names", "export the dictionary again"
        ) from None
    columns = [_column_of(name) for name in names]
    missing = [COLUMNS[name] for name in _NEEDED if name not in columns]
    if missing:
        message = "the table lacks columns of a data dictionary"
        raise InvalidValue(
            [Problem("missing-column", message, f"add {name}, as REDCap calls it", (name,)) for name in missing]
        )
    if len(rows) > _MOST_ROWS:
        raise refusal("too-large", f"the dictionary has more than {_MOST_ROWS} fields", "split it")
    problems = [
        Problem("not-this-format", f"the row has {len(row)} cells for {len(names)} columns", "export it again", (i,))
        for i, row in enumerate(rows, 2)
        if len(row) > len(names)
    ]
    found: list[Row] = [{column: cell for column, cell in zip(columns, row, strict=False) if column} for row in rows]
    seen: set[str] = set()
    for i, row in enumerate(found, 2):
        name = row.get("name", "")
        if not name:
            problems.append(Problem("missing-key", "the field has no name", "name it", (i, COLUMNS["name"])))
        elif name in seen:
            problems.append(Problem("duplicate-id", f"the field {name[:100]!a} is there twice", "keep one", (i,)))
        seen.add(name)
    if problems:
        raise InvalidValue(problems[:200])
    return found


def _column_of(name: str) -> str:
    """Return our short name of a column, however its name is cut or spelled; empty where it is not one of theirs."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    if plain in _OF_THE_API:
        return _OF_THE_API[plain]
    for short, full in COLUMNS.items():
        own = re.sub(r"[^a-z0-9]+", "_", full.lower()).strip("_")
        if plain == own or (len(plain) >= 8 and own.startswith(f"{plain}_")):
            return short
    return ""


def csv_of(document: Mapping[str, Any]) -> str:
    """Return an exported document as the text of a CSV file."""
    fields: Any = document.get("fields")
    if not isinstance(fields, list) or not all(isinstance(each, Mapping) for each in cast(Any, fields)):
        raise refusal("wrong-kind", "the document has no list of fields", "give the text of the dictionary", "fields")
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS.values())
    for each in cast(Any, fields):
        writer.writerow(str(each.get(column, "")) for column in COLUMNS.values())
    return text.getvalue()
