"""Pilot a questionnaire."""

from datetime import date
from pathlib import Path

import click

from intimacy_kit._outside_text import printable
from intimacy_kit.cli.options import DAY, PATH, catalogue_of, pack_option

_SYSTEMS = ("redcap", "qualtrics", "limesurvey", "kobo")


@click.group("pilot")
def pilot_group() -> None:
    """Pilot a questionnaire with couples."""


@pilot_group.command("init")
@click.argument("folder", type=PATH)
@click.option("--form", default="full", show_default=True, help="The questionnaire to pilot.")
@click.option(
    "--locale", "locales", multiple=True, help="A language of the pilot; give it once for each, the main one first."
)
@click.option("--to", "system", type=click.Choice(_SYSTEMS), required=True, help="The survey system.")
@click.option("--seed", default="pilot", show_default=True, help="What the order of the questions depends on.")
@click.option(
    "--blocks",
    type=int,
    default=3,
    show_default=True,
    help="Versions of the survey, each without a part of the items; 1 leaves nothing out.",
)
@pack_option
def init_pilot(  # noqa: PLR0917  # click passes them by name
    folder: Path, form: str, locales: tuple[str, ...], system: str, seed: str, blocks: int, pack: Path | None
) -> None:
    """Write all that a pilot needs into FOLDER: survey, codebook, texts for people, and the analysis."""
    from intimacy_kit.pilot import write_pilot  # noqa: PLC0415  # other commands start at once without it

    first, *others = locales or (None,)
    catalogue = catalogue_of(pack, locale=first)
    translations = [catalogue_of(pack, locale=each) for each in others]
    made = write_pilot(folder, catalogue, form=form, system=system, translations=translations, seed=seed, blocks=blocks)
    click.echo(printable(f"{made}: read README.md in it first"), err=True)


@pilot_group.command("simulate")
@click.argument("folder", type=PATH)
@click.option("--couples", type=int, default=300, show_default=True, help="How many couples to make up.")
@click.option("--seed", type=int, default=1, show_default=True, help="What the chance depends on.")
def simulate_folder(folder: Path, couples: int, seed: int) -> None:
    """Fill FOLDER with couples who are made up, to try the analysis before anybody has answered."""
    from intimacy_kit.pilot import simulate_pilot  # noqa: PLC0415  # likewise

    made = simulate_pilot(folder, couples=couples, seed=seed)
    click.echo(printable(f"{made}: {couples} couples; now run Rscript analysis.R there"), err=True)


@pilot_group.command("norms")
@click.argument("folder", type=PATH)
@click.option("--source", required=True, help="The id of the source in sources.yaml that reports the pilot.")
@click.option("--population", required=True, help="Who was asked, and how they were found.")
@click.option("--on", type=DAY, required=True, help="The last day on which they were asked.")
@click.option("--until", type=DAY, required=True, help="The last day on which the norms may be used.")
def norms_of_pilot(folder: Path, source: str, population: str, on: date, until: date) -> None:
    """Write FOLDER/norms.yaml from its data.csv: norms and reliabilities that a pack takes as they are."""
    from intimacy_kit.pilot import write_norms  # noqa: PLC0415  # likewise

    made = write_norms(folder, source=source, population=population, on=on, until=until)
    click.echo(printable(f"{made}: copy it into your pack, and the source {source} into its sources.yaml"), err=True)
