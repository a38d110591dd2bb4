"""One person's results over time: what changed, what did not visibly change, and what nobody can tell.

Dates are those of the check-ins; gaps between them stay as irregular as they
were. Results of different forms, revisions or perspectives are never compared.
"""

import enum
import itertools
import math
import statistics
from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import Record
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.scoring.reliability import Reliability
from intimacy_kit.scoring.scores import Result

__all__ = ["Change", "History", "Method", "Outcome", "Point", "Trend", "change", "history", "trend"]


class Outcome(enum.StrEnum):
    """What a change between two points comes to. `cannot-tell` is not "no change"."""

    UP = "up"
    DOWN = "down"
    CANNOT_TELL = "cannot-tell"


class Method(enum.StrEnum):
    """The rule by which a change is distinguished from measurement error."""

    JACOBSON_TRUAX = "jacobson-truax-1991"


@attrs.frozen
class Point(Record):
    """One pillar on one day.

    Args:
        on: The day.
        percent: The pillar's percent, or None: the wave is there and the score is missing.
    """

    on: date
    percent: float | None = attrs.field(repr=False)


@attrs.frozen
class Change(Record):
    """What lies between two points.

    Args:
        outcome: Up, down or cannot tell.
        points: The difference, later minus earlier, in percent points, or None where one of the two is missing.
        threshold: How far the difference has to go to be told from measurement error, in percent
            points, or None without a reliability.
        index: The difference over its standard error, or None without a reliability.
        method: By which rule, or None without a reliability.
    """

    outcome: Outcome = attrs.field(repr=False)
    points: float | None = attrs.field(repr=False)
    threshold: float | None
    index: float | None = attrs.field(repr=False)
    method: Method | None


@attrs.frozen
class Trend(Record):
    """The course of a pillar over three points or more.

    Args:
        slope: By least squares, in percent points a week.
        low: The lower end of its 95 % interval; equal to `slope` where the points lie on a line.
        high: The upper end.
        theil_sen: The median of the slopes between all pairs of points, in percent points a week;
            one odd week moves it little.
        n: How many points have a percent.
        missing: How many have none.
    """

    slope: float = attrs.field(repr=False)
    low: float = attrs.field(repr=False)
    high: float = attrs.field(repr=False)
    theil_sen: float = attrs.field(repr=False)
    n: int
    missing: int


@attrs.frozen
class History(Record):
    """A person's results of one form and perspective, by date.

    Args:
        form: The form's id.
        digest: The digest that all results share.
        pillars: Pillar to its points, one a result, oldest first.
        left_out: Days of results that belong to another form, revision, perspective or catalogue.
    """

    form: str
    digest: str
    pillars: Mapping[str, tuple[Point, ...]] = attrs.field(repr=False)
    left_out: tuple[date, ...]


@sealed
def history(results: Iterable[Result]) -> History:
    """Put a person's results in order.

    Args:
        results: The results, in any order. The newest one decides which form, revision and perspective counts.

    Returns:
        Their points by pillar; what cannot be compared with the newest is left out, and said to be.

    Raises:
        InvalidValue: When there are no results, or two of the same kind on one day.
    """
    found = sorted(results, key=lambda result: result.on)
    if not found:
        raise InvalidValue([Problem("empty-history", "there are no results", "give at least one", ("results",))])
    newest = found[-1]
    kept = [result for result in found if not newest.comparable_with(result)]
    for one, other in itertools.pairwise(kept):
        if one.on == other.on:
            message = f"there are two results on {one.on.isoformat()}"
            raise InvalidValue([Problem("same-day", message, "keep one of them", ("results",))])
    pillars = FrozenMap(
        {score.id: tuple(Point(result.on, result[score.id].percent) for result in kept) for score in newest}
    )
    left_out = tuple(result.on for result in found if newest.comparable_with(result))
    return History(newest.form, newest.digest, pillars, left_out)


@sealed
def change(before: Point, after: Point, *, reliability: Reliability | None = None) -> Change:
    """Say whether a pillar moved from one point to a later one.

    By Jacobson and Truax (1991, doi:10.1037/0022-006X.59.1.12): with the standard
    error of measurement SEM = SD · √(1 - r), a difference is told from
    measurement error when its size divided by √(2 · SEM²) exceeds 1.96.

    Args:
        before: The earlier point.
        after: The later point.
        reliability: What is known of the precision of this pillar's percent. Without it nobody can tell.

    Raises:
        InvalidValue: When `after` is not later than `before`.
    """
    if after.on <= before.on:
        message = "the later point is not later than the earlier one"
        raise InvalidValue([Problem("bad-date", message, "give the earlier point first", ("after", "on"))])
    points = None if before.percent is None or after.percent is None else after.percent - before.percent
    if reliability is None:
        return Change(Outcome.CANNOT_TELL, points, None, None, None)
    error = math.sqrt(2) * reliability.sem
    threshold = reliability.smallest_detectable_change
    method = Method.JACOBSON_TRUAX
    if points is None:
        return Change(Outcome.CANNOT_TELL, None, threshold, None, method)
    index = points / error if error else math.copysign(math.inf, points) if points else 0.0
    outcome = Outcome.UP if points > threshold else Outcome.DOWN if points < -threshold else Outcome.CANNOT_TELL
    return Change(outcome, points, threshold, index if math.isfinite(index) else None, method)


@sealed
def trend(points: Iterable[Point]) -> Trend | None:
    """Return the course of a pillar, or None below three points with a percent.

    Args:
        points: The points of one pillar, in any order, each on a day of its own.

    Returns:
        The least-squares slope with its 95 % interval (Student's t with n - 2 degrees of
        freedom), and the Theil-Sen slope (Sen, 1968, doi:10.1080/01621459.1968.10480934).

    Raises:
        InvalidValue: When two points have the same day.
    """
    listed = sorted(points, key=lambda point: point.on)
    if len({point.on for point in listed}) < len(listed):
        raise InvalidValue([Problem("same-day", "two points have the same day", "keep one of them", ("points",))])
    known = [(point.on.toordinal() / 7, point.percent) for point in listed if point.percent is not None]
    if len(known) < 3:
        return None
    weeks, percents = [week for week, _ in known], [percent for _, percent in known]
    slope, intercept = statistics.linear_regression(weeks, percents)
    residuals = math.fsum((y - intercept - slope * x) ** 2 for x, y in known)
    squares = math.fsum((x - statistics.fmean(weeks)) ** 2 for x in weeks)
    margin = _t_95(len(known) - 2) * math.sqrt(residuals / (len(known) - 2) / squares)
    slopes = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in itertools.combinations(known, 2)]
    return Trend(
        slope=slope,
        low=slope - margin,
        high=slope + margin,
        theil_sen=statistics.median(slopes),
        n=len(known),
        missing=len(listed) - len(known),
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
