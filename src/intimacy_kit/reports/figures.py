"""Pictures of scores: pillars as dots, change over time, two people side by side, and, where asked for, a radar.

A figure shows where answers lie on the answer range, pillar by pillar in the
catalogue's order. There is no norm, no ranking and no colour for good or bad.
Colours are those of Okabe and Ito (2008), and shapes and labels say all that
colours say. A gap stays a gap, with its reason in words.
"""

import math
from collections.abc import Mapping
from typing import Any

from intimacy_kit._phrases import phrases, why
from intimacy_kit._sealed import sealed
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.vocabulary import Perspective
from intimacy_kit.couple import CoupleView, SharedPillar
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.history import History
from intimacy_kit.reports.drawing import ACCENT, FAINT, LEADING, MARGIN, MUTED, SECOND, Figure, Sheet, checked_width
from intimacy_kit.reports.history_figure import courses
from intimacy_kit.reports.text_width import WIDE, cut, fitted, text_width, title_room
from intimacy_kit.scoring.reliability import Reliability
from intimacy_kit.scoring.scores import Result, Score

__all__ = ["Figure", "figure", "radar"]

_DOT: Mapping[str, Any] = {"type": "point", "shape": "circle", "filled": True, "size": 170, "opacity": 1}
_SIDES: tuple[Mapping[str, Any], ...] = (
    {**_DOT, "color": ACCENT},
    {**_DOT, "shape": "diamond", "filled": False, "fill": "#ffffff", "stroke": SECOND, "strokeWidth": 2.5},
)
_BAND: Mapping[str, Any] = {"type": "rect", "fill": ACCENT, "fillOpacity": 0.22, "stroke": ACCENT, "strokeWidth": 1}
_LINE = 14 * LEADING  # the height of a line of a pillar's title


@sealed
def figure(
    catalogue: Catalogue,
    value: Result | History | CoupleView,
    *,
    width: int = WIDE,
    names: tuple[str, str] | None = None,
    reliability: Mapping[str, Reliability] | None = None,
) -> Figure:
    """Return a picture of what somebody may see.

    Args:
        catalogue: Where the titles come from; their language is that of the figure.
        value: One person's scores, their scores over time, or what both of a couple may see.
        width: The width, in pixels, from 280 to 2000: 360 fits a phone.
        names: What the two sides of a couple view are called, in its order.
        reliability: Pillar to the reliability of its percent, by which a history tells change
            from measurement error. The bands of a result come with its scores.

    Raises:
        InvalidValue: When the width is out of range, or there is no figure of such a value.
        UnknownId: When the catalogue lacks a pillar or the form, or a reliability is for no pillar of it.

    >>> import intimacy_kit as ik
    >>> figure(ik.load(), ik.CoupleView(), width=360).alt
    'There is nothing to show side by side. What each of you answers is your own, and so is whether to share it.'
    """
    checked_width(width)
    if type(value) not in (Result, History, CoupleView):
        remedy = "give what score, history or couple_view returned"
        raise InvalidValue([Problem("wrong-kind", "there is no figure of such a value", remedy, ("value",))])
    if isinstance(value, Result):
        return _pillars(catalogue, value, width)
    if isinstance(value, History):
        return courses(catalogue, value, width, reliability or {})
    return _couple(catalogue, value, width, names)


@sealed
def radar(catalogue: Catalogue, result: Result, *, width: int = WIDE) -> Figure:
    """Return a radar chart, for those who must have one; `figure` shows the same more plainly.

    The order of the spokes is arbitrary and gives the shape, and the eye takes
    the area for a total. So no area is filled, and gaps stay open.

    Args:
        catalogue: Where the titles come from.
        result: One person's scores, of three pillars or more. Felt scores are left out.
        width: The width, in pixels, from 280 to 2000.

    Raises:
        InvalidValue: When the width is out of range, or there are fewer than three pillars.
        UnknownId: When the catalogue lacks a pillar or the form.
    """
    checked_width(width)
    scores = list(result)
    if len(scores) < 3:
        message = "a radar needs three pillars or more"
        raise InvalidValue([Problem("bad-number", message, "use figure", ("result", "scores"))])
    words = phrases(catalogue.locale)
    titles = [catalogue.pillars[score.pillar].title for score in scores]
    sheet = Sheet(width, (0, width), (0, width))
    title, subtitle = _about(catalogue, result, words)
    top = sheet.heading(title, subtitle)
    beside = width >= WIDE
    room = width * 0.45 if beside else width
    around = min(room - 2 * MARGIN - 44, 360) / 2
    centre = (MARGIN + 22 + around if beside else width / 2, top + 14 + around)
    _spokes(sheet, scores, titles, centre, around)
    y = top + 14 if beside else centre[1] + around + 46
    left = centre[0] + around + 56 if beside else MARGIN
    right = min(width - MARGIN, left + 420)
    alt = [f"{title}. {subtitle}. {words['alt-radar']}"]
    for i, (named, score) in enumerate(zip(titles, scores, strict=True), 1):
        lines = fitted(named, right - left - 70, size=14)
        sheet.text(str(i), x=left, y=y, size=14, bold=True)
        sheet.text(lines, x=left + 24, y=y, size=14)
        sheet.text(_value(score), x=right, y=y, size=14, bold=True, align="right")
        y += len(lines) * _LINE
        if score.percent is None:
            reason = fitted(why(score, words), right - left - 24)
            sheet.text(reason, x=left + 24, y=y, ink=MUTED)
            y += len(reason) * 13 * LEADING
        y += 8
        alt.append(_said(named, score, words))
    notes = [words["radar"], words["compares-nobody"]]
    y = sheet.notes(notes, max(y, centre[1] + around + 40) + 8)
    return sheet.figure(y + 6, " ".join([*alt, *notes]))


# Pillars as dots ------------------------------------------------------------------


def _pillars(catalogue: Catalogue, result: Result, width: int) -> Figure:
    words = phrases(catalogue.locale)
    sections = [("", list(result)), (words["felt"], list(result.felt.values()))]
    beside = title_room((catalogue.pillars[score.pillar].title for score in result), width)
    bands = any(score.band for score in result)
    values = 100.0 if bands else 44.0
    sheet = Sheet(width, (0, 100), (MARGIN + beside + 8, width - MARGIN - (values if beside else 8)), beside)
    title, subtitle = _about(catalogue, result, words)
    y = sheet.heading(title, subtitle)
    alt = [f"{title}. {subtitle}. {words['alt-pillars']}"]
    for heading, scores in sections:
        if heading and scores:
            lines = fitted(heading, width - 2 * MARGIN, size=15)  # bold letters are wider
            sheet.text(lines, x=MARGIN, y=y + 10, size=14, bold=True)
            y += 20 + len(lines) * _LINE
            alt.append(f"{heading}:")
        for score in scores:
            named = catalogue.pillars[score.pillar].title
            y = _score_row(sheet, named, score, words, y)
            alt.append(_said(named, score, words))
    y = sheet.ruler(y + 2, words["answer-range"])
    notes = [words["compares-nobody"], *([words["band"]] if bands else [])]
    y = sheet.notes(notes, y + 6)
    return sheet.figure(y + 6, " ".join([*alt, *notes]))


def _score_row(sheet: Sheet, title: str, score: Score, words: Mapping[str, str], y: float) -> float:
    """Draw one score from `y` down, and return where the next one begins."""
    beside, right = sheet.beside, sheet.width - MARGIN
    value = _value(score)
    lines = fitted(title, beside - 16 if beside else right - MARGIN - text_width(value, 14) - 24, size=14)
    left = sheet.places[0] if beside else MARGIN
    reason = fitted(why(score, words), right - left - (44 if beside else 0))
    title_height, reason_height = len(lines) * _LINE, len(reason) * 13 * LEADING
    first = y + (max(0.0, reason_height - title_height) / 2 if beside else 0)
    middle = first + (title_height - _LINE) / 2 if beside else y + title_height + 5
    sheet.text(lines, x=MARGIN, y=first, size=14)
    sheet.text(value, x=right, y=middle if beside else y, size=14, bold=True, align="right")
    end = (y + max(title_height, reason_height) if beside else middle + reason_height) + 18
    if score.percent is None:
        sheet.text(reason, x=left, y=middle - (reason_height - 13 * LEADING) / 2 if beside else middle, ink=MUTED)
        return end
    sheet.track(middle)
    if score.band:
        sheet.marks([{"x": score.band.low, "x2": score.band.high, "y": middle - 7, "y2": middle + 7}], mark=_BAND)
    sheet.marks([{"x": score.percent, "y": middle, "pillar": title}], mark=_SIDES[0])
    return end


def _about(catalogue: Catalogue, result: Result, words: Mapping[str, str]) -> tuple[str, str]:
    of = words["of-oneself" if result.perspective is Perspective.SELF else "of-the-partner"]
    return catalogue.forms[result.form].title, f"{of}, {result.on.isoformat()}"


def _value(score: Score) -> str:
    if score.percent is None:
        return "–"
    band = f" ({score.band.low:.0f}–{score.band.high:.0f})" if score.band else ""
    return f"{score.percent:.0f}{band}"


def _said(title: str, score: Score, words: Mapping[str, str]) -> str:
    if score.percent is None:
        return words["alt-gap"].format(title=title, why=why(score, words))
    percent = f"{score.percent:.0f}"
    if score.band is None:
        return words["alt-place"].format(title=title, percent=percent)
    low, high = f"{score.band.low:.0f}", f"{score.band.high:.0f}"
    return words["alt-band"].format(title=title, percent=percent, low=low, high=high)


# Two people -----------------------------------------------------------------------


def _couple(catalogue: Catalogue, view: CoupleView, width: int, names: tuple[str, str] | None) -> Figure:
    words = phrases(catalogue.locale)
    if view.perspective is None:
        sheet = Sheet(width, (0, 100), (0, width))
        lines = fitted(words["nothing-shared"], width - 2 * MARGIN, size=14)
        sheet.text(lines, x=MARGIN, y=24, size=14)
        return sheet.figure(24 + len(lines) * _LINE + 4, words["nothing-shared"])
    one, other = names or (words["you"], words["your-partner"])
    beside = title_room((catalogue.pillars[each.pillar].title for each in view.pillars), width)
    column = min(max(text_width(one, 13), text_width(other, 13)) + 4, (width - beside) / 3)
    sheet = Sheet(width, (0, 100), (MARGIN + beside + column + 12, width - MARGIN - 44), beside)
    both = words["both-of-oneself" if view.perspective is Perspective.SELF else "both-of-the-partner"]
    y = sheet.heading(words["side-by-side"], both)
    alt = [f"{words['side-by-side']}. {both}. {words['alt-couple']}"]
    for each in view.pillars:
        title = catalogue.pillars[each.pillar].title
        y = _shared_row(sheet, title, each, (cut(one, column), cut(other, column)), y)
        alt.append(words["alt-sides"].format(title=title, one=one, a=each.a, other=other, b=each.b))
    y = sheet.ruler(y + 2, words["answer-range"])
    return sheet.figure(y, " ".join(alt))


def _shared_row(sheet: Sheet, title: str, each: SharedPillar, names: tuple[str, str], y: float) -> float:
    """Draw both sides of a pillar from `y` down, and return where the next one begins."""
    beside = sheet.beside
    lines = fitted(title, beside - 16 if beside else sheet.width - 2 * MARGIN, size=14)
    sheet.text(lines, x=MARGIN, y=y, size=14)
    middle = y if beside else y + len(lines) * _LINE + 6
    for name, place, mark in zip(names, (each.a, each.b), _SIDES, strict=True):
        sheet.text(name, x=MARGIN + beside, y=middle, ink=MUTED)
        sheet.track(middle)
        sheet.marks([{"x": place, "y": middle, "pillar": title, "side": name}], mark=mark)
        sheet.text(str(place), x=sheet.width - MARGIN, y=middle, size=14, bold=True, align="right")
        middle += 24
    return max(middle, y + len(lines) * _LINE) + 14


# A radar --------------------------------------------------------------------------


def _spokes(sheet: Sheet, scores: list[Score], titles: list[str], centre: tuple[float, float], around: float) -> None:
    """Draw rings, numbered spokes, the scores on them, and lines between neighbours that both have one."""

    def place(spoke: int, percent: float) -> dict[str, float]:
        angle = 2 * math.pi * spoke / len(scores)
        far = around * percent / 100
        return {"x": round(centre[0] + far * math.sin(angle), 2), "y": round(centre[1] - far * math.cos(angle), 2)}

    def between(one: dict[str, float], other: dict[str, float]) -> dict[str, float]:
        return {**one, "x2": other["x"], "y2": other["y"]}

    spokes = range(len(scores))
    thin = {"type": "rule", "color": FAINT, "strokeWidth": 1}
    sheet.marks([between(place(i, 0), place(i, 100)) for i in spokes], mark=thin)
    sheet.marks([between(place(i, ring), place(i + 1, ring)) for ring in (50, 100) for i in spokes], mark=thin)
    percents = [score.percent for score in scores]
    pairs = zip(spokes, percents, [*percents[1:], percents[0]], strict=True)
    drawn = [between(place(i, a), place(i + 1, b)) for i, a, b in pairs if a is not None and b is not None]
    sheet.marks(drawn, mark={"type": "rule", "color": ACCENT, "strokeWidth": 2})
    dots = [
        {**place(i, percent), "pillar": titles[i], "percent": percent}
        for i, percent in enumerate(percents)
        if percent is not None
    ]
    sheet.marks(dots, mark={**_SIDES[0], "size": 100})
    for i in spokes:
        end = place(i, 100 + 1600 / around)
        sheet.text(str(i + 1), x=end["x"], y=end["y"], size=14, bold=True, align="center")
