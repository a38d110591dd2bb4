"""A catalogue as JSON, so that an app starts without reading YAML; the built-in one is made when the wheel is built.

The file has a line for each part: a header, the pack, each shelf, and each
translation. A shelf is decoded when it is first used. The header has a
checksum of the YAML that the rest was made from; where the YAML beside the
file has another checksum, the file is ignored.

A start in a new process is what this is for, so places are texts here: `pathlib` takes 2 ms to be imported.
"""

import json
import os
import zlib
from collections.abc import Mapping
from functools import partial
from typing import Any

from intimacy_kit._values.nesting import is_deep
from intimacy_kit._values.record import restore
from intimacy_kit.content.catalogue import Catalogue, assemble
from intimacy_kit.content.kinds import KINDS, SHELVES
from intimacy_kit.content.pack import Phrase
from intimacy_kit.content.shelf import Shelf

NAME = "_catalogue.jsonl"
"""The name of the file, in the package's folder."""


class Compiled:
    """A compiled catalogue, still as text.

    Args:
        lines: The lines of the file.

    Raises:
        ValueError, TypeError, LookupError: When the first is not a header.
    """

    def __init__(self, lines: list[str]) -> None:
        if is_deep(lines[0]):
            raise ValueError
        header: dict[str, Any] = json.loads(lines[0])
        self.checksum: str = header["checksum"]
        self.kit: str | None = header.get("kit")
        self.locales: tuple[str, ...] = tuple(header["locales"])
        self._parts: list[str] = header["parts"]
        self._lines = lines

    @property
    def is_whole(self) -> bool:
        """Whether the file was read to its end."""
        return len(self._lines) == 1 + len(self._parts) and self._lines[-1].endswith("\n")

    @property
    def locale(self) -> str:
        """The pack's own language."""
        return str(self._plain("pack")[0]["locale"])

    def catalogue(self, kit_phrases: Shelf[Phrase] | None = None) -> Catalogue:
        """Return the catalogue, checked when it was compiled; a shelf is decoded when it is first used.

        Args:
            kit_phrases: The kit's own phrases; the kit's own pack has none.
        """
        (pack,) = self._records("pack")
        shelves = {name: Shelf(kind.noun, partial(self._records, name)) for name, kind in SHELVES.items()}
        return assemble(pack, shelves, kit_phrases)

    def phrases(self) -> Catalogue:
        """Return a catalogue of the phrases and nothing else."""
        (pack,) = self._records("pack")
        return Catalogue(pack=pack, phrases=SHELVES["phrases"].shelve(self._records("phrases")))

    def texts(self, locale: str) -> dict[str, dict[str, Any]]:
        """Return the texts of a translation as plain data, by shelf and id.

        Args:
            locale: One of `locales`.
        """
        texts: dict[str, dict[str, Any]] = self._plain(f"locales/{locale}")
        return texts

    def _records(self, name: str) -> list[Any]:
        kind = KINDS[name].record
        return [restore(kind, each) for each in self._plain(name)]

    def _plain(self, name: str) -> Any:
        return json.loads(self._lines[1 + self._parts.index(name)])


def compile_parts(parts: Mapping[str, Any], checksum: str, *, kit: str | None = None) -> str:
    """Return the text of the file.

    Args:
        parts: Name to plain data, in the order of the lines.
        checksum: That of the YAML.
        kit: The version of this library, where the file can outlast it.
    """
    locales = [name.partition("/")[2] for name in parts if name.startswith("locales/")]
    header = {"checksum": checksum, "locales": locales, "parts": list(parts)} | ({} if kit is None else {"kit": kit})
    return "".join(json.dumps(each, separators=(",", ":")) + "\n" for each in [header, *parts.values()])


def checksum(folder: "str | os.PathLike[str]") -> str:
    """Return a checksum of all YAML files below a folder, by name and content.

    A CRC-32 detects accidental changes. It does not protect against somebody
    who can write here, since they could change the code as well.

    Args:
        folder: The pack's folder.
    """
    root = os.fspath(folder)
    paths: dict[str, str] = {}
    for place, _, files in os.walk(root):
        below = place[len(root) + 1 :].replace(os.sep, "/")
        paths |= {f"{below}/{file}".lstrip("/"): f"{place}/{file}" for file in files if file.endswith(".yaml")}
    crc = 0
    for name, path in sorted(paths.items()):
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # see above
            crc = zlib.crc32(file.read(), zlib.crc32(name.encode(), crc))
    return f"{crc:08x}"


def read(package: "str | os.PathLike[str]") -> Compiled | None:
    """Return the compiled catalogue of a package folder, or None where it is not there or not of the YAML beside it.

    Args:
        package: The folder that holds the file, and the YAML in a folder `data`.
    """
    try:
        with open(f"{os.fspath(package)}/{NAME}", encoding="utf-8") as file:  # noqa: PTH123  # see above
            found = Compiled(file.readlines())
        return found if found.is_whole and found.checksum == checksum(f"{os.fspath(package)}/data") else None
    except (OSError, ValueError, TypeError, LookupError):  # not there, damaged, or imported from an archive
        return None
