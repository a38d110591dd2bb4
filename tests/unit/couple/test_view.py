"""Two people side by side: what both share, and nothing else."""

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.couple import FEWEST_ANSWERS
from intimacy_kit.couple.view import CoupleView, SharedPillar
from intimacy_kit.reports import couple_report, report
from tests.support.catalogues import built_in
from tests.support.small_catalogue import CATALOGUE, HIGH, LOW, PILLARS, build, same_answers, scored_ids

DAY = date(2026, 11, 23)
ALL = ik.Sharing(own=PILLARS, of_partner=PILLARS)
NONE = ik.Sharing()


def result(answers, *, form="long", perspective="self", catalogue=CATALOGUE, on=DAY):
    drawn = ik.draw(catalogue, form=form, seed="pair-7", perspective=perspective)
    asked = {question.item_id for question in drawn.questions}
    return ik.score(drawn.answer({id: each for id, each in answers.items() if id in asked}, on=on))


@pytest.fixture(scope="module")
def robin():
    """Answers 'Rarely' to everything: 25 of 100, but for the reverse-keyed item of each pillar."""
    return result(same_answers(LOW + 1))


@pytest.fixture(scope="module")
def sasha():
    return result(same_answers(HIGH))


# Sharing ---------------------------------------------------------------------------


def test_nothing_is_shared_until_somebody_says_so():
    assert not any(NONE.shares(pillar) for pillar in PILLARS)


def test_sharing_is_by_pillar_and_by_perspective():
    sharing = NONE.share("hearing", perspective="partner")
    assert [False, True] == [sharing.shares("hearing", perspective=each) for each in ik.Perspective]


@given(st.lists(st.sampled_from(PILLARS)), st.lists(st.sampled_from(PILLARS), min_size=1))
def test_revoking_looks_like_never_having_shared(kept, revoked):
    sharing = NONE
    for pillar in [*revoked, *kept]:
        sharing = sharing.share(pillar)
    for pillar in revoked:
        sharing = sharing.revoke(pillar)
    never = ik.Sharing(own=[pillar for pillar in kept if pillar not in revoked])
    assert (never, never.to_dict(), hash(never)) == (sharing, sharing.to_dict(), hash(sharing))


def test_sharing_keeps_no_order():
    assert NONE.share("resting").share("hearing").to_dict() == {
        "own": ["hearing", "resting"],
        "of_partner": [],
        "frozen": {},
        "form": None,
    }


def test_sharing_is_stored_and_read_back():
    sharing = NONE.share("resting").share("hearing", perspective="partner")
    assert sharing == ik.Sharing.from_dict(sharing.to_dict())


def test_revoking_leaves_the_other_perspective_alone():
    assert ik.Sharing(of_partner=["hearing"]) == ik.Sharing(own=["hearing"], of_partner=["hearing"]).revoke("hearing")


def test_sharing_refuses_what_is_no_perspective_and_no_id():
    with pytest.raises(ik.InvalidValue, match="it is one of self, partner"):
        NONE.share("hearing", perspective="both")
    with pytest.raises(ik.InvalidValue, match="bad-id"):
        NONE.share("Not an id")


def test_the_repr_of_sharing_shows_nothing():
    assert "Sharing()" == repr(ALL) == repr(NONE)


# The view --------------------------------------------------------------------------


def test_both_sides_stand_next_to_each_other_to_the_nearest_ten(robin, sasha):
    view = ik.couple_view(a=ik.Side(robin, ALL), b=ik.Side(sasha, ALL))
    assert (35.0, 80.0) == (robin["hearing"].percent, sasha["hearing"].percent)
    assert [("hearing", 40, 80), ("opening", 40, 80), ("resting", 40, 80)] == [
        (p.pillar, p.a, p.b) for p in view.pillars
    ]
    assert ik.Perspective.SELF is view.perspective


def test_a_view_is_stored_and_read_back(robin, sasha):
    view = ik.couple_view(a=ik.Side(robin, ALL), b=ik.Side(sasha, ALL))
    assert view == CoupleView.from_dict(view.to_dict())


@pytest.mark.parametrize(("one", "other"), [(ALL, NONE), (NONE, ALL), (NONE, NONE)])
def test_one_who_shares_is_not_enough(robin, sasha, one, other):
    assert CoupleView() == ik.couple_view(a=ik.Side(robin, one), b=ik.Side(sasha, other))


def test_a_view_shows_the_pillars_that_both_share(robin, sasha):
    one, other = ik.Sharing(own=["hearing", "resting"]), ik.Sharing(own=["resting", "opening"])
    assert ["resting"] == [
        each.pillar for each in ik.couple_view(a=ik.Side(robin, one), b=ik.Side(sasha, other)).pillars
    ]


def test_there_is_no_comparison_before_both_have_answered(robin):
    assert (
        CoupleView()
        == ik.couple_view(a=ik.Side(robin, ALL), b=ik.Side(None, ALL))
        == ik.couple_view(a=ik.Side(None, ALL), b=ik.Side(robin, ALL))
    )


def test_self_and_partner_check_ins_are_shared_and_shown_apart():
    seen = [result(same_answers(value), perspective="partner") for value in (LOW, HIGH)]
    assert CoupleView() == ik.couple_view(
        a=ik.Side(seen[0], ik.Sharing(own=PILLARS)), b=ik.Side(seen[1], ik.Sharing(own=PILLARS))
    )
    assert ik.Perspective.PARTNER is ik.couple_view(a=ik.Side(seen[0], ALL), b=ik.Side(seen[1], ALL)).perspective


@pytest.mark.parametrize("left_out", range(6))
def test_a_pillar_of_too_few_answers_looks_as_if_it_were_not_shared(sasha, left_out):
    gaps = dict.fromkeys(scored_ids("hearing")[:left_out], ik.Missing.DECLINED)
    view = ik.couple_view(a=ik.Side(result(same_answers(LOW) | gaps), ALL), b=ik.Side(sasha, ALL))
    assert (5 - left_out >= FEWEST_ANSWERS) == ("hearing" in [each.pillar for each in view.pillars])


def test_no_pulse_is_shown_because_a_score_of_one_question_is_its_answer(catalogue):
    drawn = ik.draw(catalogue, form="pulse", seed="pair-7")
    pulse = ik.score(drawn.answer({question.item_id: 3 for question in drawn.questions}, on=DAY))
    sharing = ik.Sharing(own=catalogue.pillars)
    assert CoupleView() == ik.couple_view(a=ik.Side(pulse, sharing), b=ik.Side(pulse, sharing))


def test_felt_scores_are_never_shown(robin, sasha):
    other = result(same_answers(HIGH, **{f"{pillar}_felt": LOW for pillar in PILLARS}))
    assert ik.couple_view(a=ik.Side(robin, ALL), b=ik.Side(sasha, ALL)) == ik.couple_view(
        a=ik.Side(robin, ALL), b=ik.Side(other, ALL)
    )


def test_the_order_of_pillars_is_that_of_the_form_whoever_scores_higher(robin, sasha):
    mixed = result(same_answers(LOW) | dict.fromkeys(scored_ids("resting"), HIGH))
    for one, other in ((robin, mixed), (mixed, sasha)):
        assert list(PILLARS) == [
            each.pillar for each in ik.couple_view(a=ik.Side(one, ALL), b=ik.Side(other, ALL)).pillars
        ]


def test_a_view_holds_two_places_a_pillar_and_no_figure_of_both():
    assert {"pillar", "a", "b"} == set(SharedPillar("hearing", 40, 80).to_dict())
    assert {"pillars", "perspective"} == set(CoupleView().to_dict())


# What does not go together -----------------------------------------------------------


def mixtures():
    return {
        "perspective": result(same_answers(HIGH), perspective="partner"),
        "form": result(same_answers(HIGH), form="twin"),
        "digest": result(same_answers(HIGH), catalogue=build(min_answered=0)),
    }


@pytest.mark.parametrize("field", ["form", "digest"])
def test_check_ins_of_two_kinds_are_refused(robin, field):
    with pytest.raises(ik.InvalidResponse) as caught:
        ik.couple_view(a=ik.Side(robin, ALL), b=ik.Side(mixtures()[field], ALL))
    assert [(field,)] == [problem.path for problem in caught.value.problems]


def test_check_ins_of_two_perspectives_have_nothing_to_show(robin):
    assert CoupleView() == ik.couple_view(a=ik.Side(robin, ALL), b=ik.Side(mixtures()["perspective"], ALL))


def test_check_ins_of_two_catalogues_are_refused(robin, sasha):
    import attrs

    with pytest.raises(ik.InvalidResponse, match="wrong-catalogue"):
        ik.couple_view(a=ik.Side(robin, ALL), b=ik.Side(attrs.evolve(sasha, catalogue="another"), ALL))
    with pytest.raises(ik.InvalidResponse, match="different rules"):
        ik.couple_view(a=ik.Side(robin, ALL), b=ik.Side(attrs.evolve(sasha, scoring_version=99), ALL))


@pytest.mark.parametrize("field", ["perspective", "form", "digest"])
def test_nothing_is_refused_where_nothing_would_be_shown(robin, field):
    assert CoupleView() == ik.couple_view(a=ik.Side(robin, NONE), b=ik.Side(mixtures()[field], ALL))


# Viewpoints --------------------------------------------------------------------------


def test_a_viewpoint_has_all_of_ones_own_and_the_shared_of_the_other(robin, sasha):
    mine = ik.viewpoint(own=ik.Side(robin, ALL), partner=ik.Side(sasha, ik.Sharing(own=["hearing"])))
    assert robin == mine.own
    assert (SharedPillar("hearing", 40, 80),) == mine.shared.pillars


def test_each_sees_themselves_first(robin, sasha):
    one, other = (
        ik.viewpoint(own=ik.Side(robin, ALL), partner=ik.Side(sasha, ALL)),
        ik.viewpoint(own=ik.Side(sasha, ALL), partner=ik.Side(robin, ALL)),
    )
    assert [(p.a, p.b) for p in one.shared.pillars] == [(p.b, p.a) for p in other.shared.pillars]


def test_one_person_alone_sees_all_of_their_own(robin):
    assert ik.Viewpoint(robin, CoupleView()) == ik.viewpoint(own=ik.Side(robin, NONE), partner=ik.Side(None, NONE))


def test_nobody_sees_a_partner_before_answering(sasha):
    assert ik.Viewpoint(None, CoupleView()) == ik.viewpoint(own=ik.Side(None, ALL), partner=ik.Side(sasha, ALL))


# Something to talk about ----------------------------------------------------------------


def topics(view, **changes):
    return [prompt.id for prompt in ik.conversation_prompts(CATALOGUE, view, **{"seed": "pair-7", **changes})]


VIEW = CoupleView((SharedPillar("resting", 0, 100), SharedPillar("hearing", 50, 50)), ik.Perspective.SELF)


def test_there_is_one_prompt_for_each_shared_pillar_in_the_catalogues_order():
    assert ["hearing", "resting"] == [id.partition(".")[0] for id in topics(VIEW)]


@given(st.lists(st.integers(0, 10).map(lambda tens: 10 * tens), min_size=4, max_size=4), st.integers(0, 50))
def test_prompts_do_not_depend_on_scores(places, occasion):
    other = CoupleView(
        (SharedPillar("hearing", places[0], places[1]), SharedPillar("resting", places[2], places[3])),
        ik.Perspective.PARTNER,
    )
    assert topics(VIEW, occasion=occasion) == topics(other, occasion=occasion)


def test_no_prompt_comes_back_before_all_were_shown():
    assert topics(VIEW, occasion=10**200)
    seen = [topics(VIEW, occasion=occasion, max_depth=5)[0] for occasion in range(6)]
    every = {prompt.id for prompt in CATALOGUE.prompts.values() if prompt.pillar == "hearing"}
    assert every == set(seen[:3]) == set(seen[3:])


def test_prompts_go_no_deeper_than_wanted():
    depths = {CATALOGUE.prompts[id].depth for occasion in range(9) for id in topics(VIEW, occasion=occasion)}
    assert {1, 2} == depths


@pytest.mark.parametrize(("exclude", "left"), [(["us"], "hearing.p0"), (["hearing.p0"], "hearing.p1")])
def test_what_is_excluded_is_not_asked(exclude, left):
    assert {left} == {topics(VIEW, exclude=exclude, occasion=occasion)[0] for occasion in range(5)}


def test_an_excluded_pillar_has_no_prompt():
    assert ["resting"] == [id.partition(".")[0] for id in topics(VIEW, exclude=["hearing"])]


def test_there_is_nothing_to_talk_about_where_nothing_is_shared():
    assert [] == topics(CoupleView())


def test_every_argument_that_makes_no_sense_is_named_at_once():
    with pytest.raises(ik.InvalidValue) as caught:
        topics(VIEW, seed="\ud800", occasion=-1, max_depth=6, exclude="us", access=["no-noise"], safety=1)
    assert ["seed", "occasion", "max_depth", "exclude", "access", "safety"] == [
        problem.path[0] for problem in caught.value.problems
    ]
    with pytest.raises(ik.InvalidValue, match="bad-number"):
        topics(VIEW, occasion=10**5000)


# As text --------------------------------------------------------------------------------


def test_the_text_shows_both_sides_and_no_difference(robin, sasha):
    mine = ik.viewpoint(own=ik.Side(robin, ALL), partner=ik.Side(sasha, ik.Sharing(own=["hearing"])))
    prompts = ik.conversation_prompts(CATALOGUE, mine.shared, seed="pair-7")
    assert (
        "Side by side: what each says they do\n"
        "\n"
        "Hearing\n"
        "  You           40  ████████\n"
        "  Your partner  80  ████████████████\n"
        "\n"
        "Places are to the nearest ten, from 10 to 90 of 100. A pillar stands here when\n"
        "both of you share it and both of you gave 3 answers or more; either of you can\n"
        "stop sharing at any time.\n"
        "\n"
        "To talk about: What of hearing, 1? You can pass."
    ) == couple_report(CATALOGUE, mine.shared, prompts=prompts).to_text()


def test_the_text_of_nothing_says_nothing_about_why():
    assert (
        "There is nothing to show side by side. What each of you answers is your own, and\nso is whether to share it."
    ) == report(CATALOGUE, CoupleView()).to_text()


@pytest.mark.parametrize(
    ("percent", "place"), [(34.375, 30), (34.999, 30), (35.0, 40), (0.0, 10), (14.9, 10), (85.0, 90), (100.0, 90)]
)
def test_a_place_is_the_nearest_ten_from_10_to_90(percent, place):
    drawn = ik.draw(built_in(), form="standard", seed="s")
    mine = ik.score(drawn.answer(dict.fromkeys(drawn.item_ids, 2), on=date(2026, 11, 23)))
    theirs = attrs.evolve(mine, scores={"time": attrs.evolve(mine["time"], percent=percent)})
    sharing = ik.Sharing().share("time")
    assert [(50, place)] == [
        (each.a, each.b) for each in ik.couple_view(a=ik.Side(mine, sharing), b=ik.Side(theirs, sharing)).pillars
    ]


def test_the_lightest_prompts_alone_can_be_wanted_and_the_seed_tells_what_comes_first():
    view = CoupleView(pillars=(SharedPillar("time", 50, 50),), perspective=ik.Perspective.SELF)
    chosen = {
        seed: ik.conversation_prompts(built_in(), view, seed=seed, max_depth=1)[0]
        for seed in ("a", "b", "c", "d", "e", "f")
    }
    assert {1} == {prompt.depth for prompt in chosen.values()}
    assert 1 < len({prompt.id for prompt in chosen.values()})
