"""Errors are values: they say what, where and what to do, and survive a trip between processes."""

import json
import pickle
import re

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit._outside_text import Hints
from intimacy_kit.errors import CODES, Problems


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (ik.Problem("tag", "a tag", "drop it", file="a.yaml", line=3, column=7), "a.yaml:3:7 tag  a tag; drop it"),
        (ik.Problem("tag", "a tag", file="a.yaml"), "a.yaml tag  a tag"),
        (ik.Problem("tag", "a tag", path=(0, "x"), file="a.json"), "a.json: 0.x tag  a tag"),
        (ik.Problem("tag", "a tag", path=("x", "y")), "x.y tag  a tag"),
        (ik.Problem("tag", "a tag"), "tag  a tag"),
    ],
)
def test_a_problem_is_one_line_with_place_code_message_and_remedy(problem, text):
    assert text == str(problem)


def test_a_problem_has_a_code_that_is_explained():
    with pytest.raises(ValueError, match="code"):
        ik.Problem("no-such-code", "x")


def test_every_code_is_lower_case_words_and_every_explanation_a_sentence():
    for code, meaning in CODES.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
        assert re.fullmatch(r"[A-Za-z].*\.", meaning), code


def test_a_problem_is_plain_data_under_stable_keys():
    plain = ik.Problem("tag", "a tag", "drop it", ("items", 0), "a.yaml", 3, 7).to_dict()
    assert plain == json.loads(json.dumps(plain))
    assert {
        "code": "tag",
        "message": "a tag",
        "remedy": "drop it",
        "path": ["items", 0],
        "file": "a.yaml",
        "line": 3,
        "column": 7,
        "location": "a.yaml:3:7",
    } == plain


def test_problems_of_a_place_further_in_are_in_the_whole_collection():
    problems = Problems([ik.Problem("alias", "first")])
    inner = problems.at("items", 0)
    inner.add("tag", "x", "drop it", "id")
    inner.at("text").extend([ik.Problem("alias", "y", path=("self",))])
    problems.append(ik.Problem("tag", "z"))
    assert [(), ("items", 0, "id"), ("items", 0, "text", "self"), ()] == [each.path for each in problems]
    assert len(problems) == len(inner) == 4
    with pytest.raises(ik.PackError) as error:
        inner.refuse(ik.PackError)
    assert tuple(problems) == error.value.problems


def test_no_problems_refuse_nothing():
    problems = Problems()
    problems.refuse(ik.InvalidValue)
    assert not problems


@pytest.mark.parametrize(
    "error",
    [
        ik.PackError([ik.Problem("tag", "x"), ik.Problem("alias", "y")]),
        ik.InvalidResponse([ik.Problem("out-of-range", "x", path=("i",))]),
        ik.FormChanged([ik.Problem("form-changed", "x")]),
        ik.InvalidValue([ik.Problem("bad-id", "x")]),
        ik.UnknownId("item", "a.b", ["a.c"]),
        ik.MissingExtra("figures"),
    ],
)
def test_errors_survive_pickling_with_their_text(error):
    again = pickle.loads(pickle.dumps(error))
    assert (type(error), str(error)) == (type(again), str(again))
    assert isinstance(error, ik.IntimacyKitError)


def test_errors_derive_from_the_built_in_that_fits():
    assert issubclass(ik.PackError, ValueError)
    assert issubclass(ik.InvalidResponse, ValueError)
    assert issubclass(ik.FormChanged, ik.InvalidResponse)
    assert issubclass(ik.UnknownId, KeyError)
    assert issubclass(ik.MissingExtra, ImportError)


def test_an_error_lists_its_problems_one_a_line():
    assert "tag  x\nalias  y" == str(ik.PackError([ik.Problem("tag", "x"), ik.Problem("alias", "y")]))


def test_an_id_that_is_near_none_gets_no_hint():
    assert "there is no item 'xyzzy'" == str(ik.UnknownId("item", "xyzzy", ["agree"]))


@pytest.mark.parametrize("evil", ["x\x1b]0;mine\x07\x1b[2J", "a\n0 problems", "\u202egpj", "\x9b1m"])
def test_nothing_from_outside_writes_on_the_terminal(evil):
    problem = ik.Problem("tag", f"it is {evil}", f"mend {evil}", (evil, 1), evil, 3, 4)
    assert str(problem).isprintable()
    assert problem.location.isprintable()
    assert str(attrs.evolve(problem, file="")).isprintable()
    assert ((evil, 1), evil) == (problem.path, problem.file)


def test_a_key_of_any_length_takes_a_hundred_characters_of_a_message():
    assert 120 > len(str(ik.Problem("tag", "x", path=("k" * 10_000,))))


def test_hints_of_a_collection_share_one_effort():
    problems = Problems(hints=Hints(effort=150))
    assert "" != problems.at("a").did_you_mean("agre", ["agree"])
    assert "" == problems.at("b").did_you_mean("agre", ["agree"])


def test_a_missing_extra_names_the_command_that_installs_it():
    assert "this needs the extra 'figures': pip install 'intimacy_kit[figures]'" == str(ik.MissingExtra("figures"))


# Properties -------------------------------------------------------------------


words = st.text("abcdé.-", max_size=8)
problems = st.builds(
    ik.Problem,
    st.sampled_from(sorted(CODES)),
    words,
    words,
    path=st.lists(words | st.integers(0, 99), max_size=3).map(tuple),
    file=words,
    line=st.integers(0, 99),
    column=st.integers(0, 99),
)


@given(st.lists(problems, max_size=5), st.sampled_from([ik.PackError, ik.InvalidResponse, ik.FormChanged]))
def test_an_error_of_any_problems_survives_pickling(found, kind):
    again = pickle.loads(pickle.dumps(kind(found)))
    assert (kind, tuple(found), str(kind(found))) == (type(again), again.problems, str(again))


@given(problems)
def test_a_problem_begins_with_its_place_and_ends_with_what_to_do(problem):
    assert str(problem).startswith(problem.location or problem.code)
    assert str(problem).endswith(problem.remedy or problem.message)


def test_a_problem_says_no_more_than_anybody_reads():
    said = str(ik.Problem("tag", "m" * 100_000, "r" * 100_000))
    assert "tag  " + "m" * 2000 + " ...; " + "r" * 2000 + " ..." == said


def test_half_a_character_in_a_place_does_not_keep_json_from_being_sent():
    plain = ik.Problem("tag", "m", path=("\ud800", 1, "año"), file="\udcff").to_dict()
    assert (["\\ud800", 1, "año"], "\\udcff") == (plain["path"], plain["file"])
    assert json.dumps(plain, ensure_ascii=False).encode()


def test_an_error_lists_so_many_problems_at_most_and_the_last_says_so():
    for count, listed in ((10_000, 10_000), (10_001, 10_000), (50_000, 10_000)):
        problems = ik.InvalidResponse(ik.Problem("tag", str(i)) for i in range(count)).problems
        assert (listed, "0") == (len(problems), problems[0].message)
        assert ("tag" if count == listed else "too-many-problems") == problems[-1].code
