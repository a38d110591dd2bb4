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

import operator
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

import attrs

from intimacy_kit._values.exact import Exact
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit.content.norm import Norm
from intimacy_kit.content.score_rule import Level, rounded
from intimacy_kit.content.vocabulary import Missing, Reading, Role, Rounding
from intimacy_kit.scoring_key.digest import hash_of
from intimacy_kit.scoring_key.item import KeyedItem, Steps
from intimacy_kit.scoring_key.tally import Sizes, Tally, answers_needed
from intimacy_kit.scoring_key.term import Shares, Term
from intimacy_kit.scoring_key.value_range import steps_of

_GAPS = frozenset((None, *Missing))
_NOTHING: Mapping[str, Any] = FrozenMap[str, Any]({})


@attrs.frozen
class Operand:
    """A score by whose value another is multiplied or divided.

    Args:
        score: The score; None where the form asks no item of it, so that there is no value.
        steps: The numbers that its value can be.
        divides: Whether the other is divided by it.
    """

    score: "Subscale | None"
    steps: Steps
    divides: bool

    def ratio(self, value: float | None) -> tuple[int, int]:
        """Return by which two whole numbers the ends of a quotient are multiplied; the second is 0 without a value.

        Args:
            value: The value of the score, or None.
        """
        if value is None:
            return 1, 0
        parts, unit = round(value * self.steps.per_unit), self.steps.per_unit
        return (unit, parts) if self.divides else (parts, unit)


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
        operand: What the reading is multiplied or divided by first.
        cycle: What whole multiples are taken off the value of.
        round_to: What the value is rounded to a multiple of.
        rounding: To which of the two multiples beside it.
        table: Reading to the value in its place.
        bands: The least reading of each band to the value in its place.
        levels: Named parts of its range.
        levels_source: The source of the levels.
        rule: The rule that gives it, as a text for digests; empty where none does.
        items: The items by id, as this score counts them.
        below: The scores that are its parts.
        norms: What its value is read as in groups, by tables that were made on it.
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
    operand: "Operand | None" = None
    cycle: Fraction | None = None
    round_to: Fraction | None = None
    rounding: Rounding = Rounding.HALF_UP
    table: Mapping[Exact, Exact] | None = None
    bands: Mapping[Exact, Exact] | None = None
    levels: tuple[Level, ...] = ()
    levels_source: str | None = None
    rule: str = ""
    items: Mapping[str, KeyedItem] = FrozenMap({})
    parts: tuple[Term, ...] = ()
    below: "tuple[Subscale, ...]" = ()
    norms: tuple[Norm, ...] = ()

    @property
    def name(self) -> str:
        """The name of its scores in a table, which is its id, followed by `_felt` where they are felt ones."""
        return self.id if self.role is Role.SCORED else f"{self.id}_felt"

    @cached_property
    def plain(self) -> bool:
        """Whether its value is its percent, its mean or its sum as it stands."""
        untouched = self.factor == 1 and self.plus == 0 and self.operand is None and self.cycle is None
        return untouched and self.round_to is None and self.entries is None

    @cached_property
    def is_percent(self) -> bool:
        """Whether its value is its percent as it stands."""
        return self.plain and (self.reading is Reading.PERCENT or self.per_point is None)

    @property
    def unit(self) -> int:
        """How many units the range of an item is divided into, where that is the same for all."""
        return self.members[0].span // self.members[0].weight

    @cached_property
    def steps(self) -> Steps | None:
        """The numbers that its value can be, as a range, or None where they lie on no common steps."""
        return steps_of(self)

    @cached_property
    def rule_digest(self) -> str:
        """What the digest of a score that needs this one says of its rule."""
        return hash_of({"rule": self.rule})

    @cached_property
    def members(self) -> tuple[Term, ...]:
        """What each item and each score adds."""
        return self.terms + self.parts

    @cached_property
    def alike(self) -> bool:
        """Whether all its items and scores can add the same, so that no place says which of them were left out."""
        return len({(term.span, term.amounts) for term in self.members}) == 1

    @cached_property
    def rests_on(self) -> frozenset[str]:
        """The ids of the items that it depends on, those of its parts too."""
        own = {term.item for term in self.terms}
        return frozenset(own.union(*(each.rests_on for each in self.needs)))

    @property
    def needs(self) -> "tuple[Subscale, ...]":
        """The scores whose values it needs, which are its parts and what it is multiplied or divided by."""
        other = None if self.operand is None else self.operand.score
        return self.below if other is None else (*self.below, other)

    @property
    def pools(self) -> bool:
        """Whether what several occasions add up to is a score again, so that a form can ask its items in turn."""
        return not self.parts and self.operand is None and not self.reading.is_extreme

    @cached_property
    def ends(self) -> tuple[int, int]:
        """The least and the most that one answer comes to, in units from 0 points."""
        return min(term.low for term in self.members), max(term.low + term.span for term in self.members)

    @property
    def low(self) -> int | None:
        """The low end of the scales where all have one range, or None."""
        ends = {(Fraction(term.low, term.weight), Fraction(term.span, term.weight)) for term in self.members}
        return self.members[0].low // self.members[0].weight if self.per_point == 1 and len(ends) == 1 else None

    def needed(self, asked: int) -> int:
        """Return how many answers a score takes.

        Args:
            asked: How many of its items were asked, from 0.
        """
        return self._needed_by_count[asked]

    @cached_property
    def _needed_by_count(self) -> tuple[int, ...]:
        return tuple(answers_needed(asked, self.least) for asked in range(len(self.members) + 1))

    def tally(
        self,
        answers: Mapping[str, "int | float | Missing"],
        values: Mapping[str, "float | Missing"] = FrozenMap({}),
    ) -> Tally:
        """Return what the answers come to.

        Args:
            answers: Item id to an answer or to the reason for a gap; an item that is not there was not asked.
            values: The same of the scores whose values this one needs.
        """
        members: Sequence[Term] = self.members
        items, parts, tables = self._columns
        given = list(map(answers.get, items))
        if parts:
            given += map(values.get, parts)
        shares: list[Any] = list(map(operator.getitem, tables, given))  # of a gap None
        sizes, asked = self._whole, len(tables)
        gaps: dict[Missing, int] = {}
        if not _GAPS.isdisjoint(given):
            left_out = [answer for answer, share in zip(given, shares, strict=True) if share is None]
            for answer in set(left_out):
                gap = cast("Missing | None", answer) or Missing.NOT_ASKED
                gaps[gap] = gaps.get(gap, 0) + left_out.count(answer)
                asked -= 0 if gap.counts_as_asked else left_out.count(answer)
            counted = [each for each in zip(members, given, shares, strict=True) if each[2] is not None]
            members, shares = [term for term, _, _ in counted], [share for _, _, share in counted]
            hidden = [term for term, answer, _ in counted if answer in _GAPS]
            sizes = Sizes.of([term for term in members if term not in hidden] if hidden else members, hidden)
            if sizes.blurs and not self.alike:
                sizes = attrs.evolve(sizes, blurs=False)
        total = sum(shares)
        if self.reading.is_extreme and shares:
            points = [share + term.low for share, term in zip(shares, members, strict=True)]
            low, top = self.ends
            total = (max(points) if self.reading is Reading.HIGHEST else min(points)) - low
            sizes = Sizes(top - low, low, 1, sizes.step, blurs=False)
        operand: float | None = None
        if self.operand is not None and self.operand.score is not None:
            other = values.get(self.operand.score.id)
            operand = None if isinstance(other, Missing) else other
        return Tally(total, sizes, len(shares), asked, gaps, operand)

    @cached_property
    def _columns(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Shares, ...]]:
        """The ids of its items, those of its parts, and what the answers to each of them add."""
        values = {item.id: item.values for item in self.items.values()}
        tables = (Shares(term, values.get(term.item, ())) for term in self.members)
        return tuple(term.item for term in self.terms), tuple(term.item for term in self.parts), tuple(tables)

    @cached_property
    def _whole(self) -> Sizes:
        """What all its items and scores amount to."""
        return Sizes.of(self.members)

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
        return (tally.share + tally.sizes.low) / (self.per_point * tally.sizes.weight)

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
        above, below = self._ratio(self.reading, tally)
        if self.plain:
            return above / below
        if self.operand is not None:
            times, by = self.operand.ratio(tally.operand)
            above, below = above * times, below * by
            if not below:
                return None
        above, below = self.scaled(above, below)
        if self.cycle is not None:
            cycle, part = self.cycle.as_integer_ratio()
            above, below = above * part % (below * cycle), below * part
        if self.round_to is not None:
            above, below = rounded(Fraction(above, below), self.round_to, self.rounding).as_integer_ratio()
        value = above / below
        if self.entries is None:
            return value
        return self._entry(value) if self.is_whole(tally.asked) else None

    def _entry(self, value: float) -> float | None:
        """Return what a table or bands have in the place of a value, or None."""
        if self.bands is None:
            return self.values.get(value)
        return next((entry for least, entry in self._from_above if value >= least), None)

    @cached_property
    def _from_above(self) -> tuple[tuple[float, float], ...]:
        """The bands, the highest first."""
        return tuple(self.values.items())[::-1]

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
        if value is None or not self.levels or not self.is_whole(asked):
            return None
        known = self.normed[str(group)].values.get(value) if group in self.normed else value
        if known is None:
            return None
        own = (level for level in self._levels if level[0] == group)
        return next((label for _, low, high, label in own if low <= known <= high), None)

    @cached_property
    def _levels(self) -> tuple[tuple[str | None, float, float, str], ...]:
        """The levels, each with its group, its ends and its name."""
        return tuple((level.group, level.low.number, level.high.number, level.label) for level in self.levels)

    @cached_property
    def normed(self) -> Mapping[str, Norm]:
        """The norms by group."""
        return FrozenMap({str(norm.group): norm for norm in self.norms})

    def normed_values(self, value: float | None, asked: int) -> Mapping[str, float]:
        """Return what a value is read as in each group that has a norm and an entry for it.

        Args:
            value: The value.
            asked: How many items were asked; norms of a sum are those of all its items.
        """
        if value is None or not self.norms or not self.is_whole(asked):
            return _NOTHING
        found = {group: norm.values.get(value) for group, norm in self.normed.items()}
        return FrozenMap({group: each for group, each in found.items() if each is not None})

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The groups that have levels of their own."""
        return tuple(dict.fromkeys(level.group for level in self.levels if level.group is not None))

    @property
    def entries(self) -> Mapping[Exact, Exact] | None:
        """The table or the bands, or None where its value is not looked up."""
        return self.table if self.bands is None else self.bands

    @cached_property
    def values(self) -> Mapping[float, float]:
        """The table or the bands as floats, in ascending order."""
        return {float(before): float(after) for before, after in sorted((self.entries or {}).items())}

    def is_whole(self, asked: int) -> bool:
        """Return whether enough was asked for what holds of complete answers alone: all items of a sum.

        Args:
            asked: How many items were asked.
        """
        return self.reading is not Reading.SUM or asked == self.size

    def _ratio(self, reading: Reading, tally: Tally) -> tuple[int, int]:
        """Return the two whole numbers whose quotient is a reading."""
        if reading is Reading.PERCENT or self.per_point is None:
            return 100 * tally.share, tally.sizes.span
        points = tally.share + tally.sizes.low
        if reading is Reading.MEAN:
            return points, self.per_point * tally.sizes.weight
        if self.in_proportion:
            return points * tally.asked, self.per_point * tally.answered
        return points, self.per_point

    def scaled(self, above: int, below: int, *, plus: Fraction | None = None) -> tuple[int, int]:
        """Return two whole numbers whose quotient is that of two others times the factor, and what is added.

        Args:
            above: The one that is divided.
            below: What it is divided by.
            plus: What is added; what the rule says unless given.
        """
        plus = self.plus if plus is None else plus
        above, below = above * self.factor.numerator, below * self.factor.denominator
        return above * plus.denominator + below * plus.numerator, below * plus.denominator
