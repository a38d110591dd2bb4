"""Scores from a response: integers all the way, and one division at the end.

For the answered items of a pillar, with keyed values *x* on a scale from *low*
to *high* and integer weights *w*,

    percent = 100 · Σ w·(x − low) / (high − low) / Σ w

is brought to one integer numerator and one integer denominator before the
only division. So every engine that has integers and IEEE doubles gets the same
bits. Reverse-keyed values are low + high − value. The percent is a place on
the answer range; it says nothing of how other people answer.
"""

import enum
import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

import attrs

from intimacy_kit._frozen import FrozenMap
from intimacy_kit._plain import Record
from intimacy_kit._sealed import sealed
from intimacy_kit.checkin import Answer, Response
from intimacy_kit.errors import UnknownId
from intimacy_kit.key import KeyedItem
from intimacy_kit.words import Missing, Perspective, Role

__all__ = ["SCORING_VERSION", "Reason", "Result", "Score", "answers_needed", "score"]

SCORING_VERSION = 1
"""Raised whenever the same answers could give another score."""


class Reason(enum.Enum):
    """Why a score has no percent."""

    TOO_FEW_ANSWERS = "too-few-answers"
    NOT_ASKED = "not-asked"


@attrs.frozen
class Score(Record):
    """One pillar's score from one check-in. Its repr shows nothing that hangs on the answers.

    Args:
        pillar: The pillar's id.
        percent: The place on the answer range, 0 to 100, or None with a reason.
        mean: The mean keyed answer in units of the scale, or None where there is
            no percent or the items do not share one range.
        answered: How many of its items have a value.
        asked: How many of its items were asked.
        needed: How many answers a score takes.
        declined: How many were answered with "prefer not to say".
        did_not_come_up: How many were answered with "did not come up".
        blank: How many were left blank.
        not_asked: How many items of the form were not asked this time.
        reason: Why there is no percent, or None.
    """

    pillar: str
    percent: float | None = attrs.field(repr=False)  # a score of one question is its answer
    mean: float | None = attrs.field(repr=False)
    answered: int = attrs.field(repr=False)
    asked: int
    needed: int
    declined: int = attrs.field(repr=False)
    did_not_come_up: int = attrs.field(repr=False)
    blank: int = attrs.field(repr=False)
    not_asked: int
    reason: Reason | None = attrs.field(repr=False)

    @property
    def why(self) -> str:
        """A sentence on what the score rests on, or on why there is none."""
        if self.reason is Reason.NOT_ASKED:
            return "Not asked this time."
        if self.reason is Reason.TOO_FEW_ANSWERS:
            return f"Not enough answers: {self.answered} of {self.asked} given, {self.needed} needed."
        return f"{self.answered} of {self.asked} answered."


@attrs.frozen
class Result(Record):
    """The scores of one check-in.

    Args:
        catalogue: The id of the pack.
        version: The version of its content.
        form: The form's id.
        digest: The digest of the scoring key.
        perspective: Whose behaviour was asked about.
        on: The day of the answers.
        scores: Pillar to score, from the scored items.
        felt: Pillar to score, from the felt items; apart, because how it felt is an outcome.
        scoring_version: Which rules gave the scores.

    ``result["listening"]`` is short for ``result.scores["listening"]``.
    """

    catalogue: str
    version: str
    form: str
    digest: str
    perspective: Perspective
    on: date
    scores: Mapping[str, Score]
    felt: Mapping[str, Score]
    scoring_version: int = SCORING_VERSION

    def __getitem__(self, pillar: str) -> Score:
        try:
            return self.scores[pillar]
        except KeyError:
            raise UnknownId("pillar in this result", pillar, self.scores) from None

    def __iter__(self) -> Iterator[Score]:
        return iter(self.scores.values())


@sealed
def score(response: Response) -> Result:
    """Score a response.

    Args:
        response: What one person answered.

    Returns:
        A score for each pillar of the form, and apart from these a score for
        each pillar that the form has felt items of. Choice and sentinel items
        are never scored.
    """
    key = response.checkin.key
    answers = response.answers
    scores: dict[Role, dict[str, list[tuple[KeyedItem, Answer]]]] = {Role.SCORED: {}, Role.FELT: {}}
    for item in key.items:
        if item.role in scores:
            answer = answers.get(item.id, Missing.NOT_ASKED)
            scores[item.role].setdefault(item.pillar, []).append((item, answer))
    scored, felt = (
        FrozenMap({pillar: _score(pillar, rows, key.min_answered) for pillar, rows in scores[role].items()})
        for role in (Role.SCORED, Role.FELT)
    )
    return Result(
        catalogue=key.catalogue,
        version=key.version,
        form=key.form,
        digest=key.digest,
        perspective=response.checkin.perspective,
        on=response.on,
        scores=scored,
        felt=felt,
    )


def answers_needed(asked: int, min_answered: Fraction) -> int:
    """Return how many answers a score takes: the smallest whole number not below the fraction, and at least one.

    Args:
        asked: How many items were asked, from 0.
        min_answered: The part that has to be answered, from 0 to 1.
    """
    return max(1, math.ceil(min_answered * asked))


def _score(pillar: str, rows: Iterable[tuple[KeyedItem, Answer]], min_answered: Fraction) -> Score:
    given: list[tuple[KeyedItem, int]] = []
    gaps = dict.fromkeys(Missing, 0)
    for item, answer in rows:
        if isinstance(answer, Missing):
            gaps[answer] += 1
        else:
            given.append((item, item.keyed(answer)))
    answered = len(given)
    asked = answered + sum(gaps.values()) - gaps[Missing.NOT_ASKED]
    needed = answers_needed(asked, min_answered)
    reason = Reason.NOT_ASKED if asked == 0 else Reason.TOO_FEW_ANSWERS if answered < needed else None
    percent, mean = (None, None) if reason else _percent_and_mean(given)
    return Score(
        pillar=pillar,
        percent=percent,
        mean=mean,
        answered=answered,
        asked=asked,
        needed=needed,
        declined=gaps[Missing.DECLINED],
        did_not_come_up=gaps[Missing.DID_NOT_COME_UP],
        blank=gaps[Missing.BLANK],
        not_asked=gaps[Missing.NOT_ASKED],
        reason=reason,
    )


def _percent_and_mean(given: list[tuple[KeyedItem, int]]) -> tuple[float, float | None]:
    """Return percent and mean of keyed values; each is one division of two integers."""
    ranges = {(item.low, item.high) for item, _ in given}
    weight = sum(item.weight for item, _ in given)
    unit = math.lcm(*(high - low for low, high in ranges))
    total = sum(item.weight * (x - item.low) * (unit // (item.high - item.low)) for item, x in given)
    percent = 100 * total / (weight * unit)
    mean = sum(item.weight * x for item, x in given) / weight if len(ranges) == 1 else None
    return percent, mean
