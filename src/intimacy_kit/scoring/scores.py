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
from collections.abc import Iterator, Mapping
from datetime import date

import attrs

from intimacy_kit._html import card, table
from intimacy_kit._sealed import sealed
from intimacy_kit._values.fields import between, is_text
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import Record
from intimacy_kit.checkin.checkin import Answer, Asked, Response
from intimacy_kit.content.vocabulary import Keying, Missing, Perspective, Role
from intimacy_kit.errors import InvalidValue, Problem, UnknownId
from intimacy_kit.scoring_key import KeyedItem

__all__ = [
    "CONFIDENCE",
    "SCORING_VERSION",
    "Band",
    "Overall",
    "Reason",
    "Reliability",
    "Result",
    "Score",
    "explain",
    "overall",
    "score",
]

SCORING_VERSION = 1
"""Raised whenever the same answers could give another score."""

CONFIDENCE = 0.95
"""The confidence of a band and of the smallest detectable change."""

_Z = 1.959963984540054  # the two-sided 95 % point of the standard normal distribution


@attrs.frozen
class Reliability(Record):
    """How reliable a pillar's percent was found to be in a sample. It is supplied, never assumed.

    Args:
        coefficient: The reliability coefficient, from 0 to 1.
        name: Which coefficient, such as `Cronbach's alpha`.
        n: How many people it rests on, from 2.
        sd: Their standard deviation, in percent points, above 0.
        source: Where it was reported, such as a DOI.
        population: Who these people were.
        on: When they answered.
    """

    coefficient: float
    name: str = attrs.field(validator=is_text)
    n: int = attrs.field(validator=between(2, 10**9))
    sd: float
    source: str = attrs.field(validator=is_text)
    population: str = attrs.field(validator=is_text)
    on: date

    def __attrs_post_init__(self) -> None:
        problems: list[Problem] = []
        if not 0 <= self.coefficient <= 1:
            message = "a reliability lies between 0 and 1"
            problems.append(Problem("bad-number", message, "give the coefficient as reported", ("coefficient",)))
        if not 0 < self.sd < math.inf:
            message = "a standard deviation is a number above 0"
            problems.append(Problem("bad-number", message, "give that of the percents", ("sd",)))
        if problems:
            raise InvalidValue(problems)

    @property
    def sem(self) -> float:
        """The standard error of measurement, in percent points: SD · √(1 - r) (Lord and Novick, 1968)."""
        return self.sd * math.sqrt(1 - self.coefficient)

    @property
    def smallest_detectable_change(self) -> float:
        """The smallest change beyond measurement error at 95 %, in percent points: 1.96 · √2 · SEM.

        Source: Jacobson and Truax (1991), doi:10.1037/0022-006X.59.1.12, whose
        reliable change index divides a change by √2 · SEM.
        """
        return _Z * math.sqrt(2) * self.sem


@attrs.frozen
class Band(Record):
    """The range within which a percent lies with 95 % confidence, given a supplied reliability.

    Args:
        low: The lower end, in percent, from 0.
        high: The upper end, in percent, to 100.
        reliability: What it rests on.
    """

    low: float = attrs.field(repr=False)
    high: float = attrs.field(repr=False)
    reliability: Reliability


class Reason(enum.StrEnum):
    """Why a score has no percent."""

    TOO_FEW_ANSWERS = "too-few-answers"
    NOT_ASKED = "not-asked"


@attrs.frozen(slots=False)  # a frozen value fills a dict twice as fast as slots, and each check-in makes many of these
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
        band: The range of the percent, or None; there is one only with a reliability that was supplied.
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
    band: Band | None = attrs.field(default=None, repr=False)


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
        response: The answers, for `explain`; they do not go into `to_dict`, and two results compare without them.

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
    response: Response | None = attrs.field(default=None, repr=False, eq=False, metadata={"private": True})

    def __getitem__(self, pillar: str) -> Score:
        try:
            return self.scores[pillar]
        except KeyError:
            raise UnknownId("pillar in this result", pillar, self.scores) from None

    def __iter__(self) -> Iterator[Score]:
        return iter(self.scores.values())

    def _repr_html_(self) -> str:
        """Return what was asked for a notebook, and not what came of it: notebooks are kept and passed on."""
        rows = [[score.pillar, str(score.asked), str(score.needed)] for score in self]
        facts = f"{self.form}, {self.perspective.value}, {self.on.isoformat()}"
        how = "Nothing of the answers is shown here; intimacy_kit.reports.report and figure show the scores."
        return card("Result", facts, table(["Pillar", "Asked", "Needed"], rows), how)


@attrs.frozen
class Overall(Record):
    """One number for a whole check-in. No evidence yet supports one; `caution` has what to say with it.

    Args:
        percent: The plain mean of the pillars' percents, 0 to 100, or None where no pillar has one.
        pillars: How many pillars have a percent.
        of: How many pillars were asked about.
    """

    percent: float | None = attrs.field(repr=False)
    pillars: int = attrs.field(repr=False)
    of: int


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
        subscale = asked.subscale
        if subscale.role is Role.SCORED:
            known = reliability.get(subscale.pillar) if reliability else None
            scores[subscale.pillar] = _score(asked, response.stored, known)
        else:
            felt[subscale.pillar] = _score(asked, response.stored, None)
    return Result(
        catalogue=key.catalogue,
        version=key.version,
        form=key.form,
        digest=key.digest,
        perspective=checkin.perspective,
        on=response.on,
        scores=FrozenMap(scores),
        felt=FrozenMap(felt),
        response=response,
    )


@sealed
def overall(result: Result) -> Overall:
    """Return the plain mean of the pillar percents that exist; show it with its `caution` or not at all.

    Args:
        result: The scores of one check-in. Felt scores do not enter.
    """
    percents = [score.percent for score in result if score.percent is not None]
    mean = math.fsum(percents) / len(percents) if percents else None
    return Overall(mean, len(percents), sum(score.asked > 0 for score in result))


@sealed
def explain(result: Result, item: str | None = None) -> str:
    """Return how the scores came about, as text that a person can check with a pencil. It shows their answers.

    Args:
        result: What `score` returned; one that was stored and read back has no answers any more.
        item: The id of an item, to explain that one alone.

    Raises:
        InvalidValue: When the result has no answers.
        UnknownId: When the form does not score that item.
    """
    if result.response is None:
        message = "the result has no answers"
        raise InvalidValue([Problem("wrong-kind", message, "score the response again", ("result",))])
    answers = result.response.answers
    key = result.response.checkin.key
    lines: list[str] = []
    for subscale in key.subscales:
        terms = [term for term in subscale.terms if item in (None, term[0])]
        score = (result.scores if subscale.role is Role.SCORED else result.felt)[subscale.pillar]
        if terms:
            answered = f"{score.answered} of {score.asked} answered, {score.needed} needed"
            lines.append(f"{subscale.pillar} ({subscale.role.value}): {answered}")
            for id, base, sign, weight in terms:
                answer = answers.get(id, Missing.NOT_ASKED)
                share = (
                    "" if isinstance(answer, Missing) else f"; adds {base + sign * answer} of {weight * subscale.unit}"
                )
                lines.append(f"  {_explained(key.by_id[id], answer)}{share}")
            lines += [f"  {line}" for line in _summed(score, subscale.unit, subscale.terms, answers) if item is None]
    if not lines:
        raise UnknownId("scored item in this form", str(item), [id for each in key.subscales for id, *_ in each.terms])
    return "\n".join(lines)


def _score(asked: Asked, stored: tuple[Answer, ...], reliability: Reliability | None) -> Score:
    subscale = asked.subscale
    total = weight = answered = declined = absent = 0
    for place, base, sign, item_weight in asked.terms:
        answer = stored[place]
        if type(answer) is int:
            total += base + sign * answer
            weight += item_weight
            answered += 1
        elif answer is Missing.DECLINED:
            declined += 1
        elif answer is Missing.DID_NOT_COME_UP:
            absent += 1
    count = len(asked.terms)
    percent: float | None = None
    mean: float | None = None
    band: Band | None = None
    reason: Reason | None = None
    if not count:
        reason = Reason.NOT_ASKED
    elif answered < asked.needed:
        reason = Reason.TOO_FEW_ANSWERS
    else:
        percent = 100 * total / (weight * subscale.unit)
        mean = None if subscale.low is None else (subscale.low * weight + total) / weight
        band = _band(percent, reliability) if reliability else None
    return Score(
        subscale.pillar,
        percent,
        mean,
        answered,
        count,
        asked.needed,
        declined,
        absent,
        count - answered - declined - absent,
        len(subscale.terms) - count,
        reason,
        band,
    )


def _band(percent: float, reliability: Reliability) -> Band:
    margin = _Z * reliability.sem
    return Band(max(0.0, percent - margin), min(100.0, percent + margin), reliability)


def _explained(item: KeyedItem, answer: Answer) -> str:
    if isinstance(answer, Missing):
        return f"{item.id}: no value ({answer.value})"
    turned = "" if item.keying is Keying.FORWARD else f", reverse-keyed {item.low} + {item.high} - {answer}"
    times = "" if item.weight == 1 else f", counted {item.weight} times"
    return f"{item.id}: {answer}{turned} = {item.keyed(answer)} on a scale from {item.low} to {item.high}{times}"


def _summed(
    score: Score, unit: int, terms: tuple[tuple[str, int, int, int], ...], answers: Mapping[str, Answer]
) -> list[str]:
    """Return the sum of a subscale as one line, and what is known of its precision as another."""
    if score.percent is None:
        return []
    total = weight = 0
    for id, base, sign, item_weight in terms:
        answer = answers.get(id)
        if isinstance(answer, int):
            total += base + sign * answer
            weight += item_weight
    precision = "no band, since no reliability was supplied"
    if score.band is not None:
        band, known = score.band, score.band.reliability
        precision = f"with {known.name} {known.coefficient} ({known.source}): {band.low:.1f} to {band.high:.1f}"
    return [f"100 * {total} / ({weight} * {unit}) = {score.percent:.4g}; {precision}"]
