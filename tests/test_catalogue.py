"""The catalogue is an index in which every reference resolves, and its shelves behave like mappings."""

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit.catalogue import SHELVES, Shelf


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
    whole = attrs.evolve(catalogue, forms=[every])
    asked = whole.form_items("every")
    assert len(catalogue.items) == len(asked)
    assert "conflict.safe" == asked[-1].id
    assert ["vulnerability.past", "conflict.forgive"] == [item.id for item in asked[-3:-1]]
    kept = [(item.pillar, item.role is ik.Role.FELT) for item in asked[:-3]]
    order = list(catalogue.pillars)
    assert kept == sorted(kept, key=lambda each: (order.index(each[0]), each[1]))


def test_two_catalogues_merge_unless_an_id_stands_for_two_things(catalogue):
    extra = attrs.evolve(catalogue.practices["time.memory-jar"], id="time.memory-box", title="Memory box")
    bigger = attrs.evolve(catalogue, practices=[*catalogue.practices.values(), extra])
    assert bigger == catalogue.merge(bigger)
    assert catalogue == catalogue.merge(catalogue)
    other = attrs.evolve(extra, id="time.memory-jar")
    changed = attrs.evolve(catalogue, practices=[other])
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
    assert set(SHELVES) == {field.name for field in attrs.fields(type(catalogue)) if field.init} - {"pack", "locale"}
