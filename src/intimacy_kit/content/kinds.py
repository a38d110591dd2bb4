"""The kinds of record that a pack is made of."""

from collections.abc import Mapping

from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import Record
from intimacy_kit.content.pack import Pack, Phrase, Pillar, Source
from intimacy_kit.content.practice import Practice, Prompt
from intimacy_kit.content.questionnaire import Form, Item, ResponseScale

__all__ = ["KINDS"]

KINDS: Mapping[str, type[Record]] = FrozenMap(
    {
        "pack": Pack,
        "pillars": Pillar,
        "scales": ResponseScale,
        "forms": Form,
        "items": Item,
        "practices": Practice,
        "prompts": Prompt,
        "sources": Source,
        "phrases": Phrase,
    }
)
"""What a pack is made of: the class of each kind of record, by the name of its file or folder."""
