"""A first row that is no names is recognised, and no cell of it is repeated."""

import pytest

from intimacy_kit.tables.column_names import different_names, first_row_problem, joined_names, missing_columns

WANTED = {"person", "calm.sit"}


@pytest.mark.parametrize(
    ("names", "code", "message"),
    [
        ([], "empty-file", "the first line has no names in it"),
        (
            ["prefer-not-to-say", "3", "he shouts at me"],
            "missing-names",
            "the first row has no name of a column that is read; it may be a row of answers",
        ),
        (
            ["calm.sit", "3", "he shouts", "he shouts", "calm.sit"],
            "duplicate-column",
            "columns share a name: 1 ('calm.sit'), 5 ('calm.sit')",
        ),
        (
            ["person"] * 6,
            "duplicate-column",
            "columns share a name: 1 ('person'), 2 ('person'), 3 ('person'), 4 ('person'), 5 ('person'), and more",
        ),
        (
            ["person_A", "person_B", "calm.sit_A", "calm.sit_B", "x_A"],
            "missing-names",
            "the first row has no name of a column that is read, but each of them twice with two endings",
        ),
        (
            ["person_A", "person_B", "calm.sit_A", "calm.sit_B", "person_C", "calm.sit_C"],
            "missing-names",
            "the first row has no name of a column that is read; it may be a row of answers",
        ),
    ],
)
def test_what_is_wrong_is_said_by_number_but_for_names_that_are_read(names, code, message):
    problem = first_row_problem(names, WANTED, "in.csv")
    assert (code, message, "in.csv") == (problem.code, problem.message, problem.file)


def test_a_row_of_names_may_have_others_too():
    assert first_row_problem(["person", "remark"], WANTED, "in.csv") is None


def test_columns_that_nobody_reads_may_share_a_name():
    assert first_row_problem(["person", "remark", "remark", "", ""], WANTED, "in.csv") is None
    assert first_row_problem(["person", "person"], None, "in.csv") is None
    assert "duplicate-column" == first_row_problem(["x", "Status", "Status"], {"x", "Status?"}, "in.csv").code


def test_a_column_that_a_table_lacks_is_named_with_the_number_of_the_nearest_one():
    (problem,) = missing_columns([("who", "persn")], ["remark", "person", "person"])
    assert ("there is no column 'persn'", "did you mean column 2?") == (problem.message, problem.remedy)


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([["a", "b"]], ("a", "b")),
        (
            [["Who", "Trust", "", "Why?"], ["", "rely", "word", "text"]],
            ("Who", "Trust / rely", "Trust / word", "Why? / text"),
        ),
        ([["", "Trust"], ["who", "rely", "word"]], ("who", "Trust / rely", "Trust / word")),
        ([["Who", "", "Trust"], ["", " "]], ("Who", " ", "Trust")),
        ([["Who", "Trust"], []], ()),
        ([["One", "", ""], ["Trust", "", "Fun"], ["a", "", "b"]], ("One / Trust / a", "", "One / Fun / b")),
    ],
)
def test_names_in_several_rows_are_joined_below_the_name_of_their_group(rows, names):
    assert names == joined_names(rows)


@pytest.mark.parametrize(
    ("names", "different"),
    [
        (["a", "b"], ["a", "b"]),
        (["a", "a", "a"], ["a", "a (2)", "a (3)"]),
        (["a", "a (2)", "a"], ["a", "a (2)", "a (3)"]),
        (["", "x", ""], ["", "x", " (2)"]),
    ],
)
def test_the_first_of_several_columns_of_one_name_keeps_it(names, different):
    assert different == different_names(names)
