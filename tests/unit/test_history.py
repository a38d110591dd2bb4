"""Change is up, down or cannot tell; a course needs three points; what is not alike is not compared."""

import math
import random
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit.history import Outcome, Point, _t_95, change, history, trend

RELIABLE = ik.Reliability(0.8, "Cronbach's alpha", 300, 20.0, "doi:10.0/0", "students", date(2020, 1, 1))
DAY = date(2026, 1, 5)


def point(weeks, percent):
    return Point(DAY + timedelta(weeks=weeks), percent)


def result_on(catalogue, on, value=2, *, form="standard", perspective="self", answers=None):
    checkin = ik.draw(catalogue, form=form, seed="s", perspective=perspective)
    given_ = {q.item_id: value for q in checkin.questions} if answers is None else answers
    return ik.score(checkin.answer(given_, on=on))


# Change -----------------------------------------------------------------------


def test_the_case_of_jacobson_and_truax_is_reproduced():
    """Jacobson and Truax (1991), p. 14: 32.5 before, 47.5 after, SD 7.5, r .80: SE 3.35, Sdiff 4.74, RC 3.16."""
    published = attrs.evolve(RELIABLE, sd=7.5, coefficient=0.80)
    found = change(point(0, 32.5), point(8, 47.5), reliability=published)
    assert 3.35 == round(published.sem, 2)
    assert 4.74 == round(math.sqrt(2) * published.sem, 2)
    assert 3.16 == round(found.index, 2)
    assert (Outcome.UP, 15.0) == (found.outcome, found.points)


def test_the_threshold_is_in_the_method_and_decides():
    limit = RELIABLE.smallest_detectable_change
    for points, outcome in (
        (limit + 0.01, Outcome.UP),
        (limit, Outcome.CANNOT_TELL),  # only what exceeds it is told
        (limit - 0.01, Outcome.CANNOT_TELL),
        (0.0, Outcome.CANNOT_TELL),
    ):
        assert outcome is change(point(0, 0.0), point(1, points), reliability=RELIABLE).outcome
        mirrored = Outcome.DOWN if outcome is Outcome.UP else outcome
        assert mirrored is change(point(0, points), point(1, 0.0), reliability=RELIABLE).outcome
    found = change(point(0, 10.0), point(1, 20.0), reliability=RELIABLE)
    assert f"told from error beyond {limit:.1f} points" in found.method
    assert limit == found.threshold


def test_without_a_reliability_nobody_can_tell():
    found = change(point(0, 0.0), point(1, 100.0))
    assert (Outcome.CANNOT_TELL, 100.0, None, None) == (found.outcome, found.points, found.threshold, found.index)
    assert "no reliability was supplied" in found.method


def test_a_missing_score_is_cannot_tell_and_not_no_change():
    for before, after in ((None, 1.0), (1.0, None), (None, None)):
        found = change(point(0, before), point(1, after), reliability=RELIABLE)
        assert (Outcome.CANNOT_TELL, None, None) == (found.outcome, found.points, found.index)
        assert found.method.endswith("a score is missing")


def test_a_perfect_measure_tells_any_change_and_has_no_index():
    perfect = attrs.evolve(RELIABLE, coefficient=1.0)
    moved = change(point(0, 1.0), point(1, 2.0), reliability=perfect)
    assert (Outcome.UP, None) == (moved.outcome, moved.index)
    same = change(point(0, 1.0), point(1, 1.0), reliability=perfect)
    assert (Outcome.CANNOT_TELL, 0.0) == (same.outcome, same.index)


def test_the_later_point_is_later():
    with pytest.raises(ik.InvalidValue, match="not later than the earlier one"):
        change(point(1, 1.0), point(1, 2.0))


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


def test_two_points_on_one_day_are_refused():
    with pytest.raises(ik.InvalidValue, match="two points have the same day"):
        trend([point(0, 1.0), point(0, 2.0), point(1, 2.0)])


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
def test_turning_the_answers_round_turns_the_course_round(percents):
    points = [point(week, percent) for week, percent in enumerate(percents)]
    course, turned = trend(points), trend([Point(p.on, 100 - p.percent) for p in points])
    assert course.slope == pytest.approx(-turned.slope, abs=1e-9)
    assert course.theil_sen == pytest.approx(-turned.theil_sen, abs=1e-9)
    assert course.low - 1e-9 <= course.slope <= course.high + 1e-9


# History ----------------------------------------------------------------------


def test_results_are_put_in_order_and_missing_scores_stay_missing(catalogue):
    days = [date(2026, 1, 5), date(2026, 1, 19), date(2026, 3, 2)]
    results = [
        result_on(catalogue, days[2], 3),
        result_on(catalogue, days[0], 1),
        result_on(catalogue, days[1], answers={}),
    ]
    found = history(results)
    assert days == [each.on for each in found.pillars["listening"]]
    # three forward items at 1 and a reverse-keyed one turned round to 3: 100 * 6 / 16
    assert [37.5, None, 62.5] == [each.percent for each in found.pillars["listening"]]
    assert () == found.left_out
    assert "percent" not in repr(found)


def test_what_cannot_be_compared_is_left_out_and_said_to_be(catalogue):
    other_form = result_on(catalogue, date(2026, 1, 1), form="full")
    other_view = result_on(catalogue, date(2026, 1, 2), perspective="partner")
    revised = attrs.evolve(result_on(catalogue, date(2026, 1, 3)), digest="0" * 16)
    kept = [result_on(catalogue, date(2026, 1, 4)), result_on(catalogue, date(2026, 1, 5))]
    found = history([other_form, other_view, revised, *kept])
    assert (date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)) == found.left_out
    assert 2 == len(found.pillars["listening"])


def test_no_results_and_two_on_one_day_are_refused(catalogue):
    with pytest.raises(ik.InvalidValue, match="there are no results"):
        history([])
    with pytest.raises(ik.InvalidValue, match="two results on 2026-01-04"):
        history([result_on(catalogue, date(2026, 1, 4)), result_on(catalogue, date(2026, 1, 4), 3)])


# To the letter ----------------------------------------------------------------


def problem_of(call, *args, **kwargs):
    with pytest.raises(ik.InvalidValue) as error:
        call(*args, **kwargs)
    return [str(problem) for problem in error.value.problems]


def test_every_refusal_says_what_where_and_what_to_do(catalogue):
    assert ["results empty-history  there are no results; give at least one"] == problem_of(history, [])
    twice = [result_on(catalogue, DAY), result_on(catalogue, DAY, 3)]
    expected = f"results same-day  there are two results on {DAY.isoformat()}; keep one of them"
    assert [expected] == problem_of(history, twice)
    late = "after.on bad-date  the later point is not later than the earlier one; give the earlier point first"
    assert [late] == problem_of(change, point(1, 1.0), point(0, 1.0))
    same = "points same-day  two points have the same day; keep one of them"
    assert [same] == problem_of(trend, [point(0, 1.0), point(0, None)])


def test_a_history_names_its_form_and_its_digest_and_the_newest_decides(catalogue):
    old, new = result_on(catalogue, DAY, form="full"), result_on(catalogue, date(2026, 2, 1))
    found = history([new, old])
    assert ("standard", new.digest, (DAY,)) == (found.form, found.digest, found.left_out)


def test_what_is_known_of_precision_stays_when_a_score_is_missing():
    found = change(point(0, None), point(1, 2.0), reliability=RELIABLE)
    assert RELIABLE.smallest_detectable_change == found.threshold
    without = change(point(0, 1.0), point(1, 2.0))
    assert "no reliability was supplied, so no change can be told" == without.method


def test_a_difference_of_nothing_is_never_up():
    perfect = attrs.evolve(RELIABLE, coefficient=1.0)
    assert Outcome.CANNOT_TELL is change(point(0, 5.0), point(1, 5.0), reliability=perfect).outcome


# What a change and a course hang on --------------------------------------------


wholes = st.integers(0, 100).map(float)  # sums and differences of these are exact
known = st.one_of(st.none(), st.builds(lambda r: attrs.evolve(RELIABLE, coefficient=r), st.floats(0, 1)))
courses = st.lists(wholes, min_size=3, max_size=9)
MIRROR = {Outcome.UP: Outcome.DOWN, Outcome.DOWN: Outcome.UP, Outcome.CANNOT_TELL: Outcome.CANNOT_TELL}


def assert_close(one, other):
    """Two courses are the same but for rounding."""
    assert attrs.asdict(one) == {name: pytest.approx(each, abs=1e-6) for name, each in attrs.asdict(other).items()}


@given(wholes, wholes, known)
def test_a_change_and_its_way_back_are_opposites(one, other, reliability):
    there = change(point(0, one), point(1, other), reliability=reliability)
    back = change(point(0, other), point(1, one), reliability=reliability)
    assert (MIRROR[there.outcome], -there.points, there.threshold) == (back.outcome, back.points, back.threshold)


@given(wholes, wholes, st.integers(-50, 50), st.integers(1, 500), known)
def test_a_change_hangs_on_the_difference_and_not_on_the_level_or_the_wait(one, other, shift, weeks, reliability):
    here = change(point(0, one), point(1, other), reliability=reliability)
    assert here == change(point(0, one + shift), point(weeks, other + shift), reliability=reliability)


@given(wholes, wholes, st.floats(0, 1), st.floats(0, 1))
def test_a_change_that_was_told_is_told_by_a_more_reliable_percent_too(one, other, r, more):
    low, high = sorted((r, more))
    outcomes = [
        change(point(0, one), point(1, other), reliability=attrs.evolve(RELIABLE, coefficient=each)).outcome
        for each in (low, high)
    ]
    assert outcomes[0] in (Outcome.CANNOT_TELL, outcomes[1])


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


@given(testing.checkins(), st.data())
def test_results_in_any_order_make_the_same_history(checkin, data):
    days = data.draw(st.lists(st.dates(), unique=True, min_size=1, max_size=5))
    found = [ik.score(checkin.answer(data.draw(testing.answers(checkin)), on=day)) for day in days]
    assert history(found) == history(data.draw(st.permutations(found)))


@given(testing.responses(), testing.responses(), st.data())
def test_results_of_another_kind_are_told_by_their_days_alone(response, other, data):
    old = attrs.evolve(ik.score(other), on=data.draw(st.dates(max_value=response.on)), digest="0" * 16)
    alone, both = (history(results) for results in ([ik.score(response)], [old, ik.score(response)]))
    assert attrs.evolve(alone, left_out=(old.on,)) == both
