"""What a check-in asks of a score."""

import attrs

from intimacy_kit.scoring_key.subscale import Subscale
from intimacy_kit.scoring_key.term import Term


@attrs.frozen
class Asked:
    """What a check-in asks of a score.

    Args:
        subscale: The score.
        terms: The terms of the items that are asked.
        needed: How many answers a score takes.
        digest: What the score depends on besides the answers; see `ScoringKey.digest_of`.
        in_turn: Ids of those items asked that take turns with others.
        turns: How many items take turns; each is asked once in a round.
        parts: The terms of the scores that are parts of it, of which an item is asked.
    """

    subscale: Subscale
    terms: tuple[Term, ...]
    needed: int
    digest: str
    in_turn: tuple[str, ...]
    turns: int
    parts: tuple[Term, ...] = ()

    @property
    def members(self) -> tuple[Term, ...]:
        """The terms of its items and of its parts."""
        return self.terms + self.parts

    @property
    def whole(self) -> Subscale:
        """The score as this check-in asks it."""
        return attrs.evolve(self.subscale, terms=self.terms, parts=self.parts)
