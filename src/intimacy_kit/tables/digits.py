"""One number for all that is added up of a score in a row: its total, its gaps, and its cells that are neither.

A gap adds more than any total can be. A cell that holds neither an answer nor a gap adds more than any total with any
number of gaps. So each cell is added once, and the three are read off the sum as the digits of a number are.
"""

import math
from collections.abc import Iterable
from typing import Any

import attrs

from intimacy_kit.errors import MissingExtra

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtra("tables") from error


@attrs.frozen
class Digits:
    """What stands for a gap, and for a cell that is neither, in the sum of a score.

    Args:
        cells: How many cells are added up.
        gap: What a gap adds, which is more than any total.
        other: What a cell adds that holds neither an answer nor a gap; as much as a gap does where none is looked for.
    """

    cells: int
    gap: int
    other: int

    @classmethod
    def of(cls, spans: Iterable[int], signs: Iterable[int], *, look: bool) -> "Digits":
        """Return the digits of a sum.

        Args:
            spans: The most that each cell adds to the total.
            signs: What answers are multiplied by, which divides what a gap adds unless that would be much longer.
            look: Whether cells are looked for that hold neither an answer nor a gap.
        """
        each = tuple(spans)
        most, step = sum(each), math.lcm(*filter(None, signs))
        step = step if step <= most else 1
        gap = (most // step + 1) * step
        return cls(len(each), gap, gap * (len(each) + 1) if look else gap)

    def read(self, number: Any, by: Any) -> dict[str, Any]:
        """Return how many answers there are, their total and, where they are looked for, how many cells are neither.

        Args:
            number: The column of sums.
            by: The module that makes expressions.
        """
        gaps = _quotient(number, self.gap, by)
        found = {"answered": self.cells - gaps, "total": number - gaps * self.gap}
        if self.other != self.gap:  # it is a gap and one more for each cell
            found["invalid"] = _quotient(number, self.other, by)
            found["answered"] = self.cells - gaps + found["invalid"] * self.cells
        return found


def _quotient(number: Any, divisor: int, by: Any) -> Any:
    """Return how often a number is in others, none of which is below 0."""
    if by is not nw:
        return number // divisor
    # the same of narwhals is long, as it has to hold below 0; the half keeps rounding away from whole numbers
    return ((number.cast(by.Float64) + 0.5) / float(divisor)).floor().cast(by.Int64)


def width_of(most: int, by: Any) -> Any:
    """Return the narrowest integer type that holds sums up to a number; narrower ones wrap round silently.

    Args:
        most: The number.
        by: The module that makes expressions.
    """
    return next(getattr(by, f"Int{bits}") for bits in (8, 16, 32, 64) if most < 1 << (bits - 1))
