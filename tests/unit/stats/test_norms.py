"""A norm is what a sample comes to: scores as they are, or the whole score from parts of it, with its reliability."""

from datetime import date

import attrs
import numpy as np
import polars as pl
import pytest

import intimacy_kit as ik
from intimacy_kit import stats
from intimacy_kit.tables import score_frame
from tests.support.catalogues import built_in
from tests.support.paths import DATA

KEY = ik.ScoringKey.from_form(built_in(), "full")
DAYS = {"on": date(2026, 1, 1), "until": date(2030, 1, 1)}
ABOUT = {"id": "n", "population": "Simulated", "source": "s", "locale": "en", "draws": 100, **DAYS}
MADE = stats.simulate(KEY, couples=60, seed=4, occasions=2)
BLOCKS = [[id for i, id in enumerate(KEY.scored) if i % 3 == part] for part in range(3)]


def rows(table, wanted):
    keep = [i for i, place in enumerate(table["occasion"]) if place == wanted]
    return {name: [cells[i] for i in keep] for name, cells in table.items()}


FIRST, SECOND = rows(MADE.columns, 1), rows(MADE.columns, 2)


def column(table, name, key=KEY):
    """A column of scores, without those that are missing."""
    frame = score_frame(pl.DataFrame(dict(table), infer_schema_length=None), key)
    return [each for each in frame[name].to_list() if each is not None]


def complete(table):
    """The table with an answer in the place of every gap."""
    return {**table, **{id: [cell if cell and cell.isdigit() else "4" for cell in table[id]] for id in KEY.scored}}


def scored_of(pillar):
    return [item.id for item in KEY.items if item.pillar == pillar and item.role is ik.Role.SCORED]


def test_mean_spread_and_percentiles_are_those_of_the_scores():
    norm, known = stats.norm_of(FIRST, KEY, "listening", **ABOUT), column(FIRST, "listening_percent")
    assert (len(known), KEY.digests()["listening"]) == (norm.n, norm.digest)
    assert (np.mean(known), np.std(known, ddof=1)) == pytest.approx((float(norm.mean), float(norm.sd)), abs=1e-6)
    for value in sorted({*known})[::9]:
        below, at = sum(each < value for each in known), known.count(value)
        assert 100 * (below + at / 2) / len(known) == pytest.approx(norm.percentile(value), abs=0.01)
    assert 0.0 == norm.percentile(0)
    assert known.count(100.0) / len(known) * 50 == pytest.approx(100 - norm.percentile(100), abs=0.01)


def test_a_table_of_few_values_has_each_of_them():
    reverse = {item.id for item in KEY.items if item.keying is ik.Keying.REVERSE}
    table = {id: [4, 3, 3, 0] if id in reverse else [0, 1, 1, 4] for id in KEY.scored}
    norm = stats.norm_of(table, KEY, "time", **ABOUT)
    assert {0: 12.5, 25: 50, 100: 87.5} == {float(value): float(part) for value, part in norm.percentiles.items()}
    assert () == norm.reliabilities


def test_its_alpha_is_that_of_the_analysis_with_an_interval_by_couples():
    (alpha,) = stats.norm_of(FIRST, KEY, "listening", couple="couple", **ABOUT).reliabilities
    beside = stats.bootstrap_reliability(FIRST, KEY, "listening", couple="couple", seed=1, draws=100)
    assert "internal-consistency" == alpha.kind
    found = [float(each) for each in (alpha.value, alpha.low, alpha.high)]
    assert [beside.value, beside.low, beside.high] == pytest.approx(found, abs=1e-6)


def test_a_second_occasion_gives_the_correlation_of_the_sums():
    table, again = complete(FIRST), complete(SECOND)
    found = stats.norm_of(table, KEY, "listening", again=again, couple="couple", **ABOUT).reliabilities
    icc = stats.likeness(column(table, "listening_percent"), column(again, "listening_percent")).pairwise.value
    assert ["internal-consistency", "retest"] == [each.kind for each in found]
    assert icc == pytest.approx(float(found[1].value), abs=1e-6)
    assert found[1].low < found[1].value < found[1].high


def test_planned_gaps_give_the_spread_of_the_whole_score_and_no_percentiles():
    truth = stats.Truth(gaps=0.0, gaps_apart=0.0, blank=0.0)
    whole = stats.simulate(KEY, couples=500, seed=2, truth=truth).columns
    parts = stats.simulate(KEY, couples=500, seed=2, truth=truth, left_out=BLOCKS).columns
    wanted, found = (stats.norm_of(table, KEY, "listening", **ABOUT) for table in (whole, parts))
    assert found.percentiles is None
    assert (float(wanted.mean), float(wanted.sd)) == pytest.approx((float(found.mean), float(found.sd)), abs=1.5)
    assert float(found.sd) < np.std(column(parts, "listening_percent"), ddof=1) - 0.5


def test_the_other_perspective_has_another_digest():
    norm = stats.norm_of(FIRST, KEY, "listening", perspective="partner", **ABOUT)
    assert KEY.digests("partner")["listening"] == norm.digest != KEY.digests()["listening"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fields", "low", "high"),
    [({"reading": "sum"}, 0, 32), ({"reading": "mean", "plus": 1}, 1, 5), ({"reading": "highest"}, 0, 4)],
)
def test_a_norm_of_a_score_of_a_rule_is_of_its_values(fields, low, high):
    catalogue = attrs.evolve(built_in(), scores=[ik.ScoreRule("heard", "Heard", scored_of("listening"), **fields)])
    key = ik.ScoringKey.from_form(catalogue, "full")
    norm = stats.norm_of(FIRST, key, "heard", **ABOUT)
    plain = fields in ({"reading": "sum"},)
    assert np.mean(column(FIRST, "heard_sum" if plain else "heard_value", key)) == pytest.approx(
        float(norm.mean), abs=1e-6
    )
    assert all(low <= value <= high for value in norm.percentiles)
    if fields["reading"] != "highest":
        parts = stats.simulate(key, couples=60, seed=4, left_out=BLOCKS).columns
        assert low < stats.norm_of(parts, key, "heard", **ABOUT).mean < high


def test_a_score_of_scores_is_of_those_who_were_asked_all_of_it():
    parts = [ik.ScoreRule(each, each, scored_of(each), reading="sum") for each in ("listening", "time")]
    both = ik.ScoreRule("both", "Both", scores=["listening", "time"], reading="sum")
    key = ik.ScoringKey.from_form(attrs.evolve(built_in(), scores=[*parts, both]), "full")
    norm = stats.norm_of(FIRST, key, "both", again=SECOND, **ABOUT)
    assert () == norm.reliabilities
    assert 20 < norm.mean < 64
    with pytest.raises(ik.InvalidValue, match="fewer than two"):
        stats.norm_of(stats.simulate(key, couples=9, seed=1, left_out=BLOCKS).columns, key, "both", **ABOUT)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"score": "nothing"}, "unknown-score"),
        ({"seed": -1}, "bad-number"),
        ({"draws": 1}, "bad-number"),
        ({"perspective": "both"}, "bad-choice"),
        ({"table": {id: [1, 1] for id in KEY.scored}}, "bad-number"),
        ({"table": {id: ["not-asked", None] for id in KEY.scored}}, "bad-number"),
        ({"again": {id: [1, 1] for id in KEY.scored}}, "wrong-kind"),
        ({"couple": "nobody"}, "missing-column"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments, code):
    given = {"table": FIRST, "key": KEY, "score": "listening", **ABOUT, **arguments}
    with pytest.raises(ik.InvalidValue) as caught:
        stats.norm_of(**given)
    assert [code] == [problem.code for problem in caught.value.problems]


def test_many_values_are_listed_at_even_parts_with_both_ends():
    key = ik.ScoringKey.from_form(ik.load_path(DATA / "instruments" / "vas2"), "form")
    (score, _), *_ = key.digests().items()
    table = {id: list(range(1, 100)) * 3 for id in key.by_id}
    table[next(iter(key.by_id))] = [1 + n % 97 for n in range(297)]
    norm = stats.norm_of(table, key, score, **ABOUT)
    assert 80 < len(norm.percentiles) < 105


def test_a_negative_alpha_is_left_out():
    ids = scored_of("listening")
    table = {id: [[0, 4, 0, 4], [4, 0, 4, 1]][i % 2] for i, id in enumerate(ids)}
    assert () == stats.norm_of(table, KEY, "listening", **ABOUT).reliabilities


def test_where_too_few_samples_have_an_alpha_it_has_no_interval():
    ids = scored_of("listening")
    table = {id: [0, 0, 0, 4] for id in ids}
    table[ids[0]] = [0, 0, 1, 4]
    assert all(each.low is None for each in stats.norm_of(table, KEY, "listening", **ABOUT).reliabilities)
