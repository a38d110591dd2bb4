"""Scales: values with points, labels at the ends, ranges of exact numbers."""

from fractions import Fraction

import pytest

from intimacy_kit import Choice, InvalidValue, Missing, Range, Recode, ResponseScale
from intimacy_kit._values.exact import Exact
from intimacy_kit.scoring_key.item import KeyedItem


def codes_of(make):
    with pytest.raises(InvalidValue) as caught:
        make()
    return [problem.code for problem in caught.value.problems]


def test_a_value_without_a_label_reads_as_itself():
    scale = ResponseScale("agree", (Choice("Never", 1), Choice(value=2), Choice("Always", 3)))
    assert ["Never", "2", "Always"] == [choice.text for choice in scale.choices]


def test_both_ends_of_a_scale_have_labels():
    assert ["bad-scale"] == codes_of(lambda: ResponseScale("agree", (Choice("Never", 1), Choice(value=2))))


def test_points_stand_in_place_of_values():
    scale = ResponseScale("agree", (Choice("a", 1, points=0), Choice("b", 2, points=0), Choice("c", 3, points=2.5)))
    assert {1: 0, 2: 0, 3: Fraction(5, 2)} == scale.points
    assert (0, Fraction(5, 2), Fraction(5, 2)) == scale.grid


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ((Choice("a", 1, points=1), Choice("b", 2)), "bad-points"),
        ((Choice("a", 1, points=1), Choice("b", 2, points=1)), "bad-points"),
        ((Choice("a", 1), Choice("b", 1)), "bad-scale"),
        ((Choice("a", 1),), "bad-scale"),
        ((), "bad-scale"),
    ],
)
def test_choices_that_do_not_go_together_are_one_problem(choices, code):
    assert [code] == codes_of(lambda: ResponseScale("agree", choices))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"label": "x", "code": Missing.NOT_ASKED}, "bad-choice-code"),
        ({"label": "x", "code": Missing.NOT_SHOWN}, "bad-choice-code"),
        ({"label": "x", "code": Missing.BLANK}, "bad-choice-code"),
        ({"code": Missing.DOES_NOT_APPLY}, "bad-scale"),
        ({"label": "x", "code": Missing.DOES_NOT_APPLY, "points": 1}, "bad-points"),
        ({"label": "x"}, "bad-scale"),
    ],
)
def test_a_choice_that_cannot_be_is_one_problem(fields, code):
    assert [code] == codes_of(lambda: Choice(**fields))


def test_a_range_has_every_step_between_its_ends_and_nothing_else():
    scale = ResponseScale("slider", (Choice("No", code=Missing.DECLINED),), Range(0, 100, 0.1))
    numbers = ["0", "52.5", "99.9", "100", "52.55", "-0.1", "100.1"]
    assert [True] * 4 + [False] * 3 == [scale.has(Exact(number)) for number in numbers]
    assert (0, 100) == (scale.low, scale.high)
    assert () == scale.values


def test_a_scale_of_choices_has_its_values_alone():
    scale = ResponseScale("agree", (Choice("a", 1), Choice("b", 3)))
    assert [True, False] == [scale.has(Exact(1)), scale.has(Exact(2))]


@pytest.mark.parametrize(("low", "high", "step"), [(0, 1, 0), (1, 1, 1), (2, 1, 1), (0, 1, "2/5"), (0, 1, 1e-07 * 10)])
def test_ends_that_do_not_fit_the_step_are_one_problem(low, high, step):
    step = "1/1000001" if step == 1e-06 else step
    assert ["bad-range"] == codes_of(lambda: Range(low, high, step))


def test_a_range_stands_without_values():
    choices = (Choice("a", 1), Choice("b", 2))
    assert ["bad-scale"] == codes_of(lambda: ResponseScale("slider", choices, Range(0, 1)))


RARE = [Exact(1, each) for each in (100_000_007, 100_000_037, 100_000_039)]


def test_points_that_share_no_unit_are_one_problem():
    choices = [Choice(str(i), i, points=each) for i, each in enumerate(RARE)]
    points = dict(enumerate(RARE))
    item = {
        "id": "i",
        "revision": 1,
        "pillar": "p",
        "role": "scored",
        "keying": "forward",
        "values": [0, 1, 2],
        "codes": [],
    }
    for make in (
        lambda: ResponseScale("s", choices),
        lambda: Recode(points=points),
        lambda: KeyedItem.from_dict(item | {"points": [each.plain for each in RARE]}),
    ):
        assert ["bad-points"] == codes_of(make)
