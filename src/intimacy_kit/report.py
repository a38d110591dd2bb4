"""Results and plans as plain text for the person who answered."""

import textwrap
from collections.abc import Iterable

from intimacy_kit._sealed import sealed
from intimacy_kit.catalogue import Catalogue
from intimacy_kit.content import Practice, Prompt
from intimacy_kit.couple import FEWEST_ANSWERS, CoupleView
from intimacy_kit.plan import Plan
from intimacy_kit.scoring import Result, Score
from intimacy_kit.words import Perspective

__all__ = ["couple_text", "plan_text", "practice_text", "result_text"]

_BAR = 20
_HEADINGS = {
    Perspective.SELF: "What you say you do",
    Perspective.PARTNER: "What you see your partner do",
}

_BOTH = {
    Perspective.SELF: "what each says they do",
    Perspective.PARTNER: "what each sees the other do",
}
_ON_SHARING = (
    "Places are to the nearest ten of 100. A pillar stands here when both of you share it and both of you gave "
    "{fewest} answers or more; either of you can stop sharing at any time."
)
_NOTHING = "There is nothing to show side by side. What each of you answers is your own, and so is whether to share it."


@sealed
def result_text(catalogue: Catalogue, result: Result, *, width: int = 80) -> str:
    """Return the scores as a table with bars, a line for each pillar.

    Args:
        catalogue: Where the pillars' titles come from.
        result: The scores.
        width: The longest line, in characters, from 40.
    """
    form = catalogue.forms[result.form].title
    lines = [f"{form}, {result.on.isoformat()}: {_HEADINGS[result.perspective]}", ""]
    lines += [line for score in result for line in _score_lines(catalogue, score, width)]
    if result.felt:
        lines += ["", "How it felt (one question each, scored apart)", ""]
        lines += [line for score in result.felt.values() for line in _score_lines(catalogue, score, width)]
    lines += [
        "",
        *_wrapped("The bars show where your answers lie on the answer range. They compare you with nobody.", width),
    ]
    return "\n".join(lines)


@sealed
def plan_text(catalogue: Catalogue, plan: Plan, *, width: int = 80) -> str:
    """Return a plan as text: what goes well, then the next steps.

    Args:
        catalogue: Where the titles come from.
        plan: The plan.
        width: The longest line, in characters, from 40.
    """
    lines: list[str] = []
    if plan.going_well:
        names = _listed([catalogue.pillars[pillar].title for pillar in plan.going_well])
        lines += [*_wrapped(f"Going well by your answers: {names}.", width), ""]
    if plan.not_enough_answers:
        names = _listed([catalogue.pillars[pillar].title for pillar in plan.not_enough_answers])
        lines += [*_wrapped(f"Not enough answers to say: {names}.", width), ""]
    if not plan.steps:
        return "\n".join(
            [*lines, *_wrapped("No practice fits just now. Fewer limits, or more minutes, may find some.", width)]
        )
    lines.append("Next steps")
    for i, step in enumerate(plan.steps, 1):
        practice = catalogue.practices[step.practice]
        lines += [
            "",
            *_wrapped(f"{i}. {step.title} ({_minutes(step.minutes)} a week, {practice.mode.value})", width, "   "),
            *_wrapped(f"   {practice.summary}", width, "   "),
        ]
        for how in [step.apart, *step.access.values()]:
            lines += _wrapped(f"   Another way: {how}", width, "   ") if how else []
        lines += _wrapped(f"   Why: {step.reason}", width, "   ")
    return "\n".join(lines)


@sealed
def couple_text(
    catalogue: Catalogue,
    view: CoupleView,
    *,
    names: tuple[str, str] = ("You", "Your partner"),
    prompts: Iterable[Prompt] = (),
    width: int = 80,
) -> str:
    """Return what both share as text: both sides of each pillar, then something to talk about.

    Args:
        catalogue: Where the pillars' titles come from.
        view: What both may see.
        names: What the two sides are called, in the view's order.
        prompts: What `talk_about` returned.
        width: The longest line, in characters, from 40.
    """
    lines: list[str] = []
    if view.perspective is not None:
        lines += [f"Side by side: {_BOTH[view.perspective]}", ""]
    wide = max(len(name) for name in names)
    for each in view.pillars:
        lines += _wrapped(catalogue.pillars[each.pillar].title, width)
        for name, place in zip(names, (each.a, each.b), strict=True):
            lines.append(f"  {name:<{wide}} {place:>3}  {'█' * (place * _BAR // 100)}".rstrip())
    lines += ["", *_wrapped(_ON_SHARING.format(fewest=FEWEST_ANSWERS), width)] if lines else _wrapped(_NOTHING, width)
    for prompt in prompts:
        lines += ["", *_wrapped(f"To talk about: {prompt.text} {prompt.passing or catalogue.pack.passing}", width)]
    return "\n".join(lines)


def practice_text(catalogue: Catalogue, practice: Practice, *, width: int = 80) -> str:
    """Return a practice as a card that somebody can go by.

    Args:
        catalogue: Where the pillar and the sources come from.
        practice: The practice.
        width: The longest line, in characters, from 40.
    """
    pillar = catalogue.pillars[practice.pillar].title
    lines = [
        practice.title,
        f"{pillar} · {_minutes(practice.minutes)} · {practice.cadence.spoken} · {practice.mode.value}",
        "",
        *_wrapped(practice.summary, width),
        "",
    ]
    for i, step in enumerate(practice.steps, 1):
        lines += _wrapped(f"{i}. {step}", width, "   ")
    if practice.distance_how:
        lines += ["", *_wrapped(f"Apart: {practice.distance_how}", width)]
    for access, text in practice.access.items():
        lines += ["", *_wrapped(f"{access.value.replace('-', ' ').capitalize()}: {text}", width)]
    if practice.not_for:
        lines += ["", *_wrapped(f"Not for: {practice.not_for}", width)]
    lines += ["", *_wrapped(f"If it goes badly: {practice.if_it_goes_badly}", width)]
    for evidence in practice.evidence:
        source = catalogue.sources[evidence.source]
        unverified = "" if source.verified else f" [{source.verified_by}]"
        lines += [
            "",
            *_wrapped(f"Evidence, {evidence.fit.value}: {source.citation}. {source.finding}{unverified}", width),
        ]
    return "\n".join(lines)


def _score_lines(catalogue: Catalogue, score: Score, width: int) -> list[str]:
    title = catalogue.pillars[score.pillar].title
    if score.percent is None:
        line = f"{title:<40}   –  {score.why}"
        return [line] if len(line) <= width else [f"{title}: –", f"  {score.why}"]
    bar = "█" * round(score.percent * _BAR / 100)
    line = f"{title:<40} {score.percent:>3.0f}  {bar:<{_BAR}}  {score.answered}/{score.asked}"
    return [line] if len(line) <= width else [f"{title}: {score.percent:.0f} ({score.answered}/{score.asked})"]


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(text, max(width, 40), subsequent_indent=indent, drop_whitespace=True) or [""]


def _listed(names: list[str]) -> str:
    return "; ".join(names)


def _minutes(count: int) -> str:
    return "1 minute" if count == 1 else f"{count} minutes"
