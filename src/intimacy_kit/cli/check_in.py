"""Answer a check-in, one question at a time."""

import json
import os
import re
import sys
from datetime import date, datetime
from pathlib import Path

import click

from intimacy_kit._atomic_file import whole_file
from intimacy_kit.checkin.answers import Answer
from intimacy_kit.checkin.checkin import CheckIn, Question, Response, draw
from intimacy_kit.cli.options import catalogue_of, locale_option, pack_option, perspective_option
from intimacy_kit.cli.score import show
from intimacy_kit.cli.terminal import STOPPED, console, fold
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.scale import Choice
from intimacy_kit.safety.questions import private_note
from intimacy_kit.scoring.scores import score
from intimacy_kit.scoring_key.item import KeyedItem

_CODE_KEYS = "xyz"
"""What is typed for the kinds of missing where numbers stand for themselves; a scale offers three at most."""

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
    "--occasion", type=click.IntRange(min=0), default=0, show_default=True, help="How many check-ins came before."
)
@click.option("--variant", help="Other wordings, where the pack has some, such as apart.")
@pack_option
@locale_option
def check_in(  # noqa: PLR0917  # click passes them by name
    form: str,
    perspective: str,
    seed: str,
    occasion: int,
    variant: str | None,
    pack: Path | None,
    locale: str | None,
) -> None:
    """Answer a check-in here, one question at a time."""
    catalogue = catalogue_of(pack, locale=locale)
    checkin = draw(catalogue, form=form, seed=seed, occasion=occasion, perspective=perspective, variant=variant)
    try:
        answers = _ask(catalogue, checkin)
        response = checkin.answer(answers, on=_today())
        if score(response).scores:
            show(catalogue, response, minutes=60)
        else:
            click.echo("\nThese answers are for you. They are never scored.")
        if note := private_note(catalogue, response):
            click.echo(f"\n{note}")
        _offer_to_save(response)
    except (click.Abort, EOFError, KeyboardInterrupt):
        click.echo("\nStopped. Nothing more was asked or saved.", err=True)
        sys.exit(STOPPED)


def _ask(catalogue: Catalogue, checkin: CheckIn) -> dict[str, Answer]:
    """Ask the questions that the answers so far show, one by one; b goes back, s skips."""
    answers: dict[str, Answer] = {}
    _introduce(checkin)
    at: int | None = 0
    while at is not None:
        question = checkin.questions[at]
        shown = checkin.shown(answers)
        click.echo()
        _put(catalogue, question, shown.index(question.item_id), len(shown))
        typed = click.prompt("Your answer", default="s", show_default=False, hide_input=False).strip().lower()
        answer = None if typed in ("b", "s") else _read(question, checkin.key.by_id[question.item_id], typed)
        if answer is not None:
            answers[question.item_id] = answer
        elif typed == "s":
            answers.pop(question.item_id, None)
        elif typed != "b":
            click.echo(f"Please type {_what_to_type(question)}, b or s.")
            continue
        at = _next(checkin, answers, at, back=typed == "b")
    shown = checkin.shown(answers)
    return {id: answer for id, answer in answers.items() if id in shown}


def _introduce(checkin: CheckIn) -> None:
    """Say what is asked, and how to answer."""
    most = "up to " if checkin.key.has_conditions else ""
    how = "Type a number; b goes back, s skips, Ctrl-C stops."
    width = console().width
    click.echo(fold(f"{checkin.title}: {most}{len(checkin.questions)} questions. {how}", width))
    if checkin.instructions is not None:
        click.echo(f"\n{fold(checkin.instructions, width)}")


def _put(catalogue: Catalogue, question: Question, place: int, total: int) -> None:
    """Print a question with its place among those shown, from 0, and what can be typed."""
    width = console().width
    done = "█" * round(20 * place / total)
    heading = [f"{place + 1} of {total}  {done:░<20}", catalogue.pillars[question.pillar].title]
    beside = "  ".join(heading)
    click.echo(beside if len(beside) <= width else "\n".join(heading))
    click.echo(fold(question.text, width))
    lines = [(key, choice.label or "") for key, choice in _keys(question).items()]
    if question.range is not None:
        low, high = str(question.range.low.plain), str(question.range.high.plain)
        lines = [(low, question.range.low_label or ""), ("…", ""), (high, question.range.high_label or ""), *lines]
    indent = max(len(key) for key, _ in lines)
    for key, label in lines:
        click.echo(fold(f"  {key:>{indent}}  {label}".rstrip(), width, " " * (indent + 4)))


def _keys(question: Question) -> dict[str, Choice]:
    """Return what is typed for each choice: its place, or its value where it has no label or stands beside a range."""
    if question.range is None and all(choice.label is not None for choice in question.choices):
        return {str(place): choice for place, choice in enumerate(question.choices, 1)}
    values = {str(choice.value): choice for choice in question.choices if choice.value is not None}
    codes = (choice for choice in question.choices if choice.code is not None)
    return values | dict(zip(_CODE_KEYS, codes, strict=False))


def _read(question: Question, item: KeyedItem, typed: str) -> Answer | None:
    """Return the answer that was typed, or None where it is not an answer."""
    keys = _keys(question)
    if typed in keys:
        return keys[typed].answer
    if question.range is None or _NUMBER.fullmatch(typed) is None:
        return None
    return item.stored(float(typed.replace(",", ".")))


def _what_to_type(question: Question) -> str:
    """Return what can be typed, to be read before `b or s`."""
    keys = _keys(question)
    codes = [key for key in keys if key in _CODE_KEYS]
    what = f"a number from 1 to {len(keys)}"
    if question.range is not None:
        what = f"a number from {question.range.low.plain} to {question.range.high.plain}"
        what += "" if question.range.step == 1 else f" in steps of {question.range.step.plain}"
    elif any(choice.label is None for choice in question.choices):
        what = "one of the numbers shown"
    return ", ".join([what, *codes])


def _next(checkin: CheckIn, answers: dict[str, Answer], at: int, *, back: bool) -> int | None:
    """Return the place of the next question that is shown, or of the one before; None after the last."""
    shown = checkin.shown(answers)
    places = [place for place, id in enumerate(checkin.item_ids) if id in shown]
    if back:
        return max((place for place in places if place < at), default=at)
    return min((place for place in places if place > at), default=None)


def _offer_to_save(response: Response) -> None:
    """Save the response where the person says, in a file that only they can read, or nowhere."""
    text = json.dumps(response.to_dict(), indent=2, ensure_ascii=False) + "\n"
    while True:
        name = click.prompt(
            "\nSave your answers? Type a file name, or press Enter for no", default="", show_default=False
        )
        if not name.strip():
            click.echo("Nothing was saved.")
            return
        path = Path(name.strip())
        try:
            path = Path(os.path.expanduser(path))  # noqa: PTH111  # pathlib's raises where there is no home
            with whole_file(path) as stream:
                stream.write(text.encode())
        except FileExistsError:
            click.echo(f"{path} is there already and was left alone. Type another name.")
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "that is not a file name"
            click.echo(f"{path} cannot be written ({reason}). Type another name.")
        else:
            click.echo(f"Saved to {path}. Only your account can read it.")
            return


def _today() -> date:
    return datetime.now().astimezone().date()
