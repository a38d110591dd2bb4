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
from typing import Literal

import attrs

from intimacy_kit._values.arguments import member, one_of
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem, TableError, did_you_mean
from intimacy_kit.scoring.scores import Reason
from intimacy_kit.scoring_key import ScoringKey
from intimacy_kit.tables.cells import off_scale, scored_items
from intimacy_kit.tables.frame import score_frame, score_long
from intimacy_kit.tables.streams import collected, format_of, length, opened, replaced, same, write

try:
    import polars as pl
except ImportError as error:
    raise MissingExtra("table") from error

__all__ = ["PillarCounts", "TableSummary", "score_table"]

_LONG = ("person", "item", "value")
_ON_INVALID = ("raise", "null")
_FORMULA = r"^[=+\-@\t\r]"
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


def score_table(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    key: ScoringKey,
    *,
    columns: Mapping[str, str] | None = None,
    ids: Sequence[str] = (),
    long: bool = False,
    codes: Mapping[str, str | Missing] | None = None,
    gaps: str | Missing = Missing.BLANK,
    on_invalid: Literal["raise", "null"] = "raise",
    overwrite: bool = False,
    spreadsheet_safe: bool = False,
    on_rows: Callable[[int, int], object] | None = None,
) -> TableSummary:
    """Score a Parquet or CSV file into another one, which is there whole in the end or not at all.

    A CSV file is UTF-8, its cells separated by commas, its first row the names.

    Args:
        source: The file with a row for each check-in and a column for each item. Its ending says which
            format it has: ``.parquet``, ``.pq`` or ``.csv``.
        target: The file to write; its ending says in which format. Only the account that runs this can read it.
        key: The scoring key.
        columns: Item id to the name of its column, as for `frames.score_frame`. In a long table, ``person``,
            ``item`` or ``value`` to the name of the column.
        ids: Columns that are handed on. A long table hands on its person alone.
        long: The file has a row for each answer instead. Then memory grows with the number of persons.
            The rows that are written are in the order of the persons.
        codes: What a cell holds, as text, to the missing code that it means, such as ``{"-9": "not-asked"}``.
        gaps: What an empty cell means: ``left-blank`` or ``not-asked``.
        on_invalid: What to do about cells that hold no value of their scale: ``raise`` writes nothing and raises
            with their number by column; ``null`` counts them as gaps, in each row as the column ``invalid``.
        overwrite: Replace the target where there is one.
        spreadsheet_safe: Put ``'`` before each text in a CSV file that a spreadsheet may take for a formula:
            one that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return.
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
    request = _Request(key, columns, tuple(ids), long=long, codes=codes or {}, gaps=gaps)
    problems = request.problems()
    one_of(_ON_INVALID, on_invalid, "on_invalid", problems)
    if spreadsheet_safe and not csv:
        message = "a Parquet file is written as it is, since no spreadsheet runs what is in it"
        problems.append(Problem("bad-choice", message, "leave this out, or write CSV", ("spreadsheet_safe",)))
    if problems:
        raise InvalidValue(problems)
    table = opened(source)
    if same(source, target):
        raise TableError(
            [Problem("same-file", "the file that is read cannot be written", "name another", file=str(target))]
        )
    progress = _Progress(on_rows, length(source, table)) if on_rows else None
    tally = _Tally(key, stop=on_invalid == "raise")
    scores = _watched(request.scores(table, progress), tally.passed)
    if on_invalid == "raise":
        scores = scores.drop("invalid")
    if csv:
        scores = _for_csv(scores, request.handed_on, safe=spreadsheet_safe)
    try:
        with replaced(target, overwrite=overwrite) as stream:
            write(scores, stream, source=source, target=target)
    except _Stopped:
        pass
    else:
        return tally.summary(request.invalid(table, source) if tally.invalid else {})
    raise InvalidValue(request.told(request.invalid(table, source)))


# Requests ----------------------------------------------------------------------


@attrs.frozen
class _Request:
    """What is wanted of a table."""

    key: ScoringKey
    columns: Mapping[str, str] | None
    ids: tuple[str, ...]
    long: bool = attrs.field(kw_only=True)
    codes: Mapping[str, str | Missing] = attrs.field(kw_only=True)
    gaps: str | Missing = attrs.field(kw_only=True)

    @property
    def scored(self) -> tuple[str, ...]:
        """The ids of all items that count in a score."""
        return tuple(scored_items(self.key))

    @property
    def named(self) -> dict[str, str]:
        """Item id to the name of its column; in a long table, what to the name of the column."""
        if self.long:
            return {each: (self.columns or {}).get(each, each) for each in _LONG}
        return dict(self.columns) if self.columns is not None else {id: id for id in self.scored}

    @property
    def handed_on(self) -> tuple[str, ...]:
        """The columns that are handed on."""
        return (self.named["person"],) if self.long else self.ids

    def problems(self) -> list[Problem]:
        """Return what is wrong with the request whatever the table is."""
        problems: list[Problem] = []
        if self.long and self.ids:
            remedy = "leave ids out"
            problems.append(Problem("bad-choice", "a long table hands on its person alone", remedy, self.ids))
        if self.long:
            for each in self.columns or {}:
                if each not in _LONG:
                    remedy = did_you_mean(each, _LONG) or "name person, item or value"
                    problems.append(Problem("unknown-key", f"a long table has no {each[:100]!a}", remedy, (each,)))
        member(Missing, self.gaps, "missing code", problems, ("gaps",))
        for code in self.codes.values():
            member(Missing, code, "missing code", problems, ("codes",))
        if not self.scored:
            problems.append(Problem("empty-form", "the form has no item that is scored", "name another", ("form",)))
        elif not self.named:
            problems.append(Problem("missing-key", "no item has a column", "name one at least", ("columns",)))
        written = Counter([*self.handed_on, *_names(self.key), "invalid"])
        for name in dict.fromkeys(self.handed_on):
            if written[name] > 1:
                message = f"two columns would have the name {name[:100]!a}"
                problems.append(Problem("duplicate-column", message, "name each once, none like a score", (name,)))
        return problems

    def scores(self, table: pl.LazyFrame, progress: "_Progress | None" = None) -> pl.LazyFrame:
        """Return the scores with a column `invalid`, or refuse the table with every reason."""
        if not self.long:
            scores = self._wide(table, self.columns)
            return _watched(scores, progress.passed) if progress else scores
        known = table.collect_schema().names()
        table = table.select([name for name in dict.fromkeys(self.named.values()) if name in known])
        return self._long(_watched(table, progress.passed) if progress else table).sort(self.named["person"])

    def _wide(self, table: pl.LazyFrame, columns: Mapping[str, str] | None) -> pl.LazyFrame:
        return score_frame(
            table, self.key, columns=columns, ids=self.ids, codes=_codes(self.codes), gaps=self.gaps, on_invalid="null"
        )

    def _long(self, table: pl.LazyFrame) -> pl.LazyFrame:
        return score_long(table, self.key, **self.named, codes=_codes(self.codes), gaps=self.gaps, on_invalid="null")

    def invalid(self, table: pl.LazyFrame, source: Path) -> dict[str, int]:
        """Return how many cells of each item hold no value of its scale, for items that have any."""
        parts: dict[str, pl.LazyFrame] = {}
        for id in self.scored:
            alone = attrs.evolve(self, key=attrs.evolve(self.key, items=(self.key.by_id[id],)))
            if self.long:
                parts[id] = alone._long(table.filter(pl.col(self.named["item"]) == id))
            elif id in self.named:
                parts[id] = alone._wide(table, {id: self.named[id]})
        counts = collected([part.select(pl.col("invalid").sum()) for part in parts.values()], source=source)
        return {id: int(count.item()) for id, count in zip(parts, counts, strict=True) if count.item()}

    def told(self, invalid: Mapping[str, int]) -> list[Problem]:
        """Return counts of invalid cells as problems."""
        problems: list[Problem] = []
        for id, count in invalid.items():
            where = f"the item {id!r}" if self.long else f"the column {self.named[id]!r}"
            problems.append(off_scale(self.key.by_id[id], where, count))
        return problems


def _codes(codes: Mapping[str, str | Missing]) -> dict[int | str, str | Missing]:
    """Return the codes as text and, where they are whole numbers, as those."""
    means: dict[int | str, str | Missing] = dict(codes.items())
    means.update((int(each), code) for each, code in codes.items() if re.fullmatch(r"-?[0-9]{1,18}", each))
    return means


def _names(key: ScoringKey) -> list[str]:
    return [
        f"{each.name}_{what}" for each in key.subscales for what in ("percent", "mean", "answered", "asked", "reason")
    ]


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
