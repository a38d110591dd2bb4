"""How wide text is in Liberation Sans, which is as wide as Arial and Helvetica, and what fits where."""

import math
from collections.abc import Iterable

__all__ = ["WIDE", "cut", "fitted", "text_width", "title_room"]

WIDE = 640
"""From this width on, in pixels, titles stand beside what they name; below it, above."""


def fitted(text: str, width: float, *, size: int = 13) -> list[str]:
    """Return a text in lines that fit.

    Args:
        text: The text.
        width: The room for it, in pixels.
        size: The size of the type, in pixels.
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return [cut(line, width, size=size) for line in lines]


def cut(text: str, width: float, *, size: int = 13) -> str:
    """Return a text that fits on one line, with an ellipsis where it was too long.

    Args:
        text: The text.
        width: The room for it, in pixels.
        size: The size of the type, in pixels.
    """
    if text_width(text, size) <= width:
        return text
    while text and text_width(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text}…"


def text_width(text: str, size: int) -> float:
    """Return about how wide a text is, rather a little too wide.

    Args:
        text: The text.
        size: The size of the type, in pixels.
    """
    return size * math.fsum(map(_letter_width, text))


def title_room(titles: Iterable[str], width: int) -> float:
    """Return the room for titles beside what they name, in pixels, or 0 where they stand above it.

    Args:
        titles: The titles.
        width: The width of the figure, in pixels.
    """
    if width < WIDE:
        return 0.0
    return min(width * 0.42, 24 + max(text_width(each, 14) for each in titles))


def _letter_width(letter: str) -> float:
    if letter in " .,:;'!|()[]/fijlrtI-":
        return 0.31
    if letter in "mwMW@%—…":
        return 0.96
    if letter in "ckvsxyzJ":
        return 0.51
    if ord(letter) > 0x2E7F:  # from here on mostly letters that fill a square
        return 1.0
    return 0.7 if letter.isupper() else 0.56
