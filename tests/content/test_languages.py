"""Every translation keeps the rules of its language, every rule finds its planted faults, and nothing is missing."""

import re

import pytest

import intimacy_kit as ik
from intimacy_kit.content import versions
from tests.support.catalogues import built_in
from tests.tools import spanish

from . import rules_de, rules_es, rules_fr, rules_pt_br
from .language import LOCALES, faults, texts_in

LANGUAGES = [rules_de, rules_es, rules_fr, rules_pt_br]
EACH_RULE = pytest.mark.parametrize(
    ("language", "rule"),
    [pytest.param(each, rule, id=f"{each.TAG}-{rule}") for each in LANGUAGES for rule in each.RULES],
)

WHOLE = ["de", "es", "fr", "pt-BR"]
FALLS_BACK = {tag: {"practices", "programmes", "prompts", "synonyms.yaml"} for tag in ("de", "fr", "pt-BR")} | {
    "es": set()
}
"""What a language leaves in English, and shows as English."""


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize("tag", WHOLE)
def test_nothing_is_missing_stale_or_left_over(tag):
    problems = ik.check_translation(LOCALES.parent, tag)
    assert [] == [str(each) for each in problems if each.file.partition("/")[0] not in FALLS_BACK[tag]]


@pytest.mark.slow
@pytest.mark.parametrize("tag", WHOLE)
@pytest.mark.parametrize("perspective", ik.Perspective)
def test_a_check_in_is_in_one_language_from_title_to_last_label(catalogue, tag, perspective):
    spoken = built_in(tag)
    for form in spoken.forms:
        checkin = ik.draw(spoken, form=form, seed="any", perspective=perspective)
        english = ik.draw(catalogue, form=form, seed="any", perspective=perspective)
        assert checkin.key == english.key
        texts = [checkin.title, *(choice.label for each in checkin.questions for choice in each.choices)]
        assert {tag} == {each.locale for each in checkin.questions} | {next(versions(text))[0] for text in texts}


@pytest.mark.parametrize("tag", WHOLE)
def test_a_phrase_reads_on_from_its_stem(tag):
    spoken = built_in(tag)
    for perspective in ik.Perspective:
        for question in ik.draw(spoken, form="full", seed="any", perspective=perspective).questions:
            assert not re.search(r"\b(\w{3,})[ ,]+\1\b", question.text), question.text
            assert not re.search(r"[{}]|  |\b(que|do) [aeiouh]\w* \?", question.text), question.text
            assert question.text.endswith("?")


# Overlays ---------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("tag", spanish.WORDS)
def test_an_overlay_is_the_neutral_text_with_the_words_that_differ(tag):
    there = {
        path.relative_to(LOCALES / tag).as_posix(): path.read_text(encoding="utf-8")
        for path in (LOCALES / tag).rglob("*.yaml")
    }
    assert dict(spanish.files(tag)) == there, "run python -m tests.tools.spanish"


@pytest.mark.parametrize("tag", spanish.WORDS)
def test_an_overlay_has_every_word_of_its_table(tag):
    neutral = " ".join(text for _, text in texts_in("es"))
    assert [] == [pattern for pattern in spanish.WORDS[tag] if not re.search(pattern, neutral)]


@pytest.mark.parametrize("tag", spanish.WORDS)
@pytest.mark.parametrize("rule", [rule for rule in rules_es.RULES if rule != "no_word_of_one_shore"])
def test_an_overlay_keeps_the_other_rules_of_spanish(tag, rule):
    assert [] == [f"{fault.id}: {fault.message}" for fault in faults(rules_es.RULES[rule], texts_in(tag))]


@pytest.mark.slow
def test_a_country_falls_back_to_the_neutral_text_and_from_there_to_english():
    id = "listening.phone-nest"
    spain, mexico, argentina = (built_in(tag) for tag in ("es-ES", "es-MX", "es-AR"))
    assert ["es-ES", "es", None] == [tag for tag, _ in versions(spain.practices[id].title)]
    assert "Un nido para los celulares" == mexico.practices[id].title
    assert ["es", None] == [tag for tag, _ in versions(mexico.items["listening.attention"].text.self_)]
    assert ("es", "Un nido para los teléfonos") == (argentina.locale, argentina.practices[id].title)
    assert not [
        each for tag in spanish.WORDS for each in ik.check_translation(LOCALES.parent, tag) if "stale" in each.code
    ]


def test_a_country_contracts_where_its_word_has_another_gender():
    assert "Fíjate en algo del cuarto" == spanish.said_in("es-MX", "Fíjate en algo de la habitación")
    assert "al refrigerador" == spanish.said_in("es-MX", "a la nevera")
