"""The files of a pilot that are read again, and those that are replaced."""

import json
from pathlib import Path
from typing import Any, TypeVar

import attrs

from intimacy_kit._atomic_file import whole_file
from intimacy_kit._regular_file import content_of
from intimacy_kit.errors import InvalidResponse, InvalidValue, Problem, Problems
from intimacy_kit.interop._json import read
from intimacy_kit.pilot.plan import PilotPlan
from intimacy_kit.scoring_key.key import ScoringKey

_Kept = TypeVar("_Kept", PilotPlan, ScoringKey)

_LARGEST = 4_194_304
"""How many bytes a file of a pilot may have that is read again."""

_REMEDY = "name a folder that `intimacy-kit pilot init` made"


def replace_file(path: Path, content: bytes) -> Path:
    """Write a file whole, in the place of one of its name.

    Args:
        path: The file.
        content: What it holds.

    Returns:
        The file.

    Raises:
        InvalidValue: When it cannot be written.
    """
    try:
        with whole_file(path, overwrite=True) as stream:
            stream.write(content)
    except OSError as error:
        problem = Problem(
            "unwritable", f"the file cannot be written ({error.strerror})", "", ("folder",), file=path.name
        )
    else:
        return path
    raise InvalidValue([problem])


def read_pilot(folder: Path) -> tuple[PilotPlan, ScoringKey]:
    """Return the plan and the scoring key of a pilot, which belong together.

    Args:
        folder: The folder of the pilot.

    Raises:
        InvalidValue: When it is not that of a pilot, or the two do not belong together.
    """
    plan = _value_in(folder / "pilot.json", PilotPlan)
    key = _value_in(folder / "scoring-key.json", ScoringKey)
    problems = Problems()
    if plan.digest != key.digest:
        problems.add("form-changed", "the scoring key is not the one that the pilot was made with", _REMEDY, "digest")
    for id in (*plan.codings, *(id for ids in plan.blocks for id in ids)):
        if id not in key.by_id:
            problems.add("unknown-item", "the scoring key lacks an item of the pilot", _REMEDY, id)
    if problems:
        raise InvalidValue(attrs.evolve(each, file="pilot.json") for each in problems)
    return plan, key


def _value_in(path: Path, kind: type[_Kept]) -> _Kept:
    """Return the value that a JSON file holds; every problem names the file."""
    problems: tuple[Problem, ...] = ()
    try:
        return kind.from_dict(read(content_of(path, _LARGEST), largest=_LARGEST))
    except (InvalidValue, InvalidResponse) as error:
        problems = tuple(attrs.evolve(each, file=path.name) for each in error.problems)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no file can have this name"
        problems = (Problem("unreadable", f"the file cannot be read ({reason})", _REMEDY, ("folder",), file=path.name),)
    raise InvalidValue(problems)


def dump(data: Any) -> bytes:
    """Return plain data as the content of a JSON file.

    Args:
        data: The data.
    """
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()
