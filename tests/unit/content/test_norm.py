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


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"mean": None, "sd": None}, "bad-norm"),
        ({"sd": None}, "bad-norm"),
        ({"mean": None}, "bad-norm"),
        ({"sd": 0}, "bad-number"),
        ({"until": date(2020, 1, 1)}, "bad-date"),
        ({"n": 1}, "bad-number"),
        ({"digest": "0123456789ABCDEF"}, "bad-digest"),
        ({"locale": "EN"}, "bad-locale"),
        ({"table": {1: 2}}, "bad-norm"),
        ({"table": {}, "group": "g"}, "bad-norm"),
        ({"percentiles": {50: 50}}, "bad-norm"),
        ({"percentiles": {50: 60, 40: 70}}, "bad-norm"),
        ({"percentiles": {50: 60, 60: 101}}, "bad-number"),
        ({"mean": None, "sd": None, "percentiles": {0: 0, 1: 100}, "reliabilities": [ALPHA]}, "bad-norm"),
    ],
)
def test_a_norm_that_says_too_little_or_contradicts_itself_is_one_problem(fields, code):
    with pytest.raises(ik.InvalidValue) as caught:
        ik.Norm(**{**SOUND, **fields})
    assert [code] == [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"value": "1.1"}, "bad-number"),
        ({"value": "-0.1"}, "bad-number"),
        ({"low": "0.7"}, "bad-norm"),
        ({"low": "0.85", "high": "0.9"}, "bad-norm"),
        ({"low": "0.7", "high": "0.75"}, "bad-norm"),
        ({"n": 1}, "bad-number"),
    ],
)
def test_a_reliability_lies_between_0_and_1_and_in_its_interval(fields, code):
    with pytest.raises(ik.InvalidValue) as caught:
        FoundReliability(**{"name": "alpha", "kind": "retest", "value": "0.8", **fields})
    assert [code] == [problem.code for problem in caught.value.problems]


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
