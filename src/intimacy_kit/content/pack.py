"""What a pack says of itself, its pillars, and the sources that it rests on."""

import attrs

from intimacy_kit._values.fields import are_ids, between, is_id, is_locale, is_text, is_version, optional, strings
from intimacy_kit._values.record import Record
from intimacy_kit.content.vocabulary import ActionKind

__all__ = ["Action", "Pack", "Pillar", "Source"]


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
