"""Next steps: practices that fit a person's answers, programmes week by week, and practices by words."""

from typing import TYPE_CHECKING

from intimacy_kit._lazy import lazy_names
from intimacy_kit.plan.plan import GOING_WELL_FROM, MOST_SUGGESTIONS, NEVER_PRAISED, Wishes
from intimacy_kit.plan.related import Related, related

if TYPE_CHECKING:
    from intimacy_kit.plan.programme import OpenWeek, Step, gates_of, programmes
    from intimacy_kit.plan.search import LONGEST_TEXT, MOST_FOUND

__all__ = [
    "GOING_WELL_FROM",
    "LONGEST_TEXT",
    "MOST_FOUND",
    "MOST_SUGGESTIONS",
    "NEVER_PRAISED",
    "OpenWeek",
    "Related",
    "Step",
    "Wishes",
    "gates_of",
    "programmes",
    "related",
]

_HOMES = {
    "LONGEST_TEXT": "search",
    "MOST_FOUND": "search",
    "OpenWeek": "programme",
    "Step": "programme",
    "gates_of": "programme",
    "programmes": "programme",
}
"""What a program that recommends practices does without."""

__getattr__, __dir__ = lazy_names(globals(), _HOMES)
