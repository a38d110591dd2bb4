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

from intimacy_kit.checkin.checkin import answers_needed
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring.scores import Reason
from intimacy_kit.scoring_key import ScoringKey, Subscale
from intimacy_kit.tables.cells import Cell, absent, cells_of, off_scale, scored_items

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtra("frames") from error

__all__ = ["OnInvalid", "score_frame", "score_long"]

Frame = TypeVar("Frame")
OnInvalid = Literal["raise", "null", "trust"]
"""What happens to cells that hold no value of their scale."""


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
        gaps: What an empty cell (null, NaN or empty text) means: `left-blank`, which counts as asked, or `not-asked`.
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
    cells = cells_of(table, key, columns=columns, ids=ids, codes=codes, gaps=gaps, on_invalid=on_invalid)
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
    if problems := absent({"person": person, "item": item, "value": value}, schema.names()):
        raise InvalidValue(problems)
    scored = {id: f"{_VALUE}{i}" for i, id in enumerate(scored_items(key))}
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
    cells = cells_of(table, key, columns=scored, codes=codes, gaps=gaps, on_invalid=on_invalid)
    once = {id: attrs.evolve(cell, rows=rows[id]) for id, cell in cells.items()}
    return cast(Frame, nw.to_native(_score(table, once, key, _Request((person,), on_invalid))))


# Scores ------------------------------------------------------------------------


@attrs.frozen
class _Request:
    """What is wanted of a table besides the scores."""

    ids: tuple[str, ...]
    on_invalid: OnInvalid
    quality: bool = False


def _score(table: Any, cells: Mapping[str, Cell], key: ScoringKey, request: _Request) -> Any:
    """Return the scores in two steps, sums first, so that no engine adds anything up twice."""
    eager = bool(isinstance(table, nw.DataFrame))
    look = request.on_invalid != "trust"
    if request.on_invalid == "raise" and eager:
        _check(table, cells)
        look = False
    first = [nw.col(name) for name in request.ids]
    then = [nw.col(name) for name in request.ids]
    summed: list[int] = []
    for i, subscale in enumerate(key.subscales):
        terms = [(cells[id], base, sign, weight) for id, base, sign, weight in subscale.terms if id in cells]
        sums = _sums(subscale, terms, look=look)
        summed += [i] if sums else []
        first += [each.alias(f"{_SUM}{i}_{what}") for what, each in sums.items()]
        then += _columns(subscale, {what: nw.col(f"{_SUM}{i}_{what}") for what in sums}, key, len(terms))
    if look:
        first.append(_sum([cell.filled for cell in cells.values()]).cast(nw.Int64).alias(f"{_SUM}_filled"))
        answers = [nw.col(f"{_SUM}{i}_answered").cast(nw.Int64) for i in summed]
        then.append((nw.col(f"{_SUM}_filled") - _sum(answers)).alias("invalid"))
    if request.quality:
        first += _quality(list(cells.values()), look=look)
        then += [nw.col("missing"), nw.col("spread")]
    if eager and table.implementation.is_polars():
        table = table.lazy()  # twice as fast as the eager road, and in step with the processor's cache
        return table.select(*first).select(*then).collect(engine="streaming")
    return table.select(*first).select(*then)


def _check(table: Any, cells: Mapping[str, Cell]) -> None:
    """Refuse an eager table in which a cell holds no value of its scale."""
    suspects = _suspects(table, cells)
    if not suspects:
        return
    counts = table.select(
        *[(cell.filled - cell.answered(look=True)).sum().alias(f"{i}") for i, cell in enumerate(suspects.values())]
    )
    problems: list[Problem] = []
    for i, cell in enumerate(suspects.values()):
        count = int(counts.item(0, f"{i}") or 0)
        if count:
            problems.append(off_scale(cell.item, f"the column {cell.column!r}", count))
    if problems:
        raise InvalidValue(problems)


def _suspects(table: Any, cells: Mapping[str, Cell]) -> dict[str, Cell]:
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
    left = dict(cells)
    for i, (id, cell) in enumerate(plain.items()):
        if seen.item(0, f"n{i}"):
            low, high = seen.item(0, f"low{i}"), seen.item(0, f"high{i}")
            whole = cell.kind == "int" or seen.item(0, f"part{i}") == 0
            if not (cell.item.low <= low and high <= cell.item.high and whole):
                continue
        del left[id]
    return left


def _sums(subscale: Subscale, terms: list[tuple[Cell, int, int, int]], *, look: bool) -> dict[str, Any]:
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
    name = subscale.name
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


def _quality(cells: Sequence[Cell], *, look: bool) -> list[Any]:
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
