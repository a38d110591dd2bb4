"""JSON Schemas of a pack's files, for editors."""

from typing import Any

from intimacy_kit._values.json_schema import DRAFT, file_record_schema
from intimacy_kit.content.kinds import KINDS, PACK
from intimacy_kit.errors import UnknownId


def file_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one kind of file.

    Args:
        kind: The name of the file without its ending, or of the folder: `pack`, `items` and so on.

    Raises:
        UnknownId: When there is no such kind.
    """
    if kind not in KINDS:
        raise UnknownId("kind of file", kind, KINDS)
    record = file_record_schema(KINDS[kind].record)
    whole = record if kind == PACK.shelf else {"type": "array", "items": record}
    return {"$schema": DRAFT, "title": f"intimacy_kit {kind}", **whole}
