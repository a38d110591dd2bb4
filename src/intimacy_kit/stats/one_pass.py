"""Sums over pairs of items, and all percents, in one pass over plain columns. Needs the extra `stats`.

Plain are columns of numbers for items whose answers are whole numbers of one scale without codes, in a score that adds
them up. Whatever else there is, a fault too, is left to `matrix` and `points`, which give the same to the last bit.
"""

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
    """Return sums over pairs of items, and the percents of those who have a score; None where columns are not plain.

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
    per_answer = np.array([[term.span for term in subscale.terms], [1] * k], dtype=np.float32)
    step, reader = max(_PRODUCTS // (4 * k * k), 256), _Reader(items, min(_ROWS, size))
    rows = scored = 0
    with np.errstate(invalid="ignore"):  # a gap is no whole number, and no score is nothing by nothing
        for begin in range(0, size, _ROWS):
            batch = reader.read([column[begin : begin + _ROWS] for column in columns])
            if batch is None:
                return None
            values, there = batch[:k], batch[2 * k : 3 * k]
            for part in (slice(start, start + step) for start in range(0, batch.shape[1], step)):
                products += values[:, part] @ batch[3 * k :, part].T
                crossed = batch[: 3 * k, part] @ there[:, part].T
                sums += crossed[:k]
                squares += crossed[k : 2 * k]
                both += crossed[2 * k :]
            span, answered = per_answer @ there
            rows += int(np.count_nonzero(answered))
            percent = np.multiply(per_step @ values, 100, dtype=np.float64) / span
            enough = answered >= _needed(subscale, answered, k, counted=layout.gaps.counts_as_asked)
            percent = percent[enough]
            percents[scored : scored + percent.size] = percent
            scored += percent.size
    return PairSums(size, rows, float(items[0].low), both, sums, products, squares), percents[:scored]


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


class _Reader:
    """Reads batches of rows, each into the same arrays, which stay in the cache of a processor.

    Args:
        items: The items, all of one scale.
        rows: How many rows a batch has at most.
    """

    def __init__(self, items: Sequence[KeyedItem], rows: int) -> None:
        k = len(items)
        self._low, self._width = np.int8(items[0].low), np.uint8(items[0].high - items[0].low)
        self._reverse = [i for i, item in enumerate(items) if item.keying is Keying.REVERSE]
        self._numbers = np.empty((k, rows), np.int8)
        self._there, self._on_scale = np.empty((2, k, rows), np.bool_)
        self._batch = np.empty((4 * k, rows), np.float32)

    def read(self, parts: "Sequence[NDArray[Any]]") -> "NDArray[np.float32] | None":
        """Return keyed values from 0, their squares, whether there are any, and the values again, an item to a row.

        With itself, a product of matrices takes several times as long as with a copy.

        Args:
            parts: The cells of a batch of rows, by item.

        Returns:
            None where a cell is off its scale.
        """
        k, rows = len(parts), len(parts[0])
        numbers, there, on_scale = self._numbers[:, :rows], self._there[:, :rows], self._on_scale[:, :rows]
        for part, number, known in zip(parts, numbers, there, strict=True):
            np.copyto(number, part, casting="unsafe")  # anything but a number of one byte differs from what it becomes
            np.equal(number, part, out=known)
        numbers -= self._low
        there &= np.less_equal(numbers.view(np.uint8), self._width, out=on_scale)  # below the low end lie large ones
        for part, known in zip(parts, there, strict=True):
            count = np.count_nonzero(known)
            if count < rows and count + np.count_nonzero(part != part) < rows:  # noqa: PLR0124  # NaN alone is a gap
                return None
        for i in self._reverse:
            np.subtract(np.int8(self._width), numbers[i], out=numbers[i])
        numbers *= there.view(np.int8)
        batch = self._batch[:, :rows]
        batch[:k] = batch[3 * k :] = numbers
        batch[2 * k : 3 * k] = there
        np.multiply(batch[:k], batch[:k], out=batch[k : 2 * k])
        return batch
