"""Which practices come first: those with the most room in the person's own answers.

The room in an answer is how far it lies from the top of its range once keyed,
from 0 to 1. The room of a practice is the mean over its targets that were
answered. Where none was, and for a stored `Result`, which has no answers, it is
that of the percent of its pillar. A gap is never room.

The order, and so the plan, is settled by, in turn: the fewest wishes for access
that a practice has no variant for; not done lately, or longest ago; a target,
since what aims at no question fits nobody's answers better than another's; the
room; and the digest of a seed, so that couples and weeks differ.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from fractions import Fraction

import attrs

from intimacy_kit._values.equality import compared_whole
from intimacy_kit.checkin.checkin import Response
from intimacy_kit.checkin.draw import rotation
from intimacy_kit.content.practice import Practice
from intimacy_kit.content.vocabulary import Access, Missing, Role
from intimacy_kit.scoring.result import Result


@compared_whole
@attrs.frozen
class Room:
    """How much room the answers leave for what a practice is meant to shift. Its repr shows nothing.

    Args:
        share: From 0, every answer at the top, to 1, every answer at the bottom.
        item: The answered target with the most room, or None where no answer to a target is known.
    """

    share: Fraction = attrs.field(repr=False)
    item: str | None = attrs.field(repr=False)


@attrs.frozen
class Candidate:
    """A practice that a plan may have.

    Args:
        practice: The practice.
        room: What the answers say of it.
        tier: How many wishes for access it has no variant for, when it was done lately (0: not), and whether it
            lacks a target (1) or has one (0).
    """

    practice: Practice
    room: Room
    tier: tuple[int, int, int]

    @property
    def minutes(self) -> int:
        """What it takes in a week, in minutes."""
        return weekly_minutes(self.practice)


RoomOf = Callable[[Practice], Room | None]


def room_in_answers(response: Response, result: Result) -> RoomOf:
    """Return how to find the room of a practice in what a person answered; None where no answer bears on it.

    Args:
        response: The answers.
        result: Their scores.
    """
    rooms: dict[str, Fraction] = {}
    in_pillar = room_in_scores(result)
    for id, answer in response.answers.items():
        item = response.checkin.key.by_id[id]
        if item.role is Role.SCORED and not isinstance(answer, Missing):
            low, high, _ = item.ends
            rooms[id] = (high - Fraction(item.keyed(answer))) / Fraction(high - low)

    def room(practice: Practice) -> Room | None:
        ids = [id for id in practice.targets if id in rooms]
        if not ids:
            return in_pillar(practice)
        return Room(sum((rooms[id] for id in ids), Fraction(0)) / len(ids), max(ids, key=rooms.__getitem__))

    return room


def room_in_scores(result: Result) -> RoomOf:
    """Return how to find the room of a practice in stored scores; None where its pillar has no score.

    Args:
        result: The scores.
    """
    percents = {pillar: score.percent for pillar, score in result.by_pillar.items()}

    def room(practice: Practice) -> Room | None:
        percent = percents.get(practice.pillar)
        return None if percent is None else Room(1 - Fraction(percent) / 100, None)

    return room


def rank(
    practices: Iterable[Practice],
    room_of: RoomOf,
    *,
    access: Collection[Access],
    done: Sequence[str],
    seed: str,
) -> list[Candidate]:
    """Return the practices with any room, the first to suggest first.

    Args:
        practices: Those that fit.
        room_of: What the answers say of each.
        access: What the person wants to do without.
        done: Ids of practices done lately, the latest last.
        seed: What breaks ties.
    """
    latest = {id: i for i, id in enumerate(done, 1)}
    candidates = [
        Candidate(practice, room, (lacking, latest.get(practice.id, 0), int(not practice.targets)))
        for practice in practices
        for lacking in [sum(need not in practice.access for need in access)]
        if (room := room_of(practice)) is not None and room.share
    ]
    tie = {id: i for i, id in enumerate(rotation((candidate.practice.id for candidate in candidates), seed, 0))}
    return sorted(candidates, key=lambda candidate: (candidate.tier, -candidate.room.share, tie[candidate.practice.id]))


def weekly_minutes(practice: Practice) -> int:
    """Return what a practice takes in a week that has it in it, in minutes."""
    return practice.minutes * practice.cadence.times_a_week


def choose(order: Sequence[Candidate], minutes: int, count: int) -> list[Candidate]:
    """Return the practices of one plan, in the order given.

    The first one is the first that fits into the minutes. Each further one
    comes from a pillar that has none yet, while there is such a one, and is the
    first of its tier that is long enough for the plan to use half of the
    minutes; where none is, the longest. While more are to come, none takes more
    than two thirds of the minutes that are left, where another of its tier does
    not: one practice of an hour would be the whole plan.

    Args:
        order: Practices, the first to suggest first.
        minutes: What all of them together may take in a week.
        count: How many there may be.
    """
    taken: list[Candidate] = []
    used = 0
    while len(taken) < count:
        fitting = [candidate for candidate in order if candidate not in taken and candidate.minutes <= minutes - used]
        pillars = {candidate.practice.pillar for candidate in taken}
        fitting = [candidate for candidate in fitting if candidate.practice.pillar not in pillars] or fitting
        if not fitting:
            break
        peers = [candidate for candidate in fitting if candidate.tier == fitting[0].tier]
        if len(taken) + 1 < count:
            peers = [candidate for candidate in peers if 3 * candidate.minutes <= 2 * (minutes - used)] or peers
        share = Fraction(minutes - 2 * used, 2 * (count - len(taken))) if taken else 0
        longest = max(peers, key=lambda candidate: candidate.minutes)
        taken.append(next((candidate for candidate in peers if candidate.minutes >= share), longest))
        used += taken[-1].minutes
    return sorted(taken, key=order.index)
