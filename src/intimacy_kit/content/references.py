"""Cross-reference checks: every reference in a pack resolves, and records fit together."""

import functools
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from intimacy_kit._outside_text import Hints
from intimacy_kit.content.kinds import KINDS
from intimacy_kit.content.pack import Pack
from intimacy_kit.content.questionnaire import Form, Item
from intimacy_kit.content.shelf import Shelf
from intimacy_kit.content.vocabulary import Role
from intimacy_kit.errors import Problem, Problems


def reference_problems(
    pack: Pack,
    shelves: Mapping[str, Shelf[Any]],
    *,
    known: Mapping[str, Collection[str]] | None = None,
    unread: Collection[str] = (),
    hints: Hints | None = None,
) -> tuple[Problem, ...]:
    """Return every reference that does not resolve, and every record that does not fit the others.

    Args:
        pack: The pack's description.
        shelves: A shelf for each name in `SHELVES`.
        known: Further ids by shelf that count as there, such as those of
            records that could not be read and are reported already.
        unread: Shelves of which whole files could not be read, so that any id may be there.
        hints: Where hints come from, for several checks that share one effort.

    Returns:
        Problems whose paths begin with the shelf and the id.
    """
    actions = {action.number for action in pack.actions}
    there = {name: {*shelf, *(known or {}).get(name, ())} for name, shelf in shelves.items()}

    @functools.cache
    def in_order(shelf: str) -> list[str]:
        return sorted(there[shelf])

    problems = Problems(hints=hints)

    def refer(shelf: str, ids: Iterable[str], *path: str | int, many: bool = False) -> None:
        kind = KINDS[shelf]
        for i, id in enumerate(ids):
            if id not in there[shelf] and shelf not in unread:
                remedy = problems.did_you_mean(id, in_order(shelf)) or f"there is no such {kind.noun}"
                message = f"{_named(path)} names {kind.noun} {id!r}"
                problems.add(kind.unknown, message, remedy, *path, *((i,) if many else ()))

    def cover(numbers: Iterable[str], *path: str | int) -> None:
        for i, number in enumerate(numbers):
            if number not in actions:
                message = f"{_named(path)} covers action {number!r}"
                problems.add("unknown-action", message, "number it in pack.yaml", *path, i)

    for item in shelves["items"].values():
        here = ("items", item.id)
        refer("pillars", [item.pillar], *here, "pillar")
        refer("scales", [item.scale], *here, "scale")
        cover(item.covers, *here, "covers")
    for practice in shelves["practices"].values():
        here = ("practices", practice.id)
        refer("pillars", [practice.pillar], *here, "pillar")
        cover(practice.covers, *here, "covers")
        refer("items", practice.targets, *here, "targets", many=True)
        for i, evidence in enumerate(practice.evidence):
            refer("sources", [evidence.source] if evidence.source else [], *here, "evidence", i, "source")
        for i, id in enumerate(practice.targets):
            item = shelves["items"].get(id)
            if item is not None and item.role not in (Role.SCORED, Role.FELT):
                message = f"{_named(here)} is meant to move {id!r}, a {item.role.value} item"
                problems.add("unscored-target", message, "leave it out", *here, "targets", i)
    for prompt in shelves["prompts"].values():
        here = ("prompts", prompt.id)
        refer("pillars", [prompt.pillar], *here, "pillar")
        if prompt.pass_line is None and pack.pass_line is None:
            problems.add("missing-pass-line", f"{_named(here)} has no pass_line", "give pack.yaml a pass_line", *here)
    samples = {(item.role, item.question is None): item for item in shelves["items"].values()}
    for form in shelves["forms"].values():
        here = ("forms", form.id)
        refer("items", form.items.ids or (), *here, "items", "ids", many=True)
        refer("items", form.items.anchors, *here, "items", "anchors", many=True)
        asked = _asked(form, shelves["items"], samples)
        if not asked and there["items"] <= set(shelves["items"]) and "items" not in unread:
            problems.add("empty-form", f"{_named(here)} asks nothing", "give it items that exist", *here)
        if form.stem is None and any(item.question is None for item in asked):
            problems.add("missing-stem", f"{_named(here)} has no stem", "add a stem with {item} in it", *here)
    return tuple(problems)


def _asked(form: Form, items: Mapping[str, Item], samples: Mapping[tuple[Role, bool], Item]) -> list[Item]:
    """Return the items that a form names, and one of each sort that it asks; many forms may ask all of many items."""
    if form.items.ids is not None:
        return [items[id] for id in form.items.ids if id in items]
    sampled = [item for (role, _), item in samples.items() if role in form.roles]
    return sampled + [items[id] for id in form.items.anchors if id in items]


def _named(path: tuple[str | int, ...]) -> str:
    """Return `item 'listening.attention'` for a path into a shelf."""
    return f"{KINDS[str(path[0])].noun} {path[1]!r}"
