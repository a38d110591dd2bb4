"""Whether a pillar moved from one point to another beyond measurement error."""

import enum
import math
from collections.abc import Sequence
from typing import Any

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import expect, expect_each, member
from intimacy_kit._values.record import Record
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.history.points import Point
from intimacy_kit.scoring.reliability import Z_95, Reliability

_POINT = "history(results).pillars has them"


class Outcome(enum.StrEnum):
    """What a change between two points comes to. `cannot-tell` is not "no change"."""

    UP = "up"
    DOWN = "down"
    CANNOT_TELL = "cannot-tell"


class Method(enum.StrEnum):
    """The rule by which a change is distinguished from measurement error.

    `jacobson-truax-1991` compares the later point with the earlier one. `regression-to-the-mean` compares it with what
    was to be expected of people of that population: who was far from their mean is nearer to it next time.
    """

    JACOBSON_TRUAX = "jacobson-truax-1991"
    REGRESSION = "regression-to-the-mean"


@attrs.frozen
class Change(Record):
    """What lies between two points.

    Args:
        outcome: Up, down or cannot tell.
        points: The difference, later minus earlier, in percent points, or None where one of the two is missing.
            By `regression-to-the-mean` it is later minus expected.
        threshold: What the difference has to exceed to be distinguished from measurement error, in percent
            points, or None without a reliability.
        index: The difference over its standard error, or None without a reliability.
        method: By which rule, or None without a reliability.
        reliability: What the threshold rests on, or None. Its `kind` says which error it knows of: that of
            internal consistency leaves out the ordinary ups and downs from one time to another.
        expected: What the later percent was expected to be, by `regression-to-the-mean`; otherwise None.
    """

    outcome: Outcome = attrs.field(repr=False)
    points: float | None = attrs.field(repr=False)
    threshold: float | None
    index: float | None = attrs.field(repr=False)
    method: Method | None
    reliability: Reliability | None = None
    expected: float | None = attrs.field(default=None, repr=False)


@sealed
def change(
    before: Point,
    after: Point,
    *,
    reliability: Reliability | None = None,
    method: str | Method = Method.JACOBSON_TRUAX,
) -> Change:
    """Say whether a pillar moved from one point to a later one.

    By Jacobson and Truax (1991, doi:10.1037/0022-006X.59.1.12): with the standard
    error of measurement SEM = SD · √(1 - r), a difference goes beyond
    measurement error when its size divided by √(2 · SEM²) exceeds 1.96. Percents
    of a few questions move in steps, and the rule is for what moves smoothly; so
    half a step is taken off the difference first, where the points know their
    step (a continuity correction, as of Yates, 1934, doi:10.2307/2983604). Of a
    hundred people who did not change, five or fewer are then said to have
    changed, provided that r is of the kind `retest` and was found over about the
    same time. With r of one occasion it may be several times as many.

    By `regression-to-the-mean` the later percent is expected at mean + r · (before - mean), with the standard error
    of prediction SD · √(1 - r²) (Lord and Novick, 1968, Statistical Theories of Mental Test Scores), in place of
    `before` and √(2 · SEM²).

    Args:
        before: The earlier point.
        after: The later point; of two on one day, the one that came about later.
        reliability: What is known of the precision of this pillar's percent. Without it the one that comes with
            the later point is taken, from a norm of the pack; without either nobody can tell.
        method: By which rule; `regression-to-the-mean` takes a reliability with a mean.

    Raises:
        InvalidValue: When `after` is earlier than `before`, the two points rest on different questions, or there
            is no such method or no mean for it.
    """
    expect(Point, before, "before", _POINT)
    expect(Point, after, "after", _POINT)
    expect_reliability(reliability)
    problems = mixed_points((before, after), "after")
    rule = member(Method, method, "method", problems)
    reliability = reliability or after.reliability
    if rule is Method.REGRESSION and reliability is not None and reliability.mean is None:
        message = "the reliability has no mean to which a percent could regress"
        problems.append(Problem("bad-number", message, "give the mean of its population", ("reliability", "mean")))
    if after.on < before.on:
        message = "the later point is earlier than the other"
        problems.append(Problem("bad-date", message, "give the earlier point first", ("after", "on")))
    if problems:
        raise InvalidValue(problems)
    points = None if before.percent is None or after.percent is None else after.percent - before.percent
    if reliability is None:
        return Change(Outcome.CANNOT_TELL, points, None, None, None)
    expected, error, beyond = None, math.sqrt(2) * reliability.sem, reliability.smallest_detectable_change
    if rule is Method.REGRESSION and reliability.mean is not None:
        error = reliability.sd * math.sqrt(1 - reliability.coefficient**2)
        beyond = Z_95 * error
        if before.percent is not None:
            expected = reliability.mean + reliability.coefficient * (before.percent - reliability.mean)
        if expected is not None and after.percent is not None:
            points = after.percent - expected
    threshold = beyond + max(before.step or 0, after.step or 0) / 2
    if points is None:
        return Change(Outcome.CANNOT_TELL, None, threshold, None, rule, reliability, expected)
    index = points / error if error else math.copysign(math.inf, points) if points else 0.0
    outcome = Outcome.UP if points > threshold else Outcome.DOWN if points < -threshold else Outcome.CANNOT_TELL
    return Change(outcome, points, threshold, index if math.isfinite(index) else None, rule, reliability, expected)


def expect_reliability(reliability: Any) -> None:
    """Check that what a change or a trend rests on is a reliability, or None.

    Args:
        reliability: What was given.

    Raises:
        InvalidValue: When it is anything else.
    """
    if reliability is not None:
        expect(Reliability, reliability, "reliability", "give a Reliability, with its source")


def mixed_points(points: Sequence[Point], name: str) -> list[Problem]:
    """Return the problem of points that rest on different questions, or nothing.

    Args:
        points: The points; those without a digest go with any.
        name: The argument that holds them.

    Raises:
        InvalidValue: When something else than a point is among them.
    """
    expect_each(Point, enumerate(points), name, _POINT)
    if len({point.digest for point in points if point.digest is not None}) < 2:
        return []
    message = "the points rest on different questions, perspectives or rules"
    return [Problem("mixed-check-ins", message, "give points of one pillar of one history", (name, "digest"))]
