"""The figure of change over time: for each pillar its course, what can be said of it, and the missing waves."""

import itertools
import math
from collections.abc import Iterable, Mapping

from intimacy_kit._phrases import phrases
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.errors import UnknownId
from intimacy_kit.history import History, Outcome, Point, change, trend
from intimacy_kit.reports.drawing import ACCENT, FAINT, LEADING, MARGIN, MUTED, Figure, Sheet
from intimacy_kit.reports.text_width import fitted, text_width, title_room
from intimacy_kit.scoring.reliability import Reliability

__all__ = ["courses"]

_TALL = 76  # how tall a course is, in pixels
_LINE = 14 * LEADING
_DAY = 78  # the room that a day takes below a course, in pixels


def courses(catalogue: Catalogue, value: History, width: int, reliability: Mapping[str, Reliability]) -> Figure:
    """Return the figure of a history.

    Args:
        catalogue: Where the titles come from.
        value: The history.
        width: The width, in pixels.
        reliability: Pillar to the reliability by which its change is told.

    Raises:
        UnknownId: When the catalogue lacks a pillar or the form, or a reliability is for no pillar of the history.
    """
    for pillar in reliability:
        if pillar not in value.pillars:
            raise UnknownId("pillar in this history", pillar, value.pillars)
    words = phrases(catalogue.locale)
    days = [point.on for point in next(iter(value.pillars.values()))]
    titles = {pillar: catalogue.pillars[pillar].title for pillar in value.pillars}
    told = {pillar: _told(points, reliability.get(pillar), words) for pillar, points in value.pillars.items()}
    beside = title_room([*titles.values(), *(line for lines in told.values() for line in lines)], width)
    first, last = days[0].toordinal(), days[-1].toordinal()
    domain = (first, last) if last > first else (first - 1, last + 1)
    sheet = Sheet(width, domain, (MARGIN + beside + 40, width - MARGIN - 44), beside)
    title = catalogue.forms[value.form].title
    y = sheet.heading(title, words["over-time"])
    alt = [f"{title}. {words['over-time']}. {words['alt-history']}"]
    for pillar, points in value.pillars.items():
        y = _course(sheet, titles[pillar], points, told[pillar], y)
        shown = ", ".join(_point(point, words) for point in points)
        alt.append(words["alt-course"].format(title=titles[pillar], points=shown, outcome=" ".join(told[pillar])))
    notes = _notes(value, reliability, words)
    y = sheet.notes(notes, y + 8)
    return sheet.figure(y + 6, " ".join([*alt, *notes]))


def _course(sheet: Sheet, title: str, points: tuple[Point, ...], said: list[str], y: float) -> float:
    """Draw one pillar from `y` down, and return where the next one begins."""
    beside, course = sheet.beside, trend(points)
    room = beside - 16 if beside else sheet.width - 2 * MARGIN
    heading = fitted(title, room, size=14)
    below = [line for text in said for line in fitted(text, room, size=12)]
    sheet.text(heading, x=MARGIN, y=y, size=14)
    text_end = y + len(heading) * _LINE
    sheet.text(below, x=MARGIN, y=text_end, size=12, ink=MUTED)
    text_end += len(below) * 12 * LEADING
    top = y if beside else text_end + 6
    _grid(sheet, points, top)

    def at(percent: float) -> float:
        return round(top + _TALL * (1 - percent / 100), 2)

    known = [(point.on.toordinal(), point.percent) for point in points if point.percent is not None]
    missing = [point.on.toordinal() for point in points if point.percent is None]
    sheet.marks(
        [{"x": day, "y": top, "y2": top + _TALL} for day in missing],
        mark={"type": "rule", "color": FAINT, "strokeDash": [2, 4]},
    )
    sheet.marks(
        [{"x": day, "y": top + _TALL / 4} for day in missing],
        mark={"type": "point", "shape": "M-0.6,-0.6L0.6,0.6M-0.6,0.6L0.6,-0.6", "color": MUTED, "size": 120},
    )
    if course:
        ends = [{"x": x, "y": at(percent)} for x, percent in _line_within(known, course.slope / 7)]
        sheet.marks(_joined(ends), mark={"type": "rule", "color": MUTED, "strokeDash": [5, 4], "strokeWidth": 1.5})
    parts = [
        {"x": a.on.toordinal(), "y": at(a.percent), "x2": b.on.toordinal(), "y2": at(b.percent)}
        for a, b in itertools.pairwise(points)
        if a.percent is not None and b.percent is not None
    ]
    sheet.marks(parts, mark={"type": "rule", "color": ACCENT, "strokeWidth": 2})
    sheet.marks(
        [{"x": day, "y": at(percent), "pillar": title, "percent": percent} for day, percent in known],
        mark={"type": "point", "filled": True, "color": ACCENT, "size": 80, "opacity": 1},
    )
    if known:
        day, percent = known[-1]
        sheet.text(f"{percent:.0f}", x=sheet.at(day) + 10, y=at(percent), size=14, bold=True, halo=True)
    return max(text_end, top + _TALL + 24) + 22


def _grid(sheet: Sheet, points: tuple[Point, ...], top: float) -> None:
    """Draw the answer range with its numbers, and the days that there is room for."""
    low, high = sheet.domain
    lines = [{"x": low, "x2": high, "y": top + _TALL * part} for part in (0, 0.5, 1)]
    sheet.marks(lines, mark={"type": "rule", "color": FAINT, "strokeWidth": 0.75})
    for percent in (0, 50, 100):
        y = top + _TALL * (1 - percent / 100)
        sheet.text(str(percent), x=sheet.places[0] - 10, y=y, size=12, ink=MUTED, align="right")
    days = [point.on for point in points]
    shown = [days[-1]]
    for day in days[:-1]:
        if all(abs(sheet.at(day.toordinal()) - sheet.at(other.toordinal())) >= _DAY for other in shown):
            shown.append(day)
    for day in shown:
        text = day.isoformat()
        half = text_width(text, 12) / 2
        x = min(max(sheet.at(day.toordinal()), half), sheet.width - MARGIN - half)
        sheet.text(text, x=x, y=top + _TALL + 16, size=12, ink=MUTED, align="center")


def _line_within(known: list[tuple[int, float]], slope: float) -> list[tuple[float, float]]:
    """Return where the least-squares line, which runs through the means, enters and leaves the answer range."""
    middle = math.fsum(day for day, _ in known) / len(known)
    mean = math.fsum(percent for _, percent in known) / len(known)
    ends: list[tuple[float, float]] = []
    for day in (known[0][0], known[-1][0]):
        percent = mean + slope * (day - middle)
        within = min(max(percent, 0.0), 100.0)
        ends.append((day if within == percent else middle + (within - mean) / slope, within))
    return ends


def _joined(ends: Iterable[dict[str, float]]) -> list[dict[str, float]]:
    one, other = ends
    return [{**one, "x2": other["x"], "y2": other["y"]}]


def _told(points: tuple[Point, ...], reliability: Reliability | None, words: Mapping[str, str]) -> list[str]:
    """Return what can be said of a course: whether it changed from the first score to the last, and its trend."""
    known = [point for point in points if point.percent is not None]
    if len(known) < 2:
        return [words[Outcome.CANNOT_TELL.value]]
    changed = change(known[0], known[-1], reliability=reliability)
    said = words[changed.outcome.value].format(points=f"{abs(changed.points or 0):.0f}")
    course = trend(points)
    if course is None:
        return [said]
    numbers = {"slope": course.slope, "low": course.low, "high": course.high}
    signed = {
        name: f"{round(each, 1) + 0:+.1f}".replace("-", "−").replace(".", words["point"])
        for name, each in numbers.items()
    }
    return [said, words["trend"].format(**signed)]


def _point(point: Point, words: Mapping[str, str]) -> str:
    day = point.on.isoformat()
    if point.percent is None:
        return words["alt-missing"].format(day=day)
    return words["alt-point"].format(percent=f"{point.percent:.0f}", day=day)


def _notes(value: History, reliability: Mapping[str, Reliability], words: Mapping[str, str]) -> list[str]:
    points = [point for each in value.pillars.values() for point in each]
    return [
        *([words["told-beyond"]] if reliability else []),
        *([words["no-reliability"]] if not set(value.pillars) <= set(reliability) else []),
        *([words["trend-line"]] if any(trend(each) for each in value.pillars.values()) else []),
        *([words["missing-wave"]] if any(point.percent is None for point in points) else []),
        *(
            [words["left-out"].format(days=", ".join(day.isoformat() for day in value.left_out))]
            if value.left_out
            else []
        ),
        words["compares-nobody"],
    ]
