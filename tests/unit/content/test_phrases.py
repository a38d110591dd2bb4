"""Phrases: the sentences of reports come from the pack, or else from the kit, in the language asked for."""

import pickle

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit.packs.files import built_in
from tests.support.memory_pack import Memory, folder
from tests.support.paths import GOOD

MINIMAL = folder(GOOD / "minimal")


def pack(phrases=None, locale="en", **translations):
    """The minimal pack with phrases of its own, and with translations of them."""
    files = {**MINIMAL, "pack.yaml": MINIMAL["pack.yaml"].replace(b"locale: en", f"locale: {locale}".encode())}
    if phrases is not None:
        files["phrases.yaml"] = phrases
    return Memory({**files, **{f"locales/{tag}/phrases.yaml": data for tag, data in translations.items()}})


def test_a_phrase_is_filled_in():
    assert "2 minutes" == ik.Phrase("minutes", "{count} minutes").filled({"count": 2, "unused": 1})


def test_a_value_that_looks_like_a_placeholder_is_left_as_it_is():
    assert "{b} and x" == ik.Phrase("x", "{a} and {b}").filled({"a": "{b}", "b": "x"})


def test_a_placeholder_without_a_value_is_one_clear_error():
    with pytest.raises(ik.InvalidValue, match="bad-placeholder  the phrase 'minutes' needs count"):
        ik.load().phrase("minutes")


@pytest.mark.parametrize("text", ["{", "}", "{}", "{a.b}", "{a[0]}", "{a!r}", "{A}", "{{a}}", "{0}"])
def test_a_brace_outside_of_a_placeholder_is_a_problem(text):
    with pytest.raises(ik.InvalidValue, match="bad-placeholder"):
        ik.Phrase("x", text)


def test_an_empty_phrase_is_a_problem():
    with pytest.raises(ik.InvalidValue, match="empty-text"):
        ik.Phrase("x", "")


def test_a_phrase_may_begin_and_end_with_a_blank():
    assert " and " == ik.load().phrase("and")


def test_an_unknown_phrase_names_the_nearest():
    with pytest.raises(ik.UnknownId, match="there is no phrase 'minuts'; did you mean 'minutes'"):
        ik.load().phrase("minuts")


@pytest.mark.parametrize(("locale", "you"), [(None, "You"), ("en-GB", "You"), ("es", "Tú"), ("es-MX", "Tú")])
def test_the_kit_speaks_its_languages(locale, you):
    assert you == ik.load(locale=locale).phrase("you")


@pytest.mark.parametrize(
    ("own", "asked", "you"),
    [
        ("en", None, "You"),
        ("en", "es", "Tú"),
        ("en", "fr", "You"),
        ("es-MX", None, "Tú"),
        ("es", "fr", "Tú"),
        ("es", "en", "You"),
        ("de", None, "You"),
        ("de", "es-MX", "Tú"),
    ],
)
def test_a_pack_without_a_phrase_falls_back_to_the_kit_in_the_language_asked_for(own, asked, you):
    assert you == ik.load_path(pack(locale=own), locale=asked).phrase("you")


def test_a_pack_has_its_own_phrase_and_its_own_translation():
    own = pack(b"- {id: you, text: Thou}\n", fr=b"you: Toi\n")
    assert "Thou" == ik.load_path(own).phrase("you")
    assert "Toi" == ik.load_path(own, locale="fr").phrase("you")
    assert "Your partner" == ik.load_path(own, locale="fr").phrase("your-partner")
    assert () == ik.check_path(own)


def test_a_translation_is_only_of_the_phrases_of_its_pack():
    own = pack(b"- {id: you, text: Thou}\n- {id: more, text: More}\n", fr=b"you: {text: Toi}\n")
    lacking = [each for each in ik.check_translation(own, "fr") if each.file == "phrases.yaml"]
    assert [("missing-translation", 2, 3)] == [(each.code, each.line, each.column) for each in lacking]


def test_a_pack_on_top_speaks_in_place_of_the_kit():
    catalogue = ik.load(packs=[upper(b"- {id: you, text: Thou}\n")])
    assert ("Thou", "Your partner") == (catalogue.phrase("you"), catalogue.phrase("your-partner"))


def test_a_merged_catalogue_speaks_in_place_of_this_one():
    catalogue = ik.load().merge(ik.load_path(pack(b"- {id: you, text: Thou}\n")))
    assert ("Thou", "Your partner") == (catalogue.phrase("you"), catalogue.phrase("your-partner"))


def upper(phrases):
    """A pack of phrases only."""
    return Memory({"pack.yaml": MINIMAL["pack.yaml"], "phrases.yaml": phrases})


@pytest.mark.parametrize("check", [lambda: ik.check_path(pack(ODD)), lambda: ik.check_path(upper(ODD), base=ik.load())])
def test_a_phrase_needs_the_placeholders_of_the_kits_phrase(check):
    assert [
        "phrases.yaml:1:23 bad-placeholder  the placeholders of the phrase 'minutes' differ from the original's;"
        " use each of these: {count}"
    ] == [str(each) for each in check()]


ODD = b"- {id: minutes, text: minutes}\n"


def test_merging_checks_placeholders_too():
    odd = attrs.evolve(ik.load_path(pack()), phrases=[ik.Phrase("minutes", "minutes")])
    with pytest.raises(ik.PackError, match="bad-placeholder"):
        ik.load().merge(odd)


@pytest.mark.parametrize("text", ["fin", "{n} {m}", "{n} {"])
def test_a_translated_phrase_needs_the_placeholders_of_the_original(text):
    files = pack(b"- {id: own, text: 'end {n}'}\n", fr=f"own: '{text}'\n".encode())
    found = [each for each in ik.check_translation(files, "fr") if each.code == "bad-placeholder"]
    assert [("locales/fr/phrases.yaml", 1, 6)] == [(each.file, each.line, each.column) for each in found]
    with pytest.raises(ik.PackError, match="locales/fr/phrases.yaml:1:6 bad-placeholder"):
        ik.load_path(files, locale="fr")


def test_a_catalogue_made_by_hand_speaks_when_it_is_given_phrases():
    by_hand = attrs.evolve(ik.load(), phrases=())
    with pytest.raises(ik.UnknownId, match="there is no phrase 'you'"):
        by_hand.phrase("you")
    assert "You" == attrs.evolve(by_hand, kit_phrases=ik.load().phrases).phrase("you")


def test_a_catalogue_keeps_its_kit_phrases_when_it_is_pickled():
    assert "Tú" == pickle.loads(pickle.dumps(ik.load_path(pack(), locale="es"))).phrase("you")


def test_the_kits_translations_have_the_placeholders_of_its_phrases():
    assert () == ik.check_translation(built_in(), "es")


def test_the_phrases_are_those_that_reports_had():
    from intimacy_kit._phrases import PHRASES

    english = ik.load().phrases
    spanish = ik.load(locale="es").phrases
    assert dict(PHRASES["en"]) == {id: each.text for id, each in english.items()}
    assert dict(PHRASES["es"]) == {id: str(each.text) for id, each in spanish.items()}
