"""Score answered check-ins, and show scores with next steps."""

import json
from pathlib import Path
from typing import Any, BinaryIO

import click
from rich.text import Text

from intimacy_kit.checkin.checkin import Response
from intimacy_kit.cli.options import InputFile, catalogue_of, locale_option, pack_option
from intimacy_kit.cli.responses import read_responses
from intimacy_kit.cli.terminal import console
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.vocabulary import Perspective
from intimacy_kit.plan.plan import recommend
from intimacy_kit.reports.document import report
from intimacy_kit.scoring.scores import score


@click.command("score")
@click.argument("files", metavar="FILE...", type=InputFile("rb"), nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table: each result with its plan.")
@click.option(
    "--minutes", type=click.IntRange(min=1), default=60, show_default=True, help="Minutes a week for the next steps."
)
@pack_option
@locale_option
def score_file(files: tuple[BinaryIO, ...], as_json: bool, minutes: int, pack: Path | None, locale: str | None) -> None:
    """Score answered check-ins from each FILE, JSON with one response or a list of them; - reads standard input."""
    catalogue = catalogue_of(pack, locale=locale)
    responses = read_responses(catalogue, files)
    if as_json:
        plain = [_as_json(catalogue, response, minutes) for response in responses]
        click.echo(json.dumps(plain if len(plain) != 1 else plain[0], indent=2, ensure_ascii=False))
        return
    for i, response in enumerate(responses):
        if i:
            click.echo()
        show(catalogue, response, minutes=minutes)


def _as_json(catalogue: Catalogue, response: Response, minutes: int) -> dict[str, Any]:
    """Return a result and its plan, which is None for what a person sees their partner do."""
    own = response.checkin.perspective is Perspective.SELF
    plan = recommend(catalogue, response, minutes_per_week=minutes).to_dict() if own else None
    return {"result": score(response).to_dict(), "plan": plan}


def show(catalogue: Catalogue, response: Response, *, minutes: int) -> None:
    """Print scores and next steps. Practices are suggested for one's own behaviour only.

    Args:
        catalogue: Where texts and practices come from.
        response: The answers.
        minutes: Minutes a week for the next steps.
    """
    terminal = console()
    result = score(response)
    text = Text(report(catalogue, result).to_text(width=terminal.width))
    text.highlight_regex("█+", "cyan")
    text.highlight_regex(r"\A.+(\n.+)*", "bold")
    terminal.print(text)
    if result.is_unanswered:
        return
    if response.checkin.perspective is Perspective.PARTNER:
        terminal.print("\nNext steps come from what you say you do yourself, so there are none here.")
    if response.checkin.perspective is Perspective.SELF:
        plan = recommend(catalogue, response, minutes_per_week=minutes)
        said = report(catalogue, plan).to_text(width=terminal.width)
        if not said:  # of a pack that only asks there is nothing to do
            return
        text = Text("\n" + said)
        text.highlight_words([catalogue.phrase("next-steps")], "bold")
        text.highlight_regex(r"(?m)^\d\. .*", "bold")
        terminal.print(text)
