"""A change is up, down or cannot tell, and says which reliability it rests on."""

import math
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.history import Method, Outcome, Point, change
from intimacy_kit.scoring import ReliabilityKind

RELIABLE = ik.Reliability(
    0.8, "Pearson's r", 300, 20.0, "doi:10.0/0", "students", date(2020, 1, 1), ReliabilityKind.RETEST
)
DAY = date(2026, 1, 5)


def point(weeks, percent, **more):
    return Point(DAY + timedelta(weeks=weeks), percent, **more)


def test_the_case_of_jacobson_and_truax_is_reproduced():
    """Jacobson and Truax (1991), p. 14: 32.5 before, 47.5 after, SD 7.5, r .80: SE 3.35, Sdiff 4.74, RC 3.16."""
    published = attrs.evolve(RELIABLE, sd=7.5, coefficient=0.80)
    found = change(point(0, 32.5), point(8, 47.5), reliability=published)
    assert 3.35 == round(published.sem, 2)
    assert 4.74 == round(math.sqrt(2) * published.sem, 2)
    assert 3.16 == round(found.index, 2)
    assert (Outcome.UP, 15.0) == (found.outcome, found.points)


def test_the_threshold_decides():
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
    assert (Method.JACOBSON_TRUAX, limit) == (found.method, found.threshold)


def test_a_perfect_measure_tells_any_change_and_has_no_index():
    perfect = attrs.evolve(RELIABLE, coefficient=1.0)
    moved = change(point(0, 1.0), point(1, 2.0), reliability=perfect)
    assert (Outcome.UP, None) == (moved.outcome, moved.index)
    same = change(point(0, 1.0), point(1, 1.0), reliability=perfect)
    assert (Outcome.CANNOT_TELL, 0.0) == (same.outcome, same.index)


def test_without_a_reliability_nobody_can_tell():
    assert attrs.astuple(change(point(0, 0.0), point(1, 100.0))) == (
        Outcome.CANNOT_TELL,
        100.0,
        None,
        None,
        None,
        None,
        None,
    )


def test_a_reliability_that_comes_with_the_later_point_is_taken_unless_one_is_supplied():
    later = attrs.evolve(point(1, 100.0), reliability=RELIABLE)
    assert change(point(0, 0.0), later) == change(point(0, 0.0), point(1, 100.0), reliability=RELIABLE)
    other = attrs.evolve(RELIABLE, coefficient=0.5)
    assert other == change(point(0, 0.0), later, reliability=other).reliability


def test_by_regression_the_later_point_is_compared_with_what_was_to_be_expected():
    known = attrs.evolve(RELIABLE, coefficient=0.6, sd=20.0, mean=50.0)
    found = change(point(0, 10.0), point(1, 60.0), reliability=known, method="regression-to-the-mean")
    assert (Method.REGRESSION, 26.0, 34.0) == (found.method, found.expected, found.points)
    assert (1.959963984540054 * 16, 34 / 16) == pytest.approx((found.threshold, found.index), rel=1e-12)
    assert Outcome.UP is found.outcome
    near = change(point(0, 10.0), point(1, 57.0), reliability=known, method=Method.REGRESSION)
    assert (Outcome.CANNOT_TELL, Outcome.UP) == (
        near.outcome,
        change(point(0, 10.0), point(1, 57.0), reliability=attrs.evolve(known, coefficient=0.9)).outcome,
    )


@pytest.mark.parametrize(("before", "after", "expected"), [(None, 60.0, None), (10.0, None, 26.0)])
def test_by_regression_a_missing_score_is_cannot_tell(before, after, expected):
    known = attrs.evolve(RELIABLE, coefficient=0.6, sd=20.0, mean=50.0)
    found = change(point(0, before), point(1, after), reliability=known, method="regression-to-the-mean")
    assert (Outcome.CANNOT_TELL, None, expected) == (found.outcome, found.points, found.expected)


def test_a_method_that_is_not_there_or_lacks_its_mean_is_refused():
    with pytest.raises(ik.InvalidValue, match="mean"):
        change(point(0, 1.0), point(1, 2.0), reliability=RELIABLE, method="regression-to-the-mean")
    with pytest.raises(ik.InvalidValue, match="method"):
        change(point(0, 1.0), point(1, 2.0), method="guess")


def test_a_missing_score_is_cannot_tell_and_not_no_change():
    for before, after in ((None, 1.0), (1.0, None), (None, None)):
        found = change(point(0, before), point(1, after), reliability=RELIABLE)
        assert (Outcome.CANNOT_TELL, None, None) == (found.outcome, found.points, found.index)
        assert (RELIABLE.smallest_detectable_change, Method.JACOBSON_TRUAX) == (found.threshold, found.method)


def test_a_change_says_which_reliability_it_rests_on():
    assert RELIABLE == change(point(0, 1.0), point(1, 2.0), reliability=RELIABLE).reliability
    assert RELIABLE == change(point(0, 1.0), point(1, None), reliability=RELIABLE).reliability


def test_half_a_step_is_taken_off_where_percents_move_in_steps():
    limit = RELIABLE.smallest_detectable_change
    for before, after in ((6.25, None), (None, 6.25), (6.25, 3.125)):
        one, other = point(0, 0.0, step=before), point(1, limit + 3.1, step=after)
        assert Outcome.CANNOT_TELL is change(one, other, reliability=RELIABLE).outcome
        assert limit + 3.125 == change(one, other, reliability=RELIABLE).threshold
        further = attrs.evolve(other, percent=limit + 3.2)
        assert Outcome.UP is change(one, further, reliability=RELIABLE).outcome


def test_points_of_other_questions_are_not_compared():
    with pytest.raises(ik.InvalidValue) as error:
        change(point(1, 1.0, digest="a"), point(0, 2.0, digest="b"))
    assert [
        "after.digest mixed-check-ins  the points rest on different questions, perspectives or rules; "
        "give points of one pillar of one history",
        "after.on bad-date  the later point is earlier than the other; give the earlier point first",
    ] == [str(problem) for problem in error.value.problems]
    assert 1.0 == change(point(0, 1.0, digest="a"), point(1, 2.0)).points


def test_two_points_of_one_day_are_compared_in_their_order():
    assert 1.0 == change(point(0, 1.0), point(0, 2.0)).points


def test_a_difference_of_nothing_is_never_up():
    perfect = attrs.evolve(RELIABLE, coefficient=1.0)
    assert Outcome.CANNOT_TELL is change(point(0, 5.0), point(1, 5.0), reliability=perfect).outcome


# What a change depends on ------------------------------------------------------


wholes = st.integers(0, 100).map(float)  # sums and differences of these are exact
known = st.one_of(st.none(), st.builds(lambda r: attrs.evolve(RELIABLE, coefficient=r), st.floats(0, 1)))
MIRROR = {Outcome.UP: Outcome.DOWN, Outcome.DOWN: Outcome.UP, Outcome.CANNOT_TELL: Outcome.CANNOT_TELL}


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
