"""Reliabilities over occasions are those of variances worked out another way, and undefined where they must be."""

import itertools

import attrs
import numpy as np
import pytest

import intimacy_kit as ik
from intimacy_kit import stats
from intimacy_kit.stats import Truth
from tests.support.catalogues import built_in
from tests.unit.stats.test_sample import key_of

KEY = key_of("frf")
WHOLE = Truth(gaps=0, gaps_apart=0, blank=0)
TABLE = {
    "who": ["x", "x", "y", "y", "z", "z", "w", "w"],
    "when": [1, 2, 2, 1, 1, 2, 1, 2],
    "p.0": [1, 2, 5, 4, 3, 3, 2, 4],
    "p.1": [5, 4, 2, 1, 3, 2, 3, 1],
    "p.2": [2, 2, 4, 5, 4, 3, 2, 5],
}


def by_expectation(cube):
    """The variances from the means of products of unlike cells, which need no mean squares.

    Two cells of one person on one occasion, with unlike items, share person, occasion and both together; and so on.
    What the pairs have in common in expectation is solved for.
    """
    n, k, m = cube.shape
    shared = {}
    for same in itertools.product((True, False), repeat=3):
        total, count = 0.0, 0
        for one in np.ndindex(n, k, m):
            for other in np.ndindex(n, k, m):
                if all((a == b) == alike for a, b, alike in zip(one, other, same, strict=True)):
                    total, count = total + cube[one] * cube[other], count + 1
        shared[same] = total / count
    base = shared[False, False, False]
    found = {
        "person": shared[True, False, False] - base,
        "occasion": shared[False, True, False] - base,
        "item": shared[False, False, True] - base,
    }
    found["person_occasion"] = shared[True, True, False] - base - found["person"] - found["occasion"]
    found["person_item"] = shared[True, False, True] - base - found["person"] - found["item"]
    found["occasion_item"] = shared[False, True, True] - base - found["occasion"] - found["item"]
    found["rest"] = shared[True, True, True] - base - sum(found.values())
    return found


def test_the_variances_are_those_of_products_of_unlike_cells():
    truth = attrs.evolve(WHOLE, stability=0.5, drift=0.4)
    made = stats.simulate(KEY, couples=4, seed=4, occasions=3, truth=truth)
    who = [f"{couple}{one}" for couple, one in zip(made.columns["couple"], made.columns["partner"], strict=True)]
    found = stats.occasion_reliability({**made.columns, "who": who}, KEY, "p", person="who", occasion="occasion")
    cube = stats.keyed_matrix(made.columns, KEY, "p").reshape(8, 3, 3)
    plain = found.components.to_dict()
    assert {"people": 8, "occasions": 3, "items": 3} == {name: plain[name] for name in ("people", "occasions", "items")}
    for name, value in by_expectation(cube).items():
        assert max(0.0, value) == pytest.approx(plain[name], abs=1e-12)


def test_the_coefficients_follow_from_the_variances():
    found = stats.occasion_reliability(TABLE, KEY, "p", person="who", occasion="when")
    parts = found.components
    lasting = parts.person + parts.person_item / 3
    passing = parts.occasion + parts.person_occasion
    expected = {
        "RkF": lasting / (lasting + parts.rest / 6),
        "R1R": lasting / (lasting + passing + parts.rest / 3),
        "RkR": lasting / (lasting + passing / 2 + parts.rest / 6),
        "Rc": parts.person_occasion / (parts.person_occasion + parts.rest / 3),
    }
    assert expected == pytest.approx({each.name: each.value for each in found.coefficients})
    assert {4} == {each.n for each in found.coefficients}


def test_the_order_of_rows_does_not_matter_and_people_with_gaps_do_not_count():
    found = stats.occasion_reliability(TABLE, KEY, "p", person="who", occasion="when")
    turned = {name: column[::-1] for name, column in TABLE.items()}
    again = stats.occasion_reliability(turned, KEY, "p", person="who", occasion="when")
    assert [each.value for each in found.coefficients] == pytest.approx([each.value for each in again.coefficients])
    more = {name: [*column, None if name == "p.1" else column[0]] for name, column in TABLE.items()}
    more["who"][-1], more["when"][-1] = "v", 1
    assert found == stats.occasion_reliability(more, KEY, "p", person="who", occasion="when")


def test_too_little_and_no_difference_are_none_with_a_reason():
    short = {name: column[:2] for name, column in TABLE.items()}
    found = stats.occasion_reliability(short, KEY, "p", person="who", occasion="when")
    assert (None, {None}) == (found.components, {each.value for each in found.coefficients})
    assert "two people or more" in found.coefficients[0].reason
    same = {**TABLE, **{f"p.{i}": [3] * 8 for i in range(3)}}
    found = stats.occasion_reliability(same, KEY, "p", person="who", occasion="when")
    assert {"the answers do not differ"} == {each.reason for each in found.coefficients}
    assert 0 == found.components.rest


def test_wrong_columns_and_rows_that_come_twice_are_refused():
    with pytest.raises(ik.InvalidValue, match="no column 'whose'"):
        stats.occasion_reliability(TABLE, KEY, "p", person="whose", occasion="when")
    with pytest.raises(ik.InvalidValue, match="no column 'when'"):
        stats.occasion_reliability({**TABLE, "when": [1]}, KEY, "p", person="who", occasion="when")
    with pytest.raises(ik.InvalidValue, match="two rows of one occasion"):
        stats.occasion_reliability({**TABLE, "when": [1] * 8}, KEY, "p", person="who", occasion="when")
    with pytest.raises(ik.InvalidValue, match="nothing scored of 'q'"):
        stats.occasion_reliability(TABLE, KEY, "q", person="who", occasion="when")


def test_change_within_people_is_told_where_there_is_some():
    steady, moving = (
        stats.simulate(KEY, couples=150, seed=1, occasions=4, truth=attrs.evolve(WHOLE, stability=part))
        for part in (1.0, 0.3)
    )
    rc = []
    for made in (steady, moving):
        who = [f"{couple}{one}" for couple, one in zip(made.columns["couple"], made.columns["partner"], strict=True)]
        found = stats.occasion_reliability({**made.columns, "who": who}, KEY, "p", person="who", occasion="occasion")
        rc.append(found.coefficients[-1].value)
    assert rc[0] < 0.1 < 0.4 < rc[1]


def test_an_index_has_a_reason_for_no_coefficient():
    key = ik.ScoringKey.from_form(built_in(), "standard")
    made = stats.simulate(key, couples=20, seed=1, occasions=2, truth=WHOLE)
    who = [f"{couple}{one}" for couple, one in zip(made.columns["couple"], made.columns["partner"], strict=True)]
    found = stats.occasion_reliability({**made.columns, "who": who}, key, "time", person="who", occasion="occasion")
    assert (None, {stats.analyse(made.columns, key, "time").alpha.reason}) == (
        found.components,
        {each.reason for each in found.coefficients},
    )
