"""The command line: what a newcomer sees, and what bad input gives."""

import json
import re
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

import intimacy_kit as ik
from intimacy_kit.cli import main
from intimacy_kit.cli.responses import keep
from intimacy_kit.interop.bundle import export_form
from tests.support.catalogues import built_in
from tests.support.paths import GOOD, ROOT

FIVE = GOOD / "five"


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")

    def invoke(*arguments, stdin=None):
        return CliRunner().invoke(main, [str(each) for each in arguments], input=stdin)

    return invoke


def test_the_readme_shows_what_its_command_prints(run, examples):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```text\n(.*?)```", readme, re.DOTALL)
    assert block == run("score", examples / "complete.json").output


@pytest.mark.slow
def test_the_command_runs_as_a_program_in_a_terminal_that_knows_ascii_only(examples):
    import os
    import subprocess

    code = "from intimacy_kit.cli import main; main()"
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-c", code, "score", str(examples / "complete.json")]
    done = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert b"Active and empathetic listening           38  ########              4/4" in done.stdout
    assert b'You answered "' in done.stdout
    assert b"?" not in done.stdout


def test_streams_are_told_to_go_on(monkeypatch, examples):
    import io

    buffer = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(buffer, encoding="ascii"))
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    main(["score", str(examples / "one-pillar-below.json")], standalone_mode=False)
    sys.stdout.flush()
    assert b"Not enough answers" in buffer.getvalue()


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("█░– “it’s” · ×…", "ascii", '#.- "it\'s" . x.'),
        ("Descansar, oír", "ascii", "Descansar, oir"),
        ("oír █", "latin-1", "oír #"),
        ("寿", "ascii", "?"),
    ],
)
def test_each_character_that_a_terminal_lacks_has_a_stand_in_as_wide(text, encoding, shown):
    assert shown == text.encode(encoding, errors="intimacy_kit.in_ascii").decode(encoding)
    assert len(text) == len(shown)


def test_reading_has_no_stand_ins():
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("ascii", errors="intimacy_kit.in_ascii")


@pytest.mark.slow
@pytest.mark.parametrize("columns", [40, 60])
@pytest.mark.parametrize("name", ["complete", "one-pillar-below", "partner-perspective"])
def test_a_narrow_terminal_is_not_overrun(run, monkeypatch, examples, columns, name):
    monkeypatch.setenv("COLUMNS", str(columns))
    for command in (("score", examples / f"{name}.json"), ("practices", "--card", "time.laugh-rewind")):
        out = run(*command)
        assert 0 == out.exit_code
        assert max(map(len, out.output.splitlines())) <= columns


def test_a_check_in_fits_a_narrow_terminal(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    lines = run("check-in", stdin="2\n" * 7 + "\n").output.splitlines()
    assert "1 of 7  ░░░░░░░░░░░░░░░░░░░░" in lines
    assert "Active and empathetic listening" in lines
    assert [] == [line for line in lines if len(line) > 40 and not line.startswith(("Your answer", "Save your"))]


def in_a_terminal(command, **environment):
    """Run a command in a terminal of its own and return what it shows."""
    import os
    import pty
    import subprocess

    ours, theirs = pty.openpty()
    env = {name: each for name, each in os.environ.items() if name != "NO_COLOR"} | environment
    program = [sys.executable, "-c", "from intimacy_kit.cli import main; main()", *command]
    with subprocess.Popen(program, stdin=theirs, stdout=theirs, stderr=theirs, env=env) as running:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # how Linux says that the other side has closed
            pass
    os.close(ours)
    assert 0 == running.returncode
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal, which Windows does not have")
def test_colour_is_for_terminals_that_want_it(examples):
    command = ["score", str(examples / "complete.json")]
    assert "\x1b[36m█" in in_a_terminal(command, TERM="xterm-256color", COLUMNS="80")
    assert "\x1b[36m" not in in_a_terminal(command, TERM="xterm-256color", COLUMNS="80", NO_COLOR="1")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal, which Windows does not have")
def test_a_dumb_terminal_gets_plain_lines_that_fit():
    shown = in_a_terminal(["practices", "--pillar", "time"], TERM="dumb", COLUMNS="40")
    assert "\x1b" not in shown
    assert max(map(len, shown.splitlines())) <= 40


def test_a_pipe_gets_one_line_a_practice_and_one_a_summary(run, catalogue, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    lines = run("practices").output.splitlines()
    assert 2 * len(catalogue.practices) == len(lines)
    assert [each.summary for each in catalogue.practices.values()] == [line.strip() for line in lines[1::2]]


def test_help_has_a_line_on_each_command_and_imports_none():
    code = (
        "import sys; from intimacy_kit.cli import main; main(['--help'], standalone_mode=False); "
        "print({'rich', 'intimacy_kit.content', 'yaml'} & set(sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "set()" == out.splitlines()[-1]
    assert "  check-in     Answer a check-in here, one question at a time." in out.splitlines()


@pytest.mark.parametrize("name", main.list_commands(None))
def test_each_command_of_the_help_is_there_and_has_a_help_of_its_own(run, name):
    out = run(name, "--help")
    assert 0 == out.exit_code
    assert f"{name} [OPTIONS]" in out.output


def test_help_says_where_to_start(run):
    assert "Start with `intimacy-kit check-in`" in run("--help").output


@pytest.mark.parametrize("name", ["complete", "with-gaps", "one-pillar-below", "partner-perspective"])
def test_json_out_is_the_result(run, catalogue, examples, name):
    text = (examples / f"{name}.json").read_text(encoding="utf-8")
    out = run("score", "--json", "-", stdin=text)
    expected = ik.score(ik.Response.from_dict(catalogue, json.loads(text)))
    printed = json.loads(out.output)
    assert (0, expected) == (out.exit_code, ik.Result.from_dict(printed["result"]))
    assert (name != "partner-perspective") == (printed["plan"] is not None)


def test_many_responses_are_scored_in_one_go(run, examples):
    texts = [(examples / f"{name}.json").read_text(encoding="utf-8") for name in ("complete", "with-gaps")]
    out = run("score", "-", stdin=f"[{','.join(texts)}]")
    assert (0, 2) == (out.exit_code, out.output.count("Standard check-in"))
    assert 2 == len(json.loads(run("score", "--json", "-", stdin=f"[{','.join(texts)}]").output))


def test_a_partner_perspective_gets_scores_and_no_plan(run, examples):
    out = run("score", examples / "partner-perspective.json").output
    assert "What you see your partner do" in out
    assert out.rstrip().endswith("Next steps come from what you say you do yourself, so there are none here.")


def test_a_pack_that_only_asks_has_scores_and_nothing_to_do(run, tmp_path):
    checkin = ik.draw(ik.load_path(FIVE), form="five", seed="s")
    response = checkin.answer(dict.fromkeys(checkin.item_ids, 3), on=date(2026, 3, 2))
    (tmp_path / "one.json").write_text(json.dumps(response.to_dict()), encoding="utf-8")
    out = run("score", tmp_path / "one.json", "--pack", FIVE)
    assert 0 == out.exit_code
    assert "Next steps" not in out.output


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "-:1:1 not-json  the document is empty"),
        ('{"on": 1,}', "-:1:"),  # Python 3.13 has the place of the comma, others that of what follows
        ("[1 2]", "-:1:4 not-json  the document is not JSON from line 1, column 4 on: a comma is missing; send JSON"),
        ('{"a": 1, "a": 2}', "-: a repeated-answer  the key comes twice"),
        ('{"a": NaN}', "- not-json  the document holds a number that JSON does not have"),
        ("[" * 100_000, "- too-deep"),
        (b"\xff", "- not-utf8"),
        (
            '{"catalogue": "intimacy-kit", "form": "pulse", "seed": "s", "on": "2026-1-1", "answers": {}}',
            "-: on bad-date",
        ),
        ("3", "- wrong-kind"),
        ("[[]]", "-: 0 wrong-kind"),
    ],
)
def test_bad_input_gives_one_line_a_problem_and_exit_code_2(run, text, message):
    out = run("score", "-", stdin=text)
    assert 2 == out.exit_code
    (line,) = out.output.splitlines()
    assert line.startswith(message)


def test_bad_answers_are_listed_and_not_repeated(run, examples):
    data = json.loads((examples / "complete.json").read_text(encoding="utf-8"))
    data["answers"] |= {"time.tastes": 17, "time.enjoy": "seventeen"}
    out = run("score", "-", stdin=json.dumps([data, data]))
    assert [
        "-: 0.answers.time.enjoy wrong-type  the answer is neither a whole number nor a missing code; "
        "a code is prefer-not-to-say; answer_form reads posted text",
        "-: 0.answers.time.tastes out-of-range  the value is not on the scale from 0 to 4",
        "-: 1.answers.time.enjoy wrong-type  the answer is neither a whole number nor a missing code; "
        "a code is prefer-not-to-say; answer_form reads posted text",
        "-: 1.answers.time.tastes out-of-range  the value is not on the scale from 0 to 4",
    ] == out.output.splitlines()


def test_practices_can_be_filtered_and_read(run):
    out = run("practices", "--pillar", "support", "--minutes", "5", "--mode", "together").output
    assert "5 min, as needed, together  support.good-news-welcome\n" in out
    assert "solo" not in out
    card = run("practices", "--card", "support.good-news-welcome").output
    assert "If it goes badly:" in card
    assert "Evidence, tested:" in card
    assert (
        "No practice is like that" in run("practices", "--pillar", "time", "--minutes", "1", "--mode", "async").output
    )


@pytest.mark.parametrize("arguments", [("--pillar", "suport"), ("--card", "support.good-news-welcom")])
def test_unknown_ids_are_answered_with_the_nearest(run, arguments):
    out = run("practices", *arguments)
    assert 2 == out.exit_code
    assert out.output.startswith(f"{arguments[0]}: there is no ")
    assert "did you mean" in out.output


def test_a_number_of_thousands_of_digits_is_no_card(run):
    out = run("practices", "--card", "9" * 5000)
    assert (2, "--card: there is no ") == (out.exit_code, out.output[:20])


# Wrong usage --------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (("practices", "--minutes", "0"), ["Error", "--minutes", "0 is not in the range x>=1"]),
        (("practices", "--minuets", "5"), ["Error: No such option", "--minuets"]),
        (("--verison",), ["Error: No such option", "--verison"]),
        (("practise",), ["Error: No such command 'practise'"]),
        (("score",), ["Error: Missing argument 'FILE...'"]),
        (("check-in", "--seed", "a\u202eb"), ["--seed: seed is not text that can be stored"]),
        (
            ("check-in", "--pack", FIVE, "--form", "five", "--perspective", "partner"),
            ["--perspective: the form"],
        ),
        (("score-table", "in", "out", "--code", "9"), ["--code has no equals sign in it; write --code LEFT=RIGHT"]),
        (
            ("practices", "--locale", "it"),
            ["--locale: the pack has no texts in 'it'", "it has en, de, es, es-ES"],
        ),
        (("practices", "--locale", "../es"), ["--locale: the pack has no texts in '../es'"]),
    ],
)
def test_wrong_usage_is_one_line_that_names_the_option_and_exit_code_2(run, arguments, parts):
    out = run(*arguments)
    assert (2, 1) == (out.exit_code, len(out.output.splitlines()))
    assert [] == [part for part in parts if part not in out.output]


def test_no_command_at_all_is_answered_with_the_help(run):
    assert run("--help").output in run().output


# Languages ------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["es", "es-MX"])
def test_a_check_in_is_asked_and_shown_in_the_language_that_was_asked_for(run, locale):
    out = run("check-in", "--locale", locale, stdin="2\n" * 7 + "\n")
    spanish = ik.draw(built_in("es"), form="pulse", seed="me")
    flat = re.sub(r"\s+", " ", out.output)
    assert 0 == out.exit_code
    assert all(question.text in flat for question in spanish.questions)
    assert all(choice.label in flat for choice in spanish.questions[0].choices)
    assert "Lo que dices que haces" in flat
    assert "What you say you do" not in flat


def test_scores_and_next_steps_are_shown_in_the_language_that_was_asked_for(run, examples):
    from intimacy_kit.reports import report

    spanish = built_in("es")
    response = ik.Response.from_dict(spanish, json.loads((examples / "complete.json").read_text(encoding="utf-8")))
    result = ik.score(response)
    shown = [result, ik.recommend(spanish, response, minutes_per_week=60)]
    expected = "\n\n".join(report(spanish, each).to_text(width=80).rstrip() for each in shown)
    out = run("score", "--locale", "es", examples / "complete.json")
    assert expected.split() == out.output.split()


def test_a_score_is_the_same_in_every_language(run, examples):
    english, spanish = [
        json.loads(run("score", "--json", *more, examples / "complete.json").output)
        for more in ((), ("--locale", "es"))
    ]
    assert english["result"] == spanish["result"]
    assert english["plan"] != spanish["plan"]


def test_practices_are_listed_and_read_in_the_language_that_was_asked_for(run):
    practice = built_in("es").practices["time.laugh-rewind"]
    assert practice.summary in run("practices", "--locale", "es", "--pillar", "time").output
    assert practice.title in run("practices", "--locale", "es", "--card", "time.laugh-rewind").output


@pytest.mark.slow
def test_another_pack_is_read_in_its_languages_too(run):
    out = run("practices", "--pack", ROOT / "data", "--locale", "es", "--pillar", "time")
    assert run("practices", "--locale", "es", "--pillar", "time").output == out.output


# The check-in -----------------------------------------------------------------


def test_a_check_in_asks_goes_back_skips_and_keeps_nothing(run):
    # answer, back, answer again, nonsense, skip, decline, and the rest
    out = run("check-in", "--form", "pulse", "--seed", "couple-42", stdin="1\nb\n3\nx\n9\ns\np\n2\n2\n2\n2\n\n")
    assert 0 == out.exit_code
    assert "1 of 7" in out.output
    assert 2 == len(re.findall("Please type a number from 1 to 5,.* b or s.", out.output))
    assert "Not enough answers: 0 of 1 given, 1 needed." in re.sub(r"\s+", " ", out.output)
    assert out.output.endswith("Nothing was saved.\n")


def test_a_check_in_is_saved_where_the_person_says_and_readable_by_them_alone(run, tmp_path, catalogue):
    there, target = tmp_path / "there.json", tmp_path / "mine.json"
    there.write_text("kept")
    out = run("check-in", "--seed", "s", stdin="2\n" * 7 + f"{there}\n{tmp_path}/no/such/folder.json\n{target}\n")
    assert "is there already and was left alone" in out.output
    assert "cannot be written (No such file or directory)" in out.output
    assert "kept" == there.read_text()
    assert 0o600 == stat.S_IMODE(target.stat().st_mode)
    assert {1} == set(ik.Response.from_dict(catalogue, json.loads(target.read_text(encoding="utf-8"))).answers.values())
    assert 0 == run("score", target).exit_code


def test_the_private_form_is_never_scored_and_may_bring_a_note(run):
    private_note = built_in().phrase("private-note").split()

    at_ease = run("check-in", "--form", "private", stdin="5\n5\n5\n5\n\n")
    assert "They are never scored." in at_ease.output
    assert " ".join(private_note) not in " ".join(at_ease.output.split())
    uneasy = run("check-in", "--form", "private", stdin="5\n5\n5\n1\n\n")
    assert " ".join(private_note) in " ".join(uneasy.output.split())


def test_stopping_in_the_middle_saves_nothing(run):
    out = run("check-in", stdin="1\n")
    assert 130 == out.exit_code
    assert "Stopped. Nothing more was asked or saved." in out.output.splitlines()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_stops_a_command_with_one_line(monkeypatch, capsys):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        with pytest.raises(SystemExit) as stopped:
            main(["practices", "--pillar", "time"])
    assert (1, "Stopped: No space left on device.\n") == (stopped.value.code, capsys.readouterr().err)


def test_an_unknown_form_is_answered_with_the_nearest(run):
    out = run("check-in", "--form", "puls")
    assert (2, "--form: there is no form 'puls'; did you mean 'pulse'?\n") == (out.exit_code, out.output)


def test_another_pack_can_be_used(run, tmp_path):
    out = run("check-in", "--pack", GOOD / "five", "--form", "five")
    lines = out.output.splitlines()
    assert ["How much is this like you? You …", "… talk to people in queues."] == lines[4:6]
    out = run("practices", "--pack", tmp_path)
    assert 2 == out.exit_code
    assert "pack.yaml missing-file" in out.output


@pytest.mark.slow
def test_validate_can_speak_json_and_look_at_translations_and_add_ons(run):
    out = run("validate", GOOD / "minimal", "--format", "json")
    assert (0, []) == (out.exit_code, json.loads(out.output))
    assert 0 == run("validate", ROOT / "data", "--locale", "es").exit_code
    out = run("validate", ROOT / "data", "--locale", "it", "--format", "json")
    assert 1 == out.exit_code
    assert {"missing-file"} == {problem["code"] for problem in json.loads(out.output)}
    add_on = ROOT / "docs" / "examples" / "pack" / "src" / "evening_pack"
    assert 0 == run("validate", add_on, "--onto").exit_code
    assert 1 == run("validate", add_on).exit_code


def test_schema_prints_what_an_editor_needs(run):
    assert "intimacy_kit items" == json.loads(run("schema", "items").output)["title"]


@pytest.mark.slow
def test_schema_prints_what_a_program_that_reads_bundles_needs(run, catalogue):
    schema = json.loads(run("schema", "bundle").output)
    jsonschema.validate(json.loads(json.dumps(export_form(catalogue, "pulse").document)), schema)


@pytest.mark.slow
def test_validate_lists_problems_or_says_there_are_none(run, tmp_path):
    assert (0, f"{ROOT / 'data'}: no problems\n") == ((out := run("validate", ROOT / "data")).exit_code, out.output)
    out = run("validate", tmp_path)
    assert 1 == out.exit_code
    assert "pack.yaml missing-file  every pack needs pack.yaml; add the file" in out.output.splitlines()


def test_practices_are_all_listed_unless_filtered_and_cards_say_how_to_do_them_apart(run, catalogue):
    out = run("practices").output
    assert all(id in out for id in catalogue.practices)
    assert "Apart: Go your own ways at the same time" in run("practices", "--card", "listening.out-and-back").output


def test_a_card_comes_with_what_asks_less_and_more_and_with_what_to_talk_about(run):
    out = run("practices", "--card", "calm.bench", "--pack", GOOD / "journey").output
    assert [
        "Asks less of you",
        "1. A chair for one",
        "   Sit down by yourself.",
        "Asks more of you",
        "1. Dance in the kitchen",
        "   Dance to three songs.",
        "To talk about",
        "1. Which chair do you like best?",
    ] == [line for line in out.splitlines() if line][-8:]


def test_practices_are_found_by_words(run):
    assert run("practices", "--search", "say sorry").output.splitlines()[0].endswith("  conflict.full-apology")
    assert "No practice is like that" in run("practices", "--search", "zzzz").output


@pytest.mark.parametrize("name", ["LAUGH rewind", "Time.Laugh-Rewind", "time.laugh-rewind"])
def test_a_practice_is_called_by_its_id_or_its_title_in_capitals_or_not(run, name):
    assert "Laugh rewind" == run("practices", "--card", name).output.splitlines()[0]


def test_a_number_is_that_of_a_practice_in_the_list_that_the_same_options_give(run):
    first = run("practices", "--search", "say sorry").output.splitlines()[0]
    title = run("practices", "--search", "say sorry", "--card", "1").output.splitlines()[0]
    assert first.startswith(f"1. {title}  ")
    assert "--card: there is no practice '9999'\n" == run("practices", "--card", "9999").output


def test_a_title_that_is_not_there_is_answered_with_the_nearest(run):
    assert (
        "--card: there is no practice 'Laugh rewnd'; did you mean 'Laugh rewind'?\n"
        == run("practices", "--card", "Laugh rewnd").output
    )


@pytest.mark.parametrize("pillar", ["Time", "quality TIME and shared experiences"])
def test_a_pillar_is_called_by_its_id_or_its_title_in_capitals_or_not(run, pillar):
    assert run("practices", "--pillar", "time").output == run("practices", "--pillar", pillar).output


def test_practices_go_out_as_json_one_as_well_as_many(run, catalogue):
    practices = json.loads(run("practices", "--json").output)
    assert [each.to_dict() for each in catalogue.practices.values()] == practices
    assert practices[:1] == json.loads(run("practices", "--json", "--card", "1").output)
    assert [] == json.loads(run("practices", "--json", "--search", "zzzz").output)


def test_a_terminal_is_told_how_many_practices_there_are(run, monkeypatch):
    count = len(json.loads(run("practices", "--pillar", "time", "--json").output))
    monkeypatch.setenv("FORCE_COLOR", "1")  # the output is taken for a terminal
    shown = run("practices", "--pillar", "time").output
    assert f"{count} practices. The same with `--card` and a number shows one whole." == shown.splitlines()[-1]


def test_a_question_for_today_is_the_same_for_those_who_share_a_word(run):
    days = ("--start", "2026-11-01", "--on", "2026-11-29")
    one, other = (run("today", *days, "--seed", "us").output for _ in range(2))
    assert one == other
    assert one != run("today", *days, "--seed", "others").output
    assert run("today").output.startswith("A question for today")
    assert run("today", *days, "--locale", "es").output.startswith("Una pregunta para hoy")


def test_when_nothing_fits_today_says_so(run, catalogue):
    pillars = [word for pillar in catalogue.pillars for word in ("--exclude", pillar)]
    assert "Nothing waits here.\n" == run("today", *pillars).output


def test_a_programme_behind_a_gate_says_so_in_the_list_and_can_be_read(run):
    assert "one-problem  [opens by choice: conflict]\n" in run("programme").output
    assert "1. What calms you" in run("programme", "one-problem").output


def test_programmes_are_listed_and_their_open_week_is_shown_with_the_keys_of_its_steps(run):
    assert run("programme").output.startswith("exciting-weeks\n  Four exciting weeks")
    days = ("--start", "2026-11-01", "--on", "2026-11-29")
    first = "1.practice.conflict.what-calms-you"
    assert f"[{first}]" == run("programme", "on-your-own", *days).output.splitlines()[-1]
    later = run("programme", "on-your-own", *days, "--done", first).output
    assert "[2.practice.vulnerability.word-for-it]" == later.splitlines()[-1]
    skipped = run("programme", "on-your-own", "--on", "2026-11-29", "--skipped", first).output
    assert "The next week opens on 6 December 2026." in skipped


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["today", "--on", "tomorrow"], "'tomorrow' is not a day"),
        (["today", "--start", "2026-11-29", "--on", "2026-11-01"], "--on: the day lies before the first one"),
        (["programme", "exciting"], "there is no programme 'exciting'"),
    ],
)
def test_a_day_or_a_programme_that_is_not_there_is_one_line(run, arguments, message):
    result = run(*arguments)
    assert 2 == result.exit_code
    assert message in result.stderr
    assert 1 == len(result.stderr.splitlines())


NO_NAMES = [("a\0b", "cannot be the name of a file"), ("a" * 5000, "File name too long")]


@pytest.mark.parametrize(("name", "why"), NO_NAMES)
def test_a_name_that_no_file_can_have_is_refused_with_the_reason(run, name, why):
    done = run("score", name)
    assert 2 == done.exit_code
    assert why in " ".join(done.output.split())


def test_a_folder_keeps_nine_hundred_and_ninety_nine_check_ins_of_a_day(tmp_path):
    drawn = ik.draw(built_in(), form="pulse", seed="s")
    response = drawn.answer({}, on=date(2026, 11, 23))
    for number in range(1, 1000):
        end = "" if number == 1 else f"-{number}"
        (tmp_path / f"2026-11-23-pulse-self{end}.json").touch()
    with pytest.raises(FileExistsError, match="too many check-ins"):
        keep(response, tmp_path)


def test_a_folder_in_place_of_a_response_is_refused_before_it_is_opened(run, tmp_path):
    out = run("score", tmp_path)
    assert 2 == out.exit_code
    assert "is not a file; - stands for standard input" in out.output
