"""Mutation testing of some modules in a copy of the checkout; needs mutmut (the group `mutation`) and git.

    python -m tests.tools.mutation FOLDER scoring/scores history/points interop/fhir/names ...

A module is tested by the files of its name in `tests/unit`, and one without such a file by the whole folder of its
package. mutmut passes over decorated functions, so `@sealed`, which changes no result, is taken out of the copy.
`tests/tools/mutation_survivors.md` says why a mutant may survive.
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
ALWAYS = [
    "tests/promises/test_formats.py",
    "tests/promises/test_refusals.py",
    "tests/unit/scoring/test_worked_examples.py",
]
UNCAUGHT = ("survived", "no tests", "suspicious", "skipped")


def tests_of(module: str) -> list[str]:
    """Return the tests that belong to a module: the files of its name, or else all of its package's."""
    *packages, name = module.split("/")
    folder = Path("tests", "unit", *(package.lstrip("_") for package in packages))
    while not (ROOT / folder).exists():  # a package inside of a package, such as `interop/fhir`
        folder, name = folder.parent, folder.name
    own = sorted((ROOT / folder).glob(f"test_{name.lstrip('_')}*.py"))
    return [path.relative_to(ROOT).as_posix() for path in own] or [folder.as_posix()]


def copy(folder: Path) -> None:
    """Copy the checkout, without `@sealed`."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    for path in (folder / SOURCE).rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"^ *@sealed\n", "", text, flags=re.MULTILINE), encoding="utf-8")


def configure(folder: Path, modules: list[str], named: list[str]) -> None:
    """Tell mutmut which modules to change, and which tests to run: those that are named, or else each module's own."""
    tests = named or sorted({test for module in modules for test in tests_of(module)})
    settings = {
        "source_paths": ["src"],
        "only_mutate": [f"{SOURCE.as_posix()}/{module}.py" for module in modules],
        "pytest_add_cli_args_test_selection": [*tests, *ALWAYS],
        "pytest_add_cli_args": ["--hypothesis-seed=0", "-m", "not slow", "-p", "no:benchmark"],
        "also_copy": ["data", "docs", "tests", "README.md", "CHANGELOG.md"],
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as config:
        config.write("\n".join(["", "[tool.mutmut]", *lines, ""]))


def main() -> None:
    """Copy, configure, run, and print how many mutants of each module were caught."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder that does not exist yet")
    parser.add_argument("modules", nargs="+", help="such as scoring/scores")
    parser.add_argument("--tests", nargs="+", default=[], help="files and folders, in place of the modules' own")
    parser.add_argument("--processes", type=int, default=1, help="how many mutants at a time")
    given = parser.parse_args()
    given.folder.mkdir(parents=True)
    copy(given.folder)
    configure(given.folder, given.modules, given.tests)
    mutmut = [sys.executable, "-m", "mutmut"]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}  # or the checkout is tested
    env["HYPOTHESIS_PROFILE"] = "mutation"
    run = [*mutmut, "run", "--max-children", str(given.processes)]
    subprocess.run(run, cwd=given.folder, env=env, check=True)
    listed = subprocess.run(
        [*mutmut, "results", "--all", "true"], cwd=given.folder, env=env, check=True, capture_output=True, text=True
    )
    verdicts = [line.strip().removeprefix("intimacy_kit.").split(": ") for line in listed.stdout.splitlines()]
    print(f"\n{'module':<14}{'mutants':>9}{'killed':>9}{'timeout':>9}{'survived':>10}")
    for module in given.modules:
        prefix = f"{module.replace('/', '.')}."
        found = collections.Counter(verdict for name, verdict in verdicts if name.startswith(prefix))
        counts = found.total(), found["killed"], found["timeout"], sum(found[each] for each in UNCAUGHT)
        print(f"{module:<14}{counts[0]:>9}{counts[1]:>9}{counts[2]:>9}{counts[3]:>10}")
    for name, verdict in verdicts:
        if verdict in UNCAUGHT:
            print(f"{verdict}: {name}")


if __name__ == "__main__":
    main()
