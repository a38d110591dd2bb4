"""Figures: what they show and say, that nothing overlaps or is cut off, and that colour carries nothing alone."""

import itertools
import re
import string
import struct
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit._phrases import PHRASES, phrases, why
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.pack import Pillar
from intimacy_kit.history import history
from intimacy_kit.reports.drawing import NARROWEST, WIDEST
from intimacy_kit.reports.figures import figure, radar
from intimacy_kit.reports.text_width import text_width
from tests.support.small_catalogue import CATALOGUE, HIGH, LOW, PILLARS, same_answers, scored_ids

DAY = date(2026, 11, 23)
KNOWN = ik.Reliability(
    coefficient=0.84, name="alpha", n=300, sd=20.0, source="a report", population="adults", on=date(2026, 1, 1)
)
WIDTHS = (360, 1000)


def named(*titles, locale="en"):
    """Return the small catalogue with other titles."""
    pillars = [Pillar(id, title, "A part.") for id, title in zip(PILLARS, titles, strict=True)]
    return attrs.evolve(CATALOGUE, pillars=pillars, locale=locale)


def scored(answers=None, *, on=DAY, reliability=None, perspective="self", form="long"):
    drawn = ik.draw(CATALOGUE, form=form, seed="pair-7", perspective=perspective)
    asked = {question.item_id for question in drawn.questions}
    answers = same_answers(LOW + 1) if answers is None else answers
    return ik.score(
        drawn.answer({id: each for id, each in answers.items() if id in asked}, on=on), reliability=reliability
    )


def without(*pillars):
    """Return answers that leave these pillars blank."""
    return {id: each for id, each in same_answers(LOW + 1).items() if id.partition(".")[0] not in pillars}


def course(*values, pillar="hearing"):
    """Return a history of one pillar at the values that all its forward items have, or none, a wave a fortnight."""
    waves = []
    for i, value in enumerate(values):
        answers = without(pillar)
        if value is not None:
            answers |= dict.fromkeys(scored_ids(pillar)[:-1], value) | {scored_ids(pillar)[-1]: LOW + HIGH - value}
        waves.append(scored(answers, on=date.fromordinal(DAY.toordinal() + 14 * i)))
    return history(waves)


def shared(**changes):
    view = ik.couple_view(
        a=ik.Side(scored(), ik.Sharing(own=PILLARS)), b=ik.Side(scored(same_answers(HIGH)), ik.Sharing(own=PILLARS))
    )
    return attrs.evolve(view, **changes)


def made(width):
    """Every kind of figure, by name."""
    gappy = scored(without("opening"), reliability={"hearing": KNOWN})
    return {
        "pillars": figure(CATALOGUE, gappy, width=width),
        "history": figure(
            CATALOGUE, course(LOW, None, HIGH, HIGH, LOW + 1), width=width, reliability={"hearing": KNOWN}
        ),
        "one wave": figure(CATALOGUE, course(LOW + 2), width=width),
        "couple": figure(CATALOGUE, shared(), width=width, names=("A name that is really rather long", "Jo")),
        "nothing": figure(CATALOGUE, ik.CoupleView(), width=width),
        "radar": radar(CATALOGUE, gappy, width=width),
    }


EVERY = [(f"{name} at {width}", each) for width in WIDTHS for name, each in made(width).items()]
every_figure = pytest.mark.parametrize("drawn", [each for _, each in EVERY], ids=[name for name, _ in EVERY])


def layers(drawn, kind):
    return [layer for layer in drawn.spec["layer"] if layer["mark"]["type"] == kind]


def rows(drawn, kind):
    return [row for layer in layers(drawn, kind) for row in layer["data"]["values"]]


def texts(drawn):
    return [row["text"] for row in rows(drawn, "text")]


# Layout ---------------------------------------------------------------------------


@attrs.frozen
class Box:
    text: str
    left: float
    right: float
    top: float
    bottom: float


def boxes(drawn):
    """Return where each line of text stands, halos left out."""
    found = []
    for layer in layers(drawn, "text"):
        mark = layer["mark"]
        if "stroke" in mark:
            continue
        size = mark["fontSize"]
        for row in layer["data"]["values"]:
            wide = text_width(row["text"], size) * 0.94  # measured a little too wide
            left = row["x"] - {"left": 0, "center": wide / 2, "right": wide}[mark["align"]]
            found.append(Box(row["text"], left, left + wide, row["y"] - 0.75 * size, row["y"] + 0.22 * size))
    return found


def overlap(one, other):
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def misplaced(drawn):
    found = [each for each in boxes(drawn) if not 0 <= each.left <= each.right <= drawn.width]
    found += [each for each in boxes(drawn) if not 0 <= each.top <= each.bottom <= drawn.height]
    return found + [pair for pair in itertools.combinations(boxes(drawn), 2) if overlap(*pair)]


@every_figure
def test_no_text_is_cut_off_or_lies_on_another(drawn):
    assert [] == misplaced(drawn)


letters = st.text(string.ascii_letters + "áéñ 好界W.,", min_size=1, max_size=70).map(
    lambda text: " ".join(text.split()) or "x"
)


@given(
    titles=st.tuples(letters, letters, letters),
    names=st.tuples(letters, letters),
    width=st.integers(NARROWEST, WIDEST),
    locale=st.sampled_from(["en", "es"]),
    gaps=st.sets(st.sampled_from(PILLARS)),
    bands=st.booleans(),
)
def test_whatever_the_titles_nothing_overlaps(titles, names, width, locale, gaps, bands):
    catalogue = named(*titles, locale=locale)
    result = scored(without(*gaps), reliability=dict.fromkeys(PILLARS, KNOWN) if bands else None)
    over_time = course(LOW, None if gaps else HIGH, HIGH, LOW + 1)
    for drawn in (
        figure(catalogue, result, width=width),
        radar(catalogue, result, width=width),
        figure(catalogue, shared(), width=width, names=names),
        figure(catalogue, over_time, width=width, reliability=dict.fromkeys(PILLARS, KNOWN) if bands else None),
    ):
        assert [] == misplaced(drawn)


def test_an_overlap_would_be_seen():
    spec = made(360)["pillars"]
    crowded = attrs.evolve(spec, source=spec.source.replace('"text": "Resting"', '"text": "' + "Resting " * 9 + '"'))
    assert misplaced(crowded)


# Seeing ---------------------------------------------------------------------------


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour):
    """The contrast with white (WCAG 2.2)."""
    return 1.05 / (luminance(colour) + 0.05)


@every_figure
def test_every_text_and_line_stands_out_from_the_paper(drawn):
    assert "#ffffff" == drawn.spec["background"]
    for layer in drawn.spec["layer"]:
        mark = layer["mark"]
        if mark["type"] == "text" and "stroke" not in mark:
            assert contrast(mark["color"]) >= 4.5
            assert mark["fontSize"] >= 12
        else:
            assert contrast(mark.get("stroke", mark.get("color"))) >= 3 or mark["type"] == "text"


def test_two_people_are_told_apart_without_colour():
    one, other = (layers(made(360)["couple"], "point"))[:2]
    assert {"circle", "diamond"} == {one["mark"]["shape"], other["mark"]["shape"]}
    assert one["mark"]["filled"] is not other["mark"]["filled"]


@pytest.mark.slow
@every_figure
def test_the_spec_is_valid_vega_lite_complete_by_itself_and_holds_percents_only(drawn):
    again = drawn.to_chart().to_dict()  # Altair checks it against the schema
    assert [layer["mark"] for layer in drawn.spec["layer"]] == [layer["mark"] for layer in again["layer"]]
    for layer in drawn.spec["layer"]:
        assert {"values"} == set(layer["data"])
        assert all(
            set(row) <= {"x", "y", "x2", "y2", "text", "pillar", "side", "percent"} for row in layer["data"]["values"]
        )
    assert "url" not in drawn.source
    assert "hearing.s0" not in drawn.source


@every_figure
def test_the_svg_is_of_its_size_and_says_what_it_shows(drawn):
    root = ET.fromstring(drawn.to_svg())
    assert (str(drawn.width), str(drawn.height)) == (root.get("width"), root.get("height"))
    assert ("img", drawn.alt) == (root.get("role"), root[0].text)
    assert {"Liberation Sans, Arial, Helvetica, sans-serif"} == {
        each.get("font-family") for each in root.iter("{http://www.w3.org/2000/svg}text")
    }


def test_titles_are_escaped_in_the_svg():
    drawn = figure(named("<script>", "a & b", "c"), scored())
    assert "<script>: 25 of 100." in ET.fromstring(drawn.to_svg())[0].text
    assert "<script>" not in drawn.to_svg()


def test_the_png_is_as_large_as_asked():
    drawn = made(360)["nothing"]
    png = drawn.to_png(scale=1.5)
    assert (540, round(drawn.height * 1.5)) == struct.unpack(">II", png[16:24])


@pytest.mark.parametrize("scale", [0, -1, 11, float("nan")])
def test_a_scale_out_of_range_is_refused(scale):
    with pytest.raises(ik.InvalidValue, match="from 0.1 to 10"):
        made(360)["nothing"].to_png(scale=scale)


@pytest.mark.parametrize("width", [279, 2001, 360.0, True, "360"])
@pytest.mark.parametrize("draw", [figure, radar])
def test_a_width_out_of_range_is_refused(draw, width):
    with pytest.raises(ik.InvalidValue, match="from 280 to 2000"):
        draw(CATALOGUE, scored(), width=width)


def test_there_is_no_figure_of_anything_else():
    drawn = ik.draw(CATALOGUE, form="long", seed="pair-7")
    for value in (drawn, ik.recommend(CATALOGUE, scored()), None):
        with pytest.raises(ik.InvalidValue, match="give what score, history or couple_view returned"):
            figure(CATALOGUE, value)


# One person's pillars -------------------------------------------------------------


def test_pillars_are_dots_in_the_catalogues_order_and_a_gap_says_why():
    drawn = figure(CATALOGUE, scored(without("opening")), width=360)
    dots = rows(drawn, "point")
    assert ["Hearing", "Resting", "Hearing", "Resting"] == [row["pillar"] for row in dots]  # scored, then felt
    assert [35.0, 35.0, 25.0, 25.0] == [row["x"] for row in dots]
    assert "Not enough answers: 0 of 5 given, 1 needed." in texts(drawn)
    assert "Opening: no score. Not enough answers: 0 of 5 given, 1 needed." in drawn.alt
    assert "How it felt (one question each, scored apart)" in texts(drawn)


def test_there_is_a_band_only_with_a_reliability():
    assert [] == layers(figure(CATALOGUE, scored()), "rect")
    drawn = figure(CATALOGUE, scored(reliability={"hearing": KNOWN}))
    ((low, high),) = [(row["x"], row["x2"]) for row in rows(drawn, "rect")]
    assert pytest.approx((35 - 1.96 * 8, 35 + 1.96 * 8), abs=0.01) == (low, high)
    assert "35 (19–51)" in texts(drawn)
    assert "Hearing: 35 of 100, range 19 to 51." in drawn.alt
    assert PHRASES["en"]["band"] in drawn.alt


def test_a_pillar_that_was_not_asked_about_says_so(catalogue):
    drawn = ik.draw(catalogue, form="pulse", seed="s")
    result = ik.score(drawn.answer({}, on=DAY))
    thin = attrs.evolve(result["time"], asked=0, reason=ik.Reason.NOT_ASKED)
    assert "Not asked this time." == why(thin, phrases("en"))


def test_a_partner_perspective_is_called_one():
    assert "What you see your partner do, 2026-11-23" in texts(figure(CATALOGUE, scored(perspective="partner")))


def test_a_form_without_felt_items_has_no_section_for_them(catalogue):
    drawn = ik.draw(catalogue, form="pulse", seed="s")
    result = ik.score(drawn.answer({question.item_id: 2 for question in drawn.questions}, on=DAY))
    assert PHRASES["en"]["felt"] not in texts(figure(catalogue, result))
    assert len(catalogue.pillars) == len(rows(figure(catalogue, result), "point"))


# Over time ------------------------------------------------------------------------


def test_a_missing_wave_breaks_the_line_and_is_marked():
    drawn = figure(CATALOGUE, course(LOW, LOW + 1, None, HIGH), width=360)
    days = [DAY.toordinal() + 14 * i for i in range(4)]
    lines = [
        (row["x"], row["x2"])
        for layer in layers(drawn, "rule")
        if layer["mark"].get("color") == "#0072B2"
        for row in layer["data"]["values"]
    ]
    assert (days[0], days[1]) == lines[0]
    assert 1 + 3 + 3 == len(lines)  # hearing has one line left, the others all three
    crosses = [layer for layer in layers(drawn, "point") if layer["mark"].get("shape", "").startswith("M")]
    assert [days[2]] == [row["x"] for layer in crosses for row in layer["data"]["values"]]
    assert "no score on 2026-12-21" in drawn.alt
    assert PHRASES["en"]["missing-wave"] in drawn.alt


@pytest.mark.parametrize(
    ("values", "reliability", "said"),
    [
        (
            (LOW, HIGH),
            {"hearing": KNOWN},
            "Hearing: 0 on 2026-11-23, 100 on 2026-12-07. Up by 100, first to last score.",
        ),
        ((HIGH, LOW), {"hearing": KNOWN}, "Down by 100, first to last score."),
        ((LOW, LOW), {"hearing": KNOWN}, "Hearing: 0 on 2026-11-23, 0 on 2026-12-07. Cannot tell whether it changed."),
        ((LOW, HIGH), None, "Hearing: 0 on 2026-11-23, 100 on 2026-12-07. Cannot tell whether it changed."),
        ((LOW, None), {"hearing": KNOWN}, "no score on 2026-12-07. Cannot tell whether it changed."),
        (
            (None, None),
            None,
            "Hearing: no score on 2026-11-23, no score on 2026-12-07. Cannot tell whether it changed.",
        ),
        ((LOW + 1, LOW + 1, LOW + 1), None, "Trend by week: +0.0 (95 %: +0.0 to +0.0)."),
        ((LOW, LOW + 2, HIGH), None, "Trend by week: +25.0 (95 %: +25.0 to +25.0)."),
    ],
)
def test_a_change_is_up_down_or_cannot_tell(values, reliability, said):
    drawn = figure(CATALOGUE, course(*values), reliability=reliability)
    assert said in drawn.alt
    assert (PHRASES["en"]["told-beyond"] in drawn.alt) is bool(reliability)
    assert PHRASES["en"]["no-reliability"] in drawn.alt  # the other pillars have none


def test_where_all_reliabilities_are_known_none_is_missed():
    drawn = figure(CATALOGUE, course(LOW, HIGH), reliability=dict.fromkeys(PILLARS, KNOWN))
    assert PHRASES["en"]["no-reliability"] not in drawn.alt


def test_the_trend_stays_on_the_answer_range():
    drawn = figure(CATALOGUE, course(LOW, LOW, LOW, HIGH, HIGH, HIGH), width=360)
    ((dashed, *_), *_) = (
        layer["data"]["values"] for layer in layers(drawn, "rule") if layer["mark"].get("strokeDash") == [5, 4]
    )
    tops = [row["y"] for row in rows(drawn, "point") if row["pillar"] == "Hearing"]
    assert (max(tops), min(tops)) == (dashed["y"], dashed["y2"])
    assert DAY.toordinal() < dashed["x"] < dashed["x2"] < DAY.toordinal() + 70


def test_what_is_left_out_of_a_history_is_named():
    results = [scored(on=DAY), scored(on=date(2026, 12, 1)), scored(on=date(2026, 10, 1), form="twin")]
    drawn = figure(CATALOGUE, history(results))
    assert "Left out, since it is of another form or version: 2026-10-01." in drawn.alt


def test_a_reliability_for_no_pillar_of_the_history_is_refused():
    with pytest.raises(ik.UnknownId, match="hering"):
        figure(CATALOGUE, course(LOW), reliability={"hering": KNOWN})


# Two people -----------------------------------------------------------------------


def test_both_sides_have_a_line_of_their_own_and_no_line_between_them():
    drawn = figure(CATALOGUE, shared())
    sides = [(row["pillar"], row["side"], row["x"]) for row in rows(drawn, "point")]
    assert [("Hearing", "You", 40), ("Hearing", "Your partner", 80)] == sides[:2]
    assert {(0, 100)} == {(row["x"], row["x2"]) for row in rows(drawn, "rule") if "x2" in row}
    assert "Hearing: You 40, Your partner 80." in drawn.alt


def test_the_partner_perspective_is_told():
    drawn = figure(CATALOGUE, shared(perspective=ik.Perspective.PARTNER))
    assert "What each sees the other do" in texts(drawn)


def test_a_long_name_is_cut_in_the_picture_and_whole_in_words():
    name = "Maximiliane-Alexandra Theodora"
    drawn = figure(CATALOGUE, shared(), width=360, names=(name, "Jo"))
    assert any(text.endswith("…") and name.startswith(text[:-1]) for text in texts(drawn))
    assert f"Hearing: {name} 40, Jo 80." in drawn.alt


def test_nothing_to_show_is_the_same_for_whatever_reason():
    answered, nobody, shares = scored(), None, ik.Sharing(own=PILLARS)
    views = [
        ik.couple_view(a=ik.Side(answered, shares), b=ik.Side(answered, ik.Sharing())),
        ik.couple_view(a=ik.Side(answered, shares), b=ik.Side(nobody, shares)),
        ik.couple_view(a=ik.Side(nobody, shares), b=ik.Side(nobody, shares)),
    ]
    assert 1 == len({figure(CATALOGUE, view) for view in views})


# A radar --------------------------------------------------------------------------


def test_a_radar_leaves_gaps_open_and_fills_nothing():
    drawn = radar(CATALOGUE, scored(without("opening")), width=360)
    assert ["Hearing", "Resting"] == [row["pillar"] for row in rows(drawn, "point")]
    lines = [layer for layer in layers(drawn, "rule") if layer["mark"]["color"] == "#0072B2"]
    assert [1] == [len(layer["data"]["values"]) for layer in lines]
    assert [] == layers(drawn, "rect") + layers(drawn, "area") + layers(drawn, "line")
    assert "Opening: no score." in drawn.alt


def test_a_radar_needs_three_pillars():
    result = scored()
    thin = attrs.evolve(result, scores={id: result[id] for id in PILLARS[:2]})
    with pytest.raises(ik.InvalidValue, match="three pillars or more"):
        radar(CATALOGUE, thin)


# Languages ------------------------------------------------------------------------


def slots(text):
    return sorted(field for _, field, _, _ in string.Formatter().parse(text) if field)


def test_every_language_has_every_phrase_with_the_same_slots():
    english = {name: slots(text) for name, text in PHRASES["en"].items()}
    for words in PHRASES.values():
        assert english == {name: slots(text) for name, text in words.items()}


def test_no_phrase_is_left_over():
    files = [path for path in Path(ik.__file__).parent.rglob("*.py") if path.name != "_phrases.py"]
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    families = tuple(re.findall(r"""words\[f["']([a-z]+-)\{""", source))
    reasons = {each.value for each in ik.Reason}
    for name in set(PHRASES["en"]) - reasons - {"up", "down", "cannot-tell"}:
        assert re.search(rf"""["']{name}["']""", source) or name.startswith(families), name


def test_a_figure_speaks_the_catalogues_language():
    drawn = figure(named("Oír", "Abrir", "Descansar", locale="es-MX"), scored(without("opening")))
    assert "Lo que dices que haces, 2026-11-23" in texts(drawn)
    assert "Abrir: sin puntuación. Faltan respuestas: 0 de 5 dadas; se necesitan 1." in drawn.alt
    assert phrases("fr") is PHRASES["en"]


def test_numbers_in_spanish_have_a_comma():
    drawn = figure(named("Oír", "Abrir", "Descansar", locale="es"), course(LOW, LOW + 2, HIGH))
    assert "Tendencia por semana: +25,0 (95 %: de +25,0 a +25,0)." in drawn.alt


def test_the_reasons_in_english_are_those_of_the_score():
    for score in scored(without("opening")):
        assert (score.why if score.reason else "") == why(score, PHRASES["en"])


# As values ------------------------------------------------------------------------


def test_a_figure_is_a_frozen_value_that_shows_nothing_by_itself():
    one, other = (figure(CATALOGUE, scored(), width=360) for _ in range(2))
    assert (one, hash(one), "Figure(width=360)") == (other, hash(other), repr(one))
    one.spec["layer"].clear()
    assert one.spec == other.spec
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one.alt = ""


def test_a_notebook_gets_the_picture_the_spec_and_the_words():
    drawn = made(360)["nothing"]
    bundle = drawn._repr_mimebundle_(include=None, exclude=None)
    assert {"text/plain", "image/svg+xml", "application/vnd.vegalite.v5+json"} == set(bundle)
    assert (drawn.alt, drawn.to_svg(), drawn.spec) == tuple(
        bundle[kind] for kind in ("text/plain", "image/svg+xml", "application/vnd.vegalite.v5+json")
    )


def test_without_the_extra_the_spec_is_there_and_the_rest_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    monkeypatch.setitem(sys.modules, "altair", None)
    drawn = made(360)["nothing"]
    for call in (drawn.to_svg, drawn.to_png, drawn.to_chart):
        with pytest.raises(ik.MissingExtra, match=r"intimacy_kit\[figures\]"):
            call()
    assert {"text/plain", "application/vnd.vegalite.v5+json"} == set(drawn._repr_mimebundle_())


def test_a_catalogue_that_lacks_a_pillar_is_told_so():
    other = Catalogue(pack=CATALOGUE.pack, pillars=[Pillar("time", "Time", "A part.")], forms=[], items=[])
    with pytest.raises(ik.UnknownId):
        figure(other, scored())
