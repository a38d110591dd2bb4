"""A check-in as a REDCap data dictionary, and dictionaries of others as packs.

Every question is a `radio` field, a `slider` or a number with validation, and
every score that is the percent of a pillar a `calc` field. Kinds of missing
have numbers above those of the scale; which is which is in the field
annotation, where REDCap keeps notes that nobody sees, with the ids of item and
pillar. The identity of the check-in is the default of a hidden field,
``checkin``.

What is lost, always:

*   A dictionary is in one language, that of the check-in. REDCap keeps
    translations elsewhere.
*   Of a score only the percent is there, and no reason for a missing value.
*   How long an answer took is not taken.

What is lost with some forms is in the export's `losses`.

Names have at most 26 characters, as REDCap advises, and no two underscores in a row.
"""

import csv
import html
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.checkin.identity import encode
from intimacy_kit.content.condition import Condition
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.interop._calculations import key_answer
from intimacy_kit.interop._dialect import written
from intimacy_kit.interop._expressions import inexact_sums
from intimacy_kit.interop._features import Feature, losses_of
from intimacy_kit.interop._form import Export, Form, LocalText, Question, fallback_losses, form_of
from intimacy_kit.interop._importers.redcap import import_form
from intimacy_kit.interop._importers.redcap_table import COLUMNS
from intimacy_kit.interop._names import IDENTITY, numbered, score_name
from intimacy_kit.scoring_key.asked import Asked
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.term import Term

__all__ = ["data_dictionary", "export_form", "import_form"]

_RECORD = "record_id"
_LONGEST_NAME = 26
_GAPS = tuple(each for each in Missing if each.can_be_chosen)
_NEVER = f"[{_RECORD}] = ''"


def export_form(checkin: CheckIn, *, translations: Iterable[CheckIn] = ()) -> Export:
    """Return a check-in as a REDCap data dictionary.

    Args:
        checkin: The check-in; the dictionary is in its language.
        translations: The same check-in, drawn from catalogues in other languages; they are lost.

    Returns:
        An export whose document maps `fields` to the rows of the dictionary, each of eighteen columns.
        `data_dictionary` writes it as a file.

    Raises:
        InvalidValue: When a translation is of another check-in, or two are in one language.
    """
    form = form_of(checkin, translations)
    names = _Names()
    for taken in (_RECORD, IDENTITY):
        names.new(taken)
    fields = {question.item.id: names.new(f"q_{question.item.id}") for question in form.questions}
    instrument = _plain_name(f"form_{checkin.form}")
    hidden = f"@HIDDEN @READONLY @DEFAULT='{encode(checkin)}'"
    rows = [
        _row(_RECORD, instrument, type="text", label="Record"),
        _row(IDENTITY, instrument, type="text", label=_label(form.title), annotation=hidden),
    ]
    if form.instructions is not None:
        label = _label(form.instructions)
        rows.append(_row(names.new("instructions"), instrument, type="descriptive", label=label))
    for question in form.questions:
        rows += _question(form, question, fields, names, instrument)
    plain = not losses_of(checkin, Feature.SCORES)
    for score in (each for each in form.scores if each.terms and plain):
        rows += _calculated(form, score, fields, names, instrument)
    return Export({"fields": rows}, tuple(_losses(form)))


def data_dictionary(export: Export) -> str:
    """Return a data dictionary as the text of a CSV file, to be written in UTF-8.

    Args:
        export: What `export_form` returned.
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(COLUMNS.values()), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(export.document["fields"])
    return text.getvalue()


class _Names:
    """Gives names of fields, no two the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def new(self, name: str) -> str:
        """Return a name that is not taken, with small letters, digits and single underscores."""
        found = _plain_name(name)[:_LONGEST_NAME].rstrip("_")
        if found in self._taken:
            found = numbered(found, self._taken, joint="_", longest=_LONGEST_NAME)
        self._taken.add(found)
        return found


def _plain_name(name: str) -> str:
    return re.sub("[-._]+", "_", name)


def _row(name: str, form: str, **cells: str) -> dict[str, str]:
    """Return a row of a dictionary, with all columns."""
    return {full: {"name": name, "form": form, **cells}.get(short, "") for short, full in COLUMNS.items()}


def _label(local: LocalText) -> str:
    """Return a text as REDCap shows it as it is: nothing in it is markup, or the name of a field."""
    return html.escape(local.first.text, quote=False).replace("[", "&#91;").replace("|", "&#124;")


def _question(
    form: Form, question: Question, fields: Mapping[str, str], names: _Names, instrument: str
) -> Iterator[dict[str, str]]:
    """Yield the field of a question; beside a range, the kinds of missing are a field of their own."""
    item = question.item
    name, label = fields[item.id], _label(question.text)
    branching = "" if item.show_if is None else _condition(item.show_if, form, fields)
    note = f"item={item.id} pillar={item.pillar}"
    codes = _codes(item)
    choices = " | ".join(
        f"{codes.get(option.plain, option.plain)}, {_label(option.label)}" for option in question.options
    )
    gaps = "".join(f" {number}={code}" for code, number in codes.items() if code in item.codes)
    if item.range is None:
        yield _row(
            name, instrument, type="radio", label=label, choices=choices, branching=branching, annotation=note + gaps
        )
        return
    low, high, step = written(item.low), written(item.high), written(item.range.step.number)
    ends = {"low": low, "high": high, "branching": branching, "annotation": f"{note} step={step}"}
    labels = ["" if end is None else _label(end) for end in question.ends]
    if item.whole and step == "1" and any(labels):
        yield _row(
            name,
            instrument,
            type="slider",
            label=label,
            choices=f"{labels[0]} | | {labels[1]}",
            validation="number",
            **ends,
        )
    else:
        hint = "" if question.hint is None else _label(question.hint)
        kind = "integer" if item.whole else "number"
        yield _row(name, instrument, type="text", label=label, note=hint, validation=kind, **ends)
    if question.options:
        empty = f"[{name}] = ''"
        yield _row(
            names.new(f"code_{item.id}"),
            instrument,
            type="radio",
            label=label,
            choices=choices,
            branching=f"{branching} and {empty}" if branching else empty,
            annotation=f"code={item.id}{gaps}",
        )


def _codes(item: KeyedItem) -> dict[Any, int]:
    """Return a number for each kind of missing, above all values of the scale."""
    base = 100
    while base - len(_GAPS) <= item.high:
        base *= 10
    return {code.value: base - len(_GAPS) + i for i, code in enumerate(_GAPS)}


def _condition(condition: Condition, form: Form, fields: Mapping[str, str]) -> str:
    """Return a condition as branching logic. A field that is empty is smaller than any number there."""
    if condition.parts is not None:
        word = " or " if condition.all_ is None else " and "
        return f"({word.join(_condition(part, form, fields) for part in condition.parts)})"
    if condition.item not in fields:
        return f"({_NEVER})"
    field, item = f"[{fields[str(condition.item)]}]", form.checkin.key.by_id[str(condition.item)]
    if item.range is None:
        values = [f"{field} = '{value}'" for value in item.values if condition.compares(value)]
        return f"({' or '.join(values) or _NEVER})"
    sign = ">=" if condition.at_least is not None else "<=" if condition.at_most is not None else "="
    sign = "<>" if condition.not_equals is not None else sign
    tests = [f"{field} {sign} {written(number.number)}" for number in condition.numbers]
    return f"({field} <> '' and ({' or '.join(tests)}))"


def _calculated(
    form: Form, score: Asked, fields: Mapping[str, str], names: _Names, instrument: str
) -> Iterator[dict[str, str]]:
    """Yield the sum of a score and its percent."""
    items = form.checkin.key.by_id
    name = score_name(score.subscale.role, score.subscale.id)

    def added(value: str, term: Term) -> str:
        field, item = f"[{fields[term.item]}]", items[term.item]
        return f"if({field} <> '' and {field} <= {item.high}, {value}, 0)"

    total = " + ".join(added(key_answer(term, f"[{fields[term.item]}]"), term) for term in score.terms)
    count = " + ".join(added("1", term) for term in score.terms)
    weight = " + ".join(added(str(term.weight * score.subscale.unit), term) for term in score.terms)
    sum_name = names.new(f"total_{name}")
    yield _row(
        sum_name, instrument, type="calc", label=f"total_{name}", choices=total, annotation=f"@HIDDEN total={name}"
    )
    percent = f"if(({count}) >= {score.needed}, 100 * [{sum_name}] / ({weight}), '')"
    yield _row(
        names.new(name), instrument, type="calc", label=name, choices=percent, annotation=f"@HIDDEN score={name}"
    )


def _losses(form: Form) -> list[str]:
    """Return what a dictionary does not hold of this form."""
    losses = [*fallback_losses(form), *inexact_sums(form)]
    if len(form.locales) > 1:
        losses.append(f"the dictionary is in {form.checkin.locale} alone; REDCap keeps translations elsewhere")
    items = [question.item for question in form.questions]
    if any(each.score is not None for item in items if item.show_if for each in item.show_if.comparisons):
        losses.append("questions that are shown only after a certain score are shown to nobody")
    steps = [item for item in items if item.range is not None and (not item.whole or item.range.step != 1)]
    if steps:
        losses.append("the steps of a range are not enforced; an answer between them is refused when it is read")
    if losses_of(form.checkin, Feature.SCORES):
        return [*losses, *losses_of(form.checkin, Feature.SCORES, Feature.LEVELS)]
    return [*losses, *losses_of(form.checkin, Feature.ASKED)]
