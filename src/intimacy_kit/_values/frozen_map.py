"""An immutable mapping that hashes, pickles and compares by value."""

from typing import Any, NoReturn, TypeVar

K = TypeVar("K")
V = TypeVar("V")


def _refuse(frozen: object, *_args: object, **_kwargs: object) -> NoReturn:
    raise TypeError(f"{type(frozen).__name__} cannot be changed")


_REFUSED: Any = _refuse  # each method that it stands for takes other arguments


class FrozenMap(dict[K, V]):
    """A dict whose content cannot change, so that it is read as fast as one. Order does not count when comparing."""

    __slots__ = ()

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _REFUSED

    def __hash__(self) -> int:  # type: ignore[override]  # a dict has none, as it can change
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({super().__repr__()})"
