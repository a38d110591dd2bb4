"""Pictures of what there is to do, and of the weeks in which it was done."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.wording import spoken_date, spoken_minutes
from intimacy_kit.plan.plan import Plan
from intimacy_kit.reports.cards import spoken_step
from intimacy_kit.reports.picture import Picture, Row

_WEEK = timedelta(weeks=1)


def of_plan(catalogue: Catalogue, plan: Plan) -> Picture:
    """Return a bar for each suggestion, as long as what it takes in a week, or one sentence without any.

    Args:
        catalogue: Where the words come from.
        plan: The plan.
    """
    note = catalogue.phrase("opening-note")
    if not plan.suggestions:
        notes = (catalogue.phrase("no-steps"), note) if catalogue.practices else ()
        return Picture(catalogue.phrase("next-steps"), notes=notes)
    planned = sum(each.minutes for each in plan.suggestions)
    whole = max(plan.minutes_per_week, planned)
    wanted = spoken_minutes(catalogue, plan.minutes_per_week)
    title = catalogue.phrase("plan-title", planned=planned, wanted=wanted)
    rows: list[Row] = []
    said: list[str] = []
    for each in plan.suggestions:
        minutes = spoken_minutes(catalogue, each.minutes)
        rows.append(Row(each.title, "", None, label=minutes, low=0, high=100 * each.minutes / whole))
        said.append(spoken_step(catalogue, each))
    scale = ((0.0, "0"), (100.0, spoken_minutes(catalogue, whole)))
    return Picture(title, rows=tuple(rows), scale=scale, said=tuple(said), notes=(note,), kind="bars")


def of_weeks(catalogue: Catalogue, done: Mapping[str, Collection[date]], *, since: date, on: date) -> Picture:
    """Return a row of weeks for each practice, full where it was done.

    Args:
        catalogue: Where the words come from.
        done: Practice id to the days on which it was done.
        since: A day of the first week.
        on: A day of the last week.
    """
    weeks = [_monday(since)]
    while weeks[-1] + _WEEK <= on:
        weeks.append(weeks[-1] + _WEEK)
    rows: list[Row] = []
    said: list[str] = []
    full: set[date] = set()
    for id, days in done.items():
        title, here = catalogue.practices[id].title, {_monday(day) for day in days} & set(weeks)
        full |= here
        said.append(catalogue.phrase("alt-weeks", title=title, done=len(here), weeks=len(weeks)))
        for week in weeks:
            day = spoken_date(catalogue, week, short=True)
            rows.append(Row(title, "", 100.0 if week in here else None, on=week.isoformat(), day=day))
    title = catalogue.phrase("weeks-title", done=len(full), weeks=len(weeks))
    return Picture(title, rows=tuple(rows), said=tuple(said), notes=(catalogue.phrase("weeks-note"),), kind="weeks")


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
