"""SurveyJS takes our forms, computes our scores, and gives what we import."""

import json

import pytest

import intimacy_kit as ik
from intimacy_kit._values.exact import Exact
from intimacy_kit.interop import surveyjs
from intimacy_kit.interop._names import id_of
from tests.support import foreign, odd_catalogue, rich_catalogue
from tests.support.paths import GOOD
from tests.support.score_rows import percents, readings
from tests.unit.interop.test_features import RANGES, four
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


def test_surveyjs_computes_our_scores_and_none_where_we_have_none(told, saw):
    work, replies, *_ = told
    compared = 0
    for (_, responses), reply in zip(work, replies, strict=True):
        for response, data in zip(responses, (each["data"] for each in reply["seen"]), strict=True):
            scores = {name: each for name, each in data.items() if name.startswith(("score_", "felt_"))}
            assert {name: each for name, each in percents(response).items() if each is not None} == scores
            compared += 1
    assert compared >= 200
    does = "computes the scores of a form"
    saw("npm:survey-core", "SurveyJS", does, what="responses", equal=compared, of=compared)


def test_what_surveyjs_gives_is_imported_as_the_response(told):
    work, replies, *_ = told
    catalogues = [CATALOGUE, CATALOGUE, ik.load_path(GOOD / "five")]
    for catalogue, (_, responses), reply in zip(catalogues, work, replies, strict=False):
        for response, data in zip(responses, (each["data"] for each in reply["seen"]), strict=True):
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


RICH = 40


@pytest.fixture(scope="module")
def rich(node):
    """Random questionnaires of every feature, with responses and what survey-core makes of them."""
    checkins = rich_catalogue.checkins(RICH)
    work = [(surveyjs.export_form(each).document, rich_catalogue.generated(each, 22)) for each in checkins]
    sent = [
        {"form": form, "answers": [rich_catalogue.entries(each) for each in given], "locales": []}
        for form, given in work
    ]
    return [(given, reply) for (_, given), reply in zip(work, foreign.run(node, "surveyjs.mjs", sent), strict=True)]


def test_surveyjs_shows_the_questions_that_we_show(rich):
    for responses, reply in rich:
        for response, seen in zip(responses, reply["seen"], strict=True):
            ids = [id_of(name) for name in seen["shown"]]
            assert list(response.checkin.shown(response.answers)) == ids


def test_surveyjs_takes_the_numbers_of_a_range_and_none_between_them(node):
    _, checkin = four()
    form = surveyjs.export_form(checkin).document
    numbers = {name: halves(range_) for name, range_ in RANGES.items()}
    longest = max(map(len, numbers.values()))
    given = [{f"q_p_{name}": each[i % len(each)] for name, each in numbers.items()} for i in range(longest)]
    (reply,) = foreign.run(node, "surveyjs.mjs", [{"form": form, "answers": given, "locales": [], "validated": True}])
    for i, seen in enumerate(reply["seen"]):
        between = {f"q_p_{name}" for name, each in numbers.items() if i % len(each) % 2}
        assert between == set(seen["refused"])


def halves(range_):
    """Return the numbers of a range, each after the first behind one that lies between."""
    count = 2 * int((range_.high - range_.low) / range_.step)
    return [Exact(range_.low + range_.step * i / 2).plain for i in range(count + 1)]


def test_surveyjs_computes_every_reading_of_points_ranges_conditions_and_rules(rich):
    for responses, reply in rich:
        for response, seen in zip(responses, reply["seen"], strict=True):
            names = ("score_", "felt_", "value_", "level_")
            scores = {name: each for name, each in seen["data"].items() if name.startswith(names)}
            assert {name: each for name, each in readings(response).items() if each is not None} == scores


def test_what_surveyjs_gives_of_any_feature_is_imported_as_the_response(rich):
    for number, (responses, reply) in enumerate(rich):
        catalogue = rich_catalogue.of(number)
        for response, seen in zip(responses, reply["seen"], strict=True):
            assert response.answers == surveyjs.import_response(catalogue, seen["data"]).answers


def test_the_linter_of_surveyjs_finds_nothing_to_mend_in_any_feature(rich):
    for _, reply in rich:
        assert [] == reply["errors"]
        found = {each["ruleId"] for each in reply["findings"]}
        assert {"expression/contradiction", "expression/tautology"} >= found  # as random conditions may be
