"""What comes from outside is printable in a message, and a search for the nearest word takes a bounded effort."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intimacy_kit._outside_text import Hints, did_you_mean, printable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("año · 日本", "año · 日本"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\n0 problems", "a\\n0 problems"),
        ("\u202egpj", "\\u202egpj"),
        ("\x9b1m", "\\x9b1m"),
        ("\U000e0041", "\\U000e0041"),
        ("\u200b", "\\u200b"),
    ],
)
def test_what_is_not_printable_is_escaped(text, expected):
    assert expected == printable(text)


@given(st.text())
def test_any_text_becomes_printable_once_and_for_all(text):
    assert printable(text).isprintable()
    assert printable(text) == printable(printable(text))


def test_the_nearest_word_is_named_only_when_one_is_near():
    assert "did you mean 'frequency'?" == did_you_mean("freqency", ["agree", "frequency"])
    assert "" == did_you_mean("xyzzy", ["agree", "frequency"])


words = st.text("abcdé.-", max_size=8)


@given(words, st.lists(words, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_known_words_decides_no_hint(wanted, known, chance):
    assert did_you_mean(wanted, known) == did_you_mean(wanted, chance.sample(known, len(known)))


@given(st.text(max_size=120), st.lists(st.text(max_size=12), max_size=6))
def test_a_hint_names_a_word_that_exists_or_nothing(wanted, known):
    assert did_you_mean(wanted, known) in {"", *(f"did you mean {word!r}?" for word in known)}


@given(st.lists(st.text("abcdé", min_size=4, max_size=12), min_size=1), st.data())
def test_one_letter_too_many_is_always_hinted_at(known, data):
    word = data.draw(st.sampled_from(known))
    assert did_you_mean(f"{word}x", known)


def test_hints_end_when_their_effort_is_spent():
    hints = Hints(effort=1000)
    assert "did you mean 'frequency'?" == hints.nearest("freqency", ["frequency"])
    for _ in range(6):
        hints.nearest("freqency", ["frequency"])
    assert "" == hints.nearest("freqency", ["frequency"])


def test_no_more_words_are_looked_at_than_the_effort_allows():
    looked_at = []
    Hints(effort=1000).nearest("x", (looked_at.append(i) or f"y{i}" for i in range(10_000)))
    assert 10 >= len(looked_at)
