"""Conditions say one thing each, or all or any of several."""

import pytest

from intimacy_kit import Condition, InvalidValue


@pytest.mark.parametrize(
    ("comparison", "holding", "failing"),
    [
        ({"equals": 2}, [2, 2.0], [1, 3]),
        ({"not_equals": 2}, [1, 3], [2]),
        ({"one_of": [1, 2.5]}, [1, 2.5], [2]),
        ({"at_least": 2}, [2, 3], [1, 1.9]),
        ({"at_most": 2}, [2, 1], [3, 2.1]),
    ],
)
def test_a_comparison_holds_for_its_numbers(comparison, holding, failing):
    condition = Condition(item="a", **comparison)
    assert [True] * len(holding) == [condition.compares(number) for number in holding]
    assert [False] * len(failing) == [condition.compares(number) for number in failing]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"item": "a"},
        {"item": "a", "score": "b", "equals": 1},
        {"item": "a", "equals": 1, "at_least": 1},
        {"item": "a", "one_of": ()},
        {"all_": ()},
        {"all_": (Condition(item="a", equals=1),), "equals": 1},
        {"all_": (Condition(item="a", equals=1),), "any_": (Condition(item="a", equals=1),)},
    ],
)
def test_a_condition_that_says_nothing_or_two_things_is_one_problem(fields):
    with pytest.raises(InvalidValue) as caught:
        Condition(**fields)
    assert ["bad-condition"] == [problem.code for problem in caught.value.problems]


def test_conditions_within_conditions_are_gone_through_in_order():
    plain = {
        "all": [{"item": "a", "equals": 1}, {"any": [{"item": "b", "at_least": 0.5}, {"score": "c", "at_most": 3}]}]
    }
    condition = Condition.from_dict(plain)
    assert ["a", "b", None] == [each.item for each in condition.comparisons]
    assert condition == Condition.from_dict(condition.to_dict())
