"""A workbook of a stranger, looked through as a stream before a reader takes it up.

The reader makes room for every place between the first cell and the last, so that one cell in the last corner of a
sheet takes half a terabyte, which ends the process.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.parsers import expat

import attrs

from intimacy_kit._regular_file import refuse_what_is_no_file

_CHUNK = 1 << 16
_LONGEST_TAG = 1 << 20
"""So much of a file is held at most until a tag or a comment ends; a cell has 32,767 characters."""

_MOST_BYTES = 1 << 30
"""How large all parts of a workbook may be unpacked."""

_MOST_PLACES = 5_000_000
_PLACES_A_CELL = 50
"""Of a sheet with more places, one in so many has something in it at least."""

_CELLS = b"sheetData"
"""What stands in each part that has cells."""

_OTHERS = frozenset({"content.xml", "xl/workbook.bin"})
"""Parts that make another kind of workbook of a file, which the reader would take up in the place of this one."""

_ROW = re.compile(r"[1-9][0-9]{0,6}")
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_PACKED = struct.Struct("<26xHH")
_FORMATS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Unfit(Exception):
    """The file is not a workbook, or is damaged."""


def is_sparse(places: int, cells: int) -> bool:
    """Return whether a table would take so much more than what is in it that somebody meant it to.

    Args:
        places: How many cells it would have.
        cells: How many of them hold something.
    """
    return places > max(_MOST_PLACES, _PLACES_A_CELL * cells)


class TooLarge(Exception):
    """The workbook would take too much memory."""


@attrs.define(eq=False)
class Part:
    """What one file inside a workbook holds.

    Args:
        cells: How many cells have a value.
        without_result: Row and column, from 0, of each formula that was saved without a result.
        tags: The attributes of each tag that names a sheet or where it is.
    """

    cells: int = 0
    without_result: list[tuple[int, int]] = attrs.field(factory=list[tuple[int, int]])
    tags: list[Mapping[str, str]] = attrs.field(factory=list[Mapping[str, str]])
    _place: str | None = None
    _row: int = 0
    _column: int = 0
    _rows: tuple[int, int] = (1 << 30, 0)
    _columns: tuple[int, int] = (1 << 30, 0)
    _formula: bool = False
    _parser: expat.XMLParserType = attrs.field(init=False, factory=expat.ParserCreate)

    @property
    def places(self) -> int:
        """How many places there are between the first cell and the last."""
        return (self._rows[1] - self._rows[0] + 1) * (self._columns[1] - self._columns[0] + 1) if self.cells else 0

    def read(self, chunks: Iterator[bytes]) -> None:
        """Read the file.

        Args:
            chunks: Its content.

        Raises:
            Unfit: When it is not XML as spreadsheets write it.
        """
        parser = self._parser
        parser.StartElementHandler = self._starts
        given = 0
        try:
            for chunk in chunks:
                given += len(chunk)
                parser.Parse(chunk)
                if given - parser.CurrentByteIndex > _LONGEST_TAG:
                    raise Unfit
            parser.Parse(b"", True)  # noqa: FBT003  # it takes no names
        except expat.ExpatError:
            raise Unfit from None

    def _starts(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._place = attributes.get("r")
            self._column += 1
            self._formula = False
        elif name in ("v", "is"):
            self._note_cell()
        elif name == "row":
            self._row = self._number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = 0
        elif name == "f":
            self._formula = True
            self._parser.EndElementHandler = self._ends
            self._parser.CharacterDataHandler = None
        elif name in ("sheet", "Relationship"):
            self.tags.append(attributes)

    def _number(self, text: str) -> int:
        """Return the number of a row, from 1."""
        if _ROW.fullmatch(text) is None:
            raise Unfit
        return int(text)

    def _note_cell(self) -> None:
        self.cells += 1
        row, column = self._here()
        self._rows = min(row, self._rows[0]), max(row, self._rows[1])
        self._columns = min(column, self._columns[0]), max(column, self._columns[1])
        if self._formula:
            self._parser.CharacterDataHandler = self._has_result

    def _has_result(self, _: str) -> None:
        self._formula = False
        self._parser.CharacterDataHandler = None

    def _ends(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "c":
            if self._formula:
                row, column = self._here()
                self.without_result.append((row - 1, column - 1))
            self._parser.CharacterDataHandler = self._parser.EndElementHandler = None

    def _here(self) -> tuple[int, int]:
        """Return row and column of the cell, from 1."""
        if self._place is not None:
            found = _PLACE.fullmatch(self._place)
            if found is None:
                raise Unfit
            self._row, self._column = int(found[2]), 0
            for letter in found[1]:
                self._column = 26 * self._column + ord(letter) - 64
        return self._row, self._column


def parts_of(path: Path) -> Mapping[str, Part]:
    """Return what each file inside a workbook holds, by name.

    Args:
        path: The workbook.

    Raises:
        Unfit: When it is not a workbook, or is damaged.
        TooLarge: When it is too large unpacked, or the cells of a sheet lie too far apart.
    """
    parts: dict[str, Part] = {}
    left = _MOST_BYTES
    try:
        refuse_what_is_no_file(path)
        with zipfile.ZipFile(path) as archive, path.open("rb") as stream:
            members = archive.infolist()
            if not _OTHERS.isdisjoint(member.filename.lower() for member in members):
                raise Unfit
            for member in members:
                part = parts[member.filename] = Part()
                has_cells = False
                end = b""
                for chunk in _unpacked(stream, member):
                    left -= len(chunk)
                    if left < 0:
                        raise TooLarge
                    has_cells = has_cells or _CELLS in end + chunk
                    end = chunk[-len(_CELLS) :]
                if has_cells or member.filename.endswith((".rels", "workbook.xml")):
                    part.read(_unpacked(stream, member))
                if is_sparse(part.places, part.cells):
                    raise TooLarge
    except (OSError, ValueError, zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError):
        raise Unfit from None
    return parts


def _unpacked(stream: io.BufferedIOBase, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the content of a member, however long it says that it is."""
    if member.compress_type not in _FORMATS:
        raise Unfit
    stream.seek(member.header_offset)
    name, extra = _PACKED.unpack(stream.read(_PACKED.size))
    stream.seek(name + extra, io.SEEK_CUR)
    left = member.compress_size
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    while left and (packed := stream.read(min(left, _CHUNK))):
        left -= len(packed)
        if member.compress_type == zipfile.ZIP_STORED:
            yield packed
            continue
        while packed:
            yield unpacker.decompress(packed, _CHUNK)
            packed = unpacker.unconsumed_tail
    yield unpacker.flush()
