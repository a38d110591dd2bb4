"""Answers in tables to scores in tables: data frames and files.

A layout needs nothing but this library. The functions need Narwhals or Polars,
from the extra `tables`, and are imported when they are first used.
"""

import importlib
from typing import TYPE_CHECKING, Any

from intimacy_kit.tables.layout import OnInvalid, Shape, TableLayout

if TYPE_CHECKING:
    from intimacy_kit.tables.file import PillarCounts, TableSummary, score_table
    from intimacy_kit.tables.frame import score_frame

__all__ = [
    "OnInvalid",
    "PillarCounts",
    "Shape",
    "TableLayout",
    "TableSummary",
    "score_frame",
    "score_table",
]

_HOMES = {"PillarCounts": "file", "TableSummary": "file", "score_frame": "frame", "score_table": "file"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
