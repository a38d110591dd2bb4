"""A question for today, and the week of a programme."""

from datetime import date
from pathlib import Path

import click
from rich.text import Text

from intimacy_kit.cli.options import (
    DAY,
    EVERY_GATE,
    catalogue_of,
    locale_option,
    opens_by_choice,
    pack_option,
    this_day,
)
from intimacy_kit.cli.terminal import console
from intimacy_kit.couple.today import today
from intimacy_kit.plan.programme import gates_of, programme
from intimacy_kit.reports.document import report

_start_option = click.option("--start", type=DAY, help="The first day; today unless given.")
_on_option = click.option("--on", type=DAY, help="The day to look at; today unless given.")


@click.command("today")
@click.option("--seed", default="me", show_default=True, help="A word that partners share, to have the same question.")
@_start_option
@_on_option
@click.option("--max-depth", type=click.IntRange(1, 5), default=5, show_default=True, help="The greatest depth.")
@click.option(
    "--exclude", multiple=True, help="A topic, or the id of a pillar or prompt, to leave out; can be repeated."
)
@pack_option
@locale_option
def today_command(  # noqa: PLR0917  # click passes them by name
    seed: str,
    start: date | None,
    on: date | None,
    max_depth: int,
    exclude: tuple[str, ...],
    pack: Path | None,
    locale: str | None,
) -> None:
    """Show a question for today."""
    catalogue = catalogue_of(pack, locale=locale)
    day = on or this_day()
    prompt = today(catalogue, seed=seed, start=start or day, on=day, max_depth=max_depth, exclude=exclude)
    terminal = console()
    said = (
        catalogue.phrase("nothing-waits") if prompt is None else report(catalogue, prompt).to_text(width=terminal.width)
    )
    terminal.print(Text(said))


@click.command("programme")
@click.argument("id", required=False)
@_start_option
@_on_option
@click.option(
    "--done", multiple=True, help="The key of a step that was done, as it stands in brackets; can be repeated."
)
@click.option("--skipped", multiple=True, help="The key of a step that is not wanted; can be repeated.")
@pack_option
@locale_option
def programme_command(  # noqa: PLR0917  # click passes them by name
    id: str | None,
    start: date | None,
    on: date | None,
    done: tuple[str, ...],
    skipped: tuple[str, ...],
    pack: Path | None,
    locale: str | None,
) -> None:
    """List programmes, or show the open week of the programme ID."""
    catalogue = catalogue_of(pack, locale=locale)
    terminal = console()
    if id is None:
        for each in catalogue.programmes.values():
            head = f"{each.id}{opens_by_choice(gates_of(catalogue, each))}"
            terminal.print(Text(head, "bold"), soft_wrap=not terminal.is_terminal)
            terminal.print(Text(f"  {each.title}: {each.summary}"), soft_wrap=not terminal.is_terminal)
        return
    day = on or this_day()
    now = programme(catalogue, id, start=start or day, on=day, done=done, skipped=skipped, safety=EVERY_GATE)
    terminal.print(Text(report(catalogue, now).to_text(width=terminal.width)))
    for step in now.week.steps if now.week is not None else ():
        terminal.print(Text(f"[{step.key}]"), soft_wrap=True)
