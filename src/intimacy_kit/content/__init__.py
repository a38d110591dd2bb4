"""What a pack says: the vocabulary, the value classes of its records, and the catalogue that holds them."""

from intimacy_kit.content.programme import Synonyms
from intimacy_kit.content.shelf import Shelf
from intimacy_kit.content.text import Text, versions
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
