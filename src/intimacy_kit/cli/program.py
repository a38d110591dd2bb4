"""The program: all commands and their exit codes."""

import io
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any

import click
from click.exceptions import NoArgsIsHelpError

from intimacy_kit._version import __version__
from intimacy_kit.cli.check_in import check_in
from intimacy_kit.cli.forms import import_form_file
from intimacy_kit.cli.journey import programme_command, today_command
from intimacy_kit.cli.mcp import serve
from intimacy_kit.cli.options import shortcomings_of
from intimacy_kit.cli.over_time import draw_figure, show_history, side_by_side
from intimacy_kit.cli.packs import practices, schema, validate
from intimacy_kit.cli.page import write_page
from intimacy_kit.cli.pilot import pilot_group
from intimacy_kit.cli.score import score_file
from intimacy_kit.cli.tables import layout_group, score_table_file
from intimacy_kit.cli.terminal import BAD_INPUT, STAND_INS, STOPPED
from intimacy_kit.errors import IntimacyKitError


@contextmanager
def _one_line() -> Generator[None, None, None]:
    """Leave out the usage that click prints above an error."""
    try:
        yield
    except NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        message = error.format_message()
    else:
        return
    raise click.UsageError(message)


class _Commands(click.Group):
    """All commands. None needs standard input; each problem is one line, and the exit code is 2."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read the options before a command."""
        with _one_line():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        try:
            with _one_line():
                return super().invoke(ctx)
        except IntimacyKitError as error:
            command = self.commands[str(ctx.invoked_subcommand)]
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


for _command in (
    check_in, show_history, draw_figure, side_by_side, practices, today_command, programme_command,
    score_file, score_table_file, layout_group, import_form_file, pilot_group, write_page, validate, schema,
    serve,
):  # fmt: skip
    main.add_command(_command)
