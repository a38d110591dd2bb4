"""Answer a check-in, one question at a time."""

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn

import click

from intimacy_kit._outside_text import printable
from intimacy_kit.checkin.answers import Answer
from intimacy_kit.checkin.checkin import CheckIn, Response, draw
from intimacy_kit.checkin.question import Question
from intimacy_kit.cli.options import catalogue_of, locale_option, pack_option, perspective_option, this_day
from intimacy_kit.cli.responses import keep, offer_to_keep, responses_in
from intimacy_kit.cli.score import show
from intimacy_kit.cli.streams import INTERRUPTED
from intimacy_kit.cli.terminal import console, fold
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.scale import Choice
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.history.points import history
from intimacy_kit.reports.document import report
from intimacy_kit.safety.questions import private_note
from intimacy_kit.scoring.scores import score
from intimacy_kit.scoring_key.item import KeyedItem

_KEYS_OF_CODES = {Missing.DID_NOT_COME_UP: "n", Missing.DECLINED: "p", Missing.DOES_NOT_APPLY: "d"}
"""What is typed for the kinds of missing that a scale can offer."""

_KEEP = ""
"""What Enter types: it keeps an earlier answer, and skips a question without one."""

_FEWEST_WORDS = 3
"""As many words have to be the same in all questions of a page to be said once above them."""

_NUMBER = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,9})?")


@click.command("check-in")
@click.option(
    "--form", default="pulse", show_default=True, help="Which questionnaire: pulse, standard, full or private."
)
@perspective_option
@click.option(
    "--seed", default="me", show_default=True, help="A word of your own; partners who share it get the same questions."
)
@click.option(
    "--occasion", type=click.IntRange(min=0), help="How many check-ins came before; those in the folder unless given."
)
@click.option("--variant", help="Other wordings, where the pack has some, such as apart.")
@click.option(
    "--into",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder to save check-ins in; it shows how they changed.",
)
@pack_option
@locale_option
def check_in(  # noqa: PLR0917  # click passes them by name
    form: str,
    perspective: str,
    seed: str,
    occasion: int | None,
    variant: str | None,
    folder: Path | None,
    pack: Path | None,
    locale: str | None,
) -> None:
    """Answer a check-in here, one question at a time."""
    catalogue = catalogue_of(pack, locale=locale)
    before = [] if folder is None else _alike(responses_in(catalogue, folder), form, perspective)
    number = len(before) if occasion is None else occasion
    checkin = draw(catalogue, form=form, seed=seed, occasion=number, perspective=perspective, variant=variant)
    answers: dict[str, Answer] = {}
    try:
        _ask(catalogue, checkin, answers)
        _show(catalogue, checkin.answer(_shown(checkin, answers), on=this_day()), before, folder)
    except (click.Abort, EOFError, KeyboardInterrupt):
        _stop(checkin, answers)


def _alike(responses: Iterable[Response], form: str, perspective: str) -> list[Response]:
    return [
        each for each in responses if (each.checkin.key.form, each.checkin.perspective.value) == (form, perspective)
    ]


def _show(catalogue: Catalogue, response: Response, before: list[Response], folder: Path | None) -> None:
    """Print what the answers come to, and save them where the person says."""
    width, result = console().width, score(response)
    click.echo("\n" + "─" * min(width, 40) + "\n")
    if result.scores:
        show(catalogue, response, minutes=60)
    else:
        click.echo("These answers are for you. They are never scored.")
    if note := private_note(catalogue, response):
        click.echo(f"\n{fold(note, width)}")
    if folder is None and result.scores and result.is_unanswered:
        return
    if folder is None:
        offer_to_keep(response, "Save your answers?")
        return
    path = keep(response, folder)
    results = [*map(score, before), result]
    if before and result.scores:
        click.echo("\n" + report(catalogue, history(results)).to_text(width=width))
    click.echo(f"\nSaved to {printable(str(path))}. Only your account can read it.")


def _stop(checkin: CheckIn, answers: dict[str, Answer]) -> NoReturn:
    """Offer to save what was answered, and end as a program does that was stopped."""
    if not answers or not sys.stdin.isatty():
        click.echo("\nStopped. Nothing more was asked or saved.", err=True)
        sys.exit(INTERRUPTED)
    try:
        click.echo("\nStopped.", err=True)
        offer_to_keep(checkin.answer(_shown(checkin, answers), on=this_day()), "Save what you answered so far?")
    except (click.Abort, EOFError, KeyboardInterrupt):
        click.echo("\nNothing was saved.", err=True)
    sys.exit(INTERRUPTED)


def _ask(catalogue: Catalogue, checkin: CheckIn, answers: dict[str, Answer]) -> None:
    """Ask the questions that the answers so far show, one by one, and put the answers where they can be saved from."""
    _introduce(checkin)
    stems = {question.item_id: _stem(page) for page in checkin.pages for question in page}
    at: int | None = 0
    heading, again = "", False
    while at is not None:
        question = checkin.questions[at]
        id, keys = question.item_id, _keys(question)
        shown = checkin.shown(answers)
        if not again:
            click.echo()
            title = catalogue.pillars[question.pillar].title
            heading = _put(question, shown.index(id), len(shown), (title, stems[id]), heading)
        earlier = answers.get(id)
        label = next((key for key, choice in keys.items() if choice.answer == earlier), earlier)
        typed = click.prompt(
            "Your answer" if earlier is None else f"Your answer [{label}]", default=_KEEP, show_default=False
        )
        typed = typed.strip().lower()
        answer = earlier if typed == _KEEP else _read(question, checkin.key.by_id[id], typed)
        again = answer is None and typed not in {_KEEP, "b", "s"}
        if again:
            click.echo(f"Please type {_what_to_type(question)}, b or s.")
            continue
        if typed == "s":
            answers.pop(id, None)
        elif answer is not None:
            answers[id] = answer
        at = _next(checkin, answers, at, back=typed == "b")


def _shown(checkin: CheckIn, answers: dict[str, Answer]) -> dict[str, Answer]:
    """Return the answers to the questions that are shown in the end."""
    shown = checkin.shown(answers)
    return {id: answer for id, answer in answers.items() if id in shown}


def _stem(page: Sequence[Question]) -> str:
    """Return the words that all questions of a page begin with, where they are enough to be said once."""
    first, *others = [question.text.split(" ") for question in page]
    count = 0
    while others and all(count < len(each) - 1 and each[count] == first[count] for each in [first, *others]):
        count += 1
    return " ".join(first[:count]) if count >= _FEWEST_WORDS else ""


def _introduce(checkin: CheckIn) -> None:
    """Say what is asked, and how to answer."""
    most = "up to " if checkin.key.has_conditions else ""
    how = "Type a number or the first letters of an answer. Enter skips, b goes back, Ctrl-C stops."
    width = console().width
    about = f"about {checkin.minutes} minute{'s' if checkin.minutes > 1 else ''}"
    click.echo(fold(f"{checkin.title}: {most}{len(checkin.questions)} questions, {about}. {how}", width))
    if checkin.instructions is not None:
        click.echo(f"\n{fold(checkin.instructions, width)}")


def _put(question: Question, place: int, total: int, heading: tuple[str, str], before: str) -> str:
    """Print a question with its place among those shown, from 0, and what can be typed; return its heading.

    The words that all questions of a page begin with are printed where the heading changes.
    """
    width = console().width
    done = "█" * round(20 * place / total)
    title, stem = heading
    line = [f"{place + 1} of {total}  {done:░<20}", title]
    beside = "  ".join(line)
    click.echo(beside if len(beside) <= width else "\n".join(line))
    now = f"{title}: {stem}"
    if stem and now != before:
        click.echo(fold(f"{stem} …", width))
    click.echo(fold(f"… {question.text[len(stem) :].lstrip()}" if stem else question.text, width))
    lines = [(key, choice.label or "") for key, choice in _keys(question).items()]
    if question.range is not None:
        low, high = str(question.range.low.plain), str(question.range.high.plain)
        lines = [(low, question.range.low_label or ""), ("…", ""), (high, question.range.high_label or ""), *lines]
    indent = max(len(key) for key, _ in lines)
    for key, label in lines:
        click.echo(fold(f"  {key:>{indent}}  {label}".rstrip(), width, " " * (indent + 4)))
    return now


def _keys(question: Question) -> dict[str, Choice]:
    """Return what is typed for each choice: its place, its value where not all have labels, a letter for a gap."""
    values = [choice for choice in question.choices if choice.value is not None]
    by_place = all(choice.label is not None for choice in values)
    numbered = {str(place if by_place else choice.value): choice for place, choice in enumerate(values, 1)}
    gaps = {_KEYS_OF_CODES[choice.code]: choice for choice in question.choices if choice.code is not None}
    return numbered | gaps


def _read(question: Question, item: KeyedItem, typed: str) -> Answer | None:
    """Return the answer that was typed, or None where it is not an answer."""
    keys = _keys(question)
    if typed in keys:
        return keys[typed].answer
    named = [choice.answer for choice in keys.values() if choice.label and choice.label.casefold().startswith(typed)]
    if len(named) == 1 and len(typed) > 1:
        return named[0]
    if question.range is None or _NUMBER.fullmatch(typed) is None:
        return None
    return item.stored(float(typed.replace(",", ".")))


def _what_to_type(question: Question) -> str:
    """Return what can be typed, to be read before `b or s`."""
    keys = _keys(question)
    codes = [key for key in keys if key.isalpha()]
    what = f"a number from 1 to {len(keys) - len(codes)}"
    if question.range is not None:
        what = f"a number from {question.range.low.plain} to {question.range.high.plain}"
        what += "" if question.range.step == 1 else f" in steps of {question.range.step.plain}"
    elif any(choice.label is None for choice in question.choices if choice.value is not None):
        what = "one of the numbers shown"
    return ", ".join([what, *codes])


def _next(checkin: CheckIn, answers: dict[str, Answer], at: int, *, back: bool) -> int | None:
    """Return the place of the next question that is shown, or of the one before; None after the last."""
    shown = checkin.shown(answers)
    places = [place for place, id in enumerate(checkin.item_ids) if id in shown]
    if back:
        return max((place for place in places if place < at), default=at)
    return min((place for place in places if place > at), default=None)
