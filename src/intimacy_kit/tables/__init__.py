"""Answers in tables to scores in tables: data frames and files.

A layout needs nothing but this library. The functions need Narwhals or Polars,
from the extra `tables`, and are imported when they are first used.
"""

from typing import TYPE_CHECKING

from intimacy_kit._lazy import lazy_names
from intimacy_kit.tables.faults import CellFault, KindCount
from intimacy_kit.tables.labels import with_labels
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.layout_fields import Dialect, Partner
from intimacy_kit.tables.presets import PRESETS, layout_of, read_layout
from intimacy_kit.tables.vocabulary import OnInvalid, Shape

if TYPE_CHECKING:
    from intimacy_kit.tables.couples import CoupleRows, score_couples
    from intimacy_kit.tables.file import score_table
    from intimacy_kit.tables.frame import score_frame
    from intimacy_kit.tables.guess import Guess, guess_layout
    from intimacy_kit.tables.row_responses import responses
    from intimacy_kit.tables.sql import score_sql
    from intimacy_kit.tables.summary import PillarCounts, TableSummary
    from intimacy_kit.tables.text_rows import RowFault

__all__ = [
    "PRESETS",
    "CellFault",
    "CoupleRows",
    "Dialect",
    "Guess",
    "KindCount",
    "OnInvalid",
    "Partner",
    "PillarCounts",
    "RowFault",
    "Shape",
    "TableLayout",
    "TableSummary",
    "guess_layout",
    "layout_of",
    "read_layout",
    "responses",
    "score_couples",
    "score_frame",
    "score_sql",
    "score_table",
    "with_labels",
]

_HOMES = {
    "CoupleRows": "couples",
    "Guess": "guess",
    "PillarCounts": "summary",
    "RowFault": "text_rows",
    "TableSummary": "summary",
    "guess_layout": "guess",
    "responses": "row_responses",
    "score_couples": "couples",
    "score_frame": "frame",
    "score_sql": "sql",
    "score_table": "file",
}

__getattr__, __dir__ = lazy_names(globals(), _HOMES)
