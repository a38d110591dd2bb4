"""The course of a pillar over three points or more, with its uncertainty."""

import math
import statistics
from collections.abc import Iterable
from typing import Any

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.record import Record
from intimacy_kit.errors import InvalidValue
from intimacy_kit.history.change import expect_reliability, mixed_points
from intimacy_kit.history.median_slope import median_slope
from intimacy_kit.history.points import Point
from intimacy_kit.scoring.reliability import Reliability


@attrs.frozen(repr=False)
class Trend(Record):
    """The course of a pillar over three points or more.

    Args:
        slope: By least squares, in percent points a week.
        low: The lower end of its 95 % interval; equal to `slope` where the points lie on a line.
        high: The upper end.
        theil_sen: The median of the slopes between all pairs of points of different days, in percent
            points a week, exact up to one division; one odd week moves it little.
        n: How many points have a percent.
        missing: How many have none.
        error: The standard error that measurement alone gives the slope, SEM / √Σ(week - mean week)², in percent
            points a week; None without a reliability.
        reliability: What that rests on, or None.
    """

    slope: float = attrs.field(repr=False)
    low: float = attrs.field(repr=False)
    high: float = attrs.field(repr=False)
    theil_sen: float = attrs.field(repr=False)
    n: int
    missing: int
    error: float | None = None
    reliability: Reliability | None = None

    def __repr__(self) -> str:
        return f"<Trend of {self.n} points, {self.missing} missing: .slope, .low and .high hold it>"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:  # noqa: FBT001  # else Hypothesis prints all of it
        printer.text(repr(self))


@sealed
def trend(points: Iterable[Point], *, reliability: Reliability | None = None) -> Trend | None:
    """Return the course of a pillar, or None below three points with a percent, or where all are of one day.

    Args:
        points: The points of one pillar, in any order. A round counts at its last day.
        reliability: What is known of the precision of the pillar's percent; that of the last point, which comes
            from a norm of the pack, unless given.

    Returns:
        The least-squares slope with its 95 % interval (Student's t with n - 2 degrees of
        freedom), and the Theil-Sen slope: the median of the slopes between all pairs of
        different days (Sen, 1968, doi:10.1080/01621459.1968.10480934).

    Raises:
        InvalidValue: When two points rest on different questions, perspectives or rules.
    """
    listed = list(points)
    if problems := mixed_points(listed, "points"):
        raise InvalidValue(problems)
    expect_reliability(reliability)
    listed.sort(key=lambda point: point.on)
    known = [(point.on.toordinal(), point.percent) for point in listed if point.percent is not None]
    robust = median_slope(known) if len(known) > 2 else None
    if robust is None:
        return None
    weeks, percents = [day / 7 for day, _ in known], [percent for _, percent in known]
    slope, intercept = statistics.linear_regression(weeks, percents)
    residuals = math.fsum((y - intercept - slope * x) ** 2 for x, y in zip(weeks, percents, strict=True))
    squares = math.fsum((x - statistics.fmean(weeks)) ** 2 for x in weeks)
    margin = _t_95(len(known) - 2) * math.sqrt(residuals / (len(known) - 2) / squares)
    known_of = reliability or listed[-1].reliability
    return Trend(
        slope=slope,
        low=slope - margin,
        high=slope + margin,
        theil_sen=float(7 * robust),
        n=len(known),
        missing=len(listed) - len(known),
        error=None if known_of is None else known_of.sem / math.sqrt(squares),
        reliability=known_of,
    )


def _t_95(freedom: int) -> float:
    """Return the two-sided 95 % point of Student's t, by halving the interval in which it must lie."""
    low, high = 1.9, 13.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if _t_between(middle, freedom) < 0.95 else (low, middle)
    return (low + high) / 2


def _t_between(t: float, freedom: int) -> float:
    """Return the probability that Student's t lies between -t and t (Abramowitz and Stegun, 26.7.3 and 26.7.4)."""
    angle = math.atan(t / math.sqrt(freedom))
    sine, cosine = math.sin(angle), math.cos(angle)
    if freedom % 2:
        total, term = 0.0, cosine
        for k in range(1, freedom - 1, 2):
            total += term
            term *= cosine * cosine * (k + 1) / (k + 2)
        return 2 / math.pi * (angle + sine * total)
    total, term = 0.0, 1.0
    for k in range(0, freedom - 1, 2):
        total += term
        term *= cosine * cosine * (k + 1) / (k + 2)
    return sine * total
