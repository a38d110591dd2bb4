"""What a cell of one item means, resolved once from layout and key, and what is wrong with a cell that means nothing.

Cells are compared without the blanks around them and without regard to case.
`4`, `4.0` and `"4"` are one and the same.
"""

import enum
import math
import operator
import re
from collections.abc import Mapping
from numbers import Real
from typing import Any

import attrs

from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.layout_fields import LARGE

BLANKS = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
"""What may stand around a cell and is no part of it: what Unicode calls white space."""

NUMBER = r"^-?[0-9]{1,15}(?:\.[0-9]{1,12})?$"
"""How a number of a range is written in text."""

_ZEROS = 6
"""How many zeros may follow the point of a whole number that is written as text."""

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DIGITS = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(NUMBER)
_FRACTION = re.compile(r"[+-]?[0-9]+\.[0-9]+")
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_GAPS = frozenset({"NAType", "NaTType", "NoneType"})
"""Types whose one value stands for a gap; those of pandas by name, since pandas is not imported."""


class Fault(enum.StrEnum):
    """What is wrong with a cell, as a problem's code says it."""

    LABEL = "unknown-label"
    FRACTION = "not-whole"
    COMMA = "decimal-comma"
    OFF_SCALE = "out-of-range"
    TWICE = "repeated-answer"
    UNSHOWN = "not-shown"


@attrs.frozen
class Meaning:
    """What the cells of one item mean.

    Args:
        item: The item.
        cells: Cell, in small letters, to a value of the scale or the reason for a gap. Empty text is a gap.
        numbers: Whether the numbers of the scale are read as they are, and no others.
        offset: What is added to a number.
        ranged: Whether the item takes the numbers of a range, besides those in `cells`.
    """

    item: KeyedItem
    cells: Mapping[str, int | Missing]
    numbers: bool
    offset: int = 0
    ranged: bool = False

    @classmethod
    def of(cls, item: KeyedItem, layout: TableLayout) -> "Meaning":
        """Return how a layout has the cells of an item read.

        Args:
            item: The item.
            layout: What the table means.
        """
        explicit: dict[str, int | Missing] = {}
        own_numbers = False
        for entries in layout.entries_for(item, layout.values):
            for cell, meaning in entries.items():
                if isinstance(meaning, Missing) or item.stored(meaning) is not None:
                    explicit[folded(cell)] = meaning
                    own_numbers |= type(meaning) is int and is_whole(folded(cell))
        offset = (layout.entries_for(item, layout.offset) or [0])[-1]
        cells: dict[str, int | Missing] = {code.value: code for code in Missing}
        cells[""] = layout.gaps
        for cell, code in layout.codes.items():
            plain = folded(cell)
            if item.range is None or not _NUMBER.fullmatch(plain) or item.stored(float(plain) + offset) is None:
                cells[plain] = code
        if not own_numbers:
            cells |= {str(value - offset): value for value in item.values}
        cells |= explicit
        plain_numbers = not own_numbers and not offset and not any(map(is_whole, explicit))
        return cls(item, cells, plain_numbers, offset, ranged=item.range is not None and not own_numbers)

    @property
    def number_codes(self) -> dict[int, Missing]:
        """What numbers stand for a gap in a column of numbers."""
        return {int(cell): code for cell, code in self.cells.items() if isinstance(code, Missing) and is_whole(cell)}

    @property
    def number_values(self) -> dict[int, int]:
        """What numbers stand for a value in a column of numbers."""
        return {int(cell): value for cell, value in self.cells.items() if type(value) is int and is_whole(cell)}

    def spellings(self, decimal: str = ".") -> dict[str, int | Missing]:
        """Return every text that means something, in small letters and without blanks around it.

        Args:
            decimal: What else may stand before the fraction of a number besides a point.
        """
        texts = dict(self.cells)
        for cell, meaning in self.cells.items():
            if is_whole(cell):
                for sign in {".", decimal}:
                    texts |= {f"{cell}{sign}{'0' * n}": meaning for n in range(1, _ZEROS + 1)}
        return texts

    def read(self, cell: Any, decimal: str = ".") -> "int | float | Missing | Fault":
        """Return what one cell means.

        Args:
            cell: A value of any type.
            decimal: As for `spellings`.
        """
        text = plain_text(cell, decimal)
        meaning = self.cells.get(text)
        if meaning is not None:
            return meaning
        number = text.replace(decimal, ".")
        if self.ranged and _NUMBER.fullmatch(number):
            stored = self.item.stored(float(number) + self.offset)
            return Fault.OFF_SCALE if stored is None else stored
        return _fault(text, decimal)


def folded(text: str) -> str:
    """Return a text as it is compared: small letters, no blanks around it, and one small sigma wherever it stands."""
    return text.strip(BLANKS).lower().replace("ς", "σ")


def plain_text(cell: Any, decimal: str = ".") -> str:
    """Return a cell as it is compared: small letters, no blanks around it, a whole number without zeros behind it.

    Args:
        cell: A value of any type; every kind of gap is empty text.
        decimal: What else may stand before the fraction of a number besides a point.
    """
    if type(cell).__name__ in _GAPS or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, float) and abs(cell) < LARGE:
        return str(int(cell)) if cell.is_integer() else str(float(cell))
    if not isinstance(cell, str | bool | float):
        try:
            number = operator.index(cell)
        except TypeError:
            cell = str(cell)
        else:
            return str(number) if abs(number) < LARGE else str(LARGE)
    elif isinstance(cell, float):
        return str(LARGE)
    text = folded(str(cell))
    for sign in {".", decimal}:
        whole, point, zeros = text.partition(sign)
        if point and 0 < len(zeros) <= _ZEROS and not zeros.strip("0") and is_whole(whole):
            return whole
    return text


def is_whole(text: str) -> bool:
    """Return whether a text is a whole number as a layout or a file writes it: digits and perhaps a minus.

    Args:
        text: The text. `--1`, `²` and `٣` are no numbers here, whatever Python calls their characters.
    """
    return _WHOLE.fullmatch(text) is not None


def is_plain_cell(cell: Any) -> bool:
    """Return whether a cell is text, a number or a gap, and so can be read as text.

    Args:
        cell: A value of any type.
    """
    return type(cell).__name__ in _GAPS or isinstance(cell, str | Real)


def _fault(text: str, decimal: str) -> Fault:
    if _DIGITS.fullmatch(text):
        return Fault.OFF_SCALE
    if _FRACTION.fullmatch(text) or (decimal == "," and _COMMA.fullmatch(text)):
        return Fault.FRACTION
    return Fault.COMMA if _COMMA.fullmatch(text) else Fault.LABEL
