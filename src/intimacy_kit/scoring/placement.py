"""Where a score stands in the populations of the norms that a pack brings, or why a norm does not hold for it."""

import enum
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

import attrs

from intimacy_kit._values.record import Record
from intimacy_kit.checkin.checkin import Response
from intimacy_kit.content.norm import Norm
from intimacy_kit.content.vocabulary import Reading, ReliabilityKind
from intimacy_kit.scoring.reliability import Reliability
from intimacy_kit.scoring_key.asked import Asked
from intimacy_kit.scoring_key.subscale import Subscale


class Misfit(enum.StrEnum):
    """Why a norm does not hold for a score.

    `other-digest`: it was made on other items, revisions, keys or rules, or from the other perspective.
    `in-turn`: this check-in asks only a part of the items, and others in turn; a whole round of them may be compared.
    `other-language`: its people were asked in another language than that of one of these questions.
    `expired`: it is too old, as it says itself.
    """

    OTHER_DIGEST = "other-digest"
    IN_TURN = "in-turn"
    OTHER_LANGUAGE = "other-language"
    EXPIRED = "expired"


@attrs.frozen
class Placement(Record):
    """Where a score stands by one norm. Whoever shows a number of it shows population, n, year and source beside it.

    Args:
        norm: The norm's id.
        group: For whom it is, or None for everybody of the population.
        population: Who was asked, in the pack's own language.
        n: How many people that were.
        on: When they were asked.
        source: The id of the source that reports it.
        misfit: Why it does not hold for this score, so that there are no numbers, or None.
        t: The T score, or None.
        percentile: The part, in percent, of these people who lie below, or None.
        value: What its table reads in place of the value, or None.
        reliabilities: What it says of the precision of the percent, which bands and changes take.
    """

    norm: str
    group: str | None
    population: str
    n: int
    on: date
    source: str
    misfit: Misfit | None
    t: float | None = attrs.field(default=None, repr=False)
    percentile: float | None = attrs.field(default=None, repr=False)
    value: float | None = attrs.field(default=None, repr=False)
    reliabilities: tuple[Reliability, ...] = ()


def placements(
    asked: Asked, response: Response, value: float | None, *, whole: bool, group_values: Mapping[str, float]
) -> tuple[Placement, ...]:
    """Return where a score stands by each norm of it, those that do not hold for it with the reason.

    Args:
        asked: What the check-in asks of the score.
        response: The response.
        value: The value of the score.
        whole: Whether enough was asked for what holds of complete answers alone.
        group_values: What the tables of its norms read.
    """
    found: list[Placement] = []
    for norm in (each for each in response.checkin.key.norms if each.of == asked.subscale.id):
        misfit = _misfit(norm, asked, response)
        holds = misfit is None and value is not None and whole
        found.append(
            Placement(
                norm.id,
                norm.group,
                str(norm.population),
                norm.n,
                norm.on,
                norm.source,
                misfit,
                norm.t(value) if holds and value is not None else None,
                norm.percentile(value) if holds and value is not None else None,
                group_values.get(str(norm.group)) if holds and norm.table else None,
                _reliabilities(norm, asked.subscale) if misfit in (None, Misfit.IN_TURN) else (),
            )
        )
    return tuple(found)


def reliability_of(norms: Iterable[Placement], kind: ReliabilityKind, *, in_turn: bool = False) -> Reliability | None:
    """Return the reliability that norms bring for a score: the first of a kind, or else the first; None without any.

    Args:
        norms: Where the score stands.
        kind: Which error it should know of.
        in_turn: Whether norms count that hold for a round of check-ins only.
    """
    usable = [each for each in norms if each.misfit is None or (in_turn and each.misfit is Misfit.IN_TURN)]
    found = [one for each in usable if each.group is None for one in each.reliabilities]
    return next((one for one in found if one.kind is kind), next(iter(found), None))


def _misfit(norm: Norm, asked: Asked, response: Response) -> Misfit | None:
    if norm.digest != asked.digest:
        return Misfit.OTHER_DIGEST
    own = (each for each in response.checkin.questions if each.item_id in asked.subscale.rests_on)
    if any(each.locale != norm.locale for each in own):
        return Misfit.OTHER_LANGUAGE
    if response.on > norm.until:
        return Misfit.EXPIRED
    return Misfit.IN_TURN if asked.turns else None


def _reliabilities(norm: Norm, subscale: Subscale) -> tuple[Reliability, ...]:
    """Return the reliabilities of a norm for the percent, where its values are the percent or lie on a line with it."""
    per_value = percents_per_value(subscale)
    if norm.mean is None or norm.sd is None or per_value is None:
        return ()
    scale, low = per_value
    return tuple(
        Reliability(
            coefficient=float(each.value),
            name=each.name,
            n=each.n or norm.n,
            sd=float(norm.sd * scale),
            source=norm.source,
            population=str(norm.population),
            on=norm.on,
            kind=each.kind,
            mean=float((norm.mean - low) * scale),
        )
        for each in norm.reliabilities
    )


def percents_per_value(subscale: Subscale) -> tuple[Fraction, Fraction] | None:
    """Return how many percent points one unit of a score's value is, and the value at 0 percent.

    Args:
        subscale: The score.

    Returns:
        None where the value does not lie on a line with the percent.
    """
    bent = (subscale.entries, subscale.operand, subscale.cycle)
    if subscale.reading.is_extreme or any(each is not None for each in bent):
        return None
    if subscale.reading is Reading.PERCENT or subscale.per_point is None:
        low, span = Fraction(0), Fraction(100)
    else:
        by = subscale.per_point
        by *= 1 if subscale.reading is Reading.SUM else sum(term.weight for term in subscale.members)
        low = Fraction(sum(term.low for term in subscale.members), by)
        span = Fraction(sum(term.span for term in subscale.members), by)
    return 100 / (span * subscale.factor), low * subscale.factor + subscale.plus
