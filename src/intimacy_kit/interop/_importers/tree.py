"""JSON of strangers, read part by part; what is of another kind than it should be is noted with its place."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import attrs

from intimacy_kit._values.record import Location
from intimacy_kit.errors import Problems

DEEPEST = 30
"""Levels of groups within groups that a form may have."""

_MOST_FAULTS = 100


@attrs.frozen
class Tree:
    """An object of a document.

    Args:
        node: The object.
        place: Where it is.
        faults: Where it is noted what is wrong.
    """

    node: Mapping[str, Any]
    place: Location
    faults: Problems

    def fault(self, wanted: str, *steps: str | int) -> None:
        """Note that something else is where a thing should be."""
        if len(self.faults) < _MOST_FAULTS:
            place = (*self.place, *steps)
            self.faults.at(*place).add("wrong-kind", f"this should be {wanted}", "give the form as it was exported")

    def text(self, key: str) -> str:
        """Return the text under a key, or an empty one; a number is text too."""
        value = self.node.get(key)
        if value is None or isinstance(value, bool | int | float | str):
            return text_of_value(value)
        self.fault("text", key)
        return ""

    def is_true(self, key: str) -> bool:
        """Whether true is under a key."""
        return self.node.get(key) is True

    def tree(self, key: str) -> "Tree | None":
        """Return the object under a key, or None."""
        value = self.node.get(key)
        if value is None:
            return None
        if isinstance(value, Mapping):
            return Tree(cast(Mapping[str, Any], value), (*self.place, key), self.faults)
        self.fault("an object", key)
        return None

    def values(self, key: str) -> Iterator[tuple[int, Any]]:
        """Yield the entries of the list under a key, with their positions."""
        value = self.node.get(key)
        if isinstance(value, list | tuple):
            yield from enumerate(cast(list[Any], value))
        elif value is not None:
            self.fault("a list", key)

    def trees(self, key: str) -> Iterator["Tree"]:
        """Yield the objects of the list under a key."""
        for i, value in self.values(key):
            if isinstance(value, Mapping):
                yield Tree(cast(Mapping[str, Any], value), (*self.place, key, i), self.faults)
            else:
                self.fault("an object", key, i)


def text_of_value(value: Any) -> str:
    """Return a plain value of JSON as text: `true`, `3`, `0.5`; what is not plain is empty.

    Args:
        value: The value.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value) if isinstance(value, int | float | str) else ""
