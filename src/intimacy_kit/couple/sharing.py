"""What one person lets their partner see."""

from collections.abc import Collection

import attrs

from intimacy_kit._values.arguments import member
from intimacy_kit._values.fields import Ids
from intimacy_kit._values.record import CheckedRecord
from intimacy_kit.content.vocabulary import Perspective
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.scoring.scores import Result


def _sorted_ids(ids: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(set(ids)))


@attrs.frozen
class Sharing(CheckedRecord):
    """What one person lets their partner see: nothing, until they say so, pillar by pillar.

    It keeps no order and no past, so revoking leaves what was there before
    sharing. Nothing tells the partner. What a person says of themselves and
    what they say of their partner are shared apart.

    Args:
        own: Ids of the pillars whose scores from `self` check-ins are shared.
        of_partner: Ids of the pillars whose scores from `partner` check-ins are shared.

    >>> sharing = Sharing().share("listening")
    >>> sharing.shares("listening"), sharing.shares("time")
    (True, False)
    >>> sharing.revoke("listening") == Sharing()
    True
    """

    own: Ids = attrs.field(default=(), converter=_sorted_ids, repr=False)
    of_partner: Ids = attrs.field(default=(), converter=_sorted_ids, repr=False)

    def share(self, pillar: str, *, perspective: str | Perspective = Perspective.SELF) -> "Sharing":
        """Return a sharing that has one more pillar.

        Args:
            pillar: The pillar's id.
            perspective: Whether the scores of `self` or of `partner` check-ins are meant.

        Raises:
            InvalidValue: When the pillar is not an id or the perspective is neither.
        """
        shared = self._of(perspective)
        if not isinstance(pillar, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers need not check types
            raise InvalidValue([Problem("bad-id", "the pillar is not text", "give its id", ("pillar",))])
        return self._with((*shared, pillar), perspective)

    def revoke(self, pillar: str, *, perspective: str | Perspective = Perspective.SELF) -> "Sharing":
        """Return a sharing without a pillar, as if it had never been shared.

        Args:
            pillar: The pillar's id; one that is not shared changes nothing.
            perspective: Whether the scores of `self` or of `partner` check-ins are meant.
        """
        return self._with([each for each in self._of(perspective) if each != pillar], perspective)

    def shares(self, pillar: str, *, perspective: str | Perspective = Perspective.SELF) -> bool:
        """Return whether a pillar is shared.

        Args:
            pillar: The pillar's id.
            perspective: Whether the scores of `self` or of `partner` check-ins are meant.
        """
        return pillar in self._of(perspective)

    def _of(self, perspective: str | Perspective) -> tuple[str, ...]:
        problems: list[Problem] = []
        view = member(Perspective, perspective, "perspective", problems)
        if problems:
            raise InvalidValue(problems)
        return self.own if view is Perspective.SELF else self.of_partner

    def _with(self, pillars: Collection[str], perspective: str | Perspective) -> "Sharing":
        if Perspective(perspective) is Perspective.SELF:
            return attrs.evolve(self, own=pillars)
        return attrs.evolve(self, of_partner=pillars)


@attrs.frozen
class Side:
    """What one person brings to a couple view. Its repr shows nothing of it.

    Args:
        result: The person's own scores, or None before they answered.
        sharing: What the person lets the partner see; nothing unless given.
    """

    result: Result | None = attrs.field(repr=False)
    sharing: Sharing = attrs.field(default=Sharing(), repr=False)
