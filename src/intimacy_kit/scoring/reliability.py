"""How precise a score is, from a reliability that was supplied. Nothing is assumed without one."""

import math
from datetime import date
from typing import Annotated, cast

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.fields import Between, NonEmpty
from intimacy_kit._values.record import CheckedRecord, Record
from intimacy_kit.content.vocabulary import ReliabilityKind
from intimacy_kit.errors import InvalidValue, Problems

CONFIDENCE = 0.95
"""The confidence of a band and of the smallest detectable change."""

Z_95 = 1.959963984540054
"""The two-sided 95 % point of the standard normal distribution."""


def _as_given(kind: "str | ReliabilityKind | None") -> ReliabilityKind | None:
    """Return what was given as it is; the field reads it. It says to type checkers what may be given."""
    return cast("ReliabilityKind | None", kind)


@attrs.frozen
class Reliability(CheckedRecord):
    """How reliable a pillar's percent was found to be in a sample. It is supplied, never assumed.

    Args:
        coefficient: The reliability coefficient, from 0 to 1.
        name: Which coefficient, such as `Cronbach's alpha`.
        n: How many people it rests on, from 2.
        sd: Their standard deviation, in percent points, above 0.
        source: Where it was reported, such as a DOI.
        population: Who these people were.
        on: When they answered.
        kind: Which error it knows of, or None where that is not said. Whether somebody changed takes
            one of the kind `retest`.
        mean: Their mean, in percent, where it is known; what allows for regression to the mean takes it.
    """

    coefficient: float
    name: NonEmpty
    n: Annotated[int, Between(2, 10**9)]
    sd: float
    source: NonEmpty
    population: NonEmpty
    on: date
    kind: ReliabilityKind | None = attrs.field(default=None, converter=_as_given)
    mean: float | None = None

    def _check(self, problems: Problems) -> None:
        if not 0 <= self.coefficient <= 1:
            message = "a reliability lies between 0 and 1"
            problems.add("bad-number", message, "give the coefficient as reported", "coefficient")
        if not 0 < self.sd < math.inf:
            message = "a standard deviation is a number above 0"
            problems.add("bad-number", message, "give that of the percents", "sd")
        if self.mean is not None and not 0 <= self.mean <= 100:
            problems.add("bad-number", "a mean of percents lies between 0 and 100", "give it in percent", "mean")

    @property
    def sem(self) -> float:
        """The standard error of measurement, SD · √(1 - r), in percent points (Lord and Novick, 1968)."""
        return self.sd * math.sqrt(1 - self.coefficient)

    @property
    def smallest_detectable_change(self) -> float:
        """The smallest change beyond measurement error at 95 %, 1.96 · √2 · SEM, in percent points.

        Source: Jacobson and Truax (1991), doi:10.1037/0022-006X.59.1.12, whose
        reliable change index divides a change by √2 · SEM.
        """
        return Z_95 * math.sqrt(2) * self.sem


@attrs.frozen
class Band(Record):
    """The range within which a percent lies with 95 % confidence, given a supplied reliability.

    Args:
        low: The lower end, in percent, from 0.
        high: The upper end, in percent, to 100.
        reliability: What it rests on.
    """

    low: float = attrs.field(repr=False)
    high: float = attrs.field(repr=False)
    reliability: Reliability


def band(percent: float, reliability: Reliability) -> Band:
    """Return the range within which a percent lies with 95 % confidence: the percent plus and minus 1.96 · SEM.

    Args:
        percent: The percent, 0 to 100.
        reliability: What is known of its precision.
    """
    margin = Z_95 * reliability.sem
    return Band(max(0.0, percent - margin), min(100.0, percent + margin), reliability)


@attrs.frozen
class TrueScore(Record):
    """What a percent would be without measurement error, as far as that can be told.

    Args:
        percent: The estimate, in percent.
        low: The lower end of its 95 % interval, in percent, from 0.
        high: The upper end, to 100.
        reliability: What it rests on.
    """

    percent: float = attrs.field(repr=False)
    low: float = attrs.field(repr=False)
    high: float = attrs.field(repr=False)
    reliability: Reliability


@sealed
def true_score(percent: float, reliability: Reliability) -> TrueScore:
    """Return a percent drawn in to the mean of a population, as far as it may be chance.

    By Kelley (1947, Fundamentals of Statistics): mean + r · (percent - mean), with the standard error of estimation
    SD · √(r · (1 - r)) (Lord and Novick, 1968). It is for people of that population; a `Band` is for anybody.

    Args:
        percent: The percent, 0 to 100.
        reliability: What is known of its precision, with the mean of the population.

    Raises:
        InvalidValue: When the reliability has no mean, or the percent is not between 0 and 100.

    >>> from datetime import date
    >>> from intimacy_kit import Reliability
    >>> known = Reliability(0.8, "alpha", 200, 20.0, "made up", "nobody", date(2026, 1, 1), mean=60.0)
    >>> round(true_score(90, known).percent, 1)
    84.0
    """
    problems = Problems()
    if not 0 <= percent <= 100:
        problems.add("bad-number", "a percent lies between 0 and 100", "give that of a score", "percent")
    if reliability.mean is None:
        problems.add("bad-number", "the reliability has no mean", "give the mean of its population", "reliability")
    problems.refuse(InvalidValue)
    mean = reliability.mean or 0.0
    centre = mean + reliability.coefficient * (percent - mean)
    margin = Z_95 * reliability.sd * math.sqrt(reliability.coefficient * (1 - reliability.coefficient))
    return TrueScore(centre, max(0.0, centre - margin), min(100.0, centre + margin), reliability)
