"""Formulas that a workbook holds without a result; test_odd_tables has what a sheet can hold besides."""

import openpyxl
import pytest

from intimacy_kit.tables import TableLayout
from intimacy_kit.tables.workbook import _without_result, read_excel
from intimacy_kit.tables.workbook_cells import Part, parts_of


def saved(tmp_path, **cells):
    book = openpyxl.Workbook()
    book.active.title = "A & B"
    for place, cell in cells.items():
        book.active[place] = cell
    book.save(tmp_path / "in.xlsx")
    return tmp_path / "in.xlsx"


def without_result(path):
    return list(_without_result(parts_of(path), "A & B"))


def test_a_formula_without_a_result_is_found_where_it_stands(tmp_path):
    path = saved(tmp_path, A1="x", B2="=1+1", AB3="=SUM(A1:A2)", C3=4)
    assert [(1, 1), (2, 27)] == without_result(path)
    assert "=" == read_excel(saved(tmp_path, A1="x", A2="=1", B1="y", B2=1), TableLayout())["x"][0]


@pytest.mark.parametrize("tags", [[], [{"name": "A"}], [{"name": "A", "r:id": "1"}]])
def test_a_sheet_that_is_named_in_another_way_has_none(tags):
    parts = {"xl/workbook.xml": Part(tags=tags), "xl/_rels/workbook.xml.rels": Part()}
    assert not list(_without_result(parts, "A"))


def test_a_formula_below_the_last_cell_with_something_in_it_is_not_in_the_table(tmp_path):
    path = saved(tmp_path, A1="x", A2=1, A5="=1")
    assert [(4, 0)] == without_result(path)
    assert ["1"] == read_excel(path, TableLayout())["x"].to_list()
