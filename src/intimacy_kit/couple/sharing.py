"""What one person lets their partner see."""

from collections.abc import Collection, Mapping
from typing import Any, cast

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import expect, member
from intimacy_kit._values.equality import compared_whole
from intimacy_kit._values.fields import Id, Ids
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import CheckedRecord
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.vocabulary import Gate, Perspective
from intimacy_kit.errors import InvalidValue, Problem, Problems, UnknownId
from intimacy_kit.safety.state import NOT_ASKED, SafetyState
from intimacy_kit.scoring.result import Result, Score

NEVER_OF_PARTNER = (Gate.CONFLICT.value, Gate.VULNERABILITY.value)
"""Ids of the pillars of which nobody is shown how their partner rated them: it invites payback."""

WHILE_OPEN = {Gate.CONFLICT.value: Gate.CONFLICT}
"""Pillar to the gate that has to be open for a person's own score of it to be shown to the partner."""


def _sorted_ids(ids: Collection[str]) -> tuple[str, ...]:
    given: Any = ids
    if isinstance(given, str | dict) or not isinstance(given, Collection):
        return cast(tuple[str, ...], given)  # the check of the field says what it is; `{"time": False}` shares nothing
    listed: tuple[Any, ...] = tuple(cast(Collection[str], given))
    return tuple(sorted(set(listed))) if all(isinstance(id, str) for id in listed) else listed


@attrs.frozen
class Sharing(CheckedRecord):
    """What one person lets their partner see: nothing, until they say so, pillar by pillar.

    It keeps no order and no past, so revoking leaves what was there before
    sharing. Nobody is told, but a partner who looks can see that a pillar is
    gone, and that a place has moved. Whoever wants neither freezes what is
    shown. What a person says of themselves and what they say of their partner
    are shared apart.

    Args:
        own: Ids of the pillars whose scores from `self` check-ins are shared.
        of_partner: Ids of the pillars whose scores from `partner` check-ins are shared; never
            those in `NEVER_OF_PARTNER`.
        frozen: The results that are shown in place of later ones, by perspective. `freeze` fills it.
        form: The id of the form whose scores are shared; of any form unless given. Name it where people answer
            several: two forms that ask some of the same questions give two places of one pillar, and both together can
            make an answer certain.

    >>> sharing = Sharing().share("listening")
    >>> sharing.shares("listening"), sharing.shares("time")
    (True, False)
    >>> sharing.revoke("listening") == Sharing()
    True
    """

    own: Ids = attrs.field(default=(), converter=_sorted_ids, repr=False)
    of_partner: Ids = attrs.field(default=(), converter=_sorted_ids, repr=False)
    frozen: Mapping[Perspective, Result] = attrs.field(default=FrozenMap[Perspective, Result]({}), repr=False)
    form: Id | None = attrs.field(default=None, repr=False)

    def _check(self, problems: Problems) -> None:
        for i, pillar in enumerate(self.of_partner):
            if pillar in NEVER_OF_PARTNER:
                message = f"what a person says of their partner in {pillar!r} is never shared"
                problems.add("never-shared", message, "leave it out", "of_partner", i)
        for perspective, result in self.frozen.items():
            shared = self.own if perspective is Perspective.SELF else self.of_partner
            is_other = result.perspective is not perspective or self.form not in (None, result.form)
            if result.by_pillar and (is_other or not set(result.by_pillar) <= set(shared)):
                message = "what is frozen is not shared, or is of another form or perspective"
                problems.add("not-shared", message, "thaw it first, and freeze it again", "frozen", perspective.value)

    @sealed
    def share(self, pillar: str, *, perspective: str | Perspective = Perspective.SELF) -> "Sharing":
        """Return a sharing that has one more pillar.

        Args:
            pillar: The pillar's id.
            perspective: Whether the scores of `self` or of `partner` check-ins are meant.

        Raises:
            InvalidValue: When the pillar is not an id or never shared, or the perspective is neither.
        """
        shared = self._of(perspective)
        if not isinstance(pillar, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers need not check types
            raise InvalidValue([Problem("bad-id", "the pillar is not text", "give its id", ("pillar",))])
        return self._with((*shared, pillar), perspective)

    @sealed
    def revoke(self, pillar: str, *, perspective: str | Perspective = Perspective.SELF) -> "Sharing":
        """Return a sharing without a pillar, as if it had never been shared; a frozen place of it goes, too.

        Args:
            pillar: The pillar's id; one that is not shared changes nothing.
            perspective: Whether the scores of `self` or of `partner` check-ins are meant.
        """
        return self._with([shared for shared in self._of(perspective) if shared != pillar], perspective)

    @sealed
    def shares(self, pillar: str, *, perspective: str | Perspective = Perspective.SELF) -> bool:
        """Return whether a pillar is shared.

        Args:
            pillar: The pillar's id.
            perspective: Whether the scores of `self` or of `partner` check-ins are meant.
        """
        return pillar in self._of(perspective)

    @sealed
    def checked(self, catalogue: Catalogue) -> "Sharing":
        """Return this sharing, whose pillars are all in a catalogue; for ids that come from outside.

        Args:
            catalogue: Where the pillars come from.

        Raises:
            UnknownId: For the first pillar that the catalogue does not have. A sharing that has
                it shares nothing by it.
        """
        for pillar in (*self.own, *self.of_partner):
            if pillar not in catalogue.pillars:
                raise UnknownId("pillar", pillar, catalogue.pillars)
        return self

    @sealed
    def freeze(self, result: Result, *, safety: SafetyState = NOT_ASKED) -> "Sharing":
        """Return a sharing that goes on showing what it shows now, whatever is answered or opened later.

        Unlike revoking, it cannot be seen: the partner's view stays as it is. Only the
        scores of the pillars that are shown are kept; those of a pulse are not.

        Args:
            result: The scores that are shown now.
            safety: The state in which they are shown, as in `Side`.

        Raises:
            InvalidValue: When it is not a result.
        """
        expect(Result, result, "result", "score makes one")
        return attrs.evolve(self, frozen={**self.frozen, result.perspective: _shown(result, self, safety)})

    @sealed
    def thaw(self) -> "Sharing":
        """Return a sharing that shows the latest scores again."""
        return attrs.evolve(self, frozen={})

    def _of(self, perspective: str | Perspective) -> tuple[str, ...]:
        problems: list[Problem] = []
        view = member(Perspective, perspective, "perspective", problems)
        if problems:
            raise InvalidValue(problems)
        return self.own if view is Perspective.SELF else self.of_partner

    def _with(self, pillars: Collection[str], perspective: str | Perspective) -> "Sharing":
        view = Perspective(perspective)
        frozen = dict(self.frozen)
        if view in frozen:
            frozen[view] = _only(frozen[view], pillars)
            if not pillars:
                del frozen[view]
        shared: dict[str, Any] = {"own" if view is Perspective.SELF else "of_partner": pillars}
        return attrs.evolve(self, frozen=frozen, **shared)


@compared_whole
@attrs.frozen
class Side:
    """What one person brings to a couple view. Its repr shows nothing of it.

    Args:
        result: The person's own scores, or None before they answered.
        sharing: What the person lets the partner see; nothing unless given.
        safety: What the private questions came to for that person. Their own scores of `conflict` are shown
            only while they have that gate open, so not unless it is given.
    """

    result: Result | None = attrs.field(repr=False)
    sharing: Sharing = attrs.field(default=Sharing(), repr=False)
    safety: SafetyState = attrs.field(default=NOT_ASKED, repr=False)

    def __attrs_post_init__(self) -> None:
        if self.result is not None:
            expect(Result, self.result, "result", "score makes one")
        expect(Sharing, self.sharing, "sharing", "Sharing().share(pillar) makes one")
        expect(SafetyState, self.safety, "safety", "assess returns one")

    @sealed
    def shown(self, perspective: Perspective) -> Result | None:
        """Return the scores of the pillars whose place the partner may see, frozen or latest, or None.

        Args:
            perspective: Whose behaviour the view is about.
        """
        if (frozen := self.sharing.frozen.get(perspective)) is not None:
            return frozen
        if self.result is None or self.result.perspective is not perspective:
            return None
        return _shown(self.result, self.sharing, self.safety)


def _shown(result: Result, sharing: Sharing, safety: SafetyState) -> Result:
    """Return a result with the scores that a sharing lets the partner see."""
    shared = sharing.own if result.perspective is Perspective.SELF else sharing.of_partner
    if sharing.form not in (None, result.form):
        shared = ()
    return _only(result, [pillar for pillar in shared if _may_be_shown(pillar, safety)])


def _only(result: Result, pillars: Collection[str]) -> Result:
    """Return a result with the scores that stand for these pillars and have a place, and no other."""
    found = result.by_pillar.items()
    scores = {score.id: score for pillar, score in found if pillar in pillars and has_place(score)}
    return attrs.evolve(result, scores=FrozenMap(scores), felt=FrozenMap({}))


def has_place(score: Score) -> bool:
    """Return whether a score leaves its answers open to the nearest ten, and is of the same questions each time.

    Args:
        score: A score that stands for a pillar.
    """
    return score.percent is not None and score.blurs and score.turn is None


def _may_be_shown(pillar: str, safety: SafetyState) -> bool:
    gate = WHILE_OPEN.get(pillar)
    return gate is None or gate in safety.opened
