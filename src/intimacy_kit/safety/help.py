"""Where to find help: rows that an application brings, and plain words that need none.

No text here holds a telephone number: these age badly, and a wrong one costs
most at the worst moment. An application brings its own rows through a `HelpResolver`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

import attrs

from intimacy_kit._values.fields import Id, NonEmpty
from intimacy_kit._values.record import CheckedRecord
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.errors import Problems


@attrs.frozen
class HelpRow(CheckedRecord):
    """One place to find help, as somebody verified it on a day.

    Args:
        name: What it is called.
        kind: What it is for, in a word, such as `domestic-violence` or `listening`.
        country: Where it can be reached, as two capital letters (ISO 3166-1).
        languages: The languages spoken, as BCP 47 tags.
        contact: How to reach it, whole, as it is to be shown.
        last_verified: The day on which somebody checked that it works.
        verified_by: Who checked it.
        expires: The first day on which it is no longer shown.
        hours: When it can be reached; may be empty.
    """

    name: NonEmpty
    kind: Id
    country: NonEmpty
    languages: tuple[str, ...]
    contact: NonEmpty
    last_verified: date
    verified_by: NonEmpty
    expires: date
    hours: str = ""

    def _check(self, problems: Problems) -> None:
        if self.expires <= self.last_verified:
            message = "the row does not outlive the day on which it was verified"
            problems.add("bad-date", message, "give a later day", "expires")

    def is_fresh(self, on: date) -> bool:
        """Return whether the row may be shown on a day: from its verification until it expires."""
        return self.last_verified <= on < self.expires


class HelpResolver(Protocol):
    """Where an application gets its rows from; the library brings none."""

    def rows(self, *, country: str, language: str) -> Iterable[HelpRow]:
        """Return what is known for a country, whatever its age; `help_rows` drops what has expired."""
        ...


def help_rows(resolver: HelpResolver | None, *, country: str, language: str, on: date) -> tuple[HelpRow, ...]:
    """Return fresh rows for a country, those in the language first.

    A resolver that fails counts as one that knows nothing: somebody who asks
    for help gets the plain words of `help_text`, not an error.

    Args:
        resolver: The application's rows, or None.
        country: Two capital letters (ISO 3166-1).
        language: A BCP 47 tag; of `es-MX`, the `es` counts.
        on: The day of asking.
    """
    if resolver is None:
        return ()
    try:
        fresh = [
            row
            for row in resolver.rows(country=country, language=language)
            if row.country.upper() == country.upper() and row.is_fresh(on)
        ]
    except Exception:  # noqa: BLE001  # whatever went wrong in the application's code, there is help without it
        return ()
    return tuple(sorted(fresh, key=lambda row: not _speaks(row, language)))


def help_text(catalogue: Catalogue, resolver: HelpResolver | None, *, country: str, on: date) -> str:
    """Return where help can be found, as text: fresh rows if there are any, and always the plain words.

    Args:
        catalogue: Whose phrase the plain words are; rows in its language come first.
        resolver: The application's rows, or None.
        country: Two capital letters (ISO 3166-1).
        on: The day of asking.
    """
    rows = help_rows(resolver, country=country, language=catalogue.locale, on=on)
    lines = [" · ".join(part for part in (row.name, row.contact, row.hours) if part) for row in rows]
    return "\n".join([*lines, catalogue.phrase("help-text")])


def _speaks(row: HelpRow, language: str) -> bool:
    return _primary(language) in {_primary(language_) for language_ in row.languages}


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()
