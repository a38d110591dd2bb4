"""Reading packs: the only place where the library touches files.

A pack is a folder of YAML files. The built-in content is one, read by the same
road as anybody's. All problems of all files come back at once, each with its
file, line and column.
"""

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, cast

import attrs

from intimacy_kit import _yaml
from intimacy_kit._plain import Record, structure
from intimacy_kit._version import __version__
from intimacy_kit.catalogue import SHELVES, Catalogue, Shelf, reference_problems
from intimacy_kit.content import Form, Item, Pack, Pillar, Practice, Prompt, ResponseScale, Source
from intimacy_kit.errors import PackError, Problem, did_you_mean

__all__ = ["check_path", "load", "load_path"]


@attrs.frozen
class _Kind:
    """Where the records of one shelf are kept."""

    shelf: str
    record: type[Record]
    name: str
    needed: bool = False

    @property
    def is_folder(self) -> bool:
        return not self.name.endswith(".yaml")


_KINDS = (
    _Kind("pillars", Pillar, "pillars.yaml", needed=True),
    _Kind("scales", ResponseScale, "scales.yaml", needed=True),
    _Kind("forms", Form, "forms.yaml", needed=True),
    _Kind("sources", Source, "sources.yaml"),
    _Kind("items", Item, "items", needed=True),
    _Kind("practices", Practice, "practices"),
    _Kind("prompts", Prompt, "prompts"),
)
_PACK = "pack.yaml"
_NAMES = (_PACK, *(kind.name for kind in _KINDS))


def load() -> Catalogue:
    """Return the built-in catalogue.

    Raises:
        PackError: When the installed content is damaged.
    """
    return load_path(_built_in())


def load_path(path: str | Path | Traversable) -> Catalogue:
    """Return the catalogue of a pack.

    Args:
        path: The pack's folder; anything that `importlib.resources` can walk will do.

    Raises:
        PackError: Listing every problem of every file.
    """
    catalogue, problems = _Reading(_root(path)).finish()
    if catalogue is None:
        raise PackError(problems)
    return catalogue


def check_path(path: str | Path | Traversable) -> tuple[Problem, ...]:
    """Return every problem of a pack, sorted by place; nothing when it is sound.

    Args:
        path: The pack's folder.
    """
    return _Reading(_root(path)).finish()[1]


def _built_in() -> Traversable:
    """Return the content's folder: in the wheel inside the package, in a checkout beside `src`."""
    package = files("intimacy_kit")
    shipped = package / "data"
    return shipped if shipped.is_dir() else Path(str(package)).parents[1] / "data"


def _root(path: str | Path | Traversable) -> Traversable:
    return Path(path) if isinstance(path, str) else path


@attrs.frozen
class _Origin:
    """Where a record was read: its file and its tree."""

    file: str
    node: Any


class _Reading:
    """One pass over a pack: what was read, where each record stands, and what is wrong."""

    def __init__(self, root: Traversable) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.records: dict[str, list[Any]] = {name: [] for name in SHELVES}
        self.origins: dict[tuple[str, str], _Origin] = {}
        self.broken: dict[str, set[str]] = {name: set() for name in SHELVES}
        self.pack: Pack | None = None
        self.pack_origin: _Origin | None = None

    def finish(self) -> tuple[Catalogue | None, tuple[Problem, ...]]:
        if self.is_there():
            self.read_pack()
            for kind in _KINDS:
                self.read_kind(kind)
            self.check_names()
        catalogue = self.build(self.pack) if self.pack else None
        self.problems.sort(key=lambda problem: (problem.file, problem.line, problem.column, problem.code))
        return (None if self.problems else catalogue), tuple(self.problems)

    def is_there(self) -> bool:
        try:
            there = self.root.is_dir()
        except OSError:
            there = False
        if not there:
            self.problems.append(
                Problem("unreadable", "there is no such folder", "name the folder that holds pack.yaml")
            )
        return there

    def read_pack(self) -> None:
        node = self.read_file(_PACK, needed=True)
        if node is None:
            return
        self.pack_origin = _Origin(_PACK, node)
        self.pack = self.build_record(Pack, self.pack_origin)
        if self.pack and (flaw := _kit_flaw(self.pack.kit)):
            self.note(Problem(*flaw, path=("kit",)), self.pack_origin)

    def read_kind(self, kind: _Kind) -> None:
        if not kind.is_folder:
            self.read_records(kind, kind.name, needed=kind.needed)
            return
        folder = self.root / kind.name
        names = sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []
        names = [name for name in names if not name.startswith(".")]
        for name in names:
            if name.endswith(".yaml"):
                self.read_records(kind, f"{kind.name}/{name}", needed=True)
            else:
                message = "only files whose names end with .yaml are read here"
                self.problems.append(Problem("unknown-file", message, "rename or move it", file=f"{kind.name}/{name}"))
        if kind.needed and not names:
            message = f"the pack has no {kind.name}"
            self.problems.append(Problem("missing-file", message, "add a file to this folder", file=f"{kind.name}/"))

    def read_records(self, kind: _Kind, name: str, *, needed: bool) -> None:
        node = self.read_file(name, needed=needed)
        if node is None:
            return
        if not isinstance(node, _yaml.SequenceNode):
            message = "this should be a list of records"
            self.note(Problem("wrong-kind", message, "begin each record with '- '"), _Origin(name, node))
            return
        for each in node:
            self.read_record(kind, _Origin(name, each))

    def read_record(self, kind: _Kind, origin: _Origin) -> None:
        """Read one record; its id counts as there even when the rest of it is broken."""
        id = _written_id(origin.node)
        value = self.build_record(kind.record, origin)
        earlier = self.origins.get((kind.shelf, id))
        if id and earlier:
            line, _ = _yaml.locate(earlier.node, ())
            message = f"the id {id!a} is taken in {earlier.file}, line {line}"
            self.note(Problem("duplicate-id", message, "give one of them another id", ("id",)), origin)
        elif id:
            self.origins[kind.shelf, id] = origin
            if value is None:
                self.broken[kind.shelf].add(id)
            else:
                self.records[kind.shelf].append(value)

    def read_file(self, name: str, *, needed: bool) -> Any:
        """Return a file's tree, or None when there is nothing to go on with."""
        file = self.root
        for part in name.split("/"):
            file = file / part
        try:
            if not needed and not file.is_file():
                return None
            data = _read_capped(file)
        except FileNotFoundError:
            self.problems.append(Problem("missing-file", f"every pack needs {name}", "add the file", file=name))
            return None
        except OSError as error:
            message = f"the file cannot be read ({type(error).__name__})"
            self.problems.append(Problem("unreadable", message, "make it readable", file=name))
            return None
        tree, problems = _yaml.read(data)
        self.problems += (attrs.evolve(each, file=name) for each in problems)
        return None if problems else tree

    def build_record(self, record: type[Any], origin: _Origin) -> Any:
        """Return the value of a record, or None with its problems noted."""
        problems: list[Problem] = []
        value = structure(record, origin.node, (), problems)
        for problem in problems:
            self.note(problem, origin)
        return None if problems else value

    def note(self, problem: Problem, origin: _Origin) -> None:
        """Note a problem whose path begins at a record."""
        at_key = problem.code in ("unknown-key", "null-value")
        line, column = _yaml.locate(origin.node, problem.path, at_key=at_key)
        self.problems.append(attrs.evolve(problem, file=origin.file, line=line, column=column))

    def build(self, pack: Pack) -> Catalogue | None:
        """Return the catalogue when every reference resolves and nothing else is wrong."""
        shelves = {kind.shelf: Shelf(SHELVES[kind.shelf], self.records[kind.shelf]) for kind in _KINDS}
        for problem in reference_problems(pack, shelves, known=self.broken):
            shelf, id, *path = problem.path
            self.note(attrs.evolve(problem, path=tuple(path)), self.origins[str(shelf), str(id)])
        return None if self.problems else Catalogue(pack=pack, **cast(Any, shelves))

    def check_names(self) -> None:
        """Note YAML files and folders of them that no pack has; they are mostly misspelt."""
        for each in self.root.iterdir():
            name = each.name
            if name in _NAMES or name == "locales" or name.startswith("."):
                continue
            hint = did_you_mean(name, _NAMES)
            if name.endswith((".yaml", ".yml")) or (hint and each.is_dir()):
                message = f"{name!a} is not part of a pack"
                self.problems.append(Problem("unknown-file", message, hint or "rename or move it", file=name))


def _written_id(node: Any) -> str:
    """Return the id or key that a record gives itself, as written, or an empty text."""
    if isinstance(node, _yaml.MapNode):
        for key in ("id", "key"):
            if hasattr(node.get(key), "text"):
                return str(node[key].text)
    return ""


def _read_capped(file: Traversable) -> bytes:
    """Return a file's bytes, at most one more than a pack file may have."""
    with file.open("rb") as stream:
        return stream.read(_yaml.LIMITS.bytes + 1)


_RANGE = re.compile(r"(>=|<=|==|!=|>|<) *((?:0|[1-9][0-9]{0,8})(?:\.(?:0|[1-9][0-9]{0,8})){0,3})")


def _kit_flaw(wanted: str) -> tuple[str, str, str] | None:
    """Return what is wrong with a range of kit versions, for this version, as code, message and remedy."""
    ours = _release(__version__)
    for part in wanted.split(","):
        match = _RANGE.fullmatch(part.strip())
        if not match:
            return "bad-version", f"{wanted[:40]!a} is not a version range", "write it as >=0.1,<1"
        if not _compares(match[1], ours, _release(match[2])):
            return "newer-kit", f"the pack wants intimacy_kit {wanted}, and this is {__version__}", "install another"
    return None


def _release(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    return tuple(numbers + [0] * (4 - len(numbers)))


def _compares(operator: str, ours: tuple[int, ...], theirs: tuple[int, ...]) -> bool:
    return {
        ">=": ours >= theirs,
        "<=": ours <= theirs,
        "==": ours == theirs,
        "!=": ours != theirs,
        ">": ours > theirs,
        "<": ours < theirs,
    }[operator]
