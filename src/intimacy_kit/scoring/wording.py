"""What to say with a score, in the words of a catalogue."""

from intimacy_kit._sealed import sealed
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.scoring.scores import Score


def caution(catalogue: Catalogue) -> str:
    """Return what has to be said with an `Overall`.

    Args:
        catalogue: Whose phrase it is.
    """
    return catalogue.phrase("one-number")


@sealed
def why(catalogue: Catalogue, score: Score) -> str:
    """Return what a score rests on, or why it has no percent, as a sentence.

    Args:
        catalogue: Whose phrases say it.
        score: The score.
    """
    phrase = score.reason.value if score.reason else "answers-given"
    return catalogue.phrase(phrase, answered=score.answered, asked=score.asked, needed=score.needed)
