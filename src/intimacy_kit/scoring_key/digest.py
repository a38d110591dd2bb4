"""What a digest says of items and rules."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from intimacy_kit._values.record import unstructure
from intimacy_kit.content.score_rule import ScoreRule
from intimacy_kit.content.vocabulary import Rounding
from intimacy_kit.scoring_key.item import KeyedItem


def plain_item(item: KeyedItem) -> dict[str, Any]:
    """Return what a digest says of an item; what most items do not have is there only where one has it.

    Args:
        item: The item.
    """
    rare: dict[str, Any] = {"points": item.points or None, "range": item.range, "show_if": item.show_if}
    rare |= {"if_not_shown": item.if_not_shown, "variant": item.variant}
    return {
        "id": item.id,
        "revision": item.revision,
        "pillar": item.pillar,
        "role": item.role.value,
        "keying": item.keying.value,
        "values": item.values,
        "codes": [code.value for code in item.codes],
        "weight": item.weight,
        **{name: unstructure(value) for name, value in rare.items() if value is not None},
    }


def plain_rule(rule: ScoreRule) -> dict[str, Any]:
    """Return what a digest says of a scoring rule: all but its name for people, and what most rules do not have.

    Args:
        rule: The rule.
    """
    return {
        key: value
        for key, value in rule.to_dict().items()
        if key != "title" and (key not in _RARE or getattr(rule, key) != _RARE[key])
    }


def hash_of(plain: Mapping[str, Any]) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of a value.

    Args:
        plain: What JSON can hold; the order of its keys does not matter.
    """
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:16]


_RARE = {"multiplied_by": None, "divided_by": None, "cycle": None, "rounding": Rounding.HALF_UP, "bands": None}
"""What most rules do not have, with what they have instead."""
