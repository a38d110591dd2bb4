"""Notes on quality describe, and say nothing where nothing can be said."""

import math
import statistics
import sys
from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit.scoring.quality import even_odd, long_string, quality, spread

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("values", "length"),
    [([], None), ([None], None), ([1], 1), ([1, 1, 2, 2, 2], 3), ([2, None, 2], 1), ([3, 3, None, 3, 3, 3], 3)],
)
def test_the_longest_run_ends_at_another_answer_or_a_gap(values, length):
    assert length == long_string(values)


@given(st.lists(st.one_of(st.none(), st.integers(0, 4))))
def test_the_longest_run_is_the_longest_stretch_of_one_answer(values):
    ends = range(len(values) + 1)
    stretches = [values[start:end] for start in ends for end in ends[start + 1 :]]
    alike = [len(each) for each in stretches if each[0] is not None and each == each[:1] * len(each)]
    assert max(alike, default=None) == long_string(values)


def test_the_spread_is_the_sample_standard_deviation():
    assert math.sqrt(5 / 3) == pytest.approx(spread([1, 2, 3, 4]))
    assert spread([3]) is None


def test_even_odd_is_positive_where_consistent_and_stepped_up_to_full_length():
    even, odd = [1.0, 2.0, 3.0, 4.0], [1.0, 3.0, 2.0, 4.0]
    r = statistics.correlation(even, odd)
    assert 2 * r / (1 + r) == pytest.approx(even_odd(even, odd))
    assert 1.0 == pytest.approx(even_odd(even, even))
    assert -1.0 == even_odd(even, [4.0, 3.0, 2.0, 1.0])
    assert even_odd([1.0, 2.0], [1.0, 2.0]) is None
    assert even_odd([1.0, 1.0, 1.0], [1.0, 2.0, 3.0]) is None


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=3, max_size=8))
def test_even_odd_lies_between_minus_one_and_one(halves):
    value = even_odd([a for a, _ in halves], [b for _, b in halves])
    assert value is None or -1 <= value <= 1


@pytest.fixture
def checkin(catalogue):
    return ik.draw(catalogue, form="standard", seed="s")


def test_somebody_who_always_says_the_same_is_described_and_not_judged(checkin):
    note = quality(checkin.answer({q.item_id: 4 for q in checkin.questions}, on=TODAY))
    assert (28, 0.0, 28, 0.0) == (note.asked, note.missing, note.long_string, note.spread)
    assert 100.0 == note.opposites  # always "very often", also to what is the opposite
    assert note.seconds is None
    assert "Quality(asked=28)" == repr(note)


def test_answers_that_agree_with_their_opposites_lie_close(checkin):
    reverse = {item.id for item in checkin.key.items if item.keying is ik.Keying.REVERSE}
    answers = {q.item_id: 1 if q.item_id in reverse else 3 for q in checkin.questions}
    assert 0.0 == quality(checkin.answer(answers, on=TODAY)).opposites


def test_halves_that_agree_are_consistent(checkin):
    reverse = {item.id for item in checkin.key.items if item.keying is ik.Keying.REVERSE}
    level = {pillar: i % 5 for i, pillar in enumerate(checkin.key.pillars)}
    answers = {q.item_id: 4 - level[q.pillar] if q.item_id in reverse else level[q.pillar] for q in checkin.questions}
    assert 1.0 == pytest.approx(quality(checkin.answer(answers, on=TODAY)).even_odd)


def test_times_are_summed_up_as_their_median(checkin):
    times = {q.item_id: float(i) for i, q in enumerate(checkin.questions[:3])}
    response = checkin.answer({}, on=TODAY, seconds=times)
    assert 1.0 == quality(response).seconds
    assert times == response.to_dict()["seconds"]


def test_a_time_may_be_as_long_as_a_number_can_be(checkin):
    times = {checkin.item_ids[0]: sys.float_info.max}
    assert sys.float_info.max == quality(checkin.answer({}, on=TODAY, seconds=times)).seconds


def test_times_that_are_none_are_refused_all_at_once(checkin):
    first, second = (q.item_id for q in checkin.questions[:2])
    with pytest.raises(ik.InvalidResponse) as error:
        checkin.answer({}, on=TODAY, seconds={first: -1.0, second: math.nan, "x": 1.0})
    assert [("bad-number", f"seconds.{first}"), ("bad-number", f"seconds.{second}"), ("not-asked", "seconds")] == [
        (problem.code, problem.location) for problem in error.value.problems
    ]


def test_nothing_answered_leaves_nothing_to_describe(checkin):
    note = quality(checkin.answer({}, on=TODAY))
    assert (1.0, None, None, None, None) == (note.missing, note.long_string, note.spread, note.even_odd, note.opposites)


@given(testing.responses())
def test_any_response_can_be_described(response):
    note = quality(response)
    assert 0 <= note.missing <= 1
    assert note.long_string is None or 1 <= note.long_string <= note.asked
    assert note.opposites is None or 0 <= note.opposites <= 100


def test_the_spread_needs_two_and_even_odd_three():
    assert math.sqrt(0.5) == pytest.approx(spread([1, 2]))
    r = statistics.correlation([1.0, 2.0, 4.0], [1.0, 3.0, 3.0])
    assert 2 * r / (1 + r) == pytest.approx(even_odd([1.0, 2.0, 4.0], [1.0, 3.0, 3.0]))


def test_even_odd_goes_down_to_minus_one_and_no_further():
    # r = -0.3 steps up to -0.86, r = -1/3 to -1, and anything below stays there
    even = [0.0, 1.0, 0.0, 1.0, 0.0, 1.0]
    odd = [1.0, 0.0, 1.0, 1.0, 0.0, 1.0]
    r = statistics.correlation(even, odd)
    assert -1 / 3 < r < 1 / 3
    assert 2 * r / (1 + r) == pytest.approx(even_odd(even, odd))
    assert 2 * -0.3 / 0.7 == pytest.approx(even_odd([1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 5.0, 3.0, 4.0, 1.0]))
    low = [0.3, 0.1, 0.2, 0.1]
    assert -1.0 == even_odd([0.1, 0.2, 0.3, 0.25], low)


def test_even_odd_stays_at_one_where_rounding_takes_a_correlation_past_it():
    assert 1.0 == even_odd([0.0, 0.0, 0.9375], [0.0, 0.0, 0.28])


def test_halves_are_the_first_third_and_the_second_fourth_item_of_each_pillar(checkin):
    answers = {}
    for i, question in enumerate(checkin.questions):
        level = i // 4  # one level a pillar, so that the halves agree more often than not
        value = min(4, max(0, level % 5 + (i * 7) % 3 - 1))
        answers[question.item_id] = 4 - value if i % 4 == 3 else value
    items = checkin.key.by_id
    first, second = [], []
    for pillar in checkin.key.pillars:
        keyed = [items[q.item_id].keyed(answers[q.item_id]) / 4 for q in checkin.questions if q.pillar == pillar]
        first.append((keyed[0] + keyed[2]) / 2)
        second.append((keyed[1] + keyed[3]) / 2)
    r = statistics.correlation(first, second)
    assert 0 < r < 1
    assert 2 * r / (1 + r) == pytest.approx(quality(checkin.answer(answers, on=TODAY)).even_odd)


def mixed(items):
    """A check-in of items, each an id, a scale (`five` is 0 to 4, `three` is 1 to 3) and f or r for its keying."""
    ranges = {"five": range(5), "three": range(1, 4)}
    keyings = {"f": ik.Keying.FORWARD, "r": ik.Keying.REVERSE}
    pillars = dict.fromkeys(id.partition(".")[0] for id, _, _ in items)
    catalogue = ik.Catalogue(
        pack=ik.Pack("t", "1.0", "T", "CC0-1.0", "en", 1),
        pillars=[ik.Pillar(id, id.upper(), "P.") for id in pillars],
        scales=[
            ik.ResponseScale(id, tuple(ik.Choice(f"v{v}", v) for v in values))
            for id, values in ranges.items()
            if id in {scale for _, scale, _ in items}
        ],
        forms=[ik.Form("f", "F", stem=ik.Wording("Do you {item}?"))],
        items=[
            ik.Item(
                id=id,
                pillar=id.partition(".")[0],
                scale=scale,
                role=ik.Role.SCORED,
                text=ik.Wording("x"),
                keying=keyings[letter],
            )
            for id, scale, letter in items
        ],
    )
    return ik.draw(catalogue, form="f", seed="s")


def test_answers_on_different_scales_have_no_spread():
    checkin = mixed([("p.five", "five", "f"), ("p.three", "three", "f")])
    assert quality(checkin.answer({"p.five": 4, "p.three": 1}, on=TODAY)).spread is None


def test_halves_are_parts_of_the_range_turned_round_and_a_pillar_without_one_is_left_out():
    checkin = mixed(
        [
            *(("a.0", "five", "f"), ("a.1", "five", "f")),
            *(("b.0", "five", "f"), ("b.1", "five", "r")),
            *(("c.0", "three", "r"), ("c.1", "three", "f")),
            *(("d.0", "three", "f"), ("d.1", "three", "f")),
            *(("e.0", "five", "f"), ("e.1", "five", "f")),
        ]
    )
    pairs = {"a.0": 4, "a.1": 3, "b.0": 1, "b.1": 1, "c.0": 3, "c.1": 1, "d.0": 2, "d.1": 3, "e.1": 4}
    r = statistics.correlation([4 / 4, 1 / 4, 0 / 2, 1 / 2], [3 / 4, 3 / 4, 0 / 2, 2 / 2])
    assert 2 * r / (1 + r) == pytest.approx(quality(checkin.answer(pairs, on=TODAY)).even_odd)


# What notes hang on and what they do not ---------------------------------------


runs = st.lists(st.one_of(st.none(), st.integers(0, 4)), max_size=12)


@given(runs)
def test_a_run_is_as_long_read_backwards(values):
    assert long_string(values) == long_string(values[::-1])


@given(runs, runs)
def test_more_answers_never_make_the_longest_run_shorter(values, more):
    assert (long_string(values) or 0) <= (long_string(values + more) or 0)


@given(st.lists(st.integers(0, 6), min_size=2), st.integers(-9, 9), st.sampled_from([-3, -1, 1, 2]))
def test_the_spread_moves_with_the_unit_and_not_with_the_zero(values, shift, times):
    assert spread([times * value + shift for value in values]) == pytest.approx(abs(times) * spread(values))


@given(st.lists(st.integers(0, 6)), st.randoms(use_true_random=False))
def test_the_order_of_answers_moves_no_spread(values, chance):
    assert spread(values) == spread(chance.sample(values, len(values)))


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=8), st.randoms(use_true_random=False))
def test_neither_the_order_of_pillars_nor_that_of_halves_moves_consistency(halves, chance):
    shuffled = chance.sample(halves, len(halves))
    one = even_odd([even for even, _ in halves], [odd for _, odd in halves])
    assert one == pytest.approx(even_odd([odd for _, odd in shuffled], [even for even, _ in shuffled]))


@given(testing.catalogues(rotating=False, one_range=True), st.data())
def test_answers_and_keying_turned_round_leave_every_note(catalogue, data):
    turned = {ik.Keying.FORWARD: ik.Keying.REVERSE, ik.Keying.REVERSE: ik.Keying.FORWARD}
    items = [attrs.evolve(item, keying=turned[item.keying]) for item in catalogue.items.values()]
    (scale,) = catalogue.scales.values()
    one, other = (ik.draw(each, form="form", seed="s") for each in (catalogue, attrs.evolve(catalogue, items=items)))
    answers = data.draw(testing.answers(one))
    round_ = {id: scale.low + scale.high - a if type(a) is int else a for id, a in answers.items()}
    before, after = (quality(checkin.answer(a, on=TODAY)) for checkin, a in ((one, answers), (other, round_)))
    for field in attrs.fields(type(before)):
        assert getattr(before, field.name) == pytest.approx(getattr(after, field.name), abs=1e-9), field.name


@given(testing.responses(), st.data())
def test_times_move_the_note_on_time_alone(response, data):
    times = data.draw(st.dictionaries(st.sampled_from(response.checkin.item_ids), st.floats(0, 1e6)))
    timed = response.checkin.answer(response.answers, on=response.on, seconds=times)
    assert quality(response) == attrs.evolve(quality(timed), seconds=None)
