"""A question a day, the same for both partners.

The order of the prompts is settled by a seed, and by how deep they go: the
first weeks are light, and deeper ones join slowly. No prompt comes back before
all were asked, and one that is asked once only never comes back at all. Then
all others come again in the same order, so that the same time lies between.

What either said in private never changes the question. A gate is open here
only where both have said so to each other.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import member, members, plain_date, seed_text, texts, whole_number
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.practice import Prompt, is_asked_for, works_for
from intimacy_kit.content.vocabulary import Access, Gate
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.safety.state import NOT_ASKED, SafetyState, state_problem

DEEPER_AFTER = {3: 21, 4: 63, 5: 126}
"""Depth to the number of prompts that come before the first one of it, unless all lighter ones were asked."""


@sealed
def today(
    catalogue: Catalogue,
    *,
    seed: str,
    start: date,
    on: date,
    opened: Mapping[str, date] | None = None,
    max_depth: int = 5,
    topics: Collection[str] = (),
    exclude: Collection[str] = (),
    stage: str | None = None,
    distance: bool = False,
    access: Collection[str | Access] = (),
    gates: Collection[Gate] = (),
    safety: SafetyState = NOT_ASKED,
) -> Prompt | None:
    """Return the prompt of a day. With the same arguments, `safety` apart, both partners have the same one.

    Args:
        catalogue: Where the prompts come from.
        seed: Any text that both share and that stays the same, such as the couple's pseudonym.
        start: The day on which they began.
        on: The day.
        opened: Prompt id to the day on which either of them last opened it, where the app keeps that for both. A prompt
            that nobody opened then waits for the next day, and one that was opened today stays for the day. Without
            it, a prompt is taken as opened on each day from `start`. Ids that the catalogue does not have
            change nothing.
        max_depth: The greatest depth that both want, 1 to 5; it is reached slowly.
        topics: Topics or ids of pillars, to have only prompts on any of these.
        exclude: Ids of prompts or pillars, or topics, that either leaves out, if both may know.
        stage: Their stage of life; prompts that are written for others are left out.
        distance: Whether they are apart, so that only what makes sense then is asked.
        access: What either wants to do without.
        gates: Gates that both have chosen to open, and have said so to each other. It never comes from what the private
            questions came to, and `trauma` stays shut in any case.
        safety: What the private questions came to for the person who looks, as `assess` returns it. It never changes
            which prompt the day has: a person to whom it may not be offered has none.

    Returns:
        The prompt, or None where nothing fits.

    Raises:
        InvalidValue: Listing every argument that makes no sense.

    >>> import intimacy_kit as ik
    >>> prompt = today(ik.load(), seed="couple-42", start=date(2026, 11, 1), on=date(2026, 11, 29))
    >>> prompt.depth <= 3
    True
    """
    problems = state_problem(safety)
    seed_text(seed, problems)
    for name, day in (("start", start), ("on", on)):
        plain_date(day, name, problems)
    whole_number(max_depth, "max_depth", problems, low=1, high=5)
    lists = {"topics": topics, "exclude": exclude, "access": access}
    listed = {name: texts(given, name, problems) for name, given in lists.items()}
    needs = [member(Access, each, "access", problems) for each in listed["access"]]
    open_gates = {*members(Gate, gates, "gates", problems)} - {Gate.TRAUMA}
    problems += _wrong_record(opened)
    if not problems and on < start:
        problems.append(Problem("bad-date", "the day lies before the first one", "give a later day", ("on",)))
    if problems:
        raise InvalidValue(problems)
    unwanted = frozenset(listed["exclude"])
    pool = [
        prompt
        for prompt in catalogue.prompts.values()
        if prompt.depth <= max_depth
        and open_gates.issuperset(prompt.gates)
        and works_for(prompt, distance=distance, access=[need for need in needs if need])
        and is_asked_for(prompt, topics=listed["topics"], stage=stage)
        and unwanted.isdisjoint((prompt.id, prompt.pillar, *prompt.topics))
    ]
    prompt = _on_day(pool, seed, (on - start).days) if opened is None else _in_turn(pool, seed, on, opened)
    return prompt if prompt is not None and safety.offers(prompt) else None


def _wrong_record(opened: Any) -> list[Problem]:
    """Return what is wrong with the record of what was opened; no message holds an id, which may tell of somebody."""
    if opened is None:
        return []
    if not isinstance(opened, Mapping):
        return [Problem("wrong-kind", "opened is not a mapping", "give prompt id to day", ("opened",))]
    problems: list[Problem] = []
    if not all(plain_date(day, "opened", problems) for day in opened.values()):  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType, reportUnknownArgumentType]  # callers need not check types
        return problems[:1]
    return []


def _on_day(pool: Collection[Prompt], seed: str, day: int) -> Prompt | None:
    """Return the prompt of a day, counted from 0, where one was opened on each day before."""
    order = _order(pool, seed, before=0)
    if day < len(pool):
        return next(islice(order, day, None))
    again = [prompt for prompt in order if not prompt.once]
    return again[(day - len(pool)) % len(again)] if again else None


def _in_turn(pool: Collection[Prompt], seed: str, on: date, opened: Mapping[str, date]) -> Prompt | None:
    """Return the prompt that was opened on the day, or the next that was not, or the one of the longest time ago."""
    if any(opened.get(prompt.id) == on for prompt in pool):
        return next(prompt for prompt in _order(pool, seed, before=0) if opened.get(prompt.id) == on)
    before = {id: day for id, day in opened.items() if day < on}
    new = [prompt for prompt in pool if prompt.id not in before]
    if new:
        return next(_order(new, seed, before=len(before)))
    again = (prompt for prompt in _order(pool, seed, before=0) if not prompt.once)
    return min(again, key=lambda prompt: before[prompt.id], default=None)


def _order(pool: Iterable[Prompt], seed: str, *, before: int) -> Iterator[Prompt]:
    """Yield prompts in an order that a seed settles, the deeper ones only once so many came before."""
    waiting: dict[int, list[Prompt]] = {}
    for prompt in sorted(pool, key=lambda each: each.id):
        waiting.setdefault(prompt.depth, []).append(prompt)
    ready: list[Prompt] = []
    while waiting or ready:
        for depth in sorted(waiting):
            if not ready or before >= DEEPER_AFTER.get(depth, 0):
                ready = sorted([*ready, *waiting.pop(depth)], key=lambda each: each.id)
        number = int.from_bytes(hashlib.sha256(f"{seed}\n{before}".encode()).digest())
        before += 1
        yield ready.pop(number % len(ready))
