"""The kinds of record that a pack is made of: one row for each.

A row names the class of its records, which is imported when the first of them
is read: a program that draws a check-in does without the classes of practices.
"""

import importlib
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit.content.shelf import Shelf


@attrs.frozen
class Kind:
    """A kind of record.

    Args:
        shelf: The name of its shelf in a catalogue; `pack` for the pack's own description.
        noun: What one record is called.
        home: Where its class is: a module of this package, and a name in it.
        file: The file, or the folder of files, that holds its records.
        needed: Whether a pack by itself needs one.
        unknown: The code of a reference to a record that does not exist, where records can be referred to.
    """

    shelf: str
    noun: str
    home: str
    file: str
    needed: bool = False
    unknown: str = ""

    @property
    def record(self) -> Any:
        """The class of the records."""
        module, _, name = self.home.partition(".")
        return getattr(importlib.import_module(f"intimacy_kit.content.{module}"), name)

    @property
    def is_folder(self) -> bool:
        """Whether the records are in all files of a folder."""
        return not self.file.endswith(".yaml")

    def shelve(self, values: Iterable[Any] | Shelf[Any]) -> Shelf[Any]:
        """Return values as a shelf of this kind."""
        return values if isinstance(values, Shelf) else Shelf(self.noun, values)  # pyright: ignore[reportUnknownVariableType]  # the name of a shelf tells its type


PACK = Kind("pack", "pack", "pack.Pack", "pack.yaml", needed=True)

_SHELVES = (
    Kind("pillars", "pillar", "pack.Pillar", "pillars.yaml", needed=True, unknown="unknown-pillar"),
    Kind("scales", "response scale", "scale.ResponseScale", "scales.yaml", needed=True, unknown="unknown-scale"),
    Kind("forms", "form", "questionnaire.Form", "forms.yaml", needed=True, unknown="unknown-form"),
    Kind("items", "item", "questionnaire.Item", "items", needed=True, unknown="unknown-item"),
    Kind("scores", "score", "score_rule.ScoreRule", "scores.yaml", unknown="unknown-score"),
    Kind("norms", "norm", "norm.Norm", "norms.yaml"),
    Kind("practices", "practice", "practice.Practice", "practices", unknown="unknown-practice"),
    Kind("prompts", "prompt", "practice.Prompt", "prompts", unknown="unknown-prompt"),
    Kind("programmes", "programme", "programme.Programme", "programmes"),
    Kind("sources", "source", "pack.Source", "sources.yaml", unknown="unknown-source"),
    Kind("phrases", "phrase", "pack.Phrase", "phrases.yaml"),
    Kind("synonyms", "synonym group", "programme.Synonyms", "synonyms.yaml"),
)

SHELVES: Mapping[str, Kind] = FrozenMap({kind.shelf: kind for kind in _SHELVES})
"""The kinds that a catalogue has a shelf of, by shelf."""

KINDS: Mapping[str, Kind] = FrozenMap({kind.shelf: kind for kind in (PACK, *_SHELVES)})
"""All kinds, by shelf."""
