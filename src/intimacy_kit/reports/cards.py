"""Reports of what there is to do from day to day: a prompt, a week of a programme, and what makes a card special."""

from collections.abc import Iterator

from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.practice import Practice, Prompt
from intimacy_kit.content.text import known
from intimacy_kit.content.wording import date_facts, spoken_date, spoken_minutes
from intimacy_kit.plan.plan import Suggestion
from intimacy_kit.plan.programme import Progress, Step
from intimacy_kit.plan.related import Related
from intimacy_kit.reports.blocks import Block, Heading, Item, Note, Numbered, Paragraph


def own_of(catalogue: Catalogue, text: str) -> str:
    """Return a text of the catalogue with its language; one that is not translated is in the pack's own.

    Args:
        catalogue: Whose text it is.
        text: The text, as the pack or a translation has it.
    """
    return known(text, catalogue.pack.locale)


def labelled(catalogue: Catalogue, label: str, text: str) -> Note:
    """Return a paragraph after a label.

    Args:
        catalogue: Whose phrase `label` ends it.
        label: The label.
        text: The paragraph.
    """
    return Note(catalogue.phrase("label", label=label), text)


def spoken_step(catalogue: Catalogue, step: Suggestion) -> str:
    """Return the name of a suggestion, how long it takes each time, how often it is done, and by whom.

    Args:
        catalogue: Whose practice and words these are.
        step: The suggestion.
    """
    return catalogue.phrase(
        "step",
        title=step.title,
        minutes=spoken_minutes(catalogue, step.minutes_each_time),
        cadence=catalogue.phrase(f"cadence-{step.cadence.value}"),
        mode=catalogue.phrase(f"mode-{catalogue.practices[step.practice].mode.value}"),
    )


def of_prompt(catalogue: Catalogue, prompt: Prompt) -> Iterator[Block]:
    """Yield the blocks of a prompt.

    Args:
        catalogue: Where the words come from.
        prompt: The prompt.
    """
    yield Heading(catalogue.phrase("question-today"))
    yield Paragraph(own_of(catalogue, prompt.text))
    if prompt.options:
        yield Numbered(tuple(Item(own_of(catalogue, each)) for each in prompt.options))
    if prompt.follow_up is not None:
        yield labelled(catalogue, catalogue.phrase("follow-up"), own_of(catalogue, prompt.follow_up))
    if (line := prompt.pass_line or catalogue.pack.pass_line) is not None:
        yield Paragraph(own_of(catalogue, line))


def of_progress(catalogue: Catalogue, progress: Progress) -> Iterator[Block]:
    """Yield the blocks of where somebody is in a programme.

    Args:
        catalogue: Where the words come from.
        progress: What `programme` returned.
    """
    week = progress.week
    yield Heading(own_of(catalogue, progress.title), "" if week is None else own_of(catalogue, week.title))
    if week is not None:
        yield Paragraph(own_of(catalogue, week.text))
        yield Numbered(tuple(_step(catalogue, step) for step in week.steps))
        yield Paragraph(catalogue.phrase("any-order"))
    elif progress.opens is not None:
        yield Paragraph(catalogue.phrase("week-opens", date=spoken_date(catalogue, progress.opens)))
    else:
        yield Paragraph(catalogue.phrase("nothing-waits"))
    yield labelled(catalogue, catalogue.phrase("stop-here"), own_of(catalogue, progress.stop))


def _step(catalogue: Catalogue, step: Step) -> Item:
    others = [own_of(catalogue, how) for how in (step.apart, *step.access.values()) if how]
    ways = tuple(labelled(catalogue, catalogue.phrase("another-way"), how) for how in others)
    if step.prompt is not None:
        return Item(own_of(catalogue, step.title), (Paragraph(catalogue.phrase("talk-about")), *ways))
    if step.practice is None:
        return Item(catalogue.phrase("check-in-form", title=step.title))
    practice = catalogue.practices[step.practice]
    facts = f"{spoken_minutes(catalogue, practice.minutes)} · {catalogue.phrase(f'cadence-{practice.cadence.value}')}"
    return Item(
        own_of(catalogue, step.title), (Paragraph(own_of(catalogue, practice.summary)), Paragraph(facts), *ways)
    )


def of_related(catalogue: Catalogue, related: Related) -> Iterator[Block]:
    """Yield the blocks of what goes with a practice.

    Args:
        catalogue: Where the words come from.
        related: What `related` returned.
    """
    for label, practices in (("asks-less", related.easier), ("asks-more", related.harder)):
        if practices:
            yield Heading(catalogue.phrase(label))
            yield Numbered(tuple(_card(catalogue, each) for each in practices))
    if related.prompts:
        yield Heading(catalogue.phrase("talk-about"))
        yield Numbered(tuple(Item(own_of(catalogue, each.text)) for each in related.prompts))


def _card(catalogue: Catalogue, practice: Practice) -> Item:
    return Item(own_of(catalogue, practice.title), (Paragraph(own_of(catalogue, practice.summary)),))


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
        yield labelled(catalogue, catalogue.phrase("grates"), own_of(catalogue, practice.phrase.grates))
