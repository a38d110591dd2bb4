"""Next steps: practices that fit a person's answers, programmes week by week, and practices by words."""

from intimacy_kit.plan.plan import GOING_WELL_FROM, MOST_SUGGESTIONS, NEVER_PRAISED, Wishes
from intimacy_kit.plan.programme import OpenWeek, Step, gates_of, programmes
from intimacy_kit.plan.related import Related, related
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
