"""What a user's type checker infers of the main job. mypy and pyright read this (`.ci/run types`); nobody runs it."""

from collections.abc import Iterator
from datetime import date
from typing import assert_type

import intimacy_kit as ik

catalogue = ik.load(locale="es")
assert_type(catalogue, ik.Catalogue)
assert_type(ik.load_path("pack"), ik.Catalogue)

checkin = ik.draw(catalogue, form="pulse", seed="couple-42", occasion=12, perspective="self")
assert_type(checkin, ik.CheckIn)
assert_type(checkin.questions, tuple[ik.Question, ...])
assert_type(checkin.questions[0].text, str)
assert_type(checkin.key, ik.ScoringKey)

answers = {question.item_id: 3 for question in checkin.questions}
response = checkin.answer(answers, on=date(2026, 11, 23))
assert_type(response, ik.Response)
assert_type(ik.Response.from_dict(catalogue, response.to_dict()), ik.Response)
assert_type(checkin.answer({"time.plan": ik.Missing.DECLINED, "time.ritual": None}, on=date(2026, 11, 23)), ik.Response)

result = ik.score(response)
assert_type(result, ik.Result)
assert_type(iter(result), Iterator[ik.Score])
assert_type(result["time"], ik.Score)
assert_type(result["time"].percent, float | None)
assert_type(result["time"].band, ik.Band | None)
assert_type(result.on, date)

plan = ik.recommend(catalogue, result, minutes_per_week=60)
assert_type(plan, ik.Plan)
assert_type(plan.suggestions, tuple[ik.Suggestion, ...])
assert_type(catalogue.practices[plan.suggestions[0].practice], ik.Practice)

try:
    ik.load_path("pack")
except ik.PackError as error:
    assert_type(error.problems, tuple[ik.Problem, ...])
