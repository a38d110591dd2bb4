"""The commands of a pilot, from nothing to a folder with couples in it, and what bad input gives."""

import json
import os

import pytest
from click.testing import CliRunner

from intimacy_kit.cli import main


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(main, ["pilot", *map(str, arguments)])


def test_one_command_writes_a_folder_and_a_second_fills_it(run, tmp_path):
    folder = tmp_path / "p"
    done = run("init", folder, "--form", "standard", "--locale", "en", "--locale", "es", "--to", "qualtrics")
    assert (0, True) == (done.exit_code, done.stderr.endswith("p: read README.md in it first\n"))
    done = run("simulate", folder, "--couples", 4)
    assert (0, True) == (done.exit_code, "data.csv: 4 couples" in done.stderr)
    assert 1 + 4 * 2 * 2 * 2 == len((folder / "data.csv").read_text(encoding="utf-8").splitlines())


def test_without_a_language_it_is_that_of_the_pack(run, tmp_path):
    assert 0 == run("init", tmp_path / "p", "--form", "standard", "--to", "redcap", "--blocks", 1).exit_code
    assert (tmp_path / "p" / "survey" / "redcap-self-en.csv").exists()


def test_bad_input_is_a_line_and_exit_code_2(run, tmp_path):
    done = run("init", tmp_path / "p", "--form", "nope", "--to", "redcap")
    assert (2, "nope" in done.stderr) == (done.exit_code, True)
    done = run("init", tmp_path, "--form", "standard", "--to", "redcap")
    assert (2, True) == (done.exit_code, "file-exists" in done.stderr)
    done = run("simulate", tmp_path)
    assert (2, True) == (done.exit_code, "pilot.json" in done.stderr)
    assert "Traceback" not in done.output


def _without(id):
    return lambda plan: plan | {"codings": {id: {"column": "x"}}}


@pytest.mark.parametrize(
    ("spoilt", "code"),
    [
        (lambda plan: "[" * 100_000, "too-deep"),
        (lambda plan: [plan], "wrong-kind"),
        (_without("nobody.here"), "unknown-item"),
        (lambda plan: plan | {"blocks": [["nobody.here"]]}, "unknown-item"),
        (lambda plan: plan | {"digest": "another"}, "form-changed"),
        (lambda plan: " " * 4_194_305, "too-large"),
    ],
)
def test_the_folder_of_a_stranger_is_refused_by_lines_that_name_the_file(run, tmp_path, spoilt, code):
    folder = tmp_path / "p"
    run("init", folder, "--form", "standard", "--to", "redcap", "--blocks", 1)
    plan = spoilt(json.loads((folder / "pilot.json").read_text(encoding="utf-8")))
    (folder / "pilot.json").write_text(plan if isinstance(plan, str) else json.dumps(plan), encoding="utf-8")
    done = run("simulate", folder, "--couples", 3)
    assert (2, {("pilot.json", code)}) == (
        done.exit_code,
        {(line.partition(":")[0].partition(" ")[0], code) for line in done.stderr.splitlines() if code in line},
    )


@pytest.mark.parametrize("name", ["pilot.json", "scoring-key.json"])
def test_a_pipe_in_the_folder_of_a_pilot_is_not_waited_for(run, tmp_path, name):
    folder = tmp_path / "p"
    run("init", folder, "--form", "standard", "--to", "redcap", "--blocks", 1)
    (folder / name).unlink()
    os.mkfifo(folder / name)
    done = run("simulate", folder)
    assert (2, True) == (
        done.exit_code,
        f"{name}: folder unreadable  the file cannot be read (it is not" in done.stderr,
    )


def test_a_third_command_writes_norms(run, tmp_path):
    folder = tmp_path / "p"
    run("init", folder, "--form", "pulse", "--to", "kobo", "--blocks", 1)
    run("simulate", folder, "--couples", 6)
    about = ["--source", "lab2026", "--population", "Made up", "--on", "2026-11-01"]
    done = run("norms", folder, *about, "--until", "2036-11-01")
    assert (0, True) == (done.exit_code, "norms.yaml: copy it into your pack" in done.stderr)
    assert "of: listening" in (folder / "norms.yaml").read_text(encoding="utf-8")
    done = run("norms", folder, *about, "--until", "soon")
    assert (2, True) == (done.exit_code, "is not a day" in done.stderr)
