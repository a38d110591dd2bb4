"""A check-in's identity as one text, for documents that have a single place to keep it in.

The text is ``catalogue~form~perspective~occasion~seed~version~digest``, followed
by ``~variant`` where there is one, the seed in base64url (RFC 4648, section 5) without padding. It holds letters,
digits, ``.``, ``_``, ``-`` and ``~`` only, so it needs no quoting in a URL, a
path, a cell or an XML attribute. As it holds no slash, a format may cut it into
folder names and join them again. Whoever sees it can read the seed.
"""

import base64
import re
from typing import Any
from urllib.parse import unquote

from intimacy_kit._values.leaves import LARGEST_WHOLE, UNSAFE
from intimacy_kit.checkin.checkin import CheckIn, identity

_ID = r"[a-z0-9]+(?:[.-][a-z0-9]+)*"
_WHOLE = r"0|[1-9][0-9]*"
_TEXT = re.compile(
    rf"(?P<catalogue>{_ID})~(?P<form>{_ID})~(?P<perspective>self|partner)~(?P<occasion>0|[1-9][0-9]{{0,200}})"
    rf"~(?P<seed>[A-Za-z0-9_-]*)~(?P<version>(?:{_WHOLE})(?:\.(?:{_WHOLE})){{1,3}})~(?P<digest>[0-9a-f]{{16}})"
    rf"(?:~(?P<variant>{_ID}))?"
)

_BEFORE = re.compile(
    rf"catalogue=(?P<catalogue>{_ID});version=(?P<version>[0-9]+(?:\.[0-9]+){{1,3}});form=(?P<form>{_ID});"
    rf"digest=(?P<digest>[0-9a-f]{{16}});seed=(?P<seed>(?:[A-Za-z0-9_.~-]|%[0-9A-F]{{2}})*);occasion=(?P<occasion>0|[1-9][0-9]{{0,200}});"
    r"perspective=(?P<perspective>self|partner)"
)


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
    match = _TEXT.fullmatch(text)
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
    match = _BEFORE.fullmatch(text)
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
