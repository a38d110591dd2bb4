"""A SurveyJS form as a draft of a form."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, cast

from intimacy_kit._sealed import sealed
from intimacy_kit._values.exact import Exact
from intimacy_kit.checkin.identity import decode
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import InvalidValue, Problems
from intimacy_kit.interop._importers.conditions import read_condition
from intimacy_kit.interop._importers.draft import Calculation, Draft, FormDraft, Offer, Span, Words
from intimacy_kit.interop._importers.expression import Expression, Unreadable, read_expression
from intimacy_kit.interop._importers.imported import ImportedForm
from intimacy_kit.interop._importers.limits import refusal, tree_of
from intimacy_kit.interop._importers.own import own_ends, own_questions
from intimacy_kit.interop._importers.pack import pack_of
from intimacy_kit.interop._importers.tree import DEEPEST, Tree, text_of_value
from intimacy_kit.interop._importers.words import clean, has_markup, joined, language_of, leads_in, words
from intimacy_kit.interop._json import Document
from intimacy_kit.interop._names import DAY, IDENTITY

_ENGLISH = "en"
_ONE = ("radiogroup", "dropdown", "buttongroup", "imagepicker")
_SEVERAL = ("checkbox", "tagbox")
_SLIDERS = ("slider", "nouislider")
_GROUPS = ("panel", "flowpanel")
_MOST_STEPS = 1_000
_STEP = re.compile(r"% ([1-9][0-9]{0,9}) = 0\Z")
_PARTS = re.compile(r"\) / ([1-9][0-9]{0,9}) = ")
_SPECIAL = (
    # the switch, its older spelling, the value, the text's key, the text unless given, the kind of missing
    ("showNoneItem", "hasNone", "none", "noneText", "None", None),
    ("showOtherItem", "hasOther", "other", "otherText", "Other (describe)", None),
    ("showRefuseItem", "", "refused", "refuseText", "Refuse to answer", Missing.DECLINED),
    ("showDontKnowItem", "", "dontknow", "dontKnowText", "Don't know", Missing.DECLINED),
)


@sealed
def import_form(
    document: Document, *, id: str | None = None, locale: str | None = None, licence: str | None = None
) -> ImportedForm:
    """Return a SurveyJS form as a pack.

    Questions with choices, ratings, rows of a matrix, and numbers with both ends become items, checkboxes an item for
    each choice, and calculated values that add answers up become scores.

    Args:
        document: The form's JSON, as text, as bytes, or read already.
        id: The id of the pack; from the title of the form unless given.
        locale: The language that it is in; what the form says, or else English, unless given.
        licence: Under which terms it may be used.

    Returns:
        The pack, with all that was lost, assumed, or has to be decided.

    Raises:
        InvalidValue: When it is not a form of SurveyJS, listing every problem at once.
    """
    faults = Problems()
    tree = tree_of(document, faults)
    if not any(key in tree.node for key in ("pages", "elements", "questions")):
        raise refusal(
            "not-this-format", "the document has no pages and no elements", "give the JSON of a SurveyJS form"
        )
    draft = _Reader(tree, locale).draft()
    faults.refuse(InvalidValue)
    return pack_of(draft, id=id, locale=locale, licence=licence)


class _Reader:
    """Reads the pages of a form in order."""

    def __init__(self, tree: Tree, locale: str | None) -> None:
        self.tree = tree
        self.problems = Problems()
        self.locale = locale or language_of(tree.text("locale")) or _ENGLISH
        self.pages: dict[str, Words] = {}
        self.questions: list[Draft] = []
        self.calculations: list[Calculation] = []
        self.identity: Mapping[str, object] | None = None

    def draft(self) -> FormDraft:
        tree = self.tree
        for value in tree.trees("calculatedValues"):
            self._calculated(value)
        for i, page in enumerate(tree.trees("pages"), 1):
            name = page.text("name") or f"page{i}"
            self.pages[name] = self._words(page, "title")
            self._group(page, name, None, {}, 0)
        self._elements(tree, "", None, {}, 0)
        title = self._words(tree, "title")
        return FormDraft(
            next(iter(title.values()), ""),
            title,
            own_questions(self.questions, self.identity),
            locale=self.locale,
            calculations=tuple(self.calculations),
            instructions=self._words(tree, "description"),
            pages=self.pages,
            identity=self.identity,
            decisions=tuple(self.problems),
        )

    def _group(self, tree: Tree, page: str, shown_if: Expression | None, lead: Words, depth: int) -> None:
        """Read a page or a panel."""
        if depth > DEEPEST:
            tree.faults.at(*tree.place).add("too-deep", "panels are nested too deeply", "make the form flatter")
            return
        here = self._condition(tree, shown_if)
        title = self._words(tree, "title")
        inner = title if title and all(leads_in(text) for text in title.values()) else lead
        self._elements(tree, page, here, inner, depth)

    def _elements(self, tree: Tree, page: str, shown_if: Expression | None, lead: Words, depth: int) -> None:
        for element in (each for key in ("elements", "questions") for each in tree.trees(key)):
            kind = element.text("type")
            if kind in _GROUPS:
                self._group(element, page, shown_if, lead, depth + 1)
            else:
                self._element(element, kind, page, shown_if, lead)

    def _element(self, tree: Tree, kind: str, page: str, shown_if: Expression | None, lead: Words) -> None:
        name = tree.text("name")
        if name == DAY and tree.node.get("visible") is False:
            return
        if tree.node.get("visible") is False and not tree.text("visibleIf"):
            self._left_out(tree, "it is never shown", "ask it, or leave it out")
            return
        if not name:
            tree.fault("a question with a name")
            return
        if kind == "expression":
            self._calculation(tree, name, "expression", self._words(tree, "title"))
            return
        here = self._condition(tree, shown_if)
        own = self._words(tree, "title") or words(name, self.locale)
        title = joined(lead, own)
        if kind == "matrix":
            self._matrix(tree, name, title, page, here)
            return
        offers, span = tuple(self._offers(tree, kind)), self._span(tree, kind)
        if not offers and span is None:
            self._left_out(
                tree, f"nothing here is answered like {kind or 'a question without a type'}", "ask it elsewhere"
            )
            return
        several = kind in _SEVERAL or (kind == "imagepicker" and tree.is_true("multiSelect"))
        self._note_details(tree)
        self.questions.append(
            Draft(
                name,
                title,
                (*tree.place, "title"),
                offers,
                span,
                phrase=own,
                page=page,
                shown_if=here,
                several=several,
                choices_place=(*tree.place, "rateValues" if kind == "rating" else "choices"),
                shown_if_place=(*tree.place, "visibleIf"),
            )
        )

    def _matrix(self, tree: Tree, name: str, title: Words, page: str, shown_if: Expression | None) -> None:
        """Read the rows of a matrix, each a question with the columns as choices."""
        columns = tuple(self._listed(tree, "columns"))
        rows = list(self._listed(tree, "rows"))
        if not rows:
            self._left_out(tree, "the matrix has no rows", "give it rows")
        for row in rows:
            self.questions.append(
                Draft(
                    f"{name}.{row.value}",
                    joined(title, row.words),
                    (*tree.place, "rows"),
                    columns,
                    phrase=row.words,
                    page=page,
                    choices=name,
                    shown_if=shown_if,
                    choices_place=(*tree.place, "columns"),
                    shown_if_place=(*tree.place, "visibleIf"),
                )
            )

    # Parts of a question -----------------------------------------------------

    def _offers(self, tree: Tree, kind: str) -> Iterator[Offer]:
        """Yield what can be chosen."""
        if kind == "boolean":
            for key, fallback, text in (("False", "false", "No"), ("True", "true", "Yes")):
                label = self._words(tree, f"label{key}") or {_ENGLISH: text}
                yield Offer(tree.text(f"value{key}") or fallback, label)
        elif kind == "rating":
            yield from self._rates(tree)
        elif kind in _ONE or kind in _SEVERAL:
            yield from self._listed(tree, "choices")
            for switch, older, value, key, text, gap in _SPECIAL:
                if tree.is_true(switch) or tree.is_true(older):
                    yield Offer(value, self._words(tree, key) or {_ENGLISH: text}, gap=gap)

    def _rates(self, tree: Tree) -> Iterator[Offer]:
        """Yield the values of a rating, whose ends may have a description."""
        listed = list(self._listed(tree, "rateValues", labels=False))
        if not listed:
            low, high, step = (
                _number(tree, key, default) for key, default in (("rateMin", 1), ("rateMax", 0), ("rateStep", 1))
            )
            count = _number(tree, "rateCount", 5)
            high = high or low + step * (count - 1)
            steps = 0 if step <= 0 or high < low else int((high - low) / step) + 1
            if steps > _MOST_STEPS:
                tree.faults.at(*tree.place, "rateMax").add(
                    "too-large", "the rating has too many values", "make it a slider"
                )
                return
            listed = [Offer(text_of_value(low + step * i), {}) for i in range(steps)]
        for offer, key in ((0, "minRateDescription"), (-1, "maxRateDescription")):
            if listed and not listed[offer].words:
                listed[offer] = Offer(listed[offer].value, self._words(tree, key))
        yield from listed

    def _listed(self, tree: Tree, key: str, *, labels: bool = True) -> Iterator[Offer]:
        """Yield the entries of a list of choices, rows or columns, each a value, or a value with a text."""
        seen: set[str] = set()
        for i, entry in tree.values(key):
            own = (
                Tree(cast(Mapping[str, Any], entry), (*tree.place, key, i), tree.faults)
                if isinstance(entry, Mapping)
                else None
            )
            value = text_of_value(entry) if own is None else own.text("value")
            if not value:
                tree.fault("a value, or an object with one", key, i)
                continue
            if value in seen:
                self.problems.at(*tree.place, key, i).add("not-taken-over", "the value is there twice", "keep one")
                continue
            seen.add(value)
            text = {} if own is None else self._words(own, "text")
            yield Offer(value, text or (words(value, self.locale) if labels else {}))

    def _span(self, tree: Tree, kind: str) -> Span | None:
        """Return the numbers that can be given, or None."""
        numeric = kind == "text" and tree.text("inputType") in ("number", "range")
        if not numeric and kind not in _SLIDERS:
            return None
        ends = {"slider": ("0", "100"), "nouislider": ("0", "100")}.get(kind, ("", ""))
        low = tree.text("min") or tree.text("rangeMin") or ends[0]
        high = tree.text("max") or tree.text("rangeMax") or ends[1]
        if not low or not high:
            return None
        low_words, high_words = own_ends(self._words(tree, "description"), low, high) if self.identity else ({}, {})
        return Span(low, high, tree.text("step") or self._own_step(tree), low_words, high_words)

    def _own_step(self, tree: Tree) -> str:
        """Return the step of a range whose low end is no multiple of it, as an exported form says it; 1 otherwise."""
        for validator in tree.trees("validators") if self.identity else ():
            whole = _STEP.search(validator.text("expression"))
            parts = _PARTS.search(validator.text("expression"))
            if whole is not None:
                return str(Exact(Fraction(int(whole[1]), 1 if parts is None else int(parts[1]))).plain)
        return "1"

    def _words(self, tree: Tree, key: str) -> dict[str, str]:
        """Return a text that may be localised."""
        value = tree.node.get(key)
        if not isinstance(value, Mapping):
            return words(tree.text(key), self.locale)
        given = cast(Mapping[str, Any], value)
        found: dict[str, str] = {}
        for tag, text in given.items():
            language = language_of(tag)
            if tag == "default" or not isinstance(text, str) or not clean(text):
                continue
            if language is None:
                tree.fault("a language tag", key, tag)
            else:
                found[language] = clean(text)
        default = clean(given.get("default") if isinstance(given.get("default"), str) else "")
        if default and default not in found.values():
            found.setdefault(_ENGLISH if self.locale in found else self.locale, default)
        own = {self.locale: found[self.locale]} if self.locale in found else {}
        return own | found

    def _condition(self, tree: Tree, outer: Expression | None) -> Expression | None:
        """Return the condition of an element together with that of what it is in."""
        at = self.problems.at(*tree.place, "visibleIf")
        message = "the condition cannot be read"
        return read_condition(tree.text("visibleIf"), "surveyjs", at, message=message, outer=outer)

    # Scores ------------------------------------------------------------------

    def _calculated(self, tree: Tree) -> None:
        name = tree.text("name")
        if name == IDENTITY:
            self.identity = decode(tree.text("expression").strip("'"))
        else:
            self._calculation(tree, name, "expression", {})

    def _calculation(self, tree: Tree, name: str, key: str, title: Words) -> None:
        try:
            expression = read_expression(tree.text(key), "surveyjs")
        except Unreadable:
            self._left_out(tree, "the calculation cannot be read", "write the rule in scores.yaml")
            return
        label = title or words(name, self.locale)
        self.calculations.append(Calculation(name, label, expression, (*tree.place, key)))

    def _note_details(self, tree: Tree) -> None:
        """Note what an item cannot have."""
        for key, why in (
            ("validators", "an answer has to pass a check"),
            ("choicesByUrl", "its choices come from a server"),
            ("choicesVisibleIf", "its choices depend on answers"),
            ("choicesOrder", "its choices change places"),
            ("enableIf", "it can be answered only after certain answers"),
        ):
            if tree.node.get(key) and tree.node.get(key) != "none":
                self._left_out(tree, why, "see to it in the form", key)
        if tree.node.get("description") and not self.identity:
            self._left_out(tree, "a description stands beneath it", "put it into the question", "description")
        title = self._words(tree, "title")
        if any("{" in text for text in title.values()) and not self.identity:
            self._left_out(tree, "an answer is put into its words", "write it without", "title")
        if has_markup(str(tree.node.get("title"))):
            self._left_out(tree, "its markup was taken out", "check the words", "title")

    def _left_out(self, tree: Tree, why: str, remedy: str, *steps: str) -> None:
        name = tree.text("name")
        self.problems.at(*tree.place, *steps).add("not-taken-over", f"{name[:100]!a}: {why}", remedy)


def _number(tree: Tree, key: str, default: float) -> float:
    value: Any = tree.node.get(key)
    if value is None or isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e9:
        if value is not None:
            tree.fault("a number", key)
        return default
    return value
