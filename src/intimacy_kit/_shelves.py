"""A shelf of a catalogue: the values of one kind by id."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Protocol, TypeVar

from intimacy_kit.errors import PackError, Problem, UnknownId

__all__ = ["SHELVES", "Shelf"]


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
        except (KeyError, TypeError):  # what has no hash is no id, either
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


SHELVES = MappingProxyType(
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
