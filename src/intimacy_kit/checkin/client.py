"""A check-in for programs that only ask: without its scoring key, which is named by its digest."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from intimacy_kit.checkin.checkin import CheckIn, Response, identity
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.errors import InvalidResponse, Problem


def client_dict(checkin: CheckIn) -> dict[str, Any]:
    """Return a check-in as plain data without its key, a quarter of the size of `CheckIn.to_dict` for the pulse.

    Args:
        checkin: The check-in.

    Returns:
        The identity of the check-in, which answers carry along, with title, language, instructions and questions.

    >>> from intimacy_kit import draw, load
    >>> list(client_dict(draw(load(), form="pulse", seed="couple-42")))[:4]
    ['catalogue', 'version', 'form', 'digest']
    """
    whole = checkin.to_dict()
    asked = {name: whole[name] for name in ("title", "locale", "instructions", "questions")}
    return {**identity(checkin), **asked}


def from_client_dict(catalogue: Catalogue, asked: Mapping[str, Any]) -> CheckIn:
    """Return the check-in that `client_dict` made plain data of, with its key.

    It is drawn again, so its texts are those of the catalogue.

    Args:
        catalogue: The catalogue that the check-in was drawn from.
        asked: What `client_dict` gave.

    Raises:
        FormChanged: When the digest is of another key than that of the form as it is now.
        InvalidResponse: Listing every other problem at once.
    """
    if not isinstance(asked, Mapping) or "digest" not in asked:  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
        message = "there is no digest, which says by which key the answers are scored"
        raise InvalidResponse([Problem("missing-key", message, "give all that the check-in came with", ("digest",))])
    names = ("catalogue", "version", "form", "digest", "seed", "occasion", "perspective", "variant")
    stored = {name: asked[name] for name in names if name in asked}
    return Response.from_dict(catalogue, {**stored, "on": str(date.min), "answers": {}}).checkin
