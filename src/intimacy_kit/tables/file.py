"""Score a file of answered check-ins into another; text and Parquet of any length, in a bounded memory.

The rows stream through Polars: they are read, scored by `frame` and written in
batches. The scores equal those of `score()` to the last bit.
"""

import os
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs

from intimacy_kit._outside_text import FORMULA, cell_of
from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import member
from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.checkin.key import key_of
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem, TableError
from intimacy_kit.scoring.result import Reason
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.column_names import type_name
from intimacy_kit.tables.couples import CoupleRows, is_score, score_couples
from intimacy_kit.tables.engine_errors import without_engine_errors
from intimacy_kit.tables.faults import CellFault, problems_of
from intimacy_kit.tables.frame import score_rows
from intimacy_kit.tables.inspection import cell_faults, kind_counts, shift_problems, unknown_items
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.reading import ReadTable, invalid_counts, read_table
from intimacy_kit.tables.rows import answer_columns, columns_of, people, present
from intimacy_kit.tables.skipped import skipped_people
from intimacy_kit.tables.streams import (
    collect,
    format_of,
    is_same_file,
    length,
    open_table,
    reading,
    replace_file,
    write,
)
from intimacy_kit.tables.summary import PillarCounts, TableSummary, couples_summary
from intimacy_kit.tables.sums import column_names
from intimacy_kit.tables.vocabulary import OnInvalid, Shape

try:
    import narwhals as nw
    import polars as pl
except ImportError as error:
    raise MissingExtra("tables") from error


@sealed
@without_engine_errors
def score_table(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    key: ScoringKey | CheckIn,
    *,
    layout: TableLayout = TableLayout(),  # noqa: B008  # it is frozen
    on_invalid: str | OnInvalid = OnInvalid.RAISE,
    overwrite: bool = False,
    spreadsheet_safe: bool = False,
    on_rows: Callable[[int, int], object] | None = None,
    couples: str | CoupleRows | None = None,
) -> TableSummary:
    """Score a file into another one, which is written atomically.

    The separator and the encoding of a text file are found in its first lines, unless the layout says them. Text
    and Parquet are read as streams, the other formats whole.

    Args:
        source: The file with the answers. Its ending says which format it has: ``.csv``, ``.tsv``, ``.tab``, ``.txt``,
            ``.parquet``, ``.pq``, ``.jsonl``, ``.ndjson``, ``.json``, and with the extra `files` ``.xlsx``,
            ``.sav``, ``.zsav`` and ``.dta``.
        target: The file to write, ``.csv``, ``.parquet`` or ``.pq``. Only the account that runs this can read it.
        key: The scoring key or the check-in.
        layout: What the table means; a row for each check-in and a column for each item unless given. Of a long
            table memory grows with the number of persons, and its rows are written in the order of the persons.
        on_invalid: What to do about cells that hold no value of their scale: ``raise`` writes nothing and raises
            with their number by item; ``null`` counts them as gaps, in each row as the column ``invalid``.
        overwrite: Replace the target where there is one.
        spreadsheet_safe: Put ``'`` before each text in a CSV file that a spreadsheet may take for a formula:
            one that begins with ``=``, ``+``, ``-`` or ``@``, also full-width or behind blanks, or with a tab, a line
            break or NUL. All text is then in quotation marks, since some spreadsheets part cells at other signs, too.
        on_rows: Called periodically, from another thread, with the rows read so far and those to read in all. The
            latter are an upper bound where cells of a CSV file have several lines.
        couples: Write a row for each couple (`wide`), or one for each person with the partner's scores (`pairwise`), as
            `score_couples` does. Such a table is read whole.

    Returns:
        Counts of what was written.

    Raises:
        TableError: When a file cannot be read or written. `problems` says why.
        InvalidValue: When columns, or with ``raise`` cells, do not fit the key. All problems at once.
    """
    key = key_of(key)
    source, target = Path(source), Path(target)
    csv = format_of(target, written=True) == "csv"
    format_of(source)
    rule = _rule(on_invalid, _problems(key, layout), unsafe=spreadsheet_safe and not csv)
    file = open_table(source, layout, _columns_read(key, layout))
    if is_same_file(source, target):
        raise TableError(
            [Problem("same-file", "the file that is read cannot be written", "name another", file=str(target))]
        )
    (skipped,) = collect([file.skipped], source=source)
    if problems := skipped_people(skipped.iter_rows(named=True), answer_columns(key, file.layout), key, file.layout):
        raise InvalidValue(problems)
    if couples is not None:
        (people_,) = collect([file.table], source=source)
        whole = pl.concat([skipped, people_]) if layout.skip else people_  # it skips the rows itself
        scores_ = score_couples(whole, key, layout=file.layout, rows=couples, on_invalid=rule)
        _write_couples(scores_, target, key, overwrite=overwrite, safe=spreadsheet_safe)
        read, faults = _faults(people_.lazy(), key, file.layout, source)
        return couples_summary(scores_, key, faults, kind_counts(read, read.cells), file.faults)
    progress = _Progress(on_rows, length(source, file.table)) if on_rows else None
    table = file.table if progress is None else _pass_through(_select_columns(file.table, file.layout), progress.passed)
    read = reading(source, lambda: _read(table, key, file.layout))
    strangers = reading(source, lambda: _strangers(file.table, key, file.layout))
    if strangers and rule is OnInvalid.RAISE:
        faults = [*strangers, *_faults(file.table, key, file.layout, source)[1]]
        raise InvalidValue(problems_of(faults, read.cells, key, read.layout))
    tally = _Tally(key, stop=rule is OnInvalid.RAISE)
    scores = nw.to_native(score_rows(read, key, OnInvalid.NULL))
    if read.layout.shape is Shape.LONG:
        scores = scores.sort(read.layout.copied)
    scores = _pass_through(scores, tally.passed)
    if rule is OnInvalid.RAISE:
        scores = scores.drop("invalid")
    if csv:
        scores = _for_csv(scores, read.layout.copied, safe=spreadsheet_safe)
    faults, kinds = [], []
    try:
        with replace_file(target, overwrite=overwrite) as stream:
            write(scores, stream, source=source, target=target, quoted=spreadsheet_safe)
            if tally.invalid:
                again, faults = _faults(file.table, key, file.layout, source)
                if problems := shift_problems(again, again.cells, faults)[0]:
                    raise InvalidValue(problems)
                kinds = kind_counts(again, {fault.item: again.cells[fault.item] for fault in faults})
    except _Stopped:
        pass
    else:
        return attrs.evolve(tally.summary((*strangers, *faults)), kinds=tuple(kinds), row_faults=file.faults)
    again, faults = _faults(file.table, key, file.layout, source)
    problems, faults = shift_problems(again, again.cells, faults)
    raise InvalidValue([*problems, *problems_of(faults, again.cells, key, again.layout)])


def _rule(on_invalid: str | OnInvalid, problems: list[Problem], *, unsafe: bool) -> OnInvalid:
    """Return what happens to cells that hold no value, or refuse what was asked for."""
    rule = member(OnInvalid, on_invalid, "on_invalid", problems)
    if rule is OnInvalid.TRUST:
        message = "a file is always looked at"
        problems.append(Problem("bad-choice", message, "take raise or null", ("on_invalid",)))
    if unsafe:
        message = "a Parquet file is written as it is, since no spreadsheet runs what is in it"
        problems.append(Problem("bad-choice", message, "leave this out, or write CSV", ("spreadsheet_safe",)))
    if rule is None or problems:
        raise InvalidValue(problems)
    return rule


def _problems(key: ScoringKey, layout: TableLayout) -> list[Problem]:
    """Return what is wrong with the layout whatever the table is."""
    problems = layout.problems(key)
    copied = [name.removesuffix("?") for name in layout.copied]
    written = Counter([*copied, *_names(key), "invalid"])
    for name in dict.fromkeys(copied):
        if written[name] > 1:
            message = f"two columns would have the name {name[:100]!a}"
            problems.append(Problem("duplicate-column", message, "name each once, none like a score", (name,)))
    return problems


def _columns_read(key: ScoringKey, layout: TableLayout) -> frozenset[str]:
    """Return the names of the columns that are read."""
    conditions = (*layout.only, *layout.without, *layout.watched)
    own = (*layout.copied, *layout.couple, *conditions)
    if layout.shape is Shape.LONG:
        return frozenset((*own, layout.item, layout.value))
    if layout.partners:
        return frozenset((*own, *(name for one in layout.partners for name in columns_of(layout, key, one).values())))
    return frozenset((*own, *layout.item_columns(key).values()))


def _names(key: ScoringKey) -> list[str]:
    return [f"{subscale.name}_{what}" for subscale in key.subscales for what in column_names(subscale)]


def _write_couples(scores: pl.DataFrame, target: Path, key: ScoringKey, *, overwrite: bool, safe: bool) -> None:
    """Write scores of couples into a file."""
    texts = [name for name in scores.columns if not is_score(name, key)]
    written = _for_csv(scores.lazy(), texts, safe=safe) if format_of(target, written=True) == "csv" else scores.lazy()
    with replace_file(target, overwrite=overwrite) as stream:
        write(written, stream, source=target, target=target, quoted=safe)


def _select_columns(table: pl.LazyFrame, layout: TableLayout) -> pl.LazyFrame:
    """Return a long table with the columns that are read, so that counting rows does not read all of them."""
    if layout.shape is Shape.WIDE:
        return table
    known = table.collect_schema().names()
    conditions = (*layout.only, *layout.without)
    columns = dict.fromkeys((*layout.copied, layout.item, layout.value, *layout.watched, *conditions))
    return table.select(filter(None, (present(name, known) for name in columns if name in known or name[-1:] == "?")))


def _read(table: pl.LazyFrame, key: ScoringKey, layout: TableLayout) -> ReadTable:
    """Return how the table is read; one whose cells are unpacked is taken up whole first."""
    if layout.unpack and not layout.problems(key):
        rows, layout = people(nw.from_native(table.collect()), key, layout, skipped=True)
        table = nw.to_native(rows).lazy()
        layout = attrs.evolve(layout, only={}, without={})
    return read_table(nw.from_native(table), key, layout, skipped=True)


def _strangers(table: pl.LazyFrame, key: ScoringKey, layout: TableLayout) -> list[CellFault]:
    """Return the names in a long table that are no items of the form."""
    if layout.shape is Shape.WIDE:
        return []
    read = _read(table, key, layout)
    return unknown_items(read.people, key, read.layout, skip=layout.skip)


def _faults(
    table: pl.LazyFrame, key: ScoringKey, layout: TableLayout, source: Path
) -> tuple[ReadTable, list[CellFault]]:
    """Return how the table is read, and what is wrong with its cells."""
    read = reading(source, lambda: _read(table, key, layout))
    (counts,) = collect([nw.to_native(invalid_counts(read.table, read.cells))], source=source)
    wrong = {id: cell for id, cell in read.cells.items() if counts.item(0, id)}
    hidden = {id: int(counts.item(0, f"{id} hidden") or 0) for id in wrong}
    return read, reading(source, lambda: cell_faults(read, wrong, hidden, skip=layout.skip))


# Streams -----------------------------------------------------------------------


_ROWS, _SCORED, _INVALID, _SPOILT, _LOST = (("", what) for what in ("rows", "scored", "invalid", "spoilt", "lost"))
"""What is counted besides the reasons of each pillar."""


class _Stopped(Exception):
    """The rows so far are enough to know that the table is refused."""


class _Tally:
    """Counts of the rows that stream by. Polars may bring them from several threads."""

    def __init__(self, key: ScoringKey, *, stop: bool) -> None:
        self._names = [subscale.name for subscale in key.subscales]
        self._stop = stop
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, str]] = Counter()

    @property
    def invalid(self) -> bool:
        """Whether a cell held no value of its scale."""
        return self._counts[_INVALID] > 0

    def passed(self, batch: pl.DataFrame) -> pl.DataFrame:
        """Count a batch of rows, and return it unchanged."""
        invalid = int(batch["invalid"].sum())
        if invalid and self._stop:
            raise _Stopped
        counts: Counter[tuple[str, str]] = Counter({_ROWS: len(batch), _INVALID: invalid})
        without = [batch[f"{name}_reason"] for name in self._names]
        for name, reasons in zip(self._names, without, strict=True):
            counts[name, "scored"] = reasons.null_count()
            counts[name, Reason.NOT_ASKED.value] = int((reasons == Reason.NOT_ASKED.value).sum())
        scored = pl.select(pl.any_horizontal([reasons.is_null() for reasons in without])).to_series()
        spoilt = batch["invalid"] > 0
        counts[_SCORED], counts[_SPOILT] = int(scored.sum()), int(spoilt.sum())
        counts[_LOST] = int((spoilt & ~scored).sum())
        with self._lock:
            self._counts += counts
        return batch

    def summary(self, faults: tuple[CellFault, ...]) -> TableSummary:
        """Return the counts."""
        counts, rows = self._counts, self._counts[_ROWS]
        pillars: dict[str, PillarCounts] = {}
        for name in self._names:
            scored, not_asked = counts[name, "scored"], counts[name, Reason.NOT_ASKED.value]
            pillars[name] = PillarCounts(scored, rows - scored - not_asked, not_asked)
        return TableSummary(rows, counts[_SCORED], pillars, faults, counts[_SPOILT], counts[_LOST])


class _Progress:
    """How far the rows have come."""

    def __init__(self, on_rows: Callable[[int, int], object], total: int) -> None:
        self._on_rows, self._total = on_rows, total
        self._lock = threading.Lock()
        self._rows = 0

    def passed(self, batch: pl.DataFrame) -> pl.DataFrame:
        """Report a batch of rows, and return it unchanged."""
        with self._lock:
            self._rows += len(batch)
            self._on_rows(self._rows, max(self._rows, self._total))
        return batch


def _pass_through(table: pl.LazyFrame, passed: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.LazyFrame:
    """Return the table, of which each batch goes through a function that gives it back as it is."""
    return table.map_batches(passed, schema=table.collect_schema(), streamable=True, validate_output_schema=False)


def _for_csv(scores: pl.LazyFrame, ids: Sequence[str], *, safe: bool) -> pl.LazyFrame:
    """Return the scores as they go into a CSV file, or refuse the columns that cannot."""
    schema = scores.collect_schema()
    problems = [
        Problem(
            "wrong-type",
            f"the column {name!r} is of type {type_name(schema[name])}",
            "leave it out, or write Parquet",
            (name,),
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
    marked = [pl.when(text.str.contains(FORMULA)).then(pl.lit("'") + text).otherwise(text) for text in texts]
    names = {name: cell_of(name) for name in ids}
    return scores.with_columns(text.alias(name) for text, name in zip(marked, risky, strict=True)).rename(names)
