"""How well repeated check-ins tell people apart, and changes within a person. Needs the extra `stats`."""

from typing import Any

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.record import Record
from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.checkin.key import key_of
from intimacy_kit.content.vocabulary import Role
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.stats.agreement import Coefficient, ratio
from intimacy_kit.stats.column import Matrix, as_array
from intimacy_kit.stats.sample import WHY_INDEX, keyed_matrix, subscale_of
from intimacy_kit.tables.layout import TableLayout

try:
    import numpy as np
except ImportError as error:
    raise MissingExtra("stats") from error

_NAMES = ("RkF", "R1R", "RkR", "Rc")


@attrs.frozen
class VarianceComponents(Record):
    """Where the answers to a pillar's items over several occasions differ, as variances.

    Args:
        person: Between people.
        occasion: Between occasions, the same for everybody.
        item: Between items.
        person_occasion: Between one person's occasions: what a change within a person is.
        person_item: Between people in what an item means to them.
        occasion_item: Between occasions in what an item means.
        rest: All else.
        people: How many people there are.
        occasions: How many occasions each has.
        items: How many items each occasion has.
    """

    person: float
    occasion: float
    item: float
    person_occasion: float
    person_item: float
    occasion_item: float
    rest: float
    people: int
    occasions: int
    items: int


@attrs.frozen
class OccasionReliability(Record):
    """Reliabilities of repeated check-ins by generalizability theory, named as `psych::multilevel.reliability` does.

    Formulas: Cranford and others (2006, doi:10.1177/0146167206287721); Shrout and Lane (2012, chapter 17 of the
    Handbook of Research Methods for Studying Daily Life).

    Args:
        coefficients: `RkF`, of a person's mean over these fixed occasions; `R1R`, of one occasion picked at random;
            `RkR`, of the mean over as many random ones; `Rc`, of change within a person. The last is what a
            judgement of change rests on.
        components: The variances behind them, or None of an index, and where there are too few people,
            occasions or items.
    """

    coefficients: tuple[Coefficient, ...]
    components: VarianceComponents | None


@sealed
def occasion_reliability(
    table: Any,
    key: ScoringKey | CheckIn,
    pillar: str,
    *,
    person: str,
    occasion: str,
    layout: TableLayout = TableLayout(),  # noqa: B008  # it is frozen
) -> OccasionReliability:
    """Return how reliable repeated check-ins are, between people and within them.

    Only people with every answer on every occasion count, so that the variances have closed forms.

    Args:
        table: A mapping or data frame of columns, with a row for each check-in.
        key: The scoring key or the check-in.
        pillar: The id of a score, or of the pillar that it stands for.
        person: The column that says whose a row is. Two partners of a couple are two people.
        occasion: The column that says which occasion a row is.
        layout: As for `keyed_matrix`, of wide shape.

    Raises:
        InvalidResponse: As `keyed_matrix`.
        InvalidValue: When a column is missing, or a person has two rows of one occasion.

    >>> import intimacy_kit as ik
    >>> from intimacy_kit.stats import occasion_reliability, simulate
    >>> key = ik.ScoringKey.from_form(ik.load(), "standard")
    >>> made = simulate(key, couples=300, seed=1, occasions=4)
    >>> who = [f"{couple}{partner}" for couple, partner in zip(made.columns["couple"], made.columns["partner"])]
    >>> table = {**made.columns, "who": who}
    >>> found = occasion_reliability(table, key, "listening", person="who", occasion="occasion")
    >>> [each.name for each in found.coefficients]
    ['RkF', 'R1R', 'RkR', 'Rc']
    """
    key = key_of(key)
    matrix = keyed_matrix(table, key, pillar, layout=layout)
    people = column_of(table, person, len(matrix), "person")
    times = column_of(table, occasion, len(matrix), "occasion")
    cube = _cube(matrix, people, times)
    if cube is None:
        message = "a person has two rows of one occasion"
        raise InvalidValue([Problem("repeated-answer", message, "name what tells them apart", ("occasion",))])
    cube = cube[~np.isnan(cube).any(axis=(1, 2))]
    n, k, m = cube.shape
    index = subscale_of(key, pillar, Role.SCORED).pillar in key.indexes
    if index or min(n, k, m) < 2:
        reason = WHY_INDEX if index else "it takes two people or more with every answer, two occasions and two items"
        nothing = tuple(Coefficient(name, None, n, "complete", reason=reason) for name in _NAMES)
        return OccasionReliability(nothing, None)
    found = _components(cube)
    return OccasionReliability(_coefficients(found), found)


def column_of(table: Any, name: str, rows: int, what: str) -> list[Any]:
    """Return a column that is not an item, as a list.

    Args:
        table: A mapping or data frame of columns.
        name: The column's name.
        rows: How long it has to be.
        what: The argument that named it, for messages.

    Raises:
        InvalidValue: When there is no such column, or it is of another length.
    """
    try:
        column = as_array(table[name])
    except Exception:  # noqa: BLE001  # every kind of frame has an error of its own for this
        column = None
    if column is None or column.shape != (rows,):
        message = f"there is no column {name!r} with a value a row"
        raise InvalidValue([Problem("missing-column", message, "name a column of the table", (what,))])
    found: list[Any] = column.tolist()
    return found


def _cube(matrix: Matrix, people: list[Any], times: list[Any]) -> "Matrix | None":
    """Return the answers by person, occasion and item, NaN where an answer is missing; None where a row comes twice."""
    rows = {each: i for i, each in enumerate(dict.fromkeys(people))}
    columns = {each: i for i, each in enumerate(dict.fromkeys(times))}
    cube = np.full((len(rows), len(columns), matrix.shape[1]), np.nan)
    places = [(rows[one], columns[other]) for one, other in zip(people, times, strict=True)]
    if len({*places}) < len(places):
        return None
    for place, answers in zip(places, matrix, strict=True):
        cube[place] = answers
    return cube


def _components(cube: Matrix) -> VarianceComponents:
    """Return the variances of a crossed design without replications, from its mean squares; negative ones become 0."""
    n, k, m = cube.shape
    grand = cube.mean()
    person, occasion, item = (cube.mean(axis=axes) - grand for axes in ((1, 2), (0, 2), (0, 1)))
    person_occasion = cube.mean(axis=2) - grand - person[:, None] - occasion
    person_item = cube.mean(axis=1) - grand - person[:, None] - item
    occasion_item = cube.mean(axis=0) - grand - occasion[:, None] - item
    rest = cube - grand - person[:, None, None] - occasion[:, None] - item
    rest = rest - person_occasion[:, :, None] - person_item[:, None, :] - occasion_item

    def square(parts: Matrix, times: int, freedom: int) -> float:
        return times * float((parts**2).sum()) / freedom

    error = square(rest, 1, (n - 1) * (k - 1) * (m - 1))
    with_occasion = square(person_occasion, m, (n - 1) * (k - 1))
    with_item = square(person_item, k, (n - 1) * (m - 1))
    of_items = square(occasion_item, n, (k - 1) * (m - 1))
    return VarianceComponents(
        person=max(0.0, (square(person, k * m, n - 1) - with_occasion - with_item + error) / (k * m)),
        occasion=max(0.0, (square(occasion, n * m, k - 1) - with_occasion - of_items + error) / (n * m)),
        item=max(0.0, (square(item, n * k, m - 1) - with_item - of_items + error) / (n * k)),
        person_occasion=max(0.0, (with_occasion - error) / m),
        person_item=max(0.0, (with_item - error) / k),
        occasion_item=max(0.0, (of_items - error) / n),
        rest=error,
        people=n,
        occasions=k,
        items=m,
    )


def _coefficients(found: VarianceComponents) -> tuple[Coefficient, ...]:
    k, m = found.occasions, found.items
    lasting = found.person + found.person_item / m
    passing = found.occasion + found.person_occasion
    values = (
        ratio(lasting, lasting + found.rest / (k * m)),
        ratio(lasting, lasting + passing + found.rest / m),
        ratio(lasting, lasting + passing / k + found.rest / (k * m)),
        ratio(found.person_occasion, found.person_occasion + found.rest / m),
    )
    same = "the answers do not differ"
    return tuple(
        Coefficient(name, value, found.people, "complete", reason=same if value is None else None)
        for name, value in zip(_NAMES, values, strict=True)
    )
