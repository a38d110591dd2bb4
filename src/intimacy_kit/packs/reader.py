"""One pass over a pack's files: what was read, where each record stands, and all that is wrong."""

import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import attrs

from intimacy_kit._values.record import structure, unstructure
from intimacy_kit._version import __version__
from intimacy_kit.content.catalogue import Catalogue, assemble, laid_on
from intimacy_kit.content.kinds import KINDS
from intimacy_kit.content.pack import Pack, Phrase, differing_placeholders
from intimacy_kit.content.references import reference_problems
from intimacy_kit.content.shelf import SHELVES, Shelf
from intimacy_kit.content.translation import TRANSLATIONS, chain, lay_over, shortcomings
from intimacy_kit.errors import PackError, Problem, did_you_mean
from intimacy_kit.packs import yaml_tree

__all__ = ["Reading", "built_in", "root_of"]

_READ_ERRORS = (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError)
"""What opening or reading a file of a folder or a zip archive may raise."""

_MOST_FILES = 1_000


@attrs.frozen
class _Kind:
    """Where the records of one shelf are kept: in a file, or in all files of a folder."""

    shelf: str
    name: str
    needed: bool = False

    @property
    def is_folder(self) -> bool:
        return not self.name.endswith(".yaml")


_FILES = tuple(
    _Kind(shelf, name, needed=shelf in ("pillars", "scales", "forms", "items"))
    for shelf, name in (
        ("pillars", "pillars.yaml"),
        ("scales", "scales.yaml"),
        ("forms", "forms.yaml"),
        ("sources", "sources.yaml"),
        ("phrases", "phrases.yaml"),
        ("items", "items"),
        ("practices", "practices"),
        ("prompts", "prompts"),
    )
)
_PHRASES = next(kind for kind in _FILES if kind.shelf == "phrases")
_PACK = "pack.yaml"
_LOCALES = "locales"
_NAMES = (_PACK, _LOCALES, *(kind.name for kind in _FILES))


@attrs.frozen
class _Origin:
    """Where a record was read: its file and its tree."""

    file: str
    node: Any


class Reading:
    """Reads a pack, alone or on top of a catalogue.

    Args:
        root: The pack's folder.
        base: A catalogue that the pack adds to. References may lead there, an id
            that is taken there is a problem unless the pack replaces it, and only
            `pack.yaml` has to be there.
        kit_phrases: A function of the pack's language that returns the kit's own phrases; the kit's pack has none.
        on_file: Called with the name of each file before it is read.
    """

    def __init__(
        self,
        root: Traversable,
        base: Catalogue | None = None,
        *,
        kit_phrases: Callable[[str], Shelf[Phrase]] | None = None,
        on_file: Callable[[str], object] | None = None,
    ) -> None:
        self.root = root
        self.base = base
        self.kit_phrases = kit_phrases
        self.on_file = on_file
        self.problems: list[Problem] = []
        self.records: dict[str, list[Any]] = {name: [] for name in SHELVES}
        self.origins: dict[tuple[str, str], _Origin] = {}
        self.broken: dict[str, set[str]] = {name: set() for name in SHELVES}
        self.unread: set[str] = set()

    def finish(self) -> tuple[Catalogue | None, tuple[Problem, ...]]:
        """Return the catalogue, or None with the problems, sorted by place."""
        catalogue = None
        if self._is_folder():
            pack = self._read_pack()
            for kind in _FILES:
                self._read_kind(kind)
            self._check_names()
            if pack:
                catalogue = self._build(pack)
        return (None if self.problems else catalogue), self._sorted()

    def phrases(self) -> Catalogue:
        """Return a catalogue of the pack's phrases and nothing else; problems of other files don't matter.

        Raises:
            PackError: Listing every problem of the two files.
        """
        pack = self._read_pack()
        self._read_records(_PHRASES, _PHRASES.name, needed=True)
        if self.problems or pack is None:
            raise PackError(self._sorted())
        return Catalogue(pack=pack, phrases=Shelf(SHELVES["phrases"], self.records["phrases"]))

    def compile(self) -> dict[str, Any]:
        """Return the pack as plain data: a part for itself, for each shelf and for each translation.

        Raises:
            PackError: Listing every problem.
        """
        catalogue, problems = self.finish()
        if catalogue is None:
            raise PackError(problems)
        parts: dict[str, Any] = {"pack": [catalogue.pack.to_dict()]}
        for shelf in SHELVES:
            parts[shelf] = [value.to_dict() for value in getattr(catalogue, shelf).values()]
        for locale in self._listed(_LOCALES):
            texts = self._read_texts(locale, catalogue.pack.id)
            parts[f"{_LOCALES}/{locale}"] = {
                shelf: {id: unstructure(text) for id, text in given.items()} for shelf, given in texts.items()
            }
        return parts

    def translate(
        self, catalogue: Catalogue, locale: str, *, shelves: Collection[str] = frozenset(TRANSLATIONS)
    ) -> tuple[Catalogue, tuple[Problem, ...]]:
        """Return the catalogue with a language and its more general ones laid over it, as far as the pack has them."""
        self.problems = []
        for tag in chain(locale):
            if self._has_folder(f"{_LOCALES}/{tag}"):
                texts = self._read_texts(tag, catalogue.pack.id, shelves)
                catalogue, problems = lay_over(catalogue, texts, tag)
                self._place(problems)
        return catalogue, self._sorted()

    def review(self, catalogue: Catalogue, locale: str) -> tuple[Problem, ...]:
        """Return what a translation lacks, what is stale, what is left over, and what cannot be read."""
        self.problems = []
        if locale in chain(locale) and self._has_folder(f"{_LOCALES}/{locale}"):
            self._place(shortcomings(catalogue, self._read_texts(locale, catalogue.pack.id)))
        else:
            message = f"the pack has no translation {locale!a}"
            self.problems.append(Problem("missing-file", message, "add the folder", file=f"{_LOCALES}/{locale}/"))
        return self._sorted()

    def _sorted(self) -> tuple[Problem, ...]:
        return tuple(sorted(self.problems, key=lambda each: (each.file, each.line, each.column, each.code)))

    # Files -------------------------------------------------------------------

    def _is_folder(self) -> bool:
        try:
            there = self.root.is_dir()
        except _READ_ERRORS:
            there = False
        if not there:
            message = "there is no such folder or zip archive"
            self.problems.append(Problem("unreadable", message, "name the folder that holds pack.yaml"))
        return there

    def _at(self, name: str) -> Traversable:
        """Return the file or folder of a name with slashes in it, there or not; the pack's own is a dot."""
        file = self.root
        for part in name.split("/") if name != "." else ():
            file = file / part
        return file

    def _has_folder(self, name: str) -> bool:
        """Whether a folder is there; that it cannot be told is a problem."""
        try:
            return self._at(name).is_dir()
        except _READ_ERRORS as error:
            self._unreadable("folder", f"{name}/", error)
            return False

    def _unreadable(self, what: str, name: str, error: Exception) -> None:
        message = f"the {what} cannot be read ({type(error).__name__})"
        self.problems.append(Problem("unreadable", message, "make it readable", file=name))

    def _listed(self, name: str) -> list[str]:
        """Return the names in a folder, sorted; those that begin with a dot are nobody's business."""
        try:
            names = sorted(each.name for each in self._at(name).iterdir() if not each.name.startswith("."))
        except _READ_ERRORS as error:
            self._unreadable("folder", f"{name}/", error)
            return []
        if len(names) > _MOST_FILES:
            message = f"the folder holds more than {_MOST_FILES} files"
            self.problems.append(Problem("too-large", message, "split the pack", file=f"{name}/"))
            return []
        return names

    def _read_file(self, name: str, *, needed: bool) -> Any:
        """Return a file's tree, or None when there is nothing to go on with."""
        file = self._at(name)
        try:
            if not file.is_file():
                if needed:
                    message = f"every pack needs {name}"
                    self.problems.append(Problem("missing-file", message, "add the file", file=name))
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

    def _check_inside(self, file: Traversable) -> None:
        """Refuse a link that leads out of the pack."""
        if isinstance(file, Path) and isinstance(self.root, Path):
            inside = file.resolve().is_relative_to(self.root.resolve())
            if not inside:
                raise PermissionError

    def _check_names(self) -> None:
        """Note YAML files and folders of them that no pack has; they are mostly misspelt."""
        for name in self._listed("."):
            if name in _NAMES:
                continue
            hint = did_you_mean(name.partition(".")[0], [known.partition(".")[0] for known in _NAMES])
            misspelt = name.endswith((".yaml", ".yml")) or (hint and self._has_folder(name))
            if misspelt:
                message = f"{name!a} is not part of a pack"
                self.problems.append(Problem("unknown-file", message, hint or "rename or move it", file=name))

    # Records -----------------------------------------------------------------

    def _read_pack(self) -> Pack | None:
        node = self._read_file(_PACK, needed=True)
        if node is None:
            return None
        origin = _Origin(_PACK, node)
        pack: Pack | None = self._structured(Pack, origin)
        if pack and (flaw := _kit_flaw(pack.kit)):
            self._note(Problem(*flaw, path=("kit",)), origin)
        self.origins["pack", pack.id if pack else ""] = origin
        return pack

    def _read_kind(self, kind: _Kind) -> None:
        needed = kind.needed and self.base is None
        if not kind.is_folder:
            self._read_records(kind, kind.name, needed=needed)
            return
        names = self._listed(kind.name) if self._has_folder(kind.name) else []
        for name in names:
            if name.endswith(".yaml"):
                self._read_records(kind, f"{kind.name}/{name}", needed=True)
            else:
                message = "only files whose names end with .yaml are read here"
                self.problems.append(Problem("unknown-file", message, "rename or move it", file=f"{kind.name}/{name}"))
        if needed and not names:
            message = f"the pack has no {kind.name}"
            self.problems.append(Problem("missing-file", message, "add a file to this folder", file=f"{kind.name}/"))

    def _read_records(self, kind: _Kind, name: str, *, needed: bool) -> None:
        before = len(self.problems)
        node = self._read_file(name, needed=needed)
        if len(self.problems) > before or not isinstance(node, yaml_tree.SequenceNode | None):
            self.unread.add(kind.shelf)
        if node is None:
            return
        if not isinstance(node, yaml_tree.SequenceNode):
            message = "this should be a list of records"
            self._note(Problem("wrong-kind", message, "begin each record with '- '"), _Origin(name, node))
            return
        for each in node:
            self._read_record(kind, _Origin(name, each))

    def _read_record(self, kind: _Kind, origin: _Origin) -> None:
        """Read one record; its id counts as there even when the rest of it is broken."""
        id = _written_id(origin.node)
        value = self._structured(KINDS[kind.shelf], origin)
        if not id:
            return
        earlier = self.origins.setdefault((kind.shelf, id), origin)
        if earlier is not origin:
            line, _ = yaml_tree.locate(earlier.node, ())
            message = f"the id {id[:100]!a} is taken in {earlier.file}, line {line}"
            self._note(Problem("duplicate-id", message, "give one of them another id", ("id",)), origin)
        elif value is None:
            self.broken[kind.shelf].add(id)
        else:
            self.records[kind.shelf].append(value)

    def _structured(self, record: Any, origin: _Origin) -> Any:
        """Return the value of a record, or None with its problems noted."""
        problems: list[Problem] = []
        value = structure(record, origin.node, (), problems)
        for problem in problems:
            self._note(problem, origin)
        return None if problems else value

    def _note(self, problem: Problem, origin: _Origin) -> None:
        """Note a problem whose path begins at a record."""
        at_key = problem.code == "unknown-key"
        line, column = yaml_tree.locate(origin.node, problem.path, at_key=at_key)
        self.problems.append(attrs.evolve(problem, file=origin.file, line=line, column=column))

    def _place(self, problems: Iterable[Problem]) -> None:
        """Note problems whose paths begin with a shelf and an id."""
        for problem in problems:
            shelf, id, *below = problem.path
            origin = self.origins.get((str(shelf), str(id)))
            if origin is None:
                self.problems.append(problem)
            else:
                self._note(attrs.evolve(problem, path=tuple(below)), origin)

    # The catalogue -----------------------------------------------------------

    def _build(self, pack: Pack) -> Catalogue | None:
        """Return the catalogue when every reference resolves and nothing else is wrong."""
        whole, shelves, taken = laid_on(self.base, pack, self.records)
        self._place(taken)
        kit_phrases = self._kit_phrases(pack)
        for phrase in self.records["phrases"]:
            original = kit_phrases.get(phrase.id)
            if original is not None and (problem := differing_placeholders(phrase, original)):
                self._place([problem])
        self._place(reference_problems(whole, shelves, known=self.broken, unread=self.unread))
        return None if self.problems else assemble(whole, shelves, kit_phrases)

    def _kit_phrases(self, pack: Pack) -> Shelf[Phrase]:
        """Return the phrases that the pack falls back to."""
        if self.base is not None:
            return self.base.kit_phrases
        return Shelf(SHELVES["phrases"]) if self.kit_phrases is None else self.kit_phrases(pack.locale)

    # Translations ------------------------------------------------------------

    def _read_texts(
        self, locale: str, pack_id: str, shelves: Collection[str] = frozenset(TRANSLATIONS)
    ) -> dict[str, dict[str, Any]]:
        """Return the texts of one language for some shelves, by shelf and id."""
        here = f"{_LOCALES}/{locale}"
        texts: dict[str, dict[str, Any]] = {name: {} for name in TRANSLATIONS}
        node = self._read_file(f"{here}/{_PACK}", needed=False) if "pack" in shelves else None
        if node is not None:
            self._read_text("pack", pack_id, _Origin(f"{here}/{_PACK}", node), texts)
        for kind in _FILES:
            if kind.shelf in TRANSLATIONS and kind.shelf in shelves:
                place = f"{here}/{kind.name}"
                names = self._listed(place) if kind.is_folder and self._has_folder(place) else []
                for name in [f"{place}/{each}" for each in names] if kind.is_folder else [place]:
                    self._read_text_file(kind.shelf, name, texts)
        return texts

    def _read_text_file(self, shelf: str, name: str, texts: dict[str, dict[str, Any]]) -> None:
        node = self._read_file(name, needed=False)
        if isinstance(node, yaml_tree.MapNode):
            for id, each in node.items():
                self._read_text(shelf, id, _Origin(name, each), texts)
        elif node is not None:
            message = "this should map ids to texts"
            self._note(Problem("wrong-kind", message, "begin each entry with its id and a colon"), _Origin(name, node))

    def _read_text(self, shelf: str, id: str, origin: _Origin, texts: dict[str, dict[str, Any]]) -> None:
        self.origins[shelf, id] = origin
        value = self._structured(TRANSLATIONS[shelf], origin)
        if value is not None:
            texts[shelf][id] = value


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


def _written_id(node: Any) -> str:
    """Return the id that a record gives itself, as written, or an empty text."""
    id = node.get("id") if isinstance(node, yaml_tree.MapNode) else None
    return str(getattr(id, "text", ""))


_RANGE = re.compile(r"(>=|<=|==|!=|>|<) *((?:0|[1-9][0-9]{0,8})(?:\.(?:0|[1-9][0-9]{0,8})){0,3})")


def _kit_flaw(wanted: str) -> tuple[str, str, str] | None:
    """Return what is wrong with a range of kit versions, for this version, as code, message and remedy."""
    ours = _release(__version__)
    for part in wanted.split(","):
        match = _RANGE.fullmatch(part.strip())
        if not match:
            return "bad-version", f"{wanted[:40]!a} is not a version range", "write it as >=0.1,<1"
        if not _compares(match[1], ours, _release(match[2])):
            message = f"the pack wants intimacy_kit {wanted[:40]}, and this is {__version__}"
            return "other-kit", message, "install a version that fits, or mend the range"
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
