"""Translations are laid over whole texts, remember their language, and tell what they lack."""

import copy
import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit._values.record import structure
from intimacy_kit.content.text import Text, versions
from intimacy_kit.content.translation import TRANSLATIONS, chain, lay_over, shortcomings
from intimacy_kit.errors import Problems
from tests.support.features import SOURCE


def texts(**shelves):
    """A translation, built as from a file."""
    problems = Problems()
    built = {
        shelf: {id: structure(TRANSLATIONS[shelf], each, problems.at(shelf, id)) for id, each in given.items()}
        for shelf, given in shelves.items()
    }
    assert [] == list(problems)
    return built


def pseudo(catalogue):
    """A translation of everything that marks each text as a whole: [text]."""

    def mark(value):
        match value:
            case str():
                return value.replace(value, f"[{value}]")
            case dict():
                return {key: mark(each) for key, each in value.items()}
            case list():
                return [mark(each) for each in value]
        return value

    def plain(shelf, value):
        if shelf == "scales":
            return {str(getattr(c.answer, "value", c.answer)): f"[{c.label}]" for c in value.choices}
        full = value.to_dict()
        if shelf == "programmes":
            full["weeks"] = [{key: week[key] for key in ("title", "text")} for week in full["weeks"]]
        for kind, text in (("ritual", "agree_on"), ("phrase", "grates")) if shelf == "practices" else ():
            full[kind] = full[kind] and {text: full[kind][text]}
        kept = [f.name.rstrip("_") for f in attrs.fields(TRANSLATIONS[shelf]) if f.name.rstrip("_") in full]
        return {key: full[key] if key == "revision" else mark(full[key]) for key in kept if full[key] is not None}

    whole = {
        shelf: {v.id: plain(shelf, v) for v in getattr(catalogue, shelf).values()}
        for shelf in TRANSLATIONS
        if shelf != "pack"
    }
    return texts(**whole, pack={catalogue.pack.id: plain("pack", catalogue.pack)})


def test_a_chain_goes_from_general_to_specific():
    assert ("es",) == chain("es")
    assert ("zh", "zh-Hant", "zh-Hant-TW") == chain("zh-Hant-TW")


def test_a_text_remembers_its_language_and_what_it_stands_for():
    text = Text("hola", "es-MX", Text("¡hola!", "es", "hello"))
    assert "hola" == text
    assert [("es-MX", "hola"), ("es", "¡hola!"), (None, "hello")] == list(versions(text))
    for again in (pickle.loads(pickle.dumps(text)), copy.deepcopy(text)):
        assert list(versions(text)) == list(versions(again))


def test_no_text_that_a_person_reads_is_joined_from_pieces(catalogue):
    translated, problems = lay_over(catalogue, pseudo(catalogue), "qps")
    assert () == problems
    assert [] == list(shortcomings(catalogue, pseudo(catalogue)))
    for form in translated.forms:
        for view in ik.Perspective:
            checkin = ik.draw(translated, form=form, seed="s", perspective=view)
            assert "qps" == checkin.locale
            for question in checkin.questions:
                assert "qps" == question.locale
                assert question.text.startswith("[")
                assert question.text.endswith("]")
                assert all(choice.label == f"[{choice.label[1:-1]}]" for choice in question.choices)


def test_what_is_not_translated_stays_and_says_its_language(catalogue):
    given = texts(items={"listening.attention": {"revision": 1, "text": {"self": "escuchaste"}}})
    translated, _ = lay_over(catalogue, given, "es")
    assert ["es", None] == [locale for locale, _ in versions(translated.items["listening.attention"].text.self_)]
    assert [None] == [locale for locale, _ in versions(translated.items["listening.screen"].text.self_)]


def test_stem_and_phrase_are_never_of_two_languages(catalogue):
    given = texts(
        forms={"standard": {"stem": {"self": "¿Con qué frecuencia {item}?"}}},
        items={"listening.attention": {"revision": 1, "text": {"self": "escuchaste"}}},
    )
    translated, _ = lay_over(catalogue, given, "es")
    more, _ = lay_over(translated, texts(forms={"standard": {"stem": {"self": "¿Cada cuánto {item}?"}}}), "es-MX")
    for each in (translated, more):
        questions = {q.item_id: q for q in ik.draw(each, form="standard", seed="s").questions}
        attention, screen = questions["listening.attention"], questions["listening.screen"]
        assert ("es", "¿Con qué frecuencia escuchaste?") == (attention.locale, attention.text)
        assert "en" == screen.locale
        assert screen.text.startswith("In the last two weeks")


def test_answers_in_any_language_score_under_the_same_key(catalogue):
    translated, _ = lay_over(catalogue, pseudo(catalogue), "qps")
    assert ik.ScoringKey.from_form(catalogue, "full") == ik.ScoringKey.from_form(translated, "full")


def test_a_translation_tells_what_it_lacks_what_is_stale_and_what_is_left_over(catalogue):
    given = texts(
        pillars={"listening": {"title": "Escucha"}, "listenin": {"title": "x"}},
        scales={"frequency": {"0": "Nunca"}},
        items={"listening.attention": {"revision": 7, "text": {"self": "escuchaste"}}},
        practices={"support.good-news-welcome": {"revision": 1, "steps": ["Uno."], "access": {"no-speech": "x"}}},
    )
    found = {problem.path: problem for problem in shortcomings(catalogue, given)}
    assert "not translated: summary" == found["pillars", "listening"].message
    assert "left-over-translation" == found["pillars", "listenin"].code
    assert "did you mean 'listening'?" == found["pillars", "listenin"].remedy
    assert "choices.1, choices.2" in found["scales", "frequency"].message
    assert "Missing.DECLINED" not in found["scales", "frequency"].message
    assert "not translated: text.partner" == found["items", "listening.attention"].message
    assert "revision 7, and the text is at 1" in found["items", "listening.attention", "revision"].message
    assert "steps" in found["practices", "support.good-news-welcome"].message
    assert "not translated: title, about, pass_line" == found["pack", "intimacy-kit"].message


def test_a_list_of_another_length_is_not_laid_over(catalogue):
    given = texts(practices={"support.good-news-welcome": {"revision": 1, "steps": ["Uno."]}})
    translated, _ = lay_over(catalogue, given, "es")
    id = "support.good-news-welcome"
    assert catalogue.practices[id].steps == translated.practices[id].steps


def test_a_translated_stem_without_its_slot_is_a_problem_with_its_place(catalogue):
    _, problems = lay_over(catalogue, texts(forms={"pulse": {"stem": {"self": "¿Qué?"}}}), "es")
    assert [("bad-stem", ("forms", "pulse", "stem", "self"))] == [(each.code, each.path) for each in problems]


@pytest.mark.parametrize("value", [Text("a", "es", "b")])
def test_a_translated_text_is_plain_text_in_json(value):
    assert {"id": "x", "title": "a", "summary": "a", "model": "reflective"} == ik.Pillar("x", value, value).to_dict()


# Properties -------------------------------------------------------------------


tags = st.from_regex(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", fullmatch=True)
said = st.text("abcñ ", min_size=1).map(str.strip).filter(bool)


def part_of(catalogue, ids):
    """The pseudo-translation of some pillars and items only, of those given."""
    whole = pseudo(catalogue)
    return {shelf: {id: each for id, each in whole[shelf].items() if id in ids} for shelf in ("pillars", "items")}


@st.composite
def translated(draw):
    """A catalogue, the ids of some of its pillars and items, and their translation."""
    catalogue = draw(testing.catalogues())
    ids = draw(st.sets(st.sampled_from([*catalogue.pillars, *catalogue.items])))
    return catalogue, ids, part_of(catalogue, ids)


@given(tags)
def test_each_language_of_a_chain_adds_one_part_to_the_one_before(tag):
    found = chain(tag)
    assert tag == found[-1]
    assert [each.rpartition("-")[0] for each in found] == ["", *found[:-1]]


@given(st.lists(st.tuples(tags, said), max_size=4), said)
def test_a_text_gives_back_all_that_it_was_laid_over(layers, own):
    text = own
    for tag, translation in layers:
        text = Text(translation, tag, text)
    assert [*reversed(layers), (None, own)] == list(versions(text))


@given(translated())
def test_texts_that_are_translated_change_and_all_others_stay(found):
    catalogue, ids, translation = found
    over, problems = lay_over(catalogue, translation, "qps")
    assert () == problems
    for pillar in catalogue.pillars.values():
        assert (f"[{pillar.title}]" if pillar.id in ids else pillar.title) == over.pillars[pillar.id].title
    for item in catalogue.items.values():
        assert (f"[{item.text.self_}]" if item.id in ids else item.text.self_) == over.items[item.id].text.self_


@given(translated())
def test_a_part_of_a_translation_lacks_exactly_the_rest(found):
    catalogue, ids, translation = found
    lacking = {p.path[1] for p in shortcomings(catalogue, translation) if p.path[0] in ("pillars", "items")}
    assert {*catalogue.pillars, *catalogue.items} - ids == lacking


@given(translated())
def test_a_translation_laid_on_twice_reads_as_once(found):
    catalogue, _, translation = found
    once, _ = lay_over(catalogue, translation, "qps")
    assert once == lay_over(once, translation, "qps")[0]


@given(translated(), st.data())
def test_a_translation_scores_no_answer_otherwise(found, data):
    catalogue, _, translation = found
    over, _ = lay_over(catalogue, translation, "qps")
    response = data.draw(testing.responses(catalogue=catalogue))
    assert ik.score(response) == ik.score(ik.Response.from_dict(over, response.to_dict()))


def test_a_choice_without_a_label_needs_no_translation(catalogue):
    ends = (ik.Choice("never", 1), ik.Choice(value=2), ik.Choice("always", 3))
    own = attrs.evolve(catalogue, scales=[*catalogue.scales.values(), ik.ResponseScale("ends", ends)])
    (lacking,) = [problem.message for problem in shortcomings(own, {}) if problem.path[:2] == ("scales", "ends")]
    assert "not translated: choices.1, choices.3" == lacking


def test_the_words_of_scales_scores_forms_and_variants_are_translated():
    own = ik.Catalogue(
        pack=ik.Pack("p", "1.0", "P", "CC0-1.0", "en"),
        pillars=[ik.Pillar("calm", "Calm", "At ease.")],
        scales=[ik.ResponseScale("slider", range=ik.Range(0, 1, low_label="Low", high_label="High"))],
        items=[
            ik.Item(
                "a", "calm", "slider", ik.Role.SCORED, ik.Wording("sit"), variants={"apart": ik.Variant("sit alone")}
            )
        ],
        forms=[ik.Form("f", "F", stem=ik.Wording("Do you {item}?"), instructions="Take your time.")],
        sources=[SOURCE],
        scores=[ik.ScoreRule("calm", "Calm", ("a",), levels=(ik.Level("low", 0, 100),), levels_source="s")],
    )
    plain = {
        "scales": {"slider": {"low": "Bajo", "high": "Alto"}},
        "items": {
            "a": {
                "text": {"self": "sentarte"},
                "variants": {"apart": {"self": "a solas", "revision": 1}},
                "revision": 1,
            }
        },
        "forms": {"f": {"title": "F", "stem": {"self": "¿{item}?"}, "instructions": "Sin prisa."}},
        "scores": {"calm": {"title": "Calma", "levels": {"low": "bajo"}}},
        "pillars": {"calm": {"title": "Calma", "summary": "En calma."}},
        "pack": {"p": {"title": "P"}},
    }
    translated, problems = lay_over(own, texts(**plain), "es")
    assert () == problems
    assert "Bajo" == translated.scales["slider"].range.low_label
    assert "a solas" == translated.items["a"].variants["apart"].self_
    assert "Sin prisa." == translated.forms["f"].instructions
    assert "bajo" == translated.scores["calm"].levels[0].label
    assert [] == list(shortcomings(own, texts(**plain)))
    lacking = {**plain, "scales": {"slider": {"low": "Bajo"}}, "scores": {"calm": {"title": "Calma", "levels": {}}}}
    del lacking["items"]["a"]["variants"]
    missing = [problem.message for problem in shortcomings(own, texts(**lacking))]
    assert ["range.high", "variants.apart.self", "levels.low"] == [
        message.removeprefix("not translated: ") for message in missing
    ]
