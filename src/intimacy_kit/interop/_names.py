"""Names that every survey format takes: small letters, digits and underscores."""

import re
from collections.abc import Collection

from intimacy_kit.content.vocabulary import Role

IDENTITY = "checkin"
"""The name under which a form carries the identity of its check-in."""

DAY = "on"
"""The name under which answers carry their day."""

_QUESTION = re.compile(r"(q|code)_([a-z0-9]+(?:__?[a-z0-9]+)*)")


def name_of(kind: str, id: str) -> str:
    """Return an id as a name: `q_little__things_day`.

    Args:
        kind: What the name begins with: `q` for a question.
        id: The id; its dots become one underscore, and its hyphens two.
    """
    return f"{kind}_{id.replace('-', '__').replace('.', '_')}"


def component_name(form: str) -> str:
    """Return the id of a form as the components of an API are named: `StandardLong`.

    Args:
        form: The id.
    """
    return "".join(part.capitalize() for part in re.split(r"[^A-Za-z0-9]+", form))


def id_of(name: str, kind: str = "q") -> str | None:
    """Return the id of the item that a question of this name asks, or None where no question is so named.

    Args:
        name: A name, such as `name_of` gave.
        kind: What it begins with: `q`, or `code` for the kinds of missing beside a range.
    """
    match = _QUESTION.fullmatch(name)
    return None if match is None or match[1] != kind else plain_id(match[2])


def numbered(name: str, taken: Collection[str], *, joint: str, longest: int) -> str:
    """Return a name that is taken with the first number from 2 that is free behind it.

    Args:
        name: The name.
        taken: The names that there are already.
        joint: What stands before the number.
        longest: How many characters a name has at most.
    """
    number = 2
    while (found := name[: longest - len(f"{joint}{number}")].rstrip(".-_") + f"{joint}{number}") in taken:
        number += 1
    return found


def plain_id(name: str) -> str:
    """Return the id that a name was made of, without what the name began with.

    Args:
        name: Such as `little__things_day`.
    """
    return name.replace("__", "-").replace("_", ".")


def score_name(role: Role, pillar: str) -> str:
    """Return the name of a score: `score_listening`, or `felt_listening`.

    Args:
        role: Scored or felt.
        pillar: The pillar's id.
    """
    return name_of("score" if role is Role.SCORED else "felt", pillar)
