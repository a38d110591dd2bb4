"""The page that never leaves the device, opened from a file: the whole way, and nothing that goes out."""

import json
import random
from datetime import date
from pathlib import Path

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit.interop import bundle
from intimacy_kit.interop import page as pages
from tests.browser.walk import PICTURES, barriers
from tests.support import rich_catalogue
from tests.support.catalogues import built_in

DAY = date(2026, 11, 23)
LOOKS = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]


class Opened:
    """The page of a form in a browser, with what it said and what it asked the network for."""

    def __init__(
        self, browser, folder, *, locale="en", width=1280, scheme="light", axe=None, offline=True, of=None, two=False
    ):
        self.path = folder / f"{locale}.html"
        (html,) = pages.export_form(*(of or (built_in(locale), "standard")), for_two=two).document.values()
        self.path.write_text(html, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            reduced_motion="reduce",
            accept_downloads=True,
            offline=offline,
        )
        self.look_name = f"{locale}-{width}-{scheme}"
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
        if PICTURES:
            folder = Path(PICTURES, f"page-{self.look_name}")
            folder.mkdir(parents=True, exist_ok=True)
            self.page.evaluate("scrollTo(0, 0)")
            self.page.screenshot(path=folder / f"{name}.png", full_page=True)
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

    def choose(self, pick):
        """Answer the questions of the screen that are to be answered: `pick` gives the place of a choice, or None."""
        questions = self.page.locator("fieldset.question")
        picks = [pick(i) for i in range(questions.count())]
        click = "(all, picks) => all.forEach((each, i) => each.querySelectorAll('input')[picks[i]]?.click())"
        questions.evaluate_all(click, picks)

    def go_through(self, picks, locale="en"):
        """Answer the whole form from its first screen; `picks` gives the places of the choices of each screen."""
        for part, screen in enumerate(picks):
            self.choose(screen.__getitem__)
            self.press("page-see-results" if part == len(picks) - 1 else "page-next", locale)
        if any(None in screen for screen in picks):
            self.press("page-see-results", locale)

    def share(self, *pillars, locale="en"):
        """Choose from the results what is shown, and hand the device over."""
        self.press("page-sharing", locale)
        for pillar in pillars:
            self.page.get_by_role("switch", name=built_in(locale).pillars[pillar].title).check(force=True)

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


# For two ---------------------------------------------------------------------------

PILLARS = list(built_in().pillars)
SECOND = [[2, 3, 1, 2], [0, 1, 2, 3], [3, 3, 3, 3], [1, 2, 3, 1], [2, 2, 2, 2], [4, 4, 3, 3], [1, 3, 1, 3]]
"""What the second person answers to the four questions of each pillar."""


@pytest.mark.parametrize(
    ("locale", "width", "scheme"),
    [("en", 360, "light"), ("es", 1280, "dark"), ("de", 360, "dark"), ("fr", 1280, "light")],
)
def test_two_people_go_the_whole_way_one_after_the_other(browser, tmp_path, axe, locale, width, scheme):
    say = built_in(locale).phrase
    opened = Opened(browser, tmp_path, locale=locale, width=width, scheme=scheme, axe=axe, two=True)
    first = [[3, 3, 3, 3], [4, 4, 3, 2], [4, 4, 4, 4], [0, 0, 0, 1], [1, 2, 3, 4], [3, 2, 3, 2], [0, None, None, None]]
    opened.look("two-1-first")
    opened.press("page-begin", locale)
    opened.go_through(first, locale)
    opened.look("two-2-results")
    opened.share("listening", "time", "support", "little-things", locale=locale)
    opened.look("two-3-sharing")
    opened.press("page-hand-over", locale)
    assert say("page-between-title") == opened.heading()
    opened.look("two-4-between")
    opened.press("page-begin-second", locale)
    assert opened.page.get_by_text(say("page-two-second")).is_visible()
    opened.look("two-5-second")
    opened.press("page-begin", locale)
    assert 0 == opened.page.locator("input:checked").count()
    opened.go_through(SECOND, locale)
    opened.share("time", "support", "little-things", "appreciation", locale=locale)
    opened.press("page-hand-over", locale)
    assert say("page-look-title") == opened.heading()
    opened.look("two-6-look")
    opened.press("page-side-by-side", locale)
    opened.look("two-7-side-by-side")
    opened.page.locator("summary").click()
    opened.look("two-8-in-numbers")

    views = [
        ik.Side(ik.score(checkin.answer(answers, on=DAY)), ik.Sharing(own=shared))
        for checkin, answers, shared in (
            (*answered(first), ["listening", "time", "support", "little-things"]),
            (*answered(SECOND), ["time", "support", "little-things", "appreciation"]),
        )
    ]
    view = ik.couple_view(a=views[0], b=views[1])
    nearest = sorted(view.pillars, key=lambda pillar: abs(pillar.a - pillar.b))
    assert ["support", "time"] == sorted(
        pillar.pillar for pillar in nearest
    )  # of the little things there is one answer
    cells = opened.page.locator("td.number").all_inner_texts()
    assert [str(place) for pillar in nearest for place in (pillar.a, pillar.b)] == cells
    assert len(nearest) == opened.page.locator("svg.marks").count()
    opened.press("page-again", locale)
    assert opened.page.get_by_text(say("page-two-first")).is_visible()


def answered(picks):
    """Return the check-in, and the answers that the places of choices are."""
    checkin = ik.draw(built_in(), form="standard", seed="any")
    places = [place for screen in picks for place in screen]
    given = zip(checkin.questions, places, strict=True)
    return checkin, {question.item_id: question.choices[place].answer for question, place in given if place is not None}


def life(vulnerability, appreciation, conflict, time, support, little_things, **more):
    """Return a life of the first person, with what they answer to each pillar; listening is the same in all."""
    answers = [[3, 3, 3, 3], vulnerability, time, appreciation, conflict, support, little_things]
    return {"answers": answers, **more}


LIVES = {
    "calm": life([4] * 4, [4] * 4, [4] * 4, [4, 3, 4, 3], [3, 2, 3, 2], [4] * 4),
    "afraid": life(
        *([0, None, None, 0], [None] * 4, [0] * 4, [4, 3, 4, 2], [3, 2, 2, 2], [0, 1, 0, 1]),
        private=[2, 0, 0, 1],
        tries=["vulnerability", "appreciation"],
    ),
    "of few answers": life(
        *([None, 1, None, None], [5] * 4, [2] * 4, [4, 3, 4, 3], [3, 2, 3, 2], [1, 2, 3, 4]),
        shares=["vulnerability", "appreciation", "little-things"],
        saves=True,
    ),
}
"""Lives of the first person that differ in nothing but what the library keeps back."""

SEEN = """() => {
    const whole = document.documentElement.cloneNode(true);
    whole.querySelectorAll("script, style").forEach((each) => each.remove());
    const stores = [localStorage.length, sessionStorage.length, document.cookie, history.length, scrollY];
    const loaded = performance.getEntriesByType("resource").filter(({ name }) => !name.startsWith("blob:"));
    return [whole.outerHTML, document.title, document.activeElement.id, ...stores, loaded.length];
}"""
"""All that there is of a screen besides the page's own script and style."""


def what_the_second_sees(browser, folder, answers, private=(), tries=(), shares=(), *, saves=False):
    """Live a life as the first person; then return all that there is of each screen of the second one."""
    opened, seen = Opened(browser, folder, two=True), []
    opened.page.add_init_script("crypto.getRandomValues = (numbers) => numbers.fill(7)")  # the same draws in each life
    opened.page.reload()

    def see():
        seen.append(opened.page.evaluate(SEEN))
        return opened

    opened.press("page-begin")
    opened.go_through(answers)
    if saves:
        with opened.page.expect_download():
            opened.press("page-save")
    if private:
        opened.press("next-steps")
        opened.press("page-more")
        opened.page.get_by_role("switch").first.check(force=True)
        opened.press("page-next")
        for question, choice in enumerate(private):
            opened.page.locator("fieldset").nth(question).locator("input").nth(choice).check(force=True)
        opened.press("page-suggest")
        opened.press("page-results")
    opened.share("time", "support", "listening", *tries, *shares)
    for pillar in tries:
        opened.page.get_by_role("switch", name=built_in().pillars[pillar].title).uncheck(force=True)
    opened.press("page-hand-over")
    for button in ("page-begin-second", "page-begin", "page-back", "page-begin"):
        see().press(button)
    opened.go_through(SECOND)
    for button in ("next-steps", "page-more", "page-next", "page-suggest", "page-results"):
        see().press(button)
    see()
    opened.share("time", "support", "vulnerability", "appreciation")
    for button in ("page-hand-over", "page-side-by-side"):
        see().press(button)
    see()
    opened.page.goto("about:blank")
    opened.page.go_back()
    see()
    return seen


def test_nothing_that_the_first_person_keeps_back_is_anywhere_on_a_screen_of_the_second(browser, tmp_path):
    (calm, *others) = (what_the_second_sees(browser, tmp_path, **each) for each in LIVES.values())
    for other in others:
        for number, (one, same) in enumerate(zip(calm, other, strict=True)):
            assert one == same, number
    expected = [built_in().phrase(f"page-{name}") for name in ("between-title", "look-title", "side-by-side")]
    assert expected == [calm[0][1], *(title for _, title, *_ in calm[-3:-1])]


def test_what_the_first_person_shares_stands_side_by_side_and_nowhere_before(browser, tmp_path):
    (one, other) = (what_the_second_sees(browser, tmp_path, **life(*[[place] * 4] * 6)) for place in (1, 3))
    assert [True] * (len(one) - 2) == [same == different for same, different in zip(one, other, strict=True)][:-2]
    assert one[-2] != other[-2]
    assert one[-1] == other[-1]


def test_leaving_lets_go_of_what_the_first_person_shared(browser, tmp_path):
    opened = Opened(browser, tmp_path, two=True)
    opened.press("page-begin")
    opened.go_through(SECOND)
    opened.share("time")
    opened.press("page-hand-over")
    opened.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert "" == opened.page.locator("main").inner_text()
    opened.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert opened.page.get_by_text(built_in().phrase("page-two-first")).is_visible()


def test_a_keyboard_is_enough_for_two(browser, tmp_path):
    opened = Opened(browser, tmp_path, two=True)
    keys, focused = opened.page.keyboard, opened.page.locator(":focus")

    def tab_to(role_and_name):
        for _ in range(60):
            keys.press("Tab")
            if focused.count() and role_and_name in focused.aria_snapshot().split("\n")[0]:
                return
        pytest.fail(f"Tab never comes to {role_and_name}")

    def press(phrase):
        tab_to(f'button "{built_in().phrase(phrase)}"')
        keys.press("Enter")

    for turn in ("page-between-title", "page-look-title"):
        press("page-begin")
        for part in range(7):
            for _ in range(4):
                tab_to("radio")
                keys.press("ArrowDown")
            keys.press("Enter")  # sends nothing
            assert built_in().phrase("page-part", number=part + 1, count=7) in opened.page.title()
            press("page-see-results" if part == 6 else "page-next")
        press("page-sharing")
        for _ in range(2):
            tab_to("switch")
            keys.press("Space")
        press("page-hand-over")
        assert built_in().phrase(turn) == opened.heading()
        press("page-begin-second" if turn == "page-between-title" else "page-side-by-side")
    assert 2 == opened.page.locator("svg.marks").count()


def test_nothing_moves_when_an_answer_is_chosen(browser, tmp_path):
    opened = Opened(browser, tmp_path, width=360)
    opened.press("page-begin")
    places = """() => {
        scrollTo(0, 0);
        return [...document.querySelectorAll(".row, .outlet, .foot")].map((each) => each.getBoundingClientRect().top);
    }"""
    before = opened.page.evaluate(places)
    for answer in opened.page.locator("input[type=radio]").all():
        answer.check(force=True)
        assert before == opened.page.evaluate(places)


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


def test_when_the_script_breaks_the_page_says_so_kindly_and_holds_nothing_more(browser, tmp_path):
    opened = Opened(browser, tmp_path, two=True)
    opened.press("page-begin")
    opened.answer(2)
    opened.page.evaluate("dispatchEvent(new ErrorEvent('error', { message: 'anything' }))")
    assert [built_in().phrase(f"page-broken{part}") for part in ("-title", "")] == [
        opened.heading(),
        opened.page.locator("main p").inner_text(),
    ]
    assert 0 == opened.page.locator("main input").count()


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
