"""Reports in a made-up language that runs from right to left, with texts in it that are not translated yet."""

import html
import re
from datetime import date
from html.parser import HTMLParser

import pytest

import intimacy_kit as ik
from intimacy_kit.history import history
from intimacy_kit.reports import figure, report
from intimacy_kit.reports.blocks import Heading, Note, Numbered, Paragraph, Place, Places, Sides
from intimacy_kit.reports.render import as_html, as_markdown, as_text
from tests.support.right_to_left import CONTROLS, mirrored_catalogue


@pytest.fixture(scope="module")
def reports(catalogue):
    spoken = mirrored_catalogue(catalogue)
    checkin = ik.draw(spoken, form="standard", seed="any")
    result = ik.score(checkin.answer({each.item_id: 1 for each in checkin.questions}, on=date(2026, 11, 23)))
    side = ik.Side(result, ik.Sharing(own=[*spoken.pillars]))
    plan = ik.recommend(spoken, result)
    values = [result, plan, ik.couple_view(a=side, b=side), spoken.practices["support.good-news-welcome"]]
    return [report(spoken, value) for value in values]


class Isolation(HTMLParser):
    """Collects each text with the direction of the element that it stands in, and the section's own."""

    def __init__(self, source):
        super().__init__()
        self.open, self.texts, self.section = [], [], None
        self.feed(source)

    def handle_starttag(self, tag, attributes):
        direction = dict(attributes).get("dir")
        self.section = direction if tag == "section" else self.section
        self.open.append("auto" if tag == "bdi" else direction)

    def handle_endtag(self, _):
        self.open.pop()

    def handle_data(self, data):
        self.texts.append((data, next(each for each in reversed(self.open) if each)))


def strong(text):
    return any(each.isalpha() for each in text)


def test_a_report_runs_the_way_of_its_language(reports):
    result, _, view, _ = reports
    assert ["rtl", "rtl"] == [Isolation(each.to_html()).section for each in (result, view)]
    assert "ltr" == Isolation(as_html([Paragraph("Hello"), Paragraph("שלום")])).section
    assert "ltr" == Isolation(as_html([Paragraph("12 %")])).section


def test_each_kind_of_block_tells_the_way_of_a_report():
    text = "שלום"
    for block in (
        *(Heading(text), Paragraph(text), Note(text, "Hello"), Numbered(())),
        *(Places((text, "a", "b"), ()), Sides((text, "a", "b"), ())),
    ):
        assert "rtl" == Isolation(as_html([block, Paragraph(text)])).section


def test_every_text_of_html_runs_its_own_way(reports):
    for each in reports:
        texts = Isolation(each.to_html()).texts
        assert [] == [text for text, direction in texts if strong(text) and direction != "auto"]


def test_an_english_text_in_such_a_report_stands_apart(reports):
    _, plan, _, practice = reports
    assert re.search(r'<p dir="auto" lang="en">[A-Z][a-z]', plan.to_html())
    assert re.search(r'<strong>[א-ת ,]+:</strong> <bdi lang="en">[A-Z][a-z]', practice.to_html())


def test_bars_grow_from_the_side_where_the_text_begins():
    rows = (Place("שלום", 25.0, "1/4"), Place("שלום", None, ""))
    assert '<rect x="75" width="25"' in as_html([Places(("שלום", "", ""), rows)])
    assert '<rect x="0" width="25"' in as_html([Places(("Hello", "", ""), rows)])


def test_text_and_markdown_keep_the_order_in_which_one_reads(reports):
    for each in reports:
        text, markdown = each.to_text(width=60), each.to_markdown()
        assert not set(CONTROLS) & {*text, *markdown}
        assert max(map(len, text.splitlines())) <= 60
    assert "שלום: 25" == as_text([Note("שלום:", "25")], 80)


@pytest.mark.slow
def test_figures_say_all_in_the_letters_of_the_language_and_in_the_order_of_reading(catalogue):
    spoken = mirrored_catalogue(catalogue)
    results = []
    for occasion, month in enumerate((10, 11)):
        checkin = ik.draw(spoken, form="standard", seed="any", occasion=occasion)
        answers = {each.item_id: 1 + occasion for each in checkin.questions}
        results.append(ik.score(checkin.answer(answers, on=date(2026, month, 23))))
    one, other = (ik.Side(each, ik.Sharing(own=[*spoken.pillars])) for each in results)
    view = ik.couple_view(a=one, b=other)
    shown = [each.pillar for each in view.pillars]
    for value, pillars in ((results[0], spoken.pillars), (history(results), spoken.pillars), (view, shown)):
        drawn = figure(spoken, value)
        svg = html.unescape(drawn.to_svg())
        titles = [spoken.pillars[id].title for id in pillars]
        assert titles
        assert [] == [
            title for title in titles if title not in drawn.alt or any(word not in svg for word in title.split())
        ]
        assert not set(CONTROLS) & {*svg, *drawn.alt}
        assert [] == re.findall(r"[A-Za-z]{2,}", " ".join(re.findall(r"<text[^>]*>([^<]*)", svg)))


def test_spaces_that_do_not_break_stay():
    text = "95\u00a0% et «\u202foui\u202f»"
    assert text in as_text([Paragraph(text)], 40)
    assert f"{text}\n" == as_markdown([Paragraph(text)])
    assert text in as_text([Sides(("a", text, "b"), (("c", 40, 60),))], 80)
