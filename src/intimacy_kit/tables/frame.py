"""Scores for a whole table, on the engine that the table lives in, equal to `score()` to the last bit.

A table is anything that narwhals reads: pandas, Polars (eager or lazy),
PyArrow, DuckDB, PySpark, Ibis and others. The same kind of table comes back. A
lazy table stays lazy: nothing is collected here. Sums are of whole numbers,
and each percent is one division, so every engine gives the same bits.
"""

import functools
import operator
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, cast

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import member
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring.scores import Reason
from intimacy_kit.scoring_key import ScoringKey, Subscale, Term, answers_needed
from intimacy_kit.tables.cells import Cell, invalid_counts, read
from intimacy_kit.tables.layout import OnInvalid, TableLayout, off_scale

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtra("tables") from error

Frame = TypeVar("Frame")


@sealed
def score_frame(
    frame: Frame,
    key: ScoringKey,
    *,
    layout: TableLayout = TableLayout(),  # noqa: B008  # it is frozen
    on_invalid: str | OnInvalid = OnInvalid.RAISE,
    quality: bool = False,
) -> Frame:
    """Score a table of answers.

    Args:
        frame: The table. Answers are whole numbers, as integers, as floats or as text.
        key: The scoring key, as `ScoringKey.from_form` gives it.
        layout: What the table means; a row for each check-in and a column for each item unless given.
        on_invalid: What to do about cells that hold no value of their scale; an item that a long table
            has twice for a person is one of them. `raise` looks at
            an eager table first and raises; a lazy table cannot be looked at before it runs,
            so there it does as `null`, which counts such cells as gaps and their number in
            each row in the column `invalid`. `trust` does not look at all: for a table that
            was checked before.
        quality: Add the columns `missing` (part of the asked items without a value, 0 to 1) and
            `spread` (standard deviation, n - 1, of the answers as given; null where scales differ or
            fewer than two items have a value), over the scored and felt items, as `quality` does.

    Returns:
        A table of the same kind with the columns that the layout copies and, for each pillar, `<pillar>_percent` and
        `<pillar>_mean` (Float64, null where there is no score), `<pillar>_answered` and
        `<pillar>_asked` (Int64) and `<pillar>_reason` (String, null where there is a score:
        `too-few-answers` or `not-asked`). Felt items are scored apart, as `<pillar>_felt_percent`
        and so on. Equal to `score()` with ``==``. A long table gives a row for each person, in no particular order.

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
    problems: list[Problem] = []
    rule = member(OnInvalid, on_invalid, "on_invalid", problems)
    table, cells = read(nw.from_native(cast(Any, frame)), key, layout, problems)
    request = _Request(layout.copied, cast(OnInvalid, rule), quality)
    return cast(Frame, nw.to_native(_score(table, cells, key, request)))


# Scores ------------------------------------------------------------------------


@attrs.frozen
class _Request:
    """What is wanted of a table besides the scores."""

    ids: tuple[str, ...]
    on_invalid: OnInvalid
    quality: bool


def _score(table: Any, cells: Mapping[str, Cell], key: ScoringKey, request: _Request) -> Any:
    """Return the scores in two steps, sums first, so that no engine adds anything up twice."""
    eager = bool(isinstance(table, nw.DataFrame))
    look = request.on_invalid is not OnInvalid.TRUST
    if request.on_invalid is OnInvalid.RAISE and eager:
        _check(table, cells)
        look = False
    first = [nw.col(name) for name in request.ids]
    then = [nw.col(name) for name in request.ids]
    summed: list[int] = []
    for i, subscale in enumerate(key.subscales):
        terms = [(cells[term.item], term) for term in subscale.terms if term.item in cells]
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
    counts = invalid_counts(table, suspects)
    problems: list[Problem] = []
    for id, cell in suspects.items():
        count = int(counts.item(0, id) or 0)
        if count:
            problems.append(off_scale(cell.item, cell.label, count))
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


def _sums(subscale: Subscale, terms: list[tuple[Cell, Term]], *, look: bool) -> dict[str, Any]:
    """Return what is added up for a subscale: answers, their total, and what differs from row to row besides.

    A gap holds the answer that adds nothing. So the bases add up to a constant.
    """
    if not terms:
        return {}
    constant = sum(term.base for _, term in terms)
    most = sum(abs(term.sign) * max(abs(cell.item.low), abs(cell.item.high)) for cell, term in terms) + abs(constant)
    if 100 * most > _EXACT:
        message = f"the scales of {subscale.pillar!r} have no common unit that is small enough for a table"
        raise InvalidValue([Problem("bad-number", message, "score the responses one by one", (subscale.pillar,))])
    floats = all(cell.kind == "float" for cell, _ in terms)
    wide, narrow = _width(most), _width(sum(term.weight for _, term in terms))
    numbers = [(cell.number(term.neutral, look=look), term.sign) for cell, term in terms]
    if not floats:
        numbers = [(number.cast(wide), sign) for number, sign in numbers]
    flags = [cell.answered(look=look).cast(narrow) for cell, _ in terms]
    total = functools.reduce(_added, numbers[1:], _times(*numbers[0]))
    sums = {"answered": _sum(flags), "total": total + constant if constant else total}
    weights = [term.weight for _, term in terms]
    if len(set(weights)) > 1:
        sums["weight"] = _sum([_times(flag, weight) for flag, weight in zip(flags, weights, strict=True)])
    asked = [cell.asked for cell, _ in terms]
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
        each = subscale.terms[0].weight
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
    scales: dict[tuple[int, ...], list[Any]] = {}
    for cell in cells:
        scales.setdefault(cell.item.values, []).append(nw.lit(1) if cell.asked is None else cell.asked)
    by_scale = [_sum(each) for each in scales.values()]
    asked = _sum(by_scale)
    if len(scales) > 1:  # what counts is whether the items that this row was asked share a scale
        several = _sum([nw.when(each > 0).then(nw.lit(1)).otherwise(nw.lit(0)) for each in by_scale])
        spread = nw.when(several == 1).then(spread)
    some = nw.when(asked > 0).then(asked.cast(nw.Float64))
    return [(1.0 - n.cast(nw.Float64) / some).alias("missing"), spread.alias("spread")]


_SUM = "_intimacy_kit_sum"
"""Columns that come and go on the way; a table is not expected to have them."""
