"""How a survey engine writes an expression."""

import decimal
import re

import attrs


@attrs.frozen
class Dialect:
    """How a survey engine writes an expression.

    Args:
        reference: A reference to a value, with ``@`` in place of its name.
        condition: The function that chooses between two values.
        divided_by: The operator of division.
        nothing: The last argument of a condition that gives no value; empty where it may be left out.
        modulo: The operator of the remainder.
        rounded: A number rounded to a whole one, with ``@`` in its place.
        code: What the name of an answer begins with where it is asked for its kind of missing.
        escaped: Whether a backslash stands before a quotation mark in a text; otherwise the other mark stands round it.
    """

    reference: str
    condition: str
    divided_by: str
    nothing: str = ""
    modulo: str = "mod"
    rounded: str = "round(@)"
    code: str = "q"
    escaped: bool = False

    def of(self, name: str) -> str:
        """Return a reference to the value of this name."""
        return self.reference.replace("@", name)

    def text(self, text: str) -> str:
        """Return a text as an expression."""
        text = text.replace("${", "$ {")
        if self.escaped:
            return "'" + re.sub(r"""([\\'"])""", r"\\\1", text) + "'"
        if "'" not in text:
            return f"'{text}'"
        return '"' + text.replace('"', "\u201d") + '"'

    def choose(self, condition: str, then: str, otherwise: str = "0") -> str:
        """Return one of two expressions."""
        return f"{self.condition}({condition}, {then}, {otherwise})"


NEVER = "1 = 2"
"""A condition that never holds."""


def written(number: "int | float") -> str:
    """Return a number without an exponent.

    Args:
        number: Any finite number.
    """
    return str(number) if isinstance(number, int) else format(decimal.Decimal(repr(number)), "f")


def signed(number: "int | float") -> str:
    """Return a number that no sign stands before.

    Args:
        number: Any finite number.
    """
    return written(number) if number >= 0 else f"(0 - {written(-number)})"
