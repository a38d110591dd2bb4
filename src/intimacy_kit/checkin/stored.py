"""A response as plain data: what it says besides the answers, and whether its form has changed since."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

import attrs

from intimacy_kit._values.record import Record
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.vocabulary import Perspective
from intimacy_kit.errors import Problem
from intimacy_kit.scoring_key.key import ScoringKey


@attrs.frozen
class Stored(Record):
    """The plain form of a response, without the answers."""

    catalogue: str
    form: str
    seed: str
    on: date
    version: str | None = None
    digest: str | None = None
    occasion: int = 0
    perspective: Perspective = Perspective.SELF
    variant: str | None = None
    seconds: Mapping[str, float] | None = None
    answers: str | None = None  # never here, yet among the keys that a message names


def changed(catalogue: Catalogue, form: str, digest: str, version: str | None) -> Problem:
    """Return what is wrong where answers have the digest of something else than their form as it is now.

    Args:
        catalogue: The catalogue that the answers were given to.
        form: The form's id.
        digest: The digest that they carry.
        version: The version that they carry, if any.
    """
    for other in catalogue.forms:
        if other != form and digest == ScoringKey.from_form(catalogue, other).digest:
            message = f"the answers are to the form {other!r}, not to {form!r}"
            return Problem("form-changed", message, f"give {other!r} as their form", ("form",))
    if version == catalogue.pack.version:
        message = f"what was answered is not the form {form!r} of version {version}"
        return Problem("form-changed", message, "load the pack that was answered", ("digest",))
    message = (
        f"the form {form!r} was answered as of version {version or '(not given)'}, "
        f"and version {catalogue.pack.version} differs"
    )
    return Problem("form-changed", message, "load the version that was answered", ("digest",))


def without_answers(data: Any) -> Any:
    """Return plain data without the answers; what is not a mapping is left for the check that follows.

    Args:
        data: What `Response.to_dict` gave, or anything else.
    """
    if not isinstance(data, Mapping):
        return data
    tree = cast(Mapping[str, Any], data)
    return {key: value for key, value in tree.items() if key != "answers"}
