"""The program as `python -m intimacy_kit`, with and without what it needs."""

import runpy
import subprocess
import sys

import pytest

import intimacy_kit as ik


@pytest.fixture
def run(monkeypatch):
    """Run the program in this process, under its own name."""

    def program(*arguments):
        monkeypatch.setattr(sys, "argv", ["intimacy-kit", *arguments])
        with pytest.raises(SystemExit) as ended:
            runpy.run_module("intimacy_kit", run_name="__main__")
        return ended.value.code

    return program


def test_the_module_is_the_program(run, capsys):
    assert 0 == run("--version")
    assert f"intimacy-kit, version {ik.__version__}\n" == capsys.readouterr().out


@pytest.mark.parametrize(("package", "argument"), [("click", "--version"), ("rich", "practices")])
def test_without_what_it_needs_the_program_says_so_in_one_line(run, capsys, monkeypatch, package, argument):
    for name in [each for each in sys.modules if each.partition(".")[0] == package or "intimacy_kit.cli" in each]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    assert 2 == run(argument)
    assert ("", "this needs the extra 'cli': pip install 'intimacy_kit[cli]'\n") == capsys.readouterr()


def test_the_program_runs_in_a_process_of_its_own():
    done = subprocess.run(
        [sys.executable, "-m", "intimacy_kit", "practices", "--card", "x"], capture_output=True, check=False
    )
    assert (2, b"") == (done.returncode, done.stdout)
    assert done.stderr.startswith(b"--card: there is no practice 'x'")
