"""Reports for people: a result, a plan, a practice, or what both of a couple share, as text, Markdown or HTML.

`figure` draws the same scores, and what became of them over time.
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from intimacy_kit._phrases import phrases, why
from intimacy_kit._sealed import sealed
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.practice import Practice, Prompt
from intimacy_kit.content.vocabulary import Perspective
from intimacy_kit.couple import FEWEST_ANSWERS, CoupleView
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.plan import Plan, Suggestion
from intimacy_kit.reports.blocks import (
    Block,
    Heading,
    Item,
    Note,
    Numbered,
    Paragraph,
    Place,
    Places,
    Sides,
    as_html,
    as_markdown,
    as_text,
)
from intimacy_kit.reports.figures import Figure, figure, radar
from intimacy_kit.scoring.scores import Result, Score

__all__ = ["Figure", "Reportable", "figure", "radar", "to_html", "to_markdown", "to_text"]

Reportable: TypeAlias = Result | Plan | CoupleView | Practice
"""What there are reports of."""


@sealed
def to_text(
    catalogue: Catalogue,
    value: Reportable,
    *,
    names: tuple[str, str] | None = None,
    prompts: Iterable[Prompt] = (),
    width: int = 80,
) -> str:
    """Return a report as plain text, with bars.

    Args:
        catalogue: Where the titles come from; the fixed words around them are in its language
            where that is English or Spanish.
        value: A result, a plan, what a couple shares, or a practice.
        names: What the two sides of a couple view are called, in its order.
        prompts: What `conversation_prompts` returned for that view.
        width: The longest line, in characters, from 40.

    Raises:
        InvalidValue: When there is no report of such a value.
        UnknownId: When the catalogue lacks something that the value names.

    >>> import intimacy_kit as ik
    >>> print(to_text(ik.load(), ik.CoupleView(), width=60))
    There is nothing to show side by side. What each of you
    answers is your own, and so is whether to share it.
    """
    return as_text(_document(catalogue, value, names, prompts), width)


@sealed
def to_markdown(
    catalogue: Catalogue,
    value: Reportable,
    *,
    names: tuple[str, str] | None = None,
    prompts: Iterable[Prompt] = (),
) -> str:
    """Return a report as Markdown, with tables.

    Args:
        catalogue: As for `to_text`.
        value: As for `to_text`.
        names: As for `to_text`.
        prompts: As for `to_text`.
    """
    return as_markdown(_document(catalogue, value, names, prompts))


@sealed
def to_html(
    catalogue: Catalogue,
    value: Reportable,
    *,
    names: tuple[str, str] | None = None,
    prompts: Iterable[Prompt] = (),
) -> str:
    """Return a report as a section of HTML that stands in a page as it is.

    Every text is escaped. The section has the class `intimacy-kit` and brings no style
    and no script; Jinja and Django take it as safe.

    Args:
        catalogue: As for `to_text`.
        value: As for `to_text`.
        names: As for `to_text`.
        prompts: As for `to_text`.
    """
    return as_html(_document(catalogue, value, names, prompts))


def _document(
    catalogue: Catalogue, value: Reportable, names: tuple[str, str] | None, prompts: Iterable[Prompt]
) -> list[Block]:
    if type(value) not in (Result, Plan, CoupleView, Practice):
        remedy = "give a result, a plan, a couple view or a practice"
        raise InvalidValue([Problem("wrong-kind", "there is no report of such a value", remedy, ("value",))])
    match value:
        case Result():
            return _of_result(catalogue, value)
        case Plan():
            return _of_plan(catalogue, value)
        case CoupleView():
            return _of_couple(catalogue, value, names, prompts)
        case _:
            return _of_practice(catalogue, value)


# Scores ---------------------------------------------------------------------------


def _of_result(catalogue: Catalogue, result: Result) -> list[Block]:
    words = phrases(catalogue.locale)
    form = catalogue.forms[result.form].title
    of = words["of-oneself" if result.perspective is Perspective.SELF else "of-the-partner"]
    head = (words["pillar"], words["answer-range"], words["answered"])
    document: list[Block] = [
        Heading(f"{form}, {result.on.isoformat()}: {of}"),
        Places(head, tuple(_place(catalogue, score, words) for score in result)),
    ]
    if result.felt:
        felt = tuple(_place(catalogue, score, words) for score in result.felt.values())
        document += [Heading(words["felt"]), Places(head, felt)]
    return [*document, Paragraph(words["bars"])]


def _place(catalogue: Catalogue, score: Score, words: Mapping[str, str]) -> Place:
    title = catalogue.pillars[score.pillar].title
    detail = f"{score.answered}/{score.asked}" if score.percent is not None else why(score, words)
    return Place(title, score.percent, detail)


def _of_couple(
    catalogue: Catalogue, view: CoupleView, names: tuple[str, str] | None, prompts: Iterable[Prompt]
) -> list[Block]:
    words = phrases(catalogue.locale)
    document: list[Block] = [Paragraph(words["nothing-shared"])]
    if view.perspective is not None:
        both = words["couple-of-oneself" if view.perspective is Perspective.SELF else "couple-of-the-partner"]
        one, other = names or (words["you"], words["your-partner"])
        rows = tuple((catalogue.pillars[each.pillar].title, each.a, each.b) for each in view.pillars)
        document = [
            Heading(both),
            Sides((words["pillar"], one, other), rows),
            Paragraph(words["on-sharing"].format(fewest=FEWEST_ANSWERS)),
        ]
    for prompt in prompts:
        passing = prompt.pass_line or catalogue.pack.pass_line
        document.append(Note(words["talk-about"], f"{prompt.text} {passing}"))
    return document


# Things to do ---------------------------------------------------------------------


def _of_plan(catalogue: Catalogue, plan: Plan) -> list[Block]:
    words = phrases(catalogue.locale)
    document: list[Block] = []
    for said, pillars in (("going-well", plan.going_well), ("not-enough", plan.not_enough_answers)):
        if pillars:
            names = "; ".join(catalogue.pillars[pillar].title for pillar in pillars)
            document.append(Paragraph(words[said].format(pillars=names)))
    if not plan.suggestions:
        return [*document, Paragraph(words["nothing-fits"])]
    steps = tuple(_step(catalogue, step, words) for step in plan.suggestions)
    return [*document, Heading(words["next-steps"]), Numbered(steps)]


def _step(catalogue: Catalogue, step: Suggestion, words: Mapping[str, str]) -> Item:
    practice = catalogue.practices[step.practice]
    others = [how for how in (step.apart, *step.access.values()) if how]
    mode = words[f"mode-{practice.mode.value}"]
    return Item(
        words["step"].format(title=step.title, minutes=_minutes(step.minutes, words), mode=mode),
        (
            Paragraph(practice.summary),
            *(Note(words["another-way"], how) for how in others),
            Note(words["why"], step.reason),
        ),
    )


def _of_practice(catalogue: Catalogue, practice: Practice) -> list[Block]:
    words = phrases(catalogue.locale)
    pillar = catalogue.pillars[practice.pillar].title
    cadence, mode = words[f"cadence-{practice.cadence.value}"], words[f"mode-{practice.mode.value}"]
    document: list[Block] = [
        Heading(practice.title, f"{pillar} · {_minutes(practice.minutes, words)} · {cadence} · {mode}"),
        Paragraph(practice.summary),
        Numbered(tuple(map(Item, practice.steps))),
    ]
    if practice.distance_how:
        document.append(Note(words["distance"], practice.distance_how))
    for access, text in practice.access.items():
        document.append(Note(words[f"access-{access.value}"], text))
    if practice.not_for:
        document.append(Note(words["not-for"], practice.not_for))
    document.append(Note(words["if-it-goes-badly"], practice.if_it_goes_badly))
    for evidence in practice.evidence:
        if evidence.source is None:
            document.append(Note(words["fit-craft"], words["craft"]))
            continue
        source = catalogue.sources[evidence.source]
        unverified = "" if source.verified else f" [{source.verified_by}]"
        finding = f"{source.citation}. {source.finding}{unverified}"
        document.append(Note(words[f"fit-{evidence.fit.value}"], finding))
    return document


def _minutes(count: int, words: Mapping[str, str]) -> str:
    return words["minute"] if count == 1 else words["minutes"].format(count=count)
