"""A FHIR Questionnaire, R4 or R5, as a draft of a form."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.exact import Exact
from intimacy_kit.content.vocabulary import Keying, Missing, Role
from intimacy_kit.errors import InvalidValue, Problems
from intimacy_kit.interop._importers.conditions import both
from intimacy_kit.interop._importers.draft import Draft, FormDraft, Offer, Span, Words
from intimacy_kit.interop._importers.expression import Expression
from intimacy_kit.interop._importers.imported import ImportedForm
from intimacy_kit.interop._importers.limits import refusal, tree_of
from intimacy_kit.interop._importers.own import own_pillar
from intimacy_kit.interop._importers.pack import MOST_CHOICES, pack_of
from intimacy_kit.interop._importers.tree import DEEPEST, Tree, text_of_value
from intimacy_kit.interop._importers.words import clean, has_markup, joined, language_of, leads_in, words
from intimacy_kit.interop._json import Document

_POINTS = ("itemWeight", "ordinalValue", "questionnaire-ordinalValue")
_CHOICES = ("choice", "open-choice", "coding")
_NUMBERS = {"integer": "1", "decimal": "0.01", "quantity": "0.01"}
_PLACES = tuple("123456")
_LINK = re.compile(r"linkId = '([^']{1,200})'")
_WEIGHED = re.compile(r"([0-9]{1,4}) \* [0-9]{1,15} \* \(")
_ANSWERS = ("answerCoding", "answerInteger", "answerDecimal", "answerBoolean", "answerString", "answerDate")
_SCORE = re.compile(r"(score|felt)_(.+)")


@sealed
def import_form(
    document: Document, *, id: str | None = None, locale: str | None = None, licence: str | None = None
) -> ImportedForm:
    """Return a FHIR Questionnaire as a pack.

    Questions with coded answers, yes or no, and numbers with both ends become items; the weights of answer options
    become points, or which way an item counts.

    Args:
        document: The Questionnaire's JSON, as text, as bytes, or read already.
        id: The id of the pack; the name or title of the Questionnaire unless given.
        locale: The language that it is in; what the Questionnaire says unless given.
        licence: Under which terms it may be used; its copyright unless given.

    Returns:
        The pack, with all that was lost, assumed, or has to be decided.

    Raises:
        InvalidValue: When it is not a Questionnaire, listing every problem at once.
    """
    faults = Problems()
    tree = tree_of(document, faults)
    if tree.node.get("resourceType") != "Questionnaire":
        raise refusal("not-this-format", "the document is not a Questionnaire", "give the JSON of one", "resourceType")
    draft = _Reader(tree, locale).draft()
    faults.refuse(InvalidValue)
    return pack_of(draft, id=id, locale=locale, licence=licence)


@attrs.frozen
class _Group:
    """What the items of a group have in common."""

    page: str = ""
    lead: Words = attrs.field(factory=dict[str, str])
    shown_if: Expression | None = None


class _Reader:
    """Reads the items of a Questionnaire in order."""

    def __init__(self, tree: Tree, locale: str | None) -> None:
        from intimacy_kit.interop.fhir.names import read_canonical  # noqa: PLC0415  # its package imports this module

        self.tree = tree
        self.problems = Problems()
        self.locale = locale or language_of(tree.text("language"))
        self.pages: dict[str, Words] = {}
        self.questions: list[Draft] = []
        self.instructions: Words = {}
        self.scores: list[Tree] = []
        own = read_canonical(tree.text("url"))
        self.identity = None if own is None else own[1]
        self.room = MOST_CHOICES
        self.sets = {each.text("id"): each for each in tree.trees("contained") if each.text("id")}

    def draft(self) -> FormDraft:
        tree = self.tree
        for item in tree.trees("item"):
            self._item(item, _Group(), 0)
        name = tree.text("name") or tree.text("title") or tree.text("id")
        return FormDraft(
            re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name),
            self._words(tree, "title") or words(name, self.locale or ""),
            self._own(self.questions),
            locale=self.locale,
            instructions=self.instructions,
            pages=self.pages,
            identity=self.identity,
            version=tree.text("version") or None,
            licence=clean(tree.text("copyrightLabel") or tree.text("copyright")) or None,
            decisions=tuple(self.problems),
        )

    def _item(self, tree: Tree, group: _Group, depth: int) -> None:
        if depth > DEEPEST:
            tree.faults.at(*tree.place).add("too-deep", "groups are nested too deeply", "make the form flatter")
            return
        kind, name = tree.text("type"), tree.text("linkId")
        label = self._words(tree, "text")
        shown_if = self._condition(tree, group.shown_if)
        if kind == "group":
            leads = bool(label) and all(leads_in(text) for text in label.values())
            page = group.page
            if not page:
                page = name or f"group{tree.place[-1]}"
                self.pages[page] = {} if leads else label
            if tree.is_true("repeats"):
                self._left_out(tree, "a group that can be filled in again and again", "repeats")
                return
            inner = _Group(page, label if leads else group.lead, shown_if)
            for item in tree.trees("item"):
                self._item(item, inner, depth + 1)
            return
        if kind == "display":
            self._display(tree, label)
        elif not name:
            tree.fault("a text", "linkId")
        elif self._is_computed(tree):
            self.scores.append(tree)
        else:
            self._question(tree, kind, name, label, attrs.evolve(group, shown_if=shown_if))
        inner = _Group(group.page, {}, shown_if)
        for item in tree.trees("item"):
            if item.text("type") != "display":
                self._item(item, inner, depth + 1)

    def _display(self, tree: Tree, label: Words) -> None:
        if not self.questions and not self.instructions:
            self.instructions = label
        elif label:
            self._left_out(tree, "it is a text between questions", "text")

    def _is_computed(self, tree: Tree) -> bool:
        """Whether an item is filled in by the form itself; where that was made elsewhere, a calculation is noted."""
        urls = [each.text("url") for each in tree.trees("extension")]
        if self.identity is not None and tree.text("linkId") == "check_in":
            return True
        if not any(url.endswith("calculatedExpression") for url in urls):
            return False
        if self.identity is None:
            self._left_out(tree, "its FHIRPath is not read; write the rule in scores.yaml", "extension")
        return True

    def _question(self, tree: Tree, kind: str, name: str, phrase: Words, group: _Group) -> None:
        offers = tuple(islice(self._offers(tree, kind), self.room + 1))  # one too many, so that the form is refused
        self.room -= min(self.room, len(offers))
        span, low_words, high_words = self._span(tree, kind), *self._ends(tree)
        if not offers and span is None:
            self._left_out(tree, f"nothing here is answered like the type {kind[:40]!a}", "type")
            return
        if kind == "open-choice":
            self._left_out(tree, "an answer can also be written in words", "type")
        if has_markup(tree.text("text")):
            self._left_out(tree, "its markup was taken out", "text")
        if any(
            each.text("url").endswith("questionnaire-hidden") and each.is_true("valueBoolean")
            for each in tree.trees("extension")
        ):
            self._left_out(tree, "it is hidden from everybody", "extension")
            return
        if span is not None:
            span = attrs.evolve(span, low_words=low_words, high_words=high_words)
        self.questions.append(
            Draft(
                name,
                joined(group.lead, phrase),
                (*tree.place, "text"),
                offers,
                span,
                phrase=phrase,
                page=group.page,
                shown_if=group.shown_if,
                several=tree.is_true("repeats") and bool(offers),
                choices_place=(*tree.place, "answerOption"),
                shown_if_place=(*tree.place, "enableWhen"),
                choices=tree.text("answerValueSet").rpartition("/")[2].lstrip("#"),
            )
        )

    # What can be answered ------------------------------------------------------

    def _offers(self, tree: Tree, kind: str) -> Iterator[Offer]:
        """Yield the answers of a question."""
        if kind == "boolean":
            yield from (Offer("false", {"en": "No"}), Offer("true", {"en": "Yes"}))
            return
        seen: set[str] = set()
        for offer in self._listed(tree):
            if offer.value in seen:
                self._left_out(tree, f"the answer {offer.value[:100]!a} is there twice", "answerOption")
            else:
                seen.add(offer.value)
                yield offer

    def _listed(self, tree: Tree) -> Iterator[Offer]:
        for option in tree.trees("answerOption"):
            coding = option.tree("valueCoding")
            if coding is not None:
                yield self._coded(coding, option, "display")
                continue
            value = next(
                (option.node[key] for key in ("valueInteger", "valueString", "valueDate") if key in option.node), None
            )
            text = clean(text_of_value(value))
            if text:
                yield Offer(text, words(text, self.locale or ""), self._points(option))
            else:
                self._left_out(option, "an answer that is not a coding, a number or a text", "value")
        if not tree.text("answerValueSet"):
            return
        found = self.sets.get(tree.text("answerValueSet").lstrip("#"))
        if found is None:
            self._left_out(tree, "its answers are in a value set elsewhere", "answerValueSet")
            return
        for key, inner in (("expansion", "contains"), ("compose", "include")):
            part = found.tree(key)
            for each in () if part is None else part.trees(inner):
                concepts = (each,) if inner == "contains" else each.trees("concept")
                yield from (self._coded(concept, concept, "display") for concept in concepts)
            if part is not None:
                return

    def _coded(self, coding: Tree, option: Tree, key: str) -> Offer:
        code = coding.text("code") or clean(coding.text("display"))
        label = self._words(coding, key) or words(code, self.locale or "")
        for each in coding.trees("designation"):
            language = language_of(each.text("language"))
            if language is not None and clean(each.text("value")):
                label = {**label, language: clean(each.text("value"))}
        gap = next((each for each in Missing if self.identity and each.value == code), None)
        points = self._points(option)
        return Offer(code, label, self._points(coding) if points is None else points, gap)

    def _points(self, tree: Tree) -> Exact | None:
        for each in tree.trees("extension"):
            if each.text("url").rpartition("/")[2] in _POINTS:
                return Exact.read(text_of_value(each.node.get("valueDecimal", each.node.get("valueInteger"))))
        return None

    def _span(self, tree: Tree, kind: str) -> Span | None:
        """Return the numbers that can be given, or None."""
        if kind not in _NUMBERS:
            return None
        found: dict[str, str] = {}
        for each in tree.trees("extension"):
            name = each.text("url").rpartition("/")[2]
            values = [text_of_value(value) for key, value in each.node.items() if key.startswith("value")]
            if values:
                found[name] = values[0]
        low, high = found.get("minValue"), found.get("maxValue")
        if not low or not high:
            return None
        step = found.get("questionnaire-sliderStepValue")
        places = found.get("maxDecimalPlaces", "")
        if step is None and kind != "integer" and places in _PLACES:
            step = f"0.{'0' * (int(places) - 1)}1"
        if step is None and kind != "integer":
            self.problems.at(*tree.place).add(
                "assumed", "the step of the range is not stated; 0.01 is assumed", "write step in scales.yaml"
            )
        return Span(low, high, step or _NUMBERS[kind])

    def _ends(self, tree: Tree) -> tuple[Words, Words]:
        """Return what the ends of a range are called."""
        ends: dict[str, Words] = {}
        for item in tree.trees("item"):
            for each in item.trees("extension"):
                concept = each.tree("valueCodeableConcept")
                for coding in () if concept is None else concept.trees("coding"):
                    if item.text("type") == "display":
                        ends[coding.text("code")] = self._words(item, "text")
        return ends.get("lower", {}), ends.get("upper", {})

    # Texts and conditions ------------------------------------------------------

    def _words(self, tree: Tree, key: str) -> dict[str, str]:
        """Return a text with its translations, which stand beside it."""
        own = clean(tree.text(key))
        if not own:
            return {}
        language, found = self.locale or "", dict[str, str]()
        beside = tree.tree(f"_{key}")
        for each in () if beside is None else beside.trees("extension"):
            name = each.text("url").rpartition("/")[2]
            if name == "language":
                language = language_of(each.text("valueCode")) or language
            if name != "translation":
                continue
            parts = {part.text("url"): part for part in each.trees("extension")}
            tag = language_of(parts["lang"].text("valueCode")) if "lang" in parts else None
            content = parts.get("content")
            text = "" if content is None else clean(content.text("valueString") or content.text("valueMarkdown"))
            if tag is not None and text:
                found[tag] = text
        return {language: own} | found

    def _condition(self, tree: Tree, outer: Expression | None) -> Expression | None:
        """Return the condition of an item together with that of its group."""
        parts: list[Expression] = []
        for test in tree.trees("enableWhen"):
            parts.append(self._test(test))
        if any(each.text("url").endswith("enableWhenExpression") for each in tree.trees("extension")):
            at = self.problems.at(*tree.place, "extension")
            at.add("lost-condition", "its FHIRPath is not read", "the item is always shown; give it show_if")
        if parts:
            word = "and" if tree.text("enableBehavior") == "all" else "or"
            own = parts[0] if len(parts) == 1 else Expression("operation", word, tuple(parts))
            return both(outer, own)
        return outer

    def _test(self, tree: Tree) -> Expression:
        asked = Expression("answer", tree.text("question"))
        sign = tree.text("operator")
        if sign == "exists":
            there = tree.is_true("answerBoolean")
            return Expression("operation", "!=" if there else "=", (asked, Expression("text", "")))
        for key in _ANSWERS:
            if key == "answerCoding" and (coding := tree.tree(key)) is not None:
                return Expression("operation", sign, (asked, Expression("text", coding.text("code"))))
            if key in tree.node:
                return Expression("operation", sign, (asked, Expression("text", tree.text(key))))
        return Expression("operation", sign, (asked, Expression("list", "")))

    def _left_out(self, tree: Tree, why: str, key: str) -> None:
        name = tree.text("linkId")
        at = self.problems.at(*tree.place, key)
        at.add("not-taken-over", f"{name[:100]!a}: {why}" if name else why, "see to it in the form")

    # Forms of our own ----------------------------------------------------------

    def _own(self, drafts: list[Draft]) -> tuple[Draft, ...]:
        """Return the questions of an exported form as they were; kinds of missing beside a range join it."""
        if self.identity is None:
            return tuple(drafts)
        members = self._members()
        codes = {each.name.removeprefix("code_"): each for each in drafts if each.name.startswith("code_")}
        found: list[Draft] = []
        for each in drafts:
            if each.name.startswith("code_"):
                continue
            offers = codes[each.name].offers if each.name in codes else each.offers
            plain = tuple(attrs.evolve(offer, points=None) for offer in offers)
            role, page, weight = members.get(each.name, (None, own_pillar(each.page), 1))
            found.append(
                attrs.evolve(
                    each, id=each.name, offers=plain, page=page, role=role, weight=weight, keying=_keying(offers)
                )
            )
        return tuple(found)

    def _members(self) -> Mapping[str, tuple[Role, str, int]]:
        """Return the role, the pillar and the weight of each item, as the scores of an exported form say."""
        found: dict[str, tuple[Role, str, int]] = {}
        for tree in self.scores:
            match = _SCORE.fullmatch(tree.text("linkId"))
            for each in tree.trees("extension") if match is not None else ():
                expression = each.tree("valueExpression")
                if match is None or expression is None:
                    continue
                role = Role.SCORED if match[1] == "score" else Role.FELT
                below = expression.text("expression").rpartition(" / (")[2]
                _, *pieces = _WEIGHED.split(below)
                for weight, answers in zip(pieces[::2], pieces[1::2], strict=True):
                    found |= {link: (role, match[2], int(weight)) for link in _LINK.findall(answers)}
        return found


def _keying(offers: tuple[Offer, ...]) -> Keying | None:
    """Return which way a question of ours counts, as the weights of its answers say."""
    read = [(Exact.read(offer.value), offer.points) for offer in offers if offer.gap is None]
    points = [(value, share) for value, share in read if value is not None and share is not None]
    if len(points) < 2:
        return None
    return Keying.REVERSE if max(points)[1] < min(points)[1] else Keying.FORWARD
