"""Tables of answers on any engine, and what `score` makes of the same answers."""

from datetime import date

import pyarrow as pa
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.tables import TableLayout, score_frame
from intimacy_kit.tables.sums import column_names
from tests.support.features import answers_to, catalogues

CODES = {-91: "prefer-not-to-say", -92: "did-not-come-up", -93: "does-not-apply", -94: "not-shown"}
NUMBER_OF = {code: number for number, code in CODES.items()}
ROW = "row"
"""The column with the number of a row; engines may bring rows in any order."""


@st.composite
def filled(draw):
    """A catalogue and some answers that can be given to it."""
    catalogue = draw(catalogues())
    checkin = ik.draw(catalogue, form="form", seed="s")
    rows = []
    for answers in draw(st.lists(answers_to(catalogue), min_size=1, max_size=4)):
        shown = checkin.shown(answers)
        rows.append({id: answer if id in shown else None for id, answer in answers.items()})
    return checkin, rows


def expected(checkin, answers):
    """Return the row of scores that answers should have."""
    result = ik.score(checkin.answer(answers, on=date(2026, 3, 2)))
    row = {}
    for subscale in checkin.key.subscales:
        score = result[subscale.id]
        for what in column_names(subscale):
            if what.startswith("level_"):
                row[f"{subscale.name}_{what}"] = score.group_levels.get(what.removeprefix("level_"))
            elif what.startswith("value_"):
                row[f"{subscale.name}_{what}"] = score.group_values.get(what.removeprefix("value_"))
            else:
                found = getattr(score, what)
                row[f"{subscale.name}_{what}"] = found.value if what == "reason" and found else found
    return row


def arrow_table(checkin, rows, *, numbers):
    """Return answers with the numbers of their rows, as numbers with codes for gaps or as text."""
    columns = {ROW: pa.array(range(len(rows)), pa.int64())}
    for id in checkin.item_ids:
        cells = [row[id] for row in rows]
        if numbers:
            figures = [None if cell is None else float(NUMBER_OF.get(cell, cell)) for cell in cells]
            columns[id] = pa.array(figures, pa.float64())
        else:
            columns[id] = pa.array([None if cell is None else str(cell) for cell in cells], pa.string())
    return pa.table(columns)


def layout_of(*, numbers):
    """Return what such a table means."""
    return TableLayout(codes=CODES if numbers else {}, ids=[ROW])


def check(make, read, drawn, *, numbers):
    """Assert that an engine gives what `score` gives.

    Args:
        make: From a table of Arrow to one of the engine.
        read: From one of the engine to a table of Arrow.
        drawn: A check-in and answers, as `filled` draws them.
        numbers: Whether the cells are numbers, not text.
    """
    checkin, rows = drawn
    table = make(arrow_table(checkin, rows, numbers=numbers))
    scores = score_frame(table, checkin.key, layout=layout_of(numbers=numbers), on_invalid="null")
    found = sorted(read(scores).to_pylist(), key=lambda row: row[ROW])
    found = [{name: None if cell != cell else cell for name, cell in row.items()} for row in found]
    assert [{ROW: i, **expected(checkin, row), "invalid": 0} for i, row in enumerate(rows)] == found
