"""One check-in in all its languages."""

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit.content.text import Text
from intimacy_kit.content.translation import lay_over, texts
from intimacy_kit.interop import fhir
from intimacy_kit.interop._form import Export, Version, form_of, local_text
from tests.support.catalogues import built_in

CATALOGUE = built_in()
CHECKIN = ik.draw(CATALOGUE, form="pulse", seed="pair-7", occasion=3)
SPANISH = ik.draw(built_in("es"), form="pulse", seed="pair-7", occasion=3)


def test_an_export_has_no_losses_unless_it_says_so():
    assert () == Export({}).losses


def test_a_form_has_each_text_in_each_language():
    form = form_of(CHECKIN, [SPANISH])
    assert ("en", "es") == form.locales
    assert {"en": CHECKIN.title, "es": SPANISH.title} == form.title.shown
    question, (english, spanish) = form.questions[0], (CHECKIN.questions[0], SPANISH.questions[0])
    assert {"en": english.text, "es": spanish.text} == question.text.shown
    assert [{"en": one.label, "es": two.label} for one, two in zip(english.choices, spanish.choices, strict=True)] == [
        option.label.shown for option in question.options
    ]


def test_the_options_of_a_question_are_its_choices_as_documents_hold_them():
    options = form_of(CHECKIN).questions[0].options
    assert [0, 1, 2, 3, 4, "did-not-come-up", "prefer-not-to-say"] == [option.plain for option in options]


def test_the_pages_of_a_form_are_its_questions_cut_where_the_pillar_changes():
    pages = form_of(CHECKIN).pages
    assert list(CATALOGUE.pillars) == [pillar for pillar, _ in pages]
    assert list(CHECKIN.item_ids) == [question.item.id for _, questions in pages for question in questions]


def test_the_texts_of_a_form_are_all_that_is_read_in_all_languages():
    texts = list(form_of(CHECKIN, [SPANISH]).texts)
    assert 2 * (2 + sum(1 + len(question.choices) for question in CHECKIN.questions)) == len(texts)
    assert {CHECKIN.title, SPANISH.title, SPANISH.instructions, SPANISH.questions[-1].choices[-1].label} <= set(texts)


def test_a_text_that_fell_back_keeps_the_language_that_it_is_in():
    texts = local_text([("es-MX", Text("hola", "es", "hello")), ("en", "hello")])
    assert (Version("es-MX", "es", "hola"), Version("en", "en", "hello")) == texts.versions
    assert [True, False] == [version.fell_back for version in texts.versions]
    assert {"es-MX": "hola", "en": "hello"} == texts.shown
    assert {"es": "hola", "en": "hello"} == texts.by_language


def test_a_text_without_a_language_that_reads_as_the_first_one_is_in_the_language_of_the_first():
    assert {"en": "hello"} == local_text([("en", "hello"), ("es", "hello")]).by_language
    assert {"en": "hello", "es": "hola"} == local_text([("en", "hello"), ("es", "hola")]).by_language


def test_a_score_that_is_not_asked_has_no_terms():
    questions = tuple(each for each in CHECKIN.questions if each.pillar != "listening")
    scores = form_of(attrs.evolve(CHECKIN, questions=questions)).scores
    assert ["listening"] == [score.subscale.pillar for score in scores if not score.terms]


def test_a_translation_is_the_same_check_in_in_another_language():
    assert ("en", "es") == form_of(CHECKIN, [SPANISH]).locales
    other = ik.draw(built_in("es"), form="pulse", seed="pair-7", occasion=4)
    with pytest.raises(ik.InvalidValue) as error:
        form_of(CHECKIN, [other, CHECKIN])
    assert ["other-check-in", "repeated-language"] == [problem.code for problem in error.value.problems]
    fewer = attrs.evolve(SPANISH, questions=SPANISH.questions[1:])
    with pytest.raises(ik.InvalidValue, match="another check-in"):
        form_of(CHECKIN, [fewer])


def test_a_title_and_a_label_that_fell_back_to_the_language_of_the_pack_say_so():
    english = built_in()
    half, _ = lay_over(english, texts({"forms": {"pulse": {"stem": {"self": "¿{item}?"}}}}), "es")
    form = form_of(ik.draw(half, form="pulse", seed="pair-7", occasion=3))
    assert Version("es", "en", CHECKIN.title) == form.title.first
    assert {"en"} == {option.label.first.language for question in form.questions for option in question.options}
    document = fhir.export_form(form.checkin).document
    english = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/language", "valueCode": "en"}]}
    assert [english, english] == [document["_title"], document["item"][1]["answerOption"][0]["valueCoding"]["_display"]]
