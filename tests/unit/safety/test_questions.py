"""The private questions, the notes that go with them, and help from rows that expire."""

import re
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import safety
from intimacy_kit.safety import HelpRow, SafetyAnswer, assess, device_note, help_rows, help_text, private_note
from tests.support.catalogues import built_in
from tests.support.small_catalogue import CATALOGUE, HIGH, LOW, VALUES, same_answers

DAY = date(2026, 11, 23)
WORDS = {id: each.text for id, each in built_in().phrases.items()}
TEXTS = [
    text
    for locale in (None, "es")
    for id, text in ((id, str(each.text)) for id, each in built_in(locale).phrases.items())
    if id.startswith("safety-") or id in {"opening-note", "device-note", "private-note", "help-text"}
]


# The questions -------------------------------------------------------------------------


def test_all_problems_come_at_once_and_hold_no_answer():
    with pytest.raises(ik.InvalidValue) as caught:
        assess({"afriad": "no", "afraid": "sometimes he", 7: "yes"}, chosen=["touch"])
    assert 4 == len(caught.value.problems)
    assert "did you mean 'afraid'?" in str(caught.value)
    assert "sometimes" not in str(caught.value)


def test_answers_that_are_no_mapping_are_refused():
    with pytest.raises(ik.InvalidValue, match="not a mapping"):
        assess(["yes", "no"])
    with pytest.raises(ik.InvalidValue, match="not a mapping"):
        device_note(CATALOGUE, "no")


@pytest.mark.parametrize(("answer", "noted"), [("no", True), ("unsure", True), ("yes", False), ("skip", False)])
def test_a_device_that_may_not_be_private_brings_a_note(answer, noted):
    assert (WORDS["device-note"] if noted else None) == device_note(CATALOGUE, {safety.PRIVATE_DEVICE: answer})


def test_the_check_says_that_it_is_no_screening_instrument():
    check = safety.safety_check(CATALOGUE)
    assert "not a test or a screening instrument" in check.notice
    assert set(SafetyAnswer) == set(check.labels)
    assert check == safety.SafetyCheck.from_dict(check.to_dict())


# The note on a sentinel ------------------------------------------------------------------


def answered(watch):
    drawn = ik.draw(CATALOGUE, form="long", seed="pair-7")
    return drawn.answer(same_answers(HIGH, opening_watch=watch), on=DAY)


@pytest.mark.parametrize("value", VALUES)
def test_a_low_answer_to_a_sentinel_brings_the_private_note(value):
    assert (WORDS["private-note"] if value <= LOW + 2 else None) == private_note(CATALOGUE, answered(value))


@pytest.mark.parametrize("gap", [None, "prefer-not-to-say", "did-not-come-up"])
def test_a_gap_brings_the_note_as_a_low_answer_does(gap):
    assert WORDS["private-note"] == private_note(CATALOGUE, answered(gap))


def test_a_form_without_a_sentinel_brings_no_note(catalogue):
    pulse = ik.draw(catalogue, form="pulse", seed="s")
    assert private_note(catalogue, pulse.answer({}, on=DAY)) is None


def test_the_note_goes_by_the_role_and_not_by_the_id(catalogue):
    drawn = ik.draw(CATALOGUE, form="long", seed="pair-7")
    assert private_note(CATALOGUE, drawn.answer(same_answers(LOW, opening_watch=HIGH), on=DAY)) is None
    sentinels = [item for item in catalogue.items.values() if item.role is ik.Role.SENTINEL]
    assert ["conflict.safe"] == [item.id for item in sentinels]


def test_a_reverse_keyed_sentinel_is_read_the_other_way_round():
    items = {**CATALOGUE.items}
    items["opening.watch"] = attrs.evolve(items["opening.watch"], keying=ik.Keying.REVERSE)
    drawn = ik.draw(attrs.evolve(CATALOGUE, items=items.values()), form="long", seed="pair-7")
    notes = [
        private_note(CATALOGUE, drawn.answer(same_answers(LOW, opening_watch=value), on=DAY)) for value in (LOW, HIGH)
    ]
    assert [None, WORDS["private-note"]] == notes


def test_a_sentinel_moves_no_score_and_no_plan():
    low, high = (answered(value) for value in (LOW, HIGH))
    assert ik.score(low) == ik.score(high)
    assert ik.recommend(CATALOGUE, low) == ik.recommend(CATALOGUE, high)


# Help ---------------------------------------------------------------------------------------


def row(name="A line", **changes):
    given = {
        "kind": "listening",
        "country": "NZ",
        "languages": ("en",),
        "contact": "its web page",
        "last_verified": DAY - timedelta(days=30),
        "verified_by": "the app's team",
        "expires": DAY + timedelta(days=60),
    }
    return HelpRow(name=name, **{**given, **changes})


@attrs.frozen
class Known:
    """A resolver that knows a few rows."""

    known: tuple

    def rows(self, *, country, language):  # noqa: ARG002  # it leaves the choice to the library
        return self.known


class Broken:
    """A resolver whose service is away."""

    def rows(self, *, country, language):
        raise ConnectionError(country, language)


def names(*known, country="NZ", language="en", on=DAY):
    return [each.name for each in help_rows(Known(known), country=country, language=language, on=on)]


@pytest.mark.parametrize(("days", "fresh"), [(-31, False), (-30, True), (0, True), (59, True), (60, False)])
def test_a_row_is_shown_from_its_verification_until_it_expires(days, fresh):
    assert (["A line"] if fresh else []) == names(row(), on=DAY + timedelta(days=days))


def test_rows_of_the_country_come_back_those_in_the_language_first():
    known = (row("English"), row("Māori", languages=("mi-NZ", "en")), row("Elsewhere", country="AU"))
    assert ["Māori", "English"] == names(*known, language="mi", country="nz")


def test_a_row_outlives_its_verification():
    with pytest.raises(ik.InvalidValue, match="bad-date"):
        row(expires=DAY - timedelta(days=30))


def test_a_row_is_stored_and_read_back():
    assert row() == HelpRow.from_dict(row().to_dict())


@pytest.mark.parametrize("resolver", [None, Broken(), Known(()), Known((row(expires=DAY),))])
def test_without_a_fresh_row_there_are_plain_words_and_directories_by_name(resolver):
    text = help_text(CATALOGUE, resolver, country="NZ", on=DAY)
    assert "emergency number" in text
    assert "somebody you trust" in text
    assert all(name in text for name in ("Find A Helpline", "Befrienders Worldwide", "NO MORE", "HotPeachPages"))
    assert not re.search(r"\d", text)


def test_fresh_rows_come_before_the_plain_words():
    text = help_text(CATALOGUE, Known((row(hours="evenings"),)), country="NZ", on=DAY)
    assert text.startswith("A line · its web page · evenings\nIf you are in danger now")


# The words ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS)
def test_no_text_holds_a_number(text):
    assert not re.search(r"\d", text)


BANNED = r"\b(abus\w*|victim\w*|violen\w*|at risk|diagnos\w*|husband|wife|spouse|proven|fix|he|she|you will)\b"


@pytest.mark.parametrize("text", TEXTS)
def test_no_text_labels_anybody(text):
    assert not re.search(BANNED, text, re.IGNORECASE)


def test_what_can_be_opened_is_not_named():
    assert WORDS["opening-note"] == safety.opening_note(CATALOGUE)
    assert not any(gate.value in WORDS["opening-note"] for gate in ik.Gate)


# Whatever is given ---------------------------------------------------------------------------


checks = st.dictionaries(
    st.sampled_from(safety.SAFETY_QUESTIONS),
    st.sampled_from([*SafetyAnswer, *(each.value for each in SafetyAnswer), None]),
)


@given(checks, checks)
def test_the_note_on_the_device_depends_on_that_question_alone(answers, others):
    others = {id: answer for id, answer in others.items() if id != safety.PRIVATE_DEVICE}
    assert device_note(CATALOGUE, answers) == device_note(CATALOGUE, answers | others)


@given(st.text(), st.sampled_from([safety.FREE_TO_SAY_NO, safety.AFRAID, safety.PRIVATE_DEVICE]))
def test_an_answer_that_is_none_is_refused_in_the_same_words_whatever_it_was(answer, question):
    if answer not in {each.value for each in SafetyAnswer}:
        texts = []
        for given_ in (answer, "another"):
            with pytest.raises(ik.InvalidValue) as error:
                assess({question: given_})
            texts.append(str(error.value))
        assert texts[0] == texts[1]


some_rows = st.lists(
    st.builds(
        row,
        st.sampled_from("ABCDEF"),
        country=st.sampled_from(["NZ", "AU", "nz"]),
        languages=st.sampled_from([("en",), ("mi-NZ", "en"), ("mi",)]),
        expires=st.integers(-29, 9).map(lambda days: DAY + timedelta(days=days)),
    ),
    max_size=6,
)


@given(some_rows, st.sampled_from(["en", "mi", "mi-NZ", "de"]))
def test_help_that_was_found_is_all_found_again(known, language):
    found = help_rows(Known(tuple(known)), country="NZ", language=language, on=DAY)
    assert found == help_rows(Known(found), country="nz", language=language, on=DAY)


@given(some_rows, some_rows)
def test_rows_of_elsewhere_and_of_the_past_change_no_help(known, more):
    useless = [each for each in more if each.country == "AU" or not each.is_fresh(DAY)]
    assert names(*known) == names(*useless, *known)


@given(some_rows, st.text(max_size=4))
def test_whatever_is_known_the_plain_words_come_last(known, country):
    text = help_text(CATALOGUE, Known(tuple(known)), country=country, on=DAY)
    assert text.endswith(help_text(CATALOGUE, None, country=country, on=DAY))
