"""What can be offered in each state, as the docs say it: every practice and every prompt in every state there is."""

import itertools
import re
from datetime import date

import pytest

import intimacy_kit as ik
from intimacy_kit.safety import NOT_ASKED, SafetyState, Standing
from tests.support.catalogues import built_in
from tests.support.paths import DOCS

GATE_SETS = [set(gates) for size in range(len(ik.Gate) + 1) for gates in itertools.combinations(ik.Gate, size)]
CLEAR = [SafetyState(Standing.CLEAR, frozenset(gates)) for gates in GATE_SETS]
STATES = [NOT_ASKED, SafetyState(Standing.APART), *CLEAR]


def table():
    """Return the table of the docs: the kind of card, then state to whether it is offered."""
    text = (DOCS / "couples.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| ([^|]+?) \| (yes|no) \| (yes|no) \| (yes|no) \|$", text)
    return {kind: dict(zip(("not-asked", "clear", "apart"), offered, strict=True)) for kind, *offered in rows}


def kind_of(card, state):
    if card.gates:
        return "behind gates that are all open" if set(card.gates) <= state.opened else "behind a gate that is shut"
    alone = isinstance(card, ik.Practice) and card.mode is ik.Mode.SOLO and not card.shares
    return "no gate, done alone, no step reaches the partner" if alone else "no gate, any other practice or prompt"


def test_the_table_of_the_docs_has_each_kind_of_card():
    assert 4 == len(table())


@pytest.mark.parametrize("state", STATES, ids=lambda state: f"{state.standing}-{len(state.opened)}")
def test_each_card_is_offered_as_the_table_says(catalogue, state):
    said = table()
    for card in (*catalogue.practices.values(), *catalogue.prompts.values()):
        assert (said[kind_of(card, state)][state.standing] == "yes") == state.offers(card), card.id


def test_whoever_is_apart_finds_something_to_do_alone(catalogue):
    apart = SafetyState(Standing.APART)
    found = [each for each in catalogue.practices.values() if apart.offers(each)]
    assert {ik.Mode.SOLO} == {each.mode for each in found}
    assert not any(each.shares or each.gates for each in found)
    assert not any(apart.offers(each) for each in catalogue.prompts.values())


def test_whoever_is_apart_finds_something_whatever_pillar_has_room(catalogue):
    """Above all where `conflict` has none: whoever gives in out of fear scores high there."""
    apart = SafetyState(Standing.APART)
    assert set(catalogue.pillars) == {each.pillar for each in catalogue.practices.values() if apart.offers(each)}


@pytest.mark.parametrize("state", [NOT_ASKED, SafetyState(Standing.APART), CLEAR[0], CLEAR[-1]])
def test_plans_and_prompts_hold_only_what_the_state_offers(catalogue, state):
    drawn = ik.draw(catalogue, form="standard", seed="s")
    answered = drawn.answer(dict.fromkeys(drawn.item_ids, 1), on=date(2026, 11, 23))
    for week in ik.plan_weeks(catalogue, answered, weeks=12, safety=state, minutes_per_week=300):
        steps = [catalogue.practices[step.practice] for step in week.suggestions]
        assert all(state.offers(each) and ik.Gate.TRAUMA not in each.gates for each in steps)
    view = ik.CoupleView(tuple(ik.SharedPillar(id, 50, 50) for id in catalogue.pillars), ik.Perspective.SELF)
    for week in range(40):
        prompts = ik.conversation_prompts(catalogue, view, seed="s", occasion=week, max_depth=5, safety=state)
        assert all(state.offers(each) for each in prompts)


def test_prompts_that_go_deep_have_their_gates(catalogue):
    deep = [each for each in catalogue.prompts.values() if each.pillar == "conflict" and each.depth >= 3]
    assert deep
    assert all(ik.Gate.CONFLICT in each.gates for each in deep)
    open_up = [each for each in catalogue.prompts.values() if each.pillar == "vulnerability" and each.depth >= 4]
    assert open_up
    assert all(ik.Gate.VULNERABILITY in each.gates for each in open_up)
    for id in ("put-right", "amends-first", "real-apology"):
        assert ik.Gate.FORGIVENESS in catalogue.prompts[f"conflict.prompt.{id}"].gates


def test_every_language_has_the_words_of_safety_in_its_own():
    english = built_in()
    ids = [id for id in english.phrases if id.startswith("safety-") or id.endswith("-note") or id == "help-text"]
    spanish = built_in("es")
    assert 10 < len(ids)
    for id in ids:
        assert id == "safety-answer-no" or english.phrase(id) != spanish.phrase(id)
