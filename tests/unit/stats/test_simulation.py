"""Simulated couples are what their truth says: the same for a seed, and right on average."""

import math
from statistics import mean, stdev

import attrs
import numpy as np
import pytest

import intimacy_kit as ik
from intimacy_kit import stats
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.stats import Truth
from tests.support import rich_catalogue
from tests.support.catalogues import built_in
from tests.unit.stats.test_sample import TODAY, key_of

FULL = ik.ScoringKey.from_form(built_in(), "full")
WHOLE = Truth(gaps=0, gaps_apart=0, blank=0)


def sums(made, key, pillar):
    """The sum of each person's keyed answers."""
    return stats.keyed_matrix(made.columns, key, pillar).sum(axis=1)


def test_a_seed_gives_the_same_couples_and_another_gives_others():
    one = stats.simulate(FULL, couples=5, seed=7)
    assert one == stats.simulate(FULL, couples=5, seed=7)
    assert one.columns != stats.simulate(FULL, couples=5, seed=8).columns
    assert FULL.digest == one.digest


def test_the_table_has_a_row_for_each_person_occasion_and_perspective_and_is_read_as_it_stands():
    made = stats.simulate(
        FULL, couples=2, seed=1, occasions=2, perspectives=("self", "partner"), locales=("en", "es"), truth=WHOLE
    )
    rows = list(zip(*(made.columns[name] for name in ("couple", "partner", "occasion", "perspective")), strict=True))
    assert [(1, "a", 1, "self"), (1, "a", 1, "partner"), (1, "a", 2, "self")] == rows[:3]
    assert 16 == len({*rows})
    assert ("en",) * 8 + ("es",) * 8 == made.columns["locale"]
    assert {16} == {len(stats.keyed_matrix(made.columns, FULL, pillar)) for pillar in ("time", "conflict")}


def test_private_and_choice_questions_have_no_answers():
    private = ik.ScoringKey.from_form(built_in(), "private")
    made = stats.simulate(private, couples=2, seed=1)
    assert () == made.items
    assert {(None,) * 4} == {made.columns[item.id] for item in private.items}


@pytest.mark.slow
@pytest.mark.parametrize("pillar", ["listening", "conflict"])
def test_alpha_and_the_likeness_of_partners_are_right_on_average(pillar):
    off, beside = [], []
    for seed in range(24):
        made = stats.simulate(FULL, couples=300, seed=seed, truth=WHOLE)
        off.append(stats.analyse(made.columns, FULL, pillar).alpha.value - made.alpha(pillar))
        total = sums(made, FULL, pillar)
        beside.append(np.corrcoef(total[0::2], total[1::2])[0, 1] - made.couple_correlation(pillar))
    for errors in (off, beside):
        assert abs(mean(errors)) < 4 * stdev(errors) / math.sqrt(len(errors))
        assert 0 < stdev(errors) < 0.08


def test_a_method_factor_holds_reverse_keyed_items_together():
    key = key_of("ffrr")
    made = stats.simulate(key, couples=2000, seed=1, truth=Truth(method=0.5, loading_spread=0, gaps=0, blank=0))
    r = stats.polychoric(made.columns, key, "p")
    assert 0.49 == pytest.approx(r[0, 1], abs=0.04)
    assert 0.49 == pytest.approx(r[0, 2], abs=0.04)
    assert 0.49 + 0.25 == pytest.approx(r[2, 3], abs=0.04)


def test_who_lives_apart_has_more_gaps():
    made = stats.simulate(FULL, couples=400, seed=1, truth=Truth(gaps=0.02, gaps_apart=0.3, blank=0))
    offering = next(item.id for item in FULL.items if Missing.DID_NOT_COME_UP in item.codes and item.role == "scored")
    gaps = {"together": [], "apart": []}
    for living, cell in zip(made.columns["living"], made.columns[offering], strict=True):
        gaps[living].append(cell == "did-not-come-up")
    assert 0.02 == pytest.approx(mean(gaps["together"]), abs=0.015)
    assert 0.3 == pytest.approx(mean(gaps["apart"]), abs=0.06)


def test_an_item_may_mean_more_to_couples_that_live_apart():
    key = key_of("ff")
    plain, shifted = (
        stats.simulate(key, couples=300, seed=1, truth=WHOLE, shifts_apart=shifts) for shifts in (None, {"p.1": 1.0})
    )
    assert (0.0, 1.0) == tuple(item.shift_apart for item in shifted.items)
    rises = {"together": [], "apart": []}
    for living, before, after in zip(
        plain.columns["living"], plain.columns["p.1"], shifted.columns["p.1"], strict=True
    ):
        rises[living].append(int(after) - int(before))
    assert plain.columns["p.0"] == shifted.columns["p.0"]
    assert {0} == {*rises["together"]}
    assert mean(rises["apart"]) > 0.5


def test_the_people_stay_when_the_items_change():
    full, other = (stats.simulate(key, couples=50, seed=3) for key in (FULL, key_of("ff")))
    assert full.columns["living"] == other.columns["living"]


def test_a_drift_lifts_everybody_and_stability_binds_the_occasions():
    still, moved = (
        stats.simulate(FULL, couples=300, seed=1, occasions=2, truth=attrs.evolve(WHOLE, stability=part, drift=drift))
        for part, drift in ((1, 0), (0, 0.5))
    )
    for made, least, most, rise in ((still, 0.75, 1, 0.5), (moved, -0.15, 0.15, 6)):
        total = sums(made, FULL, "time")
        first, second = total[0::2], total[1::2]
        assert least < np.corrcoef(first, second)[0, 1] < most
        assert rise / 2 - 0.5 < second.mean() - first.mean() < rise


def test_what_people_see_in_the_other_follows_the_other():
    truth = attrs.evolve(WHOLE, insight=0.9, couple_correlation=0)
    made = stats.simulate(FULL, couples=500, seed=1, perspectives=("self", "partner"), truth=truth)
    total = sums(made, FULL, "time").reshape(-1, 2, 2)
    own, seen = total[:, :, 0], total[:, :, 1]
    assert np.corrcoef(own[:, 0], seen[:, 1])[0, 1] > 0.6
    assert abs(np.corrcoef(own[:, 0], seen[:, 0])[0, 1]) < 0.15


def test_planned_gaps_are_not_asked_of_some_couples():
    id = stats.simulate(FULL, couples=2, seed=1).items[0].id
    made = stats.simulate(FULL, couples=4, seed=1, left_out=((id,), ()), truth=WHOLE)
    assert [True, True, False, False] * 2 == [cell == "not-asked" for cell in made.columns[id]]


@pytest.mark.parametrize("seed", range(12))
def test_keys_with_ranges_and_conditions_give_tables_that_are_read(seed):
    catalogue = rich_catalogue.of(seed)
    key = ik.ScoringKey.from_form(catalogue, "form")
    made = stats.simulate(key, couples=20, seed=seed)
    checkin = ik.draw(catalogue, form="form", seed="-")
    for i in range(len(made.columns["couple"])):
        row = {item.id: made.columns[item.id][i] for item in key.items}
        assert len(key.items) >= len(
            checkin.answer_form({id: cell for id, cell in row.items() if cell}, on=TODAY).answers
        )


def test_arguments_that_make_no_sense_are_told_at_once():
    with pytest.raises(ik.InvalidValue) as caught:
        stats.simulate(FULL, couples=1, seed=-1, occasions=0, perspectives=("other",), locales=())
    names = ["couples", "seed", "occasions", "perspectives", "locales"]
    assert names == [each.path[0] for each in caught.value.problems]
    with pytest.raises(ik.InvalidValue) as caught:
        stats.simulate(FULL, couples=2, seed=1, shifts_apart={"nothing": 4})
    assert ["unknown-item", "bad-number"] == [each.code for each in caught.value.problems]
    with pytest.raises(ik.InvalidValue, match="gaps lies between 0 and 1"):
        Truth(gaps=2, drift=-3)
    with pytest.raises(ik.InvalidValue, match="more than all of its variance"):
        Truth(loading=0.95, method=0.5)
    made = stats.simulate(FULL, couples=2, seed=1)
    with pytest.raises(ik.InvalidValue, match="'nothing'"):
        made.covariance("nothing", "nothing")


def test_the_truth_can_be_stored():
    made = stats.simulate(FULL, couples=2, seed=1)
    assert made.truth == Truth.from_dict(made.truth.to_dict())
    assert {"truth", "items", "digest", "seed", "columns"} == set(made.to_dict())
