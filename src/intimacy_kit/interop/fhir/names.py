"""The names that FHIR documents of a check-in carry: canonical URLs, code systems and link ids."""

import re
from typing import Any, Literal, TypeAlias, get_args

from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.checkin.identity import decode, encode
from intimacy_kit.content.vocabulary import Perspective, Role
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.interop._form import pages_of

BASE_URL = "https://intimacy-kit.example/fhir"
"""Where canonical URLs begin unless an application names a place of its own; nothing answers there."""

CHECK_IN = "check_in"
"""The link id of the item that says which check-in it is; no id of an item has an underscore in it."""

GROUP = "page_"
"""What the link id of a group of questions begins with."""

Release: TypeAlias = Literal["R4", "R5"]
"""The releases of FHIR in which a form can be written."""

PERCENT = {"unit": "%", "system": "http://unitsofmeasure.org", "code": "%"}
"""The unit of a percent."""

POINTS = {"unit": "points", "system": "http://unitsofmeasure.org", "code": "{score}"}
"""The unit of any other reading of a score."""

ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
"""The code system of why an Observation has no value."""

SURVEY: dict[str, Any] = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey"}]
}
"""The category of an Observation that is from a questionnaire."""

_QUESTIONNAIRE = "/Questionnaire/"
_BASE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/%@-]+")


def check_base(base_url: str) -> str:
    """Return the beginning of all our URLs, without the slash at its end.

    Args:
        base_url: An absolute URL or URN without query, fragment or quotes.

    Raises:
        InvalidValue: When no canonical URL can begin so.
    """
    base = base_url.rstrip("/")
    if not _BASE.fullmatch(base):
        message = "no canonical URL can begin like this"
        raise InvalidValue([Problem("bad-choice", message, "give one like https://example.org/fhir", ("base_url",))])
    return base


def check_release(release: str) -> None:
    """Refuse a release that is not one of ours.

    Args:
        release: What was asked for.

    Raises:
        InvalidValue: When forms cannot be written in it.
    """
    known = get_args(Release)
    if release not in known:
        remedy = f"it is one of {', '.join(known)}"
        raise InvalidValue([Problem("bad-choice", "forms are not written in this release", remedy, ("release",))])


def canonical_url(checkin: CheckIn, base: str) -> str:
    """Return the URL that names a Questionnaire, and holds all of the check-in's identity.

    What fills in a Questionnaire copies its URL into the QuestionnaireResponse,
    and nothing else of it but perhaps the version.

    Args:
        checkin: The check-in that is exported.
        base: What `check_base` gave.
    """
    return f"{base}{_QUESTIONNAIRE}{encode(checkin)}"


def read_canonical(text: str) -> tuple[str, dict[str, Any]] | None:
    """Return the base and the identity that a canonical URL holds, or None where it is not one of ours.

    Args:
        text: A canonical URL, with or without ``|`` and a version behind it.
    """
    url, _, version = text.partition("|")
    base, _, own = url.rpartition(_QUESTIONNAIRE)
    stored = decode(own) if _BASE.fullmatch(base) else None
    return None if stored is None or version not in ("", stored["version"]) else (base, stored)


def groups_of(checkin: CheckIn) -> dict[str, tuple[str, ...]]:
    """Return the ids of the questions in each group, by the group's link id; nothing where all stand side by side.

    Args:
        checkin: The check-in that is exported.
    """
    pages = pages_of(checkin)
    return pages if len(pages) > 1 else {}


def answered_where(test: str, *, grouped: bool) -> str:
    """Return FHIRPath for what was answered to the questions for which a test holds.

    Args:
        test: A test of an item of a response.
        grouped: Whether the questions are in groups.
    """
    return f"%resource.item{'.item' if grouped else ''}.where({test}).answer.value"


def answer_system(base: str, catalogue: str, item: str) -> str:
    """Return the code system of the answers to an item; their codes are the values of its scale.

    Args:
        base: What `check_base` gave.
        catalogue: The id of the pack.
        item: The item's id.
    """
    return f"{base}/CodeSystem/{catalogue}/{item}"


def no_answer_system(base: str) -> str:
    """Return the code system of the reasons for having no value.

    Args:
        base: What `check_base` gave.
    """
    return f"{base}/CodeSystem/no-answer"


def score_system(base: str, catalogue: str, form: str, perspective: Perspective) -> str:
    """Return the code system of the scores of a form; those of two forms or perspectives are not the same measure.

    Args:
        base: What `check_base` gave.
        catalogue: The id of the pack.
        form: The form's id.
        perspective: Whose behaviour was asked about.
    """
    return f"{base}/CodeSystem/{catalogue}/{form}/{perspective.value}"


def score_code(role: Role, pillar: str) -> str:
    """Return the code and link id of a score; no id of an item has an underscore in it.

    Args:
        role: Scored or felt.
        pillar: The pillar's id.
    """
    return f"{'score' if role is Role.SCORED else 'felt'}_{pillar}"


def score_concept(system: str, edition: str, role: Role, id: str, perspective: Perspective) -> dict[str, Any]:
    """Return the code of the Observation of a score.

    Args:
        system: What `score_system` gave.
        edition: The version of the pack and the digest of the form.
        role: Scored or felt.
        id: The id of the score.
        perspective: Whose behaviour was asked about.
    """
    coding = {"system": system, "version": edition, "code": score_code(role, id)}
    return {"coding": [coding], "text": f"{id} ({role.value}, {perspective.value})"}


def subject_of(reference: str | None) -> dict[str, Any]:
    """Return the element that says whom a resource is about; nothing where that is not known.

    Args:
        reference: A reference such as `Patient/7`.
    """
    return {} if reference is None else {"subject": {"reference": reference}}
