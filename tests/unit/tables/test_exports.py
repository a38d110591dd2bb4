"""One table in the words of many systems scores the same, to the last bit, in each; what is wrong is told by kind."""

from pathlib import Path
from tempfile import TemporaryDirectory

import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.errors import TableError
from intimacy_kit.tables import CellFault, TableLayout, layout_of, score_couples, score_frame, score_table, with_labels
from tests.support.examples import at_least
from tests.support.exports import CATALOGUE, ITEMS, KEY, LABELS, WRITERS, write

FEW = at_least(2, share=30)
SCORES = [
    f"{pillar}_{what}" for pillar in ("trust", "fun") for what in ("percent", "mean", "answered", "asked", "reason")
]

answers = st.sampled_from([1, 2, 3, 4, 5, None, "declined"])
people = st.lists(st.fixed_dictionaries(dict.fromkeys(ITEMS, answers)), min_size=1, max_size=5).map(
    lambda rows: [(f"p{i}", row) for i, row in enumerate(rows)]
)


def plain_scores(rows):
    numbers = {id: [each[id] if isinstance(each[id], int) else None for _, each in rows] for id in ITEMS}
    frame = pl.DataFrame({"who": [who for who, _ in rows], **numbers}, schema_overrides=dict.fromkeys(ITEMS, pl.Int64))
    return score_frame(frame, KEY, layout=TableLayout(ids=["who"])).select("who", *SCORES).sort("who").rows()


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITERS)
@FEW
@given(people)
def test_a_table_scores_the_same_bits_in_the_words_of_each_system(name, rows):
    with TemporaryDirectory() as folder:
        source, layout = write(folder, name, rows)
        score_table(source, Path(folder) / "out.parquet", KEY, layout=layout)
        scores = pl.read_parquet(Path(folder) / "out.parquet")
        assert plain_scores(rows) == scores.select(layout.copied[0], *SCORES).sort(layout.copied[0]).rows()


SOME = [
    ("p1", dict(zip(ITEMS, [4, 5, 2, 3, 4, 1], strict=True))),
    ("p2", dict(zip(ITEMS, [3, None, 1, 2, "declined", 4], strict=True))),
]


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITERS)
def test_the_rule_is_reversed_items_turned_and_the_mean_of_what_was_answered(tmp_path, name):
    source, layout = write(tmp_path, name, SOME)
    score_table(source, tmp_path / "out.parquet", KEY, layout=layout)
    rows = pl.read_parquet(tmp_path / "out.parquet").sort(layout.copied[0])
    assert [100 * (3 + 4 + 3) / 12, 100 * (2 + 4) / 8] == rows["trust_percent"].to_list()
    assert [100 * (2 + 3 + 4) / 12, 100 * (1 + 1) / 8] == rows["fun_percent"].to_list()


def table(tmp_path, text, name="in.csv"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / name


NAMES = ",".join(["who", *ITEMS])
WRONG = {
    "unknown-label": "often",
    "not-whole": "2.5",
    "out-of-range": "83",
    "decimal-comma": '"2,5"',
}


@pytest.mark.parametrize("kind", WRONG)
def test_each_kind_of_wrong_cell_is_told_by_its_kind_with_its_rows_and_never_shown(tmp_path, kind):
    source = table(
        tmp_path, f"{NAMES}\na,{WRONG[kind]},5,2,3,4,1\nb,3,3,3,3,3,3\n" + f"c,{WRONG[kind]},1,1,1,1,1\n" * 6
    )
    with pytest.raises(ik.InvalidValue) as error:
        score_table(source, tmp_path / "out.csv", KEY)
    (problem,) = error.value.problems
    assert (kind, ITEMS[0]) == (problem.code, problem.location)
    assert "has 7 cells" in problem.message
    assert "first in rows 1, 3, 4, 5, 6" in problem.message
    assert WRONG[kind].strip('"') not in str(error.value)
    assert not (tmp_path / "out.csv").exists()
    summary = score_table(source, tmp_path / "out.csv", KEY, on_invalid="null")
    assert (CellFault(ITEMS[0], kind, 7, (1, 3, 4, 5, 6)),) == summary.faults
    assert 7 == summary.spoilt


@pytest.mark.parametrize("on_invalid", ["raise", "null"])
def test_numbers_that_run_beside_the_scale_are_refused_until_the_layout_says_what_they_are(tmp_path, on_invalid):
    rows = "".join(f"{i},{','.join([str(i % 5)] * 6)}\n" for i in range(10))
    source = table(tmp_path, f"{NAMES}\n{rows}")
    with pytest.raises(ik.InvalidValue, match="the numbers run from 0 to 4 on a scale from 1 to 5; say `offset: 1`"):
        score_table(source, tmp_path / "out.csv", KEY, on_invalid=on_invalid)
    assert [source] == list(tmp_path.iterdir())
    with pytest.raises(ik.InvalidValue, match="shifted-scale"):
        score_frame(pl.read_csv(source), KEY, on_invalid=on_invalid)
    score_table(source, tmp_path / "out.csv", KEY, layout=TableLayout(offset=1))
    assert [0.0, 25.0, 50.0, 75.0, 100.0] != pl.read_csv(tmp_path / "out.csv")["trust_percent"].to_list()
    assert (
        2
        == score_table(source, tmp_path / "2.csv", KEY, layout=TableLayout(offset=0), on_invalid="null").faults[0].cells
    )


def test_a_shift_is_one_problem_beside_others_that_it_does_not_explain(tmp_path):
    rows = "".join(f"{i},{','.join([str(i % 5)] * 6)}\n" for i in range(10))
    for more, others in (("", []), ("x,often,7,1,1,1,1\n", [(ITEMS[0], "unknown-label"), (ITEMS[1], "out-of-range")])):
        source = table(tmp_path, f"{NAMES}\n{rows}{more}")
        for call in (
            lambda: score_table(source, tmp_path / "out.csv", KEY),  # noqa: B023  # called at once
            lambda: score_frame(pl.read_csv(source, infer_schema=False), KEY),  # noqa: B023
        ):
            with pytest.raises(ik.InvalidValue) as error:
                call()
            assert [("offset", "shifted-scale"), *others] == [
                (each.location, each.code) for each in error.value.problems
            ]


def test_names_that_differ_in_blanks_or_capitals_alone_are_each_named(tmp_path):
    source = table(tmp_path, f"{NAMES.upper()}\na,4,5,2,3,4,1\n".replace("TRUST.RELY", "\xa0trust.rely "))
    with pytest.raises(ik.InvalidValue) as error:
        score_table(source, tmp_path / "out.csv", KEY)
    assert [(id, f"did you mean column {i}?") for i, id in enumerate(ITEMS, 2)] == [
        (each.location, each.remedy) for each in error.value.problems
    ]


def test_a_single_number_off_the_scale_is_no_shift():
    frame = pl.DataFrame({id: [1, 2, 3, 4, 5, 0] for id in ITEMS})
    with pytest.raises(ik.InvalidValue) as error:
        score_frame(frame, KEY)
    assert {"out-of-range"} == {problem.code for problem in error.value.problems}


def test_a_long_table_with_names_of_no_item_is_refused_or_told(tmp_path):
    source = table(tmp_path, "person,item,value\nc,trust.rely,4\nc,trust_word,5\nc,trust.doubt,5\n")
    layout = TableLayout(shape="long")
    with pytest.raises(ik.InvalidValue, match="1 row with the item 'trust_word'.* in row 2; did you mean 'trust.word'"):
        score_table(source, tmp_path / "out.csv", KEY, layout=layout)
    summary = score_table(source, tmp_path / "out.csv", KEY, layout=layout, on_invalid="null")
    assert (CellFault("trust_word", "unknown-item", 1, (2,)),) == summary.faults
    assert "trust_word: 1 row unknown-item, first in row 2" in str(summary)


def test_where_no_item_is_known_what_stands_in_its_column_may_be_answers_and_is_not_shown(tmp_path):
    source = table(tmp_path, "person,value,item\na,trust.rely,4\na,trust.word,zq-secret\nb,trust.rely,Trust_Rely\n")
    layout = TableLayout(shape="long")
    told = [
        "2 rows with an item that the form does not have, in rows 1, 2; name their column under `item`",
        "1 row with the item 'Trust_Rely', which the form does not have, in row 3; did you mean 'trust.rely'?",
    ]
    for call in (
        lambda: score_table(source, tmp_path / "out.csv", KEY, layout=layout),
        lambda: score_frame(pl.read_csv(source), KEY, layout=layout),
    ):
        with pytest.raises(ik.InvalidValue) as error:
            call()
        said = zip(error.value.problems, told, strict=True)
        assert told == [f"{each.message}; {each.remedy}"[: len(text)] for each, text in said]
        assert "secret" not in str(error.value)
    summary = score_table(source, tmp_path / "out.csv", KEY, layout=layout, on_invalid="null")
    assert "secret" not in str(summary)
    assert {"", "Trust_Rely"} == {fault.item for fault in summary.faults}
    assert "  no item: 2 rows unknown-item, first in row 1, 2" in str(summary)


def test_an_item_that_stands_twice_is_told_as_that_until_the_day_is_named(tmp_path):
    days = [f"a,{day},{id},{value}\n" for day, value in (("mon", 4), ("tue", 2)) for id in ITEMS[:3]]
    source = table(tmp_path, "person,day,item,value\n" + "".join(days))
    with pytest.raises(ik.InvalidValue) as error:
        score_table(source, tmp_path / "out.csv", KEY, layout=TableLayout(shape="long"))
    assert ["repeated-answer"] * 3 == [problem.code for problem in error.value.problems]
    score_table(source, tmp_path / "out.csv", KEY, layout=TableLayout(shape="long", ids=["day"]))
    assert ["mon", "tue"] == pl.read_csv(tmp_path / "out.csv")["day"].to_list()


def test_what_was_not_shown_is_not_asked_where_another_column_says_so():
    frame = pl.DataFrame({"kids": ["no", "yes"], **{id: [3, 3] for id in ITEMS}}).with_columns(
        pl.lit(None, pl.Int64).alias(ITEMS[0])
    )
    layout = TableLayout(not_shown={ITEMS[0]: {"kids": "no"}})
    for made in (frame, frame.lazy(), frame.cast(pl.String), frame.to_pandas()):
        scores = score_frame(made, KEY, layout=layout)
        scores = scores.collect() if isinstance(scores, pl.LazyFrame) else scores
        assert [2, 3] == list(scores["trust_asked"])
    numbers = frame.with_columns(kids=pl.Series([0.0, 1.0]))
    assert [2, 3] == score_frame(numbers, KEY, layout=TableLayout(not_shown={"trust": {"kids": 0}}))[
        "trust_asked"
    ].to_list()


def test_a_code_holds_for_items_of_which_it_is_no_answer():
    frame = pl.DataFrame({id: [2, 9] for id in ITEMS})
    assert score_frame(frame, KEY, layout=TableLayout(codes={9: "left-blank"}))["trust_percent"].to_list()[1] is None
    own = TableLayout(
        values={ITEMS[0]: {2: "left-blank"}, "trust": {"9": "prefer-not-to-say"}}, codes={9: "left-blank"}
    )
    assert [2, 0] == score_frame(frame, KEY, layout=own)["trust_answered"].to_list()


@pytest.mark.parametrize("engine", ["eager", "lazy"])
def test_rows_that_are_no_people_are_left_out_of_a_frame_too(engine):
    frame = pl.DataFrame({"kind": ["head", "a", "try"], **{id: ["x", "3", "3"] for id in ITEMS}})
    layout = TableLayout(ids=["kind"], without={"kind": ["head", "try"], "nowhere?": ["x"]})
    scores = score_frame(frame if engine == "eager" else frame.lazy(), KEY, layout=layout)
    assert ["a"] == scores.lazy().collect()["kind"].to_list()
    if engine == "eager":
        assert 2 == len(score_frame(frame, KEY, layout=TableLayout(skip=1)))
        with pytest.raises(ik.InvalidValue, match="in row 3"):
            score_frame(
                frame.with_columns(kind=pl.Series(["head", "a", "b"])).with_columns(
                    pl.Series(ITEMS[0], ["x", "3", "often"])
                ),
                KEY,
                layout=layout,
            )
    else:
        with pytest.raises(ik.InvalidValue, match="rows of a lazy table have no order"):
            score_frame(frame.lazy(), KEY, layout=TableLayout(skip=1))
        with pytest.raises(ik.InvalidValue, match="a lazy table cannot be unpacked"):
            score_frame(frame.lazy(), KEY, layout=TableLayout(shape="long", unpack=True))
    with pytest.raises(ik.InvalidValue, match="there is no column 'nowhere'"):
        score_frame(frame, KEY, layout=TableLayout(only={"nowhere": "x"}))


def test_a_cell_that_cannot_be_unpacked_is_counted_and_not_shown(tmp_path):
    source = table(tmp_path, 'who,block,response\na,trust,"{""rely"":3}"\na,fun,secret\nb,fun,[1]\n')
    layout = TableLayout(shape="long", person="who", item="block", value="response", unpack=True)
    with pytest.raises(ik.InvalidValue, match="has 2 cells without a JSON object; name the rows") as error:
        score_table(source, tmp_path / "out.csv", KEY, layout=layout)
    assert "secret" not in str(error.value)
    with pytest.raises(ik.InvalidValue, match="there is no column 'answer'"):
        score_table(source, tmp_path / "o.csv", KEY, layout=layout_of({**layout.to_dict(), "value": "answer"}))


def test_a_file_of_one_column_and_words_without_a_table_are_refused(tmp_path):
    with pytest.raises(TableError, match="the first row has no name of a column that is read"):
        score_table(table(tmp_path, "who\na\n"), tmp_path / "out.csv", KEY)
    for name, text, code in (
        ("a.jsonl", "{}\n{", "not-json"),
        ("b.jsonl", "[1]\n", "not-json"),
        ("c.jsonl", "\n{}\n", "empty-file"),
        ("d.json", "{", "not-json"),
        ("e.csv", "\n\n", "empty-file"),
    ):
        with pytest.raises(TableError) as error:
            score_table(table(tmp_path, text, name), tmp_path / "out.csv", KEY)
        assert [code] == [problem.code for problem in error.value.problems]
    (tmp_path / "f.jsonl").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(TableError, match="not UTF-8"):
        score_table(tmp_path / "f.jsonl", tmp_path / "out.csv", KEY)
    with pytest.raises(TableError, match="can be written"):
        score_table(table(tmp_path, "who\na\n"), tmp_path / "out.xlsx", KEY)


def test_a_list_of_objects_is_a_table_too(tmp_path):
    text = '[{"trust.rely": 4, "trust": {"word": 5, "doubt": 2}, "fun": {"laugh": 3, "plan": 4, "bored": 1}}]'
    summary = score_table(table(tmp_path, text, "in.json"), tmp_path / "out.csv", KEY)
    assert 1 == summary.scored
    assert 1 == score_table(table(tmp_path, text[1:-1], "one.json"), tmp_path / "2.csv", KEY).scored


def test_the_label_of_each_language_is_known_and_an_ambiguous_one_is_not():
    frame = pl.DataFrame({id: [LABELS[2], "del todo", "3"] for id in ITEMS})
    with pytest.raises(ik.InvalidValue, match="unknown-label"):
        score_frame(frame, KEY)
    assert CATALOGUE.locale == "en"


def test_rows_are_counted_from_the_names_whatever_was_left_out_before(tmp_path):
    source = table(tmp_path, f"{NAMES}\nhead,x,x,x,x,x,x\ntry,1,1,1,1,1,1\na,often,5,2,3,4,1\n")
    with pytest.raises(ik.InvalidValue, match="has 1 cell .*, in row 3"):
        score_table(source, tmp_path / "out.csv", KEY, layout=TableLayout(skip=1, without={"who": "try"}))


def test_progress_of_a_long_file_counts_its_rows(tmp_path):
    source, layout = write(tmp_path, "long", SOME)
    seen = []
    score_table(source, tmp_path / "out.csv", KEY, layout=layout, on_rows=lambda *rows: seen.append(rows))
    assert (12, 12) == seen[-1]


def test_a_shift_is_seen_in_a_long_table_too(tmp_path):
    rows = "".join(f"p{i},{id},{i % 5}\n" for i in range(5) for id in ITEMS)
    source = table(tmp_path, f"person,item,value\n{rows}")
    with pytest.raises(ik.InvalidValue, match="say `offset: 1`"):
        score_table(source, tmp_path / "out.csv", KEY, layout=TableLayout(shape="long"), on_invalid="null")
    with pytest.raises(ik.InvalidValue, match="say `offset: -1`"):
        score_frame(pl.DataFrame({id: [2, 3, 4, 5, 6] for id in ITEMS}), KEY, on_invalid="null")


@pytest.mark.parametrize("there", [False, True])
def test_an_id_that_need_not_be_there_is_copied_where_it_is(there, tmp_path):
    wave = {"wave": [1]} if there else {}
    wide = pl.DataFrame({"who": ["a"], **wave, **{id: [3] for id in ITEMS}})
    long = wide.unpivot(on=ITEMS, index=["who", *wave], variable_name="item")
    long.write_csv(tmp_path / "in.csv")
    told = {"person": "who", "shape": "long", "ids": ["wave?"], "without": {"kind?": "x"}}
    score_table(
        tmp_path / "in.csv", tmp_path / "out.csv", KEY, layout=TableLayout(**told), on_rows=lambda done, all_: None
    )
    for scores in (
        score_frame(wide, KEY, layout=TableLayout(ids=["who", "wave?"])),
        score_frame(long, KEY, layout=TableLayout(**told)),
        score_couples(wide, KEY, layout=TableLayout(ids=["wave?"], couple="who")),
        pl.read_csv(tmp_path / "out.csv"),
    ):
        assert there == ("wave" in scores.columns)
        assert 1 == len(scores)


def test_rows_that_need_not_be_told_apart_are_left_out_of_a_long_file_whose_rows_are_counted(tmp_path):
    long = pl.DataFrame({"person": ["a", "b"], "kind": ["x", "y"], "item": [ITEMS[0]] * 2, "value": 3})
    long.write_csv(tmp_path / "in.csv")
    layout = TableLayout(shape="long", without={"kind?": "x"})
    summary = score_table(tmp_path / "in.csv", tmp_path / "out.csv", KEY, layout=layout, on_rows=lambda *_: None)
    assert 1 == summary.rows


def objects(kind, columns):
    """Return a data frame whose columns hold any objects."""
    if kind == "pandas":
        return pd.DataFrame({id: pd.Series(cells, dtype=object) for id, cells in columns.items()})
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Object))


@pytest.mark.parametrize("kind", ["pandas", "polars"])
def test_numbers_text_labels_and_gaps_may_stand_in_one_column_of_objects(kind):
    cells = [4, "5 ", 2.0, np.int64(3), np.float32(1), "Mostly", None, float("nan"), "", 99]
    columns = {id: [cells[(i + j) % 10] for j in range(10)] for i, id in enumerate(ITEMS)}
    texts = {
        id: [None if cell in (None, "") or cell != cell else str(cell) for cell in cells]
        for id, cells in columns.items()
    }
    layout = with_labels(TableLayout(codes={99: "not-asked"}), CATALOGUE, "short")
    made = nw.from_native(score_frame(objects(kind, columns), KEY, layout=layout))
    wanted = score_frame(pl.DataFrame(texts), KEY, layout=layout)
    for name in ("trust_percent", "fun_percent", "trust_asked"):
        assert wanted[name].to_list() == [None if cell != cell else cell for cell in made[name].to_list()]
    with pytest.raises(ik.InvalidValue, match="wrong-type"):
        score_frame(objects(kind, {id: [4, {"x": 1}] for id in ITEMS}), KEY)


def test_cells_of_any_objects_in_a_long_table_are_read_and_counted_by_row():
    rows = objects("pandas", {"person": ["a"] * 6, "item": ITEMS, "value": [4, "5", 2.0, "often", 1, None]})
    layout = TableLayout(shape="long")
    with pytest.raises(ik.InvalidValue, match="1 cell with text that is neither.*, in row 4"):
        score_frame(rows, KEY, layout=layout)
    assert [100 * 10 / 12] == score_frame(rows, KEY, layout=layout, on_invalid="null")["trust_percent"].to_list()
