"""Scores of couples: a row for each couple, or a row for each person with the partner's scores beside their own.

This is for those who hold the answers of both and may look at them. What one
partner sees of the other is `intimacy_kit.couple`'s.
"""

import enum
from collections import Counter
from typing import Any, TypeVar, cast

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import member
from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.checkin.key import key_of
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.engine_errors import table_of, without_engine_errors
from intimacy_kit.tables.faults import count_of
from intimacy_kit.tables.frame import score_rows
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.reading import read_table
from intimacy_kit.tables.rows import PARTNER, present
from intimacy_kit.tables.sums import column_names
from intimacy_kit.tables.vocabulary import OnInvalid, Shape

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtra("tables") from error

Frame = TypeVar("Frame")

_ROW, _NUMBER = "_intimacy_kit_row", "_intimacy_kit_number"
"""Columns that come and go on the way; a table is not expected to have them."""

_OTHER = "partner_"
"""What the partner's scores begin with."""


class CoupleRows(enum.StrEnum):
    """What a row of couples' scores is: a couple (`wide`), or a person with the partner's scores (`pairwise`)."""

    WIDE = "wide"
    PAIRWISE = "pairwise"


@sealed
@without_engine_errors
def score_couples(
    frame: Frame,
    key: ScoringKey | CheckIn,
    *,
    layout: TableLayout,
    rows: str | CoupleRows = CoupleRows.PAIRWISE,
    on_invalid: str | OnInvalid = OnInvalid.RAISE,
) -> Frame:
    """Score a table of couples, of whichever shape, and give it in either of two.

    Args:
        frame: The table, in memory: with both partners in a row (`layout.partners`), or with a row for each of
            them (`layout.couple`, and `layout.partner` where a column says which of the two a row is).
        key: The scoring key or the check-in.
        layout: What the table means.
        rows: `pairwise`, with a row for each person, or `wide`, with a row for each couple.
        on_invalid: As for `score_frame`.

    Returns:
        A table of the same kind. `pairwise` has the columns that the layout copies, those of the couple, which of
        the two a row is, all scores, and the partner's as `partner_<pillar>_percent` and so on.
        `wide` has the columns of the couple, and scores such as `A_<pillar>_percent`. Whoever has no partner in
        the table has empty cells there.

    Raises:
        InvalidValue: As `score_frame`, and when a couple has more than two rows or two of one partner.
    """
    key = key_of(key)
    problems: list[Problem] = []
    rule = member(OnInvalid, on_invalid, "on_invalid", problems)
    shape = member(CoupleRows, rows, "rows", problems)
    table = table_of(frame)
    if isinstance(table, nw.LazyFrame):
        message = "couples are scored in memory"
        problems.append(Problem("bad-choice", message, "collect the table first", ("frame",)))
    couple = layout.couple or (layout.ids if layout.partners else ())
    if not couple:
        message = "the layout does not say which couple a row belongs to"
        problems.append(Problem("missing-key", message, "name the columns under `couple`", ("couple",)))
    if problems:
        raise InvalidValue(problems)
    scores, which = _score_people(table, key, attrs.evolve(layout, couple=couple), cast(OnInvalid, rule))
    numbers = _numbers(scores, couple, which)
    scores = scores.with_columns(
        nw.new_series(_NUMBER, numbers, nw.Int64, backend=scores.implementation),
    ).with_row_index(_ROW)
    names = [name for name in scores.columns if is_score(name, key)]
    joined = _pairwise(scores, couple, names) if shape is CoupleRows.PAIRWISE else _wide(scores, couple, which, names)
    return cast(Frame, nw.to_native(joined.sort(_ROW).drop(_ROW)))


def _score_people(table: Any, key: ScoringKey, layout: TableLayout, rule: OnInvalid) -> tuple[Any, str]:
    """Return the scores of each person, and the column that says which of the two each is."""
    columns = [*layout.ids, *layout.couple, *([layout.partner] if layout.partner else [])]
    schema = table.collect_schema().names()
    there = filter(None, (present(name, schema) for name in dict.fromkeys(columns)))
    columns = [name for name in there if layout.shape is Shape.WIDE or name != layout.person]
    read = read_table(table, key, attrs.evolve(layout, ids=tuple(columns)))
    scores = score_rows(read, key, rule, skip=layout.skip)
    if layout.shape is Shape.LONG:
        scores = scores.sort(*read.layout.copied)
    which = layout.partner or (layout.person if layout.shape is Shape.LONG else PARTNER)
    if which not in scores.columns:
        counts: Counter[Any] = Counter()
        numbers: list[int] = []
        for pair in scores.select(*layout.couple).iter_rows():
            counts[pair] += 1
            numbers.append(counts[pair])
        scores = scores.with_columns(nw.new_series(which, numbers, nw.Int64, backend=scores.implementation))
        scores = scores.select(*columns, which, *[name for name in scores.columns if name not in (*columns, which)])
    return scores, which


def _numbers(scores: Any, couple: tuple[str, ...], which: str) -> list[int]:
    """Return for each row whether it is the first or the second of its couple, or refuse couples of more."""
    members: dict[Any, list[Any]] = {}
    numbers: list[int] = []
    wrong: set[Any] = set()
    for *pair, one in scores.select(*couple, which).iter_rows():
        known = members.setdefault(tuple(pair), [])
        if any(part is None for part in pair):
            known.clear()  # nobody knows whose partner this is
        if one in known or len(known) == 2:
            wrong.add(tuple(pair))
        known.append(one)
        numbers.append(len(known))
    if wrong:
        message = f"{count_of(len(wrong), 'couple')} with more than two rows, or two of one partner"
        raise InvalidValue(
            [Problem("not-two", message, "name what else tells couples apart under `couple`", ("couple",))]
        )
    return numbers


def _pairwise(scores: Any, couple: tuple[str, ...], names: list[str]) -> Any:
    """Return a row for each person with the partner's scores."""
    other = scores.select(
        *couple, (3 - nw.col(_NUMBER)).alias(_NUMBER), *[nw.col(name).alias(f"{_OTHER}{name}") for name in names]
    )
    return scores.join(other, on=[*couple, _NUMBER], how="left").drop(_NUMBER)


def _wide(scores: Any, couple: tuple[str, ...], which: str, names: list[str]) -> Any:
    """Return a row for each couple with the scores of both."""
    known = list(dict.fromkeys(str(one) for (one,) in scores.select(which).iter_rows()))
    called, column = (known, which) if len(known) <= 2 else (["1", "2"], _NUMBER)
    wide = scores.group_by(*couple).agg(nw.col(_ROW).min())
    for name in called:
        own = scores.filter(nw.col(column).cast(nw.String) == name)
        own = own.select(*couple, *[nw.col(score).alias(f"{name}_{score}") for score in names])
        wide = wide.join(own, on=[*couple], how="left")
    return wide


def is_score(name: str, key: ScoringKey) -> bool:
    """Return whether a column of scored couples holds a score, by its name.

    Args:
        name: The name.
        key: The scoring key.
    """
    names = {f"{subscale.name}_{what}" for subscale in key.subscales for what in column_names(subscale)}
    return name == "invalid" or name in names
