"""Sample statistics equal published cases and second computations, and are None where they are undefined."""

import itertools
import math
import random
import statistics
from datetime import date
from fractions import Fraction

import attrs
import numpy as np
import pandas
import polars
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import stats
from intimacy_kit.scoring import ReliabilityKind
from intimacy_kit.stats import coefficients
from intimacy_kit.tables import TableLayout
from tests.support.paths import DATA
from tests.unit.scoring.test_score import pack

TODAY = date(2026, 11, 23)

SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
"""Six targets rated by four judges: Shrout and Fleiss (1979), table 2."""


def key_of(keyings, **kwargs):
    return ik.ScoringKey.from_form(pack(keyings, low=1, high=5, **kwargs), "f")


def people(n, keyings, *, gaps=0.0, seed=1):
    """A table of people with one common factor, as a dict of columns."""
    chance = random.Random(seed)
    table = {f"p.{i}": [] for i in range(len(keyings))}
    for _ in range(n):
        level = chance.gauss(3, 1)
        for i, letter in enumerate(keyings):
            value = min(5, max(1, round(level + chance.gauss(0, 0.8))))
            value = 6 - value if letter == "r" else value
            table[f"p.{i}"].append(None if chance.random() < gaps else value)
    return table


def rows_of(table, keyings):
    """Complete rows, keyed by hand."""
    rows = zip(*table.values(), strict=True)
    turn = lambda value, letter: 6 - value if letter == "r" else value  # noqa: E731  # one line says it
    return [[turn(v, k) for v, k in zip(row, keyings, strict=True)] for row in rows if None not in row]


def alpha_by_hand(rows):
    columns = list(zip(*rows, strict=True))
    k = len(columns)
    total = statistics.variance([sum(row) for row in rows])
    return k / (k - 1) * (1 - sum(map(statistics.variance, columns)) / total)


def test_the_six_coefficients_of_shrout_and_fleiss_are_reproduced():
    found = {each.name: round(each.value, 2) for each in stats.icc(SHROUT_FLEISS)}
    assert {
        "ICC(1,1)": 0.17,
        "ICC(2,1)": 0.29,
        "ICC(3,1)": 0.71,
        "ICC(1,k)": 0.44,
        "ICC(2,k)": 0.62,
        "ICC(3,k)": 0.91,
    } == found


def test_an_icc_of_too_little_is_none_with_a_reason():
    for ratings in ([[1, 2]], [[1], [2], [3]], [[1, math.nan], [2, 3]]):
        assert {None} == {each.value for each in stats.icc(ratings)}
        assert {"fewer than two rows or columns"} == {each.reason for each in stats.icc(ratings)}
    names = ["ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)"]
    alike = [stats.Coefficient(name, None, 2, "complete", reason="the people do not differ") for name in names]
    assert alike == list(stats.icc([[1, 1], [1, 1]]))


@pytest.mark.parametrize("rows", ["pairwise", "complete"])
def test_alpha_of_complete_data_is_that_of_the_textbook(rows):
    keyings = "frffr"
    table = people(200, keyings)
    found = stats.analyse(table, key_of(keyings), "p", rows=rows)
    assert alpha_by_hand(rows_of(table, keyings)) == pytest.approx(found.alpha.value, abs=1e-12)
    assert (200, rows, "Cronbach's alpha") == (found.alpha.n, found.alpha.rows, found.alpha.name)
    assert found.alpha.low < found.alpha.value < found.alpha.high


def test_with_gaps_complete_rows_equal_the_textbook_and_pairwise_ones_each_covariance():
    keyings = "frff"
    table = people(300, keyings, gaps=0.1)
    complete = stats.analyse(table, key_of(keyings), "p", rows="complete")
    rows = rows_of(table, keyings)
    assert alpha_by_hand(rows) == pytest.approx(complete.alpha.value, abs=1e-12)
    assert len(rows) == complete.alpha.n
    columns = [[v if v is None or k == "f" else 6 - v for v in table[f"p.{i}"]] for i, k in enumerate(keyings)]
    cells = [
        [
            statistics.covariance(*zip(*[(a, b) for a, b in zip(x, y, strict=True) if None not in (a, b)], strict=True))
            for x in columns
        ]
        for y in columns
    ]
    total, trace = sum(map(sum, cells)), sum(cells[i][i] for i in range(4))
    pairwise = stats.analyse(table, key_of(keyings), "p")
    assert 4 / 3 * (1 - trace / total) == pytest.approx(pairwise.alpha.value, abs=1e-12)
    rest = sum(cells[0][1:]) / math.sqrt(cells[0][0] * sum(cells[i][j] for i in range(1, 4) for j in range(1, 4)))
    assert rest == pytest.approx(pairwise.items[0].item_rest, abs=1e-12)
    assert sum(v is None for v in table["p.0"]) == pairwise.items[0].gaps


def test_item_rest_and_alpha_if_dropped_of_complete_data():
    keyings = "fffr"
    table = people(150, keyings)
    rows = rows_of(table, keyings)
    for i, item in enumerate(stats.analyse(table, key_of(keyings), "p").items):
        mine = [row[i] for row in rows]
        others = [sum(row) - row[i] for row in rows]
        assert statistics.correlation(mine, others) == pytest.approx(item.item_rest, abs=1e-12)
        assert alpha_by_hand([row[:i] + row[i + 1 :] for row in rows]) == pytest.approx(
            item.alpha_if_dropped, abs=1e-12
        )
        assert (statistics.mean(mine), statistics.stdev(mine)) == pytest.approx((item.mean, item.sd))


def test_lambda6_is_one_minus_the_unexplained_part():
    keyings = "ffff"
    table = people(200, keyings)
    matrix = np.array(rows_of(table, keyings), dtype=float)
    r = np.corrcoef(matrix.T)
    unexplained = 0.0
    for i in range(4):  # the squared multiple correlation of each item, by regression
        x = np.column_stack([np.ones(len(matrix)), np.delete(matrix, i, axis=1)])
        residuals = matrix[:, i] - x @ np.linalg.lstsq(x, matrix[:, i], rcond=None)[0]
        unexplained += residuals.var() / matrix[:, i].var()
    assert 1 - unexplained / r.sum() == pytest.approx(
        stats.analyse(table, key_of(keyings), "p").lambda6.value, abs=1e-10
    )


def test_omega_finds_the_loadings_of_a_pure_factor():
    loadings = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
    r = np.outer(loadings, loadings)
    np.fill_diagonal(r, 1)
    assert loadings.sum() ** 2 / (loadings.sum() ** 2 + (1 - loadings**2).sum()) == pytest.approx(
        coefficients.omega_of(r), abs=1e-9
    )


def test_parallel_items_have_alpha_omega_and_lambda_of_spearman_and_brown():
    r = np.full((6, 6), 0.4)
    np.fill_diagonal(r, 1)
    expected = 6 * 0.4 / (1 + 5 * 0.4)
    assert expected == pytest.approx(coefficients.alpha_of(r))
    assert expected == pytest.approx(coefficients.omega_of(r))


def test_a_negative_item_rest_correlation_warns_about_keying():
    table = people(200, "ffff")
    turned = key_of("ffrf")
    items = stats.analyse(table, turned, "p").items
    assert "keying" in items[2].caution
    assert items[0].caution is None


def test_errors_of_measurement_come_in_three_units():
    table = people(200, "ffff")
    found = stats.analyse(table, key_of("ffff"), "p")
    sem = found.sd * math.sqrt(1 - found.alpha.value)
    assert (sem, sem * 4 / 100, sem * 16 / 100) == pytest.approx((found.sem, found.sem_mean, found.sem_total))
    assert 1.959964 * math.sqrt(2) * sem == pytest.approx(found.smallest_detectable_change, rel=1e-6)
    percents = [100 * (sum(row) - 4) / 16 for row in rows_of(table, "ffff")]
    assert (statistics.mean(percents), statistics.stdev(percents)) == pytest.approx((found.mean, found.sd))


def test_the_percents_follow_the_missing_rule_of_the_key():
    key = key_of("fff", min_answered="2/3", weights=[2, 1, 1])
    table = {"p.0": [5, 5, None, None], "p.1": [1, None, 5, None], "p.2": [None, None, 5, None]}
    found = stats.analyse(table, key, "p")
    # (2*100 + 0) / 3 for the first, one answer is too few for the second, 100 for the third, none for the fourth
    assert (2, pytest.approx((200 / 3 + 100) / 2)) == (found.n, found.mean)


def test_the_reliability_of_a_sample_is_what_scoring_takes():
    table, key = people(200, "ffff"), key_of("ffff")
    facts = {"source": "doi:10.0/0", "population": "drawn", "on": TODAY}
    found = stats.reliability(table, key, "p", **facts)
    whole = stats.analyse(table, key, "p")
    assert (whole.alpha.value, whole.sd, 200) == (found.coefficient, found.sd, found.n)
    assert pytest.approx(whole.sem) == found.sem
    assert whole.omega.value == stats.reliability(table, key, "p", coefficient="omega", **facts).coefficient
    with pytest.raises(ik.InvalidValue, match="alpha or omega"):
        stats.reliability(table, key, "p", coefficient="beta", **facts)
    with pytest.raises(ik.InvalidValue, match="undefined or negative"):
        stats.reliability(people(200, "fr"), key_of("ff"), "p", **facts)


def test_retest_gives_r_with_its_interval_and_the_six():
    first = [10.0, 20.0, 30.0, None, 50.0, 45.0]
    second = [12.0, 18.0, 33.0, 40.0, 47.0, None]
    found = stats.retest(first, second)
    r = statistics.correlation([10, 20, 30, 50], [12, 18, 33, 47])
    assert (r, 4) == (pytest.approx(found[0].value), found[0].n)
    assert math.tanh(math.atanh(r) - 1.959964) == pytest.approx(found[0].low, abs=1e-6)
    assert 7 == len(found)
    assert stats.retest([], [])[0].value is None
    assert stats.retest([1.0, 2.0, 3.0], [1.0, 2.0, 3.0])[0].low is None


@pytest.mark.parametrize("keyings", ["f", "ff"])
def test_what_is_undefined_is_none_with_a_reason(keyings):
    table = {f"p.{i}": [3, 3, 3] for i in range(len(keyings))}
    found = stats.analyse(table, key_of(keyings), "p")
    for each in (found.alpha, found.standardised_alpha, found.lambda6, found.omega):
        assert (None, None, 3, "pairwise") == (each.value, each.low, each.n, each.rows)
        assert each.reason
    assert found.sem is None
    empty = stats.analyse({f"p.{i}": [None] for i in range(len(keyings))}, key_of(keyings), "p")
    assert (0, None, None, None) == (empty.n, empty.mean, empty.items[0].mean, empty.items[0].sd)


def test_a_singular_correlation_has_no_lambda6():
    assert coefficients.lambda6_of(np.ones((3, 3))) is None


def test_arrays_frames_and_codes_are_read_alike():
    table, key = people(60, "frf", gaps=0.2), key_of("frf")
    expected = stats.analyse(table, key, "p")
    array = np.array([[math.nan if v is None else v for v in table[f"p.{i}"]] for i in range(3)]).T
    codes = {id: ["did-not-come-up" if v is None else v for v in column] for id, column in table.items()}
    members = {id: [ik.Missing.BLANK if v is None else v for v in column] for id, column in table.items()}
    for same in (array, codes, members):
        assert expected == stats.analyse(same, key, "p")


def test_columns_that_do_not_fit_are_all_named_and_no_value_is():
    table = {"p.0": [1, 9, 7], "p.1": [1, "seven", True]}
    with pytest.raises(ik.InvalidResponse) as error:
        stats.keyed_matrix(table, key_of("fff"), "p")
    assert [("missing-column", "p.2"), ("out-of-range", "p.0"), ("unknown-label", "p.1")] == [
        (problem.code, problem.location) for problem in error.value.problems
    ]
    assert "has 2 cells without a value from 1 to 5" in str(error.value)
    assert "seven" not in str(error.value)


def test_unknown_pillars_and_rows_are_refused():
    with pytest.raises(ik.InvalidValue, match="asks nothing scored of 'q'"):
        stats.analyse({}, key_of("ff"), "q")
    with pytest.raises(ik.InvalidValue, match="pairwise or complete"):
        stats.analyse({}, key_of("ff"), "p", rows="some")


@given(st.integers(3, 30), st.integers(2, 6), st.integers(0, 10**6))
@example(5, 5, 1268)  # a correlation matrix that is all but singular
def test_turning_every_item_round_changes_no_coefficient(n, k, seed):
    table = people(n, "f" * k, seed=seed)
    one, other = (stats.analyse(table, key_of(letter * k), "p") for letter in "fr")
    for name, within in (("alpha", 1e-9), ("standardised_alpha", 1e-9), ("omega", 1e-5)):
        a, b = getattr(one, name), getattr(other, name)
        assert a.reason == b.reason
        assert a.value == pytest.approx(b.value, abs=within)
    for a, b in itertools.zip_longest(one.items, other.items):
        assert a.item_rest == pytest.approx(b.item_rest, abs=1e-9)
        assert a.alpha_if_dropped == pytest.approx(b.alpha_if_dropped, abs=1e-9)


def test_items_of_different_ranges_have_errors_in_percent_only():
    key = key_of("ff")
    items = (key.items[0], ik.KeyedItem("p.1", 1, "p", ik.Role.SCORED, ik.Keying.FORWARD, tuple(range(8)), ()))
    mixed = ik.ScoringKey(key.catalogue, key.version, key.form, key.min_answered, key.pillars, items)
    found = stats.analyse({"p.0": [1, 3, 5, 4], "p.1": [0, 3, 7, 6]}, mixed, "p")
    assert found.sem is not None
    assert (None, None) == (found.sem_mean, found.sem_total)


# To the letter ----------------------------------------------------------------


def problems_of(call, *args, **kwargs):
    with pytest.raises((ik.InvalidValue, ik.InvalidResponse)) as error:
        call(*args, **kwargs)
    return [str(problem) for problem in error.value.problems]


FACTS = {"source": "doi:10.0/0", "population": "drawn", "on": TODAY}


def test_every_refusal_says_what_where_and_what_to_do():
    key = key_of("ff")
    assert ["rows bad-choice  there are no such rows; pairwise or complete"] == problems_of(
        stats.analyse, {}, key, "p", rows="some"
    )
    assert ["pillar unknown-pillar  the form asks nothing felt of 'p'; take a pillar that it asks of"] == problems_of(
        stats.keyed_matrix, {}, key, "p", role=ik.Role.FELT
    )
    table = {"p.0": ["x", "y", 1]}
    assert [
        "p.1 missing-column  there is no column 'p.1'; name its column in the layout",
        "p.0 unknown-label  the column 'p.0' has 2 cells with text that is neither a number nor a known label; "
        "mend them, or say what they mean in the layout",
    ] == problems_of(stats.keyed_matrix, table, key, "p")
    good = people(50, "ff")
    assert ["coefficient bad-choice  there is no such coefficient; alpha or omega"] == problems_of(
        stats.reliability, good, key, "p", coefficient="beta", **FACTS
    )
    undefined = "McDonald's omega is undefined or negative in this sample; look at the items with analyse"
    assert [f"coefficient bad-number  {undefined}"] == problems_of(
        stats.reliability, good, key, "p", coefficient="omega", **FACTS
    )


def test_every_coefficient_carries_its_name_its_people_and_its_rows():
    table = people(40, "fff", gaps=0.2)
    for rows in ("pairwise", "complete"):
        found = stats.analyse(table, key_of("fff"), "p", rows=rows)
        complete = sum(None not in row for row in zip(*table.values(), strict=True))
        some = sum(any(v is not None for v in row) for row in zip(*table.values(), strict=True))
        n = complete if rows == "complete" else some
        assert "p" == found.pillar
        assert [
            ("Cronbach's alpha", n, rows),
            ("standardised alpha", n, rows),
            ("Guttman's lambda-6", n, rows),
            ("McDonald's omega", n, rows),
        ] == [
            (each.name, each.n, each.rows)
            for each in (found.alpha, found.standardised_alpha, found.lambda6, found.omega)
        ]
    assert stats.reliability(table, key_of("fff"), "p", rows="complete", **FACTS) != stats.reliability(
        table, key_of("fff"), "p", **FACTS
    )
    assert ik.Reliability(
        found.alpha.value,
        "Cronbach's alpha",
        complete,
        found.sd,
        "doi:10.0/0",
        "drawn",
        TODAY,
        ReliabilityKind.INTERNAL_CONSISTENCY,
    ) == stats.reliability(table, key_of("fff"), "p", rows="complete", **FACTS)


def test_standardised_alpha_is_that_of_standard_scores():
    rows = rows_of(people(120, "fff"), "fff")
    r12, r13, r23 = (
        statistics.correlation([row[i] for row in rows], [row[j] for row in rows]) for i, j in ((0, 1), (0, 2), (1, 2))
    )
    mean = (r12 + r13 + r23) / 3
    found = stats.analyse(people(120, "fff"), key_of("fff"), "p").standardised_alpha.value
    assert 3 * mean / (1 + 2 * mean) == pytest.approx(found, abs=1e-12)


def test_the_interval_of_feldt_holds_the_middle_where_his_f_says():
    from scipy.stats import f as fisher

    found = stats.analyse(people(80, "ffff"), key_of("ffff"), "p").alpha
    for end, part in ((found.low, 0.025), (found.high, 0.975)):
        # (1 - end) / (1 - alpha) is the point of F(79, 79 * 3) that leaves the other part below
        assert 1 - part == pytest.approx(fisher.cdf((1 - end) / (1 - found.value), 79, 237), abs=1e-9)


def test_an_icc_carries_its_people_and_leaves_out_rows_with_a_gap():
    whole = stats.icc(SHROUT_FLEISS)
    with_gap = stats.icc([*SHROUT_FLEISS, [1, 2, None, 4]])
    assert whole == with_gap
    assert {(6, "complete")} == {(each.n, each.rows) for each in whole}
    names = ["ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)"]
    too_little = stats.icc([[1, 2]])
    assert [(name, 1, "complete") for name in names] == [(each.name, each.n, each.rows) for each in too_little]
    assert stats.icc([[1, 2], [3, 5]])[2].value is not None  # two people and two occasions are the least


def test_a_retest_is_told_to_the_letter():
    first, second = [10.0, 20.0, 30.0, 50.0, 45.0], [12.0, 18.0, 33.0, 47.0, 20.0]
    found = stats.retest(first, second)[0]
    r = statistics.correlation(first, second)
    low, high = (math.tanh(math.atanh(r) + sign * 1.959963984540054 / math.sqrt(2)) for sign in (-1, 1))
    assert ("Pearson's r", 5, "complete") == (found.name, found.n, found.rows)
    assert (r, low, high) == pytest.approx((found.value, found.low, found.high))
    three = stats.retest(first[:3], second[:3])[0]
    assert (3, None, None) == (three.n, three.low, three.high)
    assert [
        "second wrong-kind  the two lists are not of one length; give each person or couple a place in both"
    ] == problems_of(stats.retest, [1.0], [])


def test_floats_and_integers_of_any_width_are_read_alike():
    table = people(60, "fr")
    expected = stats.analyse(table, key_of("fr"), "p")
    for dtype in (np.int8, np.uint8, np.int64, np.float32, np.float64):
        assert expected == stats.analyse(
            {id: np.array(column, dtype) for id, column in table.items()}, key_of("fr"), "p"
        )
    assert 1 == len(problems_of(stats.keyed_matrix, {"p.0": np.array([1, 9]), "p.1": [1, 2]}, key_of("fr"), "p"))


def test_one_answer_is_scored_where_the_key_asks_for_no_more_and_two_give_a_spread():
    key = key_of("ff", min_answered=0)
    found = stats.analyse({"p.0": [5, None, None], "p.1": [None, 1, None]}, key, "p")
    assert (2, 50.0, pytest.approx(math.sqrt(5000))) == (found.n, found.mean, found.sd)
    assert (None, None) == (stats.analyse({"p.0": [5], "p.1": [1]}, key, "p").sd, found.sem)


# Tables of every make --------------------------------------------------------


def test_frames_are_read_by_their_columns():
    table, key = people(60, "frf", gaps=0.2), key_of("frf")
    expected = stats.analyse(table, key, "p")
    nullable = pandas.DataFrame({id: pandas.array(column, dtype="Int64") for id, column in table.items()})
    plain = pandas.DataFrame(table).assign(other="text")
    assert expected == stats.analyse(plain, key, "p")
    assert expected == stats.analyse(nullable, key, "p")
    assert expected == stats.analyse(polars.DataFrame(table), key, "p")
    for frame in (plain, polars.DataFrame(table)):
        unknown = "p.3 missing-column  there is no column 'p.3'; name its column in the layout"
        assert [unknown] == problems_of(stats.analyse, frame, key_of("frff"), "p")


def test_a_masked_answer_is_a_gap_and_a_number_of_numpy_is_a_number():
    table, key = people(60, "ff", gaps=0.2), key_of("ff")
    expected = stats.analyse(table, key, "p")
    masked = {
        id: np.ma.array([v or 5 for v in column], mask=[v is None for v in column], fill_value=5)
        for id, column in table.items()
    }
    assert expected == stats.analyse(masked, key, "p")
    assert expected == stats.analyse(np.ma.column_stack(list(masked.values())), key, "p")
    scalars = {id: [None if v is None else np.int8(v) for v in column] for id, column in table.items()}
    floats = {id: [None if v is None else np.float32(v) for v in column] for id, column in table.items()}
    assert expected == stats.analyse(scalars, key, "p") == stats.analyse(floats, key, "p")


@pytest.mark.parametrize(
    ("column", "kinds"),
    [
        ([True, 1, "3", "3.5"], ["unknown-label 1", "not-whole 1"]),
        ([10**5000, -(2**54), 1.0], ["out-of-range 2"]),
        ([b"1", 1j, [1]], ["unknown-label 3"]),
        ([[1, 2], [3], 1], ["unknown-label 2"]),
        (np.array([True, False, True]), ["unknown-label 3"]),
        (np.array([1, 2, 3], "m8[D]"), ["unknown-label 3"]),
        (np.array([1, 2, 3], "m8[ns]"), ["unknown-label 3"]),
        (np.array([1, 2, 3], "M8[ns]"), ["unknown-label 3"]),
        ([math.inf, 2.5, 6], ["out-of-range 2", "not-whole 1"]),
        (["1,5", "9", "1"], ["decimal-comma 1", "out-of-range 1"]),
    ],
)
def test_what_is_no_answer_is_counted_and_never_read_as_one(column, kinds):
    array = column if isinstance(column, np.ndarray) else np.fromiter(column, dtype=object)
    with pytest.raises(ik.InvalidResponse) as error:
        stats.keyed_matrix({"p.0": array}, key_of("f"), "p")
    assert kinds == [f"{each.code} {each.message.split()[4]}" for each in error.value.problems]


@pytest.mark.parametrize(
    "column", [3, None, "123", [np.ones((2, 2)), np.ones((2, 3))], [[1], [2]], np.ones((2, 2)), {"a": 1}]
)
def test_what_is_no_column_is_named(column):
    message = "p.0 wrong-kind  the column 'p.0' does not hold one value a row; give each person one answer"
    assert [message] == problems_of(stats.keyed_matrix, {"p.0": column}, key_of("f"), "p")
    both = [message, message.replace("p.0", "p.1")]
    assert both == problems_of(stats.keyed_matrix, {"p.0": column, "p.1": column}, key_of("ff"), "p")


def test_columns_of_different_lengths_and_arrays_of_another_width_are_refused():
    key = key_of("ff")
    lengths = "table wrong-kind  the columns are not of one length; give each person a place in every column"
    assert [lengths] == problems_of(stats.analyse, {"p.0": [1, 2], "p.1": [1]}, key, "p")
    width = "table wrong-kind  the array has 3 columns, and the key has 2 items; give a column for each item, in order"
    assert [width] == problems_of(stats.analyse, np.ones((4, 3)), key, "p")
    assert 2 == len(problems_of(stats.analyse, np.ones(4), key, "p"))


def test_an_item_that_was_not_asked_does_not_count_against_the_person():
    key = key_of("fff", min_answered="1/2")
    rest = {"p.1": ["not-asked", None], "p.2": ["not-asked", None]}
    found = stats.analyse({"p.0": [5, 5], **rest}, key, "p")
    assert (1, 100.0) == (found.n, found.mean)  # one of one is enough, one of three is not


# Agreement, undefined, pairwise ----------------------------------------------


def test_the_intervals_of_the_six_are_those_that_psych_prints():
    """The example in the help of `psych::ICC`, bounds to the digits printed there."""
    printed = [(-0.133, 0.72), (0.019, 0.76), (0.342, 0.95), (-0.884, 0.91), (0.071, 0.93), (0.676, 0.99)]
    found = stats.icc(SHROUT_FLEISS)
    assert printed == [(round(each.low, 3), round(each.high, 2)) for each in found]


def test_an_interval_of_the_mixed_icc_holds_the_f_of_its_end():
    from scipy.stats import f as fisher

    found = stats.icc(SHROUT_FLEISS)[2]
    f = lambda r: (1 + 3 * r) / (1 - r)  # noqa: E731  # the F of a single rating of four
    assert 0.975 == pytest.approx(fisher.cdf(f(found.value) / f(found.low), 5, 15), abs=1e-9)
    assert 0.025 == pytest.approx(fisher.cdf(f(found.value) / f(found.high), 5, 15), abs=1e-9)


def test_ratings_that_agree_or_differ_in_nothing_have_no_interval():
    agreed = stats.icc([[1, 1], [2, 2], [3, 3]])
    assert {(1.0, None, None)} == {(each.value, each.low, each.high) for each in agreed}
    same_people = stats.icc([[1, 2], [2, 1]])
    assert {(None, None)} == {(each.low, each.high) for each in same_people}
    assert "the people do not differ" == same_people[3].reason
    shifted = stats.icc([[1, 3], [2, 4], [3, 5]])  # always two apart: consistent, not the same
    assert shifted[0].low is not None
    assert (1.0, None) == (shifted[2].value, shifted[2].low)


@pytest.mark.parametrize(
    "ratings",
    [[[1, 2], [3]], [["1", "2"]], [1, 2], [[1, math.inf]], 3, [[True, False]], [np.ones((2, 2)), np.ones((2, 3))]],
)
def test_ratings_that_are_no_rows_of_numbers_are_refused(ratings):
    message = "ratings wrong-kind  the ratings are not rows of numbers, all of one length; give a row for each person"
    assert [message] == problems_of(stats.icc, ratings)


def test_ratings_may_be_an_array_or_a_frame():
    expected = stats.icc([[1.0, 2.0], [3.0, 5.0], [4.0, 4.0]])
    rows = [[1, 2], [3, 5], [4, 4], [9, None]]
    assert expected == stats.icc(rows) == stats.icc(pandas.DataFrame(rows)) == stats.icc(tuple(map(tuple, rows)))
    assert expected == stats.icc(np.ma.masked_invalid([[1, 2], [3, 5], [4, 4], [9, math.nan]]))


@pytest.mark.parametrize("percents", [["10", 20.0], [math.inf, 1.0], 3.0])
def test_percents_that_are_no_numbers_are_refused(percents):
    for place in ("first", "second"):
        pair = {"first": [1.0, 2.0], "second": [1.0, 2.0], place: percents}
        message = f"{place} wrong-kind  the percents are not a list of numbers; give a number or None for each person"
        assert [message] == problems_of(stats.retest, **pair)


def test_a_whole_number_that_a_float_cannot_hold_is_refused():
    assert 2 == stats.retest([2**53, 1.0], [2.0, 1.0])[0].n
    message = "first wrong-kind  the percents are not a list of numbers; give a number or None for each person"
    assert [message] == problems_of(stats.retest, [2**53 + 1, 1.0], [2.0, 1.0])


def test_a_retest_without_variance_says_so():
    found = stats.retest([1.0, 1.0, 1.0], [1.0, 2.0, 3.0])[0]
    assert (None, 3, "complete") == (found.value, found.n, found.rows)
    assert ("Pearson's r", "fewer than two people, or no variance on an occasion") == (found.name, found.reason)


def reasons(table, keyings):
    found = stats.analyse(table, key_of(keyings), "p")
    return [each.reason for each in (found.alpha, found.standardised_alpha, found.lambda6, found.omega)]


def test_each_coefficient_says_why_it_is_undefined():
    two, three = "it takes 2 items or more", "it takes 3 items or more"
    assert [two, two, two, three] == reasons({"p.0": [1, 2, 3]}, "f")
    apart = "some two items have fewer than two people in common"
    assert [apart, apart, apart, three] == reasons({"p.0": [1, 2, None], "p.1": [None, 1, 2]}, "ff")
    constant = "an item has no variance"
    assert [None, constant, constant, constant] == reasons(
        {"p.0": [1, 2, 3, 5], "p.1": [1, 2, 4, 4], "p.2": [3, 3, 3, 3]}, "fff"
    )
    rest = "the items repeat each other, cancel out, or leave one of them with more than all of its variance explained"
    assert [None, None, rest] == reasons({f"p.{i}": [1, 2, 3, 5] for i in range(3)}, "fff")[:3]
    assert [rest, rest] == reasons({"p.0": [1, 2, 3, 4], "p.1": [4, 3, 2, 1]}, "ff")[:2]


def test_a_factor_that_explains_more_than_all_has_no_omega():
    r = np.array([[1.0, 0.9, 0.9], [0.9, 1.0, 0.5], [0.9, 0.5, 1.0]])  # the first loading is sqrt(0.81 / 0.5)
    assert coefficients.omega_of(r) is None


def test_omega_with_gaps_takes_each_correlation_from_its_own_pairs():
    keyings = "frff"
    table = people(200, keyings, gaps=0.15)
    columns = [[v if v is None or k == "f" else 6 - v for v in table[f"p.{i}"]] for i, k in enumerate(keyings)]
    pairs = lambda x, y: zip(*[(a, b) for a, b in zip(x, y, strict=True) if None not in (a, b)], strict=True)  # noqa: E731  # one line says it
    r = np.array([[1.0 if x is y else statistics.correlation(*pairs(x, y)) for x in columns] for y in columns])
    assert coefficients.omega_of(r) == pytest.approx(stats.analyse(table, key_of(keyings), "p").omega.value, abs=1e-9)


def test_lambda6_of_correlations_that_no_sample_without_gaps_has_keeps_uniqueness_in_bounds():
    r = np.array([[1.0, 0.9, -0.9], [0.9, 1.0, 0.9], [-0.9, 0.9, 1.0]])  # of different pairs; not positive definite
    uniqueness = np.clip(1 / np.diag(np.linalg.inv(r)), 0, 1)
    assert 1 - uniqueness.sum() / r.sum() == pytest.approx(coefficients.lambda6_of(r))
    assert ((1 / np.diag(np.linalg.inv(r))) > 1).any() or ((1 / np.diag(np.linalg.inv(r))) < 0).any()


@pytest.mark.parametrize("apart", [1e-2, 1e-6, 1e-8, 1e-10])
def test_people_who_all_but_agree_with_each_other_leave_no_end_of_an_interval_that_is_no_number(apart):
    for each in stats.icc([[0, 10], [10 + apart, 0], [3, 7]]):
        assert (each.low is None) == (each.high is None)
        assert all(math.isfinite(end) for end in (each.low, each.value, each.high) if end is not None)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4)), max_size=8))
@example([(0, 1, 4), (0, 4, 0)])  # the approximate interval would end below the coefficient
def test_whatever_people_say_no_coefficient_is_a_number_that_is_none(ratings):
    for each in stats.icc(ratings or np.ones((0, 3))):
        assert (each.value is None) == (each.reason is not None)
        assert all(math.isfinite(end) for end in (each.low, each.value, each.high) if end is not None)
        if each.low is not None:
            assert each.low - 1e-9 <= each.value <= each.high + 1e-9


# Small samples, by hand ------------------------------------------------------


def test_the_keyed_matrix_holds_answers_turned_round_and_gaps_as_nan():
    expected = [[1.0, 4.0], [math.nan, math.nan], [5.0, math.nan]]
    table = {"p.0": [1, None, 5], "p.1": [2, "left-blank", "not-asked"]}
    np.testing.assert_array_equal(expected, stats.keyed_matrix(table, key_of("fr"), "p"))
    array = np.array([[1, 2], [math.nan, math.nan], [5, math.nan]])
    np.testing.assert_array_equal(expected, stats.keyed_matrix(array, key_of("fr"), "p"))


def test_an_item_is_described_to_the_letter():
    # in thirds: variances 1 and 3/4, covariance 1/2 between the two items
    table = {"p.0": [1, 1, 2, 2, None], "p.1": [1, 2, 2, 2, None]}
    first = stats.ItemAnalysis("p.0", 4, 1, 1.5, math.sqrt(1 / 3), pytest.approx(1 / math.sqrt(3)), None)
    second = stats.ItemAnalysis("p.1", 4, 1, 1.75, 0.5, pytest.approx(1 / math.sqrt(3)), None)
    assert (first, second) == stats.analyse(table, key_of("ff"), "p").items
    caution = "it runs against the others: look at its keying first, then at its wording"
    against = stats.analyse({"p.0": [1, 2], "p.1": [3, 2]}, key_of("ff"), "p").items[0]
    assert stats.ItemAnalysis("p.0", 2, 0, 1.5, math.sqrt(0.5), -1.0, None, caution) == against
    unrelated = stats.analyse({"p.0": [1, 1, 2, 2], "p.1": [1, 2, 1, 2]}, key_of("ff"), "p").items[0]
    assert (0.0, None) == (unrelated.item_rest, unrelated.caution)


def test_an_alpha_of_nothing_of_one_and_past_one_is_said_as_it_is():
    """With gaps taken in pairs alpha can pass 1: then there is no error of measurement."""
    unrelated = {"p.0": [1, 1, 2, 2], "p.1": [1, 2, 1, 2]}
    assert 0.0 == stats.reliability(unrelated, key_of("ff"), "p", **FACTS).coefficient
    alike = stats.analyse({f"p.{i}": [1, 2, 4, 5] for i in range(3)}, key_of("fff"), "p")
    assert (1.0, 0.0, 0.0) == (alike.alpha.value, alike.sem, alike.smallest_detectable_change)
    apart = {"p.0": [1, 5, 1, 5, *[3] * 20, *[None] * 20], "p.1": [1, 5, 1, 5, *[None] * 20, *[3] * 20]}
    past = stats.analyse(apart, key_of("ff"), "p")
    variance, covariance = 16 / 23, 16 / 3
    assert 2 * covariance / (variance + covariance) == pytest.approx(past.alpha.value)
    assert (None, None) == (past.sem, past.smallest_detectable_change)


def test_two_items_have_a_lambda6_and_three_an_omega():
    found = stats.analyse({"p.0": [1, 2, 4, 5, 3], "p.1": [2, 1, 5, 4, 4]}, key_of("ff"), "p")
    # the uniqueness of each is 1 - r^2, so 1 - 2 * (1 - r^2) / (2 + 2 * r) is r
    assert statistics.correlation([1, 2, 4, 5, 3], [2, 1, 5, 4, 4]) == pytest.approx(found.lambda6.value)
    r = np.array([[1.0, 0.3, 0.4], [0.3, 1.0, 0.5], [0.4, 0.5, 1.0]])  # three items have one factor exactly
    loadings = [math.sqrt(0.3 * 0.4 / 0.5), math.sqrt(0.3 * 0.5 / 0.4), math.sqrt(0.4 * 0.5 / 0.3)]
    assert sum(loadings) ** 2 / r.sum() == pytest.approx(coefficients.omega_of(r), abs=1e-9)


def test_no_uniqueness_of_lambda6_passes_one():
    above = [0.5, 0.5, 0.9, 0.5, -0.5, -0.9]
    r = np.eye(4)
    r[np.triu_indices(4, 1)] = above
    r = r + r.T - np.eye(4)
    # before the bounds: -9.34, 0.778, 1.72 and -2.62
    uniqueness = 1 / np.diag(np.linalg.inv(r))
    assert [-9.34, 0.778, 1.72, -2.62] == pytest.approx(uniqueness, abs=0.006)
    assert 1 - (0 + uniqueness[1] + 1 + 0) / (4 + 2 * sum(above)) == pytest.approx(coefficients.lambda6_of(r))


def test_a_scale_that_starts_far_from_0_loses_no_digit():
    table, far = people(200, "frff", gaps=0.2), 999_995
    shifted = {id: [None if v is None else v + far for v in column] for id, column in table.items()}
    key = ik.ScoringKey.from_form(pack("frff", low=far + 1, high=far + 5), "f")
    near, away = stats.analyse(table, key_of("frff"), "p"), stats.analyse(shifted, key, "p")
    for name in ("alpha", "standardised_alpha", "lambda6", "omega", "mean", "sd", "sem_total"):
        assert getattr(near, name) == getattr(away, name)


def test_a_retest_of_two_people_or_of_perfect_agreement_has_no_interval():
    for first, second, r in (
        ([1.0, 2.0], [3.0, 5.0], 1.0),
        ([1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 3.0, 4.0, 5.0, 6.0], 1.0),
        ([1.0, 2.0, 3.0, 4.0, 5.0], [5.0, 4.0, 3.0, 2.0, 1.0], -1.0),
    ):
        expected = stats.Coefficient("Pearson's r", pytest.approx(r), len(first), "complete")
        assert expected == stats.retest(first, second)[0]


def test_the_interval_of_a_mean_is_that_of_one_rating_stepped_up():
    found = stats.icc([[1, 2], [2, 1], [3, 3], [5, 3]])
    assert found[2].low < -1 / 3
    for one, mean in zip(found[:3], found[3:], strict=True):
        assert [2 * end / (1 + end) for end in (one.low, one.high)] == pytest.approx([mean.low, mean.high])


def test_an_approximate_interval_that_leaves_out_its_coefficient_is_not_given():
    one_way, two_way, mixed, _, averaged, _ = stats.icc([[0, 1, 4], [0, 4, 0]])
    assert (-12 / 17, None, None) == (pytest.approx(two_way.value), two_way.low, two_way.high)
    assert (None, None) == (averaged.low, averaged.high)
    assert one_way.low < one_way.value < one_way.high
    assert mixed.low < mixed.value < mixed.high


def test_the_unit_of_the_ratings_moves_no_icc_and_no_interval():
    tenfold = [[10 * rating for rating in row] for row in SHROUT_FLEISS]
    for one, other in zip(stats.icc(SHROUT_FLEISS), stats.icc(tenfold), strict=True):
        assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high))


def test_a_number_between_the_values_of_a_scale_is_none_of_them():
    key = key_of("ff")
    key = attrs.evolve(key, items=tuple(attrs.evolve(item, values=(1, 2, 4, 5)) for item in key.items))
    table = {item.id: [1, 2, 4, 5] for item in key.items}
    assert (4, 2) == stats.keyed_matrix(table, key, key.pillars[0]).shape
    with pytest.raises(ik.InvalidResponse, match="has 1 cell without a value"):
        stats.keyed_matrix(table | {key.items[0].id: [1, 3, 4, 5]}, key, key.pillars[0])


# Tables as they are exported ------------------------------------------------------------


def test_a_layout_means_the_same_to_statistics_as_to_scores():
    import polars as pl

    table, key = people(40, "frf", gaps=0.2), key_of("frf")
    expected = stats.analyse(table, key, "p")
    words = {None: "", 1: "A1", 2: "A2", 3: "A3", 4: "A4", 5: "A5"}
    values = {"p": {word: value for value, word in words.items() if value}}
    labelled = {f"q{i}": [words[v] for v in table[f"p.{i}"]] for i in range(3)}
    columns = {f"p.{i}": f"q{i}" for i in range(3)}
    assert expected == stats.analyse(labelled, key, "p", layout=TableLayout(columns=columns, values=values))
    lower = {id: [None if v is None else v - 1 for v in column] for id, column in table.items()}
    floats = {id: np.array([math.nan if v is None else v for v in column]) for id, column in lower.items()}
    for same in (lower, floats, pl.DataFrame(lower), pl.DataFrame(lower).lazy()):
        assert expected == stats.analyse(same, key, "p", layout=TableLayout(offset=1))
    told = {"kind": ["head", *["person"] * 40], **{id: ["x", *column] for id, column in table.items()}}
    assert expected == stats.analyse(told, key, "p", layout=TableLayout(without={"kind": "head"}))
    long = {
        "person": [str(i) for i in range(40) for _ in range(3)],
        "day": ["mon"] * 120,
        "item": [f"Q{j}" for _ in range(40) for j in range(3)],
        "value": [table[f"p.{j}"][i] for i in range(40) for j in range(3)],
    }
    layout = TableLayout(shape="long", ids=["day"], columns={f"p.{j}": f"Q{j}" for j in range(3)})
    assert expected == stats.analyse(long, key, "p", layout=layout)
    two = TableLayout(shape="long", ids=["day"], columns={"p.0": "Q0", "p.1": "Q1"})
    with pytest.raises(ik.InvalidResponse, match="40 rows with the item 'Q2'"):
        stats.analyse(long, key, "p", layout=two)


def test_what_was_not_shown_is_not_asked_in_statistics_either():
    table = {"kids": [0, 0, 1, 1], "p.0": [3, 4, 5, 1], "p.1": [None, None, None, 2]}
    layout = TableLayout(not_shown={"p.1": {"kids": 0}})
    key = attrs.evolve(key_of("ff"), min_answered=Fraction(1))
    assert [3, 1] == [stats.analyse(table, key, "p", layout=each).n for each in (layout, TableLayout())]
    with pytest.raises(ik.InvalidResponse, match="there is no column 'pets'"):
        stats.analyse(table, key_of("ff"), "p", layout=TableLayout(not_shown={"p.1": {"pets": 0}}))
    for kids in ([0, 0], 0):
        with pytest.raises(ik.InvalidResponse, match="the column 'kids' does not hold one value a row"):
            stats.analyse({**table, "kids": kids}, key_of("ff"), "p", layout=layout)


@pytest.fixture
def index_key():
    """An index of three items, as a pillar."""
    catalogue = attrs.evolve(pack("fff", low=1, high=5), pillars=[ik.Pillar("p", "P", "P.", ik.Model.INDEX)])
    return ik.ScoringKey.from_form(catalogue, "f")


def test_no_coefficient_of_consistency_is_given_for_an_index(index_key):
    table = people(100, "fff")
    found, reflective = stats.analyse(table, index_key, "p"), stats.analyse(table, key_of("fff"), "p")
    for coefficient in (found.alpha, found.standardised_alpha, found.lambda6, found.omega):
        assert (None, None, None) == (coefficient.value, coefficient.low, coefficient.high)
        assert "the items are parts that make up an index, and need not go together" == coefficient.reason
    assert (None, None, None) == (found.sem, found.sem_total, found.smallest_detectable_change)
    assert {(None, None)} == {(item.alpha_if_dropped, item.caution) for item in found.items}
    assert (reflective.n, reflective.mean, reflective.sd) == (found.n, found.mean, found.sd)
    assert [item.item_rest for item in reflective.items] == [item.item_rest for item in found.items]


def test_an_index_has_no_reliability_of_one_occasion(index_key):
    options = {"source": "s", "population": "p", "on": TODAY}
    with pytest.raises(ik.InvalidValue, match="withheld: the items are parts .*; ask twice, and take the coefficient"):
        stats.reliability(people(100, "fff"), index_key, "p", **options)


def test_a_key_keeps_its_digest_whatever_the_model_of_a_pillar_is(index_key):
    assert key_of("fff").digest == index_key.digest
    assert index_key == ik.ScoringKey.from_dict(index_key.to_dict())


def test_a_score_of_a_rule_is_analysed_by_its_id_and_by_its_pillar():
    checkin = ik.draw(ik.load_path(DATA / "cases" / "sums"), form="form", seed="s")
    table = {id: [1, 2, 4, 4] for id in checkin.item_ids} | {checkin.item_ids[0]: [0, 2, 4, 6]}
    by_id, by_pillar = (stats.analyse(table, checkin.key, each) for each in ("joy", checkin.key.pillars[0]))
    assert by_id.items == by_pillar.items
    assert None is by_id.sem_mean  # one item goes to 6 and the others to 5
    assert by_id.sem * 21 / 100 == pytest.approx(by_id.sem_total, rel=1e-15)


def test_an_answer_to_what_was_not_shown_is_refused_in_a_sample_too():
    checkin = ik.draw(ik.load_path(DATA / "cases" / "children"), form="form", seed="s")
    table = {"has-children": [1, 0], "fun.laugh": [4, 4], "fun.plan": [5, 5], "fun.game": [3, 3], "fun.trip": [3, None]}
    with pytest.raises(ik.InvalidResponse) as caught:
        stats.analyse(table, checkin.key, "fun")
    assert [("not-shown", ("fun.game",))] == [(each.code, each.path) for each in caught.value.problems]
    table["fun.game"] = [3, None]
    assert 2 == stats.analyse(table, checkin.key, "fun").n
    said = {**table, "has-children": [1, 1], "fun.trip": ["3", "not-shown"]}
    assert [[3, 3], [math.nan, math.nan]] == [
        pytest.approx(row, nan_ok=True) for row in stats.keyed_matrix(said, checkin.key, "fun")[:, 2:].tolist()
    ]


@pytest.mark.slow
@pytest.mark.parametrize("width", [4, 45, 46, 1_000, 0.5])
def test_sums_over_pairs_are_exact_whatever_the_width_of_the_scale(width):
    rng = np.random.default_rng(3)
    columns = rng.integers(0, 5, (3, 9_000)) * (width / 4)
    columns = np.rint(columns) if width > 1 else columns
    gaps = rng.random(columns.shape) < 0.1
    found = coefficients.sum_pairs(np.where(gaps, math.nan, columns).T)
    exact = [[Fraction(float(cell)) for cell in column] for column in columns]
    for i in range(3):
        for j in range(3):
            both = [n for n in range(9_000) if not gaps[i, n] and not gaps[j, n]]
            assert len(both) == found.both[i, j]
            assert sum(exact[i][n] for n in both) == found.sums[i, j]
            assert sum(exact[i][n] * exact[j][n] for n in both) == found.products[i, j]
            assert sum(exact[i][n] ** 2 for n in both) == found.squares[i, j]
