"""The range of a score's value: nothing that can be answered leads out of it, or to a number between its steps."""

from fractions import Fraction
from itertools import pairwise, product

import pytest

import intimacy_kit as ik
from intimacy_kit.scoring_key.value_range import largest_of, range_of, steps_of
from tests.support.rules import checkin_of, rule, scale

FROM_0, FROM_1, BELOW_0 = scale("from-0", range(3)), scale("from-1", range(1, 4)), scale("below-0", (-2, -1, 1))
FROM_HALF = scale("from-half", range(3), points=["0.5", "1", "2"])
HALVES, WIDE = scale("halves", range(3), points=["0", "0.5", "1.5"]), scale("wide", range(0, 7, 2))
THREE = (1, 2, 3)
WHOLE, ONE = {"min_answered": 1}, {"min_answered": Fraction(1, 3)}
THIRD, SIXTH = Fraction(1, 3), Fraction(1, 6)


def subscale_of(scales, fields, other):
    fields = {"reading": "sum", **fields}
    others = [rule("other", (1, 2), reading=other, **WHOLE)] if other else []
    key = checkin_of(scales, [*others, rule("own", THREE, **fields)]).key
    return key, key.score("own")


def values_of(key, subscale):
    """Return each value that the score has after some answers, of which any may be left out."""
    ids = [item.id for item in key.items]
    given = product(*((*item.values, ik.Missing.BLANK) for item in key.items))
    values = {key.value(subscale, dict(zip(ids, answers, strict=True))) for answers in given}
    return sorted(value for value in values if not isinstance(value, ik.Missing))


CASES = [  # scales, fields of the rule, lowest, highest, step
    ([FROM_0] * 3, {"reading": "percent", **WHOLE}, 0, 100, Fraction(100, 6)),
    ([FROM_0] * 3, {"reading": "percent", **ONE}, 0, 100, Fraction(100, 12)),
    ([FROM_0, FROM_0, WIDE], {"reading": "percent", **ONE}, 0, 100, Fraction(100, 36)),
    ([FROM_0, FROM_0, WIDE], {"reading": "percent", "weigh": "points", **ONE}, 0, 100, None),
    ([FROM_1] * 3, {"reading": "mean", **WHOLE}, 1, 3, THIRD),
    ([FROM_1] * 3, {"reading": "mean", **ONE}, 1, 3, SIXTH),
    ([HALVES] * 3, {"reading": "mean", "weigh": "points", **WHOLE}, 0, Fraction(3, 2), SIXTH),
    ([FROM_1, FROM_1, WIDE], {"reading": "mean", "weigh": "points", **ONE}, 0, 6, SIXTH),
    ([FROM_1] * 3, WHOLE, 3, 9, 1),
    ([FROM_1] * 3, ONE, 0, 9, 1),
    ([BELOW_0] * 3, WHOLE, -6, 3, 1),
    ([BELOW_0, BELOW_0, FROM_1], ONE, -4, 5, 1),
    ([scale("low", (-3, -2, -1))] * 3, ONE, -9, 0, 1),
    ([HALVES] * 3, {"weigh": "points", **WHOLE}, 0, Fraction(9, 2), Fraction(1, 2)),
    ([BELOW_0, BELOW_0, scale("low", (-3, -2, -1))], ONE, -7, 2, 1),
    ([FROM_HALF] * 3, {"weigh": "points", "in_proportion": True, **ONE}, Fraction(3, 2), 6, Fraction(1, 12)),
    ([FROM_HALF] * 3, {"weigh": "points", "reading": "mean", **ONE}, Fraction(1, 2), 2, Fraction(1, 12)),
    ([FROM_HALF] * 3, {"weigh": "points", "reading": "highest", **ONE}, Fraction(1, 2), 2, Fraction(1, 2)),
    ([FROM_1] * 3, {"in_proportion": True, **ONE}, 3, 9, Fraction(1, 6)),
    ([FROM_1] * 3, {"in_proportion": True, **WHOLE}, 3, 9, THIRD),
    ([FROM_1, BELOW_0, WIDE], {"reading": "highest", **ONE}, -2, 6, 1),
    ([FROM_1, BELOW_0, WIDE], {"reading": "lowest", **ONE}, -2, 6, 1),
    ([FROM_1] * 3, {"factor": "1.5", "plus": -2, **WHOLE}, Fraction(5, 2), Fraction(23, 2), Fraction(3, 2)),
    ([FROM_1] * 3, {"factor": "0.25", "round_to": "0.5", **WHOLE}, 1, Fraction(5, 2), Fraction(1, 2)),
    ([FROM_1] * 3, {"factor": "0.4", "round_to": 1, "rounding": "up", **WHOLE}, 2, 4, 1),
    ([FROM_1] * 3, {"factor": "0.4", "round_to": 1, "rounding": "down", **WHOLE}, 1, 3, 1),
    ([FROM_1] * 3, {"cycle": 4, **WHOLE}, 0, 3, 1),
    ([FROM_1] * 3, {"factor": "0.5", "cycle": 2, **WHOLE}, 0, Fraction(3, 2), Fraction(1, 2)),
]
WITH_ANOTHER = [  # and the reading of the other, which has the first two items
    ([FROM_1] * 3, {"multiplied_by": "other", **WHOLE}, 6, 54, 1, "sum"),
    ([FROM_1] * 3, {"multiplied_by": "other", **WHOLE}, 3, 27, Fraction(1, 2), "mean"),
    ([BELOW_0] * 3, {"multiplied_by": "other", **WHOLE}, -12, 24, 1, "sum"),
    (
        [FROM_0, FROM_0, WIDE],
        {"multiplied_by": "other", "reading": "percent", "weigh": "points", **WHOLE},
        0,
        400,
        None,
        "sum",
    ),
    ([FROM_1] * 3, {"divided_by": "other", **WHOLE}, Fraction(1, 2), Fraction(9, 2), None, "sum"),
    ([FROM_0] * 3, {"divided_by": "other", **WHOLE}, 0, 6, None, "sum"),
    ([FROM_0] * 3, {"divided_by": "other", **WHOLE}, 0, 12, None, "mean"),
    ([FROM_1] * 3, {"divided_by": "other", "cycle": 2, **WHOLE}, 0, 2, None, "sum"),
]


@pytest.mark.parametrize(
    ("scales", "fields", "low", "high", "step", "other"),
    [*((*case, None) for case in CASES), *WITH_ANOTHER],
)
def test_a_range_has_every_value_on_its_steps(scales, fields, low, high, step, other):
    key, subscale = subscale_of(scales, fields, other)
    found = range_of(subscale)
    assert (low, high, step) == (found.low, found.high, found.step)
    values = values_of(key, subscale)
    assert low <= values[0]
    assert values[-1] <= high
    if step is not None:
        assert {float(low + round((value - low) / step) * step) for value in values} == set(values)


ALIKE = [case for case in CASES if case[1] != ONE and len({each.id for each in case[0]}) == 1]


@pytest.mark.parametrize(("scales", "fields", "low", "high", "step"), ALIKE)
def test_the_ends_of_a_range_are_values_where_all_items_are_alike(scales, fields, low, high, step):
    values = values_of(*subscale_of(scales, fields, other=None))
    assert (low, high) == (values[0], values[-1])
    gaps = [Fraction(after - before).limit_denominator(1000) for before, after in pairwise(values)]
    assert step <= min(gaps)


def test_before_it_is_read_a_range_is_neither_rounded_nor_taken_round_a_cycle():
    fields = {"factor": "0.4", "plus": 1, "cycle": 2, "round_to": 1, **WHOLE}
    _, subscale = subscale_of([FROM_1] * 3, fields, other=None)
    found = range_of(subscale, read_as=False)
    assert (Fraction(11, 5), Fraction(23, 5), Fraction(2, 5)) == (found.low, found.high, found.step)
    assert Fraction(1, 5) == found.parts
    assert (0, 2, 1) == (range_of(subscale).low, range_of(subscale).high, range_of(subscale).step)


@pytest.mark.parametrize(
    ("scales", "fields", "steps"),
    [
        ([FROM_1] * 3, {"reading": "mean", **WHOLE}, (1, 3, THIRD)),
        ([FROM_0, FROM_0, WIDE], {"reading": "percent", "weigh": "points", **ONE}, None),
        ([FROM_0] * 3, {"table": {value: 2 * value + 5 for value in range(7)}, **WHOLE}, (5, 17, 2)),
        ([FROM_0] * 3, {"bands": {0: 4, 2: 7, 4: 13}, **WHOLE}, (4, 13, 3)),
    ],
)
def test_the_steps_of_a_score_are_those_of_its_range_or_of_its_table(scales, fields, steps):
    found = steps_of(subscale_of(scales, fields, other=None)[1])
    assert steps == (found and (found.low, found.high, found.step))


@pytest.mark.parametrize("fields", [{"reading": "percent"}, {"reading": "mean"}, {"in_proportion": True}])
def test_of_many_answers_that_may_be_left_out_a_score_has_no_steps(fields):
    for count, has_steps in ((64, True), (65, False)):
        rules = [rule("own", range(1, count + 1), **{"reading": "sum", "min_answered": Fraction(1, 65), **fields})]
        steps = checkin_of([FROM_1] * count, rules).key.score("own").steps
        assert has_steps == (steps is not None)


def test_an_item_that_may_not_apply_leaves_a_sum_the_ends_of_fewer_answers():
    choices = [ik.Choice(f"c{value}", value) for value in (1, 2)]
    optional = ik.ResponseScale("optional", [*choices, ik.Choice("Not us", code=ik.Missing.DOES_NOT_APPLY)])
    _, subscale = subscale_of([FROM_1, FROM_1, optional], WHOLE, other=None)
    assert 0 == range_of(subscale).low
    shown = checkin_of(
        [FROM_1] * 3, [rule("own", THREE, reading="sum", **WHOLE)], show_if={3: ik.Condition(item="1", at_least=2)}
    )
    assert 0 == range_of(shown.key.score("own")).low


@pytest.mark.parametrize(
    ("scales", "fields", "other", "largest"),
    [
        ([FROM_0] * 3, {"reading": "percent", **WHOLE}, None, 600),
        ([FROM_1] * 3, WHOLE, None, 600),
        ([FROM_1] * 3, {"factor": 1000, **WHOLE}, None, 9000),
        ([FROM_1] * 3, {"factor": 1000, "plus": -5000, **WHOLE}, None, 14_000),
        ([FROM_1] * 3, {"factor": "0.001", **WHOLE}, None, 1000),
        ([FROM_1] * 3, {"factor": 1000, "cycle": 7, **WHOLE}, None, 18_007),
        ([FROM_1] * 3, {"factor": 1000, "cycle": "0.5", **WHOLE}, None, 36_001),
        ([FROM_1] * 3, {"factor": 1000, "round_to": 3, **WHOLE}, None, 18_006),
        ([FROM_1] * 3, {"factor": "0.001", "round_to": "0.5", **WHOLE}, None, 2036),
        ([FROM_1] * 3, {"factor": 1000, "in_proportion": True, **ONE}, None, 27_000),
        ([FROM_1] * 3, {"factor": 1000, "multiplied_by": "other", **WHOLE}, "sum", 54_000),
        ([FROM_1] * 3, {"factor": "0.001", "divided_by": "other", **WHOLE}, "sum", 6000),
        ([BELOW_0] * 3, {"factor": 1000, **WHOLE}, None, 6000),
        ([FROM_1] * 3, {"reading": "mean", "factor": "0.001", **WHOLE}, None, 3000),
        ([FROM_1] * 3, {"in_proportion": True, "factor": "0.001", **WHOLE}, None, 3000),
        ([FROM_1] * 3, {"factor": 1000, "multiplied_by": "other", **WHOLE}, "mean", 54_000),
        ([scale("far", range(1000, 1003)), FROM_0, WIDE], {"reading": "percent", **WHOLE}, None, 6000),
    ],
)
def test_the_largest_number_on_the_way_is_known(scales, fields, other, largest):
    assert largest == largest_of(subscale_of(scales, fields, other)[1])
