"""Simulated couples whose truth is known, to try an analysis before anybody has answered. Needs the extra `stats`.

The model is the graded response model in its normal form (Samejima, 1969,
doi:10.1007/BF03372160; for its link with factor analysis Takane and de Leeuw,
1987, doi:10.1007/BF02294363). Behind each answer lies a normal variable,
in the direction in which the item is keyed:

    y = loading · factor + method · method factor + rest

The method factor reaches reverse-keyed items only. The factors of a person are
a lasting part and one of the day, and both correlate between the partners. An
answer is the number of thresholds that y exceeds. Nothing in it comes from people.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from intimacy_kit._values.arguments import whole_number
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.checkin.key import key_of
from intimacy_kit.content.vocabulary import Keying, Missing, Perspective, Role
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.stats.column import Matrix
from intimacy_kit.stats.truth import ItemTruth, Simulation, Truth

try:
    import numpy as np
    from scipy import special
except ImportError as error:
    raise MissingExtra("stats") from error

_WIDEST = 1.3
"""How far the outer thresholds of an item lie from its middle."""


def simulate(
    key: ScoringKey | CheckIn,
    *,
    couples: int,
    seed: int,
    truth: Truth = Truth(),  # noqa: B008  # it is frozen
    occasions: int = 1,
    perspectives: Sequence[str | Perspective] = (Perspective.SELF,),
    locales: Sequence[str] = ("en",),
    left_out: Sequence[Collection[str]] = (),
    shifts_apart: Mapping[str, float] | None = None,
) -> Simulation:
    """Return simulated couples who answer a form.

    Args:
        key: The scoring key or the check-in of the form.
        couples: How many couples, from 2 to 100,000.
        seed: What the chance depends on, a whole number from 0.
        truth: What the couples are like.
        occasions: How often each person answers, from 1 to 1,000.
        perspectives: Whose behaviour they are asked about; `partner` adds rows on what they see in the other.
        locales: The languages of the couples, in turn.
        left_out: Items that are not asked of a couple, in turn: planned missing answers.
        shifts_apart: By item, how much higher couples that live apart answer than their factor says, -3 to 3.

    Raises:
        InvalidValue: Listing every argument that makes no sense.

    >>> import intimacy_kit as ik
    >>> from intimacy_kit.stats import simulate
    >>> made = simulate(ik.ScoringKey.from_form(ik.load(), "standard"), couples=2, seed=1)
    >>> made.columns["couple"], made.columns["partner"]
    ((1, 1, 2, 2), ('a', 'b', 'a', 'b'))
    """
    key = key_of(key)
    problems: list[Problem] = []
    whole_number(couples, "couples", problems, low=2, high=100_000)
    whole_number(seed, "seed", problems, low=0)
    whole_number(occasions, "occasions", problems, low=1, high=1_000)
    views = [view for view in Perspective if view in tuple(perspectives)]
    if not views or len(views) != len(tuple(perspectives)):
        problems.append(Problem("bad-choice", "there are no such perspectives", "self, partner", ("perspectives",)))
    if not locales:
        problems.append(Problem("empty-text", "there is no language", "give one at least", ("locales",)))
    asked = [item for item in key.items if item.role in (Role.SCORED, Role.FELT)]
    shifts = dict(shifts_apart or {})
    for id, shift in shifts.items():
        if id not in {item.id for item in asked}:
            problems.append(Problem("unknown-item", f"nothing is simulated of {id!r}", "", ("shifts_apart", id)))
        if not -3 <= shift <= 3:
            problems.append(Problem("bad-number", "a shift lies between -3 and 3", "", ("shifts_apart", id)))
    if problems:
        raise InvalidValue(problems)
    # Three streams, so that a change of the items leaves the people as they are.
    of_items, of_people, chance = map(np.random.default_rng, np.random.SeedSequence(seed).spawn(3))
    items = tuple(_truth_of(item, truth, shifts.get(item.id, 0.0), of_items) for item in asked)
    shape = (couples, 2, occasions, len(views))
    apart = of_people.random(couples) < truth.apart
    factors = _factors(truth, [*dict.fromkeys(item.pillar for item in items)], views, shape, of_people)
    methods = np.broadcast_to(of_people.standard_normal((couples, 2, 1, 1)), shape)
    often = np.where(apart, truth.gaps_apart, truth.gaps)[:, None, None, None]
    columns = _names(shape, apart, locales, views)
    answers: dict[str, list[Any]] = {}
    for item, made in zip(asked, items, strict=True):
        rest = math.sqrt(max(0.0, 1 - made.loading**2 - made.method**2))
        latent = made.loading * factors[made.pillar] + made.method * methods + rest * chance.standard_normal(shape)
        latent += made.shift_apart * apart[:, None, None, None]
        cells = _cells(item, made, latent)
        cells[chance.random(shape) < truth.blank] = None
        absent = chance.random(shape) < often
        if Missing.DID_NOT_COME_UP in item.codes:
            cells[absent] = Missing.DID_NOT_COME_UP
        for i, ids in enumerate(left_out):
            if item.id in ids:
                cells[i :: len(left_out)] = Missing.NOT_ASKED
        answers[item.id] = cells.ravel().tolist()
    if key.has_conditions:
        _hide(key, answers)
    nothing: tuple[Any, ...] = (None,) * len(columns["couple"])
    for item in key.items:
        cells_ = answers.get(item.id)
        columns[item.id] = nothing if cells_ is None else tuple(map(_text, cells_))
    return Simulation(truth, items, key.digest, seed, FrozenMap(columns))


def _truth_of(item: KeyedItem, truth: Truth, shift: float, chance: "np.random.Generator") -> ItemTruth:
    """Return how the answers to an item come about; its middle lies below the people's, as most answer high."""
    loading = truth.loading + truth.loading_spread * chance.uniform(-1, 1)
    middle = chance.uniform(-0.8, 0.2)
    steps = np.linspace(-_WIDEST, _WIDEST, len(item.values) - 1) if len(item.values) > 2 else np.zeros(1)
    thresholds = () if item.range is not None else tuple(float(each) for each in middle + steps)
    method = truth.method if item.keying is Keying.REVERSE else 0.0
    return ItemTruth(item.id, item.pillar, item.role, float(loading), method, thresholds, shift)


def _factors(
    truth: Truth,
    pillars: list[str],
    views: Sequence[Perspective],
    shape: tuple[int, int, int, int],
    chance: "np.random.Generator",
) -> Mapping[str, Matrix]:
    """Return each pillar's factor for every row, of variance 1 on each occasion."""
    couples, _, occasions, _ = shape
    count = len(pillars)
    correlations = np.full((count, count), truth.pillar_correlation)
    np.fill_diagonal(correlations, 1.0)
    values, vectors = np.linalg.eigh(correlations)
    root = (vectors * np.sqrt(np.clip(values, 0, None))).T

    def correlated(*sizes: int) -> Matrix:
        made: Matrix = chance.standard_normal((*sizes, count)) @ root
        return made

    def of_couples(times: int) -> Matrix:
        part = truth.couple_correlation
        both: Matrix = math.sqrt(part) * correlated(couples, 1, times) + math.sqrt(1 - part) * correlated(
            couples, 2, times
        )
        return both

    own = math.sqrt(truth.stability) * of_couples(1) + math.sqrt(1 - truth.stability) * of_couples(occasions)
    seen = truth.insight * own[:, ::-1] + math.sqrt(1 - truth.insight**2) * correlated(couples, 2, occasions)
    by_view = np.stack([own if view is Perspective.SELF else seen for view in views], axis=3)
    by_view = by_view + truth.drift * np.arange(occasions)[:, None, None]
    return {pillar: by_view[..., i] for i, pillar in enumerate(pillars)}


def _names(
    shape: tuple[int, int, int, int], apart: Any, locales: Sequence[str], views: Sequence[Perspective]
) -> dict[str, tuple[Any, ...]]:
    """Return the columns that say whose a row is."""
    places: list[list[int]] = [place.ravel().tolist() for place in np.indices(shape)]
    couple, partner, occasion, view = places
    names = [each.value for each in views]
    return {
        "couple": tuple(each + 1 for each in couple),
        "partner": tuple("ab"[each] for each in partner),
        "living": tuple("apart" if apart[each] else "together" for each in couple),
        "locale": tuple(locales[each % len(locales)] for each in couple),
        "occasion": tuple(each + 1 for each in occasion),
        "perspective": tuple(names[each] for each in view),
    }


def _cells(item: KeyedItem, made: ItemTruth, latent: Matrix) -> Any:
    """Return the answers, as they are stored."""
    forward = item.keying is Keying.FORWARD
    if item.range is None:
        place = np.searchsorted(made.thresholds, latent)
        values = item.values if forward else item.values[::-1]
        return np.array(values, dtype=object)[place]
    steps = int((item.range.high - item.range.low) / item.range.step)
    place = np.rint(special.ndtr(latent if forward else -latent) * steps).astype(np.int64)
    numbers = [(item.range.low + i * item.range.step) for i in range(steps + 1)]
    stored = [int(each) if item.whole else float(each) for each in numbers]
    return np.array(stored, dtype=object)[place]


def _hide(key: ScoringKey, answers: dict[str, list[Any]]) -> None:
    """Leave out the answers to what is not shown after the answers before it."""
    ids = [item.id for item in key.items if item.id in answers]
    for i in range(len(next(iter(answers.values()), ()))):
        row = {id: Missing.BLANK if answers[id][i] is None else answers[id][i] for id in ids}
        for id in {*ids} - {*key.shown(ids, row)}:
            answers[id][i] = None


def _text(cell: Any) -> str | None:
    if isinstance(cell, Missing):
        return str(cell.value)
    return None if cell is None else str(cell)
