"""A check-in at the terminal asks what its answers show, by number, value, or place, and in the wording wanted."""

import json
import stat
import sys

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.cli import main
from intimacy_kit.cli.check_in import _ask
from tests.support.catalogues import built_in
from tests.support.examples import ANY_HEALTH, at_least
from tests.support.features import answers_to, catalogues
from tests.support.paths import DATA

PACK = {
    "pack.yaml": "{id: told, version: '1.0', title: Told, licence: CC0-1.0, locale: en}\n",
    "pillars.yaml": "- {id: calm, title: Calm, summary: How calm it is.}\n",
    "scales.yaml": """
- id: often
  choices:
    - {value: 0, label: Never}
    - {value: 1}
    - {value: 2, label: Always}
    - {code: did-not-come-up, label: No occasion}
- id: slider
  range: {low: -1, high: 1, step: 0.25, high_label: Wholly}
  choices:
    - {code: prefer-not-to-say, label: I would rather not say}
    - {code: does-not-apply, label: Does not apply}
""",
    "items/all.yaml": """
- {id: calm.talk, pillar: calm, scale: often, role: scored, needs_occasion: true, text: {self: talk},
   variants: {apart: {self: call}}}
- {id: calm.rest, pillar: calm, scale: often, role: scored, text: {self: rest}}
- {id: calm.feel, pillar: calm, scale: slider, role: scored, text: {self: feel fine},
   show_if: {item: calm.talk, at_least: 1}}
""",
    "forms.yaml": "- {id: form, title: Form, stem: {self: 'Do you {item}?'}, instructions: Think of this week.}\n",
}


@pytest.fixture
def pack(tmp_path):
    for name, text in PACK.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def ask(pack, *typed, options=()):
    """Return what is printed, and the answers that were saved."""
    target = pack / "saved.json"
    stdin = "".join(f"{line}\n" for line in [*typed, target])
    runner = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1"})
    done = runner.invoke(main, ["check-in", "--pack", str(pack), "--form", "form", *options], input=stdin)
    assert 0 == done.exit_code, done.output
    return done.output, json.loads(target.read_text(encoding="utf-8"))["answers"]


def test_instructions_stand_before_the_questions(pack):
    output, _ = ask(pack, "0", "0")
    assert "\n\nThink of this week.\n" in output
    first = "Form: up to 3 questions, about 1 minute. Type a number or the first letters of\nan answer. Enter"
    assert output.startswith(first)


def test_a_scale_with_labels_at_its_ends_is_answered_with_its_values(pack):
    output, answers = ask(pack, "0", "2")
    assert "  0  Never\n  1\n  2  Always\n  n  No occasion\n" in output
    assert {"calm.talk": 0, "calm.rest": 2, "calm.feel": "not-shown"} == answers


def test_only_what_needs_an_occasion_offers_that_there_was_none(pack):
    output, answers = ask(pack, "n", "n", "1")
    assert ("did-not-come-up", 1) == (answers["calm.talk"], answers["calm.rest"])
    assert 1 == output.count("Please type one of the numbers shown, b or s.")


def test_a_slider_takes_any_step_with_a_point_or_a_comma_and_codes_by_letter(pack):
    output, answers = ask(pack, "1", "1", "0.3", "7", "p1", "0,75")
    assert "  -1\n   …\n   1  Wholly\n   p  I would rather not say\n   d  Does not apply\n" in output
    assert 3 == output.count("Please type a number from -1 to 1 in steps of 0.25, p, d, b or s.")
    assert 0.75 == answers["calm.feel"]
    (pack / "saved.json").unlink()
    assert "does-not-apply" == ask(pack, "1", "1", "d")[1]["calm.feel"]


def test_going_back_and_answering_otherwise_takes_away_what_is_no_longer_shown(pack):
    output, answers = ask(pack, "1", "1", "b", "b", "b", "0", "2")
    assert {"calm.talk": 0, "calm.rest": 2, "calm.feel": "not-shown"} == answers
    assert ["1 of 2", "2 of 3", "3 of 3", "2 of 3", "1 of 3", "1 of 3", "2 of 2"] == [
        line[:6] for line in output.splitlines() if " of " in line[:6]
    ]


def test_a_skipped_question_has_no_answer_even_where_it_had_one(pack):
    _, answers = ask(pack, "1", "1", "0.5", options=["--variant", "apart"])
    assert 0.5 == answers["calm.feel"]
    (pack / "saved.json").unlink()
    _, answers = ask(pack, "2", "b", "s", "1")
    assert None is answers["calm.talk"]


def test_a_variant_is_asked_in_its_wording(pack):
    output, _ = ask(pack, "0", "0", options=["--variant", "apart"])
    assert "Do you call?" in output
    done = CliRunner().invoke(main, ["check-in", "--pack", str(pack), "--form", "form", "--variant", "near"])
    assert (2, "--variant: the form 'form' has no variant 'near'; leave it out, or draw another form\n") == (
        done.exit_code,
        done.output,
    )


def test_questions_to_parents_are_asked_of_parents_alone():
    children = ik.load_path(DATA / "cases" / "children")
    checkin = ik.draw(children, form="form", seed="s")
    assert "We play with them." in checkin.questions[3].text
    for typed, asked in (("1\n4\n5\n", 3), ("2\n4\n5\n3\n3\n", 5)):
        runner = CliRunner()
        done = runner.invoke(
            main, ["check-in", "--pack", str(DATA / "cases" / "children"), "--form", "form"], input=typed + "\n"
        )
        assert f"{asked} of {asked}" in done.output


@at_least(50, share=25, **ANY_HEALTH)
@given(catalogues(), st.data())
def test_what_is_typed_is_what_is_answered_whatever_a_form_has(drawn, data):
    checkin = ik.draw(drawn, form="form", seed="s")
    given_ = {id: answer for id, answer in data.draw(answers_to(drawn)).items() if answer != "not-shown"}
    shown = checkin.shown(given_)
    typed = [as_typed(question, given_.get(question.item_id)) for question in checkin.questions]
    lines = [line for question, line in zip(checkin.questions, typed, strict=True) if question.item_id in shown]
    with CliRunner().isolation(input="".join(f"{line}\n" for line in lines)):
        _ask(drawn, checkin, found := {})
    assert {id: given_[id] for id in shown if given_.get(id) is not None} == {
        id: found[id] for id in shown if id in found
    }


def as_typed(question, answer):
    """Return the key of a choice, or the number of a range."""
    if answer is None:
        return "s"
    if isinstance(answer, str):
        return {"did-not-come-up": "n", "prefer-not-to-say": "p", "does-not-apply": "d"}[answer]
    values = [choice for choice in question.choices if choice.value is not None]
    if question.range is not None or any(choice.label is None for choice in values):
        return str(answer)
    return str(1 + [choice.value for choice in values].index(answer))


# A folder of check-ins ------------------------------------------------------------


def into(folder, *typed, options=()):
    runner = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1"})
    stdin = "".join(f"{line}\n" for line in typed)
    return runner.invoke(main, ["check-in", "--form", "pulse", "--into", str(folder), *options], input=stdin)


def stored(folder):
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def test_what_is_no_folder_is_refused_before_anything_is_asked(tmp_path):
    file = tmp_path / "mine"
    file.touch()
    done = into(file, *"3333333")
    assert 2 == done.exit_code
    assert "is a file" in done.output
    assert "In the last two weeks" not in done.output


def test_a_folder_counts_the_check_ins_saves_each_and_shows_how_they_changed(tmp_path):
    folder = tmp_path / "mine"
    first, second = into(folder, *"3333333"), into(folder, *"4444444")
    assert (0, 0) == (first.exit_code, second.exit_code)
    assert [0, 1] == sorted(each["occasion"] for each in stored(folder))
    assert ("Pulse over time" in first.output, "Pulse over time" in second.output) == (False, True)
    other = into(folder, *"3333333", options=["--perspective", "partner"])
    assert "over time" not in other.output
    assert [0, 0, 1] == sorted(each["occasion"] for each in stored(folder))
    assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def test_a_file_in_the_folder_that_is_no_check_in_is_named_before_anything_is_asked(tmp_path):
    (tmp_path / "note.json").write_text("{}", encoding="utf-8")
    out = into(tmp_path, *"3333333")
    assert (2, True, False) == (out.exit_code, "note.json" in out.output, "1 of 7" in out.output)


def test_enter_keeps_an_earlier_answer_and_shows_its_key(pack):
    output, answers = ask(pack, "1", "2", "b", "", "0.5")
    assert 2 == answers["calm.rest"]
    assert "Your answer [2]: " in output


def test_the_first_letters_of_an_answer_will_do(pack):
    _, answers = ask(pack, "alw", "ne", "p")
    assert (2, 0, "prefer-not-to-say") == tuple(answers.values())


def test_what_all_questions_of_a_page_begin_with_is_said_once():
    folder = DATA / "cases" / "children"
    done = CliRunner().invoke(main, ["check-in", "--pack", str(folder), "--form", "form"], input="2\n4\n5\n3\n3\n\n")
    assert 1 == done.output.count("How far is it so?"), done.output


def answer_prompts(monkeypatch, *typed):
    """Have prompts answered by these, one after the other; a class of errors is raised."""
    left = iter(typed)

    def prompt(*_, **__):
        now = next(left)
        if isinstance(now, type):
            raise now
        return now

    monkeypatch.setattr("click.prompt", prompt)


def test_whoever_stops_at_a_terminal_is_asked_whether_to_save(pack, monkeypatch):
    target = pack / "half.json"
    answer_prompts(monkeypatch, "1", click.Abort, str(target))
    runner = CliRunner()
    with runner.isolation():
        sys.stdin.isatty = lambda: True
        with pytest.raises(SystemExit) as stopped:
            main(["check-in", "--pack", str(pack), "--form", "form"], standalone_mode=False)
    assert 130 == stopped.value.code
    assert 1 == json.loads(target.read_text(encoding="utf-8"))["answers"]["calm.talk"]


def test_a_check_in_of_which_everything_is_skipped_ends_kindly_and_saves_nothing():
    typed = "\n" * len(ik.draw(built_in(), form="pulse", seed="me").questions)
    done = CliRunner().invoke(main, ["check-in"], input=typed)
    assert 0 == done.exit_code
    end = " ".join(done.output.rpartition("────")[2].split())
    assert end.endswith("There is no answer to show this time. That is fine. You can come back whenever you like.")
    assert ("Next steps" in end, "Not enough" in end) == (False, False)


def test_whoever_stops_twice_at_a_terminal_is_told_that_nothing_was_saved(pack, monkeypatch):
    answer_prompts(monkeypatch, "1", click.Abort, click.Abort)
    with CliRunner().isolation() as streams:
        sys.stdin.isatty = lambda: True
        with pytest.raises(SystemExit) as stopped:
            main(["check-in", "--pack", str(pack), "--form", "form"], standalone_mode=False)
        sys.stderr.flush()
        assert streams[1].getvalue().decode().endswith("Nothing was saved.\n")
    assert 130 == stopped.value.code
