"""From results to points that can be compared, pillar by pillar.

Two points are comparable when the same items were asked from the same
perspective under the same rule, which is what `Score.digest` says. A form that
asks its questions in turn asks others each time, so one occasion alone is no
point: a point is a round, in which each question was asked once. The n-th
round of a pillar is made of the n-th time that each of its questions was
asked, so a missed week delays a point and never makes one of other questions.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import expect, expect_each, member
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import Record
from intimacy_kit.content.vocabulary import Perspective, ReliabilityKind
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.scoring.placement import reliability_of
from intimacy_kit.scoring.reliability import Reliability
from intimacy_kit.scoring.result import Result, Score, Turn
from intimacy_kit.scoring_key.tally import answers_needed


@attrs.frozen
class Point(Record):
    """One pillar at one time: a check-in, or a round of them.

    Args:
        on: The day, and of a round its last.
        percent: The pillar's percent, or None where there is too little to score.
        since: The first day of a round; otherwise the same as `on`.
        digest: What it rests on, as `Score.digest` says; points that differ in it are never compared.
            None for a point from elsewhere, for which the caller answers.
        step: By how much the percent moves when one answer moves by the least that it can, in percent points,
            where that is known.
        reliability: How reliable this percent is by a norm of the pack, over two occasions where the norm has such
            a coefficient; None without a norm that holds for it.
    """

    on: date
    percent: float | None = attrs.field(repr=False)
    since: date = attrs.Factory(lambda self: self.on, takes_self=True)  # a field, made by a function
    digest: str | None = None
    step: float | None = attrs.field(default=None, repr=False)
    reliability: Reliability | None = None


@attrs.frozen
class Round(Record):
    """A round of a pillar's questions that is not complete yet.

    Args:
        since: The day of its first check-in.
        on: The day of its last check-in.
        asked: How many of the questions that take turns it has asked.
        of: How many there are.
    """

    since: date
    on: date
    asked: int
    of: int


@attrs.frozen
class History(Record):
    """A person's results of one form and perspective, by date.

    Args:
        form: The form's id.
        perspective: Whose behaviour was asked about.
        pillars: Pillar to its points, oldest first. All points of a pillar can be compared.
        rounds: Pillar to the round that its next point waits for, where one has begun.
        cut_off: Pillar to the days of check-ins that asked other questions of it than the newest one
            does, or by another rule, and so are in none of its points.
        left_out: Days of results of this form and perspective that belong to another catalogue or were scored by
            other rules.
    """

    form: str
    perspective: Perspective
    pillars: Mapping[str, tuple[Point, ...]] = attrs.field(repr=False)
    rounds: Mapping[str, Round]
    cut_off: Mapping[str, tuple[date, ...]]
    left_out: tuple[date, ...]


_RESULTS = "give a list of what score returned"


@sealed
def history(
    results: Iterable[Result], *, form: str | None = None, perspective: str | Perspective | None = None
) -> History:
    """Put a person's results in order, as points that can be compared.

    Args:
        results: The results, in any order; those of one day in the order in which they came about.
        form: The id of the form that is wanted. It may be left out where all results are of one form.
        perspective: Whose behaviour was asked about. It may be left out where all results are of one perspective.

    Returns:
        The points of each pillar that the newest result has, what is not yet a point, and what cannot be one.

    Raises:
        InvalidValue: When something else than a result is among them, there are no such results, or they are of
            several forms or perspectives and nothing says which is wanted.

    >>> from datetime import date
    >>> import intimacy_kit as ik
    >>> checkin = ik.draw(ik.load(), form="standard", seed="couple-42")
    >>> answers = {question.item_id: 3 for question in checkin.questions}
    >>> days = date(2026, 10, 26), date(2026, 11, 23)
    >>> series = history([ik.score(checkin.answer(answers, on=day)) for day in days])
    >>> [point.on.isoformat() for point in series.pillars["time"]]
    ['2026-10-26', '2026-11-23']
    """
    expect(Iterable, results, "results", _RESULTS)
    listed = tuple(results)
    expect_each(Result, enumerate(listed), "results", _RESULTS)
    problems: list[Problem] = []
    view = None if perspective is None else member(Perspective, perspective, "perspective", problems)
    if problems:
        raise InvalidValue(problems)
    series = [one for one in listed if form in (None, one.form) and view in (None, one.perspective)]
    series.sort(key=lambda one: one.on)  # the sort is stable, which keeps the order of a day
    if not series:
        raise InvalidValue([Problem("empty-history", "there are no such results", "give at least one", ("results",))])
    for name in ("form", "perspective"):
        kinds: set[str] = {getattr(one, name) for one in series}
        if len(kinds) > 1:
            message = f"the results differ in their {name}: {', '.join(sorted(kinds))}"
            problems.append(Problem("mixed-check-ins", message, f"say which {name} is wanted", (name,)))
    if problems:
        raise InvalidValue(problems)
    newest = series[-1]
    comparable = [result for result in series if _of_one_kind(result, newest)]
    pillars: dict[str, tuple[Point, ...]] = {}
    rounds: dict[str, Round] = {}
    cut_off: dict[str, tuple[date, ...]] = {}
    for pillar, last in newest.scores.items():
        scored = [(result.on, result.scores[pillar]) for result in comparable if pillar in result.scores]
        alike = [(on, score) for on, score in scored if score.digest == last.digest]
        if len(alike) < len(scored):
            cut_off[pillar] = tuple(on for on, score in scored if score.digest != last.digest)
        if last.turn is None:
            pillars[pillar] = tuple(
                Point(on, score.percent, digest=score.digest, step=score.step, reliability=_retest(score))
                for on, score in alike
            )
            continue
        turns = [_Part(on, score, score.turn) for on, score in alike if score.turn is not None and score.turn.items]
        complete, begun = _in_rounds(turns)
        pillars[pillar] = tuple(map(_pool, complete))
        if begun:
            on, asked = max(part.on for part in begun), sum(len(part.own) for part in begun)
            rounds[pillar] = Round(begun[0].on, on, asked, begun[0].turn.of)
    left_out = tuple(result.on for result in series if not _of_one_kind(result, newest))
    return History(newest.form, newest.perspective, FrozenMap(pillars), FrozenMap(rounds), FrozenMap(cut_off), left_out)


def _of_one_kind(one: Result, other: Result) -> bool:
    return (one.catalogue, one.scoring_version) == (other.catalogue, other.scoring_version)


@attrs.frozen
class _Part:
    """What one check-in adds to a round."""

    on: date
    score: Score
    turn: Turn

    @property
    def own(self) -> frozenset[str]:
        return frozenset(self.turn.items)


def _in_rounds(parts: Iterable[_Part]) -> tuple[list[list[_Part]], list[_Part]]:
    """Return the complete rounds, in the order of their last days, and the one that the next point waits for.

    A check-in goes into the first round that has not asked any of its
    questions. Once a round is complete, older ones that are not are given up:
    what would complete them would come too late.
    """
    complete: list[list[_Part]] = []
    begun: list[tuple[set[str], list[_Part]]] = []
    for part in parts:
        at = next((i for i, (asked, _) in enumerate(begun) if not asked & part.own), len(begun))
        if at == len(begun):
            begun.append((set(), []))
        asked, here = begun[at]
        asked |= part.own
        here.append(part)
        if len(asked) == part.turn.of:
            complete.append(here)
            del begun[: at + 1]
    return complete, begun[0][1] if begun else []


def _pool(parts: list[_Part]) -> Point:
    """Return a round as a point: integers all the way, and one division at the end."""
    turn = parts[0].turn
    needed = answers_needed(sum(part.score.asked for part in parts), turn.min_answered)
    total, most = sum(part.turn.total for part in parts), sum(part.turn.most for part in parts)
    on, since, digest = parts[-1].on, parts[0].on, parts[0].score.digest
    if sum(part.score.answered for part in parts) < needed:
        return Point(on, None, since, digest, None, _retest(parts[-1].score))
    steps = (part.score.step * part.turn.most for part in parts if part.score.step is not None)
    return Point(on, 100 * total / most, since, digest, min(steps, default=100) / most, _retest(parts[-1].score))


def _retest(score: Score) -> Reliability | None:
    """Return the reliability that the norms of the pack bring for changes of a score."""
    return reliability_of(score.norms, ReliabilityKind.RETEST, in_turn=True)
