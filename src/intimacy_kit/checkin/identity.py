"""A check-in's identity as one text, for documents that have a single place to keep it in.

The text is ``catalogue~form~perspective~occasion~seed~version~digest``, followed
by ``~variant`` where there is one, the seed in base64url (RFC 4648, section 5) without padding. It holds letters,
digits, ``.``, ``_``, ``-`` and ``~`` only, so it needs no quoting in a URL, a
path, a cell or an XML attribute. As it holds no slash, a format may cut it into
folder names and join them again. Whoever sees it can read the seed.
"""

import base64
import functools
import re
from typing import Any
from urllib.parse import unquote

from intimacy_kit._values.fields import DIGEST, ID, VERSION
from intimacy_kit._values.leaves import LARGEST_WHOLE, UNSAFE
from intimacy_kit.checkin.checkin import CheckIn, identity
from intimacy_kit.content.vocabulary import Perspective

_PARTS = {
    "catalogue": ID.pattern,
    "form": ID.pattern,
    "perspective": "|".join(Perspective),
    "occasion": "0|[1-9][0-9]{0,200}",
    "seed": "[A-Za-z0-9_-]*",
    "version": VERSION.pattern,
    "digest": DIGEST.pattern,
    "variant": ID.pattern,
}
"""Each part of the text, with how it is written."""


_TEXT = "<catalogue>~<form>~<perspective>~<occasion>~<seed>~<version>~<digest>(?:~<variant>)?"
_BEFORE = (
    "catalogue=<catalogue>;version=<version>;form=<form>;digest=<digest>;seed=<seed>;occasion=<occasion>;"
    "perspective=<perspective>"
)
_SEED_BEFORE = "(?:[A-Za-z0-9_.~-]|%[0-9A-F]{2})*"


@functools.cache
def _pattern(text: str, seed: str = _PARTS["seed"]) -> re.Pattern[str]:
    """Return a pattern in which each part that stands in angle brackets is a group of its name."""
    parts = _PARTS | {"seed": seed}
    return re.compile(re.sub("<([a-z]+)>", lambda match: f"(?P<{match[1]}>{parts[match[1]]})", text))


def encode(checkin: CheckIn) -> str:
    """Return the text by which a check-in is found again.

    Args:
        checkin: The check-in that is exported.

    >>> from intimacy_kit import draw, load
    >>> encode(draw(load(), form="pulse", seed="couple-42"))[:45]
    'intimacy-kit~pulse~self~0~Y291cGxlLTQy~2026.1'
    """
    parts = identity(checkin)
    seed = _in_letters(parts["seed"])
    head = f"{parts['catalogue']}~{parts['form']}~{parts['perspective']}~{parts['occasion']}"
    tail = f"~{parts['variant']}" if "variant" in parts else ""
    return f"{head}~{seed}~{parts['version']}~{parts['digest']}{tail}"


def decode(text: Any) -> dict[str, Any] | None:
    """Return what `encode` wrote down, or None where this is not such a text.

    Args:
        text: What a document holds, of any type. The exact text that `encode` writes is read, and that of documents
            that were exported earlier, which begins with `catalogue=`.

    Returns:
        Plain data as `Response.from_dict` takes it besides ``on`` and ``answers``: the catalogue's id and version,
        the form's id and digest, seed, occasion and perspective; the variant too where there is one.
    """
    if not isinstance(text, str):
        return None
    match = _pattern(_TEXT).fullmatch(text)
    if match is None:
        return _decoded_before(text)
    seed, occasion = _from_letters(match["seed"]), int(match["occasion"])
    if seed is None or occasion > LARGEST_WHOLE:
        return None
    parts = {name: part for name, part in match.groupdict().items() if part is not None}
    return {**parts, "occasion": occasion, "seed": seed}


def _decoded_before(text: str) -> dict[str, Any] | None:
    """Return what the text of documents that were exported earlier says: `catalogue=…;version=…;…`.

    The seed stood there percent-encoded.
    """
    match = _pattern(_BEFORE, _SEED_BEFORE).fullmatch(text)
    if match is None:
        return None
    try:
        seed = unquote(match["seed"], errors="strict")
    except UnicodeDecodeError:
        return None
    if UNSAFE.search(seed):
        return None
    occasion = int(match["occasion"])
    return {**match.groupdict(), "occasion": occasion, "seed": seed}


def _in_letters(seed: str) -> str:
    return base64.urlsafe_b64encode(seed.encode()).decode("ascii").rstrip("=")


def _from_letters(letters: str) -> str | None:
    """Return the seed, or None where no seed is written like this."""
    try:
        seed = base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4)).decode()
    except ValueError:  # binascii.Error and UnicodeDecodeError are both of its kind
        return None
    return None if UNSAFE.search(seed) or _in_letters(seed) != letters else seed
