"""Which numbers the value of a score can be, whatever is left out: the steps on which it is a part of another score."""

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from intimacy_kit._values.exact import Exact, common_step
from intimacy_kit.content.score_rule import rounded
from intimacy_kit.content.vocabulary import Missing, Reading
from intimacy_kit.scoring_key.item import Steps

if TYPE_CHECKING:  # the scores themselves keep what is found here
    from intimacy_kit.scoring_key.subscale import Operand, Subscale

_MOST_COUNTS = 64
"""Of more answers than these, no mean has steps that are large enough for its parts to be exact."""


@attrs.frozen
class ValueRange:
    """Numbers from one end to another.

    Args:
        low: No number lies below it.
        high: No number lies above it.
        step: All differences are multiples of it; None where there is no such number.
    """

    low: Fraction
    high: Fraction
    step: Fraction | None

    @property
    def parts(self) -> Fraction | None:
        """The part of 1 of which all numbers are multiples, or None."""
        return None if self.step is None else Fraction(1, math.lcm(self.low.denominator, self.step.denominator))


def steps_of(subscale: "Subscale") -> Steps | None:
    """Return the numbers that the value of a score can be, as a range, or None where they lie on no common steps.

    Answers that are left out change what a mean is divided by; then the steps are fine enough for every number
    of answers.

    Args:
        subscale: The score.
    """
    entries = subscale.entries
    if entries is not None:
        values = sorted(map(Fraction, entries.values()))
        return _steps(ValueRange(values[0], values[-1], common_step([each - values[0] for each in values])))
    return _steps(range_of(subscale))


def range_of(subscale: "Subscale", *, read_as: bool = True) -> ValueRange:
    """Return between which numbers the value of a score lies before it is looked up.

    Args:
        subscale: The score.
        read_as: Whether it is taken round a cycle and rounded.
    """
    found = _reading(subscale)
    if subscale.operand is not None:
        found = _operated(found, subscale.operand)
    low, high = (end * subscale.factor + subscale.plus for end in (found.low, found.high))
    found = ValueRange(low, high, None if found.step is None else found.step * subscale.factor)
    if not read_as:
        return found
    cycle, step = subscale.cycle, found.parts
    if cycle is not None:
        step = None if step is None else common_step([step, Fraction(cycle)])
        found = ValueRange(Fraction(0), cycle - (step or 0), step)
    if subscale.round_to is not None:
        low, high = (rounded(end, subscale.round_to, subscale.rounding) for end in (found.low, found.high))
        found = ValueRange(low, high, Fraction(subscale.round_to))
    return found


def largest_of(subscale: "Subscale") -> int:
    """Return the largest whole number that working out a reading can meet.

    Software that has floats only gets the exact readings where this is at most 2**53.

    Args:
        subscale: The score.
    """
    members = subscale.members
    span, weight = sum(term.span for term in members), sum(term.weight for term in members)
    ends = (abs(term.base) + max(abs(term.base), term.span) for term in members)
    raw = sum(max(abs(term.low), abs(term.low + term.span)) for term in members)
    tops: dict[Reading, tuple[int, int]] = {Reading.PERCENT: (100 * span, span)}
    if subscale.per_point is not None:
        tops[Reading.MEAN] = (raw, subscale.per_point * weight)
        tops[Reading.SUM] = (raw, subscale.per_point)
        tops[Reading.HIGHEST] = tops[Reading.LOWEST] = (raw, subscale.per_point)
        if subscale.in_proportion:
            tops[Reading.SUM] = (raw * len(members), subscale.per_point * len(members))
    above, below = (abs(number) for number in tops[subscale.reading])
    if subscale.operand is not None:
        steps = subscale.operand.steps
        most = int(max(abs(steps.low), abs(steps.high)) * steps.per_unit)
        times, by = (steps.per_unit, most) if subscale.operand.divides else (most, steps.per_unit)
        above, below = above * times, below * by
    above, below = subscale.scaled(above, below, plus=abs(subscale.plus))
    if subscale.cycle is not None:
        cycle = subscale.cycle
        above, below = 2 * above * cycle.denominator + below * cycle.numerator, below * max(cycle.as_integer_ratio())
    if subscale.round_to is not None:
        step = subscale.round_to
        above, below = 2 * (above * step.denominator + below * step.numerator), 2 * below * step.numerator
    return max(*ends, above, below, *(number for pair in tops.values() for number in pair), 0)


def _reading(subscale: "Subscale") -> ValueRange:
    """Return between which numbers the reading of a score lies, before anything is made of it."""
    members, unit, whole = subscale.members, subscale.per_point or 1, _is_always_whole(subscale)
    single = [Fraction(end, term.weight) for term in members for end in (term.low, term.low + term.span)]
    least, most = min(single) / unit, max(single) / unit
    count, weight = len(members), sum(term.weight for term in members)
    counts = count if whole else _common_multiple(count)
    weights = weight if whole else _common_multiple(weight)
    match subscale.reading:
        case Reading.PERCENT if len({Fraction(term.span, term.weight) for term in members}) > 1:
            return ValueRange(Fraction(0), Fraction(100), None)
        case Reading.PERCENT:
            return ValueRange(Fraction(0), Fraction(100), _part(100, subscale.unit, weights))
        case Reading.MEAN:
            return ValueRange(least, most, _part(1, unit, weights))
        case Reading.SUM if subscale.in_proportion:
            weightiest = [Fraction(end) for term in members for end in (term.low, term.low + term.span)]
            least, most = (len(members) * end(weightiest) / unit for end in (min, max))
            return ValueRange(least, most, _part(1, unit, counts))
        case Reading.SUM:
            low, high = sum(term.low for term in members), sum(term.low + term.span for term in members)
            if not whole:
                low = min(low, sum(min(0, term.low) for term in members))
                high = max(high, sum(max(0, term.low + term.span) for term in members))
            return ValueRange(Fraction(low, unit), Fraction(high, unit), Fraction(1, unit))
        case _:
            low, high = subscale.ends
            return ValueRange(Fraction(low, unit), Fraction(high, unit), Fraction(1, unit))


def _common_multiple(most: int) -> int | None:
    """Return the least number that each number up to one divides, or None where that is too large to be of use."""
    return math.lcm(*range(1, most + 1)) if most <= _MOST_COUNTS else None


def _part(whole: int, unit: int, multiple: int | None) -> Fraction | None:
    """Return what a number comes to divided by a unit and a common multiple, or None without one."""
    return None if multiple is None else Fraction(whole, unit * multiple)


def _operated(found: ValueRange, operand: "Operand") -> ValueRange:
    """Return between which numbers the values of a range times those of a score, or divided by them, lie."""
    steps = operand.steps
    low, high = Fraction(steps.low), Fraction(steps.high)
    if operand.divides:
        ends = [
            end / other for end in (found.low, found.high) for other in (max(low, Fraction(1, steps.per_unit)), high)
        ]
        return ValueRange(min(ends), max(ends), None)
    ends = [end * other for end in (found.low, found.high) for other in (low, high)]
    parts = found.parts
    return ValueRange(min(ends), max(ends), None if parts is None else parts / steps.per_unit)


def _is_always_whole(subscale: "Subscale") -> bool:
    """Whether it has a value only where all that is asked of it was answered, and all of it is always asked."""
    optional = any(
        Missing.DOES_NOT_APPLY in item.codes or (item.show_if is not None and item.if_not_shown is None)
        for item in subscale.items.values()
    )
    size = len(subscale.members)
    return subscale.needed(size) == size == subscale.size and not optional and not subscale.below


def _steps(values: ValueRange) -> Steps | None:
    """Return a range, its top raised to a whole number of steps; None without two values."""
    low, step = values.low, values.step
    if step is None or low >= values.high:
        return None
    return Steps(Exact(low), Exact(low + -((low - values.high) // step) * step), Exact(step))
