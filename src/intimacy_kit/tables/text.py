"""Tables in text files: which encoding, which separator, where the names are."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Collection
from pathlib import Path

import attrs

from intimacy_kit.errors import Problem
from intimacy_kit.tables.column_names import first_row_problem
from intimacy_kit.tables.layout_fields import Dialect

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEPARATORS = (",", ";", "\t", "|")
_HEAD = 1 << 20
"""How many characters at the beginning are looked at; the names have to be within."""


@attrs.frozen
class TextTable:
    """How a text file is read.

    Args:
        separator: What stands between cells.
        encoding: The encoding of the text.
        lines: How many lines stand before the names.
        names: The names of the columns.
        decimal: What stands before the fraction of a number.
        blank_lines: Whether there may be lines with nothing in them.
    """

    separator: str
    encoding: str
    lines: int
    names: tuple[str, ...]
    decimal: str
    blank_lines: bool

    @property
    def utf8(self) -> bool:
        """Whether the file can be read as it is."""
        return self.encoding in ("utf-8", "utf-8-sig")


def text_table(path: Path, dialect: Dialect, columns: Collection[str] | None = None) -> TextTable | Problem:
    """Return how a text file is read, or what is wrong with its first lines.

    Args:
        path: The file, which can be opened.
        dialect: What is known of it.
        columns: The names of the columns that are read; any unless given.
    """
    with path.open("rb") as stream:
        mark = stream.read(4)
    encoding = next((name for begin, name in _MARKS if mark.startswith(begin)), None) or dialect.encoding or "utf-8"
    encoding = "utf-8" if codecs.lookup(encoding).name == "utf-8" else encoding
    try:
        with path.open(encoding=encoding, newline="") as stream:
            head = stream.read(_HEAD)
    except UnicodeError:
        return _not_the_encoding(path, encoding, dialect)
    separator, before, lines = dialect.separator, 0, head.splitlines(keepends=True)
    while lines and (not lines[0].strip() or lines[0].lower().startswith("sep=")):
        line = lines.pop(0).strip("\r\n")
        if line.lower().startswith("sep=") and len(line) == 5 and separator is None:
            separator = line[4]
        before += 1
    above = dialect.names_in - 1
    while lines and (above or not lines[0].strip()):
        above -= bool(lines.pop(0).strip())
        before += 1
    rest = "".join(lines)
    if separator is None:
        separator = separator_of(rest, "\t" if path.suffix.lower() in (".tsv", ".tab") else ",")
    try:
        names = next(csv.reader(io.StringIO(rest, newline=""), delimiter=separator, strict=True), list[str]())
    except csv.Error:
        message = "the file is not CSV, damaged or cut short"
        return Problem("not-a-table", message, "fetch or export it again", file=str(path))
    problem = first_row_problem(names, names if columns is None else columns, str(path))
    if problem is not None:
        return problem
    decimal = "," if separator != "," else dialect.decimal
    return TextTable(separator, encoding, before, tuple(names), decimal, _has_blank_lines(path, encoding))


def in_utf8(path: Path, encoding: str) -> io.BytesIO | Problem:
    """Return a text file in UTF-8, in memory.

    Args:
        path: The file.
        encoding: Its encoding.
    """
    try:
        return io.BytesIO(path.read_bytes().decode(encoding).encode())
    except UnicodeError:
        return _not_the_encoding(path, encoding, Dialect(encoding=encoding))


def not_utf8(path: Path) -> Problem:
    """Return the problem with the first line of a file that is not UTF-8."""
    with path.open("rb") as stream:
        line = next((i for i, text in enumerate(stream, 1) if not _decodes(text)), 0)
    remedy = "save it as 'CSV UTF-8', or name its encoding in a layout"
    return Problem("not-utf8", "the file is not UTF-8", remedy, file=str(path), line=line, column=1 if line else 0)


def _not_the_encoding(path: Path, encoding: str, dialect: Dialect) -> Problem:
    if dialect.encoding is None and encoding in ("utf-8", "utf-8-sig"):
        return not_utf8(path)
    return Problem("not-utf8", f"the file is not {encoding}", "name its encoding in a layout", file=str(path))


def _decodes(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def separator_of(text: str, usual: str = ",") -> str:
    """Return the separator that stands most often in the first row, outside of quotation marks.

    Args:
        text: A table, from the row of names on.
        usual: The one to take where several stand equally often.
    """
    quoted, counts = False, Counter[str]()
    for sign in text:
        if sign == '"':
            quoted = not quoted
        elif sign in "\r\n" and not quoted:
            break
        elif sign in _SEPARATORS and not quoted:
            counts[sign] += 1
    return max(_SEPARATORS, key=lambda sign: (counts[sign], sign == usual))


def _has_blank_lines(path: Path, encoding: str) -> bool:
    if encoding not in ("utf-8", "utf-8-sig"):
        return True
    last = b"\n"
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(_HEAD), b""):
            text = (last + block).replace(b"\r", b"")
            if b"\n\n" in text:
                return True
            last = text[-1:]
    return False
