"""A check-in as a survey that LimeSurvey imports from a text with tabs, in all its languages.

Every page is a group, every question a list of choices or a number. The identity of the check-in is the default of a
hidden question, ``checkin``. LimeSurvey takes letters and digits alone in the codes of questions, so ids are shortened;
the document says which code stands for which item.

What is lost, always:

*   Scores. Import the answers to have them.
*   Kinds of missing are choices like any other, with the codes ``M1``, ``M2`` and so on.
*   How long an answer took.

What is lost with some forms is in the export's `losses`.

Format: the LimeSurvey manual, "Tab Separated Value survey structure".
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
from intimacy_kit.interop._dialect import written
from intimacy_kit.interop._features import Feature, losses_of
from intimacy_kit.interop._form import Export, Form, LocalText, Question, fallback_losses, form_of
from intimacy_kit.interop._names import IDENTITY, numbered

__all__ = ["export_form", "tab_separated"]

_COLUMNS = (
    *("id", "class", "type/scale", "name", "relevance", "text", "help", "language", "validation", "mandatory", "other"),
    *("default", "same_default", "hidden", "min_num_value_n", "max_num_value_n", "num_value_int_only"),
)
_LONGEST_CODE = 20
_LOSSES = (
    "Scores are not there; import the answers to have them.",
    "Kinds of missing are choices like any other.",
)


def export_form(checkin: CheckIn, *, translations: Iterable[CheckIn] = ()) -> Export:
    """Return a check-in as the structure of a LimeSurvey survey.

    Args:
        checkin: The check-in; the survey opens in its language.
        translations: The same check-in, drawn from catalogues in other languages.

    Returns:
        An export whose document maps `rows` to the rows of the structure, `codes` to the code of each item, and
        `answers` to the codes of the answers to each. `tab_separated` writes it as a file.

    Raises:
        InvalidValue: When a translation is of another check-in, or two are in one language.
    """
    form = form_of(checkin, translations)
    codes: dict[str, str] = {}
    for question in form.questions:
        plain = "q" + re.sub(r"[^A-Za-z0-9]", "", question.item.id)
        taken = {*codes.values(), IDENTITY}
        free = plain[:_LONGEST_CODE] not in taken
        code = plain[:_LONGEST_CODE] if free else numbered(plain, taken, joint="", longest=_LONGEST_CODE)
        codes[question.item.id] = code
    rows = [
        _row(**{"class": "S", "name": "language", "text": form.locales[0]}),
        _row(**{"class": "S", "name": "additional_languages", "text": " ".join(form.locales[1:])}),
        _row(**{"class": "S", "name": "format", "text": "G"}),
    ]
    for locale in form.locales:
        rows.append(
            _row(
                **{"class": "SL", "name": "surveyls_title", "text": _shown(form.title, locale), "language": locale},
            )
        )
    for locale in form.locales:
        rows += _structure(form, codes, locale)
    answers = {question.item.id: _answers(question) for question in form.questions if question.item.range is None}
    return Export({"rows": rows, "codes": codes, "answers": answers}, tuple(_losses(form)))


def tab_separated(export: Export) -> str:
    """Return a survey as the text of a file, to be written in UTF-8 with the ending .txt.

    Args:
        export: What `export_form` returned.
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, _COLUMNS, delimiter="\t", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(export.document["rows"])
    return text.getvalue()


def _row(**cells: str) -> dict[str, str]:
    return {column: cells.get(column, "") for column in _COLUMNS}


def _shown(local: LocalText, locale: str) -> str:
    """Return a text as LimeSurvey shows it as it is: nothing in it is markup, or an expression."""
    text = html.escape(local.shown[locale], quote=False)
    return " ".join(text.split()).replace("{", "&#123;").replace("}", "&#125;")


def _structure(form: Form, codes: Mapping[str, str], locale: str) -> Iterator[dict[str, str]]:
    """Yield groups, questions and answers in one language; all languages have the same rows in the same order."""
    number = 0
    for i, (pillar, questions) in enumerate(form.pages, 1):
        cells = {"class": "G", "type/scale": str(i), "name": pillar, "relevance": "1", "language": locale}
        if i == 1 and form.instructions is not None:
            cells["text"] = _shown(form.instructions, locale)
        yield _row(id=str(i), **cells)
        if i == 1:
            number += 1
            hidden = {"class": "Q", "type/scale": "S", "name": IDENTITY, "relevance": "1", "text": IDENTITY}
            default = encode(form.checkin)
            yield _row(id=str(number), language=locale, hidden="1", default=default, same_default="Y", **hidden)
        for question in questions:
            number += 1
            yield from _question(form, question, codes, locale, str(number))


def _question(
    form: Form, question: Question, codes: Mapping[str, str], locale: str, number: str
) -> Iterator[dict[str, str]]:
    item = question.item
    relevance = "1" if item.show_if is None else _condition(item.show_if, form, codes)
    cells = {
        "id": number,
        "class": "Q",
        "name": codes[item.id],
        "relevance": relevance,
        "language": locale,
        "text": _shown(question.text, locale),
        "mandatory": "N",
        "other": "N",
    }
    if item.range is not None:
        whole = {"num_value_int_only": "1"} if item.whole else {}
        ends = {"min_num_value_n": written(item.low), "max_num_value_n": written(item.high)}
        hint = {} if question.hint is None else {"help": _shown(question.hint, locale)}
        yield _row(**cells, **ends, **whole, **hint, **{"type/scale": "N"})
        return
    yield _row(**cells, **{"type/scale": "L"})
    answers = _answers(question)
    for option in question.options:
        name, text = answers[str(option.plain)], _shown(option.label, locale)
        yield _row(**{"id": number, "class": "A", "type/scale": "0", "name": name, "text": text, "language": locale})


def _keeps_values(question: Question) -> bool:
    """Whether the values of a question can be codes of answers: they have no sign, and at most five digits."""
    return question.item.range is not None or (min(question.item.values) >= 0 and max(question.item.values) < 100_000)


def _answers(question: Question) -> dict[str, str]:
    """Return the code of each answer on offer."""
    values = [option.plain for option in question.options if not isinstance(option.answer, Missing)]
    missing = [option.plain for option in question.options if isinstance(option.answer, Missing)]
    keeps = _keeps_values(question)
    codes = {str(value): str(value if keeps else i) for i, value in enumerate(values, 1)}
    return codes | {str(code): f"M{i}" for i, code in enumerate(missing, 1)}


def _condition(condition: Condition, form: Form, codes: Mapping[str, str]) -> str:
    """Return a condition as an expression; an answer that was not given makes a comparison false."""
    if condition.parts is not None:
        word = " or " if condition.all_ is None else " and "
        return f"({word.join(_condition(part, form, codes) for part in condition.parts)})"
    if condition.item not in codes:
        return "0"
    answer, item = f"{codes[str(condition.item)]}.NAOK", form.checkin.key.by_id[str(condition.item)]
    if item.range is None:
        stored = _answers(next(each for each in form.questions if each.item is item))
        values = [f'{answer} == "{stored[str(value)]}"' for value in item.values if condition.compares(value)]
        return f"({' or '.join(values) or 0})"
    sign = ">=" if condition.at_least is not None else "<=" if condition.at_most is not None else "=="
    sign = "!=" if condition.not_equals is not None else sign
    tests = [f"{answer} {sign} {written(number.number)}" for number in condition.numbers]
    return f"(!is_empty({answer}) and ({' or '.join(tests)}))"


def _losses(form: Form) -> list[str]:
    """Return what a survey does not hold of this form."""
    losses: list[Any] = [*_LOSSES, *fallback_losses(form)]
    items = [question.item for question in form.questions]
    if any(item.range is not None and question.options for item, question in zip(items, form.questions, strict=True)):
        losses.append("the kinds of missing beside a range are not there; the question may be left blank")
    if any(each.score is not None for item in items if item.show_if for each in item.show_if.comparisons):
        losses.append("questions that are shown only after a certain score are shown to nobody")
    if not all(map(_keeps_values, form.questions)):
        losses.append("choices are numbered from 1 where a scale has a value that cannot be a code")
    if any(item.range is not None and (not item.whole or item.range.step != 1) for item in items):
        losses.append("the steps of a range are not enforced")
    return [*losses, *losses_of(form.checkin, Feature.LEVELS)]
