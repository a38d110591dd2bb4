"""Random questionnaires that use all that a questionnaire can be: points, ranges, conditions, and scoring rules."""

import random
from datetime import date
from fractions import Fraction

import intimacy_kit as ik
from intimacy_kit._values.exact import Exact
from intimacy_kit.content.condition import Condition
from intimacy_kit.content.pack import Pack, Pillar, Source
from intimacy_kit.content.questionnaire import Form, Item, Selection, Wording
from intimacy_kit.content.scale import Choice, Range, ResponseScale
from intimacy_kit.content.score_rule import Level, Recode, ScoreRule
from intimacy_kit.content.shelf import Shelf
from intimacy_kit.content.vocabulary import Keying, Missing, Role
from intimacy_kit.interop._names import name_of
from tests.support.norms import with_tables

DAY = date(2026, 11, 23)
DECLINED = Choice("Rather not", code=Missing.DECLINED)
NOT_OURS = Choice("Does not apply", code=Missing.DOES_NOT_APPLY)
COUNT = 14


def _scales():
    halves = zip(range(5), ("0", "0", "0.5", "1", "2.5"), strict=True)
    return [
        ResponseScale("halves", (*(Choice(f"half {i}", i, points=points) for i, points in halves), NOT_OURS)),
        ResponseScale("line", tuple(Choice(f"line {i}", i, points=Exact(3 * i, 2)) for i in range(1, 6))),
        ResponseScale("slider", (DECLINED, NOT_OURS), Range(0, 100, "0.1", "Not at all", "Completely")),
        ResponseScale("count", (), Range(-5, 20)),
        ResponseScale("quarter", (NOT_OURS,), Range("-1", "1", "0.25", low_label="Low")),
        ResponseScale("plain", (Choice("Never", 0), *(Choice(None, i) for i in (1, 2)), Choice("Always", 3), DECLINED)),
        ResponseScale("odd", (Choice("a", -3), Choice("b", 1), Choice("c", 4), NOT_OURS, DECLINED)),
    ]


def _on(scale, chance):
    """Return a number of a scale."""
    if scale.range is None:
        return Exact(chance.choice(scale.values))
    count = int((scale.range.high - scale.range.low) / scale.range.step)
    return Exact(scale.range.low + chance.randint(0, count) * scale.range.step)


def _condition(before, scales, chance, depth=0):
    """Return a condition on items that come before, or on the score of the first ones."""
    if depth < 2 and chance.random() < 0.35:
        parts = tuple(_condition(before, scales, chance, depth + 1) for _ in range(chance.randint(1, 3)))
        return Condition(all_=parts) if chance.random() < 0.5 else Condition(any_=parts)
    if len(before) > 4 and chance.random() < 0.25:
        return Condition(score="first", **{chance.choice(["at_least", "at_most"]): chance.choice([1, "2.5", 4])})
    item = chance.choice(before)
    scale = scales[item.scale]
    kind = chance.choice(["equals", "not_equals", "one_of", "at_least", "at_most"])
    if kind == "one_of":
        return Condition(item=item.id, one_of=tuple({_on(scale, chance) for _ in range(2)}))
    return Condition(item=item.id, **{kind: _on(scale, chance)})


def _rules(ids, chance):
    """Return scoring rules of every reading that use all items."""
    some = lambda: tuple(sorted(chance.sample(ids, chance.randint(2, 8)), key=ids.index))  # noqa: E731
    least = lambda: chance.choice([None, Fraction(2, 3), 1, 2, Fraction(1, 2), 0])  # noqa: E731
    levels = [Level("Low", -1000, "3.5"), Level("High", 4, 1000), Level("For some", 0, 50, "some")]
    minus = [Recode(tuple(ids[:2]), times=-1), Recode((ids[4],), times="0.5")]
    common = {"levels": levels, "levels_source": "s2000", "levels_as_published": True}
    return [
        ScoreRule("first", "First", tuple(ids[:4]), reading="sum", min_answered=least(), pillar="row"),
        ScoreRule("row", "Row", tuple(ids), min_answered=least()),
        ScoreRule("points", "Points", some(), weigh="points", min_answered=least(), **common),
        ScoreRule("mean", "Mean", some(), reading="mean", min_answered=least(), round_to=chance.choice([None, "0.1"])),
        ScoreRule("sum", "Sum", some(), reading="sum", min_answered=least(), **common),
        ScoreRule("less", "Less", tuple(ids[:6]), reading="sum", recode=minus, plus="-2.5", round_to="0.5"),
        ScoreRule("all", "All", some(), reading="sum", in_proportion=True, min_answered=least(), round_to=1),
        ScoreRule("times", "Times", some(), reading="sum", factor=chance.choice([4, "0.25", "4/3"]), round_to="0.5"),
        ScoreRule("worst", "Worst", some(), reading="highest", min_answered=least(), **common),
        ScoreRule("least", "Least", tuple(ids[2:7]), reading="lowest", min_answered=least(), factor=2, plus="0.5"),
        ScoreRule("count", "Count", some(), reading="sum", min_answered=least(), recode=[Recode(at_least=1)]),
        ScoreRule(
            "above",
            "Above",
            (ids[7],),
            ("count", "worst", "less"),
            reading=chance.choice(["sum", "mean", "percent"]),
            min_answered=least(),
            **common,
        ),
        ScoreRule(
            "screen",
            'It\'s a "screen"',
            (ids[5],),
            ("first", "above", "times"),
            reading=chance.choice(["highest", "lowest"]),
            recode=[
                Recode(("first", ids[5]), at_least=2),
                Recode(("above",), at_least="2.5"),
                Recode(("times",), times=-1),
            ],
            min_answered=least(),
            levels=[Level("It isn't", -1000, 0), Level("is", 1, 1)],
            levels_source="s2000",
            levels_as_published=True,
        ),
        ScoreRule("table", "Table", (ids[5],), reading="mean", round_to=1, table={0: 10, 1: "9.5", 2: "7.25", 20: 3}),
    ]


def _rules_by_rules(ids, chance):
    """Return rules whose scores are multiplied or divided by others, taken round a cycle, or looked up in bands."""
    some = lambda: tuple(sorted(chance.sample(ids, chance.randint(2, 8)), key=ids.index))  # noqa: E731
    least = lambda: chance.choice([None, Fraction(2, 3), 1, 2, Fraction(1, 2), 0])  # noqa: E731
    rounding = lambda: chance.choice(["half-up", "up", "down"])  # noqa: E731
    minus = [Recode(tuple(ids[:2]), times=-1), Recode((ids[4],), times="0.5")]
    bands = {-100: 3, "0.5": 2, 1: 0, "2.5": "-1.5"}
    levels = {
        "levels": [Level("Few", 0, 1), Level("Many", 2, 3)],
        "levels_source": "s2000",
        "levels_as_published": True,
    }
    return [
        ScoreRule("ratio", "Ratio", some(), reading="sum", divided_by="count", factor=100, min_answered=least(),
                  round_to=chance.choice([None, "0.5"]), pillar="row"),
        ScoreRule("rounds", "Rounds", some(), reading="mean", divided_by="count", round_to=2, rounding=rounding()),
        ScoreRule("banded", "Banded", some(), reading="mean", divided_by="count", bands=bands, **levels),
        ScoreRule("product", "Product", some(), reading="mean", multiplied_by="less", plus=1, min_answered=least()),
        ScoreRule("clock", "Clock", tuple(ids[:6]), reading="sum", recode=minus, cycle=chance.choice([24, "2.5"])),
        ScoreRule("hours", "Hours", tuple(ids[:6]), reading="sum", recode=minus, cycle=5, round_to=2,
                  rounding=rounding()),
        ScoreRule("over", "Over", (ids[6],), ("banded", "clock"), reading="sum", min_answered=least()),
    ]  # fmt: skip


def rich(number, *, rules=True, order="listed"):
    """Return a questionnaire, another for each number."""
    chance = random.Random(number)
    shelf = _scales()
    scales = {each.id: each for each in shelf}
    ids = [f"{'abcde'[i % 5]}-{i}.x" for i in range(COUNT)]
    items = []
    for i, id in enumerate(ids):
        condition = _condition(items, scales, chance) if i > 3 and chance.random() < 0.6 else None
        if condition is not None and not rules and any(each.score for each in condition.comparisons):
            condition = None
        items.append(
            Item(
                id=id,
                pillar="row" if i < 8 else "a-b.2",
                scale=shelf[(i + number) % len(shelf)].id if i else "plain",
                role=Role.FELT if i % 6 == 4 else Role.SCORED,
                text=Wording(f"say {id}"),
                keying=chance.choice(list(Keying)),
                weight=chance.choice([1, 1, 1, 2, 3]),
                show_if=condition,
                if_not_shown=chance.choice([None, None, 0, "0.5"]) if condition else None,
            )
        )
    form = Form(
        "form",
        "Form",
        Selection(tuple(ids)),
        roles=(Role.SCORED, Role.FELT),
        stem=Wording("How often do you {item}?"),
        min_answered=chance.choice([Fraction(1, 2), Fraction(5, 6), Fraction(0), Fraction(1)]),
        instructions="Think of the past two weeks.",
        order=order,
    )
    source = Source(
        id="s2000", authors="Somebody", year=2000, title="A rule", journal="A journal", finding="Gives the rule.",
        design="scoring rule", verified=False, verified_by="nobody", doi="10.1000/1",
    )  # fmt: skip
    shelved = _rules(ids, chance) if rules else []
    if rules and number % 3 == 1:  # not all of them: survey engines work every expression out after each answer
        shelved += _rules_by_rules(ids, chance)
    catalogue = ik.Catalogue(
        pack=Pack("rich", "1.2", "Rich", "CC0-1.0", "en", 1),
        pillars=Shelf("pillar", [Pillar("row", "Row", "A row."), Pillar("a-b.2", "A b", "Another.")]),
        scales=Shelf("response scale", shelf),
        forms=Shelf("form", [form]),
        items=Shelf("item", items),
        sources=Shelf("source", [source]),
        scores=Shelf("score", shelved),
    )
    table = {value: 50 - value for value in range(-3, 12)}
    normed = {("worst", "some"): table, ("count", "some"): table} if rules else {}
    return with_tables(catalogue, "form", normed, source="s2000")


def number_on(item, chance):
    """Return an answer of an item that has a range."""
    steps = int((item.range.high - item.range.low) / item.range.step)
    return item.stored(float(item.range.low + chance.randint(0, steps) * item.range.step))


def checkins(count):
    """Return check-ins of so many questionnaires."""
    return [ik.draw(of(number), form="form", seed="s") for number in range(count)]


def of(number):
    """Return a questionnaire; each third has no scoring rules, and each other is in an order that is drawn."""
    return rich(number, rules=number % 3 != 2, order=["listed", "drawn"][number % 2])


def generated(checkin, count):
    """Return so many responses, from nearly all answered to nearly all left blank, the same every time."""
    chance = random.Random(repr(checkin))
    found = []
    for i in range(count):
        answers = {}
        for question in checkin.questions:
            if question.item_id not in checkin.shown(answers):
                continue
            item = checkin.key.by_id[question.item_id]
            if chance.random() < i % 11 / 10:
                answers[item.id] = chance.choice([None, *item.codes])
            elif item.range is None:
                answers[item.id] = chance.choice(item.values)
            else:
                answers[item.id] = number_on(item, chance)
        found.append(checkin.answer(answers, on=DAY))
    return found


def entries(response):
    """Return the answers under the names of an exported form; kinds of missing beside a range have one of their own."""
    found = {}
    for id, answer in response.answers.items():
        ranged = response.checkin.key.by_id[id].range is not None
        if answer not in (Missing.BLANK, Missing.NOT_SHOWN):
            kind = "code" if ranged and isinstance(answer, Missing) else "q"
            found[name_of(kind, id)] = answer.value if isinstance(answer, Missing) else answer
    return found
