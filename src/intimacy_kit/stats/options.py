"""How the answers to each item spread over its choices, and where they are missing. Needs the extra `stats`."""

from collections.abc import Mapping
from typing import Any

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import Record
from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.checkin.key import key_of
from intimacy_kit.content.vocabulary import Missing, Role
from intimacy_kit.errors import MissingExtra
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.stats.column import ASKED, KINDS, Gaps, Matrix
from intimacy_kit.stats.matrix import answers_in
from intimacy_kit.stats.occasions import column_of
from intimacy_kit.tables.layout import TableLayout

try:
    import numpy as np
except ImportError as error:
    raise MissingExtra("stats") from error


@attrs.frozen
class ItemUse(Record):
    """How one group of people answered one item. All parts lie from 0 to 1.

    Args:
        item: The item's id.
        group: The group, as text; None where all people are one.
        asked: How many people were asked: all without a gap that says otherwise.
        answered: How many gave a value.
        options: Each value of the scale, as text, with the part of the answers that it has; none of a range.
        floor: The part of the answers at the low end of the scale, or None without an answer.
        ceiling: The part at the high end, or None without an answer.
        gaps: Each kind of gap that there is, with the part of those asked; of kinds that mean that nobody asked,
            the part of all people.
    """

    item: str
    group: str | None
    asked: int
    answered: int
    options: Mapping[str, float]
    floor: float | None
    ceiling: float | None
    gaps: Mapping[Missing, float]


@sealed
def item_use(
    table: Any,
    key: ScoringKey | CheckIn,
    *,
    by: str | None = None,
    layout: TableLayout = TableLayout(),  # noqa: B008  # it is frozen
) -> tuple[ItemUse, ...]:
    """Return how the answers to each scored and felt item spread, in each group.

    Args:
        table: As for `keyed_matrix`.
        key: The scoring key or the check-in.
        by: The column that says which group a row belongs to, such as `living`; all are one group unless given.
        layout: As for `keyed_matrix`.

    Returns:
        The items in the order of the form, and for each the groups in order. Answers are as stored, not reversed.

    Raises:
        InvalidResponse: As `keyed_matrix`.
        InvalidValue: When there is no such column.

    >>> import intimacy_kit as ik
    >>> from intimacy_kit.stats import item_use, simulate
    >>> key = ik.ScoringKey.from_form(ik.load(), "standard")
    >>> used = item_use(simulate(key, couples=200, seed=1).columns, key, by="living")
    >>> [(each.group, each.asked) for each in used[:2]]
    [('apart', 94), ('together', 306)]
    """
    key = key_of(key)
    items = [item for item in key.items if item.role in (Role.SCORED, Role.FELT)]
    answers = answers_in(table, key, items, layout)
    rows = len(answers.values)
    groups = None if by is None else [str(each) for each in column_of(table, by, rows, "by")]
    found: list[ItemUse] = []
    for i, item in enumerate(items):
        for group in (None,) if groups is None else sorted({*groups}):
            inside = slice(None) if groups is None else np.array([each == group for each in groups])
            found.append(_use(item, group, answers.values[inside, i], answers.gaps[inside, i]))
    return tuple(found)


def _use(item: KeyedItem, group: str | None, values: Matrix, gaps: Gaps) -> ItemUse:
    given = values[~np.isnan(values)]
    gone = gaps[np.isnan(values)]
    unasked = int(np.count_nonzero(gone >= ASKED))
    asked = len(values) - unasked
    counts = {code: int(np.count_nonzero(gone == place)) for place, code in enumerate(KINDS)}
    return ItemUse(
        item=item.id,
        group=group,
        asked=asked,
        answered=len(given),
        options=FrozenMap({str(value): _part(given, value) for value in item.values if len(given)}),
        floor=_part(given, item.low) if len(given) else None,
        ceiling=_part(given, item.high) if len(given) else None,
        gaps=FrozenMap(
            {code: n / (asked if code.counts_as_asked else len(values)) for code, n in counts.items() if n},
        ),
    )


def _part(given: Matrix, value: float) -> float:
    return float(np.count_nonzero(given == value) / len(given))
