"""From plain data to the fields of a layout; what does not fit is left for the check that follows."""

import enum
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

import attrs

from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.tables.vocabulary import EVERY, Shape

E = TypeVar("E", bound=enum.Enum)

LARGE = 10**18
"""No whole number in a cell is as large; Python does not write out all of them."""

WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
"""How a whole number is written in text."""


def as_map(value: Any) -> Any:
    """Return a mapping as a frozen one."""
    return FrozenMap(cast(Mapping[str, Any], value)) if isinstance(value, Mapping) else value


def as_rows(value: int | Sequence[int]) -> int | tuple[int, ...]:
    """Return numbers of rows as a tuple, and one number as it is."""
    rows: Any = value
    return tuple(cast(Sequence[int], rows)) if isinstance(rows, list | tuple) else rows


@attrs.frozen
class Partner:
    """One of two partners who share a row.

    Args:
        suffix: What the names of this partner's columns end in.
        columns: Item to the whole name of its column, for names that do not follow the rule.
        prefix: What they begin with.
    """

    suffix: str = ""
    columns: Mapping[str, str] = attrs.field(default=FrozenMap({}), converter=as_map)
    prefix: str = ""


@attrs.frozen(kw_only=True)
class Dialect:
    """How a file is written.

    Args:
        separator: What stands between cells: `,`, `;`, a tab or `|`. Found in the first lines unless given.
        decimal: What stands before the fraction of a number, `.` or `,`. A comma that is followed by zeros
            only is read in either case where the separator is not a comma.
        encoding: The encoding of the text. UTF-8, or what a mark at the beginning says, unless given.
        names_in: The row that has the names, from 1; empty lines and a line such as `sep=;` are not counted
            in text, and all rows are counted in a sheet. Several rows, such as `[1, 2]`, where a group of columns has a
            name above: the names are then joined by a slash between blanks, and an empty cell above has the name to
            its left.
        sheet: The sheet of a workbook; the first unless given.
    """

    separator: str | None = None
    decimal: str = "."
    encoding: str | None = None
    names_in: int | tuple[int, ...] = attrs.field(default=1, converter=as_rows)
    sheet: str | None = None

    @property
    def name_rows(self) -> tuple[int, ...]:
        """The rows that have the names, from 1, from above."""
        return self.names_in if isinstance(self.names_in, tuple) else (self.names_in,)


def as_word(words: type[E], value: Any) -> Any:
    """Return a word of a vocabulary; what is not one is left for the check that follows."""
    try:
        return words(value)
    except ValueError:
        return value


def as_shape(value: str | Shape) -> Shape:
    """Return the shape of a table."""
    return cast(Shape, as_word(Shape, value))


def as_gap(value: str | Missing) -> Missing:
    """Return the reason for a gap."""
    return cast(Missing, as_word(Missing, value))


def as_columns(value: Mapping[str, str] | None) -> Mapping[str, str] | None:
    """Return item to column, or None for columns that are named like the items."""
    return None if value is None else as_map(value)


def as_names(value: Sequence[str] | str) -> tuple[str, ...]:
    """Return names as a tuple; a bare text is one name."""
    names: Any = (value,) if isinstance(value, str) else value
    return tuple(cast(Sequence[str], names)) if isinstance(names, list | tuple) else names


def as_codes(value: Mapping[Any, str | Missing]) -> Mapping[str, Missing]:
    """Return codes with whole numbers as text, which is how a file has them."""
    codes: Any = value
    if not isinstance(codes, Mapping):
        return cast(Mapping[str, Missing], codes)
    return FrozenMap({as_cell(cell): as_gap(meaning) for cell, meaning in cast(Mapping[str, Any], codes).items()})


def as_values(value: Mapping[str, Mapping[Any, Any]]) -> Mapping[str, Mapping[str, int | Missing]]:
    """Return what cells stand for, by item, pillar, scale or `*`."""
    return cast(Mapping[str, Mapping[str, int | Missing]], _map_values(value, as_cells))


def as_cells(value: Mapping[Any, Any]) -> Any:
    """Return cell to what it stands for."""
    return FrozenMap({as_cell(cell): as_answer(meaning) for cell, meaning in value.items()})


def as_offset(value: int | Mapping[str, int]) -> Mapping[str, int]:
    """Return offsets; a bare number is that of every item."""
    return FrozenMap({EVERY: value}) if type(value) is int else as_map(value)


def as_conditions(value: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    """Return column to the cells that are meant in it."""
    conditions: Any = value
    if not isinstance(conditions, Mapping):
        return cast(Mapping[str, tuple[str, ...]], conditions)
    by_column: dict[str, tuple[str, ...]] = {}
    for column, cells in cast(Mapping[str, Any], conditions).items():
        listed = cast(Sequence[Any], cells) if isinstance(cells, list | tuple) else [cells]
        by_column[column] = tuple(as_cell(cell) for cell in listed)
    return FrozenMap(by_column)


def as_not_shown(value: Mapping[str, Any]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return item to the conditions under which an empty cell was not asked."""
    return cast(Mapping[str, Mapping[str, tuple[str, ...]]], _map_values(value, as_conditions))


def as_partners(value: Mapping[str, Any]) -> Mapping[str, Partner]:
    """Return partners; a bare text is a suffix, and anything else is read as plain data."""
    partners: Any = value
    if not isinstance(partners, Mapping):
        return cast(Mapping[str, Partner], partners)
    by_name: dict[Any, Any] = {}
    for name, partner in cast(Mapping[str, Any], partners).items():
        by_name[as_cell(name)] = Partner(partner) if isinstance(partner, str) else _instance(Partner, partner)
    return FrozenMap(by_name)


def as_dialect(value: Any) -> Dialect:
    """Return how a file is written."""
    return cast(Dialect, _instance(Dialect, value))


def _map_values(value: Any, inner: Callable[[Any], Any]) -> Any:
    if not isinstance(value, Mapping):
        return value
    pairs = cast(Mapping[str, Any], value).items()
    return FrozenMap({key: inner(entry) if isinstance(entry, Mapping) else entry for key, entry in pairs})


def _instance(kind: Any, value: Any) -> Any:
    """Return a value of a class from a mapping of its fields; anything else is left for the check that follows."""
    if not isinstance(value, Mapping):
        return value
    fields = {field.name: field for field in attrs.fields(kind)}
    own = cast(Mapping[str, Any], value)
    needed = {name for name, field in fields.items() if field.default is attrs.NOTHING}
    return kind(**own) if needed <= set(own) <= set(fields) else own


def as_answer(value: Any) -> Any:
    """Return a value of a scale or a missing code; what is neither is left for the check that follows."""
    if isinstance(value, str) and WHOLE.fullmatch(value):
        return int(value)
    return as_gap(value)


def as_cell(cell: Any) -> Any:
    """Return a whole number as the text that a file has for it, and anything else as it is."""
    if isinstance(cell, str | bool):
        return cell
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else cell
    try:
        number = operator.index(cell)
    except TypeError:
        return cell
    return str(number) if abs(number) < LARGE else cell
