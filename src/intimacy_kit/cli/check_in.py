"""Answer a check-in, one question at a time."""

import json
import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from intimacy_kit._atomic_file import whole_file
from intimacy_kit.checkin.checkin import CheckIn, Response, draw
from intimacy_kit.cli.options import catalogue_of, locale_option, pack_option, perspective_option
from intimacy_kit.cli.score import show
from intimacy_kit.cli.terminal import STOPPED, console, fold
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.safety.questions import private_note
from intimacy_kit.scoring.scores import score


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
@pack_option
@locale_option
def check_in(  # noqa: PLR0917  # click passes them by name
    form: str, perspective: str, seed: str, occasion: int, pack: Path | None, locale: str | None
) -> None:
    """Answer a check-in here, one question at a time."""
    catalogue = catalogue_of(pack, locale=locale)
    checkin = draw(catalogue, form=form, seed=seed, occasion=occasion, perspective=perspective)
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


def _ask(catalogue: Catalogue, checkin: CheckIn) -> dict[str, Any]:
    """Ask the questions one by one; b goes back, s skips."""
    answers: dict[str, Any] = {}
    total = len(checkin.questions)
    width = console().width
    click.echo(fold(f"{checkin.title}: {total} questions. Type a number; b goes back, s skips, Ctrl-C stops.", width))
    at = 0
    while at < total:
        question = checkin.questions[at]
        done = "█" * round(20 * at / total)
        heading = [f"{at + 1} of {total}  {done:░<20}", catalogue.pillars[question.pillar].title]
        beside = "  ".join(heading)
        click.echo("\n" + (beside if len(beside) <= width else "\n".join(heading)))
        click.echo(fold(question.text, width))
        for i, choice in enumerate(question.choices, 1):
            click.echo(fold(f"  {i}  {choice.text}", width, "     "))
        number_rows = {str(i): choice.answer for i, choice in enumerate(question.choices, 1)}
        typed = click.prompt("Your answer", default="s", show_default=False, hide_input=False).strip().lower()
        if typed == "b":
            at = max(at - 1, 0)
        elif typed == "s":
            answers.pop(question.item_id, None)
            at += 1
        elif typed in number_rows:
            answers[question.item_id] = number_rows[typed]
            at += 1
        else:
            click.echo(f"Please type a number from 1 to {len(question.choices)}, b or s.")
    return answers


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
