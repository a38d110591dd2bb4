"""The content keeps every rule, and every rule finds the fault that was planted for it."""

import functools
import inspect
import re
from pathlib import Path

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit._values.frozen_map import FrozenMap
from tests.support.catalogues import built_in

from . import rules

ROOT = Path(__file__).parents[2]


def place_of(id):
    """Return the file and line where a record begins, for the message of a failure."""
    for path in sorted((ROOT / "data").rglob("*.yaml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.match(rf"(- |  - \{{)?(id|key|number): {re.escape(id)}\b", line):
                return f"{path.relative_to(ROOT)}:{number}"
    return "data/"


@pytest.mark.slow
@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_content_keeps_the_rule(rule):
    assert [] == [f"{place_of(fault.id)} {fault.id}: {fault.message}" for fault in faults_of(rule)]


@functools.cache
def faults_of(rule):
    """Return what a rule finds in the built-in content."""
    return tuple(rule(built_in()))


# Planted faults ---------------------------------------------------------------


def with_(catalogue, shelf, id, **changes):
    """The catalogue with one record changed."""
    values = {**getattr(catalogue, shelf)}
    values[id] = attrs.evolve(values[id], **changes)
    return attrs.evolve(catalogue, **{shelf: values.values()})


def without(catalogue, shelf, keep):
    """The catalogue with only the records of a shelf that are to be kept, and nothing that refers to the others."""
    alone = [attrs.evolve(each, prompts=(), easier=(), harder=()) for each in catalogue.practices.values()]
    shelves = {shelf: getattr(catalogue, shelf).values(), "practices": alone}
    kept = [each for each in shelves[shelf] if keep(each)]
    return attrs.evolve(catalogue, **{"programmes": (), "practices": alone, shelf: kept})


def worded(catalogue, text, id="listening.attention", **changes):
    return with_(catalogue, "items", id, text=ik.Wording(text, "do it"), **changes)


def stepped(catalogue, text, **changes):
    id = "support.good-news-welcome"
    steps = (text, *catalogue.practices[id].steps[1:])
    return with_(catalogue, "practices", id, **{"steps": steps, **changes})


GATED = "Both choose this, both may pass, and both may stop."


def gated(catalogue, lacking):
    """A practice behind a gate that says all but one of what such a practice says."""
    text = GATED.replace(lacking, "talk")
    plain = {"summary": "Talk.", "not_for": "Some days.", "if_it_goes_badly": "Leave it.", "access": FrozenMap({})}
    return stepped(catalogue, text, gates=[ik.Gate.CONFLICT], **plain)


def only(catalogue, shelf, pillar, most):
    """The catalogue with the first few records of a pillar."""
    kept = [each.id for each in getattr(catalogue, shelf).values() if each.pillar == pillar][:most]
    return without(catalogue, shelf, lambda each: each.pillar != pillar or each.id in kept)


def prompt_of(catalogue, depth):
    return next(prompt.id for prompt in catalogue.prompts.values() if prompt.depth == depth)


def gated_prompt(catalogue):
    return next(prompt.id for prompt in catalogue.prompts.values() if prompt.gates)


def card_of(catalogue, kind):
    return next(practice.id for practice in catalogue.practices.values() if practice.kind is kind)


def prompted(catalogue, depth=1, **changes):
    return with_(catalogue, "prompts", prompt_of(catalogue, depth), **changes)


def opening_with(catalogue, id):
    """The full form with one item first."""
    first = catalogue.items[id]
    return attrs.evolve(catalogue, items=[first, *(each for each in catalogue.items.values() if each is not first)])


def asking(catalogue, *ids):
    """The standard form with these items alone."""
    return with_(catalogue, "forms", "standard", items=ik.Selection(ids=ids))


def all_of(catalogue, shelf, pillar, change):
    """The catalogue with all records of a pillar changed."""
    records = getattr(catalogue, shelf).values()
    return attrs.evolve(catalogue, **{shelf: [change(each) if each.pillar == pillar else each for each in records]})


LONG = "Communicate authentically regarding interpersonal expectations, vulnerabilities, and disappointments."

PLANTED = {
    "a_card_for_two_says_who_it_is_not_for": {"not for": lambda c: stepped(c, "Talk.", not_for=None)},
    "a_card_that_reaches_nobody_says_nothing_to_the_partner": {
        "your partner": lambda c: with_(
            c, "practices", "conflict.what-calms-you", steps=("Breathe.", "Tell your partner how it went.", "Rest.")
        )
    },
    "a_citation_names_people_or_the_title": {
        "cited as": lambda c: with_(c, "sources", "coskun2021", authors="Authors not confirmed")
    },
    "a_cited_source_says_on_whom_and_with_what_result": {
        "is cited": lambda c: with_(c, "sources", "finkel2013", population=None)
    },
    "fit_is_what_the_design_can_bear": {
        "is called adapted": lambda c: stepped(c, "Talk.", evidence=[ik.Evidence("gable2004", ik.Fit.ADAPTED)]),
        "is called tested, and": lambda c: stepped(c, "Talk.", evidence=[ik.Evidence("reis2010", ik.Fit.TESTED)]),
    },
    "cards_are_short": {
        "summary of 19": lambda c: stepped(c, "Talk.", summary="so " * 18 + "so."),
        "steps of 19.0": lambda c: stepped(c, "Talk.", steps=("so " * 18 + "so.",) * 3),
    },
    "s5_nobody_is_labelled": {
        "toxic": lambda c: stepped(c, "See whether your partner is toxic."),
        "victim": lambda c: attrs.evolve(c, pack=attrs.evolve(c.pack, about="For each victim.")),
        "unhealthy": lambda c: with_(c, "forms", "full", title="An unhealthy habit"),
        "diagnosed": lambda c: with_(c, "forms", "full", stem=ik.Wording("Are you diagnosed, {item}?", None)),
        "disorder": lambda c: with_(
            c, "scales", "frequency", choices=(*c.scales["frequency"].choices, ik.Choice("A disorder", 5))
        ),
    },
    "s6_nobody_is_gendered_or_married_off": {"husband": lambda c: stepped(c, "Ask your husband.")},
    "s10_whoever_is_asked_may_pass": {
        "a line on passing of its own": lambda c: prompted(c, 5, pass_line=None),
        "does not say that one may pass": lambda c: prompted(
            c, 5, pass_line="Share what you like; no reason is needed."
        ),
        "without a reason": lambda c: prompted(c, 5, pass_line="You can pass."),
    },
    "s10_gated_practices_say_choose_pass_and_stop": {
        "choose": lambda c: gated(c, "choose"),
        "pass": lambda c: gated(c, "pass"),
        "stop": lambda c: gated(c, "stop"),
    },
    "s11_items_and_prompts_never_ask_for_what_is_not_ours": {
        "trauma": lambda c: worded(c, "talk about your trauma"),
        "visa": lambda c: prompted(c, text="What became of your visa after you moved here?"),
    },
    "s12_there_are_no_telephone_numbers": {"0800 123 456": lambda c: stepped(c, "Call 0800 123 456.")},
    "s14_nothing_is_promised": {"will": lambda c: stepped(c, "This will bring you closer.")},
    "s15_forgiveness_comes_with_amends_and_choice": {
        "forgiving": lambda c: stepped(c, "Forgive them tonight."),
        "without amends": lambda c: stepped(c, "Choose whether to forgive them tonight."),
        "and choice": lambda c: prompted(c, text="How do they make it right before you forgive them?"),
    },
    "s16_a_conflict_card_says_what_to_do_when_it_became_frightening": {
        "frightening": lambda c: with_(
            c, "practices", "conflict.my-part-first", if_it_goes_badly="Stop. Rest, and try again."
        )
    },
    "s17_every_practice_can_be_done_another_way": {
        "no access variant": lambda c: stepped(c, "Talk.", access=FrozenMap({}))
    },
    "an_item_has_one_idea": {
        "and": lambda c: worded(c, "listen and ask"),
        "or": lambda c: with_(c, "items", "listening.attention", text=ik.Wording("listen", "listen or ask")),
        "because": lambda c: with_(c, "items", "time.meal", variants={"apart": ik.Variant("call because you ate")}),
    },
    "an_occasion_is_asked_as_a_share": {
        "counts what needs an occasion": lambda c: with_(
            c, "items", "time.new", text=ik.Wording("try something new when you met")
        ),
        "and does not say so": lambda c: with_(c, "items", "conflict.blame", needs_occasion=False),
        "always can be answered": lambda c: with_(c, "items", "conflict.safe", needs_occasion=True),
        "offers": lambda c: with_(
            c, "scales", "count", choices=(*c.scales["count"].choices, ik.Choice("-", code=ik.Missing.DID_NOT_COME_UP))
        ),
    },
    "an_unconfirmed_source_says_what_was_not_confirmed": {
        "not confirmed": lambda c: with_(c, "sources", "hall2017", verified_by="Title and finding confirmed.")
    },
    "every_action_is_put_to_work_and_asked_about": {
        "no practice": lambda c: without(c, "practices", lambda p: "6.3" not in p.covers),
        "no item": lambda c: all_of(c, "items", "support", lambda i: attrs.evolve(i, covers=())),
    },
    "every_practice_names_a_source_and_its_targets": {
        "evidence": lambda c: stepped(c, "Talk.", evidence=()),
        "targets": lambda c: stepped(c, "Talk.", targets=()),
        "covers": lambda c: stepped(c, "Talk.", covers=()),
    },
    "eye_contact_is_one_way_among_several": {
        "no way without it": lambda c: stepped(c, "Hold eye contact.", access=FrozenMap({ik.Access.NO_SPEECH: "Type."}))
    },
    "items_are_short": {"has 14 words": lambda c: worded(c, "a " * 13 + "word")},
    "items_read_easily": {
        "self": lambda c: worded(c, "communicate authentically regarding interpersonal expectations"),
        "partner": lambda c: with_(
            c,
            "items",
            "listening.attention",
            text=ik.Wording("ask", "communicate regarding interpersonal expectations"),
        ),
    },
    "joint_events_are_asked_once": {
        "twice": lambda c: with_(
            c, "items", "time.new", text=ik.Wording("try something new with your partner", "try something new with you")
        )
    },
    "keying_is_balanced": {
        "reverse-keyed items of": lambda c: all_of(
            c, "items", "listening", lambda i: attrs.evolve(i, keying=ik.Keying.FORWARD)
        ),
        "opens with": lambda c: opening_with(c, "listening.screen"),
        "asks nothing reverse-keyed of listening": lambda c: asking(c, "listening.attention", "listening.question"),
    },
    "links_ask_for_no_more": {
        "no prompt that goes with it": lambda c: with_(c, "practices", "support.win-list", prompts=()),
        "behind another gate": lambda c: with_(c, "practices", "support.win-list", prompts=[gated_prompt(c)]),
        "asks for more": lambda c: with_(c, "practices", "appreciation.thanks-for-the-usual", minutes=60),
    },
    "no_card_is_another_with_other_nouns": {
        "first action": lambda c: with_(
            c, "practices", "support.need-you-signal", targets=("support.gladness",), covers=("6.3",)
        ),
        "two targets": lambda c: with_(
            c,
            "practices",
            "listening.phone-nest",
            targets=c.practices["listening.say-back-and-check"].targets,
            evidence=c.practices["listening.say-back-and-check"].evidence,
        ),
        "says what": lambda c: with_(
            c,
            "practices",
            card_of(c, ik.CardKind.DATE),
            steps=c.practices[card_of(c, ik.CardKind.RITUAL)].steps,
            summary=c.practices[card_of(c, ik.CardKind.RITUAL)].summary,
        ),
    },
    "no_prompt_is_nearly_another": {
        "is alike with": lambda c: prompted(c, 2, text=f"These days: {c.prompts[prompt_of(c, 4)].text}")
    },
    "nothing_is_said_twice": {
        "item": lambda c: worded(c, c.items["listening.finish"].text.self_),
        "prompt": lambda c: prompted(c, 2, text=c.prompts[prompt_of(c, 1)].text + " now"),
        "title": lambda c: stepped(c, "Talk.", title=c.practices["listening.phone-nest"].title),
        "summary": lambda c: stepped(c, "Talk.", summary=c.practices["listening.phone-nest"].summary),
    },
    "openings_vary": {
        "begin with 'what about'": lambda c: all_of(
            c, "prompts", "support", lambda p: attrs.evolve(p, text=f"What about {p.text}")
        ),
        "begin with 'sit down'": lambda c: all_of(
            c, "practices", "support", lambda p: attrs.evolve(p, steps=("Sit down.", *p.steps[1:]))
        ),
    },
    "practices_read_easily": {"grade": lambda c: stepped(c, LONG * 9)},
    "prompts_are_open_questions_of_a_fair_length": {
        "yes or no": lambda c: prompted(c, text="Do you like living where you are now?"),
        "has 5 words": lambda c: prompted(c, text="Which day was the best?"),
        "has 35 words": lambda c: prompted(c, text="What" + " so" * 34),
    },
    "prompts_fit_their_kind": {
        "has a gap": lambda c: prompted(c, text="Which of the days this week was … for you?"),
        "no question": lambda c: prompted(
            c, kind=ik.PromptKind.CHOICE, text="Choose one of the two.", options=("Tea", "Coffee")
        ),
        "one thing twice": lambda c: prompted(c, kind=ik.PromptKind.CHOICE, options=("Tea", "tea")),
    },
    "prompts_of_depth_have_their_gate": {
        "gate conflict": lambda c: all_of(c, "prompts", "conflict", lambda p: attrs.evolve(p, gates=()))
    },
    "prompts_ask_in_the_order_of_speech": {
        "With what": lambda c: prompted(c, text="With what is it hard for you to ask for help?")
    },
    "cards_and_prompts_have_known_topics_and_stages": {
        "beside another": lambda c: prompted(c, topics=("us", "home")),
        "celebrities": lambda c: prompted(c, topics=("celebrities",)),
        "the topics ": lambda c: stepped(c, "Talk.", topics=()),
        "home, work, play": lambda c: prompted(c, topics=("home", "work", "play")),
        "stages young": lambda c: stepped(c, "Talk.", stages=("young",)),
    },
    "prompts_that_need_one_place_say_so": {
        "asks about touch": lambda c: prompted(c, gates=(ik.Gate.TOUCH,)),
        "within": lambda c: prompted(c, text="Which place within an hour of us would you like to see?"),
    },
    "forms_say_how_to_answer": {
        "has no instructions": lambda c: with_(c, "forms", "private", instructions=None),
        "'at most'": lambda c: with_(c, "forms", "pulse", instructions="Think of the last two weeks."),
    },
    "reverse_keyed_items_are_opposite_behaviours": {
        "negation": lambda c: worded(c, "not listen", "listening.screen"),
    },
    "steps_and_sentences_are_short": {
        "sentence of 31 words": lambda c: stepped(c, "so " * 30 + "so"),
        "step of 41 words": lambda c: stepped(c, "So so. " * 20 + "So."),
        "has 2 steps": lambda c: stepped(c, "Talk.", steps=("Talk.", "Listen.")),
        "has 8 steps": lambda c: stepped(c, "Talk.", steps=("Talk.",) * 8),
    },
    "there_is_enough_of_each_kind": {
        "prompts of kind choice": lambda c: without(c, "prompts", lambda p: p.pillar != "time"),
        "practices of kind phrase": lambda c: without(c, "practices", lambda p: p.kind is not ik.CardKind.PHRASE),
    },
    "there_is_enough_of_everything": {
        "prompts": lambda c: without(c, "prompts", lambda p: p.depth != 5),
        "has 11 practices": lambda c: only(
            without(c, "practices", lambda p: p.kind is ik.CardKind.EXERCISE), "practices", "support", 11
        ),
        "29 prompts": lambda c: only(c, "prompts", "support", 29),
    },
    "trauma_is_never_asked_for": {"trauma": lambda c: stepped(c, "Tell your trauma.")},
    "two_years_of_questions_are_open_to_everybody": {
        "everybody who is together": lambda c: all_of(
            c, "prompts", "time", lambda p: attrs.evolve(p, stages=("retired",))
        ),
        "everybody who is apart": lambda c: all_of(
            c, "prompts", "time", lambda p: attrs.evolve(p, distance=ik.Distance.NO)
        ),
    },
    "what_is_known_is_said_briefly": {
        "takes 26": lambda c: with_(c, "sources", "finkel2013", finding="so " * 25 + "so")
    },
    "what_needs_nearness_says_how_to_do_it_apart": {"nearness": lambda c: stepped(c, "Hide it in a shoe.")},
}
"""For each rule, faults that it has to find, by a part of what it says of them."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rule", "message"), [(rule, message) for rule in rules.RULES for message in PLANTED[rule.__name__]]
)
def test_the_rule_finds_its_planted_fault(catalogue, rule, message):
    planted = PLANTED[rule.__name__][message](catalogue)
    found = set(rule(planted)) - set(faults_of(rule))
    assert any(message in fault.message for fault in found), found


@pytest.mark.parametrize("rule", rules.RULES)
def test_each_check_of_a_rule_has_a_planted_fault(rule):
    assert inspect.getsource(rule).count("yield ") <= len(PLANTED[rule.__name__])


def test_the_built_in_content_has_no_sums_no_levels_and_no_norms(catalogue):
    assert ({}, {}) == (dict(catalogue.scores), dict(catalogue.norms))
    assert not any(scale.has_points for scale in catalogue.scales.values())
    for form in catalogue.forms:
        for subscale in ik.ScoringKey.from_form(catalogue, form).subscales:
            assert (ik.Reading.PERCENT, True, False, ()) == (
                subscale.reading,
                subscale.plain,
                subscale.has_sum,
                subscale.levels,
            )
