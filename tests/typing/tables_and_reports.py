"""What a user's type checker infers of tables, which keep their own type, and of reports."""

from pathlib import Path
from typing import Any, assert_type

import polars as pl

import intimacy_kit as ik
from intimacy_kit.reports import Figure, figure, to_html, to_markdown, to_text
from intimacy_kit.tables import TableSummary, score_frame, score_table


def tables(key: ik.ScoringKey, eager: pl.DataFrame, lazy: pl.LazyFrame) -> None:
    """Score tables."""
    assert_type(score_frame(eager, key), pl.DataFrame)
    assert_type(score_frame(lazy, key, on_invalid="null", quality=True), pl.LazyFrame)
    assert_type(score_table(Path("answers.csv"), "scores.parquet", key), TableSummary)


def reports(catalogue: ik.Catalogue, result: ik.Result, plan: ik.Plan, view: ik.CoupleView) -> None:
    """Show whatever can be shown."""
    assert_type(to_text(catalogue, result), str)
    assert_type(to_markdown(catalogue, plan), str)
    assert_type(to_html(catalogue, view), str)
    picture = figure(catalogue, result, width=600)
    assert_type(picture, Figure)
    assert_type(picture.to_svg(), str)
    assert_type(picture.alt, str)
    assert_type(picture.spec, dict[str, Any])
