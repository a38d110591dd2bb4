"""A pack's description, its pillars, the sources that it rests on, and its phrases."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, cast

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.fields import TRANSLATED, Between, Id, Ids, Locale, NonEmpty, Translatable, Version
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import CheckedRecord
from intimacy_kit.content.vocabulary import ActionKind, Model, StudyResult, TranslationStatus
from intimacy_kit.errors import InvalidValue, Problem, Problems

PACK_FORMAT = 1
"""The newest format of pack files that this release reads."""


def _is_readable(value: int, at: Problems) -> None:
    """A pack format that this release reads."""
    if value < 1:
        at.add("bad-number", "the format is a whole number from 1", f"write {PACK_FORMAT}")
    elif value > PACK_FORMAT:
        message = f"the pack is of format {value}, and this release reads formats up to {PACK_FORMAT}"
        at.add("newer-format", message, "install a newer intimacy_kit")


@attrs.frozen
class Action(CheckedRecord):
    """One numbered statement that the content covers.

    Args:
        number: Its number, such as `1.10`.
        kind: do, avoid, claim or frame.
        text: The statement, paraphrased.
        not_covered: Why no practice or item covers it, where that is so.
    """

    number: Id
    kind: ActionKind
    text: NonEmpty
    not_covered: NonEmpty | None = None


@attrs.frozen
class Translation(CheckedRecord):
    """How far a translation of a pack can be relied on.

    Args:
        status: Reviewed or draft.
        reviewer: Who has read the whole of it and signs for it; given with, and only with, `reviewed`.
        on: The day on which they signed, where it is known.
    """

    status: TranslationStatus = TranslationStatus.DRAFT
    reviewer: NonEmpty | None = None
    on: date | None = None

    _shorthands: ClassVar = ({"enum": [each.value for each in TranslationStatus]},)

    @staticmethod
    def _from_shorthand(node: Any) -> Any:
        """Return the long form of a status that stands by itself."""
        return cast(Any, node) if isinstance(node, Mapping) else {"status": node}

    def _check(self, problems: Problems) -> None:
        if (self.status is TranslationStatus.REVIEWED) != (self.reviewer is not None):
            message = "status and reviewer do not go together"
            problems.add(
                "bad-review", message, "name the reviewer of a reviewed translation, and of no draft", "status"
            )


@attrs.frozen
class Pack(CheckedRecord):
    """A pack's description.

    Args:
        id: The pack's id; it distinguishes the items of different packs.
        version: The version of the content (CalVer for the built-in pack).
        title: Its name, for people.
        licence: Under which terms the content may be used.
        locale: The language in which the content is written, as a BCP 47 tag.
        format: The version of the pack format that its files are written in: 1.
        kit: The versions of intimacy_kit that its author used it with, for people; nothing compares it.
        about: What the content is and is not, in a sentence or two.
        pass_line: The line that goes with a prompt that has none of its own.
        locales: How far each of its translations can be relied on, by language tag.
        replaces: Ids of the pack below that this pack replaces, when it is loaded on top of it.
        actions: The statements that the content covers.
    """

    id: Id
    version: Version
    title: Translatable
    licence: NonEmpty
    locale: Locale
    format: Annotated[int, _is_readable] = 1
    kit: NonEmpty | None = None
    about: Translatable | None = None
    pass_line: Translatable | None = None
    locales: Mapping[Locale, Translation] = FrozenMap[str, Translation]({})  # it cannot change
    replaces: Ids = ()
    actions: tuple[Action, ...] = ()

    def translation(self, locale: str) -> Translation:
        """Return how far a translation can be relied on; what the pack does not list is a draft.

        Args:
            locale: Its language tag. `es-MX` is as good as `es` where it is not listed itself.
        """
        listed = self.locales.get(locale)
        general = locale.rpartition("-")[0]
        if listed is None and general:
            return self.translation(general)
        return Translation() if listed is None else listed


@attrs.frozen
class Pillar(CheckedRecord):
    """A subscale: one part of what a pack asks about.

    Args:
        id: The pillar's id.
        title: Its name, for people.
        summary: What it is about, in a sentence.
        model: Whether its items are signs of one thing (`reflective`) or parts that make it up (`index`).
    """

    id: Id
    title: Translatable
    summary: Translatable
    model: Model = Model.REFLECTIVE


@attrs.frozen
class Source(CheckedRecord):
    """A publication that content rests on.

    Args:
        id: The citation key.
        authors: As cited, separated by semicolons; a last one of `and others` stands for more. None where unconfirmed.
        year: The year of publication.
        title: The title.
        journal: Journal, volume, issue and pages, or the report's number.
        finding: What it found, in one sentence.
        design: The study design, such as diary, experiment or RCT.
        verified: Whether the DOI and the title were both confirmed.
        verified_by: What was confirmed, and what was not.
        doi: The DOI, where one exists.
        caution: What the finding does not support.
        population: Who was studied.
        result: Whether the study supports what the content takes from it; None where it has no results of its own.
    """

    id: Id
    year: Annotated[int, Between(1800, 2200)]
    title: NonEmpty
    journal: NonEmpty
    finding: NonEmpty
    design: NonEmpty
    verified: bool
    verified_by: NonEmpty
    authors: NonEmpty | None = None
    doi: NonEmpty | None = None
    caution: NonEmpty | None = None
    population: NonEmpty | None = None
    result: StudyResult | None = None


_PLACEHOLDER = re.compile(r"\{([a-z][a-z_]*)\}")
_BRACE = re.compile(r"[{}]")


def _is_phrase(value: str, at: Problems) -> None:
    """Text with something in it, perhaps only a blank, whose braces enclose names."""
    if not value:
        at.add("empty-text", "the phrase is empty", "write it")
    elif _BRACE.search(_PLACEHOLDER.sub("", value)):
        at.add("bad-placeholder", "a brace of the phrase belongs to no placeholder", "write placeholders as {name}")


@attrs.frozen
class Phrase(CheckedRecord):
    """A sentence of reports, plans, figures or safety texts.

    Args:
        id: The phrase's id.
        text: The words. A name in braces, such as `{count}`, is a placeholder.
    """

    id: Id
    text: Annotated[str, _is_phrase, TRANSLATED]

    @property
    def placeholders(self) -> frozenset[str]:
        """The names in braces."""
        return frozenset(_PLACEHOLDER.findall(self.text))

    @sealed
    def filled(self, values: Mapping[str, object]) -> str:
        """Return the text with values in place of its placeholders.

        Args:
            values: A value for each placeholder; further values are ignored.

        Raises:
            InvalidValue: When a placeholder has no value.
        """
        if missing := sorted(self.placeholders - values.keys()):
            message = f"the phrase {self.id!r} needs {', '.join(missing)}"
            raise InvalidValue([Problem("bad-placeholder", message, "give a value for each placeholder")])
        return _PLACEHOLDER.sub(lambda match: str(values[match[1]]), self.text)


def differing_placeholders(phrase: Phrase, original: Phrase) -> Problem | None:
    """Return the problem of a phrase that does not have the placeholders of its original, or None.

    Args:
        phrase: The phrase of a pack or of a translation.
        original: The phrase that it replaces.
    """
    if phrase.placeholders == original.placeholders:
        return None
    names = ", ".join(f"{{{name}}}" for name in sorted(original.placeholders)) or "none"
    message = f"the placeholders of the phrase {phrase.id!r} differ from the original's"
    return Problem("bad-placeholder", message, f"use each of these: {names}", ("phrases", phrase.id, "text"))
