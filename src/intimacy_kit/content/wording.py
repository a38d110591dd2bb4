"""Numbers, lists, dates, durations and citations as people read them, in the phrases of a catalogue."""

import functools
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from intimacy_kit._sealed import sealed
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.pack import Source
from intimacy_kit.content.practice import DateIdea


@sealed
def spoken_number(number: float | Fraction) -> str:
    """Return a number to the nearest whole one, half up, as people round: 62.5 is `63`, as 37.5 is `38`.

    Args:
        number: The number, from 0, such as a percent.
    """
    whole, part = divmod(number, 1)
    return str(int(whole) + (2 * part >= 1))


def spoken_list(catalogue: Catalogue, texts: Iterable[str]) -> str:
    """Return texts as one list in words, such as `a, b and c`.

    Args:
        catalogue: Whose phrases `list-more` and `list-last` join them.
        texts: The texts; without any, the list is empty.
    """
    *others, last = [*texts] or [""]
    if not others:
        return last
    first = functools.reduce(lambda first, next: catalogue.phrase("list-more", first=first, next=next), others)
    return catalogue.phrase("list-last", first=first, last=last)


def spoken_date(catalogue: Catalogue, day: date, *, short: bool = False) -> str:
    """Return a date in words, such as `26 October 2026`.

    Args:
        catalogue: Whose phrases `date`, `months` and, on the first of a month, `first-of-month` say it.
        day: The date.
        short: Whether to take `date-short` and `months-short`, such as `26 Oct 2026`.
    """
    suffix = "-short" if short else ""
    month = catalogue.phrase(f"months{suffix}").split(", ")[day.month - 1]
    number = catalogue.phrase("first-of-month", day=1) if day.day == 1 else day.day
    return catalogue.phrase(f"date{suffix}", day=number, month=month, year=day.year)


def spoken_month(catalogue: Catalogue, day: date) -> str:
    """Return the name of a day's month, such as `October`.

    Args:
        catalogue: Whose phrase `months` says it.
        day: A day of that month.
    """
    return catalogue.phrase("months").split(", ")[day.month - 1]


def spoken_minutes(catalogue: Catalogue, minutes: int) -> str:
    """Return a duration in words, such as `10 minutes`.

    Args:
        catalogue: Whose phrases `minute` and `minutes` say it.
        minutes: The duration, in minutes.
    """
    return catalogue.phrase("minute" if minutes == 1 else "minutes", count=minutes)


def spoken_source(catalogue: Catalogue, source: Source) -> str:
    """Return a source as a text cites it, such as `Weger et al. (2014)`; by its title where no author is confirmed.

    Args:
        catalogue: Whose phrases `cited-one`, `cited-two`, `cited-more` and `cited-title` say it.
        source: The source.
    """
    if source.authors is None:
        return catalogue.phrase("cited-title", title=source.title, year=source.year)
    names = [author.strip().partition(",")[0] for author in source.authors.split(";")]
    id = "cited-one" if len(names) == 1 else "cited-two" if len(names) == 2 else "cited-more"
    if names[-1].startswith("and "):
        id = "cited-more"
    return catalogue.phrase(id, first=names[0], second=names[-1], year=source.year)


def date_facts(date: DateIdea) -> Iterator[str]:
    """Yield the ids of the phrases that say what a date takes: place, cost, strength, season, weather and children.

    Args:
        date: What makes the practice a date.
    """
    yield from (f"place-{date.place.value}", f"budget-{date.budget.value}", f"energy-{date.energy.value}")
    yield from (f"season-{season.value}" for season in date.seasons)
    yield from (f"weather-{weather.value}" for weather in date.weather)
    if date.with_children:
        yield "with-children"
