"""The grade follows its formula."""

import pytest

from .readability import grade


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (round(0.39 * 4 + 11.8 * 4 / 4 - 15.59, 1), "The cat sat down."),
        (round(0.39 * 4 + 11.8 * 8 / 8 - 15.59, 1), "The cat sat down. The dog sat up!"),
        (round(0.39 * 3 + 11.8 * 7 / 3 - 15.59, 1), "Listening is important."),
    ],
)
def test_a_grade_is_that_of_words_a_sentence_and_syllables_a_word(expected, text):
    assert expected == grade(text)


def test_long_words_and_long_sentences_read_less_easily():
    easy, harder = "Ask how the day was. Then wait.", "Interrogate conversational partners continuously about it."
    assert grade(easy) < grade(harder)
    assert grade("Ask how it was. Ask what they saw.") < grade("Ask how it was and ask what they saw.")
