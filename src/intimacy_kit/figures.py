"""Pictures of scores: pillars as dots, two people side by side, and, where it is asked for, a radar.

A figure shows where answers lie on the answer range, pillar by pillar in the
catalogue's order. There is no norm, no ranking and no colour for good or bad.
Colours are those of Okabe and Ito (2008), and shapes and labels say all that
colours say. A gap stays a gap, with its reason in words.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from intimacy_kit._drawing import (
    ACCENT,
    LEADING,
    MARGIN,
    MUTED,
    SECOND,
    WIDE,
    Figure,
    Sheet,
    checked_width,
    fitted,
)
from intimacy_kit._phrases import phrases
from intimacy_kit._sealed import sealed
from intimacy_kit.catalogue import Catalogue
from intimacy_kit.couple import CoupleView, SharedPillar
from intimacy_kit.scoring import Result, Score
from intimacy_kit.words import Perspective

__all__ = ["Figure", "figure"]

_DOT: Mapping[str, Any] = {"type": "point", "shape": "circle", "filled": True, "size": 170, "opacity": 1}
_DIAMOND: Mapping[str, Any] = {
    "type": "point",
    "shape": "diamond",
    "filled": False,
    "fill": "#ffffff",
    "size": 170,
    "strokeWidth": 2.5,
    "opacity": 1,
}
_BAND: Mapping[str, Any] = {"type": "rect", "color": ACCENT, "opacity": 0.25}
_LINE = 14 * LEADING  # the height of a line of a pillar's title


@sealed
def figure(
    catalogue: Catalogue,
    value: Result | CoupleView,
    *,
    width: int = WIDE,
    names: tuple[str, str] | None = None,
) -> Figure:
    """Return a picture of what somebody may see.

    Args:
        catalogue: Where the titles come from; their language is that of the figure.
        value: One person's scores, or what both of a couple may see.
        width: The width, in pixels, from 280 to 2000: 360 fits a phone.
        names: What the two sides of a couple view are called, in its order.

    Raises:
        InvalidValue: When the width is out of range.
        UnknownId: When the catalogue lacks a pillar or the form.
    """
    checked_width(width)
    if isinstance(value, Result):
        return _pillars(catalogue, value, width)
    return _couple(catalogue, value, width, names)


# Pillars as dots ------------------------------------------------------------------


def _pillars(catalogue: Catalogue, result: Result, width: int) -> Figure:
    words = phrases(catalogue.locale)
    beside = _title_width(width)
    bands = any(score.band for score in result)
    places = (MARGIN + beside + 8.0, width - MARGIN - (_value_width(bands=bands) if beside else 8.0))
    sheet = Sheet(width, (0, 100), places)
    title = catalogue.forms[result.form].title
    subtitle = f"{_of_whom(words, result.perspective)}, {result.on.isoformat()}"
    y = sheet.heading(title, subtitle)
    alt = [f"{title}. {subtitle}. {words['alt-pillars']}"]
    for heading, scores in (("", result), (words["felt"], result.felt.values())):
        listed = list(scores)
        if heading and listed:
            y = _section(sheet, heading, y)
            alt.append(f"{heading}:")
        for score in listed:
            named = catalogue.pillars[score.pillar].title
            y = _score_row(sheet, named, score, words, y)
            alt.append(_said(named, score, words))
    y = sheet.ruler(y + 2, words["answer-range"])
    notes = [words["compares-nobody"], *([words["band"]] if bands else [])]
    y = sheet.notes(notes, y + 6)
    return sheet.figure(y + 6, " ".join([*alt, *notes]))


def _score_row(sheet: Sheet, title: str, score: Score, words: Mapping[str, str], y: float) -> float:
    """Draw one score from `y` down, and return where the next one begins."""
    beside, right = _title_width(sheet.width), sheet.width - MARGIN
    value = "–" if score.percent is None else f"{score.percent:.0f}"
    if score.band:
        value += f" ({score.band.low:.0f}–{score.band.high:.0f})"
    lines = fitted(title, (beside or right - MARGIN - _value_width(bands=score.band is not None)) - 8, size=14)
    reason = [] if score.percent is not None else fitted(_why(score, words), right - sheet.places[0] - 40, size=13)
    tall = max(len(lines), len(reason)) * _LINE + 18 if beside else (len(lines) + max(1, len(reason))) * _LINE + 18
    middle = y + tall / 2 - 9 if beside else y + len(lines) * _LINE + 4
    sheet.text(lines, x=MARGIN, y=middle - (len(lines) - 1) * _LINE / 2 if beside else y, size=14)
    sheet.text(value, x=right, y=middle if beside else y, size=14, bold=True, align="right")
    if score.percent is None:
        first = middle - (len(reason) - 1) * 13 * LEADING / 2 if beside else middle
        sheet.text(reason, x=sheet.places[0] if beside else MARGIN, y=first, ink=MUTED)
        return y + tall
    sheet.track(middle)
    if score.band:
        sheet.marks([{"x": score.band.low, "x2": score.band.high, "y": middle - 7, "y2": middle + 7}], mark=_BAND)
    sheet.marks([{"x": score.percent, "y": middle, "pillar": title}], mark=_DOT | {"color": ACCENT})
    return y + tall


def _section(sheet: Sheet, heading: str, y: float) -> float:
    lines = fitted(heading, sheet.width - 2 * MARGIN, size=14)
    sheet.text(lines, x=MARGIN, y=y + 10, size=14, bold=True)
    return y + 20 + len(lines) * _LINE


def _said(title: str, score: Score, words: Mapping[str, str]) -> str:
    if score.percent is None:
        return words["alt-gap"].format(title=title, why=_why(score, words))
    percent = f"{score.percent:.0f}"
    if score.band is None:
        return words["alt-place"].format(title=title, percent=percent)
    low, high = f"{score.band.low:.0f}", f"{score.band.high:.0f}"
    return words["alt-band"].format(title=title, percent=percent, low=low, high=high)


def _why(score: Score, words: Mapping[str, str]) -> str:
    reason = score.reason.value if score.reason else ""
    return words[reason].format(answered=score.answered, asked=score.asked, needed=score.needed)


# Two people -----------------------------------------------------------------------


def _couple(catalogue: Catalogue, view: CoupleView, width: int, names: tuple[str, str] | None) -> Figure:
    words = phrases(catalogue.locale)
    if view.perspective is None:
        sheet = Sheet(width, (0, 100), (0, width))
        y = sheet.heading(words["side-by-side"], "")
        lines = fitted(words["nothing-shared"], width - 2 * MARGIN, size=14)
        sheet.text(lines, x=MARGIN, y=y, size=14)
        return sheet.figure(y + len(lines) * _LINE + 8, words["nothing-shared"])
    one, other = names or (words["you"], words["your-partner"])
    beside = _title_width(width)
    column = min(8 + 13 * 0.55 * max(len(one), len(other)), (width - beside) / 3)
    sheet = Sheet(width, (0, 100), (MARGIN + beside + column + 8, width - MARGIN - 40))
    both = words["both-of-oneself" if view.perspective is Perspective.SELF else "both-of-the-partner"]
    y = sheet.heading(words["side-by-side"], both)
    alt = [f"{words['side-by-side']}. {both}. {words['alt-couple']}"]
    for each in view.pillars:
        title = catalogue.pillars[each.pillar].title
        y = _shared_row(sheet, title, each, (one, other), column, y)
        alt.append(words["alt-sides"].format(title=title, one=one, a=each.a, other=other, b=each.b))
    y = sheet.ruler(y + 2, words["answer-range"])
    return sheet.figure(y, " ".join(alt))


def _shared_row(
    sheet: Sheet, title: str, each: SharedPillar, names: tuple[str, str], column: float, y: float
) -> float:
    """Draw both sides of a pillar from `y` down, and return where the next one begins."""
    beside = _title_width(sheet.width)
    lines = fitted(title, (beside or sheet.width - 2 * MARGIN) - 8, size=14)
    sheet.text(lines, x=MARGIN, y=y, size=14)
    middle = y if beside else y + len(lines) * _LINE + 4
    for name, place, mark in zip(
        names, (each.a, each.b), (_DOT | {"color": ACCENT}, _DIAMOND | {"stroke": SECOND}), strict=True
    ):
        sheet.text(_cut(name, column), x=MARGIN + beside, y=middle, ink=MUTED)
        sheet.track(middle)
        sheet.marks([{"x": place, "y": middle, "pillar": title, "side": name}], mark=mark)
        sheet.text(str(place), x=sheet.width - MARGIN, y=middle, size=14, bold=True, align="right")
        middle += 24
    return max(middle, y + len(lines) * _LINE) + 12


def _cut(name: str, width: float) -> str:
    most = max(2, int(width / (13 * 0.55)))
    return name if len(name) <= most else f"{name[: most - 1]}…"


# What both have -------------------------------------------------------------------


def _title_width(width: int) -> float:
    """Return the room for titles beside what they name, in pixels, or 0 where they stand above it."""
    return 0.0 if width < WIDE else min(width * 0.34, 320.0)


def _value_width(*, bands: bool) -> float:
    return 100.0 if bands else 44.0


def _of_whom(words: Mapping[str, str], perspective: Perspective) -> str:
    return words["of-oneself" if perspective is Perspective.SELF else "of-the-partner"]
