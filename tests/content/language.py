"""The texts of one language, and what the rules of that language find in them.

A rule is a message and a regular expression. Each language has a file of its own: `rules_de`, `rules_es`
and so on, with the faults that were planted for each rule.
"""

import functools
import re
from pathlib import Path

import yaml

from .rules import Fault

LOCALES = Path(__file__).parents[2] / "data" / "locales"


@functools.cache
def texts_in(tag):
    """Return where it stands and what it says for each text of a language that a person reads; search only compares."""
    return tuple(_texts_in(LOCALES / tag))


def _texts_in(folder):
    for path in sorted(folder.rglob("*.yaml")):
        if path.name == "synonyms.yaml":
            continue
        texts = yaml.safe_load(path.read_text(encoding="utf-8"))
        shown = {key: each for key, each in texts.items() if not str(key).startswith("search-")}
        yield from _texts_of(shown, str(path.relative_to(folder)))


def faults(rule, texts):
    """Yield what a rule finds in texts, which are pairs of where they stand and what they say."""
    message, pattern = rule
    for where, text in texts:
        for match in re.finditer(pattern, text):
            yield Fault(where, f"{message}: {match.group()!r}")


def _texts_of(value, where):
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value, 1):
            yield from _texts_of(each, f"{where} {key}")
