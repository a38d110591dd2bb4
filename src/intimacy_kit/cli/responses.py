"""Stored responses: files of them to read, a folder of them to continue, and one to keep."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO, cast

import attrs
import click

from intimacy_kit._atomic_file import whole_file
from intimacy_kit._outside_text import printable
from intimacy_kit._regular_file import refuse_what_is_no_file
from intimacy_kit.checkin.checkin import Response
from intimacy_kit.cli.files import load_json, name_of
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.errors import InvalidResponse, Problem


def read_responses(catalogue: Catalogue, files: Iterable[BinaryIO]) -> list[Response]:
    """Return every response of JSON files, each of which has one or a list of them.

    Args:
        catalogue: What was answered.
        files: The open files.

    Raises:
        InvalidResponse: With every problem of all of them, or when there are none.
    """
    responses: list[Response] = []
    problems: list[Problem] = []
    names: list[str] = []
    for file in files:
        names.append(name_of(file))
        try:
            data = load_json(file)
        except InvalidResponse as error:
            problems += error.problems
            continue
        many = isinstance(data, list)
        for i, each in enumerate(cast(list[Any], data) if many else [data]):
            try:
                responses.append(Response.from_dict(catalogue, each))
            except InvalidResponse as error:
                before = (i,) if many else ()
                place = names[-1]
                problems += (attrs.evolve(one, path=(*before, *one.path), file=place) for one in error.problems)
    if not responses and not problems:
        message, remedy = "there are no responses here", "give a file that a check-in was saved to"
        problems.append(Problem("empty-history", message, remedy, file=" ".join(names)))
    if problems:
        raise InvalidResponse(problems)
    return responses


def responses_in(catalogue: Catalogue, folder: Path) -> list[Response]:
    """Return the responses in a folder, by the names of their files; none where there is no folder yet.

    Args:
        catalogue: What was answered.
        folder: The folder; only files that end in `.json` are looked at.

    Raises:
        InvalidResponse: With every problem of all of them.
    """
    responses: list[Response] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.json")):
        try:
            refuse_what_is_no_file(path)
            with path.open("rb") as file:
                responses += read_responses(catalogue, [file])
        except InvalidResponse as error:
            problems += error.problems
        except OSError as error:
            message = f"the file cannot be read ({error.strerror})"
            problems.append(Problem("unreadable", message, "take it out of the folder", file=str(path)))
    if problems:
        raise InvalidResponse(problems)
    return responses


def keep(response: Response, folder: Path) -> Path:
    """Write a response into a folder under a name that is free, and return where; only its owner can read it.

    Args:
        response: What was answered.
        folder: Where to; it is made if it is not there.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    checkin = response.checkin
    name = f"{response.on.isoformat()}-{checkin.key.form}-{checkin.perspective.value}"
    for number in range(1, 1000):
        path = folder / (f"{name}.json" if number == 1 else f"{name}-{number}.json")
        try:
            _write(response, path)
        except FileExistsError:
            continue
        return path
    raise FileExistsError(17, "too many check-ins on one day", str(folder))


def offer_to_keep(response: Response, question: str) -> None:
    """Save a response where the person says, in a file that only they can read, or nowhere.

    Args:
        response: What was answered.
        question: What the person is asked.
    """
    while True:
        name = click.prompt(f"\n{question} Type a file name, or press Enter for no", default="", show_default=False)
        if not name.strip():
            click.echo("Nothing was saved.")
            return
        path = Path(name.strip())
        try:
            path = Path(os.path.expanduser(path))  # noqa: PTH111  # pathlib's raises where there is no home
            _write(response, path)
        except FileExistsError:
            click.echo(f"{printable(str(path))} is there already and was left alone. Type another name.")
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "that is not a file name"
            click.echo(f"{printable(str(path))} cannot be written ({reason}). Type another name.")
        else:
            click.echo(f"Saved to {printable(str(path))}. Only your account can read it.")
            return


def _write(response: Response, path: Path) -> None:
    with whole_file(path) as stream:
        stream.write((json.dumps(response.to_dict(), indent=2, ensure_ascii=False) + "\n").encode())
