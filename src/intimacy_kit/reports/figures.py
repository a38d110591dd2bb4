"""Pictures of scores: pillars as dots, change over time, and two people side by side.

A figure shows where answers lie on the answer range, pillar by pillar in the
catalogue's order. There is no norm, no ranking and no colour for good or bad.
A gap stays a gap, with its reason in words.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from importlib import import_module
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Literal, TypeAlias

import attrs

from intimacy_kit._atomic_file import whole_file
from intimacy_kit._html import element
from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import expect, expect_each
from intimacy_kit._values.equality import compared_whole
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.couple.view import CoupleView
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.history import History, history
from intimacy_kit.plan.plan import Plan
from intimacy_kit.reports.doing_picture import of_plan, of_weeks
from intimacy_kit.reports.picture import Picture, of_couple, of_history, of_result
from intimacy_kit.reports.sample_picture import of_sample
from intimacy_kit.scoring.reliability import Reliability
from intimacy_kit.scoring.result import Result

Theme: TypeAlias = Literal["light", "dark", "page"]

_THEMES = {
    "light": ("#1a1a1a", "#ffffff"),
    "dark": ("#eeeeee", "#16181c", "#56b4e9", "#e69f00"),
    "page": ("currentColor", "transparent"),
}
# Vega's own names for the parts of a picture; the title says it all.
_PARTS = re.compile(r' role="graphics-[a-z]+" aria-roledescription="[^"]*"( aria-label="[^"]*")?')


_LONGEST = 104 * 7
"""The most days that a picture of weeks has."""

_SCRIPT = re.compile(r"<(?=/|!|script)", re.IGNORECASE)
"""What would end the script of a page that Altair writes, or begin another, where a text of a pack or a name has it."""


@compared_whole
@attrs.frozen
class Figure:
    """A picture of scores, with the same in words. Its repr shows nothing that depends on the answers.

    The words need no extra; the picture needs the extra `figures`.

    Args:
        width: Its width, in pixels.
        picture: Its heading, rows and notes, which its words and its chart are made of.
    """

    width: int
    _picture: Picture = attrs.field(repr=False)

    @property
    def alt(self) -> str:
        """What the picture shows, in sentences, for those who do not see it."""
        return self._picture.in_words()

    @property
    def chart(self) -> Any:
        """The figure as an Altair chart; each access makes a new one, which can be changed.

        Altair writes a chart into a page as it is, so a ``<`` that could end the page's script is full-width here.

        Raises:
            MissingExtra: Without the extra `figures`.
        """
        harmless = self._picture.reworded(lambda text: _SCRIPT.sub("＜", text))
        return Figure(self.width, harmless)._drawn("light")

    @sealed
    def to_svg(self, *, theme: Theme = "page") -> str:
        """Return the picture as SVG that stands in a page as it is and shrinks with it, with `alt` as its title.

        Args:
            theme: `light` or `dark`, or `page`: transparent, with text and lines in the colour of the
                text around them, so the picture is dark where the page is.

        Raises:
            InvalidValue: When the theme is none of these.
            MissingExtra: Without the extra `figures`.
        """
        written = StringIO()
        self._drawn(theme).save(written, format="svg")
        opening, rest = written.getvalue().split(">", 1)
        style = "max-width: 100%; height: auto"
        return f'{opening} role="img" style="{style}">{element("title", self.alt)}{_PARTS.sub("", rest)}'

    @sealed
    def to_png(self, *, scale: float = 2, theme: Theme = "light") -> bytes:
        """Return the picture as PNG.

        Args:
            scale: Pixels of the image to a pixel of the figure, from 0.1 to 10.
            theme: `light` or `dark`, or `page`: black on transparent.

        Raises:
            InvalidValue: When the scale is out of range, or the theme is none of these.
            MissingExtra: Without the extra `figures`.
        """
        if not 0.1 <= scale <= 10:
            message = "the scale is a number from 0.1 to 10"
            raise InvalidValue([Problem("bad-number", message, "", ("scale",))])
        written = BytesIO()
        self._drawn(theme).save(written, format="png", scale_factor=scale)
        return written.getvalue()

    @sealed
    def save(self, path: str | Path, *, theme: Theme = "light", overwrite: bool = False) -> None:
        """Write the picture to a file that only its owner can read.

        Args:
            path: Where to; the name ends in `.svg` or `.png`.
            theme: As `to_svg` and `to_png` take it.
            overwrite: Whether a file that is there already is replaced.

        Raises:
            InvalidValue: When the name ends otherwise, a file is there already, or there is no such theme.
            MissingExtra: Without the extra `figures`.
            OSError: When the file cannot be written.
        """
        path = Path(path)
        if path.suffix not in {".svg", ".png"}:
            message, remedy = "the file is neither SVG nor PNG", "end its name in .svg or .png"
            raise InvalidValue([Problem("bad-choice", message, remedy, ("path",))])
        data = self.to_png(theme=theme) if path.suffix == ".png" else self.to_svg(theme=theme).encode()
        try:
            with whole_file(path, overwrite=overwrite) as stream:
                stream.write(data)
        except FileExistsError:
            message = "there is a file of this name already"
            problem = Problem("file-exists", message, "name another, or give overwrite=True", ("path",))
        else:
            return
        raise InvalidValue([problem])

    def _drawn(self, theme: str) -> Any:
        if theme not in _THEMES:
            remedy = f"give one of {', '.join(_THEMES)}"
            raise InvalidValue([Problem("bad-choice", "there is no such theme", remedy, ("theme",))])
        return _charts().chart(self._picture, self.width, *_THEMES[theme]).properties(description=self.alt)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Return the picture for a notebook, as SVG and in words."""
        del include, exclude  # the notebook picks for itself
        return {"text/plain": self.alt, "image/svg+xml": self.to_svg(theme="light")}


@sealed
def figure(
    catalogue: Catalogue,
    value: Result | Sequence[Result] | History | CoupleView | Plan,
    *,
    width: int = 640,
    names: tuple[str, str] | None = None,
    reliability: Mapping[str, Reliability] | None = None,
) -> Figure:
    """Return a picture of what somebody may see.

    Args:
        catalogue: Where the titles and the words come from.
        value: One person's scores, their scores over time (a history, or the results that make one), what both of
            a couple may see, or a plan.
        width: The width, in pixels, from 280 to 2000: 360 fits a phone.
        names: What the two sides of a couple view are called, in its order.
        reliability: Pillar to the reliability of its percent, by which a history distinguishes change
            from measurement error. The bands of a result come with its scores.

    Raises:
        InvalidValue: When the width is out of range, there is no figure of such a value, or results are of several
            forms or perspectives.
        UnknownId: When the catalogue lacks a pillar or the form, or a reliability is for no pillar of it.

    >>> import intimacy_kit as ik
    >>> figure(ik.load(), ik.CoupleView(), width=360).alt
    'There is nothing to show side by side. What each of you answers is your own, and so is whether to share it.'
    """
    _check_width(width)
    if isinstance(value, list | tuple) and all(type(each) is Result for each in value):
        value = history(value)
    if not isinstance(value, Result | History | CoupleView | Plan):
        remedy = "give what score, history, couple_view or recommend returned, or a list of results"
        raise InvalidValue([Problem("wrong-kind", "there is no figure of such a value", remedy, ("value",))])
    if isinstance(value, Result):
        return Figure(width, of_result(catalogue, value))
    if isinstance(value, Plan):
        return Figure(width, of_plan(catalogue, value))
    if isinstance(value, History):
        return Figure(width, of_history(catalogue, value, reliability or {}))
    return Figure(width, of_couple(catalogue, value, names))


@sealed
def practised_figure(
    catalogue: Catalogue,
    done: Mapping[str, Collection[date]],
    *,
    since: date | None = None,
    on: date | None = None,
    width: int = 640,
) -> Figure:
    """Return a picture of the weeks in which something was done. It counts no misses and keeps no streak.

    Args:
        catalogue: Where the titles and the words come from.
        done: Practice id to the days on which it was done.
        since: A day of the first week that is drawn; that of the first day unless given.
        on: A day of the last week; that of the last day unless given.
        width: As for `figure`.

    Raises:
        InvalidValue: When there is no week to draw, there are more than 104, or the width is out of range.
        UnknownId: When the catalogue lacks a practice.

    >>> from datetime import date
    >>> import intimacy_kit as ik
    >>> days = [date(2026, 11, 3), date(2026, 11, 12), date(2026, 11, 13)]
    >>> practised_figure(ik.load(), {"time.memory-jar": days}, on=date(2026, 11, 29)).alt.partition(".")[0]
    'Weeks with something done: 2 of 4'
    """
    _check_width(width)
    expect(Mapping, done, "done", "map ids of practices to days")
    expect_each(date, enumerate(day for each in done.values() for day in each), "done", "give days as datetime.date")
    days = sorted(day for each in done.values() for day in each)
    first, last = since or min(days, default=None), on or max(days, default=None)
    if not done or first is None or last is None or not 0 <= (last - first).days < _LONGEST:
        message = "there is no week to draw, or there are too many"
        remedy = "give days, or since and on, with at most 104 weeks from the first to the last"
        raise InvalidValue([Problem("bad-date", message, remedy, ("done",))])
    return Figure(width, of_weeks(catalogue, done, since=first, on=last))


@sealed
def sample_figure(
    catalogue: Catalogue, percents: Mapping[str, Iterable[float | None]], *, form: str, width: int = 640
) -> Figure:
    """Return a picture of the answers of many people: how many lie where on the answer range, pillar by pillar.

    Args:
        catalogue: Where the titles and the words come from.
        percents: Pillar to the percent of each person, such as a column of what `score_frame` returns; None and NaN
            are left out. Of fewer than ten people nothing is drawn.
        form: The id of the form that they answered.
        width: As for `figure`.

    Raises:
        InvalidValue: When there is no pillar, or the width is out of range.
        UnknownId: When the catalogue lacks a pillar or the form.

    >>> import intimacy_kit as ik
    >>> percents = {"time": [50, 62.5, 62.5, 75, 75, 75, 75, 87.5, 87.5, 100, None]}
    >>> sample_figure(ik.load(), percents, form="standard").alt.partition(".")[0]
    'Standard check-in: the answers of 10 people'
    """
    _check_width(width)
    if not percents:
        raise InvalidValue(
            [Problem("wrong-kind", "there is no pillar to draw", "give a column of each", ("percents",))]
        )
    return Figure(width, of_sample(catalogue, form, percents))


def _check_width(width: int) -> None:
    if type(width) is not int or not 280 <= width <= 2000:
        message = "the width is a whole number of pixels from 280 to 2000"
        raise InvalidValue([Problem("bad-number", message, "", ("width",))])


def _charts() -> Any:
    try:
        import_module("vl_convert")  # by which Altair saves
        from intimacy_kit.reports import charts  # noqa: PLC0415  # it imports an extra, which is slow to import
    except ImportError:
        raise MissingExtra("figures") from None
    return charts
