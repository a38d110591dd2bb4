"""The exports in the documentation: each page's command scores the file that is beside it as the page shows."""

import re
import shutil

import polars as pl
import pytest
import yaml
from click.testing import CliRunner

from intimacy_kit.cli import main
from intimacy_kit.tables import guess_layout, read_layout
from tests.support.catalogues import built_in
from tests.support.paths import ROOT

PAGES = sorted((ROOT / "docs" / "exports").glob("*.md"))
COMMAND = re.compile(r"```console\n\$ intimacy-kit (.+)\n((?:.+\n)+)```")
MARKED = ("google-forms", "kobo", "limesurvey", "qualtrics", "redcap", "spss", "surveyjs")


def export_of(page):
    """Return the export that is beside a page."""
    (export,) = (file for file in page.with_suffix("").iterdir() if file.name not in ("layout.yaml", "scores.csv"))
    return export


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_command_of_a_page_gives_its_scores(page, tmp_path, monkeypatch):
    folder = page.with_suffix("")
    shutil.copytree(folder, tmp_path / "here", ignore=shutil.ignore_patterns("scores.csv"))
    monkeypatch.chdir(tmp_path / "here")
    ((arguments, printed),) = COMMAND.findall(page.read_text(encoding="utf-8"))
    result = CliRunner().invoke(main, arguments.split())
    assert (0, printed) == (result.exit_code, result.output[: len(printed)]), result.output
    wanted = pl.read_csv(folder / "scores.csv", infer_schema=False)
    assert wanted.rows() == pl.read_csv("scores.csv", infer_schema=False).select(wanted.columns).rows()
    assert [100 * (3 + 4 + 2 + 3) / 16, 100 * (1 + 2 + 1) / 12] == [float(cell) for cell in wanted["time_percent"][:2]]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_layout_of_a_page_is_short_and_made_for_the_file_beside_it(page):
    layout = page.with_suffix("") / "layout.yaml"
    assert 15 >= len(layout.read_text(encoding="utf-8").splitlines())
    assert {"time.protected", "time.enjoy", "time.tastes", "time.distant"} == set(read_layout(layout).columns)
    assert export_of(page).name in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MARKED)
def test_the_system_of_an_export_is_recognised_by_the_guess(name):
    page = ROOT / "docs" / "exports" / f"{name}.md"
    preset = yaml.safe_load((page.with_suffix("") / "layout.yaml").read_text(encoding="utf-8"))["preset"]
    assert preset == guess_layout(export_of(page), built_in(), "standard").plain["preset"]


def test_every_page_is_in_the_menu():
    menu = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert [page.stem for page in PAGES] == sorted(re.findall(r"^exports/([\w-]+)$", menu, re.MULTILINE))
