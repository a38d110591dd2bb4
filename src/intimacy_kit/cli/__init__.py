"""The command line."""

from intimacy_kit.cli.commands import main

__all__ = ["main"]
