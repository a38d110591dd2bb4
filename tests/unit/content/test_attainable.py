"""What a score can be when everything is answered, against every set of complete answers, and what levels leave out."""

from datetime import date
from fractions import Fraction
from itertools import product

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit.content import references
from intimacy_kit.content.attainable import Attainable, Effort, TooMuch, attainable, holes
from tests.support.rules import catalogue_of, rule, scale

TWO, THREE = scale("two", range(2)), scale("three", range(3))
GAP = scale("gap", (0, 1, 5))
POINTS = scale("points", range(3), [0, "2.5", 3])
ALL = [TWO, THREE, GAP, POINTS]
FIRST = rule("first", (1, 2), reading="sum", round_to=1)
OTHER = rule("other", (3,), reading="sum", plus=1)


def problems_in(rules):
    try:
        catalogue_of(ALL, rules)
    except ik.PackError as error:
        return [(problem.code, ".".join(map(str, problem.path))) for problem in error.problems]
    return []


def worked_out(rules, **options):
    """Return the values of the last score that it can be, and those that complete answers give."""
    catalogue = catalogue_of(ALL, rules, **options)
    known = {}
    for each in catalogue.scores.values():
        if each.id != "every":
            known[each.id] = attainable(each, catalogue.items, catalogue.scales, known)
    checkin = ik.draw(catalogue, form="f", seed="s")
    seen = set()
    for answers in product(*(each.values for each in ALL)):
        given = dict(zip(checkin.item_ids, answers, strict=True))
        seen.add(ik.score(checkin.answer(given, on=date(2026, 3, 2)))[rules[-1].id].value)
    return known[rules[-1].id], seen - {None}


@pytest.mark.parametrize(
    "rules",
    [
        [rule("s", (1, 2, 3, 4), reading="sum")],
        [rule("s", (1, 2, 3, 4), reading="mean", factor=3, plus=-1)],
        [rule("s", (1, 2, 3, 4))],
        [rule("s", (1, 3, 4), weigh="points")],
        [rule("s", (2, 4), reading="highest")],
        [rule("s", (2, 4), reading="lowest", plus="0.5")],
        [rule("s", (3, 4), reading="sum", recode=[ik.Recode(["3"], times=-1), ik.Recode(["4"], at_least=1)])],
        [rule("s", (2, 3), reading="sum", recode=[ik.Recode(["2"], points={0: 0, 1: 4, 2: 4})])],
        [rule("s", (3, 4), reading="sum", round_to=2, rounding="up")],
        [rule("s", (3, 4), reading="sum", round_to=2, rounding="down")],
        [rule("s", (3, 4), reading="sum", round_to=2)],
        [rule("s", (1, 3), reading="sum", table={0: 2, 1: 2, 3: 4, 5: 7})],
        [rule("s", (1, 3), reading="sum", bands={1: 2, 3: 4, "5.5": 7, 9: 0})],
        [rule("s", (3, 4), reading="sum", recode=[ik.Recode(["4"], times=-1)], cycle="2.5")],
        [FIRST, rule("s", (4,), scores=("first",), reading="sum")],
        [FIRST, rule("s", (4,), scores=("first",), reading="highest", recode=[ik.Recode(["first"], times="0.5")])],
        [FIRST, rule("s", (4,), scores=("first",), reading="sum", recode=[ik.Recode(["first"], at_least=2)])],
        [FIRST, OTHER, rule("s", (), scores=("first", "other"), reading="mean", min_answered=1)],
        [FIRST, rule("s", (3, 4), reading="sum", multiplied_by="first")],
        [OTHER, rule("s", (1, 4), reading="sum", divided_by="other", factor=100)],
        [OTHER, rule("s", (1, 4), reading="sum", divided_by="other", bands={0: 0, "0.5": 1, 3: 2, 9: 3})],
        [FIRST, rule("s", (3, 4), reading="sum", divided_by="first", round_to=1)],
    ],
)
def test_it_is_what_complete_answers_give(rules):
    found, seen = worked_out(rules)
    assert seen == {float(number) for number in found}


def test_reversed_items_of_uneven_points_are_reversed():
    found, seen = worked_out([rule("s", (3, 4), reading="sum")], reverse=(3, 4))
    assert seen == {float(number) for number in found}


def ends_of(found):
    """Return both ends, the step and the number of what was found."""
    return found.low, found.high, found.step, found.count


def of_sliders(rules, low=0, high=100, step="0.1", **fields):
    """Return what the last of some rules can be over three items of a fine range."""
    line = ik.ResponseScale("line", range=ik.Range(low, high, step))
    catalogue = catalogue_of([line] * 3, rules, **fields)
    known = {}
    for each in catalogue.scores.values():
        known[each.id] = attainable(each, catalogue.items, catalogue.scales, known)
    return known[rules[-1].id]


@pytest.mark.parametrize(
    ("fields", "low", "high", "step"),
    [
        ({"reading": "sum"}, 0, 300, "1/10"),
        ({"reading": "mean"}, 0, 100, "1/30"),
        ({"reading": "mean", "round_to": 5}, 0, 100, "5"),
        ({"reading": "highest"}, 0, 100, "1/10"),
        ({"reading": "sum", "cycle": 24}, 0, Fraction("23.9"), "1/10"),
        ({"reading": "sum", "factor": 2, "plus": "1/3", "cycle": 24, "round_to": 7}, 0, 21, "7"),
        ({"reading": "sum", "cycle": 400}, 0, 300, "1/10"),
        ({"reading": "sum", "cycle": 300}, 0, Fraction("299.9"), "1/10"),
    ],
)
def test_fine_ranges_are_grids(fields, low, high, step):
    found = of_sliders([rule("s", (1, 2, 3), **fields)])
    assert (low, high, Fraction(step)) == (found.low, found.high, found.step)
    assert found.count == (0 if found.step == 0 else (high - low) / found.step + 1)


@pytest.mark.parametrize(
    ("fields", "low", "high", "step"),
    [
        ({"reading": "sum"}, 0, 300, "1/100"),
        ({"reading": "sum", "round_to": 7}, 0, 301, 7),
        ({"reading": "sum", "cycle": 24}, 0, 24, 0),
        ({"reading": "sum", "cycle": 400}, 0, 300, "1/100"),
    ],
)
def test_very_fine_ranges_are_grids_without_going_through_them(fields, low, high, step):
    found = of_sliders([rule("s", (1, 2, 3), **fields)], step="0.01")
    assert (low, high, Fraction(step)) == (found.low, found.high, found.step)


@pytest.mark.parametrize(
    ("fields", "low", "high"),
    [
        ({"divided_by": "below", "reading": "sum"}, 0, 20),
        ({"multiplied_by": "below", "reading": "sum"}, 0, 20000),
        ({"reading": "highest", "divided_by": "below"}, 0, 10),
    ],
)
def test_a_quotient_of_fine_ranges_can_be_any_number_between_its_ends(fields, low, high):
    found = of_sliders([rule("below", (1,), reading="sum", min_answered=1), rule("s", (2, 3), **fields)], low=10)
    low = low or found.low
    assert (low if fields.get("divided_by") else 200, high, 0) == (found.low, found.high, found.step)


def test_a_divisor_that_can_be_0_counts_from_its_least_step():
    found = of_sliders(
        [rule("below", (1,), reading="sum", min_answered=1), rule("s", (2,), reading="sum", divided_by="below")]
    )
    assert (0, 1000) == (found.low, found.high)


def test_bands_and_tables_of_any_number_give_their_entries():
    ratio = {"reading": "sum", "divided_by": "below"}
    below = rule("below", (1,), reading="sum", min_answered=1)
    assert [0, 1] == list(of_sliders([below, rule("s", (2,), **ratio, bands={0: 0, 85: 1, 5000: 2})]))
    assert [3] == list(of_sliders([below, rule("s", (2,), **ratio, table={50: 3, 5000: 2})]))
    assert [7] == list(of_sliders([rule("s", (2,), reading="sum", bands={500: 7})]))
    assert [7] == list(of_sliders([rule("s", (2,), reading="sum", table={500: 7})]))


def test_what_counts_where_it_is_not_shown_is_among_the_values_of_fine_and_coarse_items():
    line = ik.ResponseScale("line", range=ik.Range(0, 1000, "0.1"))
    items = {
        id: ik.Item(
            id, "p", scale_, ik.Role.SCORED, ik.Wording(id), show_if=ik.Condition(item="x", equals=1), if_not_shown=-2
        )
        for id, scale_ in (("fine", "line"), ("coarse", "two"))
    }
    of = lambda id: attainable(rule("s", (id,), reading="sum"), items, {"line": line, "two": TWO}, {})  # noqa: E731
    assert (-2, 1000, Fraction(1, 10), 10_021) == ends_of(of("fine"))
    assert [-2, 0, 1] == list(of("coarse"))


@pytest.mark.parametrize(
    ("points", "unshown", "ends"),
    [
        (ik.Range(0, 4095, 1), -2, (-2, 4095, 1, 4097)),  # gone through one by one: -1 is none of them
        (ik.Range(0, 4096, 1), -2, (-2, 4096, 1, 4099)),  # too many for that, so -1 counts
        (ik.Range(4, 50_004, 10), -6, (-6, 50_004, 1, 5002)),
        ([0, "0.000000001", 5000], -3, (-3, 5000, 0, 0)),  # any number between counts as one, not only every third
    ],
)
def test_what_counts_where_an_item_is_not_shown_is_added_to_few_points_and_to_many(points, unshown, ends):
    shown = ik.Condition(item="x", equals=1)
    item = ik.Item("i", "p", "line", ik.Role.SCORED, ik.Wording("i"), show_if=shown, if_not_shown=unshown)
    line = scale("line", range(3), points) if isinstance(points, list) else ik.ResponseScale("line", range=points)
    assert ends == ends_of(attainable(rule("s", ("i",), reading="sum"), {"i": item}, {"line": line}, {}))


@pytest.mark.parametrize(
    ("fields", "ends"),
    [
        ({"cycle": 500}, (0, 490, 10, 50)),
        ({"round_to": 1}, (0, 40_950, 10, 4096)),
    ],
)
def test_as_many_values_as_are_gone_through_one_by_one_are(fields, ends):
    found = of_sliders([rule("s", (1,), reading="sum", **fields)], high=40_950, step=10)
    assert ends == ends_of(found)


MOST = 2**20
"""The module's bound of a grid."""


def test_a_grid_has_at_most_so_many_places_and_beyond_that_any_number_counts():
    between = lambda low, high: ends_of(Attainable.between(Fraction(low), Fraction(high), Fraction(1)))  # noqa: E731
    assert (5, 5, 1, 1) == between(5, 5)
    assert (1, MOST, 1, MOST) == between(1, MOST)
    assert (0, MOST, 0, 0) == between(0, MOST)


@pytest.mark.parametrize(
    ("numbers", "ends"),
    [
        ((1, 7, 4), (1, 7, 3, 3)),
        ((5,), (5, 5, 1, 1)),
        ((0, 1, MOST - 1), (0, MOST - 1, 1, 3)),
        ((0, 1, MOST), (0, MOST, 0, 0)),
        ((MOST, MOST + 1), (MOST, MOST + 1, 1, 2)),
        ((0, "1/2", MOST - 1), (0, MOST - 1, 0, 0)),
    ],
)
def test_numbers_lie_on_the_widest_grid_on_which_all_of_them_are(numbers, ends):
    assert ends == ends_of(numbered(*numbers))


def numbered(*numbers):
    """Return what a score can be that can be these numbers."""
    return Attainable.of(map(Fraction, numbers))


@pytest.mark.parametrize(
    ("one", "other", "ends"),
    [
        ((0, 2, MOST - 4), (0, 3), (0, MOST - 1, 1, 6)),
        ((0, 2, MOST - 3), (0, 3), (0, MOST, 0, 0)),
        ((MOST, MOST + 2), (MOST, MOST + 3), (2 * MOST, 2 * MOST + 5, 1, 4)),
        ((0, 2), (0, "1/2", MOST // 2 - 3), (0, MOST // 2 - 1, "1/2", 6)),
        ((0, 2), (0, "1/2", MOST // 2 - 1), (0, MOST // 2 + 1, 0, 0)),
        ((*range(0, 8190, 2), 20_001), (*range(0, 16_380, 4), 40_002), (0, 60_003, 1, 20_474)),
        ((*range(0, 8192, 2), 20_001), (*range(0, 16_384, 4), 40_002), (0, 60_003, 1, 60_004)),
    ],
)
def test_sums_are_gone_through_up_to_a_bound_and_are_a_grid_beyond_it(one, other, ends):
    low, high, step, count = ends
    assert (low, high, Fraction(step), count) == ends_of(numbered(*one).added(numbered(*other)))


def test_the_ends_of_what_can_be_any_number_are_added_up():
    dense = Attainable.between(Fraction(1), Fraction(3), Fraction(0))
    assert (11, 23, 0, 0) == ends_of(dense.added(Attainable.of([Fraction(10), Fraction(20)])))


def test_the_highest_of_numbers_that_can_be_any_can_be_any():
    dense = Attainable.between(Fraction(0), Fraction(3), Fraction(0))
    two = rule("s", (), scores=("a", "b"), reading="highest")
    found = attainable(two, {}, {}, {"a": dense, "b": Attainable.of([Fraction(1), Fraction(2)])})
    assert (1, 3, 0, 0) == (found.low, found.high, found.step, found.count)


def test_sums_of_what_can_be_any_number_can_be_any():
    dense = Attainable.between(Fraction(0), Fraction(3), Fraction(0))
    assert 0 == dense.added(Attainable.of([Fraction(1)])).step
    far = Attainable.of([Fraction(0), Fraction(1, 10**9), Fraction(5000)])
    assert (0, 0) == (far.step, far.count)


@pytest.mark.parametrize(
    ("end", "below", "first"),
    [(None, None, 0), (None, 0, None), (0, None, "3/2"), (0, 3, "3/2"), (1, 2, "3/2"), (3, None, None), (1, 1, None)],
)
def test_between_levels_of_what_can_be_any_number_lies_one(end, below, first):
    dense = Attainable.between(Fraction(0), Fraction(3), Fraction(0))
    wanted = None if first is None else Fraction(first)
    assert wanted == dense.first_above(
        None if end is None else Fraction(end), None if below is None else Fraction(below)
    )


@pytest.mark.parametrize(
    ("end", "below", "first"), [(5, None, 6), (6, None, 10), (6, 10, None), (3, None, 4), (10, 11, None)]
)
def test_between_levels_of_numbers_on_a_grid_lies_the_next_of_them(end, below, first):
    assert first == numbered(4, 6, 10).first_above(Fraction(end), None if below is None else Fraction(below))


def with_levels(*levels, **fields):
    named = [ik.Level(str(i), *ends) for i, ends in enumerate(levels)]
    return {"levels": named, "levels_source": "s", **fields}


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        (with_levels((0, 3), (5, 8)), 0),
        (with_levels((1, 8)), 0),
        (with_levels((0, 3), ("3.5", 7)), 1),
        (with_levels((0, 8)), None),
        (with_levels((0, 3), (5, 8), levels_as_published=True), None),
        ({**with_levels((0, 50), (51, 100)), "reading": "percent"}, 0),
        ({**with_levels((0, 50), (51, 100)), "reading": "percent", "round_to": 1}, None),
    ],
)
def test_levels_of_a_score_of_scores_cover_all_that_it_can_be(fields, place):
    parts = [rule("a", (1, 2), reading="sum", round_to=1), rule("b", (3, 4), reading="highest")]
    total = rule("total", (), scores=("a", "b"), **{"reading": "sum", **fields})
    found = problems_in([*parts, total])
    assert found == ([] if place is None else [("bad-levels", f"scores.total.levels.{place}")])


def test_a_quotient_needs_levels_without_holes_or_rounding():
    parts = [rule("slept", (2,), reading="sum", plus=1), rule("bed", (3,), reading="sum", plus=3)]
    half = with_levels((0, "0.3"), ("0.4", 1))
    assert [("bad-levels", "scores.share.levels.0")] == problems_in(
        [*parts, rule("share", (2,), reading="sum", divided_by="bed", **half)]
    )
    whole = rule("share", (2,), reading="sum", divided_by="bed", round_to="0.1", **half)
    assert [] == problems_in([*parts, whole])


def test_what_a_rule_lacks_is_said_once_and_its_levels_wait():
    broken = rule("broken", (1,), reading="sum", recode=[ik.Recode(["2"], times=2)])
    late = rule("late", (), scores=("broken",), reading="sum", **with_levels((0, 1)))
    assert [("bad-points", "scores.broken.recode.0.items.0")] == problems_in([broken, late])


def test_what_a_score_is_multiplied_or_divided_by_comes_before_it():
    early = rule("early", (1,), reading="sum", divided_by="late")
    late = rule("late", (2,), reading="sum", plus=1)
    assert [("late-score", "scores.early.divided_by")] == problems_in([early, late])
    assert [("unknown-score", "scores.early.divided_by")] == problems_in([early])


def test_holes_of_groups_with_norms_are_not_of_the_score_itself():
    levels = [ik.Level("low", 50, 50, "women"), ik.Level("few", 0, 1)]
    found = rule("s", (2,), reading="sum", levels=levels, levels_source="s")
    values = Attainable.of(map(Fraction, range(3)))
    assert [(1, "2")] == list(holes(found, values, {"women"}))
    assert [] == list(holes(attrs.evolve(found, levels_as_published=True), values, {"women"}))
    first = attrs.evolve(found, levels=[ik.Level("low", -50, -50, "women"), ik.Level("few", 0, 1)])
    assert [(1, "2")] == list(holes(first, values, {"women"}))


def test_no_more_is_worked_out_than_may_be_done():
    catalogue = catalogue_of(ALL, [FIRST])
    effort = Effort()
    attainable(FIRST, catalogue.items, catalogue.scales, {}, effort)
    assert 0 < effort.left < Effort().left
    with pytest.raises(TooMuch):
        attainable(FIRST, catalogue.items, catalogue.scales, {}, Effort(10))


def test_nobody_looks_for_holes_once_no_more_may_be_done(monkeypatch):
    holes = [rule("s", (1, 2), **with_levels((0, 0), (5, 8)))]
    assert [("bad-levels", "scores.s.levels.1")] == problems_in(holes)
    monkeypatch.setattr(references, "Effort", lambda: Effort(10))
    assert [] == problems_in(holes)


def test_ranges_without_holes_are_added_for_nothing():
    effort, full = Effort(), numbered(*range(3000))
    effort.spend(full, full)
    assert Effort().left == effort.left
    assert (0, 5998, 1, 5999) == ends_of(full.added(full))
