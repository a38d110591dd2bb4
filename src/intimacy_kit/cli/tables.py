"""Score tables."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import attrs
import click

from intimacy_kit._outside_text import printable
from intimacy_kit.cli.files import load_json, name_of
from intimacy_kit.cli.options import PATH, InputFile, catalogue_of, pack_option
from intimacy_kit.cli.terminal import rows_on_terminal
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.scoring_key.key import ScoringKey


@click.command("score-table")
@click.argument("source", metavar="IN", type=PATH)
@click.argument("target", metavar="OUT", type=PATH)
@click.option("--form", default="standard", show_default=True, help="The questionnaire that was answered.")
@click.option("--ids", multiple=True, metavar="COLUMN", help="A column to copy, such as a pseudonym; may be repeated.")
@click.option(
    "--columns",
    "mapping",
    type=InputFile("rb"),
    help="A JSON file with item ids and the names of their columns; items that it leaves out were asked of nobody.",
)
@click.option("--column", "pairs", multiple=True, metavar="ITEM=NAME", help="The name of one item's column.")
@click.option("--long", "is_long", is_flag=True, help="A row for each answer, with the columns person, item and value.")
@click.option("--code", "codes", multiple=True, metavar="CELL=WORD", help="What a cell means, such as -9=not-asked.")
@click.option(
    "--gaps",
    type=click.Choice([Missing.BLANK.value, Missing.NOT_ASKED.value]),
    default=Missing.BLANK.value,
    show_default=True,
    help="What an empty cell means.",
)
@click.option(
    "--on-invalid",
    type=click.Choice(["raise", "null"]),
    default="raise",
    show_default=True,
    help="Refuse a table with a cell that holds no value of its scale, or count such cells as gaps.",
)
@click.option("--spreadsheet-safe", is_flag=True, help="Put ' before text in a CSV file that a spreadsheet may run.")
@click.option("--force", is_flag=True, help="Replace OUT where there is one.")
@pack_option
def score_table_file(  # noqa: PLR0917  # click passes them by name
    source: Path,
    target: Path,
    form: str,
    ids: tuple[str, ...],
    mapping: Any,
    pairs: tuple[str, ...],
    is_long: bool,
    codes: tuple[str, ...],
    gaps: str,
    on_invalid: str,
    spreadsheet_safe: bool,
    force: bool,
    pack: Path | None,
) -> None:
    """Score the table in IN, a Parquet or CSV file of any length, into OUT.

    IN has a row for each check-in and, for each item, a column that is named by
    its id. OUT is written atomically.
    """
    from intimacy_kit.tables import TableLayout, score_table  # noqa: PLC0415  # Polars is slow to import

    key = ScoringKey.from_form(catalogue_of(pack), form)
    columns = None if mapping is None else _read_mapping(mapping)
    if pairs:
        own = {} if is_long else {id: id for id in key.scored}
        columns = {**(own if columns is None else columns), **_pairs("--column", pairs)}
    shape: dict[str, Any] = {"columns": columns}
    if is_long:
        shape = {"shape": "long", **_long_columns(columns or {})}
    layout = TableLayout(ids=ids, codes=_pairs("--code", codes), gaps=gaps, **shape)
    with rows_on_terminal() as on_rows:
        summary = score_table(
            source,
            target,
            key,
            layout=layout,
            on_invalid=on_invalid,
            overwrite=force,
            spreadsheet_safe=spreadsheet_safe,
            on_rows=on_rows,
        )
    click.echo(f"{printable(str(target))}: {summary}", err=True)


def _read_mapping(file: Any) -> dict[str, str]:
    """Return the names of columns from a JSON file."""
    data = load_json(file)
    pairs = cast(dict[str, Any], data) if isinstance(data, dict) else {}
    if not pairs or not all(isinstance(name, str) for name in pairs.values()):
        problem = Problem("wrong-kind", "the file does not map item ids to names", 'write {"item": "name"}')
        raise InvalidValue([attrs.evolve(problem, file=name_of(file))])
    return pairs


def _long_columns(columns: Mapping[str, str]) -> Mapping[str, str]:
    """Return the names of the columns of a long table, or refuse others."""
    roles = ("person", "item", "value")
    problems = [
        Problem("unknown-key", f"a long table has no {each[:100]!a}", "name person, item or value", (each,))
        for each in columns
        if each not in roles
    ]
    if problems:
        raise InvalidValue(problems)
    return columns


def _pairs(option: str, options: Sequence[str]) -> dict[str, str]:
    """Return what options of the form LEFT=RIGHT say; the left side holds no equals sign."""
    pairs = [each.partition("=") for each in options]
    if any(not sign for _, sign, _ in pairs):
        raise click.UsageError(f"{option} has no equals sign in it; write {option} LEFT=RIGHT")
    return {left: right for left, _, right in pairs}
