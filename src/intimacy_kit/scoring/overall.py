"""One number for a whole check-in."""

import math

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.record import Record
from intimacy_kit.scoring.result import Result


@attrs.frozen
class Overall(Record):
    """One number for a whole check-in. No evidence yet supports one; `caution` has what to say with it.

    Args:
        percent: The plain mean of the pillars' percents, 0 to 100, or None where no pillar has one.
        pillars: How many pillars have a percent.
        of: How many pillars were asked about.
    """

    percent: float | None = attrs.field(repr=False)
    pillars: int = attrs.field(repr=False)
    of: int


@sealed
def overall(result: Result) -> Overall:
    """Return the plain mean of the pillar percents that exist; show it with its `caution` or not at all.

    Args:
        result: The scores of one check-in. Felt scores do not enter.
    """
    percents = [score.percent for score in result if score.percent is not None]
    mean = math.fsum(percents) / len(percents) if percents else None
    return Overall(mean, len(percents), sum(score.asked > 0 for score in result))
