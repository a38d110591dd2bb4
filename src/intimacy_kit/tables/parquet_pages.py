"""What a Parquet file says of its pages, looked at before Polars, which ends the process where that is absurd.

The format is that of Apache Parquet (`parquet.thrift`), written in Thrift's compact protocol.
"""

import os
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, cast

import attrs

MOST_VALUES = 1 << 26
"""How many values a page may have."""

LARGEST_PAGE = 1 << 28
"""How many bytes a page may have, unpacked."""

_MARK = b"PAR1"
_TAIL = 8
_HEADS = (1 << 12, 1 << 20)
"""How many bytes are read for the head of a page, and how many where it is longer."""

_DEEPEST = 16
_DICTIONARY = 2
_STOP, _TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _STRUCT = 0, 1, 2, 3, 7, 8, 9, 10, 12
_NUMBERS = (4, 5, 6)
_MANY = 15

_GROUPS, _COLUMNS, _META, _SIZE, _DATA_AT, _DICTIONARY_AT = 4, 1, 3, 7, 9, 11
_KIND, _UNPACKED, _PACKED = 1, 2, 3
_HEADS_OF_KINDS = {0: 5, 2: 7, 3: 8}
"""The kinds of pages that hold values, each with the field in which its head is."""

_COUNTED = 1


class Unfit(Exception):
    """The file is not Parquet, is damaged, or says of itself what cannot be."""


def check_pages(path: "str | os.PathLike[str]") -> None:
    """Refuse a file whose pages are of an impossible size.

    Args:
        path: The file.

    Raises:
        Unfit: When it is not a Parquet file, or says what cannot be.
    """
    with open(path, "rb") as stream:  # noqa: PTH123  # a path or its name
        size = stream.seek(0, os.SEEK_END)
        for start, length in _chunks(_footer(stream, size)):
            if start < 0 or length < 0 or start + length > size:
                raise Unfit
            _check_chunk(stream, start, start + length)


def _footer(stream: BinaryIO, size: int) -> Mapping[int, Any]:
    stream.seek(max(size - _TAIL, 0))
    tail = stream.read(_TAIL)
    length = int.from_bytes(tail[:4], "little")
    if tail[4:] != _MARK or length > size - _TAIL:
        raise Unfit
    stream.seek(size - _TAIL - length)
    return _Compact(stream.read(length)).struct()


def _chunks(footer: Mapping[int, Any]) -> Iterator[tuple[int, int]]:
    """Yield where the pages of each column of each group of rows begin, and their length."""
    for group in _structs(footer, _GROUPS):
        for column in _structs(group, _COLUMNS):
            about = column.get(_META)
            if not isinstance(about, dict):
                raise Unfit
            known = cast(Mapping[int, Any], about)
            starts = [_number(known, at) for at in (_DATA_AT, _DICTIONARY_AT) if known.get(at)]
            yield min(starts, default=-1), _number(known, _SIZE)


def _check_chunk(stream: BinaryIO, at: int, end: int) -> None:
    """Refuse a column whose pages say what cannot be."""
    while at < end:
        head, length = _head(stream, at)
        kind, unpacked, packed = (_number(head, field) for field in (_KIND, _UNPACKED, _PACKED))
        at += length
        if not 0 <= packed <= end - at or not 0 <= unpacked <= LARGEST_PAGE:
            raise Unfit
        if kind in _HEADS_OF_KINDS:
            own = head.get(_HEADS_OF_KINDS[kind])
            count = _number(cast(Mapping[int, Any], own), _COUNTED) if isinstance(own, dict) else -1
            most = unpacked if kind == _DICTIONARY else MOST_VALUES  # each entry of a dictionary takes some bytes
            if not 0 <= count <= most:
                raise Unfit
        at += packed


def _head(stream: BinaryIO, at: int) -> tuple[Mapping[int, Any], int]:
    """Return the head of the page at a place, and its length."""
    for most in _HEADS:
        stream.seek(at)
        read = _Compact(stream.read(most))
        try:
            return read.struct(), read.at
        except Unfit:
            continue
    raise Unfit


def _structs(node: Mapping[int, Any], field: int) -> list[Mapping[int, Any]]:
    found: list[Any] = node.get(field, [])
    if type(found) is not list or any(type(each) is not dict for each in found):
        raise Unfit
    return found


def _number(node: Mapping[int, Any], field: int) -> int:
    found = node.get(field)
    if type(found) is not int:
        raise Unfit
    return found


@attrs.define(eq=False)
class _Compact:
    """Thrift's compact protocol, of which numbers, lists and structs are kept, and the rest is passed over.

    Args:
        data: The bytes.
        at: The place that is read next.
    """

    data: bytes
    at: int = 0

    def struct(self, deep: int = 0) -> dict[int, Any]:
        """Return a struct: the number of each field to its value."""
        if deep > _DEEPEST:
            raise Unfit
        found: dict[int, Any] = {}
        field = 0
        while (head := self._byte()) != _STOP:
            field = field + (head >> 4) if head >> 4 else self._signed()
            found[field] = self._value(head & 15, deep)
        return found

    def _value(self, kind: int, deep: int) -> Any:
        if kind in (_TRUE, _FALSE):
            return kind == _TRUE
        if kind in _NUMBERS:
            return self._signed()
        if kind == _STRUCT:
            return self.struct(deep + 1)
        if kind in (_LIST, _SET):
            return self._list(deep + 1)
        if kind not in (_BYTE, _DOUBLE, _BINARY):
            raise Unfit
        length = {_BYTE: 1, _DOUBLE: 8}.get(kind) or self._unsigned()
        self.at += length
        if self.at > len(self.data):
            raise Unfit
        return None

    def _list(self, deep: int) -> list[Any]:
        head = self._byte()
        count, kind = head >> 4, head & 15
        count = self._unsigned() if count == _MANY else count
        if count > len(self.data) - self.at or deep > _DEEPEST:  # each entry takes a byte at least
            raise Unfit
        if kind in (_TRUE, _FALSE):
            self.at += count
            return []
        return [self._value(kind, deep) for _ in range(count)]

    def _byte(self) -> int:
        if self.at >= len(self.data):
            raise Unfit
        self.at += 1
        return self.data[self.at - 1]

    def _unsigned(self) -> int:
        number = shift = 0
        while (byte := self._byte()) > 127:
            number |= (byte & 127) << shift
            shift += 7
            if shift > 63:
                raise Unfit
        return number | byte << shift

    def _signed(self) -> int:
        number = self._unsigned()
        return (number >> 1) ^ -(number & 1)
