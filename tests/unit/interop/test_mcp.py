"""The tools of an assistant: what exists, what comes back, and what is never said."""

import json
import sys

import pytest
from click.testing import CliRunner

import intimacy_kit as ik
from intimacy_kit.cli.program import main
from intimacy_kit.content.vocabulary import Role
from intimacy_kit.interop import mcp
from tests.support import rich_catalogue
from tests.unit.interop.test_bundle import CATALOGUE, DAY

TOOLS = mcp.tools(CATALOGUE)
STANDARD = {"form": "standard", "seed": "couple-42"}
CHECKIN = ik.draw(CATALOGUE, form="standard", seed="couple-42")
GIVEN = dict.fromkeys(CHECKIN.item_ids, 2)


def test_forms_are_those_without_questions_that_one_answers_for_oneself_alone():
    private = {
        id for id in CATALOGUE.forms if {Role.CHOICE, Role.SENTINEL} & {item.role for item in CATALOGUE.form_items(id)}
    }
    assert {id: form.title for id, form in CATALOGUE.forms.items() if id not in private} == TOOLS["forms"]()
    assert "private" in private
    assert "unknown-form" == TOOLS["draw_check_in"](form="private", seed="a")["problems"][0]["code"]


def test_a_check_in_is_drawn_answered_scored_and_planned_as_the_library_does():
    drawn = TOOLS["draw_check_in"](**STANDARD)
    assert [(q.item_id, q.text) for q in CHECKIN.questions] == [(q["item"], q["text"]) for q in drawn["questions"]]
    response = CHECKIN.answer(GIVEN, on=DAY)
    found = TOOLS["score_answers"](answers=GIVEN, on=str(DAY), **STANDARD)
    percents = {id: score.percent for id, score in ik.score(response).scores.items()}
    assert percents == {id: each["percent"] for id, each in found["scores"].items()}
    plan = ik.recommend(CATALOGUE, response, seed="couple-42", minutes_per_week=90)
    assert plan.to_dict() == TOOLS["next_steps"](answers=GIVEN, on=str(DAY), minutes_per_week=90, **STANDARD)


def test_a_question_with_a_range_says_its_ends():
    drawn = mcp.tools(rich_catalogue.rich(0))["draw_check_in"](form="form", seed="s")
    assert [0, 100] in [each["range"] for each in drawn["questions"]]
    assert "Think of the past two weeks." == drawn["instructions"]


def test_what_a_gate_keeps_back_is_not_there_at_all():
    gated = [id for id, each in CATALOGUE.practices.items() if each.gates]
    assert len({json.dumps(TOOLS["practice"](id)) for id in [*gated, "nobody"]}) == 1
    told = json.dumps([TOOLS["practice"](id) for id, each in CATALOGUE.practices.items() if not each.gates])
    gated += [id for id, each in CATALOGUE.prompts.items() if each.gates]
    assert not [id for id in gated if f'"{id}"' in told]
    assert not set(gated) & set(TOOLS["search"](words=""))


def test_words_and_pillars_find_practices_and_at_most_twenty():
    thanks = TOOLS["search"](words="thanks of", pillar="appreciation")
    assert thanks
    assert {"appreciation"} == {CATALOGUE.practices[id].pillar for id in thanks}
    assert len(TOOLS["search"](words="")) == 20
    assert {} == TOOLS["search"](words="quantum chromodynamics")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"answers": {CHECKIN.item_ids[0]: "never-say-this"}}, "wrong-type"),
        ({"answers": {"nobody": 1}}, "unknown-item"),
        ({"on": "some day"}, "bad-date"),
        ({"on": 20261123}, "bad-date"),
        ({"answers": "never-say-this"}, "wrong-type"),
        ({"form": ["never-say-this"]}, "unknown-form"),
        ({"occasion": -1}, "bad-number"),
        ({"perspective": "nobody"}, "bad-choice"),
        ({"form": "nothing"}, "unknown-form"),
    ],
)
def test_what_is_refused_comes_back_as_its_problems_without_an_answer(change, code):
    found = TOOLS["score_answers"](**{**STANDARD, "answers": GIVEN, "on": str(DAY)} | change)
    assert [code] == [problem["code"] for problem in found["problems"]]
    assert "never-say-this" not in json.dumps(found)


def test_what_is_looked_for_is_text():
    assert {} == TOOLS["search"](words=20261123)
    assert "unknown-practice" == TOOLS["practice"](["hearing"])["problems"][0]["code"]


def test_every_tool_is_sealed_and_keeps_the_name_and_the_words_that_an_assistant_reads():
    assert [True] * 6 == [tool.__sealed__ for tool in TOOLS.values()]
    assert list(TOOLS) == [tool.__name__ for tool in TOOLS.values()]
    assert all(tool.__doc__.startswith("Return ") for tool in TOOLS.values())


@pytest.mark.slow
def test_the_command_answers_a_client_until_its_input_ends():
    about = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "us", "version": "1"}}
    hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": about}
    out = CliRunner().invoke(main, ["mcp"], input=json.dumps(hello) + "\n")
    assert (0, "intimacy-kit") == (out.exit_code, json.loads(out.stdout)["result"]["serverInfo"]["name"])


def test_without_the_extra_the_command_says_which_it_needs(monkeypatch):
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    with pytest.raises(ik.MissingExtra, match=r"intimacy_kit\[mcp\]"):
        mcp.server(CATALOGUE)
    assert main.get_command(None, "mcp")
