"""What a figure shows, as plain values and in words, before anything is drawn."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import attrs

from intimacy_kit._values.arguments import expect_each
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.vocabulary import Keying, Perspective, Role
from intimacy_kit.content.wording import spoken_date, spoken_list, spoken_number
from intimacy_kit.couple.view import CoupleView
from intimacy_kit.errors import UnknownId
from intimacy_kit.history import History, Point, in_words
from intimacy_kit.scoring.reliability import Reliability
from intimacy_kit.scoring.result import Result, Score
from intimacy_kit.scoring.wording import title_of, why

_IN_SCORES = (Role.SCORED, Role.FELT)


@attrs.frozen
class Row:
    """A mark on the answer range, or a gap with its reason; in a picture over time, with its day and the outcome."""

    pillar: str
    series: str
    percent: float | None
    gap: str = ""
    label: str = ""
    low: float | None = None
    high: float | None = None
    on: str = ""  # as ISO 8601 has it
    day: str = ""  # in words
    outcome: str = ""


@attrs.frozen
class Picture:
    """A heading, rows in order, the answer range with its percents and answers, notes, and what to say of the rows.

    Its kind is `dots`, `bars`, `lines` or `weeks` of rows, or `spreads`, the shares of people in parts of the range.
    """

    title: str
    subtitle: str = ""
    rows: tuple[Row, ...] = ()
    scale: tuple[tuple[float, str], ...] = ()
    notes: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    kind: str = "dots"

    def in_words(self) -> str:
        """Return all that the picture shows, in sentences."""
        sentences = filter(None, (self.title, self.subtitle, *self.said, *self.notes))
        return " ".join(each if each[-1] in ".!?:…" else f"{each}." for each in sentences)

    def reworded(self, change: Callable[[str], str]) -> "Picture":
        """Return the picture with each of its texts changed.

        Args:
            change: Text to the text in its place.
        """
        return Picture(
            change(self.title),
            change(self.subtitle),
            tuple(attrs.evolve(row, **_texts(row, change)) for row in self.rows),
            tuple((percent, change(answer)) for percent, answer in self.scale),
            tuple(map(change, self.notes)),
            tuple(map(change, self.said)),
            self.kind,
        )


def _texts(row: Row, change: Callable[[str], str]) -> dict[str, Any]:
    plain: dict[str, object] = attrs.asdict(row)
    return {name: change(value) for name, value in plain.items() if isinstance(value, str)}


def of_result(catalogue: Catalogue, result: Result) -> Picture:
    """Return a dot for each pillar, with its band, and a second one for how it felt."""
    title = catalogue.phrase("of-oneself" if result.perspective is Perspective.SELF else "of-the-partner")
    if result.is_unanswered:
        return Picture(title, notes=(catalogue.phrase("nothing-answered"),))
    day, felt = spoken_date(catalogue, result.on), catalogue.phrase("felt")
    notes = [catalogue.phrase("compares-nobody"), *_reversed(catalogue, result.scores)]
    notes += [catalogue.phrase("band")] if any(score.band for score in result) else []
    said = [catalogue.phrase("alt-pillars"), *(_said(catalogue, score) for score in result)]
    said += [felt, *(_said(catalogue, score) for score in result.felt.values())] if result.felt else []
    return Picture(
        title=title,
        subtitle=catalogue.phrase("of-on", of=catalogue.forms[result.form].title, date=day),
        rows=(
            *(_row(catalogue, score.id, title, score, why(catalogue, score)) for score in result),
            *(Row(catalogue.pillars[id].title, felt, score.percent) for id, score in result.felt.items()),
        ),
        scale=answer_words(catalogue, result.scores),
        said=tuple(said),
        notes=tuple(notes),
    )


def of_history(catalogue: Catalogue, value: History, reliability: Mapping[str, Reliability]) -> Picture:
    """Return a course for each pillar, or of a first check-in a dot, or one sentence where it is too early for any."""
    expect_each(Reliability, reliability.items(), "reliability", "give a Reliability, with its source")
    for pillar in reliability:
        if pillar not in value.pillars:
            raise UnknownId("pillar in this history", pillar, value.pillars)
    days = sorted({point.on for points in value.pillars.values() for point in points})
    if not days:
        begun = max(value.rounds.values(), key=lambda each: each.asked, default=None)
        return Picture("", notes=(in_words(catalogue, (), round=begun),))
    rows: list[Row] = []
    said = [catalogue.phrase("alt-history" if days[1:] else "alt-pillars")]
    for id, points in value.pillars.items():
        if not points:
            title, early = title_of(catalogue, id), in_words(catalogue, (), round=value.rounds.get(id))
            said.append(catalogue.phrase("alt-gap", title=title, why=early))
            continue
        outcome = _outcome(catalogue, points, reliability.get(id))
        course = spoken_list(catalogue, (_point(catalogue, point) for point in points))
        said += [catalogue.phrase("alt-course", title=title_of(catalogue, id), points=course), outcome]
        last = max((point.on for point in points if point.percent is not None), default=None)
        for point in points:
            row = _row(catalogue, id, "", point, catalogue.phrase("no-score"))
            day, on = spoken_date(catalogue, point.on, short=True), point.on.isoformat() if days[1:] else ""
            label = row.label if point.on == last else ""
            rows.append(attrs.evolve(row, on=on, day=day, label=label, outcome=outcome))
    form, scale = catalogue.forms[value.form].title, answer_words(catalogue, value.pillars)
    first = catalogue.phrase("first-check-in", date=spoken_date(catalogue, days[0]))
    title = catalogue.phrase("over-time") if days[1:] else first
    notes = _history_notes(catalogue, value, reliability)
    kind = "lines" if days[1:] else "dots"
    return Picture(title, form, rows=tuple(rows), scale=scale, said=tuple(said), notes=tuple(notes), kind=kind)


def of_couple(catalogue: Catalogue, view: CoupleView, names: tuple[str, str] | None) -> Picture:
    """Return two dots for each pillar that both share, or one sentence where they share no pillar."""
    if view.perspective is None:
        return Picture("", notes=(catalogue.phrase("nothing-shared"),))
    of = "couple-of-oneself" if view.perspective is Perspective.SELF else "couple-of-the-partner"
    one, other = names or (catalogue.phrase("you"), catalogue.phrase("your-partner"))
    other = f"{other} (2)" if one == other else other
    titles = {each.pillar: catalogue.pillars[each.pillar].title for each in view.pillars}
    rows = tuple(
        Row(titles[each.pillar], name, percent, label=f"{each.a} · {each.b}")
        for each in view.pillars
        for name, percent in ((one, each.a), (other, each.b))
    )
    sides = (
        catalogue.phrase("alt-sides", title=titles[each.pillar], one=one, a=each.a, other=other, b=each.b)
        for each in view.pillars
    )
    said = (catalogue.phrase("alt-couple"), *sides)
    notes, scale = tuple(_reversed(catalogue, titles)), answer_words(catalogue, titles)
    return Picture(catalogue.phrase(of), rows=rows, scale=scale, said=said, notes=notes)


def _row(catalogue: Catalogue, pillar: str, series: str, scored: Score | Point, gap: str) -> Row:
    title, percent = title_of(catalogue, pillar), scored.percent
    if percent is None:
        return Row(title, series, None, gap)
    band = scored.band if isinstance(scored, Score) else None
    if band is None:
        return Row(title, series, percent, label=spoken_number(percent))
    label = f"{spoken_number(percent)} ({spoken_number(band.low)}–{spoken_number(band.high)})"
    return Row(title, series, percent, label=label, low=band.low, high=band.high)


def _said(catalogue: Catalogue, score: Score) -> str:
    title = title_of(catalogue, score.id)
    if score.percent is None:
        return catalogue.phrase("alt-gap", title=title, why=why(catalogue, score))
    percent = spoken_number(score.percent)
    if score.band is None:
        return catalogue.phrase("alt-place", title=title, percent=percent)
    low, high = spoken_number(score.band.low), spoken_number(score.band.high)
    return catalogue.phrase("alt-band", title=title, percent=percent, low=low, high=high)


def _point(catalogue: Catalogue, point: Point) -> str:
    day = spoken_date(catalogue, point.on)
    if point.percent is None:
        return catalogue.phrase("alt-missing", day=day)
    return catalogue.phrase("alt-point", percent=spoken_number(point.percent), day=day)


def _outcome(catalogue: Catalogue, points: Sequence[Point], reliability: Reliability | None) -> str:
    """Return whether a pillar changed from its first score to its last; nothing where nobody can say."""
    known = sum(point.percent is not None for point in points)
    return "" if reliability is None or known < 2 else in_words(catalogue, points, reliability=reliability)


def _history_notes(catalogue: Catalogue, value: History, reliability: Collection[str]) -> list[str]:
    notes: list[str] = []
    if any(len(points) > 1 for points in value.pillars.values()):
        gaps = any(point.percent is None for points in value.pillars.values() for point in points)
        notes += [catalogue.phrase("told-beyond")] if reliability else []
        notes += [catalogue.phrase("no-reliability")] if not set(value.pillars) <= set(reliability) else []
        notes += [catalogue.phrase("missing-wave")] if gaps else []
    if value.left_out:
        days = spoken_list(catalogue, (spoken_date(catalogue, day) for day in value.left_out))
        notes.append(catalogue.phrase("left-out", days=days))
    return [*notes, catalogue.phrase("compares-nobody")]


def answer_words(catalogue: Catalogue, pillars: Collection[str]) -> tuple[tuple[float, str], ...]:
    """Return the words of the answer range, with their percents: those of the items' scale where they share one."""
    scales = {item.scale for item in catalogue.items.values() if item.pillar in pillars and item.role in _IN_SCORES}
    low, high = catalogue.phrase("lowest-answer"), catalogue.phrase("highest-answer")
    scale = catalogue.scales[scales.pop()] if len(scales) == 1 else None
    if scale is not None and scale.range is not None:
        low, high = scale.range.low_label or low, scale.range.high_label or high
    if scale is None or scale.range is not None or scale.has_points:
        return (0.0, low), (100.0, high)
    labels = sorted((choice.value, choice.text) for choice in scale.choices if choice.value is not None)
    return tuple((100 * (value - scale.low) / (scale.high - scale.low), label) for value, label in labels)


def _reversed(catalogue: Catalogue, pillars: Collection[str]) -> list[str]:
    keyings = {item.keying for item in catalogue.items.values() if item.pillar in pillars and item.role in _IN_SCORES}
    return [catalogue.phrase("counts-in-reverse")] if Keying.REVERSE in keyings else []
