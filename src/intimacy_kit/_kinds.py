"""The kinds of record that a pack is made of."""

from collections.abc import Mapping

from intimacy_kit._frozen import FrozenMap
from intimacy_kit._plain import Record
from intimacy_kit.content import Form, Item, Pack, Pillar, Practice, Prompt, ResponseScale, Source

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
    }
)
"""What a pack is made of: the class of each kind of record, by the name of its file or folder."""
