"""Options that several commands share, and what they select."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import click

from intimacy_kit._outside_text import printable
from intimacy_kit._regular_file import NotAFile, refuse_what_is_no_file
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.pack import Pillar
from intimacy_kit.content.practice import Practice
from intimacy_kit.content.shelf import Shelf
from intimacy_kit.content.vocabulary import Gate, Perspective
from intimacy_kit.errors import IntimacyKitError, InvalidValue, Problem, TableError, UnknownId
from intimacy_kit.packs.loader import load, load_path, locales, translated_in
from intimacy_kit.safety.state import SafetyState, Standing

PATH = click.Path(path_type=Path, readable=False)  # the library has better messages about files


class InputFile(click.File):
    """A file that is read; what is not a file, such as a pipe or a device, is refused before it is opened."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Open the file."""
        try:
            if value != "-":
                refuse_what_is_no_file(Path(value))
        except NotAFile:
            self.fail(f"{value!a} is not a file; - stands for standard input", param, ctx)
        except ValueError:
            self.fail(f"{value!a} cannot be the name of a file", param, ctx)
        except OSError:
            pass  # what cannot be looked at cannot be opened, and click says so
        return super().convert(value, param, ctx)


if TYPE_CHECKING:
    _DayType = click.ParamType[date]
else:
    _DayType = click.ParamType  # it takes no parameter before click 8.3


class _Day(_DayType):
    """A day as files write it."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!a} is not a day; write it as YYYY-MM-DD", param, ctx)


DAY = _Day()

Titled = TypeVar("Titled", Pillar, Practice)

EVERY_GATE = SafetyState(Standing.CLEAR, frozenset(Gate))
"""For lists that whoever writes or reads content sees whole."""

pack_option = click.option("--pack", "pack", type=PATH, help="Folder of a pack, instead of the built-in content.")
locale_option = click.option("--locale", help="Language of questions, reports and practices, such as es or es-MX.")
perspective_option = click.option(
    "--perspective",
    type=click.Choice([each.value for each in Perspective]),
    default=Perspective.SELF.value,
    show_default=True,
    help="Whose behaviour to ask about; the answers are yours either way.",
)


def catalogue_of(pack: Path | None, *, locale: str | None = None) -> Catalogue:
    """Return the catalogue that a command is about.

    Args:
        pack: The folder of a pack; None for the built-in one.
        locale: The language that was asked for; None for the pack's own.

    Raises:
        click.UsageError: When the pack has nothing in that language.
    """
    try:
        return load(locale=locale, strict=True) if pack is None else load_path(pack, locale=locale, strict=True)
    except UnknownId:
        there = ", ".join(locales(pack))
        raise click.UsageError(f"--locale: the pack has no texts in {locale!a}; it has {there}") from None


def named(shelf: Shelf[Titled], name: str) -> Titled:
    """Return what has an id or a title, in capitals or not.

    Args:
        shelf: Where to look.
        name: The id or the title.

    Raises:
        UnknownId: When nothing is called that.
    """
    wanted = name.strip().casefold()
    for each in shelf.values():
        if wanted in {each.id.casefold(), each.title.casefold()}:
            return each
    raise UnknownId(shelf.kind, name, [*shelf, *(each.title for each in shelf.values())])


def opens_by_choice(gates: Iterable[Gate]) -> str:
    """Return what a list says of gates, with a blank before it; nothing without any.

    Args:
        gates: The gates of a practice or a programme.
    """
    names = ", ".join(gate.value for gate in gates)
    return f"  [opens by choice: {names}]" if names else ""


def translations_of(pack: Path | None, catalogue: Catalogue) -> list[Catalogue]:
    """Return the catalogue in each language that its pack has besides its own.

    Args:
        pack: The folder of a pack; None for the built-in one.
        catalogue: What `catalogue_of` gave for it.
    """
    return [catalogue_of(pack, locale=tag) for tag in translated_in(pack) if tag != catalogue.locale]


def is_taken(out: Path) -> click.UsageError:
    """Return the error of a command that would have replaced a file without being told to.

    Args:
        out: The file.
    """
    return click.UsageError(printable(f"OUT: {out} is there already; add --force to replace it"))


def this_day() -> date:
    """Return the day by the clock and the time zone of this machine; only the command line looks at either."""
    return datetime.now().astimezone().date()


def shortcomings_of(command: click.Command, error: IntimacyKitError) -> list[str]:
    """Return a line for each problem, naming the option that caused it.

    Args:
        command: The command that was run.
        error: The error that the library raised.
    """
    options = {str(each.name): each.opts[-1] for each in command.params if isinstance(each, click.Option)}
    if isinstance(error, UnknownId) and error.kind in options:
        return [f"{options[error.kind]}: {error}"]
    if not isinstance(error, InvalidValue | TableError):
        return [str(error)]
    return [_line(each, options) for each in error.problems]


def _line(problem: Problem, options: Mapping[str, str]) -> str:
    """Return a problem in the terms of the command line."""
    problem = attrs.evolve(problem, remedy=_ARGUMENT.sub(lambda found: _as_option(found, options), problem.remedy))
    option = options.get(str(problem.path[0])) if problem.path and not problem.file else None
    if option is None:
        return str(problem)
    return "; ".join(filter(None, (f"{option}: {problem.message}", problem.remedy)))


_ARGUMENT = re.compile(r"\b(\w+)=(?:True|'([\w-]+)')")
"""An argument as a remedy in Python has it."""


def _as_option(argument: re.Match[str], options: Mapping[str, str]) -> str:
    """Return an argument as the option for it, where the command has one."""
    option = options.get(argument[1])
    return " ".join(filter(None, (option, argument[2]))) if option else argument[0]
