"""What tests have seen other programs do: one row each in `tests/data/programs.json`, which the docs show as a table.

A test notes what it saw with the fixture `saw`, which compares the row with the one in the file, so that the table is
what CI finds each time. With INTIMACY_KIT_RENEW=1 the rows of the tests that run are written instead.
"""

import fcntl
import importlib.metadata
import json
import os
import re
import subprocess

import attrs

from tests.support.paths import DATA, ROOT

FILE = DATA / "programs.json"
PINS = (ROOT / "pyproject.toml", ROOT / ".ci" / "run", ROOT / ".ci" / "npm", ROOT / ".ci" / "clients")


@attrs.frozen
class Row:
    """What one test saw one program do.

    Args:
        program: What people call it.
        package: Where it is from and under which name: `npm:survey-core`, `PyPI:polars`, `Debian:r-cran-psych`.
        version: Its version in the run that wrote the row.
        does: What it did, in a few words that begin with a verb.
        what: What was compared, such as `scores`.
        equal: How many were equal.
        of: How many were compared.
        test: The test.
    """

    program: str
    package: str
    version: str
    does: str
    what: str
    equal: int
    of: int
    test: str

    @property
    def key(self):
        """What finds the row."""
        return f"{self.test} {self.package} {self.program}"

    @property
    def pinned(self):
        """The version that our own files install, or None where they take any."""
        name = re.escape(self.package.partition(":")[2])
        pattern = rf"(?<![\w@/.-]){name}(?:@|==)([\w.]+)"
        found = (re.search(pattern, path.read_text("utf-8")) for path in PINS if path.is_file())
        return next((match[1] for match in found if match), None)


def rows():
    """Return the rows of the file, by their keys."""
    entries = json.loads(FILE.read_text("utf-8")) if FILE.is_file() else []
    return {row.key: row for row in (Row(**entry) for entry in entries)}


def note(row):
    """Compare a row with the one in the file, or write it there.

    Versions are not compared, since most of these programs come in whatever version is newest.
    """
    assert row.equal == row.of > 0, row
    if os.environ.get("INTIMACY_KIT_RENEW") != "1":
        known = rows().get(row.key)
        assert known is not None, f"{row}: run this test with INTIMACY_KIT_RENEW=1"
        assert known == attrs.evolve(row, version=known.version), "run this test with INTIMACY_KIT_RENEW=1"
        return
    with (FILE.parent / ".programs.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        all_rows = rows() | {row.key: row}
        ordered = sorted(all_rows.values(), key=lambda each: (each.program.lower(), each.key))
        lines = ",\n ".join(json.dumps(attrs.asdict(each), ensure_ascii=False) for each in ordered)
        FILE.write_text(f"[\n {lines}\n]\n", "utf-8")
    (FILE.parent / ".programs.lock").unlink(missing_ok=True)


def version_of(package, node=None):
    """Return the installed version of a package.

    Args:
        package: Such as `npm:survey-core`, `PyPI:polars` or `Debian:r-cran-psych`.
        node: The folder with the packages of Node.
    """
    kind, _, name = package.partition(":")
    if kind == "npm":
        return json.loads((node / "node_modules" / name / "package.json").read_text("utf-8"))["version"]
    if kind == "Debian":
        ask = ["dpkg-query", "--show", "--showformat=${Version}", name]
        return subprocess.run(ask, capture_output=True, text=True, check=True).stdout
    return importlib.metadata.version(name)
