"""Whatever reads a table takes a scoring key or a check-in, and says how to come by one."""

import inspect

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import intimacy_kit as ik
from intimacy_kit import stats, tables
from intimacy_kit.checkin.key import key_of
from tests.support.small_catalogue import CATALOGUE, LOW, same_answers

CHECKIN = ik.draw(CATALOGUE, form="long", seed="pair-7")
TABLE = pl.DataFrame([same_answers(LOW + 1)] * 3)
KEYED = [
    function
    for package in (tables, stats)
    for function in (getattr(package, name) for name in package.__all__)
    if inspect.isfunction(function) and "key" in inspect.signature(function).parameters
]


def test_the_key_of_a_key_is_itself_and_that_of_a_check_in_its_own():
    assert CHECKIN.key is key_of(CHECKIN) is key_of(CHECKIN.key)


def test_a_table_is_scored_the_same_by_a_check_in_as_by_its_key():
    assert_frame_equal(tables.score_frame(TABLE, CHECKIN.key), tables.score_frame(TABLE, CHECKIN))


def test_nearly_all_that_reads_a_table_takes_a_key():
    assert {"score_frame", "score_table", "score_couples", "analyse", "simulate"} <= {each.__name__ for each in KEYED}


@pytest.mark.parametrize("function", KEYED, ids=lambda function: function.__name__)
@pytest.mark.parametrize("wrong", ["long", CATALOGUE.forms["long"], None], ids=["id", "form", "none"])
def test_what_is_no_key_is_refused_with_how_to_come_by_one(function, wrong):
    parameters = inspect.signature(function).parameters.values()
    others = {each.name: TABLE for each in parameters if each.default is each.empty and each.name != "key"}
    with pytest.raises(ik.InvalidValue, match=r"key is an? \w+, not a ScoringKey; ScoringKey.from_form\(catalogue"):
        function(**others, key=wrong)
