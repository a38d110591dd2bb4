"""Rows of a text file that are blank or too short are counted, the first ones with their numbers."""

import io

import pytest

from intimacy_kit.tables.text import TextTable
from intimacy_kit.tables.text_rows import RowFault, row_lengths


def faults(text, *, skip=0, lines=0):
    table = TextTable(",", "utf-8", lines, ("a", "b", "c"), ".", old_ends=False)
    return row_lengths(io.BytesIO(text.encode()), table, skip=skip)


@pytest.mark.parametrize(
    ("text", "found", "blank"),
    [
        ("a,b,c\n1,2,3\n", (), False),
        ("a,b,c\n1,2,3\n\n", (), True),
        ("a,b,c\n\n ,,\n1,2,3\n", (RowFault("blank-row", 2),), True),
        ("a,b,c\n\n1,2\n\n1,2,3\n1\n", (RowFault("blank-row", 2), RowFault("short-row", 2, (2, 5))), True),
        ("a,b,c\n1,2\n1,2,3\n3\n", (RowFault("short-row", 2, (1, 3)),), False),
        ("a,b,c\n" + "1\n" * 7, (RowFault("short-row", 7, (1, 2, 3, 4, 5)),), False),
        ('a,b,c\n"1,2,3",4\n', (RowFault("short-row", 1, (1,)),), False),
        ('a,b,c\n"1,2",3,"4,5"\n', (), False),
        ('a,b,c\n"1\n2\n",3,4\n"x\ny",1\n', (RowFault("short-row", 1, (2,)),), False),
        ('a,"b\nd",c\n1\n', (RowFault("short-row", 1, (1,)),), False),
        ('a,b,c\n1,"2\n', (), False),
    ],
)
def test_rows_are_counted_as_csv_has_them(text, found, blank):
    lengths = faults(text)
    assert (found, blank) == (lengths.faults, lengths.blank > 0)


def test_rows_that_are_skipped_may_be_short_and_lines_before_the_names_do_not_count():
    assert (RowFault("short-row", 1, (2,)),) == faults("title\na,b,c\nhead\n1\n", skip=1, lines=1).faults


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b,c\n1,2,3\n1,2,3,4\n", "1 row with more cells than names, in row 2"),
        ("a,b,c\n1,2,3,\n1,2\n1,2,3,4\n", "2 rows with more cells than names, in rows 1, 3"),
        ("a,b,c\n" + "1,2,3,4\n" * 7, "7 rows with more cells than names, in rows 1, 2, 3, 4, 5, and more"),
        ("a,b,c\n1,2\n1,2\n", "each row has fewer cells than there are names"),
    ],
)
def test_cells_that_may_stand_below_another_name_are_a_problem(text, message):
    assert message in faults(text).problem("in.csv").message


@pytest.mark.parametrize("text", ["a,b,c\n1,2\n", "a,b,c\n1,2\n1,2,3\n", "a,b,c\n", "head,1,2,3,4\na,b,c\n"])
def test_a_row_that_is_short_beside_others_is_no_problem(text):
    assert faults(text, lines=int(text[0] == "h")).problem("in.csv") is None
