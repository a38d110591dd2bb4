"""Exact numbers: decimals and fractions that are written down as people wrote them."""

import math
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

_WRITTEN = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,12}|/[1-9][0-9]{0,8})?")
_MOST_PARTS = 2**53
"""In so many parts a unit is divided at most; other systems have whole numbers up to here."""
_DIGITS = 15
"""Decimals of at most this many digits come out of a float as they went in."""


class Exact(Fraction):
    """A `fractions.Fraction` whose plain form is a whole number, a decimal, or else a text such as `1/3`.

    >>> Exact("52.5").plain, Exact(3).plain, Exact("1/3").plain
    (52.5, 3, '1/3')
    """

    __slots__ = ()

    @classmethod
    def read(cls, written: Any) -> "Exact | None":
        """Return the number that is written, or None where this is not one.

        Args:
            written: A whole number, a decimal, a fraction, or the text of one.
        """
        if isinstance(written, Fraction):
            return cls(written)
        if type(written) is int:  # one of thousands of digits has no text
            return cls(written) if abs(written) < 10**_DIGITS else None
        if type(written) not in (float, str, Decimal):
            return None
        text = _decimal(written) if type(written) is float else str(written)
        return cls(text) if _WRITTEN.fullmatch(text) else None

    @property
    def plain(self) -> int | float | str:
        """The number as JSON has it."""
        if self.denominator == 1:
            return self.numerator
        number = self.numerator / self.denominator
        text = _decimal(number)
        same = (
            _WRITTEN.fullmatch(text) and Fraction(text) == self and len(text.strip("-0.").replace(".", "")) <= _DIGITS
        )
        return number if same else str(self)

    @property
    def number(self) -> int | float:
        """The nearest number, whole where it is whole."""
        return self.numerator if self.denominator == 1 else self.numerator / self.denominator


def _decimal(number: float) -> str:
    """Return a float as a decimal without an exponent: 0.00001, where Python writes 1e-05."""
    return format(Decimal(repr(number)), "f")


def exactly(number: "int | float | str | Fraction") -> Exact:
    """Return what was given as it is; the field reads it. It says to type checkers what may be given."""
    return cast(Exact, number)


def maybe_exactly(number: "int | float | str | Fraction | None") -> Exact | None:
    """Return what was given as it is, as `exactly` does."""
    return cast("Exact | None", number)


def share_a_unit(numbers: Iterable[Fraction]) -> bool:
    """Return whether all numbers are whole multiples of a unit that is large enough for their sums to be exact.

    Args:
        numbers: The numbers. No more of them are looked at once the unit is too small, since it only gets smaller.
    """
    unit = 1
    for number in numbers:
        unit = math.lcm(unit, number.denominator)
        if unit > _MOST_PARTS:
            return False
    return True


def common_step(steps: "list[Fraction]") -> Fraction:
    """Return the largest number of which all are whole multiples; 0 without any.

    Args:
        steps: Numbers from 0.
    """
    denominator = math.lcm(*(step.denominator for step in steps))
    return Fraction(math.gcd(*(int(step * denominator) for step in steps)), denominator)
