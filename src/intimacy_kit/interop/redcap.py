"""A check-in as a REDCap data dictionary, and dictionaries of others as packs.

Every question is a `radio` field, a `slider` or a number with validation, and
every score that is a percent, a sum or a mean of labelled values a `calc` field
with its percent, and another under ``value_`` with what its rule reads. Kinds of
missing have numbers above those of the scale; which is which is in the field
annotation, where REDCap keeps notes that nobody sees, with the ids of item and
pillar. The identity of the check-in is the default of a hidden field,
``checkin``.

What is lost, always:

*   A dictionary is in one language, that of the check-in. REDCap keeps
    translations elsewhere.
*   Of a score only its percent and its value are there, and no reason for a missing value.
*   How long an answer took is not taken.

What is lost with some forms is in the export's `losses`.

Names have at most 26 characters, as REDCap advises, and no two underscores in a row.
"""

import csv
import html
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.checkin.identity import encode
from intimacy_kit.content.condition import Condition
from intimacy_kit.content.vocabulary import Missing, Reading, Role
from intimacy_kit.interop._calculations import key_answer
from intimacy_kit.interop._dialect import written
from intimacy_kit.interop._expressions import inexact_sums
from intimacy_kit.interop._features import Feature, adds_up, has_reading, losses_of
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
    for score in form.scores:
        if score.members and _is_calculated(form, score):
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


def _is_calculated(form: Form, score: Asked) -> bool:
    """Return whether a score can be calculated; one in proportion only where all of its questions count as asked."""
    subscale = score.subscale
    items = [form.checkin.key.by_id[term.item] for term in score.terms]
    if any(item.range is not None for item in items):
        return False
    always = all(item.show_if is None and Missing.DOES_NOT_APPLY not in item.codes for item in items)
    return adds_up(subscale) and (always or not subscale.in_proportion)


def _calculated(
    form: Form, score: Asked, fields: Mapping[str, str], names: _Names, instrument: str
) -> Iterator[dict[str, str]]:
    """Yield the sum of a score above its lowest, its percent, and the sum or the mean that its rule reads off it."""
    items = form.checkin.key.by_id
    name = score_name(score.subscale.role, score.subscale.id)

    def added(values: Callable[[Term], str | int]) -> str:
        return " + ".join(
            f"if([{fields[term.item]}] <> '' and [{fields[term.item]}] <= {items[term.item].high}, {values(term)}, 0)"
            for term in score.terms
        )

    def field(kind: str, expression: str, note: str) -> dict[str, str]:
        row = {"type": "calc", "label": f"{kind}{name}", "choices": expression, "annotation": f"@HIDDEN {note}"}
        return _row(names.new(f"{kind}{name}"), instrument, **row)

    total = added(lambda term: _share(term, f"[{fields[term.item]}]"))
    count, span = added(lambda _: 1), added(lambda term: term.span)
    plain = not losses_of(form.checkin, Feature.SCORES)
    sums = field("total_", total, f"total={name}" if plain else f"score=total_{name}")
    yield sums
    above = f"[{sums[COLUMNS['name']]}]"
    yield field("", f"if(({count}) >= {score.needed}, 100 * {above} / ({span}), '')", f"score={name}")
    if has_reading(score.subscale):
        subscale, below = score.subscale, list[str]()
        lows = f" + {added(lambda term: term.low)}" if any(term.low for term in score.terms) else ""
        value = f"({above}{lows})"
        if subscale.reading is Reading.PERCENT:
            value, below = f"100 * {above}", [f"({span})"]
        elif subscale.reading is Reading.MEAN:
            below = [f"({added(lambda term: term.weight)})"]
        elif subscale.in_proportion:
            value, below = f"{value} * {len(score.terms)}", [f"({count})"]
        times, by = subscale.factor.as_integer_ratio()
        value += "" if times == 1 else f" * {times}"
        below += [] if by == 1 else [str(by)]
        value += f" / ({' * '.join(below)})" if below else ""
        yield field("value_", f"if(({count}) >= {score.needed}, {value}, '')", f"score=value_{name}")


def _share(term: Term, field: str) -> str:
    """Return what an answer adds to the sum: by its size, or as the points of each value say."""
    if term.table is None:
        return key_answer(term, field)
    *pairs, (_, text) = ((value, str(share)) for value, share in term.table.items())
    for value, share in reversed(pairs):
        text = f"if({field} = {value}, {share}, {text})"
    return text


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
    missing = [score.subscale for score in form.scores if score.members and not _is_calculated(form, score)]
    away = [each.id if each.role is Role.SCORED else f"{each.id} ({each.role.value})" for each in missing]
    if away:
        losses.append(f"these scores are not there, so import the responses to have them: {', '.join(away)}")
    asked = [Feature.ASKED] if len(away) < len(form.scores) else []
    return [*losses, *losses_of(form.checkin, Feature.LEVELS, *asked)]
