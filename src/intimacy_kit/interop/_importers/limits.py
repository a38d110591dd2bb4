"""How large a document may be, and its text or its JSON from bytes."""

from collections.abc import Mapping
from typing import Any, cast

import attrs

from intimacy_kit.errors import InvalidResponse, InvalidValue, Problem, Problems
from intimacy_kit.interop._importers.tree import Tree
from intimacy_kit.interop._json import Document, read, repeated_keys

LARGEST = 4_194_304
"""How many bytes or characters a document may have."""


def text_of(document: Any) -> str:
    """Return the text of a document.

    Args:
        document: Text, or its bytes in UTF-8 or in UTF-16 with a mark at their beginning.

    Raises:
        InvalidValue: When it is neither, or too large.
    """
    if not isinstance(document, str | bytes):
        raise refusal("wrong-kind", "the form is neither text nor bytes", "give what the file holds")
    if len(document) > LARGEST:
        raise refusal("too-large", f"the form has more than {LARGEST} characters", "split it")
    if isinstance(document, str):
        return document.removeprefix("\ufeff")
    encoding = "utf-16" if document[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return document.decode(encoding)
    except UnicodeDecodeError:
        pass
    raise refusal("not-utf8", "the form is not UTF-8", "save it as UTF-8")


def refusal(code: str, message: str, remedy: str, *path: str | int) -> InvalidValue:
    """Return an error with one problem.

    Args:
        code: Its code.
        message: What is wrong.
        remedy: What to do about it.
        path: Where.
    """
    return InvalidValue([Problem(code, message, remedy, path)])


def tree_of(document: Document, faults: Problems, *, remedy: str = "give the form as JSON") -> Tree:
    """Return the JSON object that a document is.

    Args:
        document: JSON text, its bytes, or what was read from it.
        faults: Where it is noted what is wrong with the document.
        remedy: What to give instead.

    Raises:
        InvalidValue: When it is too large or is not a JSON object.
    """
    text = text_of(document) if isinstance(document, str | bytes) else document
    try:
        node = read(text, largest=None)
    except InvalidResponse as error:
        problems = [attrs.evolve(each, remedy=remedy) for each in error.problems]
    else:
        faults.extend(repeated_keys(node))
        if isinstance(node, Mapping):
            return Tree(cast(Mapping[str, Any], node), (), faults)
        problems = [Problem("not-this-format", "the document is not an object", remedy)]
    raise InvalidValue(problems)
