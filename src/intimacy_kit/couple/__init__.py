"""Two people side by side, and nothing that either keeps private."""

from intimacy_kit.couple.guess import Guess, GuessView, guess_view
from intimacy_kit.couple.sharing import NEVER_OF_PARTNER
from intimacy_kit.couple.today import DEEPER_AFTER
from intimacy_kit.couple.view import FEWEST_ANSWERS

__all__ = ["DEEPER_AFTER", "FEWEST_ANSWERS", "NEVER_OF_PARTNER", "Guess", "GuessView", "guess_view"]
