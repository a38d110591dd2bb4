"""Every translation keeps the rules of its language, every rule finds its planted faults, and nothing is missing."""

import re

import pytest

import intimacy_kit as ik
from intimacy_kit.content import versions

from . import rules_de, rules_es, rules_fr, rules_pt_br
from .language import LOCALES, faults, texts_in

LANGUAGES = [rules_de, rules_es, rules_fr, rules_pt_br]
EACH_RULE = pytest.mark.parametrize(
    ("language", "rule"),
    [pytest.param(each, rule, id=f"{each.TAG}-{rule}") for each in LANGUAGES for rule in each.RULES],
)

WHOLE = ["de", "es", "fr", "pt-BR"]
FALLS_BACK = {tag: {"practices", "prompts"} for tag in ("de", "fr", "pt-BR")} | {"es": set()}
"""What a language leaves in English, and shows as English."""


@EACH_RULE
def test_the_texts_keep_the_rule(language, rule):
    assert [] == [f"{fault.id}: {fault.message}" for fault in faults(language.RULES[rule], texts_in(language.TAG))]


@EACH_RULE
def test_the_rule_finds_its_planted_faults_and_no_others(language, rule):
    assert [] == list(faults(language.RULES[rule], [("plain", language.PLAIN)]))
    planted = language.PLANTED[rule]
    assert [] == [text for text in planted if not list(faults(language.RULES[rule], [("planted", text)]))]


# Parity -----------------------------------------------------------------------


def test_the_pack_says_of_each_of_its_languages_how_far_it_can_be_relied_on(catalogue):
    assert sorted(each.name for each in LOCALES.iterdir()) == sorted(catalogue.pack.locales)


@pytest.mark.parametrize("tag", WHOLE)
def test_nothing_is_missing_stale_or_left_over(tag):
    problems = ik.check_translation(LOCALES.parent, tag)
    assert [] == [str(each) for each in problems if each.file.partition("/")[0] not in FALLS_BACK[tag]]


@pytest.mark.parametrize("tag", WHOLE)
@pytest.mark.parametrize("perspective", ik.Perspective)
def test_a_check_in_is_in_one_language_from_title_to_last_label(catalogue, tag, perspective):
    spoken = ik.load(locale=tag)
    for form in spoken.forms:
        checkin = ik.draw(spoken, form=form, seed="any", perspective=perspective)
        english = ik.draw(catalogue, form=form, seed="any", perspective=perspective)
        assert checkin.key == english.key
        texts = [checkin.title, *(choice.label for each in checkin.questions for choice in each.choices)]
        assert {tag} == {each.locale for each in checkin.questions} | {next(versions(text))[0] for text in texts}


@pytest.mark.parametrize("tag", WHOLE)
def test_a_phrase_reads_on_from_its_stem(tag):
    spoken = ik.load(locale=tag)
    for perspective in ik.Perspective:
        for question in ik.draw(spoken, form="full", seed="any", perspective=perspective).questions:
            assert not re.search(r"\b(\w{3,})[ ,]+\1\b", question.text), question.text
            assert not re.search(r"[{}]|  |\b(que|do) [aeiouh]\w* \?", question.text), question.text
            assert question.text.endswith("?")
