"""Two partners in a row, in two rows, or in many: their scores side by side, in either shape."""

import polars as pl
import pytest

import intimacy_kit as ik
from intimacy_kit.tables import TableLayout, score_couples, score_frame, score_table
from tests.support.exports import KEY, TRUST

WIDE = pl.DataFrame(
    {
        "couple": ["c1", "c2", "c3"],
        **{f"{id}_A": [4, 2, 3] for id in TRUST},
        **{f"{id}_B": pl.Series([5, 1, None], dtype=pl.Int64) for id in TRUST},
    }
)
ONLY_TRUST = {id: id for id in TRUST}
SUFFIXES = TableLayout(couple="couple", columns=ONLY_TRUST, partners={"A": "_A", "B": "_B"})
ROWS = pl.concat(
    WIDE.select("couple", pl.lit(one).alias("who"), *[pl.col(f"{id}_{one}").alias(id) for id in TRUST]) for one in "BA"
)
ENGINES = {"polars": lambda table: table, "pandas": pl.DataFrame.to_pandas, "pyarrow": pl.DataFrame.to_arrow}


def percents(table, *columns):
    return pl.DataFrame(table).fill_nan(None).select(columns).rows()


@pytest.mark.parametrize("engine", ENGINES)
def test_partners_with_suffixes_come_as_a_row_for_each_couple_or_for_each_person(engine):
    frame = ENGINES[engine](WIDE)
    told = TableLayout(columns=ONLY_TRUST)
    own = {
        one: score_frame(WIDE.rename({f"{id}_{one}": id for id in TRUST}), KEY, layout=told)["trust_percent"].to_list()
        for one in "AB"
    }
    wide = score_couples(frame, KEY, layout=SUFFIXES, rows="wide")
    assert type(frame) is type(wide)
    assert [("c1", own["A"][0], own["B"][0]), ("c2", own["A"][1], own["B"][1]), ("c3", own["A"][2], None)] == percents(
        wide, "couple", "A_trust_percent", "B_trust_percent"
    )
    pairs = score_couples(frame, KEY, layout=SUFFIXES)
    assert [("c1", "A", own["A"][0], own["B"][0]), ("c1", "B", own["B"][0], own["A"][0])] == sorted(
        percents(pairs, "couple", "partner", "trust_percent", "partner_trust_percent")
    )[:2]


@pytest.mark.parametrize("named", [True, False])
def test_two_rows_with_a_couple_id_give_the_same(named):
    layout = TableLayout(couple="couple", partner="who" if named else None, columns=ONLY_TRUST)
    wide = score_couples(ROWS, KEY, layout=layout, rows="wide")
    first, second = ("B", "A") if named else ("1", "2")
    expected = score_couples(WIDE, KEY, layout=SUFFIXES, rows="wide").sort("couple")
    got = wide.sort("couple")
    assert expected["A_trust_percent"].to_list() == got[f"{second}_trust_percent"].to_list()
    assert expected["B_trust_percent"].to_list() == got[f"{first}_trust_percent"].to_list()


def test_a_long_table_of_couples_needs_its_couple_alone():
    long = ROWS.unpivot(TRUST, index=["couple", "who"], variable_name="item", value_name="value")
    layout = TableLayout(shape="long", person="who", couple="couple")
    got = score_couples(long, KEY, layout=layout, rows="wide").sort("couple")
    assert (
        score_couples(WIDE, KEY, layout=SUFFIXES, rows="wide").sort("couple")["A_trust_percent"].to_list()
        == got["A_trust_percent"].to_list()
    )


def test_people_of_three_names_are_the_first_and_the_second_of_their_couple():
    rows = ROWS.with_columns(pl.Series("who", ["x", "y", "z", "u", "v", "w"]))
    wide = score_couples(rows, KEY, layout=TableLayout(couple="couple", partner="who", columns=ONLY_TRUST), rows="wide")
    assert {"1_trust_percent", "2_trust_percent"} < set(wide.columns)


def test_whoever_has_no_partner_has_empty_cells_beside_their_own():
    alone = ROWS.head(1).with_columns(couple=pl.lit(None, pl.String))
    rows = pl.concat([ROWS.filter(pl.col("couple") == "c1"), alone, alone, alone])
    pairs = score_couples(rows, KEY, layout=TableLayout(couple="couple", columns=ONLY_TRUST))
    assert [False, False, True, True, True] == pairs["partner_trust_percent"].is_null().to_list()
    assert pairs["trust_percent"].null_count() == 0


def test_a_couple_of_three_and_a_table_without_couples_are_refused():
    with pytest.raises(ik.InvalidValue, match="2 couples with more than two rows, or two of one partner"):
        score_couples(
            pl.concat([ROWS, ROWS.filter(pl.col("couple") != "c3")]),
            KEY,
            layout=TableLayout(couple="couple", columns=ONLY_TRUST),
        )
    with pytest.raises(ik.InvalidValue) as error:
        score_couples(ROWS.lazy(), KEY, layout=TableLayout(), rows="triples")
    assert ["rows", "frame", "couple"] == [problem.location for problem in error.value.problems]


def test_what_two_partners_lack_or_have_too_much_is_named():
    layout = TableLayout(ids="couple", columns=ONLY_TRUST, partners={"A": "_A", "B": "_X"})
    with pytest.raises(ik.InvalidValue, match=r"trust.rely \(B\) missing-column  there is no column 'trust.rely_X'"):
        score_frame(WIDE, KEY, layout=layout)
    with pytest.raises(ik.InvalidValue, match="is needed for which of the two a row is"):
        score_frame(
            WIDE.rename({"couple": "partner"}),
            KEY,
            layout=TableLayout(ids="partner", columns=ONLY_TRUST, partners={"A": "_A", "B": "_B"}),
        )
    with pytest.raises(ik.InvalidValue, match="the key scores no item 'x'"):
        score_frame(WIDE, KEY, layout=TableLayout(columns={"x": "y"}, partners={"A": "_A", "B": "_B"}))


def test_a_wrong_cell_of_one_of_two_is_named_with_both_columns_and_its_row():
    spoilt = WIDE.with_columns(pl.Series(f"{TRUST[1]}_B", ["3", "often", "2"]), kids=pl.lit(1))
    layout = TableLayout(
        couple="couple", columns=ONLY_TRUST, partners={"A": "_A", "B": "_B"}, not_shown={"trust": {"kids": 0}}
    )
    with pytest.raises(ik.InvalidValue, match=r"'trust.word_A / trust.word_B' has 1 cell .*, in row 2"):
        score_couples(spoilt, KEY, layout=layout)
    halves = WIDE.with_columns(pl.col(f"{TRUST[0]}_B").cast(pl.Float64))
    assert score_couples(WIDE, KEY, layout=SUFFIXES).equals(score_couples(halves, KEY, layout=SUFFIXES))


def test_a_file_of_couples_is_written_in_either_shape(tmp_path):
    WIDE.write_csv(tmp_path / "in.csv")
    summary = score_table(tmp_path / "in.csv", tmp_path / "out.csv", KEY, layout=SUFFIXES, couples="pairwise")
    assert (6, 5) == (summary.rows, summary.scored)
    score_table(tmp_path / "in.csv", tmp_path / "out.parquet", KEY, layout=SUFFIXES, couples="wide")
    assert 3 == len(pl.read_parquet(tmp_path / "out.parquet"))
