"""Workbooks, SPSS and Stata files, which need the extra `files`."""

import contextlib
import sys

import openpyxl
import polars as pl
import pyreadstat
import pytest

import intimacy_kit as ik
from intimacy_kit.errors import TableError
from intimacy_kit.tables import TableLayout, score_table
from tests.support.exports import ITEMS, KEY

COLUMNS = {id: f"v{i}" for i, id in enumerate(ITEMS)}


def scores(tmp_path, source, **said):
    layout = TableLayout(ids="who", columns=COLUMNS, **said)
    score_table(source, tmp_path / "out.parquet", KEY, layout=layout, overwrite=True)
    return pl.read_parquet(tmp_path / "out.parquet")


def workbook(tmp_path, rows, title="Answers"):
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    book.save(tmp_path / "in.xlsx")
    return tmp_path / "in.xlsx"


def test_a_sheet_is_read_as_text_from_its_row_of_names(tmp_path):
    names = ["who", *COLUMNS.values(), None]
    rows = [["Pilot"], [], names, ["001", 4, "5", " 2 ", 3.0, "4", 1, "x"], ["002", None, -9, "3", 3, 3, 3], []]
    source = workbook(tmp_path, rows)
    said = {"codes": {-9: "prefer-not-to-say"}, "dialect": {"sheet": "Answers", "names_in": 3}}
    found = scores(tmp_path, source, **said)
    assert [("001", 100 * 10 / 12, 75.0), ("002", None, 50.0)] == found.select(
        "who", "trust_percent", "fun_percent"
    ).rows()
    for wrong, words in (
        ({"sheet": "Other"}, "no such sheet; it has 'Read me', 'Answers'"),
        ({"sheet": "Answers", "names_in": 9}, "row 3 has them; say `dialect: {names_in: 3}`"),
        ({}, "say `dialect: {sheet: 'Answers', names_in: 3}`"),
    ):
        with pytest.raises(TableError, match=words):
            scores(tmp_path, source, dialect=wrong)
    with pytest.raises(TableError, match="columns share a name"):
        scores(tmp_path, workbook(tmp_path, [["who", "a", "who"], [1, 2, 3]]), dialect={"sheet": "Answers"})
    (tmp_path / "in.xlsx").write_bytes(b"PK\x03\x04 no")
    with pytest.raises(TableError, match="not a workbook, or damaged"):
        scores(tmp_path, source)


DATA = pl.DataFrame(
    {
        "who": ["a", "b", "c"],
        **{name: [4.0, 3.0, 2.0] for name in COLUMNS.values()},
    }
).with_columns(pl.Series("v0", [4.0, 9.0, None]), pl.Series("v3", [1.0, -8.0, -8.0]))


@pytest.mark.parametrize("ending", [".sav", ".zsav"])
def test_what_spss_declares_missing_is_a_gap_unless_the_layout_names_it(tmp_path, ending):
    source = tmp_path / f"in{ending}"
    pyreadstat.write_sav(
        DATA.to_pandas(),
        str(source),
        missing_ranges={"v0": [9], "v3": [{"lo": -9, "hi": -1}]},
        compress=ending == ".zsav",
    )
    found = scores(tmp_path, source)
    assert [3, 2, 2] == found["trust_answered"].to_list()
    assert ([3, 2, 2], [3, 3, 3]) == (found["fun_answered"].to_list(), found["fun_asked"].to_list())
    assert [3, 2, 2] == scores(tmp_path, source, codes={-8: "not-asked"})["fun_asked"].to_list()
    source.write_bytes(source.read_bytes()[:200])
    with pytest.raises(TableError, match="damaged or cut short"):
        scores(tmp_path, source)


def test_stata_files_are_read_with_their_kinds_of_missing(tmp_path):
    frame = DATA.with_columns(pl.Series("v0", [4, "a", None], dtype=pl.Object)).to_pandas()
    frame["v0"] = [4.0, "a", None]
    frame["v3"] = [1.0, 2.0, 2.0]
    pyreadstat.write_dta(frame, str(tmp_path / "in.dta"), missing_user_values={"v0": ["a"]})
    assert [3, 2, 2] == scores(tmp_path, tmp_path / "in.dta")["trust_answered"].to_list()
    assert [3, 2, 3] == scores(tmp_path, tmp_path / "in.dta", codes={"a": "not-asked"})["trust_asked"].to_list()


@pytest.mark.parametrize("name", ["in.xlsx", "in.sav"])
def test_without_the_extra_it_is_named(tmp_path, monkeypatch, name):
    (tmp_path / name).write_bytes(b"x")
    for library in ("fastexcel", "pyreadstat"):
        monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ik.MissingExtra, match=r"intimacy_kit\[files\]"):
        scores(tmp_path, tmp_path / name)


@pytest.mark.parametrize("place", range(176, 700, 29))
def test_a_damaged_file_of_spss_is_read_or_refused(tmp_path, place):
    path = tmp_path / "in.sav"
    pyreadstat.write_sav(DATA.to_pandas(), str(path))
    content = bytearray(path.read_bytes())
    content[place : place + 4] = b"\xff\xff\xff\x7f"
    path.write_bytes(content)
    with contextlib.suppress(TableError, ik.InvalidValue):
        scores(tmp_path, path)


def test_objects_with_hardly_a_name_in_common_are_no_table(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text("".join(f'{{"k{i}": 1}}\n' for i in range(2500)))
    with pytest.raises(TableError, match="too-large  the objects have hardly a name in common"):
        scores(tmp_path, path)
