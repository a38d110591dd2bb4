"""The command that writes a check-in as a page."""

import pytest
from click.testing import CliRunner

from intimacy_kit.cli import main
from intimacy_kit.interop import page
from tests.support.catalogues import built_in


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(main, ["page", *map(str, arguments)])


def test_the_page_of_a_form_is_written_in_a_language(run, tmp_path):
    done = run("--form", "standard", "--locale", "es", tmp_path / "check.html")
    (expected,) = page.export_form(built_in("es"), "standard").document.values()
    assert expected == (tmp_path / "check.html").read_text(encoding="utf-8")
    size = len(expected.encode()) // 1024
    assert (0, "", f"{tmp_path / 'check.html'}: {size} KiB\n") == (done.exit_code, done.stdout, done.stderr)


def test_a_file_that_is_there_is_replaced_only_when_that_is_asked_for(run, tmp_path):
    out = tmp_path / "check.html"
    out.write_text("mine", encoding="utf-8")
    again = run(out)
    assert (2, f"Error: OUT: {out} is there already; add --force to replace it\n") == (again.exit_code, again.output)
    assert "mine" == out.read_text(encoding="utf-8")
    assert 0 == run(out, "--force").exit_code
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_form_that_is_not_there_is_one_line(run, tmp_path):
    done = run("--form", "standerd", tmp_path / "check.html")
    assert (2, []) == (done.exit_code, list(tmp_path.iterdir()))
    assert 1 == done.output.count("\n")


def test_a_page_for_two_is_another_one(run, tmp_path):
    assert 0 == run("--for", "two", tmp_path / "two.html").exit_code
    (expected,) = page.export_form(built_in(), "standard", for_two=True).document.values()
    assert expected == (tmp_path / "two.html").read_text(encoding="utf-8")
    refused = run("--for", "two", "--form", "pulse", tmp_path / "a.html")
    assert (2, False) == (refused.exit_code, (tmp_path / "a.html").exists())
    assert "choose a longer form for two" in refused.output
