"""Values become plain data and come back, and whatever else is given is refused with its place."""

import inspect
import json
from contextlib import suppress
from typing import get_args

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit._values.exact import Exact
from intimacy_kit._values.leaves import Scalar
from intimacy_kit._values.record import hints_of, restore, structure
from intimacy_kit.content import vocabulary as words
from intimacy_kit.content.kinds import SHELVES
from intimacy_kit.errors import Problems
from tests.support.paths import INSTRUMENTS

RECORDS = st.one_of(testing.scales(), testing.items(), testing.forms())
REQUIRED = {
    ik.ResponseScale: ("id",),
    ik.Item: ("id", "pillar", "scale", "role", "text"),
    ik.Form: ("id", "title"),
}
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KINDS = st.sampled_from([each for each in vars(words).values() if inspect.isclass(each)])


def problems_of(kind, data):
    with pytest.raises(ik.InvalidValue) as error:
        kind.from_dict(data)
    return [(problem.code, problem.path) for problem in error.value.problems]


@given(RECORDS)
def test_what_was_checked_before_is_restored_as_it_was(value):
    restored = restore(type(value), json.loads(json.dumps(value.to_dict())))
    assert (value, repr(value), hash(value)) == (restored, repr(restored), hash(restored))


@pytest.mark.parametrize("folder", sorted(INSTRUMENTS.iterdir()), ids=lambda folder: folder.name)
def test_every_record_of_a_pack_is_restored_as_it_was(folder):
    catalogue = ik.load_path(folder)
    values = [catalogue.pack, *(value for name in SHELVES for value in getattr(catalogue, name).values())]
    assert repr(values) == repr([restore(type(value), json.loads(json.dumps(value.to_dict()))) for value in values])


@given(RECORDS)
def test_a_value_survives_json_exactly(value):
    plain = value.to_dict()
    assert plain == json.loads(json.dumps(plain))
    assert value == type(value).from_dict(plain)
    assert hash(value) == hash(type(value).from_dict(plain))


@given(RECORDS, st.data())
def test_each_key_that_is_needed_and_gone_is_named(value, data):
    gone = data.draw(st.sets(st.sampled_from(REQUIRED[type(value)]), min_size=1))
    plain = {key: each for key, each in value.to_dict().items() if key not in gone}
    assert [("missing-key", ())] * len(gone) == problems_of(type(value), plain)


@given(RECORDS, st.text(max_size=6), PLAIN)
def test_a_key_too_many_is_named_whatever_it_holds(value, key, junk):
    if key not in value.to_dict():
        assert [("unknown-key", (key,))] == problems_of(type(value), value.to_dict() | {key: junk})


def holds_numbers(kind, key):
    """Whether a field takes decimals: what an item counts with where it is not shown is any exact number."""
    return Exact in get_args(hints_of(kind)[key])


@given(RECORDS, st.floats() | st.binary(max_size=3), st.data())
def test_what_a_field_cannot_hold_is_a_problem_in_its_place(value, junk, data):
    number = Exact.read(junk) is not None
    unfit = [key for key in sorted(value.to_dict()) if not (number and holds_numbers(type(value), key))]
    spoilt = data.draw(st.sets(st.sampled_from(unfit), min_size=1))
    found = problems_of(type(value), value.to_dict() | dict.fromkeys(spoilt, junk))
    assert spoilt == {path[0] for _, path in found}


@given(RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(value, chance):
    pairs = list(value.to_dict().items())
    chance.shuffle(pairs)
    assert value == type(value).from_dict(dict(pairs))


@given(st.sampled_from([*REQUIRED, ik.Practice, ik.Source, ik.Pack, ik.Score, ik.Result, ik.Reliability]), st.data())
def test_anything_at_all_is_read_or_refused_as_an_invalid_value(kind, data):
    keys = [field.name for field in attrs.fields(kind)]
    data = data.draw(PLAIN | st.fixed_dictionaries({}, optional=dict.fromkeys(keys, PLAIN)))
    with suppress(ik.InvalidValue):
        assert isinstance(kind.from_dict(data), kind)


@given(RECORDS, PLAIN, st.data())
def test_a_part_that_is_replaced_leaves_the_others(value, junk, data):
    key = data.draw(st.sampled_from(sorted(value.to_dict())))
    with suppress(ik.InvalidValue):
        again = type(value).from_dict(value.to_dict() | {key: junk})
        others = [field.name for field in attrs.fields(type(value)) if field.name != key]
        assert [getattr(value, name) for name in others] == [getattr(again, name) for name in others]


def read(kind, node):
    problems = Problems()
    return structure(kind, node, problems), [problem.code for problem in problems]


@given(KINDS, st.text(max_size=8), st.data())
def test_a_word_is_one_of_its_vocabulary_to_the_letter(kind, text, data):
    known = [each.value for each in kind]
    word = data.draw(st.sampled_from(known) | st.just(text) | st.sampled_from(known).map(str.upper))
    found, codes = read(kind, word)
    assert (kind(word), []) == (found, codes) if word in known else ["bad-choice"] == codes


@given(st.integers(-(10**17), 10**17))
def test_a_whole_number_is_read_from_its_digits_and_not_from_quoted_ones(number):
    written = Scalar(str(number), quoted=False, line=1, column=1)
    assert (number, []) == read(int, written) == read(int, number)
    assert ["bad-number"] == read(int, attrs.evolve(written, quoted=True))[1]


@given(st.fractions(0, 999, max_denominator=999))
def test_a_fraction_is_read_back_as_it_is_written(part):
    written = Scalar(str(part), quoted=False, line=1, column=1)
    assert [(part, [])] * 2 == [read(type(part), written), read(type(part), str(part))]


@given(st.dates(), st.sampled_from([" ", "T00:00", "x", "-01", "0"]))
def test_a_date_is_read_back_and_nothing_beside_it_is(day, more):
    assert (day, []) == read(type(day), str(day))
    for text in (f"{day}{more}", f"{more}{day}"):
        assert ["bad-date"] == read(type(day), text)[1]


@pytest.mark.parametrize("data", [{"perspective": "x" * 5000}, {"x" * 5000: 1}])
def test_a_word_from_outside_is_repeated_up_to_a_hundred_characters(data):
    with pytest.raises(ik.InvalidValue) as caught:
        ik.CoupleView.from_dict(data)
    assert 700 > len(str(caught.value))
    assert "'" + "x" * 100 + "'" in str(caught.value)
