"""Languages, markup, and choices that say that there is no value, as people write them."""

import pytest

from intimacy_kit.interop._importers.words import clean, gap_of, has_markup, is_unsure, joined, language_of, words


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  two\n lines ", "two lines"),
        ("<p>One</p><p>Two</p>", "One Two"),
        ("<script>alert(1)</script>Hello<!-- x -->", "Hello"),
        ("a < b and c > d", "a < b and c > d"),
        ("<mixed> signs", "<mixed> signs"),
        ("Tom &amp; Ada &lt;3", "Tom & Ada <3"),
        ("\u202eabc\x00", "abc"),
        ("\u200b", ""),
        (None, ""),
        (4, "4"),
        ("x" * 20_000, "x" * 10_000),
    ],
)
def test_a_text_is_one_line_without_markup(text, plain):
    assert plain == clean(text)


def test_markup_is_known():
    assert [True, False, False] == [has_markup(each) for each in ("<b>x</b>", "a < b", None)]


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Prefer not to answer", "prefer-not-to-say"),
        ("I’d rather not say.", "prefer-not-to-say"),
        ("Refused", "prefer-not-to-say"),
        ("Keine Angabe", "prefer-not-to-say"),
        ("Prefiero no contestar", "prefer-not-to-say"),
        ("N/A", "does-not-apply"),
        ("Does not apply to me", "does-not-apply"),
        ("Sans objet", "does-not-apply"),
        ("Não se aplica", "does-not-apply"),
        ("Did not come up", "did-not-come-up"),
        ("No occasion", "did-not-come-up"),
        ("No", None),
        ("Not at all", None),
        ("Never", None),
    ],
)
def test_a_choice_that_is_no_value_is_known_by_its_words(label, code):
    assert code == gap_of(label)


def test_who_does_not_know_is_unsure():
    assert [True, True, False] == [is_unsure(each) for each in ("Don't know", "No sé", "Maybe")]


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("English", "en"),
        ("English (en)", "en"),
        ("es-MX (es)", "es-MX"),
        ("pt_BR", "pt-BR"),
        ("Deutsch", "de"),
        ("", None),
    ],
)
def test_a_language_is_known_by_name_or_tag(name, tag):
    assert tag == language_of(name)


def test_texts_are_joined_in_each_language_that_both_have():
    assert {"en": "How often: walk?"} == joined({"en": "How often:", "es": "¿Con qué:"}, {"en": "walk?"})
    assert {"de": "gehen?"} == joined({"en": "How often:"}, {"de": "gehen?"})
    assert {"en": "walk?"} == joined({}, {"en": "walk?"})
    assert {} == words("  ")
