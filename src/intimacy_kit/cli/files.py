"""JSON files as input."""

from typing import Any, BinaryIO

import attrs

from intimacy_kit.errors import InvalidResponse
from intimacy_kit.interop._json import read, repeated_keys


def name_of(file: BinaryIO) -> str:
    """Return the name of an open file; - for standard input."""
    return str(getattr(file, "name", "-")).replace("<stdin>", "-")


def load_json(file: BinaryIO) -> Any:
    """Return the content of a JSON file.

    Args:
        file: The open file, of any length.

    Raises:
        InvalidResponse: When it is not JSON, or a key comes twice; each problem names the file.
    """
    try:
        tree = read(file.read(), largest=None)
        problems = tuple(repeated_keys(tree))
    except InvalidResponse as error:
        tree, problems = None, error.problems
    if problems:
        raise InvalidResponse([attrs.evolve(each, file=name_of(file)) for each in problems])
    return tree
