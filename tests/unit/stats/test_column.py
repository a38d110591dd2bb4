"""A column of a table as numbers: gaps by their kind, and what is off the scale counted, never named."""

import numpy as np
import pytest

import intimacy_kit as ik
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.stats.column import ASKED, KINDS, UNASKED, UNSHOWN, answers_of, numbers
from intimacy_kit.tables import TableLayout
from intimacy_kit.tables.meaning import Fault, Meaning


def column(scale, given, **layout):
    item = ik.Item("i", "p", scale.id, ik.Role.SCORED, ik.Wording("I"))
    told = TableLayout(**layout)
    return answers_of(given, Meaning.of(KeyedItem.of(item, scale, scale.choices), told), told)


HOLES = ik.ResponseScale("holes", [ik.Choice("a", 1), ik.Choice("b", 2), ik.Choice("c", 4)])
SLIDER = ik.ResponseScale("slider", range=ik.Range(0, 1, 0.25))


def test_a_number_between_the_values_of_a_scale_is_off_it():
    assert {Fault.OFF_SCALE: 2, Fault.FRACTION: 1} == dict(column(HOLES, np.array([1, 3.0, 5, 2.5, 4, np.nan]))[2])


def test_a_number_between_the_steps_of_a_range_is_off_it():
    values, _, faults = column(SLIDER, np.array([0.25, 1, 0.3, -0.25, np.nan]))
    assert {Fault.OFF_SCALE: 2} == dict(faults)
    assert [0.25, 1] == values[:2].tolist()
    assert {} == dict(column(SLIDER, np.array([0.5]))[2])


@pytest.mark.parametrize(("gaps", "kind"), [("left-blank", 0), ("not-asked", UNASKED), ("not-shown", UNSHOWN)])
def test_an_empty_cell_stands_for_what_the_layout_says(gaps, kind):
    assert [kind, 0] == column(HOLES, np.array([np.nan, 1]), gaps=gaps)[1].tolist()


def test_the_number_of_a_code_is_a_gap_of_its_kind():
    codes = {-1: "not-shown", -2: "does-not-apply", -3: "prefer-not-to-say"}
    values, gaps, faults = column(HOLES, np.array([-1, -2, -3, 4]), codes=codes)
    assert [*codes.values()] == [KINDS[gap] for gap in gaps[:3]]
    assert [False, False, True] == (gaps[:3] < ASKED).tolist()
    assert [True, True, True, False] == np.isnan(values).tolist()
    assert not faults


def test_what_has_more_than_one_dimension_is_no_column():
    assert column(HOLES, [[1, 2], [2, 1]]) is None


@pytest.mark.parametrize("kind", ["datetime64[D]", "timedelta64[D]"])
def test_no_time_is_a_number(kind):
    values, wrong = numbers(np.array([1, 2], dtype=kind))
    assert (2, True) == (wrong, np.isnan(values).all())
