"""Odd and hostile tables of the form `short`, each with its right scores or with the codes of its refusal.

A case is a name to a file: how it is called, what is in it, what the layout says, and what is expected. `SECRET` stands
in cells that mean nothing, and has to be in no message.
"""

import csv
import datetime
import gzip
import io
import json
import tempfile
import zipfile
from decimal import Decimal
from pathlib import Path

import attrs
import openpyxl
import pandas as pd
import polars as pl
import pyreadstat

from tests.support.exports import ITEMS, LABELS, SPANISH, UNDER

SECRET = "zq-secret"
NAMES = ["who", *ITEMS]
ROW = ["a", 4, 5, 2, 3, 4, 1]
LOW = ["b", 1, 1, 1, 1, 1, 1]
HEAD, TEXT = ",".join(NAMES), ",".join(map(str, ROW))

A = (100 * (3 + 4 + 3) / 12, 100 * (2 + 3 + 4) / 12)
"""The scores of `ROW`: doubt and bored are reversed."""

B = (100 * (0 + 0 + 4) / 12, 100 * (0 + 0 + 4) / 12)
GAP = (100 * (4 + 3) / 8, A[1])
"""The scores of `ROW` without its first answer."""

NONE = (None, None)


@attrs.frozen
class Odd:
    """A table, and what is expected of it: scores of its rows in order, or codes of problems."""

    file: str
    content: bytes
    layout: dict
    scores: tuple = ()
    codes: frozenset = frozenset()
    couples: str | None = None
    on_invalid: str = "raise"


CASES: dict[str, Odd] = {}


def odd(name, content, *expected, layout=None, file="in.csv", **more):
    """Note a case: scores, or codes of problems."""
    data = content.encode() if isinstance(content, str) else content
    refused = [each for each in expected if isinstance(each, str)]
    scores = [each for each in expected if not isinstance(each, str)]
    assert name not in CASES, name
    assert not (refused and scores), name
    plain = {"ids": "who"} if layout is None else layout
    CASES[name] = Odd(file, data, plain, tuple(scores), frozenset(refused), **more)


def comma(*rows, names=NAMES, separator=",", **how):
    """Return rows as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\n", **how).writerows([names, *rows])
    return out.getvalue()


def with_first(cell):
    return ["a", cell, *ROW[2:]]


# How text is written ------------------------------------------------------------------

for separator, sign in ((",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "stroke")):
    for end, called in (("\n", "LF"), ("\r\n", "CRLF"), ("\r", "CR")):
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
            for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL):
                made = comma(ROW, LOW, separator=separator, quoting=quoting).replace("\n", end).encode(encoding)
                odd(f"{sign} {called} {encoding} {'quoted' if quoting else 'bare'}", made, A, B)
for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"", "utf-16-le"), (b"", "cp037")):
    made = mark + comma(ROW).encode(encoding)
    layout = {"ids": "who", "dialect": {"encoding": encoding}}
    odd(f"{encoding} named, {len(mark)} bytes of a mark", made, A, layout=layout)
    if mark:
        odd(f"{encoding} by its mark", made, A)
umlaut = comma(["Möwe", *ROW[1:]])
for encoding in ("latin-1", "cp1252", "mac_roman", "cp437"):
    odd(f"{encoding} named", umlaut.encode(encoding), A, layout={"ids": "who", "dialect": {"encoding": encoding}})
    odd(f"{encoding} not named", umlaut.encode(encoding), "not-utf8")
odd("UTF-16 without a mark", comma(ROW).encode("utf-16-le"), "not-utf8")
odd("another encoding than it says", umlaut, "not-utf8", layout={"ids": "who", "dialect": {"encoding": "ascii"}})
odd("no such encoding", comma(ROW), "bad-choice", layout={"ids": "who", "dialect": {"encoding": "klingon"}})
odd("half of a character at the end", comma(ROW).encode() + b"\xc3", "not-utf8")
odd("NUL bytes alone", b"\0" * 100, "not-utf8")
odd("a compressed file", gzip.compress(comma(ROW).encode()), "not-a-table")
odd("a page of the web", "<table><tr><td>who</td></tr></table>", "missing-names")
odd("JSON in a CSV file", '[{"who":"a"}]', "missing-names")

# Lines before, between and behind -------------------------------------------------------

for sign in ";,|\t":
    made = comma(ROW, separator=sign)
    odd(f"sep={sign!a}", f"sep={sign}\n{made}", A)
    odd(f"SEP={sign!a} and a mark", f"\ufeffSEP={sign}\r\n{made}", A)
    odd(f"quoted sep={sign!a}", f'"sep={sign}"\n{made}', A)
    odd(f"blank lines, then sep={sign!a}", f"\n\nsep={sign}\n{made}", A)
odd("blank lines everywhere", f"\n\n{HEAD}\n\n{TEXT}\n\n\nb,1,1,1,1,1,1\n\n", A, B)
odd("lines of blanks", f"{HEAD}\n   \n{TEXT}\n\t\n", A)
odd("rows of separators", f"{HEAD}\n,,,,,,\n{TEXT}\n,,,,,,\n", A)
odd("rows of empty quotation marks", f'{HEAD}\n"","","","","","",""\n{TEXT}\n', A)
odd("no line break at the end", f"{HEAD}\n{TEXT}", A)
odd("carriage returns without one at the end", f"{HEAD}\r{TEXT}", A)
odd("ends of lines mixed", f"{HEAD}\r\n{TEXT}\nb,1,1,1,1,1,1\r\n", A, B)
odd("a lone carriage return in a row", f"{HEAD}\r\n{TEXT}\rb,1,1,1,1,1,1\r\n", "not-a-table")
odd("a short row", f"{HEAD}\n{TEXT}\nb,1,1\n", A, (0.0, None))
odd("a row with nothing but an id", f"{HEAD}\n{TEXT}\nb\n", A, NONE)
odd("a long row", f"{HEAD}\n{TEXT},7\n", "not-a-table")
odd("a long row of which the rest is empty", f"{HEAD}\n{TEXT},\n", "not-a-table")
odd(
    "a long row of a table with a column that nobody reads",
    comma(["a", "", *ROW[1:]], ["b", 2, *ROW[1:], 7], names=["who", "remark", *ITEMS]),
    "not-a-table",
)
odd("each row is short", f"first,{HEAD}\n{TEXT}\n{TEXT}\n", "not-a-table")
odd("a separator behind each row", f"{HEAD},\n{TEXT},\n", A)
odd("a title", f"Study 1\n{HEAD}\n{TEXT}\n", "missing-names")
odd("a comment", f"# made in spring\n{HEAD}\n{TEXT}\n", "missing-names")
named = {"ids": "who", "dialect": {"names_in": 2}}
odd("a title, and where the names are", f"Study 1\n\n{HEAD}\n{TEXT}\n", A, layout=named)
odd("a title of many lines and a tab", f"\x0bStudy\x0c 1\n{HEAD}\n{TEXT}\n", A, layout=named)
GROUPS = ["Who", "Trust", "", "", "Fun", "", ""]
grouped = f"{','.join(GROUPS)}\n,{','.join(ITEMS)}\n\n{TEXT}\n"
pairs = {"ids": "Who", "columns": {id: f"{id[: -id[::-1].index('.') - 1].title()} / {id}" for id in ITEMS}}
odd("names in two rows", grouped, A, layout={**pairs, "dialect": {"names_in": [1, 2]}})
odd("names in two rows below a title", f"x\n{grouped}", A, layout={**pairs, "dialect": {"names_in": [2, 3]}})
odd("names in two rows that are not there", HEAD, "empty-file", layout={"dialect": {"names_in": [1, 9]}})
odd("names in a row beyond all numbers", HEAD, "empty-file", layout={"dialect": {"names_in": [1, 10**30]}})
odd("names in two rows of which one is meant", grouped, "missing-names", layout={**pairs, "dialect": {"names_in": 2}})
odd("the names are said to be too far down", f"{HEAD}\n{TEXT}\n", "empty-file", layout={"dialect": {"names_in": 9}})
odd("a comment between the rows", f"{HEAD}\n# nothing\n{TEXT}\n", NONE, A)
odd("the names again", f"{HEAD}\n{TEXT}\n{HEAD}\n", "unknown-label")
without = {"ids": "who", "without": {"who": ["who", "Total", "Mean"]}}
odd("the names again, left out", f"{HEAD}\n{TEXT}\n{HEAD}\n", A, layout=without)
odd("a row of totals", f"{HEAD}\n{TEXT}\nTotal,40,50,20,30,40,10\n", "out-of-range")
odd("a row of means", f"{HEAD}\n{TEXT}\nMean,4.25,4.5,2.5,3.5,4.5,1.5\n", "not-whole")
odd("a row of totals, left out", f"{HEAD}\n{TEXT}\nTotal,40,50,20,30,40,10\n", A, layout=without)
odd("names alone", f"{HEAD}\n")
odd("names alone without a line break", HEAD)
odd("blanks alone", "   \n \n", "empty-file")
odd("separators alone", ",,,\n,,,\n", "missing-names")
odd("more rows skipped than there are", f"{HEAD}\n{HEAD}\n", layout={"ids": "who", "skip": 9})
odd("a person skipped", f"{HEAD}\n{TEXT}\n", "bad-choice", layout={"ids": "who", "skip": 9})
odd("nobody is left", f"{HEAD}\n{TEXT}\n", layout={"ids": "who", "only": {"who": "z"}})
odd("a quotation mark that never closes", f'{HEAD}\n"a,4,5,2,3,4,1\n', "not-a-table")
odd("a quotation mark inside a cell", f'{HEAD}\na"b,4,5,2,3,4,1\n', "not-a-table")
odd("lines inside a cell", f'{HEAD}\n"a\nb\r\nc",4,5,2,3,4,1\n', A)
odd("separators inside a cell", f'{HEAD}\n"a,b;c\td|e",4,5,2,3,4,1\n', A)
odd("quotation marks inside quotation marks", f'{HEAD}\n"a""b","4","5","2",3,4,1\n', A)
odd("NUL in an id", f"{HEAD}\na\0,4,5,2,3,4,1\n", "not-utf8")
odd("thousands of columns", comma([*ROW, *["1"] * 3000], names=[*NAMES, *[f"x{i}" for i in range(3000)]]), A)

# Names ------------------------------------------------------------------------------------

MISSING = "missing-column"
for name, change in {
    "with a blank before": lambda each: f" {each}",
    "with a blank behind": lambda each: f"{each} ",
    "with a fixed blank": lambda each: f"\u00a0{each}",
    "in capitals": str.upper,
    "full width": lambda each: "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in each),
    "with underscores": lambda each: each.replace(".", "_"),
    "in single quotes": lambda each: f"'{each}'",
}.items():
    changed = ["who", *map(change, ITEMS)]
    odd(f"names {name}", comma(ROW, names=changed), MISSING)
    odd(f"names {name}, said", comma(ROW, names=changed), A, layout={"columns": dict(zip(ITEMS, changed[1:]))})  # noqa: B905
odd("an item twice", comma([*ROW, 5], names=[*NAMES, ITEMS[0]]), "duplicate-column")
odd("another name twice", comma([*ROW, 5, 5], names=[*NAMES, "x", "x"]), A)
odd("a name that Polars would give", comma([*ROW, 5, 5, 5], names=[*NAMES, "a", "a_duplicated_0", "a"]), A)
odd("names that are empty twice", comma([*ROW, "", ""], names=[*NAMES, "", ""]), A)
odd("the id twice", comma([*ROW, 5], names=[*NAMES, "who"]), "duplicate-column")
odd("a mark before a mark", f"\ufeff\ufeff{HEAD}\n{TEXT}\n", MISSING)
odd("no names", f"{TEXT}\nb,1,1,1,1,1,1\n", "missing-names")
odd("one name for two items", comma(ROW), "duplicate-column", layout={"columns": {ITEMS[0]: "x", ITEMS[1]: "x"}})
odd("an id that is called like a score", comma(ROW), "duplicate-column", layout={"ids": ["trust_percent"]})
odd("an id that is not there", comma(ROW), MISSING, layout={"ids": ["nobody"]})
odd("the same id twice", comma(ROW), "duplicate-column", layout={"ids": ["who", "who"]})
odd("a condition on a column that is not there", comma(ROW), MISSING, layout={"without": {"status": 1}})
odd("a condition on a column that need not be there", comma(ROW), A, layout={"without": {"status?": 1}})
odd("names of our own and a blank row", comma([*ROW, 1], [], names=[*NAMES, "_intimacy_kit_row"]), A)
odd("names of our own inside", comma([*ROW, 1], names=[*NAMES, "_intimacy_kit_row"]), A)

# Cells ------------------------------------------------------------------------------------

for cell in (
    "4",
    "4.0",
    "4.00",
    "4.000000",
    " 4",
    "4 ",
    "\u00a04",
    "\t4",
    "4 - Mostly",
    "Mostly",
    "mostly",
    " MOSTLY ",
):
    odd(f"the cell {cell!a}", comma(with_first(cell)), A)
for cell in (
    "Mostly (4)",
    "(4) Mostly",
    "4. Mostly",
    "4: Mostly",
    "4 = Mostly",
    SPANISH[4],
    SPANISH[4].upper(),
):
    odd(f"the cell {cell!a}", comma(with_first(cell)), A)
for cell in ("", "  ", LABELS["declined"], SPANISH["declined"], "left-blank", "prefer-not-to-say", "not-asked"):
    odd(f"the cell {cell!a}", comma(with_first(cell)), GAP)
for cell in ("0", "6", "-1", "-0", "-0.0", "99", "+4", "04", "46084", str(2**63), "1" * 30, "1" * 5000):
    odd(f"the cell {cell[:22]!a} of {len(cell)}", comma(with_first(cell)), "out-of-range")
for cell in ("4.5", "3.999", "+4.5", "0.5"):
    odd(f"the cell {cell!a}", comma(with_first(cell)), "not-whole")
for cell in ("4,0", "4,5", "1,000", "-4,5"):
    odd(f"the cell {cell!a}", comma(with_first(cell)), "decimal-comma")
    expected = A if cell == "4,0" else (25.0 * (0 + 4 + 3) / 3, A[1]) if cell == "1,000" else "not-whole"
    odd(f"the cell {cell!a} between semicolons", comma(with_first(cell), separator=";"), expected)
for cell in (
    *("1e0", "4E0", "40e-1", "1e18", "inf", "-inf", "nan", "NaN", "NULL", "None", "NA", "N/A", "#N/A", "#REF!", "TRUE"),
    *("false", "yes", "=4", "=1+3", "@4", "'4", "4;0", "1 000", "1'000", "4 stars", "declined", "2026-03-02", "4-Mar"),
    *("\uff14", "\u0664", "\u00b2", "\u2163", "0x4", "4_0", "\u200b4", "\ufeff4", "four", "?", "-", ".", "[4]", "{}"),
    *("\x1b[31m4", f"{SECRET}'; DROP", SECRET, "4.", ".5", "_intimacy_kit", "4\n", "Mostly Mostly", "null"),
):
    expected = A if cell == "4\n" else "unknown-label"
    odd(f"the cell {cell!a}", comma(with_first(cell)), expected)
odd("cells of many kinds", comma(["a", "Mostly", 5, "2.0", SPANISH[3], "4 - Mostly", " 1 "]), A)
ns = {"NA": "left-blank", "-99": "left-blank", ".": "not-asked", "ü": "prefer-not-to-say"}
for cell in (*ns, "-99.0", " na ", "Ü"):
    odd(f"the code {cell!a}", comma(with_first(cell)), GAP, layout={"codes": ns})
odd("a code that is an answer", comma(ROW), "bad-number", layout={"codes": {4: "left-blank"}})
five = {"offset": 1, "codes": {5: "left-blank"}}
odd("a code that is no answer once numbers are shifted", comma(["a", 5, 4, 1, 2, 3, 0]), GAP, layout=five)
listed = {"values": {"*": {str(n + 20): n for n in range(1, 6)}}, "codes": {5: "left-blank"}}
odd("a code that is no answer where numbers are listed", comma(["a", 5, 25, 22, 23, 24, 21]), GAP, layout=listed)
odd("a number that is not listed", comma(["a", 4, 25, 22, 23, 24, 21]), "out-of-range", layout={**listed, "codes": {}})
mirror = {"values": {"*": {str(6 - n): n for n in range(1, 6)}}}
odd("numbers the other way round", comma(["a", 2, 1, 4, 3, 2, 5]), A, layout=mirror)
odd("values of an item that is not there", comma(ROW), "unknown-item", layout={"values": {"mood": {"1": 5}}})
odd("a value off the scale", comma(ROW), "out-of-range", layout={"values": {ITEMS[0]: {"x": 9}}})

# Scales that begin elsewhere ----------------------------------------------------------------


def runs(numbers):
    return [[f"p{n}", *[n] * 6] for n in numbers]


for name, numbers in {
    "0 to 4": range(5),
    "0 to 3": range(4),
    "2 to 6": range(2, 7),
    "-2 to 2": range(-2, 3),
    "10 to 14": range(10, 15),
    "0 to 4 and 99": (0, 1, 2, 3, 4, 99),
    "0 to 4 and a label": (0, 1, 2, 3, 4, "Mostly"),
    "0.0 to 4.0": (0.0, 1.0, 2.0, 3.0, 4.0),
}.items():
    beside = ["out-of-range"] if 99 in numbers else []
    odd(f"numbers from {name}", comma(*runs(numbers)), "shifted-scale", *beside)
    odd(f"numbers from {name} as gaps", comma(*runs(numbers)), "shifted-scale", on_invalid="null")
straight = [(100 * (n + n + 4 - n) / 12,) * 2 for n in range(5)]
odd("numbers from 0 to 4, said", comma(*runs(range(5))), *straight, layout={"ids": "who", "offset": 1})
odd("numbers from -2 to 2, said", comma(*runs(range(-2, 3))), *straight, layout={"ids": "who", "offset": 3})
odd("numbers from 1 to 7", comma(*runs(range(1, 8))), "out-of-range")
odd("tens", comma(*runs(range(10, 60, 10))), "out-of-range")

# A row for each answer -------------------------------------------------------------------------

LONG = {"shape": "long"}
CELLS = [["a", id, value] for id, value in zip(ITEMS, ROW[1:])]  # noqa: B905
PIV = ["person", "item", "value"]


def long(name, rows, *expected, layout=LONG, names=PIV, **more):
    odd(f"long: {name}", comma(*rows, names=names), *expected, layout=layout, **more)


long("plain", CELLS, A)
long("any order", CELLS[::-1], A)
long("an answer twice", [*CELLS, CELLS[0]], "repeated-answer")
long("an answer and a gap", [*CELLS, ["a", ITEMS[0], ""]], "repeated-answer")
long("an answer twice, as a gap", [*CELLS, CELLS[0]], GAP, on_invalid="null")
long("an item that is not there", [*CELLS, ["a", "mood", 5]], "unknown-item")
long("an item that is not there, left out", [*CELLS, ["a", "mood", 5]], A, layout={**LONG, "without": {"item": "mood"}})
long("an item that is not there, as a gap", [*CELLS, ["a", "mood", 5]], A, on_invalid="null")
long("no item", [*CELLS, ["a", "", 5]], "unknown-item")
long("items with blanks", [["a", f"{id} ", v] for _, id, v in CELLS], "unknown-item")
long("items in capitals", [["a", id.upper(), v] for _, id, v in CELLS], "unknown-item")
long("items of another form", [["a", f"mood.{i}", 3] for i in range(9)], "unknown-item")
long("labels", [["a", id, LABELS[v]] for _, id, v in CELLS], A)
long("a cell that means nothing", [["a", ITEMS[0], SECRET], *CELLS[1:]], "unknown-label")
long("numbers with a point", [["a", id, f"{v}.0"] for _, id, v in CELLS], A)
days = [["a", day, id, v] for day in ("mon", "tue") for _, id, v in CELLS]
diary = ["person", "day", "item", "value"]
long("days that are not named", days, "repeated-answer", names=diary)
long("days", days, A, A, layout={**LONG, "ids": ["day"]}, names=diary)
long("the day is the person", days, "duplicate-column", layout={**LONG, "ids": ["person"]}, names=diary)
long("one column for two", CELLS, "duplicate-column", layout={**LONG, "person": "item"})
long("a value that is not there", CELLS, MISSING, layout={**LONG, "value": "answer"})
long("no names", CELLS[1:], "missing-names", names=CELLS[0])
long("a wide table", [ROW], "missing-names", names=NAMES)
odd("wide: a long table", comma(*CELLS, names=PIV), "missing-names", layout={})
long("a shift", [[f"p{n}", id, n] for n in range(5) for id in ITEMS], "shifted-scale")
long("a row too long", [*CELLS, ["a", ITEMS[0], 4, 4]], "not-a-table")
long("rows skipped", [["x", "x", "x"], *CELLS], A, layout={**LONG, "skip": 1})
PACKED = {**LONG, "unpack": True}
objects = [["a", "trust", {"rely": 4, "word": 5, "doubt": 2}], ["a", "fun", {"laugh": "3", "plan": 4.0, "bored": 1}]]
long("objects", [[who, item, json.dumps(cells)] for who, item, cells in objects], A, layout=PACKED)
for cell in ("[4]", "4", "", SECRET, "{", '{"rely": %s}' % ("1" * 5000), '{"rely": 4, "rely": 5}'):
    long(f"unpacked {cell[:20]!a} of {len(cell)}", [["a", "trust", cell]], "not-json", layout=PACKED)
long("unpacked lists in lists", [["a", "trust", "[" * 10_000]], "too-deep", layout=PACKED)
for cell in ('{"rely": true}', '{"rely": {"x": 4}}', '{"rely": NaN}', '{"rely": [4]}', f'{{"rely": "{SECRET}"}}'):
    long(f"unpacked {cell!a}", [["a", "trust", cell]], "unknown-label", layout=PACKED)

# Couples ------------------------------------------------------------------------------------------

BOTH = ["c", *[f"{id}{end}" for end in ("_A", "_B") for id in ITEMS]]
PAIR = ["x", *ROW[1:], *LOW[1:]]
TWO = {"couple": "c", "partners": {"A": "_A", "B": "_B"}}
ROWS = {"couple": "c", "partner": "p"}
for shape in ("pairwise", "wide"):
    first = (A, B) if shape == "pairwise" else (A,)

    def couple(name, rows, *expected, layout=TWO, names=BOTH, shape=shape, **more):
        odd(f"couples {shape}: {name}", comma(*rows, names=names), *expected, layout=layout, couples=shape, **more)

    couple("a row for each", [PAIR], *first)
    couple("nothing of the other", [[*PAIR[:7], *[""] * 6]], A, *([NONE] if shape == "pairwise" else []))
    couple("a cell that means nothing", [PAIR, ["y", SECRET, *PAIR[2:]]], "unknown-label")
    couple("a number off the scale", [["y", 9, *PAIR[2:]]], "out-of-range")
    couple("a couple twice", [PAIR, PAIR], "not-two")
    couple("other endings", [PAIR], MISSING, layout={"couple": "c", "partners": {"A": "_x", "B": "_B"}})
    couple("one column of both", [PAIR], "duplicate-column", layout={"couple": "c", "partners": {"A": "_A", "B": "_A"}})
    before = ["c", *[f"{end}_{id}" for end in "AB" for id in ITEMS]]
    prefixed = {"couple": "c", "partners": {"A": {"prefix": "A_"}, "B": {"prefix": "B_"}}}
    couple("names that begin alike", [PAIR], *first, layout=prefixed, names=before)
    couple("one partner", [PAIR], "bad-choice", layout={"couple": "c", "partners": {"A": "_A"}})
    couple("a row for each, not said", [PAIR], "missing-names", layout={"couple": "d"})
    couple("no couple", [PAIR], "missing-key", layout={"partners": {"A": "_A", "B": "_B"}})
    couple("a row too long", [[*PAIR, 1]], "not-a-table")
    own = ["c", "p", *ITEMS]
    pair = [["x", 1, *ROW[1:]], ["x", 2, *LOW[1:]]]
    couple("a row for each partner", pair, *first, layout=ROWS, names=own)
    couple("three", [*pair, ["x", 3, *ROW[1:]]], "not-two", layout=ROWS, names=own)
    couple("the same one twice", [pair[0], pair[0]], "not-two", layout=ROWS, names=own)
    couple("one alone", [pair[0]], A, layout=ROWS, names=own)
    couple("partners not numbered", pair, *first, layout={"couple": "c"}, names=own)
    couple("a partner's cell that means nothing", [["x", 1, SECRET, *ROW[2:]]], "unknown-label", layout=ROWS, names=own)

# Workbooks ----------------------------------------------------------------------------------------


def workbook(*rows, change=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change is not None:
        change(book, book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(name, rows, *expected, change=None, **more):
    odd(f"xlsx: {name}", workbook(*rows, change=change), *expected, file="in.xlsx", **more)


def other_sheet(book, _):
    second = book.create_sheet("Answers")
    for row in (NAMES, ROW):
        second.append(row)


for name, cell, expected in (
    ("a number", 4, A),
    ("a number with a point", 4.0, A),
    ("a number as text", " 4 ", A),
    ("a label", "Mostly", A),
    ("number and label", "4 - Mostly", A),
    ("a fraction", 4.5, "not-whole"),
    ("a decimal comma", "4,0", "decimal-comma"),
    ("a date", datetime.date(2026, 3, 4), "unknown-label"),
    ("a time", datetime.time(4), "unknown-label"),
    ("true", True, "unknown-label"),
    ("#N/A", "#N/A", "unknown-label"),
    ("#REF!", "#REF!", "unknown-label"),
    ("#DIV/0!", "#DIV/0!", "unknown-label"),
    ("a formula without a result", "=1+3", "unknown-label"),
    ("nothing", None, GAP),
    ("text", SECRET, "unknown-label"),
):
    sheet(name, [NAMES, with_first(cell)], expected)
sheet("an error that is named", [NAMES, with_first("#N/A")], GAP, layout={"codes": {"#N/A": "left-blank"}})
sheet("a formula elsewhere", [[*NAMES, "sum"], [*ROW, "=SUM(B2:G2)"]], A)
sheet("a formula without a result beyond all cells", [NAMES, ROW, [None] * 9 + ["=1"]], A)
sheet("an error beyond the names", [NAMES, [*ROW, "#N/A"]], A)
sheet("blank rows", [NAMES, ROW, [], [None] * 7, LOW], A, B)
sheet("a title", [["Study"], [], NAMES, ROW], "missing-names")
sheet("a title, said", [["Study"], [], NAMES, ROW], A, layout={"dialect": {"names_in": 3}})
sheet("names in two rows", [["Study"], GROUPS, ["", *ITEMS], ROW], A, layout={**pairs, "dialect": {"names_in": [2, 3]}})
sheet("an empty first row", [[], NAMES, ROW], "missing-names")
sheet("an empty column", [["who", None, *ITEMS], ["a", None, *ROW[1:]]], A)
sheet("a table further right", [[None, None, *NAMES], [None, None, *ROW]], A)
sheet("an item twice", [[*NAMES, ITEMS[0]], [*ROW, 5]], "duplicate-column")
sheet("another name twice", [[*NAMES, "x", "x"], [*ROW, 1, 1]], A)
sheet("names with blanks", [[f"{name} " for name in NAMES], ROW], "missing-column")
sheet("merged cells", [NAMES, ROW], A, change=lambda book, first: first.merge_cells("H1:I2"))
sheet("a hidden row", [NAMES, ROW], A, change=lambda book, first: setattr(first.row_dimensions[2], "hidden", True))
sheet("another sheet", [["Codebook"]], "missing-names", change=other_sheet)
sheet("another sheet without names", [["Codebook"]], "missing-names", change=lambda book, _: book.create_sheet("x"))
sheet("another sheet, said", [["Codebook"]], A, change=other_sheet, layout={"dialect": {"sheet": "Answers"}})
sheet("a sheet that is not there", [NAMES, ROW], "not-a-table", layout={"dialect": {"sheet": "x"}})
sheet("an empty sheet", [], "empty-file")
sheet("names alone", [NAMES])
for name, content in (
    ("no workbook", b"PK\x03\x04 no"),
    ("text in its place", comma(ROW).encode()),
    ("cut short", workbook(NAMES, ROW)[:2000]),
):
    odd(f"xlsx: {name}", content, "not-a-table", file="in.xlsx")
stray = io.BytesIO()
with zipfile.ZipFile(stray, "w") as archive:
    archive.writestr("a", "b")
odd("xlsx: another archive", stray.getvalue(), "not-a-table", file="in.xlsx")

# Statistics programs ---------------------------------------------------------------------------------

V = ["who", *UNDER.values()]
STATISTICS = {"ids": "who", "columns": UNDER}


def program(name, rows, *expected, kind="sav", layout=STATISTICS, names=V, **said):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"t.{kind}"
        writer = pyreadstat.write_dta if kind == "dta" else pyreadstat.write_sav
        writer(pd.DataFrame(rows, columns=names), str(path), **said)
        odd(f"{kind}: {name}", path.read_bytes(), *expected, layout=layout, file=f"in.{kind}")


ENGLISH = {number: label for number, label in LABELS.items() if isinstance(number, int)}
NINE = ["b", 9, *LOW[2:]]
LESS = (100 * (0 + 4) / 8, B[1])
for kind in ("sav", "dta"):
    program("plain", [ROW], A, kind=kind)
    program("value labels", [ROW], A, kind=kind, variable_value_labels={V[1]: ENGLISH})
    program("labels in other letters", [ROW], A, kind=kind, variable_value_labels={V[1]: {1: "Überhaupt nicht ✓"}})
    upside = {6 - number: label for number, label in ENGLISH.items()}
    program("labels the other way round", [ROW], "labels-differ", kind=kind, variable_value_labels={V[1]: upside})
    said = {**STATISTICS, "values": {ITEMS[0]: {6 - n: n for n in ENGLISH}}}
    program(
        "labels the other way round, said",
        [["a", 2, *ROW[2:]]],
        A,
        kind=kind,
        layout=said,
        variable_value_labels={V[1]: upside},
    )
    program("a number off the scale", [ROW, NINE], "out-of-range", kind=kind)
    program("a code", [ROW, NINE], A, LESS, kind=kind, layout={**STATISTICS, "codes": {9: "left-blank"}})
    program("a gap", [ROW, ["b", None, *LOW[2:]]], A, LESS, kind=kind)
    program("a shift", runs(range(5)), "shifted-scale", kind=kind)
    program("a date", [["a", datetime.date(2026, 1, 1), *ROW[2:]]], "wrong-type", kind=kind)
program("user-missing", [ROW, NINE], A, LESS, missing_ranges={V[1]: [9]})
program("a range that is user-missing", [ROW, NINE], A, LESS, missing_ranges={V[1]: [{"lo": 6, "hi": 9}]})
program("text that is user-missing", [["b", "zz", *LOW[2:]]], LESS, missing_ranges={V[1]: ["zz"]})
extended = {"missing_user_values": {V[1]: ["a"]}}
program("an extended gap", [ROW, ["b", "a", *LOW[2:]]], A, LESS, kind="dta", **extended)
lettered = {**STATISTICS, "codes": {"a": "not-asked"}}
program("an extended gap, said", [ROW, ["b", "a", *LOW[2:]]], A, LESS, kind="dta", layout=lettered, **extended)
for ending in ("sav", "zsav", "dta"):
    odd(f"{ending}: damaged", b"$FL2 no", "not-a-table", file=f"in.{ending}")

# Parquet ----------------------------------------------------------------------------------------------

FRAME = pl.DataFrame([ROW], schema=NAMES, orient="row")


def parquet(name, frame, *expected, **more):
    out = io.BytesIO()
    frame.write_parquet(out)
    odd(f"parquet: {name}", out.getvalue(), *expected, file="in.parquet", **more)


def first_as(values, dtype=None):
    return FRAME.with_columns(pl.Series(ITEMS[0], values, dtype=dtype))


for dtype in (pl.Int8, pl.UInt8, pl.Int64, pl.UInt64, pl.Int128, pl.Float32, pl.Float64, pl.String):
    parquet(str(dtype), FRAME.with_columns(pl.col(ITEMS[0]).cast(dtype)), A)
parquet("a dictionary of numbers", first_as(["4"], pl.Categorical), A)
parquet("a dictionary of labels", first_as(["Mostly"], pl.Enum(["Not at all", "Mostly"])), A)
parquet("nothing but gaps", first_as([None], pl.Null), GAP)
parquet("NaN", first_as([float("nan")]), GAP)
for value in (2**63 - 1, -(2**63), float("inf"), float("-inf"), -0.0, 1e300, 0):
    parquet(f"the number {value}", first_as([value]), "out-of-range")
parquet("a little more than a whole number", first_as([4.0000000001]), "not-whole")
for name, value, dtype in (
    ("decimals", Decimal("4.00"), None),
    ("truth", True, None),
    ("dates", datetime.date(2026, 1, 1), None),
    ("times", datetime.datetime(2026, 1, 1), None),  # noqa: DTZ001  # as files have them
    ("bytes", b"4", None),
    ("lists", [4], None),
    ("structures", {"x": 4}, None),
):
    parquet(name, first_as([value], dtype), "wrong-type")
    parquet(f"{name} as an id", FRAME.with_columns(pl.Series("who", [value])), A)
parquet("no rows", FRAME.clear())
parquet("no columns", pl.DataFrame(), MISSING)
odd("parquet: cut short", b"PAR1" + b"\0" * 100, "not-a-table", file="in.parquet")
odd("parquet: text", comma(ROW), "not-a-table", file="in.parquet")

# JSON -------------------------------------------------------------------------------------------------

OBJECT = dict(zip(NAMES, ROW))  # noqa: B905


def lines(name, text, *expected, file="in.jsonl", **more):
    odd(f"json: {name}", text, *expected, file=file, **more)


def first_is(value):
    return json.dumps({**OBJECT, ITEMS[0]: value})


for value in (4, 4.0, "4", " 4 ", "4.0", "Mostly", "4 - Mostly"):
    lines(f"{value!r}", first_is(value), A)
for value in (None, "", "left-blank"):
    lines(f"{value!r}", first_is(value), GAP)
for value in (True, False, [], [4], {}, SECRET, "\0", float("nan"), float("inf"), 1e308):
    lines(ascii(value), first_is(value), "unknown-label")
lines("a fraction", first_is(4.5), "not-whole")
for value in (0, -0.0, 10**30):
    lines(f"the number {value}", first_is(value), "out-of-range")
nested = {"who": "a", "trust": {"rely": 4, "word": 5, "doubt": 2}, "fun": {"laugh": 3, "plan": 4, "bored": 1}}
lines("nested", json.dumps(nested), A)
lines("nested, and the same name with a dot", json.dumps({**nested, ITEMS[0]: 1}), "duplicate-key")
lines("a name twice", first_is(4)[:-1] + f', "{ITEMS[0]}": 1}}', "duplicate-key")
lines("half of a character", first_is("\ud800"), "not-json")
lines("a number of thousands of digits", f'{{"who":"a","{ITEMS[0]}":{"9" * 5000}}}', "not-json")
lines("kinds mixed", "\n".join(map(first_is, (4, "4", "Mostly", None))), A, A, A, GAP)
lines("keys missing", f'{{"who": "a"}}\n{first_is(4)}', NONE, A)
lines("blank lines and a mark", f"\ufeff\n{first_is(4)}\r\n\r\n{first_is(4)}\n", A, A)
lines("UTF-16", first_is(4).encode("utf-16"), "not-utf8")
for name, text in (
    ("null", "null"),
    ("text", '"x"'),
    ("a list", f"[{first_is(4)}]"),
    ("commas", f"{first_is(4)},"),
    ("cut short", first_is(4)[:20]),
):
    lines(name, f"{first_is(4)}\n{text}\n", "not-json")
lines("too deep", f"{first_is(4)}\n" + '{"a":' * 5000 + "1" + "}" * 5000, "too-deep")
lines("a list of objects", f"[{first_is(4)},{first_is(4)}]", A, A, file="in.json")
lines("one object", first_is(4), A, file="in.json")
lines("an empty list", "[]", "empty-file", file="in.json")
lines("numbers in a list", "[1, 2]", "not-json", file="in.json")
lines("lists in lists", "[" * 100_000, "too-deep", file="in.json")
lines("lines in a file of one document", f"{first_is(4)}\n{first_is(4)}", "not-json", file="in.json")

# Files ------------------------------------------------------------------------------------------------

for ending in ("csv", "tsv", "txt", "parquet", "xlsx", "sav", "dta", "jsonl", "json"):
    odd(f"an empty file .{ending}", b"", "empty-file", file=f"in.{ending}")
for file in ("in.xls", "in.ods", "in", "in.csv.gz", "in.sas7bdat"):
    odd(f"the ending of {file}", comma(ROW), "unknown-format", file=file)
for file in ("in.CSV", "in.Txt", "in.TAB"):
    odd(f"the ending of {file}", comma(ROW), A, file=file)
