"""Hostile-proof YAML: bytes in, a plain tree with places out, in one pass over the parser's events.

Nothing is composed or constructed by PyYAML, so aliases cannot multiply,
merge keys cannot unfold and no tag can build anything. A document may use
mappings, lists and scalars, and nothing else of YAML.
"""

import re
import warnings
from collections.abc import Iterator
from typing import Any

import attrs
import yaml

from intimacy_kit._values.leaves import UNSAFE, Scalar
from intimacy_kit.errors import Problem

FAST = hasattr(yaml, "CSafeLoader")
"""Whether PyYAML was built with libyaml; without it reading is about ten times slower, and otherwise the same."""


@attrs.frozen
class _Limits:
    bytes: int = 262_144
    nodes: int = 20_000
    depth: int = 16
    problems: int = 100


@attrs.define
class Budget:
    """What may still be read of a whole pack.

    Args:
        bytes: Bytes of all files.
        nodes: Values in all files; a file that is read twice, by both parsers, counts twice.
    """

    bytes: int = 1_048_576
    nodes: int = 60_000


LIMITS = _Limits()
"""How large one file may be: bytes, values, levels, and how many problems are listed of it."""


_BLOCKS = ("|", ">")
_HEADER = re.compile(r"[^|>]*[|>][-+1-9]*( .*)?")
"""How the line of a block of text ends, where libyaml is laxer than PyYAML's own parser."""


class MapNode(dict[str, Any]):
    """A mapping, with its place and the place of each key, as (line, column)."""

    def __init__(self, place: tuple[int, int]) -> None:
        super().__init__()
        self.place = place
        self.keys_at: dict[str, tuple[int, int]] = {}


class SequenceNode(list[Any]):
    """A list, with its place."""

    def __init__(self, place: tuple[int, int]) -> None:
        super().__init__()
        self.place = place


Node = Scalar | MapNode | SequenceNode


class _Stop(Exception):
    """Ends the reading of a file; its problem is noted, or PyYAML's own parser will report it."""


def read(data: bytes, *, fast: bool = FAST, budget: Budget | None = None) -> tuple[Node | None, tuple[Problem, ...]]:
    """Read one YAML document.

    Args:
        data: The bytes of the file.
        fast: Whether to use libyaml where PyYAML has it; the result is the same.
        budget: What may still be read of the pack that the file belongs to; it is made less. One that is spent ends
            the reading.

    Returns:
        The tree, or None where the file has none, and every problem, in the
        order of the file. A tree that comes with problems is not to be used.
    """
    if not FAST:  # Python shows it once
        message = "this PyYAML was built without libyaml, so packs take about ten times as long to read"
        warnings.warn(message, RuntimeWarning, stacklevel=2)
    problems: list[Problem] = []
    text = _decode(data, problems)
    if text is None:
        return None, tuple(problems)
    budget = Budget() if budget is None else budget
    tree: Node | None = None
    if fast:
        tree, problems = _parse(yaml.CSafeLoader, text, budget)
        if not problems:
            return tree, ()
    # Where libyaml reports an error, PyYAML's own parser reads the file again: problems are the same everywhere.
    if not any(each.code == "too-many-nodes" for each in problems):
        tree, problems = _parse(yaml.SafeLoader, text, budget)
    return tree, tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))


def locate(tree: Any, path: tuple[str | int, ...], *, at_key: bool = False) -> tuple[int, int]:
    """Return the line and column of the deepest place on a path that the tree has.

    Args:
        tree: What `read` returned.
        path: Keys and positions from the outside in; steps that the tree does not have are skipped.
        at_key: Whether to point at the last key instead of its value.
    """
    place = _place(tree)
    for step in path:
        if isinstance(tree, MapNode) and step in tree:
            place = tree.keys_at[str(step)] if at_key and step is path[-1] else _place(tree[str(step)])
            tree = tree[str(step)]
        elif isinstance(tree, SequenceNode) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
            place = _place(tree)
    return place


def _place(node: Any) -> tuple[int, int]:
    return (node.line, node.column) if isinstance(node, Scalar) else node.place


def _problem(code: str, message: str, remedy: str, place: tuple[int, int]) -> Problem:
    return Problem(code, message, remedy, line=place[0], column=place[1])


def _decode(data: bytes, problems: list[Problem]) -> str | None:
    """Return the text, or None with the problem noted."""
    if len(data) > LIMITS.bytes:
        message = f"the file has more than {LIMITS.bytes} bytes"
        problems.append(_problem("too-large", message, "split it", (1, 1)))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        problems.append(_problem("not-utf8", "the file is not UTF-8 from here on", "save it as UTF-8", _end(before)))
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\t" in text:
        problem = "the file holds a tab"
        problems.append(_problem("bad-character", problem, "use blanks", _end(text[: text.index("\t")])))
        return None
    if found := UNSAFE.search(text):
        message = f"the file holds U+{ord(found.group()):04X}"
        problems.append(_problem("bad-character", message, "take the character out", _end(text[: found.start()])))
        return None
    return text


def _end(text: str) -> tuple[int, int]:
    """Return the line and column just past a text."""
    lines = text.split("\n")
    return len(lines), len(lines[-1]) + 1


def _syntax_problem(error: Exception) -> Problem:
    mark: Any = getattr(error, "problem_mark", None)
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    message = getattr(error, "problem", None) or "the file cannot be read as YAML"
    return _problem("not-yaml", message, "check the indentation, the colons and the quotes", place)


def _parse(loader_of: Any, text: str, budget: Budget) -> tuple[Node | None, list[Problem]]:
    """Build the tree from a parser's events, refusing features that packs may not use."""
    problems: list[Problem] = []
    tree: Node | None = None
    loader = loader_of(text)
    try:
        tree = _Builder(problems, text.split("\n"), budget).build(iter(loader.get_event, None))
    except _Stop:
        tree = None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        problems.append(_syntax_problem(error))
    finally:
        loader.dispose()
    if tree is None and not problems:
        problems.append(_problem("empty-file", "there is nothing in the file", "write it, or delete it", (1, 1)))
    return tree, problems


class _Builder:
    """Turns events into a tree. Each open collection is on a stack with the key that waits for its value."""

    def __init__(self, problems: list[Problem], lines: list[str], budget: Budget) -> None:
        self.problems = problems
        self.budget = budget
        self.lines = lines
        self.root: Node | None = None
        self.open: list[MapNode | SequenceNode] = []
        self.keys: list[Scalar | None] = []
        self.flow: list[bool] = []
        self.nodes = 0
        self.documents = 0

    def note(self, code: str, message: str, remedy: str, place: tuple[int, int], *, stop: bool = False) -> None:
        self.problems.append(_problem(code, message, remedy, place))
        if stop or len(self.problems) >= LIMITS.problems:
            raise _Stop

    def build(self, events: Iterator[Any]) -> Node | None:
        here = (1, 1)
        for event in events:
            before, here = here, (event.start_mark.line + 1, event.start_mark.column + 1)
            place = here
            if isinstance(event, yaml.ScalarEvent):
                if not event.value and not event.style:
                    # for an empty value the parsers differ on the place, so take that of the event before
                    place = here = before
                self.check_node(event, place)
                self.check_laxness(event, place)
                self.add(Scalar(event.value, bool(event.style), *place))
            elif isinstance(event, yaml.MappingStartEvent):
                self.check_node(event, place)
                self.enter(MapNode(place), flow=bool(event.flow_style))
            elif isinstance(event, yaml.SequenceStartEvent):
                self.check_node(event, place)
                self.enter(SequenceNode(place), flow=bool(event.flow_style))
            elif isinstance(event, yaml.CollectionEndEvent):
                self.open.pop()
                self.keys.pop()
                self.flow.pop()
            elif isinstance(event, yaml.AliasEvent):
                self.note("alias", "this refers to another place in the file", "write the value out", place)
                self.add(Scalar("", quoted=True, line=place[0], column=place[1]))
            elif isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if event.version or event.tags:
                    self.note("directive", "this is a YAML directive", "take it out", place)
                if self.documents > 1:
                    self.note("several-documents", "another document begins here", "remove the ---", place, stop=True)
        return self.root

    def check_node(self, event: Any, place: tuple[int, int]) -> None:
        self.nodes += 1
        self.budget.nodes -= 1
        if self.nodes > LIMITS.nodes:
            message = f"the file holds more than {LIMITS.nodes} values"
            self.note("too-many-nodes", message, "split it", place, stop=True)
        if self.budget.nodes < 0:
            message = "the pack holds more values than a pack may"
            self.note("too-many-nodes", message, "make several packs of it", place, stop=True)
        if event.anchor is not None:
            self.note("alias", "this is marked for reuse with &", "write the value out where it is used", place)
        if event.tag is not None:
            self.note("tag", "this has a YAML tag", "remove the word that begins with !", place)

    def check_laxness(self, event: Any, place: tuple[int, int]) -> None:
        """Stop where libyaml is laxer than PyYAML's own parser, so that the latter decides."""
        if event.style in _BLOCKS and not _HEADER.fullmatch(self.lines[place[0] - 1], place[1] - 1):
            raise _Stop
        if not event.style and "?" in event.value and self.flow and self.flow[-1]:
            raise _Stop

    def enter(self, node: MapNode | SequenceNode, *, flow: bool) -> None:
        if len(self.open) >= LIMITS.depth:
            message = f"this is nested more than {LIMITS.depth} levels deep"
            self.note("too-deep", message, "make it flatter", node.place, stop=True)
        self.add(node)
        self.open.append(node)
        self.keys.append(None)
        self.flow.append(flow)

    def add(self, node: Node) -> None:
        """Add a node to the tree: as the root, in a list, as a key, or as the value of the key before."""
        if not self.open:
            self.root = node
            return
        parent, key = self.open[-1], self.keys[-1]
        if isinstance(parent, SequenceNode):
            parent.append(node)
        elif key is None:
            self.keys[-1] = self.key(node, parent)
        else:
            self.keys[-1] = None
            parent[key.text] = node
            parent.keys_at.setdefault(key.text, (key.line, key.column))

    def key(self, node: Node, parent: MapNode) -> Scalar:
        place = _place(node)
        if not isinstance(node, Scalar):
            self.note("complex-key", "a list or a mapping is a key", "use a plain word", place)
            return Scalar("", quoted=True, line=place[0], column=place[1])
        if node.text == "<<" and not node.quoted:
            self.note("merge-key", "this merges another mapping", "write its keys out", place)
        elif node.text in parent:
            line = parent.keys_at[node.text][0]
            self.note("duplicate-key", f"the key {node.text[:100]!a} is on line {line} too", "keep one", place)
        return node
