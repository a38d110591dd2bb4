"""Scoring rules: what does not go together, and which values the levels leave out."""

from fractions import Fraction

import pytest

from intimacy_kit import (
    Catalogue,
    Choice,
    Form,
    InvalidValue,
    Item,
    Level,
    Pack,
    PackError,
    Pillar,
    Range,
    Recode,
    ResponseScale,
    Role,
    ScoreRule,
    Wording,
)
from intimacy_kit.content.attainable import attainable, holes
from intimacy_kit.content.score_rule import rounded
from intimacy_kit.content.vocabulary import Rounding

SCALES = {
    "four": ResponseScale("four", tuple(Choice(str(value), value) for value in range(4))),
    "slider": ResponseScale("slider", range=Range(0, 1, 0.5)),
}
ITEMS = {
    id: Item(id, "p", scale, Role.SCORED, Wording(id)) for id, scale in (("a", "four"), ("b", "four"), ("c", "slider"))
}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"items": ()}, "items bad-score  the score 's' has no items; list them, or scores"),
        ({"reading": "sum", "weigh": "position"}, "weigh bad-score  a sum adds points; leave weigh out"),
        ({"in_proportion": True}, "in_proportion bad-score  only a sum can be in proportion; take in_proportion out"),
        (
            {"min_answered": 3},
            "min_answered bad-number  min_answered is neither a part nor a number of the items; "
            "write a fraction to 1, or how many of its items",
        ),
        (
            {"min_answered": 1.5},
            "min_answered bad-number  min_answered is neither a part nor a number of the items; "
            "write a fraction to 1, or how many of its items",
        ),
        (
            {"min_answered": -1},
            "min_answered bad-number  min_answered is neither a part nor a number of the items; "
            "write a fraction to 1, or how many of its items",
        ),
        ({"factor": 0}, "factor bad-number  the factor is not above 0; write a number above 0"),
        ({"round_to": 0}, "round_to bad-number  round_to is not above 0; write a number above 0"),
        ({"table": {}}, "table bad-score  the table is empty; take the key out"),
        ({"bands": {}}, "bands bad-score  the bands are empty; take the key out"),
        (
            {"table": {1: 1}, "bands": {1: 1}},
            "bands bad-score  a value is looked up in a table or in bands; keep one of them",
        ),
        ({"cycle": 0}, "cycle bad-number  cycle is not above 0; write a number above 0"),
        ({"rounding": "up"}, "rounding bad-score  nothing says what is rounded to; give round_to"),
        (
            {"multiplied_by": "x", "divided_by": "y"},
            "divided_by bad-score  the score is multiplied by one score and divided by another; "
            "make a score of one of them first",
        ),
        (
            {"reading": "sum", "recode": [Recode(times=2), Recode(["a"], times=3)]},
            "recode.1 bad-points  an item is recoded twice; name it in one recode",
        ),
        (
            {"recode": [Recode(times=2)]},
            "recode.0.times bad-points  where each item counts alike, none counts several times; weigh by points",
        ),
        ({"items": (), "scores": ()}, "items bad-score  the score 's' has no items; list them, or scores"),
        ({"scores": ("a",)}, "scores bad-score  an item and a score have one name; name one of them anew"),
        (
            {"reading": "highest", "weigh": "position"},
            "weigh bad-score  the highest and the lowest are of points; leave weigh out",
        ),
        (
            {"levels": (Level("x", 0, 1),)},
            "levels missing-levels-source  levels need a source; "
            "name the source under levels_source, or take the levels out",
        ),
        ({"levels_source": "s"}, "levels_source bad-levels  there are no levels; list them"),
        (
            {"levels": (Level("x", 0, 1), Level("y", 1, 2)), "levels_source": "s"},
            "levels.1 bad-levels  the levels 'x' and 'y' overlap; let each value belong to one",
        ),
    ],
)
def test_parts_that_do_not_go_together_are_one_problem(fields, said):
    with pytest.raises(InvalidValue) as caught:
        ScoreRule(**{"id": "s", "title": "S", "items": ("a", "b"), **fields})
    assert [said] == [str(problem) for problem in caught.value.problems]


SAME = "points bad-points  all values have the same points; give at least two different numbers"
ONE_THING = "bad-points  a recode has points, times or at_least; give one of the three"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ONE_THING),
        ({"times": 2, "at_least": 1}, ONE_THING),
        ({"points": {0: 1, 1: 2}, "times": 2}, ONE_THING),
        ({"points": {0: 1, 1: 1}}, SAME),
        ({"points": {}}, SAME),
        ({"times": 0}, "times bad-points  times 0 adds nothing; leave the items out of the score"),
    ],
)
def test_a_recode_says_one_thing_that_adds_something(fields, said):
    with pytest.raises(InvalidValue) as caught:
        Recode(["a"], **fields)
    assert [said] == [str(problem) for problem in caught.value.problems]


def test_a_level_has_its_low_end_first():
    with pytest.raises(InvalidValue) as caught:
        Level("x", 2, 1)
    said = "low bad-levels  the low end of the level lies above its high end; exchange them"
    assert [said] == [str(problem) for problem in caught.value.problems]
    assert (1, 1) == (Level("x", 1, 1).low, Level("x", 1, 1).high)


def holes_of(rule, items=ITEMS):
    return holes(rule, attainable(rule, items, SCALES, {}))


def holes_in(levels, **fields):
    rule = ScoreRule(
        "s",
        "S",
        ("a", "b"),
        levels=tuple(Level(str(i), *ends) for i, ends in enumerate(levels)),
        levels_source="s",
        **fields,
    )
    return list(holes_of(rule))


@pytest.mark.parametrize(
    ("levels", "fields", "found"),
    [
        ([(0, 2), (3, 6)], {"reading": "sum"}, []),
        ([(0, 2), (4, 6)], {"reading": "sum"}, [(0, "3")]),
        ([(1, 6)], {"reading": "sum"}, [(0, "0")]),
        ([(0, 5)], {"reading": "sum"}, [(0, "6")]),
        ([(0, 5)], {"reading": "sum", "levels_as_published": True}, []),
        ([(0, 1), (1.5, 3)], {"reading": "mean"}, []),
        ([(0, 1), (2, 3)], {"reading": "mean"}, [(0, "1.5")]),
        ([(0, 8), (12, 24)], {"reading": "sum", "factor": 4}, []),
        ([(0, 1), (2, 3)], {"reading": "mean", "round_to": 1}, []),
        ([(0, 50), (66, 100)], {}, []),
        ([(0, 50), (67, 100)], {}, [(0, "200/3")]),
        ([(0, 10)], {"reading": "sum", "table": {0: 0, 6: 11}}, [(0, "11")]),
    ],
)
def test_levels_leave_out_no_value_that_complete_answers_give(levels, fields, found):
    assert found == holes_in(levels, **fields)


def test_an_item_that_counts_when_it_is_not_shown_widens_the_range():
    items = {
        **ITEMS,
        "a": Item.from_dict({**ITEMS["a"].to_dict(), "show_if": {"item": "b", "equals": 1}, "if_not_shown": -2}),
    }
    rule = ScoreRule("s", "S", ("a", "b"), reading="sum", levels=(Level("x", 0, 6),), levels_source="s")
    assert [(0, "-2")] == list(holes_of(rule, items))


@pytest.mark.parametrize(
    ("number", "rounding", "whole"),
    [
        ("1/2", "half-up", 1),
        ("-1/2", "half-up", 0),
        ("49/100", "half-up", 0),
        ("-3/2", "half-up", -1),
        ("1/100", "up", 1),
        ("-1/100", "up", 0),
        ("2", "up", 2),
        ("99/100", "down", 0),
        ("-1/100", "down", -1),
    ],
)
def test_a_value_is_rounded_as_the_rule_says(number, rounding, whole):
    assert whole == rounded(Fraction(number), Fraction(1), Rounding(rounding))


def catalogue(*rules):
    return Catalogue(
        pack=Pack("p", "1.0", "P", "CC0-1.0", "en"),
        pillars=[Pillar("p", "P", "P.")],
        scales=SCALES.values(),
        items=ITEMS.values(),
        forms=[Form("f", "F", stem=Wording("{item}"))],
        scores=rules,
    )


@pytest.mark.parametrize(
    ("items", "recode", "path", "remedy"),
    [
        ("a", Recode(points={0: 0, 1: 1, 2: 1}), ("recode", 0, "points"), "its values are 0, 1, 2, 3"),
        ("a", Recode(points=dict(enumerate("01234"))), ("recode", 0, "points"), "its values are 0, 1, 2, 3"),
        ("c", Recode(points={0: 0, 1: 1}), ("recode", 0, "points"), "its values are none, as it has a range"),
        ("a", Recode(["b"], times=2), ("recode", 0, "items", 0), "list it among the items of the score"),
    ],
)
def test_a_recode_fits_the_items_of_its_score(items, recode, path, remedy):
    rest = ScoreRule("rest", "Rest", ("a", "b", "c"))
    with pytest.raises(PackError) as caught:
        catalogue(rest, ScoreRule("s", "S", (items,), reading="sum", recode=[recode]))
    assert [("bad-points", ("scores", "s", *path), remedy)] == [
        (problem.code, problem.path, problem.remedy) for problem in caught.value.problems
    ]


@pytest.mark.parametrize(
    ("recode", "plus", "left_out"),
    [
        ([Recode(points={0: 0, 1: 0, 2: 1, 3: 1})], 0, ["2"]),
        ([Recode(["b"], times=-1)], 0, ["-3", "2"]),
        ([], 10, ["10"]),
    ],
)
def test_levels_cover_what_recoded_items_come_to(recode, plus, left_out):
    levels = [(0, 1)] if not any(each.times < 0 for each in recode) else [(-2, 1)]
    assert left_out == [value for _, value in holes_in(levels, reading="sum", recode=recode, plus=plus)]


def test_levels_of_the_highest_answer_leave_no_hole_either():
    rule = ScoreRule(
        "s", "S", ("a", "b"), reading="highest", levels=(Level("x", 0, 1), Level("y", 3, 3)), levels_source="s"
    )
    assert [(0, "2")] == list(holes_of(rule))


def test_questions_of_unlike_ranges_have_no_mean_by_position():
    with pytest.raises(PackError) as refused:
        catalogue(ScoreRule("s", "S", ("a", "b", "c"), reading="mean", weigh="position"))
    assert "bad-score" in [each.code for each in refused.value.problems]


def test_what_is_wrong_with_one_score_does_not_hide_what_is_wrong_with_the_next():
    bad = ScoreRule("r", "R", ("a",), reading="sum", recode=[Recode(["b"], times=2)])
    unlike = ScoreRule("s", "S", ("a", "b", "c"), reading="mean", weigh="position")
    with pytest.raises(PackError) as refused:
        catalogue(bad, unlike)
    assert [("bad-points", ("scores", "r", "recode", 0, "items", 0)), ("bad-score", ("scores", "s", "weigh"))] == [
        (problem.code, problem.path) for problem in refused.value.problems
    ]
