"""What is handed to package indexes says the same everywhere."""

import tomllib

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
