"""From a response to scores, what they rest on, and notes on their quality."""

from intimacy_kit.scoring.quality import Quality, even_odd, long_string, quality, spread
from intimacy_kit.scoring.reliability import CONFIDENCE, ReliabilityKind
from intimacy_kit.scoring.result import SCORING_VERSION, Turn
from intimacy_kit.scoring.wording import caution, read_as, title_of, why

__all__ = [
    "CONFIDENCE",
    "SCORING_VERSION",
    "Quality",
    "ReliabilityKind",
    "Turn",
    "caution",
    "even_odd",
    "long_string",
    "quality",
    "read_as",
    "spread",
    "title_of",
    "why",
]
