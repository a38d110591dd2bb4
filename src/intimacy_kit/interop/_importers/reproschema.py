"""A ReproSchema protocol or activity as a draft of a form: a folder of JSON-LD files, none of which is fetched."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any, TypeAlias, cast

from intimacy_kit._sealed import sealed
from intimacy_kit.checkin.identity import decode
from intimacy_kit.errors import InvalidValue, Problem, Problems
from intimacy_kit.interop._importers.conditions import read_condition
from intimacy_kit.interop._importers.draft import Calculation, Draft, FormDraft, Offer, Span, Words
from intimacy_kit.interop._importers.expression import Unreadable, read_expression
from intimacy_kit.interop._importers.imported import ImportedForm
from intimacy_kit.interop._importers.limits import LARGEST, refusal, tree_of
from intimacy_kit.interop._importers.own import own_questions
from intimacy_kit.interop._importers.pack import pack_of
from intimacy_kit.interop._importers.tree import Tree, text_of_value
from intimacy_kit.interop._importers.words import clean, joined, language_of, leads_in, words
from intimacy_kit.interop._json import Document

Folder: TypeAlias = str | Path | Mapping[str, Any]
"""A folder, or the content of its files by their paths."""

_MOST_FILES = 3_000
_MOST_FOUND = 20_000
_OWN = re.compile(r"(?:.*/)?activities/([^:]{1,8000})/[^/]+")
_JSON = re.compile(r"(\.jsonld|\.json)?")


@sealed
def import_form(
    document: Folder, *, id: str | None = None, locale: str | None = None, licence: str | None = None
) -> ImportedForm:
    """Return a ReproSchema protocol or activity as a pack.

    Items with choices, and numbers with both ends, become items; computed variables that add answers up become
    scores. Nothing outside of the folder is read.

    Args:
        document: The folder, or what its files hold by path: JSON as text, as bytes, or read already.
        id: The id of the pack; the name of the protocol or activity unless given.
        locale: The language that it opens in; the first that the files have unless given.
        licence: Under which terms it may be used.

    Returns:
        The pack, with all that was lost, assumed, or has to be decided.

    Raises:
        InvalidValue: When it is not a folder of ReproSchema, listing every problem at once.
    """
    files = _files_of(Path(document) if isinstance(document, str) else document)
    faults = Problems()
    draft = _Reader(files, locale, faults).draft()
    faults.refuse(InvalidValue)
    return pack_of(draft, id=id, locale=locale, licence=licence)


def _files_of(folder: Any) -> dict[str, Document]:
    """Return what the files hold, by path."""
    if isinstance(folder, Mapping):
        named: Mapping[Any, Any] = folder  # pyright: ignore[reportUnknownVariableType]  # its keys are looked at
        if not all(isinstance(name, str | PurePath) for name in named):
            raise refusal("wrong-type", "the name of a file is not text", "map paths to what the files hold")
        if len(named) > _MOST_FILES:
            raise refusal("too-large", f"there are more than {_MOST_FILES} files", "give one protocol")
        return {str(name): value for name, value in named.items()}
    if not isinstance(folder, Path) or not folder.is_dir():
        raise refusal("unreadable", "there is no such folder", "name the folder of the protocol")
    found: dict[str, Document] = {}
    root, size = folder.resolve(), 0
    for i, path in enumerate(folder.rglob("*")):
        if i > _MOST_FOUND or len(found) > _MOST_FILES:
            raise refusal("too-large", "the folder holds too many files", "give the folder of one protocol")
        name = path.relative_to(folder).as_posix()
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or not path.is_file() or path.suffix not in ("", ".json", ".jsonld"):
            continue
        if not path.resolve().is_relative_to(root):
            raise refusal("outside-pack", "this leads out of the folder", "put in what it leads to", name)
        size += path.stat().st_size
        if size > LARGEST:
            raise refusal("too-large", f"the folder holds more than {LARGEST} bytes", "give one protocol")
        found[name] = path.read_bytes()
    return found


class _Reader:
    """Reads activities, and in them items, in order."""

    def __init__(self, files: Mapping[str, Document], locale: str | None, faults: Problems) -> None:
        self.files = files
        self.faults = faults
        self.problems = Problems()
        self.trees: dict[str, Tree | None] = {}
        self.locale = locale
        self.asked_for = locale
        self.pages: dict[str, Words] = {}
        self.questions: list[Draft] = []
        self.calculations: list[Calculation] = []
        self.instructions: Words = {}
        self.identity: Mapping[str, object] | None = None

    def draft(self) -> FormDraft:
        protocols = [path for path in self.files if self._kind(path) == "protocol"]
        activities = [path for path in self.files if self._kind(path) == "activity"]
        top: str | None = None
        if protocols:
            top = protocols[0]
            if len(protocols) > 1:
                raise refusal("not-this-format", "there are several protocols", "give the folder of one")
            activities = list(self._listed(top, "activity"))
        if not activities:
            remedy = "give a folder with a protocol, or with an activity and its items"
            raise InvalidValue(
                [*self.faults, Problem("not-this-format", "there is no activity of ReproSchema", remedy)]
            )
        top = top or activities[0]
        main = cast(Tree, self._tree(top))
        title = self._words(main, "prefLabel") or words(main.text("id") or main.text("@id"))
        for path in dict.fromkeys(activities):
            self._activity(path)
        name = re.sub(r"_(schema|protocol|activity)$", "", posixpath.basename(top)).removesuffix("_schema")
        return FormDraft(
            name,
            title,
            own_questions(self.questions, self.identity),
            locale=self.locale,
            calculations=tuple(self.calculations),
            instructions=self.instructions,
            pages=self.pages if len(self.pages) > 1 else dict.fromkeys(self.pages, title),
            identity=self.identity,
            version=main.text("version") or None,
            decisions=tuple(self.problems),
        )

    # Files -------------------------------------------------------------------

    def _tree(self, path: str) -> Tree | None:
        """Return what a file holds, or None where it is not there or cannot be read, which is noted once."""
        if path not in self.trees:
            self.trees[path] = None
            try:
                inner = tree_of(self.files[path], Problems())
            except InvalidValue as error:
                self.faults.at(path).extend(error.problems)
            else:
                self.trees[path] = Tree(inner.node, (path,), self.faults)
        return self.trees[path]

    def _kind(self, path: str) -> str:
        """Return what a file says that it is, in small letters: `protocol`, `activity`, `item` or nothing."""
        if _JSON.fullmatch(posixpath.splitext(path)[1]) is None and "." in posixpath.basename(path):
            return ""
        tree = self._tree(path)
        kind = "" if tree is None else tree.text("category") or tree.text("@type")
        kind = kind.rpartition(":")[2].rpartition("/")[2].lower()
        return "item" if kind == "field" else kind

    def _at(self, path: str, from_: str) -> str | None:
        """Return the path of a file that another one names, or None where there is no such file."""
        plain = posixpath.normpath(posixpath.join(posixpath.dirname(from_), path))
        return next((each for each in (plain, f"{plain}.jsonld", f"{plain}.json") if each in self.files), None)

    def _listed(self, path: str, kind: str) -> Iterator[str]:
        """Yield the paths of the parts of a protocol or an activity."""
        tree = self._tree(path)
        ui = None if tree is None else tree.tree("ui")
        for i, entry in () if ui is None else ui.values("order"):
            found = self._at(entry, path) if isinstance(entry, str) else None
            if found is None:
                self.problems.at(path, "ui", "order", i).add(
                    "not-taken-over", f"there is no such {kind}", "add its file"
                )
            else:
                yield found

    # Activities --------------------------------------------------------------

    def _activity(self, path: str) -> None:
        tree = self._tree(path)
        if tree is None:
            return
        match = _OWN.fullmatch(path)
        if match is not None and self.identity is None:
            self.identity = decode(match[1].replace("/", ""))
        page = re.sub(r"_(schema|activity)$", "", posixpath.basename(path))
        self.pages[page] = self._words(tree, "prefLabel")
        preamble = self._words(tree, "preamble") or self._words(tree, "schema:preamble")
        leads = bool(preamble) and not self.identity and all(leads_in(text) for text in preamble.values())
        if not leads and not self.instructions and not self.questions:
            self.instructions = preamble
        elif preamble and not leads:
            message = "the text before the questions is not taken over"
            self.problems.at(path, "preamble").add("not-taken-over", message, "put it into the questions")
        ui = tree.tree("ui")
        properties = list(ui.trees("addProperties")) if ui is not None else []
        for item in self._listed(path, "item"):
            about = next((each for each in properties if self._at(each.text("isAbout"), path) == item), None)
            self._item(item, about, page, preamble if leads else {})
        for each in tree.trees("compute"):
            self._computed(each)
        logic = tree.tree("scoringLogic")
        for each in () if logic is None else logic.trees("compute"):
            self._computed(each)

    def _item(self, path: str, about: Tree | None, page: str, lead: Words) -> None:
        tree = self._tree(path)
        if tree is None:
            return
        name = ("" if about is None else about.text("variableName")) or posixpath.splitext(posixpath.basename(path))[0]
        visible = True if about is None else about.node.get("isVis", True)
        if visible is False:
            return  # it is calculated, or shown to nobody
        ui = tree.tree("ui")
        kind = "" if ui is None else ui.text("inputType")
        options, place = self._options(tree, path)
        offers: tuple[Offer, ...] = ()
        span: Span | None = None
        several = False
        if options is not None:
            offers = tuple(self._choices(options))
            several = options.is_true("multipleChoice") or kind == "selectMultiple"
            low, high = options.text("minValue"), options.text("maxValue")
            if (kind in ("slider", "number", "float") or not offers) and low and high and kind != "radio":
                span, offers = self._span(options, kind, low, high, offers)
        if not offers and span is None:
            self._left_out(path, name, f"nothing here is answered like {kind[:40]!a}", "responseOptions")
            return
        question = self._words(tree, "question") or self._words(tree, "prefLabel")
        shown_if = None
        if isinstance(visible, str) and about is not None:
            at = self.problems.at(*about.place, "isVis")
            shown_if = read_condition(visible, "javascript", at, message="the condition cannot be read")
        self.questions.append(
            Draft(
                name,
                joined(lead, question),
                (path, "question"),
                offers,
                span,
                phrase=question,
                page=page,
                shown_if=shown_if,
                several=several,
                choices_place=place,
                shown_if_place=(path,) if about is None else (*about.place, "isVis"),
            )
        )

    def _options(self, tree: Tree, path: str) -> tuple[Tree | None, tuple[str | int, ...]]:
        """Return what can be answered, which may be in a file of its own."""
        place = (path, "responseOptions")
        if not isinstance(tree.node.get("responseOptions"), str):
            return tree.tree("responseOptions"), place
        other = self._at(tree.text("responseOptions"), path)
        if other is None:
            self.problems.at(*place).add("not-taken-over", "the file of its choices is not there", "add it")
            return None, place
        return self._tree(other), (other,)

    def _choices(self, options: Tree) -> Iterator[Offer]:
        if isinstance(options.node.get("choices"), str):
            other = self._at(options.text("choices"), str(options.place[0]))
            inner = None if other is None else self._tree(other)
            if inner is None:
                self.problems.at(*options.place).add("not-taken-over", "the file of its choices is not there", "add it")
                return
            options = inner
        seen: set[str] = set()
        for choice in options.trees("choices"):
            given = next((choice.node[key] for key in ("value", "schema:value") if key in choice.node), None)
            label = self._words(choice, "name") or self._words(choice, "schema:name")
            value = text_of_value(given) or next(iter(label.values()), "")
            if not value or value in seen:
                message = "the choice has no value" if not value else f"the choice {value[:100]!a} is there twice"
                self.problems.at(*choice.place).add("not-taken-over", message, "give each its own")
                continue
            seen.add(value)
            yield Offer(value, label)

    def _span(
        self, options: Tree, kind: str, low: str, high: str, offers: tuple[Offer, ...]
    ) -> tuple[Span, tuple[Offer, ...]]:
        """Return the numbers from one end to another; choices of a slider are the labels of its ends."""
        types = {text_of_value(each).rpartition(":")[2] for _, each in options.values("valueType")}
        whole = bool(types & {"integer", "int"}) or kind == "slider"
        if not whole:
            message = "the step of the range is not stated; 0.01 is assumed"
            self.problems.at(*options.place).add("assumed", message, "write step in scales.yaml")
        by_value = {offer.value: offer.words for offer in offers}
        labels = (by_value.get(low, {}), by_value.get(high, {}))
        return Span(low, high, "1" if whole else "0.01", *labels), ()

    def _words(self, tree: Tree, key: str) -> dict[str, str]:
        """Return a text in each language that it has; the first text of all says which language the form opens in."""
        value = tree.node.get(key)
        if not isinstance(value, Mapping):
            return words(tree.text(key), self.locale or "")
        found: dict[str, str] = {}
        for tag, text in cast(Mapping[str, Any], value).items():
            language = language_of(tag)
            if language is None:
                tree.fault("a language tag", key, tag)
            elif isinstance(text, str) and clean(text):
                found[language] = clean(text)
        self.locale = self.locale or next(iter(found), None)
        own = self.locale or ""
        return ({own: found[own]} if own in found else {}) | found

    def _computed(self, tree: Tree) -> None:
        name = tree.text("variableName")
        place = (*tree.place, "jsExpression")
        try:
            expression = read_expression(tree.text("jsExpression"), "javascript")
        except Unreadable:
            message = f"the calculation {name[:100]!a} cannot be read"
            self.problems.at(*place).add("not-taken-over", message, "write the rule in scores.yaml")
            return
        self.calculations.append(Calculation(name, words(name, self.locale or ""), expression, place))

    def _left_out(self, path: str, name: str, why: str, key: str) -> None:
        message = f"{name[:100]!a}: {why}"
        self.problems.at(path, key).add("not-taken-over", message, "see to it in the form")
