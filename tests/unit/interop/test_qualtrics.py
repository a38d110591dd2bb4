"""A check-in goes out as a text that Qualtrics imports."""

import intimacy_kit as ik
from intimacy_kit.interop import qualtrics
from tests.support import odd_catalogue, rich_catalogue
from tests.support.catalogues import built_in

PULSE = ik.draw(built_in(), form="pulse", seed="pair-7")


def test_every_question_has_its_choices_and_every_pillar_its_block():
    text = qualtrics.export_form(PULSE).document["text"]
    assert text.startswith("[[AdvancedFormat]]\n\n[[ED:checkin:")
    assert len(PULSE.questions) == text.count("[[Question:MC:SingleAnswer:Vertical]]")
    first = PULSE.questions[0]
    assert (
        f"[[ID:q_listening_question]]\n{first.text}\n[[AdvancedChoices]]\n[[Choice:1]]\nNever\n[[Choice:2]]\n" in text
    )
    assert "[[Block:page_1_listening]]" in text


def test_values_above_0_stay_and_gaps_have_the_numbers_after_them():
    five = odd_catalogue.checkins()[2]
    text = qualtrics.export_form(five).document["text"]
    assert "[[Choice:6]]\nJust like me\n[[Choice:7]]\nI would rather not say" in text
    assert 2 == len(qualtrics.export_form(five).losses)


def test_what_is_lost_is_said():
    checkin = rich_catalogue.checkins(1)[0]
    export = qualtrics.export_form(checkin)
    assert "[[Question:Text]]\n[[ID:instructions]]\nThink of the past two weeks." in export.document["text"]
    assert "(0–100; 0: Not at all · 100: Completely)" in export.document["text"]
    assert (
        "Scores are not there; import the answers to have them.",
        "Kinds of missing are choices like any other.",
        "questions that are shown only after certain answers are always shown; leave out what does not apply",
        "Choices are numbered from 1 where a scale has a value below it; recode them in Qualtrics.",
        "Numbers from a range are typed in as text; nothing keeps them within their ends.",
        "Kinds of missing beside a range are not there; such a question can be skipped only.",
    ) == export.losses
    spanish = ik.draw(built_in("es"), form="pulse", seed="pair-7")
    assert "The text is in en alone." in qualtrics.export_form(PULSE, translations=[spanish]).losses
