"""What the coefficients of a sample depend on and what they do not: the order, the unit, and what stands beside."""

import re

import attrs
import numpy as np
import pandas
import polars
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import stats, testing
from intimacy_kit.scoring_key.value_range import largest_of
from intimacy_kit.stats import points, sample
from intimacy_kit.tables import TableLayout, score_frame
from tests.support import odd_catalogue
from tests.unit.stats.test_sample import key_of, people

pytestmark = pytest.mark.slow

COEFFICIENTS = ("alpha", "standardised_alpha", "lambda6", "omega")

seeds = st.integers(0, 10**6)
sizes = st.integers(4, 30)
widths = st.integers(2, 5)
ratings = st.integers(2, 4).flatmap(
    lambda k: st.lists(st.lists(st.integers(0, 9), min_size=k, max_size=k), min_size=3, max_size=8)
)
occasions = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=2, max_size=12)


def analysed(table, keyings, **options):
    return stats.analyse(table, key_of(keyings), "p", **options)


def same(one, other):
    """Whether two coefficients are the same but for rounding; where both are undefined, they are."""
    names = ("value", "low", "high")
    defined = [getattr(each, name) for each in (one, other) for name in names]
    assert [value is None for value in defined[:3]] == [value is None for value in defined[3:]]
    for a, b in zip(defined[:3], defined[3:], strict=True):
        assert a is None or a == pytest.approx(b, rel=1e-6, abs=1e-6)


# What scoring reads ------------------------------------------------------------


def percents(table, key, pillar, layout):
    """Return the percents from which `analyse` takes mean and spread, None where there is none."""
    subscale = sample.subscale_of(key, pillar, ik.Role.SCORED)
    found = points.percents(sample._answers(table, key, subscale, layout), subscale)
    return [None if np.isnan(each) else float(each) for each in found]


@given(testing.catalogues(), st.data())
def test_percents_are_those_of_the_responses_bit_for_bit(catalogue, data):
    responses = [data.draw(testing.responses(catalogue=catalogue)) for _ in range(3)]
    key = responses[0].checkin.key
    table = {id: [each.answers.get(id, ik.Missing.NOT_ASKED) for each in responses] for id in key.scored}
    for pillar in {item.pillar for item in key.items if item.role is ik.Role.SCORED}:
        expected = [ik.score(each)[pillar].percent for each in responses]
        assert expected == percents(table, key, pillar, TableLayout())


@pytest.mark.parametrize("largest", [999_983, 6])
def test_percents_beyond_the_whole_numbers_of_floats_are_those_of_the_responses(largest):
    catalogue = odd_catalogue.mixed(largest=largest, smallest=-largest, weight=300)
    checkin = ik.draw(catalogue, form="mixed", seed="x")
    responses = odd_catalogue.generated(checkin, 40)
    table = {id: [each.answers[id] for each in responses] for id in checkin.key.scored}
    for pillar in checkin.key.pillars:
        expected = [ik.score(each)[pillar].percent for each in responses]
        assert expected == percents(table, checkin.key, pillar, TableLayout())
    assert (largest > 6) == any(largest_of(each) > 2**53 for each in checkin.key.subscales)


def rows_of_three(cells):
    return st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=5)


cells = st.sampled_from([None, "", "1", "2", "5", "-9", "n/a", "not-asked", "prefer-not-to-say"])


@given(
    st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=5),
    st.sampled_from(["left-blank", "not-asked"]),
)
def test_a_table_that_can_be_scored_can_be_analysed(rows, gaps):
    key = key_of("frf")
    layout = TableLayout(
        columns={f"p.{i}": f"q{i}" for i in range(3)}, codes={-9: "not-asked", "n/a": "left-blank"}, gaps=gaps
    )
    wide = polars.DataFrame({f"q{i}": [row[i] for row in rows] for i in range(3)}, schema_overrides=TEXT)
    expected = score_frame(wide, key, layout=layout)["p_percent"].to_list()
    assert expected == percents(wide, key, "p", layout)
    numbers = {id: [None if cell is None else int(cell) for cell in column] for id, column in _digits(wide).items()}
    expected = score_frame(polars.DataFrame(numbers, schema_overrides=WHOLE), key, layout=layout)["p_percent"].to_list()
    for made in (
        polars.DataFrame(numbers, schema_overrides=WHOLE),
        pandas.DataFrame(numbers, dtype="float64"),
        numbers,
    ):
        assert expected == percents(made, key, "p", layout)


TEXT = {f"q{i}": polars.String for i in range(3)}
WHOLE = {f"q{i}": polars.Int64 for i in range(3)}


def _digits(table):
    """Return the columns with nothing but numbers and gaps."""
    return {
        name: [cell if cell in ("1", "2", "5", "-9") else None for cell in table[name].to_list()]
        for name in table.columns
    }


@given(
    st.lists(st.lists(st.none() | st.sampled_from([1, 3, -9]), min_size=3, max_size=3), min_size=1, max_size=5),
    st.sampled_from(["left-blank", "not-asked"]),
)
def test_a_long_table_is_read_as_a_wide_one(rows, gaps):
    key = key_of("frf")
    layout = TableLayout(shape="long", person="who", codes={-9: "not-asked"}, gaps=gaps)
    answers = [
        (i, f"p.{j}", cell) for i, row in enumerate(rows) for j, cell in enumerate(row) if j == 0 or cell is not None
    ]
    long = polars.DataFrame(
        answers, schema={"who": polars.Int64, "item": polars.String, "value": polars.Int64}, orient="row"
    )
    wide = {f"p.{j}": [row[j] for row in rows] for j in range(3)}
    expected = percents(wide, key, "p", TableLayout(codes={-9: "not-asked"}, gaps=gaps))
    assert expected == percents(long, key, "p", layout)
    assert expected == score_frame(long, key, layout=layout).sort("who")["p_percent"].to_list()


def test_a_long_table_names_all_that_is_wrong_with_it():
    layout = TableLayout(shape="long")
    key = key_of("ff")

    def problems(table):
        with pytest.raises(ik.InvalidResponse) as error:
            stats.keyed_matrix(table, key, "p", layout=layout)
        return [str(problem) for problem in error.value.problems]

    assert [
        "item missing-column  there is no column 'item'; name its column in the layout",
        "value wrong-kind  the column 'value' does not hold one value a row; give each person one answer",
    ] == problems({"person": [1], "value": 3})
    assert [
        "table wrong-kind  the columns are not of one length; give each answer a place in every column"
    ] == problems({"person": [1, 2], "item": ["p.0"], "value": [3]})
    twice = {"person": [1, 1, 2], "item": ["p.0", "p.0", "p.1"], "value": [3, 4, 9]}
    remedy = "mend them, or say what they mean in the layout"
    assert [
        f"p.0 repeated-answer  the item 'p.0' has 1 cell with a second answer of one check-in; {remedy}",
        f"p.1 out-of-range  the item 'p.1' has 1 cell without a value from 1 to 5; {remedy}",
    ] == problems(twice)


def test_items_that_the_layout_leaves_out_were_asked_of_nobody():
    layout = TableLayout(columns={"p.0": "q"})
    assert [100.0, 0.0] == percents({"q": [5, 1]}, key_of("ff"), "p", layout)
    with pytest.raises(ik.InvalidResponse, match="the layout names no column of this pillar"):
        stats.analyse({"q": [1]}, OTHER, "p1", layout=TableLayout(columns={OTHER.items[0].id: "q"}))
    with pytest.raises(ik.InvalidValue, match="is an answer to every item"):
        stats.analyse({"q": [1]}, key_of("f"), "p", layout=TableLayout(codes={3: "not-asked"}))


OTHER = ik.ScoringKey(
    catalogue="kit",
    version="1.0",
    form="f",
    min_answered=0,
    pillars=("p0", "p1"),
    items=tuple(ik.KeyedItem(f"{p}.0", 1, p, ik.Role.SCORED, ik.Keying.FORWARD, (0, 1), ()) for p in ("p0", "p1")),
)


# A sample ---------------------------------------------------------------------


@given(sizes, widths, seeds, st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(n, k, seed, chance):
    table = people(n, "f" * k, gaps=0.1, seed=seed)
    order = chance.sample(range(n), n)
    shuffled = {id: [column[i] for i in order] for id, column in table.items()}
    one, other = (analysed(each, "f" * k) for each in (table, shuffled))
    assert (one.items, one.alpha) == (other.items, other.alpha)
    assert one.sd == pytest.approx(other.sd)


@given(sizes, widths, seeds)
def test_without_gaps_pairwise_and_complete_are_one(n, k, seed):
    table = people(n, "f" * k, seed=seed)
    pairwise, complete = (analysed(table, "f" * k, rows=rows) for rows in ("pairwise", "complete"))
    assert pairwise.items == complete.items
    for name in COEFFICIENTS:
        assert attrs.evolve(getattr(pairwise, name), rows="complete") == getattr(complete, name)


@given(sizes, widths, seeds, st.sampled_from([None, float("nan"), "left-blank", "prefer-not-to-say"]))
def test_somebody_who_answered_nothing_counts_for_gaps_alone(n, k, seed, gap):
    table = people(n, "f" * k, seed=seed)
    one, other = (analysed(each, "f" * k) for each in (table, {id: [*column, gap] for id, column in table.items()}))
    assert [attrs.evolve(item, gaps=1) for item in one.items] == list(other.items)
    assert attrs.evolve(one, items=()) == attrs.evolve(other, items=())


@given(sizes, seeds, st.text("fr", min_size=2, max_size=5))
def test_an_item_turned_round_in_key_and_answers_is_as_it_was(n, seed, keyings):
    table = people(n, keyings, gaps=0.1, seed=seed)
    forward = {
        id: [6 - each if each is not None and letter == "r" else each for each in column]
        for letter, (id, column) in zip(keyings, table.items(), strict=True)
    }
    assert analysed(table, keyings) == analysed(forward, "f" * len(keyings))


@given(sizes, widths, seeds, st.randoms(use_true_random=False))
def test_the_order_of_items_moves_no_alpha(n, k, seed, chance):
    table = people(n, "f" * k, seed=seed)
    columns = list(table.values())
    chance.shuffle(columns)
    one, other = (analysed(each, "f" * k) for each in (table, dict(zip(table, columns, strict=True))))
    same(one.alpha, other.alpha)
    same(one.standardised_alpha, other.standardised_alpha)


@given(sizes, widths, seeds, st.lists(st.integers(1, 9), min_size=5, max_size=5))
def test_weights_enter_the_percent_and_no_coefficient(n, k, seed, weights):
    table = people(n, "f" * k, seed=seed)
    heavy = stats.analyse(table, key_of("f" * k, weights=weights), "p")
    plain = analysed(table, "f" * k)
    assert plain.items == heavy.items
    assert all(getattr(plain, name) == getattr(heavy, name) for name in COEFFICIENTS)


@given(sizes, widths, seeds)
def test_columns_of_other_things_are_not_looked_at(n, k, seed):
    table = people(n, "f" * k, seed=seed)
    assert analysed(table, "f" * k) == analysed({"name": ["somebody"] * n, **table, "age": [None] * n}, "f" * k)


@given(sizes, widths, seeds)
def test_an_interval_holds_its_alpha_which_is_no_more_than_one(n, k, seed):
    alpha = analysed(people(n, "f" * k, seed=seed), "f" * k).alpha
    assert alpha.value is None or alpha.low <= alpha.value <= min(alpha.high, 1)


@given(sizes, widths, seeds, st.integers(2, 4))
def test_more_people_of_the_same_answers_narrow_the_interval_of_alpha(n, k, seed, times):
    table = people(n, "f" * k, seed=seed)
    few, many = (analysed(each, "f" * k).alpha for each in (table, {id: c * times for id, c in table.items()}))
    same(attrs.evolve(few, low=None, high=None), attrs.evolve(many, low=None, high=None))
    assert few.value is None or many.high - many.low <= few.high - few.low


@given(sizes, widths, seeds)
@example(4, 4, 735519)  # pairwise correlations whose inverse has a 0 on its diagonal
def test_the_mean_percent_is_that_of_the_scores(n, k, seed):
    table, key = people(n, "f" * k, gaps=0.3, seed=seed), key_of("f" * k)
    found = stats.analyse(table, key, "p")
    rows = zip(*table.values(), strict=True)
    given_ = [[each for each in row if each is not None] for row in rows]
    percents = [100 * (sum(row) / len(row) - 1) / 4 for row in given_ if row and 2 * len(row) >= k]
    assert len(percents) == found.n
    assert not percents or sum(percents) / len(percents) == pytest.approx(found.mean)


@given(widths, seeds, st.data())
def test_each_value_off_the_scale_is_counted_and_none_is_shown(k, seed, data):
    table = people(9, "f" * k, seed=seed)
    bad = data.draw(st.dictionaries(st.sampled_from(sorted(table)), st.integers(1, 9), min_size=1))
    for id, count in bad.items():
        table[id][:count] = [7654] * count
    with pytest.raises(ik.InvalidResponse) as error:
        analysed(table, "f" * k)
    assert {(id,): count for id, count in bad.items()} == {
        problem.path: int(re.search(r"has (\d+) cells? ", problem.message)[1]) for problem in error.value.problems
    }
    assert "7654" not in str(error.value)


# Raters and occasions ---------------------------------------------------------------


@given(ratings, st.randoms(use_true_random=False))
def test_neither_the_order_of_people_nor_that_of_raters_moves_an_agreement(rows, chance):
    order = chance.sample(range(len(rows[0])), len(rows[0]))
    shuffled = [[row[i] for i in order] for row in chance.sample(rows, len(rows))]
    for one, other in zip(stats.icc(rows), stats.icc(shuffled), strict=True):
        if one.value is not None and other.value is not None and abs(one.value) < 50:
            assert one.value == pytest.approx(other.value, abs=1e-6)


@given(ratings, st.integers(-50, 50), st.sampled_from([-2, 2, 4]))
def test_an_agreement_has_neither_zero_nor_unit(rows, shift, times):
    moved = [[times * each + shift for each in row] for row in rows]
    for one, other in zip(stats.icc(rows), stats.icc(moved), strict=True):
        if one.value is not None and other.value is not None and abs(one.value) < 50:
            assert one.value == pytest.approx(other.value, abs=1e-6)


@given(ratings, st.lists(st.integers(-20, 20), min_size=4, max_size=4))
def test_a_rater_who_is_stricter_to_all_moves_no_consistency(rows, strictness):
    moved = [[each + more for each, more in zip(row, strictness, strict=False)] for row in rows]
    for name in ("ICC(3,1)", "ICC(3,k)"):
        one, other = (next(each.value for each in stats.icc(table) if each.name == name) for table in (rows, moved))
        if one is not None and other is not None and abs(one) < 50:
            assert one == pytest.approx(other, abs=1e-6)


@given(ratings, st.lists(st.sampled_from([None, float("nan")]), min_size=1, max_size=3))
def test_a_row_with_a_gap_is_as_one_that_is_not_there(rows, gaps):
    more = [*rows, *([gap, *rows[0][1:]] for gap in gaps)]
    assert stats.icc(rows) == stats.icc(np.array(more, dtype=float))


@given(occasions)
def test_retest_is_the_same_in_both_directions_and_within_its_bounds(pairs):
    first, second = ([pair[i] for pair in pairs] for i in (0, 1))
    there, back = (stats.retest(*each)[0] for each in ((first, second), (second, first)))
    same(there, back)
    assert there.value is None or -1 - 1e-9 <= there.value <= 1 + 1e-9


@given(occasions, st.lists(st.integers(0, 100), max_size=4))
def test_who_came_once_is_left_out_of_retest(pairs, once):
    first, second = ([pair[i] for pair in pairs] for i in (0, 1))
    assert stats.retest(first, second) == stats.retest([*first, *once], [*second, *[None] * len(once)])
