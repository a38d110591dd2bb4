"""What is not alike is not compared; questions that take turns make a point together; a day has an order."""

import random
import statistics
from datetime import date, timedelta
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit.history import Outcome, Round, change, history, trend
from intimacy_kit.scoring import ReliabilityKind, Turn
from tests.unit.checkin.test_checkin import small

DAY = date(2026, 1, 5)


def result_on(catalogue, on, value=2, *, form="standard", perspective="self", answers=None):
    checkin = ik.draw(catalogue, form=form, seed="s", perspective=perspective)
    given_ = {q.item_id: value for q in checkin.questions} if answers is None else answers
    return ik.score(checkin.answer(given_, on=on))


def weekly(catalogue, answers, occasions, *, form="f", seed="s"):
    """Return the results of some occasions of a series, a week apart, of somebody who answers each item the same."""
    results = []
    for occasion in occasions:
        checkin = ik.draw(catalogue, form=form, seed=seed, occasion=occasion)
        here = {id: answers[id] for id in checkin.item_ids}
        results.append(ik.score(checkin.answer(here, on=DAY + timedelta(weeks=occasion))))
    return results


# What can be compared ---------------------------------------------------------


def test_results_are_put_in_order_and_missing_scores_stay_missing(catalogue):
    days = [date(2026, 1, 5), date(2026, 1, 19), date(2026, 3, 2)]
    results = [
        result_on(catalogue, days[2], 3),
        result_on(catalogue, days[0], 1),
        result_on(catalogue, days[1], answers={}),
    ]
    found = history(results)
    points = found.pillars["listening"]
    assert days == [each.on for each in points] == [each.since for each in points]
    # three forward items at 1 and a reverse-keyed one, which counts as 3: 100 * 6 / 16
    assert [37.5, None, 62.5] == [each.percent for each in points]
    assert ("standard", ik.Perspective.SELF, (), {}, {}) == (
        found.form,
        found.perspective,
        found.left_out,
        found.cut_off,
        found.rounds,
    )
    assert "percent" not in repr(found)


def test_a_pulse_after_six_standard_check_ins_takes_nothing_away(catalogue):
    standard = [result_on(catalogue, date(2026, 1, day)) for day in range(1, 7)]
    pulse = result_on(catalogue, date(2026, 1, 8), form="pulse")
    assert history(standard) == history([*standard, pulse], form="standard")
    assert "pulse" == history([*standard, pulse], form="pulse").form


def test_which_form_and_perspective_are_meant_has_to_be_said_where_there_are_several(catalogue):
    mixed = [
        result_on(catalogue, DAY, form="pulse", perspective="partner"),
        result_on(catalogue, DAY),
    ]
    with pytest.raises(ik.InvalidValue) as error:
        history(mixed)
    assert [
        "form mixed-check-ins  the results differ in their form: pulse, standard; say which form is wanted",
        "perspective mixed-check-ins  the results differ in their perspective: partner, self; "
        "say which perspective is wanted",
    ] == [str(problem) for problem in error.value.problems]
    assert history(mixed[:1]) == history(mixed, perspective="partner") == history(mixed, form="pulse")


def test_without_results_or_with_an_unknown_perspective_there_is_no_history(catalogue):
    for call in (lambda: history([]), lambda: history([result_on(catalogue, DAY)], form="full")):
        with pytest.raises(
            ik.InvalidValue, match="results empty-history  there are no such results; give at least one"
        ):
            call()
    with pytest.raises(ik.InvalidValue, match="there is no such perspective"):
        history([result_on(catalogue, DAY)], perspective="both")


def test_a_new_item_cuts_off_the_past_of_its_own_pillar_alone(catalogue):
    before = result_on(catalogue, DAY, form="full")
    new = attrs.evolve(catalogue.items["time.enjoy"], id="time.invented")
    grown = attrs.evolve(catalogue, items=[*catalogue.items.values(), new])
    after = result_on(grown, DAY + timedelta(7), form="full")
    found = history([before, after])
    assert {"time": (DAY,)} == found.cut_off
    assert {1} == {len(points) for pillar, points in found.pillars.items() if pillar == "time"}
    assert {2} == {len(points) for pillar, points in found.pillars.items() if pillar != "time"}


@pytest.mark.parametrize(
    "changes", [{"revision": 7}, {"keying": ik.Keying.REVERSE}, {"weight": 2}, {"scale": "other"}, {"id": "time.other"}]
)
def test_whatever_a_score_depends_on_is_in_its_digest(catalogue, changes):
    scale = catalogue.scales[catalogue.items["time.enjoy"].scale]
    other = attrs.evolve(scale, id="other", choices=scale.choices[1:])
    items = [attrs.evolve(item, **changes) if item.id == "time.enjoy" else item for item in catalogue.items.values()]
    changed = attrs.evolve(
        catalogue,
        scales=[*catalogue.scales.values(), other],
        forms=[catalogue.forms["full"]],
        items=items,
        practices=(),
        programmes=(),
    )
    digests = [
        {score.pillar: score.digest for score in result_on(each, DAY, answers={}, form="full")}
        for each in (catalogue, changed)
    ]
    assert ["time"] == [pillar for pillar in digests[0] if digests[0][pillar] != digests[1][pillar]]


def test_the_missing_rule_and_the_perspective_are_in_every_digest(catalogue):
    form = attrs.evolve(catalogue.forms["standard"], min_answered=Fraction(1, 2))
    laxer = attrs.evolve(catalogue, forms=[form])
    digests = [
        {score.digest for score in result}
        for result in (
            result_on(catalogue, DAY),
            result_on(laxer, DAY),
            result_on(catalogue, DAY, perspective="partner"),
        )
    ]
    assert 3 * len(catalogue.pillars) == len(set.union(*digests))


def test_a_result_of_another_catalogue_or_rule_is_left_out_and_said_to_be(catalogue):
    old = [
        attrs.evolve(result_on(catalogue, DAY), catalogue="another"),
        attrs.evolve(result_on(catalogue, DAY + timedelta(1)), scoring_version=0),
    ]
    found = history([*old, result_on(catalogue, DAY + timedelta(2))])
    assert (DAY, DAY + timedelta(1)) == found.left_out
    assert 1 == len(found.pillars["listening"])


def test_a_stored_result_without_its_digests_is_refused(catalogue):
    stored = result_on(catalogue, DAY).to_dict()
    del stored["scores"]["time"]["digest"]
    with pytest.raises(ik.InvalidValue, match="scores.time missing-key  the key 'digest' is missing"):
        ik.Result.from_dict(stored)


def test_several_check_ins_of_one_day_keep_their_order(catalogue):
    morning, evening = result_on(catalogue, DAY, 1), result_on(catalogue, DAY, 3)
    earlier = result_on(catalogue, DAY - timedelta(1), 2)
    for results in ([morning, evening, earlier], [earlier, morning, evening]):
        assert [50.0, 37.5, 62.5] == [each.percent for each in history(results).pillars["listening"]]
    points = history([morning, evening]).pillars["listening"]
    assert 25.0 == change(*points).points
    assert -25.0 == change(*reversed(points)).points


@given(testing.checkins(), st.data())
def test_results_in_any_order_make_the_same_history(checkin, data):
    days = data.draw(st.lists(st.dates(), unique=True, min_size=1, max_size=5))
    found = [ik.score(checkin.answer(data.draw(testing.answers(checkin)), on=day)) for day in days]
    assert history(found) == history(data.draw(st.permutations(found)))


# Questions that take turns ----------------------------------------------------


seeds = st.text("ab", min_size=1, max_size=3)


@st.composite
def series(draw):
    """A form whose questions take turns, one answer to each, and the occasions on which a person was there."""
    per_pillar, count = draw(st.integers(1, 3)), draw(st.integers(2, 7))
    catalogue = small(per_pillar, count=count)
    answers = {id: draw(st.sampled_from([1, 6])) for id in catalogue.items}
    there = draw(st.lists(st.integers(0, 40), unique=True, min_size=1).map(sorted))
    return catalogue, answers, draw(st.sampled_from([there, range(len(there))])), draw(seeds)


@given(series())
def test_answers_that_never_change_make_a_line_that_never_changes(drawn):
    catalogue, answers, occasions, seed = drawn
    found = history(weekly(catalogue, answers, occasions, seed=seed))
    for pillar, points in found.pillars.items():
        own = [answers[id] for id in answers if id.startswith(pillar)]
        assert {100 * sum(each - 1 for each in own) / (5 * len(own))} >= {point.percent for point in points}
        course = trend(points)
        assert course is None or 0 == course.theil_sen == pytest.approx(course.slope, abs=1e-9)


@given(st.integers(1, 3), st.integers(2, 7), st.integers(1, 3), seeds)
def test_whoever_is_always_there_has_a_point_for_each_round(per_pillar, count, rounds, seed):
    catalogue = small(per_pillar, count=count)
    length = -(-count // min(per_pillar, count))
    found = history(weekly(catalogue, dict.fromkeys(catalogue.items, 6), range(rounds * length), seed=seed))
    spans = [(each.since, each.on) for each in found.pillars["calm"]]
    weeks = [DAY + timedelta(weeks=week) for week in range(rounds * length)]
    assert [(weeks[i * length], weeks[(i + 1) * length - 1]) for i in range(rounds)] == spans
    assert {} == found.rounds


def test_anchors_count_each_time_and_take_no_turns():
    catalogue = small(1, anchors=("calm.3",), count=3 + 1)
    answers = {id: 6 if id == "calm.3" else 1 for id in catalogue.items}
    results = weekly(catalogue, answers, range(12))
    assert Turn(results[0]["calm"].turn.items, 3, 5, 10, catalogue.forms["f"].min_answered) == results[0]["calm"].turn
    assert [50.0] * 4 == [each.percent for each in history(results).pillars["calm"]]


def test_a_round_that_is_not_complete_is_no_point_and_says_how_far_it_is():
    catalogue = small(1, count=5)
    found = history(weekly(catalogue, dict.fromkeys(catalogue.items, 6), range(3)))
    assert {"calm": (), "zest": ()} == found.pillars
    assert Round(DAY, DAY + timedelta(weeks=2), 3, 5) == found.rounds["calm"]


def test_a_missed_week_is_made_good_by_the_next_time_that_its_question_is_asked():
    catalogue = small(1, count=5)
    everybody = dict.fromkeys(catalogue.items, 6)
    found = history(weekly(catalogue, everybody, [0, 1, 2, 3, *range(5, 10)])).pillars["calm"]
    missed = ik.draw(catalogue, form="f", seed="s", occasion=4).item_ids[0]
    asked_again = next(o for o in range(5, 10) if missed in ik.draw(catalogue, form="f", seed="s", occasion=o).item_ids)
    assert [(DAY, DAY + timedelta(weeks=asked_again))] == [(each.since, each.on) for each in found]


def test_what_a_later_round_has_overtaken_is_given_up():
    catalogue = small(2, count=6)
    answers = dict.fromkeys(catalogue.items, 6)
    found = history(weekly(catalogue, answers, [0, 1, *range(3, 12)]))
    assert [point.on for point in found.pillars["calm"]] == sorted(point.on for point in found.pillars["calm"])
    assert all(point.on - point.since < timedelta(weeks=6) for point in found.pillars["calm"])


def test_an_occasion_that_asks_nothing_of_a_pillar_is_in_none_of_its_rounds():
    catalogue = small(1, count=2)
    felt = attrs.evolve(catalogue.items["calm.0"], role=ik.Role.FELT)
    form = attrs.evolve(catalogue.forms["f"], roles=(ik.Role.SCORED, ik.Role.FELT))
    catalogue = attrs.evolve(catalogue, items={**catalogue.items, felt.id: felt}.values(), forms=[form])
    found = history(weekly(catalogue, dict.fromkeys(catalogue.items, 6), range(4)))
    assert [100.0, 100.0] == [each.percent for each in found.pillars["calm"]]


def test_the_missing_rule_holds_for_a_round_as_a_whole():
    catalogue = small(1, count=5)
    for gaps, percent in ((2, 100.0), (3, None)):  # half of five answers are three
        answers = {id: None if int(id[-1]) < gaps else 6 for id in catalogue.items}
        lax = attrs.evolve(catalogue, forms=[attrs.evolve(catalogue.forms["f"], min_answered=Fraction(1, 2))])
        assert [percent] == [each.percent for each in history(weekly(lax, answers, range(5))).pillars["calm"]]


def test_a_form_that_asks_the_same_few_each_time_has_a_point_for_each():
    catalogue = small(2, rotate=False)
    results = weekly(catalogue, dict.fromkeys(catalogue.items, 6), range(3))
    assert results[0]["calm"].turn is None
    assert [100.0] * 3 == [each.percent for each in history(results).pillars["calm"]]


def test_a_turn_shows_nothing_that_depends_on_the_answers():
    assert "Turn(items=('calm.1',), of=5, min_answered=Fraction(5, 8))" == repr(
        Turn(("calm.1",), 5, 3, 5, Fraction(5, 8))
    )


def test_results_with_turns_come_back_from_their_plain_form():
    catalogue = small(1, count=5)
    for result in weekly(catalogue, dict.fromkeys(catalogue.items, 6), range(5)):
        assert result == ik.Result.from_dict(result.to_dict())


# False alarms -----------------------------------------------------------------


def simulated(catalogue, form, occasions, chance, people):
    """Return, for each person and pillar, the points and the answers to all items of people who never change.

    How they are at a pillar stays the same. Weeks are better and worse, and so are moments.
    """
    checkins = [ik.draw(catalogue, form=form, seed="s", occasion=occasion) for occasion in range(occasions)]
    found = []
    for _ in range(people):
        level, results, keyed = {pillar: chance.gauss(2, 0.8) for pillar in catalogue.pillars}, [], {}
        for week, checkin in enumerate(checkins):
            weekly = {pillar: level[pillar] + chance.gauss(0, 0.4) for pillar in catalogue.pillars}
            answers = {}
            for question in checkin.questions:
                value = min(4, max(0, round(weekly[question.pillar] + chance.gauss(0, 0.8))))
                keyed.setdefault(question.pillar, {}).setdefault(question.item_id, value)
                forward = catalogue.items[question.item_id].keying is ik.Keying.FORWARD
                answers[question.item_id] = value if forward else 4 - value
            results.append(ik.score(checkin.answer(answers, on=DAY + timedelta(weeks=week))))
        points = history(results).pillars
        found.append({pillar: (points[pillar][:2], tuple(keyed[pillar].values())) for pillar in catalogue.pillars})
    return found


def false_alarms(sample, others, kind):
    """Return the part of people who never change that `change` says have changed."""
    told = []
    for pillar in sample[0]:
        first, second = ([person[pillar][0][i].percent for person in sample] for i in (0, 1))
        found = statistics.correlation(first, second)
        if kind is ReliabilityKind.INTERNAL_CONSISTENCY:  # Cronbach's alpha
            columns = list(zip(*(person[pillar][1] for person in sample), strict=True))
            whole = statistics.variance(map(sum, zip(*columns, strict=True)))
            found = len(columns) / (len(columns) - 1) * (1 - sum(map(statistics.variance, columns)) / whole)
        sd = statistics.fmean(map(statistics.stdev, (first, second)))
        reliability = ik.Reliability(found, "r or alpha", len(sample), sd, "simulated", "nobody", DAY, kind)
        told += [change(*person[pillar][0], reliability=reliability).outcome for person in others]
    return 1 - told.count(Outcome.CANNOT_TELL) / len(told)


@pytest.mark.slow
@pytest.mark.parametrize(("form", "occasions", "people"), [("pulse", 18, 200), ("standard", 2, 800)])
def test_of_people_who_never_change_at_most_one_in_twenty_is_said_to_have_changed(catalogue, form, occasions, people):
    chance = random.Random(20261129)
    sample, others = (simulated(catalogue, form, occasions, chance, people) for _ in range(2))
    assert 0.01 < false_alarms(sample, others, ReliabilityKind.RETEST) <= 0.05


@pytest.mark.slow
def test_with_a_reliability_of_one_occasion_more_are_said_to_have_changed(catalogue):
    chance = random.Random(20261129)
    sample, others = (simulated(catalogue, "standard", 2, chance, 400) for _ in range(2))
    assert 0.08 < false_alarms(sample, others, ReliabilityKind.INTERNAL_CONSISTENCY)
