"""Figures: what they show and say, in which scales and words, and that colour carries nothing alone."""

import json
import re
import struct
import sys
from datetime import date
from xml.etree import ElementTree as ET

import altair
import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.pack import Pillar
from intimacy_kit.history import Round, history
from intimacy_kit.reports import figure, practised_figure, sample_figure
from tests.support.catalogues import built_in
from tests.support.small_catalogue import CATALOGUE, HIGH, LOW, PILLARS, VALUES, same_answers, scored_ids

DAY = date(2026, 11, 23)
KNOWN = ik.Reliability(
    coefficient=0.84, name="alpha", n=300, sd=20.0, source="a report", population="adults", on=date(2026, 1, 1)
)
SPANISH = built_in("es").phrases


def named(*titles, locale="en"):
    """Return the small catalogue with other titles."""
    pillars = [Pillar(id, title, "A part.") for id, title in zip(PILLARS, titles, strict=True)]
    words = SPANISH if locale == "es" else CATALOGUE.kit_phrases
    return attrs.evolve(CATALOGUE, pillars=pillars, locale=locale, kit_phrases=words)


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


KINDS = {
    "pillars": lambda width: figure(CATALOGUE, scored(without("opening"), reliability={"hearing": KNOWN}), width=width),
    "history": lambda width: figure(
        CATALOGUE, course(LOW, None, HIGH, LOW), width=width, reliability={"hearing": KNOWN}
    ),
    "first check-in": lambda width: figure(CATALOGUE, course(LOW + 2), width=width),
    "couple": lambda width: figure(CATALOGUE, shared(), width=width, names=("Maximiliana Alexandra", "Jo")),
    "plan": lambda width: figure(CATALOGUE, ik.recommend(CATALOGUE, scored(), minutes_per_week=30), width=width),
    "weeks": lambda width: practised_figure(CATALOGUE, {"hearing.walk": [DAY]}, since=date(2026, 9, 1), width=width),
    "sample": lambda width: sample_figure(
        CATALOGUE, {"hearing": [0, 100, 50.0, None, *[62.5] * 7], "opening": [50.0]}, form="long", width=width
    ),
    "nothing": lambda width: figure(CATALOGUE, ik.CoupleView(), width=width),
}
every_kind = pytest.mark.parametrize("kind", KINDS)


def parts(node, key):
    """Yield every value of a key anywhere in a specification."""
    if isinstance(node, dict):
        yield from (value for name, value in node.items() if name == key)
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from parts(each, key)


def spec(drawn):
    return drawn.chart.to_dict()


def layers(drawn, kind):
    """Return the layers of one kind of mark."""
    every = [layer for layers in parts(spec(drawn), "layer") for layer in layers]
    return [layer for layer in every if layer["mark"]["type"] == kind]


def rows(drawn):
    """Return the data of the dots, panel after panel."""
    whole = spec(drawn)
    panels = [each for each in [*parts(whole, "concat"), whole["vconcat"]] for each in each if "layer" in each]
    data = [panel.get("data") or layer["data"] for panel in panels for layer in panel["layer"] if is_point(layer)]
    return [row for each in data for row in whole["datasets"][each["name"]]]


def is_point(layer):
    return layer["mark"]["type"] == "point"


def text(drawn):
    """Return everything that stands in a picture, as one line."""
    texts = ET.fromstring(drawn.to_svg()).iter("{http://www.w3.org/2000/svg}text")
    return " ".join(" ".join(" ".join(each.itertext()) for each in texts).split())


def height_by_text(drawn):
    """Return the text of each line in a picture, with how far down it stands."""
    heights = {}

    def walk(node, above):
        moved = re.search(r"translate\([^,]*,([^)]*)\)", node.get("transform", ""))
        here = above + float(moved[1]) if moved else above
        if node.text and node.tag.endswith("}text"):
            heights[node.text] = here
        for below in node:
            walk(below, here)

    walk(ET.fromstring(drawn.to_svg()), 0.0)
    return heights


def width_of(drawn):
    return float(ET.fromstring(drawn.to_svg()).get("width"))


# Seeing ---------------------------------------------------------------------------


def luminance(colour):
    levels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4 for level in levels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_and_marks_stand_out_from_the_paper(theme):
    svg = KINDS["couple"](360).to_svg(theme=theme)
    _, paper, *colours = re.findall(r"#[0-9a-f]{6}", svg[svg.index("<rect") - 1 :].replace("<rect", "#000000", 1))
    ink = {"light": "#1a1a1a", "dark": "#eeeeee"}[theme]
    assert {ink} < set(colours)
    assert contrast(ink, paper) >= 7
    assert min(contrast(colour, paper) for colour in colours) >= 3


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["en", "es", "fr", "de", "pt-BR"])
@pytest.mark.parametrize("width", [340, 640])
def test_sentences_fit_their_width_in_every_language(locale, width):
    """What is said of each pillar is longest in a history where chance is known."""
    catalogue, results = ik.load(locale=locale), []
    for day, value in ((date(2025, 11, 5), 2), (date(2026, 9, 3), 3), (date(2026, 11, 4), 3)):
        drawn = ik.draw(catalogue, form="standard", seed="a")
        results.append(ik.score(drawn.answer(dict.fromkeys(drawn.item_ids, value), on=day)))
    drawn = figure(catalogue, results, width=width, reliability=dict.fromkeys(catalogue.pillars, KNOWN))
    assert float(ET.fromstring(drawn.to_svg()).get("width")) <= width + 1


@pytest.mark.slow
@every_kind
def test_no_type_is_small(kind):
    keys = ("fontSize", "labelFontSize", "subtitleFontSize")
    assert min(size for key in keys for size in parts(spec(KINDS[kind](360)), key)) >= 13


def test_two_people_differ_in_shape_and_not_in_colour_alone():
    ranges = [scale["range"] for scale in parts(spec(figure(CATALOGUE, shared())), "scale") if "range" in scale]
    dot, ring = next(each for each in ranges if "circle" in each)
    assert dot != ring
    assert 2 == ring.count("M")  # a hole, so that a dot in the same place is seen


@pytest.mark.slow
@every_kind
def test_the_chart_is_altairs_and_complete_by_itself(kind):
    drawn = KINDS[kind](360)
    assert isinstance(drawn.chart, altair.VConcatChart)
    assert drawn.alt == drawn.chart.description
    written = json.dumps(spec(drawn))
    assert "url" not in written
    assert not any(each in written for each in ("hearing.s0", *map(str, VALUES)))


@pytest.mark.slow
@pytest.mark.parametrize("width", [340, 1000])
@every_kind
def test_the_svg_fits_its_width_and_says_what_it_shows(kind, width):
    drawn = KINDS[kind](width)
    root = ET.fromstring(drawn.to_svg())
    assert float(root.get("width")) <= width + 1
    assert ("img", drawn.alt) == (root.get("role"), root[0].text)
    assert "max-width: 100%; height: auto" == root.get("style")
    assert [] == [node for node in root.iter() if node is not root and "aria-roledescription" in node.attrib]


def test_the_svg_takes_the_colours_of_its_page():
    page = KINDS["nothing"](360).to_svg()
    assert "currentColor" in page
    assert not re.search("#[0-9a-f]{6}", page)
    assert 'fill="#ffffff"' in KINDS["nothing"](360).to_svg(theme="light")


@pytest.mark.parametrize("evil", ["</script><script>alert(1)</script>", "<!--<script>", "</SCRIPT >"])
def test_no_text_of_a_chart_ends_the_script_of_a_page(evil):
    drawn = figure(named(evil, "b", "c"), scored())
    written = drawn.chart.to_json()
    assert "＜" in json.dumps(json.loads(written), ensure_ascii=False)
    assert not re.search(r"<(/|!|script)", written, re.IGNORECASE)


def test_titles_are_escaped_in_the_svg():
    svg = figure(named("<script>", "a & b", "c"), scored()).to_svg()
    assert "<script>: 35 of 100." in ET.fromstring(svg)[0].text
    assert "<script>" not in svg


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_figure_is_saved_as_what_its_name_says_for_its_owner_alone(tmp_path, theme):
    drawn = figure(CATALOGUE, scored())
    drawn.save(tmp_path / "a.svg", theme=theme)
    drawn.save(str(tmp_path / "a.png"), theme=theme)
    assert drawn.to_svg(theme=theme) == (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert drawn.to_png(theme=theme) == (tmp_path / "a.png").read_bytes()
    assert {0o600} == {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}


def test_a_figure_is_saved_over_another_only_when_that_is_asked_for(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(b"kept")
    drawn = figure(CATALOGUE, scored())
    with pytest.raises(ik.InvalidValue, match="file-exists .* overwrite=True"):
        drawn.save(path)
    assert b"kept" == path.read_bytes()
    drawn.save(path, overwrite=True)
    assert drawn.to_png() == path.read_bytes()


def test_a_figure_is_not_saved_under_a_name_that_says_another_format(tmp_path):
    with pytest.raises(ik.InvalidValue, match="end its name in .svg or .png"):
        figure(CATALOGUE, scored()).save(tmp_path / "a.jpg")
    assert [] == list(tmp_path.iterdir())


def test_the_png_is_as_large_as_asked():
    sizes = [struct.unpack(">II", KINDS["pillars"](360).to_png(scale=scale)[16:24]) for scale in (1, 2)]
    assert [360, 720] == [pytest.approx(width, abs=4) for width, _ in sizes]


@pytest.mark.parametrize("scale", [0, -1, 11, float("nan")])
def test_a_scale_out_of_range_is_refused(scale):
    with pytest.raises(ik.InvalidValue, match="from 0.1 to 10"):
        KINDS["nothing"](360).to_png(scale=scale)


def test_a_theme_that_is_none_is_refused():
    for write in (KINDS["nothing"](360).to_svg, KINDS["nothing"](360).to_png):
        with pytest.raises(ik.InvalidValue, match="give one of light, dark, page"):
            write(theme="night")


@pytest.mark.parametrize("width", [279, 2001, 360.0, True, "360"])
def test_a_width_out_of_range_is_refused(width):
    with pytest.raises(ik.InvalidValue, match="from 280 to 2000"):
        figure(CATALOGUE, scored(), width=width)


def test_there_is_no_figure_of_anything_else():
    drawn = ik.draw(CATALOGUE, form="long", seed="pair-7")
    for value in (drawn, None):
        with pytest.raises(ik.InvalidValue, match="give what score, history, couple_view or recommend returned"):
            figure(CATALOGUE, value)


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1000])
def test_long_titles_are_broken_and_whole(width):
    titles = ("A title that goes on and on for more than a line or even two of them", "長い題名" * 9, "Short")
    drawn = figure(named(*titles), scored(), width=width)
    assert width_of(drawn) <= width + 1
    for title in titles:
        assert title.replace(" ", "") in text(drawn).replace(" ", "")


# One person's pillars -------------------------------------------------------------


def test_pillars_stand_in_the_catalogues_order_and_a_gap_says_why():
    drawn = figure(CATALOGUE, scored(without("opening")), width=360)
    said = [(row["pillar"], row["percent"]) for row in rows(drawn)]
    assert [("Hearing", 35.0), ("Opening", None), ("Resting", 35.0)] == said[:3]
    assert [("Hearing", 25.0), ("Opening", None), ("Resting", 25.0)] == said[3:]  # how it felt
    domains = [scale["domain"] for scale in parts(spec(drawn), "scale") if "domain" in scale]
    assert ["Hearing", "Opening", "Resting"] in domains
    assert [0, 100] in domains
    assert "Not enough answers: 0 of 5 given, 1 needed." in text(drawn)
    assert "Opening: no score. Not enough answers: 0 of 5 given, 1 needed." in drawn.alt
    assert "How it felt (one question each, scored apart)" in text(drawn)


def test_the_answer_range_has_the_answers_at_its_ends_and_all_of_them_where_there_is_room():
    narrow, wide = (text(figure(CATALOGUE, scored(), width=width)) for width in (280, 1000))
    assert "Never Rarely Sometimes Often Always" in narrow
    assert "Never Rarely Sometimes Often Always" in wide
    assert "Where a question asks about the opposite, its answer counts in reverse." in wide


def test_where_items_have_several_scales_the_ends_are_the_lowest_and_the_highest_answer():
    other = attrs.evolve(CATALOGUE.scales["marked"], id="other")
    items = {**CATALOGUE.items}
    items["hearing.s0"] = attrs.evolve(items["hearing.s0"], scale="other")
    catalogue = attrs.evolve(CATALOGUE, items=items.values(), scales=[*CATALOGUE.scales.values(), other])
    assert "Lowest answer Highest answer" in text(figure(catalogue, scored()))


@pytest.mark.parametrize(
    ("labels", "words"),
    [((None, None), "Lowest answer Highest answer"), (("Never at all", None), "Never at all Highest answer")],
)
def test_a_range_has_its_own_words_at_its_ends_or_those_of_any_scale(labels, words):
    ranged = ik.ResponseScale("marked", range=ik.Range(LOW, HIGH, low_label=labels[0], high_label=labels[1]))
    catalogue = attrs.evolve(CATALOGUE, scales=[ranged])
    assert words in text(figure(catalogue, scored()))


def test_values_that_count_other_points_than_themselves_are_no_places_on_the_answer_range():
    marked = CATALOGUE.scales["marked"]
    choices = [attrs.evolve(choice, points=int(choice.value > LOW)) for choice in marked.choices if choice.value]
    catalogue = attrs.evolve(CATALOGUE, scales=[attrs.evolve(marked, choices=choices)])
    assert "Lowest answer Highest answer" in text(figure(catalogue, scored()))


def test_no_question_counts_in_reverse_where_none_is_reverse_keyed():
    items = [attrs.evolve(item, keying=ik.Keying.FORWARD) for item in CATALOGUE.items.values()]
    assert "reverse" not in figure(attrs.evolve(CATALOGUE, items=items), scored()).alt


def test_there_is_a_band_only_with_a_reliability():
    assert {None} == {row["low"] for row in rows(figure(CATALOGUE, scored()))}
    drawn = figure(CATALOGUE, scored(reliability={"hearing": KNOWN}))
    ((low, high),) = [(row["low"], row["high"]) for row in rows(drawn) if row["low"] is not None]
    assert pytest.approx((35 - 1.96 * 8, 35 + 1.96 * 8), abs=0.01) == (low, high)
    assert "35 (19–51)" in text(drawn)
    assert "Hearing: 35 of 100, range 19 to 51." in drawn.alt
    assert CATALOGUE.phrase("band") in drawn.alt


def test_a_partner_perspective_is_called_one():
    drawn = figure(CATALOGUE, scored(perspective="partner"))
    assert drawn.alt.startswith("What you see your partner do. Long, 23 November 2026. ")


def test_a_form_without_felt_items_has_no_marks_for_them(catalogue):
    drawn = ik.draw(catalogue, form="pulse", seed="s")
    result = ik.score(drawn.answer({question.item_id: 2 for question in drawn.questions}, on=DAY))
    assert catalogue.phrase("felt") not in figure(catalogue, result).alt
    assert len(catalogue.pillars) == len(rows(figure(catalogue, result)))


# Over time ------------------------------------------------------------------------


def test_a_missing_wave_is_a_gap_and_is_marked():
    drawn = figure(CATALOGUE, course(LOW, LOW + 1, None, HIGH), width=360)
    assert [0.0, 25.0, None, 100.0] == [row["percent"] for row in rows(drawn)][:4]
    assert "×" in text(drawn)
    assert "no score on 21 December 2026" in drawn.alt
    assert CATALOGUE.phrase("missing-wave") in drawn.alt


@pytest.mark.parametrize(
    ("values", "reliability", "said"),
    [
        ((LOW, HIGH), {"hearing": KNOWN}, "Higher than in November, by 100 points of 100; up to "),
        ((HIGH, LOW), {"hearing": KNOWN}, "Lower than in November, by 100 points of 100; up to "),
        ((LOW, LOW), {"hearing": KNOWN}, "Steady, as far as anybody can tell: up to"),
        ((LOW, HIGH), None, "0 on 23 November 2026 and 100 on 7 December 2026. Opening"),
        ((LOW, None), {"hearing": KNOWN}, "0 on 23 November 2026 and no score on 7 December 2026. Opening"),
    ],
)
def test_a_change_is_higher_lower_or_steady_as_in_a_report(values, reliability, said):
    drawn = figure(CATALOGUE, course(*values), reliability=reliability)
    assert said in drawn.alt
    assert (CATALOGUE.phrase("told-beyond") in drawn.alt) is bool(reliability)
    assert CATALOGUE.phrase("no-reliability") in drawn.alt  # the other pillars have none


def test_where_all_reliabilities_are_known_none_is_missed():
    drawn = figure(CATALOGUE, course(LOW, HIGH), reliability=dict.fromkeys(PILLARS, KNOWN))
    assert CATALOGUE.phrase("no-reliability") not in drawn.alt


def test_the_first_check_in_is_called_one():
    drawn = figure(CATALOGUE, course(LOW + 1))
    assert "The first check-in, 23 November 2026" in text(drawn)
    assert [("Hearing", 25.0)] == [(row["pillar"], row["percent"]) for row in rows(drawn)][:1]


def test_results_in_a_list_are_drawn_as_the_history_that_they_make():
    results = [scored(), scored(on=date(2026, 12, 7))]
    assert figure(CATALOGUE, history(results)) == figure(CATALOGUE, results)
    assert figure(CATALOGUE, history(results[:1])) == figure(CATALOGUE, tuple(results[:1]))


def test_titles_of_panels_side_by_side_are_level_though_a_dot_of_one_is_at_the_top():
    heights = height_by_text(figure(CATALOGUE, course(HIGH, LOW), width=1000))
    assert heights["Hearing"] == heights["Opening"]


def test_a_first_check_in_without_a_score_says_so():
    assert "No score." in text(figure(CATALOGUE, course(None)))


def test_the_first_and_the_last_day_stand_below_the_last_pillars_only():
    narrow, wide = (text(figure(CATALOGUE, course(LOW, HIGH), width=width)) for width in (360, 1000))
    assert (1, 2) == (narrow.count("23 Nov 2026"), wide.count("7 Dec 2026"))


def test_many_check_ins_are_a_line_without_dots():
    few, many = (layers(figure(CATALOGUE, course(*[LOW] * count)), "point") for count in (20, 21))
    assert [70] * len(PILLARS) == [layer["mark"]["size"] for layer in few]
    assert [0] * len(PILLARS) == [layer["mark"]["size"] for layer in many]


def test_what_is_left_out_of_a_history_is_named():
    results = [
        scored(on=DAY),
        scored(on=date(2026, 12, 1)),
        attrs.evolve(scored(on=date(2026, 10, 1)), scoring_version=0),
    ]
    drawn = figure(CATALOGUE, history(results))
    assert "Left out, since it is of another catalogue or was scored by other rules: 1 October 2026." in drawn.alt


def test_rounds_that_are_not_complete_are_no_dots_and_too_early_to_tell():
    begun = Round(DAY, DAY, 3, 5)
    value = attrs.evolve(course(LOW), rounds={"hearing": begun})
    early = attrs.evolve(value, pillars={"hearing": ()})
    some = attrs.evolve(value, pillars={"hearing": (), "opening": value.pillars["hearing"]})
    assert (
        "Too early to tell: the questions take turns, and 3 of 5 have had theirs in this round."
        == figure(CATALOGUE, early).alt
    )
    assert "Hearing: no score. Too early to tell: the questions take turns, and 3 of 5" in figure(CATALOGUE, some).alt


def test_a_reliability_for_no_pillar_of_the_history_is_refused():
    with pytest.raises(ik.UnknownId, match="hering"):
        figure(CATALOGUE, course(LOW), reliability={"hering": KNOWN})


# Two people -----------------------------------------------------------------------


def test_both_sides_are_marks_and_no_line_is_between_them():
    drawn = figure(CATALOGUE, shared())
    sides = [(row["pillar"], row["series"], row["percent"]) for row in rows(drawn)]
    assert [("Hearing", "You", 40), ("Hearing", "Your partner", 80)] == sides[:2]
    assert [] == layers(drawn, "line")
    assert "Hearing: You 40, Your partner 80." in drawn.alt


def test_two_people_of_one_name_stay_two():
    drawn = figure(CATALOGUE, shared(), names=("Alex", "Alex"))
    assert ["Alex", "Alex (2)"] == [row["series"] for row in rows(drawn)][:2]


def test_the_partner_perspective_is_told():
    drawn = figure(CATALOGUE, shared(perspective=ik.Perspective.PARTNER))
    assert drawn.alt.startswith("Side by side: what each sees the other do. ")


def test_nothing_to_show_is_the_same_for_whatever_reason():
    shares = ik.Sharing(own=PILLARS)
    answered, nobody = ik.Side(scored(), shares), ik.Side(None, shares)
    private = ik.Side(scored(), ik.Sharing())
    views = [ik.couple_view(a=a, b=b) for a, b in ((answered, private), (answered, nobody), (nobody, nobody))]
    assert 1 == len({figure(CATALOGUE, view) for view in views})


# Languages ------------------------------------------------------------------------


def test_a_figure_speaks_the_catalogues_language():
    drawn = figure(named("Oír", "Abrir", "Descansar", locale="es"), scored(without("opening")))
    assert "Long, 23 de noviembre de 2026" in text(drawn)
    assert drawn.alt.startswith("Lo que dices que haces. ")
    assert "Abrir: sin puntuación. Faltan respuestas: 0 de 5 dadas; se necesitan 1." in drawn.alt


# As values ------------------------------------------------------------------------


def test_a_figure_is_a_frozen_value_that_shows_nothing_by_itself():
    one, other = (figure(CATALOGUE, scored(), width=360) for _ in range(2))
    assert (one, hash(one), "Figure(width=360)") == (other, hash(other), repr(one))
    one.chart.vconcat.clear()
    assert spec(one) == spec(other)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one.alt = ""


def test_a_notebook_gets_the_picture_on_paper_and_the_words():
    drawn = KINDS["nothing"](360)
    expected = {"text/plain": drawn.alt, "image/svg+xml": drawn.to_svg(theme="light")}
    assert expected == drawn._repr_mimebundle_(include=None, exclude=None)


@pytest.mark.parametrize("package", ["altair", "vl_convert"])
def test_without_the_extra_a_figure_says_its_words_and_what_to_install(monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, "intimacy_kit.reports.charts", raising=False)
    monkeypatch.delattr("intimacy_kit.reports.charts", raising=False)
    drawn = figure(CATALOGUE, ik.CoupleView())
    assert CATALOGUE.phrase("nothing-shared") == drawn.alt
    with pytest.raises(ik.MissingExtra, match=r"intimacy_kit\[figures\]"):
        drawn.to_svg()


def test_a_catalogue_that_lacks_a_pillar_is_told_so():
    other = Catalogue(
        pack=CATALOGUE.pack,
        pillars=[Pillar("time", "Time", "A part.")],
        forms=[],
        items=[],
        kit_phrases=CATALOGUE.kit_phrases,
    )
    with pytest.raises(ik.UnknownId):
        figure(other, scored())


# What there is to do ----------------------------------------------------------------


def test_a_plan_is_drawn_as_the_minutes_of_its_steps_beside_those_that_were_asked_for():
    plan = ik.recommend(CATALOGUE, scored(), minutes_per_week=60)
    drawn = figure(CATALOGUE, plan)
    minutes = [each.minutes for each in plan.suggestions]
    assert [100 * each / 60 for each in minutes] == [row["high"] for row in rows(drawn)]
    assert f"Next steps: {sum(minutes)} of 60 minutes a week" in text(drawn)
    assert all(each.title in text(drawn) for each in plan.suggestions)


def test_a_plan_without_steps_says_what_every_plan_says():
    drawn = figure(CATALOGUE, attrs.evolve(ik.recommend(CATALOGUE, scored()), suggestions=()))
    assert f"Next steps. {CATALOGUE.phrase('no-steps')} {CATALOGUE.phrase('opening-note')}" == drawn.alt


def test_the_picture_of_a_plan_looks_the_same_for_whatever_state_of_safety_gave_it():
    plan = ik.recommend(CATALOGUE, scored())
    assert figure(CATALOGUE, plan) == figure(CATALOGUE, ik.Plan.from_dict(plan.to_dict()))


def test_a_week_is_full_where_something_was_done_in_it_from_monday_to_sunday():
    monday, sunday = date(2026, 11, 2), date(2026, 11, 8)
    drawn = practised_figure(CATALOGUE, {"hearing.walk": [sunday, monday], "hearing.talk": [date(2026, 11, 16)]})
    assert [100.0, None, None, None, None, 100.0] == [row["percent"] for row in rows(drawn)][:6]
    assert "Weeks with something done: 2 of 3" in text(drawn)
    assert "The hearing.walk: 1 of 3. The hearing.talk: 1 of 3." in drawn.alt


def test_days_outside_the_weeks_that_are_drawn_do_not_count():
    done = {"hearing.walk": [date(2025, 1, 1), DAY, date(2027, 1, 1)]}
    drawn = practised_figure(CATALOGUE, done, since=DAY, on=date(2026, 12, 6))
    assert drawn.alt.startswith("Weeks with something done: 1 of 2.")


@pytest.mark.parametrize(
    ("done", "days"),
    [
        ({}, {}),
        ({"hearing.walk": []}, {}),
        ({"hearing.walk": [DAY]}, {"on": date(2026, 1, 1)}),
        ({"hearing.walk": [DAY]}, {"since": date(2016, 1, 1)}),
    ],
)
def test_weeks_that_cannot_be_drawn_are_refused(done, days):
    with pytest.raises(ik.InvalidValue, match="there is no week to draw"):
        practised_figure(CATALOGUE, done, **days)


# Many people --------------------------------------------------------------------------


def test_each_bar_is_the_share_of_people_in_a_tenth_of_the_range_and_gaps_are_nobody():
    percents = {"hearing": [0, 9.99, 10, 100, 90, *[50] * 15, None, float("nan")]}
    drawn = sample_figure(CATALOGUE, percents, form="long")
    found = [row["percent"] for row in layered(drawn, "bar")]
    assert [10.0, 5.0, 0.0, 0.0, 0.0, 75.0, 0.0, 0.0, 0.0, 10.0] == found
    assert "Long: the answers of 20 people" in text(drawn)
    assert "20 people; half of them from 50 to 50" in text(drawn)


def test_nothing_is_drawn_of_fewer_than_ten_people():
    drawn = sample_figure(CATALOGUE, {"hearing": [50.0] * 9, "opening": [50.0] * 10}, form="long")
    assert "Too few people to draw: 9 of 10." in text(drawn)
    assert [None, 0.0] == [row["percent"] for row in layered(drawn, "bar")[:2]]


def test_a_sample_without_a_pillar_is_refused():
    with pytest.raises(ik.InvalidValue, match="there is no pillar to draw"):
        sample_figure(CATALOGUE, {}, form="long")


def layered(drawn, kind):
    """Return the data of all marks of one kind."""
    whole = spec(drawn)
    return [row for layer in layers(drawn, kind) for row in whole["datasets"][layer["data"]["name"]]]


def test_a_check_in_without_an_answer_has_words_in_the_place_of_a_picture():
    checkin = ik.draw(CATALOGUE, form="long", seed="s")
    drawn = figure(CATALOGUE, ik.score(checkin.answer({}, on=DAY)))
    assert CATALOGUE.phrase("nothing-answered") in " ".join(drawn.alt.split())
