"""The private questions open gates for one person and say nothing; help comes from rows that expire."""

import itertools
import re
from datetime import date, timedelta

import attrs
import pytest
from two_people import CATALOGUE, HIGH, LOW, VALUES, same_answers

import intimacy_kit as ik
from intimacy_kit import safety
from intimacy_kit.safety import HelpRow, SafetyAnswer, assess, device_note, help_rows, help_text, private_note

DAY = date(2026, 11, 23)
CALM = {safety.FREE_TO_SAY_NO: "yes", safety.AFRAID: "no"}
ALL = frozenset(ik.Gate)
WORDS = [value for name, value in vars(safety).items() if name.isupper() and isinstance(value, str)]
TEXTS = [*WORDS, safety.SAFETY_CHECK.notice, *(question.text for question in safety.SAFETY_CHECK.questions)]


# The gates -------------------------------------------------------------------------


@pytest.mark.parametrize("free", [*SafetyAnswer, None])
@pytest.mark.parametrize("afraid", [*SafetyAnswer, None])
def test_gates_open_only_for_a_clear_yes_and_a_clear_no(free, afraid):
    answers = {safety.FREE_TO_SAY_NO: free, safety.AFRAID: afraid}
    opened = assess(answers, chosen=ALL, trauma_this_time=True, partner_chose_touch=True)
    assert (ALL if (free, afraid) == (SafetyAnswer.YES, SafetyAnswer.NO) else frozenset()) == opened


def test_an_unanswered_check_opens_nothing():
    assert frozenset() == assess({}, chosen=ALL, trauma_this_time=True, partner_chose_touch=True)


def test_a_gate_that_was_not_chosen_stays_shut():
    assert frozenset() == assess(CALM)
    assert {ik.Gate.CONFLICT} == assess(CALM, chosen=[ik.Gate.CONFLICT])


@pytest.mark.parametrize("answer", [*SafetyAnswer, None])
def test_the_device_question_opens_and_shuts_nothing(answer):
    assert assess(CALM, chosen=ALL) == assess({**CALM, safety.PRIVATE_DEVICE: answer}, chosen=ALL)


def test_trauma_is_chosen_each_time():
    assert ik.Gate.TRAUMA not in assess(CALM, chosen=ALL, partner_chose_touch=True)
    assert {ik.Gate.TRAUMA} == assess(CALM, trauma_this_time=True)


@pytest.mark.parametrize(("mine", "theirs"), list(itertools.product([False, True], repeat=2)))
def test_touch_opens_when_both_chose_it(mine, theirs):
    opened = assess(CALM, chosen=[ik.Gate.TOUCH] if mine else [], partner_chose_touch=theirs)
    assert (mine and theirs) == (ik.Gate.TOUCH in opened)


def test_what_comes_out_is_gates_and_nothing_else():
    assert frozenset is type(assess(CALM, chosen=ALL))
    assert all(isinstance(gate, ik.Gate) for gate in assess(CALM, chosen=ALL))


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
        device_note("no")


@pytest.mark.parametrize(("answer", "noted"), [("no", True), ("unsure", True), ("yes", False), ("skip", False)])
def test_a_device_that_may_not_be_private_brings_a_note(answer, noted):
    assert (safety.DEVICE_NOTE if noted else None) == device_note({safety.PRIVATE_DEVICE: answer})


def test_the_check_says_that_it_is_no_screening_instrument():
    assert "not a test or a screening instrument" in safety.SAFETY_CHECK.notice
    assert set(SafetyAnswer) == set(safety.SAFETY_CHECK.labels)
    assert safety.SAFETY_CHECK == safety.SafetyCheck.from_dict(safety.SAFETY_CHECK.to_dict())


def test_only_open_practices_are_offered():
    shut = {practice.id for practice in CATALOGUE.practices.values() if practice.gates}
    assert {"hearing.talk", "opening.past", "resting.hug"} == shut
    assert shut.isdisjoint(practice.id for practice in safety.open_practices(CATALOGUE, ()))
    opened = [ik.Gate.TRAUMA, ik.Gate.VULNERABILITY]
    assert {"opening.past"} == shut & {practice.id for practice in safety.open_practices(CATALOGUE, opened)}


# The note on a sentinel ------------------------------------------------------------------


def answered(watch):
    drawn = ik.draw(CATALOGUE, form="long", seed="pair-7")
    return drawn.answer(same_answers(HIGH, opening_watch=watch), on=DAY)


@pytest.mark.parametrize("value", VALUES)
def test_a_low_answer_to_a_sentinel_brings_the_private_note(value):
    assert (safety.PRIVATE_NOTE if value <= LOW + 2 else None) == private_note(answered(value))


@pytest.mark.parametrize("gap", [None, "prefer-not-to-say", "did-not-come-up"])
def test_a_gap_brings_no_note(gap):
    assert private_note(answered(gap)) is None


def test_the_note_goes_by_the_role_and_not_by_the_id(catalogue):
    drawn = ik.draw(CATALOGUE, form="long", seed="pair-7")
    assert private_note(drawn.answer(same_answers(LOW, opening_watch=HIGH), on=DAY)) is None
    sentinels = [item for item in catalogue.items.values() if item.role is ik.Role.SENTINEL]
    assert ["conflict.safe"] == [item.id for item in sentinels]


def test_a_reverse_keyed_sentinel_is_read_the_other_way_round():
    items = {**CATALOGUE.items}
    items["opening.watch"] = attrs.evolve(items["opening.watch"], keying=ik.Keying.REVERSE)
    drawn = ik.draw(attrs.evolve(CATALOGUE, items=items.values()), form="long", seed="pair-7")
    notes = [private_note(drawn.answer(same_answers(LOW, opening_watch=value), on=DAY)) for value in (LOW, HIGH)]
    assert [None, safety.PRIVATE_NOTE] == notes


def test_a_sentinel_moves_no_score_and_no_plan():
    low, high = (ik.score(answered(value)) for value in (LOW, HIGH))
    assert low == high
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
    text = help_text(resolver, country="NZ", language="en", on=DAY)
    assert "emergency number" in text
    assert "somebody you trust" in text
    assert all(name in text for name in safety.DIRECTORIES)
    assert not re.search(r"\d", text)


def test_fresh_rows_come_before_the_plain_words():
    text = help_text(Known((row(hours="evenings"),)), country="NZ", language="en", on=DAY)
    assert text.startswith("A line · its web page · evenings\nIf you are in danger now")


# The words ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*TEXTS, *safety.DIRECTORIES])
def test_no_text_holds_a_number(text):
    assert not re.search(r"\d", text)


BANNED = r"\b(abus\w*|victim\w*|violen\w*|at risk|diagnos\w*|husband|wife|spouse|proven|fix|he|she|you will)\b"


@pytest.mark.parametrize("text", TEXTS)
def test_no_text_labels_anybody(text):
    assert not re.search(BANNED, text, re.IGNORECASE)


def test_what_stays_shut_is_not_named():
    assert not any(gate.value in safety.NOT_NOW for gate in ik.Gate)
