"""The apps and the notebook of the how-tos do, on the real frameworks, what the how-tos say."""

import importlib
import json
import os
import re
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


def test_the_api_asks_scores_and_recommends(api):
    asked = api.get("/check-in", params={"seed": "couple-42", "locale": "es"}).json()
    assert "Repaso rápido" == asked["title"]
    answers = {question["item_id"]: 4 for question in asked["questions"]}
    found = api.post("/check-in", json={**WHO, "answers": answers}).json()
    checkin = ik.draw(built_in(), form="pulse", seed="couple-42")
    by_library = checkin.answer(answers, on=DAY)
    assert ik.score(by_library).to_dict() == found["result"]
    assert ik.recommend(built_in(), by_library).to_dict() == found["plan"]


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


# Django ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def django_client():
    import django
    from django.core.management import call_command
    from django.test import Client

    os.environ["DJANGO_SETTINGS_MODULE"] = "django_app.settings"
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    from django.contrib.auth import get_user_model

    client = Client(enforce_csrf_checks=True)
    client.force_login(get_user_model().objects.create(username="robin"))
    return client


def test_the_django_app_asks_scores_and_keeps_no_answer(django_client):
    assert 404 == django_client.get("/scores/").status_code
    page = django_client.get("/check-in/", headers={"Accept-Language": "es"})
    assert "Repaso rápido" in page.text
    names = sorted(set(re.findall(r'name="([a-z-]+\.[a-z-]+)"', page.text)))
    assert 7 == len(names)
    filled = dict.fromkeys(names[1:], "3") | {names[0]: "prefer-not-to-say"}
    assert 403 == django_client.post("/check-in/", filled).status_code  # another site knows no token
    filled["csrfmiddlewaretoken"] = django_client.cookies["csrftoken"].value
    shown = django_client.post("/check-in/", filled, follow=True)
    assert [("/scores/", 302)] == shown.redirect_chain
    kept = importlib.import_module("django_app.models").CheckInScores.objects.get()
    assert names[0].partition(".")[0] in [
        score.pillar for score in ik.Result.from_dict(kept.result) if score.reason is ik.Reason.TOO_FEW_ANSWERS
    ]
    assert 1 == kept.occasions
    assert names != sorted(set(re.findall(r'name="([a-z-]+\.[a-z-]+)"', django_client.get("/check-in/").text)))


def test_the_django_form_puts_a_problem_at_its_question(django_client):
    page = django_client.get("/check-in/")
    token = django_client.cookies["csrftoken"].value
    name = re.search(r'name="([a-z-]+\.[a-z-]+)"', page.text)[1]
    kept = importlib.import_module("django_app.models").CheckInScores.objects
    before = list(kept.values())  # this test may be the first
    wrong = django_client.post("/check-in/", {name: "773", "csrfmiddlewaretoken": token})
    assert (1, 1) == (wrong.text.count("errorlist"), wrong.text.count("not on the scale"))
    assert "773" not in re.sub("csrf.*", "", wrong.text)
    sent_twice = django_client.post("/check-in/", {"time.gone": "3", "csrfmiddlewaretoken": token})
    assert "Please answer at least one question." in sent_twice.text
    assert before == list(kept.values())


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
