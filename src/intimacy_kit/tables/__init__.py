"""Answers in tables to scores in tables: data frames and files."""

from intimacy_kit.tables.file import PillarCounts, TableSummary, score_table
from intimacy_kit.tables.frame import OnInvalid, score_frame, score_long

__all__ = ["OnInvalid", "PillarCounts", "TableSummary", "score_frame", "score_long", "score_table"]
