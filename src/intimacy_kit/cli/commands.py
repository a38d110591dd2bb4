"""The command line: thin commands over the library."""

import codecs
import io
import json
import os
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, cast

import attrs

from intimacy_kit._atomic_file import whole_file
from intimacy_kit._version import __version__
from intimacy_kit.checkin.checkin import CheckIn, Response, draw
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.vocabulary import Missing, Mode, Perspective, Role
from intimacy_kit.errors import IntimacyKitError, InvalidResponse, InvalidValue, MissingExtra, Problem
from intimacy_kit.interop.bundle import bundle_schema
from intimacy_kit.packs.json_schema import KINDS, file_schema
from intimacy_kit.packs.loader import check_path, check_translation, load, load_path
from intimacy_kit.plan import recommend
from intimacy_kit.reports.document import report
from intimacy_kit.safety import private_note
from intimacy_kit.scoring.scores import score
from intimacy_kit.scoring_key import ScoringKey

try:
    import click
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task
    from rich.text import Text
except ImportError as error:
    raise MissingExtra("cli") from error

__all__ = ["main"]

_NARROWEST = 20
_BAD_INPUT = 2
_STOPPED = 1
_BUNDLE = "bundle"

_IN_ASCII = dict(zip("█░–—−·“”‘’×…", "#.---.\"\"''x.", strict=True))


def _in_ascii(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for characters that a terminal does not have, a character for each so that columns stay."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    plain = (_IN_ASCII.get(each) or unicodedata.normalize("NFKD", each)[0] for each in missing)
    return "".join(each if each.isascii() else "?" for each in plain), error.end


_STAND_INS = "intimacy_kit.in_ascii"
codecs.register_error(_STAND_INS, _in_ascii)

_PATH = click.Path(path_type=Path, readable=False)  # the library says better what is wrong with a file
_pack_option = click.option("--pack", "pack", type=_PATH, help="Folder of a pack, instead of the built-in content.")
_perspective_option = click.option(
    "--perspective",
    type=click.Choice([each.value for each in Perspective]),
    default=Perspective.SELF.value,
    show_default=True,
    help="Whose behaviour to ask about; the answers are yours either way.",
)


class _Commands(click.Group):
    """All commands. None needs standard input, and an output that takes no more ends each in one line."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command."""
        sys.stdin = sys.stdin or io.StringIO()  # a program that is started without one has None there
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            with suppress(OSError):  # what is still held back would be tried once more at the end
                sys.stdout.close()
            with suppress(OSError):
                click.echo(f"Stopped: {error.strerror}.", err=True)
            sys.exit(_STOPPED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="intimacy-kit")
def main() -> None:
    """Check-ins, scores and practices for couples.

    Start with `intimacy-kit check-in`. It asks a few questions about the last
    two weeks, shows where your answers lie, and suggests things to do together.
    It keeps nothing unless you say where.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_STAND_INS)


@main.command("check-in")
@click.option(
    "--form", default="pulse", show_default=True, help="Which questionnaire: pulse, standard, full or private."
)
@_perspective_option
@click.option(
    "--seed", default="me", show_default=True, help="A word of your own; partners who share it get the same questions."
)
@click.option(
    "--occasion", type=click.IntRange(min=0), default=0, show_default=True, help="How many check-ins came before."
)
@_pack_option
def check_in(form: str, perspective: str, seed: str, occasion: int, pack: Path | None) -> None:
    """Answer a check-in here, one question at a time."""
    with _clear_errors():
        catalogue = _catalogue(pack)
        checkin = draw(catalogue, form=form, seed=seed, occasion=occasion, perspective=perspective)
        try:
            answers = _ask(catalogue, checkin)
            response = checkin.answer(answers, on=_today())
            if score(response).scores:
                _show(catalogue, response, minutes=60)
            else:
                click.echo("\nThese answers are for you. They are never scored.")
            if note := private_note(catalogue, response):
                click.echo(f"\n{note}")
            _offer_to_save(response)
        except (click.Abort, EOFError, KeyboardInterrupt):
            click.echo("\nStopped. Nothing more was asked or saved.", err=True)
            sys.exit(_STOPPED)


@main.command("score")
@click.argument("file", type=click.File("r", encoding="utf-8-sig"))
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.option(
    "--minutes", type=click.IntRange(min=1), default=60, show_default=True, help="Minutes a week for the next steps."
)
@_pack_option
def score_file(file: Any, as_json: bool, minutes: int, pack: Path | None) -> None:
    """Score answered check-ins from FILE, a JSON file with one response or a list of them; - reads standard input."""
    with _clear_errors():
        catalogue = _catalogue(pack)
        responses = _read_responses(catalogue, file)
        if as_json:
            results = [score(response).to_dict() for response in responses]
            click.echo(json.dumps(results if len(results) != 1 else results[0], indent=2, ensure_ascii=False))
            return
        for i, response in enumerate(responses):
            if i:
                click.echo()
            _show(catalogue, response, minutes=minutes)


@main.command("score-table")
@click.argument("source", metavar="IN", type=_PATH)
@click.argument("target", metavar="OUT", type=_PATH)
@click.option("--form", default="standard", show_default=True, help="The questionnaire that was answered.")
@click.option(
    "--ids", multiple=True, metavar="COLUMN", help="A column to hand on, such as a pseudonym; may be repeated."
)
@click.option(
    "--columns",
    "mapping",
    type=click.File("r", encoding="utf-8-sig"),
    help="A JSON file with item ids and the names of their columns; items that it leaves out were asked of nobody.",
)
@click.option("--column", "pairs", multiple=True, metavar="ITEM=NAME", help="The name of one item's column.")
@click.option("--long", "is_long", is_flag=True, help="A row for each answer, with the columns person, item and value.")
@click.option("--code", "codes", multiple=True, metavar="CELL=WORD", help="What a cell means, such as -9=not-asked.")
@click.option(
    "--gaps",
    type=click.Choice([Missing.BLANK.value, Missing.NOT_ASKED.value]),
    default=Missing.BLANK.value,
    show_default=True,
    help="What an empty cell means.",
)
@click.option(
    "--on-invalid",
    type=click.Choice(["raise", "null"]),
    default="raise",
    show_default=True,
    help="Refuse a table with a cell that holds no value of its scale, or count such cells as gaps.",
)
@click.option("--spreadsheet-safe", is_flag=True, help="Put ' before text in a CSV file that a spreadsheet may run.")
@click.option("--force", is_flag=True, help="Replace OUT where there is one.")
@_pack_option
def score_table_file(  # noqa: PLR0917  # click passes them by name
    source: Path,
    target: Path,
    form: str,
    ids: tuple[str, ...],
    mapping: Any,
    pairs: tuple[str, ...],
    is_long: bool,
    codes: tuple[str, ...],
    gaps: str,
    on_invalid: Literal["raise", "null"],
    spreadsheet_safe: bool,
    force: bool,
    pack: Path | None,
) -> None:
    """Score the table in IN, a Parquet or CSV file of any length, into OUT.

    IN has a row for each check-in and, for each item, a column that is named by
    its id. OUT is there whole in the end or not at all.
    """
    with _clear_errors():
        from intimacy_kit.tables.file import score_table  # noqa: PLC0415  # Polars takes its time, and has its own extra

        key = ScoringKey.from_form(_catalogue(pack), form)
        columns = None if mapping is None else _read_mapping(mapping)
        if pairs:
            own = {} if is_long else {each.id: each.id for each in key.items if each.role in (Role.SCORED, Role.FELT)}
            columns = {**(own if columns is None else columns), **_pairs("--column", pairs)}
        with _rows_on_terminal() as on_rows:
            summary = score_table(
                source,
                target,
                key,
                columns=columns,
                ids=ids,
                long=is_long,
                codes=_pairs("--code", codes),
                gaps=gaps,
                on_invalid=on_invalid,
                overwrite=force,
                spreadsheet_safe=spreadsheet_safe,
                on_rows=on_rows,
            )
        click.echo(f"{target}: {summary}", err=True)


@main.command()
@click.option("--pillar", help="Only practices of this pillar, such as listening.")
@click.option("--minutes", type=click.IntRange(min=1), help="Only practices that take no longer than this.")
@click.option("--mode", type=click.Choice([each.value for each in Mode]), help="Only practices done this way.")
@click.option("--card", help="Show the practice of this id whole.")
@_pack_option
def practices(pillar: str | None, minutes: int | None, mode: str | None, card: str | None, pack: Path | None) -> None:
    """List practices, or show one whole with --card ID."""
    with _clear_errors():
        catalogue = _catalogue(pack)
        console = _console()
        if card is not None:
            console.print(Text(report(catalogue, catalogue.practices[card]).to_text(width=console.width)))
            return
        if pillar is not None:
            pillar = catalogue.pillars[pillar].id
        found = [
            each
            for each in catalogue.practices.values()
            if pillar in (None, each.pillar)
            and (minutes is None or each.minutes <= minutes)
            and mode in (None, each.mode.value)
        ]
        piped = not console.is_terminal  # a line that goes to another program stays one line
        for each in found:
            gates = f"  [opens by choice: {', '.join(gate.value for gate in each.gates)}]" if each.gates else ""
            cadence = catalogue.phrase(f"cadence-{each.cadence.value}")
            facts = f"{each.id}  {each.minutes} min, {cadence}, {each.mode.value}{gates}"
            summary = each.summary if piped else _fold(each.summary, console.width - 2)
            console.print(Text(facts if piped else _fold(facts, console.width), "bold"), soft_wrap=piped)
            console.print(Text(textwrap.indent(summary, "  ")), soft_wrap=piped)
        if not found:
            console.print("No practice is like that. Try more minutes, or leave an option out.")


@main.command()
@click.argument("path", type=_PATH)
@click.option("--locale", help="Check this translation of the pack: what is missing, stale or left over.")
@click.option("--onto", is_flag=True, help="Check it as a pack that lies on top of the built-in one.")
@click.option("--format", "layout", type=click.Choice(["text", "json"]), default="text", show_default=True)
def validate(path: Path, locale: str | None, onto: bool, layout: str) -> None:
    """Check the pack in the folder or zip archive PATH, and list every problem with its place."""
    with Console(stderr=True).status("Reading") as status:  # only a terminal shows it
        if locale is None:
            base = load() if onto else None
            problems = check_path(path, base=base, on_file=lambda name: status.update(f"Reading {name}"))
        else:
            problems = check_translation(path, locale)
    if layout == "json":
        click.echo(json.dumps([attrs.asdict(problem) for problem in problems], indent=2, ensure_ascii=False))
    elif problems:
        click.echo("\n".join(map(str, problems)))
    else:
        click.echo(f"{path}: no problems")
    if problems:
        sys.exit(_STOPPED)


@main.command()
@click.argument("kind", type=click.Choice(sorted([*KINDS, _BUNDLE])))
def schema(kind: str) -> None:
    """Print the JSON Schema of one KIND of file, for an editor, or of a form's bundle, for programs."""
    found = bundle_schema() if kind == _BUNDLE else file_schema(kind)
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))


@contextmanager
def _clear_errors() -> Generator[None, None, None]:
    """Turn what the library refuses into one line a problem and exit code 2."""
    try:
        yield
    except IntimacyKitError as error:
        click.echo(str(error), err=True)
        sys.exit(_BAD_INPUT)


def _catalogue(pack: Path | None) -> Catalogue:
    return load() if pack is None else load_path(pack)


def _console() -> Console:
    """Return where to print, as wide as the terminal is; rich takes a dumb one to have 80 columns."""
    width, height = shutil.get_terminal_size()
    return Console(highlight=False, width=width, height=height)


def _today() -> date:
    return datetime.now().astimezone().date()


# Asking -----------------------------------------------------------------------


def _ask(catalogue: Catalogue, checkin: CheckIn) -> dict[str, Any]:
    """Ask the questions one by one; b goes back, s skips."""
    answers: dict[str, Any] = {}
    total = len(checkin.questions)
    width = _console().width
    click.echo(_fold(f"{checkin.title}: {total} questions. Type a number; b goes back, s skips, Ctrl-C stops.", width))
    at = 0
    while at < total:
        question = checkin.questions[at]
        done = "█" * round(20 * at / total)
        heading = [f"{at + 1} of {total}  {done:░<20}", catalogue.pillars[question.pillar].title]
        beside = "  ".join(heading)
        click.echo("\n" + (beside if len(beside) <= width else "\n".join(heading)))
        click.echo(_fold(question.text, width))
        for i, choice in enumerate(question.choices, 1):
            click.echo(_fold(f"  {i}  {choice.label}", width, "     "))
        numbered = {str(i): choice.answer for i, choice in enumerate(question.choices, 1)}
        typed = click.prompt("Your answer", default="s", show_default=False, hide_input=False).strip().lower()
        if typed == "b":
            at = max(at - 1, 0)
        elif typed == "s":
            answers.pop(question.item_id, None)
            at += 1
        elif typed in numbered:
            answers[question.item_id] = numbered[typed]
            at += 1
        else:
            click.echo(f"Please type a number from 1 to {len(question.choices)}, b or s.")
    return answers


def _offer_to_save(response: Response) -> None:
    """Save the response where the person says, in a file that only they can read; otherwise nowhere."""
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
            reason = error.strerror if isinstance(error, OSError) else "that is no name of a file"
            click.echo(f"{path} cannot be written ({reason}). Type another name.")
        else:
            click.echo(f"Saved to {path}. Only your account can read it.")
            return


def _fold(text: str, width: int, indent: str = "") -> str:
    return textwrap.fill(text, max(width, _NARROWEST), subsequent_indent=indent)


# Showing ----------------------------------------------------------------------


def _show(catalogue: Catalogue, response: Response, *, minutes: int) -> None:
    """Print scores and next steps. Practices are suggested for one's own behaviour only."""
    console = _console()
    result = score(response)
    text = Text(report(catalogue, result).to_text(width=console.width))
    text.highlight_regex("█+", "cyan")
    text.highlight_regex(r"\A.+(\n.+)*", "bold")
    console.print(text)
    if result.perspective is Perspective.SELF:
        plan = recommend(catalogue, result, minutes_per_week=minutes)
        text = Text("\n" + report(catalogue, plan).to_text(width=console.width))
        text.highlight_words([catalogue.phrase("next-steps")], "bold")
        text.highlight_regex(r"(?m)^\d\. .*", "bold")
        console.print(text)


# Reading ----------------------------------------------------------------------


def _read_responses(catalogue: Catalogue, file: Any) -> list[Response]:
    """Return every response of a JSON file, or raise with every problem of all of them."""
    name, data = _name_of(file), _load_json(file)
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


def _name_of(file: Any) -> str:
    return str(getattr(file, "name", "-")).replace("<stdin>", "-")


def _load_json(file: Any) -> Any:
    """Return what a JSON file holds."""
    try:
        return json.load(file, parse_constant=_refuse_constant, object_pairs_hook=_refuse_repeats)
    except (ValueError, RecursionError) as error:
        line, column = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (0, 0)
        message = error.args[0] if isinstance(error, _Refused) else "the file is not JSON"
        problem = Problem("not-json", message, "save it as JSON", file=_name_of(file), line=line, column=column)
    raise InvalidResponse([problem])


class _Refused(ValueError):
    """JSON that Python would read and that we do not."""


def _refuse_constant(_: str) -> None:
    raise _Refused("the file holds a number that JSON does not have")


def _refuse_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Refused("the file gives the same key twice")
    return found


def _read_mapping(file: Any) -> dict[str, str]:
    """Return the names of columns from a JSON file."""
    data = _load_json(file)
    pairs = cast(dict[str, Any], data) if isinstance(data, dict) else {}
    if not pairs or not all(isinstance(name, str) for name in pairs.values()):
        problem = Problem("wrong-kind", "the file is no mapping of item ids to names", 'write {"item": "name"}')
        raise InvalidValue([attrs.evolve(problem, file=_name_of(file))])
    return pairs


def _pairs(option: str, given: Sequence[str]) -> dict[str, str]:
    """Return what options of the form LEFT=RIGHT say; the left side holds no equals sign."""
    pairs = [each.partition("=") for each in given]
    if any(not sign for _, sign, _ in pairs):
        problem = Problem("bad-choice", f"{option} has no equals sign in it", f"write {option} LEFT=RIGHT")
        raise InvalidValue([problem])
    return {left: right for left, _, right in pairs}


# Tables -----------------------------------------------------------------------


class _RowsColumn(ProgressColumn):
    """Rows done, and how many a second."""

    def render(self, task: Task) -> Text:
        """Return the text beside the bar."""
        speed = f", {task.speed:,.0f} rows/s" if task.speed else ""
        return Text(f"{task.completed:,.0f} rows{speed}")


@contextmanager
def _rows_on_terminal() -> Generator[Callable[[int, int], None] | None, None, None]:
    """Give a function that shows how many rows are done, on a terminal; None where there is none."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with Progress(BarColumn(), _RowsColumn(), console=console, transient=True) as progress:
        task = progress.add_task("rows", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
