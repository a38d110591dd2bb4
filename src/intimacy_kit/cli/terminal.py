"""Where a command prints: as wide as the terminal, in characters that it has."""

import codecs
import shutil
import textwrap
import unicodedata
from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task
from rich.text import Text

STOPPED = 1
"""The exit code of a command that did not finish, or found problems."""

INTERRUPTED = 130
"""The exit code of a command that a person stopped, as shells have it for Ctrl-C."""

BAD_INPUT = 2
"""The exit code of wrong usage and of input that is refused."""

_NARROWEST = 20
_IN_ASCII = dict(zip("█░–—−·“”‘’×…", "#.---.\"\"''x.", strict=True))


def _in_ascii(error: UnicodeError) -> tuple[str, int]:
    """Return substitutes for characters that a terminal lacks, one for each so that columns stay aligned."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    plain = (_IN_ASCII.get(each) or unicodedata.normalize("NFKD", each)[0] for each in missing)
    return "".join(each if each.isascii() else "?" for each in plain), error.end


STAND_INS = "intimacy_kit.in_ascii"
codecs.register_error(STAND_INS, _in_ascii)


def console() -> Console:
    """Return where to print, as wide as the terminal is; rich takes a dumb one to have 80 columns."""
    width, height = shutil.get_terminal_size()
    return Console(highlight=False, width=width, height=height)


def fold(text: str, width: int, indent: str = "") -> str:
    """Return a text in lines of a width, all but the first of them indented."""
    return textwrap.fill(text, max(width, _NARROWEST), subsequent_indent=indent)


class _RowsColumn(ProgressColumn):
    """Rows done, and how many a second."""

    def render(self, task: Task) -> Text:
        """Return the text beside the bar."""
        speed = f", {task.speed:,.0f} rows/s" if task.speed else ""
        return Text(f"{task.completed:,.0f} rows{speed}")


@contextmanager
def rows_on_terminal() -> Generator[Callable[[int, int], None] | None, None, None]:
    """Give a function that shows how many rows are done, on a terminal; None where there is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with Progress(BarColumn(), _RowsColumn(), console=console, transient=True) as progress:
        task = progress.add_task("rows", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
