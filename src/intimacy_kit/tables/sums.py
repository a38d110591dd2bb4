"""The sums behind a score as columns, and what is read off them, equal to `Subscale` to the last bit."""

from collections.abc import Mapping, Sequence
from typing import Any

from intimacy_kit.content.vocabulary import Reading
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring.scores import Reason
from intimacy_kit.scoring_key.subscale import Subscale, Term
from intimacy_kit.tables.balanced import add_up, look_up
from intimacy_kit.tables.cells import Cell

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
    names += [] if subscale.plain else ["value"]
    names += ["level"] if any(level.group is None for level in subscale.levels) else []
    return (*names, *(f"level_{group}" for group in subscale.groups))


def sums_of(subscale: Subscale, terms: Sequence[tuple[Cell, Term]], *, look: bool) -> dict[str, Any]:
    """Return what is added up for a score: answers, their total, and what differs from row to row besides.

    Where a share is a line in the answer, a gap holds the answer that adds nothing. So the bases add up to a constant.

    Args:
        subscale: The score.
        terms: The terms of the items that the table has, each with how the item is read.
        look: Whether the cells have to be looked at.
    """
    if not terms:
        return {}
    by = terms[0][0].by
    lines = [(cell, term) for cell, term in terms if _is_line(cell, term)]
    others = [(cell, term) for cell, term in terms if not _is_line(cell, term)]
    constant = sum(term.base for _, term in lines)
    most = sum(_most(cell, term) for cell, term in terms) + abs(constant)
    if 100 * most > _EXACT:
        message = f"the scales of {subscale.id!r} have no common unit that is small enough for a table"
        raise InvalidValue([Problem("bad-number", message, "score the responses one by one", (subscale.id,))])
    floats = all(cell.kind == "float" for cell, _ in lines) and not others
    wide, narrow = width_of(most, by), width_of(sum(term.weight for _, term in terms), by)
    numbers = [(cell.number(term.neutral, look=look), term.sign) for cell, term in lines]
    numbers += [(_share(cell, term), 1) for cell, term in others]
    if not floats:
        numbers = [(number.cast(wide), sign) for number, sign in numbers]
    flags = [_is_counted(cell, term, look=look).cast(narrow) for cell, term in terms]
    total = _difference(
        [_times(number, sign) for number, sign in numbers if sign > 0],
        [_times(number, -sign) for number, sign in numbers if sign <= 0],
    )
    sums = {"answered": add_up(flags), "total": total + constant if constant else total}
    for name in ("span", "low", "weight"):
        amounts = [getattr(term, name) for _, term in terms]
        if len(set(amounts)) > 1:
            width = width_of(sum(map(abs, amounts)), by)
            sums[name] = add_up(
                [_times(flag.cast(width), amount) for flag, amount in zip(flags, amounts, strict=True) if amount]
            )
    asked = [_is_asked(cell, term) for cell, term in terms]
    if any(flag is not None for flag in asked):
        sums["asked"] = add_up([by.lit(1) if flag is None else flag for flag in asked])
    return sums


def readings(subscale: Subscale, sums: Mapping[str, Any], items: int, by: Any = nw) -> dict[str, Any]:
    """Return every column of a score, by what it is called after the score's name.

    Args:
        subscale: The score.
        sums: The columns that hold what `sums_of` added up.
        items: How many of its items the table has.
        by: The module that makes expressions: narwhals, or Polars itself.
    """
    none = by.lit(None)
    missing, text = none.cast(by.Float64), none.cast(by.String)
    columns: dict[str, Any] = {"percent": missing, "mean": missing, "sum": missing, "value": missing}
    if not sums:
        columns |= {"answered": by.lit(0), "asked": by.lit(0), "reason": by.lit(Reason.NOT_ASKED.value)}
    else:
        enough, reason = _enough(subscale, sums, items, by)
        columns |= {"answered": sums["answered"], "reason": reason, "asked": sums.get("asked", by.lit(items))}
        columns |= _divide(subscale, sums, enough, columns["asked"], by)
    columns["answered"], columns["asked"] = columns["answered"].cast(by.Int64), columns["asked"].cast(by.Int64)
    whole = None
    if subscale.reading is Reading.SUM:
        whole = columns["asked"] == subscale.size
    if subscale.table is not None and sums:
        columns["value"] = _look_up(subscale, columns["value"], whole, by)
    for group in (None, *subscale.groups):
        name = "level" if group is None else f"level_{group}"
        columns[name] = _level(subscale, columns["value"], group, whole, by) if sums else text
    return columns


def width_of(most: int, by: Any) -> Any:
    """Return the narrowest integer type that holds sums up to a number; narrower ones wrap round silently.

    Args:
        most: The number.
        by: The module that makes expressions.
    """
    return next(getattr(by, f"Int{bits}") for bits in (8, 16, 32, 64) if most < 1 << (bits - 1))


# What is added up -----------------------------------------------------------------


def _is_line(cell: Cell, term: Term) -> bool:
    """Whether a gap can hold the answer that adds nothing."""
    return term.table is None and term.not_shown is None and term.base % term.sign == 0 and cell.kind != "none"


def _most(cell: Cell, term: Term) -> int:
    """Return the largest number that adding a term can meet."""
    if not _is_line(cell, term):
        return term.span
    return abs(term.sign) * max(abs(cell.item.parts(cell.item.low)), abs(cell.item.parts(cell.item.high)))


def _share(cell: Cell, term: Term) -> Any:
    """Return what the answer to an item adds, and 0 for a gap; what it adds where it is not shown."""
    if cell.kind == "none":
        share = cell.by.lit(0)
    elif term.table is None:
        number = cell.number(0, look=True).cast(cell.by.Int64)
        share = cell.by.when(cell.ok).then(number * term.sign + term.base).otherwise(cell.by.lit(0))
    else:
        share = look_up(cell.number(0, look=True), term.table, cell.by.lit(0), cell.by)
        share = cell.by.when(cell.ok).then(share).otherwise(cell.by.lit(0))
    if term.not_shown is not None and cell.unshown is not None:
        share = cell.by.when(cell.unshown).then(cell.by.lit(term.not_shown)).otherwise(share)
    return share


def _is_counted(cell: Cell, term: Term, *, look: bool) -> Any:
    """Return whether an item counts in the sums, never null."""
    if term.not_shown is None or cell.unshown is None:
        return cell.answered(look=look)
    return (
        cell.by.when(cell.unshown)
        .then(cell.by.lit(1))
        .otherwise(cell.by.when(cell.ok).then(cell.by.lit(1)).otherwise(cell.by.lit(0)))
    )


def _is_asked(cell: Cell, term: Term) -> Any | None:
    """Return 1 where an item counts as asked, else 0; None where it does in every row."""
    if term.not_shown is None or cell.unshown is None or cell.asked is None:
        return cell.asked
    return cell.by.when(cell.unshown).then(cell.by.lit(1)).otherwise(cell.asked)


# What is read off -----------------------------------------------------------------


def _enough(subscale: Subscale, sums: Mapping[str, Any], items: int, by: Any) -> tuple[Any, Any]:
    """Return whether enough was answered for a score, and the reason if not."""
    answered, too_few = sums["answered"], Reason.TOO_FEW_ANSWERS.value
    if "asked" not in sums:
        enough = answered >= subscale.needed(items)
        return enough, by.when(~enough).then(by.lit(too_few))
    asked, part = sums["asked"].cast(by.Int64), subscale.least
    if part > 1:
        enough = answered >= int(part)
    else:
        enough = (answered >= 1) & (answered.cast(by.Int64) * part.denominator >= asked * part.numerator)
    not_asked = by.when(asked == 0).then(by.lit(Reason.NOT_ASKED.value))
    return enough, by.when(~enough & (asked > 0)).then(by.lit(too_few)).otherwise(not_asked)


def _divide(subscale: Subscale, sums: Mapping[str, Any], enough: Any, asked: Any, by: Any) -> dict[str, Any]:
    """Return percent, mean, sum and value before the table, each a division of two whole numbers."""
    answered, total = sums["answered"].cast(by.Float64), sums["total"].cast(by.Float64)
    first = subscale.terms[0]

    def amount(name: str) -> Any:
        number = getattr(first, name)
        return sums[name].cast(by.Float64) if name in sums else _times(answered, number) if number else None

    def below(number: Any) -> Any:
        # Polars divides by a column that holds one number throughout by way of its reciprocal, which is not a
        # division to the last bit. Adding nothing, taken from the total, makes it a column like any other.
        return by.when(enough).then(number + total * 0.0)

    low = amount("low")
    points = total if low is None else total + low
    ratios = {Reading.PERCENT: (total * 100.0, amount("span"))}
    if subscale.per_point is not None:
        ratios[Reading.MEAN] = (points, _times(amount("weight"), subscale.per_point))
        ratios[Reading.SUM] = (points, by.lit(float(subscale.per_point)))
        if subscale.in_proportion:
            ratios[Reading.SUM] = (points * asked.cast(by.Float64), _times(answered, subscale.per_point))
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
        count = by.when(nearest * width > over).then(nearest - 1.0).otherwise(nearest)
        above, under = count * float(step.numerator), below(by.lit(float(step.denominator)))
    return {**quotients, "value": above / under}


def _look_up(subscale: Subscale, value: Any, whole: Any, by: Any) -> Any:
    """Return the table's entry for a value, or nothing."""
    entry = look_up(value, subscale.values, by.lit(None).cast(by.Float64), by)
    return entry if whole is None else by.when(whole).then(entry)


def _level(subscale: Subscale, value: Any, group: str | None, whole: Any, by: Any) -> Any:
    """Return the name of the level that a value belongs to, or nothing."""
    name = by.lit(None).cast(by.String)
    for level in reversed([level for level in subscale.levels if level.group == group]):
        inside = (value >= float(level.low)) & (value <= float(level.high))
        name = by.when(inside).then(by.lit(level.label)).otherwise(name)
    return name if whole is None else by.when(whole).then(name)


def _times(number: Any, factor: float) -> Any:
    return number if factor == 1 else number * factor


def _difference(added: Sequence[Any], taken: Sequence[Any]) -> Any:
    """Return the sum of some columns less that of others."""
    if not taken:
        return add_up(added)
    return add_up(added) - add_up(taken) if added else add_up(taken) * -1


_EXACT = 1 << 53
"""Whole numbers below it are exact as floats."""
