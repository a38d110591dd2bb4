"""What a pack says of itself, its pillars, the sources that it rests on, and the phrases that it speaks in."""

import re
from collections.abc import Mapping

import attrs

from intimacy_kit._values.fields import are_ids, between, is_id, is_locale, is_text, is_version, optional, strings
from intimacy_kit._values.record import Record
from intimacy_kit.content.vocabulary import ActionKind
from intimacy_kit.errors import InvalidValue, Problem

__all__ = ["Action", "Pack", "Phrase", "Pillar", "Source"]


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
        pass_line: The line that goes with a prompt that has none of its own.
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
    pass_line: str | None = attrs.field(default=None, validator=optional(is_text))
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
        id: The citation key.
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

    id: str = attrs.field(validator=is_id)
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
    def citation(self) -> str:
        """The source as a text cites it: `Weger et al. (2014)`."""
        names = [author.strip().partition(",")[0] for author in self.authors.split(";")]
        who = names[0] if len(names) == 1 else " and ".join(names) if len(names) == 2 else f"{names[0]} et al."
        return f"{who} ({self.year})"


_PLACEHOLDER = re.compile(r"\{([a-z][a-z_]*)\}")
_BRACE = re.compile(r"[{}]")


@attrs.frozen
class Phrase(Record):
    """A sentence of reports, plans, figures or safety texts.

    Args:
        id: The phrase's id.
        text: The words. A name in braces, such as `{count}`, is a placeholder.
    """

    id: str = attrs.field(validator=is_id)
    text: str

    def __attrs_post_init__(self) -> None:
        if not self.text:
            raise InvalidValue([Problem("empty-text", "the phrase is empty", "write it", ("text",))])
        if _BRACE.search(_PLACEHOLDER.sub("", self.text)):
            message = "a brace of the phrase belongs to no placeholder"
            raise InvalidValue([Problem("bad-placeholder", message, "write placeholders as {name}", ("text",))])

    @property
    def placeholders(self) -> frozenset[str]:
        """The names in braces."""
        return frozenset(_PLACEHOLDER.findall(self.text))

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
        original: The phrase that it stands in place of.
    """
    if phrase.placeholders == original.placeholders:
        return None
    names = ", ".join(f"{{{name}}}" for name in sorted(original.placeholders)) or "none"
    message = f"the placeholders of the phrase {phrase.id!r} differ from the original's"
    return Problem("bad-placeholder", message, f"use each of these: {names}", ("phrases", phrase.id, "text"))
