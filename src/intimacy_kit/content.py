"""What a pack holds: frozen value classes, each valid by construction.

Nothing here knows a pillar by name. Whether the ids in these values lead
anywhere is the business of `intimacy_kit.catalogue`.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, cast

import attrs

from intimacy_kit._fields import (
    are_ids,
    are_texts,
    are_texts_by_key,
    between,
    is_id,
    is_locale,
    is_text,
    is_version,
    optional,
    strings,
)
from intimacy_kit._frozen import FrozenMap
from intimacy_kit._html import card, element
from intimacy_kit._plain import Record
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.words import (
    Access,
    ActionKind,
    Cadence,
    Distance,
    Fit,
    Gate,
    Keying,
    Missing,
    Mode,
    Perspective,
    Role,
)

__all__ = [
    "Action",
    "Choice",
    "Evidence",
    "Form",
    "Item",
    "Pack",
    "Pillar",
    "Practice",
    "Prompt",
    "ResponseScale",
    "Selection",
    "Source",
    "Wording",
]

STEM_SLOT = "{item}"
"""Where the phrase of an item goes in the stem of a form."""

LARGEST_VALUE = 1_000_000
"""No scale value lies further from 0, so that sums stay exact on every engine."""


# The pack and its frame -------------------------------------------------------


@attrs.frozen
class Action(Record):
    """One numbered statement that the content covers.

    Args:
        number: Its number, such as `1.10`.
        kind: do, avoid, claim or frame.
        text: The statement, paraphrased.
        not_covered: Why no practice or item covers it, where that is so.
    """

    number: str = attrs.field(validator=is_id)
    kind: ActionKind
    text: str = attrs.field(validator=is_text)
    not_covered: str | None = attrs.field(default=None, validator=optional(is_text))


@attrs.frozen
class Pack(Record):
    """What a pack says of itself.

    Args:
        id: The pack's id; it tells apart the items of different packs.
        version: The version of the content (CalVer for the built-in pack).
        title: Its name, for people.
        licence: Under which terms the content may be used.
        locale: The language in which the content is written, as a BCP 47 tag.
        kit: The versions of intimacy_kit that can read it, such as `>=0.1,<1`.
        about: What the content is and is not, in a sentence or two.
        passing: The line that goes with a prompt that has none of its own.
        replaces: Ids of the pack below that this pack replaces, when it is laid on another.
        actions: The statements that the content covers.
    """

    id: str = attrs.field(validator=is_id)
    version: str = attrs.field(validator=is_version)
    title: str = attrs.field(validator=is_text)
    licence: str = attrs.field(validator=is_text)
    locale: str = attrs.field(validator=is_locale)
    kit: str = attrs.field(validator=is_text)
    about: str | None = attrs.field(default=None, validator=optional(is_text))
    passing: str | None = attrs.field(default=None, validator=optional(is_text))
    replaces: tuple[str, ...] = attrs.field(default=(), converter=strings, validator=are_ids)
    actions: tuple[Action, ...] = ()


@attrs.frozen
class Pillar(Record):
    """A subscale: one part of what a pack asks about."""

    id: str = attrs.field(validator=is_id)
    title: str = attrs.field(validator=is_text)
    summary: str = attrs.field(validator=is_text)


@attrs.frozen
class Source(Record):
    """A publication that content rests on.

    Args:
        key: The citation key.
        authors: As cited, separated by semicolons.
        year: The year of publication.
        title: The title.
        journal: Journal, volume, issue and pages, or the report's number.
        finding: What it found, in one sentence.
        design: How it was found out, such as diary, experiment or RCT.
        verified: Whether the DOI and the title were both confirmed.
        verified_by: What was confirmed, and what was not.
        doi: The DOI, where one exists.
        caution: What the finding does not bear.
    """

    key: str = attrs.field(validator=is_id)
    authors: str = attrs.field(validator=is_text)
    year: int = attrs.field(validator=between(1800, 2200))
    title: str = attrs.field(validator=is_text)
    journal: str = attrs.field(validator=is_text)
    finding: str = attrs.field(validator=is_text)
    design: str = attrs.field(validator=is_text)
    verified: bool
    verified_by: str = attrs.field(validator=is_text)
    doi: str | None = attrs.field(default=None, validator=optional(is_text))
    caution: str | None = attrs.field(default=None, validator=optional(is_text))

    @property
    def id(self) -> str:
        """The citation key, under the name that all content shares."""
        return self.key

    @property
    def citation(self) -> str:
        """The source as a text cites it: `Weger et al. (2014)`."""
        names = [author.strip().partition(",")[0] for author in self.authors.split(";")]
        who = names[0] if len(names) == 1 else " and ".join(names) if len(names) == 2 else f"{names[0]} et al."
        return f"{who} ({self.year})"


# Check-ins --------------------------------------------------------------------


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


# Things to do and to talk about -----------------------------------------------


@attrs.frozen
class Evidence(Record):
    """A source and how near it stands to the practice that cites it."""

    source: str = attrs.field(validator=is_id)
    fit: Fit


@attrs.frozen
class Practice(Record):
    """Something that one or two people can do, whole on one card.

    Args:
        id: The practice's id.
        pillar: The pillar that it belongs to.
        title: Its name.
        summary: What it is, in a sentence or two.
        steps: What to do, in order.
        minutes: How long one go takes, in minutes.
        cadence: How often it is meant to be done.
        mode: Alone, together, or each in their own time.
        distance: Whether it works for partners who are apart.
        distance_how: How, where it has to be adapted.
        access: Other ways to do it, for what somebody may want to do without.
        gates: What keeps it back until the person has opened it.
        not_for: Who or when it is not for; needed with any gate.
        if_it_goes_badly: What to do then.
        covers: Numbers of the actions that it puts to work.
        evidence: Its sources, each with its fit.
        moves: Ids of the items that it is meant to shift.
        revision: Raised by one whenever its meaning changes.
    """

    id: str = attrs.field(validator=is_id)
    pillar: str = attrs.field(validator=is_id)
    title: str = attrs.field(validator=is_text)
    summary: str = attrs.field(validator=is_text)
    steps: tuple[str, ...] = attrs.field(converter=strings, validator=are_texts)
    minutes: int = attrs.field(validator=between(1, 1440))
    cadence: Cadence
    mode: Mode
    distance: Distance
    if_it_goes_badly: str = attrs.field(validator=is_text)
    access: Mapping[Access, str] = attrs.field(factory=lambda: FrozenMap[Access, str]({}), validator=are_texts_by_key)
    gates: tuple[Gate, ...] = ()
    covers: tuple[str, ...] = attrs.field(default=(), converter=strings, validator=are_ids)
    evidence: tuple[Evidence, ...] = ()
    moves: tuple[str, ...] = attrs.field(default=(), converter=strings, validator=are_ids)
    distance_how: str | None = attrs.field(default=None, validator=optional(is_text))
    not_for: str | None = attrs.field(default=None, validator=optional(is_text))
    revision: int = attrs.field(default=1, validator=between(1, 9999))

    def __attrs_post_init__(self) -> None:
        problems: list[Problem] = []
        if (self.distance is Distance.ADAPT) != (self.distance_how is not None):
            problems.append(
                Problem(
                    "bad-distance",
                    "distance and distance_how do not go together",
                    "give distance_how with adapt, and only there",
                    ("distance",),
                )
            )
        if self.gates and self.not_for is None:
            problems.append(
                Problem("missing-not-for", "the practice is gated", "say who it is not for, in not_for", ("gates",))
            )
        if problems:
            raise InvalidValue(problems)

    def _repr_html_(self) -> str:
        """Return the practice for a notebook; `intimacy_kit.report.to_html` says all of it."""
        facts = f"{self.minutes} min, {self.cadence.spoken}, {self.mode.value}"
        steps = element("ol", *(element("li", step) for step in self.steps))
        return card(self.title, facts, self.summary, steps, f"If it goes badly: {self.if_it_goes_badly}")


@attrs.frozen
class Prompt(Record):
    """A question to talk about.

    Args:
        id: The prompt's id.
        pillar: The pillar that it belongs to.
        text: The question.
        rung: How deep it goes, from 1 (light) to 5 (deep).
        topics: What it touches on, so that a person can leave topics out.
        passing: That one shares only what one chooses, and passes without a reason;
            where a pack's file leaves it out, the pack's own line stands here.
        revision: Raised by one whenever its meaning changes.
    """

    id: str = attrs.field(validator=is_id)
    pillar: str = attrs.field(validator=is_id)
    text: str = attrs.field(validator=is_text)
    rung: int = attrs.field(validator=between(1, 5))
    topics: tuple[str, ...] = attrs.field(default=(), converter=strings, validator=are_ids)
    passing: str | None = attrs.field(default=None, validator=optional(is_text))
    revision: int = attrs.field(default=1, validator=between(1, 9999))
