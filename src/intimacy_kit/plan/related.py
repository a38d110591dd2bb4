"""What goes with a practice: easier and harder ones, and prompts."""

from typing import TypeVar

import attrs

from intimacy_kit._values.record import Record
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.practice import Practice, Prompt
from intimacy_kit.errors import InvalidValue
from intimacy_kit.safety.state import NOT_ASKED, SafetyState, state_problem

C = TypeVar("C", Practice, Prompt)


@attrs.frozen
class Related(Record):
    """What goes with a practice.

    Args:
        easier: Practices that do the same and ask less of people.
        harder: Practices that do the same and ask more.
        prompts: Prompts that go with it.
    """

    easier: tuple[Practice, ...] = ()
    harder: tuple[Practice, ...] = ()
    prompts: tuple[Prompt, ...] = ()


def related(catalogue: Catalogue, practice: str, *, safety: SafetyState = NOT_ASKED) -> Related:
    """Return what goes with a practice, as far as it may be offered; a link counts whichever side names it.

    Args:
        catalogue: Where the practice is.
        practice: Its id.
        safety: What the private questions came to, as `intimacy_kit.safety.assess` returns it.

    Raises:
        UnknownId: When there is no such practice.
        InvalidValue: When `safety` is something else.
    """
    if problems := state_problem(safety):
        raise InvalidValue(problems)
    card = catalogue.practices[practice]

    def offered(cards: tuple[C, ...]) -> tuple[C, ...]:
        return tuple(each for each in cards if safety.offers(each))

    every = catalogue.practices.values()
    return Related(
        easier=offered(tuple(each for each in every if each.id in card.easier or card.id in each.harder)),
        harder=offered(tuple(each for each in every if each.id in card.harder or card.id in each.easier)),
        prompts=offered(tuple(catalogue.prompts[id] for id in card.prompts)),
    )
