"""A REDCap data dictionary as a draft of a form."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit.checkin.identity import decode
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import Problems
from intimacy_kit.interop._importers.conditions import read_condition
from intimacy_kit.interop._importers.draft import Calculation, Draft, FormDraft, Offer, Span
from intimacy_kit.interop._importers.expression import Expression, Unreadable, read_expression
from intimacy_kit.interop._importers.imported import ImportedForm
from intimacy_kit.interop._importers.limits import text_of
from intimacy_kit.interop._importers.own import own_ends, own_questions
from intimacy_kit.interop._importers.pack import pack_of
from intimacy_kit.interop._importers.redcap_table import COLUMNS, Row, csv_of, rows_in
from intimacy_kit.interop._importers.words import clean, has_markup, joined, leads_in, words
from intimacy_kit.interop._names import IDENTITY, name_of

_PIPED = re.compile(r"\[([a-z0-9_]+)\]")
_GAP = re.compile(r"(\S{1,40})=(prefer-not-to-say|did-not-come-up|does-not-apply)\b")
_HIDDEN = re.compile(r"@HIDDEN(?:-[A-Z]+)?\b")
_OWN = re.compile(r"\b(item|pillar|code|step|total|score)=(\S{1,200})")
_DEFAULT = re.compile(r"""@DEFAULT\s*=\s*["']([^"']{1,2000})["']""")
_TAG = re.compile(r"@[A-Z][A-Z-]+")
_LONGEST_HEADING = 80
_CHOOSABLE = ("radio", "dropdown", "checkbox")
_WHOLE = ("integer",)
_LEFT_OUT = {
    "notes": "free text",
    "file": "a file or a signature",
    "descriptive": "text that nobody answers",
    "sql": "choices from a database",
    "text": "free text, a date, or a number without both ends",
}


@sealed
def import_form(
    document: str | bytes | Mapping[str, Any],
    *,
    id: str | None = None,
    locale: str | None = None,
    licence: str | None = None,
) -> ImportedForm:
    """Return a REDCap data dictionary as a pack.

    Fields with choices, sliders and numbers with both ends become items; checkboxes become an item for each choice, and
    calculations that add answers up become scores.

    Args:
        document: The dictionary, as the CSV file that REDCap gives, its text, or the document of `export_form`.
        id: The id of the pack; the name of the instrument unless given.
        locale: The language that it is in, which a dictionary does not say.
        licence: Under which terms it may be used.

    Returns:
        The pack, with all that was lost, assumed, or has to be decided.

    Raises:
        InvalidValue: When it is not a dictionary, listing every problem at once.
    """
    rows = rows_in(csv_of(document) if isinstance(document, Mapping) else text_of(document))
    return pack_of(_Reader(rows).draft(), id=id, locale=locale, licence=licence)


@attrs.define
class _Section:
    """What stands above a field: its page, and the words that lead into its label."""

    form: str = ""
    page: str = ""
    lead: str = ""
    matrix: str = ""


class _Reader:
    """Reads the fields in order."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.problems = Problems()
        self.pages: dict[str, dict[str, str]] = {}
        self.questions: list[Draft] = []
        self.calculations: list[Calculation] = []
        self.instructions: dict[str, str] = {}
        self.identity: Mapping[str, object] | None = None
        self.section = _Section()
        self.own: Mapping[str, str] = {}
        self.fields = frozenset(row["name"] for row in rows)

    def draft(self) -> FormDraft:
        for i, row in enumerate(self.rows):
            self._field(row, first=i == 0)
        forms = list(dict.fromkeys(row.get("form", "") for row in self.rows))
        name = forms[0] if len(forms) == 1 else ""
        title = self.pages.get("form", {}) or words(_spoken(name))
        return FormDraft(
            name,
            title,
            own_questions(self.questions, self.identity),
            calculations=tuple(self.calculations),
            instructions=self.instructions,
            pages=self.pages,
            identity=self.identity,
            decisions=tuple(self.problems),
        )

    def _field(self, row: Row, *, first: bool) -> None:
        name, kind = row["name"], row.get("type", "").lower()
        annotation = row.get("annotation", "")
        if name == IDENTITY and (match := _DEFAULT.search(annotation)):
            self.identity = decode(match[1])
            self.pages["form"] = words(row.get("label"))
            return
        self.own = dict(_OWN.findall(annotation)) if self.identity is not None else {}
        self._enter(row)
        if kind == "calc":
            self._calculation(row)
            return
        if _HIDDEN.search(annotation):
            self._left_out(row, "annotation", "it is hidden from everybody", "ask it, or leave it out")
            return
        if first and kind == "text":
            return  # the record's number
        draft = self._question(row, kind)
        if draft is not None:
            self.questions.append(draft)
            self._note_details(row)

    def _enter(self, row: Row) -> None:
        """Go into the form, the section and the matrix of a field."""
        section, form, matrix = self.section, row.get("form", ""), row.get("matrix", "")
        if form != section.form:
            section.form, section.page, section.lead = form, form, ""
            self.pages.setdefault(form, words(_spoken(form)))
        header = clean(row.get("section"))
        if header:
            section.lead = ""
            if matrix or leads_in(header):
                section.lead = header
            elif len(header) <= _LONGEST_HEADING and not header.endswith("."):
                section.page = f"{form} {header}" if form else header
                self.pages.setdefault(section.page, words(header))
            elif not self.questions and not self.instructions:
                self.instructions = words(header)
            else:
                self._left_out(row, "section", "it is a text between questions", "put it into the questions")
        elif section.matrix and matrix != section.matrix:
            section.lead = ""
        section.matrix = matrix

    def _question(self, row: Row, kind: str) -> Draft | None:
        name, label = row["name"], clean(row.get("label"))
        offers: tuple[Offer, ...] = ()
        span: Span | None = None
        if kind in _CHOOSABLE:
            offers = tuple(self._offers(row))
        elif kind == "yesno":
            offers = (Offer("1", {"en": "Yes"}), Offer("0", {"en": "No"}))
        elif kind == "truefalse":
            offers = (Offer("1", {"en": "True"}), Offer("0", {"en": "False"}))
        elif kind == "slider":
            span = self._slider(row)
        elif kind == "text":
            span = self._number(row)
        if not offers and span is None:
            if kind == "descriptive" and not self.questions and not self.instructions:
                self.instructions = words(label)
            else:
                what = _LEFT_OUT.get(
                    kind, "of a type that is not known here" if kind not in _CHOOSABLE else "no choices"
                )
                self._left_out(row, "type", f"it is {what}", "ask it beside the check-in")
            return None
        own = words(label)
        low_words, high_words = own_ends(words(row.get("note")), span.low, span.high) if self.own and span else ({}, {})
        if span is not None and kind == "text":
            span = attrs.evolve(span, low_words=low_words, high_words=high_words)
        return Draft(
            name_of("code", self.own["code"]) if "code" in self.own else name,
            joined(words(self.section.lead), own),
            (name, COLUMNS["label"]),
            offers,
            span,
            phrase=own,
            page=self.own.get("pillar", self.section.page),
            choices=row.get("matrix") or "",
            shown_if=self._condition(row),
            several=kind == "checkbox",
            id=self.own.get("item"),
            choices_place=(name, COLUMNS["choices"]),
            shown_if_place=(name, COLUMNS["branching"]),
        )

    def _offers(self, row: Row) -> Iterator[Offer]:
        """Yield the choices of a field: `0, Never | 1, Once`."""
        gaps = {value: Missing(code) for value, code in _GAP.findall(row.get("annotation", ""))}
        seen: set[str] = set()
        for part in re.split(r"\s*(?:\||\n)\s*", row.get("choices", "")):
            value, comma, label = (each.strip() for each in part.partition(","))
            if not value:
                continue
            if not comma or value in seen:
                message = f"the choice {value[:100]!a} {'has no label' if not comma else 'is there twice'}"
                at = self.problems.at(row["name"], COLUMNS["choices"])
                at.add("not-taken-over", message, "write choices as 0, Never | 1, Once")
            if value not in seen:
                seen.add(value)
                yield Offer(value, words(label), gap=gaps.get(value))

    def _slider(self, row: Row) -> Span:
        labels = [clean(each) for each in row.get("choices", "").split("|")]
        if len(labels) > 2 and labels[1]:
            self._left_out(row, "choices", f"the label {labels[1][:100]!a} stands in the middle", "name the ends only")
        low_label = labels[0] if labels else ""
        high_label = labels[-1] if len(labels) > 1 else ""
        low, high = row.get("low") or "0", row.get("high") or "100"
        return Span(low, high, low_words=words(low_label), high_words=words(high_label))

    def _number(self, row: Row) -> Span | None:
        """Return the numbers that a text field takes, or None where it takes none or has no ends."""
        kind, low, high = row.get("validation", "").lower(), row.get("low", ""), row.get("high", "")
        if not low or not high or not kind.startswith(("integer", "number")):
            return None
        decimals = re.search(r"_([1-4])dp", kind)
        if "step" in self.own:
            return Span(low, high, self.own["step"])
        if kind in _WHOLE:
            return Span(low, high)
        if decimals is None:
            message = f"the step of {row['name'][:100]!a} is not stated; 0.01 is assumed"
            self.problems.at(row["name"], COLUMNS["validation"]).add("assumed", message, "write step in scales.yaml")
        step = "0.01" if decimals is None else f"0.{'0' * (int(decimals[1]) - 1)}1"
        return Span(low.replace(",", "."), high.replace(",", "."), step)

    def _condition(self, row: Row) -> Expression | None:
        at = self.problems.at(row["name"], COLUMNS["branching"])
        message = f"the branching logic of {row['name'][:100]!a} cannot be read"
        return read_condition(row.get("branching", ""), "redcap", at, message=message)

    def _calculation(self, row: Row) -> None:
        place = (row["name"], COLUMNS["choices"])
        try:
            expression = read_expression(row.get("choices", ""), "redcap")
        except Unreadable:
            self._left_out(row, "choices", "the calculation cannot be read", "write the rule in scores.yaml")
            return
        name = f"total_{self.own['total']}" if "total" in self.own else row["name"]
        if self.own and "total" not in self.own:
            return
        self.calculations.append(Calculation(name, words(row.get("label")) or words(name), expression, place))

    def _note_details(self, row: Row) -> None:
        """Note what an item cannot have."""
        if has_markup(row.get("label")) or has_markup(row.get("choices")):
            self._left_out(row, "label", "its markup was taken out", "check the words")
        if row.get("ranking", "").lower() in ("y", "yes"):
            self._left_out(row, "ranking", "each choice can be given once only there", "score it elsewhere")
        if self.own:
            return
        if row.get("note"):
            self._left_out(row, "note", "a note stands beneath it", "put it into the question")
        tags = [each for each in _TAG.findall(row.get("annotation", "")) if not each.startswith("@HIDDEN")]
        if tags:
            self._left_out(
                row, "annotation", f"it has the action tags {', '.join(tags)[:100]}", "see to them in REDCap"
            )
        if not self.fields.isdisjoint(_PIPED.findall(row.get("label", ""))):
            self._left_out(row, "label", "an answer is put into its words", "write it without")

    def _left_out(self, row: Row, column: str, why: str, remedy: str) -> None:
        message = f"{row['name'][:100]!a}: {why}"
        self.problems.at(row["name"], COLUMNS[column]).add("not-taken-over", message, remedy)


def _spoken(name: str) -> str:
    """Return the name of an instrument as REDCap shows it."""
    return name.replace("_", " ").strip().capitalize()
