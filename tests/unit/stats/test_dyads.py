"""How alike partners are equals the textbook, does not depend on order where it must not, and is honest on little."""

import math

import numpy as np
import pytest

import intimacy_kit as ik
from intimacy_kit import stats

FIRST, SECOND = [60, 70, 80, 55, 90, None], [65, 60, 85, 50, 80, 70]


def test_the_pairwise_correlation_is_that_of_every_couple_in_both_orders():
    found = stats.likeness(FIRST, SECOND)
    one, other = FIRST[:5] + SECOND[:5], SECOND[:5] + FIRST[:5]
    assert np.corrcoef(one, other)[0, 1] == pytest.approx(found.pairwise.value, abs=1e-12)
    assert np.corrcoef(FIRST[:5], SECOND[:5])[0, 1] == pytest.approx(found.pearson.value, abs=1e-12)
    assert (5, 5, 5) == (found.couples, found.pairwise.n, found.pearson.n)
    centre = math.atanh(found.pairwise.value)
    assert centre - 1.959964 / math.sqrt(3.5) == pytest.approx(math.atanh(found.pairwise.low), abs=1e-6)
    assert centre + 1.959964 / math.sqrt(2) == pytest.approx(
        math.atanh(found.pearson.high) - math.atanh(found.pearson.value) + centre, abs=1e-6
    )


def test_who_is_who_does_not_matter_to_the_pairwise_correlation():
    turned = stats.likeness([SECOND[0], *FIRST[1:]], [FIRST[0], *SECOND[1:]])
    assert stats.likeness(FIRST, SECOND).pairwise.value == pytest.approx(turned.pairwise.value, abs=1e-12)


def test_the_ratio_is_that_of_two_likelihoods():
    found = stats.likeness(FIRST, SECOND)
    data = np.array([FIRST[:5], SECOND[:5]], dtype=float).T

    def likelihood(mean, matrix):
        apart = data - mean
        inside = np.trace(apart @ np.linalg.inv(matrix) @ apart.T)
        return -0.5 * (5 * np.log(np.linalg.det(2 * np.pi * matrix)) + inside)

    free = likelihood(data.mean(axis=0), np.cov(data.T, bias=True))
    both = np.concatenate([data, data[:, ::-1]])
    bound = likelihood(np.full(2, both.mean()), np.cov(both.T, bias=True))
    assert 2 * (free - bound) == pytest.approx(found.chi_square, abs=1e-9)
    assert math.exp(-found.chi_square / 2) == pytest.approx(found.p, abs=1e-12)


def test_partners_who_differ_in_the_mean_are_told_apart():
    chance = np.random.default_rng(1)
    first = chance.normal(60, 10, 80)
    assert stats.likeness(first, first + chance.normal(15, 8, 80)).p < 0.001
    assert stats.likeness(first, chance.normal(60, 10, 80)).p > 0.001


def test_too_little_or_no_difference_is_none_with_a_reason():
    one = stats.likeness([50, None], [60, 70])
    assert (None, None, None, 1) == (one.pearson.value, one.pairwise.value, one.chi_square, one.couples)
    assert "fewer than two couples have both scores" == one.pairwise.reason
    same = stats.likeness([50, 50], [50, 50])
    assert ("the people do not differ", None, None) == (same.pairwise.reason, same.chi_square, same.p)
    line = stats.likeness([10, 20, 30], [10, 20, 30])
    assert (1.0, None, None) == (pytest.approx(line.pearson.value), line.pearson.low, line.chi_square)


def test_lists_of_two_lengths_are_refused():
    with pytest.raises(ik.InvalidValue, match="not of one length"):
        stats.likeness([1, 2], [1])
