"""What a pilot is: its form, its survey system, its languages, and which questions are left out for whom."""

import enum
import hashlib
from collections.abc import Mapping
from typing import Annotated

import attrs

from intimacy_kit._values.fields import Between, Id, NonEmpty
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import CheckedRecord, Record
from intimacy_kit.content.vocabulary import Perspective, Role
from intimacy_kit.errors import Problems
from intimacy_kit.scoring_key.key import ScoringKey


class System(enum.StrEnum):
    """A survey system that a pilot can be run in."""

    REDCAP = "redcap"
    QUALTRICS = "qualtrics"
    LIMESURVEY = "limesurvey"
    KOBO = "kobo"


@attrs.frozen
class Coding(Record):
    """How a survey system stores the answers to one item.

    Args:
        column: The name of its column.
        cells: For each answer, as text, what stands in a cell; an answer that is left out stands as it is.
    """

    column: NonEmpty
    cells: Mapping[str, str] = FrozenMap({})


@attrs.frozen
class PilotPlan(CheckedRecord):
    """What a pilot is, as its folder keeps it.

    Args:
        form: The id of the form.
        system: Where it is asked.
        locales: The languages, that of the pack's own texts first where it is among them.
        perspectives: Whose behaviour is asked about.
        seed: What the order of the questions depends on.
        r_seed: What the analysis draws with.
        digest: The digest of the scoring key.
        blocks: For each version of the survey, the items that it leaves out; couples get the versions in turn.
        codings: How the survey system stores the answers to each item that is asked, by item.
    """

    form: Id
    system: System
    locales: tuple[NonEmpty, ...]
    perspectives: tuple[Perspective, ...]
    seed: NonEmpty
    r_seed: Annotated[int, Between(0, 2**31 - 1)]
    digest: NonEmpty
    blocks: tuple[tuple[str, ...], ...]
    codings: Mapping[Id, Coding] = FrozenMap({})

    def _check(self, problems: Problems) -> None:
        for name in ("locales", "perspectives", "blocks"):
            if not getattr(self, name):
                problems.add("missing-key", f"a pilot has {name}", "give one at least", name)


def r_seed_of(seed: str) -> int:
    """Return a number for R that depends on a seed.

    Args:
        seed: Any text.
    """
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4]) >> 1


def blocks_of(key: ScoringKey, count: int) -> tuple[tuple[str, ...], ...]:
    """Return the items that each version of a survey leaves out: the scored items of every pillar, dealt in turn.

    With three versions or more, any two items are together in at least one. An item that decides whether another is
    shown is asked of everybody, so is every item where a score decides that, and so are pillars that have fewer items
    than there are versions.

    Args:
        key: The scoring key.
        count: How many versions there are; 1 leaves nothing out.
    """
    comparisons = [each for item in key.items if item.show_if for each in item.show_if.comparisons]
    if count == 1 or any(each.score is not None for each in comparisons):
        return tuple(() for _ in range(count))
    decisive = {each.item for each in comparisons}
    dealt: list[list[str]] = [[] for _ in range(count)]
    for pillar in key.pillars:
        ids = [item.id for item in key.items if (item.pillar, item.role) == (pillar, Role.SCORED)]
        free = [id for id in ids if id not in decisive]
        for i, id in enumerate(free if len(ids) >= count else ()):
            dealt[i % count].append(id)
    return tuple(map(tuple, dealt))
