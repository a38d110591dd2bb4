"""Odd and hostile tables give right scores or a refusal by name, leave nothing half-written and repeat no cell."""

import os
import traceback

import openpyxl
import polars as pl
import pytest
from click.testing import CliRunner

import intimacy_kit as ik
from intimacy_kit.cli import main
from intimacy_kit.errors import TableError
from intimacy_kit.tables import layout_of, score_table, with_labels
from tests.support.exports import CATALOGUE, ITEMS, KEY, PACK
from tests.support.odd_tables import CASES, ROW, SECRET, comma

SPANISH = ik.load_path(PACK, locale="es")


def refusal(call):
    """Return the codes of what is refused, and all that is said, with the frames of our own."""
    try:
        call()
    except (TableError, ik.InvalidValue) as error:
        said = "".join(traceback.format_exception(error))
        return frozenset(problem.code for problem in error.problems), said
    return frozenset(), ""


def test_there_are_hundreds_of_them():
    assert 300 <= len(CASES)


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_an_odd_table_gives_right_scores_or_is_refused_by_name(name, tmp_path):
    case = CASES[name]
    source = tmp_path / case.file
    source.write_bytes(case.content)
    target = tmp_path / "out.parquet"

    def score():
        layout = with_labels(layout_of(case.layout), CATALOGUE, "short", translations=[SPANISH])
        score_table(source, target, KEY, layout=layout, on_invalid=case.on_invalid, couples=case.couples)

    codes, said = refusal(score)
    assert case.codes == codes
    assert SECRET not in said
    if codes:
        assert [source] == list(tmp_path.iterdir())
        return
    one = "A_" if case.couples == "wide" and case.layout.get("partners") else ""
    scores = pl.read_parquet(target)
    one = "1_" if f"1_{KEY.subscales[0].name}_percent" in scores.columns else one
    assert list(case.scores) == scores.select(f"{one}trust_percent", f"{one}fun_percent").rows()


@pytest.mark.parametrize("kind", ["folder", "fifo", "nothing", "device"])
def test_what_is_not_a_file_is_refused(kind, tmp_path):
    source = tmp_path / "in.csv"
    if kind == "folder":
        source.mkdir()
    elif kind == "fifo":
        os.mkfifo(source)
    elif kind == "device":
        source.symlink_to("/dev/null")
    codes, _ = refusal(lambda: score_table(source, tmp_path / "out.csv", KEY))
    assert {"unreadable"} == codes
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("name", ["the cell 'zq-secret'", "a title", "an empty file .csv", "json: half of a character"])
def test_the_command_line_refuses_an_odd_table_in_words(name, tmp_path):
    case = CASES[name]
    (tmp_path / case.file).write_bytes(case.content)
    out = tmp_path / "out.csv"
    arguments = [tmp_path / case.file, out, "--pack", PACK, "--form", "short", "--ids", "who"]
    result = CliRunner().invoke(main, ["score-table", *map(str, arguments)])
    assert 2 == result.exit_code
    assert next(iter(case.codes)) in result.output
    assert SECRET not in result.output
    assert "Traceback" not in result.output
    assert not out.exists()


def test_blank_and_short_rows_are_told(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text(comma(ROW, [""] * 7, ROW).replace("\na", "\n\na", 1) + "b,1,1\n\n", encoding="utf-8")
    summary = score_table(source, tmp_path / "out.csv", KEY)
    assert [("blank-row", 2, ()), ("short-row", 1, (5,))] == [
        (fault.kind, fault.rows, fault.first) for fault in summary.row_faults
    ]
    assert "  2 blank rows left out" in str(summary)
    assert "  1 row with fewer cells than names, the missing ones empty, first in row 5" in str(summary)


@pytest.mark.parametrize("skip", [0, 1])
@pytest.mark.parametrize("name", ["in.csv", "two.csv", "in.xlsx"])
def test_blank_rows_count_where_the_row_of_a_cell_is_named(name, skip, tmp_path):
    bad = ["b", "zq-secret", *ROW[2:]]
    rows = [["x"] * 7] * skip + [ROW, [], [None] * 7, ROW, bad, [], bad]
    names = [["who", *ITEMS]] if name == "in.csv" else [["", "Trust"], ["who", *ITEMS]]
    if name == "in.xlsx":
        book = openpyxl.Workbook()
        for row in [*names, *rows]:
            book.active.append(row)
        book.save(tmp_path / name)
    else:
        lines = [",".join(map(str, row)).replace("None", "") for row in [*names, *rows]]
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    columns = ITEMS if name == "in.csv" else [f"Trust / {id}" for id in ITEMS]
    layout = layout_of(
        {
            "ids": "who",
            "skip": skip,
            "columns": dict(zip(ITEMS, columns, strict=True)),
            "dialect": {"names_in": [*range(1, len(names) + 1)]},
        }
    )
    with pytest.raises(ik.InvalidValue, match=f"has 2 cells .*, in rows {5 + skip}, {7 + skip}; "):
        score_table(tmp_path / name, tmp_path / "out.csv", KEY, layout=layout)
    for couple in (None, "pairwise"):
        told = layout_of({**layout.to_dict(), "ids": [], "couple": ["who"]}) if couple else layout
        summary = score_table(
            tmp_path / name, tmp_path / "o.csv", KEY, layout=told, on_invalid="null", couples=couple, overwrite=True
        )
        assert [(5 + skip, 7 + skip)] == [fault.rows for fault in summary.faults]


def test_what_was_lost_is_told_by_kind_with_cells_and_check_ins(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text(comma(ROW, ["b", *["often"] * 5, 9], ["c", "often", *ROW[2:]]), encoding="utf-8")
    summary = score_table(source, tmp_path / "out.csv", KEY, on_invalid="null")
    assert {"unknown-label": (6, 2), "out-of-range": (1, 1)} == {
        count.kind: (count.cells, count.check_ins) for count in summary.kinds
    }
    assert (2, 1) == (summary.spoilt, summary.lost)
    assert "2 rows with cells that hold no value of their scale, taken as gaps; 1 of them without any score" in str(
        summary
    )
    assert "  unknown-label: 6 cells in 2 check-ins" in str(summary)


@pytest.mark.parametrize("shape", ["pairwise", "wide"])
def test_what_was_lost_of_couples_is_told_with_the_rows(shape, tmp_path):
    case = CASES[f"couples {shape}: a cell that means nothing"]
    (tmp_path / "in.csv").write_bytes(case.content)
    layout = layout_of(case.layout)
    summary = score_table(
        tmp_path / "in.csv", tmp_path / "out.csv", KEY, layout=layout, couples=shape, on_invalid="null"
    )
    assert [("unknown-label", 1, 1)] == [(count.kind, count.cells, count.check_ins) for count in summary.kinds]
    assert [(2,)] == [fault.rows for fault in summary.faults]
    assert (1, 0) == (summary.spoilt, summary.lost)
    assert 4 == summary.pillars["trust"].scored
