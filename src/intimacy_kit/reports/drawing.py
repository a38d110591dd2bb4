"""What every figure is made of: a frozen picture, and a sheet of layers.

A sheet is a Vega-Lite view without axes or legends of its own: each label
stands where it belongs, so nothing is clipped on a phone, and every renderer
draws the same picture. Vertical places are pixels from the top.
"""

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import attrs

from intimacy_kit._values.arguments import whole_number
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem, Problems
from intimacy_kit.reports.text_width import fitted

__all__ = [
    "ACCENT",
    "FAINT",
    "INK",
    "LEADING",
    "MARGIN",
    "MUTED",
    "SECOND",
    "Figure",
    "Sheet",
    "checked_width",
]

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""vl-convert brings the first; the others have the same widths."""

INK, MUTED, FAINT = "#1a1a1a", "#555555", "#8c8c8c"
"""Text, lesser text (7.4 : 1 on white), and lines that guide the eye (3.4 : 1)."""

ACCENT, SECOND = "#0072B2", "#D55E00"
"""Blue and vermilion of the palette of Okabe and Ito (2008), which people tell apart however they see colour."""

LEADING = 1.3
"""From one line of text to the next, in font sizes."""

MARGIN = 16
"""White space at either side, in pixels."""

NARROWEST, WIDEST = 280, 2000
_Style: TypeAlias = tuple[int, bool, str, str, bool]

_PAPER = "#ffffff"
_BASELINE = 0.35  # how far below the middle of a line of text its baseline lies, in font sizes
_VEGA_LITE = "5.20"
# What Vega calls the parts of a picture, which have no text of their own; the title says it all.
_PARTS = re.compile(r' role="graphics-[a-z]+" aria-roledescription="[^"]*"')
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_MIME = "application/vnd.vegalite.v5+json"


@attrs.frozen
class Figure:
    """A picture of scores, with the same in words. Its repr shows nothing that hangs on the answers.

    Args:
        width: Its width, in pixels.
        height: Its height, in pixels.
        alt: What the picture shows, in sentences, for those who do not see it.
        source: The Vega-Lite specification, as JSON.
    """

    width: int
    height: int = attrs.field(repr=False)  # a gap may take a line more
    alt: str = attrs.field(repr=False)
    source: str = attrs.field(repr=False)

    @property
    def spec(self) -> dict[str, Any]:
        """The picture as a Vega-Lite specification, complete by itself; each call gives one of its own."""
        spec: dict[str, Any] = json.loads(self.source)
        return spec

    def to_svg(self) -> str:
        """Return the picture as SVG that stands in a page as it is, with `alt` as its title.

        Raises:
            MissingExtra: Without the extra `figures`.
        """
        svg: str = _converter().vegalite_to_svg(self.source, vl_version=_VEGA_LITE)
        opening, rest = svg.split(">", 1)
        return f'{opening} role="img"><title>{_escaped(self.alt)}</title>{_PARTS.sub("", rest)}'

    def to_png(self, *, scale: float = 2) -> bytes:
        """Return the picture as PNG.

        Args:
            scale: Pixels of the image to a pixel of the figure, from 0.1 to 10.

        Raises:
            InvalidValue: When the scale is out of range.
            MissingExtra: Without the extra `figures`.
        """
        if not 0.1 <= scale <= 10:
            message = "the scale is a number from 0.1 to 10"
            raise InvalidValue([Problem("bad-number", message, "", ("scale",))])
        png: bytes = _converter().vegalite_to_png(self.source, vl_version=_VEGA_LITE, scale=scale)
        return png

    def to_chart(self) -> Any:
        """Return the picture as a chart of Altair, to go on with.

        Raises:
            MissingExtra: Without the extra `figures`.
        """
        try:
            import altair  # noqa: PLC0415  # an extra, and slow to import
        except ImportError:
            raise MissingExtra("figures") from None
        return altair.Chart.from_dict(self.spec)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Return the picture for a notebook: as SVG with the extra `figures`, and as Vega-Lite and text without."""
        del include, exclude  # the notebook picks for itself
        bundle: dict[str, Any] = {"text/plain": self.alt, _MIME: self.spec}
        try:
            return bundle | {"image/svg+xml": self.to_svg()}
        except MissingExtra:
            return bundle


@attrs.define
class Sheet:
    """A picture in the making.

    Args:
        width: Its width, in pixels.
        domain: The values at the left and the right end of the horizontal scale.
        places: Where these ends are, in pixels.
        beside: The room for titles beside what they name, in pixels, or 0 where they stand above it.
    """

    width: int
    domain: tuple[float, float]
    places: tuple[float, float]
    beside: float = 0.0
    _marks: list[dict[str, Any]] = attrs.field(factory=list[dict[str, Any]], init=False)
    _texts: dict[_Style, list[dict[str, Any]]] = attrs.field(factory=dict[_Style, list[dict[str, Any]]], init=False)

    def at(self, value: float) -> float:
        """Return where a value is, in pixels from the left.

        Args:
            value: A value of the horizontal scale.
        """
        (low, high), (left, right) = self.domain, self.places
        return left + (value - low) / (high - low) * (right - left)

    def text(
        self,
        text: str | Iterable[str],
        *,
        x: float,
        y: float,
        size: int = 13,
        bold: bool = False,
        ink: str = INK,
        align: str = "left",
        halo: bool = False,
    ) -> None:
        """Write a text of one line or more.

        Args:
            text: The line, or the lines.
            x: Where it begins, is centred or ends, in pixels.
            y: The middle of its first line, in pixels.
            size: The size of the type, in pixels.
            bold: Whether it is bold.
            ink: Its colour.
            align: `left`, `center` or `right`.
            halo: Whether it stands on lines, and needs white around it.
        """
        lines = [text] if isinstance(text, str) else list(text)
        style = (size, bold, ink, align, halo)
        first = y + size * _BASELINE
        self._texts.setdefault(style, []).extend(
            {"x": round(x, 2), "y": round(first + i * size * LEADING, 2), "text": line} for i, line in enumerate(lines)
        )

    def marks(self, rows: Iterable[Mapping[str, Any]], *, mark: Mapping[str, Any]) -> None:
        """Draw marks at values of the horizontal scale.

        Args:
            rows: The data, each with `x` and `y`, and `x2` or `y2` where the mark has two ends.
            mark: What is drawn, as Vega-Lite has it.
        """
        listed = [dict(row) for row in rows]
        if listed:
            (low, high), (left, right) = self.domain, self.places
            scale = {"domain": [low, high], "range": [left, right], "zero": False, "nice": False}
            ends = {end: {"field": end} for end in ("x2", "y2") if end in listed[0]}
            self._marks.append(_layer(listed, mark, x=scale, **ends))

    def heading(self, title: str, subtitle: str) -> float:
        """Write what the picture is about, and return where the rest of it begins, in pixels.

        Args:
            title: What it shows.
            subtitle: Of whom, and when.
        """
        y = 24.0
        for text, size, bold, ink in ((title, 17, True, INK), (subtitle, 13, False, MUTED)):
            lines = fitted(text, self.width - 2 * MARGIN, size=size + bold)  # bold letters are wider
            self.text(lines, x=MARGIN, y=y, size=size, bold=bold, ink=ink)
            y += len(lines) * size * LEADING + 2
        return y + 14

    def notes(self, texts: Iterable[str], y: float) -> float:
        """Write what has to be said below, and return where it ends, in pixels.

        Args:
            texts: The notes, each of which begins a line.
            y: Where they begin, in pixels.
        """
        for text in texts:
            lines = fitted(text, self.width - 2 * MARGIN, size=12)
            self.text(lines, x=MARGIN, y=y, size=12, ink=MUTED)
            y += len(lines) * 12 * LEADING + 4
        return y

    def track(self, y: float) -> None:
        """Draw the answer range as a line with its ends and its middle.

        Args:
            y: Where, in pixels.
        """
        line = {"type": "rule", "color": FAINT, "strokeWidth": 1.5}
        self.marks([{"x": 0, "x2": 100, "y": y}], mark=line)
        self.marks([{"x": x, "y": y - 5, "y2": y + 5} for x in (0, 50, 100)], mark=line)

    def ruler(self, y: float, label: str) -> float:
        """Write the numbers of the answer range and what it is, and return where that ends, in pixels.

        Args:
            y: Where, in pixels.
            label: What the range is.
        """
        for x in (0, 50, 100):
            self.text(str(x), x=self.at(x), y=y, size=12, ink=MUTED, align="center")
        self.text(label, x=self.at(50), y=y + 18, size=12, ink=MUTED, align="center")
        return y + 42

    def figure(self, height: float, alt: str) -> Figure:
        """Return the finished picture.

        Args:
            height: Its height, in pixels.
            alt: The same in words.
        """
        tall = math.ceil(height)
        spec = {
            "$schema": _SCHEMA,
            "description": alt,
            "width": self.width,
            "height": tall,
            "padding": 0,
            "autosize": {"type": "none"},
            "background": _PAPER,
            "config": {"aria": False, "font": FONT, "view": {"stroke": None}},
            "layer": [*self._marks, *(layer for style, rows in self._texts.items() for layer in _written(style, rows))],
        }
        return Figure(self.width, tall, alt, json.dumps(spec, ensure_ascii=False))


def checked_width(width: int) -> int:
    """Return a width that a figure can have, or refuse it.

    Args:
        width: The width, in pixels, from 280 to 2000.

    Raises:
        InvalidValue: When it is not a whole number in that range.
    """
    problems = Problems()
    whole_number(width, "width", problems, low=NARROWEST, high=WIDEST, unit="pixels")
    problems.refuse(InvalidValue)
    return width


def _written(style: _Style, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    size, bold, ink, align, halo = style
    mark = {"type": "text", "align": align, "baseline": "alphabetic", "fontSize": size, "color": ink}
    mark |= {"fontWeight": "bold"} if bold else {}
    marks = [{**mark, "stroke": _PAPER, "strokeWidth": 4}, mark] if halo else [mark]
    return [_layer(rows, each, x=None, text={"field": "text"}) for each in marks]


def _layer(
    rows: list[dict[str, Any]], mark: Mapping[str, Any], *, x: Mapping[str, Any] | None, **channels: Mapping[str, Any]
) -> dict[str, Any]:
    place = {"type": "quantitative", "axis": None}
    encoding = {"x": {"field": "x", "scale": x, **place}, "y": {"field": "y", "scale": None, **place}, **channels}
    return {"data": {"values": rows}, "mark": dict(mark), "encoding": encoding}


def _converter() -> Any:
    try:
        import vl_convert  # noqa: PLC0415  # an extra, and slow to import
    except ImportError:
        raise MissingExtra("figures") from None
    return vl_convert


def _escaped(text: str) -> str:
    return text.translate({ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"})
