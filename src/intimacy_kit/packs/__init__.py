"""Packs: from the files of a folder or a zip archive to a catalogue."""

from typing import TYPE_CHECKING

from intimacy_kit._lazy import lazy_names
from intimacy_kit.packs.loader import GROUP

if TYPE_CHECKING:
    from intimacy_kit.packs.compiled_pack import compile_pack
    from intimacy_kit.packs.json_schema import file_schema

__all__ = ["GROUP", "compile_pack", "file_schema"]

_HOMES = {"compile_pack": "compiled_pack", "file_schema": "json_schema"}
"""What a program that reads packs does without."""

__getattr__, __dir__ = lazy_names(globals(), _HOMES)
