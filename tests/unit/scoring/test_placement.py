"""A score is placed among the people of a norm only where digest, language, day and items fit."""

from datetime import date
from fractions import Fraction

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit.content import FoundReliability
from intimacy_kit.content.vocabulary import ReliabilityKind
from intimacy_kit.history import change, history, trend
from intimacy_kit.reports import report
from intimacy_kit.scoring import Misfit, placement_in_words, rests_on
from intimacy_kit.scoring.placement import percents_per_value, reliability_of
from tests.support.catalogues import built_in
from tests.support.norms import norm
from tests.support.rules import catalogue_of, rule, scale

DAY = date(2026, 11, 29)
LAB = ik.Source(
    id="s", authors="Lab, A.", year=2026, title="T", journal="J", finding="F", design="D", verified=False,
    verified_by="V",
)  # fmt: skip
ALPHA = FoundReliability("Cronbach's alpha", "internal-consistency", "0.84", "0.8", "0.88")
RETEST = FoundReliability("ICC(2,1)", "retest", "0.75", n=80)


def with_norms(*norms, catalogue=None):
    catalogue = catalogue or built_in()
    return attrs.evolve(catalogue, norms=norms, sources=[*catalogue.sources.values(), LAB])


def listening(form="full", **fields):
    key = ik.ScoringKey.from_form(built_in(), form)
    return norm(key, "listening", **{"mean": 50, "sd": 20, "reliabilities": [ALPHA, RETEST], **fields})


def answered(catalogue, *, form="full", value=3, on=DAY, **options):
    checkin = ik.draw(catalogue, form=form, seed="s", **options)
    return checkin.answer({each.item_id: value for each in checkin.questions if each.choices}, on=on)


def placement(*norms, catalogue=None, **options):
    return ik.score(answered(with_norms(*norms, catalogue=catalogue), **options))["listening"].norms


def test_a_score_has_t_and_percentile_with_whose_answers_they_rest_on():
    (one,) = placement(listening(percentiles={0: 0, 50: 30, 75: 60, 100: 100}))
    assert (None, 56.25, 45.0) == (one.misfit, one.t, one.percentile)
    assert ("Some people", 120, "s", 2000) == (one.population, one.n, one.source, one.on.year)


def test_without_norms_a_score_stands_nowhere():
    assert () == ik.score(answered(built_in()))["listening"].norms


@pytest.mark.parametrize(
    ("fields", "options", "misfit"),
    [
        ({"digest": "0" * 16}, {}, Misfit.OTHER_DIGEST),
        ({}, {"perspective": "partner"}, Misfit.OTHER_DIGEST),
        ({}, {"form": "standard"}, Misfit.OTHER_DIGEST),
        ({"locale": "es"}, {}, Misfit.OTHER_LANGUAGE),
        ({"until": date(2026, 11, 28)}, {}, Misfit.EXPIRED),
    ],
)
def test_what_does_not_fit_is_refused_with_a_reason(fields, options, misfit):
    (one,) = placement(listening(percentiles={0: 0, 100: 100}, **fields), **options)
    assert (misfit, None, None, ()) == (one.misfit, one.t, one.percentile, one.reliabilities)
    response = answered(with_norms(listening(**fields)), **options)
    assert ik.score(response)["listening"].band is None
    assert f"norm n-listening is not used: {misfit.value}" in ik.explain(response)


@pytest.mark.parametrize(
    ("fields", "per_unit", "at_nought"),
    [
        ({"reading": "sum"}, Fraction(100, 6), 3),
        ({"reading": "mean"}, 50, 1),
        ({"reading": "sum", "factor": 2, "plus": 3}, Fraction(100, 12), 9),
        ({"reading": "mean", "factor": "0.5"}, 100, Fraction(1, 2)),
        ({"reading": "percent"}, 1, 0),
    ],
)
def test_percents_lie_on_a_line_with_values(fields, per_unit, at_nought):
    points = scale("points", range(3), [1, "1.5", 3])
    checkin = ik.draw(catalogue_of([points] * 3, [rule("s", (1, 2, 3), **fields)]), form="f", seed="s")
    subscale = next(each for each in checkin.key.subscales if each.id == "s")
    assert (per_unit, at_nought) == percents_per_value(subscale)
    for answer in range(3):
        score = ik.score(checkin.answer(dict.fromkeys(checkin.item_ids, answer), on=DAY))["s"]
        assert float((Fraction(score.value) - at_nought) * per_unit) == pytest.approx(score.percent)


def test_a_norm_holds_on_the_last_of_its_days():
    (one,) = placement(listening(until=DAY))
    assert one.t is not None


@pytest.mark.parametrize(("pillar", "misfit"), [("listening", Misfit.OTHER_LANGUAGE), ("time", None)])
def test_only_the_language_of_its_own_questions_counts(pillar, misfit):
    response = answered(with_norms(listening()))
    questions = [
        attrs.evolve(each, locale="es") if each.pillar == pillar else each for each in response.checkin.questions
    ]
    mixed = attrs.evolve(response, checkin=attrs.evolve(response.checkin, questions=questions))
    (one,) = ik.score(mixed)["listening"].norms
    assert misfit is one.misfit


@pytest.mark.parametrize(("in_turn", "reliable"), [(True, True), (False, False)])
def test_a_norm_that_holds_for_a_whole_round_counts_only_where_that_is_meant(in_turn, reliable):
    (held,) = placement(listening())
    turns = attrs.evolve(held, misfit=Misfit.IN_TURN)
    expired = attrs.evolve(held, misfit=Misfit.EXPIRED)
    found = reliability_of([expired, turns], ReliabilityKind.RETEST, in_turn=in_turn)
    assert (held.reliabilities[1] if reliable else None) == found
    assert None is reliability_of([expired], ReliabilityKind.RETEST, in_turn=in_turn)
    assert held.reliabilities[1] == reliability_of([held], ReliabilityKind.RETEST, in_turn=in_turn)


def test_a_score_that_is_missing_has_no_place():
    catalogue = with_norms(listening(percentiles={0: 0, 100: 100}))
    (one,) = ik.score(ik.draw(catalogue, form="full", seed="s").answer({}, on=DAY))["listening"].norms
    assert (None, None, None) == (one.misfit, one.t, one.percentile)
    assert "nothing of this value" in ik.explain(
        ik.draw(with_norms(listening()), form="full", seed="s").answer({}, on=DAY)
    )


def test_a_felt_score_has_no_norms():
    assert () == ik.score(answered(with_norms(listening()))).felt["listening"].norms


def test_a_band_takes_the_reliability_of_one_occasion_and_says_which():
    found = ik.score(answered(with_norms(listening())))["listening"].band.reliability
    assert ("Cronbach's alpha", 0.84, 20.0, 120, 50.0) == (
        found.name, found.coefficient, found.sd, found.n, found.mean,
    )  # fmt: skip


def test_a_supplied_reliability_goes_before_that_of_a_norm():
    own = ik.Reliability(0.9, "omega", 200, 15.0, "mine", "Mine", date(2025, 1, 1))
    assert (
        own == ik.score(answered(with_norms(listening())), reliability={"listening": own})["listening"].band.reliability
    )


def test_norms_of_a_group_give_no_band():
    assert ik.score(answered(with_norms(listening(group="women"))))["listening"].band is None


def results(*norms):
    catalogue = with_norms(*norms)
    return [ik.score(answered(catalogue, value=v, on=date(2026, 11, d))) for v, d in ((1, 1), (2, 8), (4, 15))]


def test_a_change_rests_on_two_occasions_where_a_norm_has_them_and_says_so():
    before, _, after = history(results(listening())).pillars["listening"]
    found = change(before, after)
    assert ("ICC(2,1)", 80) == (found.reliability.name, found.reliability.n)
    assert found == change(before, after, reliability=found.reliability)


def test_a_norm_of_one_occasion_alone_gives_what_there_is():
    before, _, after = history(results(listening(reliabilities=[ALPHA]))).pillars["listening"]
    assert "Cronbach's alpha" == change(before, after).reliability.name


def test_a_trend_says_how_much_measurement_alone_moves_it():
    found = trend(history(results(listening())).pillars["listening"])
    assert "ICC(2,1)" == found.reliability.name
    assert 20 * 0.25**0.5 / 2**0.5 == pytest.approx(found.error, rel=1e-12)


def test_a_trend_without_a_reliability_has_no_error():
    found = trend(history(results()).pillars["listening"])
    assert (None, None) == (found.error, found.reliability)


def test_a_norm_holds_for_a_round_and_not_for_one_occasion_of_it():
    built = built_in()
    rotating = next(id for id, form in built.forms.items() if form.items.rotate)
    catalogue = with_norms(listening(rotating))
    checkin = ik.draw(catalogue, form=rotating, seed="s")
    answers = {each.item_id: 3 for each in checkin.questions if each.choices}
    score = ik.score(checkin.answer(answers, on=DAY))["listening"]
    (one,) = score.norms
    assert (Misfit.IN_TURN, None, 2) == (one.misfit, one.t, len(one.reliabilities))
    assert score.band is None


def test_a_report_names_population_number_year_and_source_beside_every_number():
    catalogue = with_norms(listening(percentiles={0: 0, 100: 100}), listening(id="w", group="women", mean=40))
    result = ik.score(answered(catalogue))
    for text in (report(catalogue, result).to_text(width=200), str(report(catalogue, result).to_html())):
        assert "T 56, percentile 63, among these people: Some people (n = 120, 2000; Lab (2026))." in text
        assert "T 61" not in text
        assert "compare you with nobody" not in text
    assert "T 61 among these people" in report(catalogue, result, group="women").to_text(width=200)


def test_a_report_without_norms_that_hold_compares_nobody():
    catalogue = with_norms(listening(locale="es"))
    text = report(catalogue, ik.score(answered(catalogue))).to_text(width=200)
    assert "compare you with nobody" in text
    assert "Some people" not in text


def test_a_report_of_a_history_names_what_its_judgements_rest_on():
    catalogue = with_norms(listening())
    text = report(catalogue, history(results(listening()))).to_text(width=200)
    assert "How much may be chance: ICC(2,1) 0.75, from Some people (n = 80, 2000; Lab (2026))." in text
    assert "two occasions between which nothing had changed" in text


def test_a_source_that_the_catalogue_lacks_is_named_as_it_is():
    own = ik.Reliability(0.9, "omega", 200, 15.0, "doi:10.1/x", "Mine", date(2025, 1, 1))
    assert "How much may be chance: omega 0.90, from Mine (n = 200, 2025; doi:10.1/x)." == rests_on(built_in(), own)


def test_a_norm_that_the_catalogue_lacks_is_not_told():
    assert [] == placement_in_words(built_in(), ik.score(answered(with_norms(listening())))["listening"])


def test_an_explanation_has_the_numbers_with_their_norm():
    text = ik.explain(answered(with_norms(listening(percentiles={0: 0, 100: 100}))))
    assert "norm n-listening: T 56.25, percentile 62.5; Some people, n = 120, 2000, by s" in text


def test_a_result_with_norms_comes_back_from_plain_data():
    result = ik.score(answered(with_norms(listening())))
    assert result == ik.Result.from_dict(result.to_dict())
    assert "56.25" not in repr(result)


def test_the_built_in_pack_has_no_norms():
    assert {} == dict(built_in().norms)


def of_listening(**fields):
    """The catalogue with a score over the items of a pillar that are scored."""
    items = [id for id, item in built_in().items.items() if item.pillar == "listening" and item.role is ik.Role.SCORED]
    rule = ik.ScoreRule("heard", "Heard", items, **fields)
    return attrs.evolve(built_in(), scores=[rule], sources=[*built_in().sources.values(), LAB])


def heard(catalogue, value, **fields):
    """The score of that rule, with a norm of it."""
    found = norm(ik.ScoringKey.from_form(catalogue, "full"), "heard", reliabilities=[ALPHA], **fields)
    return ik.score(answered(attrs.evolve(catalogue, norms=[found]), value=value))["heard"]


@pytest.mark.parametrize(
    ("fields", "sd", "mean"),
    [
        ({"reading": "sum"}, 4, 8),
        ({"reading": "sum", "factor": 2, "plus": 5}, 8, 21),
        ({"reading": "mean"}, "0.5", 1),
        ({"reading": "percent"}, "12.5", 25),
    ],
)
def test_a_norm_of_a_sum_or_a_mean_has_its_spread_in_percent_points_for_a_band(fields, sd, mean):
    known = heard(of_listening(**fields), 1, mean=mean, sd=sd).band.reliability
    assert (12.5, 25.0) == (known.sd, known.mean)


@pytest.mark.parametrize("fields", [{"reading": "highest"}, {"reading": "mean", "round_to": 1, "table": {1: 3, 2: 9}}])
def test_a_norm_of_what_lies_on_no_line_with_the_percent_gives_no_band(fields):
    score = heard(of_listening(**fields), 1, mean=2, sd=1)
    assert (True, True) == (score.band is None, score.norms[0].t is not None)


def test_a_table_of_a_norm_that_does_not_hold_gives_no_value_and_no_level():
    levels = [ik.Level("low", 0, 49, "women"), ik.Level("high", 50, 100, "women"), ik.Level("any", 0, 100)]
    catalogue = of_listening(levels=levels, levels_source="s", levels_as_published=True)
    table = norm(ik.ScoringKey.from_form(catalogue, "full"), "heard", group="women", table={62.5: 61})
    for until, values, level in ((DAY, {"women": 61.0}, "high"), (date(2026, 11, 28), {}, None)):
        held = attrs.evolve(catalogue, norms=[attrs.evolve(table, until=until)])
        score = ik.score(answered(held))["heard"]
        assert (values, level, "any") == (dict(score.group_values), score.level_of("women"), score.level)
        assert (until == DAY) == ("women: 61, by s" in ik.explain(answered(held)))
    held = attrs.evolve(catalogue, norms=[table])
    text = report(held, ik.score(answered(held)), group="women").to_text(width=200)
    assert "61 by the table for these people: Some people (n = 120, 2000; Lab (2026))." in text
    assert "by its table 61" in ik.explain(answered(held))


def test_percentiles_alone_stand_alone_in_a_report():
    catalogue = with_norms(listening(mean=None, sd=None, reliabilities=[], percentiles={0: 0, 100: 100}))
    text = report(catalogue, ik.score(answered(catalogue))).to_text(width=200)
    assert "Percentile 63 among these people: Some people" in text


def test_there_are_digests_of_two_perspectives_and_no_more():
    key = ik.ScoringKey.from_form(built_in(), "full")
    assert key.digests()["listening"] == key.digests("self")["listening"] != key.digests("partner")["listening"]
    with pytest.raises(ik.InvalidValue, match="perspective"):
        key.digests("both")
