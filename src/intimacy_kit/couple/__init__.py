"""Two people side by side, and nothing that either keeps private."""

from intimacy_kit.couple.sharing import NEVER_OF_PARTNER
from intimacy_kit.couple.view import FEWEST_ANSWERS

__all__ = ["FEWEST_ANSWERS", "NEVER_OF_PARTNER"]
