"""The app's own words in each of its languages; what people are asked comes from the catalogue."""

import functools
import tomllib
from datetime import date
from pathlib import Path

import intimacy_kit as ik
from intimacy_kit import safety

LOCALES = {"en": "English", "es": "Español"}
_TABLE = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
_ENGLISH = {
    "safety_notice": safety.SAFETY_CHECK.notice,
    **{question.id: question.text for question in safety.SAFETY_CHECK.questions},
    **{answer.value: label for answer, label in safety.SAFETY_CHECK.labels.items()},
    "not_now": safety.NOT_NOW,
    "device_note": safety.DEVICE_NOTE,
    "help_text": safety.HELP_TEXT,
}
"""Words that the library brings in English; `words.toml` has them in the other languages."""


@functools.cache
def words(locale: str) -> dict[str, str]:
    """Return every word of the app by its key."""
    table = {key: texts[locale] for key, texts in _TABLE.items() if locale in texts}
    return {**_ENGLISH, **table} if locale == "en" else table


@functools.cache
def catalogue(locale: str) -> ik.Catalogue:
    """Return the catalogue in a language."""
    return ik.load(locale=locale)


def preferred(accept_language: str) -> str:
    """Return the first of the app's languages that a browser asks for, or English."""
    wanted = (each.strip()[:2].lower() for each in accept_language.split(","))
    return next((each for each in wanted if each in LOCALES), "en")


def spoken_date(day: date, locale: str) -> str:
    """Return a date in words."""
    month = words(locale)["months"].split()[day.month - 1]
    return words(locale)["date"].format(day=day.day, month=month, year=day.year)
