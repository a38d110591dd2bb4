"""JSON is read whole or refused."""

import json

import pytest

import intimacy_kit as ik
from intimacy_kit.interop import _json


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_a_number_that_json_does_not_have_is_refused(number):
    with pytest.raises(ik.InvalidResponse, match="a number that JSON does not have"):
        _json.read(f'{{"a": [{number}]}}')


def test_what_is_not_json_is_refused_with_line_and_column():
    with pytest.raises(ik.InvalidResponse) as error:
        _json.read('{"a":\n [1,')
    (problem,) = error.value.problems
    assert ("not-json", 2, 5) == (problem.code, problem.line, problem.column)


def test_a_document_is_as_large_as_its_reader_allows():
    text = " " * _json.LARGEST + "1"
    with pytest.raises(ik.InvalidResponse, match="more than 1048576 characters"):
        _json.read(text)
    assert 1 == _json.read(text, largest=None)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "[" * 201 + "]" * 201])
def test_what_is_nested_deeper_than_anything_of_ours_is_refused_before_it_is_parsed(text):
    with pytest.raises(ik.InvalidResponse) as error:
        _json.read(text)
    assert ["too-deep"] == [problem.code for problem in error.value.problems]


def test_brackets_in_texts_and_beside_each_other_are_not_nested():
    for tree in (["[{" * 500, '\\"[' * 300], [[]] * 500, {"a": "[" * 400}):
        assert tree == _json.read(json.dumps(tree))
    flat = "[" * 200 + "]" * 200
    assert flat == json.dumps(_json.read(flat))
