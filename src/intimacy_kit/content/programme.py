"""Programmes: practices and prompts in an order, week by week; and words that mean the same in a search."""

from typing import Annotated

import attrs

from intimacy_kit._values.fields import Between, Id, Ids, Revision, Translatable, has_any
from intimacy_kit._values.record import CheckedRecord
from intimacy_kit.content.practice import Evidence
from intimacy_kit.errors import Problems


@attrs.frozen
class Week(CheckedRecord):
    """One week of a programme.

    Args:
        title: Its name.
        text: What it is about, in a sentence or two.
        practices: Ids of what to do, in order.
        prompts: Ids of what to talk about.
        form: The id of the form of a check-in at its end.
        weeks_after: How many weeks after the one before it opens, at the earliest; the first opens at once.
    """

    title: Translatable
    text: Translatable
    practices: Ids = ()
    prompts: Ids = ()
    form: Id | None = None
    weeks_after: Annotated[int, Between(1, 52)] = 1

    def _check(self, problems: Problems) -> None:
        if not (self.practices or self.prompts or self.form):
            problems.add("empty-week", "the week has nothing in it", "name a practice, a prompt or a form")


@attrs.frozen
class Programme(CheckedRecord):
    """Practices and prompts in an order, week by week. Its gates are those of its cards.

    Args:
        id: The programme's id.
        title: Its name.
        summary: What it is, in a sentence or two.
        weeks: Its weeks, in order.
        stop: When and how to stop.
        alone: Whether one person follows it without their partner, so that everything in it is done alone.
        evidence: Its sources, each with how close what they tried is to this programme.
        revision: Raised by one whenever its meaning changes.
    """

    id: Id
    title: Translatable
    summary: Translatable
    weeks: Annotated[tuple[Week, ...], has_any]
    stop: Translatable
    alone: bool = False
    evidence: tuple[Evidence, ...] = ()
    revision: Revision = 1


@attrs.frozen
class Synonyms(CheckedRecord):
    """Words that somebody types who searches, and the words that the cards have for the same.

    Args:
        id: The id of the group.
        text: What is typed: words and phrases, with commas between them.
        means: The words of the cards, with commas between them.
    """

    id: Id
    text: Translatable
    means: Translatable
