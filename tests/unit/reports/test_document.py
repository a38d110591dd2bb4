"""Reports: the same document as text, Markdown and HTML, every text as it is; and what notebooks and terminals show."""

import json
import re
from datetime import date
from html.parser import HTMLParser

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import intimacy_kit as ik
from intimacy_kit._html import Markup, element
from intimacy_kit.content.text import Text
from intimacy_kit.history import History, Point, Round
from intimacy_kit.reports import STYLE, couple_report, figure, report
from intimacy_kit.reports.blocks import (
    Heading,
    Item,
    Note,
    Numbered,
    Paragraph,
    Place,
    Places,
    Sides,
)
from intimacy_kit.reports.render import as_html, as_markdown
from tests.support.catalogues import built_in
from tests.support.paths import GOOD
from tests.support.small_catalogue import CATALOGUE, HIGH, LOW, PILLARS, practice, same_answers

DAY = date(2026, 11, 23)
DRAWN = ik.draw(CATALOGUE, form="long", seed="pair-7")


def scored(**others):
    return ik.score(DRAWN.answer(same_answers(LOW + 1, **others), on=DAY))


GAPPY = scored(**{f"opening_s{i}": None for i in range(5)})
VIEW = ik.couple_view(a=ik.Side(scored(), ik.Sharing(own=PILLARS[:1])), b=ik.Side(GAPPY, ik.Sharing(own=PILLARS)))
PLAN = ik.recommend(CATALOGUE, GAPPY, minutes_per_week=10, access=["no-speech"])
PRACTICE = practice("hearing.talk", "hearing", gates=[ik.Gate.CONFLICT])
EVERY = [GAPPY, PLAN, VIEW, PRACTICE, ik.CoupleView()]


# As text ----------------------------------------------------------------------------


def test_a_result_has_a_bar_a_pillar_a_reason_a_gap_and_felt_scores_apart():
    assert (
        "Long, 23 November 2026: What you say you do\n"
        "\n"
        "Hearing                                   35  ███████               5/5\n"
        "Opening                                    –  Not enough answers: 0 of 5 given, 1 needed.\n"
        "Resting                                   35  ███████               5/5\n"
        "\n"
        "How it felt (one question each, scored apart)\n"
        "\n"
        "Hearing                                   25  █████                 1/1\n"
        "Opening                                   25  █████                 1/1\n"
        "Resting                                   25  █████                 1/1\n"
        "\n"
        "The bars show where your answers lie on the answer range. They compare you with nobody."
    ) == report(CATALOGUE, GAPPY).to_text(width=100)


def test_in_a_narrow_terminal_bars_stand_below_their_titles():
    lines = report(CATALOGUE, GAPPY).to_text(width=40).splitlines()
    assert ["Hearing", "   35  ███████               5/5"] == lines[3:5]
    assert ["Opening", "    –  Not enough answers: 0 of 5 given,", "       1 needed."] == lines[5:8]


def test_a_title_that_is_too_long_puts_all_bars_below():
    pillars = [attrs.evolve(each, title="A" * 41) for each in CATALOGUE.pillars.values()]
    lines = report(attrs.evolve(CATALOGUE, pillars=pillars), GAPPY).to_text(width=100).splitlines()
    assert ["A" * 41, "   35  ███████               5/5"] == lines[2:4]


def test_a_practice_is_a_card():
    assert (
        "The hearing.talk\n"
        "Hearing · 10 minutes · weekly · together\n"
        "\n"
        "Something to do.\n"
        "\n"
        "1. Do it.\n"
        "\n"
        "No speech: Write the hearing.talk.\n"
        "\n"
        "Not for: Times of fear.\n"
        "\n"
        "If it goes badly: Stop.\n"
        "\n"
        "Evidence, adapted: Someone (2001). It helped. [nobody; made up for tests]"
    ) == report(CATALOGUE, PRACTICE).to_text()


def test_what_rests_on_no_study_says_so():
    practice = attrs.evolve(PRACTICE, evidence=(ik.Evidence(),))
    assert report(CATALOGUE, practice).to_text().rstrip().endswith("Evidence, none: Our own idea; no study found.")


def test_couple_names_are_cut_where_there_is_no_room():
    lines = couple_report(CATALOGUE, VIEW, names=("Maximiliane", "Jo")).to_text(width=40).splitlines()
    assert ["Hearing", "  Maximiliane  40  ████████", "  Jo           40  ████████"] == lines[2:5]
    lines = couple_report(CATALOGUE, VIEW, names=("Maximiliane-Alexandra", "Jo")).to_text(width=40).splitlines()
    assert "  Maximiliane  40  ████████" == lines[3]


@pytest.mark.parametrize("value", EVERY)
@pytest.mark.parametrize("width", [1, 40, 57, 80, 200])
def test_no_line_is_longer_than_asked(value, width):
    assert max(map(len, report(CATALOGUE, value).to_text(width=width).splitlines())) <= max(width, 40)


def test_scores_are_reported_in_spanish(examples):
    catalogue = built_in("es")
    data = json.loads((examples / "one-pillar-below.json").read_text(encoding="utf-8"))
    text = report(catalogue, ik.score(ik.Response.from_dict(catalogue, data))).to_text()
    assert text.startswith("Repaso habitual, 26 de octubre de 2026: Lo que dices que haces")
    assert "Faltan respuestas: 1 de 4 dadas; se necesitan 3." in text


def test_the_partner_perspective_is_told():
    view = attrs.evolve(VIEW, perspective=ik.Perspective.PARTNER)
    assert report(CATALOGUE, view).to_text().startswith("Side by side: what each sees the other do")


@pytest.mark.parametrize(
    ("cadence", "said"),
    [("daily", "5 minutes, daily, together"), ("quarterly", "5 minutes, quarterly, together")],
)
def test_a_step_says_how_long_it_takes_and_how_often(cadence, said):
    """Not its minutes a week: what is done once in three months takes none in most weeks."""
    plan = ik.recommend(CATALOGUE, GAPPY, suggestions=1)
    step = attrs.evolve(plan.suggestions[0], minutes_each_time=5, cadence=ik.Cadence(cadence))
    assert f"({said})" in report(CATALOGUE, attrs.evolve(plan, suggestions=(step,))).to_text()


def test_a_pack_that_only_asks_has_no_next_steps():
    five = ik.load_path(GOOD / "five")
    checkin = ik.draw(five, form="five", seed="s")
    plan = ik.recommend(five, checkin.answer(dict.fromkeys(checkin.item_ids, 3), on=DAY))
    assert "" == report(five, plan).to_text()
    assert "Next steps." == figure(five, plan).alt


def test_a_plan_without_a_step_says_that_there_is_more():
    nothing = ik.recommend(CATALOGUE, GAPPY, minutes_per_week=1)
    assert CATALOGUE.phrase("opening-note") in report(CATALOGUE, nothing).to_markdown()


def test_there_is_no_report_of_anything_else():
    for value in (DRAWN, GAPPY["hearing"], None):
        with pytest.raises(ik.InvalidValue, match="give a result, a history, a plan, a couple view, a practice"):
            report(CATALOGUE, value)


# As Markdown and HTML ----------------------------------------------------------------


def text_of_markdown(markdown):
    """Return the texts of a Markdown document, as a reader of CommonMark with tables takes it."""
    tokens = MarkdownIt().enable("table").parse(markdown)
    assert {"heading", "paragraph", "ordered_list", "list_item", "table", "thead", "tbody", "tr", "th", "td"} >= {
        token.type.rpartition("_")[0] for token in tokens if token.type != "inline"
    }
    inline = [token.children for token in tokens if token.type == "inline"]
    kinds = {child.type for children in inline for child in children}
    assert kinds <= {"text", "strong_open", "strong_close", "text_special"}
    return ["".join(child.content for child in children) for children in inline]


class Reader(HTMLParser):
    """Collects the tags and the text of HTML, and minds that each tag is closed in its turn."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.texts = [], set(), []
        self.feed(html)
        self.close()
        assert [] == self.open

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        self.tags.add(tag)
        assert not [name for name, _ in attributes if name.startswith(("on", "href", "src", "style"))]

    def handle_endtag(self, tag):
        assert tag == self.open.pop()

    def handle_data(self, data):
        self.texts.append(data)


OURS = {"section", "h2", "p", "strong", "bdi", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "svg", "rect"}

MARKS = "\\`*_{}[]<>()#+-.!|~&$=:\"'@^/%1a "
TRAPS = [
    "<script>alert(1)</script>",
    "1. one",
    "- two",
    "# three",
    "a | b",
    "[x](y)",
    "&amp;",
    "===",
    "---",
    "+ x",
    "1) x",
]
hostile = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp", "Cf"]), min_size=1, max_size=30),
    st.text(MARKS, min_size=1, max_size=12),
    st.sampled_from(TRAPS),
).map(lambda text: " ".join(text.split()) or "x")


@st.composite
def documents(draw):
    texts = [draw(hostile) for _ in range(13)]
    note, other = Note(texts[0], texts[1]), Paragraph(texts[2])
    return texts, [
        Heading(texts[3], texts[4]),
        Paragraph(texts[5]),
        note,
        Numbered((Item(texts[6], (other, note)), Item(texts[7]))),
        Numbered((Item(texts[7]), Item(texts[6]))),
        Places((texts[8], texts[9], texts[10]), (Place(texts[11], 12.5, texts[12]), Place(texts[0], None, texts[1]))),
        Sides((texts[8], texts[9], texts[10]), ((texts[2], 40, 100),)),
    ]


@given(documents())
def test_markdown_takes_every_text_as_it_is(made):
    texts, document = made
    t = texts
    assert [
        *(t[3], t[4], t[5], f"{t[0]} {t[1]}"),
        *(t[6], t[2], f"{t[0]} {t[1]}", t[7], t[7], t[6]),
        *(t[8], t[9], t[10], t[11], "13", t[12], t[0], "–", t[1]),
        *(t[8], t[9], t[10], t[2], "40", "100"),
    ] == text_of_markdown(as_markdown(document))


@given(documents())
def test_html_takes_every_text_as_it_is(made):
    texts, document = made
    read = Reader(as_html(document))
    assert read.tags <= OURS
    shown = "".join(read.texts)
    assert all(text in shown for text in texts)


@pytest.mark.parametrize("value", EVERY)
def test_the_three_forms_say_the_same(value):
    text = " ".join(report(CATALOGUE, value).to_text().replace("█", "").split())
    html = "".join(Reader(report(CATALOGUE, value).to_html()).texts)
    for said in text_of_markdown(report(CATALOGUE, value).to_markdown()):
        label, _, rest = said.partition(": ")
        assert (rest or label) in html
        if isinstance(value, ik.Result | ik.CoupleView) and not said.isdigit():
            continue  # tables have heads of columns, and bars have none
        assert " ".join(said.split()) in text


def test_a_couple_table_names_its_sides():
    prompts = ik.conversation_prompts(CATALOGUE, VIEW, seed="pair-7")
    markdown = couple_report(CATALOGUE, VIEW, names=("Robin", "Sasha"), prompts=prompts).to_markdown()
    assert "| Pillar | Robin | Sasha |\n| --- | ---: | ---: |\n| Hearing | 40 | 40 |" in markdown
    assert "**To talk about:** What of hearing" in markdown


def test_templates_take_the_html_as_safe():
    html = report(CATALOGUE, GAPPY).to_html()
    assert (html, html) == (html.__html__(), str(Markup(html)))
    assert '<a title="&quot;&amp;&#x27;" data-x="1">&lt;b&gt;<i></i></a>' == element(
        "a", "<b>", element("i"), title="\"&'", data_x="1"
    )


# In notebooks ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (CATALOGUE, ["Two people", "two-people 2026.11.0, CC0-1.0, en; forms: long, twin", "Hearing", "6"]),
        (PRACTICE, ["The hearing.talk", "10 min, weekly, together", "Do it.", "If it goes badly: Stop."]),
        (DRAWN, ["Long", "20 questions, occasion 0, self", "How often did you do hearing.s0?", "Never · Rarely"]),
        (GAPPY, ["long, self, 2026-11-23", "hearing", "Nothing of the answers is shown here"]),
        (PLAN, ["10 minutes a week", "Nothing that depends on the answers is shown here"]),
    ],
)
def test_a_notebook_shows_a_value(value, said):
    read = Reader(value._repr_html_())
    shown = "\n".join(read.texts)
    assert all(each in shown for each in said)


def test_a_notebook_shows_each_question_once_with_what_it_offers():
    shown = Reader(DRAWN._repr_html_())
    asked = [
        part
        for each in DRAWN.questions
        for part in (each.text, "Never · Rarely · Sometimes · Often · Always · Pass · None")
    ]
    assert ["Long", "20 questions, occasion 0, self", *asked] == shown.texts
    assert [1, 20, 20] == [DRAWN._repr_html_().count(each) for each in ("<ol>", "<li>", "<div>Never")]


def test_a_notebook_shows_how_to_see_a_plan():
    how = "Nothing that depends on the answers is shown here; intimacy_kit.report shows the steps."
    assert ["Plan", "10 minutes a week", how] == Reader(PLAN._repr_html_()).texts


def test_scores_are_shown_in_a_notebook_on_request():
    rows = Reader(GAPPY.show()).texts
    assert ["Score", "Of 100", "Answers"] == rows[:3]
    assert {"hearing", "–", "25"} <= set(rows)


def test_a_check_in_of_which_everything_is_skipped_ends_with_a_sentence():
    nothing = DRAWN.answer({}, on=DAY)
    said = "There is no answer to show this time. That is fine. You can come back whenever you like."
    assert ["Long, 23 November 2026: What you say you do", said] == [
        " ".join(each.split()) for each in report(CATALOGUE, ik.score(nothing)).to_text().split("\n\n")
    ]
    plan = report(CATALOGUE, ik.recommend(CATALOGUE, nothing)).to_text()
    assert (1, 0) == (" ".join(plan.split()).count(said), plan.count("Not enough"))


def test_the_style_speaks_of_reports_alone_and_of_what_is_in_them():
    rules = [rule.strip() for rule in re.findall(r"([^{}]+)\{", STYLE) if not rule.strip().startswith("@")]
    assert all(each.strip().startswith(".intimacy-kit") for rule in rules for each in rule.split(","))
    html = "".join(report(CATALOGUE, each).to_html() for each in (GAPPY, PLAN, PRACTICE))
    named = {tag for rule in rules for tag in re.findall(r"\b(h2|p|ol|li|table|thead|tbody|tr|th|td|svg)\b", rule)}
    assert all(f"<{tag}" in html for tag in named)


def test_a_notebook_shows_text_as_text():
    hostile = attrs.evolve(PRACTICE, title="<script>alert(1)</script>", steps=("<b>", "a & b"))
    assert "<script>" not in hostile._repr_html_()
    assert {"<b>", "a & b"} <= set(Reader(hostile._repr_html_()).texts)


def test_a_notebook_shows_nothing_that_depends_on_the_answers():
    low, high = (ik.score(DRAWN.answer(same_answers(value), on=DAY)) for value in (LOW, HIGH))
    assert low._repr_html_() == high._repr_html_()
    one, other = (ik.recommend(CATALOGUE, each) for each in (low, high))
    assert one._repr_html_() == other._repr_html_()


def test_a_practice_is_reported_in_spanish_with_all_that_its_card_says():
    catalogue = built_in("es")
    text = " ".join(report(catalogue, catalogue.practices["conflict.caring-outsider"]).to_text().split())
    for said in ("tres veces al año", "a solas", "Si sale mal:", "No es para:", "Base, puesta a prueba: Finkel"):
        assert said in text, said


# Over time ------------------------------------------------------------------------

RELIABLE = ik.Reliability(0.9, "Pearson's r", 300, 10.0, "doi:10.0/0", "nobody", date(2026, 1, 1), kind="retest")


def waves(*points):
    """Return a history of two pillars: days, each with the percent of the first; the second has none."""
    first, second = list(CATALOGUE.pillars)[:2]
    alike = tuple(Point(day, percent) for day, percent in points)
    return History("long", ik.Perspective.SELF, {first: alike, second: ()}, {}, {}, ())


@pytest.mark.parametrize(
    ("before", "percent", "reliability", "said"),
    [
        (date(2026, 1, 5), 40.0, RELIABLE, "Higher than in January, by 20 points of 100; up to 9 may be chance."),
        (date(2025, 1, 5), 80.0, RELIABLE, "Lower than in January 2025, by 20 points of 100; up to 9 may be chance."),
        (
            date(2026, 6, 2),
            55.0,
            RELIABLE,
            "Steady, as far as anybody can tell: up to 9 points of 100 more or less than on 2 June 2026",
        ),
        (date(2026, 1, 5), 40.0, None, "Nobody can tell yet whether it changed."),
        (date(2026, 1, 5), None, RELIABLE, "Too early to tell: it takes two scores to compare."),
    ],
)
def test_a_history_says_in_words_how_the_last_score_stands_to_the_first(before, percent, reliability, said):
    value = waves((before, percent), (date(2026, 6, 30), 60.0))
    first = next(iter(value.pillars))
    text = report(CATALOGUE, value, reliability={first: reliability} if reliability else None).to_text(width=1000)
    assert said in text
    assert ("on two occasions between which nothing had changed" in text) == bool(reliability)
    assert ("Where no reliability was supplied" in text) == (reliability is None)


def test_a_history_says_what_is_not_compared_and_what_is_too_early():
    first, second = list(CATALOGUE.pillars)[:2]
    days = date(2026, 1, 5), date(2026, 2, 2)
    value = attrs.evolve(waves(), rounds={second: Round(*days, 3, 5)}, cut_off={first: days[:1]}, left_out=days[1:])
    text = report(CATALOGUE, value).to_text(width=1000)
    assert "From 5 January 2026 to 2 February 2026" in text
    assert "the questions take turns, and 3 of 5 have had theirs in this round." in text
    assert f"and are not compared: {CATALOGUE.pillars[first].title}." in text
    assert "was scored by other rules: 2 February 2026." in text


def test_pillars_of_which_a_history_says_the_same_are_named_together():
    first, second = (CATALOGUE.pillars[id].title for id in list(CATALOGUE.pillars)[:2])
    days = (date(2026, 1, 5), 1.0), (date(2026, 2, 2), 2.0)
    value = waves(*days)
    value = attrs.evolve(value, pillars=dict.fromkeys(value.pillars, next(iter(value.pillars.values()))))
    text = report(CATALOGUE, value).to_text(width=1000)
    assert f"\n{first} and {second}: {CATALOGUE.phrase('chance-not-known')}\n" in text


def test_a_history_of_one_day_says_the_day_and_of_none_says_nothing():
    assert "\n5 January 2026\n" in report(CATALOGUE, waves((date(2026, 1, 5), 1.0))).to_text(width=1000)
    assert "2026" not in report(CATALOGUE, attrs.evolve(waves(), perspective=ik.Perspective.PARTNER)).to_text()


def test_a_reliability_for_no_pillar_of_a_history_is_refused():
    with pytest.raises(ik.UnknownId, match="hering"):
        report(CATALOGUE, waves(), reliability={"hering": RELIABLE})


# Languages -------------------------------------------------------------------------


def test_a_section_has_the_language_of_its_catalogue_and_a_text_that_is_not_translated_one_of_its_own():
    page = report(attrs.evolve(CATALOGUE, locale="es"), PRACTICE).to_html()
    assert page.startswith('<section class="intimacy-kit" dir="ltr" lang="es">')
    assert f'<h2 dir="auto" lang="en">{PRACTICE.title}</h2>' in page
    assert '<li dir="auto"><span lang="en">' in page
    assert 'lang="en"' not in report(CATALOGUE, PRACTICE).to_html().partition(">")[2]


@pytest.mark.parametrize(
    ("locale", "text", "marked"),
    [("es", "en", True), ("es-MX", "es", False), ("es-MX", "es-ES", True), ("es", "es", False), ("", "en", False)],
)
def test_a_more_general_form_of_a_language_is_no_other_language(locale, text, marked):
    page = as_html([Paragraph(Text("x", text, "x"))], locale)
    assert marked is (f'<p dir="auto" lang="{text}">' in page)
