"""LHC-Forms shows an exported Questionnaire, computes our scores, and gives back answers that we can read."""

import os
import random
import re
from datetime import date
from pathlib import Path

import pytest

import intimacy_kit as ik
from intimacy_kit.interop import fhir
from tests.support.fhir_items import items_of
from tests.support.paths import ROOT

DIST = Path(os.environ.get("NPM_FOLDER", "/nowhere")) / "lforms" / "package" / "dist"
RELEASES = ("R4", "R5")
VERSION = re.search(r"lforms@([0-9.]+)", (ROOT / ".ci" / "npm").read_text("utf-8"))[1]
ADDRESS = "http://lhc-forms.test/"
PAGE = """<!doctype html><meta charset="utf-8"><title>LHC-Forms</title><div id="form"></div>
<script src="lforms/webcomponent/assets/lib/zone.min.js"></script>
<script src="lforms/webcomponent/lhc-forms.js"></script>
<script src="lforms/fhir/RELEASE/lformsFHIR.min.js"></script>"""
FILL = """async ([questionnaire, release, scores]) => {
    const form = LForms.Util.convertFHIRQuestionnaireToLForms(questionnaire, release);
    await LForms.Util.addFormToPage(form, "form");
    for (let tries = 0; ; tries++) {
        const filled = LForms.Util.getFormFHIRData("QuestionnaireResponse", release);
        const found = (filled.item ?? []).filter((item) => item.linkId.startsWith("score_")).length;
        if (found === scores || tries === 100) return filled;
        await new Promise((later) => setTimeout(later, 50));
    }
}"""

EXTRACT = """(release) => {
    const [, { entry }] = LForms.Util.getFormFHIRData("QuestionnaireResponse", release, null, { extract: true });
    return entry.map(({ resource }) => resource);
}"""


@pytest.fixture
def page(browser):
    """A page that is served LHC-Forms from a folder, and nothing from anywhere else."""
    if not DIST.is_dir():
        pytest.fail("NPM_FOLDER names no folder with lforms in it; `.ci/run browser` installs it and runs this test")
    found = browser.new_page()

    def serve(route):
        name = route.request.url.removeprefix(ADDRESS)
        if name in RELEASES:
            route.fulfill(body=PAGE.replace("RELEASE", name), content_type="text/html")
        elif (DIST / name).is_file():
            route.fulfill(path=DIST / name)
        else:
            route.abort()

    found.route("**/*", serve)
    return found


def with_answers(questionnaire, answers):
    """Return a Questionnaire that opens with options picked."""
    for item in items_of(questionnaire):
        for option in item.get("answerOption", ()):
            if option["valueCoding"]["code"] == str(answers[item["linkId"]]):
                option["initialSelected"] = True
    return questionnaire


@pytest.mark.parametrize("release", RELEASES)
def test_lhc_forms_gives_our_scores_and_our_answers(page, release, saw):
    catalogue = ik.load()
    chance = random.Random(8)
    checkin = ik.draw(catalogue, form="standard", seed="pair-7", occasion=3)
    page.goto(f"{ADDRESS}{release}")
    page.wait_for_function(f"window.LForms?.Util?.addFormToPage && LForms.FHIR?.{release}")
    some = 0
    for _ in range(5):
        picked = {
            question.item_id: chance.choice([*(choice.answer for choice in question.choices), None])
            for question in checkin.questions
        }
        response = checkin.answer(picked, on=date(2026, 11, 23))
        scores = {f"score_{score.pillar}": score.percent for score in ik.score(response) if score.percent is not None}
        form = with_answers(fhir.export_form(checkin, release=release).document, response.to_dict()["answers"])
        filled = page.evaluate(FILL, [form, release, len(scores)])
        assert scores == {
            item["linkId"]: item["answer"][0]["valueDecimal"]
            for item in items_of(filled)
            if item["linkId"].startswith("score_")
        }
        assert response.answers == fhir.import_response(catalogue, filled).answers
        some += len(scores)
    assert some > 5
    does = f"shows a Questionnaire in groups, computes the scores, gives back the answers ({release})"
    saw("npm:lforms", f"LHC-Forms, {release}", does, equal=some, of=some, version=VERSION)


@pytest.mark.parametrize("release", RELEASES)
def test_the_extract_of_lhc_forms_makes_observations_with_our_codes_and_values(page, release, saw):
    checkin = ik.draw(ik.load(), form="standard", seed="pair-7", occasion=3)
    page.goto(f"{ADDRESS}{release}")
    page.wait_for_function(f"window.LForms?.Util?.addFormToPage && LForms.FHIR?.{release}")
    chance = random.Random(8)
    picked = {question.item_id: chance.choice(question.choices).answer for question in checkin.questions}
    response = checkin.answer(picked, on=date(2026, 11, 23))
    ours = [each for each in fhir.observations(ik.score(response)) if "valueQuantity" in each]
    form = fhir.export_form(checkin, release=release, extract="observation").document
    page.evaluate(FILL, [with_answers(form, response.to_dict()["answers"]), release, len(ours)])
    made = page.evaluate(EXTRACT, release)
    assert [each["code"]["coding"] for each in ours] == [each["code"]["coding"] for each in made]
    for mine, other in zip(ours, made, strict=True):
        assert {key: mine["valueQuantity"][key] for key in ("value", "system", "code")} == other["valueQuantity"]
    does = f"makes Observations of a response by observation, with our codes and values ({release})"
    saw("npm:lforms", f"$extract of LHC-Forms, {release}", does, equal=len(made), of=len(ours), version=VERSION)
