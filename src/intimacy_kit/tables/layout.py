"""What a table of answers means: which column is what, and what a cell says.

One layout is read alike by data frames, files, statistics and the command
line. It needs no data-frame library.
"""

import enum
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

import attrs

from intimacy_kit._outside_text import Hints, did_you_mean
from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import member
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import Record
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import InvalidValue, Problem, Problems
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import ScoringKey

E = TypeVar("E", bound=enum.Enum)

EVERY = "*"
"""What stands for every item where an item, a pillar or a scale is named."""

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")


class OnInvalid(enum.StrEnum):
    """What happens to cells that hold no value of their scale."""

    RAISE = "raise"
    NULL = "null"
    TRUST = "trust"


class Shape(enum.StrEnum):
    """What a row of a table is: a check-in (`wide`), or an answer (`long`)."""

    WIDE = "wide"
    LONG = "long"


def _as_word(words: type[E], value: Any) -> Any:
    """Return a word of a vocabulary; what is not one is left for the check that follows."""
    try:
        return words(value)
    except ValueError:
        return value


def _as_shape(value: str | Shape) -> Shape:
    return cast(Shape, _as_word(Shape, value))


def _as_gap(value: str | Missing) -> Missing:
    return cast(Missing, _as_word(Missing, value))


def _as_columns(value: Mapping[str, str] | None) -> Mapping[str, str] | None:
    return None if value is None else _as_map(value)


def _as_map(value: Any) -> Any:
    return FrozenMap(cast(Mapping[str, Any], value)) if isinstance(value, Mapping) else value


def _as_names(value: Sequence[str] | str) -> tuple[str, ...]:
    names: Any = value
    return (
        (names,)
        if isinstance(names, str)
        else tuple(cast(Sequence[Any], names))
        if isinstance(names, list | tuple)
        else names
    )


def _as_codes(value: Mapping[Any, str | Missing]) -> Mapping[str, Missing]:
    """Return codes with whole numbers as text, which is how a file has them."""
    codes: Any = value
    if not isinstance(codes, Mapping):
        return cast(Mapping[str, Missing], codes)
    return FrozenMap({as_cell(cell): _as_gap(meaning) for cell, meaning in cast(Mapping[str, Any], codes).items()})


def _as_values(value: Mapping[str, Mapping[Any, Any]]) -> Mapping[str, Mapping[str, int | Missing]]:
    """Return what cells stand for, by item, pillar, scale or `*`."""
    return cast(Mapping[str, Mapping[str, int | Missing]], _map_values(value, _as_cells))


def _as_cells(value: Mapping[Any, Any]) -> Any:
    return FrozenMap({as_cell(cell): _as_answer(meaning) for cell, meaning in value.items()})


def _as_offset(value: int | Mapping[str, int]) -> Mapping[str, int]:
    return FrozenMap({EVERY: value}) if type(value) is int else _as_map(value)


def _as_conditions(value: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    """Return column to the cells that are meant in it."""
    conditions: Any = value
    if not isinstance(conditions, Mapping):
        return cast(Mapping[str, tuple[str, ...]], conditions)
    by_column: dict[str, tuple[str, ...]] = {}
    for column, cells in cast(Mapping[str, Any], conditions).items():
        listed = cast(Sequence[Any], cells) if isinstance(cells, list | tuple) else [cells]
        by_column[column] = tuple(as_cell(cell) for cell in listed)
    return FrozenMap(by_column)


def _as_not_shown(value: Mapping[str, Any]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    return cast(Mapping[str, Mapping[str, tuple[str, ...]]], _map_values(value, _as_conditions))


def _as_partners(value: Mapping[str, Any]) -> "Mapping[str, Partner]":
    """Return partners; a bare text is a suffix, and anything else is read as plain data."""
    partners: Any = value
    if not isinstance(partners, Mapping):
        return cast("Mapping[str, Partner]", partners)
    by_name: dict[Any, Any] = {}
    for name, partner in cast(Mapping[str, Any], partners).items():
        by_name[as_cell(name)] = Partner(partner) if isinstance(partner, str) else _instance(Partner, partner)
    return FrozenMap(by_name)


def _as_dialect(value: Any) -> "Dialect":
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


def _as_answer(value: Any) -> Any:
    """Return a value of a scale or a missing code; what is neither is left for the check that follows."""
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    return _as_gap(value)


def as_cell(cell: Any) -> Any:
    """Return a whole number as the text that a file has for it, and anything else as it is."""
    if isinstance(cell, str | bool):
        return cell
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else cell
    try:
        return str(operator.index(cell))
    except TypeError:
        return cell


@attrs.frozen
class Partner:
    """One of two partners who share a row.

    Args:
        suffix: What the names of this partner's columns end in.
        columns: Item to the whole name of its column, for names that do not follow the rule.
    """

    suffix: str
    columns: Mapping[str, str] = attrs.field(default=FrozenMap({}), converter=_as_map)


@attrs.frozen(kw_only=True)
class Dialect:
    """How a file is written.

    Args:
        separator: What stands between cells: `,`, `;`, a tab or `|`. Found in the first lines unless given.
        decimal: What stands before the fraction of a number, `.` or `,`. A comma that is followed by zeros
            only is read in either case where the separator is not a comma.
        encoding: The encoding of the text. UTF-8, or what a mark at the beginning says, unless given.
        names_in: The row that has the names, from 1; empty lines and a line such as `sep=;` are not counted
            in text, and all rows are counted in a sheet.
        sheet: The sheet of a workbook; the first unless given.
    """

    separator: str | None = None
    decimal: str = "."
    encoding: str | None = None
    names_in: int = 1
    sheet: str | None = None


@attrs.frozen(kw_only=True)
class TableLayout(Record):
    """What a table of answers means.

    Where an item is named, a pillar or `*` (every item) may stand as well, and after `for_form` a scale. What is
    said of an item goes before what is said of its pillar, and that before what is said of every item.

    Args:
        shape: `wide`, with a row for each check-in and a column for each item, or `long`, with a row for each answer.
        columns: In a wide table, item id to the name of its column; items that are left out were asked of
            nobody. In a long table, item id to what stands for it in the column `item`.
            None where each scored and felt item has a column of its own id, or is called by its id.
        ids: Columns that are copied to the output, such as that of a pseudonym. In a long table a check-in is
            the person together with these, such as the day of a diary.
        person: In a long table, the column that says whose answer it is. It is copied to the output.
        item: In a long table, the column with the item.
        value: In a long table, the column with the answer.
        unpack: In a long table, cells of `value` hold a JSON object with several answers; an item is then called by
            what stands in the column `item`, a dot, and the key.
        values: What a cell stands for: item to cell to a value of its scale or a missing code, such as
            `{"trust": {"A1": 1, "A6": "prefer-not-to-say"}}`. Where numbers are listed for an item, no others are read.
        offset: What is added to each number: 1 where 0 to 4 stand for 1 to 5; or item to such a number. Unless it is
            said here, a table whose numbers look shifted is refused.
        codes: What stands in a cell of any item, to the missing code that it means, such as `{"-9": "not-asked"}`.
            It applies to items of whose scale it is not a value. Text cells may hold the missing codes themselves.
        gaps: What an empty cell (null, NaN or empty text), or a row that a long table does not have, means:
            `left-blank`, which counts as asked, or `not-asked`.
        not_shown: Where an empty cell was not asked: item to column to the cells there.
        skip: Rows below the names that are no people; those of a file, or of a table in memory.
        only: Column to cells: rows with other cells there are left out. A name that ends in `?` need not be there.
        without: Column to cells: rows with these are left out.
        partners: Two partners in a row: how each is called, to the suffix of the columns or a `Partner`.
        couple: The columns that say which couple a row belongs to.
        partner: The column that says which of the two a row is; numbered in the order of rows unless given.
        day: The column with the day of a check-in, for `responses`.
        dialect: How the file is written.

    Raises:
        InvalidValue: Listing every problem at once.

    >>> TableLayout(ids=["person"], codes={-9: "not-asked"}).to_dict()["codes"]
    {'-9': 'not-asked'}
    """

    shape: Shape = attrs.field(default=Shape.WIDE, converter=_as_shape)
    columns: Mapping[str, str] | None = attrs.field(default=None, converter=_as_columns)
    ids: tuple[str, ...] = attrs.field(default=(), converter=_as_names)
    person: str = "person"
    item: str = "item"
    value: str = "value"
    unpack: bool = False
    values: Mapping[str, Mapping[str, int | Missing]] = attrs.field(default=FrozenMap({}), converter=_as_values)
    offset: Mapping[str, int] = attrs.field(default=FrozenMap({}), converter=_as_offset)
    codes: Mapping[str, Missing] = attrs.field(default=FrozenMap({}), converter=_as_codes)
    gaps: Missing = attrs.field(default=Missing.BLANK, converter=_as_gap)
    not_shown: Mapping[str, Mapping[str, tuple[str, ...]]] = attrs.field(default=FrozenMap({}), converter=_as_not_shown)
    skip: int = 0
    only: Mapping[str, tuple[str, ...]] = attrs.field(default=FrozenMap({}), converter=_as_conditions)
    without: Mapping[str, tuple[str, ...]] = attrs.field(default=FrozenMap({}), converter=_as_conditions)
    partners: Mapping[str, Partner] = attrs.field(default=FrozenMap({}), converter=_as_partners)
    couple: tuple[str, ...] = attrs.field(default=(), converter=_as_names)
    partner: str | None = None
    day: str | None = None
    dialect: Dialect = attrs.field(default=Dialect(), converter=_as_dialect)

    def __attrs_post_init__(self) -> None:
        problems = Problems()
        _check(self, problems)
        problems.refuse(InvalidValue)

    @classmethod
    @sealed
    def from_dict(cls, data: Mapping[str, Any]) -> "TableLayout":
        """Build a layout from plain data, such as what `to_dict` gave or a file holds.

        Args:
            data: A mapping of names of arguments to values; what is left out has its default.

        Raises:
            InvalidValue: Listing every problem at once.
        """
        tree: Any = data
        if not isinstance(tree, Mapping):
            raise InvalidValue([Problem("wrong-kind", "a layout is a mapping", "write `key: value` in each line")])
        known = [field.name for field in attrs.fields(cls)]
        strange = [key for key in data if key not in known]
        if strange:
            raise InvalidValue(
                Problem(
                    "unknown-key",
                    f"a layout has no {str(key)[:100]!a}",
                    did_you_mean(str(key), known) or f"the keys are {', '.join(known)}",
                    (str(key)[:100],),
                )
                for key in strange
            )
        return cls(**data)

    @property
    def copied(self) -> tuple[str, ...]:
        """The columns that are copied to the output."""
        return (self.person, *self.ids) if self.shape is Shape.LONG else self.ids

    @property
    def watched(self) -> tuple[str, ...]:
        """The columns that say whether an item was shown, each once."""
        return tuple(dict.fromkeys(column for columns in self.not_shown.values() for column in columns))

    @property
    def number_codes(self) -> dict[int, Missing]:
        """What a number stands for in a column of numbers."""
        return {int(cell): code for cell, code in self.codes.items() if _WHOLE.fullmatch(cell)}

    @property
    def text_codes(self) -> dict[str, Missing]:
        """What a text stands for in a column of text: the codes, the missing codes themselves, and empty text."""
        return {**{code.value: code for code in Missing}, "": self.gaps, **self.codes}

    def item_columns(self, key: ScoringKey) -> dict[str, str]:
        """Return item id to the name of its column in a wide table, or to what it is called in a long one.

        Args:
            key: The scoring key.
        """
        return {id: id for id in key.relevant} if self.columns is None else dict(self.columns)

    def problems(self, key: ScoringKey) -> list[Problem]:
        """Return what is wrong with the layout for a key, whatever table it is of.

        Args:
            key: The scoring key.
        """
        problems: list[Problem] = []
        named, codes = self.item_columns(key), self.number_codes
        for id in named:
            if id not in key.by_id:
                remedy = did_you_mean(id, key.scored) or "leave it out"
                problems.append(Problem("unknown-item", f"the key scores no item {id[:100]!a}", remedy, (id,)))
        items = [key.by_id[id] for id in named if id in key.by_id]
        for number in codes:
            if items and all(item.stored(number) is not None for item in items):
                message = f"the code {number} is an answer to every item"
                problems.append(Problem("bad-number", message, "give it another number", ("codes",)))
        if not named or not (problems or any(id in key.scored for id in named)):
            message = "no column is named" if key.scored else "the key scores no item"
            remedy = "name a column for each item that was asked"
            problems.append(Problem("missing-key", message, remedy, ("columns",)))
        problems += self._scope_problems(key)
        return problems

    def entries_for(self, item: KeyedItem, what: Mapping[str, Any]) -> list[Any]:
        """Return what a mapping says of an item: of every item, of its pillar, and of itself, in this order.

        Args:
            item: The item.
            what: Item, pillar or `*` to anything.
        """
        return [what[name] for name in (EVERY, item.pillar, item.id) if name in what]

    def _scope_problems(self, key: ScoringKey) -> list[Problem]:
        """Return what is said of something that is neither an item nor a pillar of the key, and values off a scale."""
        problems: list[Problem] = []
        known = {EVERY, *key.pillars, *key.by_id}
        for field in ("values", "offset", "not_shown"):
            for name in getattr(self, field):
                if name not in known:
                    remedy = did_you_mean(name, known) or "name an item, a pillar or *"
                    message = f"the form has no item or pillar {name[:100]!a}"
                    problems.append(Problem("unknown-item", message, remedy, (field, name[:100])))
        for item in key.relevant.values():
            for name in (item.pillar, item.id):
                cells = self.values.get(name, {})
                if any(type(meaning) is int and item.stored(meaning) is None for meaning in cells.values()):
                    message = f"a cell stands for a number that the scale from {item.low} to {item.high} does not have"
                    problems.append(Problem("out-of-range", message, "name a value of the scale", ("values", name)))
        return list(dict.fromkeys(problems))


def _check(layout: Any, at: Problems) -> None:
    """Note what is wrong with a layout by itself, whatever its fields hold."""
    mappings = ("codes", "values", "offset", "not_shown", "only", "without", "partners")
    whole: dict[str, Any] = dict.fromkeys(mappings, Mapping)
    whole |= {"ids": tuple, "couple": tuple, "unpack": bool, "dialect": Dialect}
    whole |= dict.fromkeys(("person", "item", "value"), str)
    whole |= dict.fromkeys(("partner", "day"), (str, type(None))) | {"columns": (Mapping, type(None))}
    for name, kind in whole.items():
        if not isinstance(getattr(layout, name), kind):
            at.add("wrong-kind", "this is not of the kind that stands here", "see the description of a layout", name)
    if len(at):
        return
    member(Shape, layout.shape, "shape", at)
    member(Missing, layout.gaps, "missing code", at, ("gaps",))
    _check_columns(layout, at)
    _check_cells(layout, at)
    _check_couples(layout, at)
    _check_dialect(layout.dialect, at.at("dialect"))


def _check_columns(layout: Any, at: Problems) -> None:
    for name in ("ids", "couple"):
        if not all(isinstance(name_, str) for name_ in getattr(layout, name)):
            at.add("wrong-type", "the name of a column is not text", "write the names as text", name)
    for pair in cast(Mapping[str, Any], layout.columns or {}).items():
        if not all(isinstance(text, str) for text in pair):
            at.add("wrong-type", "the columns are not item ids to names", "map text to text", "columns")
    if type(layout.skip) is not int or layout.skip < 0:
        at.add("bad-number", "this is a number of rows", "write a whole number from 0", "skip")
    if layout.unpack and layout.shape is Shape.WIDE:
        at.add("bad-choice", "only a long table is unpacked", "leave it out, or say shape: long", "unpack")


def _check_cells(layout: Any, at: Problems) -> None:
    for cell, meaning in cast(Mapping[str, Any], layout.codes).items():
        member(Missing, meaning, "missing code", at, ("codes",))
        _check_cell(cell, at, "codes")
    for scope, cells in layout.values.items():
        if not isinstance(cells, Mapping) or not isinstance(scope, str):
            at.add("wrong-kind", "the values are not items to cells", "write item: {cell: value}", "values")
            continue
        for cell, meaning in cast(Mapping[str, Any], cells).items():
            _check_cell(cell, at, "values")
            if type(meaning) is not int and not isinstance(meaning, Missing):
                remedy = f"write a value, or one of {', '.join(Missing)}"
                at.add("bad-choice", "a cell stands for neither a value nor a missing code", remedy, "values", scope)
    for scope, number in layout.offset.items():
        if type(number) is not int or not isinstance(scope, str):
            at.add("bad-number", "an offset is a whole number", "write 1 where 0 stands for 1", "offset")
    conditions: list[tuple[str, Any]] = [("only", layout.only), ("without", layout.without)]
    conditions += [("not_shown", columns) for columns in layout.not_shown.values()]
    for name, columns in conditions:
        listed = [*cast(Mapping[str, Any], columns).values()] if isinstance(columns, Mapping) else [(None,)]
        if not all(isinstance(cell, str) for cells in listed for cell in cells):
            at.add("wrong-kind", "this is not columns to cells", "write column: [cell, cell]", name)


def _check_cell(cell: Any, at: Problems, name: str) -> None:
    if type(cell) is not str:
        message = "what stands in a cell is neither a whole number nor text"
        at.add("wrong-type", message, "map numbers or text to their meaning", name)


def _check_couples(layout: Any, at: Problems) -> None:
    for partner in layout.partners.values():
        parts: tuple[Any, Any] = (partner.suffix, partner.columns) if isinstance(partner, Partner) else (None, None)
        if not isinstance(parts[0], str) or not isinstance(parts[1], Mapping):
            at.add("wrong-kind", "a partner has a suffix", "write name: suffix", "partners")
    if layout.partners and len(layout.partners) != 2:
        at.add("bad-choice", "a couple has two partners", "name two", "partners")
    if layout.partners and (layout.shape is Shape.LONG or layout.partner is not None):
        at.add("bad-choice", "partners with suffixes share a wide row", "leave one of the two out", "partners")


def _check_dialect(dialect: Any, at: Problems) -> None:
    for name in ("separator", "encoding", "sheet"):
        if not isinstance(getattr(dialect, name), str | None):
            at.add("wrong-type", "this is not text", "write it in quotes", name)
    if isinstance(dialect.separator, str) and (len(dialect.separator) != 1 or dialect.separator in '"\r\n'):
        at.add("bad-choice", "the separator is not one character", "write one, such as ;", "separator")
    if dialect.decimal not in (".", ","):
        at.add("bad-choice", "there is no such decimal sign", "it is one of . or ,", "decimal")
    if type(dialect.names_in) is not int or dialect.names_in < 1:
        at.add("bad-number", "this is a row", "write a whole number from 1", "names_in")
    if isinstance(dialect.encoding, str):
        try:
            "".encode(dialect.encoding)
        except (LookupError, ValueError):
            at.add("bad-choice", "there is no such encoding", "write one such as utf-8 or cp1252", "encoding")


def absent(columns: Mapping[str, str], names: Sequence[str]) -> list[Problem]:
    """Return a problem for each column that a table does not have.

    Args:
        columns: What a column is for, to its name.
        names: The names of the table's columns. None is repeated, since a table without a row of names has
            answers there.
    """
    places = {name: i for i, name in reversed([*enumerate(names, 1)])}
    own = set(columns.values())
    free = [name for name in names if name not in own]  # what stands for another item is no misspelling
    hints = Hints()
    problems: list[Problem] = []
    for what, name in columns.items():
        if name not in places:
            near = hints.nearest_word(name, free)
            remedy = "name its column" if near is None else f"did you mean column {places[near]}?"
            problems.append(Problem("missing-column", f"there is no column {name!r}", remedy, (what,)))
    return problems
