"""Tables in files are opened by names of every kind; test_file.py has what is read and written of them."""

import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from intimacy_kit.errors import TableError
from intimacy_kit.tables import TableLayout
from intimacy_kit.tables.rows import ROW
from intimacy_kit.tables.streams import open_table


def refusal(path):
    """Return the code and the message of the one reason why a table cannot be opened."""
    with pytest.raises(TableError) as caught:
        open_table(path, TableLayout())
    (problem,) = caught.value.problems
    return problem.code, problem.message


def test_no_file_has_a_name_with_a_nul_in_it(tmp_path):
    assert ("unreadable", "no file can have this name") == refusal(tmp_path / "a\0.csv")


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx", "sav"])
def test_a_name_that_is_not_utf8_is_refused_by_what_is_wrong_with_it(tmp_path, ending):
    path = tmp_path / os.fsdecode(b"\xff." + ending.encode())
    path.write_bytes(b"a")
    assert ("unreadable", "the name of the file is not UTF-8") == refusal(path)


def test_names_that_only_polars_takes_for_one_are_columns_of_their_own(tmp_path):
    path = tmp_path / "in.csv"
    path.write_bytes(b"a,a_duplicated_0,a\n1,2,3\n")
    table = open_table(path, TableLayout()).table.collect()
    assert ({"a": "1", "a_duplicated_0": "2"}, 3) == (
        {name: table[name][0] for name in ("a", "a_duplicated_0")},
        table.width,
    )


def test_a_blank_row_is_told_whatever_the_columns_are_called(tmp_path):
    path = tmp_path / "in.csv"
    path.write_bytes(b"^nobody$,*,a\n1,2,3\n,,\n")
    table = open_table(path, TableLayout()).table.collect()
    assert [("1", "2", "3")] == table.drop(ROW).rows()


def test_a_file_that_its_reader_gives_up_on_is_refused(tmp_path):
    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"a": pa.array([1], pa.timestamp("ns", "Europe/Nowhere"))}), path)
    assert ("not-a-table", "the file is not Parquet, damaged or cut short") == refusal(path)
