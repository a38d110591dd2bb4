"""A form of another system as its reader understood it: one shape for all formats, not yet checked."""

from collections.abc import Mapping
from typing import TypeAlias

import attrs

from intimacy_kit._values.exact import Exact
from intimacy_kit._values.record import Location
from intimacy_kit.content.vocabulary import Keying, Missing, Role
from intimacy_kit.errors import Problem
from intimacy_kit.interop._importers.expression import Expression

Words: TypeAlias = Mapping[str, str]
"""A text by language tag. An empty tag stands for the language of the form."""


@attrs.frozen
class Offer:
    """An answer that a form offers.

    Args:
        value: What the other system stores.
        words: What a person reads.
        points: What the form says that it adds to a score.
        gap: The kind of missing that it is known to be.
    """

    value: str
    words: Words
    points: Exact | None = None
    gap: Missing | None = None


@attrs.frozen
class Span:
    """Numbers that can be given.

    Args:
        low: The smallest, as written.
        high: The largest, as written.
        step: How far two lie apart, as written.
        low_words: What the low end is called.
        high_words: What the high end is called.
    """

    low: str
    high: str
    step: str = "1"
    low_words: Words = attrs.field(factory=dict[str, str])
    high_words: Words = attrs.field(factory=dict[str, str])


@attrs.frozen
class Draft:
    """A question of another system.

    Args:
        name: Its name there.
        words: The whole question.
        place: Where it is in the document.
        offers: What can be chosen; beside a span only kinds of missing.
        span: The numbers that can be given.
        phrase: What names the item where that is shorter, such as the row of a matrix.
        page: The name of the page, section or group that it is in.
        choices: The name of its list of choices, where it has one.
        shown_if: When it is shown, or None where it always is.
        several: Whether any number of the choices can be chosen.
        id: Its id, where the form was exported from here.
        role: What it is for, where the form says so.
        keying: Which way it counts, where the form says so.
        weight: How many times it counts.
        choices_place: Where its choices or its range are; where it is unless given.
        shown_if_place: Where its condition is; where it is unless given.
    """

    name: str
    words: Words
    place: Location
    offers: tuple[Offer, ...] = ()
    span: Span | None = None
    phrase: Words = attrs.field(factory=dict[str, str])
    page: str = ""
    choices: str = ""
    shown_if: Expression | None = None
    several: bool = False
    id: str | None = None
    role: Role | None = None
    keying: Keying | None = None
    weight: int = 1
    choices_place: Location = attrs.field(default=attrs.Factory(lambda self: self.place, takes_self=True))
    shown_if_place: Location = attrs.field(default=attrs.Factory(lambda self: self.place, takes_self=True))


@attrs.frozen
class Calculation:
    """A score of another system.

    Args:
        name: Its name there.
        words: What it is called.
        expression: How it is calculated.
        place: Where it is in the document.
    """

    name: str
    words: Words
    expression: Expression
    place: Location


@attrs.frozen
class FormDraft:
    """A form of another system.

    Args:
        name: Its name there.
        title: What people call it.
        locale: Its language, where the document says so.
        questions: Its questions, in order.
        calculations: Its scores.
        instructions: What a person reads first.
        pages: Titles of pages by name.
        identity: The identity of the check-in that was exported, where it was exported from here.
        version: Its version, where the document has one.
        licence: Under which terms it may be used, where the document says so.
        decisions: What was lost in reading it, or has to be decided.
    """

    name: str
    title: Words
    questions: tuple[Draft, ...]
    locale: str | None = None
    calculations: tuple[Calculation, ...] = ()
    instructions: Words = attrs.field(factory=dict[str, str])
    pages: Mapping[str, Words] = attrs.field(factory=dict[str, "Words"])
    identity: Mapping[str, object] | None = None
    version: str | None = None
    licence: str | None = None
    decisions: tuple[Problem, ...] = ()


def choice_name(name: str, value: str) -> str:
    """Return the name of one choice of a question with several, as REDCap refers to it: `field(code)`."""
    return f"{name}({value})"
