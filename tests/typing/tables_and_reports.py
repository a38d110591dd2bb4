"""What a user's type checker infers of tables, which keep their own type, and of reports."""

from pathlib import Path
from typing import assert_type

import polars as pl

import intimacy_kit as ik
from intimacy_kit.reports import Document, Figure, couple_report, figure, report
from intimacy_kit.tables import TableSummary, score_frame, score_table


def tables(key: ik.ScoringKey, eager: pl.DataFrame, lazy: pl.LazyFrame) -> None:
    """Score tables."""
    assert_type(score_frame(eager, key), pl.DataFrame)
    assert_type(score_frame(lazy, key, on_invalid="null", quality=True), pl.LazyFrame)
    assert_type(score_table(Path("answers.csv"), "scores.parquet", key), TableSummary)


def reports(catalogue: ik.Catalogue, result: ik.Result, plan: ik.Plan, view: ik.CoupleView) -> None:
    """Show whatever can be shown."""
    assert_type(report(catalogue, result), Document)
    assert_type(report(catalogue, plan).to_markdown(), str)
    assert_type(couple_report(catalogue, view).to_text(width=80), str)
    picture = figure(catalogue, result, width=600)
    assert_type(picture, Figure)
    assert_type(picture.to_svg(), str)
    assert_type(picture.alt, str)
