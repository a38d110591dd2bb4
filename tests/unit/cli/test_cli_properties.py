"""Properties of the command line: whatever is typed or handed over, it answers in lines of its own and never traces."""

import json
from contextlib import chdir
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit.cli import main
from tests.support.paths import GOOD

pytestmark = pytest.mark.slow

SMALL = GOOD / "five"
CATALOGUE = ik.load_path(SMALL)
CHECKIN = ik.draw(CATALOGUE, form="five", seed="me")
COUNT = len(CHECKIN.questions)
KEYS = ["1", "2", "3", "4", "5", "6", "p"]
"""What is typed for each choice, in the order of the scale."""

typed = st.text(st.characters(codec="utf-8", exclude_characters="\0/~"), max_size=12)  # it may name a file
lines = st.one_of(st.integers(1, 7).map(str), st.sampled_from(["b", "s", "B ", "", "0", "07", "²", "٣"]), typed)


def run(*arguments, stdin=None):
    """Run a command; an error that is none of its own comes out of here."""
    with TemporaryDirectory() as folder, chdir(folder):
        done = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1"}).invoke(main, list(map(str, arguments)), input=stdin)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert "Traceback" not in done.output
    return done


@given(st.lists(lines, max_size=40))
@example(["9" * 5000])
@example(["s"] * COUNT + ["~a\0b"])
def test_any_text_typed_as_answers_is_answered(told):
    done = run("check-in", "--pack", SMALL, "--form", "five", stdin="".join(f"{line}\n" for line in [*told, "~no\0"]))
    assert done.exit_code in (0, 130)


@given(st.lists(st.integers(1, 7), min_size=COUNT, max_size=COUNT))
def test_the_numbers_typed_are_the_choices_saved(numbers):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mine.json"
        typed = "\n".join([*(KEYS[i - 1] for i in numbers), str(path), ""])
        run("check-in", "--pack", SMALL, "--form", "five", stdin=typed)
        saved = ik.Response.from_dict(CATALOGUE, json.loads(path.read_text(encoding="utf-8")))
    assert [q.choices[i - 1].answer for q, i in zip(CHECKIN.questions, numbers, strict=True)] == list(
        saved.answers.values()
    )


@given(st.integers(1, COUNT - 1), st.integers(1, COUNT))
def test_going_back_asks_again_from_where_one_went(forward, back):
    stdin = "1\n" * forward + "b\n" * back + "2\n" * (COUNT - max(forward - back, 0)) + "\n"
    done = run("check-in", "--pack", SMALL, "--form", "five", stdin=stdin)
    assert done.exit_code == 0
    assert COUNT + min(back, forward) + max(back - forward, 0) + min(forward, back) == sum(
        f" of {COUNT}  " in line for line in done.output.splitlines()
    )


@given(st.binary(max_size=80) | testing.responses(CHECKIN).map(lambda each: json.dumps(each.to_dict()).encode()[:-3]))
def test_any_bytes_to_score_give_a_line_for_each_problem(data):
    done = run("score", "-", "--pack", SMALL, stdin=data)
    assert done.exit_code == 2
    assert done.output.strip()


@given(st.lists(testing.responses(CHECKIN), min_size=1, max_size=3))
def test_scores_as_json_are_those_of_the_library(responses):
    text = json.dumps([each.to_dict() for each in responses])
    found = json.loads(run("score", "-", "--json", "--pack", SMALL, stdin=text).stdout)
    wanted = [json.loads(json.dumps(ik.score(each).to_dict())) for each in responses]
    assert wanted == [each["result"] for each in (found if len(responses) > 1 else [found])]


@given(typed, st.sampled_from(["--card", "--pillar", "--pack", "--minutes", "--mode"]))
def test_any_text_is_an_option_of_practices(text, option):
    assert run("practices", f"{option}={text}").exit_code in (0, 2)


@given(st.lists(typed, max_size=2), typed, typed)
def test_any_text_is_an_option_of_score_table(ids, code, column):
    options = [f"--ids={each}" for each in ids]
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.csv", Path(folder) / "out.csv"
        source.write_text("who,outgoing.talk\na,3\n", encoding="utf-8")
        given_ = ["--pack", SMALL, "--form", "five", f"--code={code}=not-asked", f"--column={column}"]
        assert run("score-table", source, target, *given_, *options).exit_code == 2
        assert [source] == list(Path(folder).iterdir())


@given(typed)
def test_any_text_is_a_language_and_only_a_folder_of_locales_is_read(text):
    done = run("validate", SMALL, f"--locale={text}")
    assert (1, 1) == (done.exit_code, done.output.count("missing-file"))


@given(st.text(st.characters(codec="utf-8"), max_size=10) | st.sampled_from(["../items", "es/../..", ".", "", "/tmp"]))
def test_what_is_no_language_leaves_a_pack_in_its_own(text):
    assert "en" == ik.load_path(SMALL, locale=text).locale
    assert () != ik.check_translation(SMALL, text)


@given(typed, st.integers())
def test_a_seed_and_an_occasion_are_taken_or_refused_in_one_line(seed, occasion):
    done = run("check-in", "--pack", SMALL, "--form", "five", f"--seed={seed}", f"--occasion={occasion}", stdin="")
    assert done.exit_code in (130, 2)


@given(testing.responses(CHECKIN), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_one_wrong_answer_among_many_is_told_with_its_place_and_not_quoted(response, day):
    plain = response.to_dict() | {"on": str(day)}
    wrong = {**plain, "answers": {**plain["answers"], CHECKIN.item_ids[0]: 990_073}}
    done = run("score", "-", "--pack", SMALL, stdin=json.dumps([plain, wrong, plain]))
    assert (2, True, False) == (done.exit_code, "1.answers" in done.output, "990073" in done.output)
