"""The catalogue is an index in which every reference resolves, and its shelves behave like mappings."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit.content.kinds import SHELVES
from intimacy_kit.content.shelf import Shelf
from tests.support.small_catalogue import CATALOGUE


def test_a_shelf_is_a_mapping_that_names_the_nearest_id(catalogue):
    assert "listening" in catalogue.pillars
    assert catalogue.pillars.get("listenin") is None
    with pytest.raises(ik.UnknownId, match="there is no pillar 'listenin'; did you mean 'listening'"):
        catalogue.pillars["listenin"]
    with pytest.raises(KeyError):
        catalogue.scales["x"]
    assert "<7 pillars>" == repr(catalogue.pillars)


def test_shelves_and_catalogues_compare_and_hash_by_value(catalogue):
    again = ik.load()
    assert catalogue == again
    assert hash(catalogue) == hash(again)
    assert catalogue.pillars != {}
    fewer = attrs.evolve(catalogue, prompts=list(catalogue.prompts.values())[1:])
    assert catalogue != fewer


def test_an_id_twice_on_a_shelf_is_refused(catalogue):
    twice = [*catalogue.pillars.values(), attrs.evolve(catalogue.pillars["time"], title="Other")]
    with pytest.raises(ik.PackError, match="time duplicate-id  the pillar 'time' is there twice"):
        Shelf("pillar", twice)


def test_a_reference_that_leads_nowhere_is_refused_with_all_others(catalogue):
    with pytest.raises(ik.PackError) as error:
        attrs.evolve(catalogue, pillars=[], sources=[])
    assert {"unknown-pillar", "unknown-source"} == {problem.code for problem in error.value.problems}
    count = len(catalogue.items) + len(catalogue.practices) + len(catalogue.prompts)
    assert count == sum(problem.code == "unknown-pillar" for problem in error.value.problems)


def test_forms_ask_pillar_by_pillar_with_felt_items_last_and_private_ones_after_all(catalogue):
    every = ik.Form("every", "Every", roles=tuple(ik.Role), stem=catalogue.forms["full"].stem)
    whole = attrs.evolve(catalogue, forms=[every], programmes=[])
    asked = whole.form_items("every")
    assert len(catalogue.items) == len(asked)
    assert "conflict.safe" == asked[-1].id
    assert ["vulnerability.past", "conflict.pause", "conflict.forgive"] == [item.id for item in asked[-4:-1]]
    kept = [(item.pillar, item.role is ik.Role.FELT) for item in asked[:-4]]
    order = list(catalogue.pillars)
    assert kept == sorted(kept, key=lambda each: (order.index(each[0]), each[1]))


def test_two_catalogues_merge_unless_an_id_stands_for_two_things(catalogue):
    extra = attrs.evolve(catalogue.practices["time.memory-jar"], id="time.memory-box", title="Memory box")
    bigger = attrs.evolve(catalogue, practices=[*catalogue.practices.values(), extra])
    assert bigger == catalogue.merge(bigger)
    assert catalogue == catalogue.merge(catalogue)
    other = attrs.evolve(extra, id="time.memory-jar")
    changed = attrs.evolve(catalogue, practices=[other], programmes=[])
    with pytest.raises(
        ik.PackError, match="duplicate-id  the id 'time.memory-jar' is taken by the pack below"
    ) as error:
        catalogue.merge(changed)
    assert 1 == len(error.value.problems)
    pack = attrs.evolve(catalogue.pack, replaces=("time.memory-jar",))
    merged = catalogue.merge(attrs.evolve(changed, pack=pack))
    assert "Memory box" == merged.practices["time.memory-jar"].title
    assert len(catalogue.practices) == len(merged.practices)


def test_the_names_of_the_shelves_are_those_of_the_catalogue(catalogue):
    fields = {field.name for field in attrs.fields(type(catalogue)) if field.init}
    assert set(SHELVES) == fields - {"pack", "locale", "kit_phrases"}


# Properties -------------------------------------------------------------------


EVERY = CATALOGUE.practices.values()
some = st.sets(st.sampled_from(sorted(CATALOGUE.practices)))


def with_only(ids):
    return attrs.evolve(CATALOGUE, practices=[each for each in EVERY if each.id in ids])


@given(some, some, some)
def test_it_is_the_same_which_two_of_three_catalogues_are_merged_first(a, b, c):
    one, two, three = map(with_only, (a, b, c))
    assert one.merge(two).merge(three) == one.merge(two.merge(three))


@given(some, some)
def test_a_merged_catalogue_has_what_either_has_and_its_own_first(a, b):
    merged = list(with_only(a).merge(with_only(b)).practices)
    assert set(merged[: len(a)]) == a
    assert set(merged[len(a) :]) == b - a


@given(some, st.sets(st.sampled_from(sorted(CATALOGUE.practices)), min_size=1))
def test_every_id_that_means_something_else_is_a_problem_unless_it_is_replaced(a, changed):
    other = attrs.evolve(
        CATALOGUE, practices=[attrs.evolve(each, title="Other") for each in EVERY if each.id in changed]
    )
    replacing = attrs.evolve(other, pack=attrs.evolve(other.pack, replaces=tuple(sorted(changed))))
    merged = with_only(a).merge(replacing)
    assert {each.id for each in merged.practices.values() if each.title == "Other"} == changed
    if a & changed:
        with pytest.raises(ik.PackError) as error:
            with_only(a).merge(other)
        assert a & changed == {problem.path[1] for problem in error.value.problems}


@given(testing.catalogues(), st.text(max_size=6) | st.integers() | st.none())
def test_a_shelf_answers_any_key_as_a_dict_does_or_names_what_was_wanted(catalogue, key):
    shelf = catalogue.items
    assert (key in shelf, shelf.get(key)) == (key in dict(shelf), dict(shelf).get(key))
    if key not in shelf:
        with pytest.raises(ik.UnknownId, match="there is no item"):
            shelf[key]


@given(testing.catalogues(), st.data())
def test_a_pillar_that_goes_leaves_a_problem_for_each_item_of_it(catalogue, data):
    gone = data.draw(st.sampled_from(sorted(catalogue.pillars)))
    with pytest.raises(ik.PackError) as error:
        attrs.evolve(catalogue, pillars=[each for each in catalogue.pillars.values() if each.id != gone])
    of_it = {item.id for item in catalogue.items.values() if item.pillar == gone}
    assert of_it == {problem.path[1] for problem in error.value.problems if problem.code == "unknown-pillar"}


def refused(items, scores=(), sources=()):
    """Return code and place of each problem of a small catalogue with these items, on a scale from 1 to 3."""
    scale = ik.ResponseScale("three", [ik.Choice(str(value), value) for value in (1, 2, 3)])
    with pytest.raises(ik.PackError) as caught:
        ik.Catalogue(
            pack=ik.Pack("p", "1.0", "P", "CC0-1.0", "en"),
            pillars=[ik.Pillar("p", "P", "P.")],
            scales=[scale],
            items=items,
            scores=scores,
            sources=sources,
            forms=[ik.Form("f", "F", stem=ik.Wording("{item}?"), min_answered=1)],
        )
    return [(problem.code, problem.location) for problem in caught.value.problems]


def small(id, role=ik.Role.SCORED, **changes):
    return ik.Item(id, "p", "three", role, ik.Wording(id), **changes)


def test_an_item_that_needs_an_occasion_has_a_scale_that_offers_that_it_did_not_come_up():
    assert [("bad-choice-code", "items.a.needs_occasion")] == refused([small("a", needs_occasion=True)])


@pytest.mark.parametrize("number", [{"equals": 4}, {"not_equals": 0}, {"one_of": (1, 4)}])
def test_a_condition_compares_with_numbers_that_the_scale_has(number):
    asked = small("b", show_if=ik.Condition(item="a", **number))
    assert [("bad-condition", "items.b.show_if")] == refused([small("a"), asked])


def test_an_item_that_is_not_there_is_the_one_problem_of_a_score_that_recodes_it():
    rule = ik.ScoreRule("s", "S", ("a", "nowhere"), recode=(ik.Recode(at_least=2),))
    assert [("unknown-item", "scores.s.items.1")] == refused([small("a")], [rule])


def test_a_condition_on_a_score_passes_over_what_that_lacks():
    rule = ik.ScoreRule("s", "S", ("a",), scores=("nowhere",), reading=ik.Reading.SUM)
    asked = small("b", show_if=ik.Condition(score="s", at_least=1))
    rules = [rule, ik.ScoreRule("t", "T", ("b",))]
    assert [("unknown-score", "scores.s.scores.0")] == refused([small("a"), asked], rules)


def test_a_score_is_made_of_scored_and_felt_items():
    rule = ik.ScoreRule("s", "S", ("a", "b"))
    assert [("bad-score", "scores.s.items.1")] == refused([small("a"), small("b", ik.Role.CHOICE)], [rule])
