"""Four private questions decide what is offered to one person; the state that comes of them shows nothing."""

import copy
import itertools
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import safety
from intimacy_kit.safety import NOT_ASKED, SafetyAnswer, SafetyState, Standing, assess
from tests.support.small_catalogue import CATALOGUE, practice

CALM = {safety.FREE_TO_SAY_NO: "yes", safety.AFRAID: "no", safety.MADE_TO_TAKE_PART: "no"}
ALL = frozenset(ik.Gate)
APART = SafetyState(Standing.APART)


# What the answers come to -----------------------------------------------------------


@pytest.mark.parametrize("free", [*SafetyAnswer, None])
@pytest.mark.parametrize("afraid", [*SafetyAnswer, None])
@pytest.mark.parametrize("made", [*SafetyAnswer, None])
def test_it_is_clear_only_after_three_clear_answers(free, afraid, made):
    answers = {safety.FREE_TO_SAY_NO: free, safety.AFRAID: afraid, safety.MADE_TO_TAKE_PART: made}
    state = assess(answers, chosen=ALL, trauma_this_time=True, partner_chose_touch=True)
    is_clear = (free, afraid, made) == (SafetyAnswer.YES, SafetyAnswer.NO, SafetyAnswer.NO)
    assert (SafetyState(Standing.CLEAR, ALL) if is_clear else APART) == state


@pytest.mark.parametrize("left_out", CALM)
def test_a_question_left_out_beside_others_was_skipped(left_out):
    assert APART == assess({id: answer for id, answer in CALM.items() if id != left_out}, chosen=ALL)


@pytest.mark.parametrize("answers", [{}, {safety.PRIVATE_DEVICE: "yes"}, {safety.PRIVATE_DEVICE: "no"}])
def test_without_an_answer_to_any_of_the_three_it_is_not_asked(answers):
    assert NOT_ASKED == assess(answers, chosen=ALL, trauma_this_time=True, partner_chose_touch=True)


def test_a_gate_that_was_not_chosen_stays_shut():
    assert SafetyState(Standing.CLEAR) == assess(CALM)
    assert {ik.Gate.CONFLICT} == assess(CALM, chosen=[ik.Gate.CONFLICT]).opened


@pytest.mark.parametrize("answer", [*SafetyAnswer, None])
def test_the_device_question_opens_and_shuts_nothing(answer):
    assert assess(CALM, chosen=ALL) == assess({**CALM, safety.PRIVATE_DEVICE: answer}, chosen=ALL)


def test_trauma_is_chosen_each_time():
    assert ik.Gate.TRAUMA not in assess(CALM, chosen=ALL, partner_chose_touch=True).opened
    assert {ik.Gate.TRAUMA} == assess(CALM, trauma_this_time=True).opened


@pytest.mark.parametrize(("mine", "theirs"), list(itertools.product([False, True], repeat=2)))
def test_touch_opens_when_both_chose_it(mine, theirs):
    state = assess(CALM, chosen=[ik.Gate.TOUCH] if mine else [], partner_chose_touch=theirs)
    assert (mine and theirs) == (ik.Gate.TOUCH in state.opened)


# What the state shows, and what it offers ------------------------------------------------


@pytest.mark.parametrize("state", [NOT_ASKED, APART, SafetyState(Standing.CLEAR, ALL)])
def test_a_state_shows_nothing_and_cannot_be_stored(state):
    assert "<SafetyState>" == repr(state) == f"{state}" == f"{ik.Side(None, safety=state).safety}"
    assert "Side()" == repr(ik.Side(None, safety=state))
    for store in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="it is not stored or copied"):
            store(state)
    assert not hasattr(state, "to_dict")


@pytest.mark.parametrize("standing", [Standing.NOT_ASKED, Standing.APART])
def test_a_gate_is_open_only_where_it_is_clear(standing):
    with pytest.raises(ik.InvalidValue, match="only where it is clear"):
        SafetyState(standing, ALL)


PROMPT = ik.Prompt("p", "hearing", "What?", 1)
GATED = ik.Prompt("q", "hearing", "What?", 1, gates=(ik.Gate.CONFLICT, ik.Gate.TOUCH))


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (NOT_ASKED, [True, False]),
        (SafetyState(Standing.CLEAR, frozenset([ik.Gate.CONFLICT])), [True, False]),
        (SafetyState(Standing.CLEAR, frozenset([ik.Gate.CONFLICT, ik.Gate.TOUCH])), [True, True]),
        (APART, [False, False]),
    ],
)
def test_each_gate_of_a_prompt_has_to_be_open(state, offered):
    assert offered == [state.offers(PROMPT), state.offers(GATED)]


def test_apart_is_offered_only_what_is_done_alone_and_reaches_nobody():
    alone = practice("a.alone", "hearing", mode=ik.Mode.SOLO, shares=False)
    told = practice("a.told", "hearing", mode=ik.Mode.SOLO)
    gated = practice("a.gated", "hearing", mode=ik.Mode.SOLO, shares=False, gates=[ik.Gate.CONFLICT])
    both = practice("a.both", "hearing")
    assert [True, False, False, False] == [APART.offers(each) for each in (alone, told, gated, both)]
    assert [True, True, False, True] == [NOT_ASKED.offers(each) for each in (alone, told, gated, both)]


# Whatever is answered ----------------------------------------------------------------------


gate_sets = st.frozensets(st.sampled_from(ik.Gate))
checks = st.just(CALM) | st.dictionaries(
    st.sampled_from(safety.SAFETY_QUESTIONS),
    st.sampled_from([*SafetyAnswer, *(each.value for each in SafetyAnswer), None]),
)


@given(checks, gate_sets, st.booleans(), st.booleans())
def test_no_gate_opens_that_nobody_chose(answers, chosen, trauma, touch):
    opened = assess(answers, chosen=chosen, trauma_this_time=trauma, partner_chose_touch=touch).opened
    assert opened <= chosen | ({ik.Gate.TRAUMA} if trauma else set())


@given(checks, gate_sets, gate_sets, st.booleans())
def test_choosing_one_more_gate_shuts_no_other(answers, chosen, more, touch):
    one, wider = (assess(answers, chosen=each, partner_chose_touch=touch) for each in (chosen, chosen | more))
    assert one.opened <= wider.opened
    assert one.standing is wider.standing


@given(checks, st.sampled_from(["unsure", "skip", None]), st.sampled_from(list(CALM)))
def test_doubt_offers_nothing_that_a_plain_answer_did_not(answers, doubt, question):
    doubtful, plain = assess({**answers, question: doubt}, chosen=ALL), assess(answers, chosen=ALL)
    offered = [each.id for each in CATALOGUE.practices.values() if doubtful.offers(each)]
    assert set(offered) <= {each.id for each in CATALOGUE.practices.values() if plain.offers(each)}


@given(gate_sets, gate_sets)
def test_more_open_gates_offer_all_that_fewer_do(opened, more):
    fewer, wider = (SafetyState(Standing.CLEAR, each) for each in (opened, opened | more))
    assert all(wider.offers(each) for each in CATALOGUE.practices.values() if fewer.offers(each))
