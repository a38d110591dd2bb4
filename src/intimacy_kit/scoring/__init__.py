"""From a response to scores, what they rest on, and notes on their quality."""

from intimacy_kit.content.vocabulary import ReliabilityKind
from intimacy_kit.scoring.placement import Misfit, Placement
from intimacy_kit.scoring.quality import Quality, even_odd, long_string, quality, spread
from intimacy_kit.scoring.reliability import CONFIDENCE, TrueScore, true_score
from intimacy_kit.scoring.result import SCORING_VERSION, Turn
from intimacy_kit.scoring.wording import caution, placement_in_words, read_as, rests_on, title_of, why

__all__ = [
    "CONFIDENCE",
    "SCORING_VERSION",
    "Misfit",
    "Placement",
    "Quality",
    "ReliabilityKind",
    "TrueScore",
    "Turn",
    "caution",
    "even_odd",
    "long_string",
    "placement_in_words",
    "quality",
    "read_as",
    "rests_on",
    "spread",
    "title_of",
    "true_score",
    "why",
]
