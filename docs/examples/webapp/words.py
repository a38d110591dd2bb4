"""The app's own words in each of its languages; what the library says comes from the catalogue."""

import functools
import tomllib
from pathlib import Path

import intimacy_kit as ik

LOCALES = {"en": "English", "es": "Español"}
_TABLE = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@functools.cache
def words(locale: str) -> dict[str, str]:
    """Return every word of the app by its key."""
    return {key: texts[locale] for key, texts in _TABLE.items()}


@functools.cache
def catalogue(locale: str) -> ik.Catalogue:
    """Return the catalogue in a language."""
    return ik.load(locale=locale)


def preferred(accept_language: str) -> str:
    """Return the first of the app's languages that a browser asks for, or English."""
    wanted = (each.strip()[:2].lower() for each in accept_language.split(","))
    return next((each for each in wanted if each in LOCALES), "en")
