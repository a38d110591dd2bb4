"""Fuzz layouts with the tables that they read: scores in a whole file, or a problem of our own and no file.

`.ci/fuzz` runs it with the others. Needs atheris and Polars (the group `fuzz` and the extra `tables`).
"""

import csv
import io
import json
import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["intimacy_kit"]):
    import intimacy_kit as ik
    from intimacy_kit.errors import TableError
    from intimacy_kit.tables import guess_layout, layout_of, read_layout, score_table, with_labels

from tests.fuzz import shapes
from tests.support.exports import CATALOGUE, KEY, PACK, WRITERS

PEOPLE = [
    ("p1", dict(zip(KEY.scored, [4, 5, 2, 3, "declined", 1], strict=True))),
    ("p2", dict(zip(KEY.scored, [1, None, 3, 5, 2, 4], strict=True))),
]
SPANISH = ik.load_path(PACK, locale="es")
SYSTEMS = {name: writer(PEOPLE) for name, writer in WRITERS.items()}
FOLDER = Path(tempfile.mkdtemp())
TARGET = FOLDER / "out.csv"


def problems_of(call, *, quiet=True):
    """Return what a call gives and its own error, one of them None; raise anything else, and a cell in a message."""
    try:
        return call(), None
    except (TableError, ik.InvalidValue) as error:
        told = any(problem.code == "unknown-item" for problem in error.problems)  # a name is not an answer
        if quiet and not told and shapes.MARK in shapes.said(error):
            raise AssertionError("an error quotes a cell") from error
        return None, error


def one(data: bytes) -> None:
    """Read a layout that may be spoilt, and score a table that may be spoilt with it."""
    choices = shapes.Choices(data)
    file, content, plain = SYSTEMS[choices.of(sorted(SYSTEMS))]
    spoil_layout, spoil_table = choices.below(2), choices.below(2)
    plain = json.loads(json.dumps(plain, default=str))
    layouts = FOLDER / "layout.json"
    if spoil_layout:
        plain = shapes.mutated(plain, choices)
        layouts.write_text(shapes.as_json(plain) or "", encoding="utf-8", errors="replace")
        problems_of(lambda: read_layout(layouts), quiet=False)  # names in a layout are nobody's answers
    source = FOLDER / file
    raw = content.encode() if isinstance(content, str) else content
    source.write_bytes(shapes.spliced(raw, choices) if spoil_table else raw)
    TARGET.unlink(missing_ok=True)
    layouts.unlink(missing_ok=True)
    layout, _ = problems_of(lambda: layout_of(plain), quiet=False)
    if layout is not None:
        known = with_labels(layout, CATALOGUE, "short", translations=[SPANISH])
        on_invalid = choices.of(("raise", "null"))
        summary, error = problems_of(
            lambda: score_table(source, TARGET, KEY, layout=known, on_invalid=on_invalid), quiet=not spoil_layout
        )
        if error is None and summary.rows != rows_in(TARGET):
            raise AssertionError("the summary counts other rows than were written")
        if error is not None and sorted(FOLDER.iterdir()) != [source]:
            raise AssertionError("something was left behind")
        if error is not None and not (spoil_layout or spoil_table):
            raise AssertionError("a good table was refused") from error
    problems_of(lambda: guess_layout(source, CATALOGUE, "short").layout)
    source.unlink()
    TARGET.unlink(missing_ok=True)


def rows_in(path):
    """Return how many rows a file has below the names."""
    with path.open(encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.reader(io.StringIO(stream.read(), newline=""))) - 1


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
