"""The private questions, and the notes that go with them.

Four private questions decide which cards are offered to the person who answers
them. They are a content gate, not a screening instrument: nothing is added up,
nothing is concluded, nothing is kept, and "not sure" and a skip mean "not now".
Answers go in as an argument, and no value here holds one.
"""

import enum
from collections.abc import Mapping
from typing import Any, cast

import attrs

from intimacy_kit._outside_text import Hints
from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import expect, member
from intimacy_kit._values.fields import Id, NonEmpty
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import CheckedRecord
from intimacy_kit.checkin.answers import Answer
from intimacy_kit.checkin.checkin import Response
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.vocabulary import Missing, Role
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.scoring_key.item import KeyedItem


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
MADE_TO_TAKE_PART = "made-to-take-part"
PRIVATE_DEVICE = "private-device"

SAFETY_QUESTIONS = (FREE_TO_SAY_NO, AFRAID, MADE_TO_TAKE_PART, PRIVATE_DEVICE)
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


def opening_note(catalogue: Catalogue) -> str:
    """Return the one line on cards that a person can open, the same for everybody and beside every set of cards.

    Args:
        catalogue: Whose phrase it is.
    """
    return catalogue.phrase("opening-note")


# Notes ----------------------------------------------------------------------


@sealed
def device_note(catalogue: Catalogue, answers: Mapping[str, "SafetyAnswer | str | None"]) -> str | None:
    """Return a neutral note where the device may not be private, or None. It changes nothing else.

    Args:
        catalogue: Whose phrase it is.
        answers: As for `assess`.

    Raises:
        InvalidValue: As `assess` does.
    """
    meant, problems = check_answers(answers)
    if problems:
        raise InvalidValue(problems)
    unsafe = meant.get(PRIVATE_DEVICE) in (SafetyAnswer.NO, SafetyAnswer.UNSURE)
    return catalogue.phrase("device-note") if unsafe else None


@sealed
def private_note(catalogue: Catalogue, response: Response) -> str | None:
    """Return a note for the person who answered, and for nobody else, or None.

    It comes whenever a sentinel was asked and not answered above the middle of
    its scale: after a low answer, and after none, whatever the reason. It is
    the same note each time, it is not a verdict, and it changes no score, no plan
    and nothing that a partner sees.

    Args:
        catalogue: Whose phrase it is.
        response: What the person answered.

    Raises:
        InvalidValue: When it is not a response.
    """
    expect(Response, response, "response", "CheckIn.answer makes one; Response.from_dict reads a stored one")
    items = response.checkin.key.by_id
    for id, answer in response.answers.items():
        item = items[id]
        if item.role is Role.SENTINEL and not _is_above_the_middle(item, answer):
            return catalogue.phrase("private-note")
    return None


def _is_above_the_middle(item: KeyedItem, answer: Answer) -> bool:
    """Return whether a sentinel was answered above the middle, or never put to the person."""
    if isinstance(answer, Missing):
        return answer in (Missing.NOT_SHOWN, Missing.NOT_ASKED)
    low, high, _ = item.ends
    return 2 * item.keyed(answer) > low + high


def check_answers(answers: Any) -> tuple[dict[str, SafetyAnswer], list[Problem]]:
    """Return the answers as `SafetyAnswer`s, and every problem with them, none of which holds an answer."""
    if not isinstance(answers, Mapping):
        return {}, [Problem("wrong-kind", "the answers are not a mapping", "map question ids to answers", ("answers",))]
    known = SAFETY_QUESTIONS
    hints = Hints()
    checked: dict[str, SafetyAnswer] = {}
    problems: list[Problem] = []
    for id, answer in cast(dict[Any, Any], answers).items():
        if id not in known:
            remedy = hints.nearest(id if isinstance(id, str) else "", known) or f"they are {', '.join(known)}"
            problems.append(Problem("unknown-key", "there is no such safety question", remedy, ("answers",)))
            continue
        word = SafetyAnswer.SKIP if answer is None else answer
        if meant := member(SafetyAnswer, word, "answer", problems, ("answers", id)):
            checked[id] = meant
    return checked, problems
