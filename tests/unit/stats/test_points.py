"""What answers count in a sample is what they count for one person, whatever a questionnaire has."""

import attrs
import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import stats
from intimacy_kit.stats.matrix import answers_in
from intimacy_kit.stats.points import percents
from intimacy_kit.tables import TableLayout
from tests.support.features import NUMBERS, answers_to, catalogues
from tests.support.odd_catalogue import DAY
from tests.support.rules import checkin_of, rule, scale


def percents_of(table, key, id):
    """Return the percents of a score, None where there is none."""
    score = key.score(id)
    answers = answers_in(table, key, [score.items[term.item] for term in score.terms], TableLayout())
    return [None if np.isnan(each) else float(each) for each in percents(answers, score)]


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(catalogues(), st.data())
def test_percents_of_points_ranges_conditions_and_rules_are_those_of_the_responses(drawn, data):
    checkin = ik.draw(drawn, form="form", seed="s")
    rows = []
    for answers in data.draw(st.lists(answers_to(drawn), min_size=1, max_size=4)):
        shown = checkin.shown(answers)
        rows.append({id: answer if id in shown else None for id, answer in answers.items()})
    table = {id: [row[id] for row in rows] for id in checkin.item_ids}
    for score in (each for each in checkin.key.subscales if each.pools):
        expected = [ik.score(checkin.answer(row, on=DAY))[score.id].percent for row in rows]
        assert expected == percents_of(table, checkin.key, score.id)


@given(catalogues(), st.data())
def test_the_keyed_matrix_holds_the_points_of_each_answer_as_it_is_explained(drawn, data):
    key = ik.ScoringKey.from_form(drawn, "form")
    key = attrs.evolve(key, items=tuple(attrs.evolve(item, show_if=None) for item in key.items))
    score = [each for each in key.subscales if each.pools][-1]
    numbers = {term.item: data.draw(st.sampled_from(NUMBERS[drawn.items[term.item].scale])) for term in score.terms}
    (row,) = stats.keyed_matrix({id: [number] for id, number in numbers.items()}, key, score.id).tolist()
    assert [score.items[id].keyed(number) for id, number in numbers.items()] == row


def test_a_score_that_needs_a_number_of_answers_has_it_from_so_many_on():
    five = scale("five", range(1, 6))
    checkin = checkin_of([five] * 3, [rule("pair", [1, 2, 3], min_answered=2)])
    assert [50, None] == percents_of({"1": [1, 1], "2": [5, None], "3": [None, None]}, checkin.key, "pair")
