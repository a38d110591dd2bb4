"""Every reading of a score, worked out again with exact fractions by code that shares nothing with the key."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from tests.support.examples import ANY_HEALTH, at_least
from tests.support.features import answers_to, catalogues

OUTSIDE = ("does-not-apply", "not-shown", "not-asked")


def exact(number):
    return Fraction(str(number))


def points_of(item, scale, answer, recode=None):
    """The points of an answer, reversed where the item is, and the ends of the item, as a score counts them."""
    if recode is not None and recode.points is not None:
        table = {int(value): Fraction(points) for value, points in recode.points.items()}
        return None if answer is None else table[answer], min(table.values()), max(table.values())
    if recode is not None and recode.at_least is not None:
        return (
            None if answer is None else Fraction(exact(answer) >= Fraction(recode.at_least)),
            Fraction(0),
            Fraction(1),
        )
    if recode is not None:
        points, low, high = points_of(item, scale, answer)
        times = Fraction(recode.times)
        return None if points is None else times * points, *sorted((times * low, times * high))
    if scale.range is None:
        table = {
            c.value: Fraction(c.value if c.points is None else c.points) for c in scale.choices if c.value is not None
        }
        low, high = min(table.values()), max(table.values())
        points = None if answer is None else table[answer]
    else:
        low, high = Fraction(scale.range.low), Fraction(scale.range.high)
        points = None if answer is None else exact(answer)
    if points is not None and item.keying is ik.Keying.REVERSE:
        points = low + high - points
    return points, low, high


def of_item(rule, id):
    return next((recode for recode in rule.recode if id in recode.items), None)


def holds(condition, answers, scores):
    if condition.all_ is not None:
        return all(holds(part, answers, scores) for part in condition.all_)
    if condition.any_ is not None:
        return any(holds(part, answers, scores) for part in condition.any_)
    value = scores(condition.score) if condition.score else answers.get(condition.item)
    if value is None or isinstance(value, str):
        return False
    value = exact(value) if not isinstance(value, Fraction) else value
    for name, compared in (
        ("equals", lambda n: value == Fraction(n)),
        ("not_equals", lambda n: value != Fraction(n)),
        ("at_least", lambda n: value >= Fraction(n)),
        ("at_most", lambda n: value <= Fraction(n)),
        ("one_of", lambda ns: value in [Fraction(n) for n in ns]),
    ):
        if getattr(condition, name) is not None:
            return compared(getattr(condition, name))
    raise AssertionError


def part_of(rule, id, value):
    """The points of a part of a score."""
    recode = of_item(rule, id)
    if recode is None:
        return value
    return Fraction(recode.times) * value if recode.at_least is None else Fraction(value >= recode.at_least)


def asked_of(catalogue, rule, answers):
    """How many members of a rule count as asked."""
    items = [catalogue.items[id] for id in rule.items]
    own = sum(
        answers[i.id] not in OUTSIDE or (answers[i.id] == "not-shown" and i.if_not_shown is not None) for i in items
    )
    return own + sum(asked_of(catalogue, catalogue.scores[id], answers) > 0 for id in rule.scores)


def worked(catalogue, rule, answers):
    """Percent, mean, sum and value of a rule as fractions, or None of each; with parts no percent."""
    parts, asked = [], 0
    ends = set()
    for item in (catalogue.items[id] for id in rule.items):
        answer = answers[item.id]
        number = None if answer is None or isinstance(answer, str) else answer
        points, low, high = points_of(item, catalogue.scales[item.scale], number, of_item(rule, item.id))
        if item.if_not_shown is not None:
            low, high = min(low, Fraction(item.if_not_shown)), max(high, Fraction(item.if_not_shown))
        if answer == "not-shown" and item.if_not_shown is not None:
            points = Fraction(item.if_not_shown)
        asked += points is not None or answer not in OUTSIDE
        ends.add((low, high))
    for item in (catalogue.items[id] for id in rule.items):
        answer = answers[item.id]
        number = None if answer is None or isinstance(answer, str) else answer
        points, low, high = points_of(item, catalogue.scales[item.scale], number, of_item(rule, item.id))
        if item.if_not_shown is not None:
            low, high = min(low, Fraction(item.if_not_shown)), max(high, Fraction(item.if_not_shown))
            points = Fraction(item.if_not_shown) if answer == "not-shown" else points
        if points is not None:
            parts.append((points, low, high, item.weight))
    for id in rule.scores:
        value = worked(catalogue, catalogue.scores[id], answers)[3]
        asked += asked_of(catalogue, catalogue.scores[id], answers) > 0
        if value is not None:
            parts.append((part_of(rule, id, value), None, None, 1))
    least = Fraction(1, 2) if rule.min_answered is None else Fraction(rule.min_answered)
    enough = len(parts) >= least if least > 1 else len(parts) >= least * asked
    if not parts or not enough:
        return None, None, None, None
    by_points = rule.weigh is ik.Weigh.POINTS or (rule.weigh is None and rule.reading is not ik.Reading.PERCENT)
    if rule.reading in (ik.Reading.HIGHEST, ik.Reading.LOWEST):
        parts = [(p, low, high, 1) for p, low, high, _ in parts]
    weights = sum(w for *_, w in parts)
    added = sum(w * p for p, _, _, w in parts)
    if rule.scores or rule.reading in (ik.Reading.HIGHEST, ik.Reading.LOWEST):
        percent = None  # its range is worked out by the key
    elif by_points:
        percent = 100 * sum(w * (p - low) for p, low, _, w in parts) / sum(w * (h - low) for _, low, h, w in parts)
    else:
        percent = 100 * sum(w * (p - low) / (h - low) for p, low, h, w in parts) / weights
    mean = added / weights if by_points or len(ends) == 1 else None
    total = (added * asked / len(parts) if rule.in_proportion else added) if by_points else None
    if rule.reading is ik.Reading.PERCENT and rule.scores:
        return (None,) * 4
    highest, lowest = (end(p for p, *_ in parts) for end in (max, min))
    readings = (ik.Reading.PERCENT, percent), (ik.Reading.MEAN, mean), (ik.Reading.SUM, total)
    found = dict([*readings, (ik.Reading.HIGHEST, highest), (ik.Reading.LOWEST, lowest)])[rule.reading]
    there = rule.reading is not ik.Reading.SUM or asked == len(rule.members)
    for id, divides in ((rule.multiplied_by, False), (rule.divided_by, True)):
        other = None if id is None else worked(catalogue, catalogue.scores[id], answers)[3]
        if id is not None and (other is None or (divides and not other)):
            return percent, mean, total, None
        found = found if id is None else found / other if divides else found * other
    value = found * Fraction(rule.factor) + Fraction(rule.plus)
    if rule.cycle is not None:
        value -= (value / Fraction(rule.cycle)).__floor__() * Fraction(rule.cycle)
    if rule.round_to is not None:
        times = value / Fraction(rule.round_to)
        whole = {"half-up": (times + Fraction(1, 2)).__floor__(), "up": times.__ceil__(), "down": times.__floor__()}
        value = whole[rule.rounding.value] * Fraction(rule.round_to)
    if rule.table is not None:
        value = {Fraction(k): Fraction(v) for k, v in rule.table.items()}.get(value) if there else None
    if rule.bands is not None:
        below = [Fraction(entry) for start, entry in sorted(rule.bands.items()) if start <= value]
        value = below[-1] if below and there else None
    return percent, mean, total, value


@pytest.mark.slow
@at_least(150, share=10, **ANY_HEALTH)
@given(st.data())
def test_every_reading_is_the_nearest_float_to_the_exact_one(data):
    catalogue = data.draw(catalogues())
    given = data.draw(answers_to(catalogue))
    checkin = ik.draw(catalogue, form="form", seed="s")
    effective = dict.fromkeys(catalogue.items)
    shown = []
    for id, item in catalogue.items.items():

        def score_of(id):
            return worked(catalogue, catalogue.scores[id], effective)[3]

        if item.show_if is None or holds(item.show_if, effective, score_of):
            effective[id] = given[id]
            shown.append(id)
        else:
            effective[id] = "not-shown"
    assert tuple(shown) == checkin.shown(given)
    result = ik.score(checkin.answer({id: given[id] for id in shown}, on=date(2026, 3, 2)))
    for rule in catalogue.scores.values():
        score = result[rule.id]
        wanted = [
            None if each is None else each.numerator / each.denominator for each in worked(catalogue, rule, effective)
        ]
        extreme = rule.reading in (ik.Reading.HIGHEST, ik.Reading.LOWEST)
        if rule.scores and rule.reading is ik.Reading.PERCENT:
            continue  # tables and JavaScript compare these
        if extreme:
            assert [None, None, wanted[3]] == [score.mean, score.sum, score.value]
        elif rule.scores:
            assert wanted[1:] == [score.mean, score.sum, score.value]
        else:
            assert wanted == [score.percent, score.mean, score.sum, score.value]
        norms = [norm for norm in catalogue.norms.values() if norm.of == rule.id]
        normed = {} if wanted[3] is None else {norm.group: norm.values.get(wanted[3]) for norm in norms}
        whole = rule.reading is not ik.Reading.SUM or asked_of(catalogue, rule, effective) == len(rule.members)
        assert {group: each for group, each in normed.items() if each is not None and whole} == dict(score.group_values)
