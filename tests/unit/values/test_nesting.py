"""How deep a document is nested is known from its text and from its tree alike."""

import json

import pytest

from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.nesting import is_deep


def nested(depth, *, by=lambda inner: [inner]):
    """Return a tree of so many lists, or what `by` makes of a tree, one in the other."""
    tree = []
    for _ in range(depth - 1):
        tree = by(tree)
    return tree


KINDS = {
    "lists": lambda inner: [inner],
    "objects": lambda inner: {"a": inner},
    "the first of several": lambda inner: [inner, {"b": 2}],
    "the last of several": lambda inner: [1, {"b": 2}, inner],
}


@pytest.mark.parametrize("by", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize(("depth", "deep"), [(200, False), (201, True), (900, True)])
def test_two_hundred_levels_are_not_deep_and_one_more_is(by, depth, deep):
    tree = nested(depth, by=by)
    assert deep == is_deep(tree)
    assert deep == is_deep(json.dumps(tree))


@pytest.mark.parametrize("wrap", [FrozenMap, lambda pairs: (pairs["a"],)], ids=["frozen map", "tuple"])
def test_other_mappings_and_tuples_count_as_well(wrap):
    assert is_deep(nested(201, by=lambda inner: wrap({"a": inner})))


@pytest.mark.parametrize("tree", [["[{" * 500, '\\"[' * 300, '"', "]" * 500], [[]] * 500, {"a": "[" * 400}, "[" * 400])
def test_what_stands_in_texts_or_side_by_side_is_not_nested(tree):
    assert not is_deep(json.dumps(tree))
    assert isinstance(tree, str) or not is_deep(tree)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, '["' + '", ["' * 300, "]" * 300 + "[" * 600])
def test_text_that_is_cut_short_is_looked_at_all_the_same(text):
    assert is_deep(text)


def test_an_open_text_hides_what_follows_as_it_does_from_a_parser():
    assert not is_deep("[" * 200 + '"' + "[" * 100_000)


@pytest.mark.parametrize("single", [None, 1, 1.5, True, b"[" * 300])
def test_what_is_neither_text_nor_a_tree_is_not_deep(single):
    assert not is_deep(single)


def test_what_is_there_twice_on_every_level_is_looked_at_once_on_each():
    assert not is_deep(nested(200, by=lambda inner: [inner, inner]))
    assert is_deep(nested(201, by=lambda inner: [inner, inner]))
