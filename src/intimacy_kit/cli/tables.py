"""Score tables, and guess what a table means."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import attrs
import click

from intimacy_kit._outside_text import printable
from intimacy_kit.cli.files import load_json, name_of
from intimacy_kit.cli.options import PATH, InputFile, catalogue_of, pack_option, translations_of
from intimacy_kit.cli.streams import STOPPED
from intimacy_kit.cli.terminal import rows_on_terminal
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.presets import PRESETS, layout_of, read_layout


@click.command("score-table")
@click.argument("source", metavar="IN", type=PATH)
@click.argument("target", metavar="OUT", type=PATH)
@click.option("--form", default="standard", show_default=True, help="The questionnaire that was answered.")
@click.option("--layout", "layout_file", type=PATH, help="A YAML or JSON file that says what the table means.")
@click.option("--preset", type=click.Choice(sorted(PRESETS)), help="The system that the table was exported from.")
@click.option("--ids", multiple=True, metavar="COLUMN", help="A column to copy, such as a pseudonym; may be repeated.")
@click.option(
    "--columns",
    "mapping",
    type=InputFile("rb"),
    help="A JSON file with item ids and the names of their columns, or with --long what each is called in the column "
    "item; items that it leaves out were asked of nobody.",
)
@click.option("--column", "pairs", multiple=True, metavar="ITEM=NAME", help="The name of one item's column.")
@click.option("--long", "is_long", is_flag=True, help="A row for each answer, with the columns person, item and value.")
@click.option("--skip", type=click.IntRange(min=0), help="Rows between the names and the people.")
@click.option(
    "--couples",
    type=click.Choice(["wide", "pairwise"]),
    help="Write a row for each couple, or a row for each person with the partner's scores.",
)
@click.option("--code", "codes", multiple=True, metavar="CELL=WORD", help="What a cell means, such as -9=not-asked.")
@click.option(
    "--gaps",
    type=click.Choice([Missing.BLANK.value, Missing.NOT_ASKED.value]),
    help="What an empty cell means; left-blank unless a layout says otherwise.",
)
@click.option(
    "--on-invalid",
    type=click.Choice(["raise", "null"]),
    default="raise",
    show_default=True,
    help="Refuse a table with a cell that holds no value of its scale, or count such cells as gaps.",
)
@click.option("--spreadsheet-safe", is_flag=True, help="Put ' before text in a CSV file that a spreadsheet may run.")
@click.option("--force", "overwrite", is_flag=True, help="Replace OUT where there is one.")
@pack_option
def score_table_file(  # noqa: PLR0917  # click passes them by name
    source: Path,
    target: Path,
    form: str,
    layout_file: Path | None,
    preset: str | None,
    ids: tuple[str, ...],
    mapping: Any,
    pairs: tuple[str, ...],
    is_long: bool,
    skip: int | None,
    couples: str | None,
    codes: tuple[str, ...],
    gaps: str | None,
    on_invalid: str,
    spreadsheet_safe: bool,
    overwrite: bool,
    pack: Path | None,
) -> None:
    """Score the table in IN into OUT.

    IN has a row for each check-in and, for each item, a column that is named by
    its id; anything else is said by a layout, which `intimacy-kit layout guess`
    begins for you. Answers are numbers or labels, in any language of the pack.
    IN is text with any separator, Parquet, JSON lines, Excel, SPSS or Stata; OUT
    is CSV or Parquet, and is written atomically. The exit code is 1 when nobody
    was scored.
    """
    from intimacy_kit.tables import score_table, with_labels  # noqa: PLC0415  # Polars is slow to import

    if layout_file is not None and preset is not None:
        raise click.UsageError("--layout and --preset exclude each other; write `preset:` into the layout")
    catalogue = catalogue_of(pack)
    key = ScoringKey.from_form(catalogue, form)
    base = layout_of({} if preset is None else {"preset": preset}) if layout_file is None else read_layout(layout_file)
    told = _told(base, key, mapping, pairs, long=is_long)
    told |= {"ids": ids} if ids else {}
    told |= {"codes": {**base.codes, **_pairs("--code", codes)}} if codes else {}
    told |= {} if gaps is None else {"gaps": gaps}
    told |= {} if skip is None else {"skip": skip}
    layout = with_labels(attrs.evolve(base, **told), catalogue, form, translations=translations_of(pack, catalogue))
    summary: Any = None
    with rows_on_terminal() as on_rows:
        try:
            summary = score_table(
                source,
                target,
                key,
                layout=layout,
                on_invalid=on_invalid,
                overwrite=overwrite,
                spreadsheet_safe=spreadsheet_safe,
                on_rows=on_rows,
                couples=couples,
            )
        except InvalidValue as error:
            problems = _other_form(error, source, layout, catalogue, form)
        else:
            problems = []
    if problems:
        raise InvalidValue(problems)
    click.echo(f"{printable(str(target))}: {summary}", err=True)
    if not summary.scored:
        click.echo("Nobody was scored.", err=True)
        sys.exit(STOPPED)


@click.group("layout")
def layout_group() -> None:
    """Say what a table means, once, in a file that is kept."""


@layout_group.command("guess")
@click.argument("source", metavar="FILE", type=PATH)
@click.option("--form", default="standard", show_default=True, help="The questionnaire that was answered.")
@pack_option
def guess_file(source: Path, form: str, pack: Path | None) -> None:
    """Print a first layout for the table in FILE, with its reasons.

    Read it, mend it, and keep it. Nothing is scored.
    """
    from intimacy_kit.tables import guess_layout  # noqa: PLC0415  # Polars takes its time

    catalogue = catalogue_of(pack)
    guess = guess_layout(source, catalogue, form, translations=translations_of(pack, catalogue))
    click.echo(guess.to_yaml(), nl=False)


def _told(base: TableLayout, key: ScoringKey, mapping: Any, pairs: Sequence[str], *, long: bool) -> dict[str, Any]:
    """Return what options say of columns."""
    long = long or base.shape == "long"
    named = None if mapping is None else _read_mapping(mapping)
    if pairs:
        own = {id: id for id in key.scored} if base.columns is None and not long else dict(base.columns or {})
        named = {**(own if named is None else named), **_pairs("--column", pairs)}
    told: dict[str, Any] = {"shape": "long"} if long else {}
    if named is None:
        return told
    roles = {name: column for name, column in named.items() if long and name in _ROLES and name not in key.by_id}
    items = {name: column for name, column in named.items() if name not in roles}
    return told | roles | ({"columns": items} if items else {})


def _other_form(
    error: InvalidValue, source: Path, layout: TableLayout, catalogue: Catalogue, form: str
) -> list[Problem]:
    """Return the problems of a table; where it is one of another form of the pack, that alone."""
    from intimacy_kit.tables.guess import other_form  # noqa: PLC0415  # Polars takes its time
    from intimacy_kit.tables.streams import open_table  # noqa: PLC0415

    absent = [each for each in error.problems if each.code == "missing-column"]
    if absent and layout.columns is None:
        names = open_table(source, layout).table.collect_schema().names()
        if other := other_form(names, catalogue, form):
            message = f"this looks like a {other!r} table, not a {form!r} one"
            return [Problem("wrong-form", message, f"name the form with --form {other}", ("form",))]
    return list(error.problems)


def _read_mapping(file: Any) -> dict[str, str]:
    """Return the names of columns from a JSON file."""
    data = load_json(file)
    pairs = cast(dict[str, Any], data) if isinstance(data, dict) else {}
    if not pairs or not all(isinstance(name, str) for name in pairs.values()):
        problem = Problem("wrong-kind", "the file does not map item ids to names", 'write {"item": "name"}')
        raise InvalidValue([attrs.evolve(problem, file=name_of(file))])
    return pairs


def _pairs(option: str, options: Sequence[str]) -> dict[str, str]:
    """Return what options of the form LEFT=RIGHT say; the left side holds no equals sign."""
    pairs = [each.partition("=") for each in options]
    if any(not sign for _, sign, _ in pairs):
        raise click.UsageError(f"{option} has no equals sign in it; write {option} LEFT=RIGHT")
    return {left: right for left, _, right in pairs}


_ROLES = ("person", "item", "value")
"""Columns of a long table that --column and --columns may rename."""
