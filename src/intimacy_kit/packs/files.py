"""The files of one pack: in a folder, in a zip archive, or wherever `importlib.resources` can walk."""

import zipfile
import zlib
from collections.abc import Callable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import attrs

from intimacy_kit.content.kinds import KINDS
from intimacy_kit.errors import Problem, did_you_mean
from intimacy_kit.packs import yaml_tree

LOCALES = "locales"
"""The folder of translations."""

_READ_ERRORS = (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError)
"""What opening or reading a file of a folder or a zip archive may raise."""

_MOST_FILES = 1_000
_NAMES = (LOCALES, *(kind.file for kind in KINDS.values()))


class Files:
    """Reads the files of a pack as trees, and collects what is wrong with them.

    Args:
        root: The pack's folder.
        on_file: Called with the name of each file before it is read.
    """

    def __init__(self, root: Traversable, on_file: Callable[[str], object] | None = None) -> None:
        self.root = root
        self.on_file = on_file
        self.problems: list[Problem] = []

    def add(self, code: str, message: str, remedy: str, file: str) -> None:
        """Note a problem of a whole file."""
        self.problems.append(Problem(code, message, remedy, file=file))

    def is_pack(self) -> bool:
        """Whether the pack's folder exists; a missing folder is a problem."""
        try:
            there = self.root.is_dir()
        except _READ_ERRORS:
            there = False
        if not there:
            self.add("unreadable", "there is no such folder or zip archive", "name the folder that holds pack.yaml", "")
        return there

    def has_folder(self, name: str) -> bool:
        """Whether a folder exists; a folder that cannot be read is a problem."""
        try:
            return self._at(name).is_dir()
        except _READ_ERRORS as error:
            self._unreadable("folder", f"{name}/", error)
            return False

    def list_names(self, name: str) -> list[str]:
        """Return the names in a folder, sorted; a dot stands for the pack's own. Hidden files are skipped."""
        try:
            names = sorted(each.name for each in self._at(name).iterdir() if not each.name.startswith("."))
        except _READ_ERRORS as error:
            self._unreadable("folder", f"{name}/", error)
            return []
        if len(names) > _MOST_FILES:
            self.add("too-large", f"the folder holds more than {_MOST_FILES} files", "split the pack", f"{name}/")
            return []
        return names

    def read(self, name: str, *, needed: bool) -> Any:
        """Return a file's tree, or None when it cannot be read."""
        file = self._at(name)
        try:
            if not file.is_file():
                if needed:
                    self.add("missing-file", f"every pack needs {name}", "add the file", name)
                return None
            self._check_inside(file)
            if self.on_file is not None:
                self.on_file(name)
            with file.open("rb") as stream:
                data = stream.read(yaml_tree.LIMITS.bytes + 1)
        except _READ_ERRORS as error:
            self._unreadable("file", name, error)
            return None
        tree, problems = yaml_tree.read(data)
        self.problems += (attrs.evolve(each, file=name) for each in problems)
        return None if problems else tree

    def check_names(self) -> None:
        """Note YAML files and folders of them that no pack has; they are mostly misspelt."""
        for name in self.list_names("."):
            if name in _NAMES:
                continue
            hint = did_you_mean(name.partition(".")[0], [known.partition(".")[0] for known in _NAMES])
            misspelt = name.endswith((".yaml", ".yml")) or (hint and self.has_folder(name))
            if misspelt:
                self.add("unknown-file", f"{name!a} is not part of a pack", hint or "rename or move it", name)

    def _at(self, name: str) -> Traversable:
        """Return the file or folder of a name with slashes in it, there or not."""
        file = self.root
        for part in name.split("/") if name != "." else ():
            file = file / part
        return file

    def _unreadable(self, what: str, name: str, error: Exception) -> None:
        self.add("unreadable", f"the {what} cannot be read ({type(error).__name__})", "make it readable", name)

    def _check_inside(self, file: Traversable) -> None:
        """Refuse a link to a file outside the pack."""
        if isinstance(file, Path) and isinstance(self.root, Path):
            inside = file.resolve().is_relative_to(self.root.resolve())
            if not inside:
                raise PermissionError


def built_in() -> Traversable:
    """Return the content's folder: in the wheel inside the package, in a checkout beside `src`."""
    package = files("intimacy_kit")
    shipped = package / "data"
    return shipped if shipped.is_dir() else Path(str(package)).parents[1] / "data"


def root_of(path: str | Path | Traversable) -> Traversable:
    """Return the folder that holds pack.yaml; in an archive it may lie one folder deep."""
    root = Path(path) if isinstance(path, str) else path
    if not isinstance(root, Path) or root.suffix != ".zip":
        return root
    try:
        if not root.is_file():
            return root
        archive: Traversable = zipfile.Path(root)
        inside = list(archive.iterdir())
    except (OSError, zipfile.BadZipFile, ValueError):
        return root
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else archive
