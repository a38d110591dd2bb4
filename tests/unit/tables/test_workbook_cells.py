"""A workbook that would end the process, stall it or fill the memory is refused before a reader takes it up."""

import io
import os
import zipfile

import pytest

import intimacy_kit as ik
from intimacy_kit.errors import TableError
from intimacy_kit.tables import TableLayout, guess_layout, workbook_cells
from intimacy_kit.tables.streams import open_table
from intimacy_kit.tables.workbook import sheet_names
from intimacy_kit.tables.workbook_cells import Part, TooLarge, Unfit, parts_of
from tests.unit.tables.test_workbook import saved

SHEET, BOOK, LINKS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def changed(path, name="", before=b"", after=b"", *, kind=zipfile.ZIP_DEFLATED, more=()):
    """Return a workbook of which a part is changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    if name:
        assert before in parts[name]
        parts[name] = parts[name].replace(before, after, 1)
    with zipfile.ZipFile(path, "w", kind) as archive:
        for each, content in {**parts, **dict(more)}.items():
            archive.writestr(each, content)
    return path


def refusal(path):
    with pytest.raises(TableError) as refused:
        open_table(path, TableLayout())
    (problem,) = refused.value.problems
    assert not sheet_names(path)
    return problem.code


def cell(place, value=b"<v>1</v>"):
    return b'<c r="%s">%s</c></row>' % (place, value)


@pytest.mark.parametrize("place", [b"XFD1048576", b"A1048576"])
@pytest.mark.parametrize("value", [b"<v>1</v>", b"<is><t>x</t></is>"])
def test_a_cell_that_lies_far_from_the_others_is_refused(tmp_path, place, value):
    assert "too-large" == refusal(changed(saved(tmp_path, A1="x", E2=1), SHEET, b"</row>", cell(place, value)))


def test_a_cell_that_says_only_how_it_looks_may_lie_anywhere(tmp_path):
    path = changed(saved(tmp_path, A1="x", A2=1), SHEET, b"</row>", cell(b"XFD1048576", b""))
    assert ["x"] == open_table(path, TableLayout()).table.collect_schema().names()


def test_a_large_table_is_no_sparse_one(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook_cells, "_MOST_PLACES", 1)
    assert 4 == parts_of(saved(tmp_path, A1="x", A2=1, B1="y", B2=2))[SHEET].places


def test_a_pipe_is_not_opened_to_look_for_sheets(tmp_path, monkeypatch):
    path = tmp_path / "in.xlsx"
    os.mkfifo(path)
    monkeypatch.setattr(workbook_cells.zipfile, "ZipFile", None)
    with pytest.raises(TableError, match="unreadable"):
        guess_layout(path, ik.load(), "standard")


def test_a_workbook_without_a_sheet_is_refused(tmp_path):
    assert "not-a-table" == refusal(changed(saved(tmp_path, A1="x"), "xl/workbook.xml", b"<sheet ", b"<shoot "))


HOSTILE = {
    "tags without an end": (SHEET, b"<sheetData>", b"<!-- " + b'<c r="A1" ' * 400_000 + b"--><sheetData>"),
    "a comment of 20 MB": (SHEET, b"<sheetData>", b"<!--" + b"a" * 20_000_000 + b"--><sheetData>"),
    "a place that is none": (SHEET, b"</row>", cell(b"A0")),
    "a row that is none": (SHEET, b'<row r="1"', b'<row r="' + b"9" * 5000 + b'"'),
    "entities": (SHEET, b"<sheetData>", b"<sheetData>&nobody;"),
    "text after the end": (SHEET, b"</worksheet>", b"</worksheet><"),
    "a workbook that is no XML": (BOOK, b"<sheets>", b"<sheets"),
    "relations that are no XML": (LINKS, b"<Relationship ", b"<Relationship"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_no_spreadsheet_writes_is_refused(tmp_path, name):
    assert "not-a-table" == refusal(changed(saved(tmp_path, A1="x", B2=1), *HOSTILE[name]))


@pytest.mark.parametrize("name", [BOOK, LINKS])
def test_a_long_word_in_a_tag_takes_no_longer_than_reading_it(tmp_path, name):
    tag = b"<sheet " if name == BOOK else b"<Relationship "
    path = changed(saved(tmp_path, A1="x", A2=1), name, tag, tag + b"x='" + b"a" * 500_000 + b"' ")
    assert ["x"] == open_table(path, TableLayout()).table.collect_schema().names()


@pytest.mark.parametrize("other", ["content.xml", "xl/workbook.bin", "XL/Workbook.bin"])
def test_a_file_that_is_two_kinds_of_workbook_is_refused(tmp_path, other):
    assert "not-a-table" == refusal(changed(saved(tmp_path, A1="x", A2=1), more=[(other, b"x")]))


def test_parts_that_are_packed_oddly_are_refused(tmp_path):
    assert "not-a-table" == refusal(changed(saved(tmp_path, A1="x", A2=1), kind=zipfile.ZIP_LZMA))


def test_parts_that_are_stored_are_read(tmp_path):
    path = changed(saved(tmp_path, A1="x", A2="=1"), kind=zipfile.ZIP_STORED)
    assert [(1, 0)] == parts_of(path)[SHEET].without_result


def test_a_part_is_read_to_its_end_however_short_it_says_it_is(tmp_path):
    path = changed(saved(tmp_path, A1="x", B2=1), SHEET, b"</row>", cell(b"XFD1048576"))
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(SHEET).file_size
    path.write_bytes(path.read_bytes().replace(size.to_bytes(4, "little"), (5).to_bytes(4, "little")))
    with pytest.raises(TooLarge):
        parts_of(path)


def test_a_workbook_that_swells_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook_cells, "_MOST_BYTES", 1000)
    assert "too-large" == refusal(saved(tmp_path, A1="x", A2=1))


def test_a_file_that_is_no_archive_is_refused(tmp_path):
    (tmp_path / "in.xlsx").write_bytes(b"no")
    with pytest.raises(Unfit):
        parts_of(tmp_path / "in.xlsx")


def test_cells_without_a_place_stand_beside_each_other():
    part = Part()
    part.read(
        iter(
            [
                b"<x:s><x:row><x:c><x:v>1</x:v></x:c><x:c><x:f>1</x:f></x:c></x:row><x:row><x:c><x:v>1</x:v></x:c></x:row></x:s>"
            ]
        )
    )
    assert (2, 2, [(0, 1)]) == (part.cells, part.places, part.without_result)


@pytest.mark.parametrize(
    ("value", "found"), [(b"<v>3</v>", []), (b"<v></v>", [(0, 0)]), (b"<v/>", [(0, 0)]), (b"", [(0, 0)])]
)
def test_a_formula_has_a_result_where_its_value_has_text(value, found):
    part = Part()
    part.read(iter([b'<s><row r="1"><c r="A1"><f>1</f>%s</c><c r="B1"><v>4</v></c></row></s>' % value]))
    assert found == part.without_result


def test_what_is_cut_off_is_refused():
    with pytest.raises(Unfit):
        Part().read(iter(io.BytesIO(b"<s><row>")))
