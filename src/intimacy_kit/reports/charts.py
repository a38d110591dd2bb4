"""The charts behind the figures, in Altair: data, marks, scales and axes, for a notebook to go on with."""

import json
import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias

import altair as alt

Row: TypeAlias = dict[str, Any]
Heading: TypeAlias = tuple[str, str]
Words: TypeAlias = Sequence[tuple[float, str]]
"""Percents and the answers that lie there, from the low end of the range to the high end."""

INK, PAPER = "#1a1a1a", "#ffffff"
ACCENT, SECOND = "#0072B2", "#D55E00"
"""Blue and vermilion of the palette of Okabe and Ito (2008), distinguishable however somebody sees colour."""

BESIDE = 560
"""From this width on, in pixels, pillars are named beside their line, and lines over time stand in two columns."""

MANY = 20
"""Above so many check-ins, a line over time has no dots."""

MARGIN = 16
_KNOWN = "isValid(datum.percent)"
_FAINT: dict[str, Any] = {"color": INK, "opacity": 0.3}


def dots(heading: Heading, rows: list[Row], words: Words, *, notes: Sequence[str], width: int) -> Any:
    """Return a chart with a line for each pillar, and on it a mark for each of one series or two.

    Args:
        heading: What it shows, and a line below that.
        rows: Each with `pillar`, `series` and `percent`, None for a gap, whose reason is `gap`; perhaps with the
            ends `low` and `high` of a band, and a `label` for the right end of the line.
        words: The answers along the axis.
        notes: What to say below it.
        width: The width, in pixels.
    """
    pillars = list(dict.fromkeys(row["pillar"] for row in rows))
    longest = max(map(_wide, pillars)) + 16
    beside = width >= BESIDE and longest < width * 0.5
    label = max((_wide(row["label"], 17) + 8 for row in rows if row.get("label")), default=0)
    value = label if beside else 0
    room = width - 2 * MARGIN - value - (longest if beside else 0)
    names = (
        {pillar: pillar for pillar in pillars}
        if beside
        else _of_one_height({pillar: broken(pillar, width - 2 * MARGIN - label) for pillar in pillars})
    )
    data = [
        {
            **row,
            "gap": broken(row["gap"], room + value, size=13) if row.get("gap") else None,
            "answers": [percent for percent, _ in words],
        }
        for row in rows
    ]
    series = list(dict.fromkeys(row["series"] for row in rows))
    tall = 1 if beside else len(next(iter(names.values())).split("\n"))
    above: dict[str, Any] = {"labelAlign": "left", "labelPadding": 0, "labelOffset": -22 - 18 * (tall - 1)}
    y = alt.Y(
        "pillar:N",
        scale=alt.Scale(domain=pillars, padding=0.6),
        axis=alt.Axis(
            title=None,
            domain=False,
            ticks=False,
            labelFontSize=14,
            labelLineHeight=18,
            labelLimit=width,
            **({"labelPadding": 16} if beside else {**above, "labelExpr": _lookup(names)}),
        ),
    )
    x = alt.X(
        "percent:Q",
        scale=alt.Scale(domain=[0, 100]),
        axis=_answers(
            words,
            room,
            [] if not notes else [broken(note, room + value, size=13) for note in notes],
            offset=0 if beside else -14,
        ),
    )
    legend = alt.Legend(
        title=None, orient="top", columns=2 if sum(map(_wide, series)) + 60 < room else 1, labelLimit=width
    )

    def by_series(channel: Any, *styles: Any) -> Any:
        scale = alt.Scale(domain=[*series, ""][:2], range=list(styles))
        return channel("series:N", scale=scale, legend=legend if len(series) > 1 else None)

    chart = alt.Chart().encode(y=y)
    known = chart.transform_filter(_KNOWN)
    layers = alt.layer(
        known.mark_rule(**_FAINT).encode(x=alt.datum(0), x2=alt.datum(100)),
        known.transform_flatten(["answers"]).mark_tick(size=9, thickness=1, **_FAINT).encode(x=alt.X("answers:Q")),
        chart.transform_filter("isValid(datum.low)")
        .mark_bar(size=18, color=ACCENT, opacity=0.25)
        .encode(x=alt.X("low:Q"), x2="high:Q"),
        known.mark_point(strokeWidth=2.5, opacity=1).encode(
            x=x,
            stroke=by_series(alt.Stroke, ACCENT, SECOND),
            fill=by_series(alt.Fill, ACCENT, "transparent"),
            shape=by_series(alt.Shape, "circle", "diamond"),
            size=by_series(alt.Size, 130, 360),
            tooltip=["pillar:N", "series:N", alt.Tooltip("percent:Q", format=".0f")],
        ),
        chart.transform_filter("isValid(datum.label)")
        .mark_text(align="right", dx=value, dy=0 if beside else -22, fontSize=14, fontWeight="bold", color=INK)
        .encode(x=alt.value("width"), text="label:N"),
        chart.transform_filter("isValid(datum.gap)")
        .mark_text(align="left", fontSize=13, lineBreak="\n", color=INK, opacity=0.8)
        .encode(x=alt.datum(0), text="gap:N"),
        data=alt.InlineData(values=data),
        title=_title(heading, width - 2 * MARGIN),
        width=width,
        height=alt.Step(48 if beside else 50 + 18 * tall),
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        padding=MARGIN,
    )
    return _look(layers)


def lines(
    heading: Heading, panels: Sequence[tuple[Heading, list[Row]]], words: Words, *, notes: Sequence[str], width: int
) -> Any:
    """Return a chart with a line over time for each pillar, broken where a check-in has no score.

    Args:
        heading: What it shows, and a line below that.
        panels: The heading of each pillar, and its rows: each with `on`, a day as ISO 8601 has it, the `date` in
            words, and `percent`, or None for a gap; the last percent also with its `label`.
        words: The answers at the ends of the vertical axis.
        notes: What to say below it.
        width: The width, in pixels.
    """
    columns = 2 if width >= BESIDE else 1
    ends = {f"{percent:.0f}": label for percent, label in (words[0], words[-1])}
    axis = max(map(_wide, ends.values())) + 16
    room = (width - 2 * MARGIN - axis - 28 * columns - (columns - 1) * 16) / columns
    days = [row["on"] for row in panels[0][1]]
    at = {day: datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000 for day in (days[0], days[-1])}
    dates = {f"{at[row['on']]:.0f}": row["date"] for row in panels[0][1] if row["on"] in at}
    charts: list[Any] = []
    for i, (above, rows) in enumerate(panels):
        x = alt.X(
            "on:T",
            scale=alt.Scale(type="utc"),
            axis=alt.Axis(
                title=None,
                values=list(at.values()),
                labels=i >= len(panels) - columns,
                labelExpr=_lookup(dates, "toString(+datum.value)"),
                labelFlush=True,
                labelOverlap=False,
                labelPadding=8,
                ticks=False,
                grid=False,
                domainOpacity=0.3,
            ),
        )
        y = alt.Y(
            "percent:Q",
            scale=alt.Scale(domain=[0, 100]),
            axis=alt.Axis(
                title=None,
                values=[percent for percent, _ in words],
                labels=i % columns == 0,
                labelExpr=_lookup(ends, "round(datum.value)"),
                labelFlush=True,
                labelPadding=12,
                ticks=False,
                domain=False,
            ),
        )
        chart = alt.Chart(alt.InlineData(values=rows)).encode(x=x)
        known = chart.transform_filter(_KNOWN).encode(y=y)
        charts.append(
            alt.layer(
                chart.mark_line(color=ACCENT, strokeWidth=2.5, point=False).encode(y=y),
                known.mark_point(filled=True, color=ACCENT, opacity=1, size=0 if len(days) > MANY else 70).encode(
                    tooltip=["on:T", alt.Tooltip("percent:Q", format=".0f")]
                ),
                chart.transform_filter("!isValid(datum.percent)")
                .mark_text(text="×", fontSize=16, baseline="bottom", color=INK)
                .encode(y=alt.value("height"), tooltip=["on:T"]),
                known.transform_filter("isValid(datum.label)")
                .mark_text(align="left", dx=8, fontSize=13, fontWeight="bold", color=INK)
                .encode(text="label:N"),
                title=_title(above, room + 28 + (axis if i % columns == 0 else 0), size=14, offset=10),
                width=room,
                height=84,
            )
        )
    panes = alt.concat(*charts, columns=columns, spacing={"row": 22, "column": 16})
    return _noted(panes, notes, heading, width, left=axis)


def spokes(heading: Heading, rows: list[Row], *, notes: Sequence[str], width: int) -> Any:
    """Return a radar: a spoke for each pillar, from 0 in the middle to 100, and lines between neighbours with a score.

    Args:
        heading: What it shows, and a line below that.
        rows: Each with `pillar` and `percent`, or None for a gap.
        notes: What to say below it.
        width: The width, in pixels.
    """
    turn = f"2 * PI * datum.spoke / {len(rows)}"
    data = [{**row, "spoke": i, "number": f"{i + 1}"} for i, row in enumerate(rows)]
    closed = [*data, {**data[0], "spoke": len(rows)}]
    axis: dict[str, Any] = {"scale": alt.Scale(domain=[-118, 118]), "axis": None}

    def placed(distance: str) -> Any:
        return (
            alt.Chart(alt.InlineData(values=closed))
            .transform_calculate(distance=distance)
            .transform_calculate(x=f"datum.distance * sin({turn})", y=f"datum.distance * cos({turn})")
            .transform_calculate(x="isValid(datum.distance) ? datum.x : null")
            .encode(x=alt.X("x:Q", **axis), y=alt.Y("y:Q", **axis), order="spoke:O")
        )

    chart = alt.layer(
        *(placed(ring).mark_line(strokeWidth=1, **_FAINT) for ring in ("50", "100")),
        placed("100").mark_rule(**_FAINT).encode(x2=alt.datum(0), y2=alt.datum(0)),
        placed("datum.percent").mark_line(color=ACCENT, strokeWidth=2.5),
        placed("datum.percent")
        .transform_filter(_KNOWN)
        .mark_point(filled=True, color=ACCENT, size=90, opacity=1)
        .encode(tooltip=["pillar:N", alt.Tooltip("percent:Q", format=".0f")]),
        placed("111")
        .transform_filter(f"datum.spoke < {len(rows)}")
        .mark_text(fontSize=14, fontWeight="bold", color=INK)
        .encode(text="number:N"),
        width=min(width - 2 * MARGIN, 340),
        height=min(width - 2 * MARGIN, 340),
    )
    return _noted(chart, notes, heading, width)


def message(text: str, width: int) -> Any:
    """Return a chart that is a sentence.

    Args:
        text: The sentence.
        width: The width, in pixels.
    """
    return _look(_text([text], width, size=15).properties(padding=MARGIN, width=width - 2 * MARGIN))


def _wide(text: str, size: float = 14) -> float:
    """Return about how wide a text is, in pixels; letters from U+2E80 on mostly fill a square."""
    return size * sum(1 if ord(letter) > 0x2E7F else 0.52 for letter in text)


def broken(text: str, room: float, *, size: int = 14) -> str:
    """Return a text with line breaks where it would not fit.

    Args:
        text: The text.
        room: The room for it, in pixels.
        size: The size of the type, in pixels.
    """
    return "\n".join(textwrap.wrap(text, max(8, int(room * len(text) / (_wide(text, size) or 1)))))


def _title(heading: Heading, room: float, *, size: int = 17, offset: int = 18) -> alt.Title:
    title, subtitle = heading
    return alt.Title(
        broken(title, room, size=size + 1).split("\n"),
        subtitle=broken(subtitle, room, size=min(size, 14)).split("\n") if subtitle else alt.Undefined,
        anchor="start",
        frame="bounds",
        fontSize=size,
        subtitleFontSize=min(size, 14),
        offset=offset,
        subtitlePadding=5,
    )


def _noted(chart: Any, notes: Sequence[str], heading: Heading, width: int, *, left: float = 0) -> Any:
    """Return a chart under its heading and above its notes, which begin at the left of its axis."""
    title = _title(heading, width - 2 * MARGIN)
    return _look(alt.vconcat(chart, _text(notes, width, left=left), spacing=20, title=title, padding=MARGIN))


def _text(sentences: Sequence[str], width: int, *, size: int = 13, left: float = 0) -> Any:
    text = "\n".join(broken(sentence, width - 2 * MARGIN, size=size) for sentence in sentences)
    return (
        alt.Chart(alt.InlineData(values=[{"text": text}]))
        .mark_text(align="left", baseline="top", fontSize=size, lineHeight=size + 5, lineBreak="\n", color=INK)
        .encode(x=alt.value(-left), y=alt.value(0), text="text:N")
        .properties(width=1, height=(size + 5) * (text.count("\n") + 1))
    )


def _look(chart: Any) -> Any:
    """Return a chart in the colours and the type of all figures."""
    return chart.configure(
        aria=False,  # the figure says what it shows in one sentence after another
        background=PAPER,
        font="Liberation Sans, Arial, Helvetica, sans-serif",
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            labelColor=INK, titleColor=INK, domainColor=INK, gridColor=INK, gridOpacity=0.15, labelFontSize=13
        ),
        title=alt.TitleConfig(color=INK, subtitleColor=INK),
        legend=alt.LegendConfig(labelColor=INK, labelFontSize=13, symbolStrokeWidth=2.5, offset=10),
    )


def _answers(words: Words, room: float, notes: Sequence[str], *, offset: int = 0) -> alt.Axis:
    """Return the axis of the answer range: every answer in words where there is room, else those at its ends."""
    shown = words if len(words) * max(_wide(label) for _, label in words) <= room else (words[0], words[-1])
    return alt.Axis(
        values=[percent for percent, _ in shown],
        labelExpr=_lookup({f"{percent:.0f}": label for percent, label in shown}, "round(datum.value)"),
        labelFlush=True,
        labelOverlap=False,
        labelPadding=8,
        grid=False,
        domain=False,
        ticks=False,
        offset=offset,
        title="\n".join(notes).split("\n") if notes else None,
        titleFontSize=13,
        titleFontWeight="normal",
        titleAlign="left",
        titleAnchor="start",
        titlePadding=16,
        titleLineHeight=18,
    )


def _of_one_height(texts: dict[str, str]) -> dict[str, str]:
    """Return texts with as many lines, blank ones first, since Vega anchors a text at its first line."""
    most = max(text.count("\n") for text in texts.values())
    return {key: "\n" * (most - text.count("\n")) + text for key, text in texts.items()}


def _lookup(texts: Any, key: str = "datum.label") -> str:
    return f"split({json.dumps(texts, ensure_ascii=False)}[{key}] || '', '\\n')"
