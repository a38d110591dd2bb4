"""The names that FHIR documents of a check-in carry: canonical URLs, code systems and link ids."""

import re
from typing import Any, Literal, TypeAlias, get_args
from urllib.parse import quote, unquote

from intimacy_kit.checkin.checkin import CheckIn, identity
from intimacy_kit.content.vocabulary import Perspective, Role
from intimacy_kit.errors import InvalidValue, Problem

__all__ = [
    "BASE_URL",
    "Release",
    "answer_system",
    "canonical",
    "checked_base",
    "checked_release",
    "no_answer_system",
    "read_canonical",
    "score_name",
    "score_system",
]

BASE_URL = "https://intimacy-kit.example/fhir"
"""Where canonical URLs begin unless an application names a place of its own; it leads nowhere."""

Release: TypeAlias = Literal["R4", "R5"]
"""The releases of FHIR in which a form can be written."""

_BASE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/%@-]+")
_CANONICAL = re.compile(
    r"(?P<base>[^\s|]+)/Questionnaire/(?P<catalogue>[a-z0-9.-]+)/(?P<form>[a-z0-9.-]+)/(?P<perspective>[a-z]+)"
    r"/(?P<occasion>0|[1-9][0-9]{0,999})/seed=(?P<seed>(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*)"
    r"\|(?P<version>[0-9.]+)-(?P<digest>[0-9a-f]{16})"
)


def checked_base(base_url: str) -> str:
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


def checked_release(release: str) -> None:
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


def canonical(checkin: CheckIn, base: str) -> tuple[str, str]:
    """Return the URL and the version that name a Questionnaire, and hold all of the check-in's identity.

    What fills in a Questionnaire copies these two, and nothing else of it, into
    the QuestionnaireResponse.

    Args:
        checkin: The check-in that is exported.
        base: What `checked_base` gave.
    """
    own = identity(checkin)
    place = (
        f"{own['catalogue']}/{own['form']}/{own['perspective']}/{own['occasion']}/seed={quote(own['seed'], safe='')}"
    )
    return f"{base}/Questionnaire/{place}", f"{own['version']}-{own['digest']}"


def read_canonical(text: str) -> tuple[str, dict[str, Any]] | None:
    """Return the base and the identity that ``url|version`` holds, or None where this is none of ours.

    Args:
        text: A canonical URL with its version.
    """
    found = _CANONICAL.fullmatch(text)
    if found is None:
        return None
    own: dict[str, Any] = found.groupdict()
    try:
        seed = unquote(own["seed"], errors="strict")
    except UnicodeDecodeError:
        return None
    return own.pop("base"), {**own, "seed": seed, "occasion": int(own["occasion"])}


def answer_system(base: str, catalogue: str, item: str) -> str:
    """Return the code system of the answers to an item; their codes are the values of its scale.

    Args:
        base: What `checked_base` gave.
        catalogue: The id of the pack.
        item: The item's id.
    """
    return f"{base}/CodeSystem/{catalogue}/{item}"


def no_answer_system(base: str) -> str:
    """Return the code system of the reasons for having no value.

    Args:
        base: What `checked_base` gave.
    """
    return f"{base}/CodeSystem/no-answer"


def score_system(base: str, catalogue: str, form: str, perspective: Perspective) -> str:
    """Return the code system of the scores of a form; those of two forms or perspectives are not the same measure.

    Args:
        base: What `checked_base` gave.
        catalogue: The id of the pack.
        form: The form's id.
        perspective: Whose behaviour was asked about.
    """
    return f"{base}/CodeSystem/{catalogue}/{form}/{perspective.value}"


def score_name(role: Role, pillar: str) -> str:
    """Return the code and link id of a score; no id of an item has an underscore in it.

    Args:
        role: Scored or felt.
        pillar: The pillar's id.
    """
    return f"{'score' if role is Role.SCORED else 'felt'}_{pillar}"
