"""What a pack says: the vocabulary, the value classes of its records, and the catalogue that holds them."""

from intimacy_kit.content.catalogue import Catalogue, laid_on
from intimacy_kit.content.pack import Action, Pack, Phrase, Pillar, Source
from intimacy_kit.content.practice import Evidence, Practice, Prompt
from intimacy_kit.content.questionnaire import Choice, Form, Item, ResponseScale, Selection, Wording
from intimacy_kit.content.shelf import SHELVES, Shelf
from intimacy_kit.content.vocabulary import (
    Access,
    ActionKind,
    Cadence,
    Distance,
    Fit,
    Gate,
    Keying,
    Missing,
    Mode,
    Perspective,
    Role,
)
from intimacy_kit.content.wording import spoken_date, spoken_list, spoken_minutes, spoken_source

__all__ = [
    "SHELVES",
    "Access",
    "Action",
    "ActionKind",
    "Cadence",
    "Catalogue",
    "Choice",
    "Distance",
    "Evidence",
    "Fit",
    "Form",
    "Gate",
    "Item",
    "Keying",
    "Missing",
    "Mode",
    "Pack",
    "Perspective",
    "Phrase",
    "Pillar",
    "Practice",
    "Prompt",
    "ResponseScale",
    "Role",
    "Selection",
    "Shelf",
    "Source",
    "Wording",
    "laid_on",
    "spoken_date",
    "spoken_list",
    "spoken_minutes",
    "spoken_source",
]
