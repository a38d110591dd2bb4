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
from tests.support.catalogues import built_in
from tests.support.problems import problems_of

DAY = date(2026, 3, 2)
SOURCE = ik.Source(
    id="s", authors="A", year=2000, title="T", journal="J", finding="F", design="D", verified=True, verified_by="V"
)


def scale(id, values, points=None):
    points = points or [None] * len(values)
    return ik.ResponseScale(id, [ik.Choice(f"c{v}", v, points=p) for v, p in zip(values, points, strict=True)])


def catalogue_of(scales, rules, *, reverse=(), show_if=None):
    """A catalogue of an item for each scale, named by its number from 1."""
    items = [
        ik.Item(
            str(n),
            "p",
            each.id,
            ik.Role.SCORED,
            ik.Wording(f"Item {n}"),
            keying=ik.Keying.REVERSE if n in reverse else ik.Keying.FORWARD,
            show_if=(show_if or {}).get(n),
        )
        for n, each in enumerate(scales, 1)
    ]
    every = ik.ScoreRule("every", "Every", [item.id for item in items], min_answered=0)
    return ik.Catalogue(
        pack=ik.Pack("made", "1.0", "Made", "CC0-1.0", "en"),
        pillars=[ik.Pillar("p", "P", "P.")],
        scales={each.id: each for each in scales}.values(),
        items=items,
        forms=[ik.Form("f", "F", stem=ik.Wording("{item}"), min_answered=1)],
        sources=[SOURCE],
        scores=[*rules, every],
        kit_phrases=built_in().phrases,
    )


def checkin_of(scales, rules, **options):
    return ik.draw(catalogue_of(scales, rules, **options), form="f", seed="s")


def rule(id, items, **fields):
    return ik.ScoreRule(id, id, tuple(map(str, items)), **fields)


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
