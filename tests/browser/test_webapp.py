"""Two people use the web app, each in their own browser."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from intimacy_kit.content import spoken_number
from tests.browser.walk import Walk

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "webapp"
WORDS = tomllib.loads((EXAMPLE / "words.toml").read_text(encoding="utf-8"))
OWN_PAGES = ["", "check-in/pulse", "check-in/standard", "sharing", "together", "next", "data", "data/export"]
LOOKS = [("en", 1280, "light"), ("en", 360, "dark"), ("es", 360, "light"), ("es", 1280, "dark")]
PILLARS = 7


def word(key, locale):
    return WORDS[key][locale]


def pair(browser, site, **look):
    """Return two people who have a link of their own each."""
    a, b = Walk(browser, site, **look), Walk(browser, site, **look)
    a.page.goto(f"{site}/{a.locale}/")
    a.press(word("begin", a.locale))
    a.own = a.page.locator("#own").inner_text()
    b.page.goto(a.page.locator("#other").inner_text())
    b.press(word("accept", b.locale))
    b.own = b.page.locator("#own").inner_text()
    return a, b


def check_in(person, form, pick):
    person.open(f"check-in/{form}")
    person.choose(pick)
    person.press(word("send", person.locale))


def share(person, *pillars):
    person.open("sharing")
    for box in person.page.locator("input[name=pillar]").all():
        box.set_checked(box.get_attribute("value") in pillars)
    person.press(word("save", person.locale))


def places(person, columns):
    """Return the table of a page: the pillars and their numbers."""
    rows = person.page.locator("tbody tr").all()
    return [[row.locator("td").nth(i).text_content() for i in range(columns)] for row in rows]


@pytest.mark.parametrize(("locale", "width", "scheme"), LOOKS)
def test_two_people_go_the_whole_way(browser, site, axe, locale, width, scheme):
    a = Walk(browser, site, axe, locale=locale, width=width, scheme=scheme)
    b = Walk(browser, site, axe, locale=locale, width=width, scheme=scheme)
    w = lambda key: word(key, locale)  # noqa: E731  # one word for a word
    a.page.goto(f"{site}/")
    a.look("01-welcome")
    a.page.goto(f"{site}/{locale}/help")
    a.look("02-help")
    a.page.goto(f"{site}/{locale}/")
    a.press(w("begin"))
    a.look("03-links")
    a.own, invitation = a.page.locator("#own").inner_text(), a.page.locator("#other").inner_text()
    b.page.goto(invitation)
    b.look("04-invitation")
    b.press(w("accept"))
    b.own = b.page.locator("#own").inner_text()
    assert 0 == b.page.locator("#other").count()

    a.press(w("go_on"))
    a.look("05-overview")
    a.open("check-in/pulse")
    a.look("06-pulse")
    a.press(w("send"))
    a.look("07-pulse-without-answers")
    assert PILLARS == a.page.locator(".summary a").count()
    assert 0 == a.page.get_by_role("button", name=w("send_anyway")).count()
    a.page.locator(".summary a").nth(1).click()
    assert "radio" == a.page.evaluate("document.activeElement.type")  # the summary leads to the question
    a.page.keyboard.press("Space")
    a.press(w("send"))
    a.look("08-pulse-with-gaps")
    assert PILLARS - 1 == a.page.locator(".summary a").count()
    assert 1 == a.page.locator("fieldset.question input:checked").count()
    a.press(w("send_anyway"))
    a.look("09-pulse-results")
    assert PILLARS - 1 == sum("–" in place for place, _ in places(a, 2))

    check_in(a, "standard", lambda i: (i * 3 + i // 4) % 5)
    a.look("10-results")
    check_in(b, "standard", lambda i: (i * 2 + 1) % 5)
    b.look("11-results-of-the-other")
    b.open("together")
    b.look("12-nothing-to-show")
    b.open("sharing")
    assert 0 == b.page.locator("input:checked").count()
    b.look("13-sharing-off")
    share(b, "time", "support", "listening")
    b.look("14-sharing")
    share(a, "time", "support", "appreciation")
    a.open("together")
    a.look("15-side-by-side")
    own, theirs = zip(*places(a, 2), strict=True)
    assert 2 == len(own)
    assert 1 == a.page.locator("svg[role=img]").count()
    b.open("together")
    assert [[*pair] for pair in zip(theirs, own, strict=True)] == places(b, 2)

    a.open("next")
    for more in a.page.locator("details").all():
        more.locator("> summary").click()
    a.look("16-next-steps")
    a.page.locator("input[name=gate][value=conflict]").check()
    a.press(w("suggest"))
    a.look("17-not-now")
    a.page.locator("main > details > summary").click()
    a.page.locator("input[name=gate][value=conflict]").check()
    a.page.locator("input[name=free-to-say-no][value=yes]").check()
    a.page.locator("input[name=afraid][value=no]").check()
    a.page.locator("input[name=private-device][value=unsure]").check()
    a.press(w("suggest"))
    a.look("18-opened")
    assert 0 == a.page.locator("main > details input:checked:not([name=minutes])").count()  # nothing is remembered

    a.open("")
    a.look("19-overview-later")
    a.open("data")
    a.look("20-data")
    a.press(w("erase"))
    a.look("21-erased")
    assert 404 == a.page.goto(a.own).status
    a.said.clear()  # the browser says that the page was not found
    a.look("22-not-found")
    b.open("together")
    assert 0 == b.page.locator("tbody tr").count()


@pytest.mark.parametrize("locale", ["en", "es"])
def test_a_keyboard_is_enough_and_no_script_is_needed(browser, site, locale):
    person = Walk(browser, site, locale=locale, scripts=False)
    page, keys = person.page, person.page.keyboard
    focused = page.locator(":focus")

    def tab_to(role_and_name):
        for _ in range(60):
            keys.press("Tab")
            if focused.count() and role_and_name in focused.aria_snapshot().split("\n")[0]:  # not what is in it
                return
        pytest.fail(f"Tab never comes to {role_and_name}")

    def enter():
        before = page.locator("h1").inner_text()
        keys.press("Enter")
        page.locator("h1").filter(has_not_text=before).wait_for()

    page.goto(f"{site}/{locale}/")
    keys.press("Tab")
    assert word("skip_link", locale) in focused.inner_text()  # first of all, the way past the header
    keys.press("Enter")
    tab_to(f'button "{word("begin", locale)}"')
    enter()
    tab_to(f'link "{word("go_on", locale)}"')
    enter()
    tab_to(f'link "{word("start", locale)}: {word("pulse", locale)}"')
    enter()
    for i in range(PILLARS):
        tab_to("radio")
        assert f"{i + 1} " in focused.locator("xpath=ancestor::fieldset").locator(".count").inner_text()
        for _ in range(i % 5):
            keys.press("ArrowDown")
        keys.press("Space")
        assert focused.is_checked()
    tab_to(f'button "{word("send", locale)}"')
    enter()
    assert word("results_title", locale) == page.locator("h1").inner_text()
    tab_to(f'link "{word("nav_next", locale)}"')
    enter()
    tab_to(word("nav_data", locale))
    enter()
    tab_to(f'button "{word("erase", locale)}"')
    enter()
    assert word("erased_title", locale) == page.locator("h1").inner_text()


def test_nothing_that_one_keeps_private_changes_a_page_of_the_other(browser, site):
    a, b = pair(browser, site)
    before = [b.html(page) for page in OWN_PAGES]
    check_in(a, "pulse", lambda i: i % 5)
    check_in(a, "standard", lambda i: (i * 3) % 5)
    share(a, "time", "support", "listening")
    a.open("next")
    a.page.locator("main > details > summary").click()
    a.page.locator("input[name=gate][value=conflict]").check()
    a.press(word("suggest", "en"))
    assert before == [b.html(page) for page in OWN_PAGES]

    check_in(b, "standard", lambda i: (i * 2) % 5)
    own = [b.html(page) for page in OWN_PAGES]
    check_in(a, "standard", lambda i: (i * 4 + 1) % 5)
    share(a)
    assert own == [b.html(page) for page in OWN_PAGES]

    share(a, "time")
    share(b, "time", "support")
    shown = [b.html(page) for page in OWN_PAGES]
    assert own != shown
    check_in(a, "standard", lambda i: (i * 4 + 1) % 5 if 8 <= i < 12 else 4)  # the questions on time as before
    check_in(a, "pulse", lambda i: 5)
    assert shown == [b.html(page) for page in OWN_PAGES]

    share(a)
    share(b, "time", "support")
    alone = [b.html(page) for page in OWN_PAGES]
    a.open("data")
    a.press(word("erase", "en"))
    assert alone == [b.html(page) for page in OWN_PAGES]


def test_an_export_holds_what_is_kept_of_one_person_and_nothing_of_the_other(browser, site):
    a, b = pair(browser, site)
    check_in(a, "standard", lambda i: i % 5)
    check_in(b, "standard", lambda i: (i * 3) % 5)
    share(a, "time")
    share(b, "time", "conflict")
    a.open("data")
    with a.page.expect_download() as download:
        a.named(word("export", "en")).click()
    kept = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert {"sharing": ["time"], "pulses": 0, "results": ["standard"]} == {
        "sharing": kept["sharing"]["own"],
        "pulses": kept["pulses"],
        "results": list(kept["results"]),
    }
    a.open("results/standard")
    shown = [place for place, _ in places(a, 2)]
    assert shown == [spoken_number(score["percent"]) for score in kept["results"]["standard"]["scores"].values()]


def test_no_link_leaves_the_app_and_no_cookie_is_set(browser, site):
    a, b = pair(browser, site)
    share(a, "time")
    assert [] == a.page.context.cookies()
    a.open("")
    assert "" == a.page.evaluate("document.referrer")
    assert b.own not in a.page.content()
    assert [] == re.findall(r"<script|style=|\son\w+=", a.page.content())
