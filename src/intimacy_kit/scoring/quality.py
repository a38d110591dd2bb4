"""Notes on how a check-in was answered. They describe; they never drop, correct or accuse.

They look at the scored and felt items only, as `score_frame(quality=True)` does.

Somebody who answers "often" ten times in a row may have had ten such weeks.
Indices that need a sample to compare with are not here: one person has none.
"""

import itertools
import math
import statistics
from collections.abc import Iterable, Mapping, Sequence

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.record import Record
from intimacy_kit.checkin.answers import Answer
from intimacy_kit.checkin.checkin import Response
from intimacy_kit.content.vocabulary import Keying, Missing, Role
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.scoring_key.subscale import Subscale
from intimacy_kit.scoring_key.term import Term


@attrs.frozen
class Quality(Record):
    """What can be said of one response, each part None where it cannot be said. Its repr shows nothing of it.

    Args:
        asked: How many scored and felt items were asked.
        missing: The part of them that has no value, 0 to 1; None where none was asked.
        long_string: The longest run of one and the same answer, in the order shown;
            a question without a value ends a run.
        spread: The standard deviation (n - 1) of the answers as given, in units of the
            scale; None below two answers or where scales differ.
        even_odd: The consistency of the halves of the pillars, -1 to 1, positive where
            consistent; None below three pillars with both halves, or without variance.
        opposites: How far answers to reverse-keyed items, reversed, lie from the forward ones of
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
    key = response.checkin.key
    asked = {
        id: answer
        for id, answer in response.answers.items()
        if id in key.scored and not (isinstance(answer, Missing) and not answer.counts_as_asked)
    }
    values = [None if isinstance(answer, Missing) else answer for answer in asked.values()]
    scales = {(key.scored[id].values, key.scored[id].range) for id in asked}
    parts = [key.scored[id].parts(answer) for id, answer in asked.items() if not isinstance(answer, Missing)]
    (per_unit,) = {key.scored[id].per_unit for id in asked} if len(scales) == 1 else {1}
    halves = [half for subscale in _scored(key) if (half := _halves(subscale, asked))]
    opposites = [far for subscale in _scored(key) if (far := _opposites(subscale, key, asked)) is not None]
    times = [taken for id, taken in response.seconds.items() if id in asked]
    return Quality(
        asked=len(values),
        missing=1 - len(parts) / len(values) if values else None,
        long_string=long_string(values),
        spread=spread(parts, per_unit=per_unit) if len(scales) == 1 else None,
        even_odd=even_odd([half for half, _ in halves], [half for _, half in halves]),
        opposites=statistics.fmean(opposites) if opposites else None,
        seconds=statistics.median(times) if times else None,
    )


@sealed
def long_string(values: Sequence[int | float | None]) -> int | None:
    """Return the length of the longest run of one value, or None where there is no value.

    Args:
        values: The answers in the order shown, as given, with None for a gap, which ends a run.

    Source: Johnson (2005), doi:10.1016/j.jrp.2004.09.009.

    >>> long_string([1, 2, 2, 2, None, 2])
    3
    """
    return max((len(list(run)) for value, run in itertools.groupby(values) if value is not None), default=None)


@sealed
def spread(values: Sequence[int], *, per_unit: int = 1) -> float | None:
    """Return the standard deviation (n - 1) of one person's answers, or None below two.

    Args:
        values: The answers as given, as whole numbers of parts.
        per_unit: How many parts a unit of the scale has.

    Source: Dunn, Heggestad, Shanock and Theilgard (2018), doi:10.1007/s10869-016-9479-0,
    who call it intra-individual response variability.
    """
    n = len(values)
    if n < 2:
        return None
    total, squares = sum(values), sum(value * value for value in values)
    deviation = math.sqrt((n * squares - total * total) / (n * (n - 1)))  # integers up to one division, as in tables
    return deviation / per_unit


@sealed
def even_odd(even: Sequence[float], odd: Sequence[float]) -> float | None:
    """Return the even-odd consistency: the correlation of two halves, stepped up to full length.

    Positive means consistent. Some software returns it with its sign reversed.

    Args:
        even: For each pillar the mean of one half of its items, reversed where reverse-keyed.
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


def _scored(key: ScoringKey) -> list[Subscale]:
    return [subscale for subscale in key.subscales if subscale.role is Role.SCORED]


def _places(subscale: Subscale, terms: Iterable[Term], answers: Mapping[str, Answer]) -> list[float]:
    """Return for each answered item its keyed answer as a percent of its range."""
    return [
        subscale.percent(term.share(answer), term.span)
        for term in terms
        if not isinstance(answer := answers.get(term.item, Missing.NOT_ASKED), Missing)
    ]


def _halves(subscale: Subscale, answers: Mapping[str, Answer]) -> tuple[float, float] | None:
    """Return the means of the first, third, … and of the second, fourth, … item asked, or None without both."""
    asked = [term for term in subscale.terms if term.item in answers]
    parts = [_places(subscale, asked[start::2], answers) for start in (0, 1)]
    return (statistics.fmean(parts[0]), statistics.fmean(parts[1])) if all(parts) else None


def _opposites(subscale: Subscale, key: ScoringKey, answers: Mapping[str, Answer]) -> float | None:
    """Return how far the means of the forward and of the reverse-keyed items lie apart, or None without both."""
    sides = [
        _places(subscale, [term for term in subscale.terms if key.by_id[term.item].keying is keying], answers)
        for keying in Keying
    ]
    return math.fabs(statistics.fmean(sides[0]) - statistics.fmean(sides[1])) if all(sides) else None
