"""Score a file of answered check-ins, Parquet or CSV, into another, of any length, in a bounded memory.

The rows stream through Polars: read, scored by `frames` and written a few
thousand at a time. The scores equal those of `score()` to the last bit.
"""

import os
import re
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import member
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem, TableError
from intimacy_kit.scoring.scores import Reason
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.cells import Cell
from intimacy_kit.tables.frame import score_frame
from intimacy_kit.tables.layout import OnInvalid, Shape, TableLayout, off_scale
from intimacy_kit.tables.reading import invalid_counts, read
from intimacy_kit.tables.streams import collected, format_of, length, opened, replaced, same, write
from intimacy_kit.tables.sums import column_names

try:
    import narwhals as nw
    import polars as pl
except ImportError as error:
    raise MissingExtra("tables") from error

_FORMULA = r"^([\s\x00]*[=+\-@＝＋－＠]|[\t\r\n\x00])"
"""How a cell begins that a spreadsheet may run."""


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
        pillars: The counts for each pillar; a felt score goes by ``<pillar>_felt``.
        invalid: Item to the number of its cells that hold no value of its scale, where there are any.
    """

    rows: int
    scored: int
    pillars: Mapping[str, PillarCounts]
    invalid: Mapping[str, int]

    def __str__(self) -> str:
        width = max(map(len, self.pillars), default=0)
        lines = [f"{self.rows:,} rows, {self.scored:,} of them with a score"]
        for name, count in self.pillars.items():
            reasons = f"{count.too_few_answers:,} with too few answers, {count.not_asked:,} not asked"
            lines.append(f"  {name:<{width}}  {count.scored:,} scored, {reasons}")
        for id, number in self.invalid.items():
            lines.append(f"  {id}: {number:,} cells without a value of its scale, counted as gaps")
        return "\n".join(lines)


@sealed
def score_table(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    key: ScoringKey,
    *,
    layout: TableLayout = TableLayout(),  # noqa: B008  # it is frozen
    on_invalid: str | OnInvalid = OnInvalid.RAISE,
    overwrite: bool = False,
    spreadsheet_safe: bool = False,
    on_rows: Callable[[int, int], object] | None = None,
) -> TableSummary:
    """Score a Parquet or CSV file into another one, which is there whole in the end or not at all.

    A CSV file is UTF-8, its cells separated by commas, its first row the names.

    Args:
        source: The file with the answers. Its ending says which
            format it has: ``.parquet``, ``.pq`` or ``.csv``.
        target: The file to write; its ending says in which format. Only the account that runs this can read it.
        key: The scoring key.
        layout: What the table means; a row for each check-in and a column for each item unless given. Of a long
            table memory grows with the number of persons, and its rows are written in the order of the persons.
        on_invalid: What to do about cells that hold no value of their scale: ``raise`` writes nothing and raises
            with their number by item; ``null`` counts them as gaps, in each row as the column ``invalid``.
        overwrite: Replace the target where there is one.
        spreadsheet_safe: Put ``'`` before each text in a CSV file that a spreadsheet may take for a formula:
            one that begins with ``=``, ``+``, ``-`` or ``@``, also full-width or behind blanks, or with a tab, a line
            break or NUL.
        on_rows: Called now and then, from another thread, with the rows read so far and those to read in all. The
            latter are an upper bound where cells of a CSV file have several lines.

    Returns:
        Counts of what was written.

    Raises:
        TableError: When a file cannot be read or written. `problems` says why.
        InvalidValue: When columns, or with ``raise`` cells, do not fit the key. All problems at once.
    """
    source, target = Path(source), Path(target)
    csv = format_of(target) == "csv"
    problems = _problems(key, layout)
    rule = member(OnInvalid, on_invalid, "on_invalid", problems)
    if rule is OnInvalid.TRUST:
        message = "a file is always looked at"
        problems.append(Problem("bad-choice", message, "take raise or null", ("on_invalid",)))
    if spreadsheet_safe and not csv:
        message = "a Parquet file is written as it is, since no spreadsheet runs what is in it"
        problems.append(Problem("bad-choice", message, "leave this out, or write CSV", ("spreadsheet_safe",)))
    if problems:
        raise InvalidValue(problems)
    table = opened(source, _wanted(key, layout))
    if same(source, target):
        raise TableError(
            [Problem("same-file", "the file that is read cannot be written", "name another", file=str(target))]
        )
    progress = _Progress(on_rows, length(source, table)) if on_rows else None
    tally = _Tally(key, stop=rule is OnInvalid.RAISE)
    scores = _watched(_scores(table, key, layout, progress), tally.passed)
    if rule is OnInvalid.RAISE:
        scores = scores.drop("invalid")
    if csv:
        scores = _for_csv(scores, layout.copied, safe=spreadsheet_safe)
    try:
        with replaced(target, overwrite=overwrite) as stream:
            write(scores, stream, source=source, target=target)
    except _Stopped:
        pass
    else:
        counted = _invalid(table, key, layout, source) if tally.invalid else []
        return tally.summary({cell.item.id: count for cell, count in counted})
    counted = _invalid(table, key, layout, source)
    raise InvalidValue(off_scale(cell.item, cell.label, count) for cell, count in counted)


def _problems(key: ScoringKey, layout: TableLayout) -> list[Problem]:
    """Return what is wrong with the layout whatever the table is."""
    problems = layout.problems(key)
    written = Counter([*layout.copied, *_names(key), "invalid"])
    for name in dict.fromkeys(layout.copied):
        if written[name] > 1:
            message = f"two columns would have the name {name[:100]!a}"
            problems.append(Problem("duplicate-column", message, "name each once, none like a score", (name,)))
    return problems


def _wanted(key: ScoringKey, layout: TableLayout) -> frozenset[str]:
    """Return the names of the columns that are read."""
    if layout.shape is Shape.LONG:
        return frozenset((layout.person, layout.item, layout.value))
    return frozenset((*layout.ids, *layout.item_columns(key).values()))


def _names(key: ScoringKey) -> list[str]:
    return [f"{each.name}_{what}" for each in key.subscales for what in column_names(each)]


def _scores(table: pl.LazyFrame, key: ScoringKey, layout: TableLayout, progress: "_Progress | None") -> pl.LazyFrame:
    """Return the scores with a column `invalid`, or refuse the table with every reason."""
    if layout.shape is Shape.WIDE:
        scores = score_frame(table, key, layout=layout, on_invalid=OnInvalid.NULL)
        return _watched(scores, progress.passed) if progress else scores
    known = table.collect_schema().names()
    wanted = dict.fromkeys((layout.person, layout.item, layout.value))
    table = table.select([name for name in wanted if name in known])
    table = _watched(table, progress.passed) if progress else table
    return score_frame(table, key, layout=layout, on_invalid=OnInvalid.NULL).sort(layout.person)


def _invalid(table: pl.LazyFrame, key: ScoringKey, layout: TableLayout, source: Path) -> list[tuple[Cell, int]]:
    """Return how each item is read that has cells without a value of its scale, with their number."""
    rows, cells = read(nw.from_native(table), key, layout)
    (counts,) = collected([nw.to_native(invalid_counts(rows, cells))], source=source)
    return [(cell, int(counts.item(0, id))) for id, cell in cells.items() if counts.item(0, id)]


# Streams -----------------------------------------------------------------------


_ROWS, _SCORED, _INVALID = ("", "rows"), ("", "scored"), ("", "invalid")
"""What is counted besides the reasons of each pillar."""


class _Stopped(Exception):
    """The rows so far are enough to know that the table is refused."""


class _Tally:
    """Counts of the rows that stream by. Polars may bring them from several threads."""

    def __init__(self, key: ScoringKey, *, stop: bool) -> None:
        self._names = [each.name for each in key.subscales]
        self._stop = stop
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, str]] = Counter()

    @property
    def invalid(self) -> bool:
        """Whether a cell held no value of its scale."""
        return self._counts[_INVALID] > 0

    def passed(self, batch: pl.DataFrame) -> pl.DataFrame:
        """Count some rows, and hand them on."""
        invalid = int(batch["invalid"].sum())
        if invalid and self._stop:
            raise _Stopped
        found: Counter[tuple[str, str]] = Counter({_ROWS: len(batch), _INVALID: invalid})
        without = [batch[f"{name}_reason"] for name in self._names]
        for name, reasons in zip(self._names, without, strict=True):
            found[name, "scored"] = reasons.null_count()
            found[name, Reason.NOT_ASKED.value] = int((reasons == Reason.NOT_ASKED.value).sum())
        found[_SCORED] = int(pl.select(pl.any_horizontal([each.is_null() for each in without])).to_series().sum())
        with self._lock:
            self._counts += found
        return batch

    def summary(self, invalid: Mapping[str, int]) -> TableSummary:
        """Return the counts."""
        counts, rows = self._counts, self._counts[_ROWS]
        pillars: dict[str, PillarCounts] = {}
        for name in self._names:
            scored, not_asked = counts[name, "scored"], counts[name, Reason.NOT_ASKED.value]
            pillars[name] = PillarCounts(scored, rows - scored - not_asked, not_asked)
        return TableSummary(rows, counts[_SCORED], pillars, invalid)


class _Progress:
    """How far the rows have come."""

    def __init__(self, on_rows: Callable[[int, int], object], total: int) -> None:
        self._on_rows, self._total = on_rows, total
        self._lock = threading.Lock()
        self._rows = 0

    def passed(self, batch: pl.DataFrame) -> pl.DataFrame:
        """Tell of some rows, and hand them on."""
        with self._lock:
            self._rows += len(batch)
            self._on_rows(self._rows, max(self._rows, self._total))
        return batch


def _watched(table: pl.LazyFrame, passed: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.LazyFrame:
    """Return the table, of which each batch goes through a function that gives it back as it is."""
    return table.map_batches(passed, schema=table.collect_schema(), streamable=True, validate_output_schema=False)


def _for_csv(scores: pl.LazyFrame, ids: Sequence[str], *, safe: bool) -> pl.LazyFrame:
    """Return the scores as they go into a CSV file, or refuse the columns that cannot."""
    schema = scores.collect_schema()
    problems = [
        Problem(
            "wrong-type", f"the column {name!r} is of type {schema[name]}", "leave it out, or write Parquet", (name,)
        )
        for name in ids
        if schema[name].is_nested() or isinstance(schema[name], pl.Binary | pl.Object)
    ]
    if problems:
        raise InvalidValue(problems)
    if not safe:
        return scores
    risky = [name for name in ids if isinstance(schema[name], pl.String | pl.Categorical | pl.Enum)]
    texts = [pl.col(name).cast(pl.String) for name in risky]
    marked = [pl.when(text.str.contains(_FORMULA)).then(pl.lit("'") + text).otherwise(text) for text in texts]
    names = {name: f"'{name}" for name in ids if re.match(_FORMULA, name)}
    return scores.with_columns(each.alias(name) for each, name in zip(marked, risky, strict=True)).rename(names)
