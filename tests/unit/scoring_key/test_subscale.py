"""What answers to three items come to, by each reading."""

from fractions import Fraction

import attrs
import pytest

import intimacy_kit as ik
from tests.support.norms import norm
from tests.support.rules import checkin_of, rule, scale

FROM_1, WIDE = scale("from-1", range(1, 6)), scale("wide", range(-4, 7, 2))
THREE = (1, 2, 3)
SOME = {"min_answered": Fraction(1, 3)}
LEVELS = {"levels": [ik.Level("Low", 3, 6), ik.Level("High", 7, 15)], "levels_source": "s", "levels_as_published": True}
DECLINED, BLANK = ik.Missing.DECLINED, ik.Missing.BLANK


def own(fields, *, third=FROM_1, others=(), **options):
    key = checkin_of([FROM_1, FROM_1, third], [*others, rule("own", THREE, **SOME | fields)], **options).key
    return key, key.score("own")


def given(*answers):
    return dict(zip("123", answers, strict=True))


@pytest.mark.parametrize(
    ("fields", "answers", "value"),
    [
        ({"reading": "percent"}, (1, 2, 5), 500 / 12),
        ({"reading": "percent"}, (BLANK, 2, 5), 500 / 8),
        ({"reading": "percent", "plus": 1}, (1, 2, 5), 512 / 12),
        ({"reading": "mean"}, (1, 2, 5), 8 / 3),
        ({"reading": "mean", "factor": 2}, (BLANK, 2, 5), 7.0),
        ({"reading": "sum"}, (1, 2, 5), 8.0),
        ({"reading": "sum"}, (BLANK, 2, 5), 7.0),
        ({"reading": "sum", "in_proportion": True}, (BLANK, 2, 5), 10.5),
        ({"reading": "highest"}, (3, 2, 5), 5.0),
        ({"reading": "highest", "factor": 2}, (3, 2, BLANK), 6.0),
        ({"reading": "lowest"}, (3, 2, 5), 2.0),
        ({"reading": "lowest", "plus": 1}, (3, BLANK, 5), 4.0),
        ({"reading": "sum", "table": {value: 100 + value for value in range(3, 16)}}, (1, 2, 5), 108.0),
        ({"reading": "sum", "bands": {3: 1, 8: 2, 9: 3}}, (1, 2, 5), 2.0),
        ({"reading": "sum"}, (BLANK, BLANK, BLANK), BLANK),
    ],
)
def test_a_value_is_read_off_the_answers(fields, answers, value):
    key, subscale = own(fields)
    assert value == key.value(subscale, given(*answers))


def test_a_highest_or_lowest_answer_has_its_place_among_all_that_could_be_answered():
    _, subscale = own({"reading": "highest"}, third=WIDE)
    tally = subscale.tally(given(3, 1, -4))
    assert (7, 10, False) == (tally.share, tally.sizes.span, tally.sizes.blurs)
    assert 70 == subscale.percent(tally.share, tally.sizes.span)
    assert subscale.mean(tally) is None
    assert (3.0, 1, 1) == (subscale.value(tally), tally.sizes.weight, tally.sizes.step)


LINE = ik.ResponseScale("line", range=ik.Range(0, 1, "0.25"))
UNEVEN = scale("uneven", range(3), points=["-1", "3", "0.5"])


@pytest.mark.parametrize(
    ("third", "recode", "amounts", "gap"),
    [
        (FROM_1, {}, [0, 1, 2, 3, 4], 1),
        (FROM_1, {"times": -2}, [0, 2, 4, 6, 8], 2),
        (WIDE, {}, [0, 2, 4, 6, 8, 10], 2),
        (LINE, {}, [0, 0.25], 0.25),
        (UNEVEN, {}, [0, 1.5, 4], 2.5),
        (FROM_1, {"at_least": 3}, [0, 1], 1),
        (LINE, {"at_least": "0.5"}, [0, 1], 1),
        (FROM_1, {"at_least": 1}, [0, 0], 0),
        (LINE, {"at_least": 2}, [0, 0], 0),
    ],
)
def test_answers_add_so_many_points_more_than_the_least(third, recode, amounts, gap):
    changed = {"recode": [ik.Recode(("3",), **recode)]} if recode else {}
    for reverse in ((), (3,)):
        _, subscale = own({"reading": "sum", "weigh": "points", **changed}, third=third, reverse=reverse)
        term, point = subscale.terms[2], subscale.per_point
        turned = [0, 2.5, 4] if reverse and third is UNEVEN else amounts
        assert (turned, gap) == ([each / point for each in term.amounts], term.gap / point)
        assert (third is FROM_1 and not recode) == subscale.alike


def test_gaps_are_counted_by_their_kind_and_some_take_an_item_out():
    choices = [ik.Choice(str(value), value) for value in range(1, 6)]
    codes = [ik.Choice(code.value, code=code) for code in (DECLINED, ik.Missing.DOES_NOT_APPLY)]
    _, subscale = own({"reading": "sum"}, third=ik.ResponseScale("coded", [*choices, *codes]))
    tally = subscale.tally({"1": BLANK, "2": BLANK, "3": ik.Missing.DOES_NOT_APPLY})
    assert (0, 2, {BLANK: 2, ik.Missing.DOES_NOT_APPLY: 1}) == (tally.answered, tally.asked, tally.gaps)
    tally = subscale.tally({"1": 4, "3": DECLINED})
    assert (1, 2, {ik.Missing.NOT_ASKED: 1, DECLINED: 1}) == (tally.answered, tally.asked, tally.gaps)
    assert (4.0, 4.0) == (subscale.sum(tally), subscale.mean(tally))
    assert {ik.Missing.NOT_ASKED: 2} == subscale.tally({"1": 4, "3": ik.Missing.NOT_ASKED}).gaps


def test_a_sum_of_points_is_in_points():
    halves = scale("halves", range(3), points=["0", "0.5", "1.5"])
    key = checkin_of([halves] * 3, [rule("own", THREE, reading="sum", weigh="points", **SOME)]).key
    subscale = key.score("own")
    assert (2.5, 2.5) == (subscale.sum(subscale.tally(given(1, 1, 2))), key.value(subscale, given(1, 1, 2)))


def test_what_is_not_shown_counts_as_its_points_and_makes_no_answer_larger():
    condition = ik.Condition(item="1", at_least=4)
    key = checkin_of([FROM_1, FROM_1, WIDE], [rule("own", THREE, reading="sum")], show_if={3: condition}).key
    items = [attrs.evolve(item, if_not_shown=1) if item.id == "3" else item for item in key.items]
    subscale = attrs.evolve(key, items=items).score("own")
    tally = subscale.tally(given(2, 2, ik.Missing.NOT_SHOWN))
    assert (3, 3, 18, -2) == (tally.answered, tally.asked, tally.sizes.span, tally.sizes.low)
    assert (False, 1) == (tally.sizes.blurs, tally.sizes.step)
    assert 5.0 == subscale.value(tally)


@pytest.mark.parametrize(
    ("value", "level"), [(3.0, "Low"), (6.0, "Low"), (6.5, None), (7.0, "High"), (15.0, "High"), (None, None)]
)
def test_a_level_has_both_of_its_ends_and_holds_of_all_items(value, level):
    _, subscale = own({"reading": "sum", **LEVELS})
    assert (level, None) == (subscale.level(value, 3), subscale.level(value, 2))
    _, mean = own({"reading": "mean", **LEVELS})
    assert level == mean.level(value, 2)
    assert own({"reading": "sum"})[1].level(value, 3) is None


def test_what_a_norm_reads_holds_of_all_items_of_a_sum():
    key, subscale = own({"reading": "sum"})
    table = {value: 40 + value for value in range(3, 16)}
    subscale = attrs.evolve(subscale, norms=[norm(key, "own", group="some", table=table)])
    assert [{"some": 48.0}, {}, {}, {}] == [
        subscale.normed_values(value, asked) for value, asked in ((8.0, 3), (8.0, 2), (None, 3), (8.5, 3))
    ]


def test_a_table_holds_of_all_items_of_a_sum():
    key, subscale = own({"reading": "sum", "table": {value: 100 + value for value in range(3, 16)}})
    assert BLANK == key.value(subscale, {"1": 2, "2": 2})
    assert 104 == key.value(subscale, given(1, 1, 2))


@pytest.mark.parametrize(
    ("fields", "answers", "value"),
    [
        ({"multiplied_by": "other"}, (1, 2, 5), 24.0),
        ({"divided_by": "other"}, (1, 2, 5), 8 / 3),
        ({"divided_by": "other"}, (1, BLANK, 5), BLANK),
    ],
)
def test_a_score_is_multiplied_or_divided_by_the_value_of_another(fields, answers, value):
    other = rule("other", (1, 2), reading="sum", min_answered=1)
    key, subscale = own({"reading": "sum", **fields}, others=[other])
    assert value == key.value(subscale, given(*answers))
