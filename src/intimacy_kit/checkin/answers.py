"""What counts as an answer: a whole number of the item's scale, or a code for why there is none."""

import operator
from collections.abc import Mapping, Sequence
from typing import Any, cast

from intimacy_kit._outside_text import did_you_mean
from intimacy_kit._values.leaves import LARGEST_FLOAT
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import InvalidResponse, Problem
from intimacy_kit.scoring_key import KeyedItem

Answer = int | Missing
"""What is stored for a question: a value of its scale, or why there is none."""


def checked_answers(
    asked: Sequence[str], items: Mapping[str, KeyedItem], answers: Any
) -> tuple[dict[str, Answer], list[Problem]]:
    """Return the answer to each question, in order, and every problem with them.

    Args:
        asked: Ids of the items that were asked.
        items: Every item of the form by id.
        answers: What was given, by item id.

    Raises:
        InvalidResponse: When the answers are not a mapping.
    """
    problems: list[Problem] = []
    checked: dict[str, Answer] = {}
    left = dict(mapped(answers))
    for id in asked:
        kept = _kept(items[id], left.pop(id, None))
        if isinstance(kept, Problem):
            problems.append(kept)
        else:
            checked[id] = kept
    for id in cast(Mapping[Any, Any], left):
        if not isinstance(id, str):
            problems.append(Problem("wrong-type", "an item id is not text", "map item ids to answers", ("answers",)))
        elif id in items:
            message = f"the item {id!r} was not asked in this check-in"
            problems.append(Problem("not-asked", message, "leave it out", (id,)))
        else:
            remedy = did_you_mean(id, asked) or "leave it out"
            problems.append(Problem("unknown-item", f"this form has no item {id[:100]!a}", remedy, (id,)))
    return checked, problems


def checked_times(asked: Sequence[str], seconds: Mapping[str, Any], problems: list[Problem]) -> dict[str, float]:
    """Return the times in the order of the questions, noting those that are not times.

    Args:
        asked: Ids of the items that were asked.
        seconds: What was given, by item id.
        problems: The list to which problems are added.
    """
    for id, taken in seconds.items():
        if id not in asked:
            named = f"for {id[:100]!a}" if type(id) is str else "whose item id is not text"
            problems.append(Problem("not-asked", f"there is a time {named}", "leave it out", ("seconds",)))
        elif type(taken) not in (int, float) or not 0 <= taken <= LARGEST_FLOAT:
            message = "the time is not a number of seconds from 0"
            problems.append(Problem("bad-number", message, "", ("seconds", id)))
    return {id: seconds[id] for id in asked if id in seconds}


def mapped(answers: Any) -> Mapping[str, Any]:
    """Return the answers, or refuse what is not a mapping."""
    if isinstance(answers, Mapping):
        return cast(Mapping[str, Any], answers)
    message = "the answers are missing" if answers is None else "the answers are not a mapping"
    raise InvalidResponse([Problem("wrong-type", message, "map item ids to values or codes")])


def plain_answer(answer: Answer) -> int | str | None:
    """Return an answer as JSON holds it: a value, a code, or null where it was left blank."""
    if isinstance(answer, int):
        return answer
    return None if answer is Missing.BLANK else answer.value


def _kept(item: KeyedItem, answer: Any) -> Answer | Problem:
    """Return what is stored for an answer, or what is wrong with it, without saying what it was."""
    if answer is None or answer is Missing.BLANK:
        return Missing.BLANK
    code = _CODES.get(answer) if isinstance(answer, str) else answer
    if isinstance(code, Missing):
        if code in item.codes:
            return code
        offered = ", ".join(each.value for each in item.codes) or "no missing codes"
        return Problem("not-offered", "the scale does not offer this code", f"it offers {offered}", (item.id,))
    value = _whole(answer)
    if value is None:
        return Problem("wrong-type", "the answer is neither a whole number nor a missing code", "", (item.id,))
    if value in item.values:
        return value
    return Problem("out-of-range", f"the value is not on the scale from {item.low} to {item.high}", "", (item.id,))


def _whole(answer: Any) -> int | None:
    """Return a whole number of any integer type; True and False are not."""
    try:
        return None if isinstance(answer, bool) else operator.index(answer)
    except TypeError:
        return None


_CODES = {each.value: each for each in Missing}
