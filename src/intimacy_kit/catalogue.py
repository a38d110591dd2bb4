"""The catalogue: an immutable index of a pack's content in which every reference resolves."""

import functools
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Protocol, TypeVar

import attrs

from intimacy_kit._frozen import FrozenMap
from intimacy_kit.content import Form, Item, Pack, Pillar, Practice, Prompt, ResponseScale, Source
from intimacy_kit.errors import PackError, Problem, UnknownId, did_you_mean
from intimacy_kit.words import Role

__all__ = ["SHELVES", "Catalogue", "Shelf", "laid_on", "reference_problems"]


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Identified)


class Shelf(Mapping[str, T]):
    """The values of one kind by id, in the pack's order.

    Looking up an id that is not there raises `UnknownId`, which names the nearest one that is.
    """

    __slots__ = ("_by_id", "kind")
    _by_id: dict[str, T]
    kind: str

    def __init__(self, kind: str, values: Iterable[T] = ()) -> None:
        by_id: dict[str, T] = {}
        problems: list[Problem] = []
        for value in values:
            if by_id.setdefault(value.id, value) is not value:
                problems.append(
                    Problem(
                        "duplicate-id", f"the {kind} {value.id!r} is there twice", "give one another id", (value.id,)
                    )
                )
        if problems:
            raise PackError(problems)
        self.kind, self._by_id = kind, by_id

    def __getitem__(self, id: str) -> T:
        try:
            return self._by_id[id]
        except KeyError:
            raise UnknownId(self.kind, str(id), self._by_id) from None

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shelf) and list(self.items()) == list(other.items())  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] # the values compare themselves

    def __hash__(self) -> int:
        return hash((self.kind, tuple(self._by_id)))

    def __repr__(self) -> str:
        return f"<{len(self)} {self.kind}s>"


SHELVES = FrozenMap(
    {
        "pillars": "pillar",
        "scales": "response scale",
        "forms": "form",
        "items": "item",
        "practices": "practice",
        "prompts": "prompt",
        "sources": "source",
    }
)
"""The shelves of a catalogue, and what a value on each is called."""


def _shelf(name: str) -> Any:
    return attrs.field(default=(), converter=functools.partial(_shelve, name))


def _shelve(name: str, values: "Iterable[Any] | Shelf[Any]") -> Shelf[Any]:
    return values if isinstance(values, Shelf) else Shelf(SHELVES[name], values)  # pyright: ignore[reportUnknownVariableType]  # what a shelf holds is known by its name


@attrs.frozen(kw_only=True)
class Catalogue:
    """All that a pack holds, each kind on its shelf, every reference resolved.

    Args:
        pack: What the pack says of itself.
        locale: The most specific language that its texts are in; the pack's own unless a translation lies over it.
        pillars: The subscales.
        scales: The response scales.
        forms: The questionnaires that can be drawn.
        items: The questions.
        practices: Things to do.
        prompts: Things to talk about.
        sources: What the content rests on.

    Each shelf may be given as an iterable of values and is read as a mapping by id.

    Raises:
        PackError: When an id is there twice or leads nowhere; it lists every problem.
    """

    pack: Pack
    locale: str = attrs.field(default=attrs.Factory(lambda self: self.pack.locale, takes_self=True))
    pillars: Shelf[Pillar] = _shelf("pillars")  # noqa: RUF009  # a field, made by a function
    scales: Shelf[ResponseScale] = _shelf("scales")  # noqa: RUF009  # a field, made by a function
    forms: Shelf[Form] = _shelf("forms")  # noqa: RUF009  # a field, made by a function
    items: Shelf[Item] = _shelf("items")  # noqa: RUF009  # a field, made by a function
    practices: Shelf[Practice] = _shelf("practices")  # noqa: RUF009  # a field, made by a function
    prompts: Shelf[Prompt] = _shelf("prompts")  # noqa: RUF009  # a field, made by a function
    sources: Shelf[Source] = _shelf("sources")  # noqa: RUF009  # a field, made by a function

    def __attrs_post_init__(self) -> None:
        problems = reference_problems(self.pack, {name: getattr(self, name) for name in SHELVES})
        if problems:
            raise PackError(problems)

    def form_items(self, form: str) -> tuple[Item, ...]:
        """Return every item that a form can ask, in the order in which it asks them.

        A form that lists its items keeps their order. All others go pillar by
        pillar, felt items after scored ones; choice items come after all
        pillars, and sentinels last.

        Args:
            form: The form's id.

        Raises:
            UnknownId: When there is no such form.
        """
        return _form_items(self.forms[form], self.pillars, self.items)

    def merge(self, other: "Catalogue") -> "Catalogue":
        """Return both catalogues as one, under this one's pack.

        Args:
            other: A catalogue whose content is added. What it shares with this one to the
                letter is there once; an id that stands for something else is a problem,
                unless `other.pack.replaces` lists it.

        Raises:
            PackError: Listing every id that is taken, and every reference that then leads nowhere.
        """
        values = {name: list(getattr(other, name).values()) for name in SHELVES}
        pack, shelves, taken = laid_on(self, other.pack, values)
        problems = [each for each in taken if not self._has(other, *each.path[:2])]
        if problems:
            raise PackError(problems)
        return Catalogue(pack=pack, locale=self.locale, **shelves)

    def _has(self, other: "Catalogue", shelf: str | int, id: str | int) -> bool:
        """Whether an id stands for the same value in another catalogue."""
        return bool(getattr(self, str(shelf))[id] == getattr(other, str(shelf))[id])

    def __repr__(self) -> str:
        shelves = ", ".join(f"{len(getattr(self, name))} {name}" for name in SHELVES)
        return f"<Catalogue {self.pack.id} {self.pack.version}: {shelves}>"


def laid_on(
    base: Catalogue | None, pack: Pack, values: Mapping[str, Iterable[Any]]
) -> tuple[Pack, dict[str, Any], tuple[Problem, ...]]:
    """Return what a pack's values make of the catalogue that they are laid on.

    Args:
        base: The catalogue below, or None.
        pack: What the upper pack says of itself; it may replace the ids that it lists.
        values: Shelf to the upper pack's values.

    Returns:
        The pack that stands for both, the shelves of both, and a problem for each id that is taken,
        with a path of shelf, id and `id`.
    """
    shelves: dict[str, Any] = {}
    taken: list[Problem] = []
    for name, kind in SHELVES.items():
        kept: dict[str, Any] = {} if base is None else dict(getattr(base, name))
        for value in values[name]:
            if value.id in kept and value.id not in pack.replaces:
                message = f"the id {value.id!r} is taken by the pack below"
                remedy = "rename it, or list it under replaces"
                taken.append(Problem("duplicate-id", message, remedy, (name, value.id, "id")))
            kept[value.id] = value
        shelves[name] = Shelf(kind, kept.values())
    if base is None:
        return pack, shelves, ()
    numbers = {action.number for action in base.pack.actions}
    actions = (*base.pack.actions, *(action for action in pack.actions if action.number not in numbers))
    return attrs.evolve(base.pack, actions=actions), shelves, tuple(taken)


_ROLE_ORDER = {Role.SCORED: 0, Role.FELT: 0, Role.CHOICE: 1, Role.SENTINEL: 2}


def _form_items(form: Form, pillars: Iterable[str], items: Mapping[str, Item]) -> tuple[Item, ...]:
    if form.items.ids is not None:
        return tuple(items[id] for id in form.items.ids if id in items)
    pillar_order = {pillar: i for i, pillar in enumerate(pillars)}
    pool = [item for item in items.values() if item.role in form.roles or item.id in form.items.anchors]
    pool.sort(key=lambda item: (_ROLE_ORDER[item.role], pillar_order.get(item.pillar, -1), item.role is Role.FELT))
    return tuple(pool)


def reference_problems(
    pack: Pack,
    shelves: Mapping[str, Shelf[Any]],
    *,
    known: Mapping[str, Collection[str]] | None = None,
    unread: Collection[str] = (),
) -> tuple[Problem, ...]:
    """Return every reference that leads nowhere, and what else does not fit together.

    Args:
        pack: What the pack says of itself.
        shelves: A shelf for each name in `SHELVES`.
        known: Further ids by shelf that count as there, such as those of
            records that could not be read and are reported already.
        unread: Shelves of which whole files could not be read, so that any id may be there.

    Returns:
        Problems whose paths begin with the shelf and the id.
    """
    actions = {action.number for action in pack.actions}
    there = {name: {*shelf, *(known or {}).get(name, ())} for name, shelf in shelves.items()}
    problems: list[Problem] = []

    def refer(shelf: str, ids: Iterable[str], *path: str | int, many: bool = False) -> None:
        kind = shelves[shelf].kind
        for i, id in enumerate(ids):
            if id not in there[shelf] and shelf not in unread:
                code = f"unknown-{kind.rpartition(' ')[2]}"
                remedy = did_you_mean(id, sorted(there[shelf])) or f"there is no such {kind}"
                place = (*path, i) if many else path
                problems.append(Problem(code, f"{_named(path)} names {kind} {id!r}", remedy, place))

    def cover(numbers: Iterable[str], *path: str | int) -> None:
        for i, number in enumerate(numbers):
            if number not in actions:
                message = f"{_named(path)} covers action {number!r}"
                problems.append(Problem("unknown-action", message, "number it in pack.yaml", (*path, i)))

    for item in shelves["items"].values():
        here = ("items", item.id)
        refer("pillars", [item.pillar], *here, "pillar")
        refer("scales", [item.scale], *here, "scale")
        cover(item.covers, *here, "covers")
    for practice in shelves["practices"].values():
        here = ("practices", practice.id)
        refer("pillars", [practice.pillar], *here, "pillar")
        cover(practice.covers, *here, "covers")
        refer("items", practice.moves, *here, "moves", many=True)
        for i, evidence in enumerate(practice.evidence):
            refer("sources", [evidence.source], *here, "evidence", i, "source")
        for i, id in enumerate(practice.moves):
            item = shelves["items"].get(id)
            if item is not None and item.role not in (Role.SCORED, Role.FELT):
                message = f"{_named(here)} is meant to move {id!r}, a {item.role.value} item"
                problems.append(Problem("unscored-move", message, "leave it out", (*here, "moves", i)))
    for prompt in shelves["prompts"].values():
        here = ("prompts", prompt.id)
        refer("pillars", [prompt.pillar], *here, "pillar")
        if prompt.passing is None and pack.passing is None:
            problems.append(
                Problem(
                    "missing-passing", f"{_named(here)} has no line on passing", "give pack.yaml a passing line", here
                )
            )
    for form in shelves["forms"].values():
        here = ("forms", form.id)
        refer("items", form.items.ids or (), *here, "items", "ids", many=True)
        refer("items", form.items.anchors, *here, "items", "anchors", many=True)
        asked = _form_items(form, shelves["pillars"], shelves["items"])
        if not asked and there["items"] <= set(shelves["items"]) and "items" not in unread:
            problems.append(Problem("empty-form", f"{_named(here)} asks nothing", "give it items that exist", here))
        if form.stem is None and any(item.question is None for item in asked):
            problems.append(
                Problem("missing-stem", f"{_named(here)} has no stem", "add a stem with {item} in it", here)
            )
    return tuple(problems)


def _named(path: tuple[str | int, ...]) -> str:
    """Return `item 'listening.attention'` for a path into a shelf."""
    return f"{str(path[0]).removesuffix('s')} {path[1]!r}"
