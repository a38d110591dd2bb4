"""What answers count, and the percents that they come to, a whole sample at a time."""

import math
from collections.abc import Iterator
from typing import Any

from intimacy_kit._values.leaves import LARGEST_EXACT
from intimacy_kit.content.vocabulary import Keying
from intimacy_kit.errors import MissingExtra
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.subscale import Subscale
from intimacy_kit.scoring_key.term import Term
from intimacy_kit.scoring_key.value_range import largest_of
from intimacy_kit.stats.column import ASKED, UNSHOWN, Matrix
from intimacy_kit.stats.matrix import Answers

try:
    import numpy as np
    from numpy.typing import NDArray
except ImportError as error:
    raise MissingExtra("stats") from error

_ROWS = 8192


def blocks(rows: int) -> Iterator[slice]:
    """Yield the rows in batches that fit a processor's cache.

    Args:
        rows: How many there are.
    """
    return (slice(begin, begin + _ROWS) for begin in range(0, rows, _ROWS))


def keyed_points(answers: Answers) -> Matrix:
    """Return what each answer counts, reversed where its item is reverse-keyed, NaN for a gap.

    Args:
        answers: The answers.
    """
    columns = [
        _points(item, answers.values[:, i], answers.gaps[:, i] == UNSHOWN) for i, item in enumerate(answers.items)
    ]
    return np.stack(columns).T


def percents(answers: Answers, subscale: Subscale) -> Matrix:
    """Return each person's percent, NaN without a score, to the last bit as `score`.

    Totals and spans are whole numbers, which floats hold exactly up to 2**53; beyond it they are Python's own.

    Args:
        answers: The answers to the items of the score, in the order of its terms.
        subscale: The score.
    """
    exact: Any = np.float64 if largest_of(subscale) <= LARGEST_EXACT else object
    least = subscale.least
    found: list[Matrix] = []
    terms = subscale.terms
    plain = exact is np.float64 and all(
        term.table is None and term.cut is None and term.not_shown is None for term in terms
    )
    signs, bases, spans, per_unit = (
        np.array([getattr(term, name) for term in terms], dtype=np.float64)
        for name in ("sign", "base", "span", "per_unit")
    )
    for block in blocks(len(answers.values)):
        values, gaps = answers.values[block], answers.gaps[block]
        rows = len(values)
        if plain:
            there = ~np.isnan(values)
            count_of = there.astype(np.float64)
            numbers = np.where(there, np.rint(values * per_unit), 0.0)
            total, span = numbers @ signs + count_of @ bases, count_of @ spans
            answered = count_of @ np.ones(len(spans))
            asked = (there | (gaps < ASKED)) @ np.ones(len(spans))
        else:
            total, span, answered, asked = _sums(subscale, answers, block, exact)
        if least > 1:
            enough = answered >= int(least)
        else:
            enough = (answered >= 1) & (answered * least.denominator >= asked * least.numerator)
        percent = np.full(rows, math.nan)
        percent[enough] = 100 * total[enough] / span[enough]  # `Subscale.percent`, a column at a time
        found.append(percent)
    return np.concatenate(found) if found else np.empty(0)


def shares(answers: Answers, subscale: Subscale) -> Matrix:
    """Return what each answer adds to the total of a score, in units of the score, NaN for a gap.

    Args:
        answers: The answers to the items of the score, in the order of its terms.
        subscale: The score.
    """
    found: list[Matrix] = []
    for i, (term, item) in enumerate(zip(subscale.terms, answers.items, strict=True)):
        values = answers.values[:, i]
        there = ~np.isnan(values)
        part = np.where(there, _shares(term, item, np.where(there, values, item.low), np.float64), math.nan)
        unshown = answers.gaps[:, i] == UNSHOWN
        found.append(part if term.not_shown is None else np.where(unshown, float(term.not_shown), part))
    return np.stack(found).T


def _sums(subscale: Subscale, answers: Answers, block: slice, exact: Any) -> "tuple[Any, Any, Matrix, Matrix]":
    """Return totals, spans, and the numbers of items answered and asked, an item at a time."""
    values, gaps = answers.values[block], answers.gaps[block]
    rows = len(values)
    total, span = (np.zeros(rows, dtype=exact) for _ in range(2))
    answered, asked = np.zeros(rows), np.zeros(rows)
    for i, (term, item) in enumerate(zip(subscale.terms, answers.items, strict=True)):
        there = ~np.isnan(values[:, i])
        shares = _shares(term, item, np.where(there, values[:, i], item.low), exact)
        if term.not_shown is not None:
            unshown = gaps[:, i] == UNSHOWN
            shares[unshown] = term.not_shown
            there |= unshown
        total += np.where(there, shares, 0)
        span += np.where(there, term.span, 0)
        answered += there
        asked += there | (gaps[:, i] < ASKED)
    return total, span, answered, asked


def _points(item: KeyedItem, values: Matrix, unshown: "NDArray[np.bool_]") -> Matrix:
    """Return what the answers to an item count."""
    points = values
    slope, offset = item.slope, item.offset
    if item.whole and not item.points and item.cut is None and slope.denominator == offset.denominator == 1:
        if item.keying is Keying.REVERSE or slope != 1:
            points = float(slope) * values + float(offset)
    elif item.points or item.keying is Keying.REVERSE or item.times != 1 or item.cut is not None:
        answers, places = np.unique(values, return_inverse=True)
        counts = [math.nan if math.isnan(answer) else float(item.keyed(answer)) for answer in answers.tolist()]
        points = np.array(counts)[places.reshape(values.shape)]
    return points if item.if_not_shown is None else np.where(unshown, float(item.if_not_shown), points)


def _shares(term: Term, item: KeyedItem, values: Matrix, exact: Any) -> "NDArray[Any]":
    """Return what the answers to an item add, `Term.share` a column at a time, in a type that holds the sums."""
    numbers = np.rint(values * term.per_unit)
    if term.table is not None:
        places = np.searchsorted(np.array(item.values), numbers)
        return np.array([term.table[value] for value in item.values], dtype=exact)[places]
    if term.cut is not None:
        return np.where(numbers >= term.cut, term.base + term.sign, term.base).astype(exact)
    whole: NDArray[Any] = numbers if exact is np.float64 else numbers.astype(np.int64).astype(object)
    return term.base + term.sign * whole
