"""Where somebody is in a programme: the week that is open, and what waits in it.

Nothing is missed: a week that was not finished waits, and the next one opens
when it was, though never before its own day. Where an app says on which days
things were done, the weeks after a break come one a week again, on the same
day of the week as before, and not all at once.
What the gates keep back leaves no trace: a programme that may not be
offered now looks like one that has come to its end.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, cast

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import member, plain_date, texts
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import Record
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.practice import Practice, Prompt, is_left_out, works_for
from intimacy_kit.content.programme import Programme, Week
from intimacy_kit.content.vocabulary import Access, Gate
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.safety.state import NOT_ASKED, SafetyState, state_problem

_WEEK = timedelta(days=7)
_LAST_YEAR = 9000


@attrs.frozen
class Step(Record):
    """Something to do, to talk about or to answer in a week of a programme.

    Args:
        key: What `done` and `skipped` name it by: the week, what it is, and its id.
        practice: The practice's id, or None.
        prompt: The prompt's id, or None.
        form: The id of the form of a check-in, or None.
        title: The name of the practice or the form, or the question.
        access: Other ways to do it, for those of the person's wishes that it has one for.
        apart: How to do it apart, where the partners are and it has to be adapted.
    """

    key: str
    title: str
    practice: str | None = None
    prompt: str | None = None
    form: str | None = None
    access: Mapping[Access, str] = attrs.field(factory=lambda: FrozenMap[Access, str]({}))
    apart: str | None = None


@attrs.frozen
class OpenWeek(Record):
    """The week of a programme that is open.

    Args:
        title: Its name.
        text: What it is about.
        steps: What waits in it: neither done nor skipped.
    """

    title: str
    text: str
    steps: tuple[Step, ...]


@attrs.frozen
class Progress(Record):
    """Where somebody is in a programme.

    Args:
        programme: The programme's id.
        title: Its name.
        week: The week that is open; None between two weeks, before the first and after the last.
        opens: The day on which the next week opens, where none is open; None after the last.
        stop: When and how to stop.
    """

    programme: str
    title: str
    week: OpenWeek | None
    opens: date | None
    stop: str


def gates_of(catalogue: Catalogue, programme: Programme) -> tuple[Gate, ...]:
    """Return the gates of a programme: those of its practices and prompts.

    Args:
        catalogue: Where these are.
        programme: The programme.
    """
    closed = {gate for card in _cards(catalogue, programme) for gate in card.gates}
    return tuple(gate for gate in Gate if gate in closed)


def programmes(
    catalogue: Catalogue, *, alone: bool | None = None, safety: SafetyState = NOT_ASKED
) -> tuple[Programme, ...]:
    """Return the programmes that may be offered to a person: those of which every card may be.

    Args:
        catalogue: Where they come from.
        alone: Whether to have only those for one person (True) or for two (False).
        safety: What the private questions came to, as `intimacy_kit.safety.assess` returns it.

    Raises:
        InvalidValue: When `safety` is something else.
    """
    if problems := state_problem(safety):
        raise InvalidValue(problems)
    return tuple(
        each
        for each in catalogue.programmes.values()
        if alone in (None, each.alone) and _is_offered(catalogue, each, safety)
    )


@sealed
def programme(
    catalogue: Catalogue,
    id: str,
    *,
    start: date,
    on: date,
    done: Collection[str] | Mapping[str, date] = (),
    skipped: Collection[str] = (),
    distance: bool = False,
    access: Collection[str | Access] = (),
    exclude: Collection[str] = (),
    safety: SafetyState = NOT_ASKED,
) -> Progress:
    """Return where a person is in a programme.

    Args:
        catalogue: Where the programme and its cards come from.
        id: The programme's id.
        start: The day on which its first week opens.
        on: The day, in the time zone that the people who follow the programme count in.
        done: Keys of the steps that were done, as `Step.key` has them, or each of these with its day; others change
            nothing. With days, a week that was finished late moves the later ones by whole weeks.
        skipped: Keys of the steps that the person does not want to do; they come no more.
        distance: Whether the partners are apart, so that only what works then is wanted.
        access: What the person wants to do without; touch never comes without another way where it is `no-touch`.
        exclude: Ids of practices, prompts or pillars, topics, or names of gates, that are not wanted.
        safety: What the private questions came to, as `intimacy_kit.safety.assess` returns it. `trauma` stays shut
            here in any case.

    Returns:
        The open week with what waits in it. A week is finished when each of its steps was done or skipped; one of
        which nothing is wanted is passed over.

    Raises:
        UnknownId: When there is no such programme.
        InvalidValue: Listing every argument that makes no sense.

    >>> import intimacy_kit as ik
    >>> journey = ik.load_path("tests/data/packs_good/journey")
    >>> done = ["1.prompt.calm.prompt.chair"]
    >>> now = programme(journey, "two-weeks", start=date(2026, 11, 2), on=date(2026, 11, 29), done=done)
    >>> [step.key for step in now.week.steps]
    ['1.practice.calm.bench', '1.practice.calm.porch']
    """
    problems = state_problem(safety)
    for name, day in (("start", start), ("on", on)):
        plain_date(day, name, problems)
    if not problems and start.year > _LAST_YEAR:
        problems.append(Problem("bad-date", "the first day is too far away", "give an earlier one", ("start",)))
    days = _days(done, problems)
    lists = {"done": done, "skipped": skipped, "access": access, "exclude": exclude}
    listed = {name: texts(given, name, problems) for name, given in lists.items()}
    needs = [member(Access, each, "access", problems) for each in listed["access"]]
    if problems:
        raise InvalidValue(problems)
    found = catalogue.programmes[id]
    passed = {*listed["done"], *listed["skipped"]}
    wishes = tuple(need for need in needs if need)
    over = Progress(found.id, found.title, None, None, found.stop)
    if not _is_offered(catalogue, found, safety):
        return over
    opens: date | None = None
    for number, week in enumerate(found.weeks, 1):
        steps = [
            step
            for card, step in _steps(catalogue, number, week, access=wishes, apart=distance)
            if card is None
            or (works_for(card, distance=distance, access=wishes) and not is_left_out(card, listed["exclude"]))
        ]
        if not steps:
            continue
        opens = start if opens is None else opens + week.weeks_after * _WEEK
        if waiting := tuple(step for step in steps if step.key not in passed):
            if on < opens:
                return attrs.evolve(over, opens=opens)
            return attrs.evolve(over, week=OpenWeek(week.title, week.text, waiting))
        finished = max((days[step.key] for step in steps if step.key in days), default=opens)
        opens += max((finished - opens).days // 7, 0) * _WEEK
    return over


def _days(done: Any, problems: list[Problem]) -> Mapping[str, date]:
    """Return the day of each step that has one; no message holds a key, which may tell of somebody."""
    if not isinstance(done, Mapping):
        return {}
    days = cast(Mapping[str, Any], done)
    if not all(plain_date(day, "done", problems) for day in days.values()):
        return {}
    if any(day.year > _LAST_YEAR for day in days.values()):
        problems.append(Problem("bad-date", "a day in done is too far away", "give an earlier one", ("done",)))
    return days


def _cards(catalogue: Catalogue, programme: Programme) -> Iterator[Practice | Prompt]:
    for week in programme.weeks:
        yield from (catalogue.practices[id] for id in week.practices)
        yield from (catalogue.prompts[id] for id in week.prompts)


def _is_offered(catalogue: Catalogue, programme: Programme, safety: SafetyState) -> bool:
    return all(safety.offers(card) and Gate.TRAUMA not in card.gates for card in _cards(catalogue, programme))


def _steps(
    catalogue: Catalogue, number: int, week: Week, *, access: Collection[Access], apart: bool
) -> Iterator[tuple[Practice | Prompt | None, Step]]:
    """Yield the cards of a week with the steps that they are, and its check-in."""

    def ways(card: Practice | Prompt) -> dict[str, Any]:
        return {"access": FrozenMap({need: card.access[need] for need in access if need in card.access})}

    for id in week.practices:
        card = catalogue.practices[id]
        how = card.distance_how if apart else None
        yield card, Step(f"{number}.practice.{id}", card.title, practice=id, apart=how, **ways(card))
    for id in week.prompts:
        prompt = catalogue.prompts[id]
        yield prompt, Step(f"{number}.prompt.{id}", prompt.text, prompt=id, **ways(prompt))
    if week.form is not None:
        yield None, Step(f"{number}.form.{week.form}", catalogue.forms[week.form].title, form=week.form)
