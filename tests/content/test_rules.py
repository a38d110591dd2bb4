"""The content keeps every rule, and every rule finds the fault that was planted for it."""

import re
from pathlib import Path

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit._frozen import FrozenMap

from . import rules

ROOT = Path(__file__).parents[2]


def place_of(id):
    """Return the file and line where a record begins, for the message of a failure."""
    for path in sorted((ROOT / "data").rglob("*.yaml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.match(rf"(- |  - \{{)?(id|key|number): {re.escape(id)}\b", line):
                return f"{path.relative_to(ROOT)}:{number}"
    return "data/"


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_content_keeps_the_rule(catalogue, rule):
    assert [] == [f"{place_of(fault.id)} {fault.id}: {fault.message}" for fault in rule(catalogue)]


# Planted faults ---------------------------------------------------------------


def with_(catalogue, shelf, id, **changes):
    """The catalogue with one record changed."""
    values = {**getattr(catalogue, shelf)}
    values[id] = attrs.evolve(values[id], **changes)
    return attrs.evolve(catalogue, **{shelf: values.values()})


def without(catalogue, shelf, keep):
    """The catalogue with only the records of a shelf that are to be kept."""
    return attrs.evolve(catalogue, **{shelf: [each for each in getattr(catalogue, shelf).values() if keep(each)]})


def worded(catalogue, text, id="listening.attention", **changes):
    return with_(catalogue, "items", id, text=ik.Wording(text, "do it"), **changes)


def stepped(catalogue, text, **changes):
    id = "support.good-news-welcome"
    return with_(catalogue, "practices", id, steps=(text, *catalogue.practices[id].steps[1:]), **changes)


def gated(catalogue, *gates):
    return stepped(
        catalogue,
        "Talk it over.",
        gates=gates,
        not_for="Some days.",
        if_it_goes_badly="Leave it.",
        access=FrozenMap({}),
    )


def prompt_of(catalogue, rung):
    return next(prompt.id for prompt in catalogue.prompts.values() if prompt.rung == rung)


def prompted(catalogue, rung=1, **changes):
    return with_(catalogue, "prompts", prompt_of(catalogue, rung), **changes)


PLANTED = {
    "s5_nobody_is_labelled": lambda c: stepped(c, "See whether your partner is toxic."),
    "s6_nobody_is_gendered_or_married_off": lambda c: stepped(c, "Ask your husband."),
    "s10_whoever_is_asked_may_pass": lambda c: prompted(c, 5, passing=None),
    "s10_gated_practices_say_choose_pass_and_stop": lambda c: gated(c, ik.Gate.CONFLICT),
    "s11_items_and_prompts_never_ask_for_what_is_not_ours": lambda c: worded(c, "talk about your trauma"),
    "s12_there_are_no_telephone_numbers": lambda c: stepped(c, "Call 0800 123 456."),
    "s14_nothing_is_promised": lambda c: stepped(c, "This will bring you closer."),
    "s15_forgiveness_comes_with_amends_and_choice": lambda c: stepped(c, "Forgive them tonight."),
    "s17_every_practice_can_be_done_another_way": lambda c: stepped(c, "Talk.", access=FrozenMap({})),
    "an_item_has_one_idea": lambda c: worded(c, "listen and ask"),
    "an_unconfirmed_source_says_what_was_not_confirmed": lambda c: with_(
        c, "sources", "hall2017", verified_by="Title and finding confirmed."
    ),
    "every_action_is_put_to_work_and_asked_about": lambda c: without(c, "practices", lambda p: "6.3" not in p.covers),
    "every_practice_names_a_source_and_what_it_moves": lambda c: stepped(c, "Talk.", evidence=()),
    "eye_contact_is_one_way_among_several": lambda c: stepped(
        c, "Hold eye contact.", access=FrozenMap({ik.Access.NO_SPEECH: "Type."})
    ),
    "items_are_short": lambda c: worded(c, "a " * 13 + "word"),
    "items_read_easily": lambda c: worded(c, "communicate authentically regarding interpersonal expectations"),
    "keying_is_balanced": lambda c: with_(c, "items", "listening.screen", keying=ik.Keying.FORWARD),
    "nothing_is_said_twice": lambda c: worded(c, c.items["listening.finish"].text.self_),
    "openings_vary": lambda c: attrs.evolve(
        c,
        prompts=[
            attrs.evolve(p, text=f"What about {p.text}") if p.pillar == "support" else p for p in c.prompts.values()
        ],
    ),
    "practices_read_easily": lambda c: stepped(
        c, "Communicate authentically regarding interpersonal expectations, vulnerabilities, and disappointments." * 9
    ),
    "prompts_are_open_questions_of_a_fair_length": lambda c: prompted(c, text="Do you like living where you are now?"),
    "prompts_have_known_topics": lambda c: prompted(c, topics=("celebrities",)),
    "reverse_keyed_items_are_opposite_behaviours": lambda c: worded(c, "not listen", "listening.screen"),
    "steps_and_sentences_are_short": lambda c: stepped(c, "so " * 30 + "so"),
    "there_is_enough_of_everything": lambda c: without(c, "prompts", lambda p: p.rung != 5),
    "trauma_is_never_asked_for": lambda c: stepped(c, "Tell your trauma."),
}


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_rule_finds_its_planted_fault(catalogue, rule):
    before = set(rule(catalogue))
    after = set(rule(PLANTED[rule.__name__](catalogue)))
    assert after - before
