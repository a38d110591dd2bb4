"""A value of another kind is named where it was given, in the words of whoever gave it, and not deep inside."""

from datetime import date

import pytest

import intimacy_kit as ik
from intimacy_kit.couple import Guess, guess_view
from intimacy_kit.history import Point, change, history, in_words, trend
from intimacy_kit.packs import compile_pack
from intimacy_kit.reports import couple_report, figure, practised_figure, report
from intimacy_kit.safety import private_note
from intimacy_kit.scoring import why
from intimacy_kit.tables import score_sql

DAY = date(2026, 11, 23)
CATALOGUE = ik.load()
DRAWN = ik.draw(CATALOGUE, form="standard", seed="s")
RESPONSE = DRAWN.answer(dict.fromkeys(DRAWN.item_ids, 3), on=DAY)
RESULT = ik.score(RESPONSE)
SIDE = ik.Side(RESULT)
COURSE = history([RESULT])
POINT = Point(DAY, 50.0)
PROMPT = next(each for each in CATALOGUE.prompts.values() if each.options)
CALLS = {
    "check_path, nothing": (lambda: ik.check_path(None), "path"),
    "check_translation, bytes": (lambda: ik.check_translation(b"pack", "es"), "path"),
    "load_path, a number": (lambda: ik.load_path(5), "path"),
    "load, bytes": (lambda: ik.load(packs=[b"pack"]), "path"),
    "locales, a list": (lambda: ik.locales(["pack"]), "path"),
    "score_sql, a number": (lambda: score_sql(DRAWN.key, dialect="duckdb", table=5), "table"),
    "compile_pack, nothing": (lambda: compile_pack(None), "path"),
    "score, a bare number": (lambda: ik.score(RESPONSE, reliability={"time": 0.8}), "reliability.time"),
    "score, no mapping": (lambda: ik.score(RESPONSE, reliability=0.8), "reliability"),
    "couple_view, results": (lambda: ik.couple_view(a=SIDE, b=RESULT), "b"),
    "viewpoint, a result": (lambda: ik.viewpoint(own=RESULT, partner=SIDE), "own"),
    "viewpoint, no partner": (lambda: ik.viewpoint(own=SIDE, partner=None), "partner"),
    "Side, a response": (lambda: ik.Side(RESPONSE), "result"),
    "Side, a list of pillars": (lambda: ik.Side(RESULT, ["time"]), "sharing"),
    "Side, no state": (lambda: ik.Side(RESULT, ik.Sharing(), "clear"), "safety"),
    "freeze, a response": (lambda: ik.Sharing().freeze(RESPONSE), "result"),
    "history, responses": (lambda: history([RESULT, RESPONSE]), "results.1"),
    "history, one result": (lambda: history(RESULT), "results.0"),
    "history, nothing": (lambda: history(None), "results"),
    "change, a result": (lambda: change(POINT, RESULT), "after"),
    "change, a bare number": (lambda: change(POINT, POINT, reliability=0.8), "reliability"),
    "trend, results": (lambda: trend([RESULT]), "points.0"),
    "trend, a bare number": (lambda: trend([POINT], reliability=0.8), "reliability"),
    "in_words, results": (lambda: in_words(CATALOGUE, [RESULT]), "points.0"),
    "why, a result": (lambda: why(CATALOGUE, RESULT), "score"),
    "conversation_prompts, a result": (lambda: ik.conversation_prompts(CATALOGUE, RESULT, seed="s"), "view"),
    "guess_view, an id": (lambda: guess_view(PROMPT.id, a=Guess(), b=Guess()), "prompt"),
    "guess_view, positions": (lambda: guess_view(PROMPT, a=1, b=2), "a"),
    "couple_report, a result": (lambda: couple_report(CATALOGUE, RESULT), "view"),
    "report, a bare number": (lambda: report(CATALOGUE, COURSE, reliability={"time": 0.8}), "reliability.time"),
    "figure, a bare number": (lambda: figure(CATALOGUE, COURSE, reliability={"time": 0.8}), "reliability.time"),
    "practised_figure, ids": (lambda: practised_figure(CATALOGUE, ["time.memory-jar"], on=DAY), "done"),
    "practised_figure, texts": (lambda: practised_figure(CATALOGUE, {"a": ["2026-11-23"]}, on=DAY), "done.0"),
    "private_note, a result": (lambda: private_note(CATALOGUE, RESULT), "response"),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_value_of_another_kind_is_named_where_it_was_given(name):
    call, place = CALLS[name]
    with pytest.raises(ik.InvalidValue) as caught:
        call()
    assert ("wrong-kind", place) == (caught.value.problems[0].code, caught.value.problems[0].location)
