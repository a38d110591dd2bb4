"""From the trees of a pack's files to a catalogue, each problem with its place."""

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import attrs

from intimacy_kit._values.record import structure, unstructure
from intimacy_kit.content.catalogue import Catalogue, assemble, laid_on
from intimacy_kit.content.kinds import PACK, SHELVES, Kind
from intimacy_kit.content.pack import Pack, Phrase, differing_placeholders
from intimacy_kit.content.references import reference_problems
from intimacy_kit.content.shelf import Shelf
from intimacy_kit.content.translation import TRANSLATIONS, chain, lay_over, shortcomings
from intimacy_kit.errors import PackError, Problem, Problems
from intimacy_kit.packs import yaml_tree
from intimacy_kit.packs.files import LOCALES, MOST_TRANSLATED, Enough, Files


@attrs.frozen
class _Origin:
    """Where a record was read: its file and its tree."""

    file: str
    node: Any


class Reading:
    """Reads a pack, alone or on top of a catalogue.

    Args:
        path: The pack's folder or zip archive.
        base: A catalogue that the pack adds to. References may resolve there, an id
            that is taken there is a problem unless the pack replaces it, and only
            `pack.yaml` has to be there.
        kit_phrases: A function of the pack's language that returns the kit's own phrases; the kit's pack has none.
        on_file: Called with the name of each file before it is read.
    """

    def __init__(
        self,
        path: str | Path | Traversable,
        base: Catalogue | None = None,
        *,
        kit_phrases: Callable[[str], Shelf[Phrase]] | None = None,
        on_file: Callable[[str], object] | None = None,
    ) -> None:
        self.files = Files(path, on_file)
        self.base = base
        self.kit_phrases = kit_phrases
        self.records: dict[str, list[Any]] = {name: [] for name in SHELVES}
        self.origins: dict[tuple[str, str], _Origin] = {}
        self.broken: dict[str, set[str]] = {name: set() for name in SHELVES}
        self.unread: set[str] = set()

    def finish(self) -> tuple[Catalogue | None, tuple[Problem, ...]]:
        """Return the catalogue, or None with the problems, sorted by place."""
        catalogue = None
        with suppress(Enough):
            catalogue = self._read_all()
        return (None if self.problems else catalogue), self._sort_problems()

    def _read_all(self) -> Catalogue | None:
        if not self.files.is_pack():
            return None
        pack = self._read_pack()
        for kind in SHELVES.values():
            self._read_kind(kind)
        self.files.check_names()
        if pack is None:
            return None
        self._check_locales(pack)
        return self._build(pack)

    @property
    def problems(self) -> list[Problem]:
        """The problems so far, unsorted."""
        return self.files.problems

    def phrases(self) -> Catalogue:
        """Return a catalogue of the pack's phrases and nothing else; problems of other files don't matter.

        Raises:
            PackError: Listing every problem of the two files.
        """
        pack = None
        with suppress(Enough):
            pack = self._read_pack()
            self._read_records(SHELVES["phrases"], SHELVES["phrases"].file, needed=True)
        if self.problems or pack is None:
            raise PackError(self._sort_problems())
        return Catalogue(pack=pack, phrases=SHELVES["phrases"].shelve(self.records["phrases"]))

    def compile(self) -> dict[str, Any]:
        """Return the pack as plain data: a part for itself, for each shelf and for each translation.

        Raises:
            PackError: Listing every problem of the pack, or else of its translations.
        """
        catalogue, problems = self.finish()
        if catalogue is None:
            raise PackError(problems)
        parts: dict[str, Any] = {"pack": [catalogue.pack.to_dict()]}
        for shelf in SHELVES:
            parts[shelf] = [value.to_dict() for value in getattr(catalogue, shelf).values()]
        with suppress(Enough):
            for locale in self.files.list_locales():
                texts = self._read_texts(locale, catalogue.pack.id)
                self._place(lay_over(catalogue, texts, locale)[1])
                parts[f"{LOCALES}/{locale}"] = {
                    shelf: {id: unstructure(text) for id, text in given.items()} for shelf, given in texts.items()
                }
        if self.problems:
            raise PackError(self._sort_problems())
        return parts

    def translate(
        self, catalogue: Catalogue, locale: str, *, shelves: Collection[str] = frozenset(TRANSLATIONS)
    ) -> tuple[Catalogue, tuple[Problem, ...]]:
        """Return the catalogue translated into a language and its more general ones, as far as the pack has them."""
        self.files.problems = []
        with suppress(Enough):
            for tag in chain(locale):
                if self.files.has_folder(f"{LOCALES}/{tag}"):
                    texts = self._read_texts(tag, catalogue.pack.id, shelves)
                    catalogue, problems = lay_over(catalogue, texts, tag)
                    self._place(problems)
        return catalogue, self._sort_problems()

    def review(self, catalogue: Catalogue, locale: str) -> tuple[Problem, ...]:
        """Return what a translation lacks, what is stale, what is left over, and what cannot be read."""
        self.files.problems = []
        self.files.most_problems = MOST_TRANSLATED  # what is left to translate is a list of work, listed whole
        with suppress(Enough):
            if locale in chain(locale) and self.files.has_folder(f"{LOCALES}/{locale}"):
                self._place(shortcomings(catalogue, self._read_texts(locale, catalogue.pack.id)))
            else:
                message = f"the pack has no translation {locale!a}"
                self.files.add("missing-file", message, "add the folder", f"{LOCALES}/{locale}/")
        return self._sort_problems()

    def _sort_problems(self) -> tuple[Problem, ...]:
        return tuple(sorted(self.problems, key=_place_of))

    # Records -----------------------------------------------------------------

    def _read_pack(self) -> Pack | None:
        node = self.files.read(PACK.file, needed=True)
        if node is None:
            return None
        origin = _Origin(PACK.file, node)
        pack: Pack | None = self._structure(Pack, origin)
        self.origins["pack", pack.id if pack else ""] = origin
        return pack

    def _check_locales(self, pack: Pack) -> None:
        """Note translations that the pack lists and does not have, and a folder of them that leads out of it."""
        self.files.list_locales()
        for tag in pack.locales:
            if not self.files.has_folder(f"{LOCALES}/{tag}"):
                message = f"the pack has no translation {tag!a}"
                remedy = f"add the folder {LOCALES}/{tag}, or take the language out"
                self._note(Problem("missing-file", message, remedy, ("locales", tag)), self.origins["pack", pack.id])

    def _read_kind(self, kind: Kind) -> None:
        needed = kind.needed and self.base is None
        if not kind.is_folder:
            self._read_records(kind, kind.file, needed=needed)
            return
        names = self.files.list_names(kind.file) if self.files.has_folder(kind.file) else []
        for name in names:
            if name.endswith(".yaml"):
                self._read_records(kind, f"{kind.file}/{name}", needed=True)
            else:
                message = "only files whose names end with .yaml are read here"
                self.files.add("unknown-file", message, "rename or move it", f"{kind.file}/{name}")
        if needed and not names:
            message = f"the pack has no {kind.file}"
            self.files.add("missing-file", message, "add a file to this folder", f"{kind.file}/")

    def _read_records(self, kind: Kind, name: str, *, needed: bool) -> None:
        before = len(self.problems)
        node = self.files.read(name, needed=needed)
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

    def _read_record(self, kind: Kind, origin: _Origin) -> None:
        """Read one record; its id counts as present even when the rest is invalid."""
        id = _written_id(origin.node)
        value = self._structure(kind.record, origin)
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

    def _structure(self, record: Any, origin: _Origin) -> Any:
        """Return the value of a record, or None with its problems noted."""
        problems = Problems(hints=self.files.hints)
        value = structure(record, origin.node, problems)
        for problem in problems:
            self._note(problem, origin)
        return None if problems else value

    def _note(self, problem: Problem, origin: _Origin) -> None:
        """Note a problem whose path begins at a record."""
        at_key = problem.code == "unknown-key"
        line, column = yaml_tree.locate(origin.node, problem.path, at_key=at_key)
        self.files.note([attrs.evolve(problem, file=origin.file, line=line, column=column)])

    def _place(self, problems: Iterable[Problem]) -> None:
        """Note problems whose paths begin with a shelf and an id."""
        for problem in problems:
            shelf, id, *below = problem.path
            origin = self.origins.get((str(shelf), str(id)))
            if origin is None:
                self.files.note([problem])
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
        self._place(reference_problems(whole, shelves, known=self.broken, unread=self.unread, hints=self.files.hints))
        if self.problems:
            return None
        catalogue = assemble(whole, shelves, kit_phrases)
        if catalogue.scores:
            from intimacy_kit.scoring_key.pack_check import rule_problems  # noqa: PLC0415  # few packs have rules

            self._place(rule_problems(catalogue))
        return catalogue

    def _kit_phrases(self, pack: Pack) -> Shelf[Phrase]:
        """Return the phrases that the pack falls back to."""
        if self.base is not None:
            return self.base.kit_phrases
        return SHELVES["phrases"].shelve(()) if self.kit_phrases is None else self.kit_phrases(pack.locale)

    # Translations ------------------------------------------------------------

    def _read_texts(
        self, locale: str, pack_id: str, shelves: Collection[str] = frozenset(TRANSLATIONS)
    ) -> dict[str, dict[str, Any]]:
        """Return the texts of one language for some shelves, by shelf and id."""
        self.files.renew_budget()
        here = f"{LOCALES}/{locale}"
        texts: dict[str, dict[str, Any]] = {name: {} for name in TRANSLATIONS}
        node = self.files.read(f"{here}/{PACK.file}", needed=False) if "pack" in shelves else None
        if node is not None:
            self._read_text("pack", pack_id, _Origin(f"{here}/{PACK.file}", node), texts)
        for kind in SHELVES.values():
            if kind.shelf in TRANSLATIONS and kind.shelf in shelves:
                place = f"{here}/{kind.file}"
                names = self.files.list_names(place) if kind.is_folder and self.files.has_folder(place) else []
                for name in [f"{place}/{each}" for each in names] if kind.is_folder else [place]:
                    self._read_text_file(kind.shelf, name, texts)
        return texts

    def _read_text_file(self, shelf: str, name: str, texts: dict[str, dict[str, Any]]) -> None:
        node = self.files.read(name, needed=False)
        if isinstance(node, yaml_tree.MapNode):
            for id, each in node.items():
                self._read_text(shelf, id, _Origin(name, each), texts)
        elif node is not None:
            message = "this should map ids to texts"
            self._note(Problem("wrong-kind", message, "begin each entry with its id and a colon"), _Origin(name, node))

    def _read_text(self, shelf: str, id: str, origin: _Origin, texts: dict[str, dict[str, Any]]) -> None:
        self.origins[shelf, id] = origin
        value = self._structure(TRANSLATIONS[shelf], origin)
        if value is not None:
            texts[shelf][id] = value


def _place_of(problem: Problem) -> tuple[Any, ...]:
    """Return what problems are sorted by; that there are more of them stands last."""
    return problem.code == "too-many-problems", problem.file, problem.line, problem.column, problem.code


def _written_id(node: Any) -> str:
    """Return the id that a record gives itself, as written, or an empty text."""
    id = node.get("id") if isinstance(node, yaml_tree.MapNode) else None
    return str(getattr(id, "text", ""))
