"""Packs: from the files of a folder or a zip archive to a catalogue."""

from intimacy_kit.packs.json_schema import file_schema
from intimacy_kit.packs.loader import GROUP

__all__ = ["GROUP", "file_schema"]
