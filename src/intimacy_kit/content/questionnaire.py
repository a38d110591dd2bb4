"""Scales, items and forms: what a check-in can ask."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, cast

import attrs

from intimacy_kit._values.appearance import look_of
from intimacy_kit._values.fields import Between, Id, Ids, Revision, Translatable
from intimacy_kit._values.record import CheckedRecord
from intimacy_kit.content.vocabulary import Keying, Missing, Perspective, Role
from intimacy_kit.errors import Problems

STEM_SLOT = "{item}"
"""Where the phrase of an item goes in the stem of a form."""

LARGEST_VALUE = 1_000_000
"""No scale value lies further from 0, so that sums stay exact on every engine."""


@attrs.frozen
class Choice(CheckedRecord):
    """One answer that a scale offers: a label with a value, or with the code of a kind of missing."""

    label: Translatable
    value: Annotated[int, Between(-LARGEST_VALUE, LARGEST_VALUE)] | None = None
    code: Missing | None = None

    def _check(self, problems: Problems) -> None:
        if (self.value is None) == (self.code is None):
            problems.add("bad-scale", f"the choice {self.label!a} needs a value or a code", "give it one of the two")

    @property
    def answer(self) -> "int | Missing":
        """What a person who picks this choice has answered."""
        return self.code if self.value is None else self.value  # type: ignore[return-value]  # one is given, see above


@attrs.frozen
class ResponseScale(CheckedRecord):
    """The choices that an item offers, in the order shown.

    Args:
        id: The scale's id.
        choices: At least two with values, and any codes for "no answer".
    """

    id: Id
    choices: tuple[Choice, ...]

    def _check(self, problems: Problems) -> None:
        answers = [choice.answer for choice in self.choices]
        labels = [look_of(choice.label) for choice in self.choices]
        if len(self.values) < 2 or len(set(answers)) < len(answers) or len(set(labels)) < len(labels):
            message = f"the scale {self.id!r} needs two or more values, all different"
            problems.add("bad-scale", message, "give each a label that looks different, too", "choices")

    @property
    def values(self) -> tuple[int, ...]:
        """The values that count, in the order shown."""
        return tuple(choice.value for choice in self.choices if choice.value is not None)

    @property
    def codes(self) -> tuple[Missing, ...]:
        """The kinds of missing that a person can pick."""
        return tuple(choice.code for choice in self.choices if choice.code is not None)

    @property
    def low(self) -> int:
        """The smallest value."""
        return min(self.values)

    @property
    def high(self) -> int:
        """The largest value."""
        return max(self.values)


@attrs.frozen
class Wording(CheckedRecord):
    """A text for each perspective; a text for the partner may be absent."""

    self_: Translatable
    partner: Translatable | None = None

    def seen_from(self, perspective: Perspective) -> str | None:
        """Return the text for a perspective, or None."""
        return self.self_ if perspective is Perspective.SELF else self.partner


@attrs.frozen
class Item(CheckedRecord):
    """One question of a pillar.

    Args:
        id: The item's id.
        pillar: The pillar that it belongs to.
        scale: The response scale that it offers.
        role: What it is for.
        keying: Forward, or reverse where a high answer means less of the pillar.
        text: The phrase that goes into the stem of a form, and that names the item elsewhere.
        question: A whole question, instead of stem and phrase.
        covers: Numbers of the actions that it asks about.
        weight: How many times it counts in its pillar.
        revision: Raised by one whenever a change could move a score.
    """

    id: Id
    pillar: Id
    scale: Id
    role: Role
    text: Wording
    question: Wording | None = None
    keying: Keying = Keying.FORWARD
    covers: Ids = ()
    weight: Annotated[int, Between(1, 1000)] = 1
    revision: Revision = 1

    def _check(self, problems: Problems) -> None:
        for key, wording in (("text", self.text), ("question", self.question)):
            if self.role is Role.SENTINEL and wording is not None and wording.partner is not None:
                message = "a sentinel is never put to a partner"
                problems.add("bad-wording", message, "take the wording out", key, "partner")
        if self.question is not None and (self.question.partner is None) != (self.text.partner is None):
            message = "text and question do not have the same perspectives"
            problems.add("bad-wording", message, "give both, or neither, a partner wording", "question")


@attrs.frozen
class Selection(CheckedRecord):
    """Which items a form asks.

    Args:
        ids: These, in this order; None for all that have one of the form's roles.
        per_pillar: How many of each pillar, besides the anchors; None for no limit.
        rotate: Whether the draw changes from one occasion to the next.
        anchors: Items that are asked on every occasion.
    """

    _shorthands: ClassVar = ({"const": "all"}, {"type": "array", "items": {"type": "string"}})

    ids: Ids | None = None
    per_pillar: Annotated[int, Between(1, 1000)] | None = None
    rotate: bool = False
    anchors: Ids = ()

    def _check(self, problems: Problems) -> None:
        if self.per_pillar is None and (self.rotate or self.anchors):
            problems.add("bad-selection", "rotate and anchors go with per_pillar", "give per_pillar")
        if self.ids is not None and self.per_pillar is not None:
            problems.add("bad-selection", "a list of items and per_pillar exclude each other", "keep one")

    @staticmethod
    def _from_shorthand(node: Any) -> Any:
        """Return the long form of `all` or of a plain list of ids; any other value unchanged."""
        if getattr(node, "text", node) == "all":
            return {}
        return {"ids": cast(Any, node)} if isinstance(node, list | tuple) else node


@attrs.frozen
class Form(CheckedRecord):
    """A questionnaire that can be drawn from the items of a pack.

    Args:
        id: The form's id.
        title: Its name, for people.
        items: Which items it asks.
        roles: Which kinds of item it asks.
        stem: The sentence around each item's phrase, with `{item}` where the phrase goes.
        min_answered: The part of the scored items asked of a pillar that has to be
            answered for a score, from 0 to 1, exact at its boundary.
    """

    id: Id
    title: Translatable
    items: Selection = attrs.field(factory=Selection)
    roles: tuple[Role, ...] = (Role.SCORED,)
    stem: Wording | None = None
    min_answered: Annotated[Fraction, Between(0, 1)] = Fraction(1, 2)

    def _check(self, problems: Problems) -> None:
        stem = {} if self.stem is None else {"self": self.stem.self_, "partner": self.stem.partner}
        for key, text in stem.items():
            if text is not None and (count := text.count(STEM_SLOT)) != 1:
                message = f"the stem holds {STEM_SLOT} {count} times"
                problems.add("bad-stem", message, "write it once, where the phrase goes", "stem", key)


_ROLE_ORDER = {Role.SCORED: 0, Role.FELT: 0, Role.CHOICE: 1, Role.SENTINEL: 2}


def form_items(form: Form, pillars: Iterable[str], items: Mapping[str, Item]) -> tuple[Item, ...]:
    """Return every item that a form can ask, in the order in which it asks them.

    Args:
        form: The form.
        pillars: Ids of the pillars, in order.
        items: All items by id.
    """
    if form.items.ids is not None:
        return tuple(items[id] for id in form.items.ids if id in items)
    pillar_order = {pillar: i for i, pillar in enumerate(pillars)}
    anchors = frozenset(form.items.anchors)
    pool = [item for item in items.values() if item.role in form.roles or item.id in anchors]
    pool.sort(key=lambda item: (_ROLE_ORDER[item.role], pillar_order.get(item.pillar, -1), item.role is Role.FELT))
    return tuple(pool)
