"""When an item is shown: conditions on earlier answers."""

from collections.abc import Iterator

import attrs

from intimacy_kit._values.exact import Exact, maybe_exactly
from intimacy_kit._values.fields import Id
from intimacy_kit._values.record import CheckedRecord
from intimacy_kit.errors import Problems

_COMPARISONS = ("equals", "not_equals", "one_of", "at_least", "at_most")


@attrs.frozen
class Condition(CheckedRecord):
    """A comparison of an earlier answer or score, or all or any of several conditions.

    A comparison of an item that has no answer, or of a score that has no value, is false.

    Args:
        item: The item whose answer is compared, or
        score: the score whose value is compared.
        equals: It is this number.
        not_equals: It is another number than this.
        one_of: It is one of these numbers.
        at_least: It is this number or more.
        at_most: It is this number or less.
        all: All of these hold.
        any: At least one of these holds.
    """

    item: Id | None = None
    score: Id | None = None
    equals: Exact | None = attrs.field(default=None, converter=maybe_exactly)
    not_equals: Exact | None = attrs.field(default=None, converter=maybe_exactly)
    one_of: tuple[Exact, ...] | None = None
    at_least: Exact | None = attrs.field(default=None, converter=maybe_exactly)
    at_most: Exact | None = attrs.field(default=None, converter=maybe_exactly)
    all_: "tuple[Condition, ...] | None" = None
    any_: "tuple[Condition, ...] | None" = None

    def _check(self, problems: Problems) -> None:
        subjects = [name for name in ("item", "score", "all_", "any_") if getattr(self, name) is not None]
        compared = [name for name in _COMPARISONS if getattr(self, name) is not None]
        if len(subjects) != 1:
            remedy = "give one of item, score, all and any"
            problems.add("bad-condition", "the condition does not say of what it is", remedy)
        elif self.parts is not None:
            if compared or not self.parts:
                remedy = "list conditions, and compare in each of them"
                problems.add("bad-condition", "all and any take a list of conditions and nothing else", remedy)
        elif len(compared) != 1:
            remedy = f"give one of {', '.join(_COMPARISONS)}"
            problems.add("bad-condition", "the condition needs one comparison", remedy)
        elif self.one_of == ():
            problems.add("bad-condition", "the list of numbers is empty", "list at least one", "one_of")

    @property
    def parts(self) -> "tuple[Condition, ...] | None":
        """The conditions of which all or any have to hold, or None in a comparison."""
        return self.any_ if self.all_ is None else self.all_

    @property
    def comparisons(self) -> "Iterator[Condition]":
        """Every comparison in it, in order."""
        if self.parts is None:
            yield self
        for part in self.parts or ():
            yield from part.comparisons

    @property
    def numbers(self) -> tuple[Exact, ...]:
        """The numbers that a comparison compares with."""
        single = (self.equals, self.not_equals, self.at_least, self.at_most)
        return (*(each for each in single if each is not None), *(self.one_of or ()))

    def compares(self, number: "int | float") -> bool:
        """Return whether a comparison of a number holds.

        Args:
            number: The answer to the item, or the value of the score.
        """
        wanted = [each.number for each in self.numbers]
        if self.at_least is not None:
            return number >= wanted[0]
        if self.at_most is not None:
            return number <= wanted[0]
        return (number in wanted) != (self.not_equals is not None)
