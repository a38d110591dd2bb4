"""What a report is made of: headings, sentences, lists, and places on the answer range."""

from typing import TypeAlias

import attrs


@attrs.frozen
class Heading:
    """What comes next, and a line on it."""

    text: str
    under: str = ""


@attrs.frozen
class Paragraph:
    """Some sentences."""

    text: str


@attrs.frozen
class Note:
    """Some sentences that a word or two introduce."""

    label: str
    text: str


@attrs.frozen
class Item:
    """One of a numbered list, with what belongs to it."""

    text: str
    body: tuple[Paragraph | Note, ...] = ()


@attrs.frozen
class Numbered:
    """A numbered list."""

    items: tuple[Item, ...]


@attrs.frozen
class Place:
    """A pillar's percent with what it rests on, or None with the reason."""

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
