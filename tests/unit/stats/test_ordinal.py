"""Polychoric correlations find the truth behind ordered answers, and parallel analysis the number of factors."""

import math

import numpy as np
import pytest

import intimacy_kit as ik
from intimacy_kit import stats
from intimacy_kit.stats import Truth
from tests.support.catalogues import built_in
from tests.unit.stats.test_sample import key_of


def test_two_yes_or_no_questions_have_the_correlation_of_their_angle():
    """With both cut in the middle, a part of (1/4 + asin r / 2 pi) says yes twice (Sheppard, 1899)."""
    r = math.sin(2 * math.pi * (0.35 - 0.25))
    counts = {(1, 1): 35, (5, 5): 35, (1, 5): 15, (5, 1): 15}
    rows = [pair for pair, count in counts.items() for _ in range(count)]
    table = dict(zip(("p.0", "p.1"), map(list, zip(*rows, strict=True)), strict=True))
    found = stats.polychoric(table, key_of("ff"), "p")
    assert r == pytest.approx(found[0, 1], abs=1e-6)
    assert [1.0, 1.0] == np.diag(found).tolist()
    reverse = stats.polychoric(table, key_of("fr"), "p")
    assert -r == pytest.approx(reverse[0, 1], abs=1e-6)


def test_the_truth_is_found_in_many_people():
    key = key_of("ffff")
    made = stats.simulate(key, couples=3000, seed=2, truth=Truth(couple_correlation=0, loading_spread=0.2))
    found = stats.polychoric(made.columns, key)
    loadings = [item.loading for item in made.items]
    assert np.outer(loadings, loadings)[0, 1:] == pytest.approx(found[0, 1:], abs=0.04)


def test_gaps_leave_a_pair_to_those_who_answered_both_and_nobody_leaves_nothing():
    table = {"p.0": [1, 2, 4, 5, None, 3], "p.1": [2, 1, 5, 4, 3, None]}
    table |= {"p.2": [None, None, None, None, 1, 2], "p.3": [3] * 6}
    found = stats.polychoric(table, key_of("ffff"), "p")
    short = stats.polychoric({name: table[name][:4] for name in ("p.0", "p.1")}, key_of("ff"), "p")
    assert short[0, 1] == pytest.approx(found[0, 1])
    assert math.isnan(found[0, 2])
    assert np.isnan(found[3]).all()


def test_as_many_factors_are_found_as_the_couples_have():
    key = ik.ScoringKey.from_form(built_in(), "standard")
    made = stats.simulate(key, couples=400, seed=3, truth=Truth(pillar_correlation=0.3, method=0, loading=0.8))
    found = stats.parallel_analysis(made.columns, key, seed=1, draws=10)
    assert (7, 800, "pearson") == (found.factors, found.n, found.correlation)
    assert len(found.random) == len(found.eigenvalues) == sum(item.role == "scored" for item in key.items)
    assert list(found.eigenvalues) == sorted(found.eigenvalues, reverse=True)


@pytest.mark.parametrize("correlation", ["pearson", "polychoric"])
def test_a_pillar_of_one_factor_has_one(correlation):
    made = stats.simulate(key_of("ffff"), couples=200, seed=3)
    found = stats.parallel_analysis(made.columns, key_of("ffff"), "p", seed=1, draws=10, correlation=correlation)
    assert (1, correlation) == (found.factors, found.correlation)


def test_unrelated_answers_have_hardly_any_factor():
    key = key_of("ffffff")
    truth = Truth(loading=0, loading_spread=0)
    found = [
        stats.parallel_analysis(stats.simulate(key, couples=100, seed=i, truth=truth).columns, key, seed=i, draws=40)
        for i in range(20)
    ]
    assert sum(each.factors > 0 for each in found) <= 4


def test_all_items_the_same_leave_no_eigenvalue_that_is_not_larger():
    table = {f"p.{i}": [1, 2, 3, 4, 5, 5, 4, 1] for i in range(2)}
    found = stats.parallel_analysis(table, key_of("ff"), seed=1, draws=10, quantile=0.01)
    assert 2 == pytest.approx(found.eigenvalues[0])
    assert 1 == found.factors


def test_arguments_that_make_no_sense_are_told_at_once():
    table = {"p.0": [1, 2], "p.1": [3, 3]}
    with pytest.raises(ik.InvalidValue) as caught:
        stats.parallel_analysis(table, key_of("ff"), seed=-1, draws=1, quantile=2, correlation="rank")
    assert ["seed", "draws", "correlation", "quantile"] == [each.path[0] for each in caught.value.problems]
    with pytest.raises(ik.InvalidValue, match="undefined"):
        stats.parallel_analysis(table, key_of("ff"), seed=1)
    private = ik.ScoringKey.from_form(built_in(), "private")
    with pytest.raises(ik.InvalidValue, match="asks nothing that is scored"):
        stats.polychoric({}, private)
    with pytest.raises(ik.InvalidValue, match="asks nothing scored of 'q'"):
        stats.polychoric(table, key_of("ff"), "q")
