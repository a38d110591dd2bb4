"""Text files: separators, encodings, lines before the names."""

import pytest

from intimacy_kit.errors import Problem
from intimacy_kit.tables import Dialect
from intimacy_kit.tables.text import in_utf8, separator_of, text_table


def table(tmp_path, text, name="in.csv", **said):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return text_table(path, Dialect(**said))


@pytest.mark.parametrize(
    ("text", "sign"), [("a;b\n1,5;2", ";"), ("a\tb", "\t"), ("a|b", "|"), ('"x;y;z",b', ","), ("a", ",")]
)
def test_the_separator_is_what_stands_most_often_in_the_first_row(tmp_path, text, sign):
    assert sign == table(tmp_path, text).separator == separator_of(text)


def test_an_ending_decides_where_nothing_else_does(tmp_path):
    assert "\t" == table(tmp_path, "a\n1", "in.tsv").separator
    assert ";" == table(tmp_path, "a,b,c\n1", separator=";").separator
    told = table(tmp_path, "sep=|\na,b|c\n")
    assert ("|", 1) == (told.separator, told.lines)
    assert ";" == table(tmp_path, "sep=|\na|b\n", separator=";").separator


def test_a_decimal_comma_is_taken_for_granted_where_commas_separate_nothing(tmp_path):
    assert "," == table(tmp_path, "a;b\n").decimal
    assert "." == table(tmp_path, "a,b\n").decimal
    assert "," == table(tmp_path, "a,b\n", decimal=",").decimal


def test_a_file_is_read_as_it_is_where_its_encoding_and_its_ends_of_lines_are_the_usual_ones(tmp_path):
    assert table(tmp_path, "a,b\n1,2\n").as_it_is
    assert not table(tmp_path, "a,b\r1,2\r").as_it_is
    assert not table(tmp_path, "a\tb\n".encode("utf-16")).as_it_is


def test_lines_before_the_names_are_counted_as_polars_counts_them(tmp_path):
    assert 3 == table(tmp_path, "\n\x0bTitle\x0c\n\na,b\n", names_in=2).lines
    assert 1 == table(tmp_path, "Title\ra,b\r1,2\r", names_in=2).lines


def test_names_that_stand_further_down_are_found(tmp_path):
    (tmp_path / "in.csv").write_text("Title\n\nby us,x\na,b\n1,2\n")
    problem = text_table(tmp_path / "in.csv", Dialect(), ["a", "b"])
    assert "say `dialect: {names_in: 3}` in a layout" == problem.remedy
    assert "begin with the names of the columns" == text_table(tmp_path / "in.csv", Dialect(), ["c"]).remedy


def test_an_encoding_is_known_by_its_mark_or_by_name(tmp_path):
    assert "utf-16" == table(tmp_path, "a\tb\n".encode("utf-16")).encoding
    assert ("ä", "b") == table(tmp_path, "ä,b\n".encode("cp1252"), encoding="cp1252").names
    assert table(tmp_path, "\ufeffa,b").as_it_is
    assert table(tmp_path, "a,b", encoding="UTF8").as_it_is
    found = table(tmp_path, b"a,\xff\n", encoding="utf-8")
    assert isinstance(found, Problem)
    assert "not-utf8" == found.code
    (tmp_path / "bad.csv").write_bytes(b"\xff\xfea")
    assert isinstance(in_utf8(tmp_path / "bad.csv", table(tmp_path, "a\tb\n".encode("utf-16"))), Problem)


def test_text_that_is_broken_after_its_head_is_refused(tmp_path):
    from intimacy_kit.errors import TableError
    from intimacy_kit.tables import TableLayout
    from intimacy_kit.tables.streams import open_table

    (tmp_path / "long.csv").write_bytes("a,b\n".encode("utf-16") + "é,1\n".encode("utf-16-le") * 600_000 + b"\x00")
    with pytest.raises(TableError, match="the file is not utf-16"):
        open_table(tmp_path / "long.csv", TableLayout())


def test_a_separator_is_a_character_of_one_byte_other_than_a_quotation_mark(tmp_path):
    assert [("\x1f", 1), (",", 0), (",", 0)] == [
        (how.separator, how.lines) for how in (table(tmp_path, f"sep={sign}\na,b\n") for sign in '\x1f\xa7"')
    ]
