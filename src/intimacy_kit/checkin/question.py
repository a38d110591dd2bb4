"""A question as a person reads it, and the language of its answers."""

import attrs

from intimacy_kit._values.record import Record
from intimacy_kit.content.scale import Choice, Range
from intimacy_kit.content.text import Text, known
from intimacy_kit.content.vocabulary import Role


@attrs.frozen
class Question(Record):
    """One question as a person reads it.

    Args:
        item_id: The item that is asked.
        pillar: The pillar that it belongs to.
        role: What the item is for.
        text: The whole question.
        choices: The answers to choose from, in the order shown; beside a range the codes alone.
        locale: The language of the text; not the one asked for where a translation lacks it.
        range: The numbers that can be given instead, for a slider or a number field.
    """

    item_id: str
    pillar: str
    role: Role
    text: str
    choices: tuple[Choice, ...]
    locale: str
    range: Range | None = None


def known_labels(choices: tuple[Choice, ...], own: str) -> tuple[Choice, ...]:
    """Return choices whose labels know their language.

    Args:
        choices: The choices.
        own: The language of the pack, in which a label is that was not translated.
    """
    if all(choice.label is None or isinstance(choice.label, Text) for choice in choices):
        return choices
    return tuple(attrs.evolve(choice, label=choice.label and known(choice.label, own)) for choice in choices)


def known_ends(range_: Range, own: str) -> Range:
    """Return a range whose words know their language.

    Args:
        range_: The range.
        own: The language of the pack, in which a word is that was not translated.
    """
    low, high = range_.low_label, range_.high_label
    return attrs.evolve(range_, low_label=low and known(low, own), high_label=high and known(high, own))
