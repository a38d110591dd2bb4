"""Response scales: labelled choices, or a range of numbers."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated

import attrs

from intimacy_kit._values.appearance import look_of
from intimacy_kit._values.exact import Exact, common_step, exactly, maybe_exactly, share_a_unit
from intimacy_kit._values.fields import Between, Id, Translatable
from intimacy_kit._values.record import CheckedRecord
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import Problems

LARGEST_VALUE = 1_000_000
"""No scale value lies further from 0, so that sums stay exact on every engine."""

MOST_STEPS = 1_000_000
"""A range has at most so many steps, for the same reason."""

Number = Annotated[Exact, Between(-LARGEST_VALUE, LARGEST_VALUE)]


@attrs.frozen
class Choice(CheckedRecord):
    """One answer that a scale offers: a value, or the code of a kind of missing.

    Args:
        label: What a person reads; between the ends of the scale the value can stand for itself.
        value: What is stored.
        code: The kind of missing that it says, such as `does-not-apply`; such a choice has a label.
        points: What it adds to a score where that is not the value: a decimal or a fraction, exact.
    """

    label: Translatable | None = None
    value: Annotated[int, Between(-LARGEST_VALUE, LARGEST_VALUE)] | None = None
    code: Missing | None = None
    points: Number | None = attrs.field(default=None, converter=maybe_exactly)

    def _check(self, problems: Problems) -> None:
        if (self.value is None) == (self.code is None):
            problems.add("bad-scale", f"the choice {self.text!a} needs a value or a code", "give it one of the two")
        if self.code is not None and not self.code.can_be_chosen:
            remedy = "use does-not-apply"
            problems.add("bad-choice-code", f"nobody can choose {self.code.value!a}", remedy, "code")
        if self.code is not None and self.label is None:
            problems.add("bad-scale", f"the choice {self.code.value!a} has no label", "give it one")
        if self.code is not None and self.points is not None:
            problems.add("bad-points", "a choice without a value has points", "take them out", "points")

    @property
    def answer(self) -> "int | Missing":
        """What a person who picks this choice has answered."""
        return self.code if self.value is None else self.value  # type: ignore[return-value]  # one is given, see above

    @property
    def text(self) -> str:
        """What a person reads, which is the label, or else the value."""
        return str(self.value) if self.label is None else self.label


@attrs.frozen
class Range(CheckedRecord):
    """Numbers from one end to another, for a slider or a count. They are exact: `0.1` is a tenth.

    Args:
        low: The smallest answer.
        high: The largest answer, a whole number of steps above the smallest.
        step: How far two answers lie apart.
        low_label: What the low end means.
        high_label: What the high end means.
    """

    low: Number = attrs.field(converter=exactly)
    high: Number = attrs.field(converter=exactly)
    step: Number = attrs.field(default=Exact(1), converter=exactly)
    low_label: Translatable | None = None
    high_label: Translatable | None = None

    def _check(self, problems: Problems) -> None:
        if self.step <= 0:
            problems.add("bad-range", "the step is not above 0", "write how far two answers lie apart", "step")
        elif self.low >= self.high:
            problems.add("bad-range", "the low end does not lie below the high end", "exchange them", "low")
        elif (self.high - self.low) % self.step:
            problems.add("bad-range", "the ends do not lie whole steps apart", "change an end or the step", "step")
        elif (self.high - self.low) / self.step > MOST_STEPS:
            problems.add("bad-range", f"there are more than {MOST_STEPS} steps", "make the step larger", "step")


@attrs.frozen
class ResponseScale(CheckedRecord):
    """What an item offers: choices in the order shown, or a range of numbers and any codes for "no answer".

    Args:
        id: The scale's id.
        choices: At least two with values, and any codes; beside a range only codes.
        range: The numbers that can be given, instead of values to choose from.
    """

    id: Id
    choices: tuple[Choice, ...] = ()
    range: Range | None = None

    def _check(self, problems: Problems) -> None:
        answers = [choice.answer for choice in self.choices]
        labels = [look_of(choice.label) for choice in self.choices if choice.label is not None]
        valued = [choice for choice in self.choices if choice.value is not None]
        few = len(valued) < 2 if self.range is None else bool(valued)
        if len(set(answers)) < len(answers) or len(set(labels)) < len(labels) or (few and self.range is None):
            problems.add(
                "bad-scale",
                f"the scale {self.id!r} needs two or more values, all different",
                "give each a label that looks different, too",
                "choices",
            )
        elif few:
            message = f"the scale {self.id!r} has a range and values to choose from"
            problems.add("bad-scale", message, "keep one; beside a range stand codes only", "choices")
        elif valued and None in (valued[0].label, valued[-1].label):
            message = f"the first or the last value of the scale {self.id!r} has no label"
            problems.add("bad-scale", message, "label both ends", "choices")
        elif valued and len({choice.points is None for choice in valued}) > 1:
            message = f"some values of the scale {self.id!r} have points and some have none"
            problems.add("bad-points", message, "give all of them points, or none", "choices")
        elif valued and len({choice.points for choice in valued}) == 1 and valued[0].points is not None:
            message = f"all values of the scale {self.id!r} have the same points"
            problems.add("bad-points", message, "give at least two different numbers", "choices")
        elif not share_a_unit(self.points.values()):
            message = f"the points of the scale {self.id!r} have no common unit that is large enough"
            problems.add("bad-points", message, "give them fewer decimals", "choices")

    @cached_property
    def values(self) -> tuple[int, ...]:
        """The values that can be chosen, in the order shown; none of a range."""
        return tuple(choice.value for choice in self.choices if choice.value is not None)

    @cached_property
    def points(self) -> Mapping[int, Exact]:
        """What each value adds to a score, which is its points, or else itself; empty of a range."""
        return {
            choice.value: Exact(choice.value) if choice.points is None else choice.points
            for choice in self.choices
            if choice.value is not None
        }

    @property
    def has_points(self) -> bool:
        """Whether its values add something else than themselves."""
        return any(choice.points is not None for choice in self.choices)

    @property
    def codes(self) -> tuple[Missing, ...]:
        """The kinds of missing that a person can pick."""
        return tuple(choice.code for choice in self.choices if choice.code is not None)

    @property
    def low(self) -> "int | float":
        """The smallest value."""
        return min(self.values) if self.range is None else self.range.low.number

    @property
    def high(self) -> "int | float":
        """The largest value."""
        return max(self.values) if self.range is None else self.range.high.number

    def has(self, number: Exact) -> bool:
        """Return whether a number is an answer on this scale.

        Args:
            number: The number.
        """
        if self.range is None:
            return number in self.points
        on_the_grid = (number - self.range.low) % self.range.step == 0
        return self.range.low <= number <= self.range.high and on_the_grid

    @cached_property
    def grid(self) -> tuple[Exact, Exact, Exact]:
        """The least and the most points that an answer adds, and the step of which all differences are multiples."""
        if self.range is not None:
            return self.range.low, self.range.high, self.range.step
        points = sorted(self.points.values())
        return points[0], points[-1], Exact(common_step([each - points[0] for each in points]))
