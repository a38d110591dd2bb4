"""Made-up forms of other systems, and what importing them decides."""

import csv
import io

from intimacy_kit.interop._importers.redcap_table import COLUMNS

NEVER = "0, Never | 1, Once | 2, Often"


def dictionary(*fields, columns=None):
    """Return the text of a data dictionary: a record number, and fields by our short names of the columns."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS.values() if columns is None else columns)
    record = {"name": "record_id", "form": "evenings", "type": "text", "label": "Record"}
    for field in (record, *fields):
        row = {"form": "evenings", "type": "radio", "label": "How often?", **field}
        writer.writerow(row.get(short, "") for short in COLUMNS)
    return text.getvalue()


def radio(name, **cells):
    """Return a field with the choices never, once and often."""
    return {"name": name, "label": f"How often do you {name}?", "choices": NEVER, **cells}


def codes(imported):
    """Return the codes of all decisions but those that every form has."""
    return [each.code for each in imported.decisions if each.code not in USUAL]


USUAL = ("assumed", "undecided-pillar", "undecided-keying", "changed-id")
