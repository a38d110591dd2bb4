"""Tables in text files: which encoding, which separator, where the names are."""

import codecs
import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from intimacy_kit.errors import Problem
from intimacy_kit.tables.column_names import different_names, first_row_problem, joined_names
from intimacy_kit.tables.layout_fields import Dialect

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TEXT = (
    (b"PK\x03\x04", "a workbook or another archive", "give it the ending .xlsx if it is a workbook, or unpack it"),
    (b"\xd0\xcf\x11\xe0", "a workbook of an old kind", "save it as .xlsx"),
    (b"\x1f\x8b", "compressed", "unpack it"),
)
"""How files begin that often have the ending of text, what they are, and what to do."""

_SEPARATOR_LINE = re.compile(r'"?sep=([^"\0\x80-\U0010ffff])"?', re.IGNORECASE)
_BELOW = 20
"""How many rows below the first are looked at for the names."""
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
        old_ends: Whether lines end in a carriage return alone.
        head: How many lines one row of names has to stand for, where those of the file are not the names; else 0.
    """

    separator: str
    encoding: str
    lines: int
    names: tuple[str, ...]
    decimal: str
    old_ends: bool
    head: int = 0

    @property
    def as_it_is(self) -> bool:
        """Whether the file can be read as it is."""
        return self.encoding in ("utf-8", "utf-8-sig") and not self.old_ends and not self.head


def text_table(path: Path, dialect: Dialect, columns: Collection[str] | None = None) -> TextTable | Problem:
    """Return how a text file is read, or what is wrong with its first lines.

    Args:
        path: The file, which can be opened.
        dialect: What is known of it.
        columns: The names of the columns that are read; any unless given.
    """
    with path.open("rb") as stream:
        mark = stream.read(4)
    for begin, what, remedy in _NO_TEXT:
        if mark.startswith(begin):
            return Problem("not-a-table", f"the file is {what}, not text", remedy, file=str(path))
    encoding = next((name for begin, name in _MARKS if mark.startswith(begin)), None) or dialect.encoding or "utf-8"
    encoding = "utf-8" if codecs.lookup(encoding).name == "utf-8" else encoding
    try:
        with path.open(encoding=encoding, newline="") as stream:
            head = stream.read(_HEAD)
    except UnicodeError:
        return _not_the_encoding(path, encoding, dialect)
    if "\0" in head and encoding in ("utf-8", "utf-8-sig"):
        message = "the file has NUL characters in it; it may be in UTF-16 without a mark at its beginning"
        remedy = "save it as 'CSV UTF-8', or name its encoding in a layout, such as `dialect: {encoding: utf-16-le}`"
        return Problem("not-utf8", message, remedy, file=str(path), line=1, column=1)
    separator, before, rest = _beginning(head, dialect)
    if separator is None:
        separator = separator_of(rest, "\t" if path.suffix.lower() in (".tsv", ".tab") else ",")
    first, last = dialect.name_rows[0], dialect.name_rows[-1]
    reader = csv.reader(io.StringIO(rest, newline=""), delimiter=separator, strict=True)
    rows = enumerate((row for row in reader if row), first)
    try:
        heads = dict(itertools.islice(rows, min(last - first + 1, _HEAD)))
        names = joined_names([heads.get(row, []) for row in dialect.name_rows])
        lines = reader.line_num if len(dialect.name_rows) > 1 or _clash(names) else 0
        problem = first_row_problem(names, columns, str(path))
        if problem is not None and problem.code == "missing-names":
            problem = first_row_problem(names, columns, str(path), _some(rows))
    except csv.Error:
        message = "the file is not CSV, damaged or cut short"
        return Problem("not-a-table", message, "fetch or export it again", file=str(path))
    if problem is not None:
        return problem
    decimal = "," if separator != "," else dialect.decimal
    old_ends = "\r" in head and "\n" not in head
    return TextTable(separator, encoding, before, names, decimal, old_ends, lines)


def _beginning(head: str, dialect: Dialect) -> tuple[str | None, int, str]:
    """Return the separator that is named, how many lines stand before the names, and the text from the names on."""
    separator, before, at = dialect.separator, 0, 0
    above = dialect.name_rows[0] - 1
    end_of_line = "\n" if "\n" in head else "\r"
    first = True
    while at < len(head):
        end = head.find(end_of_line, at) + 1 or len(head)
        line = head[at:end].strip()
        named = _SEPARATOR_LINE.fullmatch(head[at:end].strip("\r\n")) if first else None
        if named is not None and separator is None:
            separator = named[1]
        if line and named is None:
            first = False
            if not above:
                break
            above -= 1
        before, at = before + 1, end
    return separator, before, head[at:]


def _clash(names: Sequence[str]) -> bool:
    """Return whether Polars may give a column, of which the name stands there already, the name of another."""
    return len(set(names)) < len(names) and any("_duplicated_" in name for name in names)


def rows_in(text: str) -> tuple[str, list[list[str]]]:
    """Return the separator of a table in memory, and its rows that have something in them, the names first.

    Args:
        text: The table. A line that names the separator, and a mark before it, are not rows.

    Raises:
        csv.Error: When it is not CSV.
    """
    named, _, rest = _beginning(text.removeprefix("\ufeff"), Dialect())
    separator = named or separator_of(rest)
    reader = csv.reader(io.StringIO(rest, newline=""), delimiter=separator, strict=True)
    return separator, [row for row in reader if any(map(str.strip, row))]


def _some(rows: Iterator[tuple[int, list[str]]]) -> Mapping[int, list[str]]:
    return dict(itertools.islice(rows, _BELOW))


def in_utf8(path: Path, table: TextTable) -> io.BytesIO | Problem:
    """Return a text file in UTF-8, with the usual ends of lines and its names in one row, in memory.

    Args:
        path: The file.
        table: How it is read.
    """
    try:
        text = path.read_bytes().decode(table.encoding)
    except UnicodeError:
        return _not_the_encoding(path, table.encoding, Dialect(encoding=table.encoding))
    text = text.replace("\r", "\n") if table.old_ends else text
    return io.BytesIO((_with_one_head(text, table) if table.head else text).encode())


def _with_one_head(text: str, table: TextTable) -> str:
    """Return a text in which one row of names stands for all lines that have them."""
    *before, rest = text.split("\n", table.lines)
    lines = io.StringIO(rest, newline="")
    for _ in range(table.head):
        lines.readline()
    head = io.StringIO()
    csv.writer(head, delimiter=table.separator, lineterminator="\n").writerow(different_names(table.names))
    return "\n".join([*before, head.getvalue() + lines.read()])


def not_utf8(path: Path) -> Problem:
    """Return the problem with the first line of a file that is not UTF-8."""
    with path.open("rb") as stream:
        line = next((i for i, text in enumerate(stream, 1) if not _decodes(text)), 0)
    remedy = "save it as 'CSV UTF-8', or name its encoding in a layout, such as `dialect: {encoding: cp1252}`"
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
