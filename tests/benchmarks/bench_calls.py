"""Single calls, beside the least that could do the work: pytest tests/benchmarks/bench_calls.py.

pytest-benchmark prints each group with its ratios. No test of the library hangs on the times.
"""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

import intimacy_kit as ik
from intimacy_kit import stats
from intimacy_kit.packs import yaml_tree
from tests.benchmarks import score_frame
from tests.benchmarks.score_frame import ITEMS, KEY, PILLARS, REVERSED
from tests.support import rich_catalogue
from tests.unit.packs.test_yaml_tree import HOSTILE

PEOPLE = 1_000_000
SCALE = ik.load().scales["frequency"].choices
CHECKIN = ik.CheckIn(
    "Bench", "en", "seed", 0, ik.Perspective.SELF, KEY,
    tuple(ik.Question(item.id, item.pillar, item.role, "?", SCALE, "en") for item in KEY.items),
)  # fmt: skip
ANSWERS = {item: i % 5 for i, item in enumerate(ITEMS)}
DAY = date(2026, 11, 23)
WITH_GAPS = {item: answer for i, (item, answer) in enumerate(ANSWERS.items()) if i not in (3, 17, 40)}
RICH = next(checkin for checkin in rich_catalogue.checkins(5) if len(checkin.key.scores) > 20)
"""Sums, tables, conditions, and scores that are made of others."""

RICH_ANSWERS = rich_catalogue.generated(RICH, 1)[0].answers
PLAN = [[(item, item in REVERSED) for item in ITEMS[7 * i : 7 * i + 7]] for i in range(len(PILLARS))]


def by_hand():
    """Score without any check, into bare numbers."""
    scores = []
    for items in PLAN:
        total = answered = 0
        for item, turned in items:
            answer = ANSWERS.get(item)
            if answer is not None:
                total += 4 - answer if turned else answer
                answered += 1
        scores.append(100 * total / (4 * answered) if 2 * answered >= len(items) else None)
    return scores


@pytest.mark.benchmark(group="49 answers, 7 pillars")
def test_a_loop_by_hand(benchmark):
    benchmark(by_hand)


@pytest.mark.benchmark(group="49 answers, 7 pillars")
def test_answer_and_score(benchmark):
    result = benchmark(lambda: ik.score(CHECKIN.answer(ANSWERS, on=DAY)))
    assert by_hand() == [score.percent for score in result]


@pytest.mark.benchmark(group="49 answers, 7 pillars")
def test_answer_and_score_with_three_gaps(benchmark):
    result = benchmark(lambda: ik.score(CHECKIN.answer(WITH_GAPS, on=DAY)))
    assert [6, 7, 6, 7, 7, 6, 7] == [score.answered for score in result]


@pytest.mark.benchmark(group="conditions, sums, and scores made of others")
def test_answer_and_score_a_rich_questionnaire(benchmark):
    result = benchmark(lambda: ik.score(RICH.answer(RICH_ANSWERS, on=DAY)))
    assert len(RICH.key.subscales) == len(result.scores) + len(result.felt)


@pytest.fixture(scope="module")
def sample():
    """A million people, with a trait for each pillar and a gap in twenty; as columns, and as a matrix without gaps."""
    columns = score_frame.sample(PEOPLE)
    return columns, np.nan_to_num(np.column_stack(list(columns.values())))


@pytest.mark.benchmark(group="1,000,000 people, 49 items", min_rounds=3)
def test_the_cross_product_of_numpy(benchmark, sample):
    filled = sample[1]
    benchmark(lambda: filled.T @ filled)


@pytest.mark.benchmark(group="1,000,000 people, 49 items", min_rounds=3)
def test_alpha_omega_and_items_of_seven_pillars(benchmark, sample):
    benchmark(lambda: [stats.analyse(sample[0], KEY, pillar) for pillar in PILLARS])


LONGEST = max(Path(__file__).parents[2].glob("data/*/*.yaml"), key=lambda path: path.stat().st_size)
FILES = {"the longest file of the pack": LONGEST.read_bytes(), **{name: data for name, (data, *_) in HOSTILE.items()}}


@pytest.mark.benchmark(group="YAML without libyaml, hostile and good", min_rounds=2)
@pytest.mark.parametrize("name", FILES)
def test_reading_yaml(benchmark, name):
    benchmark(lambda: yaml_tree.read(FILES[name], fast=False))
