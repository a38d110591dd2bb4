"""Phrases: the sentences of reports come from the pack, or else from the kit, in the language asked for."""

import ast
import pickle
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit import content, history, reports, safety, scoring
from intimacy_kit.content import spoken_date, spoken_list, spoken_minutes, spoken_number, spoken_source
from intimacy_kit.packs.files import built_in
from tests.support import catalogues, small_catalogue
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
        catalogues.built_in().phrase("minutes")


@pytest.mark.parametrize("text", ["{", "}", "{}", "{a.b}", "{a[0]}", "{a!r}", "{A}", "{{a}}", "{0}"])
def test_a_brace_outside_of_a_placeholder_is_a_problem(text):
    with pytest.raises(ik.InvalidValue, match="bad-placeholder"):
        ik.Phrase("x", text)


def test_an_empty_phrase_is_a_problem():
    with pytest.raises(ik.InvalidValue, match="empty-text"):
        ik.Phrase("x", "")


def test_a_phrase_may_begin_and_end_with_a_blank():
    assert " and " == ik.Phrase("and", " and ").filled({})


def test_an_unknown_phrase_names_the_nearest():
    with pytest.raises(ik.UnknownId, match="there is no phrase 'minuts'; did you mean 'minutes'"):
        catalogues.built_in().phrase("minuts")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("locale", "you"), [(None, "You"), ("en-GB", "You"), ("es", "Tú"), ("es-MX", "Tú"), ("pt-BR", "Você")]
)
def test_the_kit_speaks_its_languages(locale, you):
    assert you == catalogues.built_in(locale).phrase("you")


@pytest.mark.parametrize(
    ("own", "asked", "you"),
    [
        ("en", None, "You"),
        ("en", "es", "Tú"),
        ("en", "it", "You"),
        ("es-MX", None, "Tú"),
        ("es", "it", "Tú"),
        ("es", "fr", "Toi"),
        ("es", "en", "You"),
        ("it", None, "You"),
        ("de", None, "Du"),
        ("de", "es-MX", "Tú"),
    ],
)
def test_a_pack_without_a_phrase_falls_back_to_the_kit_in_the_language_asked_for(own, asked, you):
    assert you == ik.load_path(pack(locale=own), locale=asked).phrase("you")


def test_a_pack_has_its_own_phrase_and_its_own_translation():
    own = pack(b"- {id: you, text: Thou}\n", fr=b"you: Toi\n")
    assert "Thou" == ik.load_path(own).phrase("you")
    assert "Toi" == ik.load_path(own, locale="fr").phrase("you")
    assert "L’autre" == ik.load_path(own, locale="fr").phrase("your-partner")
    assert () == ik.check_path(own)


def test_a_translation_is_only_of_the_phrases_of_its_pack():
    own = pack(b"- {id: you, text: Thou}\n- {id: more, text: More}\n", fr=b"you: {text: Toi}\n")
    lacking = [each for each in ik.check_translation(own, "fr") if each.file == "phrases.yaml"]
    assert [("missing-translation", 2, 3)] == [(each.code, each.line, each.column) for each in lacking]


def test_a_pack_on_top_speaks_in_place_of_the_kit():
    catalogue = ik.load(packs=[upper(b"- {id: you, text: Thou}\n")])
    assert ("Thou", "Your partner") == (catalogue.phrase("you"), catalogue.phrase("your-partner"))


def test_a_merged_catalogue_speaks_in_place_of_this_one():
    catalogue = catalogues.built_in().merge(ik.load_path(pack(b"- {id: you, text: Thou}\n")))
    assert ("Thou", "Your partner") == (catalogue.phrase("you"), catalogue.phrase("your-partner"))


def upper(phrases):
    """A pack of phrases only."""
    return Memory({"pack.yaml": MINIMAL["pack.yaml"], "phrases.yaml": phrases})


@pytest.mark.parametrize(
    "check", [lambda: ik.check_path(pack(ODD)), lambda: ik.check_path(upper(ODD), base=catalogues.built_in())]
)
def test_a_phrase_needs_the_placeholders_of_the_kits_phrase(check):
    assert [
        "phrases.yaml:1:23 bad-placeholder  the placeholders of the phrase 'minutes' differ from the original's;"
        " use each of these: {count}"
    ] == [str(each) for each in check()]


ODD = b"- {id: minutes, text: minutes}\n"


def test_merging_checks_placeholders_too():
    odd = attrs.evolve(ik.load_path(pack()), phrases=[ik.Phrase("minutes", "minutes")])
    with pytest.raises(ik.PackError, match="bad-placeholder"):
        catalogues.built_in().merge(odd)


@pytest.mark.parametrize("text", ["fin", "{n} {m}", "{n} {"])
def test_a_translated_phrase_needs_the_placeholders_of_the_original(text):
    files = pack(b"- {id: own, text: 'end {n}'}\n", fr=f"own: '{text}'\n".encode())
    found = [each for each in ik.check_translation(files, "fr") if each.code == "bad-placeholder"]
    assert [("locales/fr/phrases.yaml", 1, 6)] == [(each.file, each.line, each.column) for each in found]
    with pytest.raises(ik.PackError, match="locales/fr/phrases.yaml:1:6 bad-placeholder"):
        ik.load_path(files, locale="fr")


def test_a_catalogue_made_by_hand_speaks_when_it_is_given_phrases():
    by_hand = attrs.evolve(catalogues.built_in(), phrases=())
    with pytest.raises(ik.UnknownId, match="there is no phrase 'you'"):
        by_hand.phrase("you")
    assert "You" == attrs.evolve(by_hand, kit_phrases=catalogues.built_in().phrases).phrase("you")


def test_a_catalogue_keeps_its_kit_phrases_when_it_is_pickled():
    assert "Tú" == pickle.loads(pickle.dumps(ik.load_path(pack(), locale="es"))).phrase("you")


def test_the_kits_translations_have_the_placeholders_of_its_phrases():
    assert () == ik.check_translation(built_in(), "es")


# The kit's own phrases --------------------------------------------------------------

SOURCE = Path(ik.__file__).parent
VOCABULARIES = (
    *(f"page-gate-{gate}" for gate in ("conflict", "vulnerability", "forgiveness")),
    *(f"mode-{each.value}" for each in ik.Mode),
    *(f"cadence-{each.value}" for each in ik.Cadence),
    *(f"access-{each.value}" for each in ik.Access),
    *(f"fit-{each.value}" for each in ik.Fit),
    *(f"source-{each.value}" for each in ik.Fit),
    *(f"safety-{id}" for id in safety.SAFETY_QUESTIONS),
    *(f"safety-answer-{each.value}" for each in safety.SafetyAnswer),
    *(each.value for each in ik.Reason),
    *(f"error-{each.value}" for each in scoring.ReliabilityKind),
    *("months-short", "date-short"),
    *(f"anchor-{each.value}" for each in content.Anchor),
    *(f"budget-{each.value}" for each in content.Budget),
    *(f"energy-{each.value}" for each in content.Energy),
    *(f"job-{each.value}" for each in content.Job),
    *(f"place-{each.value}" for each in content.Place),
    *(f"season-{each.value}" for each in content.Season),
    *(f"weather-{each.value}" for each in content.Weather),
)
"""Phrases whose ids the source puts together from the words of a vocabulary."""


def literals_of_the_source():
    """Return every text that the source writes out."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py")]
    scripts = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.js"))
    in_python = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return in_python | set(re.findall(r'"([a-z-]+)"', scripts))


def asked_for():
    """Return the first argument of every call of `phrase` in the source that is written out."""
    calls = [
        node.args[0]
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "phrase" and node.args
    ]
    return {each.value for call in calls for each in ast.walk(call) if isinstance(each, ast.Constant)}


@pytest.mark.parametrize(
    ("locale", "cadence", "words"),
    [(None, "daily", "daily"), (None, "three-weekly", "three times a week"), ("es", "as-needed", "cuando haga falta")],
)
def test_a_cadence_has_words_in_each_language(locale, cadence, words):
    assert words == catalogues.built_in(locale).phrase(f"cadence-{ik.Cadence(cadence)}")


@pytest.mark.slow
def test_no_phrase_is_left_over():
    assert set() == set(catalogues.built_in().phrases) - literals_of_the_source() - set(VOCABULARIES)


def test_every_phrase_that_the_source_asks_for_is_there():
    there = set(catalogues.built_in().phrases)
    stems = tuple({id.rpartition("-")[0] + "-" for id in there} | {"months", "date", "access-", "safety-answer-"})
    assert [] == [id for id in asked_for() if id not in there and not str(id).startswith(stems) and id not in _PARTS]
    assert set(VOCABULARIES) <= there


_PARTS = {1, 2, ""}  # numbers in conditions


def test_a_third_language_needs_no_python():
    invented = {
        id: f"⟦{id} {' '.join(f'{{{name}}}' for name in sorted(each.placeholders))}⟧"
        for id, each in catalogues.built_in().phrases.items()
    }
    invented |= {"months": ", ".join("⟦m⟧" for _ in range(12)), "months-short": ", ".join("⟦m⟧" for _ in range(12))}
    catalogue = attrs.evolve(small_catalogue.CATALOGUE, kit_phrases=[ik.Phrase(*each) for each in invented.items()])
    drawn = ik.draw(catalogue, form="long", seed="s")
    answers = {id: None if id.startswith("opening") else 7303 for id in drawn.item_ids}
    response = drawn.answer(answers | {"hearing.s0": 7301, "opening.watch": 7301}, on=date(2026, 11, 23))
    result = ik.score(response)
    shares = ik.Sharing(own=small_catalogue.PILLARS)
    view = ik.couple_view(a=ik.Side(result, shares), b=ik.Side(result, shares))
    said = [
        *(
            reports.report(catalogue, each).to_text(width=1000)
            for each in (result, ik.recommend(catalogue, result), ik.recommend(catalogue, response))
        ),
        reports.report(catalogue, view).to_text(width=1000),
        *(reports.figure(catalogue, each).alt for each in (result, history.history([result]), view)),
        reports.report(catalogue, history.history([result])).to_text(width=1000),
        *safety.safety_check(catalogue).labels.values(),
        safety.safety_check(catalogue).notice,
        *(question.text for question in safety.safety_check(catalogue).questions),
        safety.help_text(catalogue, None, country="NZ", on=date(2026, 11, 23)),
        safety.private_note(catalogue, response),
        safety.device_note(catalogue, {safety.PRIVATE_DEVICE: "no"}),
        safety.opening_note(catalogue),
        scoring.caution(catalogue),
        scoring.why(catalogue, result["opening"]),
    ]
    own = "Hearing|Opening|Resting|Long|The|hearing|opening|resting|walk|list|Something|to|do|it|Someone|s0|s4|A|part"
    own += "|Never|Sometimes"
    for text in said:
        outside = re.sub(r"⟦[a-z0-9-]*|⟧", " ", text)
        assert [] == re.findall(rf"\b(?!(?:{own})\b)[^\W\d_]{{2,}}", outside), text


def test_the_help_text_in_spanish_is_spanish():
    text = safety.help_text(catalogues.built_in("es"), None, country="MX", on=date(2026, 11, 23))
    assert text.startswith("Si estás en peligro ahora, el número de emergencias")


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        (0, "0"),
        (0.49999999999999994, "0"),
        (37.5, "38"),
        (62.5, "63"),
        (62.4, "62"),
        (Fraction(125, 2), "63"),
        (100.0, "100"),
    ],
)
def test_numbers_are_rounded_half_up(number, spoken):
    assert spoken == spoken_number(number)


def test_dates_are_said_as_the_phrases_have_them():
    english, spanish = catalogues.built_in(), catalogues.built_in("es")
    assert "26 October 2026" == spoken_date(english, date(2026, 10, 26))
    assert "26 de octubre de 2026" == spoken_date(spanish, date(2026, 10, 26))
    assert "26 oct 2026" == spoken_date(spanish, date(2026, 10, 26), short=True)


def test_the_first_of_a_month_is_written_as_each_language_has_it():
    said = {tag: spoken_date(catalogues.built_in(tag), date(2026, 11, 1)) for tag in ("de", "en", "es", "fr", "pt-BR")}
    assert {
        "de": "1. November 2026",
        "en": "1 November 2026",
        "es": "1 de noviembre de 2026",
        "fr": "1er novembre 2026",
        "pt-BR": "1º de novembro de 2026",
    } == said
    assert "1er nov. 2026" == spoken_date(catalogues.built_in("fr"), date(2026, 11, 1), short=True)


def test_lists_and_durations_are_said_as_the_phrases_have_them():
    english, spanish = catalogues.built_in(), catalogues.built_in("es")
    assert ["", "a", "a and b", "a, b and c"] == [spoken_list(english, "abc"[:n]) for n in range(4)]
    assert "a, b y c" == spoken_list(spanish, "abc")
    assert ("1 minute", "2 minutos") == (spoken_minutes(english, 1), spoken_minutes(spanish, 2))


@pytest.mark.parametrize(
    ("authors", "citation"),
    [
        ("World Health Organization", "World Health Organization (2001)"),
        ("McNulty, J. K.", "McNulty (2001)"),
        ("Kelly, J. B.; Johnson, M. P.", "Kelly and Johnson (2001)"),
        ("Weger, H.; Castle Bell, G.; Minei, E. M.", "Weger et al. (2001)"),
        ("Lucier-Greer, M.; and others", "Lucier-Greer et al. (2001)"),
        ("Joel, S.; Eastwick, P. W.; and 82 others", "Joel et al. (2001)"),
        (None, "“Something” (2001)"),
    ],
)
def test_a_source_is_cited_by_its_first_names(authors, citation):
    source = attrs.evolve(small_catalogue.CATALOGUE.sources["someone2001"], authors=authors, title="Something")
    assert citation == spoken_source(catalogues.built_in(), source)


@pytest.mark.parametrize(
    ("authors", "cited"),
    [("One, A.", "One (2001)"), ("One, A.; Two, B.", "One y Two (2001)"), ("One, A.; Two, B.; C", "One et al. (2001)")],
)
def test_a_source_is_cited_in_the_language_of_the_catalogue(authors, cited):
    source = attrs.evolve(small_catalogue.CATALOGUE.sources["someone2001"], authors=authors)
    assert cited == spoken_source(catalogues.built_in("es"), source)
