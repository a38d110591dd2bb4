"""Every exception of the library, and the `Problem` that says what to correct and where.

One root, `IntimacyKitError`; each error also derives from the built-in that
fits, so ``except ValueError`` works as anyone would expect. No message, repr
or attribute here ever holds what a person answered.
"""

from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Any

import attrs

from intimacy_kit._outside_text import LONGEST, Hints, did_you_mean, printable

__all__ = ["CODES", "TableError"]

CODES = MappingProxyType(
    {
        # reading a file
        "alias": "YAML anchors and aliases are not used in packs; write the value out in full.",
        "bad-character": "The file holds a tab, or a character that no editor shows, such as a direction override.",
        "complex-key": "A key is a list or a mapping; keys are plain words.",
        "directive": "YAML directives (lines that begin with %) are not used in packs.",
        "duplicate-key": "The same key is in one mapping twice; keep one.",
        "empty-file": "The file has nothing in it.",
        "merge-key": "YAML merge keys (<<) are not used in packs; write the keys out.",
        "not-utf8": "The file is not UTF-8; save it as UTF-8.",
        "not-yaml": "The file is not valid YAML.",
        "several-documents": "One file holds one document; remove the --- that begins another.",
        "outside-pack": "A link leads out of the pack; a pack has everything inside.",
        "tag": "YAML tags (!something) are not used in packs.",
        "too-deep": "Lists and mappings are nested deeper than any pack or response needs.",
        "too-large": "The file or document is larger than it may be; split it.",
        "too-many-nodes": "The file, or the pack, holds more values than it may; split it.",
        "too-many-problems": "There are more problems than are listed; mend these first.",
        "unfit-archive": "The zip archive holds names, links or a packing that no pack needs.",
        "unreadable": "The file or folder cannot be read.",
        # the shape of a record
        "bad-choice": "The value is not one of the words that are allowed here.",
        "bad-date": "The value is not a date of the form YYYY-MM-DD.",
        "bad-digest": "The digest of a score is 16 hexadecimal digits, as ScoringKey.digests gives them.",
        "bad-id": "Ids are lower-case words, with dots or hyphens between them: listening.attention.",
        "bad-locale": "Language tags are of the form en or es-MX.",
        "bad-number": "The number is missing, not whole, or outside its range.",
        "bad-stem": "The stem needs {item} exactly once, where the item's phrase goes.",
        "bad-version": "The version cannot be read.",
        "empty-text": "The text is empty, or begins or ends with a blank.",
        "missing-key": "A key that is needed is not there.",
        "null-value": "There is nothing after the key; leave the key out or give it a value.",
        "unknown-key": "The key is not known here.",
        "wrong-kind": "A list, a mapping or a plain value is where another is needed.",
        # what belongs together in one record
        "bad-distance": "distance_how is given where, and only where, distance is 'adapt'; a prompt is 'yes' or 'no'.",
        "bad-evidence": "Evidence names a source with its fit, or is 'craft' and names none.",
        "bad-kind": "A practice is a ritual, a date or a phrase, never several; a phrase has the gate conflict.",
        "bad-options": "A choice has 2 to 6 options, would you rather has 2, and other prompts have none.",
        "bad-placeholder": "The words in braces are not those that the phrase has, or a brace is unpaired.",
        "bad-review": "A translation is 'reviewed' by a reviewer who is named, or a 'draft' without one.",
        "bad-scale": "A response scale needs two or more different values, each named once, or a range.",
        "bad-choice-code": "A choice offers a code that nobody can choose, or an item needs one that its scale lacks.",
        "bad-condition": "A condition compares one earlier answer or score, or takes all or any of several conditions.",
        "bad-levels": "Levels of a score overlap, or leave out a value that complete answers can give.",
        "bad-norm": "The parts of a norm do not go together, or two norms give one group a table.",
        "bad-points": "Points stand on all choices that have a value, or on none, and differ.",
        "bad-range": "The ends of a range lie a whole number of steps apart, the low one first.",
        "bad-score": "The parts of a scoring rule do not go together.",
        "missing-levels-source": "Levels of a score need the source that gives them.",
        "bad-selection": "The form's items are 'all', a list of ids, or per_pillar with rotate and anchors.",
        "bad-shares": "Only a practice that is done alone can do without a step that reaches the partner.",
        "bad-wording": "text and question have the same perspectives, and a sentinel has no partner wording.",
        "empty-week": "A week of a programme has neither a practice nor a prompt nor a form.",
        "missing-not-for": "A gated practice says who it is not for.",
        # what belongs together in a pack
        "circular-link": "Easier and harder practices lead in a circle.",
        "duplicate-id": "The id is taken already; ids are never used twice.",
        "empty-form": "The form asks nothing.",
        "late-condition": "A condition refers to an answer that is not there yet when the item is asked.",
        "late-score": "A score is listed before a score that it is made of.",
        "lost-gate": "A card is replaced by one that lacks a gate of it, or a private item by one that is scored.",
        "left-over-translation": "The translation has an id that the pack does not have.",
        "missing-translation": "The translation lacks texts that the pack has.",
        "stale-file": "The compiled pack is not that of the files beside it, or was changed; compile it again.",
        "stale-translation": "The text has a newer revision than the one that was translated.",
        "missing-file": "A file that every pack needs is not there.",
        "missing-pass-line": "A prompt needs a line on passing: its own, or the pack's.",
        "missing-stem": "The form asks items that have no question of their own, so it needs a stem.",
        "not-alone": "A programme for one person alone has something in it that is done with the partner.",
        "newer-format": "The pack is of a newer format than this release of intimacy_kit reads.",
        "unknown-action": "The action number is not in the pack's list of actions.",
        "unknown-file": "The file is not part of a pack; it may be misspelt.",
        "unknown-item": "There is no item of that id.",
        "unknown-pillar": "There is no pillar of that id.",
        "unknown-practice": "There is no practice of that id.",
        "unknown-prompt": "There is no prompt of that id.",
        "unknown-scale": "There is no response scale of that id.",
        "unknown-score": "There is no score of that id.",
        "unknown-source": "There is no source of that id.",
        "unused-item": "A scored item is in no score of scores.yaml, which has others of its pillar.",
        "unscored-target": "A practice moves scored or felt items; choice and sentinel items are left alone.",
        # an answered check-in
        "never-shared": "What a person says of their partner in this pillar is never shown to the partner.",
        "not-shared": "What is frozen is not what is shared: another pillar, form or perspective.",
        "empty-history": "There are no results to sort.",
        "form-changed": "The form is not the one that was answered, so the answers are not scored again.",
        "mixed-check-ins": "Only check-ins of one kind can be compared, or stand in one line over time.",
        "not-asked": "The item was not asked in this check-in.",
        "not-shown": "The item was not shown after the answers before it.",
        "not-json": "The file or document is not JSON.",
        "not-offered": "The scale of this item does not offer that answer.",
        "out-of-range": "The value is not one of the scale's values.",
        "unknown-form": "There is no form of that id.",
        "wrong-catalogue": "The response was given to another catalogue.",
        "wrong-type": "An answer is a number or a missing code.",
        # what stands in the cells of a table
        "decimal-comma": "A number is written with a decimal comma; say so in the layout.",
        "labels-differ": "The value labels of a file contradict the labels of the scale; say what each number means.",
        "not-whole": "A number has a fraction, and the scale has none.",
        "shifted-scale": "The numbers run beside the scale, as if counted from another number; give the offset.",
        "unknown-label": "A cell holds text that is neither a number nor a label of its scale.",
        "wrong-form": "The table is one of another form of the pack.",
        "not-two": "A couple has one or two rows, each of one partner.",
        # a table in a file
        "missing-names": "The first row of the table does not hold the names of its columns.",
        "duplicate-column": "Two columns of a table have one name; give each a name of its own.",
        "file-exists": "There is a file of this name already, and it was left alone.",
        "missing-column": "The table has no column of that name.",
        "not-a-table": "The file is not the table that its ending says, or it is damaged or cut short.",
        "same-file": "The file to write is the one that is read.",
        "unknown-format": "The ending of the file's name tells no format that is known.",
        "unwritable": "The file cannot be written; nothing was left behind.",
        # documents of other systems
        "not-this-format": "The document is not of the format, or does not come from an exported check-in.",
        "other-check-in": "A translation belongs to another check-in than the one that is exported.",
        "repeated-language": "The same language is given twice.",
        "repeated-answer": "The same question is answered twice.",
        # what importing a form decides, or leaves to a person
        "assumed": "The form does not say it, so something usual was assumed.",
        "changed-condition": "The condition of an item means something slightly different here.",
        "changed-id": "A name of the other system is not an id, so it was changed into one.",
        "lost-condition": "The condition of an item cannot be said here, so the item is always shown.",
        "not-taken-over": "A part of the form has no place in a pack, and was left out.",
        "read-as-gap": "A choice was read as a kind of missing, by its words.",
        "renumbered": "Choices that have no numbers, or none that a scale can have, were numbered.",
        "split-choices": "A question with several choices became an item for each of them.",
        "undecided-keying": "The form does not say which way an item counts.",
        "undecided-pillar": "The form does not say what its subscales are.",
        "undecided-role": "The form has scores, and the item is in none of them.",
    }
)
"""Every problem code, with what it means. Codes are stable, so none is ever renamed or reused."""


_LONGEST_CLAUSE = 2000
"""Characters of a message or a remedy; the longest lists of ours have some hundreds."""


_MOST_LISTED = 10_000
"""Problems that an error lists, the last of which says that there are more; it may be sent back to whoever asked."""


def _clause(text: str) -> str:
    """Return what a problem says: printable, and no longer than anybody reads, whatever it quotes."""
    return printable(text if len(text) <= _LONGEST_CLAUSE else f"{text[:_LONGEST_CLAUSE]} ...")


@attrs.frozen
class Problem:
    """One thing to correct: what happened, where, and what to do.

    `path` and `file` are as they were given, perhaps by a stranger. The message, the remedy, the
    `location` and the text of the problem are printable, whatever a document, a pack or a file name holds.

    Args:
        code: One of `CODES`.
        message: What is wrong, in one clause, without a final full stop.
        remedy: What to do about it; may be empty.
        path: Where in the document, from the outside in: keys and positions.
        file: The file, relative to the pack; empty when the problem is in no file.
        line: Line in the file, from 1; 0 when unknown.
        column: Column in the line, from 1; 0 when unknown.
    """

    code: str = attrs.field(validator=attrs.validators.in_(CODES))
    message: str = attrs.field(converter=_clause)
    remedy: str = attrs.field(default="", converter=_clause)
    path: tuple[str | int, ...] = ()
    file: str = ""
    line: int = 0
    column: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the problem as JSON-ready data: its fields and its `location`; what UTF-8 lacks is escaped."""
        path = [_encodable(step) if isinstance(step, str) else step for step in self.path]
        return attrs.asdict(self) | {"path": path, "file": _encodable(self.file), "location": self.location}

    @property
    def location(self) -> str:
        """The place as an editor understands it (file, line and column), or the path in the document."""
        path = printable(".".join(str(step)[:LONGEST] for step in self.path))
        file = printable(self.file)
        if not file:
            return path
        if self.line:
            return f"{file}:{self.line}:{self.column}"
        return f"{file}: {path}" if path else file

    def __str__(self) -> str:
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"{self.location} {self.code}  {self.message}{remedy}".lstrip()


def _encodable(text: str) -> str:
    """Return a text as it is, but for halves of characters, which JSON may hold and nothing can encode."""
    return text.encode(errors="backslashreplace").decode()


class IntimacyKitError(Exception):
    """The root of every error that this library raises on purpose."""


class _WithProblems(IntimacyKitError, ValueError):
    """An error that lists every problem at once, one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        listed = tuple(problems)
        if len(listed) > _MOST_LISTED:
            message = f"there are more problems than the {_MOST_LISTED - 1} that are listed"
            listed = (*listed[: _MOST_LISTED - 1], Problem("too-many-problems", message, "mend these first"))
        self.problems: tuple[Problem, ...] = listed
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class InvalidValue(_WithProblems):
    """A value class or a function received an invalid value."""


class PackError(_WithProblems):
    """A pack could not be read; `problems` lists all that is wrong with it."""


class TableError(_WithProblems):
    """A file with a table could not be read or written; `problems` says why, never what a cell holds."""


class InvalidResponse(_WithProblems):
    """Answers that do not fit their check-in; `problems` lists every one, never an answer."""


class FormChanged(InvalidResponse):
    """A stored response belongs to a form that has changed since."""


class Problems:
    """Collects problems, so that all of them are reported at once.

    `at` returns a view of the same collection for a place further in; what is
    added there is in the whole collection, with its path.

    Args:
        problems: Earlier problems.
        hints: Where hints come from, for several collections that share one effort.

    >>> problems = Problems()
    >>> problems.at("items", 0).add("bad-id", "'A' is not an id", "use lower-case words", "id")
    >>> [str(problem) for problem in problems]
    ["items.0.id bad-id  'A' is not an id; use lower-case words"]
    """

    __slots__ = ("_found", "_hints", "_path")

    def __init__(self, problems: Iterable[Problem] = (), *, hints: Hints | None = None) -> None:
        self._found = list(problems)
        self._hints = Hints() if hints is None else hints
        self._path: tuple[str | int, ...] = ()

    def at(self, *steps: str | int) -> "Problems":
        """Return the same collection for a place further in."""
        inner = object.__new__(Problems)
        inner._found, inner._hints, inner._path = self._found, self._hints, (*self._path, *steps)
        return inner

    def did_you_mean(self, wanted: str, known: Iterable[str]) -> str:
        """Return "did you mean 'x'?" for the nearest known word, or an empty string; within one effort for all.

        Args:
            wanted: The word that was not found.
            known: The words that exist.
        """
        return self._hints.nearest(wanted, known)

    def add(self, code: str, message: str, remedy: str = "", *steps: str | int) -> None:
        """Add a problem of this place, or of one further in.

        Args:
            code: One of `CODES`.
            message: What is wrong, in one clause.
            remedy: What to do about it; may be empty.
            steps: Where it is, from this place on.
        """
        self._found.append(Problem(code, message, remedy, (*self._path, *steps)))

    def append(self, problem: Problem) -> None:
        """Add a problem whose path begins at this place."""
        self._found.append(attrs.evolve(problem, path=(*self._path, *problem.path)) if self._path else problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add problems whose paths begin at this place."""
        for problem in problems:
            self.append(problem)

    def refuse(self, error: type[_WithProblems]) -> None:
        """Raise an error that lists every problem, if there is any."""
        if self._found:
            raise error(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)


class UnknownId(IntimacyKitError, KeyError):
    """Nothing in the catalogue has this id."""

    def __init__(self, kind: str, wanted: str, choices: Iterable[str] = ()) -> None:
        self.kind, self.wanted, self.choices = kind, wanted, tuple(choices)
        super().__init__(kind, wanted, self.choices)

    def __str__(self) -> str:
        hint = did_you_mean(self.wanted, self.choices)
        return f"there is no {self.kind} {self.wanted[:LONGEST]!r}" + (f"; {hint}" if hint else "")


class MissingExtra(IntimacyKitError, ImportError):
    """A feature needs packages that an extra of this library installs."""

    def __init__(self, extra: str) -> None:
        self.extra = extra
        super().__init__(extra)

    def __str__(self) -> str:
        return f"this needs the extra '{self.extra}': pip install 'intimacy_kit[{self.extra}]'"
