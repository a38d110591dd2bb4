"""A frozen map is read like a mapping and changed by nobody."""

import copy
import pickle

import pytest

from intimacy_kit._values.frozen_map import FrozenMap

DATA = {"b": 2, "a": 1}


def test_it_keeps_order_which_does_not_count_when_comparing():
    assert ["b", "a"] == list(FrozenMap(DATA))
    assert FrozenMap({"a": 1, "b": 2}) == FrozenMap(DATA)
    assert 1 == len({FrozenMap({"a": 1, "b": 2}), FrozenMap(DATA)})
    assert FrozenMap(DATA) == DATA
    assert 2 == len(FrozenMap(DATA))


def test_it_does_not_change_with_what_it_was_made_from():
    source = dict(DATA)
    frozen = FrozenMap(source)
    source["c"] = 3
    assert DATA == frozen


def test_it_cannot_be_changed():
    frozen = FrozenMap(DATA)
    with pytest.raises(TypeError):
        frozen["a"] = 2
    with pytest.raises(AttributeError, match="FrozenMap cannot be changed"):
        frozen.other = 2


def test_copies_are_equal():
    frozen = FrozenMap(DATA)
    assert frozen == copy.deepcopy(frozen) == pickle.loads(pickle.dumps(frozen))
    assert "FrozenMap({'b': 2, 'a': 1})" == repr(frozen)
