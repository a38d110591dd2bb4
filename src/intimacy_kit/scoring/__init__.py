"""From a response to scores, what they rest on, and notes on their quality."""

from intimacy_kit.scoring.quality import Quality, even_odd, long_string, quality, spread
from intimacy_kit.scoring.scores import (
    CONFIDENCE,
    SCORING_VERSION,
    Band,
    Overall,
    Reason,
    Reliability,
    Result,
    Score,
    explain,
    overall,
    score,
)
from intimacy_kit.scoring.wording import caution, why

__all__ = [
    "CONFIDENCE",
    "SCORING_VERSION",
    "Band",
    "Overall",
    "Quality",
    "Reason",
    "Reliability",
    "Result",
    "Score",
    "caution",
    "even_odd",
    "explain",
    "long_string",
    "overall",
    "quality",
    "score",
    "spread",
    "why",
]
