"""Reports of what there is to do from day to day: a prompt, a week of a programme, and what makes a card special."""

from collections.abc import Iterator

from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.practice import Practice, Prompt
from intimacy_kit.content.wording import date_facts, spoken_date, spoken_minutes
from intimacy_kit.plan.programme import Progress, Step
from intimacy_kit.plan.related import Related
from intimacy_kit.reports.blocks import Block, Heading, Item, Note, Numbered, Paragraph


def labelled(catalogue: Catalogue, label: str, text: str) -> Note:
    """Return a paragraph after a label.

    Args:
        catalogue: Whose phrase `label` ends it.
        label: The label.
        text: The paragraph.
    """
    return Note(catalogue.phrase("label", label=label), text)


def of_prompt(catalogue: Catalogue, prompt: Prompt) -> Iterator[Block]:
    """Yield the blocks of a prompt.

    Args:
        catalogue: Where the words come from.
        prompt: The prompt.
    """
    yield Heading(catalogue.phrase("question-today"))
    yield Paragraph(prompt.text)
    if prompt.options:
        yield Numbered(tuple(map(Item, prompt.options)))
    if prompt.follow_up is not None:
        yield labelled(catalogue, catalogue.phrase("follow-up"), prompt.follow_up)
    if (line := prompt.pass_line or catalogue.pack.pass_line) is not None:
        yield Paragraph(line)


def of_progress(catalogue: Catalogue, progress: Progress) -> Iterator[Block]:
    """Yield the blocks of where somebody is in a programme.

    Args:
        catalogue: Where the words come from.
        progress: What `programme` returned.
    """
    week = progress.week
    yield Heading(progress.title, "" if week is None else week.title)
    if week is not None:
        yield Paragraph(week.text)
        yield Numbered(tuple(_step(catalogue, step) for step in week.steps))
        yield Paragraph(catalogue.phrase("any-order"))
    elif progress.opens is not None:
        yield Paragraph(catalogue.phrase("week-opens", date=spoken_date(catalogue, progress.opens)))
    else:
        yield Paragraph(catalogue.phrase("nothing-waits"))
    yield labelled(catalogue, catalogue.phrase("stop-here"), progress.stop)


def _step(catalogue: Catalogue, step: Step) -> Item:
    ways = tuple(
        labelled(catalogue, catalogue.phrase("another-way"), how) for how in (step.apart, *step.access.values()) if how
    )
    if step.prompt is not None:
        return Item(step.title, (Paragraph(catalogue.phrase("talk-about")), *ways))
    if step.practice is None:
        return Item(catalogue.phrase("check-in-form", title=step.title))
    practice = catalogue.practices[step.practice]
    facts = f"{spoken_minutes(catalogue, practice.minutes)} · {catalogue.phrase(f'cadence-{practice.cadence.value}')}"
    return Item(step.title, (Paragraph(practice.summary), Paragraph(facts), *ways))


def of_related(catalogue: Catalogue, related: Related) -> Iterator[Block]:
    """Yield the blocks of what goes with a practice.

    Args:
        catalogue: Where the words come from.
        related: What `related` returned.
    """
    for label, practices in (("asks-less", related.easier), ("asks-more", related.harder)):
        if practices:
            yield Heading(catalogue.phrase(label))
            yield Numbered(tuple(Item(each.title, (Paragraph(each.summary),)) for each in practices))
    if related.prompts:
        yield Heading(catalogue.phrase("talk-about"))
        yield Numbered(tuple(Item(each.text) for each in related.prompts))


def of_kind(catalogue: Catalogue, practice: Practice) -> Iterator[Note]:
    """Yield what makes a practice a ritual, a date or a phrase.

    Args:
        catalogue: Where the words come from.
        practice: The practice.
    """
    if practice.ritual is not None:
        yield labelled(
            catalogue, catalogue.phrase("anchor"), catalogue.phrase(f"anchor-{practice.ritual.anchor.value}")
        )
        yield labelled(catalogue, catalogue.phrase("agree-on"), " ".join(practice.ritual.agree_on))
    if practice.date is not None:
        yield labelled(
            catalogue, catalogue.phrase("date-facts"), " · ".join(map(catalogue.phrase, date_facts(practice.date)))
        )
    if practice.phrase is not None:
        yield labelled(catalogue, catalogue.phrase("phrase-job"), catalogue.phrase(f"job-{practice.phrase.job.value}"))
        yield labelled(catalogue, catalogue.phrase("grates"), practice.phrase.grates)
