"""A text in the advanced format of Qualtrics becomes a pack."""

import pytest

import intimacy_kit as ik
from intimacy_kit.interop import qualtrics
from tests.support.foreign_forms import codes

TEXT = """[[AdvancedFormat]]
[[ED:source:web]]
[[Block:Talking]]
[[Question:Text]]
[[ID:hello]]
Think of <b>last</b> week.
[[Question:MC:SingleAnswer:Vertical]]
[[ID:a]]
How often
do you talk?
[[AdvancedChoices]]
[[Choice:1]]
Never
[[Choice:5]]
Often
[[Choice:5]]
Often again
[[PageBreak]]
[[Question:MC:MultipleAnswer]]
What do you do?
[[Choices]]
Walk
Talk

[[Block:]]
[[Question:Matrix]]
[[ID:m]]
How often do you:
[[Choices]]
walk
talk
[[AdvancedAnswers]]
[[Answer:1]]
Never
[[Answer]]
Often
[[Question:TE:SingleLine]]
[[ID:words]]
Tell us
[[Question:DB]]
Nearly done
[[Strange:1]]
[[PageBreak]]
"""


def test_questions_become_items_or_are_listed():
    found = qualtrics.import_form(TEXT)
    assert ["a", "q19-1", "q19-2", "m-1", "m-2"] == list(found.catalogue.items)
    assert "How often do you talk?" == found.catalogue.items["a"].text.self_
    assert "How often do you: walk" == found.catalogue.items["m-1"].question.self_
    scale = found.catalogue.scales[found.catalogue.items["a"].scale]
    assert [(1, "Never"), (5, "Often")] == [(each.value, each.label) for each in scale.choices]
    assert "Think of last week." == found.catalogue.forms["survey"].instructions
    assert ["talking", "block"] == list(found.catalogue.pillars)
    assert ["not-taken-over", "not-taken-over", "not-taken-over", "split-choices"] == codes(found)


def test_what_is_not_such_a_text_is_refused():
    with pytest.raises(ik.InvalidValue, match="not-this-format"):
        qualtrics.import_form(b"1. How are you?")
    with pytest.raises(ik.InvalidValue, match="wrong-kind"):
        qualtrics.import_form({})
    with pytest.raises(ik.InvalidValue, match="too-large"):
        qualtrics.import_form("[[AdvancedFormat]]" + "\n" * 100_001)
