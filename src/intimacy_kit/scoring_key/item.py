"""All that scoring needs to know of an item."""

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any

import attrs

from intimacy_kit._values.exact import Exact, exactly, maybe_exactly, share_a_unit
from intimacy_kit._values.fields import Between, Revision
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import CheckedRecord
from intimacy_kit.content.condition import Condition
from intimacy_kit.content.questionnaire import Item
from intimacy_kit.content.scale import Choice, ResponseScale
from intimacy_kit.content.score_rule import Recode
from intimacy_kit.content.vocabulary import Keying, Missing, Role
from intimacy_kit.errors import Problems

Number = int | Fraction
"""A number of points, a plain whole number where it is one by itself."""


def _ascend(values: tuple[int, ...], at: Problems) -> None:
    """Whole numbers, each larger than the one before."""
    if any(low >= high for low, high in pairwise(values)):
        at.add("bad-scale", "the values of a scale ascend")


@attrs.frozen
class Steps(CheckedRecord):
    """The numbers of a range: every step from the low end to the high one.

    An answer is stored as a whole number where the ends and the step are whole, and else as the float that is
    nearest to it. `per_unit` times an answer is always a whole number.

    Args:
        low: The smallest.
        high: The largest.
        step: How far two of them lie apart.
    """

    low: Exact
    high: Exact
    step: Exact

    def _check(self, problems: Problems) -> None:
        if self.step <= 0 or self.low >= self.high or (self.high - self.low) % self.step:
            problems.add("bad-range", "the ends do not lie whole steps apart, the low one first")

    @property
    def per_unit(self) -> int:
        """How many equal parts a unit is divided into so that every answer is a whole number of them."""
        return math.lcm(self.low.denominator, self.step.denominator)

    def parts(self, answer: "int | float") -> int | None:
        """Return an answer in parts of a unit, or None where the range does not have it.

        Args:
            answer: Any finite number.
        """
        if not self.low.number <= answer <= self.high.number:
            return None
        per_unit = self.per_unit
        number = round(answer * per_unit)
        steps = (number - self.low * per_unit) / (self.step * per_unit)
        return number if number / per_unit == answer and steps.denominator == 1 else None


@attrs.frozen
class KeyedItem(CheckedRecord):
    """All that scoring needs to know of an item.

    Args:
        id: The item's id.
        revision: Its revision, or that of its variant.
        pillar: The pillar that it counts in.
        role: What it is for.
        keying: Forward or reverse.
        values: The values of its scale, ascending; none where it has a range.
        codes: The kinds of missing that it offers.
        weight: How many times it counts.
        points: What each value adds, where that is not the value.
        range: The numbers that it takes, where it has no values.
        show_if: When it is shown.
        if_not_shown: The points that it counts with where it is not shown.
        variant: Which wording of it is asked, where that is not its own.
        times: What its points are multiplied by, in a score whose rule says so.
        cut: The answer from which it counts 1, and 0 below, in a score whose rule says so.
    """

    id: str
    revision: Revision
    pillar: str
    role: Role
    keying: Keying
    values: Annotated[tuple[int, ...], _ascend]
    codes: tuple[Missing, ...]
    weight: Annotated[int, Between(1, 1000)] = 1
    points: tuple[Exact, ...] = ()
    range: Steps | None = None
    show_if: Condition | None = None
    if_not_shown: Exact | None = None
    variant: str | None = None
    times: Exact = attrs.field(default=Exact(1), converter=exactly)
    cut: Exact | None = attrs.field(default=None, converter=maybe_exactly)

    def _check(self, problems: Problems) -> None:
        if len(self.values) < 2 if self.range is None else bool(self.values):
            problems.add("bad-scale", "a scale needs two or more values, ascending, or a range", "", "values")
        if self.points and len(self.points) != len(self.values):
            problems.add("bad-points", "there are not as many points as values", "", "points")
        elif len(set(self.points)) == 1:
            problems.add("bad-points", "all answers have the same points", "", "points")
        elif not share_a_unit(self.points):
            problems.add("bad-points", "the points have no common unit that is large enough", "", "points")
        if self.times == 0:
            problems.add("bad-points", "times 0 adds nothing", "leave the item out of the score", "times")

    @classmethod
    def of(cls, item: Item, scale: ResponseScale, offered: Iterable[Choice], variant: str | None = None) -> "KeyedItem":
        """Return what scoring needs to know of an item.

        Args:
            item: The item.
            scale: Its scale.
            offered: What it offers of the scale's choices.
            variant: The wording that is asked; its own where it has no such variant.
        """
        values = tuple(sorted(scale.values))
        points: Mapping[int, Exact] = scale.points if scale.has_points else {}
        varied = item.variants.get(variant or "")
        return cls(
            id=item.id,
            revision=item.revision if varied is None else varied.revision,
            pillar=item.pillar,
            role=item.role,
            keying=item.keying,
            values=values,
            codes=tuple(choice.code for choice in offered if choice.code is not None),
            weight=item.weight,
            points=tuple(points[value] for value in values if points),
            range=None if scale.range is None else Steps(scale.range.low, scale.range.high, scale.range.step),
            show_if=item.show_if,
            if_not_shown=item.if_not_shown,
            variant=None if varied is None else variant,
        )

    @property
    def low(self) -> "int | float":
        """The smallest answer."""
        return self.values[0] if self.range is None else self.range.low.number

    @property
    def high(self) -> "int | float":
        """The largest answer."""
        return self.values[-1] if self.range is None else self.range.high.number

    @property
    def first_answers(self) -> "tuple[int | float, ...]":
        """All its answers in order, or the first two of a range, whose steps are all alike."""
        if self.range is None:
            return self.values
        return self.range.low.number, Exact(self.range.low + self.range.step).number

    @property
    def per_unit(self) -> int:
        """What an answer is multiplied by to make it a whole number."""
        return 1 if self.range is None else self.range.per_unit

    @property
    def whole(self) -> bool:
        """Whether its answers are whole numbers."""
        return self.per_unit == 1

    def parts(self, answer: "int | float") -> int:
        """Return an answer as the whole number of parts of a unit that it is.

        Args:
            answer: An answer, as stored.
        """
        return round(answer * self.per_unit)

    @cached_property
    def listed(self) -> Mapping[Any, "int | Missing"]:
        """What is stored for each answer that stands in a list: the values, the codes or their texts, and nothing."""
        codes = {code: code for code in (*self.codes, Missing.NOT_SHOWN)}
        return {None: Missing.BLANK, **codes, **dict(zip(self.values, self.values, strict=True))}

    def stored(self, number: "int | float") -> "int | float | None":
        """Return a number as it is stored, or None where it is not an answer.

        Args:
            number: Any finite number.
        """
        if self.range is None:
            return int(number) if number in self.values else None
        parts = self.range.parts(number)
        return None if parts is None else parts if self.whole else parts / self.per_unit

    def keyed(self, value: "int | float") -> "int | float":
        """Return what an answer counts: its points, or else itself, reversed where the item is reverse-keyed.

        Args:
            value: An answer, as stored.
        """
        if self.cut is not None:
            return int(value >= self.cut.number)
        if self.keying is Keying.FORWARD and not self.points and self.times == 1:
            return value
        points = self._points[int(value)] if self.points else Fraction(self.parts(value), self.per_unit)
        return Exact(self.slope * points + self.offset).number

    @property
    def slope(self) -> Fraction:
        """What a point is multiplied by, below 0 where more points count less."""
        return Fraction(self.times if self.keying is Keying.FORWARD else -self.times)

    @property
    def offset(self) -> Fraction:
        """What is added to the points times the slope."""
        return Fraction(0) if self.keying is Keying.FORWARD else self.times * sum(self._own_ends)

    def recoded(self, recode: Recode | None) -> "KeyedItem":
        """Return the item as a score counts it.

        Args:
            recode: What its answers add in that score, or None for their points.
        """
        if recode is None:
            return self
        if recode.at_least is not None:
            return attrs.evolve(self, cut=recode.at_least, keying=Keying.FORWARD, points=())
        if recode.points is None:
            return attrs.evolve(self, times=recode.times)
        points = tuple(recode.points[Exact(value)] for value in self.values)
        return attrs.evolve(self, points=points, keying=Keying.FORWARD)

    @property
    def ends(self) -> "tuple[Number, Number, Number]":
        """The least and the most points of an answer, and the points of an item that is not shown or else the least."""
        low, high = self._own_ends
        if self.cut is not None:
            low, high = 0, 1
        if self.times != 1:
            low, high = sorted((self.times * low, self.times * high))
        return low, high, low if self.if_not_shown is None else self.if_not_shown

    @property
    def _own_ends(self) -> "tuple[Number, Number]":
        """The least and the most points of an answer before they are multiplied."""
        if self.range is not None:
            return self.range.low, self.range.high
        if self.points:
            return min(self.points), max(self.points)
        return self.values[0], self.values[-1]

    @cached_property
    def _points(self) -> Mapping[int, Exact]:
        return FrozenMap(dict(zip(self.values, self.points, strict=True)))
