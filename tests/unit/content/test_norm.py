"""Norms are checked however they are made, and place a value among the people of a sample."""

from datetime import date

import pytest

import intimacy_kit as ik
from intimacy_kit.content import FoundReliability

SOUND = {
    "id": "n",
    "of": "p",
    "digest": "0123456789abcdef",
    "population": "Some people",
    "n": 100,
    "on": date(2020, 1, 1),
    "until": date(2030, 1, 1),
    "locale": "en",
    "source": "s",
    "mean": 60,
    "sd": "12.5",
}
ALPHA = FoundReliability("alpha", "internal-consistency", "0.8")


TOGETHER = "mean bad-norm  mean and sd do not stand together; give both, or none"
OUT_OF_RANGE = "n bad-number  the number is out of range; it lies between 2 and 1000000000"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"mean": None, "sd": None},
            "bad-norm  the norm says nothing of values; give mean and sd, percentiles, or a table",
        ),
        ({"sd": None}, TOGETHER),
        ({"mean": None}, TOGETHER),
        ({"sd": 0}, "sd bad-number  a standard deviation lies above 0; give it as found"),
        (
            {"until": date(2020, 1, 1)},
            "until bad-date  the norm may not be used after the day of its data; give a later day",
        ),
        ({"n": 1}, OUT_OF_RANGE),
        (
            {"digest": "0123456789ABCDEF"},
            "digest bad-digest  this is not the digest of a score; copy it from ScoringKey.digests, in quotes",
        ),
        ({"locale": "EN"}, "locale bad-locale  'EN' is not a language tag; write it as en or es-MX"),
        (
            {"table": {1: 2}},
            "table bad-norm  a table is that of a group; "
            "name the group, or give the score itself the table, in scores.yaml",
        ),
        (
            {"table": {}, "group": "g"},
            "table bad-norm  the table is empty; write down what the publication gives",
        ),
        ({"percentiles": {50: 50}}, "percentiles bad-norm  there are fewer than two percentiles; give more"),
        (
            {"percentiles": {40: 70, 50: 60}},
            "percentiles bad-norm  fewer people lie below 50 than below the value before it; exchange the two",
        ),
        (
            {"percentiles": {50: 60, 60: 101}},
            "percentiles bad-number  a percentile lies between 0 and 100; write parts in percent",
        ),
        (
            {"percentiles": {50: -1, 60: 60}},
            "percentiles bad-number  a percentile lies between 0 and 100; write parts in percent",
        ),
        (
            {"mean": None, "sd": None, "percentiles": {0: 0, 1: 100}, "reliabilities": [ALPHA]},
            "reliabilities bad-norm  without a standard deviation, a reliability gives no error of measurement; "
            "give mean and sd",
        ),
    ],
)
def test_a_norm_that_says_too_little_or_contradicts_itself_is_one_problem(fields, said):
    with pytest.raises(ik.InvalidValue) as caught:
        ik.Norm(**{**SOUND, **fields})
    assert [said] == [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    "fields",
    [
        {"n": 2},
        {"sd": "0.5"},
        {"until": date(2020, 1, 2)},
        {"percentiles": {0: 0, 50: 0, 60: 100}},
        {"mean": None, "sd": None, "table": {1: 2}, "group": "g"},
    ],
)
def test_a_norm_at_the_limits_of_what_it_may_say_is_sound(fields):
    assert "n" == ik.Norm(**{**SOUND, **fields}).id


BETWEEN = "value bad-number  a reliability lies between 0 and 1; give it as found"
ENDS = "low bad-norm  the interval does not have two ends with the coefficient between them; give both ends, or none"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value": "1.1"}, BETWEEN),
        ({"value": "-0.1"}, BETWEEN),
        ({"low": "0.7"}, ENDS),
        ({"high": "0.9"}, ENDS),
        ({"low": "0.85", "high": "0.9"}, ENDS),
        ({"low": "0.7", "high": "0.75"}, ENDS),
        ({"n": 1}, OUT_OF_RANGE),
    ],
)
def test_a_reliability_lies_between_0_and_1_and_in_its_interval(fields, said):
    with pytest.raises(ik.InvalidValue) as caught:
        FoundReliability(**{"name": "alpha", "kind": "retest", "value": "0.8", **fields})
    assert [said] == [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("value", "low", "high"), [(0, None, None), (1, None, None), ("0.8", "0.8", "0.8"), ("0.8", "0.7", "0.9")]
)
def test_a_reliability_may_be_0_or_1_or_an_end_of_its_interval(value, low, high):
    found = FoundReliability("alpha", "retest", value, low, high, n=2)
    assert (float(value), 2) == (float(found.value), found.n)


def test_a_t_score_is_ten_for_each_standard_deviation_from_the_mean_at_fifty():
    norm = ik.Norm(**SOUND)
    assert [50.0, 60.0, 38.0] == [norm.t(value) for value in (60, 72.5, 45)]


def test_a_percentile_is_that_of_the_table_and_between_its_values_on_a_line():
    norm = ik.Norm(**SOUND, percentiles={25: 10, 50: 40, 75: 90})
    assert [None, 10, 25, 40, 90, None] == [norm.percentile(value) for value in (24, 25, 37.5, 50, 75, 76)]


def test_mean_and_sd_alone_give_no_percentile_and_percentiles_alone_no_t_score():
    only_t, only_percentile = ik.Norm(**SOUND), {**SOUND, "mean": None, "sd": None, "percentiles": {0: 0, 100: 100}}
    assert only_t.percentile(60) is None
    assert ik.Norm(**only_percentile).t(60) is None


def test_a_norm_comes_back_from_plain_data():
    norm = ik.Norm(**SOUND, percentiles={0: 1, 12.5: 3}, table={1: "33.5"}, group="g", reliabilities=[ALPHA])
    assert norm == ik.Norm.from_dict(norm.to_dict())
    assert {1.0: 33.5} == dict(norm.values)
