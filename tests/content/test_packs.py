"""The packs for stages of life lie on top of the built-in content, keep its rules, and claim nothing."""

import re
from datetime import date
from pathlib import Path

import pytest

import intimacy_kit as ik
from intimacy_kit.content import versions

from . import rules, rules_es

PACKS = sorted((Path(__file__).parents[2] / "docs" / "examples" / "packs").iterdir())
EACH_PACK = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)


def own(catalogue, pack):
    """The practices and prompts that a pack brings."""
    return [
        each
        for shelf in (catalogue.practices, catalogue.prompts)
        for each in shelf.values()
        if each.id.startswith(f"{pack.name}.")
    ]


@pytest.fixture(scope="module")
def with_all():
    return ik.load(packs=PACKS)


def test_every_stage_of_life_has_a_pack(with_all):
    assert rules.STAGES == {stage for pack in PACKS for each in own(with_all, pack) for stage in each.stages}


@pytest.mark.slow
@EACH_PACK
def test_a_pack_loads_on_top_of_the_built_in_one_with_ten_cards_or_more(catalogue, pack):
    assert () == ik.check_path(pack, base=catalogue)
    assert 10 <= len(own(ik.load(packs=[pack]), pack)) <= 20


@EACH_PACK
def test_a_pack_is_for_its_stages_alone_and_claims_no_study(with_all, pack):
    cards = own(with_all, pack)
    assert 1 == len({each.stages for each in cards})
    assert all(each.stages for each in cards)
    assert {ik.Fit.CRAFT} == {evidence.fit for each in cards for evidence in getattr(each, "evidence", ())}


@pytest.mark.slow
@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_all_packs_together_keep_the_rule(with_all, rule):
    assert [] == [f"{fault.id}: {fault.message}" for fault in rule(with_all)]


@pytest.mark.slow
def test_a_pack_is_whole_in_spanish_and_keeps_its_rules():
    spanish = ik.load(packs=PACKS, locale="es")
    names = {pack.name for pack in PACKS}
    texts = [(id, text) for id, text in rules.texts_of(spanish) if id.partition(".")[0] in names]
    assert len(texts) > 400
    assert [] == [id for id, text in texts if next(versions(text))[0] != "es"]
    assert [] == [
        f"{id}: {message}: {text}"
        for id, text in texts
        for message, pattern in rules_es.RULES.values()
        if re.search(pattern, text)
    ]


def test_a_plan_has_a_card_of_a_pack_for_somebody_at_that_stage_and_for_nobody_else(with_all):
    checkin = ik.draw(with_all, form="standard", seed="any")
    response = checkin.answer({question.item_id: 2 for question in checkin.questions}, on=date(2026, 11, 23))

    def planned(stage):
        plan = ik.recommend(with_all, response, suggestions=20, minutes_per_week=2000, stage=stage, topics=["children"])
        return {step.practice.partition(".")[0] for step in plan.suggestions}

    assert {"new-parents"} == planned("new-parents")
    assert set() == planned(None)
