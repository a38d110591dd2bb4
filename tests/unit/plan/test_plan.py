"""Next steps: practices with the most room in the person's own answers, and reasons that are true of the data."""

import re
from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty

import intimacy_kit as ik
from intimacy_kit.content import spoken_number, spoken_source
from intimacy_kit.plan import GOING_WELL_FROM, MOST_SUGGESTIONS
from intimacy_kit.reports import report
from intimacy_kit.safety import NOT_ASKED, SafetyState, Standing
from tests.support.catalogues import built_in
from tests.support.examples import at_least
from tests.support.small_catalogue import CATALOGUE, HIGH, LOW, PILLARS, build, practice, same_answers, scored_ids
from tests.support.two_lives import answers

DAY = date(2026, 11, 23)
LEVELS = {"hearing": LOW + 1, "opening": LOW + 2, "resting": HIGH}


def clear(gates):
    return SafetyState(Standing.CLEAR, frozenset(gates))


def response(answered, *, perspective="self", catalogue=CATALOGUE):
    drawn = ik.draw(catalogue, form="long", seed="pair-7", perspective=perspective)
    asked = {question.item_id for question in drawn.questions}
    return drawn.answer({id: each for id, each in answered.items() if id in asked}, on=DAY)


def at_levels(**levels):
    """Return answers by which each pillar stands at a level, its reverse-keyed item included."""
    given = same_answers(LOW)
    for pillar, level in {**LEVELS, **levels}.items():
        ids = scored_ids(pillar)
        given |= dict.fromkeys(ids[:-1], level) | {ids[-1]: LOW + HIGH - level}
    return given


def plan(catalogue=CATALOGUE, answered=None, **wishes):
    return ik.recommend(catalogue, response(answered or at_levels(), catalogue=catalogue), **wishes)


def steps(*args, **wishes):
    return [step.practice for step in plan(*args, **wishes).suggestions]


def with_practices(*more):
    return build(practices=[*CATALOGUE.practices.values(), *more])


# What is named --------------------------------------------------------------------------


def test_what_goes_well_is_named_and_the_rest_comes_by_its_room():
    made = plan(suggestions=2)
    assert (("resting",), ["hearing", "opening"]) == (made.going_well, [step.pillar for step in made.suggestions])
    assert report(CATALOGUE, made).to_text().startswith("Going well by your answers: Resting.")


def test_nothing_goes_well_below_often_however_low_the_rest():
    made = plan(answered=at_levels(hearing=LOW, opening=LOW, resting=LOW + 2))
    assert () == made.going_well


@pytest.mark.parametrize(("level", "well"), [(LOW + 2, ()), (LOW + 3, ("resting",)), (HIGH, ("resting",))])
def test_a_pillar_goes_well_from_often_on(level, well):
    assert 75 == GOING_WELL_FROM
    assert well == plan(answered=at_levels(resting=level)).going_well


def test_one_answer_says_of_nothing_that_it_goes_well(catalogue):
    pulse = ik.draw(catalogue, form="pulse", seed="s")
    for value in (0, 4):
        assert () == ik.recommend(catalogue, pulse.answer(dict.fromkeys(pulse.item_ids, value), on=DAY)).going_well


def test_conflict_is_never_said_to_go_well(catalogue):
    drawn = ik.draw(catalogue, form="standard", seed="s")
    items = {id: drawn.key.by_id[id] for id in drawn.item_ids}
    best = {id: item.high if item.keying is ik.Keying.FORWARD else item.low for id, item in items.items()}
    made = ik.recommend(catalogue, drawn.answer(best, on=DAY))
    assert [id for id in catalogue.pillars if id != "conflict"] == list(made.going_well)


def test_where_all_stand_at_the_top_there_is_nothing_to_suggest():
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


# The order ------------------------------------------------------------------------------


def first_of(one, other, answered, catalogue=CATALOGUE, **wishes):
    """Return which of two practices comes first."""
    others = set(catalogue.practices) - {one, other}
    return steps(catalogue, answered, exclude=list(others), suggestions=1, minutes_per_week=999, **wishes)[0]


AIMED = [practice(f"aim.a{i}", "hearing", targets=[f"hearing.s{i}"], minutes=7) for i in range(4)]


def test_the_practice_that_aims_at_the_lowest_answer_comes_first():
    catalogue = with_practices(*AIMED)
    for i in range(4):
        assert f"aim.a{i}" == steps(catalogue, at_levels(hearing=HIGH, opening=HIGH) | {f"hearing.s{i}": LOW})[0]


def test_the_room_is_the_mean_over_the_answered_targets():
    wide = practice("aim.wide", "hearing", targets=["hearing.s0", "hearing.s1"], minutes=7)
    catalogue = with_practices(*AIMED, wide)
    answered = at_levels() | {"hearing.s0": LOW, "hearing.s1": LOW + 4, "hearing.s2": LOW + 1, "hearing.s3": LOW + 3}
    assert "aim.a2" == first_of("aim.a2", "aim.wide", answered, catalogue)
    assert "aim.wide" == first_of("aim.a3", "aim.wide", answered, catalogue)
    unanswered = answered | {"hearing.s1": ik.Missing.DECLINED}
    assert "aim.wide" == first_of("aim.a2", "aim.wide", unanswered, catalogue)


def test_where_no_target_was_answered_the_pillar_stands_for_it():
    answered = at_levels(hearing=LOW, opening=LOW + 1) | {
        "hearing.s0": ik.Missing.BLANK,
        "hearing.s4": ik.Missing.BLANK,
    }
    assert "hearing.walk" == first_of("hearing.walk", "opening.walk", answered)


@pytest.mark.parametrize("seed", ["a", "b", "c", "d"])
def test_a_stored_result_ranks_by_pillar(seed):
    scored = ik.score(response(at_levels(resting=LOW + 3)))
    made = ik.recommend(CATALOGUE, scored, seed=seed)
    assert ["hearing", "opening", "resting"] == [step.pillar for step in made.suggestions]
    assert "Hearing: 25 of 100 by your answers." in made.suggestions[0].reason


def test_ties_are_broken_by_the_seed_and_by_nothing_else():
    catalogue = with_practices(*(practice(f"aim.b{i}", "hearing", targets=["hearing.s0"]) for i in range(8)))
    found = {seed: steps(catalogue, seed=seed, suggestions=1) for seed in map(str, range(30))}
    assert 4 < len({made[0] for made in found.values()})
    assert all(made == steps(catalogue, seed=seed, suggestions=1) for seed, made in found.items())


@given(answers(st.just(True)), st.sampled_from([id for pillar in PILLARS for id in scored_ids(pillar)]), st.data())
def test_a_practice_never_falls_behind_when_an_answer_it_aims_at_gets_worse(answered, item, data):
    """Beside a practice that does not aim at the answer, that is."""
    every = [id for pillar in PILLARS for id in scored_ids(pillar)]
    aims = st.lists(st.sampled_from(every), unique=True, min_size=1, max_size=4)
    one = practice("aim.one", "hearing", targets=list(dict.fromkeys([item, *data.draw(aims)])))
    other = practice("aim.other", "opening", targets=data.draw(aims.filter(lambda ids: item not in ids)))
    worst = HIGH if item.endswith("s4") else LOW
    worse = answered | {item: data.draw(st.sampled_from(sorted({answered[item], worst})))}
    catalogue, wishes = with_practices(one, other), {"suggestions": 1, "minutes_per_week": 999}
    exclude = list(CATALOGUE.practices)
    before = steps(catalogue, answered, exclude=exclude, **wishes)
    if before == ["aim.one"]:
        assert before == steps(catalogue, worse, exclude=exclude, **wishes)


# What is wished for ---------------------------------------------------------------------------


def test_there_are_as_many_steps_as_wanted():
    assert [1, 2, 3, 4, 4] == [len(steps(suggestions=count, minutes_per_week=600)) for count in (1, 2, 3, 4, 5)]
    with pytest.raises(ik.InvalidValue, match="suggestions is a whole number from 1 to 20"):
        plan(suggestions=MOST_SUGGESTIONS + 1)


def test_pillars_take_turns_before_one_comes_again():
    made = plan(suggestions=4, minutes_per_week=600)
    assert {"hearing", "opening"} == {step.pillar for step in plan(suggestions=2).suggestions}
    assert ["hearing", "hearing", "opening", "opening"] == [step.pillar for step in made.suggestions]


def test_steps_fit_into_the_minutes():
    assert ["hearing.list"] == steps(minutes_per_week=5)
    assert [] == steps(minutes_per_week=4)


def test_a_plan_uses_half_of_the_minutes_where_practices_are_long_enough():
    long = [practice(f"{pillar}.long", pillar, minutes=90) for pillar in PILLARS]
    made = plan(with_practices(*long), minutes_per_week=200)
    assert 100 <= sum(step.minutes for step in made.suggestions) <= 200


def test_what_aims_at_no_question_comes_after_what_does():
    """Not before an answer of the person's own, however much room its pillar has, and before what was done."""
    catalogue = with_practices(practice("aim.none", "hearing", targets=[]))
    worst = at_levels(hearing=LOW, opening=HIGH, resting=HIGH)
    made = steps(catalogue, worst, suggestions=9, minutes_per_week=900)
    assert ("aim.none", True) == (made[-1], len(made) > 1)
    assert "aim.none" == steps(catalogue, worst, suggestions=9, minutes_per_week=900, done=made[:-1])[0]


def test_one_long_practice_does_not_take_the_place_of_all_others():
    catalogue = with_practices(practice("aim.long", "hearing", targets=["hearing.s0"], minutes=60))
    answered = at_levels(hearing=HIGH, opening=LOW + 2) | {"hearing.s0": LOW}
    assert ["aim.long"] == steps(catalogue, answered, minutes_per_week=60, suggestions=1)
    assert "aim.long" not in (made := steps(catalogue, answered, minutes_per_week=60))
    assert 1 < len(made)
    assert "aim.long" == steps(catalogue, answered, minutes_per_week=90)[0]


def test_where_all_are_long_one_of_them_is_better_than_none():
    long = [practice(f"{pillar}.long", pillar, minutes=60) for pillar in PILLARS]
    exclude = list(CATALOGUE.practices)
    assert 1 == len(steps(with_practices(*long), minutes_per_week=60, exclude=exclude))


def test_the_first_step_is_the_one_with_the_most_room_however_short():
    catalogue = with_practices(practice("aim.short", "hearing", targets=["hearing.s0"], minutes=1))
    answered = at_levels(hearing=HIGH, opening=LOW + 2) | {"hearing.s0": LOW}
    assert "aim.short" == steps(catalogue, answered, minutes_per_week=300)[0]


def test_a_daily_practice_takes_its_minutes_seven_times():
    daily = with_practices(
        practice("hearing.daily", "hearing", minutes=2, cadence=ik.Cadence.DAILY, mode=ik.Mode.ASYNC)
    )
    (step,) = plan(daily, mode="async", minutes_per_week=14).suggestions
    assert (14, 2, ik.Cadence.DAILY) == (step.minutes, step.minutes_each_time, step.cadence)
    assert () == plan(daily, mode="async", minutes_per_week=13).suggestions


def test_only_the_wanted_mode_comes():
    assert {"hearing.list", "opening.list"} == set(steps(mode="solo"))
    assert {"hearing.walk", "opening.walk"} == set(steps(mode=ik.Mode.TOGETHER))


def test_only_the_wanted_topics_come():
    money = practice("hearing.money", "hearing", topics=["money"])
    catalogue = with_practices(money)
    assert ["hearing.money"] == steps(catalogue, topics=["money"])
    assert {"opening"} == {step.pillar for step in plan(catalogue, topics=["opening"]).suggestions}
    assert "hearing.money" not in steps(catalogue, exclude=["money"], suggestions=9)


def test_exercises_alone_come_unless_other_kinds_are_wanted():
    ritual = ik.Ritual("waking", ("Who starts.",))
    phrase = ik.RepairPhrase("pause", "When it is late.")
    cards = with_practices(
        practice("opening.ritual", "opening", ritual=ritual),
        practice("opening.date", "opening", date=ik.DateIdea("free", "home", "low")),
        practice("opening.phrase", "opening", phrase=phrase, gates=["conflict"]),
    )
    everything = {"suggestions": 20, "minutes_per_week": 600, "safety": clear(["conflict"])}
    kinds_of = [cards.practices[id].kind for id in steps(cards, **everything)]
    assert {ik.CardKind.EXERCISE} == set(kinds_of)
    assert ["opening.ritual"] == steps(cards, kinds=["ritual"], **everything)
    assert {"opening.ritual", "opening.date"} == set(steps(cards, kinds=["ritual", ik.CardKind.DATE], **everything))
    assert [] == steps(cards, kinds=[], **everything)


def test_what_is_written_for_a_stage_comes_to_nobody_else():
    new = practice("hearing.new", "hearing", stages=["new-parents"])
    catalogue, wishes = with_practices(new), {"suggestions": 9, "minutes_per_week": 600}
    assert "hearing.new" in steps(catalogue, stage="new-parents", **wishes)
    assert "hearing.new" not in steps(catalogue, **wishes)
    assert set(steps(**wishes)) == set(steps(catalogue, stage="moving-in", **wishes))


def test_apart_only_what_works_apart_comes_and_says_how():
    near = practice("aim.near", "hearing", targets=["hearing.s0"], distance=ik.Distance.NO)
    far = practice(
        "aim.far", "hearing", targets=["hearing.s1"], distance=ik.Distance.ADAPT, distance_how="By telephone."
    )
    catalogue = with_practices(near, far)
    answered = at_levels(hearing=HIGH, opening=HIGH) | {"hearing.s0": LOW, "hearing.s1": LOW + 1}
    assert ["aim.near"] == steps(catalogue, answered, suggestions=1)
    first = plan(catalogue, answered, distance=True, exclude=list(CATALOGUE.practices)).suggestions[0]
    assert ("aim.far", "By telephone.") == (first.practice, first.apart)
    beside = plan(catalogue, answered, exclude=["aim.near", *CATALOGUE.practices]).suggestions[0]
    assert ("aim.far", None) == (beside.practice, beside.apart)
    made = plan(catalogue, answered, distance=True, exclude=list(CATALOGUE.practices))
    assert "Another way: By telephone." in report(CATALOGUE.merge(catalogue), made).to_text()


def test_a_wish_for_access_brings_practices_that_answer_it_and_the_way_to_do_them():
    easy = practice("hearing.long", "hearing", minutes=30, access={ik.Access.LOW_ENERGY: "Lie down."})
    catalogue = with_practices(easy)
    first = plan(catalogue, access=["low-energy"]).suggestions[0]
    assert ("hearing.long", {ik.Access.LOW_ENERGY: "Lie down."}) == (first.practice, dict(first.access))
    assert "Another way: Lie down." in report(catalogue, plan(catalogue, access=[ik.Access.LOW_ENERGY])).to_text()


def test_a_wish_that_nothing_answers_leaves_the_rest_as_it_was():
    assert steps() == steps(access=["no-writing"])


def test_touch_never_comes_to_those_who_want_none_unless_there_is_a_way_without():
    hug = practice("aim.hug", "hearing", gates=[ik.Gate.TOUCH], targets=["hearing.s0"])
    wave = attrs.evolve(hug, id="aim.wave", access={ik.Access.NO_TOUCH: "Wave."})
    answered, safety = at_levels() | {"hearing.s0": LOW}, clear([ik.Gate.TOUCH])
    assert ["aim.hug"] == steps(with_practices(hug), answered, safety=safety, suggestions=1)
    assert "aim.hug" not in steps(with_practices(hug), answered, safety=safety, access=["no-touch"], suggestions=9)
    assert "aim.wave" == steps(with_practices(hug, wave), answered, safety=safety, access=["no-touch"])[0]


@pytest.mark.parametrize("exclude", ["aim.first", "hearing", "conflict"])
def test_what_is_excluded_never_comes(exclude):
    wishes = {"safety": clear([ik.Gate.CONFLICT]), "suggestions": 9, "minutes_per_week": 600}
    catalogue = with_practices(practice("aim.first", "hearing", gates=[ik.Gate.CONFLICT]))
    assert "aim.first" in steps(catalogue, **wishes)
    found = [catalogue.practices[id] for id in steps(catalogue, exclude=[exclude], **wishes)]
    assert found
    assert not any(exclude in (each.id, each.pillar, *(gate.value for gate in each.gates)) for each in found)


def test_gated_practices_come_only_when_opened_and_leave_no_trace():
    gated = practice("aim.gated", "hearing", gates=[ik.Gate.CONFLICT, ik.Gate.FORGIVENESS], targets=["hearing.s0"])
    answered, half = at_levels() | {"hearing.s0": LOW}, clear([ik.Gate.CONFLICT])
    without = plan(answered=answered, safety=half)
    assert without == plan(with_practices(gated), answered) == plan(with_practices(gated), answered, safety=half)
    assert "aim.gated" == steps(with_practices(gated), answered, safety=clear(gated.gates))[0]


def test_whoever_is_apart_gets_only_what_is_done_alone_and_reaches_nobody():
    alone = practice("aim.alone", "hearing", mode=ik.Mode.SOLO, shares=False)
    apart = SafetyState(Standing.APART)
    assert ["aim.alone"] == steps(with_practices(alone), safety=apart, suggestions=9)
    assert [] == steps(safety=apart)


def test_trauma_is_never_suggested_even_when_open():
    gated = practice("hearing.first", "hearing", gates=[ik.Gate.TRAUMA], minutes=1)
    exclude = ["conflict", "touch", "vulnerability"]
    assert plan() == plan(with_practices(gated), safety=clear(ik.Gate), exclude=exclude)


def test_weeks_differ_until_all_was_done_then_the_oldest_comes_back():
    weeks = ik.plan_weeks(CATALOGUE, response(at_levels()), weeks=4, suggestions=2)
    done = [[step.practice for step in week.suggestions] for week in weeks]
    assert {"hearing.walk", "hearing.list", "opening.walk", "opening.list"} == {*done[0], *done[1]}
    assert [set(done[0]), set(done[1])] == [set(done[2]), set(done[3])]


def test_weeks_are_plans_with_what_was_done_before():
    answered, wishes = response(at_levels()), {"seed": "a", "minutes_per_week": 30}
    first, second = ik.plan_weeks(CATALOGUE, answered, weeks=2, done=["hearing.list"], **wishes)
    assert first == ik.recommend(CATALOGUE, answered, done=["hearing.list"], **wishes)
    done = ["hearing.list", *(step.practice for step in first.suggestions)]
    assert second == ik.recommend(CATALOGUE, answered, done=done, **wishes)
    with pytest.raises(ik.InvalidValue, match="weeks is a whole number from 1 to 52"):
        ik.plan_weeks(CATALOGUE, answered, weeks=0)


def test_practices_that_are_no_longer_there_may_have_been_done_or_excluded():
    assert plan() == plan(done=["old.one"], exclude=["old.two"])


# What is refused ---------------------------------------------------------------------------------


def test_every_argument_that_makes_no_sense_is_named_at_once():
    with pytest.raises(ik.InvalidValue) as caught:
        plan(
            suggestions=0,
            minutes_per_week=0,
            mode="alone",
            access=["no-noise"],
            kinds=["quiz"],
            topics="money",
            safety=frozenset(),
            exclude="hearing",
            done="hearing.walk",
            seed="\ud800",
        )
    named = [problem.path[0] for problem in caught.value.problems]
    assert [
        "safety", "suggestions", "minutes_per_week", "seed", "topics", "exclude", "done", "mode", "access", "kinds"
    ] == named  # fmt: skip


def test_answers_to_another_catalogue_are_refused():
    other = attrs.evolve(ik.score(response(at_levels())), catalogue="another")
    with pytest.raises(ik.InvalidValue, match="wrong-catalogue"):
        ik.recommend(CATALOGUE, other)
    with pytest.raises(ik.InvalidValue, match="wrong-catalogue"):
        ik.recommend(built_in(), response(at_levels()))


def test_nobody_gets_practices_for_what_they_see_their_partner_do():
    with pytest.raises(ik.InvalidValue, match="give a self check-in"):
        ik.recommend(CATALOGUE, response(at_levels(), perspective="partner"))


def test_what_is_neither_answers_nor_scores_is_refused():
    with pytest.raises(ik.InvalidValue, match="neither a response nor a result"):
        ik.recommend(CATALOGUE, at_levels())


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
    r"(You answered “(?P<answer>.+?)” to “(?P<item>.+?)”|(?P<pillar>.+?): (?P<percent>\d+) of 100 by your answers)\. "
    r"(?P<study>.+)"
)
STUDIES = {
    ik.Fit.TESTED: "It was tested, or something very close to it, by {}.",
    ik.Fit.ADAPTED: "It is adapted from what {} studied.",
    ik.Fit.EXTRAPOLATED: "It goes beyond what {} studied.",
}


def check_reason(catalogue, answered, step):
    """Take a reason apart, and find each of its parts in the data again."""
    found = REASON.fullmatch(step.reason)
    assert found, step.reason
    chosen = catalogue.practices[step.practice]
    scores = answered if isinstance(answered, ik.Result) else ik.score(answered)
    if answered is scores or not aimed_at(answered, chosen):
        assert catalogue.pillars[chosen.pillar].title == found["pillar"]
        assert spoken_number(scores[chosen.pillar].percent) == found["percent"]
    else:
        check_answer(catalogue, answered, chosen, found)
    order = list(ik.Fit)
    nearest = min((order.index(each.fit) for each in chosen.evidence), default=order.index(ik.Fit.CRAFT))
    if order[nearest] is ik.Fit.CRAFT:
        assert "Not studied: our own idea." == found["study"]
    else:
        cited = [catalogue.sources[each.source] for each in chosen.evidence if each.fit is order[nearest]]
        assert found["study"] in [STUDIES[order[nearest]].format(spoken_source(catalogue, each)) for each in cited]


def aimed_at(answered, chosen):
    """Return the targets of a practice that were answered; a reason names no answer to anything else."""
    keys = answered.checkin.key.by_id
    given_ = {id for id, each in answered.answers.items() if isinstance(each, int) and keys[id].role is ik.Role.SCORED}
    return [id for id in chosen.targets if id in given_]


def check_answer(catalogue, answered, chosen, found):
    """Find the answer that a reason names: the one with the most room among those that the practice aims at."""
    keys = answered.checkin.key.by_id
    rooms = {
        id: (keys[id].high - keys[id].keyed(each)) / (keys[id].high - keys[id].low)
        for id, each in answered.answers.items()
        if keys[id].role is ik.Role.SCORED and isinstance(each, int)
    }
    aimed = aimed_at(answered, chosen)
    named = [id for id in aimed if catalogue.items[id].text.self_ == found["item"]]
    assert named, found["item"]
    assert max(rooms[id] for id in aimed) == rooms[named[0]]
    labels = {choice.answer: choice.label for choice in catalogue.scales[catalogue.items[named[0]].scale].choices}
    assert labels[answered.answers[named[0]]] == found["answer"]


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


@at_least(60, share=10)
@given(answers(), practices, st.integers(1, 300), st.lists(st.sampled_from(list(CATALOGUE.practices)), max_size=4))
def test_each_reason_is_true_of_the_data(answered, more, minutes, done):
    catalogue = with_practices(*more)
    given_ = response(answered, catalogue=catalogue)
    for known in (given_, ik.score(given_)):
        made = ik.recommend(catalogue, known, minutes_per_week=minutes, done=done)
        assert sum(step.minutes for step in made.suggestions) <= minutes
        for step in made.suggestions:
            check_reason(catalogue, known, step)


@at_least(30, share=10)
@given(st.randoms(use_true_random=False), st.sampled_from(list(ik.Mode)))
def test_each_reason_is_true_of_the_built_in_content(catalogue, random, mode):
    drawn = ik.draw(catalogue, form="full", seed="pair-7")
    answered = {question.item_id: random.choice(question.choices).answer for question in drawn.questions}
    given_ = drawn.answer(answered, on=DAY)
    for known in (given_, ik.score(given_)):
        for step in ik.recommend(catalogue, known, safety=clear(ik.Gate), mode=mode).suggestions:
            check_reason(catalogue, known, step)


def test_a_practice_without_a_source_says_that_it_is_not_studied():
    bare = practice("hearing.bare", "hearing", minutes=1, targets=(), evidence=())
    (step,) = plan(with_practices(bare), minutes_per_week=1).suggestions
    assert "Hearing: 25 of 100 by your answers. Not studied: our own idea." == step.reason


def test_a_shared_screen_can_have_a_plan_without_reasons():
    made, bare = plan(), plan(reasons=False)
    assert [None] * len(made.suggestions) == [step.reason for step in bare.suggestions]
    assert [step.practice for step in made.suggestions] == [step.practice for step in bare.suggestions]
    assert "Why" not in report(CATALOGUE, bare).to_text()
    assert "answered" not in report(CATALOGUE, bare).to_text()


def test_a_false_reason_is_caught():
    answered, made = response(at_levels()), plan()
    step = made.suggestions[0]
    for was, now in (("Rarely", "Often"), ("adapted", "tested"), ("hearing", "resting")):
        assert was in step.reason
        with pytest.raises(AssertionError):
            check_reason(CATALOGUE, answered, attrs.evolve(step, reason=step.reason.replace(was, now)))


def test_an_answer_on_a_scale_without_such_a_label_is_named_by_its_number():
    given_ = response(at_levels())
    odd = attrs.evolve(CATALOGUE.scales["marked"], choices=CATALOGUE.scales["marked"].choices[2:])
    catalogue = attrs.evolve(CATALOGUE, scales=[odd])
    assert f"You answered “{LOW + 1}” to" in ik.recommend(catalogue, given_).suggestions[0].reason


def test_a_plan_is_stored_and_read_back():
    made = plan(access=["no-speech"])
    assert made == ik.Plan.from_dict(made.to_dict())


def test_a_plan_speaks_the_catalogues_language():
    spanish = built_in("es")
    checkin = ik.draw(spanish, form="standard", seed="s")
    answers = {each.item_id: 1 if each.pillar == "listening" else 3 for each in checkin.questions}
    made = ik.recommend(spanish, checkin.answer(answers, on=DAY))
    assert made.suggestions[0].reason.startswith("Respondiste «")
    text = report(spanish, made).to_text()
    assert "Próximos pasos" in text
    assert "Por qué: Respondiste «" in " ".join(text.split())


# The words around the cards ----------------------------------------------------------------------------


def around(made):
    """Return a report without its cards."""
    text = report(CATALOGUE, made).to_text()
    head, _, rest = text.partition("Next steps\n")
    return head, rest.rpartition("\n\n")[2]


@given(answers(), st.frozensets(st.sampled_from(ik.Gate)))
def test_the_words_around_the_cards_are_the_same_in_every_state(answered, gates):
    states = (NOT_ASKED, clear(gates), SafetyState(Standing.APART))
    assert 1 == len({around(plan(answered=answered, safety=state)) for state in states})


@pytest.mark.parametrize("state", [NOT_ASKED, clear(ik.Gate), SafetyState(Standing.APART)])
def test_a_plan_without_a_step_says_the_same_whatever_the_reason(state):
    nothing = " ".join(report(CATALOGUE, plan(safety=state, minutes_per_week=1)).to_text().split())
    assert nothing.endswith(f"Next steps {CATALOGUE.phrase('no-steps')} {CATALOGUE.phrase('opening-note')}")


def test_everybody_reads_that_there_is_more_to_open():
    for made in (plan(), plan(minutes_per_week=1)):
        assert report(CATALOGUE, made).to_text().replace("\n", " ").endswith(CATALOGUE.phrase("opening-note"))


def test_a_suggestion_has_the_steps_of_its_card(catalogue):
    drawn = ik.draw(catalogue, form="standard", seed="s")
    plan = ik.recommend(catalogue, drawn.answer(dict.fromkeys(drawn.item_ids, 1), on=date(2026, 11, 23)))
    assert plan.suggestions
    assert [catalogue.practices[each.practice].steps for each in plan.suggestions] == [
        each.steps for each in plan.suggestions
    ]


def test_arguments_in_the_wrong_order_are_named_by_their_kinds(catalogue):
    drawn = ik.draw(catalogue, form="pulse", seed="s")
    with pytest.raises(ik.InvalidValue, match=r"catalogue is a Response, not a Catalogue; load\(\) returns one"):
        ik.recommend(drawn.answer({}, on=date(2026, 11, 23)), catalogue)


def test_a_printed_plan_shows_no_more_than_its_repr():
    made = plan()
    assert repr(made) == pretty(made)
