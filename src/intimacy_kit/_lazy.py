"""Names of a package that are imported once somebody uses them."""

import importlib
from collections.abc import Callable, Mapping
from typing import Any


def lazy_names(
    package: dict[str, Any], homes: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the `__getattr__` and the `__dir__` of a package.

    Args:
        package: Its globals.
        homes: Name to the module of the package that has it.
    """
    path = package["__name__"]

    def find(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {path!r} has no attribute {name!r}")
        return getattr(importlib.import_module(f"{path}.{homes[name]}"), name)

    def names() -> list[str]:
        return sorted({*package, *package["__all__"]})

    return find, names
