"""A check-in as a FHIR Questionnaire, its answers in and out, and scores as Observations.

Releases R4 and R5. Scores are FHIRPath expressions of the Structured Data
Capture guide, which add up the weights on the answer options, so reverse
keying and the weights of items need no code. They equal `score` to the last
digit where the engine divides as IEEE doubles do, as fhirpath.js does. All
codes are in code systems of our own; no score claims to be one that somebody
else has defined.

The identity of the check-in is in the canonical URL of the Questionnaire and
its version, which whatever fills it in copies into the QuestionnaireResponse.
It has the seed in it: use a pseudonym.

What is lost, always:

*   How long an answer took.
*   Why there is no score, in the Questionnaire; an Observation says it.
*   Means, bands, and how many questions were declined, did not come up, were left blank or not asked.
*   That a title or a label of a choice has fallen back to another language; of a question it is told.

What is lost with some forms is in the export's `losses`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit.checkin.checkin import CheckIn, Response
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.vocabulary import Role
from intimacy_kit.errors import InvalidResponse, Problem
from intimacy_kit.interop._shared import Export, answered, same_questions
from intimacy_kit.interop.fhir.names import (
    BASE_URL,
    Release,
    canonical,
    checked_base,
    checked_release,
    score_name,
    score_system,
)
from intimacy_kit.interop.fhir.questionnaire import coding, losses, questionnaire
from intimacy_kit.interop.fhir.response import read_response
from intimacy_kit.scoring.scores import Reason, Result, Score

__all__ = ["BASE_URL", "Release", "export_form", "export_response", "import_response", "observations"]

_REASONS = {Reason.NOT_ASKED: "not-asked", Reason.TOO_FEW_ANSWERS: "unknown"}
_HL7 = "http://terminology.hl7.org/CodeSystem"


def export_form(
    checkin: CheckIn, *, translations: Iterable[CheckIn] = (), release: Release = "R4", base_url: str = BASE_URL
) -> Export:
    """Return a check-in as a Questionnaire with its scores.

    Args:
        checkin: The check-in; its language is that of the Questionnaire.
        translations: The same check-in, drawn from catalogues in other languages.
        release: The release of FHIR.
        base_url: Where canonical URLs and code systems begin.

    Returns:
        An export whose document is the Questionnaire, with what it could not hold.

    Raises:
        InvalidValue: When a translation is of another check-in, two are in one
            language, or the release or the base URL cannot be used.
    """
    checked_release(release)
    base = checked_base(base_url)
    return Export(questionnaire(same_questions(checkin, translations), release, base), losses(checkin))


@sealed
def export_response(response: Response, *, subject: str | None = None, base_url: str = BASE_URL) -> dict[str, Any]:
    """Return a response as a QuestionnaireResponse, which R4 and R5 write alike.

    Args:
        response: What one person answered.
        subject: A reference to who answered, such as `Patient/7`.
        base_url: As for `export_form`.

    Raises:
        InvalidValue: When the base URL cannot be used.
    """
    base = checked_base(base_url)
    checkin = response.checkin
    items: list[dict[str, Any]] = []
    for question, answer in zip(checkin.questions, response.stored, strict=True):
        item: dict[str, Any] = {"linkId": question.item_id, "text": str(question.text)}
        for choice in question.choices:
            if choice.answer == answer:
                item["answer"] = [{"valueCoding": coding(checkin, question.item_id, choice, base)}]
        items.append(item)
    return {
        "resourceType": "QuestionnaireResponse",
        "language": checkin.locale,
        "questionnaire": "|".join(canonical(checkin, base)),
        "status": "completed",
        **_about(subject),
        "authored": response.on.isoformat(),
        "item": items,
    }


@sealed
def import_response(catalogue: Catalogue, document: Mapping[str, Any]) -> Response:
    """Return the response that a QuestionnaireResponse holds, of R4 or R5.

    Scores in it are not read: `score` gives them again. The time of day in
    ``authored`` is left out; the day is that of the time zone it is written in.

    Args:
        catalogue: The catalogue that the check-in was drawn from.
        document: The resource, as read from its JSON.

    Raises:
        FormChanged: When the form has changed since it was exported.
        InvalidResponse: Listing every problem at once. No message holds an answer.
    """
    found = read_response(document)
    try:
        return answered(catalogue, found.stored, found.answers, places=found.places, problems=found.problems)
    except InvalidResponse as error:
        raise type(error)(_told(each, found.stored) for each in error.problems) from None


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
        One resource for each score. Where there is no percent, it says why.

    Raises:
        InvalidValue: When the base URL cannot be used.
    """
    base = checked_base(base_url)
    system = score_system(base, result.catalogue, result.form, result.perspective)
    every = [(Role.SCORED, each) for each in result.scores.values()]
    every += [(Role.FELT, each) for each in result.felt.values()]
    from_ = {} if derived_from is None else {"derivedFrom": [{"reference": derived_from}]}
    return [
        {
            "resourceType": "Observation",
            "status": "final",
            "category": [{"coding": [{"system": f"{_HL7}/observation-category", "code": "survey"}]}],
            "code": {
                "coding": [
                    {
                        "system": system,
                        "version": f"{result.version}-{result.digest}",
                        "code": score_name(role, score.pillar),
                    }
                ],
                "text": f"{score.pillar} ({role.value}, {result.perspective.value})",
            },
            **_about(subject),
            "effectiveDateTime": result.on.isoformat(),
            **_percent(score, system),
            **from_,
            "component": [
                {"code": {"coding": [{"system": system, "code": code}]}, "valueInteger": count}
                for code, count in (("answered", score.answered), ("asked", score.asked), ("needed", score.needed))
            ],
        }
        for role, score in every
    ]


def _told(problem: Problem, stored: Mapping[str, Any]) -> Problem:
    """Return a problem as one of the document: the canonical URL names the check-in, and answers are options."""
    if problem.path[0] in stored:
        return attrs.evolve(problem, path=("questionnaire",))
    if problem.code == "wrong-type":
        message, remedy = "the answer is none of the question's options", "give the Coding of one, as it is"
        return attrs.evolve(problem, message=message, remedy=remedy)
    return problem


def _about(subject: str | None) -> dict[str, Any]:
    return {} if subject is None else {"subject": {"reference": subject}}


def _percent(score: Score, system: str) -> dict[str, Any]:
    """Return the value of an Observation, or why it has none."""
    if score.reason is None:
        unit = {"unit": "%", "system": "http://unitsofmeasure.org", "code": "%"}
        return {"valueQuantity": {"value": score.percent, **unit}}
    codings = [
        {"system": f"{_HL7}/data-absent-reason", "code": _REASONS[score.reason]},
        {"system": system, "code": score.reason.value},
    ]
    return {"dataAbsentReason": {"coding": codings}}
