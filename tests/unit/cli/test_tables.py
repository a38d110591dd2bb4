"""Tables at the command line: layouts, labels in every language, couples, and what comes of nobody being scored."""

import json

import polars as pl
import pytest
from click.testing import CliRunner

from intimacy_kit.cli import main
from tests.support.catalogues import built_in
from tests.support.exports import ITEMS, PACK, SPANISH, UNDER, WRITERS, write
from tests.unit.tables.test_exports import SOME

SHORT = ("--pack", PACK, "--form", "short")


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    def invoke(*arguments):
        return CliRunner().invoke(main, [str(each) for each in arguments])

    return invoke


def put(tmp_path, frame, name="in.csv"):
    pl.DataFrame(frame).write_csv(tmp_path / name)
    return tmp_path / name


@pytest.mark.parametrize("name", ["qualtrics", "limesurvey", "jspsych", "long"])
def test_a_layout_in_a_file_says_what_a_table_means(run, tmp_path, name):
    source, _ = write(tmp_path, name, SOME)
    (tmp_path / "layout.json").write_text(json.dumps(WRITERS[name](SOME)[2]))
    out = run("score-table", source, tmp_path / "out.csv", *SHORT, "--layout", tmp_path / "layout.json")
    assert (0, "2 rows, 2 of them with a score") == (out.exit_code, out.output.splitlines()[0].partition(": ")[2])


def test_labels_are_known_in_each_language_of_the_pack(run, tmp_path):
    source = put(tmp_path, {"who": ["a"], **{id: [SPANISH[2]] for id in ITEMS}})
    assert 0 == run("score-table", source, tmp_path / "out.csv", *SHORT, "--ids", "who").exit_code


def test_options_stand_in_place_of_what_a_preset_says(run, tmp_path):
    rows = {"pid": ["head", "a"], **{name: ["x", "-99"] for name in UNDER.values()}, "x": ["1", "2"]}
    source = put(tmp_path, {**rows, "trust_rely": ["x", "4"], "trust_word": ["x", "5"]})
    columns = [option for id, name in UNDER.items() for option in ("--column", f"{id}={name}")]
    more = ("--skip", 1, "--code=-99=not-asked", "--gaps", "not-asked", *columns)
    out = run("score-table", source, tmp_path / "out.csv", *SHORT, "--preset", "redcap", "--ids", "pid", *more)
    assert 0 == out.exit_code, out.output
    (row,) = pl.read_csv(tmp_path / "out.csv").rows(named=True)
    assert ("a", 2, 0) == (row["pid"], row["trust_asked"], row["fun_asked"])
    both = run("score-table", source, "o.csv", "--preset", "redcap", "--layout", "x.yaml")
    assert "--layout and --preset exclude each other" in both.output


def test_items_of_a_long_table_may_have_other_names(run, tmp_path):
    rows = [("a", f"Q{i}", "4") for i in range(6)]
    source = put(tmp_path, dict(zip(["id", "item", "value"], map(list, zip(*rows, strict=True)), strict=True)))
    (tmp_path / "map.json").write_text(json.dumps({id: f"Q{i}" for i, id in enumerate(ITEMS)}))
    out = run(
        "score-table",
        source,
        tmp_path / "out.csv",
        *SHORT,
        "--long",
        "--columns",
        tmp_path / "map.json",
        "--column",
        "person=id",
    )
    assert 0 == out.exit_code, out.output
    assert "1 row, 1 of them with a score" in out.output


def test_nobody_scored_ends_with_exit_code_1(run, tmp_path):
    source = put(tmp_path, {"who": ["a"], **{id: ["often"] for id in ITEMS}})
    out = run("score-table", source, tmp_path / "out.csv", *SHORT, "--on-invalid", "null")
    assert 1 == out.exit_code
    assert "Nobody was scored." in out.output
    assert f"{ITEMS[0]}: 1 cell unknown-label, first in row 1" in out.output


def test_a_table_of_another_form_is_recognised(run, tmp_path):
    source = put(tmp_path, {id: ["3"] for id in ITEMS[:3]})
    out = run("score-table", source, tmp_path / "out.csv", *SHORT)
    assert (
        2,
        "--form: this looks like a 'trust-only' table, not a 'short' one; name the form with --form trust-only\n",
    ) == (
        out.exit_code,
        out.output,
    )
    strange = run("score-table", put(tmp_path, {"a": [1]}, "strange.csv"), tmp_path / "out.csv", *SHORT)
    assert "missing-names" in strange.output
    named = run("score-table", source, tmp_path / "out.csv", *SHORT, "--column", f"{ITEMS[0]}=nowhere")
    assert 2 == named.exit_code
    assert "there is no column 'nowhere'" in named.output


def test_a_table_of_no_form_lacks_its_columns(run, tmp_path):
    out = run("score-table", put(tmp_path, {ITEMS[0]: ["3"]}), tmp_path / "out.csv", *SHORT)
    assert (2, len(ITEMS) - 1) == (out.exit_code, out.output.count("there is no column"))


def test_couples_come_as_they_are_asked_for(run, tmp_path):
    source = put(tmp_path, {"c": ["x"], **{f"{id}{end}": ["3"] for id in ITEMS for end in "AB"}})
    (tmp_path / "l.yaml").write_text("couple: c\npartners: {A: A, B: B}\n")
    out = run("score-table", source, tmp_path / "out.csv", *SHORT, "--layout", tmp_path / "l.yaml", "--couples", "wide")
    assert (0, ["A_trust_percent"]) == (out.exit_code, pl.read_csv(tmp_path / "out.csv").columns[1:2])


def test_a_guess_is_printed_and_can_be_used_as_it_is(run, tmp_path):
    source, _ = write(tmp_path, "redcap", SOME)
    out = run("layout", "guess", source, *SHORT)
    assert out.output.startswith("# a guess for the form 'short'")
    (tmp_path / "l.yaml").write_text(out.output)
    assert 0 == run("score-table", source, tmp_path / "out.csv", *SHORT, "--layout", tmp_path / "l.yaml").exit_code


@pytest.mark.slow
def test_the_built_in_pack_is_known_in_spanish_too(run, tmp_path):
    import intimacy_kit as ik

    spanish = built_in("es")
    key = ik.ScoringKey.from_form(spanish, "standard")
    labels = {id: spanish.scales[spanish.items[id].scale].choices[1].label for id in key.scored}
    source = put(tmp_path, {id: [str(label)] for id, label in labels.items()})
    assert 0 == run("score-table", source, tmp_path / "out.csv").exit_code
