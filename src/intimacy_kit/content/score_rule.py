"""Scoring rules: which items make up a score, and what is read off it, as its authors say."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

import attrs

from intimacy_kit._values.exact import Exact, common_step, exactly, maybe_exactly, share_a_unit
from intimacy_kit._values.fields import Id, Ids, Translatable
from intimacy_kit._values.record import CheckedRecord
from intimacy_kit.content.questionnaire import Item
from intimacy_kit.content.scale import ResponseScale
from intimacy_kit.content.vocabulary import Reading, Rounding, Weigh
from intimacy_kit.errors import Problems

MOST_DEEP = 16
"""How many scores can lie one within the other: a score of scores of scores, and so on."""


@attrs.frozen
class Level(CheckedRecord):
    """A named part of the range of a score, from a publication.

    Args:
        label: Its name.
        low: The least value that belongs to it.
        high: The largest value that belongs to it.
        group: For whom it is, where the publication gives levels by group, such as `women`.
    """

    label: Translatable
    low: Exact = attrs.field(converter=exactly)
    high: Exact = attrs.field(converter=exactly)
    group: Id | None = None

    def _check(self, problems: Problems) -> None:
        if self.low > self.high:
            problems.add("bad-levels", "the low end of the level lies above its high end", "exchange them", "low")


@attrs.frozen
class Recode(CheckedRecord):
    """What answers add to one score where that is not their points.

    Args:
        items: The items and scores of the score that it holds for; all of them unless given.
        points: Value to points, for every value of the scale, whatever the keying of the item.
        times: What the points, reversed where the item is reverse-keyed, are multiplied by; below 0 they are taken off.
        at_least: Values from this one add 1 and others 0, whatever the keying. So answers or scores are counted.
    """

    items: Ids = ()
    points: Mapping[Exact, Exact] | None = None
    times: Exact = attrs.field(default=Exact(1), converter=exactly)
    at_least: Exact | None = attrs.field(default=None, converter=maybe_exactly)

    def _check(self, problems: Problems) -> None:
        if [self.points is None, self.times == 1, self.at_least is None].count(False) != 1:
            problems.add("bad-points", "a recode has points, times or at_least", "give one of the three")
        elif self.points is not None and len(set(self.points.values())) < 2:
            message = "all values have the same points"
            problems.add("bad-points", message, "give at least two different numbers", "points")
        elif self.points is not None and not share_a_unit(self.points.values()):
            message = "the points have no common unit that is large enough"
            problems.add("bad-points", message, "give them fewer decimals", "points")
        elif self.times == 0:
            problems.add("bad-points", "times 0 adds nothing", "leave the items out of the score", "times")

    @cached_property
    def _grid(self) -> tuple[Fraction, Fraction, Fraction]:
        """The least and the most points, and the step of which all differences are multiples; only where it has any."""
        points = sorted(map(Fraction, (self.points or {}).values()))
        return points[0], points[-1], common_step([each - points[0] for each in points])


@attrs.frozen
class ScoreRule(CheckedRecord):
    """How a score comes about.

    Args:
        id: The score's id.
        title: Its name, for people.
        items: The items that make it up; an item can be in several scores.
        scores: The scores whose values make it up, besides items or without them; each is listed before it.
        pillar: The pillar that it stands for in plans and reports; the pillar of the same id unless given.
        reading: What its value is: percent, mean, sum, or the highest or the lowest points of an answer. Of yes (1)
            and no (0), the lowest is 1 where all are yes, and the highest where any is: so several scores are a screen.
        weigh: What an answer adds: its points, or its place on the range of its item, so that items of
            unlike ranges count alike. Points for a sum or a mean, and place for a percent, unless given.
        in_proportion: Whether a sum stands for all items that were asked when only some were answered:
            sum times asked by answered.
        min_answered: How much has to be answered: a whole number above 1 counts items, a fraction to 1 is
            the part of those asked. The form's unless given.
        recode: What some items add where that is not their points, and in no other score.
        factor: What the reading is multiplied by.
        plus: What is added to it then.
        multiplied_by: A score by whose value the reading is multiplied first. Without that there is no value.
        divided_by: A score by whose value, from 0, the reading is divided first. Where that is 0 there is no value.
        cycle: Whole multiples of it are taken off the value, so that it is from 0 to below this: 24 makes hours between
            two times of day of a difference.
        round_to: The value is rounded to a multiple of this.
        rounding: To which of the two multiples beside it: the nearer one, and the larger from the middle, unless given.
        table: Reading, after all that and rounding, to the value in its place; any other reading has no value.
        bands: The same by bands: the least reading of each to the value in its place; lower ones have no value.
        levels: Named parts of its range; those of a group that has a norm with a table are parts of what that gives.
        levels_source: The source of the levels.
        levels_as_published: Whether the levels are meant to leave holes.
    """

    id: Id
    title: Translatable
    items: Ids = ()
    scores: Ids = ()
    pillar: Id | None = None
    reading: Reading = Reading.PERCENT
    weigh: Weigh | None = None
    in_proportion: bool = False
    min_answered: Exact | None = attrs.field(default=None, converter=maybe_exactly)
    recode: tuple[Recode, ...] = ()
    factor: Exact = attrs.field(default=Exact(1), converter=exactly)
    plus: Exact = attrs.field(default=Exact(0), converter=exactly)
    multiplied_by: Id | None = None
    divided_by: Id | None = None
    cycle: Exact | None = attrs.field(default=None, converter=maybe_exactly)
    round_to: Exact | None = attrs.field(default=None, converter=maybe_exactly)
    rounding: Rounding = Rounding.HALF_UP
    table: Mapping[Exact, Exact] | None = None
    bands: Mapping[Exact, Exact] | None = None
    levels: tuple[Level, ...] = ()
    levels_source: Id | None = None
    levels_as_published: bool = False

    def _check(self, problems: Problems) -> None:
        if not self.members:
            problems.add("bad-score", f"the score {self.id!r} has no items", "list them, or scores", "items")
        if not set(self.items).isdisjoint(self.scores):
            problems.add("bad-score", "an item and a score have one name", "name one of them anew", "scores")
        if self.reading is Reading.SUM and self.weigh is Weigh.POSITION:
            problems.add("bad-score", "a sum adds points", "leave weigh out", "weigh")
        if self.reading.is_extreme and self.weigh is Weigh.POSITION:
            problems.add("bad-score", "the highest and the lowest are of points", "leave weigh out", "weigh")
        self._check_numbers(problems)
        self._check_recodes(problems)
        self._check_levels(problems)
        if self.in_proportion and self.reading is not Reading.SUM:
            remedy = "take in_proportion out"
            problems.add("bad-score", "only a sum can be in proportion", remedy, "in_proportion")

    def _check_numbers(self, problems: Problems) -> None:
        least = self.min_answered
        if least is not None and (
            least < 0 or (least > 1 and least.denominator != 1) or least > max(len(self.members), 1)
        ):
            remedy = "write a fraction to 1, or how many of its items"
            problems.add(
                "bad-number", "min_answered is neither a part nor a number of the items", remedy, "min_answered"
            )
        if self.factor <= 0:
            problems.add("bad-number", "the factor is not above 0", "write a number above 0", "factor")
        for name in ("cycle", "round_to"):
            number = getattr(self, name)
            if number is not None and number <= 0:
                problems.add("bad-number", f"{name} is not above 0", "write a number above 0", name)
        if self.rounding is not Rounding.HALF_UP and self.round_to is None:
            problems.add("bad-score", "nothing says what is rounded to", "give round_to", "rounding")
        for name in ("table", "bands"):
            if getattr(self, name) is not None and not getattr(self, name):
                problems.add(
                    "bad-score", f"the {name} {'is' if name == 'table' else 'are'} empty", "take the key out", name
                )
        if self.table is not None and self.bands is not None:
            problems.add("bad-score", "a value is looked up in a table or in bands", "keep one of them", "bands")
        if self.multiplied_by is not None and self.divided_by is not None:
            message = "the score is multiplied by one score and divided by another"
            problems.add("bad-score", message, "make a score of one of them first", "divided_by")

    def _check_levels(self, problems: Problems) -> None:
        if self.levels and self.levels_source is None:
            remedy = "name the source under levels_source, or take the levels out"
            problems.add("missing-levels-source", "levels need a source", remedy, "levels")
        if not self.levels and (self.levels_source is not None or self.levels_as_published):
            problems.add("bad-levels", "there are no levels", "list them", "levels_source")
        for levels in self.levels_by_group.values():
            for (_, below), (i, above) in pairwise(levels):
                if above.low <= below.high:
                    message = f"the levels {below.label!a} and {above.label!a} overlap"
                    problems.add("bad-levels", message, "let each value belong to one", "levels", i)

    def _check_recodes(self, problems: Problems) -> None:
        recoded: set[str] = set()
        for i, recode in enumerate(self.recode):
            if not recoded.isdisjoint(recode.items or self.members):
                problems.add("bad-points", "an item is recoded twice", "name it in one recode", "recode", i)
            recoded.update(recode.items or self.members)
            if recode.times != 1 and self.weighed is Weigh.POSITION:
                message = "where each item counts alike, none counts several times"
                problems.add("bad-points", message, "weigh by points", "recode", i, "times")

    @property
    def members(self) -> tuple[str, ...]:
        """The ids of its items and of its scores."""
        return (*self.items, *self.scores)

    @property
    def operand(self) -> str | None:
        """The id of the score that its reading is multiplied or divided by."""
        return self.multiplied_by if self.divided_by is None else self.divided_by

    @property
    def needs(self) -> tuple[str, ...]:
        """The ids of the scores whose values it needs, each of which is listed before it."""
        return self.scores if self.operand is None else (*self.scores, self.operand)

    def rounded(self, number: Fraction) -> Fraction:
        """Return a value as it is rounded, where it is.

        Args:
            number: The value.
        """
        return number if self.round_to is None else rounded(number, self.round_to, self.rounding)

    @property
    def weighed(self) -> Weigh:
        """What an answer adds."""
        if self.weigh is not None:
            return self.weigh
        return Weigh.POSITION if self.reading is Reading.PERCENT else Weigh.POINTS

    def recode_of(self, item: str) -> Recode | None:
        """Return what an item adds where that is not its points, or None.

        Args:
            item: The id of the item, or of a score in its place.
        """
        return self._recodes.get(item)

    @cached_property
    def _recodes(self) -> Mapping[str, Recode]:
        """The recode of each item that has one."""
        return {id: recode for recode in reversed(self.recode) for id in recode.items or self.members}

    def grid_of(self, item: Item, scale: ResponseScale) -> tuple[Fraction, Fraction, Fraction]:
        """Return the least and the most points that an answer adds, and the step of which differences are multiples.

        Args:
            item: An item of the score.
            scale: Its scale.
        """
        bottom, top, step = map(Fraction, scale.grid)
        recode = self.recode_of(item.id)
        if recode is not None and recode.points is not None:
            return recode._grid  # pyright: ignore[reportPrivateUsage]  # of this module
        if recode is not None and recode.at_least is not None:
            return Fraction(0), Fraction(1), Fraction(1)
        times = Fraction(1 if recode is None else recode.times)
        bottom, top = sorted((times * bottom, times * top))
        return bottom, top, step * abs(times)

    @property
    def levels_by_group(self) -> Mapping[str | None, list[tuple[int, Level]]]:
        """The levels for each group, with their places in the list, by ascending ends; None stands for everybody."""
        groups: dict[str | None, list[tuple[int, Level]]] = {}
        for i, level in sorted(enumerate(self.levels), key=lambda each: each[1].low):
            groups.setdefault(level.group, []).append((i, level))
        return groups


def rounded(number: Fraction, multiple: Fraction, rounding: Rounding) -> Fraction:
    """Return a number rounded to a multiple of another.

    Args:
        number: The number.
        multiple: What it is rounded to a multiple of, above 0.
        rounding: To which of the two multiples beside it.
    """
    times = number / multiple
    if rounding is Rounding.UP:
        return -(-times // 1) * multiple
    return (times + (Fraction(1, 2) if rounding is Rounding.HALF_UP else 0)) // 1 * multiple
