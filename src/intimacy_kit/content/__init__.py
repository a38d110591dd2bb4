"""What a pack says: the vocabulary, the value classes of its records, and the catalogue that holds them."""

from typing import TYPE_CHECKING

from intimacy_kit._lazy import lazy_names
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

__getattr__, __dir__ = lazy_names(globals(), _HOMES)
