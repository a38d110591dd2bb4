"""Norms: what a score came to in a population, which a pack brings and nobody assumes."""

from bisect import bisect_left
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Annotated

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.exact import Exact, exactly, maybe_exactly
from intimacy_kit._values.fields import DIGEST, Between, Id, Locale, NonEmpty, Translatable
from intimacy_kit._values.record import CheckedRecord
from intimacy_kit.content.vocabulary import ReliabilityKind
from intimacy_kit.errors import Problems

_MOST = 10**9


def _is_digest(value: str, at: Problems) -> None:
    """The digest of a score, as `ScoringKey.digests` has it."""
    if not DIGEST.fullmatch(value):
        at.add("bad-digest", "this is not the digest of a score", "copy it from ScoringKey.digests, in quotes")


@attrs.frozen
class FoundReliability(CheckedRecord):
    """How reliable a score was found to be among the people of a norm.

    Args:
        name: Which coefficient, such as `Cronbach's alpha`.
        kind: Which error it knows of: that of one occasion, or of two.
        value: The coefficient, from 0 to 1.
        low: The lower end of its 95 % interval, where it is known.
        high: The upper end.
        n: How many people it rests on; those of the norm unless given.
    """

    name: NonEmpty
    kind: ReliabilityKind
    value: Exact = attrs.field(converter=exactly)
    low: Exact | None = attrs.field(default=None, converter=maybe_exactly)
    high: Exact | None = attrs.field(default=None, converter=maybe_exactly)
    n: Annotated[int, Between(2, _MOST)] | None = None

    def _check(self, problems: Problems) -> None:
        if not 0 <= self.value <= 1:
            problems.add("bad-number", "a reliability lies between 0 and 1", "give it as found", "value")
        ends = [end for end in (self.low, self.high) if end is not None]
        if len(ends) == 1 or (ends and not ends[0] <= self.value <= ends[1]):
            message = "the interval does not have two ends with the coefficient between them"
            problems.add("bad-norm", message, "give both ends, or none", "low")


@attrs.frozen
class Norm(CheckedRecord):
    """What a score came to in a population. It holds for no other score, and not for ever.

    Values are those of `Score.value`: the percent of a pillar, and what the rule reads of a score.

    Args:
        id: The norm's id.
        of: The id of the score: the pillar's where no rule says otherwise.
        digest: The digest of the score that it was made on, as in `ScoringKey.digests`; it holds for no other.
        population: Who was asked, and how they were found.
        n: How many people that were.
        on: The last day on which they were asked; the last of the year where no more is known.
        until: The last day on which it may be used.
        locale: The language that they were asked in; it holds for no other.
        source: The id of the source that reports it.
        group: For whom it is, such as `women`; for everybody of the population unless given.
        mean: The mean of the values; given with `sd`.
        sd: Their standard deviation, above 0.
        percentiles: Value to the part, in percent, of those people who lie below it, of those at it the half; two
            values or more.
        table: Value to what a publication reads in its place in the group, such as a T score; any other has none.
            Levels of the group are parts of what it gives.
        reliabilities: How reliable the score was found to be; the first of a kind is taken. They need `sd`.
    """

    id: Id
    of: Id
    digest: Annotated[str, _is_digest]
    population: Translatable
    n: Annotated[int, Between(2, _MOST)]
    on: date
    until: date
    locale: Locale
    source: Id
    group: Id | None = None
    mean: Exact | None = attrs.field(default=None, converter=maybe_exactly)
    sd: Exact | None = attrs.field(default=None, converter=maybe_exactly)
    percentiles: Mapping[Exact, Exact] | None = None
    table: Mapping[Exact, Exact] | None = None
    reliabilities: tuple[FoundReliability, ...] = ()

    def _check(self, problems: Problems) -> None:
        if not any(each is not None for each in (self.mean, self.sd, self.percentiles, self.table)):
            problems.add("bad-norm", "the norm says nothing of values", "give mean and sd, percentiles, or a table")
        if (self.mean is None) != (self.sd is None):
            problems.add("bad-norm", "mean and sd do not stand together", "give both, or none", "mean")
        if self.sd is not None and self.sd <= 0:
            problems.add("bad-number", "a standard deviation lies above 0", "give it as found", "sd")
        if self.until <= self.on:
            problems.add("bad-date", "the norm may not be used after the day of its data", "give a later day", "until")
        if self.table is not None and self.group is None:
            remedy = "name the group, or give the score itself the table, in scores.yaml"
            problems.add("bad-norm", "a table is that of a group", remedy, "table")
        if self.table is not None and not self.table:
            problems.add("bad-norm", "the table is empty", "write down what the publication gives", "table")
        if self.reliabilities and self.sd is None:
            message = "without a standard deviation, a reliability gives no error of measurement"
            problems.add("bad-norm", message, "give mean and sd", "reliabilities")
        self._check_percentiles(problems)

    def _check_percentiles(self, problems: Problems) -> None:
        if self.percentiles is None:
            return
        steps = sorted(self.percentiles.items())
        if len(steps) < 2:
            problems.add("bad-norm", "there are fewer than two percentiles", "give more", "percentiles")
        for (_, below), (value, above) in pairwise(steps):
            if above < below:
                message = f"fewer people lie below {value.plain} than below the value before it"
                problems.add("bad-norm", message, "exchange the two", "percentiles")
        if any(not 0 <= part <= 100 for part in self.percentiles.values()):
            problems.add("bad-number", "a percentile lies between 0 and 100", "write parts in percent", "percentiles")

    @cached_property
    def values(self) -> Mapping[float, float]:
        """The table, as floats."""
        return {float(before): float(after) for before, after in (self.table or {}).items()}

    @sealed
    def t(self, value: float) -> float | None:
        """Return the T score of a value, 50 + 10 · (value - mean) / sd, or None without mean and sd.

        Args:
            value: A value of the score.
        """
        if self.mean is None or self.sd is None:
            return None
        return 50 + 10 * (value - float(self.mean)) / float(self.sd)

    @sealed
    def percentile(self, value: float) -> float | None:
        """Return the part, in percent, of the people who lie below a value, of those at it the half.

        Between two values of the table it lies on the line between theirs. None outside the table, and without
        one: percents are bounded and lie askew, so mean and sd say little of who lies below whom.

        Args:
            value: A value of the score.
        """
        steps = sorted((float(at), float(part)) for at, part in (self.percentiles or {}).items())
        i = bisect_left(steps, (value,))
        if i == len(steps) or (i == 0 and steps[0][0] != value):
            return None
        at, part = steps[i]
        if at == value:
            return part
        before, below = steps[i - 1]
        return below + (part - below) * (value - before) / (at - before)
