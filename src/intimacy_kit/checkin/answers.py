"""What counts as an answer: a number of the item's scale, or a code for the reason for a gap."""

import math
import operator
import re
from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral, Real
from typing import Any, cast

from intimacy_kit._outside_text import Hints
from intimacy_kit._values.leaves import LARGEST_FLOAT
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import InvalidResponse, Problem
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import ScoringKey

Answer = int | float | Missing
"""What is stored for a question: a number of its scale, or the reason for a gap; a float only on a range with parts."""

Listed = Mapping[str, Mapping[Any, "int | Missing"]]
"""Item id to what is stored for each answer that stands in a list; see `KeyedItem.listed`."""


def check_answers(asked: Listed, key: ScoringKey, answers: Any) -> tuple[dict[str, Answer], list[Problem]]:
    """Return the answer to each question, in order, and every problem with them.

    What is not shown after the answers before it is stored as `Missing.NOT_SHOWN`.

    Args:
        asked: Ids of the items that were asked, in order, each with the answers that stand in its list.
        key: How the answers are scored.
        answers: What was given, by item id.

    Raises:
        InvalidResponse: When the answers are not a mapping.
    """
    mapping = answer_mapping(answers)
    listed = _listed_answers(asked, mapping)
    if listed is not None and not key.has_conditions and listed.keys() >= mapping.keys():
        return listed, []
    problems: list[Problem] = []
    stored = _stored_answers(asked, key, mapping) if listed is None else listed
    shown = frozenset(_shown(asked, key, stored))
    checked: dict[str, Answer] = {}
    for id, answer in stored.items():
        if isinstance(answer, Problem):
            problems.append(answer)
        elif id in shown:
            checked[id] = answer
        else:
            checked[id] = Missing.NOT_SHOWN
            if answer not in (Missing.BLANK, Missing.NOT_SHOWN):
                message = f"the item {id!r} is not shown after the answers before it"
                problems.append(Problem("not-shown", message, "leave it out", (id,)))
    hints = Hints()
    for id in cast(Mapping[Any, Any], mapping):
        if id in stored:
            continue
        if not isinstance(id, str):
            problems.append(Problem("wrong-type", "an item id is not text", "map item ids to answers", ("answers",)))
        elif id in key.by_id:
            message = f"the item {id!r} was not asked in this check-in"
            problems.append(Problem("not-asked", message, "leave it out", (id,)))
        else:
            remedy = hints.nearest(id, asked) or "leave it out"
            problems.append(Problem("unknown-item", f"this form has no item {id[:100]!a}", remedy, (id,)))
    return checked, problems


def shown_items(asked: Iterable[str], key: ScoringKey, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the items that are shown, in order, given the answers so far; what is not an answer counts as none.

    Args:
        asked: Ids of the items that were asked, in order.
        key: How the answers are scored.
        answers: What was given so far, by item id.
    """
    return _shown(asked, key, _stored_answers(asked, key, answers))


def _shown(asked: Iterable[str], key: ScoringKey, stored: "Mapping[str, Answer | Problem]") -> tuple[str, ...]:
    if not key.has_conditions:
        return tuple(asked)
    return key.shown(asked, {id: answer for id, answer in stored.items() if not isinstance(answer, Problem)})


def _listed_answers(asked: Listed, answers: Mapping[str, Any]) -> dict[str, Answer] | None:
    """Return what is stored for each question, or None where an answer does not stand in the list of its item."""
    if _IN_LISTS.issuperset(map(type, answers.values())):  # True and 1.0 would be taken for the 1 in the list
        try:
            return dict(zip(asked, map(operator.getitem, asked.values(), map(answers.get, asked)), strict=True))
        except KeyError:
            pass
    return None


def _stored_answers(asked: Iterable[str], key: ScoringKey, answers: Mapping[str, Any]) -> "dict[str, Answer | Problem]":
    """Return what is stored for each question, or what is wrong with its answer."""
    return {id: _stored(key.by_id[id], answers.get(id)) for id in asked}


def check_times(asked: Sequence[str], seconds: Mapping[str, Any], problems: list[Problem]) -> dict[str, float]:
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


def answer_mapping(answers: Any) -> Mapping[str, Any]:
    """Return the answers, or refuse what is not a mapping."""
    if isinstance(answers, Mapping):
        return cast(Mapping[str, Any], answers)
    message = "the answers are missing" if answers is None else "the answers are not a mapping"
    raise InvalidResponse([Problem("wrong-type", message, "map item ids to values or codes")])


def from_form(answers: Any) -> dict[Any, Any]:
    """Return posted answers as `checked_answers` takes them: whole numbers are numbers, and gaps are left out.

    Args:
        answers: What was posted, or the cells of a row, by item id.
    """
    values = {id: posted_value(answer) for id, answer in answer_mapping(answers).items()}
    return {id: value for id, value in values.items() if value is not None and value != Missing.BLANK.value}


def posted_value(answer: Any) -> Any:
    """Return what a cell or a field of a form holds: a whole number, None for a gap, or else what was given.

    Args:
        answer: `2`, `"2"`, `" 2 "`, `4.0`, `"4.0"`, NaN, empty text, the missing value of a data frame, or anything.
    """
    if isinstance(answer, str):
        text = answer.strip()
        if whole := _POSTED.fullmatch(text):
            return int(whole[1])
        return float(text) if _PARTS.fullmatch(text) else text or None
    if type(answer).__name__ in _GAPS:
        return None
    if isinstance(answer, Real) and not isinstance(answer, Integral):
        number = float(answer)
        return None if math.isnan(number) else int(number) if number.is_integer() else answer
    return answer


def plain_answer(answer: Answer) -> int | float | str | None:
    """Return an answer as JSON holds it: a value, a code, or null where it was left blank."""
    if isinstance(answer, Missing):
        return None if answer is Missing.BLANK else answer.value
    return answer


def _stored(item: KeyedItem, answer: Any) -> Answer | Problem:
    """Return what is stored for an answer, or what is wrong with it, without saying what it was."""
    if answer is None or answer is Missing.BLANK:
        return Missing.BLANK
    code = _CODES.get(answer) if isinstance(answer, str) else answer
    if isinstance(code, Missing):
        if code in item.listed:
            return code
        offered = ", ".join(code.value for code in item.codes) or "no missing codes"
        return Problem("not-offered", "the scale does not offer this code", f"it offers {offered}", (item.id,))
    number = _number(answer, whole=item.range is None)
    if number is None:
        kind = "a whole number" if item.range is None else "a number"
        codes = f"a code is {' or '.join(sorted(item.codes))}" if item.codes else "it offers no codes"
        remedy = f"{codes}; answer_form reads posted text"
        return Problem("wrong-type", f"the answer is neither {kind} nor a missing code", remedy, (item.id,))
    stored = item.stored(number)
    if stored is None:
        return Problem("out-of-range", f"the value is not on the scale from {item.low} to {item.high}", "", (item.id,))
    return stored


def _number(answer: Any, *, whole: bool) -> int | float | None:
    """Return a whole number of any integer type, or any finite number; True and False are not."""
    if isinstance(answer, bool):
        return None
    try:
        return operator.index(answer)
    except TypeError:
        pass
    return answer if not whole and isinstance(answer, float) and math.isfinite(answer) else None


_POSTED = re.compile(r"(-?(?:0|[1-9][0-9]{0,17}))(?:\.0{1,6})?")
_PARTS = re.compile(r"-?[0-9]{1,9}\.[0-9]{1,9}")
_GAPS = frozenset({"NAType", "NaTType", "NoneType"})
"""Types whose one value stands for a gap; those of pandas by name, since pandas is not imported."""

_IN_LISTS = frozenset({int, str, Missing, type(None)})
"""Types whose values are equal to nothing in a list but what they are."""

_CODES = {code.value: code for code in Missing}
