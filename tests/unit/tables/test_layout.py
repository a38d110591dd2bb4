"""What a layout of a table takes, and what it refuses."""

import numpy as np
import pytest

import intimacy_kit as ik
from intimacy_kit.tables import OnInvalid, Shape, TableLayout, layout_of
from tests.support.catalogues import built_in

KEY = ik.ScoringKey.from_form(built_in(), "standard")
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
        TableLayout(shape="long", person="p", item="i", value="v", unpack=True, offset=1, only={"b": "x"}),
        TableLayout(values={"time": {"A": 1, "B": "not-asked"}}, not_shown={FIRST: {"kids": 0}}, skip=2, day="d"),
        TableLayout(partners={"a": "_a", "b": {"suffix": "_b", "columns": {FIRST: "X"}}}, couple="c"),
        TableLayout(dialect={"names_in": [1, 3]}),
        TableLayout(dialect={"separator": ";", "decimal": ",", "encoding": "cp1252", "sheet": "S", "names_in": 3}),
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
        "codes wrong-type  what stands in a cell is neither a whole number nor text; "
        "map numbers or text to their meaning"
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


def test_a_long_table_copies_its_person_and_what_else_tells_check_ins_apart():
    layout = TableLayout(shape="long", columns={FIRST: "q1"}, ids=["couple", "day"])
    assert ("person", "couple", "day") == layout.copied
    assert {FIRST: "q1"} == layout.item_columns(KEY)


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        ({"values": {"trust": {"A": 1.5}}}, "values.trust"),
        ({"values": {"trust": 3}}, "values"),
        ({"values": {"trust": {None: 1}}}, "values"),
        ({"offset": {"trust": "x"}}, "offset"),
        ({"only": {"a": [1.5]}}, "only"),
        ({"not_shown": {"trust": 3}}, "not_shown"),
        ({"skip": -1}, "skip"),
        ({"unpack": True}, "unpack"),
        ({"partners": {"a": "_a"}}, "partners"),
        ({"partners": {"a": {"ending": "_a"}, "b": "_b"}}, "partners"),
        ({"partners": {"a": "_a", "b": "_b"}, "partner": "who"}, "partners"),
        ({"partners": 3}, "partners"),
        ({"partners": {"a": {"prefix": 3}, "b": "_b"}}, "partners"),
        ({"columns": {FIRST: 3}}, "columns"),
        ({"ids": [3]}, "ids"),
        ({"ids": 3}, "ids"),
        ({"codes": 3}, "codes"),
        ({"only": 3}, "only"),
        ({"values": 3}, "values"),
        ({"dialect": {"separator": ";;"}}, "dialect.separator"),
        ({"dialect": {"separator": 3}}, "dialect.separator"),
        ({"dialect": {"decimal": ";"}}, "dialect.decimal"),
        ({"dialect": {"names_in": 0}}, "dialect.names_in"),
        ({"dialect": {"names_in": []}}, "dialect.names_in"),
        ({"dialect": {"names_in": [2, 1]}}, "dialect.names_in"),
        ({"dialect": {"names_in": [1, "2"]}}, "dialect.names_in"),
        ({"dialect": {"encoding": "klingon"}}, "dialect.encoding"),
        ({"dialect": {"tint": "blue"}}, "dialect"),
    ],
)
def test_what_a_layout_cannot_hold_is_refused_where_it_stands(arguments, where):
    with pytest.raises(ik.InvalidValue) as error:
        TableLayout(**arguments)
    assert [where] == [problem.location for problem in error.value.problems]
    with pytest.raises(ik.InvalidValue):
        TableLayout.from_dict(arguments)


def test_what_is_said_of_something_that_is_no_item_or_off_its_scale_is_refused():
    layout = TableLayout(values={"listning": {"A": 1}, "listening": {"A": 9}}, offset={"time": 1})
    assert [("unknown-item", "values.listning"), ("out-of-range", "values.listening")] == [
        (problem.code, problem.location) for problem in layout.problems(KEY)
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        {"ids": ["*"]},
        {"columns": {FIRST: "^q$"}},
        {"columns": {FIRST: "^q\n$?"}},
        {"shape": "long", "value": "^.*$"},
        {"day": "^day$"},
        {"only": {"^a$": "x"}},
        {"not_shown": {FIRST: {"^a$": "x"}}},
        {"partners": {"a": {"prefix": "^", "suffix": "$"}, "b": "_b"}, "columns": {FIRST: "q"}},
        {"partners": {"a": {"columns": {FIRST: "^q$"}}, "b": "_b"}},
    ],
)
def test_a_name_that_polars_takes_for_several_columns_is_none(arguments):
    (problem,) = problems_of(**arguments)
    assert "bad-choice  the name of a column is * or stands between ^ and $" in problem


def test_what_an_item_is_called_in_a_long_table_is_no_name_of_a_column():
    assert {FIRST: "^q$"} == TableLayout(shape="long", columns={FIRST: "^q$"}).item_columns(KEY)


def test_a_misspelt_key_of_a_layout_is_named_with_the_nearest_one():
    with pytest.raises(ik.InvalidValue, match="colums unknown-key  a layout has no 'colums'; did you mean 'columns'"):
        TableLayout.from_dict({"colums": {}})
    plain = {"colums": {}, "skip": -1, "codes": {-9: "gone"}}
    for data in (plain, {"preset": "qualtrix", **plain}):
        with pytest.raises(ik.InvalidValue) as error:
            layout_of(data)
        wanted = [("bad-choice", "preset"), ("unknown-key", "colums"), ("bad-choice", "codes"), ("bad-number", "skip")]
        assert sorted(wanted[data is plain :]) == sorted((each.code, each.location) for each in error.value.problems)
    with pytest.raises(ik.InvalidValue, match="a layout is a mapping"):
        TableLayout.from_dict([])


def test_a_layout_that_does_not_fit_a_key_says_why():
    layout = TableLayout(columns={FIRST: "q1", "listening.atention": "q2"}, codes={3: "not-asked"})
    assert ["unknown-item", "bad-number"] == [problem.code for problem in layout.problems(KEY)]
    assert ["missing-key"] == [problem.code for problem in TableLayout(columns={}).problems(KEY)]
    assert [] == TableLayout(codes={9: "not-asked"}).problems(KEY)


def test_the_rules_for_invalid_cells_are_words():
    assert ["raise", "null", "trust"] == list(OnInvalid)


def test_a_layout_whose_keys_are_not_text_or_that_holds_half_a_character_is_refused():
    with pytest.raises(ik.InvalidValue, match="the keys of a layout are not text"):
        TableLayout.from_dict({1: "a"})
    with pytest.raises(ik.InvalidValue, match="half of a character"):
        TableLayout(ids="\ud800")


def test_a_value_in_a_layout_may_be_written_as_text():
    assert {"A": 1} == TableLayout(values={FIRST: {"A": "1"}}).values[FIRST]
