"""Score answered check-ins, and show scores with next steps."""

import json
from pathlib import Path
from typing import Any, BinaryIO, cast

import attrs
import click
from rich.text import Text

from intimacy_kit.checkin.checkin import Response
from intimacy_kit.cli.files import load_json, name_of
from intimacy_kit.cli.options import InputFile, catalogue_of, locale_option, pack_option
from intimacy_kit.cli.terminal import console
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.vocabulary import Perspective
from intimacy_kit.errors import InvalidResponse, Problem
from intimacy_kit.plan.plan import recommend
from intimacy_kit.reports.document import report
from intimacy_kit.scoring.scores import score


@click.command("score")
@click.argument("file", type=InputFile("rb"))
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.option(
    "--minutes", type=click.IntRange(min=1), default=60, show_default=True, help="Minutes a week for the next steps."
)
@pack_option
@locale_option
def score_file(file: BinaryIO, as_json: bool, minutes: int, pack: Path | None, locale: str | None) -> None:
    """Score answered check-ins from FILE, a JSON file with one response or a list of them; - reads standard input."""
    catalogue = catalogue_of(pack, locale=locale)
    responses = _read_responses(catalogue, file)
    if as_json:
        plain = [score(response).to_dict() for response in responses]
        click.echo(json.dumps(plain if len(plain) != 1 else plain[0], indent=2, ensure_ascii=False))
        return
    for i, response in enumerate(responses):
        if i:
            click.echo()
        show(catalogue, response, minutes=minutes)


def show(catalogue: Catalogue, response: Response, *, minutes: int) -> None:
    """Print scores and next steps. Practices are suggested for one's own behaviour only.

    Args:
        catalogue: Where texts and practices come from.
        response: The answers.
        minutes: Minutes a week for the next steps.
    """
    terminal = console()
    text = Text(report(catalogue, score(response)).to_text(width=terminal.width))
    text.highlight_regex("█+", "cyan")
    text.highlight_regex(r"\A.+(\n.+)*", "bold")
    terminal.print(text)
    if response.checkin.perspective is Perspective.SELF:
        plan = recommend(catalogue, response, minutes_per_week=minutes)
        text = Text("\n" + report(catalogue, plan).to_text(width=terminal.width))
        text.highlight_words([catalogue.phrase("next-steps")], "bold")
        text.highlight_regex(r"(?m)^\d\. .*", "bold")
        terminal.print(text)


def _read_responses(catalogue: Catalogue, file: BinaryIO) -> list[Response]:
    """Return every response of a JSON file, or raise with every problem of all of them."""
    name, data = name_of(file), load_json(file)
    many = isinstance(data, list)
    listed: list[Any] = cast(list[Any], data) if many else [data]
    responses: list[Response] = []
    problems: list[Problem] = []
    for i, each in enumerate(listed):
        try:
            responses.append(Response.from_dict(catalogue, each))
        except InvalidResponse as error:
            before = (i,) if many else ()
            problems += (attrs.evolve(problem, path=(*before, *problem.path), file=name) for problem in error.problems)
    if problems:
        raise InvalidResponse(problems)
    return responses
