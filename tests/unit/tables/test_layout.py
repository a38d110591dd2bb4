"""What a layout of a table takes, and what it refuses."""

import numpy as np
import pytest

import intimacy_kit as ik
from intimacy_kit.tables import OnInvalid, Shape, TableLayout
from intimacy_kit.tables.layout import absent

KEY = ik.ScoringKey.from_form(ik.load(), "standard")
FIRST = next(iter(KEY.scored))


def problems_of(**arguments):
    with pytest.raises(ik.InvalidValue) as error:
        TableLayout(**arguments)
    return [str(problem) for problem in error.value.problems]


def test_a_layout_is_a_row_for_each_check_in_with_columns_named_by_item_unless_said_otherwise():
    layout = TableLayout()
    assert (Shape.WIDE, (), ik.Missing.BLANK) == (layout.shape, layout.copied, layout.gaps)
    assert {id: id for id in KEY.scored} == layout.item_columns(KEY)
    assert ("person",) == TableLayout(shape="long").copied


def test_a_layout_is_read_back_from_plain_data():
    for layout in (
        TableLayout(columns={FIRST: "q1"}, ids=["who"], codes={-9: "not-asked", "n/a": "left-blank"}, gaps="not-asked"),
        TableLayout(shape="long", person="p", item="i", value="v"),
    ):
        assert layout == TableLayout.from_dict(layout.to_dict())


@pytest.mark.parametrize("code", [-9, -9.0, np.int64(-9), np.float64(-9), "-9"])
def test_a_whole_number_that_means_a_gap_may_come_from_any_library(code):
    layout = TableLayout(codes={code: "not-asked"})
    assert {"-9": ik.Missing.NOT_ASKED} == dict(layout.codes)
    assert {-9: ik.Missing.NOT_ASKED} == layout.number_codes
    assert ik.Missing.NOT_ASKED is layout.text_codes["-9"]


def test_words_that_mean_nothing_are_refused_all_at_once():
    offered = "it is one of prefer-not-to-say, did-not-come-up, does-not-apply, left-blank, not-shown, not-asked"
    neither = (
        "codes wrong-type  what stands for a gap is neither a whole number nor text; "
        "map numbers or text to missing codes"
    )
    assert [
        "shape bad-choice  there is no such shape; it is one of wide, long",
        f"gaps bad-choice  there is no such missing code; {offered}",
        f"codes bad-choice  there is no such missing code; {offered}",
        neither,
        neither,
        neither,
    ] == problems_of(
        shape="round",
        codes={-9: "gone", True: "left-blank", -0.5: "not-asked", None: "not-asked"},
        gaps="nothing",
    )


def test_a_long_table_has_three_columns_and_copies_the_person_alone():
    assert [
        "columns bad-choice  a long table has no column for each item; name the columns person, item and value instead",
        "ids bad-choice  a long table copies its person alone; leave ids out",
    ] == problems_of(shape="long", columns={FIRST: "q1"}, ids=["who"])


def test_a_layout_that_does_not_fit_a_key_says_why():
    layout = TableLayout(columns={FIRST: "q1", "listening.atention": "q2"}, codes={3: "not-asked"})
    assert ["bad-number", "unknown-item"] == [problem.code for problem in layout.problems(KEY)]
    assert ["missing-key"] == [problem.code for problem in TableLayout(columns={}).problems(KEY)]
    assert [] == TableLayout(codes={9: "not-asked"}).problems(KEY)


def test_a_column_that_a_table_lacks_is_named_with_the_number_of_the_nearest_one():
    (problem,) = absent({"who": "persn"}, ["remark", "person", "person"])
    assert ("there is no column 'persn'", "did you mean column 2?") == (problem.message, problem.remedy)


def test_the_rules_for_invalid_cells_are_words():
    assert ["raise", "null", "trust"] == list(OnInvalid)
