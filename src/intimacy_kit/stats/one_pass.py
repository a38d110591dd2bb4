"""Sums over pairs of items, and everybody's percent, in one pass over plain columns. Needs the extra `stats`.

Plain are columns of numbers for items whose answers are whole numbers of one scale without codes, in a score that adds
them up. Whatever else there is, a fault too, is left to `matrix` and `points`, which give the same to the last bit.
"""

import math
from collections.abc import Sequence
from typing import Any

from intimacy_kit.content.vocabulary import Keying
from intimacy_kit.errors import MissingExtra
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.scoring_key.subscale import Subscale
from intimacy_kit.stats.coefficients import PairSums
from intimacy_kit.stats.column import Matrix, as_array
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.meaning import Meaning
from intimacy_kit.tables.vocabulary import Shape

try:
    import numpy as np
    from numpy.typing import NDArray
except ImportError as error:
    raise MissingExtra("stats") from error

_ROWS = 8192
"""So many rows are worked on at a time; they stay in the cache of a processor."""

_PRODUCTS = 1 << 20
"""So many products of numbers, at most, are left to one thread; several would wait for each other longer than work."""

_EXACT = 1 << 24
"""Whole numbers below it are exact as floats of 32 bits."""

_BYTE = 127


def sums_of(table: Any, key: ScoringKey, subscale: Subscale, layout: TableLayout) -> tuple[PairSums, Matrix] | None:
    """Return sums over pairs of items, and each row's percent, NaN without a score; None where columns are not plain.

    A batch of rows is added up in floats of 32 bits. Values are counted from the low end of their scale, so all that is
    added is a whole number from 0 to the square of the scale's width, and every sum on the way lies below the number of
    rows times that square, in whichever order a processor adds and whether or not it rounds between multiplying and
    adding. A float of 32 bits holds each whole number up to 2**24, and a batch has no more rows than keep below. Totals
    of a row are below that as well. So nothing is rounded. Batches are added up in floats of 64 bits, which are exact
    up to 2**53.

    Args:
        table: A mapping or data frame of columns.
        key: The scoring key.
        subscale: The score.
        layout: What the table means.
    """
    items = [subscale.items[term.item] for term in subscale.terms]
    if not _are_plain(items, subscale):
        return None
    columns = _columns(table, key, items, layout)
    width = int(items[0].high - items[0].low)
    if columns is None or width**2 * _ROWS >= _EXACT or sum(term.span for term in subscale.terms) >= _EXACT:
        return None
    k, size = len(items), len(columns[0])
    both, sums, products, squares = (np.zeros((k, k)) for _ in range(4))
    percents = np.empty(size)
    per_step = np.array([abs(term.sign) for term in subscale.terms], dtype=np.float32)
    spans = np.array([term.span for term in subscale.terms], dtype=np.float32)
    weights = np.zeros((3, 3 * k), np.float32)  # of values, of their squares, and of being there
    weights[0, :k], weights[1, 2 * k :], weights[2, 2 * k :] = per_step, spans, 1
    rows, step = 0, max(_PRODUCTS // (4 * k * k), 256)
    with np.errstate(invalid="ignore"):  # a gap is no whole number, and no score is nothing by nothing
        for begin in range(0, size, _ROWS):
            batch = _batch([column[begin : begin + _ROWS] for column in columns], items)
            if batch is None:
                return None
            values, there = batch[:k].copy(), batch[2 * k :]  # with itself, a product takes several times as long
            for part in (slice(start, start + step) for start in range(0, batch.shape[1], step)):
                products += batch[:k, part] @ values[:, part].T
                crossed = batch[:, part] @ there[:, part].T
                sums += crossed[:k]
                squares += crossed[k : 2 * k]
                both += crossed[2 * k :]
            total, span, answered = (weights @ batch).astype(np.float64)
            rows += int(np.count_nonzero(answered))
            enough = answered >= _needed(subscale, answered, k, counted=layout.gaps.counts_as_asked)
            percents[begin : begin + _ROWS] = np.where(enough, 100 * total / span, math.nan)
    return PairSums(size, rows, float(items[0].low), both, sums, products, squares), percents


def _needed(subscale: Subscale, answered: Matrix, items: int, *, counted: bool) -> "Matrix | int":
    """Return how many answers a row needs; where gaps do not count as asked, all that was asked was answered."""
    if counted or subscale.least > 1:
        return subscale.needed(items)
    return np.maximum(answered, 1)


def _are_plain(items: Sequence[KeyedItem], subscale: Subscale) -> bool:
    """Whether all items have one scale of whole numbers, each of which adds as many times the same as it is high."""
    ends = {(item.low, item.high) for item in items}
    whole = all(
        item.range is None
        and len(item.values) == item.high - item.low + 1
        and max(abs(item.low), abs(item.high), item.high - item.low) <= _BYTE
        and not item.points
        and item.show_if is None
        and item.times == 1
        and item.cut is None
        for item in items
    )
    return whole and len(ends) == 1 and all(term.table is None and term.cut is None for term in subscale.terms)


def _columns(
    table: Any, key: ScoringKey, items: Sequence[KeyedItem], layout: TableLayout
) -> "list[NDArray[Any]] | None":
    """Return the columns of some items, or None where one of them is not of numbers, or more has to be looked at."""
    told = (layout.skip, layout.only, layout.without, layout.partners, layout.unpack, layout.not_shown)
    if any(told) or layout.shape is Shape.LONG or hasattr(table, "collect") or isinstance(table, np.ndarray):
        return None
    if layout.problems(key):
        return None
    names, columns = layout.item_columns(key), list[Any]()
    for item in items:
        meaning = Meaning.of(item, layout)
        if item.id not in names or not meaning.numbers or meaning.number_codes:
            return None
        try:
            array = as_array(table[names[item.id]])
        except Exception:  # noqa: BLE001  # every kind of frame has an error of its own for this; `matrix` names the column
            return None
        if array is None or array.ndim != 1 or array.dtype.kind not in "iuf":
            return None
        columns.append(array)
    return columns if len({column.size for column in columns}) == 1 else None


def _batch(parts: "Sequence[NDArray[Any]]", items: Sequence[KeyedItem]) -> "NDArray[np.float32] | None":
    """Return keyed values from 0, their squares, and whether there are any, an item to a row of each.

    None where a cell is off its scale.
    """
    k, rows = len(parts), len(parts[0])
    batch = np.empty((3 * k, rows), np.float32)
    for i, (part, item) in enumerate(zip(parts, items, strict=True)):
        number = part.astype(np.int8)  # anything but a number of one byte differs from what it becomes
        there = number == part
        there &= number >= item.low
        there &= number <= item.high
        count = np.count_nonzero(there)
        if count < rows and count + np.count_nonzero(part != part) < rows:  # noqa: PLR0124  # NaN alone is a gap
            return None
        low, high = np.int8(item.low), np.int8(item.high)
        number = number - low if item.keying is Keying.FORWARD else high - number
        number *= there.view(np.int8)
        batch[i], batch[2 * k + i] = number, there
    np.multiply(batch[:k], batch[:k], out=batch[k : 2 * k])
    return batch
