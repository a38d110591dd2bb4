"""How deep JSON is nested that comes from outside; nothing of it is parsed or walked through before that is known."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any, cast

DEEPEST = 200
"""How deep a document may be nested; ours are a dozen deep, and some parsers end the process for lack of stack."""

_ESCAPED = re.compile(r"\\.", re.DOTALL)
"""A character in a text that may be a quote which does not end it."""

_NESTS: Any = (Mapping, list, tuple)
_NO_BRACKET = re.compile(r"[^][{}]+")
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}


def is_deep(document: Any) -> bool:
    """Return whether a document is nested deeper than any of ours can be.

    Args:
        document: JSON text, which need not be valid, or a tree.
    """
    if isinstance(document, str):
        return _is_deep_text(document)
    return any(depth >= DEEPEST for depth, _ in enumerate(_levels(document)))


def nodes(document: Any) -> Iterator[Any]:
    """Yield the mappings and lists of a tree, once each however often they are there.

    Args:
        document: A tree that is not too deep.
    """
    for level in _levels(document):
        yield from level


def entries(node: Any) -> Iterable[Any]:
    """Return what a mapping or a list holds; nothing for anything else."""
    if isinstance(node, Mapping):
        return cast(Mapping[str, Any], node).values()
    return cast(list[Any], node) if isinstance(node, list | tuple) else ()


def _levels(document: Any) -> Iterator[list[Any]]:
    """Yield the nodes of a tree from the outside in, those of a level together and once each."""
    level = [document] if isinstance(document, _NESTS) else []
    while level:
        yield level
        below = [each for node in level for each in entries(node) if isinstance(each, _NESTS)]
        level = [*{id(each): each for each in below}.values()]


def _is_deep_text(text: str) -> bool:
    if text.count("[") + text.count("{") <= DEEPEST:  # so it is with most
        return False
    outside = "".join(_ESCAPED.sub("", text).split('"')[::2])  # brackets in texts nest nothing
    brackets = _NO_BRACKET.sub("", outside)
    return max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > DEEPEST
