"""Notes on how a check-in was answered. They describe; they never drop, correct or accuse.

Somebody who answers "often" ten times in a row may have had ten such weeks.
Indices that need a sample to compare with are not here: one person has none.
"""

import itertools
import math
import statistics
from collections.abc import Sequence

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.record import Record
from intimacy_kit.checkin.checkin import Response
from intimacy_kit.content.vocabulary import Keying, Role

__all__ = ["Quality", "even_odd", "long_string", "quality", "spread"]


@attrs.frozen
class Quality(Record):
    """What can be said of one response, each part None where it cannot be said. Its repr shows nothing of it.

    Args:
        asked: How many questions were asked.
        missing: The part of them that has no value, 0 to 1.
        long_string: The longest run of one and the same answer, in the order shown;
            a question without a value ends a run.
        spread: The standard deviation (n - 1) of all answers as given, in units of the
            scale; None below two answers or where scales differ.
        even_odd: The consistency of the halves of the pillars, -1 to 1, positive where
            consistent; None below three pillars with both halves, or without variance.
        opposites: How far answers to reverse-keyed items, turned round, lie from the forward ones of
            the same pillar, on average over the pillars, in percent points from 0; None where no pillar has both.
        seconds: The median time for a question, in seconds; None where no times were given.
    """

    asked: int
    missing: float | None = attrs.field(repr=False)
    long_string: int | None = attrs.field(repr=False)
    spread: float | None = attrs.field(repr=False)
    even_odd: float | None = attrs.field(repr=False)
    opposites: float | None = attrs.field(repr=False)
    seconds: float | None = attrs.field(repr=False)


@sealed
def quality(response: Response) -> Quality:
    """Describe how one check-in was answered.

    Args:
        response: What the person answered.

    >>> import datetime
    >>> import intimacy_kit as ik
    >>> from intimacy_kit.scoring.quality import quality
    >>> checkin = ik.draw(ik.load(), form="standard", seed="s")
    >>> same = checkin.answer({q.item_id: 3 for q in checkin.questions}, on=datetime.date(2026, 11, 23))
    >>> note = quality(same)
    >>> note.long_string, note.spread
    (28, 0.0)
    """
    values = [each if isinstance(each, int) else None for each in response.stored]
    given = [value for value in values if value is not None]
    items = response.checkin.key.by_id
    scales = {items[question.item_id].values for question in response.checkin.questions}
    halves = _halves(response)
    times = [taken for taken in response.seconds if taken is not None]
    return Quality(
        asked=len(values),
        missing=1 - len(given) / len(values),
        long_string=long_string(values),
        spread=spread(given) if len(scales) == 1 else None,
        even_odd=even_odd([half for half, _ in halves], [half for _, half in halves]),
        opposites=_opposites(response),
        seconds=statistics.median(times) if times else None,
    )


def long_string(values: Sequence[int | None]) -> int | None:
    """Return the length of the longest run of one value, or None where there is no value.

    Args:
        values: The answers in the order shown, as given, with None for a gap, which ends a run.

    Source: Johnson (2005), doi:10.1016/j.jrp.2004.09.009.

    >>> long_string([1, 2, 2, 2, None, 2])
    3
    """
    return max((len(list(run)) for value, run in itertools.groupby(values) if value is not None), default=None)


def spread(values: Sequence[int]) -> float | None:
    """Return the standard deviation (n - 1) of one person's answers, or None below two.

    Args:
        values: The answers as given.

    Source: Dunn, Heggestad, Shanock and Theilgard (2018), doi:10.1007/s10869-016-9479-0,
    who call it intra-individual response variability.
    """
    return statistics.stdev(values) if len(values) > 1 else None


def even_odd(even: Sequence[float], odd: Sequence[float]) -> float | None:
    """Return the even-odd consistency: the correlation of two halves, stepped up to full length.

    Positive means consistent. Some software returns it with its sign turned round.

    Args:
        even: For each pillar the mean of one half of its items, turned round where reverse-keyed.
        odd: The mean of the other half.

    Returns:
        The correlation r stepped up by Spearman and Brown to 2r / (1 + r), at least -1;
        None below three pillars or where a half has no variance.

    Source: Johnson (2005), doi:10.1016/j.jrp.2004.09.009.
    """
    if len(even) < 3:
        return None
    try:
        r = statistics.correlation(even, odd)
    except statistics.StatisticsError:
        return None
    return -1.0 if r <= -1 / 3 else min(1.0, 2 * r / (1 + r))


def _halves(response: Response) -> list[tuple[float, float]]:
    """Return for each pillar the means of its first, third, … and of its second, fourth, … scored item, 0 to 1."""
    halves: list[tuple[float, float]] = []
    for asked in response.checkin.asked:
        if asked.subscale.role is Role.SCORED:
            parts: tuple[list[float], list[float]] = ([], [])
            for i, (place, base, sign, weight) in enumerate(asked.terms):
                answer = response.stored[place]
                if isinstance(answer, int):
                    parts[i % 2].append((base + sign * answer) / (weight * asked.subscale.unit))
            if parts[0] and parts[1]:
                halves.append((statistics.fmean(parts[0]), statistics.fmean(parts[1])))
    return halves


def _opposites(response: Response) -> float | None:
    items = response.checkin.key.by_id
    answers = response.answers
    distances: list[float] = []
    for subscale in response.checkin.key.subscales:
        sides: dict[Keying, list[float]] = {Keying.FORWARD: [], Keying.REVERSE: []}
        for id, base, sign, weight in subscale.terms:
            answer = answers.get(id)
            if subscale.role is Role.SCORED and isinstance(answer, int):
                sides[items[id].keying].append(100 * (base + sign * answer) / (weight * subscale.unit))
        if all(sides.values()):
            forward, reverse = map(statistics.fmean, sides.values())
            distances.append(math.fabs(forward - reverse))
    return statistics.fmean(distances) if distances else None
