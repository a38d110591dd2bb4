"""What is handed to package indexes says the same everywhere."""

import shutil
import subprocess
import tomllib

import pytest
import yaml

import intimacy_kit
from tests.support.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RECIPE = yaml.safe_load((ROOT / ".conda" / "recipe.yaml").read_text("utf-8"))


def plain(requirements):
    """Return requirements in the spelling of conda."""
    return {each.lower().replace(">=", " >=") for each in requirements}


def test_the_recipe_for_conda_needs_what_the_project_needs():
    project = PROJECT["project"]
    python = f"python {project['requires-python']}"
    assert {python, *plain(project["dependencies"])} == set(RECIPE["requirements"]["run"])
    assert {python, "pip", *plain(PROJECT["build-system"]["requires"])} == set(RECIPE["requirements"]["host"])


def test_the_recipe_for_conda_has_the_version_the_licence_and_the_summary_of_the_project():
    project = PROJECT["project"]
    assert intimacy_kit.__version__ == RECIPE["context"]["version"]
    assert (project["license"], project["license-files"]) == (
        RECIPE["about"]["license"],
        RECIPE["about"]["license_file"],
    )
    assert project["description"] == RECIPE["about"]["summary"]


def test_each_python_that_is_promised_is_tested_where_many_systems_are():
    checks = yaml.safe_load((ROOT / ".github" / "workflows" / "checks.yml").read_text("utf-8"))
    promised = [each.rpartition(" ")[2] for each in PROJECT["project"]["classifiers"] if "Python :: 3." in each]
    assert promised == checks["jobs"]["tests"]["strategy"]["matrix"]["python"]


def placeholders(folder):
    """Return how the search for placeholders ends in a folder, and the files that it names."""
    done = subprocess.run([ROOT / ".ci" / "placeholders", folder], capture_output=True, text=True, check=False)
    return done.returncode, {line.partition(":")[0] for line in done.stdout.splitlines()}


@pytest.mark.slow
def test_addresses_that_are_placeholders_stand_in_two_places_and_are_found_there():
    assert (1, {"pyproject.toml", "src/intimacy_kit/interop/fhir/names.py"}) == placeholders(ROOT)


@pytest.mark.slow
def test_without_a_placeholder_nothing_is_found(tmp_path):
    for name in ("docs", "src"):
        (tmp_path / name).mkdir()
    for name in ("pyproject.toml", "CITATION.cff", "README.md", "SECURITY.md", "CONTRIBUTING.md"):
        shutil.copy(ROOT / name, tmp_path)
    project = (tmp_path / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(project.replace("intimacy-kit.example", "kit.test"), encoding="utf-8")
    assert (0, set()) == placeholders(tmp_path)


def test_nothing_is_built_to_be_published_while_an_address_is_a_placeholder():
    release = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8"))
    commands = [step["run"] for step in release["jobs"]["build"]["steps"] if "run" in step]
    assert ".ci/placeholders" in commands[: commands.index(".ci/release dist")]
    assert "build" == release["jobs"]["publish"]["needs"]
