"""Next steps: what is already going well, then a few practices that fit, each with its reason.

The ranking is deterministic. It starts from the pillars with the most room by
the person's own answers, takes one practice from each, and looks at nothing
but this result and what the person asked for. A pillar without a score is
"not enough answers", never "low". Practices that are kept back leave no trace.

Of the practices of a pillar that fit, the first one is taken by, in turn: the
fewest wishes for access that it has no variant for; not done lately, or longest
ago; the nearest evidence; the shortest week; the id.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import attrs

from intimacy_kit._html import card
from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import member, members, texts, whole_number
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import Record
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.practice import Evidence, Practice
from intimacy_kit.content.vocabulary import Access, Distance, Fit, Gate, Keying, Mode, Perspective
from intimacy_kit.content.wording import spoken_list, spoken_source
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.scoring.scores import Result, Score

MOST_SUGGESTIONS = 3
"""A plan has no more suggestions than this; a week has only so many evenings."""

_FIT_ORDER = tuple(Fit)


@attrs.frozen
class Suggestion(Record):
    """One practice for the coming weeks.

    Args:
        practice: The practice's id.
        title: Its name.
        pillar: The pillar that it belongs to.
        minutes: What it takes in a week, in minutes.
        reason: Why it is here, in a few short sentences.
        targets: Ids of the items that it is meant to shift.
        evidence: Its nearest evidence, or None.
        access: Other ways to do it, for those of the person's wishes that it has one for.
        apart: How to do it apart, where the partners are and it has to be adapted.
    """

    practice: str
    title: str
    pillar: str
    minutes: int
    reason: str = attrs.field(repr=False)  # it names a score
    targets: tuple[str, ...]
    evidence: Evidence | None
    access: Mapping[Access, str] = attrs.field(factory=lambda: FrozenMap[Access, str]({}))
    apart: str | None = None


@attrs.frozen
class Plan(Record):
    """What goes well, and what to try next. Its repr shows nothing that hangs on the answers.

    Args:
        going_well: Pillars with the highest score, where scores differ, and all at the top of the range.
        suggestions: One to three practices, or none where nothing fits.
        not_enough_answers: Pillars that were asked about but have no score.
        minutes_per_week: The time that was asked for, in minutes.
    """

    going_well: tuple[str, ...] = attrs.field(repr=False)
    suggestions: tuple[Suggestion, ...] = attrs.field(repr=False)
    not_enough_answers: tuple[str, ...] = attrs.field(repr=False)
    minutes_per_week: int

    def _repr_html_(self) -> str:
        """Return what a notebook shows of a plan: not its steps, for they hang on the answers."""
        how = "Nothing that hangs on the answers is shown here; intimacy_kit.reports.report shows the steps."
        return card("Plan", f"{self.minutes_per_week} minutes a week", how)


@sealed
def recommend(
    catalogue: Catalogue,
    result: Result,
    *,
    minutes_per_week: int = 60,
    mode: str | Mode | None = None,
    distance: bool = False,
    access: Collection[str | Access] = (),
    opened: Collection[Gate] = (),
    exclude: Collection[str] = (),
    done: Collection[str] = (),
) -> Plan:
    """Return next steps for one person.

    Args:
        catalogue: Where the practices come from.
        result: The person's scores, from a check-in on what they do themselves.
        minutes_per_week: How much time all steps together may take, in minutes, from 1.
        mode: `solo`, `together` or `async`, to have only such practices.
        distance: Whether the partners are apart, so that only what works then is wanted.
        access: What the person wants to do without; practices with a variant for it
            come first, and touch never comes without one where it is `no-touch`.
        opened: The gates that are open (see `intimacy_kit.safety.assess`); all others stay
            shut. `trauma` stays shut here in any case: such a practice is looked for, not suggested.
        exclude: Ids of practices or pillars, or names of gates, that are not wanted.
        done: Ids of practices done lately, the latest last, so that weeks differ.

    Returns:
        The plan. The same arguments always give the same plan. Ids in `exclude`
        and `done` that the catalogue does not have change nothing, since notes outlive content.

    Raises:
        InvalidValue: Listing every argument that makes no sense.
    """
    lists = {"access": access, "opened": opened, "exclude": exclude, "done": done}
    wanted_mode, wanted_access = _checked(catalogue, result, minutes=minutes_per_week, mode=mode, lists=lists)
    fitting = [
        practice
        for practice in catalogue.practices.values()
        if not {practice.id, practice.pillar, *(gate.value for gate in practice.gates)} & set(exclude)
        and set(practice.gates) <= set(opened) - {Gate.TRAUMA}
        and wanted_mode in (None, practice.mode)
        and not (distance and practice.distance is Distance.NO)
        and not (
            Access.NO_TOUCH in wanted_access and Gate.TOUCH in practice.gates and Access.NO_TOUCH not in practice.access
        )
    ]
    rank = _ranking(wanted_access, tuple(done))
    suggestions: list[Suggestion] = []
    left = minutes_per_week
    going_well = _going_well(result)
    for score, percent in sorted(_scored(result), key=lambda pair: pair[1]):
        if score.pillar in going_well or len(suggestions) == MOST_SUGGESTIONS:
            break  # those that go well come last
        here = sorted((each for each in fitting if each.pillar == score.pillar), key=rank)
        chosen = next((each for each in here if _weekly_minutes(each) <= left), None)
        if chosen is not None:
            suggestions.append(_suggestion(catalogue, chosen, percent, wanted_access, apart=distance))
            left -= _weekly_minutes(chosen)
    return Plan(
        going_well=going_well,
        suggestions=tuple(suggestions),
        not_enough_answers=tuple(score.pillar for score in result if score.percent is None and score.asked),
        minutes_per_week=minutes_per_week,
    )


def _checked(
    catalogue: Catalogue,
    result: Result,
    *,
    minutes: Any,
    mode: Any,
    lists: Mapping[str, Any],
) -> tuple[Mode | None, tuple[Access, ...]]:
    """Return the mode and the wishes for access, or refuse everything that makes no sense."""
    problems: list[Problem] = []
    if result.catalogue != catalogue.pack.id:
        message = f"the result belongs to {result.catalogue!r}, not to {catalogue.pack.id!r}"
        problems.append(Problem("wrong-catalogue", message, "load that pack", ("result", "catalogue")))
    if result.perspective is not Perspective.SELF:
        message = "practices are suggested for what a person does, not for what they see their partner do"
        problems.append(Problem("bad-choice", message, "give the result of a self check-in", ("result", "perspective")))
    whole_number(minutes, "minutes_per_week", problems, low=1)
    wishes = {name: texts(given, name, problems) for name, given in lists.items()}
    members(Gate, wishes["opened"], "opened", problems)
    modes = () if mode is None else _words(Mode, (mode,), "mode", problems)
    needs = _words(Access, wishes["access"], "access", problems)
    if problems:
        raise InvalidValue(problems)
    return (modes[0] if modes else None), tuple(dict.fromkeys(needs))  # a wish said twice weighs no more


def _words(kind: Any, given: Sequence[Any], name: str, problems: list[Problem]) -> tuple[Any, ...]:
    found = [member(kind, each, name, problems) for each in given]
    return tuple(each for each in found if each is not None)


def _scored(result: Result) -> list[tuple[Score, float]]:
    return [(score, score.percent) for score in result if score.percent is not None]


def _going_well(result: Result) -> tuple[str, ...]:
    percents = [percent for _, percent in _scored(result)]
    best = max(percents) if len(set(percents)) > 1 else 100
    return tuple(score.pillar for score, percent in _scored(result) if percent == best)


def _ranking(access: Sequence[Access], done: Sequence[str]) -> Callable[[Practice], tuple[int, int, int, int, str]]:
    """Return the key by which practices of one pillar are put in order."""
    latest = {id: i for i, id in enumerate(done, 1)}

    def rank(practice: Practice) -> tuple[int, int, int, int, str]:
        unmet = sum(need not in practice.access for need in access)
        best = _nearest(practice)
        fit = len(_FIT_ORDER) if best is None else _FIT_ORDER.index(best.fit)
        return unmet, latest.get(practice.id, 0), fit, _weekly_minutes(practice), practice.id

    return rank


def _nearest(practice: Practice) -> Evidence | None:
    return min(practice.evidence, key=lambda each: _FIT_ORDER.index(each.fit), default=None)


def _weekly_minutes(practice: Practice) -> int:
    return practice.minutes * practice.cadence.times_a_week


def _suggestion(
    catalogue: Catalogue, practice: Practice, percent: float, access: Collection[Access], *, apart: bool
) -> Suggestion:
    evidence = _nearest(practice)
    return Suggestion(
        practice=practice.id,
        title=practice.title,
        pillar=practice.pillar,
        minutes=_weekly_minutes(practice),
        reason=_reason(catalogue, practice, percent, evidence),
        targets=practice.targets,
        evidence=evidence,
        access=FrozenMap({need: practice.access[need] for need in access if need in practice.access}),
        apart=practice.distance_how if apart else None,
    )


def _reason(catalogue: Catalogue, practice: Practice, percent: float, evidence: Evidence | None) -> str:
    targets: dict[Keying, list[str]] = {keying: [] for keying in Keying}
    for id in practice.targets:
        item = catalogue.items[id]
        targets[item.keying].append(catalogue.phrase("item", text=item.text.self_))
    more, less = (spoken_list(catalogue, targets[keying]) for keying in (Keying.FORWARD, Keying.REVERSE))
    aim = "aims-both" if more and less else "aims-more" if more else "aims-less" if less else "aims-none"
    title = catalogue.pillars[practice.pillar].title
    sentences = [
        catalogue.phrase("reason", pillar=title, percent=round(percent)),
        catalogue.phrase(aim, more=more, less=less),
    ]
    if evidence:
        source = spoken_source(catalogue, catalogue.sources[evidence.source]) if evidence.source else ""
        values = {"source": source} if source else {}
        sentences.append(catalogue.phrase(f"source-{evidence.fit.value}", **values))
    return " ".join(sentences)
