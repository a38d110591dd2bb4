"""One score, ready to be added up: one integer total, and the readings that are taken off it.

Each answered item adds its *share*, a whole number of units that all items of the
score have in common, from 0 at the low end of the item to its *span* at the high
end. Each reading is the division of one whole number by another:

    percent = 100 · Σ share / Σ span
    mean    = (Σ share + Σ low) / (unit · Σ weight)
    sum     = (Σ share + Σ low) / unit, in proportion: times asked by answered
    highest = max (share + low) / unit, and lowest likewise

where *low* is the low end of an item in units. Whatever follows, a factor and
rounding, is done on the two whole numbers before they are divided. A score can be
a part of another: its value is then an answer on a range whose steps its own rule settles.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

import attrs

from intimacy_kit._values.exact import Exact, common_step
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit.content.score_rule import Level, Norm, half_up
from intimacy_kit.content.vocabulary import Missing, Reading, Role, Weigh
from intimacy_kit.scoring_key.item import KeyedItem, Number, Steps


@attrs.frozen
class Term:
    """What the answer to one item, or the value of another score, adds to the total of a score, in whole units.

    Args:
        item: The id of the item or score.
        base: What is added whatever the answer.
        sign: What the answer is multiplied by; below 0 where the item is reverse-keyed.
        weight: How many times the item counts.
        span: The most that it adds.
        gap: How far two neighbouring answers lie apart, at most.
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
    gap: int
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
            gap=0,
            low=int(bottom * units) if points else 0,
            per_unit=item.per_unit,
            table=None if on_a_line else FrozenMap(table),
            not_shown=None if item.if_not_shown is None else int((not_shown - bottom) * units),
            cut=None if item.cut is None else math.ceil(item.cut * item.per_unit),
        )
        if item.cut is not None:
            return attrs.evolve(term, gap=term.span)
        shares = sorted(map(term.share, item.first_answers))
        return attrs.evolve(term, gap=max(more - less for less, more in pairwise(shares)))


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
        blurs: Whether no answer adds more than a third of what all answers can add up to, and no two neighbouring
            answers to a question lie more than a tenth of it apart.
    """

    share: int
    span: int
    low: int
    weight: int
    answered: int
    gaps: Mapping[Missing, int]
    items: int
    step: int
    blurs: bool

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
        parts: What each score adds that is a part of it; its items stand in none of the terms.
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
        below: The scores that are its parts.
        norms: What its value is read as in groups.
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
    parts: tuple[Term, ...] = ()
    below: "tuple[Subscale, ...]" = ()
    norms: tuple[Norm, ...] = ()

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
        return self.members[0].span // self.members[0].weight

    @property
    def members(self) -> tuple[Term, ...]:
        """What each item and each score adds."""
        return self.terms + self.parts

    @cached_property
    def rests_on(self) -> frozenset[str]:
        """The ids of the items that it depends on, those of its parts too."""
        own = {term.item for term in self.terms}
        return frozenset(own.union(*(each.rests_on for each in self.below)))

    @property
    def pools(self) -> bool:
        """Whether what several occasions add up to is a score again, so that a form can ask its items in turn."""
        return not self.parts and not self.reading.is_extreme

    @cached_property
    def ends(self) -> tuple[int, int]:
        """The least and the most that one answer comes to, in units from 0 points."""
        return min(term.low for term in self.members), max(term.low + term.span for term in self.members)

    @property
    def low(self) -> int | None:
        """The low end of the scales where all have one range, or None."""
        ends = {(Fraction(term.low, term.weight), Fraction(term.span, term.weight)) for term in self.members}
        return self.members[0].low // self.members[0].weight if self.per_point == 1 and len(ends) == 1 else None

    def steps(self) -> Steps | None:
        """Return the numbers that its value can be, as a range, or None where they lie on no common steps.

        Answers that are left out change what a mean is divided by; then the steps are fine enough for every number
        of answers.
        """
        if self.table is not None:
            values = sorted(map(Fraction, self.table.values()))
            return _steps(values[0], values[-1], common_step([each - values[0] for each in values]))
        members, unit = self.members, self.per_point or 1
        single = [Fraction(end, term.weight) for term in members for end in (term.low, term.low + term.span)]
        least, most = min(single) / unit, max(single) / unit
        whole = (sum(term.low for term in members), sum(term.low + term.span for term in members))
        counts = [len(members)] if self._always_whole else range(1, len(members) + 1)
        weight = sum(term.weight for term in members)
        weights = [weight] if self._always_whole else range(1, weight + 1)
        match self.reading:
            case Reading.PERCENT if len({Fraction(term.span, term.weight) for term in members}) > 1:
                if self.round_to is None:
                    return None
                least, most, step = Fraction(0), Fraction(100), Fraction(1)
            case Reading.PERCENT:
                least, most, step = Fraction(0), Fraction(100), Fraction(100, self.unit * math.lcm(*weights))
            case Reading.MEAN:
                step = Fraction(1, unit * math.lcm(*weights))
            case Reading.SUM if self.in_proportion:
                weightiest = [Fraction(end) for term in members for end in (term.low, term.low + term.span)]
                least, most = (len(members) * end(weightiest) / unit for end in (min, max))
                step = Fraction(1, unit * math.lcm(*counts))
            case Reading.SUM:
                parts = [sum(min(0, term.low) for term in members), sum(max(0, t.low + t.span) for t in members)]
                ends = whole if self._always_whole else (min(whole[0], parts[0]), max(whole[1], parts[1]))
                least, most, step = Fraction(ends[0], unit), Fraction(ends[1], unit), Fraction(1, unit)
            case _:
                least, most, step = Fraction(self.ends[0], unit), Fraction(self.ends[1], unit), Fraction(1, unit)
        least, most, step = least * self.factor + self.plus, most * self.factor + self.plus, step * self.factor
        if self.round_to is not None:
            least, most, step = half_up(least, self.round_to), half_up(most, self.round_to), Fraction(self.round_to)
        return _steps(least, most, step)

    @property
    def _always_whole(self) -> bool:
        """Whether it has a value only where all that is asked of it was answered, and all of it is always asked."""
        optional = any(
            Missing.DOES_NOT_APPLY in item.codes or (item.show_if is not None and item.if_not_shown is None)
            for item in self.items.values()
        )
        return self.needed(len(self.members)) == len(self.members) == self.size and not optional and not self.below

    @property
    def largest(self) -> int:
        """The largest whole number that working out a reading can meet.

        Software that has floats only gets the exact readings where this is at most 2**53.
        """
        members = self.members
        span, weight = sum(term.span for term in members), sum(term.weight for term in members)
        ends = (abs(term.base) + max(abs(term.base), term.span) for term in members)
        raw = sum(max(abs(term.low), abs(term.low + term.span)) for term in members)
        tops: dict[Reading, tuple[int, int]] = {Reading.PERCENT: (100 * span, span)}
        if self.per_point is not None:
            tops[Reading.MEAN] = (raw, self.per_point * weight)
            tops[Reading.SUM] = (raw, self.per_point)
            tops[Reading.HIGHEST] = tops[Reading.LOWEST] = (raw, self.per_point)
            if self.in_proportion:
                tops[Reading.SUM] = (raw * len(members), self.per_point * len(members))
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

    def tally(
        self,
        answers: Mapping[str, "int | float | Missing"],
        values: Mapping[str, "float | Missing"] = FrozenMap({}),
    ) -> Tally:
        """Return what the answers come to.

        Args:
            answers: Item id to an answer or to the reason for a gap; an item that is not there was not asked.
            values: The same of the scores that are parts of this one.
        """
        share = span = low = weight = answered = step = of_answers = largest = widest = 0
        gaps: dict[Missing, int] = {}
        best: list[int] = []
        known = [(term, answers.get(term.item, Missing.NOT_ASKED)) for term in self.terms]
        known += [(term, values.get(term.item, Missing.NOT_ASKED)) for term in self.parts]
        for term, answer in known:
            if isinstance(answer, Missing):
                if answer is not Missing.NOT_SHOWN or term.not_shown is None:
                    gaps[answer] = gaps.get(answer, 0) + 1
                    continue
                added = term.not_shown
            else:
                added = term.share(answer)
                step = math.gcd(step, term.step)
                of_answers += term.span
                largest = max(largest, term.span)
                widest = max(widest, term.gap)
            share += added
            span += term.span
            low += term.low
            weight += term.weight
            answered += 1
            best.append(added + term.low)
        if self.reading.is_extreme and best:
            low, top = self.ends
            found = max(best) if self.reading is Reading.HIGHEST else min(best)
            share, span, weight = found - low, top - low, 1
        blurs = of_answers == span and 3 * largest <= span and 10 * widest <= span and answered > 0
        return Tally(share, span, low, weight, answered, gaps, len(known), step, blurs)

    def percent(self, share: int, span: int) -> float:
        """Return the place on the answer range that a total comes to, 0 to 100.

        Args:
            share: The shares of the answered items, added up.
            span: Their spans, added up.
        """
        return 100 * share / span

    def mean(self, tally: Tally) -> float | None:
        """Return the mean points of the answered items, or None where their ranges differ, or one answer is the score.

        Args:
            tally: What was counted, with an answer at least.
        """
        if self.per_point is None or self.reading.is_extreme:
            return None
        return (tally.share + tally.low) / (self.per_point * tally.weight)

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

    def part(self, tally: Tally) -> "float | Missing":
        """Return its value as an answer where it is a part of another score, or the kind of gap that it is there.

        Args:
            tally: What was counted.
        """
        if not tally.asked:
            return Missing.NOT_ASKED
        value = self.value(tally) if tally.answered >= self.needed(tally.asked) else None
        return Missing.BLANK if value is None else value

    def level(self, value: float | None, asked: int, group: str | None = None) -> str | None:
        """Return the name of the level that a value belongs to, or None without one.

        Args:
            value: The value.
            asked: How many items were asked; levels of a sum are those of all its items.
            group: For whom the level is; None for levels that are for everybody.
        """
        if value is None or not self.is_whole(asked):
            return None
        known = self.normed[str(group)].values.get(value) if group in self.normed else value
        if known is None:
            return None
        levels = (level for level in self.levels if level.group == group)
        return next((level.label for level in levels if level.low.number <= known <= level.high.number), None)

    @cached_property
    def normed(self) -> Mapping[str, Norm]:
        """The norms by group."""
        return FrozenMap({norm.group: norm for norm in self.norms})

    def normed_values(self, value: float | None, asked: int) -> Mapping[str, float]:
        """Return what a value is read as in each group that has a norm and an entry for it.

        Args:
            value: The value.
            asked: How many items were asked; norms of a sum are those of all its items.
        """
        if value is None or not self.is_whole(asked):
            return FrozenMap({})
        found = {norm.group: norm.values.get(value) for norm in self.norms}
        return FrozenMap({group: each for group, each in found.items() if each is not None})

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


def _steps(least: Fraction, most: Fraction, step: Fraction) -> Steps | None:
    """Return a range, its top raised to a whole number of steps; None without two values."""
    if least >= most:
        return None
    return Steps(Exact(least), Exact(least + -((least - most) // step) * step), Exact(step))


def answers_needed(asked: int, least: Fraction) -> int:
    """Return how many answers a score takes: the smallest whole number not below the part of those asked, at least 1.

    Args:
        asked: How many items were asked, from 0.
        least: The part that has to be answered, from 0 to 1; above 1 it is the number itself.
    """
    return max(1, int(least) if least > 1 else -(-least.numerator * asked // least.denominator))


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
