"""What a reliability says of one percent: a band, and a true score."""

from datetime import date

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit.scoring import true_score

RELIABLE = ik.Reliability(0.8, "Pearson's r", 300, 20.0, "doi:10.0/0", "students", date(2020, 1, 1))


def test_a_true_score_is_drawn_in_to_the_mean_by_the_reliability():
    known = attrs.evolve(RELIABLE, coefficient=0.64, sd=20.0, mean=50.0)
    found = true_score(90.0, known)
    assert 75.6 == pytest.approx(found.percent, rel=1e-12)
    margin = 1.959963984540054 * 20 * 0.48
    assert (75.6 - margin, 75.6 + margin, known) == (
        pytest.approx(found.low), pytest.approx(found.high), found.reliability,
    )  # fmt: skip
    assert "75.6" not in repr(found)
    assert 100.0 == true_score(100.0, attrs.evolve(known, sd=60.0)).high


@pytest.mark.parametrize(("percent", "mean"), [(101, 50.0), (-1, 50.0), (50, None)])
def test_a_true_score_needs_a_percent_and_a_mean(percent, mean):
    with pytest.raises(ik.InvalidValue):
        true_score(percent, attrs.evolve(RELIABLE, mean=mean))


@pytest.mark.parametrize("mean", [-0.1, 100.1])
def test_a_mean_is_a_percent(mean):
    with pytest.raises(ik.InvalidValue, match="between 0 and 100"):
        attrs.evolve(RELIABLE, mean=mean)
