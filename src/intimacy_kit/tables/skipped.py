"""Rows below the names that are left out as no people, and look like a person's answers."""

from collections.abc import Iterable, Mapping
from typing import Any

from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import Problem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.meaning import Fault, Meaning
from intimacy_kit.tables.vocabulary import Shape


def skipped_people(
    rows: Iterable[Mapping[str, Any]], columns: Iterable[tuple[str, str]], key: ScoringKey, layout: TableLayout
) -> list[Problem]:
    """Return the problem that a row which is skipped holds answers and nothing else, where the first one does.

    An export that lacks a row of its head would lose a person without a word.

    Args:
        rows: The rows that are skipped; those of a long table are not looked at.
        columns: Each item with the name of a column that has its answers.
        key: The scoring key.
        layout: What the table means.
    """
    wide = layout.shape is Shape.WIDE
    meanings = {name: Meaning.of(key.by_id[id], layout) for id, name in columns if wide and id in key.by_id}
    for i, row in enumerate(rows, 1):
        cells = [meaning.read(row[name], layout.dialect.decimal) for name, meaning in meanings.items() if name in row]
        if any(not isinstance(cell, Missing | Fault) for cell in cells) and Fault not in map(type, cells):
            message = f"row {i} of those that are skipped holds answers, as a person's does"
            remedy = f"say `skip: {i - 1}`, or name the rows that are no people under `without`"
            return [Problem("bad-choice", message, remedy, ("skip",))]
    return []
