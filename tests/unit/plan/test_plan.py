"""Next steps: going well first, one to three practices that fit, and reasons that are true of the data."""

import re
from datetime import date

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.plan import MOST_SUGGESTIONS
from intimacy_kit.reports import report
from tests.support.small_catalogue import CATALOGUE, HIGH, LOW, PILLARS, build, practice, same_answers, scored_ids
from tests.support.two_lives import answers

DAY = date(2026, 11, 23)
LEVELS = {"hearing": LOW + 1, "opening": LOW + 2, "resting": HIGH}


def result(answered, *, perspective="self", catalogue=CATALOGUE):
    drawn = ik.draw(catalogue, form="long", seed="pair-7", perspective=perspective)
    asked = {question.item_id for question in drawn.questions}
    return ik.score(drawn.answer({id: each for id, each in answered.items() if id in asked}, on=DAY))


def at_levels(**levels):
    """Return answers by which each pillar stands at a level, its reverse-keyed item included."""
    given = same_answers(LOW)
    for pillar, level in {**LEVELS, **levels}.items():
        ids = scored_ids(pillar)
        given |= dict.fromkeys(ids[:-1], level) | {ids[-1]: LOW + HIGH - level}
    return given


def plan(catalogue=CATALOGUE, answered=None, **wishes):
    return ik.recommend(catalogue, result(answered or at_levels(), catalogue=catalogue), **wishes)


def steps(*args, **wishes):
    return [step.practice for step in plan(*args, **wishes).suggestions]


def with_practices(*more):
    return build(practices=[*CATALOGUE.practices.values(), *more])


# What is named --------------------------------------------------------------------------


def test_what_goes_well_is_named_and_the_rest_comes_by_its_room():
    made = plan()
    assert (("resting",), ["hearing", "opening"]) == (made.going_well, [step.pillar for step in made.suggestions])
    assert report(CATALOGUE, made).to_text().startswith("Going well by your answers: Resting.")


def test_a_plan_has_no_more_than_three_steps():
    pillars = [ik.Pillar(f"p{i}", f"P{i}", "A part.") for i in range(6)]
    items = [attrs.evolve(CATALOGUE.items["hearing.s0"], id=f"p{i}.item", pillar=f"p{i}", covers=()) for i in range(6)]
    practices = [practice(f"p{i}.do", f"p{i}", targets=()) for i in range(6)]
    form = attrs.evolve(CATALOGUE.forms["long"], roles=(ik.Role.SCORED,))
    wide = attrs.evolve(CATALOGUE, pillars=pillars, items=items, practices=practices, prompts=(), forms=(form,))
    given = {f"p{i}.item": HIGH - (i > 0) for i in range(6)}
    made = plan(wide, given)
    assert (("p0",), MOST_SUGGESTIONS) == (made.going_well, len(made.suggestions))


def test_where_all_stand_alike_nothing_is_called_better():
    made = plan(answered=at_levels(hearing=LOW + 1, opening=LOW + 1, resting=LOW + 1))
    assert ((), list(PILLARS)) == (made.going_well, [step.pillar for step in made.suggestions])


def test_where_all_stand_at_the_top_there_is_nothing_to_mend():
    made = plan(answered=at_levels(hearing=HIGH, opening=HIGH, resting=HIGH))
    assert (PILLARS, ()) == (made.going_well, made.suggestions)


def test_a_missing_score_is_not_enough_answers_and_never_low():
    made = plan(answered=at_levels() | dict.fromkeys(scored_ids("hearing"), ik.Missing.DECLINED))
    assert ("hearing",) == made.not_enough_answers
    assert "hearing" not in [step.pillar for step in made.suggestions]
    text = report(CATALOGUE, made).to_text()
    assert "Not enough answers to say: Hearing." in text
    assert not re.search(r"\blow\b", text, re.IGNORECASE)


def test_choice_and_sentinel_answers_never_matter():
    for value in (LOW, HIGH, None):
        assert plan() == plan(answered=at_levels() | {"opening.choice": value, "opening.watch": value})


# What is wished for ---------------------------------------------------------------------------


def test_steps_fit_into_the_minutes():
    assert ["hearing.list"] == steps(minutes_per_week=5)
    assert ["hearing.list", "opening.list"] == steps(minutes_per_week=10)
    assert [] == steps(minutes_per_week=4)


def test_a_daily_practice_takes_its_minutes_seven_times():
    daily = with_practices(
        practice("hearing.daily", "hearing", minutes=2, cadence=ik.Cadence.DAILY, mode=ik.Mode.ASYNC)
    )
    assert 14 == plan(daily, mode="async", minutes_per_week=14).suggestions[0].minutes
    assert () == plan(daily, mode="async", minutes_per_week=13).suggestions


def test_only_the_wanted_mode_comes():
    assert ["hearing.list", "opening.list"] == steps(mode="solo")
    assert ["hearing.walk", "opening.walk"] == steps(mode=ik.Mode.TOGETHER)


def test_apart_only_what_works_apart_comes_and_says_how():
    near = practice("hearing.aaa", "hearing", minutes=1, distance=ik.Distance.NO)
    far = practice("hearing.bbb", "hearing", minutes=2, distance=ik.Distance.ADAPT, distance_how="By telephone.")
    catalogue = with_practices(near, far)
    assert "hearing.aaa" == steps(catalogue)[0]
    first = plan(catalogue, distance=True).suggestions[0]
    assert ("hearing.bbb", "By telephone.") == (first.practice, first.apart)
    together = plan(catalogue, exclude=["hearing.aaa"]).suggestions[0]
    assert ("hearing.bbb", None) == (together.practice, together.apart)
    assert "Another way: By telephone." in report(catalogue, plan(catalogue, distance=True)).to_text()


def test_a_wish_for_access_brings_practices_that_answer_it_and_the_way_to_do_them():
    easy = practice("hearing.long", "hearing", minutes=30, access={ik.Access.LOW_ENERGY: "Lie down."})
    catalogue = with_practices(easy)
    first = plan(catalogue, access=["low-energy"]).suggestions[0]
    assert ("hearing.long", {ik.Access.LOW_ENERGY: "Lie down."}) == (first.practice, dict(first.access))
    assert "Another way: Lie down." in report(catalogue, plan(catalogue, access=[ik.Access.LOW_ENERGY])).to_text()


def test_a_wish_that_nothing_answers_leaves_the_rest_as_it_was():
    assert steps() == steps(access=["no-writing"])


def test_touch_never_comes_to_those_who_want_none_unless_there_is_a_way_without():
    hug = practice("hearing.hug", "hearing", gates=[ik.Gate.TOUCH], minutes=1)
    wave = attrs.evolve(hug, id="hearing.wave", access={ik.Access.NO_TOUCH: "Wave."})
    opened = [ik.Gate.TOUCH]
    assert "hearing.hug" == steps(with_practices(hug), opened=opened)[0]
    assert "hearing.hug" not in steps(with_practices(hug), opened=opened, access=["no-touch"])
    assert "hearing.wave" == steps(with_practices(hug, wave), opened=opened, access=["no-touch"])[0]


@pytest.mark.parametrize("exclude", ["hearing.first", "hearing", "conflict"])
def test_what_is_excluded_never_comes(exclude):
    opened = [ik.Gate.CONFLICT]
    first = practice("hearing.first", "hearing", gates=opened, minutes=1)
    catalogue = with_practices(first)
    assert "hearing.first" == steps(catalogue, opened=opened)[0]
    found = [catalogue.practices[id] for id in steps(catalogue, exclude=[exclude], opened=opened)]
    assert found
    assert not any(exclude in (each.id, each.pillar, *(gate.value for gate in each.gates)) for each in found)


def test_gated_practices_come_only_when_opened_and_leave_no_trace():
    gated = practice("hearing.first", "hearing", gates=[ik.Gate.CONFLICT, ik.Gate.FORGIVENESS], minutes=1)
    without = plan(opened=[ik.Gate.CONFLICT])
    assert without == plan(with_practices(gated)) == plan(with_practices(gated), opened=[ik.Gate.CONFLICT])
    assert "hearing.first" == steps(with_practices(gated), opened=gated.gates)[0]


def test_trauma_is_never_suggested_even_when_open():
    gated = practice("hearing.first", "hearing", gates=[ik.Gate.TRAUMA], minutes=1)
    assert plan() == plan(with_practices(gated), opened=list(ik.Gate), exclude=["conflict", "touch", "vulnerability"])


def test_weeks_differ_until_all_was_done_then_the_oldest_comes_back():
    done = []
    for _ in range(6):
        done += steps(done=done)
    hearing = [id for id in done if id.startswith("hearing")]
    assert ["hearing.list", "hearing.walk"] * 3 == hearing


def test_practices_that_are_no_longer_there_may_have_been_done_or_excluded():
    assert plan() == plan(done=["old.one"], exclude=["old.two"])


# What is refused ---------------------------------------------------------------------------------


def test_every_argument_that_makes_no_sense_is_named_at_once():
    with pytest.raises(ik.InvalidValue) as caught:
        plan(
            minutes_per_week=0,
            mode="alone",
            access=["no-noise"],
            opened=["touch"],
            exclude="hearing",
            done="hearing.walk",
        )
    named = [problem.path[0] for problem in caught.value.problems]
    assert ["minutes_per_week", "exclude", "done", "opened", "mode", "access"] == named


def test_a_result_of_another_catalogue_is_refused():
    other = attrs.evolve(result(at_levels()), catalogue="another")
    with pytest.raises(ik.InvalidValue, match="wrong-catalogue"):
        ik.recommend(CATALOGUE, other)


def test_nobody_gets_practices_for_what_they_see_their_partner_do():
    with pytest.raises(ik.InvalidValue, match="give the result of a self check-in"):
        ik.recommend(CATALOGUE, result(at_levels(), perspective="partner"))


# What does not matter, and what is true ---------------------------------------------------------------


@given(answers(), st.randoms())
def test_the_order_of_answers_changes_nothing(answered, random):
    shuffled = list(answered.items())
    random.shuffle(shuffled)
    assert plan(answered=answered) == plan(answered=dict(shuffled))


@given(answers(), st.lists(st.sampled_from(PILLARS), unique=True, min_size=1), st.randoms())
def test_practices_of_other_pillars_and_their_order_change_nothing(answered, asked, random):
    """A pack may grow by what this check-in does not ask about, in any place, and the plan stays."""
    answered = {
        id: ik.Missing.BLANK if id.partition(".")[0] not in asked and ".s" in id else each
        for id, each in answered.items()
    }
    more = [practice(f"{pillar}.more", pillar, minutes=1) for pillar in PILLARS if pillar not in asked]
    everything = [*CATALOGUE.practices.values(), *more]
    random.shuffle(everything)
    assert plan(answered=answered) == plan(build(practices=everything), answered=answered)


REASON = re.compile(
    r"(?P<pillar>.+?): (?P<percent>\d+) of 100 by your answers\. This practice "
    r"(belongs to that pillar|aims at (more of (?P<more>“.+?”))?( and at )?(less of (?P<less>“.+?”))?)\."
    r"( It (?P<fit>was tested, or something very close to it, by|is adapted from what|goes beyond what)"
    r" (?P<source>.+?)( studied)?\.| It (?P<craft>is our own idea, on which no study was found)\.)?"
)
FITS = {
    "was tested, or something very close to it, by": ik.Fit.TESTED,
    "is adapted from what": ik.Fit.ADAPTED,
    "goes beyond what": ik.Fit.EXTRAPOLATED,
}


def check_reason(catalogue, scored, step):
    """Take a reason apart, and find each of its parts in the data again."""
    found = REASON.fullmatch(step.reason)
    assert found, step.reason
    chosen = catalogue.practices[step.practice]
    assert catalogue.pillars[chosen.pillar].title == found["pillar"]
    assert round(scored[chosen.pillar].percent) == int(found["percent"])
    for part, keying in (("more", ik.Keying.FORWARD), ("less", ik.Keying.REVERSE)):
        moved = [catalogue.items[id] for id in chosen.targets if catalogue.items[id].keying is keying]
        assert [item.text.self_ for item in moved] == re.findall("“(.+?)”", found[part] or "")
    order = list(ik.Fit)
    nearest = min((order.index(each.fit) for each in chosen.evidence), default=None)
    if nearest is None:
        assert (None, None) == (found["fit"], step.evidence)
    elif order[nearest] is ik.Fit.CRAFT:
        assert (None, ik.Evidence()) == (found["fit"], step.evidence)
        assert found["craft"]
    else:
        assert order[nearest] is FITS[found["fit"]]
        cited = [catalogue.sources[each.source].citation for each in chosen.evidence if each.fit is order[nearest]]
        assert found["source"] in cited


practices = st.lists(
    st.builds(
        practice,
        st.uuids().map(lambda id: f"hearing.x{id.hex}"),
        st.sampled_from(PILLARS),
        minutes=st.integers(1, 60),
        targets=st.lists(
            st.sampled_from([id for pillar in PILLARS for id in scored_ids(pillar)]), unique=True, max_size=4
        ),
        evidence=st.lists(
            st.builds(ik.Evidence)
            | st.builds(ik.Evidence, st.just("someone2001"), st.sampled_from(ik.Fit).filter(ik.Fit.CRAFT.__ne__)),
            max_size=2,
        ).map(tuple),
    ),
    max_size=6,
    unique_by=lambda each: each.id,
)


@settings(max_examples=60)
@given(answers(), practices, st.integers(1, 120), st.lists(st.sampled_from(list(CATALOGUE.practices)), max_size=4))
def test_each_reason_is_true_of_the_data(answered, more, minutes, done):
    catalogue = with_practices(*more)
    scored = result(answered, catalogue=catalogue)
    made = ik.recommend(catalogue, scored, minutes_per_week=minutes, done=done)
    assert sum(step.minutes for step in made.suggestions) <= minutes
    assert len({step.pillar for step in made.suggestions}) == len(made.suggestions) <= MOST_SUGGESTIONS
    assert {step.pillar for step in made.suggestions}.isdisjoint(made.going_well)
    percents = [scored[step.pillar].percent for step in made.suggestions]
    assert sorted(percents) == percents
    for step in made.suggestions:
        check_reason(catalogue, scored, step)


@settings(max_examples=30)
@given(st.randoms(use_true_random=False), st.sampled_from(list(ik.Mode)))
def test_each_reason_is_true_of_the_built_in_content(catalogue, random, mode):
    drawn = ik.draw(catalogue, form="full", seed="pair-7")
    answered = {question.item_id: random.choice(question.choices).answer for question in drawn.questions}
    scored = ik.score(drawn.answer(answered, on=DAY))
    for step in ik.recommend(catalogue, scored, opened=list(ik.Gate), mode=mode).suggestions:
        check_reason(catalogue, scored, step)


def test_a_practice_that_names_no_item_and_no_source_says_so():
    bare = practice("hearing.bare", "hearing", minutes=1, targets=(), evidence=())
    (step,) = plan(with_practices(bare), minutes_per_week=1).suggestions
    assert "Hearing: 25 of 100 by your answers. This practice belongs to that pillar." == step.reason


def test_a_plan_without_steps_does_not_say_what_was_kept_back():
    text = report(CATALOGUE, plan(minutes_per_week=1)).to_text()
    assert text.endswith("No practice fits just now. Fewer limits, or more minutes, may find some.")


def test_a_false_reason_is_caught():
    scored, made = result(at_levels()), plan()
    step = made.suggestions[0]
    for was, now in (("25 of 100", "26 of 100"), ("Hearing", "Resting"), ("more of", "less of"), ("adapted", "tested")):
        assert was in step.reason
        with pytest.raises(AssertionError):
            check_reason(CATALOGUE, scored, attrs.evolve(step, reason=step.reason.replace(was, now)))


def test_a_plan_is_stored_and_read_back():
    made = plan(access=["no-speech"])
    assert made == ik.Plan.from_dict(made.to_dict())


def test_a_plan_speaks_the_catalogues_language():
    spanish = ik.load(locale="es")
    checkin = ik.draw(spanish, form="standard", seed="s")
    answers = {each.item_id: 1 if each.pillar == "listening" else 3 for each in checkin.questions}
    made = ik.recommend(spanish, ik.score(checkin.answer(answers, on=DAY)))
    assert made.suggestions[0].reason.startswith(
        "Escucha activa y empática: 38 de 100 según tus respuestas. Esta práctica busca"
    )
    assert "«" in made.suggestions[0].reason
    assert not re.search(
        r"\b(the|and|of|studied|practice)\b", made.suggestions[0].reason.split("(")[0].rpartition("»")[0]
    )
    text = report(spanish, made).to_text()
    assert "Próximos pasos" in text
    assert "Por qué: Escucha activa" in " ".join(text.split())


def test_the_highest_of_differing_scores_goes_well_even_below_the_top():
    made = plan(answered=at_levels(hearing=LOW + 1, opening=LOW + 1, resting=LOW + 2))
    assert ("resting",) == made.going_well
    assert () == plan(answered=at_levels(hearing=LOW + 2, opening=LOW + 2, resting=LOW + 2)).going_well


def test_an_hour_a_week_is_what_is_taken_without_a_word():
    assert 60 == plan().minutes_per_week


def test_the_nearest_evidence_wins_and_is_named():
    near, far = (
        practice(id, "hearing", targets=(), evidence=(ik.Evidence("someone2001", fit),))
        for id, fit in (("hearing.z", ik.Fit.TESTED), ("hearing.a", ik.Fit.EXTRAPOLATED))
    )
    step = plan(build(practices=[far, near])).suggestions[0]
    assert ("hearing.z", near.evidence[0]) == (step.practice, step.evidence)


def test_items_are_joined_by_commas_and_one_and():
    moves = ("hearing.s0", "hearing.s1", "hearing.s2")
    catalogue = build(practices=[practice("hearing.all", "hearing", targets=moves)])
    said = [f"“{catalogue.items[id].text.self_}”" for id in moves]
    assert f"more of {said[0]}, {said[1]} and {said[2]}" in plan(catalogue).suggestions[0].reason


def test_a_pillar_that_goes_well_does_not_end_the_search():
    made = plan(answered=at_levels(hearing=HIGH, opening=HIGH, resting=LOW + 1))
    assert {"hearing", "opening"} == set(made.going_well)
    assert ["resting"] == [step.pillar for step in made.suggestions]
