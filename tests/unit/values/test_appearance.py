"""Texts that nobody sees and labels that nobody can tell apart are found."""

import pytest

import intimacy_kit as ik
from intimacy_kit._values.appearance import is_seen, look_of
from tests.support.problems import problems_of


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\u2060\u00ad", "\U000e0041", "\u3000"])
def test_a_text_without_a_visible_character_is_not_seen(text):
    assert not is_seen(text)


@pytest.mark.parametrize("text", ["a", "·", "日", "🙂", "\u200ba"])
def test_a_text_with_one_is_seen(text):
    assert is_seen(text)


@pytest.mark.parametrize("other", ["Nеver", "Never\u200b", "Ｎever", "Ne\u00adver", "Νever"])
def test_texts_that_a_reader_cannot_tell_apart_look_the_same(other):
    assert look_of("Never") == look_of(other)
    assert problems_of(scale, "Never", other) == [("bad-scale", "choices")]


@pytest.mark.parametrize("other", ["never", "Néver", "Never!", "Neve r", "Нет"])
def test_texts_that_a_reader_can_tell_apart_look_different(other):
    assert look_of("Never") != look_of(other)
    assert 2 == len(scale("Never", other).choices)


def test_a_label_that_nobody_sees_is_empty():
    assert [("empty-text", "label")] == problems_of(ik.Choice, "\u200b", value=0)


def scale(*labels):
    return ik.ResponseScale("s", [ik.Choice(label, value=i) for i, label in enumerate(labels)])
