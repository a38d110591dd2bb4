"""A Parquet file that says of its pages what cannot be is refused before anything makes room for them."""

import io
import subprocess
import sys

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from intimacy_kit.errors import TableError
from intimacy_kit.tables import TableLayout
from intimacy_kit.tables.parquet_pages import LARGEST_PAGE, MOST_VALUES, Unfit, check_pages
from intimacy_kit.tables.streams import open_table

FRAME = pl.DataFrame({"a": [1.0, 2.0, None] * 3, "b": ["x", "y", "z"] * 3})
ODD = pa.table(
    {"a": [["x"], None, []], "b": [{"q": 1}, None, {"q": 2}], "c": [b"x" * 9000, None, b""], "d": [True] * 3}
)


def written(write):
    stream = io.BytesIO()
    write(stream)
    return stream.getvalue()


FILES = {
    "polars": written(FRAME.write_parquet),
    "snappy": written(lambda stream: FRAME.write_parquet(stream, compression="snappy", row_group_size=2)),
    "empty": written(FRAME.head(0).write_parquet),
    "pyarrow": written(lambda stream: pq.write_table(FRAME.to_arrow(), stream)),
    "second version": written(lambda stream: pq.write_table(ODD, stream, data_page_version="2.0", data_page_size=10)),
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "in.parquet"


@pytest.mark.parametrize("name", FILES)
def test_what_programs_write_is_taken(path, name):
    path.write_bytes(FILES[name])
    check_pages(path)


# Files that are made up: numbers in Thrift's compact protocol ---------------------------


def number(value):
    """Return a number as the protocol has it."""
    zigzag = (value << 1) ^ (value >> 63)
    made = bytearray()
    while zigzag > 127:
        made.append(zigzag & 127 | 128)
        zigzag >>= 7
    return bytes(made) + bytes([zigzag])


def struct(**fields):
    """Return a struct whose fields are numbers, structs or lists of structs, each named `f` and its number."""
    made, before = b"", 0
    for name, value in fields.items():
        field = int(name[1:])
        kind, packed = (6, number(value)) if isinstance(value, int) else (12, value)
        if isinstance(value, list):
            kind, packed = 9, bytes([len(value) << 4 | 12]) + b"".join(value)
        made += bytes([(field - before) << 4 | kind]) + packed
        before = field
    return made + b"\0"


def whole(footer, chunk=b""):
    return b"PAR1" + chunk + footer + len(footer).to_bytes(4, "little") + b"PAR1"


def file(page, *, at=4, length=None, body=b"12345678"):
    """Return a file of one column with one page."""
    chunk = page + body
    about = struct(f7=len(chunk) if length is None else length, f9=at)
    return whole(struct(f4=[struct(f1=[struct(f3=about)])]), chunk)


def page(kind=0, unpacked=8, packed=8, *, count=3):
    field = {0: "f5", 2: "f7", 3: "f8"}[kind]
    return struct(f1=kind, f2=unpacked, f3=packed, **{field: struct(f1=count)})


@pytest.mark.parametrize("kind", [0, 2, 3])
def test_a_page_of_each_kind_is_taken(path, kind):
    path.write_bytes(file(page(kind)))
    check_pages(path)


def test_what_is_of_no_account_is_passed_over(path):
    others = b"\x13\x05" + b"\x17" + bytes(8) + b"\x18\x02ab" + b"\x11\x12" + b"\x19\x32\x01\x02\x01" + b"\x06\x78\x02"
    index = struct(f1=1, f2=8, f3=8)[:-1] + others + b"\0"
    path.write_bytes(file(index + b"12345678" + page()))
    check_pages(path)


IMPOSSIBLE = {
    "nothing": bytes(12),
    "another mark": file(page())[:-1] + b"E",
    "a footer longer than the file": b"PAR1\xff\xff\xff\x7fPAR1",
    "a dictionary of less than nothing": file(page(2, count=-1)),
    "a dictionary of more entries than bytes": file(page(2, count=9)),
    "less than no values": file(page(count=-1)),
    "too many values": file(page(count=MOST_VALUES + 1)),
    "too many values in the second version": file(page(3, count=1 << 40)),
    "a page that swells": file(page(unpacked=LARGEST_PAGE + 1)),
    "a page of less than nothing": file(page(unpacked=-1)),
    "a page that is packed to less than nothing": file(page(packed=-8)),
    "a page that is longer than its column": file(page(packed=9)),
    "a page without a head of its own": file(struct(f1=0, f2=8, f3=8)),
    "a page whose head is a number": file(struct(f1=0, f2=8, f3=8, f5=1)),
    "a page without a size": file(struct(f1=0, f3=8)),
    "a column before the file": file(page(), at=-4),
    "a column beyond the file": file(page(), length=10_000),
    "a column of less than nothing": file(page(), length=-1),
    "a column without a place": file(page(), at=0),
    "a head without an end": file(b"\x15\x00" * 8),
    "a kind that there is not": file(b"\x1d\x00"),
    "a number without an end": file(b"\x16" + b"\xff" * 20),
    "a list without an end": file(b"\x19\xfc\xff\xff\xff\xff\x07"),
    "structs within structs": file(b"\x1c" * 40),
    "groups that are a number": whole(struct(f4=1)),
    "a text beyond the end": file(b"\x18\x7f"),
    "a map": file(b"\x1b\x00"),
    "a head that ends with the file": whole(b"\x19"),
    "a column that says nothing of itself": whole(struct(f4=[struct(f1=[struct(f2=1)])])),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_cannot_be_is_refused(path, name):
    path.write_bytes(IMPOSSIBLE[name])
    with pytest.raises(Unfit):
        check_pages(path)
    with pytest.raises(TableError, match="not-a-table"):
        open_table(path, TableLayout())


FLIPPED = """
import sys
from pathlib import Path
from intimacy_kit.errors import TableError
from intimacy_kit.tables import TableLayout
from intimacy_kit.tables.streams import collect, open_table

whole, path, refused = Path(sys.argv[1]).read_bytes(), Path(sys.argv[2]), 0
for i in range(len(whole)):
    for value in (whole[i] ^ 1, 127):
        path.write_bytes(whole[:i] + bytes([value]) + whole[i + 1 :])
        try:
            collect([open_table(path, TableLayout()).table], source=path)
        except TableError:
            refused += 1
print(refused)
"""


@pytest.mark.slow
def test_a_file_with_any_byte_changed_is_read_or_refused(tmp_path):
    (tmp_path / "whole.parquet").write_bytes(FILES["polars"])
    arguments = [tmp_path / "whole.parquet", tmp_path / "changed.parquet"]
    done = subprocess.run([sys.executable, "-c", FLIPPED, *arguments], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 100
