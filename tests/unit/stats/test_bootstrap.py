"""Intervals by whole couples: the value is that of `analyse`, they hold the truth, and they are wider than Feldt's."""

import pytest

import intimacy_kit as ik
from intimacy_kit import stats
from intimacy_kit.stats import Truth
from tests.support.catalogues import built_in
from tests.unit.stats.test_sample import key_of

KEY = ik.ScoringKey.from_form(built_in(), "standard")
ALIKE = Truth(couple_correlation=0.95)


@pytest.mark.parametrize("coefficient", ["alpha", "omega"])
def test_the_value_is_that_of_the_analysis(coefficient):
    made = stats.simulate(KEY, couples=100, seed=5)
    found = stats.bootstrap_reliability(
        made.columns, KEY, "listening", couple="couple", seed=1, draws=100, coefficient=coefficient
    )
    beside = getattr(stats.analyse(made.columns, KEY, "listening"), coefficient)
    assert (beside.name, beside.n) == (found.name, found.n)
    assert beside.value == pytest.approx(found.value, abs=1e-9)
    assert found.low < found.value < found.high
    again = stats.bootstrap_reliability(
        made.columns, KEY, "listening", couple="couple", seed=1, draws=100, coefficient=coefficient
    )
    assert found == again


@pytest.mark.slow
def test_nineteen_intervals_in_twenty_hold_the_truth():
    held = 0
    for seed in range(60):
        made = stats.simulate(KEY, couples=120, seed=seed, truth=ALIKE)
        found = stats.bootstrap_reliability(made.columns, KEY, "listening", couple="couple", seed=seed, draws=300)
        held += found.low <= made.alpha("listening") <= found.high
    assert 52 <= held <= 60


def test_partners_who_answer_alike_tell_less_than_two_people():
    made = stats.simulate(KEY, couples=150, seed=3)
    twice = {name: [each for each in column for _ in range(2)] for name, column in made.columns.items()}
    couples = [i // 2 for i in range(len(twice["couple"]))]
    together = stats.bootstrap_reliability({**twice, "couple": couples}, KEY, "listening", couple="couple", seed=1)
    formula = stats.analyse(twice, KEY, "listening").alpha
    assert together.high - together.low > 1.25 * (formula.high - formula.low)


def test_what_is_undefined_has_a_reason_and_what_is_often_undefined_no_interval():
    key = key_of("ff")
    flat = {"p.0": [3, 3, 3], "p.1": [1, 2, 3], "couple": [1, 2, 3]}
    found = stats.bootstrap_reliability({**flat, "p.1": [2, 2, 2]}, key, "p", couple="couple", seed=1, draws=100)
    assert (None, "it is undefined in this sample") == (found.value, found.reason)
    few = {"p.0": [1, 5], "p.1": [2, 5], "couple": [1, 2]}
    found = stats.bootstrap_reliability(few, key, "p", couple="couple", seed=1, draws=100)
    assert (None, None) == (found.low, found.high)
    assert found.value is not None


def test_arguments_that_make_no_sense_are_told_at_once():
    with pytest.raises(ik.InvalidValue) as caught:
        stats.bootstrap_reliability({}, KEY, "q", couple="c", seed=-1, draws=1, coefficient="beta")
    assert ["seed", "draws", "coefficient", "pillar"] == [each.path[0] for each in caught.value.problems]


def test_an_index_has_a_reason_for_no_coefficient():
    made = stats.simulate(KEY, couples=20, seed=3)
    found = stats.bootstrap_reliability(made.columns, KEY, "time", couple="couple", seed=1, draws=100)
    beside = stats.analyse(made.columns, KEY, "time").alpha
    assert (None, beside.reason) == (found.value, found.reason)
