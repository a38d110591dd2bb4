"""Scores as FHIR Observations."""

from collections.abc import Iterator
from typing import Any

from intimacy_kit._sealed import sealed
from intimacy_kit.content.vocabulary import Role
from intimacy_kit.interop.fhir.names import (
    ABSENT,
    BASE_URL,
    PERCENT,
    POINTS,
    SURVEY,
    check_base,
    score_concept,
    score_system,
    subject_of,
)
from intimacy_kit.scoring.result import Reason, Result, Score

_REASONS = {Reason.NOT_ASKED: "not-asked", Reason.TOO_FEW_ANSWERS: "unknown"}


@sealed
def observations(
    result: Result, *, subject: str | None = None, derived_from: str | None = None, base_url: str = BASE_URL
) -> list[dict[str, Any]]:
    """Return the scores as Observations, which R4 and R5 write alike: first scored, then felt.

    Args:
        result: What `score` returned.
        subject: A reference to who answered, such as `Patient/7`.
        derived_from: A reference to the QuestionnaireResponse that was scored.
        base_url: As for `export_form`.

    Returns:
        One resource for each score, whose value is the percent. Where there is no percent, it says why. Components
        hold what the percent rests on; the mean, the sum and the value as the score's rule reads it where it has them;
        and the band around the percent where a reliability was supplied. The level interprets that value and names the
        source that it is from.

    Raises:
        InvalidValue: When the base URL cannot be used.
    """
    base = check_base(base_url)
    system = score_system(base, result.catalogue, result.form, result.perspective)
    edition = f"{result.version}-{result.digest}"
    scores = [(Role.SCORED, each) for each in result.scores.values()]
    scores += [(Role.FELT, each) for each in result.felt.values()]
    from_ = {} if derived_from is None else {"derivedFrom": [{"reference": derived_from}]}
    return [
        {
            "resourceType": "Observation",
            "status": "final",
            "category": [SURVEY],
            "code": score_concept(system, edition, role, score.id, result.perspective),
            **subject_of(subject),
            "effectiveDateTime": result.on.isoformat(),
            **_percent(score, system),
            **from_,
            "component": list(_components(score, system)),
        }
        for role, score in scores
    ]


def _percent(score: Score, system: str) -> dict[str, Any]:
    """Return the value of an Observation, or why it has none."""
    if score.reason is None:
        return {"valueQuantity": {"value": score.percent, **PERCENT}}
    codings = [
        {"system": ABSENT, "code": _REASONS[score.reason]},
        {"system": system, "code": score.reason.value},
    ]
    return {"dataAbsentReason": {"coding": codings}}


def _components(score: Score, system: str) -> Iterator[dict[str, Any]]:
    """Yield what the percent rests on, and the other readings of the score."""
    for name in ("answered", "asked", "needed"):
        yield {**_code(name, system), "valueInteger": getattr(score, name)}
    for name in ("mean", "sum", "value"):
        number = getattr(score, name)
        if number is not None:
            levels = _levels(score) if name == "value" else []
            said = {"interpretation": levels} if levels else {}
            yield {**_code(name, system), "valueQuantity": {"value": number, **POINTS}, **said}
    if score.band is not None:
        ends = {end: {"value": getattr(score.band, end), **PERCENT} for end in ("low", "high")}
        yield {**_code("band", system), "valueRange": ends}


def _code(name: str, system: str) -> dict[str, Any]:
    return {"code": {"coding": [{"system": system, "code": name}]}}


def _levels(score: Score) -> list[dict[str, str]]:
    """Return the levels that the value belongs to, each with the id of its source."""
    levels = [] if score.level is None else [score.level]
    levels += [f"{group}: {level}" for group, level in score.group_levels.items()]
    return [{"text": f"{level} ({score.level_source})"} for level in levels]
