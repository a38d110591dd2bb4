"""The words of tables: what a row is, and what happens to cells that hold no value of their scale."""

import enum

EVERY = "*"
"""Stands for every item where an item, a pillar or a scale is named."""


class OnInvalid(enum.StrEnum):
    """What happens to cells that hold no value of their scale."""

    RAISE = "raise"
    NULL = "null"
    TRUST = "trust"


class Shape(enum.StrEnum):
    """What a row of a table is: a check-in (`wide`), or an answer (`long`)."""

    WIDE = "wide"
    LONG = "long"
