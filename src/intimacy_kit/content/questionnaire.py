"""Items and forms: what a check-in can ask."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, cast

import attrs

from intimacy_kit._values.exact import Exact, maybe_exactly
from intimacy_kit._values.fields import Between, Id, Ids, Revision, Translatable
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import CheckedRecord
from intimacy_kit.content.condition import Condition
from intimacy_kit.content.vocabulary import Keying, Order, Perspective, Role
from intimacy_kit.errors import Problems

STEM_SLOT = "{item}"
"""Where the phrase of an item goes in the stem of a form."""


@attrs.frozen
class Wording(CheckedRecord):
    """A text for each perspective; a text for the partner may be absent."""

    self_: Translatable
    partner: Translatable | None = None

    def seen_from(self, perspective: Perspective) -> str | None:
        """Return the text for a perspective, or None."""
        return self.self_ if perspective is Perspective.SELF else self.partner


@attrs.frozen
class Variant(CheckedRecord):
    """Another wording of an item, for people in another situation, such as partners who live apart.

    Args:
        self_: What stands in place of the question, or else of the phrase.
        partner: The same from the partner's perspective.
        revision: Raised by one whenever a change could move a score.
    """

    self_: Translatable
    partner: Translatable | None = None
    revision: Revision = 1

    @property
    def wording(self) -> Wording:
        """The words."""
        return Wording(self.self_, self.partner)


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
        show_if: When it is shown, after what was answered before; always unless given.
        if_not_shown: The points that it counts with where it is not shown; unless given, it counts as not asked then.
        needs_occasion: Whether what it asks about may not have come up. Where an item of a pack says so, only such
            items offer "did not come up"; otherwise all do whose scale has it.
        variants: Other wordings by name, such as `apart`.
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
    show_if: Condition | None = None
    if_not_shown: Exact | None = attrs.field(default=None, converter=maybe_exactly)
    needs_occasion: bool = False
    variants: Mapping[Id, Variant] = FrozenMap({})

    def _check(self, problems: Problems) -> None:
        for key, wording in (("text", self.text), ("question", self.question)):
            if self.role is Role.SENTINEL and wording is not None and wording.partner is not None:
                message = "a sentinel is never put to a partner"
                problems.add("bad-wording", message, "take the wording out", key, "partner")
        if self.question is not None and (self.question.partner is None) != (self.text.partner is None):
            message = "text and question do not have the same perspectives"
            problems.add("bad-wording", message, "give both, or neither, a partner wording", "question")
        for name, variant in self.variants.items():
            if (variant.partner is None) != (self.text.partner is None):
                message = "text and variant do not have the same perspectives"
                remedy = "give both, or neither, a partner wording"
                problems.add("bad-wording", message, remedy, "variants", name)
        if self.if_not_shown is not None and self.show_if is None:
            message = "the item is always shown"
            problems.add("bad-condition", message, "give show_if, or take this out", "if_not_shown")

    @property
    def comparisons(self) -> tuple[Condition, ...]:
        """Every comparison in the condition under which it is shown."""
        return () if self.show_if is None else tuple(self.show_if.comparisons)


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
        instructions: What a person reads before the questions.
        order: As listed, or drawn by seed and occasion: then the items of each pillar change places.
    """

    id: Id
    title: Translatable
    items: Selection = attrs.field(factory=Selection)
    roles: tuple[Role, ...] = (Role.SCORED,)
    stem: Wording | None = None
    min_answered: Annotated[Fraction, Between(0, 1)] = Fraction(1, 2)
    instructions: Translatable | None = None
    order: Order = Order.LISTED

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
