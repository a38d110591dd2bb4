"""What the answers to the items of a score come to."""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.scoring_key.term import Term


@attrs.frozen(slots=False)  # a dict is filled faster than slots, and each check-in makes several
class Sizes:
    """What the items that count in a score amount to, whatever was answered to them.

    Args:
        span: Their spans, added up.
        low: Their low ends, added up.
        weight: Their weights, added up.
        step: How many units the total moves by when one answer moves by the least that it can.
        blurs: Whether no answer adds more than a third of what all answers can add up to, and no two neighbouring
            answers to a question lie more than a tenth of it apart.
    """

    span: int
    low: int
    weight: int
    step: int
    blurs: bool

    @property
    def percent_step(self) -> float:
        """The step in percent points."""
        return 100 * self.step / self.span

    @classmethod
    def of(cls, answered: Sequence[Term], hidden: Sequence[Term] = ()) -> "Sizes":
        """Return the sizes of some terms.

        Args:
            answered: What was answered.
            hidden: What was not shown, and counts all the same.
        """
        span = low = weight = step = largest = widest = 0
        for term in answered:
            span += term.span
            low += term.low
            weight += term.weight
            step = math.gcd(step, term.step)
            largest = term.span if term.span > largest else largest
            widest = term.gap if term.gap > widest else widest
        blurs = bool(answered) and not hidden and 3 * largest <= span and 10 * widest <= span
        for term in hidden:
            span += term.span
            low += term.low
            weight += term.weight
        return cls(span, low, weight, step, blurs)


@attrs.frozen(slots=False)
class Tally:
    """What was counted for a score.

    Args:
        share: The shares of the answered items, added up.
        sizes: What the answered items amount to.
        answered: How many items have a value.
        asked: How many items were asked.
        gaps: Each kind of missing, with the number of items that it stands for.
        operand: The value of the score that this one is multiplied or divided by, if there is one.
    """

    share: int
    sizes: Sizes
    answered: int
    asked: int
    gaps: Mapping[Missing, int]
    operand: float | None = None


def answers_needed(asked: int, least: Fraction) -> int:
    """Return how many answers a score takes: the smallest whole number not below the part of those asked, at least 1.

    Args:
        asked: How many items were asked, from 0.
        least: The part that has to be answered, from 0 to 1; above 1 it is the number itself.
    """
    return max(1, int(least) if least > 1 else -(-least.numerator * asked // least.denominator))
