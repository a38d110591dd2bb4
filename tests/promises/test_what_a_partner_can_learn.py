"""What one person can work out about another from what they are shown: each attack that worked once, and its end."""

import itertools
import random
import re
from datetime import date

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit.calendar import plan_calendar
from intimacy_kit.content.pack import Pack
from intimacy_kit.content.questionnaire import Selection
from intimacy_kit.content.scale import Choice
from tests.support.memory_pack import Memory

DAY = date(2026, 11, 23)
SHARING = ik.Sharing(own=["p"])


def catalogue_of(weights, values, items=None):
    """Return a pack of one pillar whose items have these weights and a scale of these values."""
    choices = tuple(Choice(label=str(value), value=value) for value in values)
    return ik.Catalogue(
        pack=Pack("small", "1.0", "Small", "CC0-1.0", "en"),
        pillars=[ik.Pillar("p", "P", "One pillar.")],
        scales=[ik.ResponseScale("s", choices)],
        forms=[ik.Form(id="f", title="F", items=items or Selection(), stem=ik.Wording("Do you {item}?"))],
        items=[
            ik.Item(id=f"i{i}", pillar="p", scale="s", role=ik.Role.SCORED, text=ik.Wording("x"), weight=weight)
            for i, weight in enumerate(weights)
        ],
    )


def place(result):
    """Return the place that a partner sees, or None."""
    view = ik.couple_view(a=ik.Side(result, SHARING), b=ik.Side(result, SHARING))
    return view.pillars[0].a if view.pillars else None


def answers_by_place(weights, values):
    """Return each place that is shown with all sets of answers that lead to it."""
    drawn, found = ik.draw(catalogue_of(weights, values), form="f", seed="s"), {}
    for given in itertools.product(values, repeat=len(weights)):
        result = ik.score(drawn.answer(dict(zip(drawn.item_ids, given, strict=True)), on=DAY))
        found.setdefault(place(result), set()).add(given)
    return found


@pytest.mark.parametrize(
    ("weights", "values"),
    [((1000, 1, 1, 1), range(5)), ((1, 2, 4), (0, 1)), ((1, 1, 3), (0, 1)), ((5, 3, 1, 1), range(3))],
)
def test_weights_do_not_make_a_place_of_single_answers(weights, values):
    assert {None} == set(answers_by_place(weights, values))


@pytest.mark.parametrize("weights", [(1, 1, 1), (2, 2, 2), (1, 1, 1, 1), (3, 3, 3, 2)])
def test_a_place_of_like_weights_is_shown_and_stands_for_several_sets_of_answers(weights):
    shown = answers_by_place(weights, range(5))
    assert None not in shown
    assert all(len(sets) > 1 for number, sets in shown.items() if number not in (0, 100))


def test_the_rule_is_that_no_answer_weighs_more_than_a_third():
    for weights in itertools.product((1, 2, 3, 5), repeat=4):
        drawn = ik.draw(catalogue_of(weights, (0, 1)), form="f", seed="s")
        result = ik.score(drawn.answer(dict.fromkeys(drawn.item_ids, 1), on=DAY))
        assert (3 * max(weights) <= sum(weights)) == (place(result) is not None), weights


@pytest.mark.parametrize(("items", "at_a_time"), [(8, 4), (8, 3), (6, 4), (5, 3), (4, 3)])
def test_a_form_that_asks_other_questions_each_time_gives_no_equations(items, at_a_time):
    catalogue = catalogue_of((1,) * items, range(5), Selection(per_pillar=at_a_time, rotate=True))
    steady = dict(zip((f"i{i}" for i in range(items)), random.Random(1).choices(range(5), k=items), strict=True))
    for week in range(52):
        drawn = ik.draw(catalogue, form="f", seed="pair-7", occasion=week)
        result = ik.score(drawn.answer({id: steady[id] for id in drawn.item_ids}, on=DAY))
        assert place(result) is None


def test_a_form_that_asks_the_same_each_time_shows_one_place_for_the_same_answers():
    catalogue = catalogue_of((1,) * 4, range(5))
    drawn = [ik.draw(catalogue, form="f", seed="pair-7", occasion=week) for week in range(52)]
    assert {80} == {place(ik.score(each.answer(dict.fromkeys(each.item_ids, 3), on=DAY))) for each in drawn}


def test_the_ends_are_exact_as_the_docs_say(catalogue):
    drawn = ik.draw(catalogue, form="standard", seed="s")
    ids = [id for id in drawn.item_ids if id.startswith("time.")]
    keyed = [drawn.key.by_id[id] for id in ids]
    shown = {}
    for given in itertools.product(range(5), repeat=len(ids)):
        result = ik.score(drawn.answer(dict(zip(ids, given, strict=True)), on=DAY))
        side = ik.Side(result, ik.Sharing(own=["time"]))
        shown.setdefault(ik.couple_view(a=side, b=side).pillars[0].a, []).append(given)
    best = tuple(item.high if item.keying is ik.Keying.FORWARD else item.low for item in keyed)
    assert [best] == shown[100]
    assert 1 == len(shown[0])


def test_a_calendar_file_says_nothing_of_its_subject(catalogue):
    drawn = ik.draw(catalogue, form="standard", seed="s")
    plan = ik.recommend(catalogue, drawn.answer(dict.fromkeys(drawn.item_ids, 2), on=DAY))
    file = plan_calendar(plan, start=DAY, seed="s", weeks=4).decode()
    assert "PRODID:-//Calendar//EN" in file
    assert not re.search("intima|couple|relation|partner|kit|practice|check-in", file, re.IGNORECASE)
    assert "PRODID:-//My app//EN" in plan_calendar(plan, start=DAY, seed="s", product="-//My app//EN").decode()


@pytest.mark.parametrize("shelf", ["practices", "prompts"])
def test_a_pack_takes_no_gate_away(catalogue, shelf):
    below = next(card for card in getattr(catalogue, shelf).values() if len(card.gates) > 1)
    for kept in ((), below.gates[:1]):
        above = attrs.evolve(below, gates=kept)
        pack = attrs.evolve(catalogue.pack, replaces=(below.id,))
        upper = attrs.evolve(catalogue, pack=pack, **{"programmes": [], "practices": [], shelf: [above]})
        with pytest.raises(ik.PackError) as caught:
            catalogue.merge(upper)
        assert [("lost-gate", (shelf, below.id, "id"))] == [(each.code, each.path) for each in caught.value.problems]
    more = attrs.evolve(below, gates=tuple(ik.Gate))
    pack = attrs.evolve(catalogue.pack, replaces=(below.id,))
    upper = attrs.evolve(catalogue, pack=pack, **{"programmes": [], "practices": [], shelf: [more]})
    assert more == getattr(catalogue.merge(upper), shelf)[below.id]


def test_a_pack_in_files_takes_no_gate_away_either(catalogue):
    source = """\
- id: conflict.full-apology
  pillar: conflict
  title: Sorry
  summary: Say sorry.
  steps: [Say it.]
  minutes: 5
  cadence: once
  mode: together
  distance: yes
  if_it_goes_badly: Stop.
"""
    head = "id: friendly\nversion: 1.0\ntitle: F\nlicence: CC0-1.0\nlocale: en\nreplaces: [conflict.full-apology]\n"
    pack = Memory({"pack.yaml": head.encode(), "practices/a.yaml": source.encode()})
    found = ik.check_path(pack, base=catalogue)
    assert [("lost-gate", "practices/a.yaml", 1)] == [(each.code, each.file, each.line) for each in found]
    assert "conflict, forgiveness" in found[0].message
