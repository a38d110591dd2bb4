"""JSON is read whole or refused."""

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
