"""Scores equal a second implementation, pattern by pattern, and say so when they cannot be given."""

import itertools
import json
import pickle
import random
import re
from datetime import date
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import scoring, testing
from intimacy_kit.scoring_key import answers_needed

TODAY = date(2026, 11, 23)
GAPS = ("left-blank", "did-not-come-up", "prefer-not-to-say")


def pack(keyings, *, low, high, min_answered="1/2", weights=None, role=ik.Role.SCORED):
    """A catalogue of one pillar with an item for each letter: f is forward, r is reverse."""
    codes = [ik.Choice(code, code=ik.Missing(code)) for code in GAPS[1:]]
    scale = ik.ResponseScale("s", tuple([ik.Choice(f"v{v}", v) for v in range(low, high + 1)] + codes))
    names = {"f": ik.Keying.FORWARD, "r": ik.Keying.REVERSE}
    items = [
        ik.Item(
            id=f"p.{i}",
            pillar="p",
            scale="s",
            role=role,
            text=ik.Wording(f"do {i}"),
            keying=names[letter],
            weight=(weights or [1] * len(keyings))[i],
        )
        for i, letter in enumerate(keyings)
    ]
    form = ik.Form("f", "F", roles=(role,), stem=ik.Wording("Do you {item}?"), min_answered=min_answered)
    return ik.Catalogue(
        pack=ik.Pack("t", "1.0", "T", "CC0-1.0", "en", 1),
        pillars=[ik.Pillar("p", "P", "P.")],
        scales=[scale],
        forms=[form],
        items=items,
    )


def by_hand(keyings, low, high, values, need=Fraction(1, 2)):
    """Percent and mean by fractions alone; values may hold None for a gap."""
    keyed = [v if k == "f" else low + high - v for k, v in zip(keyings, values, strict=True) if v is not None]
    if not keyed or Fraction(len(keyed), len(values)) < need:
        return None, None
    mean = sum(map(Fraction, keyed)) / len(keyed)
    return float((mean - low) / (high - low) * 100), float(mean)


# Exhaustive -------------------------------------------------------------------


@pytest.mark.slow
def test_every_complete_pattern_of_seven_five_point_items():
    keyings = "frffrff"
    checkin = ik.draw(pack(keyings, low=1, high=5), form="f", seed="s")
    ids = [question.item_id for question in checkin.questions]
    for values in itertools.product(range(1, 6), repeat=7):
        score = ik.score(ik.Response(checkin, TODAY, dict(zip(ids, values, strict=True))))["p"]
        assert by_hand(keyings, 1, 5, values) == (score.percent, score.mean), dict(zip(ids, values, strict=True))


@pytest.mark.parametrize("gaps", range(6))
def test_every_pattern_of_five_six_point_items_with_gaps(gaps):
    keyings, need = "frffr", Fraction(3, 5)
    checkin = ik.draw(pack(keyings, low=0, high=5, min_answered=need), form="f", seed="s")
    for empty in itertools.combinations(range(5), gaps):
        for rest in itertools.product(range(6), repeat=5 - gaps):
            left = iter(rest)
            values = [None if i in empty else next(left) for i in range(5)]
            answers = {f"p.{i}": ik.Missing(GAPS[i % 3]) if v is None else v for i, v in enumerate(values)}
            score = ik.score(ik.Response(checkin, TODAY, answers))["p"]
            assert by_hand(keyings, 0, 5, values, need) == (score.percent, score.mean)
            assert (5 - gaps, 5) == (score.answered, score.asked)


# Properties -------------------------------------------------------------------


def parts(response):
    """Yield (pillar, role, Fraction of the range or None, weight) for each scored or felt item of a response."""
    for item in response.checkin.key.items:
        answer = response.answers.get(item.id)
        if item.role in (ik.Role.SCORED, ik.Role.FELT) and answer is not None:
            value = (
                None
                if isinstance(answer, ik.Missing)
                else Fraction(item.keyed(answer) - item.low, item.high - item.low)
            )
            yield item.pillar, item.role, value, item.weight


@given(testing.responses())
def test_any_response_scores_as_by_fractions(response):
    result = ik.score(response)
    for role, scores in ((ik.Role.SCORED, result.scores), (ik.Role.FELT, result.felt)):
        for pillar, score in scores.items():
            mine = [(value, weight) for p, r, value, weight in parts(response) if (p, r) == (pillar, role)]
            given_ = [(value, weight) for value, weight in mine if value is not None]
            enough = given_ and Fraction(len(given_), len(mine)) >= response.checkin.key.min_answered
            expected = float(100 * sum(v * w for v, w in given_) / sum(w for _, w in given_)) if enough else None
            assert expected == score.percent
            assert (len(given_), len(mine)) == (score.answered, score.asked)
            assert score.asked == score.answered + score.declined + score.did_not_come_up + score.blank


@given(testing.responses())
def test_a_percent_lies_between_0_and_100_or_has_a_reason(response):
    for score in (*ik.score(response), *ik.score(response).felt.values()):
        assert (score.percent is None) == (score.reason is not None)
        assert score.percent is None or 0 <= score.percent <= 100


@given(testing.responses())
def test_choice_and_sentinel_items_never_enter_a_score(response):
    scored = set(response.checkin.key.scored)
    for item in response.checkin.key.items:
        assert (item.id in scored) == (item.role in (ik.Role.SCORED, ik.Role.FELT))


@given(st.integers(-5, 5), st.integers(1, 6), st.data())
def test_reversal_is_its_own_inverse(low, width, data):
    values = tuple(range(low, low + width + 1))
    item = ik.KeyedItem("p.i", 1, "p", ik.Role.SCORED, ik.Keying.REVERSE, values, ())
    value = data.draw(st.sampled_from(values))
    assert value == item.keyed(item.keyed(value))
    assert item.keyed(value) in values


@given(st.text("fr", min_size=1, max_size=8), st.integers(-4, 4), st.data())
def test_shifting_all_values_of_a_scale_changes_no_percent(keyings, shift, data):
    values = data.draw(st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=len(keyings), max_size=len(keyings)))
    percents = []
    for by in (0, shift):
        checkin = ik.draw(pack(keyings, low=by, high=4 + by), form="f", seed="s")
        answers = {f"p.{i}": None if v is None else v + by for i, v in enumerate(values)}
        percents.append(ik.score(checkin.answer(answers, on=TODAY))["p"].percent)
    assert percents[0] == percents[1]


@given(testing.responses(), st.randoms(use_true_random=False))
def test_the_order_of_answers_is_irrelevant(response, chance):
    answers = list(response.answers.items())
    chance.shuffle(answers)
    assert ik.score(response) == ik.score(response.checkin.answer(dict(answers), on=response.on))


@given(st.text("fr", min_size=2, max_size=8), st.data())
def test_a_gap_never_acts_as_zero(keyings, data):
    checkin = ik.draw(pack(keyings, low=0, high=4, min_answered=0), form="f", seed="s")
    values = data.draw(st.lists(st.integers(0, 4), min_size=len(keyings), max_size=len(keyings)))
    gap = data.draw(st.integers(0, len(keyings) - 1))
    answers = {f"p.{i}": v for i, v in enumerate(values)}
    without = {id: v for id, v in answers.items() if id != f"p.{gap}"}
    smaller = pack(keyings[:gap] + keyings[gap + 1 :], low=0, high=4, min_answered=0)
    renamed = dict(zip((f"p.{i}" for i in range(len(keyings) - 1)), without.values(), strict=True))
    expected = ik.score(ik.draw(smaller, form="f", seed="s").answer(renamed, on=TODAY))["p"].percent
    assert expected == ik.score(checkin.answer(without, on=TODAY))["p"].percent


@given(testing.responses())
def test_a_result_survives_json_exactly_and_leaves_the_answers_behind(response):
    result = ik.score(response)
    again = ik.Result.from_dict(json.loads(json.dumps(result.to_dict())))
    assert result == again
    assert "response" not in result.to_dict()


@given(st.integers(0, 60), st.fractions(0, 1, max_denominator=40))
def test_the_minimum_is_exact_at_its_boundary(asked, part):
    needed = answers_needed(asked, part)
    assert needed == max(1, next(n for n in range(asked + 1) if Fraction(n) >= part * asked))


# Single facts -----------------------------------------------------------------


def test_three_of_ten_at_three_tenths_is_enough():
    checkin = ik.draw(pack("f" * 10, low=0, high=4, min_answered="0.3"), form="f", seed="s")
    assert 100.0 == ik.score(checkin.answer({f"p.{i}": 4 for i in range(3)}, on=TODAY))["p"].percent
    assert ik.score(checkin.answer({f"p.{i}": 4 for i in range(2)}, on=TODAY))["p"].percent is None


def test_nothing_answered_is_never_scored_even_where_nothing_is_needed():
    score = ik.score(ik.draw(pack("ff", low=0, high=4, min_answered=0), form="f", seed="s").answer({}, on=TODAY))["p"]
    assert (None, ik.Reason.TOO_FEW_ANSWERS, 2) == (score.percent, score.reason, score.blank)


def test_weights_count_that_many_times():
    checkin = ik.draw(pack("fr", low=1, high=5, weights=[3, 1]), form="f", seed="s")
    score = ik.score(checkin.answer({"p.0": 5, "p.1": 5}, on=TODAY))["p"]
    assert (75.0, 4.0) == (score.percent, score.mean)  # three times 5, once 5 turned round to 1


def test_items_of_different_ranges_meet_on_a_common_range_and_have_no_mean():
    base = pack("ff", low=0, high=4)
    wide = ik.ResponseScale("wide", tuple(ik.Choice(f"v{v}", v) for v in range(8)))
    items = list(base.items.values())
    mixed = ik.Catalogue(
        pack=base.pack,
        pillars=base.pillars,
        forms=base.forms,
        scales=[*base.scales.values(), wide],
        items=[items[0], ik.Item(id="p.1", pillar="p", scale="wide", role=ik.Role.SCORED, text=ik.Wording("do it"))],
    )
    response = ik.draw(mixed, form="f", seed="s").answer({"p.0": 1, "p.1": 2}, on=TODAY)
    result = ik.score(response)
    score = result["p"]
    assert float(100 * (Fraction(1, 4) + Fraction(2, 7)) / 2) == score.percent
    told = ik.explain(response)  # 1 of 4 is 7 of 28, and 2 of 7 is 8 of 28
    assert ["adds 7 of 28", "adds 8 of 28"] == re.findall(r"adds \d+ of \d+", told)
    assert "100 * 15 / (2 * 28)" in told
    assert score.mean is None


def test_felt_items_are_scored_apart():
    result = ik.score(
        ik.draw(pack("f", low=0, high=4, role=ik.Role.FELT), form="f", seed="s").answer({"p.0": 3}, on=TODAY)
    )
    assert 75.0 == result.felt["p"].percent
    assert [] == list(result)


def test_a_pillar_that_was_not_drawn_says_so(catalogue):
    base = pack("ff", low=0, high=4)
    other = [ik.Pillar("q", "Q", "Q."), *base.pillars.values()]
    items = [*base.items.values(), ik.Item(id="q.0", pillar="q", scale="s", role=ik.Role.SCORED, text=ik.Wording("x"))]
    form = ik.Form(
        "f", "F", ik.Selection(ids=("p.0", "p.1", "q.0")), stem=ik.Wording("Do you {item}?", "Do they {item}?")
    )
    items[0] = ik.Item(id="p.0", pillar="p", scale="s", role=ik.Role.SCORED, text=ik.Wording("x", "x"))
    whole = ik.Catalogue(pack=base.pack, pillars=other, scales=base.scales, forms=[form], items=items)
    result = ik.score(ik.draw(whole, form="f", seed="s", perspective="partner").answer({"p.0": 4}, on=TODAY))
    assert (ik.Reason.NOT_ASKED, 1) == (result["q"].reason, result["q"].not_asked)
    assert "Not asked this time." == scoring.why(catalogue, result["q"])
    assert (100.0, 1, 1) == (result["p"].percent, result["p"].asked, result["p"].not_asked)
    with pytest.raises(ik.UnknownId, match="no score in this result 'x'"):
        result["x"]


RELIABLE = ik.Reliability(0.84, "Cronbach's alpha", 300, 20.0, "doi:10.0/0", "students", date(2020, 1, 1))


def test_a_band_comes_only_from_a_reliability_that_was_supplied():
    checkin = ik.draw(pack("ffff", low=0, high=4), form="f", seed="s")
    response = checkin.answer({f"p.{i}": 2 for i in range(4)}, on=TODAY)
    assert ik.score(response)["p"].band is None
    band = ik.score(response, reliability={"p": RELIABLE})["p"].band
    assert 8.0 == pytest.approx(RELIABLE.sem)  # 20 * sqrt(0.16)
    assert (50 - 1.96 * 8, 50 + 1.96 * 8) == pytest.approx((band.low, band.high), abs=1e-3)
    assert 1.96 * 2**0.5 * 8 == pytest.approx(RELIABLE.smallest_detectable_change, abs=1e-3)
    full = checkin.answer({f"p.{i}": 4 for i in range(4)}, on=TODAY)
    assert 100.0 == ik.score(full, reliability={"p": RELIABLE})["p"].band.high
    assert ik.score(checkin.answer({}, on=TODAY), reliability={"p": RELIABLE})["p"].band is None


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"coefficient": 1.1}, "coefficient"),
        ({"coefficient": -0.1}, "coefficient"),
        ({"coefficient": float("nan")}, "coefficient"),
        ({"sd": 0.0}, "sd"),
        ({"sd": float("inf")}, "sd"),
        ({"n": 1}, "n"),
        ({"source": ""}, "source"),
    ],
)
def test_a_reliability_that_makes_no_sense_is_refused(change, place):
    with pytest.raises(ik.InvalidValue) as error:
        ik.Reliability(**{**{f: getattr(RELIABLE, f) for f in RELIABLE.to_dict()}, **change})
    assert [place] == [problem.location for problem in error.value.problems]


def test_a_reliability_for_a_pillar_that_is_not_there_is_refused_and_not_passed_over():
    response = ik.draw(pack("ff", low=0, high=4), form="f", seed="s").answer({"p.0": 1, "p.1": 2}, on=TODAY)
    with pytest.raises(ik.UnknownId, match="no pillar 'pp'; did you mean 'p'"):
        ik.score(response, reliability={"pp": RELIABLE})


def test_an_explanation_can_be_checked_with_a_pencil():
    checkin = ik.draw(pack("frf", low=0, high=4, weights=[2, 1, 1]), form="f", seed="s")
    response = checkin.answer({"p.0": 3, "p.1": 1, "p.2": "did-not-come-up"}, on=TODAY)
    assert (
        "p (scored): 2 of 3 answered, 2 needed\n"
        "  p.0: 3 = 3 on a scale from 0 to 4, counted 2 times; adds 6 of 8\n"
        "  p.1: 1, reverse-keyed 0 + 4 - 1 = 3 on a scale from 0 to 4; adds 3 of 4\n"
        "  p.2: no value (did-not-come-up)\n"
        "  100 * 9 / (3 * 4) = 75; no band, since no reliability was supplied\n"
        "  forward-keyed alone: 6 of 8, 75 of 100; reverse-keyed alone: 3 of 4, 75 of 100"
    ) == ik.explain(response)
    one = ik.explain(response, "p.1")
    assert [
        "p (scored): 2 of 3 answered, 2 needed",
        "  p.1: 1, reverse-keyed 0 + 4 - 1 = 3 on a scale from 0 to 4; adds 3 of 4",
    ] == one.splitlines()
    known = ik.explain(response, reliability={"p": RELIABLE})
    assert "with Cronbach's alpha 0.84 (doi:10.0/0): 59.3 to 90.7\n" in known
    assert "100 *" not in ik.explain(checkin.answer({}, on=TODAY))


def test_answers_of_one_keying_have_no_parts():
    checkin = ik.draw(pack("frf", low=0, high=4), form="f", seed="s")
    assert "alone" not in ik.explain(checkin.answer({"p.0": 3, "p.2": 1}, on=TODAY))
    assert "reverse-keyed alone: 4 of 4, 100 of 100" in ik.explain(checkin.answer({"p.0": 3, "p.1": 0}, on=TODAY))


def test_what_cannot_be_explained_is_refused():
    response = ik.draw(pack("f", low=0, high=4), form="f", seed="s").answer({"p.0": 1}, on=TODAY)
    with pytest.raises(ik.UnknownId, match="no scored item in this form 'p.9'; did you mean 'p.0'"):
        ik.explain(response, "p.9")


def test_a_pickled_result_holds_no_answer():
    checkin = ik.draw(pack("ff", low=0, high=4), form="f", seed="s")
    one, other = (
        ik.score(checkin.answer(answers, on=TODAY)) for answers in ({"p.0": 1, "p.1": 3}, {"p.0": 3, "p.1": 1})
    )
    assert pickle.dumps(one) == pickle.dumps(other)
    assert b"p.0" not in pickle.dumps(one)


def test_one_number_for_all_is_the_plain_mean_and_has_a_caution(catalogue, examples):
    from tests.unit.scoring.test_worked_examples import load

    assert "No evidence yet" in scoring.caution(catalogue)
    whole = ik.overall(ik.score(load(catalogue, examples, "one-pillar-below")))
    percents = [s.percent for s in ik.score(load(catalogue, examples, "one-pillar-below")) if s.percent is not None]
    assert (pytest.approx(sum(percents) / 6), 6, 7) == (whole.percent, whole.pillars, whole.of)
    nothing = ik.draw(catalogue, form="pulse", seed="s").answer({}, on=TODAY)
    empty = ik.overall(ik.score(nothing))
    assert (None, 0, 7) == (empty.percent, empty.pillars, empty.of)


def test_a_key_and_its_digest_hang_on_what_moves_a_score_and_on_nothing_else():
    base = pack("fr", low=0, high=4)
    digest = ik.ScoringKey.from_form(base, "f").digest
    assert digest == ik.ScoringKey.from_form(pack("fr", low=0, high=4), "f").digest
    others = [
        pack("ff", low=0, high=4),
        pack("fr", low=0, high=5),
        pack("fr", low=0, high=4, weights=[1, 2]),
        pack("fr", low=0, high=4, min_answered="3/4"),
        pack("frf", low=0, high=4),
    ]
    assert len({digest, *(ik.ScoringKey.from_form(other, "f").digest for other in others)}) == 1 + len(others)
    newer = ik.Catalogue(
        pack=ik.Pack("t", "2.0", "T", "CC0-1.0", "en", 1),
        pillars=base.pillars,
        scales=base.scales,
        forms=base.forms,
        items=base.items,
    )
    assert digest == ik.ScoringKey.from_form(newer, "f").digest
    key = ik.ScoringKey.from_form(base, "f")
    assert key == ik.ScoringKey.from_dict(json.loads(json.dumps(key.to_dict())))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"values": [1]}, ("bad-scale", "items.0.values")),
        ({"values": []}, ("bad-scale", "items.0.values")),
        ({"values": [1, 1]}, ("bad-scale", "items.0.values")),
        ({"values": [2, 1]}, ("bad-scale", "items.0.values")),
        ({"weight": 0}, ("bad-number", "items.0.weight")),
        ({"revision": 0}, ("bad-number", "items.0.revision")),
    ],
)
def test_a_stored_key_that_cannot_be_scored_by_is_refused_with_its_place(catalogue, change, problem):
    plain = ik.ScoringKey.from_form(catalogue, "pulse").to_dict()
    plain["items"][0] |= change
    with pytest.raises(ik.InvalidValue) as error:
        ik.ScoringKey.from_dict(plain)
    assert [problem] == [(each.code, each.location) for each in error.value.problems]


def test_a_key_holds_each_item_once_and_asks_for_a_part_of_the_answers(catalogue):
    key = ik.ScoringKey.from_form(catalogue, "pulse")
    with pytest.raises(ik.InvalidValue, match="items.1.id duplicate-id"):
        attrs.evolve(key, items=(key.items[0], key.items[0]))
    with pytest.raises(ik.InvalidValue, match="min_answered bad-number"):
        attrs.evolve(key, min_answered=Fraction(3, 2))


def test_random_answers_on_the_built_in_form_equal_the_fractions(catalogue):
    chance = random.Random(7)
    checkin = ik.draw(catalogue, form="full", seed="s")
    for _ in range(200):
        answers = {id: chance.choice([0, 1, 2, 3, 4, ik.Missing.BLANK]) for id in checkin.item_ids}
        response = ik.Response(checkin, TODAY, answers)
        for score in ik.score(response):
            mine = [v for p, r, v, _ in parts(response) if (p, r) == (score.pillar, ik.Role.SCORED)]
            values = [v for v in mine if v is not None]
            enough = len(values) * 8 >= 5 * len(mine)
            assert score.percent == (float(100 * sum(values) / len(values)) if enough else None)


# To the letter ----------------------------------------------------------------


def refused(call, *args, **kwargs):
    with pytest.raises(ik.InvalidValue) as error:
        call(*args, **kwargs)
    return [str(problem) for problem in error.value.problems]


def test_every_refusal_says_what_where_and_what_to_do():
    fields = {name: getattr(RELIABLE, name) for name in RELIABLE.to_dict()}
    assert [
        "coefficient bad-number  a reliability lies between 0 and 1; give the coefficient as reported",
        "sd bad-number  a standard deviation is a number above 0; give that of the percents",
    ] == refused(ik.Reliability, **{**fields, "coefficient": 2.0, "sd": -1.0})
    assert 0.0 == ik.Reliability(**{**fields, "coefficient": 0.0}).coefficient
    assert 0.5 == ik.Reliability(**{**fields, "sd": 0.5}).sd
    result = ik.score(ik.draw(pack("f", low=0, high=4), form="f", seed="s").answer({"p.0": 1}, on=TODAY))
    with pytest.raises(ik.UnknownId, match="did you mean 'p'"):
        result["pp"]


def test_felt_items_and_items_that_were_not_asked_are_explained_as_such(catalogue):
    full = ik.draw(catalogue, form="full", seed="s")
    told = ik.explain(full.answer({"listening.heard": 4}, on=TODAY))
    assert "listening (felt): 1 of 1 answered, 1 needed\n  listening.heard: 4 = 4 on a scale from 0 to 4" in told
    pulse = ik.draw(catalogue, form="pulse", seed="s")
    told = ik.explain(pulse.answer({}, on=TODAY))
    assert 49 == told.count("no value (not-asked)")
    assert 7 == told.count("no value (left-blank)")


def test_gaps_of_one_kind_are_counted_one_by_one():
    checkin = ik.draw(pack("fffff", low=0, high=4, min_answered=0), form="f", seed="s")
    gaps = ["prefer-not-to-say"] * 2 + ["did-not-come-up"] * 2
    score = ik.score(checkin.answer({f"p.{i}": v for i, v in enumerate([*gaps, 4])}, on=TODAY))["p"]
    assert (2, 2, 0, 1) == (score.declined, score.did_not_come_up, score.blank, score.answered)


def test_a_band_never_leaves_the_range():
    checkin = ik.draw(pack("f", low=0, high=4), form="f", seed="s")
    bottom = ik.score(checkin.answer({"p.0": 0}, on=TODAY), reliability={"p": RELIABLE})["p"].band
    assert 0.0 == bottom.low


def test_only_what_was_asked_about_counts_in_an_overall():
    base = pack("f", low=0, high=4)
    other = [*base.pillars.values(), ik.Pillar("q", "Q", "Q.")]
    items = [
        ik.Item(id="p.0", pillar="p", scale="s", role=ik.Role.SCORED, text=ik.Wording("x", "x")),
        ik.Item(id="q.0", pillar="q", scale="s", role=ik.Role.SCORED, text=ik.Wording("x")),
    ]
    form = ik.Form("f", "F", stem=ik.Wording("Do you {item}?", "Do they {item}?"))
    whole = ik.Catalogue(pack=base.pack, pillars=other, scales=base.scales, forms=[form], items=items)
    seen = ik.draw(whole, form="f", seed="s", perspective="partner").answer({"p.0": 2}, on=TODAY)
    found = ik.overall(ik.score(seen))
    assert (50.0, 1, 1) == (found.percent, found.pillars, found.of)


@pytest.mark.parametrize("wrong", [{"answers": {}}, "answers", None])
def test_what_is_not_a_response_is_refused_by_its_kind_alone(wrong):
    with pytest.raises(ik.InvalidValue, match=r"response is an? \w+, not a Response; CheckIn.answer makes one"):
        ik.score(wrong)
