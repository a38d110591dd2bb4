"""Next steps: what is already going well, then a few practices that fit, each with its reason.

The ranking is deterministic. It starts from the pillars with the most room by
the person's own answers, takes one practice from each, and looks at nothing
but this result and what the person asked for. A pillar without a score is
"not enough answers", never "low".
"""

from collections.abc import Collection, Iterable

import attrs

from intimacy_kit._plain import Record
from intimacy_kit.catalogue import Catalogue
from intimacy_kit.content import Evidence, Practice
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.scoring import Result, Score
from intimacy_kit.words import Distance, Fit, Gate, Keying, Mode

__all__ = ["Plan", "Step", "recommend"]

MOST_STEPS = 3
"""A plan has no more steps than this; a week has only so many evenings."""

_FIT_ORDER = (Fit.TESTED, Fit.ADAPTED, Fit.EXTRAPOLATED)
_AIMS = {Keying.FORWARD: "aims at more of “{item}”", Keying.REVERSE: "aims at less of “{item}”"}
_EVIDENCE = {
    Fit.TESTED: "was tested, or something very close to it, by {source}",
    Fit.ADAPTED: "is adapted from what {source} studied",
    Fit.EXTRAPOLATED: "goes beyond what {source} studied",
}
_REASON = "{pillar} stands at {percent} of 100 by your answers; this practice {because}."


@attrs.frozen
class Step(Record):
    """One practice for the coming weeks.

    Args:
        practice: The practice's id.
        title: Its name.
        pillar: The pillar that it belongs to.
        minutes: What it takes in a week, in minutes.
        reason: Why it is here, in one sentence.
        moves: Ids of the items that it is meant to shift.
        evidence: Its nearest source, with its fit, or None.
    """

    practice: str
    title: str
    pillar: str
    minutes: int
    reason: str
    moves: tuple[str, ...]
    evidence: Evidence | None


@attrs.frozen
class Plan(Record):
    """What goes well, and what to try next.

    Args:
        going_well: Pillars with the highest score; empty unless two pillars or more have one.
        steps: One to three practices, or none where nothing fits.
        not_enough_answers: Pillars that were asked about but have no score.
        minutes_per_week: The time that was asked for, in minutes.
    """

    going_well: tuple[str, ...]
    steps: tuple[Step, ...]
    not_enough_answers: tuple[str, ...]
    minutes_per_week: int


def recommend(
    catalogue: Catalogue,
    result: Result,
    *,
    minutes_per_week: int = 60,
    mode: str | Mode | None = None,
    apart: bool = False,
    opened: Collection[Gate] = (),
    exclude: Collection[str] = (),
) -> Plan:
    """Return next steps for one person.

    Args:
        catalogue: Where the practices come from.
        result: The person's scores.
        minutes_per_week: How much time all steps together may take, in minutes, from 1.
        mode: `solo`, `together` or `async`, to have only such practices.
        apart: Whether the partners are apart, so that only what works then is wanted.
        opened: The gates that the person has opened; all others stay shut.
        exclude: Ids of practices or pillars that are not wanted.

    Returns:
        The plan. The same arguments always give the same plan.

    Raises:
        InvalidValue: When the minutes or the mode make no sense.
    """
    wanted_mode = _mode(mode)
    if type(minutes_per_week) is not int or minutes_per_week < 1:
        raise InvalidValue(
            [Problem("bad-number", "minutes_per_week is a whole number from 1", "", ("minutes_per_week",))]
        )
    fitting = [
        practice
        for practice in catalogue.practices.values()
        if not {practice.id, practice.pillar} & set(exclude)
        and set(practice.gates) <= set(opened)
        and wanted_mode in (None, practice.mode)
        and not (apart and practice.distance is Distance.NO)
    ]
    steps: list[Step] = []
    left = minutes_per_week
    going_well = _going_well(_scored(result))
    for score in sorted(_scored(result), key=_percent):
        if score.pillar in going_well:
            continue
        if len(steps) == MOST_STEPS:
            break
        here = sorted((each for each in fitting if each.pillar == score.pillar), key=_nearness)
        chosen = next((each for each in here if _weekly_minutes(each) <= left), None)
        if chosen is not None:
            steps.append(_step(catalogue, chosen, score))
            left -= _weekly_minutes(chosen)
    return Plan(
        going_well=going_well,
        steps=tuple(steps),
        not_enough_answers=tuple(score.pillar for score in result if score.percent is None and score.asked),
        minutes_per_week=minutes_per_week,
    )


def _mode(mode: str | Mode | None) -> Mode | None:
    try:
        return None if mode is None else Mode(mode)
    except ValueError:
        words = ", ".join(each.value for each in Mode)
        raise InvalidValue(
            [Problem("bad-choice", "there is no such mode", f"it is one of {words}", ("mode",))]
        ) from None


def _scored(result: Result) -> list[Score]:
    return [score for score in result if score.percent is not None]


def _percent(score: Score) -> float:
    return -1.0 if score.percent is None else score.percent


def _going_well(scores: Iterable[Score]) -> tuple[str, ...]:
    percents = {score.pillar: _percent(score) for score in scores}
    if len(set(percents.values())) < 2:
        return ()
    return tuple(pillar for pillar, percent in percents.items() if percent == max(percents.values()))


def _nearness(practice: Practice) -> tuple[int, int, str]:
    """Order practices of one pillar: the nearest evidence first, then the shorter, then by id."""
    best = _nearest(practice)
    return (len(_FIT_ORDER) if best is None else _FIT_ORDER.index(best.fit), _weekly_minutes(practice), practice.id)


def _nearest(practice: Practice) -> Evidence | None:
    return min(practice.evidence, key=lambda each: _FIT_ORDER.index(each.fit), default=None)


def _weekly_minutes(practice: Practice) -> int:
    return practice.minutes * practice.cadence.times_a_week


def _step(catalogue: Catalogue, practice: Practice, score: Score) -> Step:
    evidence = _nearest(practice)
    return Step(
        practice=practice.id,
        title=practice.title,
        pillar=practice.pillar,
        minutes=_weekly_minutes(practice),
        reason=_reason(catalogue, practice, score, evidence),
        moves=practice.moves,
        evidence=evidence,
    )


def _reason(catalogue: Catalogue, practice: Practice, score: Score, evidence: Evidence | None) -> str:
    because: list[str] = []
    if practice.moves:
        item = catalogue.items[practice.moves[0]]
        because.append(_AIMS[item.keying].format(item=item.text.self_))
    if evidence:
        because.append(_EVIDENCE[evidence.fit].format(source=catalogue.sources[evidence.source].citation))
    return _REASON.format(
        pillar=catalogue.pillars[practice.pillar].title,
        percent=round(_percent(score)),
        because=" and ".join(because) or "belongs to it",
    )
