"""A draft of a form as a pack: ids, scales, items, conditions, scores and translations, for all formats."""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from intimacy_kit._values.fields import is_id, is_locale, is_text, is_version
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.condition import Condition
from intimacy_kit.content.pack import Pack, Pillar
from intimacy_kit.content.questionnaire import STEM_SLOT, Form, Item, Selection, Wording
from intimacy_kit.content.scale import ResponseScale
from intimacy_kit.content.score_rule import ScoreRule
from intimacy_kit.content.shelf import Shelf
from intimacy_kit.content.vocabulary import Keying, Role
from intimacy_kit.errors import InvalidValue, Problem, Problems
from intimacy_kit.interop._importers.conditions import Target, Unsaid, condition_of
from intimacy_kit.interop._importers.draft import Draft, FormDraft, Offer, Words, choice_name
from intimacy_kit.interop._importers.imported import ImportedForm
from intimacy_kit.interop._importers.names import Names, id_from
from intimacy_kit.interop._importers.scales import Scaled, Scales
from intimacy_kit.interop._importers.scores import Counted, Scored, own_scores, scores_of
from intimacy_kit.interop._importers.words import leads_in
from intimacy_kit.packs.yaml_tree import LIMITS

MOST_QUESTIONS = 1_000
"""Questions that a form may have; a choice of one with several choices counts as one."""

MOST_CHOICES = 10_000
"""Choices that all questions of a form may have together."""

MOST_CONDITIONS = 10_000
"""How many comparisons the conditions of a form have at most."""

_FALLBACK = "en"
_UNKNOWN = "not stated"


def pack_of(
    form: FormDraft, *, id: str | None = None, locale: str | None = None, licence: str | None = None
) -> ImportedForm:
    """Return a form of another system as a pack.

    Args:
        form: The form as it was read.
        id: The id of the pack; from the name of the form unless given.
        locale: The language of the form, where the document does not say it or says it wrongly.
        licence: Under which terms the form may be used; from the document unless given.

    Raises:
        InvalidValue: When the form has no question that a pack can hold, or is too large, or an argument is wrong.
    """
    return _Packing(form, id, locale, licence).pack()


class _Packing:
    """Makes one pack."""

    def __init__(self, form: FormDraft, id: str | None, locale: str | None, licence: str | None) -> None:
        self.problems = Problems(form.decisions)
        self.form = form
        self.own_id, self.own_licence = id, licence
        faults = Problems()
        for name, check, value in (("id", is_id, id), ("locale", is_locale, locale), ("licence", is_text, licence)):
            if value is not None:
                check(value, faults.at(name))
        faults.refuse(InvalidValue)
        self.locale = locale or form.locale or _FALLBACK
        if (locale or form.locale) is None:
            self.problems.add("assumed", "the document does not say its language; en is assumed", "say it with locale")
        self.texts: dict[str, dict[str, Any]] = {}
        self.scales = Scales(self.locale, self.problems)
        self.names = Names("item")

    def pack(self) -> ImportedForm:
        """Return the pack."""
        drafts = self._unfolded()
        form = self.form
        taken: list[tuple[Draft, Target]] = []
        for draft in drafts:
            if not self._own(draft.words):
                message = f"the question {draft.name[:100]!a} has no text"
                self.problems.at(*draft.place).add("not-taken-over", message, "write it")
            elif (scaled := self.scales.of(draft)) is not None:
                taken.append((draft, Target(self._id(draft), scaled)))
        if not taken:
            message = "the form has no question that a pack can hold"
            remedy = "a question has choices, or a number from a range"
            raise InvalidValue([Problem("not-this-format", message, remedy), *self.problems])
        targets = {draft.name: target for draft, target in taken}
        if form.identity is None:
            scored = scores_of(form.calculations, targets, self.locale, self.problems)
        else:
            scored = own_scores(form.calculations, targets, self.problems)
        pillars = self._pillars(draft for draft, _ in taken)
        conditions = self._conditions(taken)
        items = [
            self._item(draft, target, pillars[draft.page].id, scored, conditions.get(target.id))
            for draft, target in taken
        ]
        catalogue = Catalogue(
            pack=self._pack(),
            pillars=Shelf("pillar", pillars.values()),
            scales=Shelf("response scale", self._scales(target.scaled for _, target in taken)),
            items=Shelf("item", items),
            forms=Shelf("form", [self._form(items, scored)]),
            scores=Shelf("score", self._rules(scored)),
        )
        imported = ImportedForm(catalogue, self._translations(), tuple(self.problems))
        large = [name for name, text in imported.files.items() if len(text.encode()) > LIMITS.bytes]
        if large:
            message = f"the file {large[0]} of the pack would have more than {LIMITS.bytes} bytes"
            raise InvalidValue([Problem("too-large", message, "split the form")])
        return imported

    # Texts -------------------------------------------------------------------

    def _own(self, words: Words) -> str | None:
        """Return a text in the language of the form, or else in another that it has."""
        return words.get(self.locale) or words.get("") or next(iter(words.values()), None)

    def _in_other_languages(self, words: Words) -> Iterable[tuple[str, str]]:
        return ((tag, text) for tag, text in words.items() if tag not in ("", self.locale))

    def _translate(self, shelf: str, id: str, words: Words, *path: str) -> None:
        """Keep a text in the other languages, under its shelf, its id and its place in the record."""
        for tag, text in self._in_other_languages(words):
            node = self.texts.setdefault(tag, {}).setdefault(shelf, {}).setdefault(id, {})
            for step in path[:-1]:
                node = node.setdefault(step, {})
            node[path[-1]] = text

    def _translations(self) -> dict[str, dict[str, Any]]:
        """Return the texts of all languages, as the files of a translation hold them."""
        return {
            tag: {shelf: given[self.pack_id] if shelf == "pack" else given for shelf, given in shelves.items()}
            for tag, shelves in sorted(self.texts.items())
        }

    # Questions ---------------------------------------------------------------

    def _unfolded(self) -> list[Draft]:
        """Return the questions; one with several choices becomes one for each choice."""
        drafts: list[Draft] = []
        for draft in self.form.questions:
            drafts += self._choices(draft) if draft.several else (draft,)
        if len(drafts) > MOST_QUESTIONS or sum(len(each.offers) for each in drafts) > MOST_CHOICES:
            message = f"the form has more than {MOST_QUESTIONS} questions or {MOST_CHOICES} choices"
            raise InvalidValue([Problem("too-large", message, "split it")])
        return drafts

    def _choices(self, draft: Draft) -> Iterable[Draft]:
        """Yield a question with several choices as one for each of them."""
        message = f"of {draft.name[:100]!a} several choices can be chosen, so that each becomes an item of its own"
        remedy = "check the words; each is answered with yes or no"
        self.problems.at(*draft.choices_place).add("split-choices", message, remedy)
        for offer in draft.offers:
            words = {
                tag: f"{text}{' ' if leads_in(text) else ': '}{offer.words[tag]}"
                for tag, text in draft.words.items()
                if offer.words.get(tag)
            }
            yield attrs.evolve(
                draft,
                name=choice_name(draft.name, offer.value),
                words=words or {self.locale: f"{self._own(draft.words) or ''} {offer.value}".strip()},
                phrase=offer.words,
                offers=(Offer("0", {"en": "No"}), Offer("1", {"en": "Yes"})),
                choices="chosen",
                several=False,
                id=None,
                role=Role.CHOICE,
            )

    def _id(self, draft: Draft) -> str:
        """Return the id of an item, and note where a name had to be changed."""
        id = self.names.new(draft.id or draft.name)
        if id != (draft.id or draft.name):
            message = f"the name {draft.name[:100]!a} is not an id, and became {id}"
            self.problems.at(*draft.place).add("changed-id", message, f"name its column where answers are read: {id}")
        return id

    def _conditions(self, taken: list[tuple[Draft, Target]]) -> dict[str, Condition]:
        """Return the conditions of items by id, and note those that cannot be said."""
        found: dict[str, Condition] = {}
        before: dict[str, Target] = {}
        names = frozenset(draft.name for draft, _ in taken)
        left = MOST_CONDITIONS
        for draft, target in taken:
            if draft.shown_if is not None:
                at = self.problems.at(*draft.shown_if_place)
                try:
                    found[target.id], notes = condition_of(draft.shown_if, before, names)
                except Unsaid as error:
                    message = f"the condition of {draft.name[:100]!a} is not taken over: {error}"
                    at.add("lost-condition", message, "the item is always shown; give it show_if")
                else:
                    left -= sum(1 for _ in found[target.id].comparisons)
                    if left < 0:
                        message = f"the form has more than {MOST_CONDITIONS} conditions"
                        raise InvalidValue([Problem("too-large", message, "split it")])
                    for note in notes if self.form.identity is None else ():
                        at.add("changed-condition", f"in the condition of {draft.name[:100]!a}, {note}", "check it")
            before[draft.name] = target
        return found

    def _item(self, draft: Draft, target: Target, pillar: str, scored: Scored, condition: Condition | None) -> Item:
        question = self._own(draft.words) or ""
        phrase = self._own(draft.phrase) or question
        counted = self._counted(draft, target, scored)
        item = Item(
            id=target.id,
            pillar=pillar,
            scale=target.scaled.scale.id,
            role=counted.role,
            text=Wording(phrase),
            question=None if phrase == question else Wording(question),
            keying=counted.keying or Keying.FORWARD,
            weight=counted.weight,
            show_if=condition,
        )
        self._translate("items", item.id, draft.phrase if item.question else draft.words, "text", "self")
        if item.question is not None:
            self._translate("items", item.id, draft.words, "question", "self")
        for shelves in self.texts.values():
            if item.id in shelves.get("items", {}):
                texts = shelves["items"][item.id]
                shelves["items"][item.id] = {"revision": 1, **texts}
        return item

    def _counted(self, draft: Draft, target: Target, scored: Scored) -> Counted:
        """Return how an item counts, and note what the form does not say of it."""
        at = self.problems.at(*draft.place)
        known = scored.items.get(target.id)
        if draft.role is not None and target.id not in scored.used:
            known = Counted(draft.keying or target.scaled.keying or Keying.FORWARD, draft.weight, draft.role)
        elif target.id not in scored.used if scored.rules else known is None and scored.items:
            message = f"{target.id} is in no score of the form"
            at.add("undecided-role", message, "give it the role scored, and list it in a score, where it counts")
            keying = target.scaled.keying if known is None else known.keying
            return Counted(keying or Keying.FORWARD, role=Role.CHOICE)
        elif known is None and target.scaled.keying is not None:
            known = Counted(target.scaled.keying)
        if known is None or known.keying is None:
            message = f"the form does not say which way {target.id} counts; forward is assumed"
            at.add("undecided-keying", message, "write keying: reverse where a high answer means less")
        return Counted(Keying.FORWARD) if known is None else known

    def _scales(self, scaled: Iterable[Scaled]) -> tuple[ResponseScale, ...]:
        for each in scaled:
            for tag, labels in each.labels.items():
                if tag not in ("", self.locale):
                    self.texts.setdefault(tag, {}).setdefault("scales", {})[each.scale.id] = _labels_of(each, labels)
        return self.scales.made

    # Around the questions ----------------------------------------------------

    def _pillars(self, drafts: Iterable[Draft]) -> dict[str, Pillar]:
        """Return a pillar for each page, and note that they are not known to be subscales."""
        names = Names("pillar")
        found: dict[str, Pillar] = {}
        for page in dict.fromkeys(draft.page for draft in drafts):
            words = self.form.pages.get(page) or self.form.title
            title = self._own(words) or page or self.form.name or "Questions"
            pillar = Pillar(names.new(page or self.form.name), title, title)
            found[page] = pillar
            self._translate("pillars", pillar.id, words, "title")
            self._translate("pillars", pillar.id, words, "summary")
        if self.form.identity is None or set(found) == {""}:
            listed = ", ".join(pillar.id for pillar in found.values())
            message = f"the form does not say what its subscales are; its parts became pillars: {listed[:200]}"
            self.problems.add("undecided-pillar", message, "put each item into its pillar, and write what it is about")
        return found

    def _form(self, items: list[Item], scored: Scored) -> Form:
        title = self._own(self.form.title) or self.form.name or "Questions"
        identity = self.form.identity
        id = str(identity["form"]) if identity is not None else id_from(self.form.name) or "form"
        stem = Wording(STEM_SLOT) if any(item.question is None for item in items) else None
        instructions = self._own(self.form.instructions)
        self._translate("forms", id, self.form.title, "title")
        self._translate("forms", id, self.form.instructions, "instructions")
        if stem is not None:
            for tag in self.texts:
                self._translate("forms", id, {tag: STEM_SLOT}, "stem", "self")
        if not scored.rules:
            message = "half of the items of a score have to be answered, as is usual here"
            self.problems.add("assumed", message, "write min_answered in forms.yaml")
        return Form(id, title, Selection(tuple(item.id for item in items)), stem=stem, instructions=instructions)

    def _rules(self, scored: Scored) -> list[ScoreRule]:
        for rule, words in scored.rules:
            self._translate("scores", rule.id, words, "title")
        return [rule for rule, _ in scored.rules]

    def _pack(self) -> Pack:
        identity = self.form.identity
        version = str(identity["version"]) if identity is not None else self.form.version or "1.0"
        unread = Problems()
        is_version(version, unread)
        licence = self.own_licence or self.form.licence
        if licence is None:
            self.problems.add(
                "assumed",
                "the document does not say under which terms the form may be used",
                "write licence in pack.yaml",
            )
        pack = Pack(
            id=self.pack_id,
            version="1.0" if unread else version,
            title=self._own(self.form.title) or self.form.name or "Questions",
            licence=licence or _UNKNOWN,
            locale=self.locale,
        )
        self._translate("pack", pack.id, self.form.title, "title")
        return pack

    @property
    def pack_id(self) -> str:
        """The id of the pack."""
        if self.own_id is not None:
            return self.own_id
        identity = self.form.identity
        return str(identity["catalogue"]) if identity is not None else id_from(self.form.name) or "imported"


def _labels_of(scaled: Scaled, labels: Mapping[str, str]) -> dict[str, str]:
    """Return the labels of one language that the scale has in its own."""
    scale = scaled.scale
    keys = {str(choice.answer) for choice in scale.choices if choice.label is not None}
    ends = {} if scale.range is None else {"low": scale.range.low_label, "high": scale.range.high_label}
    keys |= {end for end, label in ends.items() if label is not None}
    return {key: text for key, text in labels.items() if key in keys}
