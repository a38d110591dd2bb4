"""The command line: thin commands over the library."""

from intimacy_kit.errors import MissingExtra

try:
    from intimacy_kit.cli.program import main
except ModuleNotFoundError as error:
    raise MissingExtra("cli") from error

__all__ = ["main"]
