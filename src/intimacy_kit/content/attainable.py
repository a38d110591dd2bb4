"""The values that a score can take when everything is answered, and where its levels leave some of them out."""

from collections.abc import Container, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import attrs

from intimacy_kit._values.exact import Exact, common_step
from intimacy_kit.content.questionnaire import Item
from intimacy_kit.content.scale import ResponseScale
from intimacy_kit.content.score_rule import ScoreRule
from intimacy_kit.content.vocabulary import Keying, Reading, Weigh

_MOST = 1 << 20
"""So many steps are gone through one by one; of more, any number between the ends counts as a value."""

_FEW = 4096
"""So many values are added to others one by one; of more, every step between the ends counts as a value."""


_A_NUMBER = 16_384
"""What it takes to look at a number, in places of a grid."""


class TooMuch(Exception):
    """What scores can be is not worked out any further, since it takes too long."""


class Effort:
    """How much may still be done to work out what the scores of a pack can be.

    Args:
        left: So many places of a grid are gone through at most.
    """

    __slots__ = ("left",)

    def __init__(self, left: int = 1 << 30) -> None:
        self.left = left

    def spend(self, one: "Attainable", other: "Attainable") -> None:
        """Take off what it costs to add numbers to others.

        Args:
            one: The numbers.
            other: The others.

        Raises:
            TooMuch: When no more may be done.
        """
        if not (one.is_full and other.is_full):
            places = max(one.bits.bit_length(), other.bits.bit_length())
            self.spend_on(min(one.count, other.count), places)

    def spend_on(self, numbers: int, places: int = 0) -> None:
        """Take off what it costs to go through numbers.

        Args:
            numbers: How many there are.
            places: How many places of a grid are moved for each.

        Raises:
            TooMuch: When no more may be done.
        """
        self.left -= numbers * (places + _A_NUMBER)
        if self.left < 0:
            raise TooMuch


@attrs.frozen
class Attainable:
    """Numbers on a grid.

    Args:
        low: The smallest.
        high: The largest.
        step: How far two places of the grid lie apart; 0 where any number between the ends is one.
        bits: Which places of the grid, from the low end, are among the numbers: the first and the last always are.
    """

    low: Fraction
    high: Fraction
    step: Fraction
    bits: int

    @classmethod
    def between(cls, low: Fraction, high: Fraction, step: Fraction) -> "Attainable":
        """Return every place of a grid from one end to the other, or any number where there are too many.

        Args:
            low: The smallest number.
            high: The largest.
            step: How far two lie apart; 0 for any number.
        """
        places = (high - low) // step + 1 if step else 0
        return cls(low, high, step, (1 << places) - 1) if 0 < places <= _MOST else cls(low, high, Fraction(0), 0)

    @classmethod
    def of(cls, numbers: Iterable[Fraction]) -> "Attainable":
        """Return the numbers themselves.

        Args:
            numbers: One at least.
        """
        ascending = sorted(set(numbers))
        low, high = ascending[0], ascending[-1]
        step = common_step([number - low for number in ascending]) or Fraction(1)
        if (high - low) / step >= _MOST:
            return cls.between(low, high, Fraction(0))
        return cls(low, high, step, sum(1 << int((number - low) / step) for number in ascending))

    def __iter__(self) -> Iterator[Fraction]:
        return (self.low + place * self.step for place in range(self.bits.bit_length()) if self.bits >> place & 1)

    @property
    def count(self) -> int:
        """How many numbers there are; 0 where any number between the ends is one."""
        return self.bits.bit_count()

    @property
    def is_full(self) -> bool:
        """Whether each place of the grid is among the numbers, or any number between the ends."""
        return self.count == self.bits.bit_length()

    def scaled(self, factor: Fraction, plus: Fraction = Fraction(0)) -> "Attainable":
        """Return each number times a factor, and something added.

        Args:
            factor: Another number than 0.
            plus: What is added.
        """
        low, high = sorted((self.low * factor + plus, self.high * factor + plus))
        bits = self.bits
        if factor < 0 and bits:
            bits = int(f"{bits:b}"[::-1], 2)
        return Attainable(low, high, self.step * abs(factor), bits)

    def added(self, other: "Attainable") -> "Attainable":
        """Return each number and each of another, added up.

        Args:
            other: The other numbers.
        """
        low, high = self.low + other.low, self.high + other.high
        if not self.step or not other.step:
            return Attainable.between(low, high, Fraction(0))
        step = common_step([self.step, other.step])
        fewer, more = sorted((self, other), key=lambda each: each.count)
        alike = self.step == other.step and self.is_full and other.is_full
        if alike or fewer.count > _FEW or (high - low) / step >= _MOST:
            return Attainable.between(low, high, step)
        spread, bits = more._on(step), 0
        for place, number in enumerate(f"{fewer.bits:b}"[::-1]):
            if number == "1":
                bits |= spread << int(place * fewer.step / step)
        return Attainable(low, high, step, bits)

    def first_above(self, end: Fraction | None, below: Fraction | None) -> Fraction | None:
        """Return the smallest number above an end and below another, or None; any will do where there is no smallest.

        Args:
            end: The end, or None for none.
            below: The other, or None for none.
        """
        if end is None or end < self.low:
            first: Fraction | None = self.low
        elif not self.step:
            top = self.high if below is None else min(self.high, below)
            first = (end + top) / 2 if end < top else None
        else:
            skipped = int((end - self.low) / self.step) + 1
            rest = self.bits >> skipped
            first = self.low + (skipped + (rest & -rest).bit_length() - 1) * self.step if rest else None
        return None if first is None or (below is not None and first >= below) else first

    def _on(self, step: Fraction) -> int:
        """Return the bits on a finer grid."""
        times = int(self.step / step)
        if times == 1:
            return self.bits
        return int(("0" * (times - 1)).join(f"{self.bits:b}"), 2)


def holes(rule: ScoreRule, values: Attainable, normed: Container[str | None] = ()) -> Iterator[tuple[int, str]]:
    """Yield each place where the levels of a score leave out a value that complete answers can give.

    Args:
        rule: The rule of the score.
        values: What the score can be.
        normed: The groups whose levels are parts of what a norm gives, and stay out.

    Yields:
        The number of a level in the list, and what lies beside it without a level.
    """
    if rule.levels_as_published:
        return
    for group, levels in rule.levels_by_group.items():
        if group in normed:
            continue
        ends: list[Fraction | None] = [None, *(level.high for _, level in levels)]
        starts: list[Fraction | None] = [*(level.low for _, level in levels), None]
        for place, (end, start) in enumerate(zip(ends, starts, strict=True)):
            value = values.first_above(end, start)
            if value is not None:
                yield levels[max(place - 1, 0)][0], str(Exact(value).plain)


def attainable(
    rule: ScoreRule,
    items: Mapping[str, Item],
    scales: Mapping[str, ResponseScale],
    known: Mapping[str, Attainable],
    effort: Effort | None = None,
) -> Attainable:
    """Return what a score can be when everything is answered. Scores that share items count as free of each other.

    Args:
        rule: The rule of the score.
        items: The items of the pack.
        scales: Its scales.
        known: What the scores can be that are parts of it.
        effort: How much may be done for this score and others; as much as for all scores of a pack unless given.

    Raises:
        TooMuch: When that is too little.
    """
    effort = effort or Effort()
    effort.spend_on(len(rule.table or ()) + len(rule.bands or ()))
    alike: dict[Any, Attainable] = {}
    members: list[Attainable] = []
    for item in map(items.__getitem__, rule.items):
        kind = (item.scale, item.keying, item.if_not_shown, id(rule.recode_of(item.id)))
        if kind not in alike:
            effort.spend_on(len(scales[item.scale].choices))
            alike[kind] = _of_item(rule, item, scales[item.scale])
        members.append(alike[kind])
    members += [_recoded(rule, id, known[id]) for id in rule.scores]
    weights = [items[id].weight for id in rule.items] + [1] * len(rule.scores)
    values = _read(rule, members, weights, effort)
    if rule.operand is not None:
        values = _operated(values, known[rule.operand], divides=rule.divided_by is not None)
    values = values.scaled(Fraction(rule.factor), Fraction(rule.plus))
    if rule.cycle is not None and not 0 <= values.low <= values.high < rule.cycle:
        if values.step and values.count <= _FEW:
            values = Attainable.of(number % rule.cycle for number in values)
        else:
            values = Attainable.between(Fraction(0), Fraction(rule.cycle), Fraction(0))
    if rule.round_to is not None:
        if 0 < values.count <= _FEW:
            values = Attainable.of(map(rule.rounded, values))
        else:
            values = Attainable.between(rule.rounded(values.low), rule.rounded(values.high), Fraction(rule.round_to))
    return _looked_up(rule, values)


def _of_item(rule: ScoreRule, item: Item, scale: ResponseScale) -> Attainable:
    """Return the points that an answer to an item can add, before its weight."""
    recode = rule.recode_of(item.id)
    if recode is not None and recode.points is not None:
        points = Attainable.of(map(Fraction, recode.points.values()))
    elif recode is not None and recode.at_least is not None:
        points = Attainable.between(Fraction(0), Fraction(1), Fraction(1))
    else:
        low, high, step = map(Fraction, scale.grid)
        own = map(Fraction, scale.points.values())
        points = Attainable.of(own) if scale.range is None else Attainable.between(low, high, step)
        if item.keying is Keying.REVERSE:
            points = points.scaled(Fraction(-1), low + high)
        points = points if recode is None else points.scaled(Fraction(recode.times))
    if item.if_not_shown is None:
        return points
    unshown = Fraction(item.if_not_shown)
    if points.count > _FEW or not points.step:
        step = common_step([points.step, abs(unshown - points.low)]) if points.step else points.step
        return Attainable.between(min(points.low, unshown), max(points.high, unshown), step)
    return Attainable.of([*points, unshown])


def _recoded(rule: ScoreRule, id: str, values: Attainable) -> Attainable:
    """Return what a part can add to a score."""
    recode = rule.recode_of(id)
    if recode is None:
        return values
    if recode.at_least is not None:
        return Attainable.between(Fraction(0), Fraction(1), Fraction(1))
    return values.scaled(Fraction(recode.times))


def _read(rule: ScoreRule, members: list[Attainable], weights: list[int], effort: Effort) -> Attainable:
    """Return what the reading of a score can be, before anything is made of it."""
    if rule.reading.is_extreme:
        effort.spend_on(sum(member.count for member in members))
        return _extreme(members, highest=rule.reading is Reading.HIGHEST)
    position = rule.reading is Reading.PERCENT and rule.weighed is Weigh.POSITION
    total = Attainable.of([Fraction(0)])
    for member, weight in zip(members, weights, strict=True):
        effort.spend(total, member)
        if position:
            span = (member.high - member.low) or Fraction(1)
            total = total.added(member.scaled(weight / span, -weight * member.low / span))
        else:
            total = total.added(member.scaled(Fraction(weight)))
    if rule.reading is Reading.MEAN:
        return total.scaled(Fraction(1, sum(weights)))
    if rule.reading is Reading.PERCENT:
        if rule.scores:  # the ends are those of all that a part can be, with gaps too
            return Attainable.between(Fraction(0), Fraction(100), Fraction(0))
        span = (total.high - total.low) or Fraction(1)
        return total.scaled(100 / span, -100 * total.low / span)
    return total


def _extreme(members: list[Attainable], *, highest: bool) -> Attainable:
    """Return what the highest or the lowest of several numbers can be."""
    if not highest:
        return _extreme([member.scaled(Fraction(-1)) for member in members], highest=True).scaled(Fraction(-1))
    low, high = max(member.low for member in members), max(member.high for member in members)
    if all(member.step and member.count <= _FEW for member in members):
        return Attainable.of(number for member in members for number in member if number >= low)
    steps = [member.step for member in members] + [abs(member.low - low) for member in members]
    return Attainable.between(low, high, common_step(steps) if all(member.step for member in members) else Fraction(0))


def _operated(values: Attainable, others: Attainable, *, divides: bool) -> Attainable:
    """Return what numbers times others, or divided by them, can be."""
    if values.step and others.step and values.count * others.count <= _FEW:
        pairs = product(values, others)
        found = [one / other if divides else one * other for one, other in pairs if other or not divides]
        return Attainable.of(found or [Fraction(0)])
    least = others.low
    if divides and least <= 0:
        least = others.step or Fraction(1, _MOST)
    ends = [
        one / other if divides else one * other for one in (values.low, values.high) for other in (least, others.high)
    ]
    return Attainable.between(min(ends), max(ends), Fraction(0))


def _looked_up(rule: ScoreRule, values: Attainable) -> Attainable:
    """Return what a table or bands give for some values."""
    entries: list[Fraction] = []
    if rule.table is not None:
        entries = [Fraction(entry) for value, entry in rule.table.items() if _has(values, value)]
        entries = entries or list(map(Fraction, rule.table.values()))
    if rule.bands is not None:
        bands = sorted(rule.bands.items())
        ends = [*(start for start, _ in bands[1:]), None]
        entries = [
            Fraction(entry)
            for (start, entry), end in zip(bands, ends, strict=True)
            if _has(values, start) or values.first_above(start, end) is not None
        ] or [Fraction(bands[0][1])]
    return Attainable.of(entries) if entries else values


def _has(values: Attainable, number: Fraction) -> bool:
    """Return whether a number is among some values."""
    if not values.low <= number <= values.high or not values.step:
        return values.low <= number <= values.high
    place = (number - values.low) / values.step
    return place.denominator == 1 and bool(values.bits >> int(place) & 1)
