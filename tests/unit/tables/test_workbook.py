"""Formulas that a workbook holds without a result; test_odd_tables has what a sheet can hold besides."""

import zipfile

import openpyxl
import pytest

from intimacy_kit.tables import TableLayout
from intimacy_kit.tables.workbook import _without_result, read_excel


def saved(tmp_path, **cells):
    book = openpyxl.Workbook()
    book.active.title = "A & B"
    for place, cell in cells.items():
        book.active[place] = cell
    book.save(tmp_path / "in.xlsx")
    return tmp_path / "in.xlsx"


def test_a_formula_without_a_result_is_found_where_it_stands(tmp_path):
    path = saved(tmp_path, A1="x", B2="=1+1", AB3="=SUM(A1:A2)", C3=4)
    assert [(1, 1), (2, 27)] == list(_without_result(path, "A & B"))
    assert "=" == read_excel(saved(tmp_path, A1="x", A2="=1", B1="y", B2=1), TableLayout())["x"][0]


@pytest.mark.parametrize("name", ["no archive", "other names"])
def test_a_file_that_cannot_be_looked_into_has_none(tmp_path, name):
    path = tmp_path / "in.xlsx"
    path.write_bytes(b"no")
    if name == "other names":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("xl/workbook.xml", "<x:sheet/>")
            archive.writestr("xl/_rels/workbook.xml.rels", "")
    assert not list(_without_result(path, "A"))


def test_a_formula_below_the_last_cell_with_something_in_it_is_not_in_the_table(tmp_path):
    path = saved(tmp_path, A1="x", A2=1, A5="=1")
    assert [(4, 0)] == list(_without_result(path, "A & B"))
    assert ["1"] == read_excel(path, TableLayout())["x"].to_list()
