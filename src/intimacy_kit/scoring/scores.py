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
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from math import gcd

import attrs

from intimacy_kit._html import card, table
from intimacy_kit._sealed import sealed
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import Record
from intimacy_kit.checkin.answers import Answer
from intimacy_kit.checkin.checkin import Response
from intimacy_kit.content.vocabulary import Missing, Perspective, Role
from intimacy_kit.errors import Problem, UnknownId
from intimacy_kit.scoring.reliability import Band, Reliability, band
from intimacy_kit.scoring_key import Asked, ScoringKey, answers_needed

SCORING_VERSION = 1
"""Raised whenever the same answers could give another score."""


class Reason(enum.StrEnum):
    """Why a score has no percent."""

    TOO_FEW_ANSWERS = "too-few-answers"
    NOT_ASKED = "not-asked"


@attrs.frozen
class Turn(Record):
    """What a form that asks its questions in turn asked of a pillar on one occasion, so that a round can be added up.

    The percent of several occasions together is 100 times their totals over
    their mosts. It holds no more than a percent and a count do.

    Args:
        items: Ids of the items asked this time of those that take turns.
        of: How many take turns; a round asks each of them once.
        total: What the answered items add up to, in whole units.
        most: What they could add up to at most.
        min_answered: The part of the items asked that has to be answered.
    """

    items: tuple[str, ...]
    of: int
    total: int = attrs.field(repr=False)
    most: int = attrs.field(repr=False)
    min_answered: Fraction


@attrs.frozen(slots=False)  # a frozen value fills a dict twice as fast as slots, and each check-in makes many of these
class Score(Record):
    """One pillar's score from one check-in. Its repr shows nothing that depends on the answers.

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
        digest: What the score depends on besides the answers: its items with revision, keying, scale and
            weight, the missing rule and the perspective. Scores of one pillar and one digest can be compared.
        step: By how much the percent moves when one answer moves by the least that it can, in percent points, or None
            where there is no percent.
        turn: What this occasion adds to a round, or None where the form asks the same of the pillar each time.
        band: The range of the percent, or None; there is one only with a reliability that was supplied.
        effective: How many answers of one weight it is worth: the weights of its answers, added up and
            divided by the largest of them, rounded down. Where all count alike, `answered`.
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
    digest: str
    step: float | None = attrs.field(default=None, repr=False)
    turn: Turn | None = None
    band: Band | None = attrs.field(default=None, repr=False)
    effective: int = attrs.field(default=0, repr=False)


@attrs.frozen(slots=False)
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

    It holds no answers, so it can be stored and cached without them; `explain` takes the response.
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

    def comparable_with(self, other: "Result") -> list[Problem]:
        """Return every reason why two results cannot be compared; none where they can.

        Args:
            other: Another result, of the same or of another person.
        """
        remedy = "give two results of the same kind, such as the same form from the same perspective"
        differing = {field for field, _, _ in _OF_ONE_KIND if getattr(self, field) != getattr(other, field)}
        if differing & {"catalogue", "form"}:
            differing.discard("digest")  # another form has another key, and was not changed
        return [Problem(code, message, remedy, (field,)) for field, message, code in _OF_ONE_KIND if field in differing]

    def _repr_html_(self) -> str:
        """Return what was asked for a notebook, and not what came of it: notebooks are kept and passed on."""
        rows = [[score.pillar, str(score.asked), str(score.needed)] for score in self]
        facts = f"{self.form}, {self.perspective.value}, {self.on.isoformat()}"
        how = "Nothing of the answers is shown here; intimacy_kit.reports.report and figure show the scores."
        return card("Result", facts, table(["Pillar", "Asked", "Needed"], rows), how)


_OF_ONE_KIND = (
    ("catalogue", "the check-ins belong to different catalogues", "wrong-catalogue"),
    ("perspective", "the check-ins ask about different people", "mixed-check-ins"),
    ("form", "the check-ins are of different forms", "mixed-check-ins"),
    ("digest", "the form was changed between the check-ins", "form-changed"),
    ("scoring_version", "the check-ins were scored by different rules", "mixed-check-ins"),
)
"""What two results have to share to be compared, with what to say and the code where they don't."""


@sealed
def score(response: Response, *, reliability: Mapping[str, Reliability] | None = None) -> Result:
    """Score a response.

    Args:
        response: What one person answered.
        reliability: Pillar to the reliability that was found for its percent, to put a band around it.
            It must have been found for this form and perspective. Nothing is assumed without it.

    Returns:
        A score for each pillar of the form, and apart from these a score for
        each pillar that the form has felt items of. Choice and sentinel items
        are never scored.

    Raises:
        UnknownId: When a reliability is given for a pillar that the catalogue does not have.
    """
    checkin = response.checkin
    key = checkin.key
    for pillar in reliability or ():
        if pillar not in key.pillars:
            raise UnknownId("pillar", pillar, key.pillars)
    scores: dict[str, Score] = {}
    felt: dict[str, Score] = {}
    for asked in checkin.asked:
        pillar = asked.subscale.pillar
        if asked.subscale.role is Role.SCORED:
            known = reliability.get(pillar) if reliability else None
            scores[pillar] = _score(asked, key, response.answers, known)
        else:
            felt[pillar] = _score(asked, key, response.answers, None)
    return Result(
        catalogue=key.catalogue,
        version=key.version,
        form=key.form,
        digest=key.digest,
        perspective=checkin.perspective,
        on=response.on,
        scores=FrozenMap(scores),
        felt=FrozenMap(felt),
    )


def _score(asking: Asked, key: ScoringKey, answers: Mapping[str, Answer], reliability: Reliability | None) -> Score:
    subscale = asking.subscale
    total = step = weight = heaviest = answered = declined = absent = blank = not_asked = 0
    for term in subscale.terms:
        answer = answers.get(term.item, Missing.NOT_ASKED)
        if type(answer) is int:
            total += term.share(answer)
            step = gcd(step, term.sign)
            weight += term.weight
            heaviest = max(heaviest, term.weight)
            answered += 1
        elif answer is Missing.NOT_ASKED:
            not_asked += 1
        elif answer is Missing.DECLINED:
            declined += 1
        elif answer is Missing.DID_NOT_COME_UP:
            absent += 1
        else:
            blank += 1
    asked = len(subscale.terms) - not_asked
    needed = answers_needed(asked, key.min_answered)
    reason = None
    if not asked:
        reason = Reason.NOT_ASKED
    elif answered < needed:
        reason = Reason.TOO_FEW_ANSWERS
    percent = subscale.percent(total, weight) if reason is None else None
    return Score(
        subscale.pillar,
        percent,
        subscale.mean(total, weight) if reason is None else None,
        answered,
        asked,
        needed,
        declined,
        absent,
        blank,
        not_asked,
        reason,
        asking.digest,
        subscale.percent(step, weight) if reason is None else None,
        Turn(asking.in_turn, asking.turns, total, weight * subscale.unit, key.min_answered) if asking.turns else None,
        band(percent, reliability) if reliability and percent is not None else None,
        weight // heaviest if heaviest else 0,
    )
