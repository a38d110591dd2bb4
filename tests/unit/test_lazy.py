"""A lazy name is imported once it is used, is among the names of its package, and no other is."""

import json

import pytest

from intimacy_kit._lazy import lazy_names


def test_a_lazy_name_is_that_of_its_module_and_no_other_name_is_there():
    find, names = lazy_names({"__name__": "json", "__all__": ["JSONDecoder", "loads"]}, {"JSONDecoder": "decoder"})
    assert json.JSONDecoder is find("JSONDecoder")
    assert ["JSONDecoder", "__all__", "__name__", "loads"] == names()
    with pytest.raises(AttributeError, match="module 'json' has no attribute 'dumps'"):
        find("dumps")
