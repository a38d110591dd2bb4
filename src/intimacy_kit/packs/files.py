"""The files of one pack: in a folder, in a zip archive, or wherever `importlib.resources` can walk."""

import os
import zipfile
from collections.abc import Callable, Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path
from typing import Any

import attrs

from intimacy_kit._outside_text import LONGEST, Hints
from intimacy_kit._values.arguments import expect
from intimacy_kit.content.kinds import KINDS
from intimacy_kit.content.translation import chain
from intimacy_kit.errors import Problem
from intimacy_kit.packs import archive, yaml_tree
from intimacy_kit.packs.archive import READ_ERRORS

LOCALES = "locales"
"""The folder of translations."""

MOST_FILES = 1_000
"""Files that a folder holds, and that are read of a pack, at most."""

MOST_PROBLEMS = 200
"""Problems that are listed of a pack, the last of which says that there are more."""

MOST_TRANSLATED = 100_000
"""Problems that are listed of a translation of a sound pack; the pack's own limits keep below it."""

_NAMES = (LOCALES, *(kind.file for kind in KINDS.values()))


class Enough(Exception):
    """Ends the reading of a pack that is refused whatever else is in it; the reason is noted."""


class Files:
    """Reads the files of a pack as trees, and collects what is wrong with them, within limits for the whole pack.

    Args:
        path: The pack's folder or zip archive.
        on_file: Called with the name of each file before it is read.
    """

    def __init__(self, path: str | Path | Traversable, on_file: Callable[[str], object] | None = None) -> None:
        self.root, self._unfit = root_of(path)
        self.on_file = on_file
        self.problems: list[Problem] = []
        self.most_problems = MOST_PROBLEMS
        self.hints = Hints()
        self._budget = yaml_tree.Budget()
        self._read = 0
        self._outside: set[str] = set()

    def renew_budget(self) -> None:
        """Let a translation be as large as the pack itself may be."""
        self._budget = yaml_tree.Budget()

    def add(self, code: str, message: str, remedy: str, file: str) -> None:
        """Note a problem of a whole file."""
        self.note([Problem(code, message, remedy, file=file)])

    def note(self, problems: Iterable[Problem]) -> None:
        """Note problems.

        Raises:
            Enough: When there are more than are listed.
        """
        for problem in problems:
            if len(self.problems) == self.most_problems - 1:
                message = f"there are more problems than the {self.most_problems - 1} that are listed"
                self.problems.append(Problem("too-many-problems", message, "mend these first"))
                raise Enough
            self.problems.append(problem)

    def is_pack(self) -> bool:
        """Whether the pack's folder exists and is fit to be read; a pack without one is a problem."""
        if self._unfit:
            self.note(self._unfit)
            return False
        try:
            there = self.root.is_dir()
        except READ_ERRORS:
            there = False
        if not there:
            self.add("unreadable", "there is no such folder or zip archive", "name the folder that holds pack.yaml", "")
        return there

    def has_folder(self, name: str) -> bool:
        """Whether a folder exists; a folder that cannot be read is a problem."""
        try:
            return self._at(name).is_dir()
        except READ_ERRORS as error:
            self._unreadable("folder", f"{name}/", error)
            return False

    def list_names(self, name: str) -> list[str]:
        """Return the names in a folder, sorted; a dot stands for the pack's own. Hidden files are skipped."""
        try:
            folder = self._at(name)
            if self._leads_out(folder, name):
                return []
            found = (each.name for each in folder.iterdir() if not each.name.startswith("."))
            names = sorted(islice(found, MOST_FILES + 1))
        except READ_ERRORS as error:
            self._unreadable("folder", f"{name}/", error)
            return []
        if len(names) > MOST_FILES:
            self.add("too-large", f"the folder holds more than {MOST_FILES} files", "split the pack", f"{name}/")
            return []
        return names

    def list_locales(self) -> list[str]:
        """Return the languages that the pack has translations in, sorted; a folder that leads out of it has none."""
        names = self.list_names(LOCALES) if self.has_folder(LOCALES) else []
        return [name for name in names if chain(name)[-1:] == (name,) and self.has_folder(f"{LOCALES}/{name}")]

    def read(self, name: str, *, needed: bool) -> Any:
        """Return a file's tree, or None when it cannot be read."""
        file = self._at(name)
        try:
            if self._leads_out(file, name):
                return None
            if not file.is_file():
                if needed:
                    self.add("missing-file", f"every pack needs {name}", "add the file", name)
                return None
            self._count()
            if self.on_file is not None:
                self.on_file(name)
            with file.open("rb") as stream:
                data = stream.read(yaml_tree.LIMITS.bytes + 1)
        except READ_ERRORS as error:
            self._unreadable("file", name, error)
            return None
        self._budget.bytes -= len(data)
        if self._budget.bytes < 0:
            self._stop("too-large", f"the pack has more than {yaml_tree.Budget().bytes} bytes")
        tree, problems = yaml_tree.read(data, budget=self._budget)
        if self._budget.nodes < 0:
            self._stop("too-many-nodes", f"the pack holds more than {yaml_tree.Budget().nodes} values")
        self.note(attrs.evolve(each, file=name) for each in problems)
        return None if problems else tree

    def _count(self) -> None:
        self._read += 1
        if self._read > MOST_FILES:
            self._stop("too-large", f"the pack has more than {MOST_FILES} files")

    def _stop(self, code: str, message: str) -> None:
        """Refuse the whole pack."""
        self.add(code, message, "make several packs of it", "")
        raise Enough

    def check_names(self) -> None:
        """Note YAML files and folders of them that no pack has; they are mostly misspelt."""
        for name in self.list_names("."):
            if name in _NAMES:
                continue
            hint = self.hints.nearest(name.partition(".")[0], [known.partition(".")[0] for known in _NAMES])
            misspelt = name.endswith((".yaml", ".yml")) or (hint and self.has_folder(name))
            if misspelt:
                self.add("unknown-file", f"{name[:LONGEST]!a} is not part of a pack", hint or "rename or move it", name)

    def _at(self, name: str) -> Traversable:
        """Return the file or folder of a name with slashes in it, there or not."""
        file = self.root
        for part in name.split("/") if name != "." else ():
            file = file / part
        return file

    def _unreadable(self, what: str, name: str, error: Exception) -> None:
        self.add("unreadable", f"the {what} cannot be read ({type(error).__name__})", "make it readable", name)

    def _leads_out(self, file: Traversable, name: str) -> bool:
        """Whether a file or folder lies outside of the pack; the link that leads there is a problem, once."""
        if not isinstance(file, Path) or not isinstance(self.root, Path):
            return False
        root = self.root.resolve()
        if file.resolve().is_relative_to(root):
            return False
        parents = [each for each in reversed(file.relative_to(self.root).parents) if each.name]
        link = next((each for each in parents if not (self.root / each).resolve().is_relative_to(root)), Path(name))
        if link.as_posix() not in self._outside:
            self._outside.add(link.as_posix())
            self.add("outside-pack", "this leads out of the pack", "put in what it leads to", link.as_posix())
        return True


def built_in() -> Traversable:
    """Return the content's folder: in the wheel inside the package, in a checkout beside `src`."""
    package = files("intimacy_kit")
    shipped = package / "data"
    return shipped if shipped.is_dir() else Path(str(package)).parents[1] / "data"


def root_of(path: str | Path | Traversable) -> tuple[Traversable, tuple[Problem, ...]]:
    """Return the folder that holds pack.yaml, which in an archive may lie one folder deep, and what makes it unfit."""
    root = Path(path) if isinstance(path, str | os.PathLike) else path
    if not hasattr(root, "is_dir"):
        expect(Traversable, root, "path", "give the pack's folder or zip archive")
    if isinstance(root, zipfile.Path):
        return root, archive.unfit_members(root.root, Path(root.root.filename or "").name)
    return archive.opened(root) if isinstance(root, Path) and root.suffix == ".zip" else (root, ())
