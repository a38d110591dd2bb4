"""Objects of JSON as they stand in tables: no name twice, no half of a character."""

import re
from collections.abc import Iterable
from typing import Any

_SURROGATE = re.compile("[\ud800-\udfff]")


class RepeatedName(ValueError):
    """A name stands twice in an object."""


def once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object from its names and values.

    Args:
        pairs: The names and values, in order.

    Raises:
        RepeatedName: When a name stands twice.
        ValueError: When a text holds half of a character, which no file can hold.
    """
    listed = list(pairs)
    tree = dict(listed)
    if len(tree) < len(listed):
        raise RepeatedName
    if any(isinstance(text, str) and _SURROGATE.search(text) for pair in listed for text in pair):
        raise ValueError
    return tree
