"""SurveyJS takes our forms, computes our scores, and gives what we import."""

import json

import pytest

import intimacy_kit as ik
from intimacy_kit.interop import surveyjs
from tests.support import foreign, odd_catalogue
from tests.support.paths import GOOD
from tests.support.score_rows import percents
from tests.unit.interop.test_surveyjs import CATALOGUE, CHECKIN, FORM, SPANISH, answers_of

pytestmark = pytest.mark.node


@pytest.fixture(scope="module")
def told(node):
    """Check-ins and responses, each with what survey-core makes of them."""
    work = [
        (surveyjs.export_form(checkin).document, odd_catalogue.generated(checkin, 40))
        for checkin in odd_catalogue.checkins()
    ]
    broken = json.loads(json.dumps(FORM).replace("{q_", "{zz_"))
    both = surveyjs.export_form(SPANISH, translations=[CHECKIN]).document
    sent = [
        *({"form": form, "answers": [answers_of(each) for each in given], "locales": []} for form, given in work),
        {"form": broken, "answers": [], "locales": []},
        {"form": both, "answers": [], "locales": ["", "en", "es", "es-MX"]},
    ]
    *replies, broken, both = foreign.run(node, "surveyjs.mjs", sent)
    return work, replies, broken, both


def test_surveyjs_computes_our_scores_and_none_where_we_have_none(told):
    work, replies, *_ = told
    compared = 0
    for (_, responses), reply in zip(work, replies, strict=True):
        for response, data in zip(responses, reply["data"], strict=True):
            scores = {name: each for name, each in data.items() if name.startswith(("score_", "felt_"))}
            assert {name: each for name, each in percents(response).items() if each is not None} == scores
            compared += 1
    assert compared >= 200


def test_what_surveyjs_gives_is_imported_as_the_response(told):
    work, replies, *_ = told
    catalogues = [CATALOGUE, CATALOGUE, ik.load_path(GOOD / "five")]
    for catalogue, (_, responses), reply in zip(catalogues, work, replies, strict=False):
        for response, data in zip(responses, reply["data"], strict=True):
            assert response.answers == surveyjs.import_response(catalogue, data).answers


def test_the_linter_of_surveyjs_finds_nothing_to_mend_and_would_find_a_name_that_is_not_there(told):
    _, replies, broken, both = told
    for reply in [*replies, both]:
        assert ([], []) == (reply["errors"], reply["findings"])
    assert "reference/unknown" in {each["ruleId"] for each in broken["findings"]}


def test_surveyjs_shows_each_language(told):
    *_, both = told
    english, spanish = ([each.title, each.questions[0].text] for each in (CHECKIN, SPANISH))
    assert [spanish, english, spanish, spanish] == [texts[:2] for texts in both["texts"]]
