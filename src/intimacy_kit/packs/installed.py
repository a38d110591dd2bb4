"""Where installed distributions keep their packs, found by metadata; no code of theirs is imported or run."""

from importlib.machinery import PathFinder
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path


def folders(group: str) -> dict[str, Path]:
    """Return the folder that each entry point of a group names, by name.

    Args:
        group: The entry-point group.
    """
    return {entry.name: _folder(entry) for entry in sorted(entry_points(group=group), key=lambda each: each.name)}


def _folder(entry: EntryPoint) -> Path:
    spec = PathFinder.find_spec(entry.module.partition(".")[0])
    places = list(spec.submodule_search_locations or ()) if spec else []
    top = Path(places[0]) if places else Path(entry.module)
    below = [*entry.module.split(".")[1:], *(entry.attr.split(".") if entry.attr else ())]
    return top.joinpath(*below)
