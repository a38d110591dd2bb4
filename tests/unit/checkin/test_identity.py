"""The one text by which a check-in is found again: exact, safe wherever it is put, and read back as it was."""

import re
from urllib.parse import quote

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.checkin.checkin import identity
from intimacy_kit.checkin.identity import decode, encode
from intimacy_kit.testing import catalogues
from tests.support.catalogues import built_in

CATALOGUE = built_in()
CHECKIN = ik.draw(CATALOGUE, form="pulse", seed="couple-42", occasion=3, perspective="partner")
SEEDS = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cf", "Cn", "Zl", "Zp"]), min_size=1, max_size=60)


def test_the_text_names_catalogue_form_perspective_occasion_seed_version_and_digest():
    key = CHECKIN.key
    expected = f"{key.catalogue}~pulse~partner~3~Y291cGxlLTQy~{key.version}~{key.digest}"
    assert expected == encode(CHECKIN)


@given(SEEDS, st.integers(0, 10**200), st.sampled_from(ik.Perspective))
def test_every_check_in_is_read_back_from_its_text(seed, occasion, perspective):
    checkin = attrs.evolve(CHECKIN, seed=seed, occasion=occasion, perspective=perspective)
    assert identity(checkin) == decode(encode(checkin))


@given(catalogues(), SEEDS)
def test_the_text_of_any_catalogue_is_read_back(catalogue, seed):
    for form in catalogue.forms:
        checkin = ik.draw(catalogue, form=form, seed=seed)
        assert identity(checkin) == decode(encode(checkin))


@given(SEEDS)
def test_the_text_needs_no_quoting_in_urls_and_paths(seed):
    assert re.fullmatch(r"[A-Za-z0-9._~-]+", encode(attrs.evolve(CHECKIN, seed=seed)))


@given(SEEDS, SEEDS)
def test_two_seeds_have_two_texts(one, other):
    texts = {encode(attrs.evolve(CHECKIN, seed=seed)) for seed in (one, other)}
    assert len({one, other}) == len(texts)


def test_a_response_is_found_by_its_text_alone():
    stored = {**decode(encode(CHECKIN)), "on": "2026-11-23", "answers": {}}
    assert CHECKIN == ik.Response.from_dict(CATALOGUE, stored).checkin


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (0, "Kit"),
        (0, ""),
        (0, "a/b"),
        (1, "pulse\n"),
        (2, "both"),
        (3, "03"),
        (3, "-1"),
        (3, str(10**200 + 1)),
        (3, "9" * 5000),
        (3, "٣"),
        (4, "Y"),  # no byte is written in one letter
        (4, "YR"),  # the last bits are not zero, so no seed is written like this
        (4, "_w"),  # the byte 255 is not UTF-8
        (4, "AA"),  # a control character is not text that can be stored
        (4, "Y291cGxlLTQy="),
        (5, "2026"),
        (5, "2026.01"),
        (6, "0" * 15),
        (6, "0" * 17),
        (6, "A" * 16),
    ],
)
def test_a_text_with_a_part_that_no_check_in_has_is_not_read(part, text):
    parts = encode(CHECKIN).split("~")
    assert decode("~".join(parts)) is not None
    parts[part] = text
    assert decode("~".join(parts)) is None


@pytest.mark.parametrize("text", ["", "~~~~~~", "checkin", encode(CHECKIN) + "~", encode(CHECKIN)[:-1]])
def test_another_text_is_not_read(text):
    assert decode(text) is None


@given(st.text(max_size=40) | st.from_regex(r"[a-z]~[a-z]~self~[0-9]~[A-Za-z]{0,4}~1\.0~[0-9a-f]{16}", fullmatch=True))
def test_what_is_read_is_what_would_be_written(text):
    parts = decode(text)
    if parts is not None:
        key = attrs.evolve(CHECKIN.key, catalogue=parts["catalogue"], form=parts["form"], version=parts["version"])
        checkin = attrs.evolve(
            CHECKIN,
            key=key,
            seed=parts["seed"],
            occasion=parts["occasion"],
            perspective=ik.Perspective(parts["perspective"]),
        )
        assert text.rpartition("~")[0] == encode(checkin).rpartition("~")[0]


def before(checkin, **changed):
    """Return the text that documents carried before there was `encode`."""
    parts = {key: quote(str(value), safe="") for key, value in identity(checkin).items()} | changed
    return ";".join(f"{key}={value}" for key, value in parts.items())


@given(SEEDS, st.integers(0, 10**200), st.sampled_from(ik.Perspective))
def test_the_text_of_documents_that_were_exported_earlier_is_read_too(seed, occasion, perspective):
    checkin = attrs.evolve(CHECKIN, seed=seed, occasion=occasion, perspective=perspective)
    assert identity(checkin) == decode(before(checkin))


@pytest.mark.parametrize(
    "changed",
    [{"seed": "%FF"}, {"seed": "%00"}, {"seed": "a b"}, {"seed": "%2"}, {"occasion": "03"}, {"perspective": "both"}],
)
def test_an_earlier_text_with_a_part_that_no_check_in_has_is_not_read(changed):
    assert decode(before(CHECKIN, **changed)) is None
