"""The kinds of record that a pack is made of: one row for each."""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit.content.pack import Pack, Phrase, Pillar, Source
from intimacy_kit.content.practice import Practice, Prompt
from intimacy_kit.content.programme import Programme, Synonyms
from intimacy_kit.content.questionnaire import Form, Item
from intimacy_kit.content.scale import ResponseScale
from intimacy_kit.content.score_rule import ScoreRule
from intimacy_kit.content.shelf import Shelf


@attrs.frozen
class Kind:
    """A kind of record.

    Args:
        shelf: The name of its shelf in a catalogue; `pack` for the pack's own description.
        noun: What one record is called.
        record: Its class.
        file: The file, or the folder of files, that holds its records.
        needed: Whether a pack by itself needs one.
        unknown: The code of a reference to a record that does not exist, where records can be referred to.
    """

    shelf: str
    noun: str
    record: Any
    file: str
    needed: bool = False
    unknown: str = ""

    @property
    def is_folder(self) -> bool:
        """Whether the records are in all files of a folder."""
        return not self.file.endswith(".yaml")

    def shelve(self, values: Iterable[Any] | Shelf[Any]) -> Shelf[Any]:
        """Return values as a shelf of this kind."""
        return values if isinstance(values, Shelf) else Shelf(self.noun, values)  # pyright: ignore[reportUnknownVariableType]  # the name of a shelf tells its type


PACK = Kind("pack", "pack", Pack, "pack.yaml", needed=True)

_SHELVES = (
    Kind("pillars", "pillar", Pillar, "pillars.yaml", needed=True, unknown="unknown-pillar"),
    Kind("scales", "response scale", ResponseScale, "scales.yaml", needed=True, unknown="unknown-scale"),
    Kind("forms", "form", Form, "forms.yaml", needed=True, unknown="unknown-form"),
    Kind("items", "item", Item, "items", needed=True, unknown="unknown-item"),
    Kind("scores", "score", ScoreRule, "scores.yaml", unknown="unknown-score"),
    Kind("practices", "practice", Practice, "practices", unknown="unknown-practice"),
    Kind("prompts", "prompt", Prompt, "prompts", unknown="unknown-prompt"),
    Kind("programmes", "programme", Programme, "programmes"),
    Kind("sources", "source", Source, "sources.yaml", unknown="unknown-source"),
    Kind("phrases", "phrase", Phrase, "phrases.yaml"),
    Kind("synonyms", "synonym group", Synonyms, "synonyms.yaml"),
)

SHELVES: Mapping[str, Kind] = FrozenMap({kind.shelf: kind for kind in _SHELVES})
"""The kinds that a catalogue has a shelf of, by shelf."""

KINDS: Mapping[str, Kind] = FrozenMap({kind.shelf: kind for kind in (PACK, *_SHELVES)})
"""All kinds, by shelf."""
