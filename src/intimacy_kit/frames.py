"""Scores for a whole table, on the engine that the table lives in, equal to `score()` to the last bit.

A table is anything that narwhals reads: pandas, Polars (eager or lazy),
PyArrow, DuckDB, PySpark, Ibis and others. The same kind of table comes back. A
lazy table stays lazy: nothing is collected here. Sums are of whole numbers,
and each percent is one division, so every engine gives the same bits.
"""

import functools
import operator
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeVar, cast

import attrs

from intimacy_kit.checkin import answers_needed
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem, did_you_mean
from intimacy_kit.key import KeyedItem, ScoringKey, Subscale
from intimacy_kit.scoring import Reason
from intimacy_kit.words import Missing, Role

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtra("frames") from error

__all__ = ["OnInvalid", "score_frame", "score_long"]

Frame = TypeVar("Frame")
OnInvalid = Literal["raise", "null", "trust"]
"""What happens to cells that hold no value of their scale."""

_BLANKS: Mapping[float | str, Missing] = {"": Missing.BLANK, **{each.value: each for each in Missing}}
"""What a cell of text may hold besides a number."""


def score_frame(
    frame: Frame,
    key: ScoringKey,
    *,
    columns: Mapping[str, str] | None = None,
    ids: Sequence[str] = (),
    codes: Mapping[int | str, str | Missing] | None = None,
    gaps: str | Missing = Missing.BLANK,
    on_invalid: OnInvalid = "raise",
    quality: bool = False,
) -> Frame:
    """Score a table that has a row for each check-in and a column for each item.

    Args:
        frame: The table. Item columns hold whole numbers, as integers, as floats or as text.
        key: The scoring key, as `ScoringKey.from_form` gives it.
        columns: Item id to the name of its column. Items that are left out were asked of
            nobody. Without it every scored and felt item has a column of its own id.
        ids: Columns that are handed on, such as that of a pseudonym.
        codes: What stands in a cell, to the missing code that it means, such as `{-9: "not-asked"}`.
            Text cells may hold the missing codes themselves.
        gaps: What an empty cell (null or NaN) means: `left-blank`, which counts as asked, or `not-asked`.
        on_invalid: What to do about cells that hold no value of their scale. `raise` looks at
            an eager table first and raises; a lazy table cannot be looked at before it runs,
            so there it does as `null`, which counts such cells as gaps and their number in
            each row in the column `invalid`. `trust` does not look at all: for a table that
            was checked before.
        quality: Add the columns `missing` (part of the asked items without a value, 0 to 1) and
            `spread` (standard deviation, n - 1, of the answers as given; null where scales differ or
            fewer than two items have a value), over the scored and felt items.

    Returns:
        A table of the same kind with the id columns and, for each pillar, `<pillar>_percent` and
        `<pillar>_mean` (Float64, null where there is no score), `<pillar>_answered` and
        `<pillar>_asked` (Int64) and `<pillar>_reason` (String, null where there is a score:
        `too-few-answers` or `not-asked`). Felt items are scored apart, as `<pillar>_felt_percent`
        and so on. Equal to `score()` with ``==``.

    Raises:
        InvalidValue: When columns are missing or of a type that holds no answers, when a code is
            a value of a scale, or when a cell holds no value of its scale. All problems at once,
            with column names and counts, never with what a cell holds.

    >>> import intimacy_kit as ik, pyarrow as pa
    >>> key = ik.ScoringKey.from_form(ik.load(), "standard")
    >>> answers = pa.table({item.id: [3, None] for item in key.items})
    >>> scores = score_frame(answers, key)
    >>> scores["listening_answered"].to_pylist(), scores["listening_reason"].to_pylist()
    ([4, 0], [None, 'too-few-answers'])
    """
    table: Any = nw.from_native(cast(Any, frame))
    cells = _cells(table.collect_schema(), key, columns, ids, codes or {}, Missing(gaps))
    return cast(Frame, nw.to_native(_score(table, cells, key, _Request(tuple(ids), on_invalid, quality))))


def score_long(
    frame: Frame,
    key: ScoringKey,
    *,
    person: str = "person",
    item: str = "item",
    value: str = "value",
    codes: Mapping[int | str, str | Missing] | None = None,
    gaps: str | Missing = Missing.BLANK,
    on_invalid: OnInvalid = "raise",
) -> Frame:
    """Score a table that has a row for each answer.

    Args:
        frame: The table.
        key: The scoring key. Rows of items that it does not score are passed over.
        person: The column that tells check-ins apart.
        item: The column with the item's id.
        value: The column with the answer.
        codes: As for `score_frame`.
        gaps: What an empty cell, or a row that is not there, means; as for `score_frame`.
        on_invalid: As for `score_frame`. An item that is answered twice by one person is invalid, too.

    Returns:
        A table as `score_frame` gives it, with a row for each person, in no particular order.

    Raises:
        InvalidValue: As for `score_frame`.
    """
    table: Any = nw.from_native(cast(Any, frame))
    schema = table.collect_schema()
    if problems := _absent({"person": person, "item": item, "value": value}, schema.names()):
        raise InvalidValue(problems)
    scored = {id: f"{_VALUE}{i}" for i, id in enumerate(_scored(key))}
    rows = {id: f"{_ROWS}{i}" for i, id in enumerate(scored)}
    here = {id: nw.col(item) == id for id in scored}
    table = table.select(
        nw.col(person),
        *[nw.when(here[id]).then(nw.col(value)).alias(name) for id, name in scored.items()],
        *[nw.when(here[id]).then(nw.lit(1)).otherwise(nw.lit(0)).alias(name) for id, name in rows.items()],
    )
    table = table.group_by(person).agg(
        *[nw.col(name).max() for name in scored.values()], *[nw.col(name).sum() for name in rows.values()]
    )
    cells = _cells(table.collect_schema(), key, scored, (person,), codes or {}, Missing(gaps))
    once = {id: attrs.evolve(cell, rows=rows[id]) for id, cell in cells.items()}
    return cast(Frame, nw.to_native(_score(table, once, key, _Request((person,), on_invalid))))


# Cells -------------------------------------------------------------------------


@attrs.frozen
class _Cell:
    """How the answers to one item are read.

    Args:
        item: The item.
        column: The name of its column.
        kind: What the column holds: `int`, `float`, `text`, or `none` where it is empty throughout.
        codes: What stands in it, to the missing code that it means.
        gaps: What an empty cell means.
        rows: The column that counts the rows of this item, in a table that was long.
    """

    item: KeyedItem
    column: str
    kind: str
    codes: Mapping[float | str, Missing]
    gaps: Missing
    rows: str | None = None

    @property
    def raw(self) -> Any:
        """The column."""
        return nw.col(self.column)

    @property
    def plain(self) -> bool:
        """Whether the column holds values and empty cells only, once it has been looked at."""
        return self.kind in ("int", "float") and not self.codes and self.rows is None

    @property
    def contiguous(self) -> bool:
        """Whether every whole number between the ends of the scale is a value of it."""
        return len(self.item.values) == self.item.high - self.item.low + 1

    @property
    def ok(self) -> Any:
        """Whether a cell holds a value of the scale; false or null otherwise."""
        item = self.item
        if self.kind == "none":
            return nw.lit(value=False)
        if self.kind == "text":
            found = self.raw.is_in([str(value) for value in item.values])
        elif self.contiguous:
            found = (self.raw >= item.low) & (self.raw <= item.high)
            found = found & (self.raw.round(0) == self.raw) if self.kind == "float" else found
        else:
            found = self.raw.is_in([float(each) if self.kind == "float" else each for each in item.values])
        return found if self.rows is None else found & (nw.col(self.rows) == 1)

    @property
    def empty(self) -> Any:
        """Whether a cell is empty."""
        if self.kind == "none":
            return nw.lit(value=True)
        return self.raw.is_null() | self.raw.is_nan() if self.kind == "float" else self.raw.is_null()

    @property
    def invalid(self) -> Any:
        """1 where a cell holds neither a value of the scale nor a code, else 0."""
        fine = self.empty | self.ok
        if self.codes:
            fine = fine | self.raw.is_in(list(self.codes))
        if self.rows is not None:
            fine = fine & (nw.col(self.rows) <= 1)
        return nw.when(fine).then(nw.lit(0)).otherwise(nw.lit(1))

    @property
    def asked(self) -> Any | None:
        """1 where the item was asked, else 0; None where it was asked of everybody."""
        words = [each for each, code in self.codes.items() if code is Missing.NOT_ASKED]
        left_out = [self.raw.is_in(words)] if words and self.kind != "none" else []
        left_out += [self.empty] if self.gaps is Missing.NOT_ASKED else []
        if not left_out:
            return None
        outside = left_out[0] if len(left_out) == 1 else left_out[0] | left_out[1]
        return nw.when(outside).then(nw.lit(0)).otherwise(nw.lit(1))

    def answered(self, *, look: bool) -> Any:
        """Whether a cell holds an answer, never null."""
        if look or not self.plain:
            return nw.when(self.ok).then(nw.lit(1)).otherwise(nw.lit(0))
        return ~self.empty

    def number(self, gap: int, *, look: bool) -> Any:
        """The answer as given, with a number in place of every gap."""
        if self.kind == "none":
            return nw.lit(gap)
        if self.kind == "text":
            number = nw.lit(gap)
            for value in self.item.values:
                number = nw.when(self.raw == str(value)).then(nw.lit(value)).otherwise(number)
            return number if self.rows is None else nw.when(self.ok).then(number).otherwise(nw.lit(gap))
        if look or not self.plain:
            return nw.when(self.ok).then(self.raw).otherwise(nw.lit(gap))
        filled = self.raw.fill_null(gap)
        return filled.fill_nan(gap) if self.kind == "float" else filled


def _scored(key: ScoringKey) -> dict[str, KeyedItem]:
    return {id: key.by_id[id] for subscale in key.subscales for id, *_ in subscale.terms}


def _absent(columns: Mapping[str, str], names: Sequence[str]) -> list[Problem]:
    return [
        Problem("missing-key", f"there is no column {name!r}", did_you_mean(name, names) or "name its column", (what,))
        for what, name in columns.items()
        if name not in names
    ]


def _cells(  # noqa: PLR0917  # one private step, called twice
    schema: Any,
    key: ScoringKey,
    columns: Mapping[str, str] | None,
    ids: Sequence[str],
    codes: Mapping[int | str, str | Missing],
    gaps: Missing,
) -> dict[str, _Cell]:
    """Return how each item is read, or refuse the table with every reason."""
    scored = _scored(key)
    named = {id: id for id in scored} if columns is None else dict(columns)
    problems = _absent({**{name: name for name in ids}, **named}, schema.names())
    for id in named:
        if id not in scored:
            remedy = did_you_mean(id, scored) or "leave it out"
            problems.append(Problem("unknown-item", f"the key scores no item {id[:100]!a}", remedy, (id,)))
    cells: dict[str, _Cell] = {}
    for id, name in named.items():
        if id not in scored or name not in schema.names():
            continue
        kind = _kind(schema[name])
        if kind is None:
            message = f"the column {name!r} is of type {schema[name]}"
            problems.append(Problem("wrong-type", message, "give whole numbers, as integers, floats or text", (id,)))
            continue
        means: dict[float | str, Missing] = {
            float(each) if kind == "float" else each: Missing(code)
            for each, code in codes.items()
            if isinstance(each, str) is (kind == "text")
        }
        values = scored[id].values
        taken = means.keys() & ({str(each) for each in values} if kind == "text" else set(values))
        if taken:
            message = f"a code is a value of the scale from {scored[id].low} to {scored[id].high}"
            problems.append(Problem("bad-number", message, "give it another number", (id,)))
        if kind == "text":
            means = {**_BLANKS, **means}
        cells[id] = _Cell(scored[id], name, kind, {} if kind == "none" else means, gaps)
    if problems:
        raise InvalidValue(problems)
    return cells


def _kind(dtype: Any) -> str | None:
    """Return what a column of a type holds, or None where it can hold no answers."""
    if dtype.is_integer():
        return "int"
    if dtype.is_float() or dtype.is_decimal():
        return "float"
    if dtype in (nw.String, nw.Categorical, nw.Enum):
        return "text"
    return "none" if dtype == nw.Unknown else None


# Scores ------------------------------------------------------------------------


@attrs.frozen
class _Request:
    """What is wanted of a table besides the scores."""

    ids: tuple[str, ...]
    on_invalid: OnInvalid
    quality: bool = False


def _score(table: Any, cells: Mapping[str, _Cell], key: ScoringKey, request: _Request) -> Any:
    """Return the scores in two steps, sums first, so that no engine adds anything up twice."""
    eager = bool(isinstance(table, nw.DataFrame))
    look = request.on_invalid != "trust"
    if request.on_invalid == "raise" and eager:
        _check(table, cells)
        look = False
    first = [nw.col(name) for name in request.ids]
    then = [nw.col(name) for name in request.ids]
    for i, subscale in enumerate(key.subscales):
        terms = [(cells[id], base, sign, weight) for id, base, sign, weight in subscale.terms if id in cells]
        sums = _sums(subscale, terms, look=look)
        first += [each.alias(f"{_SUM}{i}_{what}") for what, each in sums.items()]
        then += _columns(subscale, {what: nw.col(f"{_SUM}{i}_{what}") for what in sums}, key, len(terms))
    if look:
        first.append(_sum([cell.invalid for cell in cells.values()]).cast(nw.Int64).alias("invalid"))
        then.append(nw.col("invalid"))
    if request.quality:
        first += _quality(list(cells.values()), look=look)
        then += [nw.col("missing"), nw.col("spread")]
    if eager and table.implementation.is_polars():
        table = table.lazy()  # twice as fast as the eager road
        return table.select(*first).select(*then).collect()
    return table.select(*first).select(*then)


def _check(table: Any, cells: Mapping[str, _Cell]) -> None:
    """Refuse an eager table in which a cell holds no value of its scale."""
    suspects = _suspects(table, cells)
    if not suspects:
        return
    counts = table.select(*[cell.invalid.sum().alias(f"{i}") for i, cell in enumerate(suspects.values())])
    problems: list[Problem] = []
    for i, (id, cell) in enumerate(suspects.items()):
        count = int(counts.item(0, f"{i}") or 0)
        if count:
            item = cell.item
            message = f"the column {cell.column!r} has {count} cells without a value from {item.low} to {item.high}"
            remedy = "mend them, name their codes, or count them as gaps with on_invalid='null'"
            problems.append(Problem("out-of-range", message, remedy, (id,)))
    if problems:
        raise InvalidValue(problems)


def _suspects(table: Any, cells: Mapping[str, _Cell]) -> dict[str, _Cell]:
    """Return the cells that a quick look at their column does not clear: at its ends, and at any part of a whole."""
    if not len(table):
        return {}
    plain = {id: cell for id, cell in cells.items() if cell.plain and cell.contiguous}
    looks: list[Any] = []
    for i, cell in enumerate(plain.values()):
        looks += [cell.raw.count().alias(f"n{i}"), cell.raw.min().alias(f"low{i}"), cell.raw.max().alias(f"high{i}")]
        if cell.kind == "float":
            looks.append((cell.raw - cell.raw.round(0)).abs().max().alias(f"part{i}"))
    seen = table.select(*looks) if looks else table
    left = {id: cell for id, cell in cells.items() if cell.kind != "none"}
    for i, (id, cell) in enumerate(plain.items()):
        if seen.item(0, f"n{i}"):
            low, high = seen.item(0, f"low{i}"), seen.item(0, f"high{i}")
            whole = cell.kind == "int" or seen.item(0, f"part{i}") == 0
            if not (cell.item.low <= low and high <= cell.item.high and whole):
                continue
        del left[id]
    return left


def _sums(subscale: Subscale, terms: list[tuple[_Cell, int, int, int]], *, look: bool) -> dict[str, Any]:
    """Return what is added up for a subscale: answers, their total, and what differs from row to row besides.

    A gap holds the number that adds nothing: the low end of the scale, or the
    high end where the item is turned round. So the bases add up to a constant.
    """
    if not terms:
        return {}
    constant = sum(base for _, base, _, _ in terms)
    most = sum(abs(sign) * max(abs(cell.item.low), abs(cell.item.high)) for cell, _, sign, _ in terms) + abs(constant)
    if 100 * most > _EXACT:
        message = f"the scales of {subscale.pillar!r} have no common unit that is small enough for a table"
        raise InvalidValue([Problem("bad-number", message, "score the responses one by one", (subscale.pillar,))])
    floats = all(cell.kind == "float" for cell, *_ in terms)
    wide, narrow = _width(most), _width(sum(weight for *_, weight in terms))
    numbers = [
        (cell.number(cell.item.low if sign > 0 else cell.item.high, look=look), sign) for cell, _, sign, _ in terms
    ]
    if not floats:
        numbers = [(number.cast(wide), sign) for number, sign in numbers]
    flags = [cell.answered(look=look).cast(narrow) for cell, *_ in terms]
    total = functools.reduce(_added, numbers[1:], _times(*numbers[0]))
    sums = {"answered": _sum(flags), "total": total + constant if constant else total}
    weights = [weight for *_, weight in terms]
    if len(set(weights)) > 1:
        sums["weight"] = _sum([_times(flag, weight) for flag, weight in zip(flags, weights, strict=True)])
    asked = [cell.asked for cell, *_ in terms]
    if any(each is not None for each in asked):
        sums["asked"] = _sum([nw.lit(1) if each is None else each for each in asked])
    return sums


def _columns(subscale: Subscale, sums: Mapping[str, Any], key: ScoringKey, items: int) -> list[Any]:
    """Return the five columns of a subscale.

    Args:
        subscale: The subscale.
        sums: The columns that hold what `_sums` added up.
        key: The scoring key.
        items: How many of its items the table has.
    """
    name = subscale.pillar if subscale.role is Role.SCORED else f"{subscale.pillar}_felt"
    none, too_few, not_asked = nw.lit(None), Reason.TOO_FEW_ANSWERS.value, Reason.NOT_ASKED.value
    if not sums:
        percent = mean = none.cast(nw.Float64)
        answered, asked, reason = nw.lit(0), nw.lit(0), nw.lit(not_asked)
    else:
        answered, asked = sums["answered"], nw.lit(items)
        if "asked" in sums:
            asked, part = sums["asked"].cast(nw.Int64), key.min_answered
            enough = (answered >= 1) & (answered.cast(nw.Int64) * part.denominator >= asked * part.numerator)
            reason = (
                nw.when(~enough & (asked > 0))
                .then(nw.lit(too_few))
                .otherwise(nw.when(asked == 0).then(nw.lit(not_asked)))
            )
        else:
            enough = answered >= answers_needed(items, key.min_answered)
            reason = nw.when(~enough).then(nw.lit(too_few))
        each = subscale.terms[0][3]
        weight = sums["weight"].cast(nw.Float64) if "weight" in sums else _times(answered.cast(nw.Float64), each)
        total = sums["total"].cast(nw.Float64)
        # Polars divides by a column that holds one number throughout by way of its reciprocal, which is not a
        # division to the last bit. Adding nothing, taken from the total, makes it a column like any other.
        weight = nw.when(enough).then(weight + total * 0.0)
        percent = total * 100.0 / _times(weight, subscale.unit)
        mean = none.cast(nw.Float64)
        if subscale.low is not None:
            mean = (_times(weight, subscale.low) + total if subscale.low else total) / weight
    return [
        percent.alias(f"{name}_percent"),
        mean.alias(f"{name}_mean"),
        answered.cast(nw.Int64).alias(f"{name}_answered"),
        asked.cast(nw.Int64).alias(f"{name}_asked"),
        reason.alias(f"{name}_reason"),
    ]


def _times(number: Any, factor: int) -> Any:
    return number if factor == 1 else number * factor


def _added(total: Any, term: tuple[Any, int]) -> Any:
    """Return a total with one more number in it, or out of it."""
    number, sign = term
    return total + _times(number, sign) if sign > 0 else total - _times(number, -sign)


def _sum(parts: Sequence[Any]) -> Any:
    return functools.reduce(operator.add, parts)


def _width(most: int) -> Any:
    """Return the narrowest integer type that holds sums up to a number; narrower ones wrap round silently."""
    return next(kind for bits, kind in _WIDTHS if most < 1 << (bits - 1))


_WIDTHS = ((8, nw.Int8), (16, nw.Int16), (32, nw.Int32), (64, nw.Int64))
_EXACT = 1 << 53
"""Whole numbers below it are exact as floats."""


# Notes on quality -----------------------------------------------------------------


def _quality(cells: Sequence[_Cell], *, look: bool) -> list[Any]:
    """Return the two notes that can be taken row by row."""
    flags = [cell.answered(look=look).cast(nw.Int64) for cell in cells]
    numbers = [cell.number(0, look=look).cast(nw.Int64) for cell in cells]
    n, total, squares = _sum(flags), _sum(numbers), _sum([number * number for number in numbers])
    pairs = nw.when(n > 1).then((n * (n - 1)).cast(nw.Float64))
    spread = ((n * squares - total * total).cast(nw.Float64) / pairs).sqrt()
    one_scale = len({cell.item.values for cell in cells}) == 1
    asked = _sum([nw.lit(1) if cell.asked is None else cell.asked for cell in cells])
    some = nw.when(asked > 0).then(asked.cast(nw.Float64))
    return [
        (1.0 - n.cast(nw.Float64) / some).alias("missing"),
        (spread if one_scale else nw.lit(None).cast(nw.Float64)).alias("spread"),
    ]


_SUM, _VALUE, _ROWS = (f"_intimacy_kit_{name}" for name in ("sum", "value", "rows"))
"""Columns that come and go on the way; a table is not expected to have them."""
