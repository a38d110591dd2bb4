"""A shelf of a catalogue: the values of one kind by id."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol, TypeVar

from intimacy_kit.errors import PackError, Problems, UnknownId


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Identified)


class Shelf(Mapping[str, T]):
    """The values of one kind by id, in the pack's order.

    Looking up an id that is not there raises `UnknownId`, which names the nearest one that is.

    Args:
        kind: What one value is called, such as `item`.
        values: The values, or a function without arguments that returns them when the shelf is first used.

    Raises:
        PackError: When two values have one id; for a function, when the shelf is first used.
    """

    __slots__ = ("_decode", "_kept", "kind")
    kind: str

    def __init__(self, kind: str, values: Iterable[T] | Callable[[], Iterable[T]] = ()) -> None:
        self.kind = kind
        self._kept: dict[str, dict[str, T]] = {}
        self._decode: Callable[[], Iterable[T]] | None = None
        if callable(values):
            self._decode = values
        else:
            self._kept["by_id"] = _by_id(kind, values)

    @property
    def _by_id(self) -> dict[str, T]:
        """The values by id. Threads that decode at the same time all get the values of the first."""
        if "by_id" not in self._kept:
            assert self._decode is not None  # noqa: S101  # a shelf has values or a way to them
            self._kept.setdefault("by_id", _by_id(self.kind, self._decode()))
        return self._kept["by_id"]

    def __getitem__(self, id: str) -> T:
        try:
            return self._by_id[id]
        except (KeyError, TypeError):  # unhashable values are never ids
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

    def __reduce__(self) -> tuple[Any, ...]:
        return Shelf, (self.kind, tuple(self._by_id.values()))

    def __repr__(self) -> str:
        return f"<{len(self)} {self.kind}s>"


def _by_id(kind: str, values: Iterable[T]) -> dict[str, T]:
    by_id: dict[str, T] = {}
    problems = Problems()
    for value in values:
        if by_id.setdefault(value.id, value) is not value:
            problems.add("duplicate-id", f"the {kind} {value.id!r} is there twice", "give one another id", value.id)
    problems.refuse(PackError)
    return by_id
