"""A guess finds columns by names and texts, says why, and scores nothing."""

import polars as pl
import pytest

import intimacy_kit as ik
from intimacy_kit.errors import TableError
from intimacy_kit.tables import Guess, guess_layout, read_layout, score_couples, score_table, with_labels
from intimacy_kit.tables.guess import other_form
from tests.support.exports import CATALOGUE, ITEMS, KEY, QUESTIONS, UNDER, write
from tests.unit.tables.test_exports import SOME

NAMED = ["plain", "redcap", "redcap_labels", "google", "utf16", "qualtrics", "kobo", "surveyjs"]


@pytest.mark.parametrize(
    "name", ["plain", "redcap", "redcap_labels", "google", "utf16", "qualtrics", "kobo", "surveyjs"]
)
def test_the_columns_of_a_known_system_are_found_and_the_guess_can_be_kept(tmp_path, name):
    source, layout = write(tmp_path, name, SOME)
    guess = guess_layout(source, CATALOGUE, "short")
    assert dict(layout.columns or {id: id for id in ITEMS}) == dict(guess.layout.columns)
    (tmp_path / "layout.yaml").write_text(guess.to_yaml(), encoding="utf-8")
    assert guess.layout == read_layout(tmp_path / "layout.yaml")
    assert "a guess" in guess.reasons[0]


def test_a_guess_of_labels_scores_as_it_is(tmp_path):
    source, _ = write(tmp_path, "redcap_labels", SOME)
    told = with_labels(guess_layout(source, CATALOGUE, "short").layout, CATALOGUE, "short")
    assert 2 == score_table(source, tmp_path / "out.csv", KEY, layout=told).scored


def guessed(tmp_path, columns):
    pl.DataFrame(columns).write_csv(tmp_path / "in.csv")
    return guess_layout(tmp_path / "in.csv", CATALOGUE, "short")


def test_columns_with_names_that_polars_takes_for_several_are_not_looked_at(tmp_path):
    columns = {"*": [1, 2], "^x$": [1, 2], **{name: [3, 4] for name in UNDER.values()}}
    assert {*UNDER.values()} == {*guessed(tmp_path, columns).layout.item_columns(KEY).values()}


@pytest.mark.parametrize(("one", "other"), [("_a", "_b"), ("_A", "_B"), (".1", ".2")])
def test_pairs_of_columns_are_partners(tmp_path, one, other):
    columns = {"c": ["x", "y"], **{f"{name}{end}": ["3", "99"] for name in UNDER.values() for end in (one, other)}}
    guess = guessed(tmp_path, columns)
    assert {one.strip("._"): one, other.strip("._"): other} == {
        name: each.suffix for name, each in guess.layout.partners.items()
    }
    assert {"99": ik.Missing.BLANK} == dict(guess.layout.codes)
    odd = {name.replace(f"fun_plan{other}", f"FUN_PLAN{other}"): each for name, each in columns.items()}
    assert {"fun.plan": f"FUN_PLAN{other}"} == dict(guessed(tmp_path, odd).layout.partners[other.strip("._")].columns)


@pytest.mark.parametrize(("one", "other"), [("a_", "b_"), ("wife.", "husband."), ("P1 ", "P2 ")])
def test_pairs_of_columns_that_begin_differently_are_partners_too(tmp_path, one, other):
    columns = {"c": ["x"], **{f"{begin}{name}": ["3"] for name in UNDER.values() for begin in (one, other)}}
    guess = guessed(tmp_path, columns)
    assert [one, other] == [each.prefix for each in guess.layout.partners.values()]
    assert UNDER == dict(guess.layout.columns)
    assert "a row is taken for a couple" in guess.reasons[1]
    scores = score_couples(pl.DataFrame(columns), KEY, layout=guess.layout)
    assert [50.0, 50.0] == scores["trust_percent"].to_list()
    third = {**columns, **{f"c_{name}": ["3"] for name in UNDER.values()}}
    with pytest.raises(ik.InvalidValue, match="nothing in the file looks like an item"):
        guessed(tmp_path, third)


def test_names_that_do_not_stand_in_the_first_row_are_looked_for(tmp_path):
    table = "\n".join([",".join(["who", *ITEMS]), "a,4,5,2,3,4,1"])
    (tmp_path / "in.csv").write_text(f"Our study,\nspring,\n{table}\n", encoding="utf-8")
    guess = guess_layout(tmp_path / "in.csv", CATALOGUE, "short")
    assert (3, ["who"]) == (guess.layout.dialect.names_in, guess.plain["ids"])
    assert 1 == score_table(tmp_path / "in.csv", tmp_path / "out.csv", KEY, layout=guess.layout).scored
    (tmp_path / "in.xlsx").write_bytes(b"PK")
    with pytest.raises(TableError, match="damaged"):
        guess_layout(tmp_path / "in.xlsx", CATALOGUE, "short")


def test_names_that_do_not_stand_in_the_first_sheet_are_looked_for(tmp_path):
    source, layout = write(tmp_path, "workbook", SOME)
    guess = guess_layout(source, CATALOGUE, "short")
    assert {"sheet": "Answers", "names_in": 2} == guess.plain["dialect"]
    assert layout.dialect == guess.layout.dialect


def test_an_export_of_google_forms_is_known_in_other_languages(tmp_path):
    guess = guessed(tmp_path, {"Marca temporal": ["2026-03-01"], **{text: ["3"] for text in QUESTIONS.values()}})
    assert ("google-forms", ["Marca temporal"]) == (guess.plain["preset"], guess.plain["ids"])


def test_a_column_of_item_names_is_a_long_table(tmp_path):
    rows = {"pid": ["a"] * 6, "q": [*UNDER.values()], "score": ["1"] * 6}
    layout = guessed(tmp_path, rows).layout
    assert ("long", "pid", "q", "score", UNDER) == (
        layout.shape,
        layout.person,
        layout.item,
        layout.value,
        dict(layout.columns),
    )
    layout = guessed(tmp_path, {"person": ["a"] * 6, "item": ITEMS, "value": ["often"] * 6}).layout
    assert layout.columns is None


def test_what_is_left_to_decide_is_said_and_no_cell_is_shown(tmp_path):
    guess = guessed(tmp_path, {"id": ["1", "2"], **{id: ["secret", "3"] for id in ITEMS[1:]}})
    text = guess.to_yaml()
    assert "no column was found for trust.rely" in text
    assert "1 different texts are left to decide (unknown-label)" in text
    assert "ids: [id]" in text
    assert "secret" not in text
    assert "ids" not in guessed(tmp_path, {"id": ["1", "1"], **{id: ["2", "3"] for id in ITEMS}}).plain


def test_a_file_that_is_of_no_form_is_refused(tmp_path):
    with pytest.raises(ik.InvalidValue, match="nothing in the file looks like an item of the form"):
        guessed(tmp_path, {"a": ["1"], "b": [None]})


def test_a_table_of_another_form_is_known_by_its_columns():
    assert "trust-only" == other_form(ITEMS[:3], CATALOGUE, "short")
    assert other_form(ITEMS, CATALOGUE, "short") is None
    assert other_form(["x"], CATALOGUE, "short") is None


def test_a_known_system_without_items_that_can_be_found_gives_a_layout_to_fill_in(tmp_path):
    guess = guessed(tmp_path, {"submitdate": ["1980-01-01"], "lastpage": [1], "G1[SQ1]": ["A1"]})
    assert ({"preset": "limesurvey"}, True) == (dict(guess.plain), "no column was found" in guess.reasons[-1])


def test_what_cells_seem_to_mean_scores_once_it_is_kept(tmp_path):
    rows = {"id": ["1", "2"], **{id: ["not_at_all", "no-answer"] for id in ITEMS}}
    layout = guessed(tmp_path, rows).layout
    told = with_labels(layout, CATALOGUE, "short")
    summary = score_table(tmp_path / "in.csv", tmp_path / "out.csv", KEY, layout=told)
    assert (2, 1, ()) == (summary.rows, summary.scored, summary.faults)
    shifted = {"id": list("12345"), **{id: list("01234") for id in ITEMS}}
    assert {"five": 1} == guessed(tmp_path, shifted).plain["offset"]


def test_a_damaged_file_is_refused_by_name(tmp_path):
    (tmp_path / "in.csv").write_text(f"id,{','.join(ITEMS)}\n1,2,3,4,5,1,2,3\n")
    with pytest.raises(TableError, match="1 row with more cells than names, in row 1"):
        guess_layout(tmp_path / "in.csv", CATALOGUE, "short")


def test_words_that_yaml_takes_for_something_else_are_quoted():
    assert 'ids: ["true", "null", who]' in Guess({"ids": ["true", "null", "who"]}, ()).to_yaml()


@pytest.mark.parametrize("separator", ["/", ".", ":", "-"])
def test_a_name_may_carry_its_groups(tmp_path, separator):
    columns = {f"grp{separator}q_{id.partition('.')[2]}": ["3"] for id in ITEMS}
    assert dict(zip(ITEMS, columns, strict=True)) == dict(guessed(tmp_path, columns).layout.columns)
    columns = {f"G1[{id.partition('.')[2]}]": ["3"] for id in ITEMS}
    assert dict(zip(ITEMS, columns, strict=True)) == dict(guessed(tmp_path, columns).layout.columns)


def test_questions_below_the_names_or_joined_with_them_are_found(tmp_path):
    source, _ = write(tmp_path, "surveymonkey", SOME)
    guess = guess_layout(source, CATALOGUE, "short")
    assert ([1, 2], ["Respondent ID"]) == (guess.plain["dialect"]["names_in"], guess.plain["ids"])
    assert (
        2 == score_table(source, tmp_path / "out.csv", KEY, layout=with_labels(guess.layout, CATALOGUE, "short")).scored
    )
    heads = [["V1", *[f"Q{i}" for i in range(6)]], ["ResponseID", *[f"How far? - {QUESTIONS[id]}" for id in ITEMS]]]
    (tmp_path / "old.csv").write_text("\n".join(map(",".join, [*heads, ["R1", *"123451"]])), encoding="utf-8")
    guess = guess_layout(tmp_path / "old.csv", CATALOGUE, "short")
    assert ({"names_in": 2}, ["ResponseID"]) == (guess.plain["dialect"], guess.plain["ids"])


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16-le", "utf-16-be"])
def test_an_encoding_that_no_mark_tells_is_tried(tmp_path, encoding):
    text = "\n".join([",".join(["who", "Straße", *ITEMS]), "a,ä,4,5,2,3,4,1"])
    (tmp_path / "in.csv").write_bytes(text.encode(encoding))
    guess = guess_layout(tmp_path / "in.csv", CATALOGUE, "short")
    assert {"encoding": encoding} == guess.plain["dialect"]
    assert any(f"it is read as {encoding}" in reason for reason in guess.reasons)
    (tmp_path / "in.csv").write_bytes("Straße\nä".encode(encoding))
    with pytest.raises(TableError, match="not-utf8"):
        guess_layout(tmp_path / "in.csv", CATALOGUE, "short")


def test_a_decimal_comma_that_the_file_has_is_no_question(tmp_path):
    (tmp_path / "in.csv").write_text(";".join(["who", *ITEMS]) + "\na" + ";4,0" * 6, encoding="utf-8")
    assert "decimal-comma" not in guess_layout(tmp_path / "in.csv", CATALOGUE, "short").to_yaml()


def test_an_id_of_a_known_system_that_has_another_name_is_the_first_column(tmp_path):
    guess = guessed(
        tmp_path, {"study_id": ["a"], "redcap_event_name": ["b"], **{name: ["3"] for name in UNDER.values()}}
    )
    assert ["study_id", "redcap_event_name"] == guess.plain["ids"]
    assert "it has no column 'record_id', so the first one, 'study_id', is taken for it" in guess.reasons


def test_rows_with_other_names_in_a_long_table_are_left_out_and_told(tmp_path):
    names = ["record_id", *[id.partition(".")[2] for id in ITEMS], "BEGIN\nx"]
    rows = {"record": ["a"] * 8, "redcap_event_name": ["b"] * 8, "field": names, "value": ["a", *"123451", ""]}
    guess = guessed(tmp_path, rows)
    assert ("record", ["redcap_event_name"]) == (guess.plain["person"], guess.plain["ids"])
    assert {"field": sorted(names[1:-1])} == {name: sorted(cells) for name, cells in guess.plain["only"].items()}
    assert "look whether one is an item: 'BEGIN\\nx', 'record_id'" in guess.to_yaml()
    assert 1 == score_table(tmp_path / "in.csv", tmp_path / "out.csv", KEY, layout=guess.layout).scored


@pytest.mark.parametrize("name", ["jspsych", "jspsych_json"])
def test_trials_of_jspsych_are_unpacked_and_the_rest_is_asked(tmp_path, name):
    source, _ = write(tmp_path, name, SOME)
    text = source.read_text(encoding="utf-8").replace("type", "trial_type").replace("block", "trial_index")
    source.write_text(text, encoding="utf-8")
    guess = guess_layout(source, CATALOGUE, "short")
    assert {"shape": "long", "value": "response", "unpack": True} == guess.plain
    assert "each row is a trial of jsPsych" in guess.to_yaml()


def test_the_person_of_a_long_table_has_several_items_and_none_twice(tmp_path):
    rows = {
        "event": ["1", "2"] * 6,
        "at": [*"abcdefghijkl"],
        "who": ["p1"] * 6 + ["p2"] * 6,
        "item": ITEMS * 2,
        "value": [*"123451"] * 2,
    }
    assert "who" == guessed(tmp_path, rows).plain["person"]


def test_where_every_column_has_an_item_twice_the_first_is_taken_for_the_person(tmp_path):
    rows = {"who": ["p1"] * 12, "item": ITEMS * 2, "value": [*"123451"] * 2}
    assert "who" == guessed(tmp_path, rows).plain["person"]


def test_names_that_write_on_the_terminal_are_escaped_and_read_back():
    names = {"time.enjoy": "a\x9b2J\u202e\u2028b", "time.attention": "año\U000e0041"}
    guess = Guess({"columns": names}, ("a\x1b[2J",))
    assert guess.to_yaml().replace("\n", "").isprintable()
    assert 'time.attention: "año\\U000e0041"' in guess.to_yaml()
