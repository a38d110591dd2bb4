"""Packs: from the files of a folder or a zip archive to a catalogue."""

import importlib
from typing import TYPE_CHECKING, Any

from intimacy_kit.packs.loader import GROUP

if TYPE_CHECKING:
    from intimacy_kit.packs.compiled_pack import compile_pack
    from intimacy_kit.packs.json_schema import file_schema

__all__ = ["GROUP", "compile_pack", "file_schema"]

_HOMES = {"compile_pack": "compiled_pack", "file_schema": "json_schema"}
"""What a program that reads packs does without."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
