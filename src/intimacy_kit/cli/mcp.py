"""Serve an assistant."""

import importlib
from pathlib import Path

import click

from intimacy_kit.cli.options import catalogue_of, locale_option, pack_option


@click.command("mcp")
@pack_option
@locale_option
def serve(pack: Path | None, locale: str | None) -> None:
    """Serve check-ins, scores and practices to an assistant, over the Model Context Protocol.

    It speaks on standard input and output until its input ends. It keeps
    nothing, and offers no practice that is behind a gate.
    """
    catalogue = catalogue_of(pack, locale=locale)
    importlib.import_module("intimacy_kit.interop.mcp").server(catalogue).run()
