"""A prompt, a week of a programme and each kind of card in words, in the language of the catalogue."""

import re
from datetime import date

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit.content import Anchor, Budget, Energy, Job, Place, Season, Weather
from intimacy_kit.plan import related
from intimacy_kit.reports import report
from intimacy_kit.safety import SafetyState, Standing
from tests.support.catalogues import built_in
from tests.support.paths import GOOD

JOURNEY = ik.load_path(GOOD / "journey")
SPANISH = ik.load_path(GOOD / "journey", locale="es")
VOCABULARIES = {
    "anchor": Anchor,
    "budget": Budget,
    "energy": Energy,
    "job": Job,
    "place": Place,
    "season": Season,
    "weather": Weather,
}


def lines(value, catalogue=JOURNEY):
    return [line for line in report(catalogue, value).to_text(width=200).splitlines() if line]


def test_a_prompt_has_its_options_what_comes_next_and_the_line_on_passing():
    assert [
        "Una pregunta para hoy",
        "¿Qué asiento elegirías?",
        "1. La ventana",
        "2. El pasillo",
        "3. El suelo",
        "Y después: ¿Qué tiene de bueno?",
        "You can pass, and no reason is needed.",
    ] == lines(SPANISH.prompts["calm.prompt.seat"], SPANISH)
    assert 3 == len(lines(JOURNEY.prompts["calm.prompt.chair"]))


def test_without_a_line_on_passing_there_is_none():
    silent = attrs.evolve(
        JOURNEY, pack=attrs.evolve(JOURNEY.pack, pass_line=None), prompts=[], practices=[], programmes=[]
    )
    assert ["A question for today", "Which chair do you like best?"] == lines(
        JOURNEY.prompts["calm.prompt.chair"], silent
    )


def test_a_week_says_what_waits_how_to_do_it_another_way_and_how_to_stop():
    week = ik.programme(JOURNEY, "two-weeks", start=date(2026, 11, 2), on=date(2026, 11, 2), access=["no-speech"])
    assert [
        "Two weeks of sitting",
        "Sitting",
        "Find out how you like to sit.",
        "1. The bench",
        "   Sit on a bench together.",
        "   20 minutes · weekly",
        "   Another way: Sit in silence.",
        "2. The porch at night",
        "   Before bed, sit on the porch.",
        "   10 minutes · daily",
        "3. Which chair do you like best?",
        "   To talk about",
        "Take what waits in any order, in your own time. Leave out what does not suit you.",
        "To stop: Stop whenever you like.",
    ] == lines(week)


def test_between_weeks_and_after_the_last_there_is_nothing_to_do():
    day = date(2026, 11, 2)
    before = ik.programme(JOURNEY, "one-chair", start=day, on=date(2026, 11, 1))
    said = "The next week opens on 2 November 2026. Until then there is nothing that you have to do."
    assert ["One chair", said, "To stop: Stand up."] == lines(before)
    over = ik.programme(JOURNEY, "one-chair", start=day, on=day, done=["1.practice.calm.chair"])
    assert ["One chair", "Nothing waits here.", "To stop: Stand up."] == lines(over)


def test_the_check_in_of_a_week_is_a_step():
    week = ik.programme(JOURNEY, "two-weeks", start=date(2026, 1, 1), on=date(2026, 11, 2), exclude=["calm"])
    assert "2. Check-in: All of it" in lines(week)


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("calm.porch", ["When: at bedtime", "Agree on: Who brings the cushions. When it ends."]),
        ("calm.start-again", ["What it is for: to start again", "May grate: When it is said to end a talk."]),
        (
            "zest.dance",
            [
                "What it takes: at home · free · takes a lot of energy · in winter · in the rain · on a cold day · "
                "works with children around"
            ],
        ),
    ],
)
def test_each_kind_of_card_says_what_makes_it_one(id, expected):
    said = lines(JOURNEY.practices[id])
    assert expected == [line for line in said if line in expected]
    assert ("1. " in "\n".join(said)) == bool(JOURNEY.practices[id].steps)


def test_a_date_that_needs_nothing_says_so_briefly():
    plain = attrs.evolve(JOURNEY.practices["zest.dance"], date=ik.DateIdea(Budget.LOW, Place.NATURE, Energy.LOW))
    assert "What it takes: in nature · costs little · takes little energy" in lines(plain)


def test_what_goes_with_a_card_is_what_may_be_offered():
    clear = SafetyState(Standing.CLEAR, frozenset([ik.Gate.TOUCH]))
    assert [
        "Asks less of you",
        "1. A chair for one",
        "   Sit down by yourself.",
        "Asks more of you",
        "1. Dance in the kitchen",
        "   Dance to three songs.",
        "To talk about",
        "1. Which chair do you like best?",
    ] == lines(related(JOURNEY, "calm.bench", safety=clear))
    assert [] == lines(related(JOURNEY, "calm.chair", safety=SafetyState(Standing.APART)))


def test_a_week_and_a_question_are_html_that_escapes_what_a_pack_says():
    odd = attrs.evolve(JOURNEY.prompts["calm.prompt.seat"], text="<b>Which?</b>")
    html = re.sub(' dir="auto"|</?bdi>', "", report(JOURNEY, odd).to_html())
    assert "<h2>A question for today</h2><p>&lt;b&gt;Which?&lt;/b&gt;</p><ol><li>The window</li>" in html
    progress = ik.programme(JOURNEY, "two-weeks", start=date(2026, 11, 2), on=date(2026, 11, 2))
    week = re.sub(' dir="auto"|</?bdi>', "", report(JOURNEY, progress).to_html())
    assert "<p>Find out how you like to sit.</p><ol><li>" in week


@pytest.mark.parametrize("locale", ["en", "es", "fr", "de", "pt-BR"])
def test_each_word_of_each_vocabulary_has_a_phrase(locale):
    catalogue = built_in(locale)
    for name, words in VOCABULARIES.items():
        phrases = [catalogue.phrase(f"{name}-{word.value}") for word in words]
        assert len(phrases) == len(set(phrases))
