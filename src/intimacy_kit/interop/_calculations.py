"""A score, and the sums that it is made of, as expressions that a survey engine evaluates."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import attrs

from intimacy_kit.content.vocabulary import Missing, Reading, Role, Rounding
from intimacy_kit.interop._dialect import NEVER, Dialect, signed, written
from intimacy_kit.interop._features import can_be_skipped, has_reading
from intimacy_kit.interop._form import Form
from intimacy_kit.interop._names import name_of, score_name
from intimacy_kit.scoring_key.asked import Asked
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.subscale import Subscale
from intimacy_kit.scoring_key.term import Term
from intimacy_kit.scoring_key.value_range import range_of


def calculations(score: Asked, form: Form, dialect: Dialect) -> dict[str, str]:
    """Return a score and the sums that it is made of, name to expression, with its value and its levels last.

    Args:
        score: The score, with a term at least.
        form: The form.
        dialect: How the engine writes expressions.
    """
    name = score_name(score.subscale.role, score.subscale.id)
    subscale, of = score.whole, dialect.of
    given = _given(score, form, dialect)
    found: dict[str, str] = {}

    def add(kind: str, each: Callable[[Term], int]) -> str:
        found[f"{kind}_{name}"] = " + ".join(one.added(str(each(one.term)), each(one.term), dialect) for one in given)
        return of(f"{kind}_{name}")

    answered = add("answered", lambda _: 1)
    asked = _asked(found, name, given, dialect)
    if subscale.reading.is_extreme:
        low, high = score.subscale.ends
        total, span, weight = _extreme(found, name, score.subscale, given, dialect), str(high - low), "1"
        lows = "" if low == 0 else signed(low)
    else:
        found[f"total_{name}"] = " + ".join(one.added(one.share(dialect), one.term.not_shown, dialect) for one in given)
        total, weight = of(f"total_{name}"), add("weight", lambda term: term.weight)
        even = all(term.span == term.weight * subscale.unit for term in subscale.members)
        span = f"({weight} * {subscale.unit})" if even else add("span", lambda term: term.span)
        needs_low = has_reading(subscale) and any(term.low for term in subscale.members)
        lows = add("low", lambda term: term.low) if needs_low else ""
    enough = f"{answered} >= {score.needed}"
    if subscale.least > 1:
        enough = f"{answered} >= {int(subscale.least)}"
    elif asked is not None:
        least = subscale.least
        enough = f"{answered} >= 1 and {answered} * {least.denominator} >= {asked} * {least.numerator}"
    found[name] = f"{dialect.condition}({enough}, 100 * {total} {dialect.divided_by} {span}{dialect.nothing})"
    if has_reading(subscale):
        points = f"({total} + {lows})" if lows else total
        all_asked = str(len(subscale.members)) if asked is None else asked
        operand = _operand(found, name, subscale, form, dialect)
        if operand is not None:
            enough = f"{enough} and {operand[0]}"
        parts = _Parts(total, span, points, weight, answered, all_asked, None if operand is None else operand[1])
        found |= _value(name, subscale, parts, enough, dialect)
    return found | _levels(name, subscale, asked, dialect)


def value_name(subscale: Subscale) -> str:
    """Return the name of what a condition compares: the value of a score.

    Args:
        subscale: The score.
    """
    name = score_name(subscale.role, subscale.id)
    return f"value_{name}" if has_reading(subscale) else name


def key_answer(term: Term, answer: str) -> str:
    """Return what an answer adds to the sum, as an expression that all engines read alike.

    Args:
        term: The term.
        answer: How the format refers to the answer.
    """
    product = answer if abs(term.sign) == 1 else f"{abs(term.sign)} * {answer}"
    if term.sign < 0:
        return f"{term.base} - {product}" if term.base >= 0 else f"0 - {-term.base} - {product}"
    return product if term.base == 0 else f"{product} {'+' if term.base > 0 else '-'} {abs(term.base)}"


@attrs.frozen
class _Given:
    """What a term counts, as expressions: the answer to an item, or the value of a score that is a part.

    Args:
        term: The term.
        answer: A reference to the answer.
        least: The least number that it can be; whatever is as large is a value, no gap and no code.
        shown: A reference to whether it is shown, or None where it always is.
        asked: 1 where it counts as asked, else 0.
    """

    term: Term
    answer: str
    least: str
    shown: str | None
    asked: str

    def added(self, value: str, unshown: int | None, dialect: Dialect, *, gap: str = "0") -> str:
        """Return one thing where there is an answer, another where it is not shown, and else what a gap comes to."""
        there = f"{self.answer} >= {self.least}"
        if self.term.not_shown is None or unshown is None:
            return dialect.choose(there, value, gap)
        return dialect.choose(there, value, dialect.choose(f"{self.shown} = 1", gap, signed(unshown)))

    def share(self, dialect: Dialect) -> str:
        """Return what an answer adds to the total."""
        term, number = self.term, self.answer
        if term.per_unit != 1:
            number = dialect.rounded.replace("@", f"{self.answer} * {term.per_unit}")
        if term.cut is not None:
            return dialect.choose(f"{number} >= {signed(term.cut)}", str(term.base + term.sign), str(term.base))
        if term.table is None:
            return key_answer(term, number)
        *pairs, (_, last) = term.table.items()
        text = str(last)
        for value, share in reversed(pairs):
            text = dialect.choose(f"{self.answer} = {value}", str(share), text)
        return text


def _given(score: Asked, form: Form, dialect: Dialect) -> list[_Given]:
    """Return what each item and each part of a score counts."""
    items = form.checkin.key.by_id
    found: list[_Given] = []
    for term in score.terms:
        item = items[term.item]
        shown = None if item.show_if is None else dialect.of(name_of("shown", item.id))
        asked = "1"
        if Missing.DOES_NOT_APPLY in item.codes:
            told = dialect.of(name_of(dialect.code if item.range is None else "code", item.id))
            asked = dialect.choose(f"{told} = '{Missing.DOES_NOT_APPLY.value}'", "0", "1")
        if shown is not None:
            asked = dialect.choose(f"{shown} = 1", asked, "0" if term.not_shown is None else "1")
        found.append(_Given(term, dialect.of(name_of("q", item.id)), written(item.low), shown, asked))
    by_id = {each.subscale.id: each for each in form.scores if each.subscale.role is Role.SCORED}
    for term in score.parts:
        part = by_id[term.item]
        asked = "1"
        if _asks_some_of_some(part, by_id, items):
            counted = dialect.of(f"asked_{score_name(Role.SCORED, term.item)}")
            asked = dialect.choose(f"{counted} > 0", "1", "0")
        least = signed(float(least_value(part.subscale)))
        found.append(_Given(term, dialect.of(value_name(part.subscale)), least, None, asked))
    return found


def _asks_some_of_some(score: Asked, scores: Mapping[str, Asked], items: Mapping[str, KeyedItem]) -> bool:
    """Return whether how many items of a score count as asked depends on the answers, in its parts and theirs."""
    waiting, seen = [score], {score.subscale.id}
    while waiting:
        one = waiting.pop()
        if any(can_be_skipped(items[term.item]) for term in one.terms):
            return True
        waiting += [scores[term.item] for term in one.parts if term.item not in seen]
        seen.update(term.item for term in one.parts)
    return False


def _asked(found: dict[str, str], name: str, given: Sequence[_Given], dialect: Dialect) -> str | None:
    """Return a reference to the number of items that count as asked, or None where it is always the same."""
    if all(each.asked == "1" for each in given):
        return None
    found[f"asked_{name}"] = " + ".join(each.asked for each in given)
    return dialect.of(f"asked_{name}")


def _extreme(found: dict[str, str], name: str, subscale: Subscale, given: Sequence[_Given], dialect: Dialect) -> str:
    """Return a reference to the highest or the lowest answer, in units above the least of all; each step has a name."""
    least, most = subscale.ends
    highest = subscale.reading is Reading.HIGHEST
    best = gap = "0" if highest else str(most - least)
    for i, one in enumerate(given, 1):
        above = one.term.low - least
        value = one.share(dialect) if above == 0 else f"{one.share(dialect)} + {above}"
        unshown = None if one.term.not_shown is None else one.term.not_shown + above
        found[f"one{i}_{name}"] = one.added(value, unshown, dialect, gap=gap)
        this = dialect.of(f"one{i}_{name}")
        found[f"best{i}_{name}"] = dialect.choose(f"{this} {'>' if highest else '<'} {best}", this, best)
        best = dialect.of(f"best{i}_{name}")
    return best


def _levels(name: str, subscale: Subscale, asked: str | None, dialect: Dialect) -> dict[str, str]:
    """Return what the value is read as in each group, and the levels, each with the id of its source."""
    found: dict[str, str] = {}
    whole = ""
    if subscale.reading is Reading.SUM:
        if asked is None and len(subscale.members) != subscale.size:
            return found
        whole = "" if asked is None else f"{asked} = {subscale.size} and "
    value = dialect.of(value_name(subscale))
    for who, norm in subscale.normed.items():
        chosen = dialect.nothing
        for before, after in reversed(list(norm.values.items())):
            chosen = f", {dialect.condition}({whole}{value} = {signed(before)}, {signed(after)}{chosen})"
        found[f"{name_of('value', who)}_{name}"] = chosen.removeprefix(", ")
    for group in dict.fromkeys(level.group for level in subscale.levels):
        normed = group is not None and group in subscale.normed
        read = dialect.of(f"{name_of('value', str(group))}_{name}") if normed else value
        chosen = dialect.nothing
        for level in reversed([each for each in subscale.levels if each.group == group]):
            inside = f"{whole}{read} >= {signed(level.low.number)} and {read} <= {signed(level.high.number)}"
            label = dialect.text(f"{level.label} ({subscale.levels_source})")
            chosen = f", {dialect.condition}({inside}, {label}{chosen})"
        kind = "level" if group is None else name_of("level", group)
        found[f"{kind}_{name}"] = chosen.removeprefix(", ")
    return found


@attrs.frozen
class _Parts:
    """References to the sums of a score."""

    total: str
    span: str
    points: str
    weight: str
    answered: str
    asked: str
    operand: str | None


def _operand(
    found: dict[str, str], name: str, subscale: Subscale, form: Form, dialect: Dialect
) -> tuple[str, str] | None:
    """Return when there is a value to multiply or divide by, and a reference to it in parts of a unit; else None."""
    if subscale.operand is None:
        return None
    other, unit = subscale.operand.score, subscale.operand.steps.per_unit
    if other is None or other.rests_on.isdisjoint(form.checkin.item_ids):
        return NEVER, "1"
    value = dialect.of(value_name(other))
    there = f"{value} >= {signed(float(least_value(other)))}"
    if subscale.operand.divides:
        there = f"{value} > 0"
    parts = value if unit == 1 else dialect.rounded.replace("@", f"{value} * {unit}")
    return there, _named(found, f"by_{name}", dialect.choose(there, parts, "1"), dialect)


def _value(name: str, subscale: Subscale, parts: _Parts, enough: str, dialect: Dialect) -> dict[str, str]:
    """Return the value of a score, after factor, rounding and table, with what it is made of."""
    above, below = {
        Reading.PERCENT: (f"100 * {parts.total}", parts.span),
        Reading.MEAN: (parts.points, f"{subscale.per_point} * {parts.weight}"),
        Reading.SUM: (parts.points, str(subscale.per_point)),
        Reading.HIGHEST: (parts.points, str(subscale.per_point)),
        Reading.LOWEST: (parts.points, str(subscale.per_point)),
    }[subscale.reading]
    if subscale.in_proportion:
        above, below = f"{parts.points} * {parts.asked}", f"{subscale.per_point} * {parts.answered}"
    found: dict[str, str] = {}
    if parts.operand is not None and subscale.operand is not None:
        unit = subscale.operand.steps.per_unit
        if subscale.operand.divides:
            above, below = f"{above} * {unit}", f"{below} * {parts.operand}"
        else:
            above, below = f"{above} * {parts.operand}", f"{below} * {unit}"
    times, by = subscale.factor.as_integer_ratio()
    above = above if times == 1 else f"{above} * {times}"
    below = below if by == 1 else f"{below} * {by}"
    if subscale.plus:
        more, parts_of = subscale.plus.as_integer_ratio()
        above = f"({above} * {parts_of} + {below} * {signed(more)})"
        below = f"{below} * {parts_of}"
    least = range_of(subscale, read_as=False).low
    if subscale.cycle is not None:
        cycle, part = subscale.cycle.as_integer_ratio()
        width = _named(found, f"cycle_{name}", f"{cycle} * {below}", dialect)
        over = f"{part} * {above} + {_lift(least, subscale.cycle)} * {width}"
        over = _named(found, f"turned_{name}", over, dialect)
        above, below, least = f"({over} {dialect.modulo} {width})", f"{part} * {below}", Fraction(0)
    result = f"{above} {dialect.divided_by} ({below})"
    if subscale.round_to is not None:
        step, part = subscale.round_to.as_integer_ratio()
        lift = _lift(least, subscale.round_to)
        under = _named(found, f"under_{name}", f"2 * {step} * {below}", dialect)
        added = {Rounding.HALF_UP: f" + {step} * {below}", Rounding.UP: f" + {under} - 1", Rounding.DOWN: ""}
        over = f"2 * {part} * {above}{added[subscale.rounding]} + {lift} * {under}"
        over = _named(found, f"over_{name}", over, dialect)
        whole = f"(({over} - {over} {dialect.modulo} {under}) {dialect.divided_by} {under} - {lift})"
        result = f"{whole} * {step} {dialect.divided_by} {part}"
    if subscale.entries is not None:
        read = _named(found, f"read_{name}", f"{dialect.condition}({enough}, {result}{dialect.nothing})", dialect)
        chosen = dialect.nothing
        entries = list(subscale.values.items())
        for before, after in entries if subscale.bands is not None else reversed(entries):
            there = f"{read} {'=' if subscale.bands is None else '>='} {signed(before)}"
            chosen = f", {dialect.condition}({there}, {signed(after)}{chosen})"
        result = chosen.removeprefix(", ")
        if subscale.reading is Reading.SUM:
            enough = f"{enough} and {parts.asked} = {subscale.size}"
    found[f"value_{name}"] = f"{dialect.condition}({enough}, {result}{dialect.nothing})"
    return found


def _named(found: dict[str, str], name: str, expression: str, dialect: Dialect) -> str:
    """Return a reference to an expression that has a name from now on."""
    found[name] = expression
    return dialect.of(name)


def _lift(least: Fraction, multiple: Fraction) -> int:
    """Return how many multiples keep a number above 0 that is not below another, as remainders differ below it."""
    return max(0, 1 - int(least // multiple))


def least_value(subscale: Subscale) -> Fraction:
    """Return a number that no value of a score lies below.

    Args:
        subscale: The score.
    """
    if subscale.entries is not None:
        return min(map(Fraction, subscale.entries.values()))
    return range_of(subscale).low
