"""Spark in local mode scores as `score()` does, bit for bit, also over many Parquet files."""

import random
import runpy
import sys
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.tables.frame import score_frame
from intimacy_kit.tables.layout import TableLayout
from tests.support.catalogues import built_in
from tests.support.engines import ROW, arrow_table, check, expected, filled, layout_of
from tests.support.examples import ANY_HEALTH, at_least
from tests.support.odd_catalogue import DAY
from tests.support.score_rows import row_of

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "spark_scores.py"
CHECKIN = ik.draw(built_in(), form="standard", seed="s")
KEY = CHECKIN.key
PARTS, ROWS = 40, 50

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    patched = pytest.MonkeyPatch()
    patched.setenv("PYSPARK_PYTHON", sys.executable)  # else workers are whatever python3 is, without the library
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    yield session
    session.stop()
    patched.undo()


@pytest.fixture(scope="module")
def people():
    """Return rows of answers with gaps, by person."""
    rng = random.Random(7)
    return {
        person: {id: rng.choice([*KEY.by_id[id].values, None, None]) for id in CHECKIN.item_ids}
        for person in range(PARTS * ROWS)
    }


@pytest.fixture(scope="module")
def folder(people, tmp_path_factory):
    """Return a folder with many Parquet files of them; columns have no dots, which Spark reads as steps."""
    path = tmp_path_factory.mktemp("answers")
    for part in range(PARTS):
        rows = [{"person": person} | people[person] for person in range(part * ROWS, (part + 1) * ROWS)]
        frame = pl.DataFrame(rows, schema={"person": pl.Int64, **dict.fromkeys(CHECKIN.item_ids, pl.Int8)})
        frame.rename(lambda name: name.replace(".", "__")).write_parquet(path / f"{part}.parquet")
    return path


def test_many_parquet_files_score_as_the_responses_do(spark, people, folder, tmp_path, saw):
    score_files = runpy.run_path(str(EXAMPLE))["score_files"]
    score_files(spark, str(folder), str(tmp_path / "scores"))
    rows = pl.read_parquet(tmp_path / "scores" / "*.parquet").to_dicts()
    assert len(people) == len(rows)
    assert {0} == {row.pop("invalid") for row in rows}
    expected = {person: row_of(CHECKIN.answer(answers, on=DAY)) for person, answers in people.items()}
    scored = {row.pop("person"): row for row in rows}
    assert expected == scored
    equal = sum(expected[person] == scored[person] for person in expected)
    does = "scores many Parquet files in local mode"
    saw("PyPI:pyspark", "Spark", does, equal=equal, of=len(expected), what="check-ins with all scores")


def test_a_spark_table_comes_back_as_one_and_nothing_was_run(spark, folder):
    table = spark.read.parquet(str(folder))
    names = {name.replace("__", "."): name for name in table.columns if "__" in name}
    scores = score_frame(table, KEY, layout=TableLayout(columns=names, ids=["person"]), quality=True)
    assert type(table) is type(scores)
    assert {"missing", "spread"} <= set(scores.columns)


DRAWN = at_least(3, share=1000, **ANY_HEALTH)


def in_spark(spark, table):
    kinds = {pa.int64(): "bigint", pa.float64(): "double", pa.string(): "string"}
    schema = ", ".join(f"{field.name} {kinds[field.type]}" for field in table.schema)
    return spark.createDataFrame([tuple(row.values()) for row in table.to_pylist()], schema)


def read(frame):
    return pa.Table.from_pylist([row.asDict() for row in frame.collect()])


@DRAWN
@given(drawn=filled(), numbers=st.booleans())
def test_every_feature_of_a_key_scores_as_the_responses_do(spark, drawn, numbers):
    check(lambda table: in_spark(spark, table), read, drawn, numbers=numbers)


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")  # the batches are of Arrow alone
@DRAWN
@given(drawn=filled(), numbers=st.booleans())
def test_batches_of_arrow_score_as_the_responses_do(spark, drawn, numbers):
    checkin, rows = drawn
    key, layout = checkin.key, layout_of(numbers=numbers)
    table = arrow_table(checkin, rows, numbers=numbers)

    def scored(batches):
        from intimacy_kit.tables import score_frame as score

        for batch in batches:
            frame = score(pl.from_arrow(batch), key, layout=layout, on_invalid="null")
            yield from frame.to_arrow(compat_level=pl.CompatLevel.oldest()).to_batches()  # Spark reads no views of text

    names = score_frame(pl.from_arrow(table.slice(0, 0)), key, layout=layout, on_invalid="null").schema
    kinds = {pl.Int64: "bigint", pl.Float64: "double", pl.String: "string"}
    schema = ", ".join(f"`{name}` {kinds[kind]}" for name, kind in names.items())
    found = sorted(read(in_spark(spark, table).mapInArrow(scored, schema)).to_pylist(), key=lambda row: row[ROW])
    assert [{ROW: i, **expected(checkin, row), "invalid": 0} for i, row in enumerate(rows)] == found
