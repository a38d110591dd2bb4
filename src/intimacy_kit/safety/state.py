"""What the private questions came to, as one value, and which cards may be offered on the strength of it.

| state | what may be offered |
|---|---|
| not asked | cards that no gate keeps back |
| clear | these, and cards all of whose gates the person opened |
| apart | practices without a gate, done alone, of which no step reaches the partner |
"""

import enum
from collections.abc import Collection, Mapping
from typing import Any, NoReturn

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import members
from intimacy_kit._values.equality import compared_whole
from intimacy_kit.content.practice import Practice, Prompt
from intimacy_kit.content.vocabulary import Gate
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.safety.questions import AFRAID, FREE_TO_SAY_NO, MADE_TO_TAKE_PART, SafetyAnswer, check_answers


class Standing(enum.StrEnum):
    """What the private questions came to."""

    NOT_ASKED = "not-asked"
    CLEAR = "clear"
    APART = "apart"


@compared_whole
@attrs.frozen(repr=False)
class SafetyState:
    """What the private questions came to for one person, now. Its repr shows nothing, and it cannot be stored.

    `assess` makes it; `NOT_ASKED` stands for a person who was not asked.

    Args:
        standing: Not asked, clear or apart.
        opened: The gates that the person opened; only where it is clear.
    """

    standing: Standing = attrs.field(repr=False)  # pretty printers go by the fields, not by __repr__
    opened: frozenset[Gate] = attrs.field(default=frozenset(), repr=False)

    def __attrs_post_init__(self) -> None:
        if self.opened and self.standing is not Standing.CLEAR:
            remedy = "take what assess returns"
            raise InvalidValue([Problem("bad-choice", "a gate is open only where it is clear", remedy, ("opened",))])

    @sealed
    def offers(self, card: Practice | Prompt) -> bool:
        """Return whether a practice or a prompt may be offered to the person.

        Args:
            card: The practice or the prompt. The gates that a pack declares are not checked.
        """
        if self.standing is Standing.APART:
            return isinstance(card, Practice) and not card.shares and not card.gates
        return set(card.gates) <= self.opened

    def __repr__(self) -> str:
        return "<SafetyState>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a SafetyState is for one visit; it is not stored or copied")


NOT_ASKED = SafetyState(Standing.NOT_ASKED)
"""The state of a person who was not asked."""

_SAFE = {
    FREE_TO_SAY_NO: SafetyAnswer.YES,
    AFRAID: SafetyAnswer.NO,
    MADE_TO_TAKE_PART: SafetyAnswer.NO,
}
"""The one answer to each question with which it is clear. The question about the device decides nothing."""


@sealed
def assess(
    answers: Mapping[str, SafetyAnswer | str | None],
    *,
    chosen: Collection[Gate] = (),
    trauma_this_time: bool = False,
    partner_chose_touch: bool = False,
) -> SafetyState:
    """Return what the private questions came to for the person who answers, now.

    It is clear only when that person feels free to say no, is not afraid, and
    is not made to take part; then the gates open that they chose. Any other
    answer to one of the three, a skip included, is apart. Without an answer to
    any of the three it is not asked. The question about the device decides
    nothing. Give the partner's own choice of touch, never what their answers
    came to, so that nothing of a safety check reaches anybody else.

    Args:
        answers: Question id to answer (`SafetyAnswer` or its text); one left out beside others, or None, was skipped.
        chosen: The gates that the person has chosen to open. `trauma` does not count here.
        trauma_this_time: Whether the person has just now chosen to open `trauma`; do not keep it.
        partner_chose_touch: Whether the partner has chosen `touch`, too. A touch card is never promised: one
            that does not come says nothing of the partner's choice.

    Raises:
        InvalidValue: When an id, an answer or a gate is unknown. No message holds an answer.

    >>> calm = {"free-to-say-no": "yes", "afraid": "no", "made-to-take-part": "no"}
    >>> assess(calm, chosen=[Gate.CONFLICT]).opened == {Gate.CONFLICT}
    True
    >>> assess({**calm, "afraid": "unsure"}, chosen=[Gate.CONFLICT])
    <SafetyState>
    """
    checked, problems = check_answers(answers)
    members(Gate, chosen, "chosen", problems)
    if problems:
        raise InvalidValue(problems)
    if not _SAFE.keys() & checked.keys():
        return NOT_ASKED
    if any(checked.get(id) is not answer for id, answer in _SAFE.items()):
        return SafetyState(Standing.APART)
    opened = set(chosen) - {Gate.TRAUMA}
    if not partner_chose_touch:
        opened.discard(Gate.TOUCH)
    if trauma_this_time:
        opened.add(Gate.TRAUMA)
    return SafetyState(Standing.CLEAR, frozenset(opened))


def state_problem(state: Any) -> list[Problem]:
    """Return what is wrong with an argument that should be a `SafetyState`.

    Args:
        state: The argument.
    """
    if isinstance(state, SafetyState):
        return []
    return [Problem("wrong-kind", "safety is not a SafetyState", "give what assess returns", ("safety",))]
