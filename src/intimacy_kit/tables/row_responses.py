"""The rows of a table as responses, so that plans, histories and couple views work from tables too."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, cast

import attrs

from intimacy_kit._sealed import SealedIterator, sealed
from intimacy_kit._values.arguments import member
from intimacy_kit.checkin.checkin import CheckIn, Response, draw
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.cells import Cell
from intimacy_kit.tables.engine_errors import table_of, without_engine_errors
from intimacy_kit.tables.faults import problems_of
from intimacy_kit.tables.inspection import cell_faults, shift_problems, unknown_items
from intimacy_kit.tables.labels import with_labels
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.reading import invalid_counts, read_table
from intimacy_kit.tables.vocabulary import OnInvalid, Shape

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtra("tables") from error


@sealed
@without_engine_errors
def responses(
    frame: Any,
    catalogue: Catalogue,
    form: str,
    *,
    layout: TableLayout,
    on: date | None = None,
    on_invalid: str | OnInvalid = OnInvalid.RAISE,
) -> Iterator[Response]:
    """Return a response for each check-in of a table, in the order of its rows.

    The seed of each is what its id columns hold, with a blank between two, so `response.checkin.seed` says whose it
    is, and both results of one person are of one series. Items that were not asked, not shown or did not apply are not
    in the response where neither its scale nor its other answers can say so. A gap of another kind that the scale
    does not offer was left blank.

    Args:
        frame: The table, in memory or a lazy frame, of any engine.
        catalogue: The catalogue that has the form.
        form: The form's id. It is taken whole, whatever its draw would ask.
        layout: What the table means; the labels of the form are known. It names the id columns, and the day.
        on: The day of all rows, where the table has no column with the day.
        on_invalid: `raise` refuses a table with cells that mean nothing; `null` counts them as gaps.

    Raises:
        UnknownId: When there is no such form.
        InvalidValue: When the table does not fit, listing every problem at once.
    """
    problems: list[Problem] = []
    rule = member(OnInvalid, on_invalid, "on_invalid", problems)
    if on is not None and type(on) is not date:
        problems.append(Problem("bad-date", "the day is not a date", "give a datetime.date", ("on",)))
    if on is None and layout.day is None:
        message = "neither an argument nor the layout says the day"
        problems.append(Problem("missing-key", message, "name its column under `day`, or give `on`", ("on",)))
    if not layout.copied:
        problems.append(Problem("missing-key", "the layout names no id", "name the columns of the ids", ("ids",)))
    key = ScoringKey.from_form(catalogue, form)
    table = table_of(frame)
    if isinstance(table, nw.LazyFrame):
        table = table.collect()
    labelled = with_labels(layout, catalogue, form)
    if labelled.day is not None:
        labelled = attrs.evolve(labelled, ids=tuple(dict.fromkeys((*labelled.ids, labelled.day))))
    read = read_table(table, key, labelled, problems)
    counts = invalid_counts(read.table, read.cells)
    hidden = {id: int(counts.item(0, f"{id} hidden") or 0) for id in read.cells}
    faults = cell_faults(read, read.cells, hidden, skip=layout.skip)
    if read.layout.shape is Shape.LONG:
        faults = [*unknown_items(read.people, key, read.layout, skip=layout.skip), *faults]
    shifted, faults = shift_problems(read, read.cells, faults)
    problems += shifted
    if rule is not OnInvalid.NULL:
        problems += problems_of(faults, read.cells, key, read.layout)
    rows = read.table.sort(*read.layout.copied) if read.layout.shape is Shape.LONG else read.table
    seed = tuple(name for name in read.layout.copied if name != labelled.day)
    days = [on] * len(rows) if labelled.day is None else [_day(cell) for cell in rows[labelled.day].to_list()]
    wrong = [i for i, day in enumerate(days, 1) if day is None]
    if wrong:
        listed = ", ".join(map(str, wrong[:5]))
        message = f"the column {labelled.day!r} has {len(wrong)} cells without a day, first in row {listed}"
        problems.append(Problem("bad-date", message, "write it as YYYY-MM-DD", ("day",)))
    if problems:
        raise InvalidValue(problems)
    return SealedIterator(_responses(catalogue, form, rows, read.cells, (seed, cast(list[date], days))))


def _responses(
    catalogue: Catalogue, form: str, rows: Any, cells: Mapping[str, Cell], whose: tuple[tuple[str, ...], list[date]]
) -> Iterator[Response]:
    """Yield the responses; the table has been looked at."""
    seed, days = whose
    whole = draw(_with_all_items(catalogue, form), form=form, seed="-")
    for row, day in zip(rows.iter_rows(named=True), days, strict=True):
        answers = {id: _answer(row, cell) for id, cell in cells.items()}
        asked = tuple(
            question
            for question in whole.questions
            if question.item_id in answers and _asked(answers[question.item_id], row, cells[question.item_id])
        )
        named = " ".join("" if row[name] is None else str(row[name]) for name in seed)
        checkin: CheckIn = attrs.evolve(whole, seed=named, questions=asked)
        items = checkin.key.by_id
        yield checkin.answer(
            {
                question.item_id: answer
                for question in asked
                for answer in [answers[question.item_id]]
                if not isinstance(answer, Missing) or answer in items[question.item_id].codes
            },
            on=day,
        )


def _with_all_items(catalogue: Catalogue, form: str) -> Catalogue:
    """Return a catalogue whose form asks all its items at once."""
    shape = catalogue.forms[form]
    if shape.items.per_pillar is None:
        return catalogue
    ids = tuple(item.id for item in catalogue.form_items(form))
    whole = attrs.evolve(shape, items=attrs.evolve(shape.items, ids=ids, per_pillar=None, rotate=False, anchors=()))
    forms: Any = [*(other for other in catalogue.forms.values() if other.id != form), whole]
    return attrs.evolve(catalogue, forms=forms)


def _asked(answer: int | float | Missing, row: Mapping[str, Any], cell: Cell) -> bool:
    """Return whether a response has the question: unless no answer was due for a reason that it cannot tell."""
    if not isinstance(answer, Missing) or answer.counts_as_asked or answer in cell.item.codes:
        return True
    return _hidden(row, cell)  # the answers of the response say so themselves


def _hidden(row: Mapping[str, Any], cell: Cell) -> bool:
    return cell.shown is not None and not row[cell.shown]


def _answer(row: Mapping[str, Any], cell: Cell) -> int | float | Missing:
    """Return the answer in a row; a cell that means nothing was left blank."""
    if cell.rows is not None and row[cell.rows] > 1:
        return Missing.BLANK
    if _hidden(row, cell):
        return Missing.NOT_SHOWN
    number = row[cell.column]
    if number is None or number != number:  # noqa: PLR0124  # NaN
        return cell.gaps
    if number in cell.codes:
        return cell.codes[number]
    answer = cell.item.stored(number)
    return Missing.BLANK if answer is None else answer


def _day(cell: Any) -> date | None:
    """Return the day that a cell holds: a date, a time, or text that begins with one."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell).strip()[:10])
    except ValueError:
        return None
