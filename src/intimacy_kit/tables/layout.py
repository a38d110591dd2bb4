"""What a table of answers means: which column is what, and what a cell says that holds no value.

One layout is read alike by data frames, files, statistics and the command
line. It needs no data-frame library.
"""

import enum
import operator
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, cast

import attrs

from intimacy_kit._outside_text import Hints, did_you_mean
from intimacy_kit._values.arguments import member
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import Record
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import ScoringKey

E = TypeVar("E", bound=enum.Enum)

_MEND = "mend them, name their codes, or count them as gaps with on_invalid='null'"
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


def _as_word(words: type[E], given: Any) -> Any:
    """Return a word of a vocabulary; what is not one is left for the check that follows."""
    try:
        return words(given)
    except ValueError:
        return given


def _as_shape(given: str | Shape) -> Shape:
    return cast(Shape, _as_word(Shape, given))


def _as_gap(given: str | Missing) -> Missing:
    return cast(Missing, _as_word(Missing, given))


def _as_columns(given: Mapping[str, str] | None) -> Mapping[str, str] | None:
    return None if given is None else FrozenMap(given)


def _as_names(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(given)


def _as_codes(given: Mapping[Any, str | Missing]) -> Mapping[str, Missing]:
    """Return codes with whole numbers as text, which is how a file has them."""
    return FrozenMap({_as_cell(cell): _as_gap(meaning) for cell, meaning in given.items()})


def _as_cell(cell: Any) -> Any:
    if isinstance(cell, str | bool):
        return cell
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else cell
    try:
        return str(operator.index(cell))
    except TypeError:
        return cell


@attrs.frozen(kw_only=True)
class TableLayout(Record):
    """What a table of answers means.

    Args:
        shape: `wide`, with a row for each check-in and a column for each item, or `long`, with a row for each answer.
        columns: In a wide table, item id to the name of its column; items that are left out were asked of
            nobody. None where each scored and felt item has a column of its own id.
        ids: In a wide table, columns that are copied to the output, such as that of a pseudonym.
        person: In a long table, the column that says whose answer it is. It is copied to the output.
        item: In a long table, the column with the item's id.
        value: In a long table, the column with the answer.
        codes: What stands in a cell, to the missing code that it means, such as `{"-9": "not-asked"}`. A whole number
            is meant in columns of numbers and of text alike. Text cells may hold the missing codes themselves.
        gaps: What an empty cell (null, NaN or empty text), or a row that a long table does not have, means:
            `left-blank`, which counts as asked, or `not-asked`.

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
    codes: Mapping[str, Missing] = attrs.field(default=FrozenMap({}), converter=_as_codes)
    gaps: Missing = attrs.field(default=Missing.BLANK, converter=_as_gap)

    def __attrs_post_init__(self) -> None:
        problems: list[Problem] = []
        member(Shape, self.shape, "shape", problems)
        member(Missing, self.gaps, "missing code", problems, ("gaps",))
        for cell, meaning in self.codes.items():
            member(Missing, meaning, "missing code", problems, ("codes",))
            if type(cell) is not str:
                message = "what stands for a gap is neither a whole number nor text"
                problems.append(Problem("wrong-type", message, "map numbers or text to missing codes", ("codes",)))
        if self.shape is Shape.LONG and self.columns is not None:
            remedy = "name the columns person, item and value instead"
            problems.append(Problem("bad-choice", "a long table has no column for each item", remedy, ("columns",)))
        if self.shape is Shape.LONG and self.ids:
            remedy = "leave ids out"
            problems.append(Problem("bad-choice", "a long table copies its person alone", remedy, ("ids",)))
        if problems:
            raise InvalidValue(problems)

    @property
    def copied(self) -> tuple[str, ...]:
        """The columns that are copied to the output."""
        return (self.person,) if self.shape is Shape.LONG else self.ids

    @property
    def number_codes(self) -> dict[int, Missing]:
        """What a number stands for in a column of numbers."""
        return {int(cell): code for cell, code in self.codes.items() if _WHOLE.fullmatch(cell)}

    @property
    def text_codes(self) -> dict[str, Missing]:
        """What a text stands for in a column of text: the codes, the missing codes themselves, and empty text."""
        return {**{code.value: code for code in Missing}, "": self.gaps, **self.codes}

    def item_columns(self, key: ScoringKey) -> dict[str, str]:
        """Return item id to the name of its column in a wide table.

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
        items = [key.relevant[id] for id in named if id in key.relevant]
        for number in codes:
            if items and all(item.stored(number) is not None for item in items):
                message = f"the code {number} is an answer to every item"
                problems.append(Problem("bad-number", message, "give it another number", ("codes",)))
        for id in named:
            if id not in key.relevant:
                remedy = did_you_mean(id, key.relevant) or "leave it out"
                problems.append(Problem("unknown-item", f"the key scores no item {id[:100]!a}", remedy, (id,)))
        if not named:
            message = "no column is named" if key.scored else "the key scores no item"
            remedy = "name a column for each item that was asked"
            problems.append(Problem("missing-key", message, remedy, ("columns",)))
        return problems


def absent(columns: Mapping[str, str], names: Sequence[str]) -> list[Problem]:
    """Return a problem for each column that a table does not have.

    Args:
        columns: What a column is for, to its name.
        names: The names of the table's columns. None is repeated, since a table without a row of names has
            answers there.
    """
    there = {name: i for i, name in reversed([*enumerate(names, 1)])}
    hints = Hints()
    problems: list[Problem] = []
    for what, name in columns.items():
        if name not in there:
            near = hints.nearest_word(name, names)
            remedy = "name its column" if near is None else f"did you mean column {there[near]}?"
            problems.append(Problem("missing-column", f"there is no column {name!r}", remedy, (what,)))
    return problems


def off_scale(item: KeyedItem, where: str, count: int, *, remedy: str = _MEND) -> Problem:
    """Return the problem with cells that hold no value of their scale.

    Args:
        item: The item that they answer.
        where: Where they stand, as a message says it.
        count: How many there are.
        remedy: What to do about them.
    """
    message = f"{where} has {count} cells without a value from {item.low} to {item.high}"
    return Problem("out-of-range", message, remedy, (item.id,))


def answered_unshown(item: KeyedItem, where: str, count: int) -> Problem:
    """Return the problem with cells that answer an item although it was not shown.

    Args:
        item: The item that they answer.
        where: Where they stand, as a message says it.
        count: How many there are.
    """
    message = f"{where} has {count} cells that were answered though the item was not shown"
    return Problem("not-shown", message, "empty them, mend the answers before, or take on_invalid='null'", (item.id,))
