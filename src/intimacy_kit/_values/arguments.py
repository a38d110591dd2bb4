"""Checks of arguments of functions; each adds its problems to a list, and no message holds the value."""

import enum
from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from typing import Any, TypeAlias, TypeVar

from intimacy_kit._values.leaves import LARGEST_WHOLE, UNSAFE
from intimacy_kit.errors import InvalidValue, Problem, Problems

E = TypeVar("E", bound=enum.Enum)

Notes: TypeAlias = Problems | list[Problem]
"""Where problems are added."""


def member(words: type[E], value: Any, name: str, problems: Notes, path: tuple[str, ...] = ()) -> E | None:
    """Return the member of a vocabulary for a member or its text, or None where it is neither.

    Args:
        words: The vocabulary.
        value: The argument.
        name: What the word is, as a message names it.
        problems: Where a problem is added when there is no such word.
        path: Where the word is; at `name` unless given.
    """
    try:
        return words(value)
    except ValueError:
        problems.append(_no_such(name, [str(each.value) for each in words], path))
        return None


def one_of(words: Sequence[str], value: str, name: str, problems: Notes) -> None:
    """Check that an argument is one of some words; `member` is for words that have an enumeration.

    Args:
        words: The words.
        value: The argument.
        name: The argument's name.
        problems: Where a problem is added.
    """
    if value not in words:
        problems.append(_no_such(name, words))


def whole_number(value: Any, name: str, problems: Notes, *, low: int, high: int | None = None, unit: str = "") -> bool:
    """Return whether an argument is a whole number in a range.

    Args:
        value: The argument.
        name: The argument's name.
        problems: Where a problem is added.
        low: The smallest that it may be.
        high: The largest that it may be, where there is a limit.
        unit: What is counted, such as `pixels`.
    """
    if type(value) is int and low <= value <= (LARGEST_WHOLE if high is None else high):
        return True
    kind = f"a whole number of {unit}" if unit else "a whole number"
    end = "" if high is None else f" to {high}"
    problems.append(Problem("bad-number", f"{name} is {kind} from {low}{end}", "", (name,)))
    return False


def plain_date(value: Any, name: str, problems: Notes) -> bool:
    """Return whether an argument is a date, and not a time of one.

    Args:
        value: The argument.
        name: The argument's name.
        problems: Where a problem is added.
    """
    if type(value) is date:
        return True
    problems.append(Problem("bad-date", f"{name} is not a date", "give a datetime.date", (name,)))
    return False


def storable_text(value: Any, name: str, problems: Notes) -> bool:
    """Return whether an argument, such as a seed, is text without characters that no text of ours may hold.

    Args:
        value: The argument.
        name: The argument's name.
        problems: Where a problem is added.
    """
    if type(value) is str and not UNSAFE.search(value):
        return True
    remedy = "" if isinstance(value, str) else f"give text, such as str({name})"
    problems.append(Problem("bad-character", f"{name} is not text that can be stored", remedy, (name,)))
    return False


def seed_text(value: Any, problems: Notes) -> bool:
    """Return whether a seed is storable text with something in it; all who have an empty one would share one draw.

    Args:
        value: The seed.
        problems: Where a problem is added.
    """
    if value == "":
        problems.append(Problem("empty-text", "the seed is empty", "give text, such as a random pseudonym", ("seed",)))
        return False
    return storable_text(value, "seed", problems)


def expect(kind: type[object], value: Any, name: str, remedy: str) -> None:
    """Check the kind of an argument without which nothing else can be looked at.

    Args:
        kind: The class that it has to be of.
        value: The argument.
        name: The argument's name.
        remedy: How to come by one.

    Raises:
        InvalidValue: When it is anything else; the message names kinds, and holds no value.
    """
    if not isinstance(value, kind):
        message = f"{name} is {_kind_of(value)}, not {_with_article(kind.__name__)}"
        raise InvalidValue([Problem("wrong-kind", message, remedy, (name,))])


def expect_each(kind: type[object], pairs: Iterable[tuple[object, object]], name: str, remedy: str) -> None:
    """Check the kind of each of several values.

    Args:
        kind: The class that each has to be of.
        pairs: The place of each, such as its key or its number, and the value.
        name: The name of the argument that holds them.
        remedy: How to come by one.

    Raises:
        InvalidValue: Naming each that is anything else.
    """
    problems = [
        Problem("wrong-kind", f"it is {_kind_of(value)}, not {_with_article(kind.__name__)}", remedy, (name, str(key)))
        for key, value in pairs
        if not isinstance(value, kind)
    ]
    if problems:
        raise InvalidValue(problems)


def _kind_of(value: Any) -> str:
    return _with_article(type(value).__name__)


def _with_article(name: str) -> str:
    return f"an {name}" if name[:1] in "AEIOUaeiou" else f"a {name}"


def texts(value: Any, name: str, problems: Notes) -> tuple[Any, ...]:
    """Return several words that an argument holds; anything but a list of them is a problem.

    A single text is one, too, since it would be read letter by letter.

    Args:
        value: The argument.
        name: The argument's name.
        problems: Where a problem is added.
    """
    if isinstance(value, str):
        problems.append(Problem("wrong-kind", f"{name} is a single text", "give a list", (name,)))
        return ()
    if not isinstance(value, Iterable):
        problems.append(Problem("wrong-kind", f"{name} is not a list", "give a list", (name,)))
        return ()
    words: tuple[Any, ...] = tuple(value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # looked at below
    if all(isinstance(word, Hashable) for word in words):
        return words
    problems.append(Problem("wrong-kind", f"{name} holds something that is not a word", "give ids", (name,)))
    return ()


def members(words: type[E], value: Any, name: str, problems: Notes) -> tuple[E, ...]:
    """Return several members of a vocabulary, given as themselves, such as gates.

    Args:
        words: The vocabulary.
        value: The argument.
        name: The argument's name.
        problems: Where a problem is added when anything else is there.
    """
    values = texts(value, name, problems)
    if all(isinstance(each, words) for each in values):
        return values
    kind = words.__name__
    remedy = f"each is one of {', '.join(f'{kind}.{each.name}' for each in words)}"
    problems.append(Problem("bad-choice", f"{name} holds something that is not a {kind.lower()}", remedy, (name,)))
    return ()


def _no_such(name: str, words: Sequence[str], path: tuple[str, ...] = ()) -> Problem:
    return Problem("bad-choice", f"there is no such {name}", f"it is one of {', '.join(words)}", path or (name,))
