"""Two people side by side, and nothing that either keeps private.

What a view shows is a function of one thing only: the shown places of the
pillars that both share. A place is the percent of a pillar to the nearest ten,
and there is one only where the person answered at least three of the pillar's
questions. Finer figures would give single answers away: the percent of one
question is its answer, and 33.3 of a five-point scale says that one of four
questions was left out. So a pillar that is kept private, one that was hardly
answered and one that was never asked about look the same: they are not there.

A view has no total, no difference, no mean and no ranking; any mean of two
people gives one of them away to the other. It has no dates either, because a
date says that somebody has answered.
"""

from collections.abc import Collection

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import member, texts, whole_number
from intimacy_kit._values.fields import Ids
from intimacy_kit._values.record import CheckedRecord, Record
from intimacy_kit.checkin.draw import rotation, series_problems
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.practice import Prompt
from intimacy_kit.content.vocabulary import Perspective
from intimacy_kit.errors import InvalidResponse, InvalidValue, Problem
from intimacy_kit.scoring.scores import Result, Score

__all__ = ["FEWEST_ANSWERS"]

FEWEST_ANSWERS = 3
"""A pillar is shown to a partner when it rests on so many answers or more; fewer would show single answers."""


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

    @sealed
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

    @sealed
    def revoke(self, pillar: str, *, perspective: str | Perspective = Perspective.SELF) -> "Sharing":
        """Return a sharing without a pillar, as if it had never been shared.

        Args:
            pillar: The pillar's id; one that is not shared changes nothing.
            perspective: Whether the scores of `self` or of `partner` check-ins are meant.
        """
        return self._with([each for each in self._of(perspective) if each != pillar], perspective)

    @sealed
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


@attrs.frozen
class SharedPillar(Record):
    """One pillar as both see it, the two sides in the order of the arguments of `couple_view`.

    Args:
        pillar: The pillar's id.
        a: The first person's place on the answer range, 0 to 100, to the nearest ten.
        b: The second person's.
    """

    pillar: str
    a: int = attrs.field(repr=False)
    b: int = attrs.field(repr=False)


@attrs.frozen
class CoupleView(Record):
    """What both may see of both, from check-ins of one perspective.

    Args:
        pillars: The pillars that both share and both answered, in the form's order.
        perspective: Whose behaviour was asked about; None where there is nothing to show.
    """

    pillars: tuple[SharedPillar, ...] = attrs.field(default=(), repr=False)
    perspective: Perspective | None = attrs.field(default=None, repr=False)


@attrs.frozen
class Viewpoint(Record):
    """What one of the two may see: all of their own, and of their partner what both share.

    Args:
        own: The person's own scores, or None before they answered.
        shared: What both may see, with the person's own side as `a` and the partner's as `b`.
    """

    own: Result | None = attrs.field(repr=False)
    shared: CoupleView = attrs.field(repr=False)


@sealed
def couple_view(*, a: Side, b: Side) -> CoupleView:
    """Return what both may see, both sides next to each other.

    Args:
        a: One person's scores, with what that person shares.
        b: The other person's.

    Returns:
        The pillars that both share and that both answered with `FEWEST_ANSWERS`
        answers or more; nothing else, and no word on what is not there.

    Raises:
        InvalidResponse: When there is something to show and the two check-ins
            are not of one kind: another catalogue, form, perspective or rule of scoring.
            Where nothing is to be shown, nothing is compared.
    """
    if a.result is None or b.result is None:
        return CoupleView()
    places_a, places_b = _shared_places(a.result, a.sharing), _shared_places(b.result, b.sharing)
    shown = tuple(
        SharedPillar(pillar, place, places_b[pillar]) for pillar, place in places_a.items() if pillar in places_b
    )
    if not shown:
        return CoupleView()
    if problems := a.result.comparable_with(b.result):
        raise InvalidResponse(problems)
    return CoupleView(shown, a.result.perspective)


@sealed
def viewpoint(*, own: Side, partner: Side) -> Viewpoint:
    """Return what one person may see. It works for one person alone, without a partner's result.

    Args:
        own: The person's own scores, with what the person shares; a pillar of the partner's is shown to
            those who share theirs.
        partner: The partner's scores, with what the partner shares.

    Raises:
        InvalidResponse: As `couple_view` does.
    """
    return Viewpoint(own.result, couple_view(a=own, b=partner))


@sealed
def conversation_prompts(
    catalogue: Catalogue,
    view: CoupleView,
    *,
    seed: str,
    occasion: int = 0,
    max_depth: int = 2,
    exclude: Collection[str] = (),
) -> tuple[Prompt, ...]:
    """Return something to talk about for each pillar that both share.

    It depends on which pillars are shared and on nothing else, so no question
    points at anybody's score. The pillars come in the catalogue's order; within
    one, no prompt comes back before all were shown.

    Args:
        catalogue: Where the prompts come from.
        view: What both may see.
        seed: Any text that stays the same, such as the couple's pseudonym.
        occasion: Which time this is, counted from 0.
        max_depth: The greatest depth wanted, 1 to 5.
        exclude: Ids of prompts or pillars, or topics, that this person leaves out. Give each
            person's list only to the call whose outcome that person alone sees.

    Raises:
        InvalidValue: When the seed, the occasion, the depth or the list makes no sense.
    """
    problems = series_problems(seed, occasion)
    whole_number(max_depth, "max_depth", problems, low=1, high=5)
    listed = texts(exclude, "exclude", problems)
    if problems:
        raise InvalidValue(problems)
    unwanted, shared = frozenset(listed), {each.pillar for each in view.pillars}
    chosen: list[Prompt] = []
    for pillar in catalogue.pillars:
        pool = {
            prompt.id: prompt
            for prompt in catalogue.prompts.values()
            if prompt.pillar == pillar
            and pillar in shared
            and prompt.depth <= max_depth
            and unwanted.isdisjoint((prompt.id, pillar, *prompt.topics))
        }
        if pool:
            round_, place = divmod(occasion, len(pool))
            chosen.append(pool[rotation(pool, seed, round_)[place]])
    return tuple(chosen)


def _shared_places(result: Result, sharing: Sharing) -> dict[str, int]:
    """Return the places that a person lets their partner see; felt scores are single answers and never among them."""
    return {
        pillar: place
        for pillar, score in result.by_pillar.items()
        if sharing.shares(pillar, perspective=result.perspective) and (place := _place(score)) is not None
    }


def _place(score: Score) -> int | None:
    if score.percent is None or score.answered < FEWEST_ANSWERS:
        return None
    return int(score.percent + 5) // 10 * 10
