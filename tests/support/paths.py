"""Where things lie in the checkout."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
EXAMPLES = DOCS / "examples"
TESTS = ROOT / "tests"
DATA = TESTS / "data"
GOOD = DATA / "packs_good"
BAD = DATA / "packs_bad"
INSTRUMENTS = DATA / "instruments"
GOLDEN = DATA / "golden"
NODE = TESTS / "foreign" / "node"
