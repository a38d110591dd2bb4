"""Things to do and to talk about."""

from collections.abc import Collection, Mapping
from typing import Annotated

import attrs

from intimacy_kit._html import card, element
from intimacy_kit._values.fields import Between, Id, Ids, Revision, Translatable, has_any
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import CheckedRecord
from intimacy_kit.content.vocabulary import Access, Cadence, Distance, Fit, Gate, Mode
from intimacy_kit.errors import Problems


@attrs.frozen
class Evidence(CheckedRecord):
    """A source and how close it is to the practice that cites it.

    Args:
        source: The id of the source; None for `craft`, an idea of the authors on which no study was found.
        fit: How close it is.
    """

    source: Id | None = None
    fit: Fit = Fit.CRAFT

    def _check(self, problems: Problems) -> None:
        if (self.source is None) != (self.fit is Fit.CRAFT):
            message = "source and fit do not go together"
            problems.add("bad-evidence", message, "name a source with every fit but craft", "source")


@attrs.frozen
class Practice(CheckedRecord):
    """Something that one or two people can do, whole on one card.

    Args:
        id: The practice's id.
        pillar: The pillar that it belongs to.
        title: Its name.
        summary: What it is, in a sentence or two.
        steps: What to do, in order.
        minutes: The duration of one session, in minutes.
        cadence: How often it is meant to be done.
        mode: Alone, together, or each in their own time.
        distance: Whether it works for partners who are apart.
        distance_how: How, where it has to be adapted.
        access: Other ways to do it, for what somebody may want to do without.
        gates: What keeps it back until the person has opened it.
        not_for: Who or when it is not for; needed with any gate.
        if_it_goes_badly: What to do then.
        covers: Numbers of the actions that it puts to work.
        evidence: Its sources, each with its fit; or `craft` alone.
        shares: Whether any step reaches the partner: says, shows, sends or does something that they notice. Only a solo
            practice can do without, and only such a one is offered to somebody who may not be safe.
        topics: What it touches on, so that a person can ask for a topic or leave it out.
        stages: For which stages of life it was written, such as `new-parents`; for all when empty.
        targets: Ids of the items that it is meant to shift; none where that should not be measured.
        revision: Raised by one whenever its meaning changes.
    """

    id: Id
    pillar: Id
    title: Translatable
    summary: Translatable
    steps: Annotated[tuple[Translatable, ...], has_any]
    minutes: Annotated[int, Between(1, 1440)]
    cadence: Cadence
    mode: Mode
    distance: Distance
    if_it_goes_badly: Translatable
    access: Mapping[Access, Translatable] = FrozenMap[Access, str]({})  # it cannot change
    gates: tuple[Gate, ...] = ()
    covers: Ids = ()
    evidence: tuple[Evidence, ...] = ()
    targets: Ids = ()
    distance_how: Translatable | None = None
    not_for: Translatable | None = None
    shares: bool = True
    topics: Ids = ()
    stages: Ids = ()
    revision: Revision = 1

    def _check(self, problems: Problems) -> None:
        if (self.distance is Distance.ADAPT) != (self.distance_how is not None):
            message = "distance and distance_how do not go together"
            problems.add("bad-distance", message, "give distance_how with adapt, and only there", "distance")
        if self.gates and self.not_for is None:
            problems.add("missing-not-for", "the practice is gated", "say who it is not for, in not_for", "gates")
        if not self.shares and self.mode is not Mode.SOLO:
            message = "a practice that is not done alone reaches the partner"
            problems.add("bad-shares", message, "leave out shares, or write mode: solo", "shares")

    def _repr_html_(self) -> str:
        """Return the practice for a notebook; `intimacy_kit.reports.report` shows all of it."""
        facts = f"{self.minutes} min, {self.cadence.value}, {self.mode.value}"
        steps = element("ol", *(element("li", step) for step in self.steps))
        return card(self.title, facts, self.summary, steps, f"If it goes badly: {self.if_it_goes_badly}")


@attrs.frozen
class Prompt(CheckedRecord):
    """A question to talk about.

    Args:
        id: The prompt's id.
        pillar: The pillar that it belongs to.
        text: The question.
        depth: How deep it goes, from 1 (light) to 5 (deep).
        topics: What it touches on, so that a person can leave topics out.
        gates: What keeps it back until the person has opened it.
        distance: Whether it makes sense for partners who are apart; `yes` or `no`.
        access: Other ways to ask or answer it, for what somebody may want to do without.
        pass_line: That one shares only what one chooses, and passes without a reason;
            where a pack's file leaves it out, the pack's own line applies.
        revision: Raised by one whenever its meaning changes.
    """

    id: Id
    pillar: Id
    text: Translatable
    depth: Annotated[int, Between(1, 5)]
    topics: Ids = ()
    gates: tuple[Gate, ...] = ()
    distance: Distance = Distance.YES
    access: Mapping[Access, Translatable] = FrozenMap[Access, str]({})  # it cannot change
    pass_line: Translatable | None = None
    revision: Revision = 1

    def _check(self, problems: Problems) -> None:
        if self.distance is Distance.ADAPT:
            problems.add("bad-distance", "a prompt is not adapted", "write yes or no", "distance")


def works_for(card: Practice | Prompt, *, distance: bool, access: Collection[Access]) -> bool:
    """Return whether a card works for people as they are.

    Args:
        card: A practice or a prompt.
        distance: Whether the partners are apart.
        access: What the person wants to do without. Only touch is never asked of somebody who wants none; any
            other wish without a variant leaves the card as it is.
    """
    apart = distance and card.distance is Distance.NO
    touched = Access.NO_TOUCH in access and Gate.TOUCH in card.gates and Access.NO_TOUCH not in card.access
    return not (apart or touched)
