"""Kinds of published scoring rules, each as a rule with placeholders for items, worked out here with exact fractions.

The shapes are those of well-known instruments; ids, texts, cut-offs and constants are made up.
"""

import random
from datetime import date
from fractions import Fraction

import attrs
import polars as pl
import pytest

import intimacy_kit as ik
from intimacy_kit.reports import report
from intimacy_kit.scoring import read_as
from intimacy_kit.tables import score_frame
from tests.support.norms import with_tables
from tests.support.problems import problems_of
from tests.support.rules import catalogue_of, checkin_of, rule, scale

DAY = date(2026, 3, 2)


def check(checkin, expected, *, gaps=0.0):
    """Compare every score of random answers, for one person and in a table, with an exact function of them."""
    chance = random.Random(7)
    rows = []
    for _ in range(60):
        given = {id: chance.choice(checkin.key.by_id[id].values) for id in checkin.item_ids}
        rows.append({id: None if chance.random() < gaps else answer for id, answer in given.items()})
    frame = score_frame(pl.DataFrame(rows, infer_schema_length=None), checkin.key).to_dicts()
    for row, found in zip(rows, frame, strict=True):
        result = ik.score(checkin.answer(row, on=DAY))
        answers = {int(id): answer for id, answer in row.items()}
        for id, exact in expected.items():
            value = exact(answers)
            wanted = None if value is None else value.numerator / value.denominator
            assert wanted == result[id].value
            reading = checkin.key.score(id).reading.value
            assert wanted == found.get(f"{id}_value", found.get(f"{id}_{reading}"))


TWO = scale("two", range(2))
FOUR, FIVE, SEVEN = scale("four", range(4)), scale("five", range(5)), scale("seven", range(1, 8))
AT_LEAST_2 = ik.Recode(points={0: 0, 1: 0, 2: 1, 3: 1, 4: 1})


def test_symptoms_are_counted_from_a_cut_off_beside_their_sum():
    rules = [
        rule("severity", range(1, 7), reading="sum"),
        rule("first", (1, 2), reading="sum", recode=[AT_LEAST_2]),
        rule("second", (3, 4, 5, 6), reading="sum", recode=[AT_LEAST_2]),
    ]
    count = lambda ids: lambda answers: Fraction(sum(answers[id] >= 2 for id in ids))  # noqa: E731
    check(
        checkin_of([FIVE] * 6, rules),
        {
            "severity": lambda answers: Fraction(sum(answers.values())),
            "first": count((1, 2)),
            "second": count((3, 4, 5, 6)),
        },
    )


def test_one_scale_is_scored_in_two_ways():
    both = {0: 0, 1: 0, 2: 1, 3: 1}
    rules = [
        rule("likert", range(1, 5), reading="sum"),
        rule("bimodal", range(1, 5), reading="sum", recode=[ik.Recode(points=both)]),
    ]
    flip = lambda answers: {id: 3 - each if id == 2 else each for id, each in answers.items()}  # noqa: E731
    check(
        checkin_of([FOUR] * 4, rules, reverse=(2,)),
        {
            "likert": lambda answers: Fraction(sum(flip(answers).values())),
            "bimodal": lambda answers: Fraction(sum(both[each] for each in answers.values())),  # as answered
        },
    )


def test_cut_offs_can_differ_from_item_to_item():
    recode = [
        ik.Recode(["1", "2"], points={0: 0, 1: 0, 2: 1, 3: 1}),
        ik.Recode(["3"], points={0: 0, 1: 1, 2: 1, 3: 1}),
    ]
    check(
        checkin_of([FOUR] * 3, [rule("count", (1, 2, 3), reading="sum", recode=recode)]),
        {"count": lambda a: Fraction((a[1] >= 2) + (a[2] >= 2) + (a[3] >= 1))},
    )


def test_one_part_is_taken_off_another():
    recode = [ik.Recode(["3", "4"], times=-1)]
    check(
        checkin_of([SEVEN] * 4, [rule("balance", (1, 2, 3, 4), reading="sum", recode=recode)]),
        {"balance": lambda a: Fraction(a[1] + a[2] - a[3] - a[4])},
    )


def test_domains_count_by_factors_of_their_own():
    factors = {1: "0.6", 2: "0.6", 3: "0.3", 4: "0.4"}
    recode = [ik.Recode([str(id)], times=times) for id, times in factors.items()]
    check(
        checkin_of([SEVEN] * 4, [rule("total", (1, 2, 3, 4), reading="sum", recode=recode)], reverse=(4,)),
        {
            "total": lambda a: sum(
                (Fraction(times) * (8 - a[id] if id == 4 else a[id]) for id, times in factors.items()), Fraction()
            )
        },
    )


def test_an_answer_decrements_a_whole():
    points = [0, "-0.05", "-0.125", "-0.4"]
    tolls = scale("tolls", range(4), points)
    check(
        checkin_of([tolls] * 3, [rule("index", (1, 2, 3), reading="sum", plus=1)]),
        {"index": lambda answers: 1 + sum(Fraction(points[each]) for each in answers.values())},
    )


def test_a_score_is_standardised_by_constants_and_rounded():
    fields = {"reading": "sum", "factor": Fraction(10, 7), "plus": Fraction(50) - 13 * Fraction(10, 7), "round_to": 1}
    check(
        checkin_of([FIVE] * 5, [rule("t", range(1, 6), **fields)]),
        {"t": lambda a: Fraction((50 + 10 * Fraction(sum(a.values()) - 13, 7) + Fraction(1, 2)) // 1)},
    )


def test_a_mean_minus_1_times_25_is_written_as_it_is_said():
    items = range(1, 5)
    check(
        checkin_of([scale("to5", range(1, 6))] * 4, [rule("d", items, reading="mean", factor=25, plus=-25)]),
        {"d": lambda a: (Fraction(sum(a.values()), 4) - 1) * 25},
    )


def test_usability_of_positive_and_negative_items_goes_from_0_to_100():
    check(
        checkin_of([SEVEN] * 6, [rule("use", range(1, 7))], reverse=(2, 4, 6)),
        {"use": lambda a: Fraction(100 * sum(7 - v if i % 2 == 0 else v - 1 for i, v in a.items()), 36)},
    )


def test_a_subscale_is_prorated_from_half_of_its_items():
    def prorated(answers):
        there = [answer for answer in answers.values() if answer is not None]
        return Fraction(sum(there) * 7, len(there)) if len(there) >= 4 else None

    check(
        checkin_of([FIVE] * 7, [rule("s", range(1, 8), reading="sum", in_proportion=True, min_answered=4)]),
        {"s": prorated},
        gaps=0.4,
    )


@pytest.mark.parametrize(("answers", "explained"), [((1, 2), "1: 1, which is -0.5 points; adds 2 of 3")])
def test_an_explanation_says_what_an_answer_counts_in_this_score(answers, explained):
    recode = [ik.Recode(["1"], times=-0.5)]
    checkin = checkin_of([FOUR] * 2, [rule("s", (1, 2), reading="sum", recode=recode, plus=-3)])
    text = ik.explain(checkin.answer(dict(zip("12", answers, strict=True)), on=DAY))
    assert explained in text
    assert "sum: 3 / 2 - 3 = -1.5" in text


def test_a_screen_asks_for_a_count_and_two_answers_at_once():
    parts = [
        rule("yes", range(1, 7), reading="sum", min_answered=1, recode=[ik.Recode(at_least=1)]),
        rule(
            "screen",
            (7, 8),
            scores=("yes",),
            reading="lowest",
            min_answered=1,
            recode=[ik.Recode(["yes"], at_least=4), ik.Recode(["7"], at_least=1), ik.Recode(["8"], at_least=2)],
            levels=[ik.Level("negative", 0, 0), ik.Level("positive", 1, 1)],
            levels_source="s",
        ),
    ]
    check(
        checkin_of([TWO] * 7 + [FOUR], parts),
        {"screen": lambda a: Fraction(sum(a[i] for i in range(1, 7)) >= 4 and a[7] == 1 and a[8] >= 2)},
    )


def test_a_total_adds_components_that_are_looked_up_rounded_and_answered():
    parts = [
        rule("latency", (1, 2), reading="sum", table={0: 0, 1: 1, 2: 1, 3: 2, 4: 2, 5: 3, 6: 3}, min_answered=1),
        rule("trouble", range(3, 8), reading="mean", round_to=1, min_answered=3),
        rule("worst", (8, 9), reading="highest", min_answered=1),
        rule("total", (10,), scores=("latency", "trouble", "worst"), reading="sum", min_answered=1),
    ]

    def trouble(a):
        there = [a[i] for i in range(3, 8) if a[i] is not None]
        return (Fraction(sum(there), len(there)) + Fraction(1, 2)) // 1 if len(there) >= 3 else None

    def total(a):
        parts = [a[1], a[2], a[8], a[9], a[10], trouble(a)]
        return None if None in parts else Fraction((a[1] + a[2] + 1) // 2 + trouble(a) + max(a[8], a[9]) + a[10])

    check(checkin_of([FOUR] * 10, parts), {"total": total})
    check(checkin_of([FOUR] * 10, parts), {"total": total}, gaps=0.1)


def test_a_total_of_prorated_subscales_is_exact():
    def prorated(ids, least):
        def exact(a):
            there = [a[i] for i in ids if a[i] is not None]
            return Fraction(sum(there) * len(ids), len(there)) if len(there) >= least else None

        return exact

    first, second = prorated(range(1, 8), 4), prorated(range(8, 14), 4)
    parts = [
        rule("first", range(1, 8), reading="sum", in_proportion=True, min_answered=4),
        rule("second", range(8, 14), reading="sum", in_proportion=True, min_answered=4),
        rule("total", (), scores=("first", "second"), reading="sum", min_answered=1),
    ]

    def total(a):
        return None if None in (first(a), second(a)) else first(a) + second(a)

    check(checkin_of([FIVE] * 13, parts), {"first": first, "second": second, "total": total}, gaps=0.3)


@pytest.mark.parametrize(("reading", "choose"), [("highest", max), ("lowest", min)])
def test_the_worst_of_answers_of_unlike_points_is_a_score(reading, choose):
    wish = scale("wish", range(2), [0, 1])
    plan = scale("plan", range(2), [0, 4])
    points = {1: 1, 2: 4, 3: 4}
    check(
        checkin_of([wish, plan, plan], [rule("worst", (1, 2, 3), reading=reading, min_answered=0)]),
        {"worst": lambda a: Fraction(choose(points[i] * a[i] for i in a if a[i] is not None))},
    )


def test_norms_read_a_sum_by_group_with_levels_of_their_own():
    table = {raw: 30 + 2 * raw for raw in range(7)}
    tables = {("t", "women"): table, ("t", "men"): {raw: t + 5 for raw, t in table.items() if raw > 1}}
    levels = [ik.Level("usual", 0, 39, "women"), ik.Level("high", 40, 99, "women"), ik.Level("high", 40, 99, "men")]
    rules = [
        rule("t", (1, 2), reading="sum", min_answered=1, levels=levels, levels_source="s", levels_as_published=True)
    ]
    catalogue = with_tables(catalogue_of([FOUR] * 2, rules), "f", tables)
    checkin = ik.draw(catalogue, form="f", seed="s")
    rows = [{"1": a, "2": b} for a in (0, 1, 2, 3, None) for b in range(4)]
    frame = score_frame(pl.DataFrame(rows), checkin.key).to_dicts()
    for row, found in zip(rows, frame, strict=True):
        score = ik.score(checkin.answer(row, on=DAY))["t"]
        raw = None if row["1"] is None else row["1"] + row["2"]
        women = None if raw is None else 30 + 2 * raw
        men = None if raw is None or raw < 2 else women + 5
        assert {k: v for k, v in {"women": women, "men": men}.items() if v is not None} == dict(score.group_values)
        assert [women, men] == [found["t_value_women"], found["t_value_men"]]
        level = None if women is None else "usual" if women < 40 else "high"
        assert [level, level] == [found["t_level_women"], score.level_of("women")]
    text = ik.explain(checkin.answer({"1": 3, "2": 2}, on=DAY))
    assert "women: 40, by s; men: 45, by s" in text


def test_an_explanation_says_what_a_part_adds():
    parts = [
        rule("first", (1, 2), reading="sum", min_answered=1),
        rule("total", (3,), scores=("first",), reading="sum", min_answered=0),
    ]
    checkin = checkin_of([FOUR] * 3, parts)
    whole = ik.explain(checkin.answer({"1": 1, "2": 2, "3": 3}, on=DAY))
    assert "  first: 3; adds 3 of 6" in whole
    assert "sum: 6 / 1 = 6" in whole
    assert "  first: no value (left-blank)" in ik.explain(checkin.answer({"3": 3}, on=DAY))


def test_a_part_whose_values_lie_on_no_common_steps_has_to_be_rounded():
    parts = [rule("odd", (1, 2)), rule("total", (), scores=("odd",), reading="sum")]
    with pytest.raises(ik.InvalidValue, match="no common steps; give it round_to"):
        checkin_of([TWO, scale("odd", [0, 1, 5]), FOUR], [rule("odd", (1, 2, 3), weigh="points"), parts[1]])
    checkin = checkin_of([TWO, FOUR], [rule("odd", (1, 2), weigh="points", round_to=1), parts[1]])
    assert checkin.key.score("total").parts


def test_a_score_of_scores_has_another_digest_when_a_part_changes():
    def digest(**fields):
        parts = [rule("a", (1, 2), reading="sum", **fields), rule("b", (), scores=("a",), reading="sum")]
        return ik.score(checkin_of([FOUR] * 2, parts).answer({}, on=DAY))["b"].digest

    assert digest() != digest(factor=2)


def test_a_score_is_read_in_a_sentence_with_its_level_and_the_source_of_that():
    five = scale("five", range(5))
    levels = [ik.Level("Low", 0, 3), ik.Level("High", 4, 8)]
    rules = [
        rule(
            "levels", [1, 2], reading="sum", weigh="points", levels=levels, levels_source="s", levels_as_published=True
        ),
        rule("plain", [1, 2], reading="sum", weigh="points"),
    ]
    catalogue = catalogue_of([five, five], rules)
    checkin = ik.draw(catalogue, form="f", seed="s")
    result = ik.score(checkin.answer({"1": 4, "2": 1}, on=DAY))
    assert "The score is 5: High (A (2000))." == read_as(catalogue, result["levels"])
    assert "The score is 5." == read_as(catalogue, result["plain"])
    empty = ik.score(checkin.answer({}, on=DAY))
    assert None is read_as(catalogue, empty["levels"])


def test_a_key_has_an_item_of_each_score():
    key = checkin_of([scale("five", range(5))], []).key
    assert [("bad-score", "scores.0.items")] == problems_of(attrs.evolve, key, scores=[rule("gone", [2])])


def test_a_report_says_the_reading_of_each_rule():
    catalogue = catalogue_of([scale("five", range(5))], [rule("plain", [1], reading="sum", weigh="points")])
    result = ik.score(ik.draw(catalogue, form="f", seed="s").answer({"1": 4}, on=DAY))
    assert "The score is 4." in report(catalogue, result).to_text()


def test_hours_between_two_times_of_day_and_the_part_of_them_that_was_slept():
    clock = ik.ResponseScale("clock", range=ik.Range(0, 23.75, 0.25))
    rules = [
        rule("bed", (1, 2), reading="sum", recode=[ik.Recode(["2"], times=-1)], cycle=24, min_answered=1),
        rule("part", (3,), reading="sum", divided_by="bed", factor=100),
        rule("points", (3,), reading="sum", divided_by="bed", factor=100, bands={0: 3, 65: 2, 75: 1, 85: 0}),
    ]
    checkin = checkin_of([clock] * 3, rules)
    chance = random.Random(3)
    rows = [{id: chance.choice([None, *range(96)]) for id in "123"} for _ in range(200)]
    rows = [{id: None if each is None else each / 4 for id, each in row.items()} for row in rows]
    frame = score_frame(pl.DataFrame(rows, infer_schema_length=None), checkin.key).to_dicts()
    for row, found in zip(rows, frame, strict=True):
        up, down, slept = (None if row[id] is None else Fraction(row[id]) for id in "123")
        bed = None if None in (up, down) else (up - down) % 24
        part = None if None in (bed, slept) or not bed else 100 * slept / bed
        points = None if part is None else sum(part < end for end in (65, 75, 85))
        result = ik.score(checkin.answer(row, on=DAY))
        for id, exact in {"bed": bed, "part": part, "points": points}.items():
            wanted = None if exact is None else exact.numerator / exact.denominator if id != "points" else float(exact)
            assert [wanted, wanted] == [result[id].value, found[f"{id}_value"]]


def test_a_frequency_times_a_severity_is_a_score():
    rules = [rule("often", (1,), reading="sum"), rule("product", (2,), reading="sum", multiplied_by="often")]
    check(
        checkin_of([FOUR, FIVE], rules),
        {"product": lambda a: None if None in a.values() else Fraction(a[1] * a[2])},
        gaps=0.2,
    )


@pytest.mark.parametrize(("rounding", "whole"), [("up", lambda x: -(-x // 1)), ("down", lambda x: x // 1)])
def test_a_sum_in_proportion_is_rounded_as_the_rule_says(rounding, whole):
    def exact(answers):
        there = [each for each in answers.values() if each is not None]
        return whole(Fraction(sum(there) * 5, len(there))) if there else None

    fields = {"reading": "sum", "in_proportion": True, "min_answered": 0, "round_to": 1, "rounding": rounding}
    check(checkin_of([FOUR] * 5, [rule("s", range(1, 6), **fields)]), {"s": exact}, gaps=0.3)


def test_an_explanation_says_what_a_score_is_divided_by_and_how_it_is_rounded_and_looked_up():
    fields = {"factor": 100, "cycle": 90, "round_to": 5, "bands": {0: 1, 20: 2}}
    rules = [
        rule("bed", (1,), reading="sum", plus=1, min_answered=1),
        rule("up", (2,), reading="sum", divided_by="bed", rounding="up", **fields),
        rule("down", (2,), reading="sum", multiplied_by="bed", rounding="down", **fields),
    ]
    checkin = checkin_of([FOUR] * 2, rules)
    text = ik.explain(checkin.answer({"1": 2, "2": 1}, on=DAY))
    rest = "less whole multiples of 90, rounded {} to a multiple of 5, looked up in the bands = 2"
    assert f"sum: 1 / 1 / 3 * 100, {rest.format('up')}" in text
    assert f"sum: 1 / 1 * 3 * 100, {rest.format('down')}" in text
    assert "sum: 1 / 1 / no value * 100" in ik.explain(checkin.answer({"2": 1}, on=DAY))


def test_nothing_is_divided_by_what_can_lie_below_0():
    rules = [rule("less", (1,), reading="sum", plus=-1), rule("s", (2,), reading="sum", divided_by="less")]
    with pytest.raises(ik.InvalidValue, match="can lie below 0, so nothing is divided by them; give it plus, or bands"):
        checkin_of([FOUR] * 2, rules)


def test_bands_in_great_number_are_searched_by_halves():
    bands = {n: n * n for n in range(0, 30, 2)}
    check(
        checkin_of([FIVE] * 8, [rule("s", range(1, 9), reading="sum", bands=bands)]),
        {"s": lambda a: Fraction((sum(a.values()) // 2 * 2) ** 2)},
    )


def test_points_that_are_too_fine_and_too_large_at_once_are_refused():
    fine = ik.Recode(points={0: "0.0000001", 1: 10**9})
    with pytest.raises(ik.InvalidValue, match="grow too large to be exact; give points fewer decimals"):
        checkin_of([TWO], [rule("s", (1,), reading="sum", recode=[fine])])
