"""Things to do and to talk about."""

from collections.abc import Collection, Mapping
from typing import Annotated

import attrs

from intimacy_kit._html import card, element
from intimacy_kit._values.fields import Between, Id, Ids, Revision, Translatable, has_any
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import CheckedRecord
from intimacy_kit.content.vocabulary import (
    Access,
    Anchor,
    Budget,
    Cadence,
    CardKind,
    Distance,
    Energy,
    Fit,
    Gate,
    Job,
    Mode,
    Place,
    PromptKind,
    Season,
    Weather,
)
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
class Ritual(CheckedRecord):
    """What makes a practice a ritual: something small that is done each time a moment comes round.

    Args:
        anchor: The moment that it is tied to.
        agree_on: What the two agree on beforehand, such as who starts and how it ends.
    """

    anchor: Anchor
    agree_on: Annotated[tuple[Translatable, ...], has_any]


@attrs.frozen
class DateIdea(CheckedRecord):
    """What makes a practice a date: time set aside for each other.

    Args:
        budget: What it costs.
        place: Where it takes place.
        energy: How much strength it takes.
        seasons: The seasons that it is for; any when empty.
        weather: The weather that it is for; any when empty.
        with_children: Whether it works with children around.
    """

    budget: Budget
    place: Place
    energy: Energy
    seasons: tuple[Season, ...] = ()
    weather: tuple[Weather, ...] = ()
    with_children: bool = False


@attrs.frozen
class RepairPhrase(CheckedRecord):
    """What makes a practice a phrase: words to say in a hard conversation, which its title gives.

    Args:
        job: What the words do.
        grates: When they may grate.
    """

    job: Job
    grates: Translatable


@attrs.frozen
class Practice(CheckedRecord):
    """Something that one or two people can do, whole on one card.

    Args:
        id: The practice's id.
        pillar: The pillar that it belongs to.
        title: Its name.
        summary: What it is, in a sentence or two.
        minutes: The duration of one session, in minutes.
        cadence: How often it is meant to be done.
        mode: Alone, together, or each in their own time.
        distance: Whether it works for partners who are apart.
        distance_how: How, where it has to be adapted.
        access: Other ways to do it, for what somebody may want to do without.
        gates: What keeps it back until the person has opened it.
        not_for: Who or when it is not for; needed with any gate.
        if_it_goes_badly: What to do then.
        steps: What to do, in order; only a date or a phrase can do without.
        covers: Numbers of the actions that it puts to work.
        evidence: Its sources, each with its fit; or `craft` alone.
        shares: Whether any step reaches the partner: says, shows, sends or does something that they notice. Only a solo
            practice can do without, and only such a one is offered to somebody who may not be safe.
        topics: What it touches on, so that a person can ask for a topic or leave it out.
        stages: For which stages of life it was written, such as `new-parents`; for all when empty.
        targets: Ids of the items that it is meant to shift; none where that should not be measured.
        ritual: What makes it a ritual.
        date: What makes it a date.
        phrase: What makes it a phrase. A practice is one of the three at most, and an exercise otherwise.
        prompts: Ids of prompts that go with it.
        easier: Ids of practices that do the same and ask less of people.
        harder: Ids of practices that do the same and ask more. It is enough to say so on one of the two.
        revision: Raised by one whenever its meaning changes.
    """

    id: Id
    pillar: Id
    title: Translatable
    summary: Translatable
    minutes: Annotated[int, Between(1, 1440)]
    cadence: Cadence
    mode: Mode
    distance: Distance
    if_it_goes_badly: Translatable
    steps: tuple[Translatable, ...] = ()
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
    ritual: Ritual | None = None
    date: DateIdea | None = None
    phrase: RepairPhrase | None = None
    prompts: Ids = ()
    easier: Ids = ()
    harder: Ids = ()
    revision: Revision = 1

    @property
    def kind(self) -> CardKind:
        """What sort of card it is."""
        if self.ritual is not None:
            return CardKind.RITUAL
        if self.date is not None:
            return CardKind.DATE
        return CardKind.EXERCISE if self.phrase is None else CardKind.PHRASE

    def _check(self, problems: Problems) -> None:
        if sum(each is not None for each in (self.ritual, self.date, self.phrase)) > 1:
            problems.add("bad-kind", "the practice is of several kinds", "keep one of ritual, date and phrase")
        if not self.steps and self.date is None and self.phrase is None:
            problems.add("empty-text", "the list is empty", "write at least one", "steps")
        if self.phrase is not None and Gate.CONFLICT not in self.gates:
            message = "a phrase for hard conversations is not behind the gate for them"
            problems.add("bad-kind", message, "add conflict to the gates", "gates")
        if (self.distance is Distance.ADAPT) != (self.distance_how is not None):
            message = "distance and distance_how do not go together"
            problems.add("bad-distance", message, "give distance_how with adapt, and only there", "distance")
        if self.gates and self.not_for is None:
            problems.add("missing-not-for", "the practice is gated", "say who it is not for, in not_for", "gates")
        if not self.shares and self.mode is not Mode.SOLO:
            message = "a practice that is not done alone reaches the partner"
            problems.add("bad-shares", message, "leave out shares, or write mode: solo", "shares")

    def _repr_html_(self) -> str:
        """Return the practice for a notebook; `intimacy_kit.report` shows all of it."""
        facts = f"{self.minutes} min, {self.cadence.value}, {self.mode.value}"
        steps = element("ol", *(element("li", step) for step in self.steps))
        return card(self.title, facts, self.summary, steps, f"If it goes badly: {self.if_it_goes_badly}")


_OPTIONS = {PromptKind.CHOICE: (2, 6), PromptKind.RATHER: (2, 2)}
"""The fewest and the most options of each kind that has any."""


@attrs.frozen
class Prompt(CheckedRecord):
    """A question to talk about.

    Args:
        id: The prompt's id.
        pillar: The pillar that it belongs to.
        text: The question, or the beginning of the sentence.
        depth: How deep it goes, from 1 (light) to 5 (deep).
        topics: What it touches on, so that a person can leave topics out.
        gates: What keeps it back until the person has opened it.
        distance: Whether it makes sense for partners who are apart; `yes` or `no`.
        access: Other ways to ask or answer it, for what somebody may want to do without.
        pass_line: That one shares only what one chooses, and passes without a reason;
            where a pack's file leaves it out, the pack's own line applies.
        kind: How it is answered.
        options: What there is to choose from: 2 to 6 for a choice, 2 for would you rather, none for the others.
        follow_up: What to ask next, where there is something.
        once: Whether it is asked once only, and never again after it was opened.
        stages: For which stages of life it was written; for all when empty.
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
    kind: PromptKind = PromptKind.OPEN
    options: tuple[Translatable, ...] = ()
    follow_up: Translatable | None = None
    once: bool = False
    stages: Ids = ()
    revision: Revision = 1

    def _check(self, problems: Problems) -> None:
        fewest, most = _OPTIONS.get(self.kind, (0, 0))
        if not fewest <= len(self.options) <= most:
            message = f"the prompt has {len(self.options)} options, and its kind is {self.kind.value}"
            remedy = "a choice has 2 to 6, would you rather has 2, and the other kinds have none"
            problems.add("bad-options", message, remedy, "options")
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


def is_asked_for(card: Practice | Prompt, *, topics: Collection[str], stage: str | None) -> bool:
    """Return whether a card is on any of some topics, and written for everybody or for a stage of life.

    Args:
        card: A practice or a prompt.
        topics: Topics or ids of pillars; none where all will do.
        stage: The stage of life of those who look; None where it is not known.
    """
    on_topic = not topics or not {card.pillar, *card.topics}.isdisjoint(topics)
    return on_topic and (not card.stages or stage in card.stages)


def is_left_out(card: Practice | Prompt, exclude: Collection[str]) -> bool:
    """Return whether a card is not wanted.

    Args:
        card: A practice or a prompt.
        exclude: Ids of cards or pillars, topics, or names of gates, that are not wanted.
    """
    return not {card.id, card.pillar, *card.topics, *card.gates}.isdisjoint(exclude)
