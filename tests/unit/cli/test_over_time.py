"""Check-ins over time, side by side and as pictures, from the command line."""

import json
import os
import subprocess
import sys
from datetime import date

import pytest
from click.testing import CliRunner

import intimacy_kit as ik
from intimacy_kit.cli import main
from intimacy_kit.history import history
from intimacy_kit.reports import report


@pytest.fixture
def run():
    def invoke(*arguments):
        return CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1"}).invoke(main, [str(each) for each in arguments])

    return invoke


@pytest.fixture
def saved(tmp_path, catalogue):
    """Return the files of three check-ins, and their responses."""
    files, responses = [], []
    for month, value in ((9, 1), (10, 2), (11, 3)):
        drawn = ik.draw(catalogue, form="standard", seed="s")
        responses.append(drawn.answer(dict.fromkeys(drawn.item_ids, value), on=date(2026, month, 1)))
        files.append(tmp_path / f"{month}.json")
        files[-1].write_text(json.dumps(responses[-1].to_dict()), encoding="utf-8")
    return files, responses


def test_a_history_is_what_the_library_reports(run, saved, catalogue):
    files, responses = saved
    out = run("history", *files)
    expected = report(catalogue, history(map(ik.score, responses))).to_text(width=80)
    assert (0, expected.split()) == (out.exit_code, out.output.split())


def test_a_history_of_several_forms_asks_which(run, saved, catalogue, tmp_path):
    drawn = ik.draw(catalogue, form="pulse", seed="s")
    pulse = tmp_path / "pulse.json"
    pulse.write_text(json.dumps(drawn.answer({}, on=date(2026, 11, 2)).to_dict()), encoding="utf-8")
    out = run("history", *saved[0], pulse)
    assert (2, "--form: the results differ in their form: pulse, standard; say which form is wanted\n") == (
        out.exit_code,
        out.output,
    )
    assert 0 == run("history", *saved[0], pulse, "--form", "pulse").exit_code
    assert 2 == run("history", *saved[0], "--perspective", "partner").exit_code


@pytest.mark.slow
@pytest.mark.parametrize(("name", "begins"), [("out.svg", b"<svg"), ("out.png", b"\x89PNG")])
def test_one_check_in_is_drawn_and_several_as_they_changed(run, saved, tmp_path, name, begins):
    files, out = saved[0], tmp_path / name
    one = run("figure", files[0], out)
    assert (0, True) == (one.exit_code, out.read_bytes().startswith(begins))
    again = run("figure", *files, out)
    assert (2, f"Error: OUT: {out} is there already; add --force to replace it\n") == (again.exit_code, again.output)
    before = out.read_bytes()
    assert 0 == run("figure", *files, out, "--force").exit_code
    assert before != out.read_bytes()


def test_a_picture_is_svg_or_png(run, saved, tmp_path):
    out = run("figure", saved[0][0], tmp_path / "out.gif")
    assert (2, "Error: OUT: 'out.gif' ends in neither .svg nor .png\n") == (out.exit_code, out.output)


def test_side_by_side_shows_only_what_both_share(run, saved):
    files, _ = saved
    apart = run("couple", files[0], files[1])
    assert "There is nothing to show side by side." in apart.output
    together = run("couple", files[0], files[1], "--share", "listening", "--share", "conflict")
    assert (0, True, False) == (
        together.exit_code,
        "Active and empathetic listening" in together.output,
        "Conflict with empathy" in together.output,
    )
    assert (2, True) == ((out := run("couple", *files[:2], "--share", "lisening")).exit_code, "listening" in out.output)


def test_several_files_are_scored_in_one_go_and_all_their_problems_told(run, saved, tmp_path):
    assert 3 == len(json.loads(run("score", "--json", *saved[0]).output))
    (tmp_path / "a.json").write_text("[", encoding="utf-8")
    (tmp_path / "b.json").write_text("[{}]", encoding="utf-8")
    out = run("score", tmp_path / "a.json", tmp_path / "b.json")
    assert (2, True, True) == (out.exit_code, "a.json" in out.output, "b.json" in out.output)
    (tmp_path / "c.json").write_text("[]", encoding="utf-8")
    out = run("score", tmp_path / "c.json")
    assert (2, True) == (out.exit_code, "there are no responses here" in out.output)


@pytest.mark.parametrize("odd", ["pipe", "folder", "device"])
def test_what_is_no_file_in_the_folder_of_check_ins_is_one_line(run, tmp_path, odd):
    path = tmp_path / "x.json"
    {"pipe": os.mkfifo, "folder": os.mkdir, "device": lambda path: path.symlink_to("/dev/zero")}[odd](path)
    out = run("check-in", "--into", tmp_path)
    told = f"{path} unreadable  the file cannot be read (it is not a file); take it out of the folder\n"
    assert (2, told) == (out.exit_code, out.output)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["\x1b[2J.svg", "a\n0 problems.svg", "\u202egvs.svg"])
def test_the_name_of_a_picture_is_printed_so_that_it_does_nothing(run, saved, tmp_path, name):
    first, again = (run("figure", saved[0][0], tmp_path / name) for _ in range(2))
    assert [0, 2] == [first.exit_code, again.exit_code]
    assert [1, 1] == [len(out.output.splitlines()) for out in (first, again)]
    assert first.output.replace("\n", "").isprintable()
    assert again.output.replace("\n", "").isprintable()


def test_the_name_of_a_file_that_is_missing_writes_nothing_on_the_terminal(run, tmp_path):
    outcome = run("score", tmp_path / "a\x1b[2J\x9b\u202e")
    assert 2 == outcome.exit_code
    assert "a\\x1b[2J\\x9b\\u202e" in outcome.output
    assert outcome.output.replace("\n", "").isprintable()


@pytest.mark.slow
@pytest.mark.parametrize("out", ["pipe", "folder", "."])
def test_a_page_takes_the_place_of_a_file_and_of_nothing_else(tmp_path, out):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    command = [sys.executable, "-m", "intimacy_kit", "page", out, "--force"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (1, "", True) == (done.returncode, done.stdout, done.stderr.startswith("Stopped: "))
    assert {"pipe", "folder"} == {each.name for each in tmp_path.iterdir()}
