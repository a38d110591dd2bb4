"""The rules of the content, each a function from a catalogue to the faults that it finds.

The numbers S1 to S18 are those of the safety rules in the authoring guide. What the value classes
refuse by themselves (closed sets, missing texts, dead references) has no rule here.
"""

import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import combinations

import attrs

import intimacy_kit as ik
from intimacy_kit.content import spoken_source

from .likeness import alike
from .readability import grade


@attrs.frozen
class Fault:
    """What is wrong, and with which record."""

    id: str
    message: str


# Texts ------------------------------------------------------------------------


def practice_texts(practice):
    """Return every text of a practice that a person reads."""
    texts = [practice.title, practice.summary, *practice.steps, practice.if_it_goes_badly, *practice.access.values()]
    texts += practice.ritual.agree_on if practice.ritual else ()
    texts += [practice.phrase.grates] if practice.phrase else []
    return [*texts, *(text for text in (practice.distance_how, practice.not_for) if text)]


def texts_of(catalogue):
    """Yield (id, text) for every text that a person reads, sources apart."""
    pack = catalogue.pack
    for text in filter(None, (pack.title, pack.about, pack.pass_line)):
        yield pack.id, text
    for pillar in catalogue.pillars.values():
        yield pillar.id, pillar.title
        yield pillar.id, pillar.summary
    for scale in catalogue.scales.values():
        for choice in scale.choices:
            yield scale.id, choice.label
    for form in catalogue.forms.values():
        yield form.id, form.title
        for text in filter(None, (form.instructions, *_wordings(form.stem))):
            yield form.id, text
    for item in catalogue.items.values():
        for text in (*phrases_of(item), *_wordings(item.question)):
            yield item.id, text
    for practice in catalogue.practices.values():
        for text in practice_texts(practice):
            yield practice.id, text
    for prompt in catalogue.prompts.values():
        yield prompt.id, prompt.text
        for text in filter(None, (prompt.pass_line, prompt.follow_up, *prompt.options, *prompt.access.values())):
            yield prompt.id, text
    for programme in catalogue.programmes.values():
        for text in (programme.title, programme.summary, programme.stop):
            yield programme.id, text
        for week in programme.weeks:
            yield programme.id, week.title
            yield programme.id, week.text


def _wordings(*wordings):
    return [text for each in wordings if each for text in (each.self_, each.partner) if text]


def phrases_of(item):
    """Return the phrases of an item, for each perspective and each variant."""
    return _wordings(item.text, *(variant.wording for variant in item.variants.values()))


def words(text):
    return re.findall(r"[\w'’]+", text.lower())


def _found(catalogue, pattern, message):
    for id, text in texts_of(catalogue):
        for match in pattern.finditer(text):
            yield Fault(id, f"{message}: {match.group()!r}")


# What is never said -----------------------------------------------------------

LABELS = re.compile(
    r"\b(abus\w*|toxic|narciss\w*|victim\w*|diagnos\w*|disorder\w*|patholog\w*|dysfunction\w*|codepend\w*|"
    r"at risk|red flag\w*|unhealthy|broken relationship)\b",
    re.IGNORECASE,
)
GENDERED = re.compile(
    r"\b(husbands?|wife|wives|boyfriends?|girlfriends?|spouses?|marriages?|married|opposite sex|bride|groom|"
    r"he|she|him|her|hers|his|himself|herself|ladies|gentlemen|man|woman|men|women)\b",
    re.IGNORECASE,
)
PROMISES = re.compile(
    r"\b(will|won't|proven|proves|guarantee\w*|fix(es|ed)?|heals?|healing|cures?|save your relationship|"
    r"always works|never fails|scientifically|works for everyone)\b",
    re.IGNORECASE,
)
NUMBERS = re.compile(r"\+?\d[\d\s().-]{4,}\d")
NEVER_ASKED = re.compile(
    r"\b(trauma\w*|self-harm|suicid\w*|sexual\w*|sex|diagnosis|illness\w*|medication|visa|immigration|asylum)\b",
    re.IGNORECASE,
)


def s5_nobody_is_labelled(catalogue):
    """S5: no labels, diagnoses or verdicts on a person or a couple."""
    yield from _found(catalogue, LABELS, "a label")


def s6_nobody_is_gendered_or_married_off(catalogue):
    """S6: partner and they; no gendered or spouse-only words."""
    yield from _found(catalogue, GENDERED, "a gendered or spouse-only word")


def s14_nothing_is_promised(catalogue):
    """S14: can, may, some couples find; never will, proven or fix."""
    yield from _found(catalogue, PROMISES, "a promise")


def s12_there_are_no_telephone_numbers(catalogue):
    """S12: no telephone numbers anywhere in the content."""
    yield from _found(catalogue, NUMBERS, "a long number")


def s11_items_and_prompts_never_ask_for_what_is_not_ours(catalogue):
    """S11: no item and no prompt asks for trauma, self-harm, sexual history, health or immigration status."""
    for id, text in texts_of(catalogue):
        if (id in catalogue.items or id in catalogue.prompts) and (match := NEVER_ASKED.search(text)):
            yield Fault(id, f"asks for what it must not: {match.group()!r}")


# What is always there ---------------------------------------------------------


def s10_whoever_is_asked_may_pass(catalogue):
    """S10: every prompt has a line on passing; the deep ones a line of their own that says no reason is needed."""
    for prompt in catalogue.prompts.values():
        line = prompt.pass_line or catalogue.pack.pass_line
        if not re.search(r"\b(pass|skip)\b", line, re.IGNORECASE) or "no reason" not in line:
            yield Fault(prompt.id, "the line on passing does not say that one may pass without a reason")
        if prompt.depth >= 4 and prompt.pass_line is None:
            yield Fault(prompt.id, "a deep prompt needs a line on passing of its own")


def s10_gated_practices_say_choose_pass_and_stop(catalogue):
    """S10: a gated practice says that one shares or does only what one chooses, may pass, and may stop."""
    for practice in catalogue.practices.values():
        text = " ".join(practice_texts(practice))
        for need in (
            r"\b(choose|choice|both want)",
            r"\b(pass|skip|no reason|without (giving )?a reason)\b",
            r"\bstop",
        ):
            if practice.gates and not re.search(need, text, re.IGNORECASE):
                yield Fault(practice.id, f"gated, and its text lacks {need}")


def s16_a_conflict_card_says_what_to_do_when_it_became_frightening(catalogue):
    """S16: whoever was frightened need not come back to it, and may ask for help; every conflict card says so."""
    for practice in catalogue.practices.values():
        said = re.search(r"frighten\w*.+need not come back.+help", practice.if_it_goes_badly)
        if ik.Gate.CONFLICT in practice.gates and not said:
            yield Fault(practice.id, "does not say what to do when it became frightening")


def a_card_for_two_says_who_it_is_not_for(catalogue):
    """What needs the partner says who or when it is not for, gated or not."""
    for practice in catalogue.practices.values():
        if practice.mode is not ik.Mode.SOLO and practice.not_for is None:
            yield Fault(practice.id, "needs the partner and does not say who it is not for")


REACHES = re.compile(
    r"\byour partner\b|\b(tell|ask|send|show|give|thank) (them|each other)\b|\btogether\b", re.IGNORECASE
)


def a_card_that_reaches_nobody_says_nothing_to_the_partner(catalogue):
    """What may be offered to somebody who is not safe has no step that the partner could notice."""
    for practice in catalogue.practices.values():
        match = REACHES.search(" ".join(practice.steps))
        if not practice.shares and match:
            yield Fault(practice.id, f"reaches nobody, it says, and has a step with {match.group()!r}")


NEARBY = re.compile(
    r"\b(hide it|within sight|within earshot|sit next to|hold hands|both pass by|come across it)\b", re.I
)


def what_needs_nearness_says_how_to_do_it_apart(catalogue):
    """A card whose steps need two people in one place does not say that it works apart as it stands."""
    for practice in catalogue.practices.values():
        match = NEARBY.search(" ".join(practice.steps))
        if match and practice.distance is ik.Distance.YES and practice.mode is not ik.Mode.SOLO:
            yield Fault(practice.id, f"works apart, it says, and needs nearness: {match.group()!r}")


def s15_forgiveness_comes_with_amends_and_choice(catalogue):
    """S15: whoever writes of forgiving writes of amends and of choice in the same record."""
    records = {p.id: " ".join(practice_texts(p)) for p in catalogue.practices.values()}
    records |= {p.id: p.text for p in catalogue.prompts.values()}
    for id, text in records.items():
        amends = re.search(
            r"\bamends\b|\brepair|\b(put|puts|putting|make|makes|making) (it|things|this) right", text, re.I
        )
        choice = re.search(r"\bchoice\b|\bchoose|\bdecide|\byours to\b", text, re.IGNORECASE)
        if re.search(r"\bforg[ia]v", text, re.IGNORECASE) and not (amends and choice):
            yield Fault(id, "writes of forgiving without amends and choice")


def s17_every_practice_can_be_done_another_way(catalogue):
    """S17: at least one access variant for each practice."""
    for practice in catalogue.practices.values():
        if not practice.access:
            yield Fault(practice.id, "has no access variant")


def eye_contact_is_one_way_among_several(catalogue):
    """Whoever mentions eyes or gaze gives another way in the same card."""
    for practice in catalogue.practices.values():
        text = " ".join([practice.summary, *practice.steps])
        has_it = re.search(r"\beye contact\b|\bgaze\b|\binto (each other's|their) eyes\b", text, re.IGNORECASE)
        if has_it and ik.Access.NO_EYE_CONTACT not in practice.access:
            yield Fault(practice.id, "has eye contact and no way without it")


def trauma_is_never_asked_for(catalogue):
    """Trauma stays the person's own: only a practice behind the trauma gate may name it."""
    for practice in catalogue.practices.values():
        if (
            re.search(r"\btrauma", " ".join(practice_texts(practice)), re.IGNORECASE)
            and ik.Gate.TRAUMA not in practice.gates
        ):
            yield Fault(practice.id, "names trauma outside the trauma gate")


def an_unconfirmed_source_says_what_was_not_confirmed(catalogue):
    """A source that was not confirmed says in verified_by what is open; cards show that text."""
    for source in catalogue.sources.values():
        if not source.verified and not re.search(r"not confirmed|only in part", source.verified_by):
            yield Fault(source.id, "is not confirmed and does not say what is open")


TRIED = {
    "conflict.caring-outsider": "finkel2013: the same seven minutes of writing, three times a year",
    "conflict.touch-before-talk": "jakubiak2019: touch before and during a disagreement",
    "support.good-news-welcome": "woods2015: people were trained to answer good news in this way",
    "time.laugh-rewind": "bazzini2007: couples told of times when they laughed together",
    "time.ninety-new-minutes": "coulter2013: the same list, plan and ninety minutes a week, for four weeks",
    "vulnerability.childhood-postcard": "zygar2022: telling a childhood memory was one of four tasks",
    "vulnerability.letter-for-me-first": "slatcher2006: the same twenty minutes on three days, kept to oneself",
    "exciting-weeks": "coulter2013: the same list, plan and ninety minutes a week, for the same four weeks",
    "three-letters": "slatcher2006: the same three days of writing, and nothing else",
    "year-of-outsiders": "finkel2013: the same seven minutes of writing, three times over a year, four months apart",
}
"""Practices and programmes with a source that tested this very thing, and what it did."""


def fit_is_what_the_design_can_bear(catalogue):
    """Tested and adapted need an experiment or a trial, and tested one of this very thing; diaries show no cause."""
    for practice in (*catalogue.practices.values(), *catalogue.programmes.values()):
        for each in practice.evidence:
            design = catalogue.sources[each.source].design if each.source else ""
            tried = re.search(r"\b(RCT|experiment)\b", design)
            if each.fit in (ik.Fit.TESTED, ik.Fit.ADAPTED) and not tried:
                yield Fault(practice.id, f"is called {each.fit.value} on a source of design {design!r}")
            if each.fit is ik.Fit.TESTED and each.source not in TRIED.get(practice.id, ""):
                yield Fault(
                    practice.id, f"is called tested, and nobody wrote down that {each.source} tried this very thing"
                )


def a_cited_source_says_on_whom_and_with_what_result(catalogue):
    """What a practice cites says on whom it was found out, and whether it bears the practice out."""
    for key in sorted({each.source for p in catalogue.practices.values() for each in p.evidence if each.source}):
        source = catalogue.sources[key]
        has_results = not re.search(r"^(review|guidance)", source.design)
        if source.population is None or (has_results and source.result is None):
            yield Fault(key, "is cited and does not say on whom, or with what result")


def what_is_known_is_said_briefly(catalogue):
    """What a cited source found is said in at most 25 words, since cards print it."""
    for key in sorted({each.source for p in catalogue.practices.values() for each in p.evidence if each.source}):
        if len(words(catalogue.sources[key].finding)) > 25:
            yield Fault(key, f"takes {len(words(catalogue.sources[key].finding))} words to say what it found")


def a_citation_names_people_or_the_title(catalogue):
    """A citation never says that authors are not confirmed, and never stacks its ands."""
    for source in catalogue.sources.values():
        citation = spoken_source(catalogue, source)
        if re.search(r"not confirmed|and and|and others", citation):
            yield Fault(source.id, f"is cited as {citation!r}")


UNTARGETED = {
    "appreciation.one-thing-i-did": "the thanks are for oneself, and the items ask about thanks to the partner",
    "conflict.repair-then-release": "whether one lets go is a choice, and choices are not scored",
    "little-things.small-comfort": "the comfort is one's own, and the items ask what one does for the partner",
    "support.in-your-corner": "it is one's own support, and the items ask about support for the partner",
    "vulnerability.letter-for-me-first": "what was written is for nobody else, and nobody has to be told",
    "vulnerability.open-not-yet-private": "keeping things to oneself is a choice, and choices are not scored",
    "vulnerability.past-with-a-guide": "whether one talks about the past is a choice, and choices are not scored",
}
"""Practices that aim at no item, with the reason."""


def every_practice_names_a_source_and_its_targets(catalogue):
    """A practice has evidence, covers an action, and targets an item, unless it is a phrase or says why not."""
    for practice in catalogue.practices.values():
        needs_no_target = practice.id in UNTARGETED or practice.kind is ik.CardKind.PHRASE
        if not (practice.evidence and practice.covers and (practice.targets or needs_no_target)):
            yield Fault(practice.id, "lacks evidence, targets or covers")


# Coverage ---------------------------------------------------------------------


def every_action_is_put_to_work_and_asked_about(catalogue):
    """Every do and avoid of the founding text has a practice and an item, or a written reason."""
    in_practices = {number for practice in catalogue.practices.values() for number in practice.covers}
    in_items = {number for item in catalogue.items.values() for number in item.covers}
    for action in catalogue.pack.actions:
        if action.kind in (ik.ActionKind.DO, ik.ActionKind.AVOID) and action.not_covered is None:
            if action.number not in in_practices:
                yield Fault(action.number, "no practice puts this to work")
            if action.number not in in_items:
                yield Fault(action.number, "no item asks about this")


def there_is_enough_of_everything(catalogue):
    """Twelve practices and thirty prompts a pillar, with prompts on every depth."""
    for pillar in catalogue.pillars:
        practices = [p for p in catalogue.practices.values() if p.pillar == pillar and p.kind is ik.CardKind.EXERCISE]
        prompts = [each for each in catalogue.prompts.values() if each.pillar == pillar]
        if len(practices) < 12 or len(prompts) < 30 or {each.depth for each in prompts} != {1, 2, 3, 4, 5}:
            yield Fault(pillar, f"has {len(practices)} practices and {len(prompts)} prompts")


ENOUGH = {
    ("practices", ik.CardKind.RITUAL): 40,
    ("practices", ik.CardKind.DATE): 50,
    ("practices", ik.CardKind.PHRASE): 40,
    ("prompts", ik.PromptKind.CHOICE): 110,
    ("prompts", ik.PromptKind.FINISH): 120,
    ("prompts", ik.PromptKind.RATHER): 100,
}
"""The fewest records of each kind: variety for a question a day, and cards to look up for most evenings."""


def there_is_enough_of_each_kind(catalogue):
    """Each kind of card and of prompt has as many as were promised."""
    for (shelf, kind), least in ENOUGH.items():
        number = sum(each.kind is kind for each in getattr(catalogue, shelf).values())
        if number < least:
            yield Fault(catalogue.pack.id, f"has {number} {shelf} of kind {kind.value}")


TWO_YEARS = 730


def two_years_of_questions_are_open_to_everybody(catalogue):
    """As many prompts as two years have days, together or apart, are behind no gate and for every stage of life."""
    for where, excluded in (("together", ()), ("apart", (ik.Distance.NO,))):
        number = sum(
            not each.gates and not each.stages and each.distance not in excluded for each in catalogue.prompts.values()
        )
        if number < TWO_YEARS:
            yield Fault(catalogue.pack.id, f"has {number} prompts that are open to everybody who is {where}")


# Keying -----------------------------------------------------------------------


def keying_is_balanced(catalogue):
    """A pillar has two or three reverse-keyed items of its scored ones, an index one; no form opens with one."""
    for pillar in catalogue.pillars.values():
        scored = [i for i in catalogue.items.values() if i.pillar == pillar.id and i.role is ik.Role.SCORED]
        reverse = sum(item.keying is ik.Keying.REVERSE for item in scored)
        if reverse not in ((1, 2, 3) if pillar.model is ik.Model.INDEX else (2, 3)):
            yield Fault(pillar.id, f"has {reverse} reverse-keyed items of {len(scored)}")
    for form in catalogue.forms.values():
        if form.items.per_pillar is None:
            asked = catalogue.form_items(form.id)
            if asked[0].keying is ik.Keying.REVERSE:
                yield Fault(form.id, "opens with a reverse-keyed item")
            for pillar in {item.pillar for item in asked}:
                keyings = {item.keying for item in asked if item.pillar == pillar and item.role is ik.Role.SCORED}
                if keyings and ik.Keying.REVERSE not in keyings:
                    yield Fault(form.id, f"asks nothing reverse-keyed of {pillar}")


def reverse_keyed_items_are_opposite_behaviours(catalogue):
    """A reverse-keyed item names what somebody does instead, never what they did not do."""
    for item in catalogue.items.values():
        if item.keying is ik.Keying.REVERSE and re.search(r"\b(not|never|no|fail\w*)\b|n't\b", item.text.self_, re.I):
            yield Fault(item.id, "is a negation")


# Wording ----------------------------------------------------------------------


def an_item_has_one_idea(catalogue):
    """No joining words in the phrase of an item: nobody could answer often to one half and never to the other."""
    for item in catalogue.items.values():
        for text in phrases_of(item):
            joined = re.search(r"\b(and|or|because|even if|while also)\b", text)
            if joined:
                yield Fault(item.id, f"may hold two ideas: {joined.group()!r}")


def items_are_short(catalogue):
    """At most thirteen words after the stem."""
    for item in catalogue.items.values():
        for text in phrases_of(item):
            if len(words(text)) > 13:
                yield Fault(item.id, f"has {len(words(text))} words")


def items_read_easily(catalogue):
    """At most grade 8 (Flesch-Kincaid), as a whole question, for both perspectives."""
    for item in catalogue.items.values():
        for wording in (item.text, *(variant.wording for variant in item.variants.values())):
            for perspective in ik.Perspective:
                if wording.seen_from(perspective) is None:
                    continue
                who = "you" if perspective is ik.Perspective.SELF else "your partner"
                phrase = f"In the last two weeks, how often did {who} {wording.seen_from(perspective)}?"
                if (found := grade(item.question.seen_from(perspective) if item.question else phrase)) > 8:
                    yield Fault(item.id, f"reads at grade {found:.1f}, {perspective.value}")


OCCASION = re.compile(
    r"\b(when you two disagreed|when (something|they|you) (worried|were|was)|good news|something (personal|hard)\b|"
    r"in trust|opened up|wanted to (handle|say)|that you had planned|wanted your attention)",
    re.IGNORECASE,
)


def an_occasion_is_asked_as_a_share(catalogue):
    """What needs an occasion is asked as a share of occasions, and only there one may say that it did not come up."""
    for item in catalogue.items.values():
        for text in phrases_of(item):
            if item.scale == "count" and (match := re.search(r"\b(when|while|after)\b", text)):
                yield Fault(item.id, f"counts what needs an occasion: {match.group()!r}")
        asked = item.text.self_ if item.question is None else item.question.self_
        if not item.needs_occasion and item.scale == "frequency" and (match := OCCASION.search(asked)):
            yield Fault(item.id, f"needs an occasion and does not say so: {match.group()!r}")
        if item.needs_occasion and item.role in (ik.Role.FELT, ik.Role.SENTINEL):
            yield Fault(
                item.id, "can be left as not having come up, and a feeling and a sentinel always can be answered"
            )
    if ik.Missing.DID_NOT_COME_UP in catalogue.scales["count"].codes:
        yield Fault("count", "offers 'did not come up' where nothing needs an occasion")


def forms_say_how_to_answer(catalogue):
    """A form has instructions; a scored one names the window, the labels that overlap, and how often at most."""
    for form in catalogue.forms.values():
        if form.instructions is None:
            yield Fault(form.id, "has no instructions")
        elif ik.Role.SCORED in form.roles:
            for needed in ("two weeks", "Not at all", "Never", "Did not come up", "at most"):
                if needed not in form.instructions:
                    yield Fault(form.id, f"its instructions lack {needed!r}")


JOINT = re.compile(r"^(share|do|try|take|live)\b.*\b(with your partner|you both|two of you)\b")


def joint_events_are_asked_once(catalogue):
    """What two people do together is one event: there is no second question on the partner's part in it."""
    for item in catalogue.items.values():
        if item.text.partner is not None and JOINT.search(item.text.self_):
            yield Fault(item.id, "asks about a joint event twice")


def practices_read_easily(catalogue):
    """At most grade 9 (Flesch-Kincaid) for what a practice says."""
    for practice in catalogue.practices.values():
        if (found := grade(" ".join(practice_texts(practice)[1:]))) > 9:
            yield Fault(practice.id, f"reads at grade {found}")


def cards_are_short(catalogue):
    """At most 18 words in a summary, and 18 in a step of a card on average: a tired person reads them."""
    for practice in catalogue.practices.values():
        if len(words(practice.summary)) > 18:
            yield Fault(practice.id, f"has a summary of {len(words(practice.summary))} words")
        average = sum(len(words(step)) for step in practice.steps) / max(len(practice.steps), 1)
        if average > 18:
            yield Fault(practice.id, f"has steps of {average:.1f} words on average")


def steps_and_sentences_are_short(catalogue):
    """Three to seven steps of at most 40 words, none for a phrase to say, and no sentence over 30."""
    for practice in catalogue.practices.values():
        if not 3 <= len(practice.steps) <= 7 and practice.kind is not ik.CardKind.PHRASE:
            yield Fault(practice.id, f"has {len(practice.steps)} steps")
        for step in practice.steps:
            if len(words(step)) > 40:
                yield Fault(practice.id, f"has a step of {len(words(step))} words")
        for text in practice_texts(practice):
            for sentence in re.split(r"[.!?:;]\s", text):
                if len(words(sentence)) > 30:
                    yield Fault(practice.id, f"has a sentence of {len(words(sentence))} words")


def prompts_are_open_questions_of_a_fair_length(catalogue):
    """Six to 34 words, and no opening that asks for yes or no."""
    for prompt in catalogue.prompts.values():
        if not 6 <= len(words(prompt.text)) <= 34:
            yield Fault(prompt.id, f"has {len(words(prompt.text))} words")
        if words(prompt.text)[0] in {
            "do",
            "does",
            "did",
            "are",
            "is",
            "was",
            "were",
            "have",
            "has",
            "can",
            "could",
            "would",
        }:
            yield Fault(prompt.id, "can be answered with yes or no")


def prompts_fit_their_kind(catalogue):
    """A sentence to finish has its gap, what can be chosen is asked for, and no two options are one."""
    for prompt in catalogue.prompts.values():
        if ("…" in prompt.text) is not (prompt.kind is ik.PromptKind.FINISH):
            yield Fault(prompt.id, "has a gap, or lacks one")
        if prompt.options and not prompt.text.endswith("?"):
            yield Fault(prompt.id, "has options and no question")
        if len({option.lower() for option in prompt.options}) < len(prompt.options):
            yield Fault(prompt.id, "offers one thing twice")


def prompts_of_depth_have_their_gate(catalogue):
    """Disagreeing from depth 3 and vulnerability from depth 4 are behind their gates, and touch always is."""
    for prompt in catalogue.prompts.values():
        needed = {
            ik.Gate.CONFLICT: prompt.pillar == "conflict" and prompt.depth >= 3,
            ik.Gate.VULNERABILITY: prompt.pillar == "vulnerability" and prompt.depth >= 4,
            ik.Gate.TOUCH: "touch" in prompt.topics,
        }
        for gate, is_needed in needed.items():
            if is_needed and gate not in prompt.gates:
                yield Fault(prompt.id, f"lacks the gate {gate.value}")


PREPOSITION_FIRST = re.compile(
    r"^(about|at|before|by|for|from|in|of|on|over|to|with) (what|which|whom?|whose|when)\b", re.IGNORECASE
)


def prompts_ask_in_the_order_of_speech(catalogue):
    """No prompt begins with a preposition before its question word: "What for?", never "For what?"."""
    for prompt in catalogue.prompts.values():
        if match := PREPOSITION_FIRST.match(prompt.text):
            yield Fault(prompt.id, f"begins with {match.group()!r}")


def nothing_is_said_twice(catalogue):
    """No near-duplicates among items, prompts, titles, or summaries; felt items are alike on purpose."""
    groups = {
        "item": {i.id: i.text.self_ for i in catalogue.items.values() if i.role is not ik.Role.FELT},
        "prompt": {p.id: p.text for p in catalogue.prompts.values()},
        "title": {p.id: p.title for p in catalogue.practices.values()},
        "summary": {p.id: p.summary for p in catalogue.practices.values()},
    }
    for kind, texts in groups.items():
        bags = {id: set(words(text)) for id, text in texts.items()}
        for (one, a), (two, b) in combinations(texts.items(), 2):
            shared = len(bags[one] & bags[two]) / len(bags[one] | bags[two])
            if a == b or (shared > 0.5 and SequenceMatcher(None, a, b).ratio() > 0.8):
                yield Fault(two, f"is nearly the {kind} of {one}")


MOST_ALIKE = 0.5
ALIKE_PROMPTS = {
    frozenset({"appreciation.prompt.changed-by", "support.prompt.wants-that-moved"}): (
        "how somebody has changed; how what somebody wants has changed"
    ),
}
"""Prompts that share their words, with what makes them two."""


def no_prompt_is_nearly_another(catalogue):
    """No two prompts, options included, share most of their rarer runs of letters, whatever their pillars."""
    texts = {prompt.id: " ".join([prompt.text, *prompt.options]) for prompt in catalogue.prompts.values()}
    for cosine, one, two in alike(texts, MOST_ALIKE):
        if frozenset({one, two}) not in ALIKE_PROMPTS:
            yield Fault(two, f"is alike with {one} by {cosine:.2f}")


ALIKE = {
    frozenset({"appreciation.three-part-thanks", "appreciation.thank-you-letter-aloud"}): (
        "a few spoken words on one act; a written page, read aloud"
    ),
    frozenset({"appreciation.thank-you-letter-aloud", "appreciation.weekly-round-of-two"}): (
        "one page on one thing; two short thanks to close a week"
    ),
    frozenset({"appreciation.weekly-round-of-two", "appreciation.thanks-for-the-usual"}): (
        "a moment for two at the end of a week; a word in passing about what became invisible"
    ),
    frozenset({"conflict.my-part-first", "conflict.full-apology"}): (
        "each owns a small part of an upset; one puts right what was their doing"
    ),
    frozenset({"conflict.pause-with-a-return-time", "conflict.touch-before-talk"}): (
        "a break from a talk that got too hot; touch before one begins"
    ),
    frozenset({"conflict.pause-with-a-return-time", "conflict.cool-down-phrases"}): (
        "a break; phrases that keep a talk going"
    ),
    frozenset({"conflict.touch-before-talk", "conflict.cool-down-phrases"}): (
        "touch at the start; phrases made on a calm day"
    ),
    frozenset({"conflict.until-you-say-yes", "listening.say-back-and-check"}): (
        "a disagreement, with three goes and a swap, behind a gate; everyday news, once"
    ),
    frozenset({"listening.two-minute-floor", "listening.one-more-question"}): (
        "silence while the other talks; a question instead of a view"
    ),
    frozenset({"listening.one-more-question", "listening.ear-or-ideas"}): (
        "a question about what was told; a question about what the other wants from you"
    ),
    frozenset({"little-things.warm-hello-warm-goodbye", "little-things.touch-menu"}): (
        "a habit of every day; a list that is made a few times a year"
    ),
    frozenset({"little-things.catch-the-small-call", "little-things.circle-back"}): (
        "answering a small call; going back to one that was missed"
    ),
    frozenset({"support.comfort-kit", "support.after-it-falls-through"}): (
        "made on a good day; what to do on the bad one"
    ),
    frozenset({"support.need-you-signal", "support.after-it-falls-through"}): (
        "how to call for each other; what to do when a hope falls through"
    ),
    frozenset({"time.ninety-new-minutes", "time.teach-me-yours"}): (
        "new to both of them; new to one, and taught by the other"
    ),
    frozenset({"vulnerability.ladder-of-sharing", "vulnerability.match-my-depth"}): (
        "questions that are laid out beforehand; anything, as deep as the other went"
    ),
    frozenset({"vulnerability.safe-landing-rules", "vulnerability.kind-first-replies"}): (
        "rules for a whole talk; the first line of a reply"
    ),
    frozenset({"vulnerability.open-not-yet-private", "vulnerability.past-with-a-guide"}): (
        "which topics are whose business; how one hard topic could be told, if ever"
    ),
}
"""Pairs of cards that stand in one place, with what makes them two cards."""


def no_card_is_another_with_other_nouns(catalogue):
    """Exercises of one mode with the same first target and action, or two targets and a source in common, say why both.

    Rituals, dates and phrases differ by their moment, place or words: no two are alike in what they say. A card for
    a stage of life can stand where a card for all does.
    """
    cards = [each for each in catalogue.practices.values() if each.kind is not ik.CardKind.EXERCISE]
    texts = {each.id: " ".join([each.title, each.summary, *each.steps]) for each in cards}
    for cosine, one, two in alike(texts, MOST_ALIKE):
        yield Fault(two, f"says what {one} says, by {cosine:.2f}")
    exercises = [each for each in catalogue.practices.values() if each.kind is ik.CardKind.EXERCISE]
    for one, two in combinations(exercises, 2):
        if one.mode is not two.mode or one.stages != two.stages or frozenset({one.id, two.id}) in ALIKE:
            continue
        if (one.targets[:1], one.covers[:1]) == (two.targets[:1], two.covers[:1]):
            yield Fault(two.id, f"has the mode, first target and first action of {one.id}")
        sources = [{each.source for each in practice.evidence if each.source} for practice in (one, two)]
        if len({*one.targets} & {*two.targets}) > 1 and sources[0] & sources[1]:
            yield Fault(two.id, f"shares mode, two targets and a source with {one.id}")


UNLINKED = {
    "conflict.touch-before-talk": "no prompt is behind both of its gates",
    "vulnerability.letter-for-me-first": "what was written is for nobody else",
    "vulnerability.open-not-yet-private": "it is done in one's mind, and needs no question",
    "vulnerability.past-with-a-guide": "nothing here asks about it",
}
"""Exercises that no prompt goes with, with the reason."""


def links_ask_for_no_more(catalogue):
    """Every exercise has a prompt, and what is easier, or only talk, never lies behind another gate or takes longer."""
    for practice in catalogue.practices.values():
        if practice.kind is ik.CardKind.EXERCISE and not practice.prompts and practice.id not in UNLINKED:
            yield Fault(practice.id, "has no prompt that goes with it")
        for id in practice.prompts:
            if {*catalogue.prompts[id].gates} - {*practice.gates}:
                yield Fault(practice.id, f"leads to a prompt behind another gate: {id}")
        pairs = [(catalogue.practices[id], practice) for id in practice.easier]
        for easier, harder in [*pairs, *((practice, catalogue.practices[id]) for id in practice.harder)]:
            if {*easier.gates} - {*harder.gates} or easier.minutes > harder.minutes:
                yield Fault(easier.id, f"is called easier than {harder.id}, and asks for more")


def openings_vary(catalogue):
    """No more than five prompts of a pillar, and three first steps of a kind, begin with the same two words."""
    for pillar in catalogue.pillars:
        prompts = Counter(
            " ".join(words(each.text)[:2]) for each in catalogue.prompts.values() if each.pillar == pillar
        )
        steps = Counter(
            (" ".join(words(each.steps[0])[:2]), each.kind)
            for each in catalogue.practices.values()
            if each.pillar == pillar and each.steps
        )
        for opening, count in prompts.items():
            if count > 5:
                yield Fault(pillar, f"has {count} prompts that begin with {opening!r}")
        for (opening, kind), count in steps.items():
            if count > 3:
                yield Fault(pillar, f"has {count} of kind {kind.value} that begin with {opening!r}")


TOPICS = set(
    "daily-life work home family children childhood friends play dreams money health body touch sex faith culture loss "
    "conflict distance past fears future us".split()
)
STAGES = set(
    "moving-in engaged apart expecting new-parents empty-nest retired ill caring grieving neurodivergent "
    "more-than-two".split()
)


def cards_and_prompts_have_known_topics_and_stages(catalogue):
    """One to three topics from the list, two at most for a prompt, so that a person can leave topics out."""
    for most, shelf in ((3, catalogue.practices), (2, catalogue.prompts)):
        for each in shelf.values():
            if not 1 <= len(each.topics) <= most or set(each.topics) - TOPICS:
                yield Fault(each.id, f"has the topics {', '.join(each.topics)}")
            if "us" in each.topics and len(each.topics) > 1:
                yield Fault(each.id, "names 'us' beside another topic, so that leaving 'us' out leaves too much out")
            if unknown := {*getattr(each, "stages", ())} - STAGES:
                yield Fault(each.id, f"has the unknown stages {', '.join(unknown)}")


HERE = re.compile(
    r"\b(within an hour of us|in the next room|spent an ordinary day with us|put my phone away)\b", re.IGNORECASE
)


def prompts_that_need_one_place_say_so(catalogue):
    """A prompt that makes no sense to partners who are apart is not offered to them."""
    for prompt in catalogue.prompts.values():
        if prompt.distance is ik.Distance.YES and (
            ik.Gate.TOUCH in prompt.gates or (match := HERE.search(prompt.text))
        ):
            why = "asks about touch" if ik.Gate.TOUCH in prompt.gates else f"says {match.group()!r}"
            yield Fault(prompt.id, f"makes no sense apart, and does not say so: {why}")


RULES = [
    a_card_for_two_says_who_it_is_not_for,
    a_card_that_reaches_nobody_says_nothing_to_the_partner,
    a_citation_names_people_or_the_title,
    a_cited_source_says_on_whom_and_with_what_result,
    cards_are_short,
    s5_nobody_is_labelled,
    s6_nobody_is_gendered_or_married_off,
    s10_whoever_is_asked_may_pass,
    s10_gated_practices_say_choose_pass_and_stop,
    s11_items_and_prompts_never_ask_for_what_is_not_ours,
    s12_there_are_no_telephone_numbers,
    s14_nothing_is_promised,
    s15_forgiveness_comes_with_amends_and_choice,
    s16_a_conflict_card_says_what_to_do_when_it_became_frightening,
    s17_every_practice_can_be_done_another_way,
    an_item_has_one_idea,
    an_occasion_is_asked_as_a_share,
    an_unconfirmed_source_says_what_was_not_confirmed,
    cards_and_prompts_have_known_topics_and_stages,
    every_action_is_put_to_work_and_asked_about,
    every_practice_names_a_source_and_its_targets,
    eye_contact_is_one_way_among_several,
    fit_is_what_the_design_can_bear,
    forms_say_how_to_answer,
    items_are_short,
    items_read_easily,
    joint_events_are_asked_once,
    keying_is_balanced,
    links_ask_for_no_more,
    no_card_is_another_with_other_nouns,
    no_prompt_is_nearly_another,
    nothing_is_said_twice,
    openings_vary,
    practices_read_easily,
    prompts_are_open_questions_of_a_fair_length,
    prompts_ask_in_the_order_of_speech,
    prompts_fit_their_kind,
    prompts_of_depth_have_their_gate,
    prompts_that_need_one_place_say_so,
    reverse_keyed_items_are_opposite_behaviours,
    steps_and_sentences_are_short,
    there_is_enough_of_each_kind,
    there_is_enough_of_everything,
    trauma_is_never_asked_for,
    two_years_of_questions_are_open_to_everybody,
    what_is_known_is_said_briefly,
    what_needs_nearness_says_how_to_do_it_apart,
]
"""Every rule; each has a planted fault in the tests that it must find."""
