"""What a pack says: the vocabulary, the value classes of its records, and the catalogue that holds them."""

import importlib
from typing import TYPE_CHECKING, Any

from intimacy_kit.content.shelf import Shelf
from intimacy_kit.content.text import Text, versions

if TYPE_CHECKING:
    from intimacy_kit.content.norm import FoundReliability
    from intimacy_kit.content.programme import Synonyms
    from intimacy_kit.content.vocabulary import Anchor, Budget, Energy, Job, Place, Season, Weather
    from intimacy_kit.content.wording import (
        spoken_date,
        spoken_list,
        spoken_minutes,
        spoken_month,
        spoken_number,
        spoken_source,
    )

__all__ = [
    "Anchor",
    "Budget",
    "Energy",
    "FoundReliability",
    "Job",
    "Place",
    "Season",
    "Shelf",
    "Synonyms",
    "Text",
    "Weather",
    "spoken_date",
    "spoken_list",
    "spoken_minutes",
    "spoken_month",
    "spoken_number",
    "spoken_source",
    "versions",
]

_HOMES = {
    "Anchor": "vocabulary",
    "Budget": "vocabulary",
    "Energy": "vocabulary",
    "FoundReliability": "norm",
    "Job": "vocabulary",
    "Place": "vocabulary",
    "Season": "vocabulary",
    "Synonyms": "programme",
    "Weather": "vocabulary",
    "spoken_date": "wording",
    "spoken_list": "wording",
    "spoken_minutes": "wording",
    "spoken_month": "wording",
    "spoken_number": "wording",
    "spoken_source": "wording",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
