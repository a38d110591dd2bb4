"""What a scored file comes to: counts alone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import attrs

from intimacy_kit.errors import MissingExtra
from intimacy_kit.scoring.result import Reason
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.faults import CellFault, KindCount, count_of
from intimacy_kit.tables.text_rows import RowFault

try:
    import polars as pl
except ImportError as error:
    raise MissingExtra("tables") from error


@attrs.frozen
class PillarCounts:
    """How many rows have a score for a pillar, and why the others have none.

    Args:
        scored: Rows with a score.
        too_few_answers: Rows below the form's minimum.
        not_asked: Rows in which none of its items was asked.
    """

    scored: int
    too_few_answers: int
    not_asked: int


@attrs.frozen
class TableSummary:
    """What became of a table: counts alone, never what a cell holds.

    Args:
        rows: Rows written.
        scored: Rows with a score for at least one pillar.
        pillars: The counts for each pillar; a felt score is named ``<pillar>_felt``.
        faults: What is wrong with cells that were counted as gaps, and with rows that were left out, by item and kind.
        spoilt: Rows with at least one cell that was counted as a gap for being wrong.
        lost: Rows with such a cell that have no score for any pillar.
        kinds: How many cells are wrong in each way, and in how many check-ins.
        row_faults: Rows of a text file that had nothing in them, or too few cells.
    """

    rows: int
    scored: int
    pillars: Mapping[str, PillarCounts]
    faults: tuple[CellFault, ...] = ()
    spoilt: int = 0
    lost: int = 0
    kinds: tuple[KindCount, ...] = ()
    row_faults: tuple[RowFault, ...] = ()

    @property
    def invalid(self) -> Mapping[str, int]:
        """Item to the number of its cells that hold no value of its scale, where there are any."""
        counts: Counter[str] = Counter()
        for fault in self.faults:
            counts[fault.item] += fault.cells
        return dict(counts)

    def __str__(self) -> str:
        width = max(map(len, self.pillars), default=0)
        lines = [f"{count_of(self.rows, 'row')}, {self.scored:,} of them with a score"]
        for name, count in self.pillars.items():
            reasons = f"{count.too_few_answers:,} with too few answers, {count.not_asked:,} not asked"
            lines.append(f"  {name:<{width}}  {count.scored:,} scored, {reasons}")
        lines += [f"  {_sentence(fault)}" for fault in self.row_faults]
        if self.spoilt:
            spoilt = f"  {count_of(self.spoilt, 'row')} with cells that hold no value of their scale, taken as gaps"
            lines.append(f"{spoilt}; {self.lost:,} of them without any score")
        lines += [
            f"  {count.kind}: {count_of(count.cells, 'cell')} in {count_of(count.check_ins, 'check-in')}"
            for count in self.kinds
        ]
        for fault in self.faults:
            rows = ", ".join(map(str, fault.rows))
            noun = "row" if fault.kind == "unknown-item" else "cell"
            name = ascii(fault.item[:100])[1:-1] or "no item"
            lines.append(f"  {name}: {count_of(fault.cells, noun)} {fault.kind}, first in row {rows}")
        return "\n".join(lines)


def _sentence(fault: RowFault) -> str:
    """Return what is said of rows that have nothing in them, or too few cells."""
    if fault.kind == "blank-row":
        return f"{count_of(fault.rows, 'blank row')} left out"
    rows = ", ".join(map(str, fault.first))
    return f"{count_of(fault.rows, 'row')} with fewer cells than names, the missing ones empty, first in row {rows}"


def couples_summary(
    scores: pl.DataFrame,
    key: ScoringKey,
    faults: Iterable[CellFault],
    kinds: Iterable[KindCount],
    row_faults: tuple[RowFault, ...],
) -> TableSummary:
    """Return what scores of couples come to.

    Args:
        scores: The table, with a row for each couple or for each person.
        key: The scoring key.
        faults: What is wrong with cells that were counted as gaps.
        kinds: How many cells are wrong in each way.
        row_faults: What is wrong with rows of the file.
    """
    names = [name for name in scores.columns if not name.startswith("partner_")]
    percents = [name for name in names if name.endswith("_percent")]
    invalid = [name for name in names if name == "invalid" or name.endswith("_invalid")]
    rows = scores.select(
        scored=pl.any_horizontal(pl.col(percents).is_not_null()),
        spoilt=pl.any_horizontal(pl.col(invalid) > 0).fill_null(value=False) if invalid else pl.lit(value=False),
    )
    lost = rows.select((pl.col("spoilt") & ~pl.col("scored")).sum()).item()
    pillars = {each.name: _pillar_counts(scores, names, each.name) for each in key.subscales}
    return TableSummary(
        len(scores),
        int(rows["scored"].sum()),
        pillars,
        tuple(faults),
        int(rows["spoilt"].sum()),
        lost,
        tuple(kinds),
        row_faults,
    )


def _pillar_counts(scores: pl.DataFrame, names: Sequence[str], pillar: str) -> PillarCounts:
    """Return the counts of one score, of both partners where they share a row."""
    own = [name for name in names if name == f"{pillar}_reason" or name.endswith(f"_{pillar}_reason")]
    reasons = Counter(reason for name in own for reason in scores[name])
    scored = sum(scores[name.replace("_reason", "_percent")].count() for name in own)
    return PillarCounts(scored, reasons[Reason.TOO_FEW_ANSWERS.value], reasons[Reason.NOT_ASKED.value])
