"""Fuzz the reader and check_path: any bytes give a tree or problems, the same from both parsers, and no other error.

Needs atheris (the group `fuzz`). Ten minutes of it:

    python tests/fuzz/fuzz_packs.py -max_total_time=600 -max_len=4096 -rss_limit_mb=4096
"""

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["intimacy_kit", "yaml"]):
    import intimacy_kit as ik
    from intimacy_kit import packs  # noqa: F401  # loaded later otherwise, and not instrumented
    from intimacy_kit.packs import yaml_tree

from tests.support.memory_pack import Memory, folder
from tests.support.paths import GOOD

MINIMAL = folder(GOOD / "minimal")
FILES = sorted(MINIMAL)


def one(data: bytes) -> None:
    """Read the bytes as YAML, then put them in the place of one file of a good pack."""
    if not data:
        return
    place, text = data[0], data[1:]
    fast = yaml_tree.read(text, fast=True)
    if fast != yaml_tree.read(text, fast=False):
        raise AssertionError("the parsers do not agree")
    problems = ik.check_path(Memory({**MINIMAL, FILES[place % len(FILES)]: text}))
    if any(not str(problem) for problem in problems):
        raise AssertionError("a problem says nothing")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
