"""Norms of a score from a sample, as a pack holds them. Needs the extra `stats`."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import member, whole_number
from intimacy_kit._values.exact import Exact
from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.checkin.key import key_of
from intimacy_kit.content.norm import FoundReliability, Norm
from intimacy_kit.content.vocabulary import Missing, Perspective, Reading, ReliabilityKind
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring.placement import percents_per_value
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.scoring_key.subscale import Subscale
from intimacy_kit.stats.agreement import ratio
from intimacy_kit.stats.bootstrap import alpha_in, by_cluster, with_interval
from intimacy_kit.stats.coefficients import PairSums, sum_pairs
from intimacy_kit.stats.column import KINDS, UNASKED, Matrix
from intimacy_kit.stats.matrix import Answers, answers_in
from intimacy_kit.stats.occasions import column_of
from intimacy_kit.stats.points import keyed_points, percents, shares
from intimacy_kit.tables.layout import TableLayout

try:
    import numpy as np
except ImportError as error:
    raise MissingExtra("stats") from error

_MOST_STEPS = 101
"""How many values a table of percentiles lists at most."""


@sealed
def norm_of(
    table: Any,
    key: ScoringKey | CheckIn,
    score: str,
    *,
    id: str,
    population: str,
    source: str,
    on: date,
    until: date,
    locale: str,
    perspective: str | Perspective = Perspective.SELF,
    group: str | None = None,
    couple: str | None = None,
    again: Any = None,
    seed: int = 1,
    draws: int = 1000,
    layout: TableLayout = TableLayout(),  # noqa: B008  # it is frozen
) -> Norm:
    """Return what a score came to in a sample: mean, standard deviation, percentiles, and how reliable it was.

    Where everybody was asked every item, these are of the scores as `score` gives them. Where parts of the items were
    left out on purpose, a percent of the others would spread too far; then mean and standard deviation are those
    of the whole score, from the means and covariances of its items, and there are no percentiles.

    Args:
        table: As for `keyed_matrix`, a row for each person on one occasion.
        key: The scoring key or the check-in.
        score: The score's id.
        id: The norm's id.
        population: Who was asked, and how they were found.
        source: The id of the source that reports it.
        on: The last day on which they were asked.
        until: The last day on which it may be used.
        locale: The language that they were asked in.
        perspective: Whose behaviour they were asked about.
        group: For whom it is, such as `women`, where the rows are those people's alone.
        couple: The column that says which couple a row belongs to; each row is one by itself unless given.
        again: The same people's answers on a second occasion between which nothing changed, in the same order.
        seed: What the intervals depend on, a whole number from 0.
        draws: How many samples of couples they are drawn from, from 100 to 100,000.
        layout: As for `keyed_matrix`.

    Returns:
        The norm. Its reliabilities are Cronbach's alpha where the items are signs of one thing, and with `again`
        the correlation of the sums on both occasions, as far as each is defined and not below 0.

    Raises:
        InvalidResponse: As `keyed_matrix`.
        InvalidValue: When an argument makes no sense, or fewer than two people differ in the score.

    >>> from datetime import date
    >>> import intimacy_kit as ik
    >>> from intimacy_kit.stats import norm_of, simulate
    >>> key = ik.ScoringKey.from_form(ik.load(), "full")
    >>> table = simulate(key, couples=300, seed=1).columns
    >>> days = {"on": date(2026, 11, 1), "until": date(2036, 11, 1)}
    >>> about = {"population": "Simulated", "source": "nobody2026", "locale": "en", **days}
    >>> norm = norm_of(table, key, "listening", id="made-up", couple="couple", **about)
    >>> norm.n, float(norm.mean), float(norm.sd), [each.name for each in norm.reliabilities]
    (600, 60.509673, 19.245088, ["Cronbach's alpha"])
    """
    key = key_of(key)
    problems: list[Problem] = []
    whole_number(seed, "seed", problems, low=0)
    whole_number(draws, "draws", problems, low=100, high=100_000)
    view = member(Perspective, perspective, "perspective", problems)
    digests: Mapping[str, str] = {} if view is None else key.digests(view)
    if view is not None and score not in digests:
        message = f"the form has no score {score!r}"
        problems.append(Problem("unknown-score", message, f"it has {', '.join(digests)}", ("score",)))
    if problems:
        raise InvalidValue(problems)
    subscale = key.score(score)
    answers = _answers(table, key, subscale, layout)
    rows = len(answers.values)
    couples: list[Any] = [*range(rows)] if couple is None else column_of(table, couple, rows, "couple")
    mean, sd, n, percentiles = _spread(key, subscale, answers)
    reliabilities: list[FoundReliability] = []
    if subscale.pools and subscale.pillar not in key.indexes:
        points = keyed_points(answers)
        alpha = with_interval(by_cluster(points, couples), points.shape[1], alpha_in, seed=seed, draws=draws)
        reliabilities += _found("Cronbach's alpha", ReliabilityKind.INTERNAL_CONSISTENCY, alpha)
    if again is not None and subscale.pools:
        both = _stacked(subscale, answers, _answers(again, key, subscale, layout))
        sums = by_cluster(both, [*couples, *couples])
        alike = with_interval(sums, both.shape[1], _likeness, seed=seed, draws=draws)
        reliabilities += _found("retest correlation", ReliabilityKind.RETEST, alike)
    return Norm(
        id=id,
        of=score,
        digest=digests[score],
        population=population,
        n=n,
        on=on,
        until=until,
        locale=locale,
        source=source,
        group=group,
        mean=_rounded(mean),
        sd=_rounded(sd),
        percentiles=percentiles,
        reliabilities=tuple(reliabilities),
    )


def _answers(table: Any, key: ScoringKey, subscale: Subscale, layout: TableLayout) -> Answers:
    """Return the answers to the items that a score rests on, those of a plain one in the order of its terms."""
    if subscale.pools:
        return answers_in(table, key, [subscale.items[term.item] for term in subscale.terms], layout)
    return answers_in(table, key, [item for item in key.items if item.id in subscale.rests_on], layout)


_Spread: TypeAlias = "tuple[float, float, int, dict[Exact, Exact] | None]"
"""Mean, standard deviation, number of people, and percentiles."""


def _spread(key: ScoringKey, subscale: Subscale, answers: Answers) -> _Spread:
    whole = ~(answers.gaps == UNASKED).any(axis=1)
    line = percents_per_value(subscale)
    if not whole.all() and subscale.pools and line is not None:
        return _from_covariances(subscale, answers, *map(float, line))
    values = _values(key, subscale, answers)[whole]
    known = values[~np.isnan(values)]
    if known.size < 2 or known.min() == known.max():
        raise _too_few()
    return float(known.mean()), float(known.std(ddof=1)), int(known.size), _percentiles(known, subscale)


def _values(key: ScoringKey, subscale: Subscale, answers: Answers) -> Matrix:
    """Return the value of the score of each person, NaN without one."""
    if subscale.pools and subscale.plain and subscale.reading is Reading.PERCENT:
        return percents(answers, subscale)
    found = np.full(len(answers.values), math.nan)
    for row, (cells, gaps) in enumerate(zip(answers.values.tolist(), answers.gaps.tolist(), strict=True)):
        given: dict[str, float | Missing] = {
            item.id: KINDS[gap] if math.isnan(cell) else cell
            for item, cell, gap in zip(answers.items, cells, gaps, strict=True)
        }
        value = key.value(subscale, given)
        found[row] = math.nan if isinstance(value, Missing) else value
    return found


def _from_covariances(subscale: Subscale, answers: Answers, per_value: float, low: float) -> _Spread:
    """Return the spread of the whole score where nobody was asked all of it, from each two items asked together."""
    parts = shares(answers, subscale)
    span, pairs = sum(term.span for term in subscale.terms), sum_pairs(parts)
    variance = float(pairs.covariances.sum())
    with np.errstate(invalid="ignore"):  # an item without an answer is 0 / 0
        mean = float((pairs.least + np.diag(pairs.sums) / np.diag(pairs.both)).sum())
    if not variance > 0 or not math.isfinite(mean):
        raise _too_few()
    return low + 100 * mean / span / per_value, 100 * math.sqrt(variance) / span / per_value, pairs.rows, None


def _percentiles(known: Matrix, subscale: Subscale) -> dict[Exact, Exact]:
    """Return for values that occur the part of the people below them, of those at them the half."""
    values, counts = np.unique(known, return_counts=True)
    parts = 100 * (np.cumsum(counts) - counts / 2) / known.size
    if len(values) > _MOST_STEPS:
        wanted = np.linspace(0, 100, _MOST_STEPS - 1)
        kept = np.unique(np.searchsorted(parts, wanted).clip(max=len(parts) - 1))  # the first and the last too
        values, parts = values[kept], parts[kept]
    found = {_rounded(value): _rounded(part, 2) for value, part in zip(values.tolist(), parts.tolist(), strict=True)}
    if subscale.plain and subscale.reading is Reading.PERCENT:
        found = {Exact(0): Exact(0), **found} if values[0] > 0 else found
        found |= {Exact(100): Exact(100)} if values[-1] < 100 else {}
    return found


def _stacked(subscale: Subscale, first: Answers, second: Answers) -> Matrix:
    """Return what the answers on two occasions add, side by side, and below it the other way about."""
    one, other = shares(first, subscale), shares(second, subscale)
    if len(one) != len(other):
        message = "the two tables have not as many people"
        raise InvalidValue([Problem("wrong-kind", message, "give each person the same place in both", ("again",))])
    both: Matrix = np.vstack([np.hstack([one, other]), np.hstack([other, one])])
    return both


def _likeness(pairs: PairSums) -> float | None:
    """Return the correlation of the sums on two occasions, from each two items that were asked on both."""
    covariances = pairs.covariances
    k = len(covariances) // 2
    return ratio(float(covariances[:k, k:].sum()), float(covariances[:k, :k].sum()))


def _found(
    name: str, kind: ReliabilityKind, found: tuple[float | None, tuple[float, float] | None]
) -> list[FoundReliability]:
    value, ends = found
    if value is None or not 0 <= value <= 1:
        return []
    if ends is None:
        return [FoundReliability(name, kind, _rounded(value))]
    low, high = min(ends[0], value), max(ends[1], value)
    return [FoundReliability(name, kind, _rounded(value), _rounded(low), _rounded(high))]


def _rounded(number: float, digits: int = 6) -> Exact:
    return Exact(f"{number:.{digits}f}")


def _too_few() -> InvalidValue:
    message = "fewer than two people have the score, or they do not differ in it"
    return InvalidValue([Problem("bad-number", message, "ask more people", ("table",))])
