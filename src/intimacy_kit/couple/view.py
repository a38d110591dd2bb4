"""Two people side by side, and nothing that either keeps private.

What a view shows is a function of one thing only: the shown places of the
pillars that both share. A place is the percent of a pillar to the nearest ten,
10 at least and 90 at most. Finer figures would give single answers away: the
percent of one question is its answer, 33.3 of a five-point scale says that one
of four questions was left out, and 100 is the highest answer to each. There is a
place only where no answer adds more than a third of what all that were given
can add up to, and no two neighbouring answers lie more than a tenth of it apart.
So a pillar that is kept private, one that was hardly answered and one that was
never asked about look the same: they are not there.

No place then narrows an answer to one value, even for somebody who knows which
questions were answered. Take any question, and let the other answers rise from
their lowest to their highest, one at a time and one step at a time. The percent
rises by ten at most each time, over two thirds of the range at least, so it
meets every range of ten that it passes. With the lowest answer to the question,
or the next one, it passes the places up to 60; with the highest, or the one
before, those from 40. Places of 10 and 90 stand for fifteen each, more than any
one step. Each place can so be reached with two answers or more.

Nor does it over many weeks of the same answers, for whoever does not know which
were left out each time. Where all questions can add the same, any two answers
could be each other's. Where they cannot, a place stands only for all questions
together: one of all and one of all but one would differ by a single answer.
That holds of one form: places of two that share questions are two equations, so
a `Sharing` can name the form that it is of.

A view has no total, no difference, no mean and no ranking; any mean of two
people gives one of them away to the other. It has no dates either, because a
date says that somebody has answered.
"""

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import expect
from intimacy_kit._values.record import Record
from intimacy_kit.content.vocabulary import Perspective
from intimacy_kit.couple.sharing import Side, has_place
from intimacy_kit.errors import InvalidResponse
from intimacy_kit.scoring.result import Result

FEWEST_ANSWERS = 3
"""A pillar is shown to a partner when it rests on so many answers or more, so that none makes up more than a third."""

LOWEST, HIGHEST = 10, 90
"""The places at the ends: what is below 15, and what is 85 or more."""


@attrs.frozen
class SharedPillar(Record):
    """One pillar as both see it, the two sides in the order of the arguments of `couple_view`.

    Args:
        pillar: The pillar's id.
        a: The first person's place on the answer range: its percent to the nearest ten, from 10 to 90.
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
        The pillars that both share and that both answered, of the first perspective of which both
        have any; nothing else, and no word on what is not there.

    Raises:
        InvalidResponse: When there is something to show and the two check-ins
            are not of one kind: another catalogue, form or rule of scoring.
            Where nothing is to be shown, nothing is compared.
        InvalidValue: When a side is not a `Side`.

    >>> from datetime import date
    >>> import intimacy_kit as ik
    >>> checkin = ik.draw(ik.load(), form="standard", seed="couple-42")
    >>> answers = {question.item_id: 3 for question in checkin.questions}
    >>> result = ik.score(checkin.answer(answers, on=date(2026, 11, 23)))
    >>> side = ik.Side(result, ik.Sharing(own=["time"]))
    >>> [shared.pillar for shared in couple_view(a=side, b=side).pillars]
    ['time']
    """
    expect(Side, a, "a", "Side(result, sharing) makes one")
    expect(Side, b, "b", "Side(result, sharing) makes one")
    for perspective in Perspective:
        one, other = a.shown(perspective), b.shown(perspective)
        if one is None or other is None:
            continue
        places_a, places_b = _places(one), _places(other)
        both = tuple(SharedPillar(id, place, places_b[id]) for id, place in places_a.items() if id in places_b)
        if both:
            if problems := one.comparable_with(other):
                raise InvalidResponse(problems)
            return CoupleView(both, perspective)
    return CoupleView()


@sealed
def viewpoint(*, own: Side, partner: Side) -> Viewpoint:
    """Return what one person may see. It works for one person alone, without a partner's result.

    Args:
        own: The person's own scores, with what the person shares; a pillar of the partner's is shown to
            those who share theirs.
        partner: The partner's scores, with what the partner shares.

    Raises:
        InvalidResponse, InvalidValue: As `couple_view` does.
    """
    expect(Side, own, "own", "Side(result, sharing) makes one")
    expect(Side, partner, "partner", "Side(result, sharing) makes one")
    return Viewpoint(own.result, couple_view(a=own, b=partner))


def _places(result: Result) -> dict[str, int]:
    """Return the place of each score that has one."""
    return {
        pillar: min(max(int(score.percent + 5) // 10 * 10, LOWEST), HIGHEST)
        for pillar, score in result.by_pillar.items()
        if score.percent is not None and has_place(score)
    }
