"""Draws are the same everywhere; answers are checked whole, and never repeated back."""

import copy
import hashlib
import json
import math
import pickle
import subprocess
import sys
from datetime import UTC, date, datetime
from fractions import Fraction

import attrs
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty

import intimacy_kit as ik
from intimacy_kit.checkin.draw import question_text
from intimacy_kit.scoring_key import Steps
from tests.support.catalogues import built_in
from tests.support.problems import problems_of

TODAY = date(2026, 11, 23)

PULSE_OF_COUPLE_42 = {
    0: [
        "listening.finish",
        "vulnerability.fear",
        "time.enjoy",
        "appreciation.dismiss",
        "conflict.win",
        "support.room",
        "little-things.sign",
    ],
    12: [
        "listening.screen",
        "vulnerability.press",
        "time.protected",
        "appreciation.dismiss",
        "conflict.solution",
        "support.downplay",
        "little-things.joke",
    ],
}


@pytest.fixture(scope="module")
def standard(catalogue):
    return ik.draw(catalogue, form="standard", seed="couple-42")


def everything(checkin, value=2):
    return {question.item_id: value for question in checkin.questions}


def codes_of(error):
    return [(problem.code, problem.location) for problem in error.value.problems]


# Drawing ----------------------------------------------------------------------


def test_the_pulse_of_couple_42_is_pinned(catalogue):
    drawn = {
        occasion: [q.item_id for q in ik.draw(catalogue, form="pulse", seed="couple-42", occasion=occasion).questions]
        for occasion in PULSE_OF_COUPLE_42
    }
    assert PULSE_OF_COUPLE_42 == drawn


def test_a_draw_follows_the_written_rule(catalogue):
    for occasion in (0, 1, 7, 8, 9, 100):
        drawn = [q.item_id for q in ik.draw(catalogue, form="pulse", seed="Zoë", occasion=occasion).questions]
        for pillar in catalogue.pillars:
            scored = [i.id for i in catalogue.items.values() if i.pillar == pillar and i.role is ik.Role.SCORED]
            round_, place = occasion // len(scored), occasion % len(scored)
            order = sorted(scored, key=lambda id: hashlib.sha256(f"Zoë\n{round_}\n{id}".encode()).hexdigest())
            assert [order[place]] == [id for id in drawn if id.startswith(f"{pillar}.")]


def test_a_draw_is_the_same_in_another_process(catalogue):
    code = (
        "import intimacy_kit as ik; c = ik.load(); "
        "print(*[q.item_id for o in range(20) for q in ik.draw(c, form='pulse', seed='x', occasion=o).questions])"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"}
    )
    here = [q.item_id for o in range(20) for q in ik.draw(catalogue, form="pulse", seed="x", occasion=o).questions]
    assert out.stdout.split() == here


def small(per_pillar=1, *, rotate=True, anchors=(), count=5):
    """A catalogue with two pillars of a few items each, and one form."""
    scale = ik.ResponseScale(
        "agree", (ik.Choice("no", 1), ik.Choice("yes", 6), ik.Choice("?", code=ik.Missing.DECLINED))
    )
    items = [
        ik.Item(id=f"{p}.{i}", pillar=p, scale="agree", role=ik.Role.SCORED, text=ik.Wording(f"do {i}", f"does {i}"))
        for p in ("calm", "zest")
        for i in range(count)
    ]
    selection = ik.Selection(per_pillar=per_pillar, rotate=rotate, anchors=anchors)
    form = ik.Form("f", "Form", selection, stem=ik.Wording("Do you {item}?", "Do they {item}?"))
    return ik.Catalogue(
        pack=ik.Pack("small", "1.0", "Small", "CC0", "en", 1),
        pillars=[ik.Pillar("calm", "Calm", "Calm."), ik.Pillar("zest", "Zest", "Zest.")],
        scales=[scale],
        forms=[form],
        items=items,
    )


def asked(catalogue, occasion, **kwargs):
    return [q.item_id for q in ik.draw(catalogue, form="f", seed="s", occasion=occasion, **kwargs).questions]


@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 3))
def test_a_round_asks_every_item_once(per_pillar, count, round_):
    catalogue = small(per_pillar, count=count)
    size = min(per_pillar, count)
    occasions = math.ceil(count / size)
    drawn = [asked(catalogue, round_ * occasions + place) for place in range(occasions)]
    assert all(2 * size == len(each) for each in drawn[:-1])
    assert sorted(catalogue.items) == sorted(id for each in drawn for id in each)


def test_anchors_are_asked_every_time_and_do_not_rotate():
    catalogue = small(1, anchors=("calm.3",))
    for occasion in range(9):
        drawn = asked(catalogue, occasion)
        assert "calm.3" in drawn
        assert 3 == len(drawn)


def test_without_rotation_the_first_items_are_asked_every_time():
    catalogue = small(2, rotate=False)
    assert ["calm.0", "calm.1", "zest.0", "zest.1"] == asked(catalogue, 0) == asked(catalogue, 5)


def test_both_perspectives_draw_the_same_items_but_for_those_that_have_no_partner_wording(catalogue):
    for form in catalogue.forms:
        for occasion in range(10):
            self_, partner = (
                [
                    q.item_id
                    for q in ik.draw(catalogue, form=form, seed="s", occasion=occasion, perspective=view).questions
                ]
                for view in ("self", ik.Perspective.PARTNER)
            )
            both = [id for id in self_ if catalogue.items[id].text.partner is not None]
            assert both == partner


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=20),
    st.integers(0, 10**9),
)
def test_any_text_is_a_seed(seed, occasion):
    catalogue = small()
    one, other = (ik.draw(catalogue, form="f", seed=seed, occasion=occasion) for _ in range(2))
    assert one == other
    assert (seed, 2) == (one.seed, len(one.questions))


def test_a_question_is_the_stem_with_the_phrase_in_it(standard):
    questions = {q.item_id: q.text for q in standard.questions}
    assert (
        "In the last two weeks, how often did you give your partner your full attention while they talked?"
        == questions["listening.attention"]
    )
    assert questions["conflict.blame"].startswith("In the last two weeks, when you two disagreed,")


def test_the_full_form_asks_all_scored_and_felt_items_and_no_other(catalogue):
    full = ik.draw(catalogue, form="full", seed="s")
    assert {i.id for i in catalogue.items.values() if i.role in (ik.Role.SCORED, ik.Role.FELT)} == {
        q.item_id for q in full.questions
    }


def test_unknown_forms_and_senseless_arguments_are_refused(catalogue):
    with pytest.raises(ik.UnknownId, match="no form 'puls'; did you mean 'pulse'"):
        ik.draw(catalogue, form="puls", seed="s")
    for occasion in (-1, 1.0, True, "1"):
        with pytest.raises(ik.InvalidValue, match="occasion bad-number"):
            ik.draw(catalogue, form="pulse", seed="s", occasion=occasion)
    with pytest.raises(ik.InvalidValue, match="perspective bad-choice .*self, partner"):
        ik.draw(catalogue, form="pulse", seed="s", perspective="them")
    with pytest.raises(ik.InvalidValue, match="seed bad-character"):
        ik.draw(catalogue, form="pulse", seed="\ud800")
    with pytest.raises(ik.InvalidValue) as error:
        ik.draw(catalogue, form="pulse", seed=7, occasion=-1, perspective="them")
    assert [("seed",), ("occasion",), ("perspective",)] == [each.path for each in error.value.problems]


def test_a_form_without_partner_wording_asks_nothing_from_that_perspective():
    catalogue = small()
    items = [ik.Item(**{**_fields(i), "text": ik.Wording("x")}) for i in catalogue.items.values()]
    selfish = ik.Catalogue(
        pack=catalogue.pack, pillars=catalogue.pillars, scales=catalogue.scales, forms=catalogue.forms, items=items
    )
    assert 2 == len(asked(selfish, 0))
    with pytest.raises(ik.InvalidValue, match="perspective empty-form"):
        asked(selfish, 0, perspective="partner")


def _fields(value):
    return {name: getattr(value, name) for name in ("id", "pillar", "scale", "role")}


def test_a_form_whose_stem_is_for_one_perspective_asks_from_that_one_only():
    catalogue = small()
    form = ik.Form("f", "Form", catalogue.forms["f"].items, stem=ik.Wording("Do you {item}?"))
    one_sided = ik.Catalogue(
        pack=catalogue.pack, pillars=catalogue.pillars, scales=catalogue.scales, forms=[form], items=catalogue.items
    )
    assert 2 == len(asked(one_sided, 0))
    with pytest.raises(ik.InvalidValue, match="perspective empty-form"):
        asked(one_sided, 0, perspective="partner")


# Answering --------------------------------------------------------------------


def test_every_problem_is_listed_at_once(standard):
    answers = {
        "listening.atention": 1,
        "listening.attention": True,
        "listening.question": math.nan,
        "listening.validate": 2.5,
        "listening.screen": "3",
        "vulnerability.hope": 5,
        "vulnerability.struggle": [1],
        "vulnerability.gentle": "not-asked",
        "vulnerability.belittle": -1,
        "time.tastes": ik.Missing.NOT_ASKED,
        "time.enjoy": 2.0,
    }
    with pytest.raises(ik.InvalidResponse) as error:
        standard.answer(answers, on="2026-11-23")
    assert [
        ("wrong-type", "listening.attention"),
        ("wrong-type", "listening.question"),
        ("wrong-type", "listening.validate"),
        ("wrong-type", "listening.screen"),
        ("out-of-range", "vulnerability.hope"),
        ("wrong-type", "vulnerability.struggle"),
        ("not-offered", "vulnerability.gentle"),
        ("out-of-range", "vulnerability.belittle"),
        ("wrong-type", "time.enjoy"),
        ("not-offered", "time.tastes"),
        ("unknown-item", "listening.atention"),
        ("bad-date", "on"),
    ] == codes_of(error)
    assert "did you mean 'listening.attention'?" in str(error.value)
    assert "2.5" not in str(error.value)


def test_an_item_of_the_form_that_was_not_drawn_is_told_from_an_unknown_one(catalogue):
    pulse = ik.draw(catalogue, form="pulse", seed="couple-42")
    drawn = {question.item_id for question in pulse.questions}
    other = next(item.id for item in catalogue.form_items("pulse") if item.id not in drawn)
    with pytest.raises(ik.InvalidResponse) as error:
        pulse.answer({other: 1, "listening.heard": 1}, on=TODAY)
    assert [("not-asked", other), ("unknown-item", "listening.heard")] == codes_of(error)


@pytest.mark.parametrize("on", [datetime(2026, 11, 23, tzinfo=UTC), "2026-11-23", None, 20261123])
def test_the_day_is_a_date_and_nothing_else(standard, on):
    with pytest.raises(ik.InvalidResponse, match="on bad-date"):
        standard.answer({}, on=on)


def test_missing_codes_may_be_given_as_words_or_as_members(standard):
    response = standard.answer(
        {
            "listening.validate": "did-not-come-up",
            "listening.question": ik.Missing.DECLINED,
            "listening.attention": None,
            "listening.screen": ik.Missing.BLANK,
        },
        on=TODAY,
    )
    kept = response.answers
    assert ik.Missing.DID_NOT_COME_UP is kept["listening.validate"]
    assert ik.Missing.DECLINED is kept["listening.question"]
    assert {ik.Missing.BLANK} == {kept[id] for id in kept if id not in ("listening.validate", "listening.question")}


def test_integers_of_any_library_are_whole_numbers(standard):
    class Whole:
        def __index__(self):
            return 3

    assert 3 == standard.answer({"time.tastes": Whole()}, on=TODAY).answers["time.tastes"]


@pytest.mark.parametrize("answer", [2, "2", " 2 ", "2.0", 2.0, np.float32(2), np.int8(2), Fraction(2)])
def test_a_posted_form_may_spell_a_whole_number_in_any_way(standard, answer):
    assert 2 == standard.answer_form({"time.tastes": answer}, on=TODAY).answers["time.tastes"]


@pytest.mark.parametrize("answer", [None, "", "  ", math.nan, pd.NA, pd.NaT, np.float64("nan"), "left-blank"])
def test_a_posted_gap_was_left_blank(standard, answer):
    posted = {"time.tastes": answer, "csrf-token": ""}
    assert ik.Missing.BLANK is standard.answer_form(posted, on=TODAY).answers["time.tastes"]


@pytest.mark.parametrize("answer", ["often", 2.5, "2.5", "02", "9", 9.0, True, "not-asked", b"2", [2]])
def test_a_posted_answer_that_the_scale_does_not_have_is_refused_and_not_repeated(standard, answer):
    with pytest.raises(ik.InvalidResponse) as error:
        standard.answer_form({"time.tastes": answer}, on=TODAY)
    assert ["time.tastes"] == [problem.location for problem in error.value.problems]
    assert str(answer) not in error.value.problems[0].message


def test_answer_stays_strict_and_names_the_codes_and_the_other_road(standard):
    with pytest.raises(ik.InvalidResponse, match="answer_form reads posted text") as error:
        standard.answer({"time.tastes": "2"}, on=TODAY)
    assert "prefer-not-to-say" in str(error.value)


def test_a_pretty_printer_shows_of_a_check_in_what_its_repr_shows(standard):
    assert repr(standard) == pretty(standard)


def test_a_response_shows_counts_and_never_answers(standard):
    response = standard.answer(everything(standard, 4), on=TODAY)
    assert (
        "<Response to <CheckIn intimacy-kit/standard occasion 0 (self): 28 questions>: 28 of 28 answered>"
        == repr(response)
        == str(response)
    )


def test_answers_are_kept_in_the_order_of_the_questions(standard):
    answers = everything(standard)
    backwards = dict(reversed(answers.items()))
    assert standard.answer(answers, on=TODAY) == standard.answer(backwards, on=TODAY)


# There and back ---------------------------------------------------------------


@st.composite
def answered(draw, catalogue):
    checkin = ik.draw(
        catalogue,
        form=draw(st.sampled_from(sorted(catalogue.forms))),
        seed=draw(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=10)),
        occasion=draw(st.integers(0, 30)),
        perspective=draw(st.sampled_from(ik.Perspective)),
    )
    answers = {
        q.item_id: draw(st.sampled_from([None, *(choice.answer for choice in q.choices)])) for q in checkin.questions
    }
    return checkin.answer(answers, on=draw(st.dates()))


@given(st.data())
def test_a_response_survives_json_exactly(catalogue, data):
    response = data.draw(answered(catalogue))
    assert response == ik.Response.from_dict(catalogue, json.loads(json.dumps(response.to_dict())))


def test_values_survive_pickling_and_copying(catalogue, standard):
    response = standard.answer(everything(standard), on=TODAY)
    assert (catalogue, response) == pickle.loads(pickle.dumps((catalogue, response)))
    assert response == copy.deepcopy(response)


def test_all_check_ins_of_a_form_share_one_key_and_another_catalogue_has_its_own(catalogue):
    one, other = (ik.draw(catalogue, form="standard", seed=seed) for seed in ("a", "b"))
    assert one.key is other.key is ik.ScoringKey.from_form(catalogue, "standard")
    assert one.key is not ik.ScoringKey.from_form(catalogue, "full")
    again = pickle.loads(pickle.dumps(catalogue))
    assert one.key is not ik.ScoringKey.from_form(again, "standard")
    assert one.key == ik.ScoringKey.from_form(again, "standard")


def test_a_key_keeps_few_digests_and_works_out_the_others_each_time(catalogue, monkeypatch):
    expected = [asked.digest for asked in ik.draw(catalogue, form="standard", seed="a").asked]
    monkeypatch.setattr("intimacy_kit.scoring_key.key._MOST_DIGESTS", 2)
    drawn = ik.draw(attrs.evolve(catalogue), form="standard", seed="a")
    for _ in range(2):
        assert expected == [asked.digest for asked in attrs.evolve(drawn).asked]
    assert 2 == len(drawn.key._digests)


def test_a_check_in_survives_json_exactly(standard):
    assert standard == ik.CheckIn.from_dict(json.loads(json.dumps(standard.to_dict())))


def test_a_check_in_asks_what_its_key_knows_and_that_once(standard):
    plain = standard.to_dict()
    plain["questions"][1]["item_id"] = plain["questions"][0]["item_id"]
    plain["questions"][2]["item_id"] = "time.tatses"
    with pytest.raises(ik.InvalidValue) as error:
        ik.CheckIn.from_dict(plain)
    assert [("duplicate-id", "questions.1.item_id"), ("unknown-item", "questions.2.item_id")] == codes_of(error)


def test_numbers_beyond_all_measure_are_refused_and_not_tripped_over(catalogue, standard):
    first = standard.item_ids[0]
    for seconds, place in [({first: 10**400}, f"seconds.{first}"), ({10**5000: 1.0}, "seconds")]:
        with pytest.raises(ik.InvalidResponse) as error:
            standard.answer({}, on=TODAY, seconds=seconds)
        assert [place] == [problem.location for problem in error.value.problems]
    assert 7 == len(ik.draw(catalogue, form="pulse", seed="x", occasion=10**200).questions)
    with pytest.raises(ik.InvalidValue, match="bad-number"):
        ik.draw(catalogue, form="pulse", seed="x", occasion=10**5000)


@pytest.fixture
def stored(standard):
    return standard.answer(everything(standard), on=TODAY).to_dict()


def test_a_response_carries_what_it_was_given_to(stored):
    assert {
        "catalogue": "intimacy-kit",
        "form": "standard",
        "seed": "couple-42",
        "occasion": 0,
        "perspective": "self",
        "on": "2026-11-23",
    }.items() <= stored.items()


def test_a_gap_is_stored_as_its_code_and_a_blank_as_null(standard):
    first, second, third = "listening.validate", "listening.attention", "listening.question"
    kept = standard.answer({first: "did-not-come-up", second: ik.Missing.DECLINED}, on=TODAY).to_dict()["answers"]
    assert ["did-not-come-up", "prefer-not-to-say", None] == [kept[id] for id in (first, second, third)]


@pytest.mark.parametrize("truth", [True, False])
def test_a_truth_is_no_answer_even_by_itself(standard, truth):
    with pytest.raises(ik.InvalidResponse, match="neither a whole number nor a missing code"):
        standard.answer({standard.item_ids[0]: truth}, on=TODAY)


def test_a_digest_that_no_longer_matches_is_refused(catalogue, stored):
    with pytest.raises(ik.FormChanged, match="digest form-changed .*load the pack that was answered"):
        ik.Response.from_dict(catalogue, {**stored, "digest": "0" * 16})


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"catalogue": "other"}, ("wrong-catalogue", "catalogue")),
        ({"form": "standart"}, ("unknown-form", "form")),
        ({"occasion": -1}, ("bad-number", "occasion")),
        ({"occasion": True}, ("bad-number", "occasion")),
        ({"perspective": "theirs"}, ("bad-choice", "perspective")),
        ({"on": "2026-02-30"}, ("bad-date", "on")),
        ({"on": "23.11.2026"}, ("bad-date", "on")),
        ({"seed": 7}, ("wrong-kind", "seed")),
        ({"answers": None}, ("wrong-type", "answers")),
        ({"answers": [1]}, ("wrong-type", "answers")),
        ({"answers": {"time.tastes": 9}}, ("out-of-range", "answers.time.tastes")),
        ({"digset": "x"}, ("unknown-key", "digset")),
        ({"on": None}, ("bad-date", "on")),
        ({"occasion": 10**200 + 1}, ("bad-number", "occasion")),
        ({"occasion": 10**5000}, ("bad-number", "occasion")),
        ({"seconds": {"time.tastes": 10**400}}, ("bad-number", "seconds.time.tastes")),
        ({10**5000: 1}, ("unknown-key", "(int)")),
        ({None: 1}, ("unknown-key", "(NoneType)")),
        ({"seconds": {10**5000: 1}}, ("wrong-kind", "seconds.(int)")),
    ],
)
def test_a_stored_response_that_does_not_fit_is_refused_with_its_place(catalogue, stored, change, problem):
    with pytest.raises(ik.InvalidResponse) as error:
        ik.Response.from_dict(catalogue, {**stored, **change})
    assert [problem] == codes_of(error)


@pytest.mark.parametrize("data", [None, [], "x", 3])
def test_a_stored_response_is_a_mapping(catalogue, data):
    with pytest.raises(ik.InvalidResponse, match="wrong-kind"):
        ik.Response.from_dict(catalogue, data)


def test_digest_and_version_may_be_left_out(catalogue, stored):
    del stored["digest"], stored["version"], stored["occasion"], stored["perspective"]
    assert 28 == len(ik.Response.from_dict(catalogue, stored).answers)


def test_a_check_in_is_named_after_its_form_and_begins_at_the_first_occasion(catalogue):
    checkin = ik.draw(catalogue, form="pulse", seed="s")
    assert (catalogue.forms["pulse"].title, 0) == (checkin.title, checkin.occasion)
    assert checkin == ik.draw(catalogue, form="pulse", seed="s", occasion=0)


def test_a_question_has_the_role_of_its_item(catalogue):
    checkin = ik.draw(catalogue, form="full", seed="s")
    assert [catalogue.items[each.item_id].role for each in checkin.questions] == [e.role for e in checkin.questions]


def test_a_form_without_a_stem_asks_only_whole_questions(catalogue):
    form = attrs.evolve(catalogue.forms["full"], stem=None)
    item = next(each for each in catalogue.items.values() if each.question is None)
    assert question_text(form, item, ik.Perspective.SELF) is None
    whole = attrs.evolve(item, question=ik.Wording("Do you?", "Do they?"))
    assert ("Do you?", None) == question_text(form, whole, ik.Perspective.SELF)


def test_a_form_will_do_for_its_id(catalogue):
    assert ik.draw(catalogue, form="pulse", seed="s") == ik.draw(catalogue, form=catalogue.forms["pulse"], seed="s")


def test_a_seed_that_is_a_number_is_asked_for_as_text(catalogue):
    with pytest.raises(ik.InvalidValue, match=r"seed is not text that can be stored; give text, such as str\(seed\)"):
        ik.draw(catalogue, form="pulse", seed=42)


def test_what_is_not_a_catalogue_is_named_by_its_kind():
    with pytest.raises(ik.InvalidValue, match=r"catalogue is a str, not a Catalogue; load\(\) returns one"):
        ik.draw("pulse", form="pulse", seed="s")


# Keys that come from elsewhere -----------------------------------------------------


def with_first(key, **changes):
    """Return what a key is refused for when its first item is another."""
    return problems_of(lambda: attrs.evolve(key, items=[attrs.evolve(key.items[0], **changes), *key.items[1:]]))


def test_the_item_of_a_key_has_values_or_a_range_and_points_for_each_value(catalogue):
    key = ik.ScoringKey.from_form(catalogue, "pulse")
    assert [("bad-scale", "values")] == with_first(key, values=())
    assert [("bad-points", "points")] == with_first(key, points=(0, 1))


def test_the_answers_to_an_item_of_a_key_do_not_all_add_the_same(catalogue):
    key = ik.ScoringKey.from_form(catalogue, "pulse")
    assert [("bad-points", "points")] == with_first(key, points=(1, 1, 1, 1, 1))
    assert [("bad-points", "times")] == with_first(key, times=0)


def test_a_range_has_whole_steps():
    assert [("bad-range", "")] == problems_of(Steps, 0, 1, "0.3")
    assert [("bad-range", "")] == problems_of(Steps, 1, 0, "0.5")


def test_a_question_that_takes_turns_is_of_the_key(catalogue):
    checkin = ik.draw(catalogue, form="pulse", seed="s")
    assert [("unknown-item", "in_turn.0")] == problems_of(attrs.evolve, checkin, in_turn=["no.such"])


@pytest.mark.parametrize(
    "call",
    [
        lambda catalogue: ik.draw(catalogue, form="pulse", seed=""),
        lambda catalogue: ik.today(catalogue, seed="", start=date(2026, 1, 1), on=date(2026, 1, 1)),
        lambda catalogue: ik.conversation_prompts(catalogue, ik.CoupleView(), seed=""),
    ],
)
def test_an_empty_seed_is_refused_since_all_who_have_none_would_share_one_draw(catalogue, call):
    with pytest.raises(ik.InvalidValue) as error:
        call(catalogue)
    assert [("empty-text", ("seed",))] == [(each.code, each.path) for each in error.value.problems]


@pytest.mark.parametrize(("form", "minutes"), [("pulse", 1), ("standard", 4), ("full", 8)])
def test_a_check_in_says_about_how_many_minutes_it_takes(form, minutes):
    assert minutes == ik.draw(built_in(), form=form, seed="s").minutes
