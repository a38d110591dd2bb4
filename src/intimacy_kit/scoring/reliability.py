"""How precise a score is, from a reliability that was supplied. Nothing is assumed without one."""

import enum
import math
from datetime import date
from typing import Annotated

import attrs

from intimacy_kit._values.fields import Between, NonEmpty
from intimacy_kit._values.record import CheckedRecord, Record
from intimacy_kit.errors import Problems

CONFIDENCE = 0.95
"""The confidence of a band and of the smallest detectable change."""

_Z = 1.959963984540054  # the two-sided 95 % point of the standard normal distribution


class ReliabilityKind(enum.StrEnum):
    """Which error a reliability coefficient knows of.

    `internal-consistency` (alpha, omega) comes from one occasion: how far the
    questions of a scale disagree. Ordinary ups and downs from one time to another
    are not in it. `retest` (a correlation or an intraclass correlation of two
    occasions between which nothing changed) holds both.
    """

    INTERNAL_CONSISTENCY = "internal-consistency"
    RETEST = "retest"


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
    """

    coefficient: float
    name: NonEmpty
    n: Annotated[int, Between(2, 10**9)]
    sd: float
    source: NonEmpty
    population: NonEmpty
    on: date
    kind: ReliabilityKind | None = None

    def _check(self, problems: Problems) -> None:
        if not 0 <= self.coefficient <= 1:
            message = "a reliability lies between 0 and 1"
            problems.add("bad-number", message, "give the coefficient as reported", "coefficient")
        if not 0 < self.sd < math.inf:
            message = "a standard deviation is a number above 0"
            problems.add("bad-number", message, "give that of the percents", "sd")

    @property
    def sem(self) -> float:
        """The standard error of measurement, in percent points: SD · √(1 - r) (Lord and Novick, 1968)."""
        return self.sd * math.sqrt(1 - self.coefficient)

    @property
    def smallest_detectable_change(self) -> float:
        """The smallest change beyond measurement error at 95 %, in percent points: 1.96 · √2 · SEM.

        Source: Jacobson and Truax (1991), doi:10.1037/0022-006X.59.1.12, whose
        reliable change index divides a change by √2 · SEM.
        """
        return _Z * math.sqrt(2) * self.sem


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
    margin = _Z * reliability.sem
    return Band(max(0.0, percent - margin), min(100.0, percent + margin), reliability)
