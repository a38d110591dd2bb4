"""Types of fields: each says with `Annotated` what its values must be, and whether a translation replaces them.

A check is a function of the value and the place in `Problems` to which it adds
what is wrong. A `CheckedRecord` runs it however the record is made.
"""

import re
from collections.abc import Callable
from typing import Annotated, Any, TypeAlias

import attrs

from intimacy_kit._values.appearance import is_seen
from intimacy_kit.errors import Problems

Check: TypeAlias = Callable[[Any, Problems], None]

ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
"""An id."""

LONGEST_ID = 100
"""Characters that an id has at most."""

LOCALE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""A language tag."""

DIGEST = re.compile(r"[0-9a-f]{16}")
"""The digest of a scoring key."""

VERSION = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){1,3}")
"""The version of a pack's content."""


@attrs.frozen
class Between:
    """A check that a number lies between two others, which it may equal."""

    low: int
    high: int

    def __call__(self, value: Any, at: Problems) -> None:
        if not self.low <= value <= self.high:
            at.add("bad-number", "the number is out of range", f"it lies between {self.low} and {self.high}")


@attrs.frozen
class _Translated:
    """Marks a text that a translation replaces."""


TRANSLATED = _Translated()


def is_id(value: str, at: Problems) -> None:
    """A lower-case dotted word of at most 100 characters."""
    if len(value) > LONGEST_ID or not ID.fullmatch(value):
        at.add("bad-id", f"{value[:LONGEST_ID]!a} is not an id", "use lower-case words with dots or hyphens")


def is_text(value: str, at: Problems) -> None:
    """Text with something in it that is seen, and no blanks around it."""
    if not is_seen(value) or value != value.strip():
        at.add("empty-text", "the text is empty, or begins or ends with a blank", "write it, or trim it")


def is_version(value: str, at: Problems) -> None:
    """Two to four numbers with dots between them."""
    if len(value) > 40 or not VERSION.fullmatch(value):
        at.add("bad-version", f"{value[:40]!a} is not a version", "write it as 2026.11.0 or 1.2")


def is_locale(value: str, at: Problems) -> None:
    """A language tag in the manner of BCP 47."""
    if len(value) > 40 or not LOCALE.fullmatch(value):
        at.add("bad-locale", f"{value[:40]!a} is not a language tag", "write it as en or es-MX")


def all_differ(values: tuple[str, ...], at: Problems) -> None:
    """No id twice."""
    seen: set[str] = set()
    for i, id in enumerate(values):
        if id in seen:
            at.add("duplicate-id", f"{id!a} is listed twice", "name it once", i)
        seen.add(id)


def has_any(values: tuple[str, ...], at: Problems) -> None:
    """One value or more."""
    if not values:
        at.add("empty-text", "the list is empty", "write at least one")


Id: TypeAlias = Annotated[str, is_id]
Ids: TypeAlias = Annotated[tuple[Id, ...], all_differ]
Version: TypeAlias = Annotated[str, is_version]
Locale: TypeAlias = Annotated[str, is_locale]
NonEmpty: TypeAlias = Annotated[str, is_text]
"""Text that no translation replaces."""

Translatable: TypeAlias = Annotated[str, is_text, TRANSLATED]
"""Text that a translation replaces."""

Revision: TypeAlias = Annotated[int, Between(1, 9999)]
