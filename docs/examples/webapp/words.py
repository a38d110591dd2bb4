"""The app's own words in each of its languages; what the library says comes from the catalogue."""

import functools
import tomllib
from pathlib import Path

import intimacy_kit as ik

FOLDER = Path(__file__).with_name("words")
SPOKEN = ["English", "Español", "Español (México)", "Français", "Deutsch", "Português (Brasil)"]
LOCALES = dict(zip(["en", "es", "es-MX", "fr", "de", "pt-BR"], SPOKEN, strict=True))


@functools.cache
def words(locale: str) -> dict[str, str]:
    """Return every word of the app by its key; a variant of a language has those of the language."""
    file = FOLDER / f"{locale}.toml"
    if not file.exists():
        file = FOLDER / f"{locale.partition('-')[0]}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@functools.cache
def catalogue(locale: str) -> ik.Catalogue:
    """Return the catalogue in a language."""
    return ik.load(locale=locale)


def preferred(accept_language: str) -> str:
    """Return the first of the app's languages that a browser asks for, or English."""
    for wanted in (each.partition(";")[0].strip().lower() for each in accept_language.split(",")):
        tags = {tag.lower(): tag for tag in reversed(LOCALES)}
        primary = {tag.partition("-")[0]: name for tag, name in tags.items()}
        if found := tags.get(wanted) or primary.get(wanted.partition("-")[0]):
            return found
    return "en"
