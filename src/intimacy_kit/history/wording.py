"""What a person reads of a pillar over time, in the words of a catalogue."""

from collections.abc import Sequence
from datetime import date

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import expect_each
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.wording import spoken_date, spoken_month, spoken_number
from intimacy_kit.history.change import Outcome, change
from intimacy_kit.history.points import Point, Round
from intimacy_kit.scoring.reliability import Reliability


@sealed
def in_words(
    catalogue: Catalogue,
    points: Sequence[Point],
    *,
    reliability: Reliability | None = None,
    round: Round | None = None,  # it is one
) -> str:
    """Return how a pillar's last score stands to its first: higher, lower, steady, or that it is too early to tell.

    A number is said with its uncertainty or not at all.

    Args:
        catalogue: Whose phrases say it.
        points: The pillar's points, oldest first.
        reliability: What is known of the precision of the pillar's percent; that of a norm of the pack unless given.
        round: The round of questions that the next point waits for, if any.
    """
    expect_each(Point, enumerate(points), "points", "history(results).pillars has them")
    known = [point for point in points if point.percent is not None]
    if len(known) < 2:
        if round is None:
            return catalogue.phrase("too-early")
        return catalogue.phrase("too-early-in-a-round", asked=round.asked, of=round.of)
    changed = change(known[0], known[-1], reliability=reliability)
    if changed.threshold is None:
        return catalogue.phrase("chance-not-known")
    direction = {Outcome.UP: "higher", Outcome.DOWN: "lower", Outcome.CANNOT_TELL: "steady"}[changed.outcome]
    return catalogue.phrase(
        direction,
        then=_then(catalogue, known[0].on, known[-1].on),
        points=spoken_number(abs(changed.points or 0)),
        chance=spoken_number(changed.threshold),
    )


def _then(catalogue: Catalogue, day: date, now: date) -> str:
    """Return when it was, as somebody would say it now."""
    if (day.year, day.month) == (now.year, now.month):
        return catalogue.phrase("on-day", date=spoken_date(catalogue, day))
    if day.year == now.year:
        return catalogue.phrase("in-month", month=spoken_month(catalogue, day))
    return catalogue.phrase("in-month-of-year", month=spoken_month(catalogue, day), year=day.year)
