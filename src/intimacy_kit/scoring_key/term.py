"""What an answer adds to a score, in whole units."""

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

import attrs

from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit.content.vocabulary import Missing, Weigh
from intimacy_kit.scoring_key.item import KeyedItem, Number


@attrs.frozen
class Term:
    """What the answer to one item, or the value of another score, adds to the total of a score, in whole units.

    Args:
        item: The id of the item or score.
        base: What is added whatever the answer.
        sign: What the answer is multiplied by; below 0 where the item is reverse-keyed.
        weight: How many times the item counts.
        span: The most that it adds.
        amounts: How much each answer adds more than the least, ascending; of a range those of its first two answers,
            and of a cut those of its ends.
        low: The low end of the item in units; 0 where the score has no points.
        per_unit: What an answer is multiplied by first, to make it a whole number.
        table: Answer to share, where the shares do not lie on a line; base and sign are then 0.
        not_shown: What it adds where it is not shown, or None where it does not count then.
        cut: The answer, times `per_unit`, from which it adds its span, and nothing below; None where shares are finer.
    """

    item: str
    base: int
    sign: int
    weight: int
    span: int
    amounts: tuple[int, ...]
    low: int = 0
    per_unit: int = 1
    table: Mapping[int, int] | None = None
    not_shown: int | None = None
    cut: int | None = None

    def share(self, answer: "int | float") -> int:
        """Return what an answer adds to the total: from 0 to the item's span.

        Args:
            answer: An answer to the item, as stored.
        """
        number = round(answer * self.per_unit)
        if self.cut is not None:
            return self.base + (self.sign if number >= self.cut else 0)
        return self.base + self.sign * number if self.table is None else self.table[number]

    @cached_property
    def step(self) -> int:
        """By how much its share moves when the answer moves by one part of a unit, or by the least that it can."""
        return math.gcd(self.sign, *(self.table or {}).values())

    @cached_property
    def gap(self) -> int:
        """How far two neighbouring answers lie apart, at most."""
        return max(more - less for less, more in pairwise(self.amounts))

    @property
    def neutral(self) -> int:
        """The answer that adds nothing, the low end of the scale, or the high end of a reverse-keyed item's."""
        return -self.base // self.sign

    @classmethod
    def of(cls, item: KeyedItem, units: int, *, points: bool) -> "Term":
        """Return the term of an item.

        Args:
            item: The item.
            units: How many units a point of the item is, such that all its shares are whole.
            points: Whether the units are parts of a point for all items of the score.
        """
        low, high, not_shown = item.ends
        bottom, top = min(low, not_shown), max(high, not_shown)
        base = (item.offset - bottom) * units
        sign = item.slope * units / item.per_unit
        table: dict[int, int] = {}
        if item.points:
            shares = [int((item.slope * points + item.offset - bottom) * units) for points in item.points]
            table = dict(zip(item.values, shares, strict=True))
            sign = Fraction(shares[-1] - shares[0], item.values[-1] - item.values[0])
            base = shares[0] - sign * item.values[0]
        if item.cut is not None:
            base, sign = Fraction(-bottom * units), Fraction(units)
        on_a_line = item.cut is not None or (
            sign.denominator == 1 and sign and all(base + sign * value == share for value, share in table.items())
        )
        term = cls(
            item=item.id,
            base=int(base) if on_a_line else 0,
            sign=int(sign) if on_a_line else 0,
            weight=item.weight,
            span=int((top - bottom) * units),
            amounts=(),
            low=int(bottom * units) if points else 0,
            per_unit=item.per_unit,
            table=None if on_a_line else FrozenMap(table),
            not_shown=None if item.if_not_shown is None else int((not_shown - bottom) * units),
            cut=None if item.cut is None else math.ceil(item.cut * item.per_unit),
        )
        answers = item.first_answers if item.cut is None else (item.low, item.high)
        shares = sorted(map(term.share, answers))
        return attrs.evolve(term, amounts=tuple(share - shares[0] for share in shares))


class Shares(dict[Any, "int | None"]):
    """Answer to what it adds to a score, and a kind of gap to None, or to what it adds where an item is not shown.

    What stands in no list, such as the answers of a range, is worked out when it is looked up.

    Args:
        term: What the answers add.
        values: The answers that stand in a list.
    """

    def __init__(self, term: Term, values: Iterable[int]) -> None:
        gaps = {**dict.fromkeys((None, *Missing)), Missing.NOT_SHOWN: term.not_shown}
        super().__init__({**gaps, **{value: term.share(value) for value in values}})
        self._share = term.share

    def __missing__(self, answer: "int | float") -> int:
        return self._share(answer)


def terms_of(items: Sequence[KeyedItem], weigh: Weigh, *, once: bool = False) -> tuple[tuple[Term, ...], int | None]:
    """Return the terms of a score's items, and how many units a point is, or None where ranges differ.

    Args:
        items: The items.
        weigh: What an answer adds. Items of one range count alike whatever is said here.
        once: Whether each counts once whatever its weight, as where one of them alone is the score.
    """
    if once:
        items = [attrs.evolve(item, weight=1) for item in items]
    ends = [_ends(item) for item in items]
    parts = [_parts(item) for item in items]
    if weigh is Weigh.POINTS or len(set(ends)) == 1:
        unit = math.lcm(*parts)
        terms = (Term.of(item, item.weight * unit, points=True) for item in items)
        return tuple(terms), unit
    spans = [high - low for low, high in ends]
    unit = math.lcm(*(int(span * part) for span, part in zip(spans, parts, strict=True)))
    scaled = zip(items, spans, strict=True)
    return tuple(Term.of(item, item.weight * int(unit // span), points=False) for item, span in scaled), None


def _ends(item: KeyedItem) -> tuple[Number, Number]:
    low, high, not_shown = item.ends
    return min(low, not_shown), max(high, not_shown)


def _parts(item: KeyedItem) -> int:
    """Return into how many parts a point has to be divided for all points of an item to be whole numbers of them."""
    steps = Fraction(item.times) / item.per_unit if item.cut is None else Fraction(1)
    numbers: Iterable[Number] = (*item.ends, *(item.times * points for points in item.points), steps)
    return math.lcm(*(number.denominator for number in numbers))
