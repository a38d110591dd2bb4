"""Reports of results, histories, plans, couple views, practices, prompts and programmes."""

import typing
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import attrs

from intimacy_kit._html import Markup
from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import expect, expect_each
from intimacy_kit._values.equality import compared_whole
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.practice import Practice, Prompt
from intimacy_kit.content.vocabulary import Perspective, ReliabilityKind
from intimacy_kit.content.wording import spoken_date, spoken_list, spoken_minutes, spoken_source
from intimacy_kit.couple.view import FEWEST_ANSWERS, CoupleView
from intimacy_kit.errors import InvalidValue, Problem, UnknownId
from intimacy_kit.history.points import History, Point, Round
from intimacy_kit.history.wording import in_words
from intimacy_kit.plan.plan import Plan, Suggestion
from intimacy_kit.plan.programme import Progress
from intimacy_kit.plan.related import Related
from intimacy_kit.reports.blocks import Block, Heading, Item, Numbered, Paragraph, Place, Places, Sides
from intimacy_kit.reports.cards import labelled, of_kind, of_progress, of_prompt, of_related, own_of, spoken_step
from intimacy_kit.reports.render import as_html, as_markdown, as_text
from intimacy_kit.scoring.reliability import Reliability
from intimacy_kit.scoring.result import Result, Score
from intimacy_kit.scoring.wording import placement_in_words, read_as, rests_on, title_of, why

Reportable: TypeAlias = Result | History | Plan | CoupleView | Practice | Prompt | Progress | Related
"""The values that `report` takes."""


@compared_whole
@attrs.frozen
class Document:
    """A report as text, Markdown or HTML. Its repr does not show its content.

    Args:
        blocks: Its headings, sentences, lists and tables, in order.
        locale: The language tag of its sentences; empty where it is not known.
    """

    blocks: tuple[Block, ...] = attrs.field(repr=False)
    locale: str = ""

    @sealed
    def to_text(self, *, width: int = 80) -> str:
        """Return the report as plain text, with bars.

        Args:
            width: The longest line, in characters, from 40.
        """
        return as_text(self.blocks, width)

    @sealed
    def to_markdown(self) -> str:
        """Return the report as Markdown, with tables."""
        return as_markdown(self.blocks)

    @sealed
    def to_html(self) -> Markup:
        """Return the report as a section of HTML that a page can include unchanged.

        Every text is escaped. The section has the class `intimacy-kit` and its language, and brings no style
        and no script; Jinja and Django do not escape it. A text of a pack that is not translated yet has a language
        of its own; within a sentence of ours it goes by the language of the sentence.
        """
        return as_html(self.blocks, self.locale)


@sealed
def report(
    catalogue: Catalogue,
    value: Reportable,
    *,
    reliability: Mapping[str, Reliability] | None = None,
    group: str | None = None,
) -> Document:
    """Return a report.

    Args:
        catalogue: Where the titles and the words come from.
        value: A result, a history, a plan, a practice, what goes with it, a prompt, progress in a programme, or what a
            couple shares.
        reliability: Pillar to the reliability of its percent, by which a history distinguishes change
            from chance; that of a norm of the pack unless given. The bands of a result come with its scores.
        group: The group whose norms a report of a result shows beside those that are for everybody.

    Raises:
        InvalidValue: When there is no report of such a value, or a reliability is not one.
        UnknownId: When the catalogue lacks something that the value names, or a reliability is for no
            pillar of the history.

    >>> import intimacy_kit as ik
    >>> print(report(ik.load(), ik.CoupleView()).to_text(width=60))
    There is nothing to show side by side. What each of you
    answers is your own, and so is whether to share it.
    """
    if type(value) not in typing.get_args(Reportable):
        remedy = "give a result, a history, a plan, a couple view, a practice, what goes with it, a prompt or progress"
        raise InvalidValue([Problem("wrong-kind", "there is no report of such a value", remedy, ("value",))])
    match value:
        case Result():
            return Document(tuple(_of_result(catalogue, value, group)), catalogue.locale)
        case History():
            return Document(tuple(_of_history(catalogue, value, reliability or {})), catalogue.locale)
        case Plan():
            return Document(tuple(_of_plan(catalogue, value)), catalogue.locale)
        case CoupleView():
            return couple_report(catalogue, value)
        case Prompt():
            return Document(tuple(of_prompt(catalogue, value)), catalogue.locale)
        case Progress():
            return Document(tuple(of_progress(catalogue, value)), catalogue.locale)
        case Related():
            return Document(tuple(of_related(catalogue, value)), catalogue.locale)
        case _:
            return Document(tuple(_of_practice(catalogue, value)), catalogue.locale)


@sealed
def couple_report(
    catalogue: Catalogue,
    view: CoupleView,
    *,
    names: tuple[str, str] | None = None,
    prompts: Iterable[Prompt] = (),
) -> Document:
    """Return a report of what both of a couple share, with names and with something to talk about.

    Args:
        catalogue: Where the titles and the words come from.
        view: What both share.
        names: What the two sides are called, in the order of the view.
        prompts: What `conversation_prompts` returned for that view.

    Raises:
        InvalidValue: When it is not a view.
    """
    expect(CoupleView, view, "view", "couple_view makes one; viewpoint has it as .shared")
    blocks: list[Block] = [Paragraph(catalogue.phrase("nothing-shared"))]
    if view.perspective is not None:
        both = "couple-of-oneself" if view.perspective is Perspective.SELF else "couple-of-the-partner"
        one, other = names or (catalogue.phrase("you"), catalogue.phrase("your-partner"))
        rows = tuple((own_of(catalogue, catalogue.pillars[each.pillar].title), each.a, each.b) for each in view.pillars)
        blocks = [
            Heading(catalogue.phrase(both)),
            Sides((catalogue.phrase("pillar"), one, other), rows),
            Paragraph(catalogue.phrase("on-sharing", fewest=FEWEST_ANSWERS)),
        ]
    for prompt in prompts:
        blocks.append(
            labelled(
                catalogue,
                catalogue.phrase("talk-about"),
                f"{prompt.text} {prompt.pass_line or catalogue.pack.pass_line}",
            )
        )
    return Document(tuple(blocks), catalogue.locale)


# Scores ---------------------------------------------------------------------------


def _of_result(catalogue: Catalogue, result: Result, group: str | None) -> list[Block]:
    form = catalogue.forms[result.form].title
    of = catalogue.phrase("of-oneself" if result.perspective is Perspective.SELF else "of-the-partner")
    head = (catalogue.phrase("pillar"), catalogue.phrase("answer-range"), catalogue.phrase("answered"))
    title = Heading(catalogue.phrase("result-title", form=form, of=of, date=spoken_date(catalogue, result.on)))
    if result.is_unanswered:
        return [title, Paragraph(catalogue.phrase("nothing-answered"))]
    document: list[Block] = [title, Places(head, tuple(_place(catalogue, score) for score in result))]
    if result.felt:
        felt = tuple(_place(catalogue, score) for score in result.felt.values())
        document += [Heading(catalogue.phrase("felt")), Places(head, felt)]
    for score in result:
        if (text := read_as(catalogue, score)) is not None:
            document.append(labelled(catalogue, title_of(catalogue, score.id), text))
    stands = [
        labelled(catalogue, title_of(catalogue, score.id), text)
        for score in result
        for text in placement_in_words(catalogue, score, group=group)
    ]
    if not stands:
        return [*document, Paragraph(catalogue.phrase("bars"))]
    bars, note = catalogue.phrase("bars-with-norms"), catalogue.phrase("norms-note")
    return [*document, *stands, Paragraph(bars), Paragraph(note)]


def _place(catalogue: Catalogue, score: Score) -> Place:
    detail = f"{score.answered}/{score.asked}" if score.percent is not None else why(catalogue, score)
    return Place(own_of(catalogue, title_of(catalogue, score.id)), score.percent, detail)


def _of_history(catalogue: Catalogue, value: History, reliability: Mapping[str, Reliability]) -> list[Block]:
    expect_each(Reliability, reliability.items(), "reliability", "give a Reliability, with its source")
    for pillar in reliability:
        if pillar not in value.pillars:
            raise UnknownId("pillar in this history", pillar, value.pillars)
    titles = {pillar: title_of(catalogue, pillar) for pillar in value.pillars}
    of = catalogue.phrase("of-oneself" if value.perspective is Perspective.SELF else "of-the-partner")
    heading = catalogue.phrase("history-title", form=catalogue.forms[value.form].title, of=of)
    document: list[Block] = [Heading(heading, _span(catalogue, value))]
    alike: dict[str, list[str]] = {}  # pillars of which the same is said are named together
    for pillar, points in value.pillars.items():
        said = in_words(catalogue, points, reliability=reliability.get(pillar), round=value.rounds.get(pillar))
        alike.setdefault(said, []).append(titles[pillar])
    document += (labelled(catalogue, spoken_list(catalogue, names), said) for said, names in alike.items())
    if value.cut_off:
        names = spoken_list(catalogue, (titles[pillar] for pillar in value.cut_off))
        document.append(Paragraph(catalogue.phrase("cut-off", pillars=names)))
    if value.left_out:
        days = spoken_list(catalogue, (spoken_date(catalogue, day) for day in value.left_out))
        document.append(Paragraph(catalogue.phrase("left-out", days=days)))
    used = {pillar: reliability.get(pillar) or _brought(points) for pillar, points in value.pillars.items()}
    resting: dict[str, list[str]] = {}
    for pillar, known in used.items():
        if known is not None:
            resting.setdefault(rests_on(catalogue, known), []).append(titles[pillar])
    document += (labelled(catalogue, spoken_list(catalogue, names), said) for said, names in resting.items())
    if resting:
        document.append(Paragraph(catalogue.phrase("told-beyond")))
    if any(len(points) > 1 for pillar, points in value.pillars.items() if used[pillar] is None):
        document.append(Paragraph(catalogue.phrase("no-reliability")))
    for kind in ReliabilityKind:
        if any(each is not None and each.kind is kind for each in used.values()):
            document.append(Paragraph(catalogue.phrase(f"error-{kind.value}")))
    return [*document, Paragraph(catalogue.phrase("compares-nobody"))]


def _brought(points: Sequence[Point]) -> Reliability | None:
    """Return the reliability that a norm of the pack brings for a change up to the last point."""
    known = [point for point in points if point.percent is not None]
    return known[-1].reliability if known else None


def _span(catalogue: Catalogue, value: History) -> str:
    """Return the days from the first check-in to the last, or an empty text without points and rounds."""
    points = [point for points in value.pillars.values() for point in points]
    spans: list[Point | Round] = [*points, *value.rounds.values()]
    if not spans:
        return ""
    since, on = min(each.since for each in spans), max(each.on for each in spans)
    if since == on:
        return spoken_date(catalogue, on)
    return catalogue.phrase("from-to", since=spoken_date(catalogue, since), date=spoken_date(catalogue, on))


# Things to do ---------------------------------------------------------------------


def _of_plan(catalogue: Catalogue, plan: Plan) -> list[Block]:
    document: list[Block] = []
    unanswered = set(plan.not_enough_answers) == set(catalogue.pillars)
    if unanswered:
        document.append(Paragraph(catalogue.phrase("nothing-answered")))
    for said, pillars in (("going-well", plan.going_well), ("not-enough", plan.not_enough_answers)):
        if pillars and not unanswered:
            names = spoken_list(catalogue, (catalogue.pillars[pillar].title for pillar in pillars))
            document.append(Paragraph(catalogue.phrase(said, pillars=names)))
    if not catalogue.practices:  # a pack that only asks has no next steps, whoever answered
        return document
    document.append(Heading(catalogue.phrase("next-steps")))
    steps = tuple(_step(catalogue, step) for step in plan.suggestions)
    document.append(Numbered(steps) if steps else Paragraph(catalogue.phrase("no-steps")))
    return [*document, Paragraph(catalogue.phrase("opening-note"))]


def _step(catalogue: Catalogue, step: Suggestion) -> Item:
    practice = catalogue.practices[step.practice]
    others = [how for how in (step.apart, *step.access.values()) if how]
    return Item(
        spoken_step(catalogue, step),
        (
            Paragraph(own_of(catalogue, practice.summary)),
            *(labelled(catalogue, catalogue.phrase("another-way"), own_of(catalogue, how)) for how in others),
            *([labelled(catalogue, catalogue.phrase("why"), step.reason)] if step.reason else []),
        ),
    )


def _of_practice(catalogue: Catalogue, practice: Practice) -> list[Block]:
    pillar = catalogue.pillars[practice.pillar].title
    cadence = catalogue.phrase(f"cadence-{practice.cadence.value}")
    mode = catalogue.phrase(f"mode-{practice.mode.value}")
    facts = f"{pillar} · {spoken_minutes(catalogue, practice.minutes)} · {cadence} · {mode}"
    document: list[Block] = [
        Heading(own_of(catalogue, practice.title), facts),
        Paragraph(own_of(catalogue, practice.summary)),
        *([Numbered(tuple(Item(own_of(catalogue, each)) for each in practice.steps))] if practice.steps else []),
        *of_kind(catalogue, practice),
    ]
    if practice.distance_how:
        document.append(labelled(catalogue, catalogue.phrase("distance"), own_of(catalogue, practice.distance_how)))
    for access, text in practice.access.items():
        document.append(labelled(catalogue, catalogue.phrase(f"access-{access.value}"), own_of(catalogue, text)))
    if practice.not_for:
        document.append(labelled(catalogue, catalogue.phrase("not-for"), own_of(catalogue, practice.not_for)))
    badly = own_of(catalogue, practice.if_it_goes_badly)
    document.append(labelled(catalogue, catalogue.phrase("if-it-goes-badly"), badly))
    for evidence in practice.evidence:
        if evidence.source is None:
            document.append(labelled(catalogue, catalogue.phrase("fit-craft"), catalogue.phrase("craft")))
            continue
        source = catalogue.sources[evidence.source]
        finding = catalogue.phrase(
            "finding" if source.verified else "finding-not-confirmed",
            source=spoken_source(catalogue, source),
            finding=f"{source.finding} {source.caution}" if source.caution else source.finding,
            verified_by=source.verified_by,
        )
        document.append(labelled(catalogue, catalogue.phrase(f"fit-{evidence.fit.value}"), finding))
    return document
