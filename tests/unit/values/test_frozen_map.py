"""A frozen map is read like a mapping and changed by nobody."""

import copy
import operator
import pickle
from collections.abc import Mapping, MutableMapping

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


WAYS_TO_CHANGE = {
    "an item set": lambda frozen: frozen.__setitem__("a", 2),
    "an item deleted": lambda frozen: frozen.__delitem__("a"),
    "another joined in place": lambda frozen: operator.ior(frozen, {"a": 2}),
    "cleared": lambda frozen: frozen.clear(),
    "an item taken": lambda frozen: frozen.pop("a"),
    "the last item taken": lambda frozen: frozen.popitem(),
    "a default set": lambda frozen: frozen.setdefault("c", 2),
    "updated": lambda frozen: frozen.update(a=2),
}


@pytest.mark.parametrize("change", WAYS_TO_CHANGE.values(), ids=WAYS_TO_CHANGE)
def test_it_cannot_be_changed(change):
    frozen = FrozenMap(DATA)
    with pytest.raises(TypeError, match="FrozenMap cannot be changed"):
        change(frozen)
    assert DATA == frozen


def test_every_method_that_changes_a_dict_is_refused():
    changing = {
        name for name in {*dir(MutableMapping), "__ior__"} if hasattr(dict, name) and not hasattr(Mapping, name)
    }
    assert changing == {name for name in changing if getattr(FrozenMap, name) is not getattr(dict, name)}


def test_it_has_no_other_attributes():
    with pytest.raises(AttributeError):
        FrozenMap(DATA).other = 2


def test_what_is_joined_to_it_makes_a_dict_that_can_be_changed():
    assert (dict, {"b": 3, "a": 1}) == (type(joined := FrozenMap(DATA) | {"b": 3}), joined)


def test_copies_are_equal():
    frozen = FrozenMap(DATA)
    assert frozen == copy.deepcopy(frozen) == pickle.loads(pickle.dumps(frozen))
    assert "FrozenMap({'b': 2, 'a': 1})" == repr(frozen)
