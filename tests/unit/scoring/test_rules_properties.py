"""Every reading of a score, worked out again with exact fractions by code that shares nothing with the key."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import intimacy_kit as ik
from tests.support.features import answers_to, catalogues

OUTSIDE = ("does-not-apply", "not-shown", "not-asked")


def exact(number):
    return Fraction(str(number))


def points_of(item, scale, answer, recode=None):
    """The points of an answer, reversed where the item is, and the ends of the item, as a score counts them."""
    if recode is not None and recode.points is not None:
        table = {int(value): Fraction(points) for value, points in recode.points.items()}
        return None if answer is None else table[answer], min(table.values()), max(table.values())
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


def worked(catalogue, rule, answers):
    """Percent, mean, sum and value of a rule as fractions, or None of each."""
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
    least = Fraction(1, 2) if rule.min_answered is None else Fraction(rule.min_answered)
    enough = len(parts) >= least if least > 1 else len(parts) >= least * asked
    if not parts or not enough:
        return None, None, None, None
    by_points = rule.weigh is ik.Weigh.POINTS or (rule.weigh is None and rule.reading is not ik.Reading.PERCENT)
    weights = sum(w for *_, w in parts)
    added = sum(w * p for p, _, _, w in parts)
    if by_points:
        percent = 100 * sum(w * (p - low) for p, low, _, w in parts) / sum(w * (h - low) for _, low, h, w in parts)
    else:
        percent = 100 * sum(w * (p - low) / (h - low) for p, low, h, w in parts) / weights
    mean = added / weights if by_points or len(ends) == 1 else None
    total = (added * asked / len(parts) if rule.in_proportion else added) if by_points else None
    value = {ik.Reading.PERCENT: percent, ik.Reading.MEAN: mean, ik.Reading.SUM: total}[rule.reading] * Fraction(
        rule.factor
    ) + Fraction(rule.plus)
    if rule.round_to is not None:
        step = Fraction(rule.round_to)
        value = ((value / step + Fraction(1, 2)).__floor__()) * step
    if rule.table is not None:
        there = rule.reading is not ik.Reading.SUM or asked == len(rule.items)
        value = {Fraction(k): Fraction(v) for k, v in rule.table.items()}.get(value) if there else None
    return percent, mean, total, value


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
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
        assert wanted == [score.percent, score.mean, score.sum, score.value]
