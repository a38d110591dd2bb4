"""Survey software of other people shows an exported form, computes our scores, and gives what we import."""

import json
from xml.etree import ElementTree as ET

import pytest
from pyxform.xls2xform import convert

import intimacy_kit as ik
from intimacy_kit.interop import surveyjs, xlsform
from intimacy_kit.interop._names import name_of
from tests.browser.filling import CATALOGUE, answered, places
from tests.support import rich_catalogue
from tests.support.score_rows import percents, readings


def chosen(response):
    """Return the name of each question that was answered, and the value of the choice."""
    return {name_of("q", question.item_id): question.choices[place].answer for question, place in places(response)}


def scores_in(data):
    return {name: each for name, each in data.items() if name.startswith(("score_", "felt_"))}


def test_jspsych_keeps_our_scores_and_the_answers(show, saw):
    responses = [*answered(), *answered("standard", count=2)[:1]]
    equal = 0
    for response in responses:
        page = show("jspsych", surveyjs.export_form(response.checkin).document)
        for name, value in chosen(response).items():
            choice = page.locator(f"[data-name='{name}'] input[value='{value}']")
            while not choice.is_visible():
                page.get_by_role("button", name="Next").click()
            choice.check(force=True)
        while page.get_by_role("button", name="Next").is_visible():
            page.get_by_role("button", name="Next").click()
        page.get_by_role("button", name="Complete").click()
        page.wait_for_function("window.given")
        given = page.evaluate("JSON.parse(JSON.stringify(given))")
        expected = {name: each for name, each in percents(response).items() if each is not None}
        assert expected == scores_in(given)
        assert response.answers == surveyjs.import_response(CATALOGUE, given).answers
        equal += len(expected)
    does = "shows a form of SurveyJS as a trial; the data have the scores and the answers"
    saw("npm:jspsych", "jsPsych", does, equal=equal, of=equal)


def tree(element):
    return {each.tag.rpartition("}")[2]: tree(each) if len(each) else each.text or "" for each in element}


def leaves(entries):
    for name, each in entries.items():
        yield from leaves(each) if isinstance(each, dict) else [(name, each)]


def xform_of(checkin):
    return convert(json.loads(json.dumps(xlsform.export_form(checkin).document))).xform


def enter(page, name, value):
    """Answer a question; a number is typed in."""
    box = page.locator(f"[name$='/{name}']:not([type=radio])")
    if box.count():
        box.fill(str(value))
        box.dispatch_event("change")
    else:
        page.locator(f"input[name$='/{name}'][value='{value}']").check(force=True)


def test_enketo_computes_our_scores_and_submits_what_is_imported(show, saw):
    responses = [*answered(), *answered("standard", count=2)[:1]]
    equal = 0
    for response in responses:
        page = show("enketo", xform_of(response.checkin))
        page.wait_for_function("window.filled")
        assert [] == page.evaluate("window.errors")
        for name, value in chosen(response).items():
            enter(page, name, value)
        filled = tree(ET.fromstring(page.evaluate("window.filled()")))
        scores = {name: float(text) if text else None for name, text in scores_in(dict(leaves(filled))).items()}
        assert percents(response) == scores
        assert response.answers == xlsform.import_response(CATALOGUE, filled).answers
        equal += len(scores)
    does = "shows an XLSForm that pyxform has converted, computes the scores, and gives back the answers"
    saw("npm:enketo-core", "Enketo", does, equal=equal, of=equal)


@pytest.mark.parametrize("number", [2, 5])
def test_enketo_computes_every_reading_of_points_ranges_conditions_and_rules(show, number):
    catalogue = rich_catalogue.of(number)
    checkin = ik.draw(catalogue, form="form", seed="s")
    for response in rich_catalogue.generated(checkin, 2):
        page = show("enketo", xform_of(checkin))
        page.wait_for_function("window.filled")
        assert [] == page.evaluate("window.errors")
        for name, value in rich_catalogue.entries(response).items():
            if name.startswith(("q_", "code_")):
                enter(page, name, value)
        filled = tree(ET.fromstring(page.evaluate("window.filled()")))
        given = {name: text or None for name, text in leaves(filled)}
        expected = {name: each for name, each in readings(response).items() if name in given}
        assert expected == {
            name: each if each is None or name.startswith("level_") else float(each)
            for name, each in given.items()
            if name in expected
        }
        assert len(expected) > 3
        assert response.answers == xlsform.import_response(catalogue, filled).answers
