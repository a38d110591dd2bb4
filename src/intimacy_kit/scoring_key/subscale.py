"""One score, ready to be added up: one integer total, and the readings that are taken off it.

Each answered item adds its *share*, a whole number of units that all items of the
score have in common, from 0 at the low end of the item to its *span* at the high
end. Each reading is the division of one whole number by another:

    percent = 100 · Σ share / Σ span
    mean    = (Σ share + Σ low) / (unit · Σ weight)
    sum     = (Σ share + Σ low) / unit, in proportion: times asked by answered

where *low* is the low end of an item in units. Whatever follows, a factor and
rounding, is done on the two whole numbers before they are divided.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from intimacy_kit._values.exact import Exact
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit.content.score_rule import Level
from intimacy_kit.content.vocabulary import Missing, Reading, Role, Weigh
from intimacy_kit.scoring_key.item import KeyedItem, Number


@attrs.frozen
class Term:
    """What the answer to one item adds to the total of its score, in whole units.

    Args:
        item: The item's id.
        base: What is added whatever the answer.
        sign: What the answer is multiplied by; below 0 where the item is reverse-keyed.
        weight: How many times the item counts.
        span: The most that it adds.
        low: The low end of the item in units; 0 where the score has no points.
        per_unit: What an answer is multiplied by first, to make it a whole number.
        table: Answer to share, where the shares do not lie on a line; base and sign are then 0.
        not_shown: What it adds where it is not shown, or None where it does not count then.
    """

    item: str
    base: int
    sign: int
    weight: int
    span: int
    low: int = 0
    per_unit: int = 1
    table: Mapping[int, int] | None = None
    not_shown: int | None = None

    def share(self, answer: "int | float") -> int:
        """Return what an answer adds to the total: from 0 to the item's span.

        Args:
            answer: An answer to the item, as stored.
        """
        number = round(answer * self.per_unit)
        return self.base + self.sign * number if self.table is None else self.table[number]

    @property
    def step(self) -> int:
        """By how much its share moves when the answer moves by one part of a unit, or by the least that it can."""
        return math.gcd(self.sign, *(self.table or {}).values())

    @property
    def neutral(self) -> int:
        """The answer that adds nothing: the low end of the scale, or the high end of a reverse-keyed item's."""
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
        on_a_line = (
            sign.denominator == 1 and sign and all(base + sign * value == share for value, share in table.items())
        )
        return cls(
            item=item.id,
            base=int(base) if on_a_line else 0,
            sign=int(sign) if on_a_line else 0,
            weight=item.weight,
            span=int((top - bottom) * units),
            low=int(bottom * units) if points else 0,
            per_unit=item.per_unit,
            table=None if on_a_line else FrozenMap(table),
            not_shown=None if item.if_not_shown is None else int((not_shown - bottom) * units),
        )


@attrs.frozen(slots=False)  # a dict is filled faster than slots, and each check-in makes several
class Tally:
    """What was counted for a score.

    Args:
        share: The shares of the answered items, added up.
        span: Their spans, added up.
        low: Their low ends, added up.
        weight: Their weights, added up.
        answered: How many items have a value.
        gaps: Each kind of missing, with the number of items that it stands for.
        items: How many items the score has.
        step: How many units the total moves by when one answer moves by the least that it can.
        effective: How many answers that count alike the answers given are worth: their spans, added up, by the largest.
    """

    share: int
    span: int
    low: int
    weight: int
    answered: int
    gaps: Mapping[Missing, int]
    items: int
    step: int
    effective: int

    @property
    def asked(self) -> int:
        """How many items were asked."""
        return self.items - sum(count for code, count in self.gaps.items() if not code.counts_as_asked)


@attrs.frozen
class Subscale:
    """The items of one score, ready to be added up, and how it is read.

    Args:
        id: The score's id; the pillar's where the score is that of a pillar.
        pillar: The pillar that it stands for, if any.
        role: Scored or felt.
        terms: What each item adds, in the order of the form.
        per_point: How many units a point is, or None where the ranges of the items differ and each counts alike.
        least: How much has to be answered: a number of items above 1, or the part of those asked.
        size: How many items its rule has, of which the form may lack some.
        reading: What its value is.
        has_sum: Whether a sum of its points means anything.
        in_proportion: Whether the sum stands for all items asked.
        factor: What the reading is multiplied by.
        plus: What is added to it then.
        round_to: What the value is rounded to a multiple of, half up.
        table: Reading to the value in its place.
        levels: Named parts of its range.
        levels_source: The source of the levels.
        rule: The rule that gives it, as a text for digests; empty where none does.
        items: The items by id, as this score counts them.
    """

    id: str
    pillar: str | None
    role: Role
    terms: tuple[Term, ...]
    per_point: int | None
    least: Fraction
    size: int
    reading: Reading = Reading.PERCENT
    has_sum: bool = False
    in_proportion: bool = False
    factor: Fraction = Fraction(1)
    plus: Fraction = Fraction(0)
    round_to: Fraction | None = None
    table: Mapping[Exact, Exact] | None = None
    levels: tuple[Level, ...] = ()
    levels_source: str | None = None
    rule: str = ""
    items: Mapping[str, KeyedItem] = FrozenMap({})

    @property
    def name(self) -> str:
        """The name of its scores in a table: its id, followed by `_felt` where they are felt ones."""
        return self.id if self.role is Role.SCORED else f"{self.id}_felt"

    @property
    def plain(self) -> bool:
        """Whether its value is its percent, its mean or its sum as it stands."""
        return self.factor == 1 and self.plus == 0 and self.round_to is None and self.table is None

    @property
    def unit(self) -> int:
        """How many units the range of an item is divided into, where that is the same for all."""
        return self.terms[0].span // self.terms[0].weight

    @property
    def low(self) -> int | None:
        """The low end of the scales where all have one range, or None."""
        ends = {(Fraction(term.low, term.weight), Fraction(term.span, term.weight)) for term in self.terms}
        return self.terms[0].low // self.terms[0].weight if self.per_point == 1 and len(ends) == 1 else None

    @property
    def largest(self) -> int:
        """The largest whole number that working out a reading can meet.

        Software that has floats only gets the exact readings where this is at most 2**53.
        """
        span, weight = sum(term.span for term in self.terms), sum(term.weight for term in self.terms)
        ends = (abs(term.base) + max(abs(term.base), term.span) for term in self.terms)
        raw = sum(max(abs(term.low), abs(term.low + term.span)) for term in self.terms)
        tops: dict[Reading, tuple[int, int]] = {Reading.PERCENT: (100 * span, span)}
        if self.per_point is not None:
            tops[Reading.MEAN] = (raw, self.per_point * weight)
            tops[Reading.SUM] = (raw, self.per_point)
            if self.in_proportion:
                tops[Reading.SUM] = (raw * len(self.terms), self.per_point * len(self.terms))
        above, below = self._scaled(*(abs(number) for number in tops[self.reading]), plus=abs(self.plus))
        if self.round_to is not None:
            step = self.round_to
            above, below = 2 * above * step.denominator + below * step.numerator, 2 * below * step.numerator
        return max(*ends, above, below, *(number for pair in tops.values() for number in pair), 0)

    def needed(self, asked: int) -> int:
        """Return how many answers a score takes.

        Args:
            asked: How many items were asked, from 0.
        """
        return answers_needed(asked, self.least)

    def tally(self, answers: Mapping[str, "int | float | Missing"]) -> Tally:
        """Return what the answers come to.

        Args:
            answers: Item id to an answer or to the reason for a gap; an item that is not there was not asked.
        """
        share = span = low = weight = answered = step = span_answered = largest = 0
        gaps: dict[Missing, int] = {}
        for term in self.terms:
            answer = answers.get(term.item, Missing.NOT_ASKED)
            if isinstance(answer, Missing):
                if answer is not Missing.NOT_SHOWN or term.not_shown is None:
                    gaps[answer] = gaps.get(answer, 0) + 1
                    continue
                share += term.not_shown
            else:
                share += term.share(answer)
                step = math.gcd(step, term.step)
                span_answered += term.span
                largest = max(largest, term.span)
            span += term.span
            low += term.low
            weight += term.weight
            answered += 1
        return Tally(
            share, span, low, weight, answered, gaps, len(self.terms), step, span_answered // largest if largest else 0
        )

    def percent(self, share: int, span: int) -> float:
        """Return the place on the answer range that a total comes to, 0 to 100.

        Args:
            share: The shares of the answered items, added up.
            span: Their spans, added up.
        """
        return 100 * share / span

    def mean(self, tally: Tally) -> float | None:
        """Return the mean points of the answered items, or None where their ranges differ.

        Args:
            tally: What was counted, with an answer at least.
        """
        return None if self.per_point is None else (tally.share + tally.low) / (self.per_point * tally.weight)

    def sum(self, tally: Tally) -> float | None:
        """Return the sum of the points, in proportion where the rule says so, or None where the score has none.

        Args:
            tally: What was counted, with an answer at least.
        """
        if not self.has_sum:
            return None
        above, below = self._ratio(Reading.SUM, tally)
        return above / below

    def value(self, tally: Tally) -> float | None:
        """Return the score as its authors read it, or None where their table has no entry.

        Args:
            tally: What was counted, with an answer at least.
        """
        above, below = self._scaled(*self._ratio(self.reading, tally))
        if self.round_to is not None:
            step = self.round_to
            count = (2 * above * step.denominator + below * step.numerator) // (2 * below * step.numerator)
            above, below = count * step.numerator, step.denominator
        value = above / below
        if self.table is None:
            return value
        return self.values.get(value) if self.is_whole(tally.asked) else None

    def level(self, value: float | None, asked: int, group: str | None = None) -> str | None:
        """Return the name of the level that a value belongs to, or None without one.

        Args:
            value: The value.
            asked: How many items were asked; levels of a sum are those of all its items.
            group: For whom the level is; None for levels that are for everybody.
        """
        if value is None or not self.is_whole(asked):
            return None
        levels = (level for level in self.levels if level.group == group)
        return next((level.label for level in levels if level.low.number <= value <= level.high.number), None)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that have levels of their own."""
        return tuple(dict.fromkeys(level.group for level in self.levels if level.group is not None))

    @property
    def values(self) -> Mapping[float, float]:
        """The table, as floats."""
        return {float(before): float(after) for before, after in (self.table or {}).items()}

    def is_whole(self, asked: int) -> bool:
        """Return whether enough was asked for what holds of complete answers alone: all items of a sum.

        Args:
            asked: How many items were asked.
        """
        return self.reading is not Reading.SUM or asked == self.size

    def _ratio(self, reading: Reading, tally: Tally) -> tuple[int, int]:
        """Return the two whole numbers whose quotient is a reading."""
        if reading is Reading.PERCENT or self.per_point is None:
            return 100 * tally.share, tally.span
        points = tally.share + tally.low
        if reading is Reading.MEAN:
            return points, self.per_point * tally.weight
        if self.in_proportion:
            return points * tally.asked, self.per_point * tally.answered
        return points, self.per_point

    def _scaled(self, above: int, below: int, *, plus: Fraction | None = None) -> tuple[int, int]:
        """Return the two numbers after the factor and the sum."""
        plus = self.plus if plus is None else plus
        above, below = above * self.factor.numerator, below * self.factor.denominator
        return above * plus.denominator + below * plus.numerator, below * plus.denominator


def answers_needed(asked: int, least: Fraction) -> int:
    """Return how many answers a score takes: the smallest whole number not below the part of those asked, at least 1.

    Args:
        asked: How many items were asked, from 0.
        least: The part that has to be answered, from 0 to 1; above 1 it is the number itself.
    """
    return max(1, int(least) if least > 1 else -(-least.numerator * asked // least.denominator))


def terms_of(items: Sequence[KeyedItem], weigh: Weigh) -> tuple[tuple[Term, ...], int | None]:
    """Return the terms of a score's items, and how many units a point is, or None where ranges differ.

    Args:
        items: The items.
        weigh: What an answer adds. Items of one range count alike whatever is said here.
    """
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
    steps = Fraction(item.times) / item.per_unit
    numbers: Iterable[Number] = (*item.ends, *(item.times * points for points in item.points), steps)
    return math.lcm(*(number.denominator for number in numbers))
