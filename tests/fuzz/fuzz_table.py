"""Fuzz score_table with CSV: any bytes give a whole file with the scores of score(), or a problem and no file.

`.ci/fuzz` runs it with the others. Needs atheris and Polars (the group `fuzz` and the extra `tables`).
"""

import csv
import io
import re
import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["intimacy_kit"]):
    import intimacy_kit as ik
    from intimacy_kit import packs, scoring  # noqa: F401  # loaded later otherwise, and not instrumented
    from intimacy_kit.content.vocabulary import Missing
    from intimacy_kit.errors import TableError
    from intimacy_kit.tables.file import score_table
    from intimacy_kit.tables.meaning import folded
    from intimacy_kit.tables.text_rows import nothing_in
import attrs

from intimacy_kit.tables.layout import TableLayout
from tests.fuzz import shapes
from tests.support import odd_catalogue
from tests.support.paths import GOOD

CATALOGUE = ik.load_path(GOOD / "minimal")
DRAWN = ik.draw(CATALOGUE, form="all", seed="x")
KEY = attrs.evolve(DRAWN.key, items=tuple(attrs.evolve(item, pillar="calm") for item in DRAWN.key.items))
CHECKIN = attrs.evolve(DRAWN, key=KEY)
ITEMS = [*KEY.scored]
CODES = {each.value: each for each in Missing}
CELLS = ["", "0", "1", "2", "3", "1.0", "+1", "01", " 1", "-1", "nan", "null", *CODES, f"{shapes.MARK}-secret"]
IDS = ["", "p1", "=1+1", "-", "'", 'a"b', "a,b", "a\nb", "a\r\nb", "é", "\x00", "  ", "\ufeff", "NA"]
PLAIN = re.compile(r'(?:(?:[^",\r\n]*|"(?:[^"]|"")*")(?:,|\r?\n|\Z))*')
ZEROS = re.compile(r"(?<=^[0-9])\.0{1,6}$")
FOLDER = Path(tempfile.mkdtemp())
SOURCE, TARGET = FOLDER / "in.csv", FOLDER / "out.csv"
BEFORE = b"what was here before"


def table(choices):
    """Return a CSV file: of good and bad cells, with or without changes to its bytes, or nothing but bytes."""
    way = choices.below(4)
    if way == 0:
        return choices.rest()
    names = ["pid", *ITEMS]
    if way == 1:
        names = names[::-1]
    stream = io.StringIO(newline="")
    writer = csv.writer(
        stream,
        lineterminator=choices.of(("\n", "\r\n")),
        quoting=choices.of((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    )
    writer.writerow(names)
    for _ in range(choices.below(6)):
        writer.writerow([choices.of(IDS if name == "pid" else CELLS) for name in names])
    data = stream.getvalue().encode()
    return shapes.spliced(data, choices) if way == 3 else data


def rows_of(data):
    """Return the rows of a CSV file by name, or None where RFC 4180 leaves open what they are."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if "\x00" in text or not PLAIN.fullmatch(text):
        return None
    names, *rows = [*csv.reader(io.StringIO(text, newline=""), strict=True)] or [[]]
    if len(names) < 2 or len(set(names)) < len(names) or any(len(row) != len(names) for row in rows):
        return None
    return [dict(zip(names, row, strict=True)) for row in rows if any(cell.strip(nothing_in(",")) for cell in row)]


def expected(row, gaps):
    """Return what a row of the output says, by way of `score`, and how many of its cells are invalid."""
    answers, left_out, invalid = {}, set(), 0
    for id in ITEMS:
        cell = ZEROS.sub("", folded(row[id]))
        code = gaps if cell == "" else CODES.get(cell)
        if code is not None and not code.counts_as_asked:
            left_out.add(id)
        elif code is None and cell in map(str, KEY.by_id[id].values):
            answers[id] = int(cell)
        else:
            invalid += code is None
    checkin = attrs.evolve(CHECKIN, questions=tuple(each for each in CHECKIN.questions if each.item_id not in left_out))
    result = ik.score(checkin.answer(answers, on=odd_catalogue.DAY))
    found = {}
    for scores, end in ((result.scores, ""), (result.felt, "_felt")):
        for pillar, score in scores.items():
            name = f"{pillar}{end}"
            found |= {
                f"{name}_percent": score.percent,
                f"{name}_mean": score.mean,
                f"{name}_answered": score.answered,
                f"{name}_asked": score.asked,
                f"{name}_reason": score.reason.value if score.reason else "",
            }
    return found, invalid


def same(cell, wanted):
    """Whether a cell of the output says a value, to the last bit."""
    if isinstance(wanted, str):
        return cell == wanted
    return cell == "" if wanted is None else cell != "" and type(wanted)(cell) == wanted


def compare(rows, written, gaps, *, null):
    """Fail where the output is not that of `score`."""
    if len(rows) != len(written):
        raise AssertionError(f"{len(rows)} rows became {len(written)}")
    for row, out in zip(rows, written, strict=True):
        wanted, invalid = expected(row, gaps)
        if invalid != (int(out["invalid"]) if null else 0):
            raise AssertionError("the number of invalid cells is wrong")
        if out["pid"] != row["pid"]:
            raise AssertionError("a cell was not handed on as it was")
        for name, value in wanted.items():
            if not same(out[name], value):
                raise AssertionError(f"{name} is {out[name]!r} and should be {value!r}")


def one(data: bytes) -> None:
    """Score a table in a file."""
    choices = shapes.Choices(data)
    gaps = choices.of((Missing.BLANK, Missing.NOT_ASKED))
    null, replace = choices.below(2) == 1, choices.below(4) == 1
    source = table(choices)
    rows = rows_of(source)
    SOURCE.write_bytes(source)
    if replace:
        TARGET.write_bytes(BEFORE)
    else:
        TARGET.unlink(missing_ok=True)
    there = [*([TARGET] if replace else []), SOURCE]
    try:
        summary = score_table(
            SOURCE,
            TARGET,
            KEY,
            layout=TableLayout(ids=["pid"], gaps=gaps),
            on_invalid="null" if null else "raise",
            overwrite=replace,
        )
    except (TableError, ik.InvalidValue) as error:
        if sorted(FOLDER.iterdir()) != sorted(there) or (replace and TARGET.read_bytes() != BEFORE):
            raise AssertionError("something was left behind") from error
        if shapes.MARK in shapes.said(error) and shapes.MARK.encode() not in source.partition(b"\n")[0]:
            raise AssertionError("an error quotes a cell") from error
        shifted = isinstance(error, ik.InvalidValue) and error.problems[0].code == "shifted-scale"
        if (
            rows
            and {"pid", *ITEMS} <= rows[0].keys()
            and not shifted
            and (null or not any(expected(row, gaps)[1] for row in rows))
        ):
            raise AssertionError("a good table was refused") from error
        return
    with TARGET.open(encoding="utf-8", newline="") as stream:
        written = list(csv.DictReader(stream, strict=True))
    if summary.rows != len(written):
        raise AssertionError("the summary counts other rows than were written")
    if rows is not None:
        compare(rows, written, gaps, null=null)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
