"""JSON input: parsed completely or refused, with the place of every repeated key."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, cast

from intimacy_kit._sealed import sealed
from intimacy_kit._values.nesting import is_deep
from intimacy_kit.errors import InvalidResponse, Problem

LARGEST = 1_048_576
"""How many bytes or characters a document may have."""

_MOST_PROBLEMS = 100

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


class _NoConstant(ValueError):
    """Python reads NaN and Infinity, which JSON does not have."""


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
        InvalidResponse: When it is too large, nested too deeply or not JSON.
    """
    if not isinstance(document, str | bytes):
        if is_deep(document):
            raise _too_deep()
        return document
    if largest is not None and len(document) > largest:
        raise _refusal("too-large", f"the document has more than {largest} characters", "send one response")
    try:
        text = document if isinstance(document, str) else document.decode("utf-8-sig")
        if not is_deep(text):
            return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
        refusal = _too_deep()
    except UnicodeDecodeError:
        refusal = _refusal("not-utf8", "the document is not UTF-8", "send it as UTF-8")
    except json.JSONDecodeError as error:
        why = next((words for start, words in _REASONS.items() if error.msg.startswith(start)), "")
        message = f"the document is not JSON from line {error.lineno}, column {error.colno} on{why}"
        message = message if error.doc.strip() else "the document is empty"
        refusal = _refusal("not-json", message, "send JSON", line=error.lineno, column=error.colno)
    except _NoConstant:
        refusal = _refusal("not-json", "the document holds a number that JSON does not have", "send JSON")
    except ValueError:
        refusal = _refusal("not-json", "the document holds a number of thousands of digits", "send JSON")
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


def _refuse_constant(_: str) -> None:
    raise _NoConstant


def _too_deep() -> InvalidResponse:
    return _refusal("too-deep", "the document is nested too deeply", "send one response")


def _refusal(code: str, message: str, remedy: str, *, line: int = 0, column: int = 0) -> InvalidResponse:
    return InvalidResponse([Problem(code, message, remedy, line=line, column=column)])
