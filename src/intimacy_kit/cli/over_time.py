"""Several check-ins together: one person over time, two people side by side, and pictures of either."""

from pathlib import Path
from typing import BinaryIO, Literal

import click
from rich.text import Text

from intimacy_kit._outside_text import printable
from intimacy_kit.cli.options import InputFile, catalogue_of, is_taken, locale_option, named, pack_option
from intimacy_kit.cli.responses import read_responses
from intimacy_kit.cli.terminal import console
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.vocabulary import Perspective
from intimacy_kit.couple.prompts import conversation_prompts
from intimacy_kit.couple.sharing import Sharing, Side
from intimacy_kit.couple.view import couple_view
from intimacy_kit.errors import InvalidValue
from intimacy_kit.history.points import History, history
from intimacy_kit.reports.document import couple_report, report
from intimacy_kit.reports.figures import figure
from intimacy_kit.scoring.result import Result
from intimacy_kit.scoring.scores import score

_files = click.argument("files", metavar="FILE...", type=InputFile("rb"), nargs=-1, required=True)
_form = click.option("--form", help="Only check-ins of this form, where the files have several.")
_perspective = click.option(
    "--perspective", type=click.Choice([each.value for each in Perspective]), help="Only check-ins about this person."
)


@click.command("history")
@_files
@_form
@_perspective
@pack_option
@locale_option
def show_history(  # click passes them by name
    files: tuple[BinaryIO, ...], form: str | None, perspective: str | None, pack: Path | None, locale: str | None
) -> None:
    """Show how one person's check-ins changed, from the saved check-ins in each FILE."""
    catalogue = catalogue_of(pack, locale=locale)
    _, course = _over_time(catalogue, files, form, perspective)
    _print(report(catalogue, course).to_text(width=console().width))


@click.command("figure")
@_files
@click.argument("out", type=click.Path(path_type=Path, readable=False))
@click.option("--width", type=click.IntRange(280, 2000), default=640, show_default=True, help="In pixels.")
@click.option(
    "--theme", type=click.Choice(["light", "dark", "page"]), default="light", show_default=True, help="Its colours."
)
@click.option("--force", is_flag=True, help="Replace OUT if it is there.")
@_form
@_perspective
@pack_option
@locale_option
def draw_figure(  # noqa: PLR0917  # click passes them by name
    files: tuple[BinaryIO, ...],
    out: Path,
    width: int,
    theme: Literal["light", "dark", "page"],
    force: bool,
    form: str | None,
    perspective: str | None,
    pack: Path | None,
    locale: str | None,
) -> None:
    """Draw the check-in in FILE into OUT, which ends in .svg or .png; of several, how they changed."""
    if out.suffix not in (".svg", ".png"):
        raise click.UsageError(f"OUT: {out.name!a} ends in neither .svg nor .png")
    catalogue = catalogue_of(pack, locale=locale)
    results, course = _over_time(catalogue, files, form, perspective)
    picture = figure(catalogue, results[0] if len(results) == 1 else course, width=width)
    try:
        picture.save(out, theme=theme, overwrite=force)
    except InvalidValue:  # the name and the theme are looked at above
        raise is_taken(out) from None
    click.echo(printable(f"{out}: {picture.alt}"))


@click.command("couple")
@click.argument("a", type=InputFile("rb"))
@click.argument("b", type=InputFile("rb"))
@click.option("--share", "pillars", multiple=True, help="A pillar that both of you share; can be repeated.")
@click.option("--seed", default="us", show_default=True, help="A word of your own, for the prompts.")
@pack_option
@locale_option
def side_by_side(  # noqa: PLR0917  # click passes them by name
    a: BinaryIO, b: BinaryIO, pillars: tuple[str, ...], seed: str, pack: Path | None, locale: str | None
) -> None:
    """Show what both share of the check-ins in A and B, and something to talk about.

    Nothing is shared unless both of you say so: `--share listening`. Scores on conflict are never shown here.
    """
    catalogue = catalogue_of(pack, locale=locale)
    sharing = Sharing(own=[named(catalogue.pillars, pillar).id for pillar in pillars])
    sides = [Side(_latest(catalogue, file), sharing) for file in (a, b)]
    view = couple_view(a=sides[0], b=sides[1])
    prompts = conversation_prompts(catalogue, view, seed=seed)
    _print(couple_report(catalogue, view, prompts=prompts).to_text(width=console().width))


def _over_time(
    catalogue: Catalogue, files: tuple[BinaryIO, ...], form: str | None, perspective: str | None
) -> tuple[list[Result], History]:
    """Return the scores of one form and perspective, and their course; what is mixed, or empty, is refused."""
    results = [score(response) for response in read_responses(catalogue, files)]
    wanted = [one for one in results if form in (None, one.form) and perspective in (None, one.perspective.value)]
    return wanted, history(wanted)


def _latest(catalogue: Catalogue, file: BinaryIO) -> Result:
    return max((score(response) for response in read_responses(catalogue, [file])), key=lambda result: result.on)


def _print(text: str) -> None:
    shown = Text(text)
    shown.highlight_regex(r"\A.+(\n.+)*", "bold")
    console().print(shown)
