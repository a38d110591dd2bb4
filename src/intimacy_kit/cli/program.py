"""The program: all commands and their exit codes."""

import importlib
import io
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any

import click
from click.exceptions import NoArgsIsHelpError

from intimacy_kit._outside_text import printable
from intimacy_kit._version import __version__
from intimacy_kit.cli.streams import BAD_INPUT, STAND_INS, STOPPED
from intimacy_kit.errors import IntimacyKitError, MissingExtra

_COMMANDS = {
    "check-in": ("check_in:check_in", "Answer a check-in here, one question at a time."),
    "score": ("score:score_file", "Score answered check-ins, with next steps."),
    "history": ("over_time:show_history", "Show how one person's check-ins changed."),
    "couple": ("over_time:side_by_side", "Show what both share of two check-ins."),
    "figure": ("over_time:draw_figure", "Draw a check-in, or several, as SVG or PNG."),
    "practices": ("packs:practices", "List practices, or show one whole."),
    "programme": ("journey:programme_command", "List programmes, or show the open week of one."),
    "today": ("journey:today_command", "Show a question for today."),
    "score-table": ("tables:score_table_file", "Score a table, such as an export of a survey."),
    "layout": ("tables:layout_group", "Say what a table means, once."),
    "import-form": ("forms:import_form_file", "Make a pack of a form of another system."),
    "pilot": ("pilot:pilot_group", "Pilot a questionnaire with couples."),
    "page": ("page:write_page", "Write a check-in as one HTML file."),
    "validate": ("packs:validate", "Check a pack, and list every problem."),
    "compile": ("packs:compile_command", "Compile a pack of your own, so that it loads faster."),
    "schema": ("packs:schema", "Print the JSON Schema of one kind of file."),
    "mcp": ("mcp:serve", "Serve check-ins, scores and practices to an assistant."),
}
"""Each command in the order of the help: where it is, and a line on it. It is imported when it is run."""


@contextmanager
def _one_line() -> Generator[None, None, None]:
    """Leave out the usage that click prints above an error."""
    try:
        yield
    except NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        message = printable(error.format_message())
    else:
        return
    raise click.UsageError(message)


class _Commands(click.Group):
    """All commands. None needs standard input; each problem is one line, and the exit code is 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        del ctx  # they are the same in each
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; None for an unknown name.

        Raises:
            MissingExtra: Without the extra `cli`.
        """
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name][0].partition(":")
        try:
            command: click.Command = getattr(importlib.import_module(f"intimacy_kit.cli.{module}"), name)
        except ModuleNotFoundError as error:
            raise MissingExtra("cli") from error
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the names of the commands with a line on each, which imports none of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read the options before a command."""
        with _one_line():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        try:
            with _one_line():
                return super().invoke(ctx)
        except MissingExtra as error:
            click.echo(str(error), err=True)
            sys.exit(BAD_INPUT)
        except IntimacyKitError as error:
            from intimacy_kit.cli.options import shortcomings_of  # noqa: PLC0415  # the help needs none of it

            command = self.get_command(ctx, str(ctx.invoked_subcommand))
            assert command is not None  # noqa: S101  # it is the one that raised
            click.echo("\n".join(shortcomings_of(command, error)), err=True)
            sys.exit(BAD_INPUT)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command."""
        sys.stdin = sys.stdin or io.TextIOWrapper(io.BytesIO())  # it is None in a program that is started without one
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            with suppress(OSError):  # unwritten output would be tried again at the end
                sys.stdout.close()
            with suppress(OSError):
                click.echo(f"Stopped: {error.strerror}.", err=True)
            sys.exit(STOPPED)


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
            stream.reconfigure(errors=STAND_INS)
