"""Text goes in, and no tag comes out but those that were named."""

import pytest

from intimacy_kit._html import Markup, card, element, table


@pytest.mark.parametrize("text", ["<b>", "a & b", '"', "'", "</p><script>alert(1)</script>"])
def test_text_is_escaped_in_an_element_and_in_an_attribute(text):
    shown = element("p", text, title=text)
    inside = shown.removeprefix("<p").removesuffix("</p>")
    assert 1 == inside.count(">")  # the end of the opening tag
    assert not {"<", "'"} & set(inside)
    assert 2 == inside.count('"')


def test_what_is_markup_stays_as_it_is():
    inner = element("b", "bold")
    assert "<p><b>bold</b></p>" == element("p", inner)
    assert inner.__html__() == str(inner)
    assert type(inner) is Markup


def test_an_underscore_is_a_hyphen_and_one_at_the_end_is_dropped():
    assert '<p class="a" aria-label="b"></p>' == element("p", class_="a", aria_label="b")


def test_the_first_column_of_a_table_names_its_rows():
    shown = table(["Pillar", "Score"], [["Time", "38"]])
    assert '<th scope="row">Time</th><td>38</td>' in shown
    assert '<th scope="col">Pillar</th><th scope="col">Score</th>' in shown


def test_texts_on_a_card_become_paragraphs():
    assert "<div><p><strong>Plan</strong></p><p>a</p><b>c</b></div>" == card("Plan", "a", element("b", "c"))


def test_a_notebook_shows_an_element_as_a_page_would():
    assert "<p>a &lt; b</p>" == element("p", "a < b")._repr_html_()
