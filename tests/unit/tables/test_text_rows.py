"""Rows of a text file that are blank or too short are counted, the first ones with their numbers."""

import io

import pytest

from intimacy_kit.tables.text import TextTable
from intimacy_kit.tables.text_rows import RowFault, row_faults


def faults(text, *, skip=0, lines=0):
    table = TextTable(",", "utf-8", lines, ("a", "b", "c"), ".", old_ends=False)
    return row_faults(io.BytesIO(text.encode()), table, skip=skip)


@pytest.mark.parametrize(
    ("text", "found", "blank"),
    [
        ("a,b,c\n1,2,3\n", (), False),
        ("a,b,c\n1,2,3\n\n", (), True),
        ("a,b,c\n\n ,,\n1,2,3\n", (RowFault("blank-row", 2),), True),
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
    assert (found, blank) == faults(text)


def test_rows_that_are_skipped_may_be_short_and_lines_before_the_names_do_not_count():
    assert ((RowFault("short-row", 1, (2,)),), False) == faults("title\na,b,c\nhead\n1\n", skip=1, lines=1)
