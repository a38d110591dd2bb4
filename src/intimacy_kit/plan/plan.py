"""Next steps: what is already going well, then a few practices that fit, each with its reason.

A plan looks at nothing but one person's answers and what that person asked for
(`intimacy_kit.plan.ranking` has the order). It has exercises, unless other kinds
of card are asked for: rituals and dates are looked up for their moment, and a
phrase is nothing to plan. A pillar without a score is "not
enough answers", never "low". Practices that are kept back leave no trace.
"""

from collections.abc import Collection, Mapping
from typing import Any, TypedDict, Unpack

import attrs

from intimacy_kit._html import card
from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import expect, member, storable_text, texts, whole_number
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import Record
from intimacy_kit.checkin.checkin import Response
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.practice import Evidence, Practice, is_asked_for, is_left_out, works_for
from intimacy_kit.content.vocabulary import Access, Cadence, CardKind, Fit, Gate, Mode, Perspective
from intimacy_kit.content.wording import spoken_number, spoken_source
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.plan.ranking import Candidate, choose, rank, room_in_answers, room_in_scores, weekly_minutes
from intimacy_kit.safety.state import NOT_ASKED, SafetyState, state_problem
from intimacy_kit.scoring.result import Result, Score
from intimacy_kit.scoring.scores import score

GOING_WELL_FROM = 75
"""The percent from which a pillar is said to go well: on a scale of five words, "often" or better throughout."""

NEVER_PRAISED = Gate.CONFLICT.value
"""The id of the pillar that is never said to go well: whoever gives in out of fear scores high there."""

MOST_SUGGESTIONS = 20
"""As many suggestions as a plan can be asked for."""


@attrs.frozen
class Suggestion(Record):
    """One practice for the coming weeks.

    Args:
        practice: The practice's id.
        title: Its name.
        pillar: The pillar that it belongs to.
        minutes: What it takes in a week that includes it, in minutes.
        minutes_each_time: What it takes each time, in minutes.
        cadence: How often it is meant to be done.
        targets: Ids of the items that it is meant to shift.
        evidence: Its nearest evidence, or None.
        reason: Why it is here, in two short sentences, the first of which names an answer; None where none was wanted.
        access: Other ways to do it, for those of the person's wishes that it has one for.
        apart: How to do it apart, where the partners are and it has to be adapted.
        steps: What to do, in order, as the card says it.
    """

    practice: str
    title: str
    pillar: str
    minutes: int
    minutes_each_time: int
    cadence: Cadence
    targets: tuple[str, ...]
    evidence: Evidence | None
    reason: str | None = attrs.field(default=None, repr=False)  # it names an answer
    access: Mapping[Access, str] = attrs.field(factory=lambda: FrozenMap[Access, str]({}))
    apart: str | None = None
    steps: tuple[str, ...] = ()


@attrs.frozen(repr=False)
class Plan(Record):
    """What goes well, and what to try next. Its repr shows nothing that depends on the answers.

    Args:
        going_well: Pillars whose percent is `GOING_WELL_FROM` or more, by two answers at least, `NEVER_PRAISED` apart.
        suggestions: The practices, the one with the most room first; none where nothing fits.
        not_enough_answers: Pillars that were asked about but have no score.
        minutes_per_week: The time that was asked for, in minutes.
    """

    going_well: tuple[str, ...] = attrs.field(repr=False)
    suggestions: tuple[Suggestion, ...] = attrs.field(repr=False)
    not_enough_answers: tuple[str, ...] = attrs.field(repr=False)
    minutes_per_week: int

    def __repr__(self) -> str:
        return f"<Plan for {self.minutes_per_week} minutes a week: .suggestions holds it, and report() shows it>"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:  # noqa: FBT001  # else Hypothesis prints all of it
        printer.text(repr(self))

    def _repr_html_(self) -> str:
        """Return what a notebook shows of a plan: not its steps, for they depend on the answers."""
        how = "Nothing that depends on the answers is shown here; intimacy_kit.report shows the steps."
        return card("Plan", f"{self.minutes_per_week} minutes a week", how)


class Wishes(TypedDict, total=False):
    """What `plan_weeks` hands to `recommend` for each week."""

    suggestions: int
    minutes_per_week: int
    mode: str | Mode | None
    distance: bool
    access: Collection[str | Access]
    kinds: Collection[str | CardKind]
    topics: Collection[str]
    stage: str | None
    exclude: Collection[str]
    seed: str
    safety: SafetyState
    reasons: bool


@sealed
def recommend(
    catalogue: Catalogue,
    answered: Response | Result,
    *,
    suggestions: int = 3,
    minutes_per_week: int = 60,
    mode: str | Mode | None = None,
    distance: bool = False,
    access: Collection[str | Access] = (),
    kinds: Collection[str | CardKind] = (CardKind.EXERCISE,),
    topics: Collection[str] = (),
    stage: str | None = None,
    exclude: Collection[str] = (),
    done: Collection[str] = (),
    seed: str = "",
    safety: SafetyState = NOT_ASKED,
    reasons: bool = True,
) -> Plan:
    """Return next steps for one person.

    Args:
        catalogue: Where the practices come from.
        answered: What the person answered of what they do themselves. A stored result will do, and gives a coarser
            order: by pillar, not by answer.
        suggestions: How many practices there may be, from 1 to 20.
        minutes_per_week: How much time all of them together may take, in minutes, from 1. A plan uses half of it
            or more where practices are long enough, and leaves a third of it for others where they are short enough.
        mode: `solo`, `together` or `async`, to have only such practices.
        distance: Whether the partners are apart, so that only what works then is wanted.
        access: What the person wants to do without; practices with a variant for it
            come first, and touch never comes without one where it is `no-touch`.
        kinds: The kinds of card that are wanted.
        topics: Topics or ids of pillars, to have only practices on any of these.
        stage: The person's stage of life; practices that are written for others are left out.
        exclude: Ids of practices or pillars, topics, or names of gates, that are not wanted.
        done: Ids of practices done lately, the latest last, so that weeks differ.
        seed: Any text; practices that are equally near come in an order of its own.
        safety: What the private questions came to, as `intimacy_kit.safety.assess` returns it. `trauma` stays shut
            here in any case: such a practice is never suggested; people look for it themselves.
        reasons: Whether suggestions say why they are here. They name answers, so not where others look on.

    Returns:
        The plan. The same arguments always give the same plan. Ids in `exclude`
        and `done` that the catalogue does not have change nothing, because an
        app may have kept ids of removed practices.

    Raises:
        InvalidValue: Listing every argument that makes no sense.

    >>> from datetime import date
    >>> import intimacy_kit as ik
    >>> catalogue = ik.load()
    >>> checkin = ik.draw(catalogue, form="pulse", seed="couple-42")
    >>> answers = {question.item_id: 3 for question in checkin.questions} | {checkin.questions[0].item_id: 0}
    >>> plan = ik.recommend(catalogue, checkin.answer(answers, on=date(2026, 11, 23)), suggestions=1)
    >>> [suggestion.pillar for suggestion in plan.suggestions]
    ['listening']
    """
    expect(Catalogue, catalogue, "catalogue", "load() returns one")
    problems = _wrong_answers(catalogue, answered) + state_problem(safety)
    whole_number(suggestions, "suggestions", problems, low=1, high=MOST_SUGGESTIONS)
    whole_number(minutes_per_week, "minutes_per_week", problems, low=1)
    storable_text(seed, "seed", problems)
    lists = {"access": access, "kinds": kinds, "topics": topics, "exclude": exclude, "done": done}
    listed = {name: texts(words, name, problems) for name, words in lists.items()}
    wanted_mode = None if mode is None else member(Mode, mode, "mode", problems)
    needs = dict.fromkeys(member(Access, need, "access", problems) for need in listed["access"])
    wanted_kinds = {member(CardKind, kind, "kinds", problems) for kind in listed["kinds"]}
    if problems:
        raise InvalidValue(problems)
    wishes: tuple[Access, ...] = tuple(need for need in needs if need)  # a wish said twice weighs no more
    result, room_of = (
        (answered, room_in_scores(answered))
        if isinstance(answered, Result)
        else (made := score(answered), room_in_answers(answered, made))
    )
    fitting = [
        practice
        for practice in catalogue.practices.values()
        if safety.offers(practice)
        and Gate.TRAUMA not in practice.gates
        and wanted_mode in (None, practice.mode)
        and practice.kind in wanted_kinds
        and works_for(practice, distance=distance, access=wishes)
        and is_asked_for(practice, topics=listed["topics"], stage=stage)
        and not is_left_out(practice, listed["exclude"])
    ]
    order = rank(fitting, room_of, access=wishes, done=listed["done"], seed=seed)
    steps = choose(order, minutes_per_week, suggestions)
    by_pillar = result.by_pillar
    reason_of = {step.practice.id: _reason(catalogue, answered, step) for step in steps} if reasons else {}
    return Plan(
        going_well=tuple(id for id, score in by_pillar.items() if id != NEVER_PRAISED and _goes_well(score)),
        suggestions=tuple(
            _suggestion(step.practice, reason=reason_of.get(step.practice.id), access=wishes, apart=distance)
            for step in steps
        ),
        not_enough_answers=tuple(id for id, score in by_pillar.items() if score.percent is None and score.asked),
        minutes_per_week=minutes_per_week,
    )


@sealed
def plan_weeks(
    catalogue: Catalogue,
    answered: Response | Result,
    *,
    weeks: int = 4,
    done: Collection[str] = (),
    **wishes: Unpack[Wishes],
) -> tuple[Plan, ...]:
    """Return next steps for some weeks; no practice comes back before all others that fit had their turn.

    Args:
        catalogue: Where the practices come from.
        answered: As for `recommend`.
        weeks: How many, from 1 to 52.
        done: Ids of practices done before, the latest last.
        wishes: All else that `recommend` takes.

    Returns:
        A plan for each week.

    Raises:
        InvalidValue: As `recommend` does, and when the number of weeks is out of range.
    """
    problems: list[Problem] = []
    whole_number(weeks, "weeks", problems, low=1, high=52)
    before = list(texts(done, "done", problems))
    if problems:
        raise InvalidValue(problems)
    plans: list[Plan] = []
    for _ in range(weeks):
        plans.append(recommend(catalogue, answered, done=before, **wishes))
        before += [step.practice for step in plans[-1].suggestions]
    return tuple(plans)


def _wrong_answers(catalogue: Catalogue, answered: Any) -> list[Problem]:
    """Return why no plan can be made of what was answered."""
    if isinstance(answered, Response):
        owner, perspective = answered.checkin.key.catalogue, answered.checkin.perspective
    elif isinstance(answered, Result):
        owner, perspective = answered.catalogue, answered.perspective
    else:
        remedy = "give what CheckIn.answer or score returned"
        return [Problem("wrong-kind", "it is neither a response nor a result", remedy, ("answered",))]
    problems: list[Problem] = []
    if owner != catalogue.pack.id:
        message = f"it was answered to {owner!r}, not to {catalogue.pack.id!r}"
        problems.append(Problem("wrong-catalogue", message, "load that pack", ("answered", "catalogue")))
    if perspective is not Perspective.SELF:
        message = "practices are suggested for what a person does, not for what they see their partner do"
        problems.append(Problem("bad-choice", message, "give a self check-in", ("answered", "perspective")))
    return problems


def _goes_well(one: Score) -> bool:
    return one.answered > 1 and one.percent is not None and one.percent >= GOING_WELL_FROM


def _suggestion(practice: Practice, *, reason: str | None, access: Collection[Access], apart: bool) -> Suggestion:
    return Suggestion(
        practice=practice.id,
        title=practice.title,
        pillar=practice.pillar,
        minutes=weekly_minutes(practice),
        minutes_each_time=practice.minutes,
        cadence=practice.cadence,
        targets=practice.targets,
        evidence=_nearest(practice),
        reason=reason,
        access=FrozenMap({need: practice.access[need] for need in access if need in practice.access}),
        apart=practice.distance_how if apart else None,
        steps=practice.steps,
    )


def _nearest(practice: Practice) -> Evidence | None:
    nearness = list(Fit)
    return min(practice.evidence, key=lambda each: nearness.index(each.fit), default=None)


def _reason(catalogue: Catalogue, answered: Response | Result, step: Candidate) -> str:
    """Return what the person answered and what a study did, in two sentences."""
    practice, room = step.practice, step.room
    if room.item is not None and isinstance(answered, Response) and room.item in catalogue.items:
        item, answer = catalogue.items[room.item], answered.answers[room.item]
        choices = catalogue.scales[item.scale].choices
        label = next((choice.label for choice in choices if choice.answer == answer), answer)
        first = catalogue.phrase("reason-answer", answer=label, item=item.text.self_)
    else:
        title = catalogue.pillars[practice.pillar].title
        percent = spoken_number(100 - 100 * room.share)
        first = catalogue.phrase("reason-pillar", pillar=title, percent=percent)
    nearest = _nearest(practice)
    if nearest is None or nearest.source is None:
        return f"{first} {catalogue.phrase(f'source-{Fit.CRAFT.value}')}"
    source = spoken_source(catalogue, catalogue.sources[nearest.source])
    return f"{first} {catalogue.phrase(f'source-{nearest.fit.value}', source=source)}"
