"""Bring questionnaires of other systems."""

import importlib
import json
from pathlib import Path
from typing import Any

import attrs
import click

from intimacy_kit._outside_text import printable
from intimacy_kit._regular_file import content_of
from intimacy_kit.cli.options import PATH
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.interop._importers.limits import LARGEST

_FORMATS = ("fhir", "qualtrics", "redcap", "reproschema", "surveyjs", "xlsform")
"""Modules of `interop`, of which one is imported when its format is asked for, so that other commands start at once."""
_OPTIONS = ("into", "id", "locale", "licence")


@click.command("import-form")
@click.argument("file", type=PATH)
@click.option("--format", "system", type=click.Choice(_FORMATS), required=True, help="What the form is of.")
@click.option("--into", type=PATH, required=True, help="The folder that is made of it; it must not exist yet.")
@click.option("--id", "id", help="The id of the pack; from the form unless given.")
@click.option("--locale", help="The language of the form, such as es, where the form does not say it.")
@click.option("--licence", help="Under which terms the form may be used.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines.")
def import_form_file(  # noqa: PLR0917  # click passes them by name
    file: Path, system: str, into: Path, id: str | None, locale: str | None, licence: str | None, as_json: bool
) -> None:
    """Make a pack of the form in FILE, and list what was lost, assumed, or has to be decided.

    FILE is a REDCap data dictionary, the workbook of an XLSForm, the JSON of a
    SurveyJS form or of a FHIR Questionnaire, a folder of ReproSchema, or a text
    in the advanced format of Qualtrics. The pack loads as it is; read the list
    before you use it.
    """
    try:
        document: Any = file if system == "reproschema" else _read(file)
        reader = importlib.import_module(f"intimacy_kit.interop.{system}")
        imported = reader.import_form(document, id=id, locale=locale, licence=licence)
        folder = imported.write(into)
    except InvalidValue as error:
        named = [_with_file(each, file) for each in error.problems]
    else:
        decisions: tuple[Problem, ...] = imported.decisions
        if as_json:
            click.echo(json.dumps([each.to_dict() for each in decisions], indent=2))
        else:
            click.echo("\n".join(map(str, decisions)))
        items = len(imported.catalogue.items)
        click.echo(printable(f"{folder}: {items} items, {len(decisions)} lines to read"), err=True)
        return
    raise InvalidValue(named)


def _read(file: Path) -> bytes:
    try:
        return content_of(file, LARGEST)
    except (OSError, ValueError) as error:
        problem = Problem("unreadable", f"the file cannot be read ({type(error).__name__})", "name another")
    raise InvalidValue([problem])


def _with_file(problem: Problem, file: Path) -> Problem:
    """Return a problem with the file that it is in, unless it is one of an option."""
    return problem if problem.path[:1] and problem.path[0] in _OPTIONS else attrs.evolve(problem, file=file.name)
