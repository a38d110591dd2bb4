"""Packs: from the files of a folder or a zip archive to a catalogue."""

from typing import TYPE_CHECKING, Any

from intimacy_kit.packs.loader import GROUP

if TYPE_CHECKING:
    from intimacy_kit.packs.json_schema import file_schema

__all__ = ["GROUP", "file_schema"]


def __getattr__(name: str) -> Any:
    if name != "file_schema":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from intimacy_kit.packs.json_schema import file_schema  # noqa: PLC0415  # a program that reads packs does without

    return file_schema


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
