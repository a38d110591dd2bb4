"""The built-in catalogue as JSON, made when the wheel is built, so that an app starts without reading YAML.

The file has a line for each part: a header, the pack, each shelf, and each
translation. A line is decoded when it is first asked for. The header has a
checksum of the YAML that the rest was made from; where the YAML beside the
file is another, the file counts for nothing.
"""

from __future__ import annotations

import json
import os
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NAME", "Compiled", "checksum", "compiled", "read"]

NAME = "_catalogue.jsonl"
"""What the file is called, beside this module."""


class Compiled:
    """A compiled catalogue, still as text.

    Args:
        lines: The lines of the file.
    """

    __slots__ = ("_kept", "_lines", "_parts", "checksum", "locale", "locales")

    def __init__(self, lines: list[str]) -> None:
        header: dict[str, Any] = json.loads(lines[0])
        self.checksum: str = header["checksum"]
        self.locale: str = header["locale"]
        self.locales: tuple[str, ...] = tuple(header["locales"])
        self._parts: list[str] = header["parts"]
        self._lines = lines
        self._kept: dict[str, Any] = {}

    @property
    def whole(self) -> bool:
        """Whether the file was read to its end."""
        return len(self._lines) == 1 + len(self._parts) and self._lines[-1].endswith("\n")

    def part(self, name: str) -> list[Any]:
        """Return the values of a shelf; of `pack`, the pack alone.

        Args:
            name: The part's name.
        """
        from intimacy_kit._kinds import KINDS  # noqa: PLC0415  # slow to import, and not needed before somebody looks

        return [KINDS[name].from_dict(each) for each in self._plain(name)]

    def kept(self, name: str, made: Any) -> Any:
        """Return what was first made of a part: of threads that ask for it at once, all get the same.

        Args:
            name: The part's name.
            made: What to keep where nothing is kept yet.
        """
        return self._kept.setdefault(name, made)

    def texts(self, locale: str) -> dict[str, dict[str, Any]]:
        """Return the texts of a translation as plain data, by shelf and id.

        Args:
            locale: One of `locales`.
        """
        texts: dict[str, dict[str, Any]] = self._plain(f"locales/{locale}")
        return texts

    def _plain(self, name: str) -> Any:
        return json.loads(self._lines[1 + self._parts.index(name)])


def compiled(parts: Mapping[str, Any], checksum: str) -> str:
    """Return the text of the file.

    Args:
        parts: Name to plain data, in the order of the lines.
        checksum: That of the YAML.
    """
    locales = [name.partition("/")[2] for name in parts if name.startswith("locales/")]
    locale = parts["pack"][0]["locale"]
    header = {"checksum": checksum, "locale": locale, "locales": locales, "parts": list(parts)}
    return "".join(json.dumps(each, separators=(",", ":")) + "\n" for each in [header, *parts.values()])


def checksum(folder: str) -> str:
    """Return a checksum of all YAML files below a folder, by name and content.

    A CRC-32 finds what has changed by accident. It is no safeguard against
    somebody who can write here, and who could as well change the code.

    Args:
        folder: The pack's folder.
    """
    found: dict[str, str] = {}
    for root, _, names in os.walk(folder):
        paths = [f"{root}/{name}" for name in names if name.endswith(".yaml")]
        found |= {path[len(folder) :].replace(os.sep, "/"): path for path in paths}
    crc = 0
    for name, path in sorted(found.items()):
        with open(path, "rb") as file:  # noqa: PTH123  # pathlib is slow to import
            crc = zlib.crc32(file.read(), zlib.crc32(name.encode(), crc))
    return f"{crc:08x}"


def read(package: str) -> Compiled | None:
    """Return the compiled catalogue of a package folder, or None where it is not there or not of the YAML beside it.

    Args:
        package: The folder that holds the file, and the YAML in a folder `data`.
    """
    try:
        with open(f"{package}/{NAME}", encoding="ascii") as file:  # noqa: PTH123  # pathlib is slow to import
            found = Compiled(file.readlines())
        return found if found.whole and found.checksum == checksum(f"{package}/data") else None
    except (OSError, ValueError, TypeError, LookupError):  # not there, damaged, or imported from an archive
        return None
