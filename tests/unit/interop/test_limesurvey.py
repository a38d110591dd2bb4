"""A check-in goes out as a text with tabs that LimeSurvey imports."""

import csv
import io
from collections import Counter

import pytest

import intimacy_kit as ik
from intimacy_kit.interop import limesurvey
from tests.support import odd_catalogue, rich_catalogue
from tests.support.catalogues import built_in

PULSE, SPANISH = (ik.draw(built_in(locale), form="pulse", seed="s") for locale in (None, "es"))
CHECKINS = [PULSE, *odd_catalogue.checkins(), *rich_catalogue.checkins(4)]


def rows_of(export):
    """The rows of the file, as a reader of tables sees them."""
    return list(csv.DictReader(io.StringIO(limesurvey.tab_separated(export)), delimiter="\t"))


@pytest.mark.parametrize("checkin", CHECKINS, ids=range(len(CHECKINS)))
def test_every_question_is_there_under_a_code_that_limesurvey_takes(checkin):
    export = limesurvey.export_form(checkin)
    questions = [row for row in rows_of(export) if row["class"] == "Q"]
    codes = [row["name"] for row in questions]
    assert ["checkin", *export.document["codes"].values()] == codes
    assert checkin.item_ids == tuple(export.document["codes"])
    assert len({*codes}) == len(codes)
    assert all(code.isalnum() and code[0].isalpha() and len(code) <= 20 for code in codes)
    answers = [row["name"] for row in rows_of(export) if row["class"] == "A"]
    assert all(code.isalnum() and len(code) <= 5 for code in answers)
    assert sum(len(question.choices) for question in checkin.questions if question.range is None) == len(answers)


def test_all_languages_have_the_same_rows_in_the_same_order():
    rows = rows_of(limesurvey.export_form(PULSE, translations=[SPANISH]))
    assert [("language", "en"), ("additional_languages", "es")] == [(row["name"], row["text"]) for row in rows[:2]]
    shapes = {
        locale: [(row["id"], row["class"], row["name"]) for row in rows if row["language"] == locale]
        for locale in ("en", "es")
    }
    assert shapes["en"] == shapes["es"]
    assert {"Never", "Nunca"} <= {row["text"] for row in rows}


def test_conditions_and_ranges_are_kept():
    rows = rows_of(limesurvey.export_form(rich_catalogue.checkins(1)[0]))
    relevance = Counter(row["relevance"] == "1" for row in rows if row["class"] == "Q")
    assert relevance[False] > 0
    number = next(row for row in rows if row["type/scale"] == "N")
    assert ("0", "100") == (number["min_num_value_n"], number["max_num_value_n"])
    assert "Not at all" in number["help"]


def test_nothing_in_a_text_is_markup_or_an_expression():
    odd = limesurvey.export_form(odd_catalogue.checkins()[3])
    shown = " ".join(row["text"] for row in odd.document["rows"])
    assert not {*"<>{}"} & {*shown}


def test_what_is_lost_is_said():
    assert 2 == len(limesurvey.export_form(PULSE).losses)
    smallest = limesurvey.export_form(odd_catalogue.checkins()[-1])
    assert "choices are numbered from 1 where a scale has a value that cannot be a code" in smallest.losses
    said = {loss for checkin in rich_catalogue.checkins(12) for loss in limesurvey.export_form(checkin).losses}
    assert "the steps of a range are not enforced" in said
    assert "the kinds of missing beside a range are not there; the question may be left blank" in said
