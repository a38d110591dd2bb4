"""The sums behind a score as columns, and what is read off them, equal to `Subscale` to the last bit."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from intimacy_kit.content.vocabulary import Reading, Rounding
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring.result import Reason
from intimacy_kit.scoring_key.subscale import Operand, Subscale
from intimacy_kit.scoring_key.term import Term
from intimacy_kit.tables.balanced import add_up, in_bands, look_up
from intimacy_kit.tables.digits import Digits, width_of

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
    names += [f"value_{group}" for group in subscale.normed]
    names += ["level"] if any(level.group is None for level in subscale.levels) else []
    return (*names, *(f"level_{group}" for group in subscale.groups))


def sums_of(
    subscale: Subscale, terms: Sequence[tuple[Any, Term]], *, look: bool
) -> tuple[dict[str, Any], Digits | None]:
    """Return what is added up for a score, and how answers and total are read off the column `number`, if there is one.

    Where a share is a line in the answer, a gap holds the answer that would add what a gap does. So the bases add up
    to a constant.

    Args:
        subscale: The score.
        terms: The terms of the items and scores that the table has, each with its `Cell`, or `PartCell`.
        look: Whether the cells have to be looked at.
    """
    if not terms:
        return {}, None
    by = terms[0][0].by
    if subscale.reading.is_extreme:
        return _extreme(subscale, terms, look=look), None
    digits = Digits.of([term.span for _, term in terms], [term.sign for _, term in terms], look=look)
    lines = [(cell, term) for cell, term in terms if _is_line(cell, term, digits)]
    others = [(cell, term) for cell, term in terms if not _is_line(cell, term, digits)]
    constant = sum(term.base for _, term in lines)
    most = sum(_most(cell, term) for cell, term in lines) + sum(term.span for _, term in others) + abs(constant)
    largest = most + len(terms) * digits.other
    if 100 * most > _EXACT or largest >= _LARGEST:
        message = f"the scales of {subscale.id!r} have no common unit that is small enough for a table"
        raise InvalidValue([Problem("bad-number", message, "score the responses one by one", (subscale.id,))])
    floats = all(cell.kind == "float" for cell, _ in lines) and not others
    wide = width_of(largest, by)
    numbers = [
        (cell.number(*_answers_for(term, digits.gap, digits.other), look=look, wide=wide), term.sign)
        for cell, term in lines
    ]
    numbers += [(_share(cell, term, digits.gap, digits.other, wide=wide), 1) for cell, term in others]
    if not floats:
        numbers = [(number.cast(wide), sign) for number, sign in numbers]
    number = _difference(
        [_times(number, sign) for number, sign in numbers if sign > 0],
        [_times(number, -sign) for number, sign in numbers if sign <= 0],
    )
    number = number + constant if constant else number
    sums = {"number": number.cast(by.Int64) if floats else number}
    for name in ("span", "low", "weight"):
        amounts = [getattr(term, name) for _, term in terms]
        if len(set(amounts)) > 1:
            width = width_of(sum(map(abs, amounts)), by)
            flags = (_is_counted(cell, term, look=look).cast(width) for cell, term in terms)
            sums[name] = add_up([_times(flag, amount) for flag, amount in zip(flags, amounts, strict=True) if amount])
    return sums | _asked(terms), digits


def _asked(terms: Sequence[tuple[Any, Term]]) -> dict[str, Any]:
    """Return how many items count as asked, where that differs from row to row."""
    asked = [_is_asked(cell, term) for cell, term in terms]
    if all(flag is None for flag in asked):
        return {}
    by = terms[0][0].by
    return {"asked": add_up([by.lit(1) if flag is None else flag for flag in asked])}


def _extreme(subscale: Subscale, terms: Sequence[tuple[Any, Term]], *, look: bool) -> dict[str, Any]:
    """Return how many answers there are, and the highest or the lowest of them in units above the least of all."""
    by = terms[0][0].by
    least, most = subscale.ends
    highest = subscale.reading is Reading.HIGHEST
    nothing = 0 if highest else most - least
    flags = [_is_counted(cell, term, look=look).cast(by.Int64) for cell, term in terms]
    shares = [
        by.when(flag == 1).then(_share(cell, term, 0, 0).cast(by.Int64) + (term.low - least)).otherwise(by.lit(nothing))
        for flag, (cell, term) in zip(flags, terms, strict=True)
    ]
    total = shares[0]
    if len(shares) > 1:
        total = by.max_horizontal(*shares) if highest else by.min_horizontal(*shares)
    return {"answered": add_up(flags), "total": total, **_asked(terms)}


def readings(subscale: Subscale, sums: Mapping[str, Any], items: int, by: Any = nw) -> dict[str, Any]:
    """Return what is read off the sums of a score by division, by what it is called after the score's name.

    Args:
        subscale: The score.
        sums: The columns that hold what `sums_of` added up, with answers and total in the place of its number.
        items: How many of its items the table has.
        by: The module that makes expressions: narwhals, or Polars itself.
    """
    missing = by.lit(None).cast(by.Float64)
    columns: dict[str, Any] = {"percent": missing, "mean": missing, "sum": missing, "value": missing}
    if not sums:
        columns |= {"answered": by.lit(0), "asked": by.lit(0), "reason": by.lit(Reason.NOT_ASKED.value)}
    else:
        enough, reason = _enough(subscale, sums, items, by)
        columns |= {"answered": sums["answered"], "reason": reason, "asked": sums.get("asked", by.lit(items))}
        columns |= _divide(subscale, sums, enough, columns["asked"], by)
    columns["answered"], columns["asked"] = columns["answered"].cast(by.Int64), columns["asked"].cast(by.Int64)
    return columns


def look_ups(subscale: Subscale, columns: Mapping[str, Any], by: Any = nw) -> Iterator[dict[str, Any]]:
    """Yield what is looked up for a score, each time in columns that hold what came before.

    An expression in an expression is written out wherever it is used. So a value is a column by itself before a table
    is searched for it, and so is what the table gives before norms and levels are.

    Args:
        subscale: The score.
        columns: The columns that hold what `readings` gave and what was looked up before, as they will be.
        by: The module that makes expressions.
    """
    value = columns.get("value", columns.get(subscale.reading.value))
    whole = columns["asked"] == subscale.size if subscale.reading is Reading.SUM else None
    if subscale.entries is None:
        yield {}
    else:
        find = look_up if subscale.bands is None else in_bands
        yield {"value": _look_up(subscale.values, value, whole, by, find=find)}
    yield {f"value_{group}": _look_up(norm.values, value, whole, by) for group, norm in subscale.normed.items()}
    groups = dict.fromkeys(level.group for level in subscale.levels)
    yield {
        "level" if group is None else f"level_{group}": _level(
            subscale, columns.get(f"value_{group}", value), group, whole, by
        )
        for group in groups
    }


# What is added up -----------------------------------------------------------------


def _is_line(cell: Any, term: Term, digits: Digits) -> bool:
    """Whether a gap can hold an answer that adds what a gap does."""
    if term.table is not None or term.cut is not None or cell.kind in ("none", "part"):
        return False
    return term.not_shown is None and term.base % term.sign == 0 and digits.gap % term.sign == 0


def _answers_for(term: Term, *shares: int) -> Iterator[int]:
    """Yield the answers that would add some shares."""
    return ((share - term.base) // term.sign for share in shares)


def _most(cell: Any, term: Term) -> int:
    """Return the largest number that adding an answer on a line can meet."""
    return int(abs(term.sign) * max(abs(cell.item.parts(cell.item.low)), abs(cell.item.parts(cell.item.high))))


def _share(cell: Any, term: Term, gap: int, other: int, *, wide: Any = None) -> Any:
    """Return what the answer to an item adds, other numbers elsewhere, and what it adds where it is not shown.

    Args:
        cell: How the item is read.
        term: Its term.
        gap: What a gap adds.
        other: What a cell adds that holds neither an answer nor a gap.
        wide: The type of whole numbers that holds all of them; unless given, they fit into any.
    """
    by = cell.by
    if cell.kind == "none":
        share = cell.number(gap, other, look=True, wide=wide)
    else:
        number = cell.number(0, look=True)
        if term.cut is not None:
            share = by.when(number >= term.cut).then(by.lit(term.sign + term.base)).otherwise(by.lit(term.base))
        elif term.table is None:
            share = number.cast(by.Int64) * term.sign + term.base
        else:
            share = look_up(number, term.table, by.lit(0), by)
        share = cell.chosen(share, gap, other, wide=wide)
    if term.not_shown is not None and cell.unshown is not None:
        share = by.when(cell.unshown).then(by.lit(term.not_shown)).otherwise(share)
    return share


def _is_counted(cell: Any, term: Term, *, look: bool) -> Any:
    """Return whether an item counts in the sums, never null."""
    if term.not_shown is None or cell.unshown is None:
        return cell.answered(look=look)
    by = cell.by
    return by.when(cell.unshown).then(by.lit(1)).otherwise(by.when(cell.ok).then(by.lit(1)).otherwise(by.lit(0)))


def _is_asked(cell: Any, term: Term) -> Any | None:
    """Return 1 where an item counts as asked, else 0; None where it does in every row."""
    if term.not_shown is None or cell.unshown is None or cell.asked is None:
        return cell.asked
    by = cell.by
    return by.when(cell.unshown).then(by.lit(1)).otherwise(cell.asked)


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
    first = subscale.members[0]

    def amount(name: str) -> Any:
        number = getattr(first, name)
        return sums[name].cast(by.Float64) if name in sums else _times(answered, number) if number else None

    def below(number: Any) -> Any:
        # Polars divides by a column that holds one number throughout by way of its reciprocal, which is not a
        # division to the last bit. Adding nothing, taken from the total, makes it a column like any other.
        return by.when(enough).then(number + total * 0.0)

    low = by.lit(float(subscale.ends[0])) if subscale.reading.is_extreme else amount("low")
    points = total if low is None else total + low
    ratios = {Reading.PERCENT: (total * 100.0, amount("span"))}
    if subscale.reading.is_extreme:
        ratios = {
            Reading.PERCENT: (total * 100.0, by.lit(float(subscale.ends[1] - subscale.ends[0]))),
            subscale.reading: (points, by.lit(float(subscale.per_point or 1))),
        }
    elif subscale.per_point is not None:
        ratios[Reading.MEAN] = (points, _times(amount("weight"), subscale.per_point))
        ratios[Reading.SUM] = (points, by.lit(float(subscale.per_point)))
        if subscale.in_proportion:
            ratios[Reading.SUM] = (points * asked.cast(by.Float64), _times(answered, subscale.per_point))
    quotients = {reading.value: above / below(under) for reading, (above, under) in ratios.items()}
    above, under = ratios[subscale.reading]
    if subscale.operand is not None:
        above, under = _operated(subscale.operand, sums["operand"], above, under, by)
    above = _times(above, float(subscale.factor.numerator))
    under = _times(under, float(subscale.factor.denominator))
    if subscale.plus:
        above = _times(above, float(subscale.plus.denominator)) + under * float(subscale.plus.numerator)
        under = _times(under, float(subscale.plus.denominator))
    under = below(under)
    if subscale.cycle is not None:
        cycle, part = subscale.cycle.as_integer_ratio()
        above, width = _times(above, float(part)), _times(under, float(cycle))
        above, under = above - _whole(above, width, by) * width, _times(under, float(part))
    if subscale.round_to is not None:
        step = subscale.round_to
        over, width = above * float(2 * step.denominator), under * float(2 * step.numerator)
        if subscale.rounding is Rounding.HALF_UP:
            over = over + under * float(step.numerator)
        elif subscale.rounding is Rounding.UP:
            over = over + width - 1.0
        above, under = _whole(over, width, by) * float(step.numerator), below(by.lit(float(step.denominator)))
    return {**quotients, "value": above / under}


def _operated(operand: Operand, value: Any, above: Any, under: Any, by: Any) -> tuple[Any, Any]:
    """Return the ends of a quotient after it is multiplied or divided by the value of another score."""
    unit = float(operand.steps.per_unit)
    parts = _times(value, unit).round(0)
    if not operand.divides:
        return above * parts, _times(under, unit)
    return _times(above, unit), by.when(parts > 0).then(under * parts)


def _whole(above: Any, below: Any, by: Any) -> Any:
    """Return how often a whole number, which may be below 0, has another above 0 in it."""
    nearest = (above / below).round(0)
    return by.when(nearest * below > above).then(nearest - 1.0).otherwise(nearest)


def _look_up(table: Mapping[float, float], value: Any, whole: Any, by: Any, *, find: Any = look_up) -> Any:
    """Return a table's entry for a value, or nothing."""
    entry = find(value, table, by.lit(None).cast(by.Float64), by)
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


SUMS = ("answered", "total", "invalid", "span", "low", "weight", "asked", "operand")
"""All that can be added up for a score, and the value of the one that it is multiplied or divided by."""

_EXACT = 1 << 53
"""Whole numbers below it are exact as floats."""

_LARGEST = 1 << 51
"""Whole numbers below it are exact as floats with a half added."""
