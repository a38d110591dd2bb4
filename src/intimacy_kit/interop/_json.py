"""JSON input: parsed completely or refused, with the place of every repeated key."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, cast

from intimacy_kit._sealed import sealed
from intimacy_kit._values.nesting import entries, is_deep, nodes
from intimacy_kit.errors import InvalidResponse, Problem

LARGEST = 1_048_576
"""How many bytes or characters a document may have."""

_MOST_PROBLEMS = 100

_LONGEST = 309
"""How many digits a whole number may have: those of the largest float. Python does not write out more than 4,300."""

_TOO_MUCH = 10**_LONGEST
_TOO_LONG = f"the document holds a number of more than {_LONGEST} digits"

_REASONS = {
    "Expecting ','": ": a comma is missing",
    "Expecting ':'": ": a colon is missing",
    "Expecting property name": ": there is no key in double quotes, or a comma too many",
    "Illegal trailing comma": ": there is a comma too many",
    "Extra data": ": there is more after its end",
    "Unterminated string": ": a text has no end",
}
"""What Python's parser says, to the end of our message."""

Document = str | bytes | Mapping[str, Any] | Sequence[Any]
"""A document as it came, or as it was read already."""


class _NoNumber(ValueError):
    """A number that Python reads, and no document may have."""


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys came twice."""

    repeated: tuple[str, ...] = ()


@sealed
def read(document: Document, *, largest: int | None = LARGEST) -> Any:
    """Return a document as a tree.

    Args:
        document: JSON text, its bytes in UTF-8, or a tree, which is returned as it is.
        largest: How many bytes or characters it may have; None for any number.

    Raises:
        InvalidResponse: When it is too large, nested too deeply or not JSON, or has a whole number of over 309 digits.
    """
    if not isinstance(document, str | bytes):
        if is_deep(document):
            raise _too_deep()
        if why := _not_json(document):
            raise _refusal("not-json", why, "send JSON")
        return document
    if largest is not None and len(document) > largest:
        raise _refusal("too-large", f"the document has more than {largest} characters", "send one response")
    try:
        text = document if isinstance(document, str) else document.decode("utf-8-sig")
        if not is_deep(text):
            return json.loads(text, object_pairs_hook=_object, parse_int=_whole, parse_constant=_refuse)
        refusal = _too_deep()
    except UnicodeDecodeError:
        refusal = _refusal("not-utf8", "the document is not UTF-8", "send it as UTF-8")
    except json.JSONDecodeError as error:
        why = next((words for start, words in _REASONS.items() if error.msg.startswith(start)), "")
        message = f"the document is not JSON from line {error.lineno}, column {error.colno} on{why}"
        message = message if error.doc.strip() else "the document is empty"
        refusal = _refusal("not-json", message, "send JSON", line=error.lineno, column=error.colno)
    except _NoNumber as error:
        refusal = _refusal("not-json", str(error), "send JSON")
    raise refusal  # raised outside, since its context would hold the document


def repeated_keys(tree: Any) -> list[Problem]:
    """Return a problem for each key that came twice, or for the first hundred of them.

    Args:
        tree: What `read` gave, or a part of it.
    """
    return [
        Problem("repeated-answer", "the key comes twice", "give it once", place)
        for place in islice(_repeated_places(tree), _MOST_PROBLEMS)
    ]


def _repeated_places(tree: Any) -> Iterator[tuple[str | int, ...]]:
    """Yield the place of each key that came twice."""
    queue: list[tuple[tuple[str | int, ...], Any]] = [((), tree)]
    while queue:
        place, node = queue.pop()
        if isinstance(node, _Object):
            yield from ((*place, key) for key in node.repeated)
        if isinstance(node, dict):
            queue += (((*place, key), each) for key, each in cast(dict[str, Any], node).items())
        elif isinstance(node, list):
            queue += (((*place, i), each) for i, each in enumerate(cast(Any, node)))


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    parsed = _Object(pairs)
    if len(parsed) < len(pairs):
        times = Counter(key for key, _ in pairs)
        parsed.repeated = tuple(key for key in parsed if times[key] > 1)
    return parsed


def _refuse(_: str) -> None:
    raise _NoNumber("the document holds a number that JSON does not have")


def _whole(digits: str) -> int:
    if len(digits) > _LONGEST:
        raise _NoNumber(_TOO_LONG)
    return int(digits)


def _not_json(tree: Any) -> str | None:
    """Return what a tree has that no JSON of ours has, or None."""
    for node in nodes(tree):
        if isinstance(node, Mapping) and not all(isinstance(key, str) for key in cast(Mapping[object, Any], node)):
            return "the document holds a key that is not text"
        if any(isinstance(each, int) and abs(each) >= _TOO_MUCH for each in entries(node)):
            return _TOO_LONG
    return None


def _too_deep() -> InvalidResponse:
    return _refusal("too-deep", "the document is nested too deeply", "send one response")


def _refusal(code: str, message: str, remedy: str, *, line: int = 0, column: int = 0) -> InvalidResponse:
    return InvalidResponse([Problem(code, message, remedy, line=line, column=column)])
