"""What a plan depends on: wishes are kept, and what cannot be chosen might as well not be there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.safety import NOT_ASKED, SafetyState, Standing
from tests.support.small_catalogue import CATALOGUE, HIGH, LOW, PILLARS, build, practice
from tests.support.two_lives import answers
from tests.unit.plan.test_plan import clear, plan, practices, with_practices

every_practice = st.sampled_from(list(CATALOGUE.practices))
opened_gates = st.frozensets(st.sampled_from(ik.Gate), max_size=4)
states = st.just(NOT_ASKED) | st.just(SafetyState(Standing.APART)) | opened_gates.map(clear)
wishes = st.fixed_dictionaries(
    {"minutes_per_week": st.integers(1, 300), "safety": states},
    optional={
        "mode": st.sampled_from(ik.Mode),
        "distance": st.booleans(),
        "access": st.lists(st.sampled_from(ik.Access), unique=True, max_size=3),
        "exclude": st.lists(every_practice | st.sampled_from(PILLARS), max_size=3),
        "done": st.lists(every_practice, max_size=4),
        "suggestions": st.integers(1, 5),
        "seed": st.sampled_from(["", "a", "b"]),
        "reasons": st.booleans(),
    },
)


@given(answers(), practices, wishes)
def test_every_step_is_what_was_asked_for(answered, more, wished):
    catalogue = with_practices(*more)
    for step in plan(catalogue, answered, **wished).suggestions:
        chosen = catalogue.practices[step.practice]
        assert wished.get("mode", chosen.mode) is chosen.mode
        assert wished["safety"].offers(chosen)
        assert ik.Gate.TRAUMA not in chosen.gates
        assert {chosen.id, chosen.pillar}.isdisjoint(wished.get("exclude", ()))
        assert not (wished.get("distance") and chosen.distance is ik.Distance.NO)


@given(answers(), practices, wishes, st.data())
def test_leaving_out_what_was_not_chosen_changes_nothing(answered, more, wished, data):
    catalogue = with_practices(*more)
    made = plan(catalogue, answered, **wished)
    others = sorted(set(catalogue.practices) - {step.practice for step in made.suggestions})
    unwanted = data.draw(st.lists(st.sampled_from(others), max_size=5))
    exclude = [*wished.get("exclude", ()), *unwanted]
    assert made == plan(catalogue, answered, **wished | {"exclude": exclude})


@given(answers(), practices, wishes)
def test_a_practice_behind_a_shut_gate_is_as_one_that_is_not_there(answered, more, wished):
    catalogue = with_practices(*more)
    offered = [each for each in catalogue.practices.values() if wished["safety"].offers(each)]
    fewer = build(practices=[each for each in offered if ik.Gate.TRAUMA not in each.gates])
    assert plan(fewer, answered, **wished) == plan(catalogue, answered, **wished)


@given(answers(), wishes, st.integers(LOW, HIGH))
def test_how_it_felt_chooses_no_step(answered, wished, value):
    other = answered | {f"{pillar}.felt": value for pillar in PILLARS}
    assert plan(answered=answered, **wished) == plan(answered=other, **wished)


variants = st.lists(
    st.builds(
        practice,
        st.uuids().map(lambda id: f"hearing.x{id.hex}"),
        st.sampled_from(PILLARS),
        access=st.dictionaries(st.sampled_from(ik.Access), st.just("Do it so."), max_size=3),
    ),
    max_size=6,
    unique_by=lambda each: each.id,
)


@given(variants, st.lists(st.sampled_from(ik.Access), max_size=5), st.randoms(use_true_random=False))
def test_a_wish_said_twice_or_later_weighs_no_more_and_no_less(more, access, chance):
    catalogue, once = with_practices(*more), list(set(access))
    chance.shuffle(once)
    assert plan(catalogue, access=once) == plan(catalogue, access=access)


@given(practices, st.lists(every_practice, max_size=6))
def test_of_what_was_done_several_times_the_last_counts(more, done):
    catalogue = with_practices(*more)
    last = list(reversed(dict.fromkeys(reversed(done))))
    assert plan(catalogue, done=last) == plan(catalogue, done=done)


@given(st.text(max_size=8) | st.integers(), st.integers(max_value=0) | st.floats() | st.booleans())
def test_a_wish_that_makes_no_sense_is_refused_and_not_tripped_over(word, minutes):
    with pytest.raises(ik.InvalidValue) as error:
        plan(mode=f"x{word}", access=[word], safety=[word], minutes_per_week=minutes)
    codes = ["wrong-kind", "bad-number", "bad-choice", "bad-choice"]
    assert codes == [problem.code for problem in error.value.problems]
