"""Words from outside that go into messages: printable, and beside them the nearest word that is known."""

import re
from collections.abc import Iterable

LONGEST = 100
"""Characters of a word from outside that are compared; ids have no more."""

_EFFORT = 3_000_000
"""Pairs of letters that are compared at most; about a third of a second."""

_FIXED = 100
"""What a comparison costs besides its letters."""

FORMULA = r"^([\s\x00-\x1f]*[=+\-@＝＋－＠]|[\t\r\n\x00])"
"""How a cell begins that a spreadsheet may run."""

_UNPRINTABLE = re.compile(r"[^\x20-\x7e]")


def printable(text: str) -> str:
    r"""Return a text without line breaks, escape sequences or direction overrides; what is not printable is escaped.

    >>> print(printable("año\x1b[2J"))
    año\x1b[2J

    Args:
        text: Any text. Doing it twice does no more than doing it once.
    """
    return text if text.isprintable() else _UNPRINTABLE.sub(_escaped, text)


def cell_of(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs: with an apostrophe before it where it looks like a formula.

    >>> cell_of("=1+1"), cell_of("talk")
    ("'=1+1", 'talk')

    Args:
        text: The text.
    """
    return f"'{text}" if re.match(FORMULA, text) else text


def _escaped(match: re.Match[str]) -> str:
    return match[0] if match[0].isprintable() else ascii(match[0])[1:-1]


class Hints:
    """Looks for the nearest known word, until an effort is spent. From then on there is no hint.

    Args:
        effort: How many pairs of letters are compared at most.
    """

    __slots__ = ("left",)

    def __init__(self, effort: int = _EFFORT) -> None:
        self.left = effort

    def nearest(self, wanted: str, known: Iterable[str]) -> str:
        """Return "did you mean 'x'?" for the nearest known word, or an empty string.

        Args:
            wanted: The word that was not found.
            known: The words that exist, from which hints are taken; never what a person wrote.
        """
        word = self.nearest_word(wanted, known)
        return "" if word is None else f"did you mean {word!r}?"

    def nearest_word(self, wanted: str, known: Iterable[str]) -> str | None:
        """Return the nearest word, or None.

        Args:
            wanted: The word that was not found.
            known: The words that exist.
        """
        from difflib import get_close_matches  # noqa: PLC0415  # slow to import, and needed only where a word is wrong

        wanted = wanted[:LONGEST]
        compared: list[str] = []
        for word in known:
            alike = len(word) <= LONGEST and 3 * len(word) <= 7 * len(wanted) and 3 * len(wanted) <= 7 * len(word)
            self.left -= _FIXED + (len(word) * len(wanted) if alike else 0)
            if self.left < 0:
                break
            if alike:
                compared.append(word)
        return next(iter(get_close_matches(wanted, compared, n=1, cutoff=0.6)), None)


def did_you_mean(wanted: str, known: Iterable[str]) -> str:
    """Return "did you mean 'x'?" for the nearest known word, or an empty string; within the effort of one `Hints`.

    Args:
        wanted: The word that was not found.
        known: The words that exist.
    """
    return Hints().nearest(wanted, known)
