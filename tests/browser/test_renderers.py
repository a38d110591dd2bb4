"""Renderers of other people show an exported check-in, give back the answers, and, those of FHIR, our scores."""

import json
import os
import random
import subprocess
from datetime import date
from pathlib import Path

import pytest

import intimacy_kit as ik
from intimacy_kit.interop import fhir, json_forms
from intimacy_kit.interop._names import name_of
from tests.support.catalogues import built_in

PAGES = Path(__file__).parent / "pages"
CATALOGUE = built_in()
DAY = date(2026, 11, 23)
ADDRESS = "http://form.test/"
PAGE = """<!doctype html><meta charset="utf-8"><title>Form</title><link rel="stylesheet" href="{renderer}.css">
<div id="form"></div><script>window.form={form}</script><script type="module" src="{renderer}.js"></script>"""
FONTS = [f"--loader:.{kind}=empty" for kind in ("woff", "woff2", "png", "svg", "ttf")]


@pytest.fixture(scope="session")
def npm():
    """The folder with the packages of Node."""
    folder = Path(os.environ.get("NPM_FOLDER", "/nowhere"))
    return folder if folder.is_dir() else pytest.fail("`.ci/run browser` installs the packages and names their folder")


@pytest.fixture(scope="session")
def pages(npm, tmp_path_factory):
    """The folder of our pages, each with the renderer that it shows a form with."""
    folder = tmp_path_factory.mktemp("pages")
    command = [npm / "node_modules" / ".bin" / "esbuild", *PAGES.glob("*.jsx"), f"--outdir={folder}", *FONTS]
    more = "--bundle --format=esm --jsx=automatic --minify-syntax --log-level=warning".split()
    define = '--define:process.env.NODE_ENV="production"'
    env = {**os.environ, "NODE_PATH": str(npm / "node_modules")}
    subprocess.run([*command, *more, define], check=True, env=env, timeout=110)
    return folder


@pytest.fixture
def show(browser, pages):
    """Opens a form with a renderer, on a page that gets nothing from anywhere else."""
    opened = []

    def open_form(renderer, form):
        html = PAGE.format(renderer=renderer, form=json.dumps(form))
        page = browser.new_page()
        asked, errors = [], []

        def serve(route):
            name = route.request.url.removeprefix(ADDRESS)
            if name == "":
                route.fulfill(body=html, content_type="text/html")
            elif (pages / name).is_file():
                route.fulfill(path=pages / name)
            else:
                asked.append(route.request.url)
                route.abort()

        page.route("**/*", serve)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(ADDRESS)
        opened.append((page, asked, errors))
        return page

    yield open_form
    for page, asked, errors in opened:
        assert ([], []) == ([each for each in asked if not each.startswith(ADDRESS)], errors)
        page.close()


def answered(form="pulse", count=4):
    """Return responses that answer everything, then some of it with and without numbers, then nothing."""
    chance = random.Random(8)
    found = []
    for occasion in range(count):
        checkin = ik.draw(CATALOGUE, form=form, seed="pair-7", occasion=occasion)
        picked = {
            question.item_id: chance.choice(
                [each.answer for each in question.choices if occasion or each.code is None] + [None] * bool(occasion)
            )
            for question in checkin.questions
        }
        found.append(checkin.answer({} if occasion == count - 1 else picked, on=DAY))
    return found


def places(response):
    """Yield each question that was answered with the place of its choice."""
    for question in response.checkin.questions:
        offered = [choice.answer for choice in question.choices]
        if response.answers[question.item_id] in offered:
            yield question, offered.index(response.answers[question.item_id])


FORMS = {
    "json_forms": (
        "npm:@jsonforms/core",
        "JSON Forms",
        lambda name, place: f"[name='#/properties/{name}'] >> nth={place}",
    ),
    "rjsf": ("npm:@rjsf/core", "react-jsonschema-form", lambda name, place: f"[id='root_{name}-{place}']"),
}


@pytest.mark.parametrize("renderer", FORMS)
def test_a_form_made_of_a_json_schema_gives_back_what_was_answered(show, renderer, saw):
    package, program, choice = FORMS[renderer]
    responses = answered()
    back = []
    for response in responses:
        page = show(renderer, json_forms.export_form(response.checkin).document)
        page.wait_for_selector("[type=radio]")
        names = [name_of("q", id) for id in response.checkin.item_ids]
        assert [question.text for question in response.checkin.questions] == [
            page.locator(QUESTION[renderer](name)).inner_text() for name in names
        ]
        for question, place in places(response):
            page.locator(choice(name_of("q", question.item_id), place)).check(force=True)
        page.wait_for_function(ARRIVED, arg=len([*places(response)]))  # JSON Forms tells of several changes at once
        given = page.evaluate("window.given ?? window.form.data")
        assert [] == (page.evaluate("window.errors") or [])
        back.append(json_forms.import_response(CATALOGUE, given | {"on": str(DAY)}))
    assert responses == back
    does = "shows every question with its choices as radio buttons; the data are the response"
    saw(package, program, does, what="responses", equal=len(back), of=len(responses))


ARRIVED = "count => Object.keys(window.given ?? {}).filter((name) => name.startsWith('q_')).length >= count"
QUESTION = {
    "json_forms": lambda name: f"label[for='#/properties/{name}']",
    "rjsf": lambda name: f"label.control-label[for='root_{name}']",
}


def scores_in(document):
    """Return the scores that a QuestionnaireResponse holds, by link id."""
    items = [item for item in document["item"] if item["linkId"].startswith("score_")]
    return {item["linkId"]: item["answer"][0]["valueDecimal"] for item in items if item.get("answer")}


def scores_of(response):
    return {f"score_{score.id}": score.percent for score in ik.score(response) if score.percent is not None}


def test_smart_forms_shows_radio_buttons_and_fills_in_our_scores(show, saw):
    responses = [*answered(count=3)[:2], answered("standard", count=3)[1]]  # side by side, and in groups
    equal = 0
    for response in responses:
        page = show("smart_forms", fhir.export_form(response.checkin).document)
        page.wait_for_selector("[type=radio]")
        offered = sum(len(question.choices) for question in response.checkin.questions)
        assert offered == page.locator("[type=radio]").count()
        for question, place in places(response):
            page.locator(f"[data-linkid='{question.item_id}'] [type=radio] >> nth={place}").check(force=True)
        expected = scores_of(response)
        page.wait_for_function(SCORED, arg=len(expected))
        filled = page.evaluate("window.filled()") | {"status": "completed", "authored": str(DAY)}
        assert expected == scores_in(filled)
        assert response == fhir.import_response(CATALOGUE, filled)
        equal += len(expected)
    does = "shows radio buttons in groups, computes the scores, and gives back the answers (R4)"
    of = sum(len(scores_of(each)) for each in responses)
    saw("npm:@aehrc/smart-forms-renderer", "Smart Forms", does, equal=equal, of=of)


SCORED = """count => window.filled().item
    .filter(({ linkId, answer }) => linkId.startsWith("score_") && answer).length === count"""


def test_medplum_s_form_shows_radio_buttons_and_fills_in_our_scores_where_they_are_shown(show, saw):
    responses = [*answered(count=3)[:2], answered("standard", count=3)[1]]
    equal = 0
    for response in responses:
        page = show("medplum", fhir.export_form(response.checkin, show_scores=True).document)
        page.wait_for_selector("[type=radio]")
        for question, place in places(response):
            page.locator(f"[name='{question.item_id}'] >> nth={place}").check(force=True)
        page.get_by_role("button", name="Submit").click()
        page.wait_for_function("window.given")
        given = page.evaluate("JSON.parse(JSON.stringify(given))") | {"authored": str(DAY)}
        expected = scores_of(response)
        assert expected == scores_in(given)
        assert response == fhir.import_response(CATALOGUE, given)
        equal += len(expected)
    does = "shows radio buttons in groups, computes the scores that are shown, and gives back the answers (R4)"
    of = sum(len(scores_of(each)) for each in responses)
    saw("npm:@medplum/react", "Medplum", does, equal=equal, of=of)
