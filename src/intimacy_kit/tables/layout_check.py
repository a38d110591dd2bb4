"""What is wrong with the fields of a layout, whatever they hold and whatever table it is of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, cast

import attrs

from intimacy_kit._values.arguments import member
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import Problems
from intimacy_kit.tables.column_names import is_pattern
from intimacy_kit.tables.layout_fields import Dialect, Partner
from intimacy_kit.tables.vocabulary import Shape

_SURROGATE = re.compile("[\ud800-\udfff]")


def check(layout: Any, at: Problems) -> None:
    """Note what is wrong with the fields of a layout.

    Args:
        layout: A `TableLayout` whose fields may hold anything.
        at: Where problems are added.
    """
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
    if any(_SURROGATE.search(text) for name in whole for text in _texts(getattr(layout, name))):
        at.add("bad-character", "a text holds half of a character", "write the text anew")
        return
    member(Shape, layout.shape, "shape", at)
    member(Missing, layout.gaps, "missing code", at, ("gaps",))
    _check_columns(layout, at)
    _check_cells(layout, at)
    _check_couples(layout, at)
    _check_dialect(layout.dialect, at.at("dialect"))


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in the field of a layout."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for pair in cast(Mapping[str, Any], value).items():
            yield from _texts(pair)
    elif isinstance(value, tuple | list):
        for entry in cast(Sequence[Any], value):
            yield from _texts(entry)
    elif isinstance(value, Partner | Dialect):
        yield from _texts(attrs.astuple(value, recurse=False))


def _check_columns(layout: Any, at: Problems) -> None:
    for name in ("ids", "couple"):
        if not all(isinstance(name_, str) for name_ in getattr(layout, name)):
            at.add("wrong-type", "the name of a column is not text", "write the names as text", name)
    for pair in cast(Mapping[str, Any], layout.columns or {}).items():
        if not all(isinstance(text, str) for text in pair):
            at.add("wrong-type", "the columns are not item ids to names", "map text to text", "columns")
    if any(map(is_pattern, _column_names(layout))):
        message = "the name of a column is * or stands between ^ and $, which an engine takes for several columns"
        at.add("bad-choice", message, "give the column another name")
    if type(layout.skip) is not int or layout.skip < 0:
        at.add("bad-number", "this is a number of rows", "write a whole number from 0", "skip")
    if layout.shape is Shape.LONG and len({layout.person, layout.item, layout.value}) < 3:
        at.add("duplicate-column", "person, item and value are not three columns", "name three", "item")
    if layout.unpack and layout.shape is Shape.WIDE:
        at.add("bad-choice", "only a long table is unpacked", "leave it out, or say shape: long", "unpack")


def _column_names(layout: Any) -> Iterator[str]:
    """Yield what a layout calls columns of a table."""
    partners = [each for each in layout.partners.values() if isinstance(each, Partner)]
    named: list[Any] = [layout.person, layout.item, layout.value, layout.partner, layout.day, layout.ids, layout.couple]
    for columns in (layout.only, layout.without, *layout.not_shown.values()):
        named += cast(Mapping[str, Any], columns) if isinstance(columns, Mapping) else ()
    for columns in (layout.columns if layout.shape is not Shape.LONG else None, *(each.columns for each in partners)):
        named += cast(Mapping[str, Any], columns).values() if isinstance(columns, Mapping) else ()
    own = {name.removesuffix("?") for name in _texts(named)}
    yield from own
    for partner in partners:
        yield from (f"{partner.prefix}{name}{partner.suffix}" for name in own)


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
        listed = cast(Mapping[str, Any], columns).items() if isinstance(columns, Mapping) else [(None, ())]
        if not all(isinstance(text, str) for column, cells in listed for text in (column, *cells)):
            at.add("wrong-kind", "this is not columns to cells", "write column: [cell, cell]", name)


def _check_cell(cell: Any, at: Problems, name: str) -> None:
    if type(cell) is not str:
        message = "what stands in a cell is neither a whole number nor text"
        at.add("wrong-type", message, "map numbers or text to their meaning", name)


def _check_couples(layout: Any, at: Problems) -> None:
    for partner in layout.partners.values():
        parts: tuple[Any, ...] = attrs.astuple(partner, recurse=False) if isinstance(partner, Partner) else (None,) * 3
        suffix, columns, prefix = parts
        if not (isinstance(suffix, str) and isinstance(prefix, str) and isinstance(columns, Mapping)):
            remedy = "write name: suffix, or name: {prefix: text}"
            at.add("wrong-kind", "a partner has a suffix or a prefix", remedy, "partners")
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
    rows: tuple[Any, ...] = dialect.name_rows
    if not rows or any(type(row) is not int or row < 1 for row in rows) or any(a >= b for a, b in pairwise(rows)):
        remedy = "write a whole number from 1, or several from above, such as [1, 2]"
        at.add("bad-number", "this is a row", remedy, "names_in")
    if isinstance(dialect.encoding, str):
        try:
            "".encode(dialect.encoding)
        except (LookupError, ValueError):
            at.add("bad-choice", "there is no such encoding", "write one such as utf-8 or cp1252", "encoding")
