"""The time of a plan or of a programme as a calendar file, which says nothing of what the time is for.

Calendars are shared, and shown on locked screens. So the events of a plan depend
only on the minutes that were asked for and on the arguments: how many suggestions
it has, and which, cannot be seen, not even in the ids of the events. Those of a
programme show how many weeks it has and how far apart, and nothing else of it. No
line names this library.
"""

import hashlib
import itertools
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import seed_text, storable_text, whole_number
from intimacy_kit.content.programme import Programme
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.plan.plan import Plan

try:
    import icalendar
except ImportError as error:
    raise MissingExtra("calendar") from error

__all__ = ["plan_calendar", "programme_calendar"]


_DAY = 24 * 60


@sealed
def plan_calendar(
    plan: Plan,
    *,
    start: date,
    seed: str,
    at: time | None = None,
    times_a_week: int = 3,
    weeks: int = 1,
    title: str = "Time set aside",
    product: str = "-//Calendar//EN",
) -> bytes:
    """Return a plan's time as an iCalendar file (RFC 5545), ready to be written or sent.

    The minutes a week are shared out evenly over the events of a week.

    Args:
        plan: The plan; only its minutes a week are used.
        start: The first day.
        seed: Any text that stays the same and that nobody else knows, such as a random pseudonym; the ids
            of the events are digests of it, so that a second import replaces the first.
        at: When events begin, in the calendar's own time zone; None for all-day events.
        times_a_week: How many events a week has, from 1 to 7.
        weeks: For how many weeks, from 1 to 52.
        title: What the events are called; choose a word that anybody may read.
        product: What the file says that it was made by, which the format asks for; anybody may read it.

    Raises:
        InvalidValue: When a number is out of range, or a day, a time or the title is not valid.
    """
    words = {"seed": seed, "title": title, "product": product}
    _refuse_nonsense(start, at, words, {"times_a_week": (times_a_week, 7), "weeks": (weeks, 52)})
    days = [start + timedelta(days=i * 7 // times_a_week) for i in range(times_a_week)]
    minutes = min(max(plan.minutes_per_week // times_a_week, 1), _DAY)
    return _calendar(days, words, start=start, at=at, minutes=minutes, rrule={"freq": "weekly", "count": weeks})


@sealed
def programme_calendar(
    programme: Programme,
    *,
    start: date,
    seed: str,
    minutes: int,
    at: time | None = None,
    title: str = "Time set aside",
    product: str = "-//Calendar//EN",
) -> bytes:
    """Return the weeks of a programme as an iCalendar file (RFC 5545): an event for each, on the day it opens.

    Args:
        programme: The programme; only the distances between its weeks are used.
        start: The day on which its first week opens.
        seed: As for `plan_calendar`.
        minutes: How long an event is, from 1 to 1,440; what the person wants to set aside, and not what the cards take.
        at: As for `plan_calendar`.
        title: As for `plan_calendar`.
        product: As for `plan_calendar`.

    Raises:
        InvalidValue: When a number is out of range, or a day, a time or the title is not valid.
    """
    words = {"seed": seed, "title": title, "product": product}
    _refuse_nonsense(start, at, words, {"minutes": (minutes, _DAY)})
    after = itertools.accumulate((week.weeks_after for week in programme.weeks[1:]), initial=0)
    return _calendar([start + timedelta(weeks=weeks) for weeks in after], words, start=start, at=at, minutes=minutes)


def _calendar(
    days: Iterable[date], words: Mapping[str, str], *, start: date, at: time | None, minutes: int, **more: Any
) -> bytes:
    """Return an event for each day; the ids are digests of the seed, the first day and the place in the row."""
    calendar = _component(icalendar.Calendar, prodid=words["product"], version="2.0")
    for i, day in enumerate(days):
        event = _component(
            icalendar.Event,
            uid=hashlib.sha256(f"{words['seed']}\n{start.isoformat()}\n{i}".encode()).hexdigest()[:32],
            dtstamp=datetime.combine(start, time(), UTC),
            summary=words["title"],
            dtstart=day if at is None else datetime.combine(day, at),
            duration=timedelta(days=1) if at is None else timedelta(minutes=minutes),
            transp="TRANSPARENT" if at is None else "OPAQUE",
            **{"class": "PRIVATE"},
            **more,
        )
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _component(kind: Callable[[], Any], **properties: Any) -> Any:
    component = kind()
    for name, value in properties.items():
        component.add(name, value)
    return component


def _refuse_nonsense(start: Any, at: Any, words: Mapping[str, Any], numbers: Mapping[str, tuple[Any, int]]) -> None:
    problems: list[Problem] = []
    if type(start) is not date or start.year > 9000:
        problems.append(Problem("bad-date", "the first day is not a date", "give a datetime.date", ("start",)))
    if at is not None and (type(at) is not time or at.tzinfo is not None):
        problems.append(Problem("bad-date", "the time is not a plain time of day", "give it without a zone", ("at",)))
    for name, (number, most) in numbers.items():
        whole_number(number, name, problems, low=1, high=most)
    seed_text(words["seed"], problems)
    for name in ("title", "product"):
        storable_text(words[name], name, problems)
        if type(words[name]) is str and not words[name].strip():
            problems.append(Problem("empty-text", f"the {name} is empty", "choose a neutral word", (name,)))
    if problems:
        raise InvalidValue(problems)
