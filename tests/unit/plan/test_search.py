"""A card is found by what somebody types: in their words, without accents, among what may be offered."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.safety import NOT_ASKED, SafetyState, Standing
from tests.support.paths import GOOD

JOURNEY = ik.load_path(GOOD / "journey")
SPANISH = ik.load_path(GOOD / "journey", locale="es")
CLEAR = SafetyState(Standing.CLEAR, frozenset(ik.Gate))
APART = SafetyState(Standing.APART)


def ids(text, catalogue=JOURNEY, **wishes):
    return [each.id for each in ik.search(catalogue, text, **wishes)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("bench", "calm.bench"),
        ("BENCHES", "calm.bench"),
        ("sitting on the porch", "calm.porch"),
        ("we want to dance", "zest.dance"),
        ("dancing", "zest.dance"),
        ("an argument about something", "zest.quarrel"),
    ],
)
def test_words_are_found_whatever_their_ending(text, first):
    assert first == ids(text, safety=CLEAR, stage="apart")[0]


def test_words_that_mean_nearly_the_same_are_found():
    assert "zest.quarrel" == ids("a big row", safety=CLEAR, stage="apart")[0]
    assert [] == ids("a big storm", safety=CLEAR)


def test_a_word_is_not_taken_for_a_small_one_that_its_beginning_is():
    note = attrs.evolve(JOURNEY.practices["calm.chair"], title="A note")
    noted = attrs.evolve(JOURNEY, programmes=(), practices=[attrs.evolve(note, easier=(), harder=())])
    assert ["calm.chair"] == ids("notes", noted)
    assert [] == ids("not", noted)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("a rainy day", "zest.dance"),
        ("with the children", "zest.dance"),
        ("bedtime", "calm.porch"),
        ("again", "calm.start-again"),
    ],
)
def test_a_card_is_found_by_its_moment_by_what_it_takes_and_by_what_it_is_for(text, first):
    assert first == ids(text, safety=CLEAR)[0]


def test_a_title_of_a_translated_card_can_be_looked_for():
    porch = SPANISH.practices["calm.porch"]
    assert porch.id == ids(porch.title, SPANISH)[0]


def test_it_speaks_the_language_of_the_catalogue_without_accents():
    assert "calm.porch" == ids("SIENTENSE en el pórche", SPANISH)[0]
    assert "calm.start-again" == ids("un comiénzo", SPANISH, safety=CLEAR)[0]


def test_a_word_in_the_title_weighs_more_than_one_in_the_steps():
    assert "calm.chair" == ids("chair")[0]


def test_without_words_all_that_fits_comes_in_its_order():
    offered = [each.id for each in JOURNEY.practices.values() if not each.gates]
    assert offered == ids("") == ids("  ")
    assert offered[:2] == ids("", most=2)
    assert [] == ids("to do it for the two of us")


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        ({"kind": "date"}, ["zest.dance"]),
        ({"kind": "phrase"}, ["calm.start-again"]),
        ({"kind": "ritual"}, ["calm.porch"]),
        ({"minutes": 5}, ["calm.chair", "calm.start-again"]),
        ({"mode": "solo"}, ["calm.chair", "calm.start-again"]),
        ({"topics": ["home"]}, ["calm.porch"]),
        ({"topics": ["zest"], "stage": "apart"}, ["zest.dance", "zest.quarrel", "zest.walk"]),
        ({"topics": ["zest"]}, ["zest.dance", "zest.walk"]),
        ({"topics": ["zest"], "distance": True, "stage": "apart"}, ["zest.quarrel"]),
        ({"exclude": ["calm", "touch"]}, ["zest.walk"]),
        ({"exclude": ["home", "conflict", "zest"]}, ["calm.bench", "calm.chair"]),
        ({"access": ["no-touch"], "topics": ["zest"]}, ["zest.dance", "zest.walk"]),
    ],
)
def test_wishes_leave_practices_out(wishes, expected):
    assert expected == ids("", safety=CLEAR, **wishes)


@pytest.mark.parametrize("text", ["", "dance", "quarrel row fight", "sit chair bench", "again"])
@pytest.mark.parametrize("state", [NOT_ASKED, CLEAR, APART, SafetyState(Standing.CLEAR, frozenset([ik.Gate.TOUCH]))])
def test_what_may_not_be_offered_leaves_no_trace(text, state):
    offered = [each for each in JOURNEY.practices.values() if state.offers(each)]
    without = attrs.evolve(
        JOURNEY, programmes=(), practices=[attrs.evolve(each, easier=(), harder=()) for each in offered]
    )
    assert [each.id for each in ik.search(without, text, safety=CLEAR)] == ids(text, safety=state)


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn", "Zl", "Zp"]), max_size=30))
def test_any_text_finds_some_practices_or_none(text):
    found = ids(text, most=3)
    assert set(found) <= set(JOURNEY.practices)
    assert len(found) <= 3


def test_a_catalogue_without_phrases_compares_whole_words():
    bare = attrs.evolve(JOURNEY, kit_phrases=(), synonyms=())
    assert ["calm.bench"] == ids("bench", bare)
    assert [] == ids("benches", bare)


def test_every_argument_that_makes_no_sense_is_named():
    with pytest.raises(ik.InvalidValue) as caught:
        ik.search(
            JOURNEY, 5, most=0, minutes=0, access="x", topics="y", exclude="z", kind="film", mode="alone", safety=None
        )
    paths = [each.path[0] for each in caught.value.problems]
    assert ["safety", "text", "most", "minutes", "access", "topics", "exclude", "kind", "mode"] == paths
