"""Practices, validation and schemas."""

import json
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

import attrs
import click
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from intimacy_kit._outside_text import printable
from intimacy_kit.cli.options import EVERY_GATE, PATH, catalogue_of, locale_option, named, opens_by_choice, pack_option
from intimacy_kit.cli.streams import STOPPED
from intimacy_kit.cli.terminal import console, fold
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.kinds import KINDS
from intimacy_kit.content.practice import Practice
from intimacy_kit.content.vocabulary import Mode
from intimacy_kit.interop.bundle import bundle_schema
from intimacy_kit.packs.compiled_pack import compile_pack
from intimacy_kit.packs.json_schema import file_schema
from intimacy_kit.packs.loader import check_path, check_translation, load
from intimacy_kit.plan.related import related
from intimacy_kit.plan.search import MOST_FOUND, search
from intimacy_kit.reports.document import report

_BUNDLE = "bundle"


@click.command()
@click.option("--pillar", help="Only practices of this pillar, by its id or title, such as listening.")
@click.option("--minutes", type=click.IntRange(min=1), help="Only practices that take no longer than this.")
@click.option("--mode", type=click.Choice([each.value for each in Mode]), help="Only practices done this way.")
@click.option("--search", "text", help="Only practices that fit these words, the best one first.")
@click.option("--card", "practice", help="Show one practice whole: its id, its title, or its number in this list.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines.")
@pack_option
@locale_option
def practices(  # noqa: PLR0917  # click passes them by name
    pillar: str | None,
    minutes: int | None,
    mode: str | None,
    text: str | None,
    practice: str | None,
    as_json: bool,
    pack: Path | None,
    locale: str | None,
) -> None:
    """List practices, or show one whole, such as --card 1 or --card "Two-minute floor"."""
    catalogue = catalogue_of(pack, locale=locale)
    id = None if pillar is None else named(catalogue.pillars, pillar).id
    among = (
        catalogue.practices.values() if text is None else search(catalogue, text, most=MOST_FOUND, safety=EVERY_GATE)
    )
    found = [
        each
        for each in among
        if id in (None, each.pillar)
        and (minutes is None or each.minutes <= minutes)
        and mode in (None, each.mode.value)
    ]
    if practice is not None:
        numbered = {str(number): each for number, each in enumerate(found, 1)}
        found = [numbered.get(practice) or named(catalogue.practices, practice)]
    if as_json:
        click.echo(json.dumps([each.to_dict() for each in found], indent=2, ensure_ascii=False))
    elif practice is not None:
        _show(catalogue, found[0])
    elif found:
        _list(catalogue, found)
    else:
        click.echo("No practice is like that. Try more minutes, or leave an option out.")


def _show(catalogue: Catalogue, practice: Practice) -> None:
    """Print a practice whole, and what goes with it."""
    terminal = console()
    both = (practice, related(catalogue, practice.id, safety=EVERY_GATE))
    texts = [report(catalogue, each).to_text(width=terminal.width) for each in both]
    terminal.print(Text("\n\n".join(filter(None, texts))))


def _list(catalogue: Catalogue, practices: Sequence[Practice]) -> None:
    """Print a numbered line and a summary for each practice, and on a terminal how many there are."""
    terminal = console()
    piped = not terminal.is_terminal  # lines are not wrapped when the output is piped
    for i, each in enumerate(practices, 1):
        cadence = catalogue.phrase(f"cadence-{each.cadence.value}")
        facts = f"{each.minutes} min, {cadence}, {each.mode.value}{opens_by_choice(each.gates)}"
        head = f"{i}. {each.title}  {facts}  {each.id}"
        summary = each.summary if piped else fold(each.summary, terminal.width - 3)
        terminal.print(Text(head if piped else fold(head, terminal.width, "   "), "bold"), soft_wrap=piped)
        terminal.print(Text(textwrap.indent(summary, "   ")), soft_wrap=piped)
    if not piped:
        terminal.print(Text(f"{len(practices)} practices. The same with `--card` and a number shows one whole."))


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
@click.argument("path", type=PATH)
def compile_command(path: Path) -> None:
    """Check the pack in the folder PATH, and write what it holds to the file compiled.jsonl in it.

    The file loads some twenty times as fast, by its own name, and is refused once the pack is another. Compile it again
    after each change.
    """
    click.echo(printable(str(compile_pack(path))))


_SCHEMAS = sorted([*KINDS, _BUNDLE])


@click.command(
    help="Print the JSON Schema of one KIND of file, for an editor, or of a form's bundle, for programs.\n\n"
    f"KIND is one of {', '.join(_SCHEMAS)}."
)
@click.argument("kind", metavar="KIND", type=click.Choice(_SCHEMAS))
def schema(kind: str) -> None:
    """Print the JSON Schema of one kind of file."""
    found = bundle_schema() if kind == _BUNDLE else file_schema(kind)
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))
