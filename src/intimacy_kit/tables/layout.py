"""What a table of answers means: which column is what, and what a cell says.

One layout is read alike by data frames, files, statistics and the command
line. It needs no data-frame library.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, cast

import attrs

from intimacy_kit._outside_text import Hints
from intimacy_kit._sealed import sealed
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.nesting import is_deep
from intimacy_kit._values.record import Record
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import InvalidValue, Problem, Problems
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.layout_check import check
from intimacy_kit.tables.layout_fields import (
    WHOLE,
    Dialect,
    Partner,
    as_codes,
    as_columns,
    as_conditions,
    as_dialect,
    as_gap,
    as_names,
    as_not_shown,
    as_offset,
    as_partners,
    as_shape,
    as_values,
)
from intimacy_kit.tables.vocabulary import EVERY, Shape


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
            the person together with these, such as the day of a diary. A name that ends in `?` need not be there.
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
        partners: Two partners in a row: how each is called, to the suffix of their columns or a `Partner`.
        couple: The columns that say which couple a row belongs to.
        partner: The column that says which of the two a row is; numbered in the order of rows unless given.
        day: The column with the day of a check-in, for `responses`.
        dialect: How the file is written.

    Raises:
        InvalidValue: Listing every problem at once.

    >>> TableLayout(ids=["person"], codes={-9: "not-asked"}).to_dict()["codes"]
    {'-9': 'not-asked'}
    """

    shape: Shape = attrs.field(default=Shape.WIDE, converter=as_shape)
    columns: Mapping[str, str] | None = attrs.field(default=None, converter=as_columns)
    ids: tuple[str, ...] = attrs.field(default=(), converter=as_names)
    person: str = "person"
    item: str = "item"
    value: str = "value"
    unpack: bool = False
    values: Mapping[str, Mapping[str, int | Missing]] = attrs.field(default=FrozenMap({}), converter=as_values)
    offset: Mapping[str, int] = attrs.field(default=FrozenMap({}), converter=as_offset)
    codes: Mapping[str, Missing] = attrs.field(default=FrozenMap({}), converter=as_codes)
    gaps: Missing = attrs.field(default=Missing.BLANK, converter=as_gap)
    not_shown: Mapping[str, Mapping[str, tuple[str, ...]]] = attrs.field(default=FrozenMap({}), converter=as_not_shown)
    skip: int = 0
    only: Mapping[str, tuple[str, ...]] = attrs.field(default=FrozenMap({}), converter=as_conditions)
    without: Mapping[str, tuple[str, ...]] = attrs.field(default=FrozenMap({}), converter=as_conditions)
    partners: Mapping[str, Partner] = attrs.field(default=FrozenMap({}), converter=as_partners)
    couple: tuple[str, ...] = attrs.field(default=(), converter=as_names)
    partner: str | None = None
    day: str | None = None
    dialect: Dialect = attrs.field(default=Dialect(), converter=as_dialect)

    def __attrs_post_init__(self) -> None:
        problems = Problems()
        check(self, problems)
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
        if not all(isinstance(key, str) for key in cast(Any, tree)):
            raise InvalidValue([Problem("wrong-type", "the keys of a layout are not text", "write `key: value`")])
        if is_deep(tree):
            raise InvalidValue([Problem("too-deep", "the layout is nested too deeply", "make it flatter")])
        known, hints = [field.name for field in attrs.fields(cls)], Hints()
        problems = [
            Problem(
                "unknown-key",
                f"a layout has no {key[:100]!a}",
                hints.nearest(key, known) or f"the keys are {', '.join(known)}",
                (key[:100],),
            )
            for key in data
            if key not in known
        ]
        try:
            layout = cls(**{key: value for key, value in data.items() if key in known})
        except InvalidValue as error:
            problems += error.problems
        else:
            if not problems:
                return layout
        raise InvalidValue(problems)

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
        return {int(cell): code for cell, code in self.codes.items() if WHOLE.fullmatch(cell)}

    @property
    def text_codes(self) -> dict[str, Missing]:
        """What a text stands for in a column of text, by the codes, the missing codes themselves, and empty text."""
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
        hints = Hints()
        for id in named:
            if id not in key.by_id:
                remedy = hints.nearest(id, key.scored) or "leave it out"
                problems.append(Problem("unknown-item", f"the key scores no item {id[:100]!a}", remedy, (id,)))
        items = [key.by_id[id] for id in named if id in key.by_id]
        for number in codes:
            if items and all(self._is_answer(number, item) for item in items):
                message = f"the code {number} is an answer to every item"
                remedy = "give it another number, or say for which item it is one under `values`"
                problems.append(Problem("bad-number", message, remedy, ("codes",)))
        shared = [name for name, count in Counter(named.values()).items() if count > 1]
        if shared:
            message = f"one name stands for several items: {', '.join(ascii(name[:100]) for name in shared[:5])}"
            problems.append(Problem("duplicate-column", message, "name another for each item", ("columns",)))
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

    def _is_answer(self, number: int, item: KeyedItem) -> bool:
        """Return whether a number in a cell is an answer to an item."""
        cells = {cell: meaning for entry in self.entries_for(item, self.values) for cell, meaning in entry.items()}
        if any(type(meaning) is int and WHOLE.fullmatch(cell) for cell, meaning in cells.items()):
            return type(cells.get(str(number))) is int
        offset = (self.entries_for(item, self.offset) or [0])[-1]
        return item.stored(number + offset) is not None

    def _scope_problems(self, key: ScoringKey) -> list[Problem]:
        """Return what is said of something that is neither an item nor a pillar of the key, and values off a scale."""
        problems: list[Problem] = []
        known = {EVERY, *key.pillars, *key.by_id}
        hints = Hints()
        for field in ("values", "offset", "not_shown"):
            for name in getattr(self, field):
                if name not in known:
                    remedy = hints.nearest(name, known) or "name an item, a pillar or *"
                    message = f"the form has no item or pillar {name[:100]!a}"
                    problems.append(Problem("unknown-item", message, remedy, (field, name[:100])))
        for item in key.relevant.values():
            for name in (item.pillar, item.id):
                cells = self.values.get(name, {})
                if any(type(meaning) is int and item.stored(meaning) is None for meaning in cells.values()):
                    message = f"a cell stands for a number that the scale from {item.low} to {item.high} does not have"
                    problems.append(Problem("out-of-range", message, "name a value of the scale", ("values", name)))
        return list(dict.fromkeys(problems))
