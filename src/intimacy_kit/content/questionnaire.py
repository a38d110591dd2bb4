"""Scales, items and forms: what a check-in can ask."""

from fractions import Fraction
from typing import Any, cast

import attrs

from intimacy_kit._values.fields import are_ids, between, is_id, is_text, optional, strings
from intimacy_kit._values.record import Record
from intimacy_kit.content.vocabulary import Keying, Missing, Perspective, Role
from intimacy_kit.errors import InvalidValue, Problem

__all__ = ["Choice", "Form", "Item", "ResponseScale", "Selection", "Wording"]

STEM_SLOT = "{item}"
"""Where the phrase of an item goes in the stem of a form."""

LARGEST_VALUE = 1_000_000
"""No scale value lies further from 0, so that sums stay exact on every engine."""


@attrs.frozen
class Choice(Record):
    """One answer that a scale offers: a label with a value, or with the code of a kind of missing."""

    label: str = attrs.field(validator=is_text)
    value: int | None = attrs.field(default=None, validator=optional(between(-LARGEST_VALUE, LARGEST_VALUE)))
    code: Missing | None = None

    def __attrs_post_init__(self) -> None:
        if (self.value is None) == (self.code is None):
            raise InvalidValue(
                [Problem("bad-scale", f"the choice {self.label!a} needs a value or a code", "give it one of the two")]
            )

    @property
    def answer(self) -> "int | Missing":
        """What a person who picks this choice has answered."""
        return self.code if self.value is None else self.value  # type: ignore[return-value]  # one is given, see above


@attrs.frozen
class ResponseScale(Record):
    """The choices that an item offers, in the order shown.

    Args:
        id: The scale's id.
        choices: At least two with values, and any codes for "no answer".
    """

    id: str = attrs.field(validator=is_id)
    choices: tuple[Choice, ...]

    def __attrs_post_init__(self) -> None:
        answers = [choice.answer for choice in self.choices]
        labels = [choice.label for choice in self.choices]
        if len(self.values) < 2 or len(set(answers)) < len(answers) or len(set(labels)) < len(labels):
            raise InvalidValue(
                [
                    Problem(
                        "bad-scale", f"the scale {self.id!r} needs two or more values, all different", "", ("choices",)
                    )
                ]
            )

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
class Wording(Record):
    """The same thing said for each perspective; a text for the partner may be absent."""

    self_: str = attrs.field(validator=is_text)
    partner: str | None = attrs.field(default=None, validator=optional(is_text))

    def seen_from(self, perspective: Perspective) -> str | None:
        """Return the text for a perspective, or None."""
        return self.self_ if perspective is Perspective.SELF else self.partner


@attrs.frozen
class Item(Record):
    """One question of a pillar.

    Args:
        id: The item's id.
        pillar: The pillar that it belongs to.
        scale: The response scale that it offers.
        role: What it is for.
        keying: Forward, or reverse where a high answer means less of the pillar.
        text: The phrase that goes into the stem of a form, and that names the item elsewhere.
        question: A whole question that stands instead of stem and phrase.
        covers: Numbers of the actions that it asks about.
        weight: How many times it counts in its pillar.
        revision: Raised by one whenever a change could move a score.
    """

    id: str = attrs.field(validator=is_id)
    pillar: str = attrs.field(validator=is_id)
    scale: str = attrs.field(validator=is_id)
    role: Role
    text: Wording
    question: Wording | None = None
    keying: Keying = Keying.FORWARD
    covers: tuple[str, ...] = attrs.field(default=(), converter=strings, validator=are_ids)
    weight: int = attrs.field(default=1, validator=between(1, 1000))
    revision: int = attrs.field(default=1, validator=between(1, 9999))

    def __attrs_post_init__(self) -> None:
        problems: list[Problem] = []
        for key, wording in (("text", self.text), ("question", self.question)):
            if self.role is Role.SENTINEL and wording is not None and wording.partner is not None:
                message = "a sentinel is never put to a partner"
                problems.append(Problem("bad-wording", message, "take the wording out", (key, "partner")))
        if self.question is not None and (self.question.partner is None) != (self.text.partner is None):
            message = "text and question do not have the same perspectives"
            problems.append(Problem("bad-wording", message, "give both, or neither, a partner wording", ("question",)))
        if problems:
            raise InvalidValue(problems)


@attrs.frozen
class Selection(Record):
    """Which items a form asks.

    Args:
        ids: These, in this order; None for all that have one of the form's roles.
        per_pillar: How many of each pillar, besides the anchors; None for no limit.
        rotate: Whether the draw moves on from one occasion to the next.
        anchors: Items that are asked on every occasion.
    """

    ids: tuple[str, ...] | None = attrs.field(
        default=None, converter=attrs.converters.optional(strings), validator=optional(are_ids)
    )
    per_pillar: int | None = attrs.field(default=None, validator=optional(between(1, 1000)))
    rotate: bool = False
    anchors: tuple[str, ...] = attrs.field(default=(), converter=strings, validator=are_ids)

    def __attrs_post_init__(self) -> None:
        if self.per_pillar is None and (self.rotate or self.anchors):
            raise InvalidValue([Problem("bad-selection", "rotate and anchors go with per_pillar", "give per_pillar")])
        if self.ids is not None and self.per_pillar is not None:
            raise InvalidValue(
                [Problem("bad-selection", "a list of items and per_pillar exclude each other", "keep one")]
            )

    @staticmethod
    def from_shorthand(node: Any) -> Any:
        """Return the long form of `all` or of a plain list of ids; anything else as it is."""
        if getattr(node, "text", node) == "all":
            return {}
        return {"ids": cast(Any, node)} if isinstance(node, list | tuple) else node


@attrs.frozen
class Form(Record):
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

    id: str = attrs.field(validator=is_id)
    title: str = attrs.field(validator=is_text)
    items: Selection = attrs.field(factory=Selection)
    roles: tuple[Role, ...] = (Role.SCORED,)
    stem: Wording | None = None
    min_answered: Fraction = attrs.field(default=Fraction(1, 2), converter=Fraction, validator=between(0, 1))

    def __attrs_post_init__(self) -> None:
        if self.stem is None:
            return
        remedy = "write it once, where the phrase goes"
        problems = [
            Problem("bad-stem", f"the stem holds {STEM_SLOT} {text.count(STEM_SLOT)} times", remedy, ("stem", key))
            for key, text in (("self", self.stem.self_), ("partner", self.stem.partner))
            if text is not None and text.count(STEM_SLOT) != 1
        ]
        if problems:
            raise InvalidValue(problems)
