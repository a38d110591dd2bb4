"""Equality of values that keep something to themselves."""

from typing import Any, TypeVar

T = TypeVar("T", bound=type[Any])


def compared_whole(kind: T) -> T:
    """Let a class compare as before, by a method of ours.

    Where the method is the one that attrs made, pytest prints each field that
    differs between two values, also those that their repr leaves out.

    Args:
        kind: An attrs class.
    """
    open_to_change: Any = kind
    made = open_to_change.__eq__

    def __eq__(self: Any, other: object) -> Any:  # noqa: N807  # it becomes the method of that name
        return made(self, other)

    open_to_change.__eq__ = __eq__
    return kind
