"""The charts behind the figures, in Altair: data, marks, scales and axes, for use in a notebook."""

import json
import textwrap
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import altair as alt
import attrs

from intimacy_kit.reports.picture import Picture, Row

MARGIN, WIDE, MANY = 16, 540, 20
"""The margin; the room from which titles and panels stand side by side, in pixels; the most dots on a line."""

_SMALL = 13
_TALL, _INSET = 82, 7
"""The height of a panel over time, and the room in it above the highest answer and below the lowest, in pixels.

Dots and words stay inside a panel, so that the titles of panels side by side are level.
"""

_RING = "M0,-1.7L1.7,0L0,1.7L-1.7,0ZM0,-1.1L-1.1,0L0,1.1L1.1,0Z"
"""A diamond with a hole, which goes around a dot in the same place."""


def chart(picture: Picture, width: int, *colours: str) -> alt.VConcatChart:
    """Return the chart of a picture, in the colours that `_look` takes."""
    room = width - 2 * MARGIN
    parts: list[Any] = [_KINDS[picture.kind](picture, room)] if picture.rows else []
    parts += (
        [_text(picture.notes, room, _axis_room(picture) if picture.kind == "lines" else 0)] if picture.notes else []
    )
    title, subtitle = _broken(picture.title, room, 20), _broken(picture.subtitle, room)
    heading = alt.Title(title, subtitle=subtitle, anchor="start") if picture.title else alt.Undefined
    return alt.vconcat(*parts, spacing=18, title=heading, padding=MARGIN, config=_look(*colours))


def _look(ink: str, paper: str, first: str = "#0072b2", second: str = "#d55e00") -> dict[str, Any]:
    """Return the configuration of all figures. The two series have the blue and vermilion of Okabe and Ito (2008)."""
    faint = {"color": ink, "opacity": 0.3}
    return {
        "aria": False,  # the figure says what it shows, one sentence after another
        "background": paper,
        "font": "Liberation Sans, Arial, Helvetica, sans-serif",
        "view": {"stroke": None},
        "mark": {"color": first},
        "range": {"category": [first, second]},
        "text": {"color": ink, "fontSize": 14, "align": "left", "baseline": "middle", "lineBreak": "\n"},
        "rule": faint,
        "tick": {**faint, "thickness": 1},
        "axis": {"title": None, "domain": False, "ticks": False, "labelColor": ink, "labelFontSize": _SMALL}
        | {"labelPadding": 8, "labelFlush": True, "gridColor": ink, "gridOpacity": 0.2},
        "legend": {"title": None, "orient": "top", "labelColor": ink, "labelFontSize": 14},
        "title": {"color": ink, "fontSize": 18, "subtitleColor": ink, "subtitleFontSize": 14, "subtitlePadding": 6}
        | {"offset": 14},
    }


def _dots(picture: Picture, room: float) -> alt.LayerChart:
    """Return a line for each pillar, below its title or, in a wide picture, beside it; on it, its marks and band."""
    beside = room >= WIDE
    start, end = (min(0.42 * room, 300), room - 92) if beside else (10, room - 10)
    beyond = start - 8 if beside else room - 16 - max(_length(row.label, 15) for row in picture.rows)
    rows = [
        attrs.evolve(
            row,
            pillar=wrapped(row.pillar, beyond),
            series=wrapped(row.series, room - 30),
            gap=wrapped(row.gap, room - start + 10, _SMALL),
        )
        for row in picture.rows
    ]
    pillars, series = list(dict.fromkeys(row.pillar for row in rows)), list(dict.fromkeys(row.series for row in rows))
    step = (44 if beside else 64) + 22 * max(row.pillar.count("\n") for row in rows)
    scale = alt.Scale(type="band", domain=pillars)
    title = alt.Y("pillar:N", scale=scale, axis=None, bandPosition=0.5 if beside else 0)
    baseline: Any = "middle" if beside else "top"
    axis = _answers(picture, dict(picture.scale), grid=False, labelOverlap="parity", labelSeparation=8)
    x = alt.X("percent:Q", scale=alt.Scale(domain=[0, 100], range=[start, end]), axis=axis)
    columns = 2 if sum(map(_length, series)) + 60 < room else 1
    broken = "split(datum.label, '\\n')"
    legend = alt.Legend(columns=columns, labelExpr=broken, labelLimit=room) if len(series) > 1 else None
    ticks = [Row(row.pillar, series[0], at) for row in rows if row.percent is not None for at, _ in picture.scale]
    base = alt.Chart(_values(rows)).encode(x=x, y=alt.Y("pillar:N", scale=scale, axis=None, bandPosition=0.5))
    known = base.transform_filter("isValid(datum.percent)")
    once = base.transform_filter(alt.FieldEqualPredicate(field="series", equal=series[0]))
    bars = picture.kind == "bars"
    bar: dict[str, Any] = {"size": 12, "opacity": 1, "cornerRadiusEnd": 3} if bars else {"size": 18, "opacity": 0.25}
    lines = once if bars else once.transform_filter("isValid(datum.percent)")
    layers = [
        lines.mark_rule().encode(x=alt.datum(0), x2=alt.datum(100)),
        base.properties(data=_values(ticks)).mark_tick(size=9),
        base.transform_filter("isValid(datum.low)").mark_bar(**bar).encode(x="low:Q", x2="high:Q"),
        known.mark_point(filled=True, opacity=1, size=130).encode(
            color=alt.Color("series:N", scale=alt.Scale(domain=series), legend=legend),
            shape=alt.Shape("series:N", scale=alt.Scale(domain=series, range=["circle", _RING])),
            tooltip=["pillar:N", "series:N", alt.Tooltip("percent:Q", format=".0f")],
        ),
        once.mark_text(baseline=baseline).encode(x=alt.value(0), y=title, text="pillar:N"),
        once.mark_text(baseline=baseline, align="left" if beside else "right", fontWeight="bold").encode(
            x=alt.value(end + 16 if beside else room), y=title, text="label:N"
        ),
        once.mark_text(fontSize=_SMALL).encode(x=alt.value(start if beside else 0), text="gap:N"),
    ]
    return alt.LayerChart(layer=layers, width=room, height=step * len(pillars))


def _lines(picture: Picture, room: float) -> alt.ConcatChart:
    """Return a line over time for each pillar, broken where there is no score."""
    left, words = _axis_room(picture), dict([picture.scale[0], picture.scale[-1]])
    first, last = picture.rows[0], max(picture.rows, key=lambda row: row.on)
    days = f"datum.index ? {json.dumps(last.day)} : {json.dumps(first.day)}"

    def layers(rows: list[Row], *, at_left: bool, at_foot: bool) -> list[alt.Chart]:
        dates = alt.Axis(values=[_time(first.on), _time(last.on)], labelExpr=days, labels=at_foot, grid=False)
        base = alt.Chart(_values(rows)).encode(
            x=alt.X("on:T", scale=alt.Scale(type="utc"), axis=dates),
            y=alt.Y(
                "percent:Q",
                scale=alt.Scale(domain=[0, 100], range=[_TALL - _INSET, _INSET]),
                axis=_answers(picture, words, labels=at_left, labelFlush=False),
            ),
            tooltip=["pillar:N", "day:N", alt.Tooltip("percent:Q", format=".0f")],
        )
        known = base.transform_filter("isValid(datum.percent)")
        gaps = base.transform_filter("!isValid(datum.percent)").mark_text(text="×", align="center", baseline="bottom")
        return [
            base.mark_line(strokeWidth=2.5),
            known.mark_point(filled=True, opacity=1, size=70 if len(rows) <= MANY else 0),
            known.mark_text(dx=8, fontSize=_SMALL, fontWeight="bold").encode(text="label:N"),
            gaps.encode(y=alt.value(_TALL - _INSET)),
        ]

    return _panels(picture, room, left, layers)


def _spreads(picture: Picture, room: float) -> alt.ConcatChart:
    """Return for each pillar the share of people in each part of the answer range."""
    words = dict([picture.scale[0], picture.scale[-1]])
    most = max((row.percent for row in picture.rows if row.percent is not None), default=100.0)

    def layers(rows: list[Row], *, at_left: bool, at_foot: bool) -> list[alt.Chart]:
        del at_left  # only the answer range has an axis
        axis = _answers(picture, words, labels=at_foot, grid=False)
        base = alt.Chart(_values(rows)).encode(
            x=alt.X("low:Q", scale=alt.Scale(domain=[0, 100]), axis=axis),
            y=alt.Y("percent:Q", scale=alt.Scale(domain=[0, most]), axis=None),
        )
        known = base.transform_filter("isValid(datum.percent)")
        bars = known.mark_bar(stroke=None, xOffset=0.5, x2Offset=-0.5).encode(
            x2="high:Q", y2=alt.datum(0), tooltip=["pillar:N", alt.Tooltip("percent:Q", format=".0f")]
        )
        floor = base.properties(data=_values(rows[:1])).mark_rule()
        return [bars, floor.encode(x=alt.datum(0), x2=alt.datum(100), y=alt.datum(0))]

    return _panels(picture, room, 0, layers)


def _panels(picture: Picture, room: float, left: float, layers: Callable[..., list[alt.Chart]]) -> alt.ConcatChart:
    """Return a panel for each pillar, two side by side where there is room.

    Args:
        picture: What is drawn.
        room: The width of all panels together.
        left: The width of what stands left of the first.
        layers: What is drawn in a panel of some rows, which may be at the left and at the foot of the grid.
    """
    columns = 2 if room >= WIDE else 1
    inner = (room - left - 32 * columns - 24 * (columns - 1)) / columns
    pillars = list(dict.fromkeys(row.pillar for row in picture.rows))
    panels: list[alt.LayerChart] = []
    for i, pillar in enumerate(pillars):
        rows = [row for row in picture.rows if row.pillar == pillar]
        indent = 0 if i % columns else left
        across = inner + indent + 24
        heading = alt.Title(
            _broken(pillar, across, 15),
            subtitle=_broken(rows[-1].outcome, across, _SMALL),
            anchor="start",
            frame="group",
            dx=-indent,
            fontSize=14,
            offset=8,
        )
        drawn: list[Any] = list(layers(rows, at_left=i % columns == 0, at_foot=i >= len(pillars) - columns))
        panels.append(alt.LayerChart(layer=drawn, title=heading, width=inner, height=_TALL))
    return alt.concat(*panels, columns=columns, align="each", spacing={"row": 18, "column": 24})


def _weeks(picture: Picture, room: float) -> alt.LayerChart:
    """Return a row of weeks below each title, a full square where something was done."""
    rows = [attrs.evolve(row, pillar=wrapped(row.pillar, room - 16)) for row in picture.rows]
    titles, days = list(dict.fromkeys(row.pillar for row in rows)), sorted({row.on for row in rows})
    side = min(16.0, 0.8 * room / len(days))
    first, last = rows[0], max(rows, key=lambda row: row.on)
    words = f"datum.index ? {json.dumps(last.day)} : {json.dumps(first.day)}"
    end = min(room - side, side / 2 + 22.0 * max(len(days) - 1, 1))
    ends = [_time(day) for day in dict.fromkeys((first.on, last.on))]
    axis = alt.Axis(values=ends, labelExpr=words, grid=False, labelFlush=0, labelOverlap=True)
    step = 58 + 18 * max(title.count("\n") for title in titles)
    y = alt.Y("pillar:N", scale=alt.Scale(type="band", domain=titles), axis=None, bandPosition=0.7)
    base = alt.Chart(_values(rows)).encode(y=y, tooltip=["pillar:N", "day:N"])
    squares = base.encode(x=alt.X("on:T", scale=alt.Scale(type="utc", range=[side / 2 + 1, end]), axis=axis))
    done, others = "isValid(datum.percent)", "!isValid(datum.percent)"
    once = base.transform_filter(alt.FieldEqualPredicate(field="on", equal=first.on))
    layers: list[Any] = [
        squares.transform_filter(done).mark_point(shape="square", filled=True, opacity=1, size=side**2),
        squares.transform_filter(others).mark_point(shape="square", filled=False, opacity=0.6, size=(side - 1) ** 2),
        once.mark_text(baseline="bottom").encode(
            x=alt.value(0), y=alt.Y("pillar:N", bandPosition=0.4), text="pillar:N"
        ),
    ]
    return alt.LayerChart(layer=layers, width=room, height=step * len(titles))


_KINDS: Mapping[str, Callable[[Picture, float], Any]] = {
    "dots": _dots,
    "bars": _dots,
    "lines": _lines,
    "spreads": _spreads,
    "weeks": _weeks,
}


def _time(day: str) -> float:
    return datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000


def _axis_room(picture: Picture) -> float:
    return max(_length(label, _SMALL) for _, label in (picture.scale[0], picture.scale[-1])) + 12


def _text(sentences: Iterable[str], room: float, left: float) -> alt.Chart:
    """Return sentences below a chart, from where its axis begins."""
    text = "\n".join(wrapped(sentence, room - 12, _SMALL) for sentence in sentences)
    chart = alt.Chart(alt.InlineData([{"text": text}]), width=room - left, height=18 * (text.count("\n") + 1))
    lines = chart.mark_text(baseline="top", fontSize=_SMALL, lineHeight=18)
    text_: alt.Chart = lines.encode(x=alt.value(-left), y=alt.value(0), text="text:N")
    return text_


def _answers(picture: Picture, words: dict[float, str], **options: Any) -> alt.Axis:
    """Return the axis of the answer range, with those of its answers that are given in words."""
    labels = json.dumps({f"{percent:.0f}": label for percent, label in words.items()})
    values = [percent for percent, _ in picture.scale]
    return alt.Axis(values=values, labelExpr=f"{labels}[round(datum.value)] || ''", **options)


def _values(rows: Iterable[Row]) -> alt.InlineData:
    return alt.InlineData([attrs.asdict(row) for row in rows])


def wrapped(text: str, room: float, size: float = 14) -> str:
    """Return a text with line breaks where it would be longer than some pixels, in type of a size."""
    return "\n".join(textwrap.wrap(text, max(8, int(room * len(text) / (_length(text, size) or 1)))))


def _broken(text: str, room: float, size: float = 14) -> Any:
    return wrapped(text, room, size).splitlines() or alt.Undefined


def _length(text: str, size: float = 14) -> float:
    """Return about how long a text is at most, in pixels; letters from U+2E80 on mostly fill a square.

    Letters of ours are half as wide as they are high on the average, and a line can have more of the wide ones.
    """
    return size * sum(1 if ord(letter) > 0x2E7F else 0.54 for letter in text)
