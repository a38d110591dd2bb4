"""Pictures of scores: pillars as dots, change over time, two people side by side, and, where asked for, a radar.

A figure shows where answers lie on the answer range, pillar by pillar in the
catalogue's order. There is no norm, no ranking and no colour for good or bad.
A gap stays a gap, with its reason in words.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from io import BytesIO, StringIO
from typing import Any

import attrs

from intimacy_kit._html import element
from intimacy_kit._sealed import sealed
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.vocabulary import Keying, Perspective, Role
from intimacy_kit.content.wording import spoken_date, spoken_list
from intimacy_kit.couple import CoupleView
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem, UnknownId
from intimacy_kit.history import History, Point, change
from intimacy_kit.scoring.reliability import Reliability
from intimacy_kit.scoring.scores import Result, Score
from intimacy_kit.scoring.wording import title_of, why

_IN_SCORES = (Role.SCORED, Role.FELT)

# What Vega calls the parts of a picture, which have no text of their own; the title says it all.
_PARTS = re.compile(r' role="graphics-[a-z]+" aria-roledescription="[^"]*"')


@attrs.frozen
class Figure:
    """A picture of scores, with the same in words. Its repr shows nothing that depends on the answers.

    Args:
        width: Its width, in pixels.
        alt: What the picture shows, in sentences, for those who do not see it.
        source: The Vega-Lite specification, as JSON.
    """

    width: int
    alt: str = attrs.field(repr=False)
    source: str = attrs.field(repr=False)

    @property
    def chart(self) -> Any:
        """The picture as a chart of Altair, to go on with; each call gives one of its own."""
        return _altair().Chart.from_dict(json.loads(self.source))

    def to_svg(self, *, paper: str | None = None) -> str:
        """Return the picture as SVG that stands in a page as it is, with `alt` as its title.

        Args:
            paper: The colour of the background. Without one it is transparent, and text and lines
                take the colour of the text around them, so the picture is dark where the page is.
        """
        written = StringIO()
        self.chart.properties(background=paper or "transparent").save(written, format="svg")
        opening, rest = written.getvalue().split(">", 1)
        svg = f'{opening} role="img">{element("title", self.alt)}{_PARTS.sub("", rest)}'
        return svg if paper else svg.replace(_charts().INK, "currentColor")

    def to_png(self, *, scale: float = 2) -> bytes:
        """Return the picture as PNG on white.

        Args:
            scale: Pixels of the image to a pixel of the figure, from 0.1 to 10.

        Raises:
            InvalidValue: When the scale is out of range.
        """
        if not 0.1 <= scale <= 10:
            message = "the scale is a number from 0.1 to 10"
            raise InvalidValue([Problem("bad-number", message, "", ("scale",))])
        written = BytesIO()
        self.chart.save(written, format="png", scale_factor=scale)
        return written.getvalue()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Return the picture for a notebook, as SVG and in words."""
        del include, exclude  # the notebook picks for itself
        return {"text/plain": self.alt, "image/svg+xml": self.to_svg(paper=_charts().PAPER)}


@sealed
def figure(
    catalogue: Catalogue,
    value: Result | History | CoupleView,
    *,
    width: int = 640,
    names: tuple[str, str] | None = None,
    reliability: Mapping[str, Reliability] | None = None,
) -> Figure:
    """Return a picture of what somebody may see.

    Args:
        catalogue: Where the titles and the words come from.
        value: One person's scores, their scores over time, or what both of a couple may see.
        width: The width, in pixels, from 280 to 2000: 360 fits a phone.
        names: What the two sides of a couple view are called, in its order.
        reliability: Pillar to the reliability of its percent, by which a history distinguishes change
            from measurement error. The bands of a result come with its scores.

    Raises:
        InvalidValue: When the width is out of range, or there is no figure of such a value.
        MissingExtra: Without the extra `plots`.
        UnknownId: When the catalogue lacks a pillar or the form, or a reliability is for no pillar of it.

    >>> import intimacy_kit as ik
    >>> figure(ik.load(), ik.CoupleView(), width=360).alt
    'There is nothing to show side by side. What each of you answers is your own, and so is whether to share it.'
    """
    _check_width(width)
    if type(value) not in (Result, History, CoupleView):
        remedy = "give what score, history or couple_view returned"
        raise InvalidValue([Problem("wrong-kind", "there is no figure of such a value", remedy, ("value",))])
    if isinstance(value, Result):
        return _of_result(catalogue, value, width)
    if isinstance(value, History):
        return _of_history(catalogue, value, width, reliability or {})
    return _of_couple(catalogue, value, width, names)


@sealed
def radar(catalogue: Catalogue, result: Result, *, width: int = 640) -> Figure:
    """Return a radar chart, for those who must have one; `figure` shows the same more plainly.

    The order of the spokes is arbitrary and gives the shape, and the eye takes
    the area for a total. So no area is filled, and gaps stay open.

    Args:
        catalogue: Where the titles and the words come from.
        result: One person's scores, of three pillars or more. Felt scores are left out.
        width: The width, in pixels, from 280 to 2000.

    Raises:
        InvalidValue: When the width is out of range, or there are fewer than three pillars.
        MissingExtra: Without the extra `plots`.
        UnknownId: When the catalogue lacks a pillar or the form.
    """
    _check_width(width)
    if len(result.scores) < 3:
        message = "a radar needs three pillars or more"
        raise InvalidValue([Problem("bad-number", message, "use figure", ("result", "scores"))])
    heading = _heading(catalogue, result)
    rows = [{"pillar": title_of(catalogue, score), "percent": score.percent} for score in result]
    said = [_said(catalogue, score) for score in result]
    notes = [catalogue.phrase("radar"), catalogue.phrase("compares-nobody")]
    numbered = [f"{i}. {sentence}" for i, sentence in enumerate(said, 1)]
    chart = _charts().spokes(heading, rows, notes=[*numbered, *notes], width=width)
    return _figure(chart, width, [*heading, catalogue.phrase("alt-radar"), *said, *notes])


def _of_result(catalogue: Catalogue, result: Result, width: int) -> Figure:
    heading = _heading(catalogue, result)
    of, felt = catalogue.phrase(_of(result.perspective)), catalogue.phrase("felt")
    rows = [_row(title_of(catalogue, score), of, score, why(catalogue, score)) for score in result]
    rows += [
        {"pillar": title_of(catalogue, score), "series": felt, "percent": score.percent}
        for score in result.felt.values()
    ]
    notes = [catalogue.phrase("compares-nobody"), *_reversed(catalogue, result.scores)]
    notes += [catalogue.phrase("band")] if any(score.band for score in result) else []
    said = [catalogue.phrase("alt-pillars"), *(_said(catalogue, score) for score in result)]
    said += [felt, *(_said(catalogue, score) for score in result.felt.values())] if result.felt else []
    chart = _charts().dots(heading, rows, _answers(catalogue, result.scores), notes=notes, width=width)
    return _figure(chart, width, [*heading, *said, *notes])


def _of_history(catalogue: Catalogue, value: History, width: int, reliability: Mapping[str, Reliability]) -> Figure:
    for pillar in reliability:
        if pillar not in value.pillars:
            raise UnknownId("pillar in this history", pillar, value.pillars)
    form, titles = catalogue.forms[value.form].title, {id: catalogue.pillars[id].title for id in value.pillars}
    outcomes = {
        pillar: _outcome(catalogue, points, reliability.get(pillar)) for pillar, points in value.pillars.items()
    }
    answers, notes = _answers(catalogue, titles), _history_notes(catalogue, value, reliability)
    said = [catalogue.phrase("alt-history")]
    for pillar, points in value.pillars.items():
        course = spoken_list(catalogue, (_point(catalogue, point) for point in points))
        said += [catalogue.phrase("alt-course", title=titles[pillar], points=course), outcomes[pillar]]
    firsts = {pillar: points[0] for pillar, points in value.pillars.items() if len(points) == 1}
    if firsts:
        day = spoken_date(catalogue, next(iter(firsts.values())).on)
        heading = (form, catalogue.phrase("first-check-in", date=day))
        rows = [_row(titles[id], form, point, catalogue.phrase("no-score")) for id, point in firsts.items()]
        chart = _charts().dots(heading, rows, answers, notes=notes, width=width)
    else:
        heading = (form, catalogue.phrase("over-time"))
        panels = [((titles[id], outcomes[id]), _course(catalogue, points)) for id, points in value.pillars.items()]
        chart = _charts().lines(heading, panels, answers, notes=notes, width=width)
    return _figure(chart, width, [*heading, *said, *notes])


def _of_couple(catalogue: Catalogue, view: CoupleView, width: int, names: tuple[str, str] | None) -> Figure:
    if view.perspective is None:
        nothing = catalogue.phrase("nothing-shared")
        return _figure(_charts().message(nothing, width), width, [nothing])
    of = "both-of-oneself" if view.perspective is Perspective.SELF else "both-of-the-partner"
    heading = (catalogue.phrase("side-by-side"), catalogue.phrase(of))
    one, other = names or (catalogue.phrase("you"), catalogue.phrase("your-partner"))
    other = f"{other} (2)" if one == other else other
    titles = {each.pillar: catalogue.pillars[each.pillar].title for each in view.pillars}
    rows = [
        {"pillar": titles[each.pillar], "series": name, "percent": percent}
        for each in view.pillars
        for name, percent in ((one, each.a), (other, each.b))
    ]
    said = [
        catalogue.phrase("alt-sides", title=titles[each.pillar], one=one, a=each.a, other=other, b=each.b)
        for each in view.pillars
    ]
    notes = _reversed(catalogue, titles)
    chart = _charts().dots(heading, rows, _answers(catalogue, titles), notes=notes, width=width)
    return _figure(chart, width, [*heading, catalogue.phrase("alt-couple"), *said, *notes])


# Words ----------------------------------------------------------------------------


def _heading(catalogue: Catalogue, result: Result) -> tuple[str, str]:
    of, day = catalogue.phrase(_of(result.perspective)), spoken_date(catalogue, result.on)
    return catalogue.forms[result.form].title, catalogue.phrase("of-on", of=of, date=day)


def _of(perspective: Perspective) -> str:
    return "of-oneself" if perspective is Perspective.SELF else "of-the-partner"


def _row(title: str, series: str, scored: Score | Point, gap: str) -> dict[str, Any]:
    row = {"pillar": title, "series": series, "percent": scored.percent}
    if scored.percent is None:
        return row | {"gap": gap}
    band = scored.band if isinstance(scored, Score) else None
    if band is None:
        return row | {"label": f"{scored.percent:.0f}"}
    return row | {"label": f"{scored.percent:.0f} ({band.low:.0f}–{band.high:.0f})", "low": band.low, "high": band.high}


def _course(catalogue: Catalogue, points: tuple[Point, ...]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"on": each.on.isoformat(), "date": spoken_date(catalogue, each.on, short=True), "percent": each.percent}
        for each in points
    ]
    for last in [row for row in rows if row["percent"] is not None][-1:]:
        last["label"] = f"{last['percent']:.0f}"
    return rows


def _said(catalogue: Catalogue, score: Score) -> str:
    title = title_of(catalogue, score)
    if score.percent is None:
        return catalogue.phrase("alt-gap", title=title, why=why(catalogue, score))
    percent = f"{score.percent:.0f}"
    if score.band is None:
        return catalogue.phrase("alt-place", title=title, percent=percent)
    low, high = f"{score.band.low:.0f}", f"{score.band.high:.0f}"
    return catalogue.phrase("alt-band", title=title, percent=percent, low=low, high=high)


def _point(catalogue: Catalogue, point: Point) -> str:
    day = spoken_date(catalogue, point.on)
    if point.percent is None:
        return catalogue.phrase("alt-missing", day=day)
    return catalogue.phrase("alt-point", percent=f"{point.percent:.0f}", day=day)


def _outcome(catalogue: Catalogue, points: Iterable[Point], reliability: Reliability | None) -> str:
    """Return whether a pillar changed from its first score to its last; nothing where nobody can say."""
    known = [point for point in points if point.percent is not None]
    if reliability is None or len(known) < 2:
        return ""
    changed = change(known[0], known[-1], reliability=reliability)
    points_ = f"{abs(changed.points or 0):.0f}"
    return catalogue.phrase(changed.outcome.value, points=points_, date=spoken_date(catalogue, known[0].on))


def _history_notes(catalogue: Catalogue, value: History, reliability: Collection[str]) -> list[str]:
    gaps = any(point.percent is None for points in value.pillars.values() for point in points)
    days = spoken_list(catalogue, (spoken_date(catalogue, day) for day in value.left_out))
    return [
        *([catalogue.phrase("told-beyond")] if reliability else []),
        *([catalogue.phrase("no-reliability")] if not set(value.pillars) <= set(reliability) else []),
        *([catalogue.phrase("missing-wave")] if gaps else []),
        *([catalogue.phrase("left-out", days=days)] if days else []),
        catalogue.phrase("compares-nobody"),
    ]


def _answers(catalogue: Catalogue, pillars: Collection[str]) -> list[tuple[float, str]]:
    """Return the words of the answer range, with their percents: those of the items' scale where they share one."""
    scales = {item.scale for item in catalogue.items.values() if item.pillar in pillars and item.role in _IN_SCORES}
    if len(scales) != 1:
        return [(0.0, catalogue.phrase("lowest-answer")), (100.0, catalogue.phrase("highest-answer"))]
    scale = catalogue.scales[scales.pop()]
    labels = sorted((choice.value, choice.text) for choice in scale.choices if choice.value is not None)
    return [(100 * (value - scale.low) / (scale.high - scale.low), label) for value, label in labels]


def _reversed(catalogue: Catalogue, pillars: Collection[str]) -> list[str]:
    keyings = {item.keying for item in catalogue.items.values() if item.pillar in pillars and item.role in _IN_SCORES}
    return [catalogue.phrase("counts-in-reverse")] if Keying.REVERSE in keyings else []


# Drawing --------------------------------------------------------------------------


def _figure(chart: Any, width: int, sentences: Iterable[str]) -> Figure:
    alt = " ".join(each if each[-1] in ".!?:…" else f"{each}." for each in sentences if each)
    return Figure(width, alt, json.dumps(chart.properties(description=alt).to_dict(), ensure_ascii=False))


def _check_width(width: int) -> None:
    if type(width) is not int or not 280 <= width <= 2000:
        message = "the width is a whole number of pixels from 280 to 2000"
        raise InvalidValue([Problem("bad-number", message, "", ("width",))])


def _altair() -> Any:
    try:
        import altair  # noqa: PLC0415  # an extra, and slow to import
        import vl_convert  # noqa: F401, PLC0415
    except ImportError:
        raise MissingExtra("plots") from None
    return altair


def _charts() -> Any:
    _altair()
    from intimacy_kit.reports import charts  # noqa: PLC0415  # it imports an extra

    return charts
