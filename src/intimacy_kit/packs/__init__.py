"""Packs: from the files of a folder or a zip archive to a catalogue."""

from intimacy_kit.packs.json_schema import DRAFT, KINDS, file_schema, value_schema
from intimacy_kit.packs.loader import GROUP, InstalledPack, check_path, check_translation, discover, load, load_path

__all__ = [
    "DRAFT",
    "GROUP",
    "KINDS",
    "InstalledPack",
    "check_path",
    "check_translation",
    "discover",
    "file_schema",
    "load",
    "load_path",
    "value_schema",
]
