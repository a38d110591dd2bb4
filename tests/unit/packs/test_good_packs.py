"""Good packs: every scalar of a sound pack, written in each way that YAML has for it, is the same pack."""

import json

import pytest
import yaml

import intimacy_kit as ik
from tests.support.memory_pack import Memory
from tests.unit.packs.test_bad_packs import MINIMAL, scalars

EXPECTED = ik.load_path(Memory(MINIMAL))
NUMBERS = ("format", "revision", "value", "weight", "year", "minutes", "depth", "per_pillar", "verified", "rotate")
"""Keys whose values are numbers or truths; quotes would make text of them."""


def plain(value):
    return yaml.safe_load(f"k: {value}")["k"] if value[0] in "'\"" else value


def escaped(text):
    return '"' + "".join(f"\\U{ord(each):08X}" for each in text) + '"'


def single(text):
    return "'" + text.replace("'", "''") + "'"


SPELLINGS = {
    # name: from the place where lines below begin, the key and the value to the line or lines
    "a remark": lambda below, k, v: f"{k}: {v}  # as it should be",
    "a remark below": lambda below, k, v: f"{k}: {v}\n# as it should be",
    "blanks": lambda below, k, v: f"{k}:   {v}   ",
    "a blank before the colon": lambda below, k, v: f"{k} : {v}",
    "an empty line": lambda below, k, v: f"{k}: {v}\n",
    "the value below": lambda below, k, v: f"{k}:\n{below}  {v}",
    "a remark between": lambda below, k, v: f"{k}:  # as it should be\n{below}  {v}",
    "key in quotes": lambda below, k, v: f'"{k}": {v}',
    "key in single quotes": lambda below, k, v: f"'{k}': {v}",
    "key with a question mark": lambda below, k, v: f"? {k}\n{below}: {v}",
}
SPELLINGS_OF_TEXT = {
    "quotes": lambda below, k, v: f"{k}: {json.dumps(plain(v))}",
    "single quotes": lambda below, k, v: f"{k}: {single(plain(v))}",
    "escapes": lambda below, k, v: f"{k}: {escaped(plain(v))}",
    "a block": lambda below, k, v: f"{k}: |-\n{below}  {plain(v)}",
    "a folded block": lambda below, k, v: f"{k}: >-\n{below}  " + plain(v).replace(" ", f"\n{below}  "),
    "quotes over several lines": lambda below, k, v: f'{k}: "' + plain(v).replace(" ", f"\n{below}    ") + '"',
}


def spelt(name):
    """Yield (file, data) for each scalar that can be written so."""
    for file, number, indent, key, value in scalars():
        if name in SPELLINGS_OF_TEXT and key in NUMBERS:
            continue
        lines = MINIMAL[file].decode().split("\n")
        lines[number - 1] = indent + {**SPELLINGS, **SPELLINGS_OF_TEXT}[name](" " * len(indent), key, value)
        yield file, "\n".join(lines).encode()


@pytest.mark.slow
@pytest.mark.parametrize("name", [*SPELLINGS, *SPELLINGS_OF_TEXT])
def test_a_scalar_that_is_written_in_another_way_is_the_same(name):
    for file, data in spelt(name):
        files = Memory({**MINIMAL, file: data})
        assert () == ik.check_path(files), (file, data)
        assert EXPECTED == ik.load_path(files), (file, data)


def test_the_corpus_is_large():
    assert 800 <= sum(1 for name in [*SPELLINGS, *SPELLINGS_OF_TEXT] for _ in spelt(name))
