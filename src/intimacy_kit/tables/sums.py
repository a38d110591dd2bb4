"""The sums behind a score as columns, and what is read off them, equal to `Subscale` to the last bit."""

import functools
import operator
from collections.abc import Mapping, Sequence
from typing import Any

from intimacy_kit.content.vocabulary import Reading
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring.scores import Reason
from intimacy_kit.scoring_key.subscale import Subscale, Term

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtra("tables") from error


def column_names(subscale: Subscale) -> tuple[str, ...]:
    """Return what the columns of a score are called, after its name and an underscore, in order.

    Args:
        subscale: The score.
    """
    names = ["percent", "mean", "answered", "asked", "reason"]
    names += ["sum"] if subscale.has_sum else []
    names += [] if subscale.plain and not subscale.reading.is_extreme else ["value"]
    names += [f"value_{norm.group}" for norm in subscale.norms]
    names += ["level"] if any(level.group is None for level in subscale.levels) else []
    return (*names, *(f"level_{group}" for group in subscale.groups))


def sums_of(subscale: Subscale, terms: Sequence[tuple[Any, Term]], *, look: bool) -> dict[str, Any]:
    """Return what is added up for a score: answers, their total, and what differs from row to row besides.

    Where a share is a line in the answer, a gap holds the answer that adds nothing. So the bases add up to a constant.

    Args:
        subscale: The score.
        terms: The terms of the items and scores that the table has, each with its `Cell`, or `PartCell`.
        look: Whether the cells have to be looked at.
    """
    if not terms:
        return {}
    if subscale.reading.is_extreme:
        return _extreme(subscale, terms, look=look)
    lines = [(cell, term) for cell, term in terms if _is_line(cell, term)]
    others = [(cell, term) for cell, term in terms if not _is_line(cell, term)]
    constant = sum(term.base for _, term in lines)
    most = sum(_most(cell, term) for cell, term in terms) + abs(constant)
    if 100 * most > _EXACT:
        message = f"the scales of {subscale.id!r} have no common unit that is small enough for a table"
        raise InvalidValue([Problem("bad-number", message, "score the responses one by one", (subscale.id,))])
    floats = all(cell.kind == "float" for cell, _ in lines) and not others
    wide, narrow = _width(most), _width(sum(term.weight for _, term in terms))
    numbers = [(cell.number(term.neutral, look=look), term.sign) for cell, term in lines]
    numbers += [(_share(cell, term), 1) for cell, term in others]
    if not floats:
        numbers = [(number.cast(wide), sign) for number, sign in numbers]
    flags = [_is_counted(cell, term, look=look).cast(narrow) for cell, term in terms]
    total = functools.reduce(_add, numbers[1:], _times(*numbers[0]))
    sums = {"answered": add_up(flags), "total": total + constant if constant else total}
    for name in ("span", "low", "weight"):
        amounts = [getattr(term, name) for _, term in terms]
        if len(set(amounts)) > 1:
            width = _width(sum(map(abs, amounts)))
            sums[name] = add_up(
                [_times(flag.cast(width), amount) for flag, amount in zip(flags, amounts, strict=True) if amount]
            )
    return sums | _asked(terms)


def _asked(terms: Sequence[tuple[Any, Term]]) -> dict[str, Any]:
    """Return how many items count as asked, where that differs from row to row."""
    asked = [_is_asked(cell, term) for cell, term in terms]
    if all(flag is None for flag in asked):
        return {}
    return {"asked": add_up([nw.lit(1) if flag is None else flag for flag in asked])}


def _extreme(subscale: Subscale, terms: Sequence[tuple[Any, Term]], *, look: bool) -> dict[str, Any]:
    """Return how many answers there are, and the highest or the lowest of them in units above the least of all."""
    least, most = subscale.ends
    highest = subscale.reading is Reading.HIGHEST
    nothing = nw.lit(0 if highest else most - least)
    flags = [_is_counted(cell, term, look=look).cast(nw.Int64) for cell, term in terms]
    shares = [
        nw.when(flag == 1).then(_share(cell, term).cast(nw.Int64) + (term.low - least)).otherwise(nothing)
        for flag, (cell, term) in zip(flags, terms, strict=True)
    ]
    total = shares[0]
    if len(shares) > 1:
        total = nw.max_horizontal(*shares) if highest else nw.min_horizontal(*shares)
    return {"answered": add_up(flags), "total": total, **_asked(terms)}


def readings(subscale: Subscale, sums: Mapping[str, Any], items: int) -> dict[str, Any]:
    """Return every column of a score, by what it is called after the score's name.

    Args:
        subscale: The score.
        sums: The columns that hold what `sums_of` added up.
        items: How many of its items the table has.
    """
    none = nw.lit(None)
    missing, text = none.cast(nw.Float64), none.cast(nw.String)
    columns: dict[str, Any] = {"percent": missing, "mean": missing, "sum": missing, "value": missing}
    if not sums:
        columns |= {"answered": nw.lit(0), "asked": nw.lit(0), "reason": nw.lit(Reason.NOT_ASKED.value)}
    else:
        enough, reason = _enough(subscale, sums, items)
        columns |= {"answered": sums["answered"], "reason": reason, "asked": sums.get("asked", nw.lit(items))}
        columns |= _divide(subscale, sums, enough, columns["asked"])
    columns["answered"], columns["asked"] = columns["answered"].cast(nw.Int64), columns["asked"].cast(nw.Int64)
    whole = None
    if subscale.reading is Reading.SUM:
        whole = columns["asked"] == subscale.size
    if subscale.table is not None and sums:
        columns["value"] = _look_up(subscale.values, columns["value"], whole)
    for norm in subscale.norms:
        columns[f"value_{norm.group}"] = _look_up(norm.values, columns["value"], whole) if sums else missing
    for group in (None, *subscale.groups):
        name = "level" if group is None else f"level_{group}"
        value = columns.get(f"value_{group}", columns["value"])
        columns[name] = _level(subscale, value, group, whole) if sums else text
    return columns


def add_up(parts: Sequence[Any]) -> Any:
    """Return the sum of some columns.

    Args:
        parts: The columns, one at least.
    """
    return functools.reduce(operator.add, parts)


# What is added up -----------------------------------------------------------------


def _is_line(cell: Any, term: Term) -> bool:
    """Whether a gap can hold the answer that adds nothing."""
    if term.table is not None or term.cut is not None or cell.kind in ("none", "part"):
        return False
    return term.not_shown is None and term.base % term.sign == 0


def _most(cell: Any, term: Term) -> int:
    """Return the largest number that adding a term can meet."""
    if not _is_line(cell, term):
        return term.span
    return int(abs(term.sign) * max(abs(cell.item.parts(cell.item.low)), abs(cell.item.parts(cell.item.high))))


def _share(cell: Any, term: Term) -> Any:
    """Return what the answer to an item adds, and 0 for a gap; what it adds where it is not shown."""
    if cell.kind == "none":
        share = nw.lit(0)
    elif term.cut is not None:
        above = nw.when(cell.number(0, look=True) >= term.cut).then(nw.lit(term.sign)).otherwise(nw.lit(0))
        share = nw.when(cell.ok).then(above + term.base).otherwise(nw.lit(0))
    elif term.table is None:
        number = cell.number(0, look=True).cast(nw.Int64)
        share = nw.when(cell.ok).then(number * term.sign + term.base).otherwise(nw.lit(0))
    else:
        number = cell.number(0, look=True)
        share = nw.lit(0)
        for value, amount in term.table.items():
            share = nw.when(number == value).then(nw.lit(amount)).otherwise(share)
        share = nw.when(cell.ok).then(share).otherwise(nw.lit(0))
    if term.not_shown is not None and cell.unshown is not None:
        share = nw.when(cell.unshown).then(nw.lit(term.not_shown)).otherwise(share)
    return share


def _is_counted(cell: Any, term: Term, *, look: bool) -> Any:
    """Return whether an item counts in the sums, never null."""
    if term.not_shown is None or cell.unshown is None:
        return cell.answered(look=look)
    return nw.when(cell.unshown).then(nw.lit(1)).otherwise(nw.when(cell.ok).then(nw.lit(1)).otherwise(nw.lit(0)))


def _is_asked(cell: Any, term: Term) -> Any | None:
    """Return 1 where an item counts as asked, else 0; None where it does in every row."""
    if term.not_shown is None or cell.unshown is None or cell.asked is None:
        return cell.asked
    return nw.when(cell.unshown).then(nw.lit(1)).otherwise(cell.asked)


# What is read off -----------------------------------------------------------------


def _enough(subscale: Subscale, sums: Mapping[str, Any], items: int) -> tuple[Any, Any]:
    """Return whether enough was answered for a score, and the reason if not."""
    answered, too_few = sums["answered"], Reason.TOO_FEW_ANSWERS.value
    if "asked" not in sums:
        enough = answered >= subscale.needed(items)
        return enough, nw.when(~enough).then(nw.lit(too_few))
    asked, part = sums["asked"].cast(nw.Int64), subscale.least
    if part > 1:
        enough = answered >= int(part)
    else:
        enough = (answered >= 1) & (answered.cast(nw.Int64) * part.denominator >= asked * part.numerator)
    not_asked = nw.when(asked == 0).then(nw.lit(Reason.NOT_ASKED.value))
    return enough, nw.when(~enough & (asked > 0)).then(nw.lit(too_few)).otherwise(not_asked)


def _divide(subscale: Subscale, sums: Mapping[str, Any], enough: Any, asked: Any) -> dict[str, Any]:
    """Return percent, mean, sum and value before the table, each a division of two whole numbers."""
    answered, total = sums["answered"].cast(nw.Float64), sums["total"].cast(nw.Float64)
    first = subscale.members[0]

    def amount(name: str) -> Any:
        number = getattr(first, name)
        return sums[name].cast(nw.Float64) if name in sums else _times(answered, number) if number else None

    def below(number: Any) -> Any:
        # Polars divides by a column that holds one number throughout by way of its reciprocal, which is not a
        # division to the last bit. Adding nothing, taken from the total, makes it a column like any other.
        return nw.when(enough).then(number + total * 0.0)

    low = nw.lit(float(subscale.ends[0])) if subscale.reading.is_extreme else amount("low")
    points = total if low is None else total + low
    ratios = {Reading.PERCENT: (total * 100.0, amount("span"))}
    if subscale.reading.is_extreme:
        ratios = {
            Reading.PERCENT: (total * 100.0, nw.lit(float(subscale.ends[1] - subscale.ends[0]))),
            subscale.reading: (points, nw.lit(float(subscale.per_point or 1))),
        }
    elif subscale.per_point is not None:
        ratios[Reading.MEAN] = (points, _times(amount("weight"), subscale.per_point))
        ratios[Reading.SUM] = (points, nw.lit(float(subscale.per_point)))
        if subscale.in_proportion:
            ratios[Reading.SUM] = (points * asked.cast(nw.Float64), _times(answered, subscale.per_point))
    quotients = {reading.value: above / below(under) for reading, (above, under) in ratios.items()}
    above, under = ratios[subscale.reading]
    above = _times(above, float(subscale.factor.numerator))
    under = _times(under, float(subscale.factor.denominator))
    if subscale.plus:
        above = _times(above, float(subscale.plus.denominator)) + under * float(subscale.plus.numerator)
        under = _times(under, float(subscale.plus.denominator))
    under = below(under)
    if subscale.round_to is not None:
        step = subscale.round_to
        over = above * float(2 * step.denominator) + under * float(step.numerator)
        width = under * float(2 * step.numerator)
        nearest = (over / width).round(0)
        count = nw.when(nearest * width > over).then(nearest - 1.0).otherwise(nearest)
        above, under = count * float(step.numerator), below(nw.lit(float(step.denominator)))
    return {**quotients, "value": above / under}


def _look_up(table: Mapping[float, float], value: Any, whole: Any) -> Any:
    """Return a table's entry for a value, or nothing."""
    entry = nw.lit(None).cast(nw.Float64)
    for before, after in table.items():
        entry = nw.when(value == before).then(nw.lit(after)).otherwise(entry)
    return entry if whole is None else nw.when(whole).then(entry)


def _level(subscale: Subscale, value: Any, group: str | None, whole: Any) -> Any:
    """Return the name of the level that a value belongs to, or nothing."""
    name = nw.lit(None).cast(nw.String)
    for level in reversed([level for level in subscale.levels if level.group == group]):
        inside = (value >= float(level.low)) & (value <= float(level.high))
        name = nw.when(inside).then(nw.lit(level.label)).otherwise(name)
    return name if whole is None else nw.when(whole).then(name)


def _times(number: Any, factor: float) -> Any:
    return number if factor == 1 else number * factor


def _add(total: Any, term: tuple[Any, int]) -> Any:
    """Return a total with one more number in it, or out of it."""
    number, sign = term
    return total + _times(number, sign) if sign > 0 else total - _times(number, -sign)


def _width(most: int) -> Any:
    """Return the narrowest integer type that holds sums up to a number; narrower ones wrap round silently."""
    return next(kind for bits, kind in _WIDTHS if most < 1 << (bits - 1))


_WIDTHS = ((8, nw.Int8), (16, nw.Int16), (32, nw.Int32), (64, nw.Int64))
_EXACT = 1 << 53
"""Whole numbers below it are exact as floats."""
