"""An XLSForm as a draft of a form."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.exact import Exact
from intimacy_kit.checkin.identity import decode
from intimacy_kit.errors import InvalidValue, Problems
from intimacy_kit.interop._importers.conditions import read_condition
from intimacy_kit.interop._importers.draft import Calculation, Draft, FormDraft, Offer, Span, Words
from intimacy_kit.interop._importers.expression import Expression, Unreadable, read_expression
from intimacy_kit.interop._importers.imported import ImportedForm
from intimacy_kit.interop._importers.own import own_ends, own_questions
from intimacy_kit.interop._importers.pack import pack_of
from intimacy_kit.interop._importers.tree import DEEPEST
from intimacy_kit.interop._importers.words import clean, joined, language_of, leads_in, words
from intimacy_kit.interop._importers.workbook import Sheets, sheets_of
from intimacy_kit.interop._names import IDENTITY

_NUMBERS = {"integer": "1", "int": "1", "decimal": "0.01"}
_IGNORED = frozenset(
    "start end today deviceid phonenumber username email audit simserial subscriberid hidden start-geopoint"
    " background-audio".split()
)
_PARAMETER = re.compile(r"([a-z]+)\s*=\s*([^\s;,]+)")
_SCORE_ROWS = ("score__row", "rank__level")


@sealed
def import_form(
    document: bytes | Mapping[str, Any], *, id: str | None = None, locale: str | None = None, licence: str | None = None
) -> ImportedForm:
    """Return an XLSForm as a pack.

    Questions with choices, ranges and numbers with both ends become items, `select_multiple` an item for each
    choice, and calculations that add answers up become scores.

    Args:
        document: The workbook, as the bytes of the .xlsx file, or its sheets: `survey`, `choices` and `settings`
            mapped to their rows, column to text.
        id: The id of the pack; the id or title of the form unless given.
        locale: The language that it opens in; what the form says unless given.
        licence: Under which terms it may be used.

    Returns:
        The pack, with all that was lost, assumed, or has to be decided.

    Raises:
        InvalidValue: When it is not an XLSForm, listing every problem at once.
        MissingExtra: When the document is a workbook and the extra `xlsform` is not installed.
    """
    draft = _Reader(sheets_of(document), locale).draft()
    return pack_of(draft, id=id, locale=locale, licence=licence)


@attrs.frozen
class _Group:
    """A group that is open: its page, its condition, what leads into its questions, and a list that they share."""

    page: str = ""
    shown_if: Expression | None = None
    lead: Words = attrs.field(factory=dict[str, str])
    choices: str = ""
    repeats: bool = False


class _Reader:
    """Reads the rows of a form in order."""

    def __init__(self, sheets: Sheets, locale: str | None) -> None:
        self.sheets = sheets
        self.problems = Problems()
        self.faults = Problems()
        settings = next(iter(sheets.get("settings", ())), dict[str, str]())
        self.settings = settings
        default = settings.get("default_language", "")
        self.languages = self._languages()
        named = [tag for _, tag in self.languages.values() if tag]
        self.locale = locale or language_of(default) or next(iter(named), None)
        self.lists = self._lists()
        self.pages: dict[str, Words] = {}
        self.questions: list[Draft] = []
        self.calculations: list[Calculation] = []
        self.instructions: Words = {}
        self.identity: Mapping[str, object] | None = None
        self.open: list[_Group] = [_Group()]

    def draft(self) -> FormDraft:
        for row in self.sheets["survey"]:
            if row.get("name") == IDENTITY and row.get("calculation"):
                self.identity = decode(row["calculation"].strip("'"))
        for i, row in enumerate(self.sheets["survey"], 2):
            self._row(row, i)
        if len(self.open) > 1:
            self.faults.add("not-this-format", "a group is not closed", "add a row with end_group")
        self.faults.refuse(InvalidValue)
        title = words(self.settings.get("form_title"), self.locale or "")
        return FormDraft(
            self.settings.get("form_id") or self.settings.get("id_string") or clean(self.settings.get("form_title")),
            title,
            own_questions(self.questions, self.identity),
            locale=self.locale,
            calculations=tuple(self.calculations),
            instructions=self.instructions,
            pages=self.pages,
            identity=self.identity,
            version=self.settings.get("version") or None,
            decisions=tuple(self.problems),
        )

    # Rows --------------------------------------------------------------------

    def _row(self, row: Mapping[str, str], number: int) -> None:
        kind = row.get("type", "").strip().lower().replace("begin ", "begin_").replace("end ", "end_")
        name = row.get("name") or row.get("value") or ""
        if not kind or kind in _IGNORED:
            return
        if kind.startswith("end_"):
            if len(self.open) == 1:
                self._fault("a group ends that has not begun", number)
            else:
                self.open.pop()
        elif kind.startswith("begin_"):
            self._begin(row, kind, name, number)
        elif kind == "calculate":
            self._calculation(row, name, number)
        elif kind == "note":
            self._note(row, name, number)
        elif not name:
            self._fault("the question has no name", number)
        else:
            self._question(row, kind, name, number)

    def _begin(self, row: Mapping[str, str], kind: str, name: str, number: int) -> None:
        """Open a group, which is a page where it is not in another."""
        outer = self.open[-1]
        if len(self.open) > DEEPEST:
            self._fault("groups are nested too deeply", number)
        label = self._words(row, "label")
        leads = bool(label) and all(leads_in(text) for text in label.values())
        scored = kind in ("begin_score", "begin_rank")
        page = outer.page
        if not outer.page and not scored:
            page = name or f"group{number}"
            self.pages[page] = {} if leads else label
        if kind == "begin_repeat":
            self._left_out(name, "a group that can be filled in again and again", number, "type")
        self.open.append(
            _Group(
                page,
                self._condition(row, name, number, outer.shown_if),
                label if leads or scored else outer.lead,
                row.get("kobo--score-choices", ""),
                outer.repeats or kind == "begin_repeat",
            )
        )

    def _note(self, row: Mapping[str, str], name: str, number: int) -> None:
        label = self._words(row, "label")
        if not self.questions and not self.instructions:
            self.instructions = label
        elif label:
            self._left_out(name, "it is a text between questions", number, "label")

    def _question(self, row: Mapping[str, str], kind: str, name: str, number: int) -> None:
        group = self.open[-1]
        word, _, rest = kind.partition(" ")
        several = word == "select_multiple"
        offers: tuple[Offer, ...] = ()
        span: Span | None = None
        list_name = ""
        if word in ("select_one", "select_multiple", "select"):
            list_name = row["type"].strip().split()[1] if rest else ""
            offers = self.lists.get(list_name, ())
            if rest.endswith("or_other"):
                offers = (*offers, Offer("other", {"en": "Other"}))
        elif kind in _SCORE_ROWS:
            list_name = group.choices
            offers = self.lists.get(list_name, ())
        else:
            span = self._span(row, kind)
        if group.repeats:
            return
        if not offers and span is None:
            why = (
                f"its list {list_name[:100]!a} has no choices"
                if list_name
                else f"nothing here is answered like {kind[:60]!a}"
            )
            self._left_out(name, why, number, "type")
            return
        if row.get("choice_filter"):
            self._left_out(name, "its choices depend on answers", number, "choice_filter")
        if self._words(row, "hint") and not self.identity:
            self._left_out(name, "a hint stands beneath it", number, "hint")
        label = self._words(row, "label")
        if not self.identity and any("${" in text for text in label.values()):
            self._left_out(name, "an answer is put into its words", number, "label")
        self.questions.append(
            Draft(
                name,
                joined(group.lead, label),
                ("survey", number, "label"),
                offers,
                span,
                phrase=label,
                page=group.page,
                choices="" if self.identity else list_name,
                shown_if=self._condition(row, name, number, group.shown_if),
                several=several,
                choices_place=("survey", number, "type"),
                shown_if_place=("survey", number, "relevant"),
            )
        )

    def _span(self, row: Mapping[str, str], kind: str) -> Span | None:
        """Return the numbers that a question takes, or None where it takes none or has no ends."""
        if kind == "range":
            pairs = (
                part.split("=", 1) for part in row.get("parameters", "").replace(";", " ").replace(",", " ").split()
            )
            given = {pair[0].strip().lower(): pair[1].strip() for pair in pairs if len(pair) == 2}
            return Span(given.get("start", "1"), given.get("end", "10"), given.get("step", "1"))
        if kind not in _NUMBERS or not row.get("constraint"):
            return None
        try:
            found = _ends_of(read_expression(row["constraint"], "xlsform"), Exact(_NUMBERS[kind]))
        except Unreadable:
            return None
        if found is None:
            return None
        low, high, step = found
        low_words, high_words = own_ends(self._words(row, "hint"), low, high) if self.identity else ({}, {})
        return Span(low, high, step or _NUMBERS[kind], low_words, high_words)

    def _calculation(self, row: Mapping[str, str], name: str, number: int) -> None:
        text = row.get("calculation", "")
        if not text or name == IDENTITY:
            return
        try:
            expression = read_expression(text, "xlsform")
        except Unreadable:
            self._left_out(name, "the calculation cannot be read", number, "calculation")
            return
        label = self._words(row, "label") or words(name, self.locale or "")
        self.calculations.append(Calculation(name, label, expression, ("survey", number, "calculation")))

    def _condition(self, row: Mapping[str, str], name: str, number: int, outer: Expression | None) -> Expression | None:
        """Return the condition of a row together with that of its group."""
        text = row.get("relevant") or row.get("relevance") or ""
        at = self.problems.at("survey", number, "relevant")
        message = f"the condition of {name[:100]!a} cannot be read"
        return read_condition(text, "xlsform", at, message=message, outer=outer)

    # Texts -------------------------------------------------------------------

    def _languages(self) -> dict[str, tuple[str, str]]:
        """Return what each column with a text holds, and its language: an empty tag where none is named."""
        found: dict[str, tuple[str, str]] = {}
        columns = dict.fromkeys(
            column for name in ("survey", "choices") for row in self.sheets.get(name, ()) for column in row
        )
        for column in columns:
            base, _, named = column.replace("::", ":").partition(":")
            if base.strip() not in ("label", "hint"):
                continue
            tag = language_of(named) if named else ""
            if tag is None:
                message = f"the language of the column {column[:100]!a} is not known, so it is left out"
                self.problems.add("not-taken-over", message, "write its tag behind it, as in label::Español (es)")
            else:
                found[column] = (base.strip(), tag)
        return found

    def _words(self, row: Mapping[str, str], base: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for column, (held, tag) in self.languages.items():
            if held == base and (text := clean(row.get(column))):
                found[tag or self.locale or ""] = text
        own = self.locale or ""
        return ({own: found[own]} if own in found else {}) | found

    def _lists(self) -> dict[str, tuple[Offer, ...]]:
        """Return the choices of each list."""
        lists: dict[str, dict[str, Offer]] = {}
        for i, row in enumerate(self.sheets.get("choices", ()), 2):
            name, value = row.get("list_name") or row.get("list name") or "", row.get("name") or row.get("value") or ""
            if not name or not value:
                continue
            if value in lists.setdefault(name, {}):
                message = f"the choice {value[:100]!a} is there twice"
                self.problems.at("choices", i).add("not-taken-over", message, "keep one")
                continue
            lists[name][value] = Offer(value, self._words(row, "label"))
        return {name: tuple(offers.values()) for name, offers in lists.items()}

    def _left_out(self, name: str, why: str, number: int, column: str) -> None:
        message = f"{name[:100]!a}: {why}"
        self.problems.at("survey", number, column).add("not-taken-over", message, "see to it in the form")

    def _fault(self, message: str, number: int) -> None:
        self.faults.at("survey", number).add("not-this-format", message, "correct the row")


def _ends_of(constraint: Expression, apart: Exact) -> tuple[str, str, str | None] | None:
    """Return the ends of a constraint and its step, where it has one; None where it has no ends."""
    low: Exact | None = None
    high: Exact | None = None
    step: Exact | None = None
    parts = Exact(1)
    for part in _every(constraint):
        match part:
            case Expression("operation", ">=" | ">" as sign, (Expression("answer", "."), Expression("number", text))):
                low = Exact(Exact(text) + (apart if sign == ">" else 0))
            case Expression("operation", "<=" | "<" as sign, (Expression("answer", "."), Expression("number", text))):
                high = Exact(Exact(text) - (apart if sign == "<" else 0))
            case Expression("operation", "%", (_, Expression("number", text))):
                step = Exact(text)
            case Expression("operation", "*", (Expression("answer", "."), Expression("number", text))):
                parts = Exact(text)
            case _:
                pass
    if low is None or high is None:
        return None
    whole = None if step is None or not step or not parts else str(Exact(step / parts).plain)
    return str(low.plain), str(high.plain), whole


def _every(expression: Expression) -> Iterator[Expression]:
    """Yield all parts of a condition of which all have to hold, and what they are made of."""
    yield expression
    if expression.text != "or":
        for part in expression.parts:
            yield from _every(part)
