"""How practices and programmes refer to each other: no circles, and alone means alone."""

import contextlib
import graphlib
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from intimacy_kit.content.practice import Practice
from intimacy_kit.content.programme import Programme
from intimacy_kit.content.shelf import Shelf
from intimacy_kit.content.vocabulary import Mode
from intimacy_kit.errors import Problems

Refer: TypeAlias = Callable[..., None]
"""A function of a shelf, of ids and of their place, which notes the ids that are not there; `many` is for a list."""


def circular_problems(practices: Shelf[Practice], problems: Problems) -> None:
    """Note each practice whose easier ones, theirs and so on, never come to an end.

    Args:
        practices: The shelf.
        problems: Where to add problems, with paths of shelf and id.
    """
    easier = {id: {each for each in practice.easier if each in practices} for id, practice in practices.items()}
    for id, practice in practices.items():
        for each in practice.harder:
            if each in practices:
                easier[each].add(id)
    sorter = graphlib.TopologicalSorter(easier)
    with contextlib.suppress(graphlib.CycleError):
        sorter.prepare()
    while ready := sorter.get_ready():
        sorter.done(*ready)
        for id in ready:
            del easier[id]
    for id in easier:
        message = f"the easier practices of {id!r} lead in a circle"
        problems.add("circular-link", message, "take a link out of easier or harder", "practices", id)


def programme_problems(shelves: Mapping[str, Shelf[Any]], refer: Refer, problems: Problems) -> None:
    """Note what the programmes refer to and is not there, and what is done with a partner in one for one person.

    Args:
        shelves: A shelf for each kind of record.
        refer: Notes references that do not resolve.
        problems: Where to add problems, with paths of shelf and id.
    """
    for programme in shelves["programmes"].values():
        here = ("programmes", programme.id)
        for i, evidence in enumerate(programme.evidence):
            refer("sources", [evidence.source] if evidence.source else [], *here, "evidence", i, "source")
        for i, week in enumerate(programme.weeks):
            refer("practices", week.practices, *here, "weeks", i, "practices", many=True)
            refer("prompts", week.prompts, *here, "weeks", i, "prompts", many=True)
            refer("forms", [week.form] if week.form else [], *here, "weeks", i, "form")
        if programme.alone:
            _alone_problems(programme, shelves["practices"], problems.at(*here))


def _alone_problems(programme: Programme, practices: Shelf[Practice], problems: Problems) -> None:
    """Note what cannot be done alone in a programme for one person."""
    for i, week in enumerate(programme.weeks):
        for j, id in enumerate(week.practices):
            if id in practices and practices[id].mode is not Mode.SOLO:
                message = f"{id!r} is not done alone, and the programme is"
                problems.add("not-alone", message, "take it out, or leave out alone", "weeks", i, "practices", j)
        if week.prompts:
            message = "prompts are for two, and the programme is for one person alone"
            problems.add("not-alone", message, "take them out, or leave out alone", "weeks", i, "prompts")
