"""A row that is skipped as no person is refused where it holds answers as a person's row does."""

from datetime import date

import polars as pl
import pytest

import intimacy_kit as ik
from intimacy_kit.tables import TableLayout, responses, score_frame, score_table
from intimacy_kit.tables.rows import answer_columns
from intimacy_kit.tables.skipped import skipped_people
from tests.support.exports import CATALOGUE, ITEMS, KEY, UNDER

PERSON = dict.fromkeys(ITEMS, "3")


def found(rows, layout):
    return skipped_people(rows, answer_columns(KEY, layout), KEY, layout)


@pytest.mark.parametrize(
    ("rows", "skip"),
    [
        ([PERSON], 0),
        ([dict.fromkeys(ITEMS, "How often?"), {**PERSON, ITEMS[0]: ""}], 1),
        ([dict.fromkeys(ITEMS, ""), {**dict.fromkeys(ITEMS), ITEMS[5]: 5}, PERSON], 1),
    ],
)
def test_the_first_row_with_answers_and_nothing_else_is_named(rows, skip):
    (problem,) = found(rows, TableLayout(skip=len(rows)))
    assert f"row {skip + 1} of those that are skipped holds answers" in problem.message
    assert problem.remedy.startswith(f"say `skip: {skip}`, or")


@pytest.mark.parametrize(
    ("row", "layout"),
    [
        ({**PERSON, ITEMS[1]: "How often?"}, {}),
        (dict.fromkeys(ITEMS, ""), {}),
        (dict.fromkeys(ITEMS, "9"), {}),
        ({"x": "3"}, {}),
        (PERSON, {"shape": "long"}),
    ],
)
def test_a_row_of_texts_or_gaps_may_be_skipped(row, layout):
    assert [] == found([row], TableLayout(**layout))


def test_a_couple_that_shares_a_row_is_seen_too():
    layout = TableLayout(couple="c", partners={"A": "_a", "B": "_b"})
    assert 1 == len(found([{f"{id}_{one}": "3" for id in ITEMS for one in "ab"}], layout))
    assert [] == found([{f"{id}_a": "3" for id in ITEMS} | {f"{id}_b": "text" for id in ITEMS}], layout)


@pytest.mark.parametrize("rows", ["wide", "pairwise"])
def test_rows_of_a_file_of_couples_are_skipped_once(tmp_path, rows):
    names = [f"{name}_{one}" for one in "ab" for name in UNDER.values()]
    pairs = pl.DataFrame({"couple": ["", "c1", "c2"], **{name: ["How often?", "1", "2"] for name in names}})
    pairs.write_csv(tmp_path / "in.csv")
    layout = TableLayout(couple="couple", columns=UNDER, partners={"a": "_a", "b": "_b"}, skip=1)
    score_table(tmp_path / "in.csv", tmp_path / "out.csv", KEY, layout=layout, couples=rows)
    scores = pl.read_csv(tmp_path / "out.csv")
    assert ["c1", "c2"] == scores["couple"].unique(maintain_order=True).to_list()
    wrong = pairs.with_columns(pl.Series(names[0], ["How often?", "1", "often"]))
    wrong.write_csv(tmp_path / "in.csv")
    with pytest.raises(ik.InvalidValue, match="in row 3"):
        score_table(tmp_path / "in.csv", tmp_path / "o.csv", KEY, layout=layout, couples=rows)


def test_a_person_is_lost_neither_from_a_file_nor_from_a_table_in_memory(tmp_path):
    people = pl.DataFrame({"who": ["a", "b"], **{name: ["1", "2"] for name in UNDER.values()}})
    people.write_csv(tmp_path / "in.csv")
    layout = TableLayout(ids=["who"], columns=UNDER, skip=1)
    for call in (
        lambda: score_table(tmp_path / "in.csv", tmp_path / "out.csv", KEY, layout=layout, on_invalid="null"),
        lambda: score_frame(people, KEY, layout=layout, on_invalid="null"),
        lambda: responses(people, CATALOGUE, "short", layout=layout, on=date(2026, 3, 2)),
    ):
        with pytest.raises(ik.InvalidValue, match="row 1 of those that are skipped holds answers"):
            call()
    assert [tmp_path / "in.csv"] == list(tmp_path.iterdir())
