"""A file of any length is scored as `score()` does, or refused in one clear line; the result is whole or absent."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import polars as pl
import pyarrow
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from pyarrow import parquet

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit._atomic_file import whole_file
from intimacy_kit._outside_text import FORMULA
from intimacy_kit.cli.program import main
from intimacy_kit.cli.terminal import _RowsColumn
from intimacy_kit.errors import TableError
from intimacy_kit.tables.file import PillarCounts, TableSummary, _Progress, _Stopped, _Tally, score_table
from intimacy_kit.tables.frame import score_frame
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.streams import _few_rows, write
from tests.support.catalogues import built_in
from tests.support.examples import at_least
from tests.support.paths import DOCS
from tests.support.score_rows import row_of

CATALOGUE = built_in()
CHECKIN = ik.draw(CATALOGUE, form="standard", seed="s")
KEY = CHECKIN.key
ITEMS = [*KEY.scored]
FIRST = ITEMS[0]
PILLAR = KEY.by_id[FIRST].pillar
MARK = "4711-secret"
SOURCE = Path(ik.__file__).parents[1]


def answers(rows):
    """Return a frame in which all answers of row i are i modulo 5."""
    return pl.DataFrame({"pid": [f"p{i}" for i in range(rows)], **{id: [i % 5 for i in range(rows)] for id in ITEMS}})


def put(folder, rows=3, name="in.parquet", **columns):
    """Write such a frame, with some columns of its own, and return its path."""
    frame = answers(rows).with_columns(**columns)
    path = folder / name
    frame.write_parquet(path) if path.suffix == ".parquet" else frame.write_csv(path)
    return path


def table_of(path):
    """Return the rows of a CSV file, read by the standard library, with numbers as numbers."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [{name: number(name, cell) for name, cell in row.items()} for row in csv.DictReader(stream)]


def number(name, cell):
    if name.endswith(("_percent", "_mean")):
        return float(cell) if cell else None
    return int(cell) if name.endswith(("_answered", "_asked")) else cell or None


def refused(*arguments, error=TableError, **options):
    """Return the codes and the text of what `score_table` raises, which quotes no cell and leaves no file."""
    target = Path(arguments[1])
    there = sorted(target.parent.iterdir()) if target.parent.is_dir() else []
    with pytest.raises(error) as raised:
        score_table(*arguments, KEY, **options)
    if target.parent.is_dir():
        assert there == sorted(target.parent.iterdir())
    assert MARK not in "".join(traceback.format_exception(raised.value))
    assert raised.value.__context__ is None
    return [problem.code for problem in raised.value.problems], str(raised.value)


# The scores -----------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("way", ["csv", "parquet"])
@given(sample=st.lists(testing.responses(CHECKIN), min_size=1, max_size=8))
@at_least(8, share=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_scores_as_the_responses_do_bit_for_bit(tmp_path, way, sample):
    source, target = tmp_path / f"in.{way}", tmp_path / "out.csv"
    text = way == "csv"
    rows = [
        {id: (answer.value if text else None) if isinstance(answer, ik.Missing) else answer for id, answer in each}
        for each in ([(id, one.answers.get(id)) for id in ITEMS] for one in sample)
    ]
    if text:
        with source.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, ITEMS)
            writer.writeheader()
            writer.writerows(rows)
    else:
        pl.DataFrame(rows, schema=dict.fromkeys(ITEMS, pl.Int16)).write_parquet(source)
    summary = score_table(source, target, KEY, overwrite=True)
    wanted = [row_of(one) for one in sample]
    assert wanted == table_of(target)
    assert len(sample) == summary.rows
    for pillar in KEY.pillars:
        reasons = [row[f"{pillar}_reason"] for row in wanted]
        counts = [reasons.count(each) for each in (None, "too-few-answers", "not-asked")]
        assert PillarCounts(*counts) == summary.pillars[pillar]
    assert sum(any(row[f"{each}_percent"] is not None for each in KEY.pillars) for row in wanted) == summary.scored


@pytest.mark.slow
@given(sample=st.lists(testing.responses(CHECKIN), min_size=1, max_size=8))
@at_least(8, share=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_long_file_scores_as_the_responses_do_in_the_order_of_persons(tmp_path, sample):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    with source.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["person", "item", "answer"])
        for i, one in reversed(list(enumerate(sample))):
            for id in ITEMS:
                answer = one.answers.get(id)
                writer.writerow([i, id, answer.value if isinstance(answer, ik.Missing) else answer])
    seen = []
    score_table(
        source,
        target,
        KEY,
        layout=TableLayout(shape="long", value="answer"),
        overwrite=True,
        on_rows=lambda *n: seen.append(n),
    )
    assert [{"person": str(i), **row_of(one)} for i, one in enumerate(sample)] == table_of(target)
    rows = len(sample) * len(ITEMS)
    assert (rows, rows) == seen[-1]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["in.parquet", "in.csv"])
def test_many_batches_keep_their_order_and_are_told_of(tmp_path, name):
    seen = []
    summary = score_table(
        put(tmp_path, 50_001, name),
        tmp_path / "out.parquet",
        KEY,
        layout=TableLayout(ids=["pid"]),
        on_rows=lambda done, total: seen.append((done, total)),
    )
    scores = pl.read_parquet(tmp_path / "out.parquet")
    assert [f"p{i}" for i in range(50_001)] == scores["pid"].to_list()
    assert [0.0 if i % 5 == 0 else 25.0 * (i % 5) for i in range(50_001)] == [
        percent if KEY.by_id[ITEMS[0]].keying is ik.Keying.FORWARD else 100 - percent
        for percent in score_of_first(tmp_path, name)
    ]
    assert 50_001 == summary.rows
    assert (50_001, 50_001) == max(seen)
    assert len(seen) > 1


def score_of_first(folder, name):
    """Return the percents of a pillar of which the first item alone was asked."""
    score_table(
        folder / name, folder / "first.parquet", KEY, layout=TableLayout(columns={FIRST: FIRST}), overwrite=True
    )
    share = pl.read_parquet(folder / "first.parquet")
    assert {1} == set(share[f"{PILLAR}_asked"])
    return share[f"{PILLAR}_percent"].to_list()


def test_files_of_every_kind_of_line_give_the_same_scores(tmp_path):
    plain = put(tmp_path, 4, "in.csv")
    score_table(plain, tmp_path / "plain.csv", KEY, layout=TableLayout(ids=["pid"]))
    data = plain.read_bytes()
    for name, changed in {
        "bom": b"\xef\xbb\xbf" + data,
        "crlf": data.replace(b"\n", b"\r\n"),
        "both": b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
        "quoted": b"\n".join(b",".join(b'"%s"' % cell for cell in line.split(b",")) for line in data.splitlines()),
    }.items():
        (tmp_path / f"{name}.CSV").write_bytes(changed)
        score_table(tmp_path / f"{name}.CSV", tmp_path / f"{name}-out.csv", KEY, layout=TableLayout(ids=["pid"]))
        assert (tmp_path / "plain.csv").read_bytes() == (tmp_path / f"{name}-out.csv").read_bytes(), name


@pytest.mark.slow
def test_names_and_cells_may_hold_commas_quotes_and_line_ends(tmp_path):
    odd = ["a\nb", 'say "no"', "x,y", "line\r\nline", " blank "]
    frame = answers(30_000).with_columns(pid=pl.Series([odd[i % 5] for i in range(30_000)])).rename({"pid": "p\n,id"})
    frame.write_csv(tmp_path / "in.csv")
    seen = []
    score_table(
        tmp_path / "in.csv",
        tmp_path / "out.csv",
        KEY,
        layout=TableLayout(ids=["p\n,id"]),
        on_rows=lambda *n: seen.append(n),
    )
    assert [odd[i % 5] for i in range(30_000)] == [row["p\n,id"] for row in table_of(tmp_path / "out.csv")]
    assert seen[-1][0] == 30_000 <= seen[-1][1]


def test_a_table_without_rows_gives_one_without_rows(tmp_path):
    for name in ("in.csv", "in.parquet"):
        summary = score_table(put(tmp_path, 0, name), tmp_path / f"{name}.csv", KEY)
        assert TableSummary(0, 0, dict.fromkeys(KEY.pillars, PillarCounts(0, 0, 0))) == summary
        assert [] == table_of(tmp_path / f"{name}.csv")


def test_columns_that_hold_nothing_at_all_score_nothing(tmp_path):
    pl.DataFrame({id: [None, None] for id in ITEMS}).write_parquet(tmp_path / "in.parquet")
    summary = score_table(tmp_path / "in.parquet", tmp_path / "out.csv", KEY)
    assert (2, 0, PillarCounts(0, 2, 0)) == (summary.rows, summary.scored, summary.pillars[PILLAR])


def test_codes_are_read_in_text_and_in_numbers(tmp_path):
    for name in ("in.csv", "in.parquet"):
        source = put(tmp_path, 3, name, **{FIRST: pl.Series([-9, 99, 1])})
        codes = {"-9": "not-asked", "99": ik.Missing.DECLINED, "n/a": "left-blank"}
        score_table(source, tmp_path / f"{name}.csv", KEY, layout=TableLayout(codes=codes))
        rows = table_of(tmp_path / f"{name}.csv")
        size = rows[2][f"{PILLAR}_asked"]
        assert [size - 1, size, size] == [row[f"{PILLAR}_asked"] for row in rows]
        assert [size - 1, size - 1, size] == [row[f"{PILLAR}_answered"] for row in rows]


def test_a_cell_of_two_quotation_marks_is_as_empty_as_one_of_nothing(tmp_path):
    source = put(tmp_path, 1, "in.csv", **{id: pl.Series([""]) for id in ITEMS})
    assert '""' in source.read_text()
    for gaps in ("not-asked", "left-blank"):
        score_table(source, tmp_path / "out.csv", KEY, layout=TableLayout(gaps=gaps), overwrite=True)
        (row,) = table_of(tmp_path / "out.csv")
        wanted = "not-asked" if gaps == "not-asked" else "too-few-answers"
        assert {wanted} == {row[f"{pillar}_reason"] for pillar in KEY.pillars}


def test_a_file_that_is_damaged_after_a_cell_without_a_value_is_refused_as_damaged(tmp_path):
    source = put(tmp_path, 3, "in.csv", pid=pl.Series(["a\r\nb", "-", "-"]), **{FIRST: pl.Series([9, 0, 0])})
    with source.open("a", newline="") as stream:
        stream.write(f'"{MARK},""\r\n')
    codes, _ = refused(source, tmp_path / "out.csv")
    assert ["not-a-table"] == codes


def test_the_target_can_be_read_by_its_owner_alone(tmp_path):
    score_table(put(tmp_path), tmp_path / "out.csv", KEY)
    assert 0o600 == (tmp_path / "out.csv").stat().st_mode & 0o777


# Cells that hold no value ----------------------------------------------------------


@pytest.mark.parametrize("name", ["in.csv", "in.parquet"])
def test_invalid_cells_refuse_the_table_with_counts_by_column(tmp_path, name):
    other = ITEMS[-1]
    source = put(tmp_path, 4, name, **{FIRST: pl.Series([7, 9, -1, 0]), other: pl.Series([0, 0, 4711, 0])})
    codes, text = refused(source, tmp_path / "out.csv", error=ik.InvalidValue)
    assert ["out-of-range", "out-of-range"] == codes
    assert f"the column {FIRST!r} has 3 cells without a value from 0 to 4" in text
    assert f"the column {FIRST!r} has 3 cells without a value from 0 to 4, in rows 1, 2, 3" in text
    assert f"the column {other!r} has 1 cell without a value from 0 to 4, in row 3" in text
    assert "4711" not in text
    summary = score_table(source, tmp_path / "out.csv", KEY, on_invalid="null")
    assert {FIRST: 3, other: 1} == summary.invalid
    assert [1, 1, 2, 0] == [int(row["invalid"]) for row in table_of(tmp_path / "out.csv")]
    assert f"{FIRST}: 3 cells out-of-range, first in row 1, 2, 3" in str(summary)
    assert "3 rows with cells that hold no value of their scale, taken as gaps" in str(summary)
    summary = score_table(
        source, tmp_path / "2.csv", KEY, layout=TableLayout(columns={FIRST: other}), on_invalid="null"
    )
    assert {FIRST: 1} == summary.invalid


def test_invalid_cells_of_a_long_table_are_counted_by_item(tmp_path):
    rows = [("a", FIRST, "9"), ("a", ITEMS[1], "2"), ("b", FIRST, MARK), ("b", ITEMS[1], "1"), ("b", ITEMS[1], "1")]
    pl.DataFrame(rows, schema=["person", "item", "value"], orient="row").write_csv(tmp_path / "in.csv")
    codes, text = refused(
        tmp_path / "in.csv", tmp_path / "out.csv", error=ik.InvalidValue, layout=TableLayout(shape="long")
    )
    assert ["out-of-range", "unknown-label", "repeated-answer"] == codes
    assert f"the item {FIRST!r} has 1 cell without a value from 0 to 4, in row 1" in text
    summary = score_table(
        tmp_path / "in.csv", tmp_path / "out.csv", KEY, layout=TableLayout(shape="long"), on_invalid="null"
    )
    assert {FIRST: 2, ITEMS[1]: 1} == summary.invalid


# What is refused -------------------------------------------------------------------


def test_columns_that_do_not_fit_are_told_all_at_once(tmp_path):
    frame = answers(3).drop(FIRST).with_columns(pl.lit(value=True).alias(ITEMS[1]))
    frame.write_parquet(tmp_path / "in.parquet")
    codes, _ = refused(
        tmp_path / "in.parquet", tmp_path / "out.csv", error=ik.InvalidValue, layout=TableLayout(ids=["nobody"])
    )
    assert {"missing-column", "wrong-type"} == set(codes)
    assert 3 == len(codes)


@pytest.mark.parametrize(
    ("layout", "code"),
    [
        (TableLayout(ids=["pid", "pid"]), "duplicate-column"),
        (TableLayout(ids=[f"{PILLAR}_percent"]), "duplicate-column"),
        (TableLayout(columns={}), "missing-key"),
        (TableLayout(shape="long", person="nobody"), "missing-column"),
        (TableLayout(shape="long", person="invalid"), "duplicate-column"),
    ],
)
def test_a_layout_that_does_not_fit_is_refused(tmp_path, layout, code):
    codes, _ = refused(put(tmp_path), tmp_path / "out.csv", error=ik.InvalidValue, layout=layout)
    assert code in codes


def test_words_that_mean_nothing_are_told_with_all_else(tmp_path):
    layout = TableLayout(ids=["pid", "pid"])
    with pytest.raises(ik.InvalidValue) as error:
        score_table(put(tmp_path), tmp_path / "out.csv", KEY, layout=layout, on_invalid="trust")
    assert [
        "pid duplicate-column  two columns would have the name 'pid'; name each once, none like a score",
        "on_invalid bad-choice  a file is always looked at; take raise or null",
    ] == str(error.value).splitlines()
    with pytest.raises(ik.InvalidValue, match="there is no such on_invalid; it is one of raise, null, trust"):
        score_table(put(tmp_path), tmp_path / "out.csv", KEY, on_invalid="drop")
    assert not (tmp_path / "out.csv").exists()


def test_a_form_that_is_never_scored_is_refused(tmp_path):
    with pytest.raises(ik.InvalidValue, match="the key scores no item"):
        score_table(put(tmp_path), tmp_path / "out.csv", ik.ScoringKey.from_form(CATALOGUE, "private"))


def test_only_a_csv_file_can_be_made_safe_for_spreadsheets(tmp_path):
    codes, _ = refused(put(tmp_path), tmp_path / "out.parquet", error=ik.InvalidValue, spreadsheet_safe=True)
    assert ["bad-choice"] == codes


def test_a_column_of_lists_cannot_be_handed_on_to_csv(tmp_path):
    source = put(tmp_path, pid=pl.Series([[1], [2], [3]]))
    codes, _ = refused(source, tmp_path / "out.csv", error=ik.InvalidValue, layout=TableLayout(ids=["pid"]))
    assert ["wrong-type"] == codes
    score_table(source, tmp_path / "out.parquet", KEY, layout=TableLayout(ids=["pid"]))
    assert [[1], [2], [3]] == pl.read_parquet(tmp_path / "out.parquet")["pid"].to_list()


BROKEN = {
    "empty": (b"", "empty-file", "nothing in it"),
    "blank": (b"\r\n \n", "empty-file", "no names"),
    "latin": (f"pid,{FIRST}\nJosé,1\n".encode("latin-1"), "not-utf8", "in.csv:2:1"),
    "half of utf-16": (f"pid,{FIRST}\n1,1\n".encode("utf-16")[:-1], "not-utf8", "the file is not utf-16"),
    "twice": (f"{FIRST},q1,q1,{FIRST}\n1,2,3,4\n".encode(), "duplicate-column", f"1 ({FIRST!r}), 4 ({FIRST!r});"),
    "no names": (b"prefer-not-to-say,3,3\n4,2,1\n", "missing-names", "it may be a row of answers"),
    "open quote": (b'"pid,q1\n', "not-a-table", "not CSV"),
    "binary": (b"\x7fELF\xff\xfe", "not-utf8", "`dialect: {encoding: cp1252}`"),
    "xlsx": (b"PK\x03\x04\xff\xfe", "not-a-table", "a workbook or another archive, not text; give it the ending .xlsx"),
    "xls": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "not-a-table",
        "a workbook of an old kind, not text; save it as .xlsx",
    ),
    "gzip": (b"\x1f\x8b\x08\x00", "not-a-table", "compressed, not text; unpack it"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_csv_file_has_one_clear_problem(tmp_path, name):
    data, code, words = BROKEN[name]
    (tmp_path / "in.csv").write_bytes(data)
    codes, text = refused(tmp_path / "in.csv", tmp_path / "out.csv")
    assert [code] == codes
    assert words in text


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        (MARK.encode() + b"\xff" + b",1" * len(ITEMS), "not-utf8", "in.csv:30002:1"),
        (MARK.encode() + b",1" * len(ITEMS) + b",1", "not-a-table", "with more cells than names, in row 30001"),
        (b'"' + MARK.encode() + b",1" * len(ITEMS), "not-a-table", "damaged or cut short"),
    ],
)
def test_what_is_broken_far_down_in_a_csv_file_is_told_without_its_cells(tmp_path, line, code, words):
    source = put(tmp_path, 30_000, "in.csv")
    source.write_bytes(source.read_bytes() + line + b"\n")
    codes, text = refused(source, tmp_path / "out.csv", layout=TableLayout(ids=["pid"]))
    assert [code] == codes
    assert words in text


@pytest.mark.parametrize("part", [0.0, 0.5, 1.0])
def test_a_parquet_file_that_is_cut_short_is_refused(tmp_path, part):
    data = put(tmp_path, 1000).read_bytes()
    (tmp_path / "cut.parquet").write_bytes(data[: 1 + int(part * (len(data) - 2))])
    codes, text = refused(tmp_path / "cut.parquet", tmp_path / "out.parquet")
    assert ["not-a-table"] == codes
    assert "not Parquet, damaged or cut short" in text


def test_a_parquet_file_that_is_damaged_inside_leaves_nothing_behind(tmp_path):
    source = put(tmp_path, 30_000)
    data = source.read_bytes()
    source.write_bytes(data[:4] + b"\xff" * (len(data) // 2) + data[4 + len(data) // 2 :])
    codes, _ = refused(source, tmp_path / "out.parquet", layout=TableLayout(ids=["pid"]))
    assert ["not-a-table"] == codes


@pytest.mark.parametrize("name", ["pipe.csv", "zero.csv", "zero.parquet"])
def test_a_pipe_and_a_device_are_refused_at_once(tmp_path, name):
    (tmp_path / "in").mkdir()
    if name == "pipe.csv":
        os.mkfifo(tmp_path / "in" / name)
    else:
        (tmp_path / "in" / name).symlink_to("/dev/zero")
    codes, text = refused(tmp_path / "in" / name, tmp_path / "out.csv")
    assert ["unreadable"] == codes
    assert "it is not a file" in text


def test_a_pipe_is_not_read_at_the_command_line(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    result = CliRunner().invoke(main, ["score", str(tmp_path / "pipe.json")])
    assert 2 == result.exit_code
    assert "is not a file; - stands for standard input" in result.output


def wide_table(path, **columns):
    """Write a Parquet file with numbers of 60 digits in some columns."""
    wide = pyarrow.array([Decimal(2)], pyarrow.decimal256(60, 2))
    answers = {id: pyarrow.array([2]) for id in ITEMS}
    parquet.write_table(pyarrow.table({**answers, **dict.fromkeys(columns.values(), wide)}), path)
    return path


def test_numbers_of_too_many_digits_in_a_column_that_is_not_read_do_not_matter(tmp_path):
    summary = score_table(wide_table(tmp_path / "in.parquet", other="other"), tmp_path / "out.csv", KEY)
    assert 1 == summary.scored


def test_numbers_of_too_many_digits_in_a_column_that_is_read_are_of_the_wrong_type(tmp_path):
    path = wide_table(tmp_path / "in.parquet", first=FIRST)
    assert ["wrong-type"] == refused(path, tmp_path / "out.csv", error=ik.InvalidValue)[0]


def test_the_settings_of_polars_are_put_back_when_many_threads_needed_them(monkeypatch):
    monkeypatch.setenv("POLARS_ROW_GROUP_PREFETCH_SIZE", "7")
    before = dict(os.environ)
    seen = set()

    def use(_):
        for _ in range(200):
            with _few_rows:
                seen.add(os.environ["POLARS_ROW_GROUP_PREFETCH_SIZE"])

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(use, range(8)))
    assert ({"1"}, before) == (seen, dict(os.environ))


@pytest.mark.parametrize(
    "cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\n=1", "\0=1", "＝1", "＠x", "  =1", "\u3000－1"]
)
def test_a_cell_that_a_spreadsheet_may_run_is_a_formula(cell):
    assert [True] == pl.Series([cell]).str.contains(FORMULA).to_list()


@pytest.mark.parametrize("cell", ["", "a=1", "1-2", " a"])
def test_a_cell_that_no_spreadsheet_runs_is_left_alone(cell):
    assert [False] == pl.Series([cell]).str.contains(FORMULA).to_list()


def test_a_source_that_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    for name in ("nobody.parquet", "folder.csv"):
        codes, text = refused(tmp_path / name, tmp_path / "out.csv")
        assert ["unreadable"] == codes
        assert "cannot be read" in text


def test_endings_tell_the_format(tmp_path):
    assert ["unknown-format"] == refused(put(tmp_path), tmp_path / "out.xlsx")[0]
    assert ["unknown-format"] == refused(tmp_path / "in.csv.gz", tmp_path / "out.csv")[0]


def test_the_file_that_is_read_is_never_written(tmp_path):
    source = put(tmp_path)
    before = source.read_bytes()
    (tmp_path / "link.parquet").symlink_to(source)
    for name in ("in.parquet", "link.parquet"):
        assert ["same-file"] == refused(source, tmp_path / name, overwrite=True)[0]
    assert before == source.read_bytes()


def test_a_file_that_is_there_is_replaced_on_purpose_only(tmp_path):
    (tmp_path / "out.csv").write_text("mine")
    assert ["file-exists"] == refused(put(tmp_path), tmp_path / "out.csv")[0]
    assert "mine" == (tmp_path / "out.csv").read_text()
    score_table(tmp_path / "in.parquet", tmp_path / "out.csv", KEY, overwrite=True)
    assert 3 == len(table_of(tmp_path / "out.csv"))


def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    source = put(tmp_path)
    shut = tmp_path / "shut"
    shut.mkdir(0o500)
    folder = Path("/sys") if os.geteuid() == 0 else shut  # root may write everywhere but there
    for target in (folder / "out.csv", tmp_path / "nowhere" / "out.csv"):
        codes, text = refused(source, target)
        assert ["unwritable"] == codes
        assert "cannot be written" in text


# Spreadsheets ----------------------------------------------------------------------


RISKY = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "a=b", ""]


def test_cells_are_written_raw_and_made_safe_on_request_only(tmp_path):
    frame = answers(8).with_columns(pid=pl.Series(RISKY, dtype=pl.Categorical), n=pl.Series(range(-4, 4)))
    frame.rename({"pid": "=pid"}).write_parquet(tmp_path / "in.parquet")
    score_table(tmp_path / "in.parquet", tmp_path / "raw.csv", KEY, layout=TableLayout(ids=["=pid", "n"]))
    score_table(
        tmp_path / "in.parquet",
        tmp_path / "safe.csv",
        KEY,
        layout=TableLayout(ids=["=pid", "n"]),
        spreadsheet_safe=True,
    )
    raw, safe = table_of(tmp_path / "raw.csv"), table_of(tmp_path / "safe.csv")
    assert RISKY == [row.pop("=pid") or "" for row in raw]
    assert [*(f"'{cell}" for cell in RISKY[:6]), "a=b", ""] == [row.pop("'=pid") or "" for row in safe]
    assert raw == safe


def test_a_cell_that_is_safe_in_a_spreadsheet_stays_one_where_that_parts_cells_at_another_sign(tmp_path):
    source = put(tmp_path, pid=pl.Series(["a;=1+1", "b\t=1+1", "c"]))
    score_table(source, tmp_path / "out.csv", KEY, layout=TableLayout(ids=["pid"]), spreadsheet_safe=True)
    name, *cells = [line.split(",")[0] for line in (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()]
    assert ['"pid"', '"a;=1+1"', '"b\t=1+1"', '"c"'] == [name, *cells]


# Whole or not at all ---------------------------------------------------------------

CHILD = """
import os, resource, sys
from intimacy_kit.tables import TableLayout, score_table
import intimacy_kit as ik
source, target, mode = sys.argv[1:]
if "named" in mode:
    del os.O_TMPFILE
if "small" in mode:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    score_table(source, target, ik.ScoringKey.from_form(ik.load(), "standard"), layout=TableLayout(ids=["pid"]),
                on_rows=lambda *_: print("rows", flush=True))
except ik.IntimacyKitError as error:
    print(error)
    sys.exit(2)
"""


def child(source, target, mode):
    command = [sys.executable, "-c", CHILD, str(source), str(target), mode]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["nameless", "named"])
def test_a_kill_in_the_middle_leaves_no_target(tmp_path, mode):
    source = put(tmp_path, 400_000)
    (tmp_path / "out").mkdir()
    with child(source, tmp_path / "out" / "scores.csv", mode) as process:
        assert "rows\n" == process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert -signal.SIGKILL == process.returncode
    left = [path.name for path in (tmp_path / "out").iterdir()]
    assert all(name.startswith(".scores.csv.") and name.endswith(".part") for name in left)
    assert mode == "named" or not left


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["small nameless", "small named"])
@pytest.mark.parametrize("name", ["scores.csv", "scores.parquet"])
def test_a_full_disk_is_told_and_leaves_nothing_behind(tmp_path, name, mode):
    source = put(tmp_path, 30_000)
    (tmp_path / "out").mkdir()
    with child(source, tmp_path / "out" / name, mode) as process:
        out, err = process.communicate()
    assert 2 == process.returncode
    assert "unwritable  the file cannot be written (File too large)" in out
    assert "" == err
    assert [] == list((tmp_path / "out").iterdir())


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_a_device_without_room_is_told_from_a_source_that_is_broken(tmp_path, name):
    table = answers(30_000).lazy()
    with (
        Path("/dev/full").open("r+b", buffering=0) as stream,
        pytest.raises(TableError, match="No space left on device"),
    ):
        write(table, stream, source=tmp_path / "in.parquet", target=tmp_path / name)


def written(path, act, **options):
    with whole_file(path, **options) as stream:
        stream.write(b"ours")
        act()


def test_a_file_that_comes_in_between_is_left_alone(tmp_path):
    path = tmp_path / "out.csv"
    with pytest.raises(FileExistsError):
        written(path, lambda: path.write_text("theirs"))
    assert "theirs" == path.read_text()
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize("named", [False, True])
def test_a_file_has_no_place_before_it_is_whole(tmp_path, monkeypatch, named):
    if named:
        monkeypatch.delattr(os, "O_TMPFILE")
    path = tmp_path / "out.csv"
    path.write_text("before")
    with whole_file(path, overwrite=True) as stream:
        stream.write(b"after")
        assert "before" == path.read_text()
        assert named == (len(list(tmp_path.iterdir())) == 2)
    assert "after" == path.read_text()
    with pytest.raises(KeyError):
        written(path, lambda: {}["stop"], overwrite=True)
    assert "after" == path.read_text()
    assert [path] == list(tmp_path.iterdir())


def test_rows_are_counted_and_handed_on_as_they_are():
    """In the thread of the test, so that its coverage is seen; Polars calls these in threads of its own."""
    scores = score_frame(answers(4).with_columns(**{FIRST: pl.Series([None, 9, 1, 2])}), KEY, on_invalid="null")
    tally = _Tally(KEY, stop=False)
    assert scores is tally.passed(scores)
    assert tally.invalid
    assert TableSummary(4, 4, dict.fromkeys(KEY.pillars, PillarCounts(4, 0, 0)), (), 1) == tally.summary(())
    with pytest.raises(_Stopped):
        _Tally(KEY, stop=True).passed(scores)
    seen = []
    progress = _Progress(lambda *n: seen.append(n), 5)
    assert scores is progress.passed(progress.passed(scores))
    assert [(4, 5), (8, 8)] == seen


def test_settings_of_the_process_are_put_back(tmp_path, monkeypatch):
    for setting in (None, "7"):
        if setting:
            monkeypatch.setenv("POLARS_ROW_GROUP_PREFETCH_SIZE", setting)
        before = dict(os.environ)
        score_table(put(tmp_path), tmp_path / "out.csv", KEY, overwrite=True)
        assert before == dict(os.environ)


# The command -----------------------------------------------------------------------


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    def invoke(*arguments):
        return CliRunner().invoke(main, ["score-table", *(str(each) for each in arguments)])

    return invoke


@pytest.mark.slow
def test_the_command_scores_and_sums_up_on_the_error_stream(run, tmp_path):
    done = run(put(tmp_path, 10), tmp_path / "out.csv", "--ids", "pid")
    assert (0, "") == (done.exit_code, done.stdout)
    assert done.stderr.startswith(f"{tmp_path / 'out.csv'}: 10 rows, 10 of them with a score\n")
    assert f"{PILLAR:<13}  10 scored, 0 with too few answers, 0 not asked" in done.stderr
    assert [f"p{i}" for i in range(10)] == [row["pid"] for row in table_of(tmp_path / "out.csv")]


@pytest.mark.slow
def test_the_docs_show_what_the_command_prints(run, tmp_path, monkeypatch):
    text = (DOCS / "how-to-score-table.md").read_text(encoding="utf-8")
    (command, printed) = re.findall(r"```console\n\$ intimacy-kit score-table (.*?)\n(.*?)```", text, re.DOTALL)[0]
    items = [item.id for item in KEY.items]
    pl.DataFrame({"person": ["p1", "p2", "p3"], **{id: [3, None, 4] for id in items}}).write_csv(
        tmp_path / "answers.csv"
    )
    monkeypatch.chdir(tmp_path)
    assert printed == run(*command.split()).stderr


@pytest.mark.slow
def test_the_command_refuses_in_one_line_and_without_a_traceback(run, tmp_path):
    done = run(put(tmp_path), tmp_path / "in.parquet", "--force")
    assert 2 == done.exit_code
    assert 1 == len(done.output.splitlines())
    assert "same-file" in done.output
    assert 2 == run(tmp_path / "in.parquet", tmp_path / "out.csv", "--form", "nope").exit_code


@pytest.mark.slow
def test_the_command_maps_columns_by_file_and_by_option(run, tmp_path):
    answers(3).rename({FIRST: "q1", ITEMS[1]: "q2"}).write_csv(tmp_path / "in.csv")
    (tmp_path / "map.json").write_text(json.dumps({FIRST: "q1"}))
    first = run(tmp_path / "in.csv", tmp_path / "1.csv", "--columns", tmp_path / "map.json")
    both = run(tmp_path / "in.csv", tmp_path / "2.csv", "--column", f"{FIRST}=q1", "--column", f"{ITEMS[1]}=q2")
    more = run(
        tmp_path / "in.csv", tmp_path / "3.csv", "--columns", tmp_path / "map.json", "--column", f"{ITEMS[1]}=q2"
    )
    assert [0, 0, 0] == [each.exit_code for each in (first, both, more)]
    asked = [table_of(tmp_path / f"{i}.csv")[0][f"{PILLAR}_asked"] for i in (1, 2, 3)]
    assert [1, sum(KEY.by_id[id].pillar == PILLAR for id in ITEMS), 2] == asked


@pytest.mark.slow
@pytest.mark.parametrize("text", ["[]", "{}", '{"a": 1}', "{", '{"a": "b", "a": "c"}'])
def test_a_mapping_that_is_none_is_refused(run, tmp_path, text):
    (tmp_path / "map.json").write_text(text)
    done = run(put(tmp_path), tmp_path / "out.csv", "--columns", tmp_path / "map.json")
    assert 2 == done.exit_code
    assert "map.json" in done.output


def test_an_option_without_an_equals_sign_is_refused(run, tmp_path):
    done = run(put(tmp_path), tmp_path / "out.csv", "--column", "listening")
    assert 2 == done.exit_code
    assert "write --column LEFT=RIGHT" in done.output


@pytest.mark.slow
def test_the_command_reads_codes_gaps_and_long_tables(run, tmp_path):
    rows = [("a", FIRST, "-9"), ("a", ITEMS[1], "2")]
    pl.DataFrame(rows, schema=["who", "item", "value"], orient="row").write_csv(tmp_path / "in.csv")
    options = ["--long", "--column", "person=who", "--code=-9=not-asked", "--gaps", "not-asked"]
    done = run(tmp_path / "in.csv", tmp_path / "out.csv", *options)
    assert 0 == done.exit_code, done.output
    (row,) = table_of(tmp_path / "out.csv")
    assert ("a", 1, 1) == (row["who"], row[f"{PILLAR}_asked"], row[f"{PILLAR}_answered"])
    assert 2 == run(tmp_path / "in.csv", tmp_path / "o.csv", "--long", "--code=-9=nothing").exit_code


@pytest.mark.slow
def test_invalid_cells_are_counted_on_the_error_stream(run, tmp_path):
    source = put(tmp_path, **{FIRST: pl.Series([8, 8, 0])})
    assert 2 == run(source, tmp_path / "out.csv").exit_code
    done = run(source, tmp_path / "out.csv", "--on-invalid", "null")
    assert 0 == done.exit_code
    assert "2 rows with cells that hold no value of their scale, taken as gaps" in done.stderr
    assert f"{FIRST}: 2 cells out-of-range, first in row 1, 2" in done.stderr


@pytest.mark.slow
def test_rows_are_shown_on_a_terminal_only(run, tmp_path, monkeypatch):
    assert "rows/s" not in run(put(tmp_path, 50_000), tmp_path / "out.csv").stderr
    monkeypatch.setenv("FORCE_COLOR", "1")
    done = run(tmp_path / "in.parquet", tmp_path / "out.csv", "--force")
    assert 0 == done.exit_code
    assert "50,000 rows" in done.stderr.split("out.csv")[0]


def test_the_bar_says_how_many_rows_a_second():
    from rich.progress import Progress

    times = iter(range(100))
    progress = Progress(_RowsColumn(), get_time=lambda: float(next(times)))
    task = progress.add_task("rows", total=4000)
    assert "0 rows" == str(_RowsColumn().render(progress.tasks[task]))
    for done in (1000, 2000, 3000):
        progress.update(task, completed=done)
    assert "rows/s" in str(_RowsColumn().render(progress.tasks[task]))
