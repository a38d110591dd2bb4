"""The scoring key: which items make up each score, how each is keyed, and on what range.

One key serves a single answered check-in and a table of a million rows. Keys
and bounds come from the items and their scales, never from the data.
"""

from intimacy_kit.scoring_key.asked import Asked
from intimacy_kit.scoring_key.item import Steps
from intimacy_kit.scoring_key.subscale import Subscale
from intimacy_kit.scoring_key.tally import Tally, answers_needed
from intimacy_kit.scoring_key.term import Term

__all__ = ["Asked", "Steps", "Subscale", "Tally", "Term", "answers_needed"]
