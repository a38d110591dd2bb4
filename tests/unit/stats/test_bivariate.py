"""The bivariate normal distribution equals scipy's, and a corner without limits holds all of it."""

import itertools

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from intimacy_kit.stats.bivariate import below


@pytest.mark.parametrize("r", [-0.99, -0.6, 0.0, 0.3, 0.9, 0.99])
def test_it_equals_the_integral_of_scipy(r):
    for h, k in itertools.product((-3.0, -0.4, 0.0, 2.0), (-2.5, 0.1, 1.7)):
        expected = multivariate_normal.cdf([h, k], cov=[[1, r], [r, 1]], abseps=1e-13, releps=1e-13)
        assert expected == pytest.approx(float(below(h, k, r)), abs=1e-12)


def test_points_without_end_leave_one_variable_or_everything():
    assert [0.0, 0.5, 1.0] == pytest.approx(below([-np.inf, 0.0, np.inf], np.inf, 0.5).tolist())
