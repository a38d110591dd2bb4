"""Published scoring rules, as packs with placeholders for items: the values that their worked cases give.

Each folder of `tests/data/instruments` is a pack, with `cases.json` beside it: answers by item (null: no answer), and
for each score the value as a fraction, and the level. The cases were worked out by hand from the published rule.
"""

import json
import sqlite3
from contextlib import closing
from datetime import date
from fractions import Fraction

import polars as pl
import pytest

import intimacy_kit as ik
from intimacy_kit.tables import TableLayout, score_frame, score_sql
from tests.support.engines import expected as wanted_of
from tests.support.memory_pack import Memory, folder
from tests.support.paths import DATA

INSTRUMENTS = sorted(path for path in (DATA / "instruments").iterdir())


def loaded(path):
    files = folder(path)
    cases = json.loads(files.pop("cases.json"))
    return ik.load_path(Memory(files)), cases


CASES = [
    pytest.param(path, case, id=case["id"])
    for path in INSTRUMENTS
    for case in json.loads((path / "cases.json").read_text(encoding="utf-8"))
]


def of(result, id):
    score = result[id]
    value = None if score.value is None else score.value
    level = score.level if not score.group_levels else dict(score.group_levels)
    return value, level


@pytest.mark.slow
@pytest.mark.parametrize(("path", "case"), CASES)
def test_a_published_rule_gives_its_worked_values(path, case):
    catalogue, _ = loaded(path)
    checkin = ik.draw(catalogue, form="form", seed="s")
    result = ik.score(checkin.answer(case["answers"], on=date(2026, 3, 2)))
    for id, expected in case["expected"].items():
        value = None if expected["value"] is None else float(Fraction(expected["value"]))
        assert (value, expected["level"]) == of(result, id)


@pytest.mark.parametrize("path", INSTRUMENTS, ids=lambda path: path.name)
def test_a_level_is_said_with_its_source_and_never_without(path):
    catalogue, cases = loaded(path)
    for case in cases:
        response = ik.draw(catalogue, form="form", seed="s").answer(case["answers"], on=date(2026, 3, 2))
        text = ik.explain(response)
        for score in ik.score(response):
            for level in (score.level, *score.group_levels.values()):
                if level is not None:
                    (line,) = [
                        line for line in text.splitlines() if f"= {score.value:.6g}; " in line and level in line
                    ][:1]
                    assert line.endswith(f"by {score.level_source}")


LONG = ("npi",)
"""Those whose statements take a while to be written."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [pytest.param(path, id=path.name, marks=[pytest.mark.slow] * (path.name in LONG)) for path in INSTRUMENTS],
)
def test_tables_and_statements_of_sql_give_what_score_gives(path):
    catalogue, cases = loaded(path)
    checkin = ik.draw(catalogue, form="form", seed="s")
    rows = [{id: case["answers"].get(id) for id in checkin.item_ids} for case in cases]
    wanted = [{**wanted_of(checkin, row), "invalid": 0} for row in rows]
    table = pl.DataFrame([{"row": i, **row} for i, row in enumerate(rows)], infer_schema_length=None)
    table = table.with_columns(pl.col(pl.Null).cast(pl.Int64))
    layout = TableLayout(ids=["row"])
    scores = score_frame(table, checkin.key, layout=layout, on_invalid="null")
    assert wanted == scores.drop("row").to_dicts()
    with closing(sqlite3.connect(":memory:")) as connection:
        names = ", ".join(f'"{name}"' for name in table.columns)
        connection.execute(f"CREATE TABLE answers ({names})")
        connection.executemany(f"INSERT INTO answers VALUES ({', '.join('?' * table.width)})", table.rows())
        found = connection.execute(score_sql(checkin.key, dialect="sqlite", layout=layout))
        columns = [column[0] for column in found.description]
        in_order = sorted((dict(zip(columns, row, strict=True)) for row in found), key=lambda row: row["row"])
    assert wanted == [{name: cell for name, cell in row.items() if name != "row"} for row in in_order]
