"""The page that never leaves the device, opened from a file: the whole way, and nothing that goes out."""

import json
import random

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit.interop import bundle
from intimacy_kit.interop import page as pages
from tests.browser.walk import barriers
from tests.support import rich_catalogue
from tests.support.catalogues import built_in

LOOKS = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]


class Opened:
    """The page of a form in a browser, with what it said and what it asked the network for."""

    def __init__(self, browser, folder, *, locale="en", width=1280, scheme="light", axe=None, offline=True, of=None):
        self.path = folder / f"{locale}.html"
        (html,) = pages.export_form(*(of or (built_in(locale), "standard"))).document.values()
        self.path.write_text(html, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            reduced_motion="reduce",
            accept_downloads=True,
            offline=offline,
        )
        self.axe, self.page, self.said, self.asked = axe, context.new_page(), [], []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(self.path.as_uri())

    def look(self, name):
        """Look at the screen: nothing said, nothing wider than the window, nothing in the way, nothing asked for."""
        assert [] == self.said, name
        assert [self.path.as_uri()] == [url for url in self.asked if not url.startswith("blob:")], name
        too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not self.page.evaluate(too_wide), name
        if self.axe:
            assert [] == barriers(self.page, self.axe), name

    def press(self, phrase, locale="en"):
        self.page.get_by_role("button", name=built_in(locale).phrase(phrase), exact=True).click()

    def answer(self, value, *, leave_out=0):
        """Answer each question of the screen but the last few with the choice of that place; return how many."""
        questions = self.page.locator("fieldset.question")
        for i in range(questions.count() - leave_out):
            questions.nth(i).locator("input").nth(value).check(force=True)
        return questions.count()

    def heading(self):
        return self.page.locator("h1").inner_text()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.parametrize("locale", ["en", "es"])
def test_one_person_goes_the_whole_way_and_nothing_goes_out(browser, tmp_path, axe, locale, width, scheme):
    say = built_in(locale).phrase
    opened = Opened(browser, tmp_path, locale=locale, width=width, scheme=scheme, axe=axe)
    opened.look("start")
    opened.press("page-begin", locale)
    for part in range(7):
        opened.answer(3, leave_out=part == 6)
        opened.look(f"part {part}")
        opened.press("page-see-results" if part == 6 else "page-next", locale)
    assert say("page-left-out-title") == opened.heading()
    opened.look("left out")
    opened.press("page-see-results", locale)
    assert say("page-thanks") == opened.heading()
    opened.page.locator("summary").first.click()
    opened.look("results")
    # the last question counts in reverse, and was left out
    numbers = ["62,5" if locale == "es" else "62.5"] * 6 + ["75"]
    assert numbers == opened.page.locator("td.number").all_inner_texts()
    opened.press("next-steps", locale)
    opened.look("steps")
    opened.press("page-more", locale)
    opened.look("limits")
    opened.page.get_by_role("switch", name=say("page-gate-conflict")).check(force=True)
    opened.press("page-next", locale)
    assert say("page-for-you-alone") == opened.heading()
    opened.look("private")
    for question, choice in enumerate((0, 1, 1, 0)):
        opened.page.locator("fieldset").nth(question).locator("input").nth(choice).check(force=True)
    opened.press("page-suggest", locale)
    opened.look("opened")
    kind = say("page-gate-conflict")
    assert say("page-opened", kind=kind) == opened.page.locator("h2").first.inner_text()
    opened.press("page-results", locale)
    opened.press("page-again", locale)
    opened.look("clear")
    opened.press("page-clear-not", locale)
    opened.press("page-again", locale)
    opened.press("page-again", locale)
    opened.press("page-begin", locale)
    assert 0 == opened.page.locator("input:checked").count()


def test_what_a_person_saves_is_a_response_that_goes_on_where_they_left_it(browser, tmp_path):
    opened = Opened(browser, tmp_path)
    opened.press("page-begin")
    opened.answer(1)
    opened.press("page-next")
    with opened.page.expect_download() as download:
        opened.press("page-save-so-far")
    file = tmp_path / "saved.json"
    download.value.save_as(file)
    saved = json.loads(file.read_text(encoding="utf-8"))
    response = bundle.import_response(built_in(), saved)
    assert [1] * 4 == [response.answers[id] for id in response.checkin.item_ids[:4]]
    again = Opened(browser, tmp_path)
    again.page.locator("input[type=file]").set_input_files(file)
    again.page.wait_for_selector("fieldset.question")
    assert built_in().phrase("page-part", number=2, count=7) in again.page.title()
    again.look("again")
    file.write_text("{}", encoding="utf-8")
    other = Opened(browser, tmp_path)
    other.page.locator("input[type=file]").set_input_files(file)
    other.page.wait_for_selector("[role=alert]")
    other.look("another file")


@pytest.mark.parametrize("number", range(6))
def test_numbers_and_questions_that_depend_on_others_are_scored_as_the_library_does(browser, tmp_path, axe, number):
    catalogue = attrs.evolve(rich_catalogue.of(number), kit_phrases=built_in().phrases)
    chance = random.Random(number)
    opened = Opened(browser, tmp_path, width=360, axe=axe, of=(catalogue, "form"))
    opened.press("page-begin")
    while opened.page.locator(".foot").count():
        for question in opened.page.locator("fieldset.question").all():
            field = question.locator("input[type=number]")
            choices = question.locator("input[type=radio]").all()
            if not question.is_visible():
                continue
            if field.count():
                field.fill(field.get_attribute("max"))
                field.blur()
            else:
                chance.choice(choices).check(force=True)
        opened.look("questions")
        opened.page.locator(".foot button").last.click()
    with opened.page.expect_download() as download:
        opened.press("page-save")
    response = bundle.import_response(catalogue, download.value.path().read_text(encoding="utf-8"))
    opened.page.locator("summary").first.click()
    opened.look("results")
    result = ik.score(response)
    percents = [score.percent for scores in (result.scores, result.felt) for score in scores.values()]
    shown = opened.page.locator("td.number").all_inner_texts()
    assert [None if each is None else pytest.approx(each, abs=0.0501) for each in percents] == [
        None if each == "–" else float(each) for each in shown
    ]


def test_nothing_is_kept_when_the_page_is_opened_anew_or_left(browser, tmp_path):
    opened = Opened(browser, tmp_path)
    opened.press("page-begin")
    opened.answer(2)
    opened.press("page-back")
    opened.press("page-begin")
    assert 4 == opened.page.locator("input:checked").count()
    opened.page.reload()
    opened.press("page-begin")
    assert 0 == opened.page.locator("input:checked").count()
    assert [0, 0] == opened.page.evaluate("[localStorage.length, sessionStorage.length]")
    opened.press("page-leave")
    opened.page.wait_for_url("about:blank")


def test_its_policy_stops_every_way_out(browser, tmp_path):
    opened = Opened(browser, tmp_path, offline=False)
    ways = """async () => {
        const stopped = [];
        addEventListener("securitypolicyviolation", (event) => stopped.push(event.effectiveDirective));
        await fetch("https://example.org/").catch(() => {});
        new Image().src = "https://example.org/a.png";
        navigator.sendBeacon("https://example.org/", "a");
        await new Promise((later) => setTimeout(later, 200));
        return stopped;
    }"""
    assert {"connect-src", "img-src"} == set(opened.page.evaluate(ways))


def test_without_scripts_the_page_says_why_it_does_nothing(browser, tmp_path):
    context = browser.new_context(java_script_enabled=False, reduced_motion="reduce")
    page = context.new_page()
    (html,) = pages.export_form(built_in(), "standard").document.values()
    path = tmp_path / "page.html"
    path.write_text(html, encoding="utf-8")
    page.goto(path.as_uri())
    assert built_in().phrase("page-no-script") == page.locator("main").inner_text()
