"""Write a check-in as a page that never leaves the device."""

from pathlib import Path

import click

from intimacy_kit._atomic_file import whole_file
from intimacy_kit._outside_text import printable
from intimacy_kit.cli.options import catalogue_of, is_taken, locale_option, pack_option
from intimacy_kit.interop import page


@click.command("page")
@click.argument("out", type=click.Path(path_type=Path, readable=False))
@click.option("--form", default="standard", show_default=True, help="The questionnaire.")
@click.option(
    "--for",
    "people",
    type=click.Choice(["one", "two"]),
    default="one",
    show_default=True,
    help="One person, or two on one device, one after the other.",
)
@click.option("--force", is_flag=True, help="Replace OUT if it is there.")
@pack_option
@locale_option
def write_page(  # noqa: PLR0917  # click passes them by name
    out: Path, form: str, people: str, force: bool, pack: Path | None, locale: str | None
) -> None:
    """Write a whole check-in into the one HTML file OUT, with results and next steps.

    With --for two, two people answer one after the other, and then look
    together at what both chose to share.

    It opens in a browser without a server or a network, scores on the device,
    and cannot send anything anywhere.
    """
    export = page.export_form(catalogue_of(pack, locale=locale), form, for_two=people == "two")
    (text,) = export.document.values()
    try:
        with whole_file(out, overwrite=force) as stream:
            stream.write(text.encode())
    except FileExistsError:
        raise is_taken(out) from None
    click.echo(printable("\n".join([f"{out}: {len(text.encode()) // 1024} KiB", *export.losses])), err=True)
