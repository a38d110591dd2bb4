"""Practices, validation and schemas."""

import json
import sys
import textwrap
from pathlib import Path

import attrs
import click
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from intimacy_kit._outside_text import printable
from intimacy_kit.cli.options import EVERY_GATE, PATH, catalogue_of, locale_option, opens_by_choice, pack_option
from intimacy_kit.cli.terminal import STOPPED, console, fold
from intimacy_kit.content.kinds import KINDS
from intimacy_kit.content.vocabulary import Mode
from intimacy_kit.interop.bundle import bundle_schema
from intimacy_kit.packs.json_schema import file_schema
from intimacy_kit.packs.loader import check_path, check_translation, load
from intimacy_kit.plan.related import related
from intimacy_kit.plan.search import MOST_FOUND, search
from intimacy_kit.reports.document import report

_BUNDLE = "bundle"


@click.command()
@click.option("--pillar", help="Only practices of this pillar, such as listening.")
@click.option("--minutes", type=click.IntRange(min=1), help="Only practices that take no longer than this.")
@click.option("--mode", type=click.Choice([each.value for each in Mode]), help="Only practices done this way.")
@click.option("--search", "text", help="Only practices that fit these words, the best one first.")
@click.option("--card", "practice", help="Show the practice of this id whole.")
@pack_option
@locale_option
def practices(  # noqa: PLR0917  # click passes them by name
    pillar: str | None,
    minutes: int | None,
    mode: str | None,
    text: str | None,
    practice: str | None,
    pack: Path | None,
    locale: str | None,
) -> None:
    """List practices, or show one whole with --card ID."""
    catalogue = catalogue_of(pack, locale=locale)
    terminal = console()
    if practice is not None:
        both = (catalogue.practices[practice], related(catalogue, practice, safety=EVERY_GATE))
        texts = [report(catalogue, each).to_text(width=terminal.width) for each in both]
        terminal.print(Text("\n\n".join(filter(None, texts))))
        return
    if pillar is not None:
        pillar = catalogue.pillars[pillar].id
    practices = catalogue.practices.values()
    among = practices if text is None else search(catalogue, text, most=MOST_FOUND, safety=EVERY_GATE)
    found = [
        each
        for each in among
        if pillar in (None, each.pillar)
        and (minutes is None or each.minutes <= minutes)
        and mode in (None, each.mode.value)
    ]
    piped = not terminal.is_terminal  # lines are not wrapped when the output is piped
    for each in found:
        cadence = catalogue.phrase(f"cadence-{each.cadence.value}")
        facts = f"{each.id}  {each.minutes} min, {cadence}, {each.mode.value}{opens_by_choice(each.gates)}"
        summary = each.summary if piped else fold(each.summary, terminal.width - 2)
        terminal.print(Text(facts if piped else fold(facts, terminal.width), "bold"), soft_wrap=piped)
        terminal.print(Text(textwrap.indent(summary, "  ")), soft_wrap=piped)
    if not found:
        terminal.print("No practice is like that. Try more minutes, or leave an option out.")


@click.command()
@click.argument("path", type=PATH)
@click.option("--locale", help="Check this translation of the pack: what is missing, stale or left over.")
@click.option("--onto", is_flag=True, help="Check it as a pack that lies on top of the built-in one.")
@click.option("--format", "layout", type=click.Choice(["text", "json"]), default="text", show_default=True)
def validate(path: Path, locale: str | None, onto: bool, layout: str) -> None:
    """Check the pack in the folder or zip archive PATH, and list every problem with its place."""
    with Console(stderr=True).status("Reading") as status:  # only a terminal shows it
        if locale is None:
            base = load() if onto else None
            problems = check_path(
                path, base=base, on_file=lambda name: status.update(escape(printable(f"Reading {name}")))
            )
        else:
            problems = check_translation(path, locale)
    if layout == "json":
        click.echo(json.dumps([attrs.asdict(problem) for problem in problems], indent=2))
    elif problems:
        click.echo("\n".join(map(str, problems)))
    else:
        click.echo(printable(f"{path}: no problems"))
    if problems:
        sys.exit(STOPPED)


@click.command()
@click.argument("kind", type=click.Choice(sorted([*KINDS, _BUNDLE])))
def schema(kind: str) -> None:
    """Print the JSON Schema of one KIND of file, for an editor, or of a form's bundle, for programs."""
    found = bundle_schema() if kind == _BUNDLE else file_schema(kind)
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))
