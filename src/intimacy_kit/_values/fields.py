"""Checks of single fields, for the value classes: each takes (instance, field, value), as attrs calls it."""

import enum
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

import attrs

from intimacy_kit.errors import InvalidValue, Problem

__all__ = [
    "LOCALE",
    "are_ids",
    "are_texts",
    "are_texts_by_key",
    "between",
    "is_id",
    "is_locale",
    "is_text",
    "is_version",
    "key_of",
    "member",
    "one_of",
    "optional",
    "strings",
]

Field: TypeAlias = "attrs.Attribute[Any]"
Validator: TypeAlias = Callable[[Any, Field, Any], None]
E = TypeVar("E", bound=enum.Enum)

_ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
_VERSION = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){1,3}")
LOCALE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""A language tag."""

optional = attrs.validators.optional


def key_of(field: Field) -> str:
    """Return the key that stands for a field: its name, without the underscore that avoids a Python word."""
    return field.name.rstrip("_")


def strings(values: Iterable[str]) -> tuple[str, ...]:
    """Return texts as a tuple."""
    return tuple(values)


def between(low: int, high: int) -> Validator:
    """A check that a number lies between two others, which it may equal."""

    def validate(_: object, field: Field, value: Any) -> None:
        if not low <= value <= high:
            raise _refuse(field, "bad-number", "the number is out of range", f"it lies between {low} and {high}")

    return validate


def is_id(_: object, field: Field, value: str) -> None:
    """A lower-case dotted word of at most 100 characters."""
    if len(value) > 100 or not _ID.fullmatch(value):
        raise _refuse(field, "bad-id", f"{value[:100]!a} is not an id", "use lower-case words with dots or hyphens")


def is_text(_: object, field: Field, value: str) -> None:
    """Text with something in it and no blanks around it."""
    if not value or value != value.strip():
        raise _refuse(field, "empty-text", "the text is empty, or begins or ends with a blank", "write it, or trim it")


def is_version(_: object, field: Field, value: str) -> None:
    """Two to four numbers with dots between them."""
    if len(value) > 40 or not _VERSION.fullmatch(value):
        raise _refuse(field, "bad-version", f"{value[:40]!a} is not a version", "write it as 2026.11.0 or 1.2")


def is_locale(_: object, field: Field, value: str) -> None:
    """A language tag in the manner of BCP 47."""
    if len(value) > 40 or not LOCALE.fullmatch(value):
        raise _refuse(field, "bad-locale", f"{value[:40]!a} is not a language tag", "write it as en or es-MX")


def are_ids(_: object, field: Field, values: tuple[str, ...]) -> None:
    """Any number of ids, all different."""
    problems = _below(is_id, field, enumerate(values))
    for i, id in enumerate(values):
        if id in values[:i]:
            problems.append(Problem("duplicate-id", f"{id!a} is listed twice", "name it once", (key_of(field), i)))
    if problems:
        raise InvalidValue(problems)


def are_texts(_: object, field: Field, values: tuple[str, ...]) -> None:
    """One text or more."""
    if not values:
        raise _refuse(field, "empty-text", "the list is empty", "write at least one")
    if problems := _below(is_text, field, enumerate(values)):
        raise InvalidValue(problems)


def are_texts_by_key(_: object, field: Field, values: Mapping[Any, str]) -> None:
    """A mapping of words to texts."""
    if problems := _below(is_text, field, ((key.value, text) for key, text in values.items())):
        raise InvalidValue(problems)


def member(words: type[E], given: Any, name: str, problems: list[Problem], path: tuple[str, ...] = ()) -> E | None:
    """Return the word of a vocabulary that is given as itself or as its text, or None where it is neither.

    Args:
        words: The vocabulary.
        given: The word.
        name: What the word is, as a message names it.
        problems: The list to which a problem is added where there is no such word. Its message does not hold it.
        path: Where the word stands; by itself, as `name`, unless given.
    """
    try:
        return words(given)
    except ValueError:
        problems.append(_no_such(name, [str(each.value) for each in words], path))
        return None


def one_of(words: Sequence[str], given: str, name: str, problems: list[Problem]) -> None:
    """Note what is none of the words that an argument takes; `member` is for words that have an enumeration.

    Args:
        words: The words.
        given: What was given.
        name: The argument's name.
        problems: The list to which a problem is added. Its message does not hold what was given.
    """
    if given not in words:
        problems.append(_no_such(name, words))


def _no_such(name: str, words: Sequence[str], path: tuple[str, ...] = ()) -> Problem:
    return Problem("bad-choice", f"there is no such {name}", f"it is one of {', '.join(words)}", path or (name,))


def _refuse(field: Field, code: str, message: str, remedy: str) -> InvalidValue:
    return InvalidValue([Problem(code, message, remedy, (key_of(field),))])


def _below(check: Validator, field: Field, values: Iterable[tuple[str | int, Any]]) -> list[Problem]:
    """Return the problems of the parts of a field, each with its place in the field."""
    problems: list[Problem] = []
    for place, value in values:
        try:
            check(None, field, value)
        except InvalidValue as error:
            problems += (attrs.evolve(each, path=(*each.path, place)) for each in error.problems)
    return problems
