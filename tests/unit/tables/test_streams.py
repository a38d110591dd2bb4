"""Tables in files are opened by names of every kind; test_file.py has what is read and written of them."""

import os

import pytest

from intimacy_kit.errors import TableError
from intimacy_kit.tables import TableLayout
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
