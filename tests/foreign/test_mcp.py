"""The official SDK for Python talks to our server: what exists, what comes back, and what is never said."""

import asyncio
import json
import logging
import os
import sys

import pytest

import intimacy_kit as ik
from intimacy_kit.content.vocabulary import Role
from tests.support import foreign
from tests.support.catalogues import built_in
from tests.unit.interop.test_bundle import CATALOGUE, DAY

STANDARD = {"form": "standard", "seed": "couple-42"}


def ask(*calls, server=None):
    """Call tools one after the other, and return what each gave."""
    from mcp import Client

    from intimacy_kit.interop import mcp

    async def talk():
        async with Client(server or mcp.server(CATALOGUE)) as client:
            return [(await client.call_tool(name, arguments)).structured_content for name, arguments in calls]

    return asyncio.run(talk())


def unwrapped(found):
    return found["result"] if set(found) == {"result"} else found


def one(name, **arguments):
    (found,) = ask((name, arguments))
    return unwrapped(found)


def answers(form, value=2):
    checkin = ik.draw(CATALOGUE, form=form, seed="couple-42")
    return checkin, dict.fromkeys(checkin.item_ids, value)


def test_forms_are_those_without_questions_that_one_answers_for_oneself_alone():
    private = {
        id for id in CATALOGUE.forms if {Role.CHOICE, Role.SENTINEL} & {item.role for item in CATALOGUE.form_items(id)}
    }
    assert {id: form.title for id, form in CATALOGUE.forms.items() if id not in private} == one("forms")
    assert "private" in private
    assert "unknown-form" == one("draw_check_in", form="private", seed="a")["problems"][0]["code"]


def test_a_check_in_is_drawn_answered_scored_and_planned_as_the_library_does(saw):
    checkin, given = answers("standard")
    drawn = one("draw_check_in", **STANDARD)
    assert [(q.item_id, q.text) for q in checkin.questions] == [(q["item"], q["text"]) for q in drawn["questions"]]
    result = ik.score(checkin.answer(given, on=DAY))
    found = one("score_answers", answers=given, on=str(DAY), **STANDARD)
    assert {id: score.percent for id, score in result.scores.items()} == {
        id: each["percent"] for id, each in found["scores"].items()
    }
    plan = ik.recommend(CATALOGUE, checkin.answer(given, on=DAY), seed="couple-42", minutes_per_week=90)
    steps = one("next_steps", answers=given, on=str(DAY), minutes_per_week=90, **STANDARD)
    assert json.loads(json.dumps(plan.to_dict())) == steps
    does = "calls our server: draws, scores and plans"
    saw("PyPI:mcp", "Model Context Protocol, Python SDK", does, equal=len(found["scores"]), of=len(result.scores))


@pytest.mark.node
def test_the_sdk_for_javascript_gets_the_same_scores_and_nothing_behind_a_gate(node, saw):
    checkin, given = answers("standard")
    gated = [id for id, each in CATALOGUE.practices.items() if each.gates]
    calls = [
        ["draw_check_in", STANDARD],
        ["score_answers", {**STANDARD, "answers": given, "on": str(DAY)}],
        ["search", {"words": ""}],
        ["score_answers", {**STANDARD, "answers": {"nobody": 1}, "on": str(DAY)}],
    ]
    work = {"command": sys.executable, "args": ["-m", "intimacy_kit", "mcp"], "env": dict(os.environ), "calls": calls}
    said = foreign.run(node, "mcp.mjs", work)
    drawn, scored, found, refused = (unwrapped(each) for each in said["answers"])
    assert {"forms", "draw_check_in", "score_answers", "next_steps", "search", "practice"} == set(said["tools"])
    assert list(checkin.item_ids) == [each["item"] for each in drawn["questions"]]
    result = ik.score(checkin.answer(given, on=DAY))
    percents = {id: score.percent for id, score in result.scores.items()}
    assert percents == {id: each["percent"] for id, each in scored["scores"].items()}
    assert not set(gated) & set(found)
    assert ["unknown-item"] == [problem["code"] for problem in refused["problems"]]
    does = "calls our server: draws, scores, searches; is told the problems of a refused answer"
    package = "npm:@modelcontextprotocol/sdk"
    saw(package, "Model Context Protocol, JavaScript SDK", does, equal=len(scored["scores"]), of=len(percents))


def test_what_a_gate_keeps_back_is_not_there_at_all():
    gated = [id for id, each in CATALOGUE.practices.items() if each.gates]
    shut = ask(*[("practice", {"id": id}) for id in [*gated, "nobody"]])
    assert len({json.dumps(each) for each in shut}) == 1
    everything = one("search", words="")
    assert not set(gated) & set(everything)
    open_ = [id for id, each in CATALOGUE.practices.items() if not each.gates]
    told = json.dumps([unwrapped(each) for each in ask(*[("practice", {"id": id}) for id in open_])])
    assert not [id for id in gated if f'"{id}"' in told]
    gated_prompts = [id for id, each in CATALOGUE.prompts.items() if each.gates]
    assert not [id for id in gated_prompts if f'"{id}"' in told]


def test_words_and_pillars_find_practices():
    found = one("search", words="gratitude LETTER") | one("search", words="thanks", pillar="appreciation")
    assert found
    assert all(not CATALOGUE.practices[id].gates for id in found)
    assert {"appreciation"} >= {CATALOGUE.practices[id].pillar for id in one("search", words="", pillar="appreciation")}


def test_no_tool_takes_anything_of_the_private_questions():
    from mcp import Client

    from intimacy_kit.interop import mcp

    async def tools():
        async with Client(mcp.server(CATALOGUE)) as client:
            return (await client.list_tools()).tools

    named = {tool.name: json.dumps(tool.input_schema) for tool in asyncio.run(tools())}
    assert {"forms", "draw_check_in", "score_answers", "next_steps", "search", "practice"} == set(named)
    for schema in named.values():
        assert not [word for word in ("safety", "gate", "afraid", "chosen") if word in schema]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"answers": {"listening.screen": "never-say-this"}}, {"wrong-type", "not-asked"}),
        ({"answers": {"nobody": 1}}, {"unknown-item"}),
        ({"on": "some day"}, {"bad-date"}),
        ({"occasion": -1}, {"bad-number"}),
        ({"perspective": "nobody"}, {"bad-choice"}),
        ({"form": "nothing"}, {"unknown-form"}),
    ],
)
def test_what_is_refused_comes_back_as_its_problems_and_in_no_log(caplog, capfd, change, codes):
    caplog.set_level(logging.INFO)
    _, given = answers("standard")
    arguments = {**STANDARD, "answers": given, "on": str(DAY), "occasion": 0, "perspective": "self"} | change
    found = one("score_answers", **arguments)
    assert codes >= {problem["code"] for problem in found["problems"]} != set()
    said = caplog.text + "".join(capfd.readouterr()) + json.dumps(found)
    assert "never-say-this" not in said


def test_the_command_serves_on_standard_input_and_output(tmp_path):
    from mcp import StdioServerParameters, stdio_client

    server = StdioServerParameters(
        command=sys.executable, args=["-m", "intimacy_kit", "mcp", "--locale", "es"], env=dict(os.environ)
    )
    with (tmp_path / "errors").open("w") as errors:  # else it keeps the stream of whichever test imported it first
        (forms,) = ask(("forms", {}), server=stdio_client(server, errlog=errors))
    assert built_in("es").forms["pulse"].title == unwrapped(forms)["pulse"]


@pytest.mark.parametrize(
    "change", [{"answers": "never-say-this"}, {"on": 5}, {"on": None}, {"form": ["never-say-this"]}]
)
def test_what_does_not_fit_the_schema_is_refused_without_being_quoted(change):
    from mcp import Client

    from intimacy_kit.interop import mcp

    _, given = answers("standard", "never-say-this")
    arguments = {**STANDARD, "answers": given, "on": str(DAY)} | change

    async def talk():
        async with Client(mcp.server(CATALOGUE)) as client:
            return await client.call_tool("score_answers", {k: v for k, v in arguments.items() if v is not None})

    refused = asyncio.run(talk())
    told = refused.content[0].text
    assert refused.is_error
    assert "validation error" in told
    assert "never-say-this" not in told
    assert "input_value" not in told
