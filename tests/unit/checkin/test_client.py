"""What only asks gets no key, and the check-in is found again by the key's digest."""

import json

import pytest

import intimacy_kit as ik
from intimacy_kit.checkin import client_dict, from_client_dict
from tests.support import odd_catalogue, rich_catalogue
from tests.support.catalogues import built_in

CATALOGUE = built_in()
PULSE = ik.draw(CATALOGUE, form="pulse", seed="couple-42", occasion=3, perspective="partner")


def test_it_has_all_that_is_asked_and_a_third_of_the_size_at_most():
    plain = client_dict(PULSE)
    assert [question.to_dict() for question in PULSE.questions] == plain["questions"]
    assert (PULSE.title, PULSE.key.digest, "partner") == (plain["title"], plain["digest"], plain["perspective"])
    assert "key" not in plain
    assert 3 * len(json.dumps(plain)) <= len(json.dumps(PULSE.to_dict()))


@pytest.mark.parametrize("number", range(3))
def test_it_comes_back_as_the_check_in(number):
    assert PULSE == from_client_dict(CATALOGUE, json.loads(json.dumps(client_dict(PULSE))))
    checkin = ik.draw(rich_catalogue.of(number), form="form", seed="s", occasion=number)
    assert checkin == from_client_dict(rich_catalogue.of(number), client_dict(checkin))


def test_a_digest_of_another_key_is_refused_in_plain_words():
    with pytest.raises(ik.FormChanged, match="what was answered is not the form 'pulse' of version"):
        from_client_dict(CATALOGUE, client_dict(PULSE) | {"digest": "0" * 16})


@pytest.mark.parametrize("data", [{}, 7, {key: value for key, value in client_dict(PULSE).items() if key != "digest"}])
def test_without_a_digest_nothing_is_drawn(data):
    with pytest.raises(ik.InvalidResponse) as caught:
        from_client_dict(CATALOGUE, data)
    assert [
        "digest missing-key  there is no digest, which says by which key the answers are scored; "
        "give all that the check-in came with"
    ] == [str(problem) for problem in caught.value.problems]


def test_of_another_catalogue_it_is_refused():
    other = odd_catalogue.checkins()[0]
    with pytest.raises(ik.InvalidResponse):
        from_client_dict(CATALOGUE, client_dict(other) | {"catalogue": "another"})
