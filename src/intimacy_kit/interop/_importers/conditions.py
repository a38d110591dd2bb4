"""Conditions of other systems as conditions of items."""

from collections.abc import Callable, Mapping
from fractions import Fraction

import attrs

from intimacy_kit._values.exact import Exact
from intimacy_kit.content.condition import Condition
from intimacy_kit.content.scale import ResponseScale
from intimacy_kit.errors import Problems
from intimacy_kit.interop._importers.draft import choice_name
from intimacy_kit.interop._importers.expression import Expression, Syntax, Unreadable, read_expression
from intimacy_kit.interop._importers.scales import Scaled, key_of

_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_OPPOSITES = {"=": "!=", "!=": "=", "<": ">=", ">": "<=", "<=": ">", ">=": "<", "and": "or", "or": "and"}


class Unsaid(Exception):
    """A condition that no item can have; its text says why."""


@attrs.frozen
class Target:
    """An item whose answer can be compared.

    Args:
        id: The item's id.
        scaled: Its scale.
    """

    id: str
    scaled: Scaled


@attrs.frozen
class _Reader:
    """Reads conditions on items that are asked before."""

    targets: Mapping[str, Target]
    later: frozenset[str]
    notes: list[str]

    def read(self, part: Expression, *, negated: bool) -> Condition:
        """Return a part of a condition, or its opposite."""
        if part.kind == "operation" and part.text == "not":
            return self.read(part.parts[0], negated=not negated)
        if part.kind == "operation" and part.text in ("and", "or"):
            word = _OPPOSITES[part.text] if negated else part.text
            return _joined(word, [self.read(each, negated=negated) for each in part.parts], self._lowest)
        if part.kind == "call" and part.text == "selected" and len(part.parts) == 2:
            return self._chosen(*part.parts, negated=negated)
        if part.kind == "operation" and len(part.parts) == 2:
            return self._compared(part.text, *part.parts, negated=negated)
        raise Unsaid("it is not a comparison of an answer with a value")

    def _compared(self, sign: str, left: Expression, right: Expression, *, negated: bool) -> Condition:
        if sign in ("contains", "notcontains"):
            return self._chosen(left, right, negated=negated != (sign == "notcontains"))
        if sign in ("anyof", "noneof", "allof"):
            values = right.parts if right.kind == "list" else (right,)
            none = negated != (sign == "noneof")
            word = "and" if none != (sign == "allof") else "or"
            return _joined(word, [self._chosen(left, each, negated=none) for each in values], self._lowest)
        if left.kind != "answer":
            left, right, sign = right, left, _FLIPPED.get(sign, sign)
        if left.kind != "answer" or right.kind not in ("number", "text") or sign not in _OPPOSITES:
            raise Unsaid("it does not compare one answer with one value")
        target = self._target(left.text)
        return self._comparison(target, _OPPOSITES[sign] if negated else sign, right.text)

    def _chosen(self, left: Expression, right: Expression, *, negated: bool) -> Condition:
        """Return the condition that a choice is among those chosen."""
        if left.kind != "answer" or right.kind not in ("number", "text"):
            raise Unsaid("it does not compare one answer with one value")
        one = choice_name(left.text, right.text)
        if one in self.targets:
            return Condition(item=self.targets[one].id, equals=0 if negated else 1)
        return self._comparison(self._target(left.text), "!=" if negated else "=", right.text)

    def _target(self, name: str) -> Target:
        if name in self.targets:
            return self.targets[name]
        if name in self.later:
            raise Unsaid(f"it refers to {name[:100]!a}, which is asked later")
        raise Unsaid(f"it refers to {name[:100]!a}, which is not a question of the pack")

    def _comparison(self, target: Target, sign: str, written: str) -> Condition:
        scale = target.scaled.scale
        if sign in ("=", "!="):
            if not written.strip() and sign == "=":
                raise Unsaid("it asks whether a question is left blank")
            if not written.strip():
                return Condition(item=target.id, at_least=_exact(scale.low))
            if sign == "!=" and target.scaled.values.get(key_of(written), 0) is None:
                self.notes.append("a gap is never equal to a choice, and does not differ from it either")
                return Condition(item=target.id, at_least=_exact(scale.low))
            number = self._number(target, written)
            if sign == "=":
                return Condition(item=target.id, equals=number)
            self.notes.append("a question that has no answer does not differ from a value here")
            return Condition(item=target.id, not_equals=number)
        number_or_none = Exact.read(written.strip())
        if number_or_none is None or not target.scaled.same:
            raise Unsaid("it compares an answer with something that is not a number of its scale")
        if any(value is None and Exact.read(key) is not None for key, value in target.scaled.values.items()):
            self.notes.append("the numbers of gaps do not count in it")
        found = _beyond(scale, number_or_none) if sign == ">" else _below(scale, number_or_none)
        if sign in (">=", "<="):
            found = number_or_none
        if found is None:
            raise Unsaid("no answer of the scale fits it")
        if sign in (">", ">="):
            return Condition(item=target.id, at_least=found)
        return Condition(item=target.id, at_most=found)

    def _number(self, target: Target, written: str) -> Exact:
        """Return the value that a value of another system stands for."""
        key = key_of(written)
        if key in target.scaled.values:
            value = target.scaled.values[key]
            if value is None:
                raise Unsaid("it asks for a choice that is not a value")
            return Exact(value)
        number = Exact.read(key)
        if target.scaled.scale.range is None or number is None or not target.scaled.scale.has(number):
            raise Unsaid(f"the value {written[:100]!a} is not on the scale")
        return number

    def _lowest(self, id: str) -> Exact:
        return _exact(next(each.scaled.scale.low for each in self.targets.values() if each.id == id))


def condition_of(
    expression: Expression, targets: Mapping[str, Target], later: frozenset[str]
) -> tuple[Condition, tuple[str, ...]]:
    """Return the condition under which an item is shown, and what is different in it here.

    Args:
        expression: The condition of the other system.
        targets: The items that are asked before, by the names of the other system.
        later: Names of questions that are asked later.

    Raises:
        Unsaid: When no item can have the condition.
    """
    notes: list[str] = []
    found = _Reader(targets, later, notes).read(expression, negated=False)
    return found, tuple(dict.fromkeys(notes))


def read_condition(
    text: str, syntax: Syntax, at: Problems, *, message: str, outer: Expression | None = None
) -> Expression | None:
    """Return the condition of a question together with that of the group around it, or None without any.

    Args:
        text: The condition, which may be empty.
        syntax: How it refers to answers.
        at: Where it is noted that it cannot be read; then the condition around it is left.
        message: What is noted.
        outer: The condition of the group around it.
    """
    if not text:
        return outer
    try:
        own = read_expression(text, syntax)
    except Unreadable:
        at.add("lost-condition", message, "the item is always shown; give it show_if")
        return outer
    return both(outer, own)


def both(outer: Expression | None, own: Expression) -> Expression:
    """Return a condition that holds where two do.

    Args:
        outer: The condition of a group, or None without one.
        own: The condition of what is in it.
    """
    return own if outer is None else Expression("operation", "and", (outer, own))


def _joined(word: str, parts: list[Condition], lowest: Callable[[str], Exact]) -> Condition:
    """Return conditions of which all or any have to hold, as simple as they can be."""
    flat: list[Condition] = []
    for part in parts:
        flat += (part.all_ if word == "and" else part.any_) or (part,)
    flat = list(dict.fromkeys(flat))
    if word == "and":
        counts = [each.item for each in flat]
        several = [
            each
            for each in flat
            if not (each.item and each.at_least == lowest(each.item) and counts.count(each.item) > 1)
        ]
        flat = several or flat[:1]
    elif len({each.item for each in flat}) == 1 and all(each.equals is not None or each.one_of for each in flat):
        numbers = tuple(dict.fromkeys(number for each in flat for number in each.numbers))
        flat = [Condition(item=flat[0].item, one_of=numbers) if len(numbers) > 1 else flat[0]]
    if len(flat) == 1:
        return flat[0]
    return Condition(all_=tuple(flat)) if word == "and" else Condition(any_=tuple(flat))


def _exact(number: "int | float") -> Exact:
    """Return a number of a scale; those of ranges are decimals."""
    found = Exact.read(number)
    return Exact(Fraction(number)) if found is None else found


def _beyond(scale: ResponseScale, number: Exact) -> Exact | None:
    """Return the smallest answer above a number, or None where the scale has none."""
    if scale.range is None:
        return min((Exact(each) for each in scale.values if each > number), default=None)
    low, step = scale.range.low, scale.range.step
    found = Exact(max(low, low + ((number - low) // step + 1) * step))
    return found if found <= scale.range.high else None


def _below(scale: ResponseScale, number: Exact) -> Exact | None:
    """Return the largest answer below a number, or None where the scale has none."""
    if scale.range is None:
        return max((Exact(each) for each in scale.values if each < number), default=None)
    high, step = scale.range.high, scale.range.step
    found = Exact(min(high, high - ((high - number) // step + 1) * step))
    return found if found >= scale.range.low else None
