"""A check-in as an XLSForm, for ODK, KoboToolbox and other software, and submissions as responses.

Every pillar has a group, every list of answers its choices, kinds of missing
among them, and every score a `calculate` row that equals `score` to the last
digit. Submissions carry the scores, the identity of the check-in under
``checkin``, and the day under ``on``.

A question that is shown only after certain answers is `relevant` then. A number
from a range is an `integer` or a `decimal` with a constraint, and the kinds of
missing beside it are a question of their own, under ``code_``.

What is lost, always:

*   Of a score only the percent is there, with the sums that it is made of, and
    what its rule reads off them under ``value_``, and under ``level_`` the level, in the pack's own language with the
    id of its source; no reason for a missing value.
*   How long an answer took is not taken.
*   The pillars' titles are not part of a check-in, so groups have none.
*   A form's title is in one language, that of the check-in; labels are in all.
*   Labels are read as Markdown, and runs of blanks in them become one.

What is lost with some forms is in the export's `losses`.

Names are ids with one underscore for a dot and two for a hyphen:
``q_little__things_day``, ``score_little__things``, ``felt_time``.
"""

import hashlib
import io
import re
from collections.abc import Iterable

from intimacy_kit._values.record import Location
from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.checkin.identity import encode
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.interop._calculations import calculations
from intimacy_kit.interop._dialect import Dialect, written
from intimacy_kit.interop._expressions import inexact_sums, on_steps, shown_calculations, shown_if
from intimacy_kit.interop._form import Export, Form, LocalText, Option, Question, fallback_losses, form_of
from intimacy_kit.interop._importers.xlsform import import_form
from intimacy_kit.interop._names import DAY, IDENTITY, name_of
from intimacy_kit.interop._submissions import import_response, import_table
from intimacy_kit.scoring_key.asked import Asked
from intimacy_kit.scoring_key.item import KeyedItem

__all__ = ["export_form", "import_form", "import_response", "import_table", "workbook"]

_NAMES = {
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "nl": "Nederlands",
    "pt": "Português",
}
"""Languages under their own names; any other is named by its tag."""

_DIALECT = Dialect("${@}", condition="if", divided_by="div", nothing=", ''")
_LONGEST_CELL = 32_767
_NOT_OF_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def export_form(checkin: CheckIn, *, translations: Iterable[CheckIn] = ()) -> Export:
    """Return a check-in as the sheets of an XLSForm.

    Args:
        checkin: The check-in; the form opens in its language.
        translations: The same check-in, drawn from catalogues in other languages.

    Returns:
        An export whose document maps `survey`, `choices` and `settings` to their rows, column to text,
        as pyxform takes it. `workbook` writes it as a file.

    Raises:
        InvalidValue: When a translation is of another check-in, or two are in one language.
    """
    form = form_of(checkin, translations)
    lists: dict[tuple[Option, ...], str] = {}
    survey: list[dict[str, str]] = [
        {"type": "today", "name": DAY},
        {"type": "calculate", "name": IDENTITY, "calculation": f"'{encode(checkin)}'"},
    ]
    for i, (pillar, questions) in enumerate(form.pages, 1):
        survey.append({"type": "begin_group", "name": name_of(f"page_{i}", pillar), "appearance": "field-list"})
        if i == 1 and form.instructions is not None:
            survey.append({"type": "note", "name": "instructions", **_labels(form.instructions)})
        for question in questions:
            survey += _rows_of(form, question, lists)
        survey.append({"type": "end_group"})
    survey += [_calculate(name, text) for name, text in shown_calculations(form, _DIALECT).items()]
    survey += [row for score in form.scores if score.members for row in _calculate_rows(form, score)]
    choices = [
        {"list_name": name, "name": str(option.plain), **_labels(option.label)}
        for options, name in lists.items()
        for option in options
    ]
    settings = {
        "form_title": _label(checkin.title),
        "form_id": _form_id(checkin),
        "version": checkin.key.version,
        "default_language": _language(checkin.locale),
        "style": "pages",
    }
    return Export({"survey": survey, "choices": choices, "settings": [settings]}, tuple(_losses(form)))


def workbook(export: Export) -> bytes:
    """Return the sheets of an XLSForm as an .xlsx file.

    Args:
        export: What `export_form` returned.

    Raises:
        InvalidValue: When a text is longer than a cell can be, or has a character that no cell can hold.
        MissingExtra: When the extra `xlsform` is not installed.
    """
    try:
        import openpyxl  # noqa: PLC0415  # everything else here works without the extra
    except ImportError as error:
        raise MissingExtra("xlsform") from error
    problems = [
        _not_a_cell((name, i, column))
        for name, rows in export.document.items()
        for i, row in enumerate(rows, 2)
        for column, text in row.items()
        if len(text) > _LONGEST_CELL or _NOT_OF_XML.search(text)
    ]
    if problems:
        raise InvalidValue(problems)
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in export.document.items():
        sheet = book.create_sheet(name)
        columns = list(dict.fromkeys(column for row in rows for column in row))
        for line in [columns, *([row.get(column) for column in columns] for row in rows)]:
            sheet.append(line)
        for cell in (cell for cells in sheet for cell in cells if cell.data_type == "f"):
            cell.data_type = "s"  # a text that begins with = is not a formula
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _language(locale: str) -> str:
    """Return a language as XLSForm names it: a name, and the language subtag in brackets."""
    return f"{_NAMES.get(locale, locale)} ({locale.partition('-')[0]})"


def _labels(local: LocalText, column: str = "label") -> dict[str, str]:
    """Return a text in every language, by column."""
    return {f"{column}::{_language(locale)}": _label(text) for locale, text in local.shown.items()}


def _label(text: str) -> str:
    """Return a text in which nothing is read as a reference to a question."""
    return text.replace("${", "$ {")


def _form_id(checkin: CheckIn) -> str:
    """Return an id that a server gives to no other form: each draw may ask other questions."""
    drawn = hashlib.sha256(f"{checkin.seed}\n{checkin.occasion}".encode()).hexdigest()[:8]
    return f"{checkin.key.catalogue}_{checkin.form}_{checkin.perspective.value}_{drawn}"


def _rows_of(form: Form, question: Question, lists: dict[tuple[Option, ...], str]) -> list[dict[str, str]]:
    """Return the rows of a question; beside a range, the kinds of missing are a question of their own."""
    item = question.item
    name = name_of("q", item.id)
    condition = shown_if(form, item, _DIALECT)
    relevant = {} if condition is None else {"relevant": condition}
    selection = {}
    if question.options:
        selection["type"] = f"select_one {lists.setdefault(question.options, f'choices_{len(lists) + 1}')}"
    if item.range is None:
        return [{**selection, "name": name, **_labels(question.text), **relevant}]
    kind = "integer" if item.whole else "decimal"
    hint = {} if question.hint is None else _labels(question.hint, "hint")
    row = {"type": kind, "name": name, **_labels(question.text), **hint, "constraint": _constraint(item), **relevant}
    if not question.options:
        return [row]
    empty = f"{_DIALECT.of(name)} = ''"
    only = {"relevant": empty if condition is None else f"{condition} and {empty}"}
    return [row, {**selection, "name": name_of("code", item.id), **_labels(question.text), **only}]


def _constraint(item: KeyedItem) -> str:
    """Return what a number of a range has to be: between the ends, and whole steps above the low one."""
    ends = f". >= {written(item.low)} and . <= {written(item.high)}"
    steps = on_steps(item, ".", _DIALECT)
    return ends if steps is None else f"{ends} and {steps}"


def _calculate_rows(form: Form, score: Asked) -> list[dict[str, str]]:
    """Return a score and the sums that it is made of as rows; JavaRosa keeps a large number exact only as a decimal."""
    return [_calculate(name, text) for name, text in calculations(score, form, _DIALECT).items()]


def _calculate(name: str, text: str) -> dict[str, str]:
    kind = {} if name.startswith("level_") else {"bind::type": "decimal"}
    return {"type": "calculate", "name": name, "calculation": text, **kind}


def _losses(form: Form) -> list[str]:
    """Return what the form could not hold of a check-in and its translations."""
    losses = [*fallback_losses(form), *inexact_sums(form)]
    if len(set(form.title.shown.values())) > 1:
        losses.append(f"the form's title is in {form.checkin.locale} alone")
    if any(_label(text) != text for text in form.texts):
        losses.append("a blank was put into each ${ of a text, which would have been taken for a reference")
    return losses


def _not_a_cell(path: Location) -> Problem:
    message = f"the text has more than {_LONGEST_CELL} characters, or one that no cell can hold"
    return Problem("bad-character", message, "shorten the text or the form, or give pyxform the document itself", path)
