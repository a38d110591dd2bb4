"""Conditions, and every calculation of a form in order, as expressions that a survey engine evaluates."""

from collections.abc import Iterator
from typing import cast

from intimacy_kit._values.leaves import LARGEST_EXACT
from intimacy_kit.content.condition import Condition
from intimacy_kit.content.vocabulary import Role
from intimacy_kit.interop._calculations import calculations, least_value, value_name
from intimacy_kit.interop._dialect import NEVER, Dialect, signed, written
from intimacy_kit.interop._form import Form
from intimacy_kit.interop._names import name_of
from intimacy_kit.scoring_key.item import KeyedItem, Steps
from intimacy_kit.scoring_key.subscale import Subscale
from intimacy_kit.scoring_key.value_range import largest_of


def shown_if(form: Form, item: KeyedItem, dialect: Dialect) -> str | None:
    """Return the expression under which a question is shown, or None where it always is.

    Args:
        form: The form.
        item: The item that is asked.
        dialect: How the engine writes expressions.
    """
    return None if item.show_if is None else _condition(item.show_if, form, dialect)


def in_order(form: Form, dialect: Dialect) -> dict[str, str]:
    """Return every calculation of a form, name to expression, each after those that it refers to.

    Args:
        form: The form.
        dialect: How the engine writes expressions.
    """
    shown = shown_calculations(form, dialect)
    scores = {(each.subscale.role, each.subscale.id): each for each in form.scores if each.members}
    found: dict[str, str] = {}

    done: set[str] = set()

    def first(score: Subscale) -> None:
        for part in score.needs if score.id not in done else ():
            first(part)
        done.add(score.id)
        asked = scores.pop((Role.SCORED, score.id), None)
        found.update({} if asked is None else calculations(asked, form, dialect))

    for question in form.questions:
        for comparison in () if question.item.show_if is None else question.item.show_if.comparisons:
            if comparison.score is not None:
                first(form.checkin.key.score(comparison.score))
        name = name_of("shown", question.item.id)
        found |= {name: shown[name]} if name in shown else {}
    for score in scores.values():
        found |= calculations(score, form, dialect)
    return found


def shown_calculations(form: Form, dialect: Dialect) -> dict[str, str]:
    """Return 1 or 0 for each question that has a condition, name to expression: whether it is shown.

    Args:
        form: The form.
        dialect: How the engine writes expressions.
    """
    found: dict[str, str] = {}
    for question in form.questions:
        condition = shown_if(form, question.item, dialect)
        if condition is not None:
            found[name_of("shown", question.item.id)] = dialect.choose(condition, "1")
    return found


def on_steps(item: KeyedItem, answer: str, dialect: Dialect) -> str | None:
    """Return the condition that a number lies whole steps above the low end of its range; None where all do.

    Args:
        item: The item, which has a range.
        answer: How the engine refers to the number.
        dialect: How the engine writes expressions.
    """
    parts, steps = item.per_unit, cast(Steps, item.range)
    low, step = signed(int(steps.low * parts)), int(steps.step * parts)
    if parts == 1:
        return None if step == 1 else f"({answer} - {low}) {dialect.modulo} {step} = 0"
    number = dialect.rounded.replace("@", f"{answer} * {parts}")
    return f"{number} {dialect.divided_by} {parts} = {answer} and ({number} - {low}) {dialect.modulo} {step} = 0"


def inexact_sums(form: Form) -> list[str]:
    """Return a sentence for each score whose sums are too large for software that has floats only.

    Args:
        form: The form.
    """
    return [
        f"the sums of {score.subscale.id} go beyond 2**53, so its score can differ in its last digits"
        for score in form.scores
        if score.members and largest_of(score.whole) > LARGEST_EXACT
    ]


def _condition(condition: Condition, form: Form, dialect: Dialect) -> str:
    """Return a condition as an expression in brackets."""
    if condition.parts is not None:
        word = " or " if condition.all_ is None else " and "
        return f"({word.join(_condition(part, form, dialect) for part in condition.parts)})"
    return f"({' and '.join(_comparison(condition, form, dialect))})"


def _comparison(condition: Condition, form: Form, dialect: Dialect) -> Iterator[str]:
    """Yield the parts of a comparison, all of which have to hold."""
    if condition.item is not None:
        if condition.item not in form.checkin.item_ids:
            yield NEVER
            return
        subject, least = dialect.of(name_of("q", condition.item)), form.checkin.key.by_id[condition.item].low
    else:
        score = form.checkin.key.score(str(condition.score))
        if score.rests_on.isdisjoint(form.checkin.item_ids):
            yield NEVER
            return
        subject, least = dialect.of(value_name(score)), float(least_value(score))
    numbers = [written(number.number) for number in condition.numbers]
    if condition.at_least is not None:
        yield f"{subject} >= {written(least)}"
        yield f"{subject} >= {numbers[0]}"
    elif condition.at_most is not None:
        yield f"{subject} >= {written(least)}"  # what has no value is neither above nor below
        yield f"{subject} <= {numbers[0]}"
    elif condition.not_equals is not None:
        yield f"{subject} >= {written(least)}"
        yield f"{subject} != {numbers[0]}"
    elif len(numbers) == 1:
        yield f"{subject} = {numbers[0]}"
    else:
        yield f"({' or '.join(f'{subject} = {number}' for number in numbers)})"
