"""Calculations of other systems that add answers up."""

from collections.abc import Mapping
from fractions import Fraction

import attrs

from intimacy_kit._values.exact import Exact
from intimacy_kit.interop._importers.expression import Expression, Unreadable

_MEANS = frozenset({"mean", "avg", "average"})
_CONDITIONS = frozenset({"if", "iif"})
_ROUNDINGS = frozenset({"round"})
_PLAIN = frozenset({"number", "int", "coalesce"})


@attrs.frozen
class Total:
    """What a calculation adds up.

    Args:
        weights: What each answer is multiplied by, by name.
        constant: What is added besides.
        mean: Whether it is the mean of its parts.
        whole: Whether it has a value only where every question is answered.
        round_to: What it is rounded to a multiple of.
        bounds: Comparisons outside of which an answer adds nothing: name, operator and number.
    """

    weights: Mapping[str, Fraction]
    constant: Fraction = Fraction(0)
    mean: bool = False
    whole: bool = True
    round_to: Exact | None = None
    bounds: tuple[tuple[str, str, Fraction], ...] = ()


def total_of(expression: Expression) -> Total:
    """Return what a calculation adds up.

    Args:
        expression: The calculation.

    Raises:
        Unreadable: When it is anything else than a sum or a mean of answers, each times a number.
    """
    match expression:
        case Expression("answer", name):
            return Total({name: Fraction(1)})
        case Expression("number", text):
            return Total({}, Fraction(text))
        case Expression("operation", "+", parts):
            return _sum([total_of(each) for each in parts])
        case Expression("operation", "-", (part,)):
            return _times(total_of(part), Fraction(-1))
        case Expression("operation", "*" | "/" as sign, (left, right)):
            return _product(sign, total_of(left), total_of(right))
        case Expression("call", "sum", parts) if parts:
            return attrs.evolve(_sum([total_of(each) for each in parts]), whole=False)
        case Expression("call", name, parts) if name in _MEANS and parts:
            found = [total_of(each) for each in parts]
            if any(len(each.weights) != 1 for each in found):
                raise Unreadable
            return attrs.evolve(_times(_sum(found), Fraction(1, len(found))), mean=True, whole=False)
        case Expression("call", name, (part, *digits)) if name in _ROUNDINGS:
            return _rounded(total_of(part), digits)
        case Expression("call", name, (part, *rest)) if name in _PLAIN and len(rest) <= 1:
            found_one = total_of(part)
            return attrs.evolve(found_one, whole=found_one.whole and name != "coalesce")
        case Expression("call", name, (test, then, other)) if name in _CONDITIONS:
            return _where_answered(test, total_of(then), other)
        case _:
            raise Unreadable


def _sum(parts: list[Total]) -> Total:
    weights: dict[str, Fraction] = {}
    for part in parts:
        if part.mean or part.round_to is not None:
            raise Unreadable
        for name, weight in part.weights.items():
            weights[name] = weights.get(name, Fraction(0)) + weight
    return Total(
        {name: weight for name, weight in weights.items() if weight},
        sum((part.constant for part in parts), Fraction(0)),
        whole=any(part.whole for part in parts if part.weights),
        bounds=tuple(bound for part in parts for bound in part.bounds),
    )


def _times(total: Total, factor: Fraction) -> Total:
    if total.round_to is not None:
        raise Unreadable
    weights = {name: weight * factor for name, weight in total.weights.items()}
    return attrs.evolve(total, weights=weights, constant=total.constant * factor)


def _product(sign: str, left: Total, right: Total) -> Total:
    if sign == "/":
        if right.weights or not right.constant:
            raise Unreadable
        return _times(left, 1 / right.constant)
    if left.weights and right.weights:
        raise Unreadable
    return _times(left, right.constant) if left.weights else _times(right, left.constant)


def _rounded(total: Total, digits: list[Expression]) -> Total:
    """Return a total that is rounded to a number of decimals."""
    places = Exact(0) if not digits else Exact.read(digits[0].text) if digits[0].kind == "number" else None
    if len(digits) > 1 or places is None or places.denominator != 1 or not 0 <= places <= 9:
        raise Unreadable
    return attrs.evolve(total, round_to=Exact(Fraction(1, 10 ** int(places))))


def _where_answered(test: Expression, then: Total, other: Expression) -> Total:
    """Return what is added where a question is answered, and nothing where it is not."""
    nothing = other.kind == "number" and not Fraction(other.text)
    if not nothing or len(then.weights) != 1:
        raise Unreadable
    (name,) = then.weights
    bounds = list(then.bounds)
    for part in test.parts if test.text == "and" else (test,):
        match part:
            case Expression("operation", "!=", (Expression("answer", asked), Expression("text", ""))) if asked == name:
                pass
            case Expression(
                "operation", ">=" | "<=" as sign, (Expression("answer", asked), Expression("number", text))
            ):
                if asked != name:
                    raise Unreadable
                bounds.append((name, sign, Fraction(text)))
            case _:
                raise Unreadable
    return attrs.evolve(then, whole=False, bounds=tuple(bounds))


def value_at(expression: Expression, answer: Fraction) -> Fraction:
    """Return what an answer adds to a sum of a form that was exported from here.

    Args:
        expression: What is added, in which every reference is to the answer.
        answer: The answer.

    Raises:
        Unreadable: When it has anything in it that our exports do not write.
    """
    match expression:
        case Expression("answer"):
            return answer
        case Expression("number", text):
            return Fraction(text)
        case Expression("operation", "+", parts):
            return sum((value_at(part, answer) for part in parts), Fraction(0))
        case Expression("operation", "-", (part,)):
            return -value_at(part, answer)
        case Expression("operation", "*", (left, right)):
            return value_at(left, answer) * value_at(right, answer)
        case Expression("call", "round", (part,)):
            return Fraction(round(value_at(part, answer)))
        case Expression("call", "if" | "iif", (Expression("operation", "=", (left, right)), then, other)):
            return value_at(then if value_at(left, answer) == value_at(right, answer) else other, answer)
        case _:
            raise Unreadable


def names_in(expression: Expression) -> set[str]:
    """Return the names of all answers in an expression.

    Args:
        expression: The expression.
    """
    found: set[str] = set()
    waiting = [expression]
    while waiting:
        each = waiting.pop()
        waiting += each.parts
        found |= {each.text} if each.kind == "answer" else set()
    return found
