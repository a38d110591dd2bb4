"""Scores as one statement of SQL, for the database that the answers live in. Needs sqlglot, from the extra `sql`.

The statement is put together from the same expressions as the columns of a data frame: what makes them takes
`SQL` in the place of narwhals. sqlglot writes them out in the dialect of the database, and quotes every name.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import expect, member
from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.checkin.key import key_of
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.cells import Cell
from intimacy_kit.tables.frame import score_steps
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.meaning import Meaning
from intimacy_kit.tables.reading import with_shown
from intimacy_kit.tables.recode import GAP_NUMBERS, is_plain, recode
from intimacy_kit.tables.sql_expressions import SQL, named, written
from intimacy_kit.tables.vocabulary import OnInvalid, Shape

try:
    from sqlglot import exp
except ImportError as error:
    raise MissingExtra("sql") from error

DIALECTS = ("duckdb", "sqlite", "postgres", "spark", "bigquery")
"""The dialects that a statement can be written in."""


@sealed
def score_sql(
    key: ScoringKey | CheckIn,
    *,
    dialect: str,
    table: str = "answers",
    layout: TableLayout = TableLayout(),  # noqa: B008  # it is frozen
    on_invalid: str | OnInvalid = OnInvalid.NULL,
    quality: bool = False,
) -> str:
    """Return the statement that scores a table of answers in a database: one SELECT, with nothing to create before.

    Columns of answers are numbers: integers, or doubles, of which those with a part of a whole are invalid where an
    item takes none, and so is NaN. An empty cell is NULL.

    Args:
        key: The scoring key or the check-in.
        dialect: `duckdb`, `sqlite`, `postgres`, `spark` or `bigquery`. DataFusion reads that of `duckdb`.
        table: The name of the table, after those of its schema and catalogue, with dots between them.
        layout: What the table means. It has a row for each check-in and a column of its own for each item.
        on_invalid: `null`, to count cells that hold no value of their scale as gaps, and their number in each
            row in the column `invalid`; `trust`, for a table that was checked before.
        quality: Add the columns `missing` and `spread`, as `score_frame` does.

    Returns:
        A statement whose rows equal those of `score_frame` to the last bit, in no particular order. That for SQLite
        needs version 3.35, that for PostgreSQL version 12.

    Raises:
        InvalidValue: When the layout does not fit the key, or says what no single statement can do.

    >>> import intimacy_kit as ik
    >>> from intimacy_kit.tables import score_sql
    >>> key = ik.ScoringKey.from_form(ik.load(), "standard")
    >>> score_sql(key, dialect="duckdb", on_invalid="trust").count('_percent"')
    7
    """
    key = key_of(key)
    problems = layout.problems(key)
    rule = member(OnInvalid, on_invalid, "on_invalid", problems)
    if rule is OnInvalid.RAISE:
        message = "a statement cannot look at a table before it runs"
        problems.append(Problem("bad-choice", message, "take null or trust", ("on_invalid",)))
    if dialect not in DIALECTS:
        remedy = f"take {', '.join(DIALECTS[:-1])} or {DIALECTS[-1]}"
        problems.append(Problem("bad-choice", "there is no such dialect", remedy, ("dialect",)))
    expect(str, table, "table", "give the name of one, such as answers")
    names = table.split(".")
    if not all(names) or len(names) > _PARTS:
        problems.append(Problem("bad-choice", "no table has this name", "give one, such as answers", ("table",)))
    problems += [
        Problem(
            "bad-choice", f"no single statement can do what a layout says under {what!r}", "use score_frame", (what,)
        )
        for what in ("only", "without", "partners", "unpack", "skip", "not_shown")
        if getattr(layout, what)
    ]
    if layout.shape is Shape.LONG:
        message = "a statement takes a row for each check-in"
        problems.append(Problem("bad-choice", message, "pivot the table first, or use score_frame", ("shape",)))
    if problems:
        raise InvalidValue(problems)
    steps = _Steps([*layout.ids, *layout.item_columns(key).values()])
    cells = _cells(key, layout, steps)
    _, cells = with_shown(steps, cells, key)
    look = rule is OnInvalid.NULL
    _, selections = score_steps(steps, cells, key, layout.ids, look=look, quality=quality)
    for columns in selections:
        steps.select(columns)
    return steps.text(names, dialect)


def _cells(key: ScoringKey, layout: TableLayout, steps: "_Steps") -> dict[str, Cell]:
    """Return how each item is read; columns that have to be worked out first make a step."""
    cells: dict[str, Cell] = {}
    numbers: list[Any] = []
    for i, (id, name) in enumerate(layout.item_columns(key).items()):
        if id not in key.relevant:
            continue
        item = key.relevant[id]
        meaning = Meaning.of(item, layout)
        kind = "int" if item.whole else "float"
        codes: dict[Any, Missing] = {**meaning.number_codes}
        column = name
        if not is_plain(meaning, kind):
            column, codes = f"_intimacy_kit_number{i}", {**GAP_NUMBERS}
            numbers.append(recode(SQL.col(name), meaning, kind, ".", SQL).alias(column))
        cells[id] = Cell(item, column, kind, codes, layout.gaps, id, meaning, name, by=SQL, typed=False)
    if numbers:
        steps.with_columns(*numbers)
    return cells


class _Steps:
    """The steps of a statement, each of which reads the one before it.

    Args:
        names: The names of the columns of the table.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = list(dict.fromkeys(names))
        self._steps: list[list[Any]] = []

    def collect_schema(self) -> "_Steps":
        return self

    def names(self) -> list[str]:
        return self._names

    def select(self, columns: Sequence[Any]) -> "_Steps":
        self._names = [column.name for column in columns]
        self._steps.append(list(columns))
        return self

    def with_columns(self, *columns: Any) -> "_Steps":
        self._names += [column.name for column in columns]
        self._steps.append([SQL.all(), *columns])
        return self

    def text(self, table: Sequence[str], dialect: str) -> str:
        """Return the statement."""
        parts = [exp.to_identifier(name, quoted=True) for name in reversed(table)]
        source: Any = exp.Table(**dict(zip(("this", "db", "catalog"), parts, strict=False)))
        made: Mapping[str, Any] = {}
        for i, columns in enumerate(self._steps):
            step = exp.select(*named(columns), copy=False).from_(source, copy=False)
            made = {**made, f"step{i}": step}
            source = exp.to_table(f"step{i}")
        *before, last = made.items()
        statement = last[1]
        for name, step in before:
            statement = statement.with_(name, as_=step, materialized=dialect in _INLINING or None, copy=False)
        return written(statement, dialect)


_INLINING = ("sqlite", "postgres")
"""Dialects of databases that would write a step out wherever the next one reads it, unless told to keep its rows."""

_PARTS = 3
"""So many parts a table's name may have: catalogue, schema and its own."""
