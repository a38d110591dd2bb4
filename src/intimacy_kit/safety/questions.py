"""What a person opens for themselves alone, and where to find help.

Three private questions decide whether gated practices are offered to the
person who answers them. They are a content gate, not a screening instrument:
nothing is added up, nothing is concluded, nothing is kept, and "not sure" and
a skip mean "not now". Answers go in as an argument and only the opened gates
come out, so no value of this module holds one.
"""

import enum
from collections.abc import Collection, Mapping
from typing import Any, cast

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import member, members
from intimacy_kit._values.fields import Id, NonEmpty
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import CheckedRecord
from intimacy_kit.checkin.checkin import Response
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.practice import Practice
from intimacy_kit.content.vocabulary import Gate, Role
from intimacy_kit.errors import InvalidValue, Problem, did_you_mean


class SafetyAnswer(enum.StrEnum):
    """What can be answered to a private question."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    SKIP = "skip"


@attrs.frozen
class SafetyQuestion(CheckedRecord):
    """One private question.

    Args:
        id: The id under which `assess` wants its answer.
        text: The question.
    """

    id: Id
    text: NonEmpty


@attrs.frozen
class SafetyCheck(CheckedRecord):
    """The private questions, and what to say before them.

    Args:
        notice: What they are for, and what they are not.
        questions: The questions, in order.
        labels: How each answer reads.
    """

    notice: NonEmpty
    questions: tuple[SafetyQuestion, ...]
    labels: Mapping[SafetyAnswer, str]


# The questions ----------------------------------------------------------------

FREE_TO_SAY_NO = "free-to-say-no"
AFRAID = "afraid"
PRIVATE_DEVICE = "private-device"

SAFETY_QUESTIONS = (FREE_TO_SAY_NO, AFRAID, PRIVATE_DEVICE)
"""The ids of the private questions, in order."""


def safety_check(catalogue: Catalogue) -> SafetyCheck:
    """Return the private questions in the words of a catalogue.

    Args:
        catalogue: Whose phrases they are.
    """
    return SafetyCheck(
        notice=catalogue.phrase("safety-notice"),
        questions=tuple(SafetyQuestion(id, catalogue.phrase(f"safety-{id}")) for id in SAFETY_QUESTIONS),
        labels=FrozenMap({answer: catalogue.phrase(f"safety-answer-{answer.value}") for answer in SafetyAnswer}),
    )


def not_now(catalogue: Catalogue) -> str:
    """Return the one text for every gate that stays shut, whatever the reason.

    Args:
        catalogue: Whose phrase it is.
    """
    return catalogue.phrase("not-now")


# The gates --------------------------------------------------------------------


@sealed
def assess(
    answers: Mapping[str, "SafetyAnswer | str | None"],
    *,
    chosen: Collection[Gate] = (),
    trauma_this_time: bool = False,
    partner_chose_touch: bool = False,
) -> frozenset[Gate]:
    """Return the gates that are open for the person who answers, now.

    Gates open only when that person feels free to say no, is not afraid, and
    chose them. The question about the device opens and shuts nothing. Give the
    partner's own choice of touch, never what their answers came to, so that
    nothing of a safety check reaches anybody else.

    Args:
        answers: Question id to answer (`SafetyAnswer` or its text); one left out, or None, was skipped.
        chosen: The gates that the person has chosen to open. `trauma` does not count here.
        trauma_this_time: Whether the person has just now chosen to open `trauma`; do not keep it.
        partner_chose_touch: Whether the partner has chosen `touch`, too; it opens for both or not at all.

    Returns:
        The open gates, and nothing else; an empty set where all stay shut.

    Raises:
        InvalidValue: When an id, an answer or a gate is unknown. No message holds an answer.

    >>> calm = {"free-to-say-no": "yes", "afraid": "no"}
    >>> assess(calm, chosen=[Gate.CONFLICT]) == {Gate.CONFLICT}
    True
    >>> assess({**calm, "afraid": "unsure"}, chosen=[Gate.CONFLICT])
    frozenset()
    """
    given, problems = _checked(answers)
    members(Gate, chosen, "chosen", problems)
    if problems:
        raise InvalidValue(problems)
    if given.get(FREE_TO_SAY_NO) is not SafetyAnswer.YES or given.get(AFRAID) is not SafetyAnswer.NO:
        return frozenset()
    opened = set(chosen) - {Gate.TRAUMA}
    if not partner_chose_touch:
        opened.discard(Gate.TOUCH)
    if trauma_this_time:
        opened.add(Gate.TRAUMA)
    return frozenset(opened)


@sealed
def device_note(catalogue: Catalogue, answers: Mapping[str, "SafetyAnswer | str | None"]) -> str | None:
    """Return a neutral note where the device may not be private, or None. It changes nothing else.

    Args:
        catalogue: Whose phrase it is.
        answers: As for `assess`.

    Raises:
        InvalidValue: As `assess` does.
    """
    given, problems = _checked(answers)
    if problems:
        raise InvalidValue(problems)
    unsafe = given.get(PRIVATE_DEVICE) in (SafetyAnswer.NO, SafetyAnswer.UNSURE)
    return catalogue.phrase("device-note") if unsafe else None


def open_practices(catalogue: Catalogue, opened: Collection[Gate]) -> tuple[Practice, ...]:
    """Return the practices that a person may be shown, in the catalogue's order.

    Args:
        catalogue: Where the practices come from.
        opened: The gates that `assess` returned.
    """
    return tuple(each for each in catalogue.practices.values() if set(each.gates) <= set(opened))


@sealed
def private_note(catalogue: Catalogue, response: Response) -> str | None:
    """Return a note for the person who answered, and for nobody else, or None.

    It comes with an answer at or below the middle of the scale of a sentinel
    item. It is the same note each time, it is no verdict, and it changes no
    score, no plan and nothing that a partner sees.

    Args:
        catalogue: Whose phrase it is.
        response: What the person answered.
    """
    items = response.checkin.key.by_id
    for id, answer in response.answers.items():
        item = items[id]
        if item.role is Role.SENTINEL and isinstance(answer, int) and 2 * item.keyed(answer) <= item.low + item.high:
            return catalogue.phrase("private-note")
    return None


def _checked(answers: Any) -> tuple[dict[str, SafetyAnswer], list[Problem]]:
    """Return the answers as `SafetyAnswer`s, and every problem with them, none of which holds an answer."""
    if not isinstance(answers, Mapping):
        return {}, [Problem("wrong-kind", "the answers are not a mapping", "map question ids to answers", ("answers",))]
    known = SAFETY_QUESTIONS
    given: dict[str, SafetyAnswer] = {}
    problems: list[Problem] = []
    for id, answer in cast(dict[Any, Any], answers).items():
        if id not in known:
            remedy = did_you_mean(id if isinstance(id, str) else "", known) or f"they are {', '.join(known)}"
            problems.append(Problem("unknown-key", "there is no such safety question", remedy, ("answers",)))
            continue
        word = SafetyAnswer.SKIP if answer is None else answer
        if meant := member(SafetyAnswer, word, "answer", problems, ("answers", id)):
            given[id] = meant
    return given, problems
