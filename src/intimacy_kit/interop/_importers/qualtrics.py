"""A survey of Qualtrics in its advanced text format as a draft of a form."""

import re
from collections.abc import Iterator, Mapping

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit.checkin.identity import decode
from intimacy_kit.errors import Problems
from intimacy_kit.interop._importers.draft import Draft, FormDraft, Offer, Words
from intimacy_kit.interop._importers.imported import ImportedForm
from intimacy_kit.interop._importers.limits import refusal, text_of
from intimacy_kit.interop._importers.own import own_questions
from intimacy_kit.interop._importers.pack import pack_of
from intimacy_kit.interop._importers.words import clean, joined, words
from intimacy_kit.interop._names import IDENTITY

_TAG = re.compile(r"\[\[([A-Za-z]+)(?::([^\[\]]*))?\]\]")
_MOST_LINES = 100_000
_LISTS = ("Choices", "AdvancedChoices", "Answers", "AdvancedAnswers")


@sealed
def import_form(
    document: str | bytes | Mapping[str, str],
    *,
    id: str | None = None,
    locale: str | None = None,
    licence: str | None = None,
) -> ImportedForm:
    """Return a survey in the advanced text format of Qualtrics as a pack.

    Questions of multiple choice and the rows of a matrix become items.

    Args:
        document: The text, its bytes, or what `export_form` gave as the document.
        id: The id of the pack.
        locale: The language that it is in, which the text does not say.
        licence: Under which terms it may be used.

    Returns:
        The pack, with all that was lost, assumed, or has to be decided.

    Raises:
        InvalidValue: When it is not such a text, listing every problem at once.
    """
    text = text_of(document.get("text") if isinstance(document, Mapping) else document)
    if not text.lstrip().startswith("[[AdvancedFormat]]"):
        remedy = "give a text that begins with [[AdvancedFormat]]"
        raise refusal("not-this-format", "the text is not in the advanced format of Qualtrics", remedy)
    return pack_of(_Reader(text).draft(), id=id, locale=locale, licence=licence)


@attrs.define
class _Question:
    """A question as far as it was read."""

    kind: str
    line: int
    name: str = ""
    text: list[str] = attrs.field(factory=list[str])
    lists: dict[str, list[tuple[str, list[str]]]] = attrs.field(factory=dict[str, "list[tuple[str, list[str]]]"])
    listing: str = ""

    def take(self, tag: str, value: str) -> None:
        """Take a tag with its value, or a line of text, which has no tag."""
        listed = self.lists.get(self.listing.removeprefix("Advanced"), [])
        if tag == "ID":
            self.name = value
        elif tag in _LISTS:
            self.listing = tag
            self.lists.setdefault(tag.removeprefix("Advanced"), [])
        elif tag in ("Choice", "Answer"):
            listed.append((value or str(len(listed) + 1), []))
        elif tag or not self.listing:
            self.text += [] if tag else [value]
        elif self.listing.startswith("Advanced"):
            for _, lines in listed[-1:]:
                lines.append(value)
        elif value.strip():
            listed.append((str(len(listed) + 1), [value]))


class _Reader:
    """Reads the lines of a text."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        if len(self.lines) > _MOST_LINES:
            raise refusal("too-large", f"the text has more than {_MOST_LINES} lines", "split the survey")
        self.problems = Problems()
        self.pages: dict[str, Words] = {}
        self.questions: list[Draft] = []
        self.instructions: Words = {}
        self.identity: Mapping[str, object] | None = None

    def draft(self) -> FormDraft:
        page = ""
        for item in self._items():
            if isinstance(item, str):
                page = item
                self.pages[page] = words(page)
            else:
                self._question(item, page)
        return FormDraft(
            "survey",
            words("Survey"),
            own_questions(self.questions, self.identity),
            instructions=self.instructions,
            pages=self.pages,
            identity=self.identity,
            decisions=tuple(self.problems),
        )

    def _items(self) -> Iterator["_Question | str"]:
        """Yield each question, and the name of each block, in order."""
        current: _Question | None = None
        for number, line in enumerate(self.lines, 1):
            match = _TAG.fullmatch(line.strip())
            tag, value = ("", line) if match is None else (match[1], match[2] or "")
            if tag in ("Question", "Block", "PageBreak", "ED") and current is not None:
                yield current
                current = None
            if tag == "Question":
                current = _Question(value, number)
            elif tag == "Block":
                yield value or "block"
            elif tag == "ED" and value.partition(":")[0] == IDENTITY:
                self.identity = decode(value.partition(":")[2])
            elif current is not None:
                current.take(tag, value)
        if current is not None:
            yield current

    def _question(self, found: _Question, page: str) -> None:
        kind, *options = found.kind.split(":")
        name = found.name or f"q{found.line}"
        label = words(" ".join(found.text))
        place = (name,)
        if kind in ("Text", "DB"):
            if not self.questions and not self.instructions:
                self.instructions = label
            else:
                self._left_out(place, name, "it is a text between questions")
            return
        choices = tuple(self._offers(found.lists.get("Choices", []), name))
        answers = tuple(self._offers(found.lists.get("Answers", []), name))
        if kind == "Matrix" and choices and answers:
            for row in choices:
                self.questions.append(
                    Draft(
                        f"{name}_{row.value}",
                        joined(label, row.words),
                        place,
                        answers,
                        phrase=row.words,
                        page=page,
                        choices=name,
                    )
                )
        elif kind == "MC" and choices:
            several = any(option.lower().startswith("multiple") for option in options)
            self.questions.append(Draft(name, label, place, choices, page=page, several=several))
        else:
            self._left_out(place, name, f"nothing here is answered like {found.kind[:40]!a}")

    def _offers(self, listed: list[tuple[str, list[str]]], name: str) -> Iterator[Offer]:
        seen: set[str] = set()
        for value, lines in listed:
            if value in seen:
                self._left_out((name,), name, f"the choice {value[:40]!a} is there twice")
                continue
            seen.add(value)
            yield Offer(value, words(clean(" ".join(lines))))

    def _left_out(self, place: tuple[str, ...], name: str, why: str) -> None:
        message = f"{name[:100]!a}: {why}"
        self.problems.at(*place).add("not-taken-over", message, "see to it in the survey")
