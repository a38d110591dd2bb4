"""What scores hang on and what they do not: one thing is changed, and the percents follow or stay."""

import json
import re
from datetime import date
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit.scoring.explain import explain
from intimacy_kit.scoring.overall import overall
from intimacy_kit.scoring_key import answers_needed

DAY = date(2026, 11, 23)
WHOLE = testing.catalogues(rotating=False)

reliabilities = st.builds(
    ik.Reliability,
    st.floats(0, 1),
    st.just("Cronbach's alpha"),
    st.integers(2, 500),
    st.floats(0.1, 60),
    st.just("doi:10.0/0"),
    st.just("students"),
    st.just(DAY),
)


@st.composite
def answered(draw, catalogues=WHOLE, *, gaps=True):
    """A catalogue and one person's answers to all of its form."""
    catalogue = draw(catalogues)
    return catalogue, draw(testing.answers(drawn(catalogue), gaps=gaps))


def drawn(catalogue, **changes):
    return ik.draw(catalogue, **{"form": "form", "seed": "s"} | changes)


def scored(catalogue, answers, **changes):
    return ik.score(drawn(catalogue, **changes).answer(answers, on=DAY))


def whole(result):
    """All scores of a result, the felt ones after the others, without the digest of how they are keyed."""
    return [attrs.evolve(score, digest="") for score in (*result.scores.values(), *result.felt.values())]


def numbers(result):
    """All scores of a result, without what they say of their key."""
    return [attrs.evolve(score, digest="") for score in whole(result)]


def percents(result):
    return [score.percent for score in whole(result)]


def with_items(catalogue, change):
    return attrs.evolve(catalogue, items=[change(item) for item in catalogue.items.values()])


def turned_keying(item):
    turned = {ik.Keying.FORWARD: ik.Keying.REVERSE, ik.Keying.REVERSE: ik.Keying.FORWARD}
    return attrs.evolve(item, keying=turned[item.keying])


def turned_answers(catalogue, answers):
    scales = {id: catalogue.scales[catalogue.items[id].scale] for id in answers}
    return {id: scales[id].low + scales[id].high - a if type(a) is int else a for id, a in answers.items()}


# One answer moves -------------------------------------------------------------


@st.composite
def raised(draw):
    """A response without gaps, and the same with one answer nearer to the high end of its pillar."""
    response = draw(testing.responses(gaps=False))
    item = response.checkin.key.by_id[draw(st.sampled_from(response.checkin.item_ids))]
    values = sorted(item.values, key=item.keyed)
    place = values.index(response.answers[item.id])
    higher = values[draw(st.integers(place, len(values) - 1))]
    return item, response, response.checkin.answer({**response.answers, item.id: higher}, on=DAY)


@given(raised())
def test_an_answer_nearer_to_the_high_end_never_lowers_a_percent(pair):
    _, before, after = (pair[0], *map(ik.score, pair[1:]))
    for low, high in zip(percents(before), percents(after), strict=True):
        assert low == high or low < high  # None, where nothing was asked, stays None


@given(raised())
def test_an_answer_moves_the_score_of_its_own_pillar_and_role_alone(pair):
    item, before, after = (pair[0], *map(ik.score, pair[1:]))
    for role, one, other in ((ik.Role.SCORED, before.scores, after.scores), (ik.Role.FELT, before.felt, after.felt)):
        for pillar in one:
            assert (item.pillar, item.role) == (pillar, role) or one[pillar] == other[pillar]


@given(answered(), st.randoms(use_true_random=False))
def test_why_there_is_no_value_changes_no_percent(both, chance):
    catalogue, answers = both
    codes = {id: catalogue.scales[catalogue.items[id].scale].codes for id in answers}
    other = {id: a if type(a) is int else chance.choice([None, *codes[id]]) for id, a in answers.items()}
    assert percents(scored(catalogue, answers)) == percents(scored(catalogue, other))


# The key is written in another way -----------------------------------------------


@given(answered())
def test_items_turned_round_with_their_answers_score_the_same(both):
    catalogue, answers = both
    turned = scored(with_items(catalogue, turned_keying), turned_answers(catalogue, answers))
    assert numbers(scored(catalogue, answers)) == numbers(turned)


@given(answered())
def test_answers_turned_round_turn_every_percent_round(both):
    catalogue, answers = both
    for one, other in zip(
        percents(scored(catalogue, answers)),
        percents(scored(catalogue, turned_answers(catalogue, answers))),
        strict=True,
    ):
        assert (one is None and other is None) or one + other == pytest.approx(100)


@given(answered(), st.integers(2, 300))
def test_weights_count_only_against_each_other(both, times):
    catalogue, answers = both
    heavier = with_items(catalogue, lambda item: attrs.evolve(item, weight=item.weight * times))
    assert numbers(scored(catalogue, answers)) == numbers(scored(heavier, answers))


@given(answered(), st.integers(2, 1000))
def test_stretching_every_scale_changes_no_percent(both, times):
    catalogue, answers = both
    scales = [
        attrs.evolve(
            scale,
            choices=[c if c.value is None else attrs.evolve(c, value=c.value * times) for c in scale.choices],
        )
        for scale in catalogue.scales.values()
    ]
    stretched = {id: a * times if type(a) is int else a for id, a in answers.items()}
    assert percents(scored(catalogue, answers)) == percents(scored(attrs.evolve(catalogue, scales=scales), stretched))


@given(answered())
def test_an_item_of_weight_two_is_as_two_items_alike(both):
    catalogue, answers = both
    catalogue = with_items(catalogue, lambda item: attrs.evolve(item, weight=1))
    twins = [attrs.evolve(item, id=f"{item.id}.twin") for item in catalogue.items.values()]
    doubled = attrs.evolve(catalogue, items=[*catalogue.items.values(), *twins])
    heavy = with_items(catalogue, lambda item: attrs.evolve(item, weight=2))
    both_times = answers | {f"{id}.twin": answer for id, answer in answers.items()}
    assert percents(scored(heavy, answers)) == percents(scored(doubled, both_times))


@given(answered(), st.randoms(use_true_random=False))
def test_the_order_of_items_and_pillars_in_a_pack_changes_no_score(both, chance):
    catalogue, answers = both
    items, pillars = list(catalogue.items.values()), list(catalogue.pillars.values())
    chance.shuffle(items)
    chance.shuffle(pillars)
    shuffled = attrs.evolve(catalogue, items=items, pillars=pillars)
    one, other = scored(catalogue, answers), scored(shuffled, answers)
    assert (one.scores, one.felt) == (other.scores, other.felt)


@given(answered(), st.text("abc0", min_size=1, max_size=4), st.integers(0, 10**6), st.dates())
def test_seed_occasion_and_day_enter_no_score_where_all_is_asked(both, seed, occasion, day):
    catalogue, answers = both
    other = ik.score(drawn(catalogue, seed=seed, occasion=occasion).answer(answers, on=day))
    assert attrs.evolve(scored(catalogue, answers), on=day) == other


@given(answered())
def test_the_same_answers_score_the_same_of_oneself_and_of_the_partner(both):
    catalogue, answers = both
    of_partner = drawn(catalogue, perspective="partner").item_ids
    answers = {id: answer for id, answer in answers.items() if id in of_partner}
    assert numbers(scored(catalogue, answers)) == numbers(scored(catalogue, answers, perspective="partner"))


# The missing rule -------------------------------------------------------------


@given(answered(), st.fractions(0, 1, max_denominator=12), st.fractions(0, 1, max_denominator=12))
def test_a_laxer_rule_takes_no_percent_away_and_moves_none(both, one, other):
    catalogue, answers = both
    lax, strict = (
        percents(scored(attrs.evolve(catalogue, forms=[attrs.evolve(form, min_answered=part)]), answers))
        for form in catalogue.forms.values()
        for part in sorted((one, other))
    )
    assert all(strictly in (None, laxly) for laxly, strictly in zip(lax, strict, strict=True))


@given(st.integers(0, 60), st.integers(0, 60), st.fractions(0, 1), st.fractions(0, 1))
def test_more_questions_or_a_stricter_rule_never_take_fewer_answers(one, other, part, another):
    fewer, more = sorted((one, other))
    lax, strict = sorted((part, another))
    assert answers_needed(fewer, lax) <= answers_needed(more, strict)


@given(testing.catalogues(), st.integers(0, 50))
def test_what_is_asked_and_what_is_not_make_up_the_form_on_every_occasion(catalogue, occasion):
    found = whole(scored(catalogue, {}, occasion=occasion))
    assert sum(score.asked + score.not_asked for score in found) == len(catalogue.form_items("form"))


# Bands ------------------------------------------------------------------------


@pytest.mark.slow
@given(answered(), reliabilities)
def test_a_reliability_adds_a_band_and_changes_nothing_else(both, known):
    response = drawn(both[0]).answer(both[1], on=DAY)
    with_bands = ik.score(response, reliability=dict.fromkeys(both[0].pillars, known))
    assert whole(ik.score(response)) == [attrs.evolve(score, band=None) for score in whole(with_bands)]


@given(answered(gaps=False), reliabilities)
def test_a_band_holds_its_percent_and_stays_on_the_range(both, known):
    response = drawn(both[0]).answer(both[1], on=DAY)
    for score in ik.score(response, reliability=dict.fromkeys(both[0].pillars, known)):
        assert 0 <= score.band.low <= score.percent <= score.band.high <= 100


@given(reliabilities, st.floats(0, 1))
def test_a_more_reliable_percent_has_no_larger_error(known, coefficient):
    other = attrs.evolve(known, coefficient=coefficient)
    less, more = sorted((known, other), key=lambda each: each.coefficient)
    assert more.sem <= less.sem <= known.sd
    assert more.smallest_detectable_change <= less.smallest_detectable_change


# One number, and how it came about ------------------------------------------------


@given(testing.responses())
def test_an_overall_percent_lies_among_those_that_it_is_made_of(response):
    result = ik.score(response)
    found, known = overall(result), [score.percent for score in result if score.percent is not None]
    assert (len(known), len(known) > 0) == (found.pillars, found.percent is not None)
    assert not known or min(known) - 1e-9 <= found.percent <= max(known) + 1e-9


@given(testing.responses(), st.randoms(use_true_random=False))
def test_the_order_of_pillars_moves_no_overall_percent(response, chance):
    result = ik.score(response)
    shuffled = list(result.scores.items())
    chance.shuffle(shuffled)
    assert overall(result) == overall(attrs.evolve(result, scores=dict(shuffled)))


@given(testing.responses())
def test_the_sum_that_an_explanation_shows_gives_the_percents(response):
    result = ik.score(response)
    sums = re.findall(r"100 \* (\d+) / \((\d+) \* (\d+)\) = ", explain(response))
    shown = [100 * int(total) / (int(weight) * int(unit)) for total, weight, unit in sums]
    assert sorted(shown) == sorted(percent for percent in percents(result) if percent is not None)


@given(testing.responses(), st.data())
def test_an_item_is_explained_alone_as_among_the_others(response, data):
    item = data.draw(st.sampled_from([item.id for item in response.checkin.key.items]))
    assert set(explain(response, item).splitlines()) <= set(explain(response).splitlines())


# The key ----------------------------------------------------------------------


def key_of(catalogue):
    return ik.ScoringKey.from_form(catalogue, "form")


@given(testing.catalogues())
def test_a_key_survives_json_with_its_digest(catalogue):
    key = key_of(catalogue)
    again = ik.ScoringKey.from_dict(json.loads(json.dumps(key.to_dict())))
    assert (key, key.digest, key.subscales) == (again, again.digest, again.subscales)


@given(testing.catalogues(), st.text("abcé", min_size=1), st.integers(0, 99))
def test_neither_words_nor_versions_reach_the_digest(catalogue, text, number):
    scales = [
        attrs.evolve(scale, choices=[attrs.evolve(c, label=f"{text}{i}") for i, c in enumerate(scale.choices)])
        for scale in catalogue.scales.values()
    ]
    said = with_items(catalogue, lambda item: attrs.evolve(item, text=attrs.evolve(item.text, self_=text)))
    pack = attrs.evolve(catalogue.pack, version=f"1.{number}", title=text)
    assert key_of(catalogue).digest == key_of(attrs.evolve(said, scales=scales, pack=pack)).digest


CHANGES = {
    "keying": turned_keying,
    "revision": lambda item: attrs.evolve(item, revision=item.revision + 1),
    "weight": lambda item: attrs.evolve(item, weight=item.weight + 1),
}


@given(testing.catalogues(), st.sampled_from(sorted(CHANGES)), st.data())
def test_whatever_could_move_a_score_changes_the_digest(catalogue, change, data):
    chosen = data.draw(st.sampled_from([item.id for item in catalogue.form_items("form")]))
    other = with_items(catalogue, lambda item: CHANGES[change](item) if item.id == chosen else item)
    assert key_of(catalogue).digest != key_of(other).digest


@given(testing.catalogues())
def test_what_an_item_adds_goes_from_nothing_to_its_weight_in_units(catalogue):
    key = key_of(catalogue)
    for subscale in key.subscales:
        for term in subscale.terms:
            item = key.by_id[term.item]
            assert [0, term.weight * subscale.unit] == sorted(map(term.share, (item.low, item.high)))
            assert 0 == term.share(term.neutral)


@given(answered(testing.catalogues(rotating=False, one_range=True)))
def test_on_one_range_the_mean_stands_where_the_percent_does(both):
    (scale,) = both[0].scales.values()
    for score in whole(scored(*both)):
        if score.percent is not None:
            part = Fraction(score.mean - scale.low) / (scale.high - scale.low)
            assert score.percent == pytest.approx(float(100 * part))
