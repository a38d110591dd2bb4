"""The answered check-ins under docs/examples, scored by hand.

Every item of the standard form runs from 0 to 4, so a pillar with n answers has
percent = 100 * (sum of keyed answers) / (4 * n), and a reverse-keyed answer x counts
as 4 - x. The last item of each pillar is the reverse-keyed one.
"""

import json

import pytest

import intimacy_kit as ik
from intimacy_kit import scoring

BY_HAND = {
    "complete": {
        # 2, 1, 2 and, reversed, 4-3
        "listening": (100 * (2 + 1 + 2 + 1) / (4 * 4), 4),
        "vulnerability": (100 * (3 + 2 + 3 + (4 - 1)) / (4 * 4), 4),
        "time": (100 * (1 + 3 + 0 + (4 - 2)) / (4 * 4), 4),
        "appreciation": (100 * (3 + 2 + 3 + (4 - 1)) / (4 * 4), 4),
        "conflict": (100 * (2 + 1 + 3 + (4 - 1)) / (4 * 4), 4),
        "support": (100 * (4 + 2 + 3 + (4 - 1)) / (4 * 4), 4),
        "little-things": (100 * (3 + 4 + 3 + (4 - 0)) / (4 * 4), 4),
    },
    "with-gaps": {
        # validate did not come up: three answers, and 4 * 5/8 = 2.5, so three are needed
        "listening": (100 * (3 + 2 + (4 - 1)) / (4 * 3), 3),
        # the second was declined
        "vulnerability": (100 * (1 + 3 + (4 - 2)) / (4 * 3), 3),
        "time": (100 * (2 + 3 + 1 + (4 - 1)) / (4 * 4), 4),
        # admire was left blank
        "appreciation": (100 * (4 + 3 + (4 - 0)) / (4 * 3), 3),
        # there was nothing to look for an answer to
        "conflict": (100 * (3 + 2 + (4 - 1)) / (4 * 3), 3),
        "support": (100 * (3 + 4 + (4 - 0)) / (4 * 3), 3),
        "little-things": (100 * (4 + 3 + 2 + (4 - 1)) / (4 * 4), 4),
    },
    "one-pillar-below": {
        "listening": (100 * (3 + 3 + 2 + (4 - 1)) / (4 * 4), 4),
        "vulnerability": (100 * (2 + 2 + 3 + (4 - 1)) / (4 * 4), 4),
        "time": (100 * (2 + 2 + 1 + (4 - 1)) / (4 * 4), 4),
        "appreciation": (100 * (3 + 3 + 2 + (4 - 1)) / (4 * 4), 4),
        # two were declined, one did not come up: one answer of the three that are needed
        "conflict": (None, 1),
        "support": (100 * (3 + 2 + 2 + (4 - 1)) / (4 * 4), 4),
        "little-things": (100 * (3 + 2 + 3 + (4 - 1)) / (4 * 4), 4),
    },
    "partner-perspective": {
        "listening": (100 * (3 + 2 + 1 + (4 - 2)) / (4 * 4), 4),
        "vulnerability": (100 * (2 + 1 + 3 + (4 - 2)) / (4 * 4), 4),
        # what two people enjoy together is asked of nobody twice, so three are asked here
        "time": (100 * (2 + 1 + (4 - 1)) / (4 * 3), 3),
        "appreciation": (100 * (2 + 2 + 1 + (4 - 2)) / (4 * 4), 4),
        "conflict": (100 * (2 + 0 + 2 + (4 - 2)) / (4 * 4), 4),
        "support": (100 * (3 + 1 + 2 + (4 - 2)) / (4 * 4), 4),
        "little-things": (100 * (2 + 3 + 2 + (4 - 1)) / (4 * 4), 4),
    },
}


def load(catalogue, examples, name):
    return ik.Response.from_dict(catalogue, json.loads((examples / f"{name}.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", BY_HAND)
def test_an_example_scores_as_by_hand(catalogue, examples, name):
    result = ik.score(load(catalogue, examples, name))
    assert BY_HAND[name] == {score.pillar: (score.percent, score.answered) for score in result}


def test_the_gaps_are_told_apart(catalogue, examples):
    result = ik.score(load(catalogue, examples, "with-gaps"))
    gaps = {score.pillar: (score.did_not_come_up, score.declined, score.blank) for score in result}
    none = (0, 0, 0)
    assert {
        "listening": (1, 0, 0),
        "vulnerability": (0, 1, 0),
        "time": none,
        "appreciation": (0, 0, 1),
        "conflict": (1, 0, 0),
        "support": (1, 0, 0),
        "little-things": none,
    } == gaps


def test_below_the_minimum_there_is_a_reason_instead_of_a_number(catalogue, examples):
    conflict = ik.score(load(catalogue, examples, "one-pillar-below"))["conflict"]
    assert (None, None, ik.Reason.TOO_FEW_ANSWERS) == (conflict.percent, conflict.mean, conflict.reason)
    assert "Not enough answers: 1 of 4 given, 3 needed." == scoring.why(catalogue, conflict)


def test_a_partner_perspective_stays_one(catalogue, examples):
    assert ik.Perspective.PARTNER is ik.score(load(catalogue, examples, "partner-perspective")).perspective
