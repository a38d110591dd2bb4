"""Keep answers out of tracebacks, also of those that show local variables."""

import functools
import sys
from collections.abc import Callable, Iterator
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


def sealed(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function forget its local variables, and those of every function that it called, when it raises.

    Error trackers and pretty tracebacks print the local variables of every
    frame. The file, the line and the message of the error stay as they were. What
    stands behind an error that was raised ``from None`` is let go.

    Args:
        function: A function that takes or processes answers.
    """

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        outer = sys.exception()  # the error that the caller is handling; its frames are not ours
        try:
            return function(*args, **kwargs)
        except BaseException as error:
            _forget(error, outer)
            del args, kwargs, outer
            raise

    call.__sealed__ = True  # type: ignore[attr-defined]  # a test looks for it on everything public
    return call


class SealedIterator(Iterator[T]):
    """Gives what an iterator gives, and makes it forget as `sealed` does when it raises.

    A function that returns a generator has returned by then, so its own seal does not hold.

    Args:
        iterator: What goes through answers.
    """

    __slots__ = ("_iterator",)

    def __init__(self, iterator: Iterator[T]) -> None:
        self._iterator = iterator

    @sealed
    def __next__(self) -> T:
        return next(self._iterator)


def _forget(error: BaseException, outer: BaseException | None) -> None:
    """Clear the frames of an error, its causes and its contexts."""
    import traceback  # noqa: PLC0415  # most programs raise nothing

    if error.__suppress_context__ and error.__cause__ is None:
        error.__context__ = outer  # an error that was suppressed on purpose may quote an answer
    seen: set[int] = {id(outer)}
    left: list[BaseException | None] = [error]
    while left:
        each = left.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        traceback.clear_frames(each.__traceback__)
        left += [each.__cause__, each.__context__]
