"""Mutation testing of some modules in a copy of the checkout; needs mutmut 3.8 beside the extra `dev`, and git.

    python tests/mutation.py FOLDER scoring history interop.fhir ...

A module is tested by its own `tests/test_<module>.py`, and one without such a file by those of
the modules that import it; `ALSO` names what else tests it. mutmut passes over decorated
functions, so `@sealed`, which changes no result, is taken out of the copy. `tests/mutation_survivors.md`
says why a mutant may survive.
"""

import argparse
import collections
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = Path("src/intimacy_kit")
ALWAYS = ["tests/test_examples.py", "tests/test_formats.py", "tests/test_refusals.py"]
ALSO = {
    "_answers": ["tests/test_quality.py"],  # the times
    "_yaml": ["tests/test_packs_bad.py::test_a_bad_pack_gives_exactly_its_lines"],  # the rest takes half a minute
    "checkin": ["tests/test_quality.py", "tests/test_report.py"],  # what a notebook shows is in the latter
    "packs": [
        "tests/test_compiled.py::test_loading_takes_the_compiled_catalogue_where_there_is_one",  # rest: processes
        "tests/test_locales.py",
    ],
    "plan": ["tests/test_report.py"],
}
"""Tests of a module that lie elsewhere."""
UNCAUGHT = ("survived", "no tests", "suspicious", "skipped")


def tests_of(module: str) -> list[str]:
    """Return the tests that belong to a module."""
    if (ROOT / own_test(module)).exists():
        return [own_test(module), *ALSO.get(module, ())]
    uses = re.compile(rf"^from intimacy_kit\.{re.escape(module)} import", re.MULTILINE)
    files = [path for path in (ROOT / SOURCE).rglob("*.py") if uses.search(path.read_text(encoding="utf-8"))]
    users = [".".join(path.relative_to(ROOT / SOURCE).with_suffix("").parts) for path in files]
    return [*(own_test(user) for user in users if (ROOT / own_test(user)).exists()), *ALSO.get(module, ())]


def own_test(module: str) -> str:
    """Return the test file that bears a module's name."""
    return f"tests/test_{re.sub('[._]+', '_', module).strip('_')}.py"


def copy(folder: Path) -> None:
    """Copy the checkout, without `@sealed`."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    for path in (folder / SOURCE).rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"^ *@sealed\n", "", text, flags=re.MULTILINE), encoding="utf-8")


def configure(folder: Path, modules: list[str]) -> None:
    """Tell mutmut which modules to change, and which tests to run."""
    tests = sorted({test for module in modules for test in tests_of(module)})
    settings = {
        "source_paths": ["src"],
        "only_mutate": [f"{SOURCE.as_posix()}/{module.replace('.', '/')}.py" for module in modules],
        "pytest_add_cli_args_test_selection": [*tests, *ALWAYS],
        "pytest_add_cli_args": ["--hypothesis-seed=0", "-m", "not node and not browser and not spark"],
        "also_copy": ["data", "docs", "tests", "README.md", "CHANGELOG.md"],
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as config:
        config.write("\n".join(["", "[tool.mutmut]", *lines, ""]))


def main() -> None:
    """Copy, configure, run, and print how many mutants of each module were caught."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder that does not exist yet")
    parser.add_argument("modules", nargs="+", help="such as scoring")
    parser.add_argument("--processes", type=int, default=1, help="how many mutants at a time")
    given = parser.parse_args()
    given.folder.mkdir(parents=True)
    copy(given.folder)
    configure(given.folder, given.modules)
    mutmut = [sys.executable, "-m", "mutmut"]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}  # or the checkout is tested
    run = [*mutmut, "run", "--max-children", str(given.processes)]
    subprocess.run(run, cwd=given.folder, env=env, check=True)
    listed = subprocess.run(
        [*mutmut, "results", "--all", "true"], cwd=given.folder, env=env, check=True, capture_output=True, text=True
    )
    verdicts = [line.strip().removeprefix("intimacy_kit.").split(": ") for line in listed.stdout.splitlines()]
    print(f"\n{'module':<14}{'mutants':>9}{'killed':>9}{'timeout':>9}{'survived':>10}")
    for module in given.modules:
        found = collections.Counter(verdict for name, verdict in verdicts if name.startswith(f"{module}."))
        counts = found.total(), found["killed"], found["timeout"], sum(found[each] for each in UNCAUGHT)
        print(f"{module:<14}{counts[0]:>9}{counts[1]:>9}{counts[2]:>9}{counts[3]:>10}")
    for name, verdict in verdicts:
        if verdict in UNCAUGHT:
            print(f"{verdict}: {name}")


if __name__ == "__main__":
    main()
