"""Where a command prints: as wide as the terminal, in characters that it has."""

import shutil
import textwrap
from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task
from rich.text import Text

_NARROWEST = 20


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
