"""A course needs three points on more than one day, and comes with its uncertainty."""

import itertools
import math
import random
import statistics
from datetime import date, timedelta
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty

import intimacy_kit as ik
from intimacy_kit.history import Point, trend
from intimacy_kit.history.trend import _t_95

DAY = date(2026, 1, 5)


def point(weeks, percent, **more):
    return Point(DAY + timedelta(weeks=weeks), percent, **more)


# Course -----------------------------------------------------------------------


def test_a_line_is_found_exactly_and_gaps_between_days_count():
    course = trend([point(0, 10.0), point(1, 12.0), point(5, 20.0), point(6, None)])
    assert (2.0, 2.0, 3, 1) == (pytest.approx(course.slope), pytest.approx(course.theil_sen), course.n, course.missing)
    assert (2.0, 2.0) == pytest.approx((course.low, course.high))


def test_one_odd_week_moves_the_robust_slope_little():
    points = [point(week, 50.0 + week) for week in range(9)] + [point(9, 0.0)]
    course = trend(points)
    assert 1.0 == pytest.approx(course.theil_sen)
    assert course.slope < 0


def test_below_three_points_there_is_no_course():
    assert trend([point(0, 1.0), point(1, 2.0), point(2, None)]) is None
    assert trend([]) is None


def test_on_one_day_alone_there_is_no_course():
    assert trend([point(0, 1.0), point(0, 2.0), point(0, 3.0)]) is None


def test_several_points_of_one_day_count_each():
    course = trend([point(0, 1.0), point(0, 3.0), point(1, 4.0)])
    assert (2.0, 2.0, 3) == (pytest.approx(course.slope), course.theil_sen, course.n)


def test_points_of_other_questions_make_no_course():
    with pytest.raises(ik.InvalidValue) as error:
        trend([point(week, 1.0, digest=digest) for week, digest in enumerate("aab")])
    expected = "points.digest mixed-check-ins  the points rest on different questions, perspectives or rules; "
    assert [expected + "give points of one pillar of one history"] == [str(each) for each in error.value.problems]


def test_the_slope_and_its_interval_are_those_of_the_closed_form():
    """As R's `confint(lm(y ~ x))`: the slope plus and minus t(.975, n - 2) times √(SSE / (n - 2) / Sxx)."""
    weeks, percents = (0, 1, 2, 4, 7, 9), (40, 55, 45, 60, 50, 70)
    mean_x, mean_y = Fraction(sum(weeks), 6), Fraction(sum(percents), 6)
    squares = sum((x - mean_x) ** 2 for x in weeks)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(weeks, percents, strict=True)) / squares
    errors = sum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in zip(weeks, percents, strict=True))
    margin = 2.7764451051977934 * math.sqrt(errors / 4 / squares)  # R's qt(.975, 4)
    course = trend([point(week, float(percent)) for week, percent in zip(weeks, percents, strict=True)])
    assert (float(slope), slope - margin, slope + margin) == pytest.approx((course.slope, course.low, course.high))
    pairs = itertools.combinations(zip(weeks, percents, strict=True), 2)
    assert statistics.median(Fraction(y2 - y1, x2 - x1) for (x1, y1), (x2, y2) in pairs) == pytest.approx(
        course.theil_sen, abs=1e-15
    )


@pytest.mark.parametrize(
    ("freedom", "t"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (9, 2.262), (10, 2.228), (30, 2.042), (120, 1.980)],
)
def test_the_points_of_student_are_those_of_the_tables(freedom, t):
    assert t == round(_t_95(freedom), 3)


def test_the_interval_holds_the_true_slope_about_as_often_as_it_says():
    chance, held, runs = random.Random(1), 0, 600
    for _ in range(runs):
        course = trend([point(week, 50 + 2 * week + chance.gauss(0, 5)) for week in range(6)])
        held += course.low <= 2 <= course.high
    assert 0.92 < held / runs < 0.98


@given(st.lists(st.floats(0, 100), min_size=3, max_size=9))
def test_reversed_answers_reverse_the_course(percents):
    points = [point(week, percent) for week, percent in enumerate(percents)]
    course, turned = trend(points), trend([Point(p.on, 100 - p.percent) for p in points])
    assert course.slope == pytest.approx(-turned.slope, abs=1e-9)
    assert course.theil_sen == pytest.approx(-turned.theil_sen, abs=1e-9)
    assert course.low - 1e-9 <= course.slope <= course.high + 1e-9


# What a course depends on --------------------------------------------


wholes = st.integers(0, 100).map(float)  # sums and differences of these are exact
courses = st.lists(wholes, min_size=3, max_size=9)


def assert_close(one, other):
    """Two courses are the same but for rounding."""
    assert attrs.asdict(one) == {name: pytest.approx(each, abs=1e-6) for name, each in attrs.asdict(other).items()}


@given(courses, st.randoms(use_true_random=False))
def test_points_in_any_order_make_the_same_course(percents, chance):
    points = [point(week, percent) for week, percent in enumerate(percents)]
    assert trend(points) == trend(chance.sample(points, len(points)))


@given(courses, st.integers(0, 3000), st.integers(-50, 50))
def test_a_course_has_the_same_slope_later_and_at_another_level(percents, later, shift):
    moved = [point(week + later, percent + shift) for week, percent in enumerate(percents)]
    assert_close(trend([point(week, percent) for week, percent in enumerate(percents)]), trend(moved))


@given(courses, st.integers(2, 20))
def test_a_course_over_more_weeks_is_as_much_flatter(percents, times):
    quick = trend([point(week, percent) for week, percent in enumerate(percents)])
    slow = trend([point(week * times, percent) for week, percent in enumerate(percents)])
    for name in ("slope", "low", "high", "theil_sen"):
        assert getattr(quick, name) == pytest.approx(times * getattr(slow, name), abs=1e-6)


@given(courses, st.integers(1, 5))
def test_a_missing_point_is_counted_and_moves_nothing(percents, missing):
    points = [point(week, percent) for week, percent in enumerate(percents)]
    gaps = [point(len(points) + week, None) for week in range(missing)]
    assert attrs.evolve(trend(points), missing=missing) == trend([*gaps, *points])


def test_a_pretty_printer_shows_of_a_course_what_its_repr_shows():
    course = trend([point(0, 10.0), point(1, 12.0), point(5, 20.0)])
    assert repr(course) == pretty(course)
