"""The apps and the notebook of the how-tos do, on the real frameworks, what the how-tos say."""

import importlib
import json
from datetime import date

import pytest

import intimacy_kit as ik
from tests.support.catalogues import built_in
from tests.support.paths import DOCS

EXAMPLES = DOCS / "examples"
DAY = date(2026, 11, 23)
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("examples_on_the_path")]
WHO = {"seed": "couple-42", "on": DAY.isoformat()}


# FastAPI -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def api():
    from fastapi.testclient import TestClient

    return TestClient(importlib.import_module("fastapi_app.main").app)


def test_the_api_asks_scores_and_recommends(api, saw):
    asked = api.get("/check-in", params={"seed": "couple-42", "locale": "es"}).json()
    assert "Repaso rápido" == asked["title"]
    answers = {question["item_id"]: 4 for question in asked["questions"]}
    found = api.post("/check-in", json={**WHO, "answers": answers}).json()
    checkin = ik.draw(built_in(), form="pulse", seed="couple-42")
    by_library = checkin.answer(answers, on=DAY)
    scores = ik.score(by_library)
    assert scores.to_dict() == found["result"]
    assert ik.recommend(built_in(), by_library).to_dict() == found["plan"]
    equal = sum(score == scores[score.id] for score in ik.Result.from_dict(found["result"]))
    saw("PyPI:fastapi", "FastAPI", "asks, scores and recommends as JSON", equal=equal, of=len(scores.scores))


def test_the_api_lists_every_problem_and_shows_no_answer(api):
    first, second, *_ = api.get("/check-in", params={"seed": "couple-42"}).json()["questions"]
    answers = {first["item_id"]: 990_073, second["item_id"]: True}
    refused = api.post("/check-in", json={**WHO, "answers": answers})
    assert (422, ["out-of-range", "wrong-type"]) == (
        refused.status_code,
        [each["code"] for each in refused.json()["detail"]],
    )
    assert "990073" not in refused.text
    without_a_seed = api.post("/check-in", json={"on": WHO["on"], "answers": answers})
    assert (422, "missing-key") == (without_a_seed.status_code, without_a_seed.json()["detail"][0]["code"])
    assert "990073" not in without_a_seed.text


def test_the_page_of_the_api_shows_questions_answers_and_the_shape_of_a_result(api):
    shown = api.get("/openapi.json").json()
    shapes = shown["components"]["schemas"]
    question = ik.draw(built_in(), form="pulse", seed="couple-42").questions[0]
    answer = shapes["Answered"]["properties"]["answers"]["properties"][question.item_id]
    assert (question.text, [0, 1, 2, 3, 4]) == (answer["title"], answer["anyOf"][0]["enum"])
    assert list(built_in().pillars) == list(shapes["PulseScores"]["properties"])
    assert {"percent", "reason", "answered"} <= set(shapes["Score"]["properties"])
    assert {"steps", "minutes", "reason"} <= set(shapes["Suggestion"]["properties"])
    assert {"$ref": "#/components/schemas/Refusal"} == (
        shown["paths"]["/check-in"]["post"]["responses"]["422"]["content"]["application/json"]["schema"]
    )


# Notebook ----------------------------------------------------------------------


def test_the_notebook_runs_and_shows_scores_and_practices():
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(EXAMPLES / "notebook" / "check_in.ipynb", as_version=4)
    assert [] == [output for cell in notebook.cells for output in cell.get("outputs", [])]  # committed without
    NotebookClient(notebook, timeout=60).execute()
    shown = "".join(json.dumps(cell.get("outputs")) for cell in notebook.cells)
    assert ("image/svg+xml" in shown, "listening_percent" in shown, "Next steps" in shown) == (True, True, True)
    assert "Quality time and shared experiences" in shown
