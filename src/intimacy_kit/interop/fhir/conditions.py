"""When a question of a Questionnaire is shown, and what its scores are made of where plain weights do not do."""

import math
from typing import Any

from intimacy_kit.content.condition import Condition
from intimacy_kit.interop._dialect import Dialect
from intimacy_kit.interop._expressions import in_order
from intimacy_kit.interop._form import Form
from intimacy_kit.interop._names import name_of
from intimacy_kit.interop.fhir.names import answer_system, answered_where, groups_of, no_answer_system
from intimacy_kit.scoring_key.item import KeyedItem

_DIALECT = Dialect("%@", condition="iif", divided_by="/", rounded="(@).round(0)", code="code", escaped=True)


def calculated(form: Form, base: str) -> dict[str, str]:
    """Return the variables of a form, name to FHIRPath, each after those that it refers to.

    Args:
        form: The form.
        base: What `checked_base` gave.
    """
    found: dict[str, str] = {}
    nothing, grouped = no_answer_system(base), bool(groups_of(form.checkin))
    for question in form.questions:
        item = question.item
        given = answered_where(f"linkId = '{item.id}'", grouped=grouped)
        if item.range is None:
            found[name_of("q", item.id)] = f"{given}.where(system != '{nothing}').code.toInteger()"
            found[name_of("code", item.id)] = f"{given}.where(system = '{nothing}').code"
        else:
            found[name_of("q", item.id)] = given
            reason = answered_where(f"linkId = 'code_{item.id}'", grouped=grouped)
            found[name_of("code", item.id)] = f"{reason}.code"
    return found | in_order(form, _DIALECT)


def enable_when(form: Form, condition: Condition, base: str) -> dict[str, Any] | None:
    """Return the enableWhen of a question, or None where it cannot say the condition.

    It compares codes for equality only, and knows all or any of a list. So a comparison of a coded answer becomes
    all codes that it holds for, joined by any.

    Args:
        form: The form.
        condition: The condition.
        base: What `checked_base` gave.
    """
    parts = (condition,) if condition.parts is None else condition.parts
    if any(part.item is None or part.item not in form.checkin.item_ids for part in parts):
        return None
    lists = [_either(part, form, base) for part in parts]
    single = all(len(each) == 1 for each in lists)
    if condition.all_ is not None and len(lists) > 1 and not single:
        return None
    tests = [test for each in lists for test in each]
    if not tests:
        return None
    behavior = "any" if condition.all_ is None or len(lists) == 1 else "all"
    return {"enableWhen": tests, **({"enableBehavior": behavior} if len(tests) > 1 else {})}


def _either(part: Condition, form: Form, base: str) -> list[dict[str, Any]]:
    """Return tests of which one has to hold for a comparison to hold."""
    asked = form.checkin.key.by_id[str(part.item)]
    if asked.range is None:
        system = answer_system(base, form.checkin.key.catalogue, asked.id)
        return [
            {"question": asked.id, "operator": "=", "answerCoding": {"system": system, "code": str(value)}}
            for value in asked.values
            if part.compares(value)
        ]
    kind = "answerInteger" if asked.whole else "answerDecimal"
    return [{"question": asked.id, "operator": sign, kind: number} for sign, number in _bounds(part, asked)]


def _bounds(part: Condition, asked: KeyedItem) -> list[tuple[str, int | float]]:
    """Return signs and numbers of which one has to hold; a number between two whole answers becomes one of them."""
    below, above = (math.floor, math.ceil) if asked.whole else (float, float)
    numbers = [number.number for number in part.numbers]
    if part.at_least is not None:
        return [(">=", above(numbers[0]))]
    if part.at_most is not None:
        return [("<=", below(numbers[0]))]
    if part.not_equals is not None:
        return [("<", above(numbers[0])), (">", below(numbers[0]))]
    return [("=", answer) for answer in map(asked.stored, numbers) if answer is not None]
