"""The blocks of a report: headings, sentences, lists, and places on the answer range."""

from typing import TypeAlias

import attrs


@attrs.frozen
class Heading:
    """A heading, with a line below it."""

    text: str
    under: str = ""


@attrs.frozen
class Paragraph:
    """A paragraph."""

    text: str


@attrs.frozen
class Note:
    """A paragraph after a label, which ends in what the language puts there."""

    label: str
    text: str


@attrs.frozen
class Item:
    """An entry of a numbered list, with its paragraphs."""

    text: str
    body: tuple[Paragraph | Note, ...] = ()


@attrs.frozen
class Numbered:
    """A numbered list."""

    items: tuple[Item, ...]


@attrs.frozen
class Place:
    """A pillar's percent with its counts, or None with the reason."""

    title: str
    percent: float | None
    detail: str


@attrs.frozen
class Places:
    """Places on the answer range, under the names of the three columns."""

    head: tuple[str, str, str]
    rows: tuple[Place, ...]


@attrs.frozen
class Sides:
    """Two people's places, pillar by pillar, under the names of the three columns."""

    head: tuple[str, str, str]
    rows: tuple[tuple[str, int, int], ...]


Block: TypeAlias = Heading | Paragraph | Note | Numbered | Places | Sides
