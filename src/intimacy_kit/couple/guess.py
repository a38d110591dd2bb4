"""What each of two chose, and what each thinks that the other chose: both or nothing.

Nothing here counts, compares or says how many were right. As long as one of
the two has not answered, what there is to see is the same whatever the other
has answered, and whether they have.
"""

from typing import Annotated

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import expect
from intimacy_kit._values.fields import Between
from intimacy_kit._values.record import CheckedRecord, Record
from intimacy_kit.content.practice import Prompt
from intimacy_kit.errors import InvalidValue, Problem

MOST_OPTIONS = 6
"""The options of a prompt, at most."""

Position = Annotated[int, Between(0, MOST_OPTIONS - 1)]


@attrs.frozen
class Guess(CheckedRecord):
    """What one person answers to a prompt with options. Its repr shows nothing of it.

    Args:
        own: The position of the option that they chose, counted from 0; None before they answered, or where they pass.
        of_partner: The position of the one that they think their partner chose; None where they do not guess.
    """

    own: Position | None = attrs.field(default=None, repr=False)
    of_partner: Position | None = attrs.field(default=None, repr=False)


@attrs.frozen
class GuessView(Record):
    """What both may see: what each answered once both have answered, and nothing before.

    Args:
        prompt: The prompt's id.
        a: What the first person answered, or None.
        b: What the second person answered, or None.
    """

    prompt: str
    a: Guess | None = attrs.field(default=None, repr=False)
    b: Guess | None = attrs.field(default=None, repr=False)


@sealed
def guess_view(prompt: Prompt, *, a: Guess, b: Guess) -> GuessView:
    """Return what both may see of what they chose and guessed.

    Args:
        prompt: A prompt with options.
        a: What one person answered.
        b: What the other person answered.

    Raises:
        InvalidValue: When something is of another kind, the prompt has no options, or an answer is not one of
            them. No message holds an answer.

    >>> rather = Prompt("p", "time", "Run or swim?", 1, kind="would-you-rather", options=["Run", "Swim"])
    >>> guess_view(rather, a=Guess(own=0, of_partner=1), b=Guess()) == GuessView("p")
    True
    >>> guess_view(rather, a=Guess(own=0, of_partner=1), b=Guess(own=1)).b.own
    1
    """
    expect(Prompt, prompt, "prompt", "catalogue.prompts has them")
    expect(Guess, a, "a", "Guess(own, of_partner) makes one")
    expect(Guess, b, "b", "Guess(own, of_partner) makes one")
    problems: list[Problem] = []
    if not prompt.options:
        problems.append(Problem("bad-options", "the prompt has no options to choose from", "", ("prompt",)))
    for name, guess in (("a", a), ("b", b)):
        if any(each is not None and each >= len(prompt.options) for each in (guess.own, guess.of_partner)):
            remedy = f"the positions go from 0 to {len(prompt.options) - 1}"
            problems.append(Problem("not-offered", "the prompt has no option of that position", remedy, (name,)))
    if problems:
        raise InvalidValue(problems[:1] if not prompt.options else problems)
    if a.own is None or b.own is None:
        return GuessView(prompt.id)
    return GuessView(prompt.id, a, b)
