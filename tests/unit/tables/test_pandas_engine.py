"""Data frames of pandas: every kind of number, the labels of rows, what is copied, and what is looked at on the way."""

import importlib

import attrs
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import intimacy_kit as ik
from intimacy_kit.tables.frame import score_frame
from intimacy_kit.tables.layout import TableLayout
from tests.benchmarks.score_frame import ITEMS, KEY

ROWS = [{item: (i + row) % 6 if (i + row) % 6 < 5 else None for i, item in enumerate(ITEMS)} for row in range(7)]
PLAIN = pl.DataFrame(ROWS)
SCORES = score_frame(PLAIN, KEY)


def as_polars(frame):
    return pl.from_pandas(frame, nan_to_null=True).cast(SCORES.schema)


@pytest.mark.parametrize(
    "dtype",
    [
        "float32",
        "float64",
        "Sparse[float64]",
        "Int8",
        "Int64",
        "UInt8",
        "UInt64",
        "Float32",
        "Float64",
        "int8[pyarrow]",
        "uint16[pyarrow]",
    ],
)
def test_every_kind_of_number_scores_alike(dtype):
    scores = score_frame(PLAIN.to_pandas().astype(dtype), KEY)
    assert as_polars(scores).equals(SCORES)
    family = {"f": "float64", "S": "float64", "I": "Float64", "U": "Float64", "F": "Float64"}.get(
        dtype[0], "double[pyarrow]"
    )
    assert family == str(scores["pillar0_percent"].dtype) if "pyarrow" not in dtype else True


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int64", "uint64"])
def test_whole_numbers_without_gaps_score_alike(dtype):
    whole = PLAIN.fill_null(2)
    assert as_polars(score_frame(whole.to_pandas().astype(dtype), KEY)).equals(score_frame(whole, KEY))


@pytest.mark.parametrize("dtype", ["uint64", "UInt64", "uint64[pyarrow]"])
def test_a_number_past_all_others_is_off_the_scale(dtype):
    cells = pd.Series([2**64 - 1, 3], dtype=dtype)
    with pytest.raises(ik.InvalidValue, match="'item3' has 1 cell without a value from 0 to 4, in row 1"):
        score_frame(PLAIN.fill_null(2).head(2).to_pandas().assign(item3=cells), KEY)


@pytest.mark.slow
@pytest.mark.parametrize("number", [5.0, -1.0, 2.5, 260.0, 1e300, float("inf")])
def test_a_number_off_the_scale_is_refused_or_counted(number):
    frame = PLAIN.to_pandas().astype("float64")
    frame.loc[3, "item0"] = number
    with pytest.raises(ik.InvalidValue, match="'item0' has 1 cell"):
        score_frame(frame, KEY)
    scores = score_frame(frame, KEY, on_invalid="null")
    assert [0, 0, 0, 1, 0, 0, 0] == scores["invalid"].to_list()
    gap = score_frame(PLAIN.with_columns(item0=pl.Series([*PLAIN["item0"][:3], None, *PLAIN["item0"][4:]])), KEY)
    assert as_polars(scores.drop(columns="invalid")).equals(gap)


def test_labels_of_rows_and_copied_columns_stay():
    frame = PLAIN.to_pandas().astype("float64").assign(person=pd.Categorical(list("abcdefg")))
    frame.index = pd.Index(list("tuvwxyz"), name="row")
    scores = score_frame(frame, KEY, layout=TableLayout(ids=("person",)))
    assert frame.index.equals(scores.index)
    assert scores["person"].equals(frame["person"])
    assert "person" == scores.columns[0]
    assert list(SCORES["pillar0_reason"]) == [
        text if isinstance(text, str) else None for text in scores["pillar0_reason"]
    ]


def test_a_column_of_nothing_is_gaps():
    nothing = PLAIN.to_pandas().astype("float64").assign(item2=pd.Series([None] * 7, dtype=object))
    assert as_polars(score_frame(nothing, KEY)).equals(
        score_frame(PLAIN.with_columns(item2=pl.lit(None, pl.Int64)), KEY)
    )


def test_reasons_are_text_without_pyarrow_as_well(monkeypatch):
    import_module = importlib.import_module

    def without(name, *rest):
        if name == "pyarrow":
            raise ImportError(name)
        return import_module(name, *rest)

    monkeypatch.setattr(importlib, "import_module", without)
    scores = score_frame(PLAIN.to_pandas().astype("float64"), KEY)
    assert SCORES["pillar0_reason"].to_list() == [
        text if isinstance(text, str) else None for text in scores["pillar0_reason"]
    ]


@pytest.mark.slow
def test_levels_and_answers_beside_codes_score_alike():
    levels = (ik.Level("low", 0, 49.9), ik.Level("high", 50, 100))
    rule = ik.ScoreRule("s", "S", tuple(ITEMS[:9]), levels=levels, levels_source="ours", min_answered=1)
    key = attrs.evolve(KEY, scores=(rule,))
    layout = TableLayout(codes={"99": "does-not-apply"})
    coded = PLAIN.with_columns(item1=pl.Series([99, 3, None, 99, 0, 1, 2]))
    expected = score_frame(coded, key, layout=layout, quality=True)
    scores = score_frame(coded.to_pandas(), key, layout=layout, quality=True)
    assert pl.from_pandas(scores, nan_to_null=True).cast(expected.schema).equals(expected)
    assert {"low", "high", None} >= set(expected["s_level"])


def test_an_array_is_not_changed():
    frame = PLAIN.to_pandas().astype("float64")
    before = frame.to_numpy().copy()
    score_frame(frame, KEY)
    assert np.array_equal(before, frame.to_numpy(), equal_nan=True)


def test_a_column_of_a_type_without_numbers_is_gaps():
    nothing = PLAIN.to_pandas().astype("float64").assign(item2=pd.array([None] * 7, dtype=pd.ArrowDtype(pa.null())))
    assert as_polars(score_frame(nothing, KEY)).equals(
        score_frame(PLAIN.with_columns(item2=pl.lit(None, pl.Int64)), KEY)
    )
