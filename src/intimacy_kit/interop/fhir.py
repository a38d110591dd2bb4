"""A check-in as a FHIR Questionnaire, its answers in and out, and scores as Observations.

Releases R4 and R5. Scores are FHIRPath expressions of the Structured Data
Capture guide, which add up the weights on the answer options, so reverse
keying and the weights of items need no code. They equal `score` to the last
digit in an engine that divides as IEEE doubles do. All codes are in code
systems of our own; no score claims to be one that somebody else has defined.

The identity of the check-in is in the canonical URL of the Questionnaire and
its version, which whatever fills it in copies into the QuestionnaireResponse.
It has the seed in it: use a pseudonym.

What is lost, always:

*   How long an answer took.
*   Why there is no score, in the Questionnaire; an Observation says it.
*   Bands, and how many questions were declined, did not come up, were left blank or not asked.
*   That a title or a label of a choice has fallen back to another language; of a question it is told.

What is lost with some forms is in the export's `losses`.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

import attrs

from intimacy_kit._plain import structure
from intimacy_kit._sealed import sealed
from intimacy_kit.catalogue import Catalogue
from intimacy_kit.checkin import CheckIn, Response
from intimacy_kit.errors import InvalidResponse, Problem
from intimacy_kit.interop._fhir_form import coding, losses, questionnaire
from intimacy_kit.interop._fhir_names import (
    BASE_URL,
    Release,
    answer_system,
    canonical,
    checked_base,
    checked_release,
    no_answer_system,
    read_canonical,
    score_name,
    score_system,
)
from intimacy_kit.interop._shared import Export, answered, same_questions
from intimacy_kit.scoring import Reason, Result, Score
from intimacy_kit.words import Role

__all__ = ["BASE_URL", "Release", "export_form", "export_response", "import_response", "observations"]

MOST_ITEMS = 2_000
"""A document with more items than this is none of ours, and is not gone through."""

_FINISHED = ("completed", "amended", "stopped")
_MODIFIERS = ("modifierExtension", "implicitRules")
_VALUE = re.compile(r"0|-?[1-9][0-9]{0,6}")
_TIME = re.compile(r"(T[0-9:.]{5,20}(Z|[+-][0-9]{2}:[0-9]{2})?)?")
_SCORE = re.compile(r"(score|felt)_.*", re.DOTALL)
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

    Scores in it are not read: `score` gives them again. A time of day is left
    out, so the day is the one that the person's own clock showed.

    Args:
        catalogue: The catalogue that the check-in was drawn from.
        document: The resource, as read from its JSON.

    Raises:
        FormChanged: When the form has changed since it was exported.
        InvalidResponse: Listing every problem at once. No message holds an answer.
    """
    problems: list[Problem] = []
    entries = _entries(document, problems)
    day = _day(entries, problems)
    found = _identity(entries, problems)
    read = _Reading(*(found or (None, {})), problems)
    for i, item in enumerate(_items(entries, problems)):
        read.item(item, ("item", i))
    if found is None:
        raise InvalidResponse(problems)
    try:
        return answered(
            catalogue, {**read.own, "on": str(day)}, read.answers, places=read.places, problems=read.problems
        )
    except InvalidResponse as error:
        raise type(error)(_placed(each, read.own) for each in error.problems) from None


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
    return {"dataAbsentReason": {"coding": codings, "text": score.why}}


# Reading a QuestionnaireResponse -----------------------------------------------


@attrs.define(repr=False)
class _Reading:
    """The answers of a document as they are found, item by item."""

    base: str | None
    own: dict[str, Any]
    problems: list[Problem]
    answers: dict[str, Any] = attrs.field(factory=dict[str, Any])
    places: dict[str, tuple[str | int, ...]] = attrs.field(factory=dict[str, tuple[str | int, ...]])

    def item(self, item: Any, path: tuple[str | int, ...]) -> None:
        """Take up an item, or note what is wrong with it."""
        if not isinstance(item, Mapping):
            return self.note("wrong-kind", "the item is not an object", path)
        entries = cast(Mapping[str, Any], item)
        id = entries.get("linkId")
        if not isinstance(id, str):
            return self.note("not-this-format", "the item has no linkId", path)
        if _SCORE.fullmatch(id):
            return None
        if id in self.places:
            return self.note("repeated-answer", "the question is answered twice", path, "keep one of the answers")
        self.places[id] = (*path, "answer", 0)
        self.foreign(entries, path)
        given = entries.get("answer", [])
        if not isinstance(given, list):
            return self.note("wrong-kind", "this should be a list", (*path, "answer"))
        answers = cast(list[Any], given)
        if len(answers) > 1:
            message, remedy = "the question is answered twice", "keep one of the answers"
            return self.note("repeated-answer", message, (*path, "answer", 1), remedy)
        self.answers[id] = self.answer(id, answers[0], self.places[id]) if answers else None
        return None

    def answer(self, id: str, answer: Any, path: tuple[str | int, ...]) -> "int | str | None":
        """Return a value, a code, or None for an answer that was noted as wrong."""
        entries = cast(Mapping[str, Any], answer) if isinstance(answer, Mapping) else {}
        self.foreign(entries, path)
        picked = entries.get("valueCoding")
        code = cast(Mapping[str, Any], picked).get("code") if isinstance(picked, Mapping) else None
        if not isinstance(code, str):
            return self.note("wrong-type", "the answer is not a Coding with a code", path, "take one of the options")
        system = cast(Mapping[str, Any], picked).get("system")
        value = _VALUE.fullmatch(code)
        if self.base is not None and system is not None:
            known = answer_system(self.base, self.own["catalogue"], id) if value else no_answer_system(self.base)
            if system != known:
                message = "the code is of another system than those of the question's options"
                return self.note("not-offered", message, (*path, "valueCoding", "system"), "take one of the options")
        return int(code) if value else code

    def foreign(self, entries: Mapping[str, Any], path: tuple[str | int, ...]) -> None:
        """Note what would change the meaning of an answer, or be left out."""
        for key in (*_MODIFIERS, "item"):
            if key in entries:
                self.note("unknown-key", "an exported check-in has nothing like this", (*path, key), "leave it out")

    def note(self, code: str, message: str, path: tuple[str | int, ...], remedy: str = "") -> None:
        """Note a problem."""
        self.problems.append(Problem(code, message, remedy, path))


def _entries(document: Any, problems: list[Problem]) -> Mapping[str, Any]:
    """Return the entries of a finished QuestionnaireResponse, noting what else it is."""
    remedy = "give a QuestionnaireResponse, as read from its JSON"
    if not isinstance(document, Mapping):
        raise InvalidResponse([Problem("not-this-format", "the document is not an object", remedy)])
    entries = cast(Mapping[str, Any], document)
    if entries.get("resourceType") != "QuestionnaireResponse":
        message = "the document is not a QuestionnaireResponse"
        raise InvalidResponse([Problem("not-this-format", message, remedy, ("resourceType",))])
    if entries.get("status") not in _FINISHED:
        message = "the answers are not finished, or were entered in error"
        remedy = f"give those with the status {', '.join(_FINISHED)}"
        problems.append(Problem("bad-choice", message, remedy, ("status",)))
    for key in _MODIFIERS:
        if key in entries:
            message = "this may change what the document means, and is not understood"
            problems.append(Problem("unknown-key", message, "leave it out", (key,)))
    return entries


def _day(entries: Mapping[str, Any], problems: list[Problem]) -> date:
    """Return the day of the answers; where there is none, any, so that the answers are looked at all the same."""
    authored = entries.get("authored")
    text = authored if isinstance(authored, str) else ""
    if not _TIME.fullmatch(text[10:]):
        text = ""
    noted = len(problems)
    day: date = structure(date, text[:10], ("authored",), problems)
    return day if len(problems) == noted else date.min


def _identity(entries: Mapping[str, Any], problems: list[Problem]) -> tuple[str, dict[str, Any]] | None:
    """Return the base and the identity in the canonical URL."""
    text = entries.get("questionnaire")
    found = read_canonical(text) if isinstance(text, str) else None
    if found is None:
        message = "this is no exported check-in with its version"
        remedy = "give url|version of the exported Questionnaire"
        problems.append(Problem("not-this-format", message, remedy, ("questionnaire",)))
    return found


def _items(entries: Mapping[str, Any], problems: list[Problem]) -> list[Any]:
    """Return the items, or none where there are far too many."""
    items = entries.get("item", [])
    if not isinstance(items, list):
        problems.append(Problem("wrong-kind", "this should be a list", path=("item",)))
        return []
    found = cast(list[Any], items)
    if len(found) > MOST_ITEMS:
        message = f"there are more than {MOST_ITEMS} items"
        problems.append(Problem("not-this-format", message, "give one person's answers", ("item",)))
        return []
    return found


def _placed(problem: Problem, own: Mapping[str, Any]) -> Problem:
    """Return a problem with the check-in itself with the place of the canonical URL."""
    return attrs.evolve(problem, path=("questionnaire",)) if problem.path[:1] and problem.path[0] in own else problem
