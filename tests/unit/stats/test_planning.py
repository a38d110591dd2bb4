"""The numbers of people give intervals of the width that was asked for."""

import math
from statistics import mean

import numpy as np
import pytest

import intimacy_kit as ik
from intimacy_kit import stats


def test_the_formulas_are_those_of_the_papers():
    z = 1.959963984540054
    assert math.ceil(8 * 5 / 4 * 0.3**2 * (z / 0.2) ** 2 + 2) == stats.people_for_alpha(0.7, items=5, width=0.2)
    plain = 8 * z**2 * 0.4**2 * (1 + 2 * 0.6) ** 2 / (3 * 2 * 0.2**2) + 1
    assert math.ceil(plain) == stats.people_for_icc(0.6, ratings=3, width=0.2)
    two = 8 * z**2 * 0.2**2 * 1.8**2 / (2 * 0.2**2) + 1 + 5 * 0.8
    assert math.ceil(two) == stats.people_for_icc(0.8, ratings=2, width=0.2)


def test_samples_of_that_size_have_intervals_of_that_width():
    n, chance = stats.people_for_icc(0.6, ratings=3, width=0.25), np.random.default_rng(1)
    widths = []
    for _ in range(60):
        people = chance.normal(0, math.sqrt(0.6), (n, 1))
        found = stats.icc(people + chance.normal(0, math.sqrt(0.4), (n, 3)))[0]
        widths.append(found.high - found.low)
    assert 0.25 == pytest.approx(mean(widths), abs=0.02)


def test_couples_take_more_people_the_more_alike_they_are_and_an_even_number():
    assert [100, 140, 200] == [stats.people_in_couples(100, likeness=part) for part in (0, 0.4, 1)]
    assert 2 == stats.people_in_couples(1, likeness=0)


def test_arguments_that_make_no_sense_are_told_at_once():
    for call, names in (
        (lambda: stats.people_for_alpha(1, items=1, width=0, confidence=1), ["alpha", "items", "width", "confidence"]),
        (lambda: stats.people_for_icc(-0.1, ratings=0, width=2), ["icc", "ratings", "width"]),
        (lambda: stats.people_in_couples(0, likeness=2), ["people", "likeness"]),
    ):
        with pytest.raises(ik.InvalidValue) as caught:
            call()
        assert names == [each.path[0] for each in caught.value.problems]
