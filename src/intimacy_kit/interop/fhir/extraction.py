"""What has a server turn the scores of a response into Observations: `$extract` of the Structured Data Capture guide.

By observation, an item says the code of its Observation, and the rest is for the server. By template, the Observation
is in the Questionnaire as it is to be, with FHIRPath in the places of what is not known yet.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias, get_args

from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.interop._features import Feature, losses_of
from intimacy_kit.interop._form import Form
from intimacy_kit.interop.fhir.names import (
    ABSENT,
    PERCENT,
    POINTS,
    SURVEY,
    score_code,
    score_concept,
    score_system,
)
from intimacy_kit.scoring.result import Reason

Extraction: TypeAlias = Literal["observation", "template"]
"""The ways of the guide in which a Questionnaire can say what to extract."""

_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire"


def check_extraction(extract: str | None) -> None:
    """Refuse a way of extracting that is not one of ours.

    Args:
        extract: What was asked for; None for nothing.

    Raises:
        InvalidValue: When a Questionnaire cannot say it.
    """
    known = get_args(Extraction)
    if extract is not None and extract not in known:
        remedy = f"it is one of {', '.join(known)}, or nothing"
        raise InvalidValue([Problem("bad-choice", "this is no way of extracting Observations", remedy, ("extract",))])


def with_extraction(document: Mapping[str, Any], form: Form, base: str, extract: Extraction) -> dict[str, Any]:
    """Return a Questionnaire that says which Observations its scores become.

    Args:
        document: The Questionnaire.
        form: The form that it is of.
        base: What `check_base` gave.
        extract: The way of extracting.
    """
    key, perspective = form.checkin.key, form.checkin.perspective
    system = score_system(base, key.catalogue, key.form, perspective)
    concepts = {
        score_code(role, id): score_concept(system, f"{key.version}-{key.digest}", role, id, perspective)
        for role, id in ((score.subscale.role, score.subscale.id) for score in form.scores)
    }
    unasked = losses_of(form.checkin, Feature.ASKED)  # then nobody knows here why there is no score
    reasons = [(ABSENT, "unknown"), *([] if unasked else [(system, Reason.TOO_FEW_ANSWERS.value)])]
    links = {item["linkId"] for item in document["item"]}
    items: list[dict[str, Any]] = []
    templates: list[dict[str, Any]] = []
    for item in document["item"]:
        link = item["linkId"]
        if link not in concepts:
            items.append(item)
        elif extract == "observation":
            items.append(_by_observation(item, concepts[link]))
        else:
            id = f"observation-{len(templates) + 1}"
            value = f"value_{link}" if f"value_{link}" in links else None
            template = _template(concepts[link], reasons, value, system)
            templates.append({"resourceType": "Observation", "id": id, **template})
            items.append(_by_template(item, id))
    return {**document, **({"contained": templates} if templates else {}), "item": items}


def _by_observation(item: dict[str, Any], concept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the item of a score with the code of its Observation."""
    more = [
        {"url": f"{_SDC}-observationExtract", "valueBoolean": True},
        {"url": f"{_SDC}-observation-extract-category", "valueCodeableConcept": SURVEY},
    ]
    return {**item, "extension": [*item["extension"], *more], "code": concept["coding"]}


def _by_template(item: dict[str, Any], id: str) -> dict[str, Any]:
    """Return the item of a score with a reference to the Observation that it becomes."""
    template = {"url": "template", "valueReference": {"reference": f"#{id}"}}
    return {**item, "extension": [*item["extension"], {"url": f"{_SDC}-templateExtract", "extension": [template]}]}


def _template(
    concept: Mapping[str, Any], reasons: Iterable[tuple[str, str]], value: str | None, system: str
) -> dict[str, Any]:
    """Return an Observation with FHIRPath for what is not known yet, seen from the item that holds the percent.

    Where FHIRPath gives nothing there is no such element. So there is a value, or the reason why it is missing.
    """
    missing = "where(answer.empty())"
    found: dict[str, Any] = {
        "status": "final",
        "category": [SURVEY],
        "code": concept,
        "subject": {"_reference": _value("%resource.subject.reference")},
        "_effectiveDateTime": _value("%resource.authored"),
        "valueQuantity": _quantity("answer.value", PERCENT),
        "dataAbsentReason": {"coding": [_written(missing, system=a, code=b) for a, b in reasons]},
        "derivedFrom": [{"_reference": _value("%resource.id.select('QuestionnaireResponse/' + $this)")}],
    }
    if value is not None:
        answered = f"%resource.item.where(linkId = '{value}').answer.value"
        coding = _written(answered, system=system, code="value")
        found["component"] = [{"code": {"coding": [coding]}, "valueQuantity": _quantity(answered, POINTS)}]
    return found


def _quantity(number: str, unit: Mapping[str, str]) -> dict[str, Any]:
    """Return a quantity with its unit, where there is a number."""
    return {"_value": _value(number), **_written(number, **unit)}


def _written(there: str, **elements: str) -> dict[str, Any]:
    """Return elements that have these texts where something is there."""
    return {f"_{name}": _value(f"{there}.select('{text}')") for name, text in elements.items()}


def _value(expression: str) -> dict[str, Any]:
    """Return what stands beside an element whose value FHIRPath gives."""
    return {"extension": [{"url": f"{_SDC}-templateExtractValue", "valueString": expression}]}
