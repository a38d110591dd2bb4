"""Properties of what people see: reports keep their width, figures name every pillar, HTML escapes."""

import html
import json
import xml.etree.ElementTree as ET
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit._html import Markup, card, element, table
from intimacy_kit.content import spoken_date
from intimacy_kit.content.pack import Pillar
from intimacy_kit.content.vocabulary import Perspective
from intimacy_kit.couple.view import SharedPillar
from intimacy_kit.history import history
from intimacy_kit.reports import couple_report, report
from intimacy_kit.reports.blocks import Heading, Item, Note, Numbered, Paragraph, Place, Places, Sides
from intimacy_kit.reports.charts import wrapped
from intimacy_kit.reports.figures import figure
from intimacy_kit.reports.render import as_text
from tests.support.examples import at_least
from tests.support.small_catalogue import CATALOGUE, GAPS, PILLARS, VALUES, practice, scored_ids

DAY = date(2026, 11, 23)
DRAWN = ik.draw(CATALOGUE, form="long", seed="pair-7")

words = st.text("abc ÁÑ.é<>&\"'\n\t{}%", min_size=1, max_size=40).map(lambda text: " ".join(text.split()) or "x")
anything = st.text(st.characters(codec="utf-8"), max_size=40)
widths = st.integers(280, 2000)
FEW = at_least(10, share=100)  # a chart takes a tenth of a second; its words take none
tens = st.integers(0, 10).map(lambda count: 10 * count)
answers = st.fixed_dictionaries(
    {id: st.sampled_from([*VALUES, *GAPS]) for pillar in PILLARS for id in (*scored_ids(pillar), f"{pillar}.felt")}
)
views = st.lists(st.sampled_from(PILLARS), unique=True, min_size=1).flatmap(
    lambda pillars: st.tuples(*(st.builds(SharedPillar, st.just(pillar), tens, tens) for pillar in pillars)).map(
        lambda found: ik.CoupleView(found, Perspective.SELF)
    )
)


def response_of(given_, *, on=DAY):
    return DRAWN.answer(given_, on=on)


def result_of(given_, *, on=DAY):
    return ik.score(response_of(given_, on=on))


def named(titles):
    pillars = [Pillar(id, title, "A part.") for id, title in zip(PILLARS, titles, strict=True)]
    return attrs.evolve(CATALOGUE, pillars=pillars)


# Text ------------------------------------------------------------------------------

places = st.builds(
    Place, words, st.none() | st.floats(0, 100), st.builds("{}/{}".format, st.integers(0, 30), st.integers(1, 30))
)
blocks = st.one_of(
    st.builds(Heading, words, words | st.just("")),
    st.builds(Paragraph, words),
    st.builds(Note, words, words),
    st.builds(Numbered, st.lists(st.builds(Item, words), min_size=1, max_size=12).map(tuple)),
    st.builds(Places, st.tuples(words, words, words), st.lists(places, min_size=1, max_size=3).map(tuple)),
    st.builds(Sides, st.tuples(words, words, words), st.lists(st.tuples(words, tens, tens), min_size=1).map(tuple)),
)


@given(st.lists(blocks, max_size=4), st.integers(40, 130))
@example([Sides(("x", "y" * 60, "z"), (("t", 100, 0),))], 60)
@example([Places(("a", "b", "c"), (Place("x", 50.0, "10/10"),))], 71)
def test_no_line_of_a_report_is_longer_than_its_width(document, width):
    assert [] == [line for line in as_text(document, width).splitlines() if len(line) > width]


@given(st.lists(blocks, max_size=4), st.integers(-5, 39))
def test_below_its_narrowest_a_report_stays_as_it_is(document, width):
    assert as_text(document, 40) == as_text(document, width)


@given(places, st.integers(40, 130))
def test_a_bar_is_as_long_as_its_percent_whatever_the_width(place, width):
    text = as_text([Places(("a", "b", "c"), (place,))], width)
    assert (0 if place.percent is None else round(place.percent / 5)) == text.count("█")


@given(views, st.tuples(anything, anything))
def test_a_name_takes_one_line_whatever_is_in_it(view, names):
    plain = couple_report(CATALOGUE, view, names=("a", "b")).to_text(width=100)
    assert plain.count("\n") == couple_report(CATALOGUE, view, names=names).to_text(width=100).count("\n")


@given(answers, st.integers(40, 130))
def test_a_text_of_a_result_names_every_pillar(given_, width):
    text = report(CATALOGUE, result_of(given_)).to_text(width=width)
    assert all(text.count(pillar.title) >= 2 for pillar in CATALOGUE.pillars.values())


@given(answers, st.integers(1, 90))
def test_a_plan_names_each_step_with_its_reason_in_every_form(given_, minutes):
    plan = ik.recommend(CATALOGUE, result_of(given_), minutes_per_week=minutes)
    shown = " ".join(report(CATALOGUE, plan).to_text().split())
    page = html.unescape(report(CATALOGUE, plan).to_html())
    for step in plan.suggestions:
        assert " ".join(step.reason.split()) in shown
        assert step.reason in page
        assert step.title in report(CATALOGUE, plan).to_markdown()


# HTML ------------------------------------------------------------------------------


@given(anything, anything)
def test_an_element_holds_its_text_and_its_attribute_as_they_are(text, value):
    made = element("p", text, title=value)
    inner = made.removeprefix('<p title="').removesuffix("</p>")
    attribute, _, child = inner.partition('">')
    assert (value, text) == (_unescaped(attribute), _unescaped(child))
    assert not set('<>"') & set(attribute + child)


def _unescaped(text):
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return text


@given(anything)
def test_what_is_markup_is_escaped_once(text):
    once = element("b", text)
    assert f"<p>{once}</p>" == element("p", once)
    assert Markup(once).__html__() == once


@given(st.lists(words, min_size=2, max_size=4), st.integers(0, 3))
def test_a_table_has_a_cell_for_each_text(head, count):
    made = ET.fromstring(table(head, [head] * count))
    assert head == [cell.text for cell in made.findall("thead/tr/th")]
    assert [head] * count == [[cell.text for cell in row] for row in made.findall("tbody/tr")]


@given(words, words)
def test_a_card_is_whole_and_says_its_texts(title, fact):
    assert [title, fact] == [each for each in ET.fromstring(card(title, fact)).itertext() if each]


@given(answers)
def test_a_notebook_shows_the_same_of_a_result_whatever_was_answered(given_):
    same = result_of(dict.fromkeys(given_, VALUES[0]))
    assert same._repr_html_() == result_of(given_)._repr_html_()


@given(answers, st.integers(1, 90))
def test_a_notebook_shows_the_same_of_a_plan_whatever_was_answered(given_, minutes):
    one, other = (
        ik.recommend(CATALOGUE, result_of(each), minutes_per_week=minutes)
        for each in (given_, dict.fromkeys(given_, VALUES[0]))
    )
    assert one._repr_html_() == other._repr_html_()


# Figures ---------------------------------------------------------------------------


@given(words, st.integers(1, 400))
def test_a_text_that_is_broken_loses_nothing(text, room):
    assert "".join(text.split()) == "".join(wrapped(text, room).split())


@given(answers, st.tuples(words, words, words))
def test_the_words_of_a_figure_name_every_pillar(given_, titles):
    alt = figure(named(titles), result_of(given_)).alt
    assert all(f"{title}: " in alt for title in titles)


@given(views, widths, st.lists(words, min_size=2, max_size=2, unique=True))
def test_the_words_of_a_couple_figure_say_each_place_of_both(view, width, names):
    alt = figure(CATALOGUE, view, width=width, names=names).alt
    for each in view.pillars:
        assert f"{CATALOGUE.pillars[each.pillar].title}: {names[0]} {each.a}, {names[1]} {each.b}." in alt


@given(answers, widths, widths)
def test_a_figure_says_the_same_at_every_width(given_, one, other):
    result = result_of(given_)
    assert figure(CATALOGUE, result, width=one).alt == figure(CATALOGUE, result, width=other).alt


@given(st.lists(answers, min_size=1, max_size=5), widths)
def test_the_words_of_a_history_say_every_wave(waves, width):
    course = history(result_of(each, on=DAY + timedelta(days=7 * i)) for i, each in enumerate(waves))
    alt = figure(CATALOGUE, course, width=width).alt
    for i in range(len(waves)):
        assert len(PILLARS) <= alt.count(spoken_date(CATALOGUE, DAY + timedelta(days=7 * i)))


@given(answers)
def test_a_figure_has_no_value_of_the_scale_in_it(given_):
    everything = str(attrs.asdict(figure(CATALOGUE, result_of(given_))))
    assert not any(str(value) in everything for value in VALUES)


@pytest.mark.slow
@FEW
@given(answers, widths)
def test_a_figure_holds_each_score_or_its_gap(given_, width):
    result = result_of(given_)
    drawn = figure(CATALOGUE, result, width=width)
    dots = drawn.chart.vconcat[0].layer[3]
    rows = dots.data.values
    assert ["point"] == [dots.mark.type]
    assert [score.percent for score in (*result, *result.felt.values())] == [row["percent"] for row in rows]


@given(st.integers(277, 2003) | st.integers() | st.booleans() | st.floats() | st.none())
def test_a_width_is_a_whole_number_in_range_or_refused(width):
    fine = type(width) is int and 280 <= width <= 2000
    try:
        figure(CATALOGUE, ik.CoupleView(), width=width)
    except ik.InvalidValue:
        assert not fine
    else:
        assert fine


# What is kept ------------------------------------------------------------------------


@given(answers, st.sampled_from(PILLARS), st.integers(1, 90))
def test_what_comes_of_answers_survives_json(given_, pillar, minutes):
    result = result_of(given_)
    sharing = ik.Sharing().share(pillar)
    kept = [
        ik.recommend(CATALOGUE, result, minutes_per_week=minutes, access=["no-speech"]),
        ik.viewpoint(own=ik.Side(result, sharing), partner=ik.Side(result, sharing)),
        history([result]),
        ik.overall(result),
        sharing,
    ]
    for value in kept:
        assert value == type(value).from_dict(json.loads(json.dumps(value.to_dict())))


@given(answers, st.sampled_from(PILLARS))
def test_an_explanation_shows_the_answers_of_one_item_and_of_no_other(given_, pillar):
    id = scored_ids(pillar)[0]
    text = ik.explain(response_of(given_), id)
    assert not any(other in text for other in given_ if other != id)
    value = given_[id]
    assert (str(value) if isinstance(value, int) else value.value) in text


@given(st.lists(st.sampled_from(list(ik.Gate)), unique=True, min_size=1), words)
def test_a_practice_is_shown_with_every_line_of_it(gates, text):
    made = practice("hearing.talk", "hearing", gates=gates, steps=[text, "Do it."], summary=text)
    shown = " ".join(report(CATALOGUE, made).to_text(width=1000).split())
    page = html.unescape(report(CATALOGUE, made).to_html())
    for line in (text, "Do it.", made.not_for, made.if_it_goes_badly):
        assert line in shown
        assert line in page
