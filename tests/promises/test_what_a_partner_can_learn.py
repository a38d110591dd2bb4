"""What one person can work out about another from what they are shown: each attack that worked once, and its end."""

import itertools
import random
import re
from datetime import date
from fractions import Fraction

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.calendar import plan_calendar
from intimacy_kit.content.pack import Pack
from intimacy_kit.content.questionnaire import Selection
from intimacy_kit.content.scale import Choice
from tests.support.examples import at_least
from tests.support.memory_pack import Memory

DAY = date(2026, 11, 23)
SHARING = ik.Sharing(own=["p"])
FIVE = range(5)
LIKE = (1, 1, 1, 1, 1)


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
    for answers in itertools.product(values, repeat=len(weights)):
        result = ik.score(drawn.answer(dict(zip(drawn.item_ids, answers, strict=True)), on=DAY))
        found.setdefault(place(result), set()).add(answers)
    return found


@pytest.mark.parametrize(
    ("weights", "values"),
    [((1000, 1, 1, 1), range(5)), ((1, 2, 4), (0, 1)), ((1, 1, 3), (0, 1)), ((5, 3, 1, 1), range(3))],
)
def test_weights_do_not_make_a_place_of_single_answers(weights, values):
    assert {None} == set(answers_by_place(weights, values))


def conceals(weights, values):
    """Return whether a place of these answers is shown: none is above a third, and no step above a tenth."""
    most = sum(weights) * (max(values) - min(values))
    widest = max(after - before for before, after in itertools.pairwise(sorted(values)))
    return 3 * max(weights) <= sum(weights) and 10 * max(weights) * widest <= most


def place_of(given, weights, values):
    """Return the place of some answers, by itself."""
    share = sum(weight * (answer - min(values)) for weight, answer in zip(weights, given, strict=True))
    percent = Fraction(100 * share, sum(weights) * (max(values) - min(values)))
    return min(max(int(percent + 5) // 10 * 10, 10), 90)


def values_left(sets):
    """Return how many values each question can have had."""
    return [len(set(column)) for column in zip(*sets, strict=True)]


SCALES = [(0, 1), (0, 1, 2), (1, 2, 3, 4), range(5), range(1, 8), (0, 1, 5), (0, 2, 4, 6, 8)]


@pytest.mark.parametrize("values", SCALES)
@pytest.mark.parametrize("weights", [(1, 1, 1), (3, 3, 3, 2), (1, 1, 1, 1), (2, 1, 2, 1), (1, 2, 2)])
def test_a_place_leaves_each_answer_two_values_or_is_not_shown(weights, values):
    shown = answers_by_place(weights, values)
    assert conceals(weights, values) == (set(shown) != {None})
    for place, sets in shown.items():
        if place is not None:
            assert {place} == {place_of(given, weights, values) for given in sets}
            assert min(values_left(sets)) > 1


@pytest.mark.parametrize(("count", "values", "shown"), [(9, (0, 1), False), (10, (0, 1), True), (4, (0, 1, 5), False)])
def test_coarse_answers_take_more_questions(count, values, shown):
    drawn = ik.draw(catalogue_of((1,) * count, values), form="f", seed="s")
    assert shown == (place(ik.score(drawn.answer(dict.fromkeys(drawn.item_ids, max(values)), on=DAY))) is not None)


@st.composite
def questions(draw):
    """Return weights and values of a few questions of which a place can be shown."""
    alike = st.integers(3, 5).map(lambda count: [1] * count)
    weights = draw(alike | st.lists(st.integers(1, 3), min_size=3, max_size=5))
    values = range(draw(st.integers(4, 6)))
    assume(conceals(weights, values))
    return weights, values


def patterns(weights, values):
    """Return the sets of questions of which a place is shown where the others are left out."""
    every = range(len(weights))
    if len(set(weights)) > 1:
        return [tuple(every)]
    sizes = range(-(-5 * len(weights) // 8), len(weights) + 1)
    subsets = itertools.chain.from_iterable(itertools.combinations(every, size) for size in sizes)
    return [subset for subset in subsets if conceals([weights[i] for i in subset], values)]


def places_of_patterns(given, weights, values, of=place_of):
    """Return all places that the same answers can have, whichever of them are given."""
    return {of([given[i] for i in s], [weights[i] for i in s], values) for s in patterns(weights, values)}


def candidates(seen, weights, values, of=place_of):
    """Return what somebody who never changes can have answered, to those who saw these places over many weeks."""
    everything = itertools.product(values, repeat=len(weights))
    return [given for given in everything if seen <= places_of_patterns(given, weights, values, of)]


@pytest.mark.slow
@at_least(12, share=100)
@given(questions(), st.data())
def test_many_weeks_of_the_same_answers_leave_each_of_them_two_values(few, data):
    weights, values = few
    steady = data.draw(st.tuples(*(st.sampled_from(values) for _ in weights)))
    drawn = ik.draw(catalogue_of(weights, values), form="f", seed="s")
    seen = set()
    for answered in data.draw(st.lists(st.sampled_from(patterns(weights, values)), min_size=1, max_size=52)):
        given_now = {id: steady[i] for i, id in enumerate(drawn.item_ids) if i in answered}
        seen.add(place(ik.score(drawn.answer(given_now, on=DAY))))
    left = candidates(seen, weights, values)
    assert steady in left
    assert min(values_left(left)) > 1


def of_scales(*choices):
    """Return a pack of one pillar with a question on a scale of so many choices for each number."""
    scales = [ik.ResponseScale(f"s{n}", [ik.Choice(str(value), value) for value in range(n)]) for n in {*choices}]
    plain = catalogue_of((1,) * len(choices), FIVE)
    items = [attrs.evolve(item, scale=f"s{n}") for item, n in zip(plain.items.values(), choices, strict=True)]
    return attrs.evolve(plain, scales=scales, items=items)


@pytest.mark.slow
@pytest.mark.parametrize(
    "catalogue",
    [catalogue_of((1, 2, 2, 2), FIVE), catalogue_of((1, 1, 1, 1), range(4)), of_scales(4, 5, 5, 6)],
    ids=["weights", "alike", "scales"],
)
def test_whoever_sees_a_place_of_all_and_of_all_but_one_is_sure_of_no_answer(catalogue):
    drawn, reached = ik.draw(catalogue, form="f", seed="s"), {}
    for answers in itertools.product(*([each.value for each in question.choices] for question in drawn.questions)):
        given = dict(zip(drawn.item_ids, answers, strict=True))
        without = [{id: value for id, value in given.items() if id != left_out} for left_out in (None, *given)]
        reached[answers] = {place(ik.score(drawn.answer(some, on=DAY))) for some in without} - {None}
    for seen in set(map(frozenset, reached.values())):
        assert min(values_left([answers for answers, places in reached.items() if seen <= places])) > 1


def test_questions_that_count_differently_are_shown_together_or_not_at_all():
    for catalogue, shown in ((catalogue_of((1, 2, 2, 2), FIVE), False), (catalogue_of((2, 2, 2, 2), FIVE), True)):
        drawn = ik.draw(catalogue, form="f", seed="s")
        given = dict.fromkeys(drawn.item_ids, 2)
        assert 50 == place(ik.score(drawn.answer(given, on=DAY)))
        assert shown == (place(ik.score(drawn.answer(given | {"i0": None}, on=DAY))) is not None)


def exact(given, weights, values):
    """Return a place whose ends are exact."""
    share = sum(weight * answer for weight, answer in zip(weights, given, strict=True))
    return int(Fraction(100 * share, sum(weights) * max(values)) + 5) // 10 * 10


@pytest.mark.parametrize(("of", "certain"), [(exact, 4), (place_of, 0)])
@pytest.mark.parametrize("end", [0, 4])
def test_only_exact_ends_make_answers_certain(of, certain, end):
    shown = of([end] * 4, LIKE[:4], FIVE)
    same = [answers for answers in itertools.product(FIVE, repeat=4) if shown == of(answers, LIKE[:4], FIVE)]
    assert certain == values_left(same).count(1)


def test_places_of_other_questions_each_time_would_make_answers_certain():
    def seen(answers):
        return [place_of(turn, LIKE[:3], FIVE) for turn in itertools.combinations(answers, 3)]

    shown = seen((1, 3, 0, 4, 2))
    assert 1 in values_left([answers for answers in itertools.product(FIVE, repeat=5) if shown == seen(answers)])


SHORT, LONG = (0, 1, 2), range(4)
"""The questions of two forms, of which the second asks all of the first."""


def views_of_two_forms(answers, sharing):
    """Return the places that are shown after the same answers to two forms."""
    plain = catalogue_of((1,) * 4, FIVE)
    short = ik.Form(id="short", title="S", items=("i0", "i1", "i2"), stem=ik.Wording("Do you {item}?"))
    both = attrs.evolve(plain, forms=[*plain.forms.values(), short])
    shown = []
    for form, asked in (("short", SHORT), ("f", LONG)):
        drawn = ik.draw(both, form=form, seed="s")
        result = ik.score(drawn.answer({f"i{i}": answers[i] for i in asked}, on=DAY))
        view = ik.couple_view(a=ik.Side(result, sharing), b=ik.Side(result, sharing))
        shown.append(view.pillars[0].a if view.pillars else None)
    return tuple(shown)


def answers_by_places(forms):
    """Return the places of some forms with all sets of answers that lead to them."""
    found = {}
    for answers in itertools.product(FIVE, repeat=4):
        places = tuple(place_of([answers[i] for i in asked], LIKE[: len(asked)], FIVE) for asked in forms)
        found.setdefault(places, []).append(answers)
    return found


def test_places_of_two_forms_would_make_answers_certain_and_those_of_one_do_not():
    certain = [
        sum(1 in values_left(sets) for sets in answers_by_places(forms).values())
        for forms in ([SHORT], [LONG], [SHORT, LONG])
    ]
    assert [0, 0, 17] == certain


@pytest.mark.parametrize("answers", [(0, 0, 1, 4), (4, 4, 4, 0), (2, 2, 2, 2), (1, 3, 0, 4)])
def test_a_sharing_of_one_form_shows_no_place_of_another(answers):
    places = [place_of([answers[i] for i in asked], LIKE[: len(asked)], FIVE) for asked in (SHORT, LONG)]
    assert tuple(places) == views_of_two_forms(answers, SHARING)
    assert (places[0], None) == views_of_two_forms(answers, attrs.evolve(SHARING, form="short"))
    assert (None, places[1]) == views_of_two_forms(answers, attrs.evolve(SHARING, form="f"))


@pytest.mark.parametrize(("known", "certain"), [(0, 0), (1, 4), (2, 29), (3, 251)])
def test_a_place_makes_others_certain_for_whoever_knows_some_answers(known, certain):
    found = {}
    for answers in itertools.product(FIVE, repeat=4):
        found.setdefault((place_of(answers, LIKE[:4], FIVE), answers[:known]), []).append(answers)
    assert certain == sum(len(sets) for sets in found.values() if 1 in values_left(sets)[known:])


def test_places_before_and_after_one_known_answer_changed_can_make_it_certain():
    found = {}
    for before, after, *others in itertools.product(FIVE, repeat=5):
        places = tuple(place_of((each, *others), LIKE[:4], FIVE) for each in (before, after))
        found.setdefault(places, []).append((before, after))
    certain = {places: sets for places, sets in found.items() if values_left(sets) == [1, 1]}
    assert 126 == sum(map(len, certain.values()))
    assert {30} == {abs(before - after) for before, after in certain}


ALL = tuple(f"i{i}" for i in range(4))


def rule(id, items, **fields):
    """Return a rule of a score that stands for the pillar."""
    return ik.ScoreRule(id, id, items, **{"pillar": "p", **fields})


@pytest.mark.parametrize(
    "scores",
    [
        [rule("s", ALL, reading="highest")],
        [rule("s", ALL, pillar=None), rule("whole", (), scores=("s",), reading="mean")],
        [rule("s", ALL), rule("other", ALL[1:])],
    ],
    ids=["one answer alone", "a score of a score", "two scores of the same questions"],
)
def test_no_place_is_shown_of_anything_but_its_own_answers_added_up(scores):
    plain = catalogue_of((1,) * 4, range(5))
    for catalogue, shown in ((plain, True), (attrs.evolve(plain, scores=scores), False)):
        drawn = ik.draw(catalogue, form="f", seed="s")
        assert shown == (place(ik.score(drawn.answer(dict.fromkeys(drawn.item_ids, 2), on=DAY))) is not None)


@pytest.mark.parametrize(("same", "shown"), [(1, False), (2, False), (3, True), (4, True), (5, False)])
def test_no_place_is_shown_where_a_question_counts_the_same_whatever_is_answered(same, shown):
    ids = tuple(f"i{i}" for i in range(10))
    recode = [ik.Recode(ids[:7], at_least=same), ik.Recode(ids[7:], at_least=4)]
    plain = catalogue_of((1,) * 10, (1 if same == 1 else 2, 3, 4))
    drawn = ik.draw(attrs.evolve(plain, scores=[rule("s", ids, recode=recode)]), form="f", seed="s")
    assert shown == (place(ik.score(drawn.answer(dict.fromkeys(ids, 4), on=DAY))) is not None)


@pytest.mark.parametrize("counts", [None, 2])
def test_no_place_is_shown_where_a_question_depends_on_another_answer(counts):
    plain = catalogue_of((1,) * 5, range(5))
    last = attrs.evolve(plain.items["i4"], show_if={"item": "i0", "at_least": 1}, if_not_shown=counts)
    catalogue = attrs.evolve(plain, items=[*list(plain.items.values())[:4], last])
    drawn = ik.draw(catalogue, form="f", seed="s")
    for first in range(5):
        given = dict(zip(drawn.shown({"i0": first}), (first, 2, 2, 2, 2), strict=False))
        assert place(ik.score(drawn.answer(given, on=DAY))) is None


@pytest.mark.parametrize(("varied", "shown"), [(0, True), (1, False), (3, False), (4, True)])
def test_no_place_is_shown_of_a_variant_of_some_questions_which_would_be_another_equation(varied, shown):
    plain = catalogue_of((1,) * 4, FIVE)
    items = [*plain.items.values()]
    items[:varied] = [attrs.evolve(item, variants={"apart": ik.Variant("y")}) for item in items[:varied]]
    catalogue = attrs.evolve(plain, items=items)
    for variant in (None, "apart") if varied else (None,):
        drawn = ik.draw(catalogue, form="f", seed="s", variant=variant)
        found = place(ik.score(drawn.answer(dict.fromkeys(drawn.item_ids, 2), on=DAY)))
        assert (shown or variant is None) == (found is not None)


@pytest.mark.parametrize(("items", "at_a_time"), [(8, 4), (8, 3), (6, 4), (6, 3), (5, 3), (4, 3)])
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


@pytest.mark.parametrize("pillar", ["time", "listening"])
def test_each_place_of_the_standard_form_leaves_each_answer_two_values(catalogue, pillar):
    drawn = ik.draw(catalogue, form="standard", seed="s")
    ids = [id for id in drawn.item_ids if id.startswith(f"{pillar}.")]
    shown = {}
    for answers in itertools.product(range(5), repeat=len(ids)):
        result = ik.score(drawn.answer(dict(zip(ids, answers, strict=True)), on=DAY))
        side = ik.Side(result, ik.Sharing(own=[pillar]))
        shown.setdefault(ik.couple_view(a=side, b=side).pillars[0].a, []).append(answers)
    assert [*range(10, 100, 10)] == sorted(shown)
    assert all(min(values_left(sets)) > 1 for sets in shown.values())
    assert 15 == min(map(len, shown.values()))


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


@pytest.mark.parametrize(
    ("role", "others"), [("sentinel", ["choice", "scored", "felt"]), ("choice", ["scored", "felt"])]
)
def test_a_pack_makes_no_item_less_private(catalogue, role, others):
    below = next(item for item in catalogue.items.values() if item.role == role)
    pack = attrs.evolve(catalogue.pack, replaces=(below.id,))

    def merged(other):
        above = attrs.evolve(below, role=other, revision=below.revision + 1)
        items = [*{**catalogue.items, below.id: above}.values()]
        return catalogue.merge(attrs.evolve(catalogue, pack=pack, items=items)).items[below.id]

    assert role == merged(role).role
    for other in others:
        with pytest.raises(ik.PackError, match=f"lost-gate  the id '{below.id}' stands for a {role} item"):
            merged(other)


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
