"""Packs: the built-in content, other people's, and both together.

A pack is a folder of YAML files, or a zip archive of one. The built-in content
is one, read by the same road as anybody's. Packs are data: nothing in them is
ever run.
"""

import zipfile
from collections.abc import Callable, Iterable
from importlib.machinery import PathFinder
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import attrs

from intimacy_kit._reading import Reading
from intimacy_kit.catalogue import Catalogue
from intimacy_kit.errors import PackError, Problem, UnknownId

__all__ = ["GROUP", "InstalledPack", "check_path", "check_translation", "discover", "load", "load_path"]

GROUP = "intimacy_kit.packs"
"""The entry-point group of installed packs. A value names a top-level package and a folder in it: `my_pack:data`."""


@attrs.frozen
class InstalledPack:
    """A pack that another distribution brings.

    Args:
        name: Its name in the entry-point group, which `load(packs=[name])` takes.
        path: Its folder.
        problems: What is wrong with it, on top of the built-in pack; empty when it can be loaded.
    """

    name: str
    path: Path
    problems: tuple[Problem, ...]


def load(*, packs: Iterable[str | Path | Traversable] = (), locale: str | None = None) -> Catalogue:
    """Return the built-in catalogue, with other packs on top of it.

    Args:
        packs: Names of installed packs, or paths of folders and zip archives, each laid on
            those before it. An id that is taken is a problem, unless the pack lists it
            under `replaces`.
        locale: A language tag such as `es-MX`. Texts fall back from it to `es`, and from there
            to the pack's own language; the catalogue's `locale` tells what it got.

    Raises:
        PackError: Listing every problem of the first pack that has any.
        UnknownId: When no installed pack has that name.
    """
    catalogue = load_path(_built_in(), locale=locale)
    for pack in packs:
        path = _installed(pack).path if isinstance(pack, str) else pack
        catalogue = _loaded(Reading(_root(path), catalogue), locale)
    return catalogue


def load_path(path: str | Path | Traversable, *, locale: str | None = None) -> Catalogue:
    """Return the catalogue of one pack by itself.

    Args:
        path: The pack's folder or zip archive, or anything that `importlib.resources` can walk.
        locale: As for `load`.

    Raises:
        PackError: Listing every problem of every file.
    """
    return _loaded(Reading(_root(path)), locale)


def check_path(
    path: str | Path | Traversable,
    *,
    base: Catalogue | None = None,
    on_file: Callable[[str], object] | None = None,
) -> tuple[Problem, ...]:
    """Return every problem of a pack, sorted by place; nothing when it is sound.

    Args:
        path: The pack's folder or zip archive.
        base: A catalogue that the pack is meant to lie on.
        on_file: Called with the name of each file before it is read, to show progress.
    """
    return Reading(_root(path), base, on_file=on_file).finish()[1]


def check_translation(path: str | Path | Traversable, locale: str) -> tuple[Problem, ...]:
    """Return what a translation lacks, what is stale, and what it has too much, sorted by place.

    Args:
        path: The pack's folder or zip archive.
        locale: The language tag, as its folder under `locales/` is called.
    """
    reading = Reading(_root(path))
    catalogue, problems = reading.finish()
    return problems if catalogue is None else reading.review(catalogue, locale)


def discover() -> tuple[InstalledPack, ...]:
    """Return the packs that installed distributions bring, sound or not, by name.

    They are found by their metadata; no code of theirs is imported or run.
    """
    base = load()
    found: list[InstalledPack] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        path = _folder(entry)
        found.append(InstalledPack(entry.name, path, check_path(path, base=base)))
    return tuple(found)


def _loaded(reading: Reading, locale: str | None) -> Catalogue:
    catalogue, problems = reading.finish()
    if catalogue is not None and locale is not None:
        catalogue, problems = reading.translate(catalogue, locale)
    if catalogue is None or problems:
        raise PackError(problems)
    return catalogue


def _built_in() -> Traversable:
    """Return the content's folder: in the wheel inside the package, in a checkout beside `src`."""
    package = files("intimacy_kit")
    shipped = package / "data"
    return shipped if shipped.is_dir() else Path(str(package)).parents[1] / "data"


def _root(path: str | Path | Traversable) -> Traversable:
    """Return the folder that holds pack.yaml; in an archive it may lie one folder deep."""
    root = Path(path) if isinstance(path, str) else path
    if not isinstance(root, Path) or root.suffix != ".zip" or not root.is_file():
        return root
    try:
        archive: Traversable = zipfile.Path(root)
        inside = list(archive.iterdir())
    except (OSError, zipfile.BadZipFile, ValueError):
        return root
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else archive


def _installed(name: str) -> InstalledPack:
    entries = {entry.name: entry for entry in entry_points(group=GROUP)}
    if name not in entries:
        raise UnknownId("installed pack", name, entries)
    return InstalledPack(name, _folder(entries[name]), ())


def _folder(entry: EntryPoint) -> Path:
    """Return the folder that an entry point names, found without importing anything."""
    spec = PathFinder.find_spec(entry.module.partition(".")[0])
    places = list(spec.submodule_search_locations or ()) if spec else []
    top = Path(places[0]) if places else Path(entry.module)
    below = [*entry.module.split(".")[1:], *(entry.attr.split(".") if entry.attr else ())]
    return top.joinpath(*below)
