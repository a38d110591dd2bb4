"""Two people use the web app, each in their own browser."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from tests.browser.walk import Walk

WORDS = Path(__file__).parents[2] / "docs" / "examples" / "webapp" / "words"
OWN_PAGES = [
    *("", "key", "invite", "check-in/pulse", "sharing", "together", "talk", "next", "next/more", "programme"),
    *("history", "data", "data/erase", "data/export"),
]
LOOKS = [("en", 1280, "light"), ("en", 360, "dark"), ("es", 360, "light"), ("es", 1280, "dark")]
MORE_LOOKS = [("de", 360, "light"), ("fr", 360, "dark"), ("pt-BR", 1280, "light"), ("es-MX", 1280, "dark")]
PILLARS = 7


def word(key, locale):
    file = WORDS / f"{locale}.toml"
    file = file if file.exists() else WORDS / f"{locale[:2]}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))[key]


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


def go_through(person, form, pick):
    """Answer all of a check-in, screen by screen; `pick` gives the place of each answer."""
    person.open(f"check-in/{form}")
    asked = 0
    for screen in range(PILLARS):
        asked += person.choose(lambda i, asked=asked: pick(asked + i))
        person.press(word("next" if screen < PILLARS - 1 else "see_results", person.locale))


def check_in(person, form, pick):
    """Answer all of a check-in without looking at it; `pick` gives the place of each answer."""
    address, ids = f"{person.own}check-in/{form}", []
    for screen in range(PILLARS):
        page = person.page.request.post(address, form={"occasion": "0", "to": str(screen)}).text()
        ids += dict.fromkeys(re.findall(r'type="radio" name="([^"]+)"', page))
    answers = {id: str(pick(i)) for i, id in enumerate(ids)}
    assert person.page.request.post(address, form={"occasion": "0", **answers}).ok


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
    a.look("03-key")
    a.own, invitation = a.page.locator("#own").inner_text(), a.page.locator("#other").inner_text()
    a.page.reload()
    assert invitation == a.page.locator("#other").inner_text()
    a.press(w("send_invitation"))
    a.look("04-invite")
    assert invitation in a.page.locator("#message").inner_text()
    b.page.goto(invitation)
    b.look("05-invitation")
    b.press(w("accept"))
    b.own = b.page.locator("#own").inner_text()
    assert 0 == b.page.locator("#other").count()

    a.open("")
    a.look("06-today-first")
    a.press(w("pulse"))
    a.look("07-first-screen")
    a.press(w("next"))
    for _ in range(PILLARS - 2):
        a.choose(lambda i: 3)
        a.press(w("next"))
    a.press(w("see_results"))
    a.look("08-left-out")
    a.press(w("look_again"))
    assert 0 == a.page.locator("input:checked").count()
    a.choose(lambda i: 1)
    for _ in range(PILLARS - 1):
        a.press(w("next"))
    a.press(w("see_results"))
    a.press(w("that_is_fine"))
    a.look("09-quick-results")
    assert 1 == sum("–" in place for place, _ in places(a, 2))

    a.open("check-in/standard")
    a.choose(lambda i: i)
    a.look("10-screen")
    go_through(a, "standard", lambda i: (i * 3 + i // 4) % 5)
    a.look("11-results")
    check_in(b, "standard", lambda i: (i * 2 + 1) % 5)
    b.open("together")
    b.look("12-nothing-to-show")
    b.open("sharing")
    assert 0 == b.page.locator("input:checked").count()
    share(b, "time", "support", "listening")
    b.look("13-sharing")
    share(a, "time", "support", "appreciation")
    a.open("together")
    a.look("14-side-by-side")
    own, theirs = zip(*places(a, 2), strict=True)
    assert 2 == len(own) == a.page.locator("svg.marks").count()
    b.open("together")
    assert [[*pair] for pair in zip(theirs, own, strict=True)] == places(b, 2)

    a.open("talk")
    a.look("15-card")
    card = a.page.locator(".card-text").inner_text()
    a.press(w("another_card"))
    assert card != a.page.locator(".card-text").inner_text()
    a.open("")
    a.look("16-today")
    a.press(w("did_it"))
    a.look("17-today-done")
    a.open("history")
    a.look("18-history")
    a.open("programme")
    a.look("18-programmes")
    a.page.locator("main button").first.click()
    a.page.locator("input[name=key]").first.wait_for(state="attached")
    a.look("18-programme")
    a.open("next")
    a.page.locator("details > summary").first.click()
    a.look("19-next-steps")
    a.press(w("more_title"))
    a.page.locator("input[name=gate][value=conflict]").check()
    a.look("20-other-practices")
    a.press(w("next"))
    a.look("21-private-questions")
    for name, value in {"free-to-say-no": "yes", "afraid": "no", "private-device": "unsure"}.items():
        a.page.locator(f"input[name={name}][value={value}]").check()
    a.press(w("suggest"))
    a.look("22-opened")
    a.open("next/more")
    assert 0 == a.page.locator("input[name=gate]:checked").count()  # nothing is remembered

    a.open("data")
    a.look("23-yours")
    a.press(w("erase"))
    a.look("24-erase")
    a.press(w("erase"))
    a.look("25-erased")
    assert 404 == a.page.goto(a.own).status
    a.said.clear()  # the browser says that the page was not found
    a.look("26-not-found")
    b.open("together")
    assert 0 == b.page.locator("tbody tr").count()


@pytest.mark.parametrize(("locale", "width", "scheme"), MORE_LOOKS)
def test_every_language_stands_on_its_pages(browser, site, axe, locale, width, scheme):
    a, b = pair(browser, site, axe=axe, locale=locale, width=width, scheme=scheme)
    for person in (a, b):
        check_in(person, "standard", lambda i: (i * 3) % 4)
        share(person, "time", "support")
    for page in ["", *"invite check-in/standard sharing together talk next programme history data".split()]:
        a.open(page)
        a.look(page.replace("/", "-") or "today")
    a.page.goto(f"{site}/{locale}/")
    a.look("welcome")


@pytest.mark.parametrize("locale", ["en", "de"])
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
        with page.expect_navigation():
            keys.press("Enter")

    page.goto(f"{site}/{locale}/")
    keys.press("Tab")
    assert word("skip_link", locale) in focused.inner_text()  # first of all, the way past the header
    keys.press("Enter")
    tab_to(f'button "{word("begin", locale)}"')
    enter()
    tab_to(f'link "{word("saved_it", locale)}"')
    enter()
    tab_to(f'link "{word("pulse", locale)}"')
    enter()
    for i in range(PILLARS):
        tab_to("radio")
        for _ in range(i % 5):
            keys.press("ArrowDown")
        keys.press("Space")
        assert focused.is_checked()
        here = page.url, page.locator(".parts [aria-current]").inner_text()
        keys.press("Enter")  # sends nothing
        page.wait_for_timeout(100)
        assert here == (page.url, page.locator(".parts [aria-current]").inner_text())
        tab_to(f'button "{word("next" if i < PILLARS - 1 else "see_results", locale)}"')
        enter()
    assert word("done_title", locale) == page.locator("h1").inner_text()
    tab_to(f'link "{word("nav_yours", locale)}"')
    enter()
    tab_to(f'link "{word("erase", locale)}"')
    enter()
    tab_to(f'button "{word("erase", locale)}"')
    enter()
    assert word("erased_title", locale) == page.locator("h1").inner_text()


def test_nothing_moves_when_an_answer_is_chosen(browser, site):
    a, _ = pair(browser, site, width=360)
    a.open("check-in/standard")
    place = (
        "[...document.querySelectorAll('.row, .outlet, .foot')].map(each => each.getBoundingClientRect().top + scrollY)"
    )
    before = a.page.evaluate(place)
    for answer in a.page.locator("input[type=radio]").all():
        answer.check(force=True)
        a.page.evaluate("scrollTo(0, 0)")
        assert before == a.page.evaluate(place)


def test_leaving_replaces_the_page_in_the_history(browser, site):
    a, _ = pair(browser, site)
    a.open("data")
    a.page.route("https://www.wikipedia.org/**", lambda route: route.fulfill(body="elsewhere"))
    entries = a.page.evaluate("history.length")
    with a.page.expect_navigation():
        a.page.locator(".leave").click()
    assert (entries, "elsewhere") == (a.page.evaluate("history.length"), a.page.locator("body").inner_text())


def test_a_link_can_be_copied(browser, site):
    a, _ = pair(browser, site)
    a.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    a.open("key")
    a.page.locator("[data-copy]").click()
    assert a.own == a.page.evaluate("navigator.clipboard.readText()")
    assert word("copied", "en") == a.page.locator("[data-copy]").inner_text()


def test_a_printed_page_has_no_menu_and_no_buttons(browser, site):
    a, _ = pair(browser, site)
    check_in(a, "pulse", lambda i: i % 5)
    a.open("results/pulse")
    a.page.emulate_media(media="print")
    for outside in ("header", "footer", ".leave", "main .button"):
        assert not any(each.is_visible() for each in a.page.locator(outside).all()), outside
    assert PILLARS == sum(each.is_visible() for each in a.page.locator(".scores li").all())


def test_nothing_that_one_keeps_private_changes_a_page_of_the_other(browser, site):
    a, b = pair(browser, site)
    before = [b.html(page) for page in OWN_PAGES]
    check_in(a, "standard", lambda i: (i * 3) % 5)
    share(a, "time", "support", "listening")
    assert before == [b.html(page) for page in OWN_PAGES]
    check_in(b, "standard", lambda i: (i * 2) % 5)
    own = [b.html(page) for page in OWN_PAGES]
    share(a, "time")
    assert own == [b.html(page) for page in OWN_PAGES]
    share(b, "time", "support")
    shown = [b.html(page) for page in OWN_PAGES]
    assert own != shown
    check_in(a, "standard", lambda i: (i * 3) % 5 if 8 <= i < 12 else 4)  # the questions on time as before
    assert shown == [b.html(page) for page in OWN_PAGES]


def test_an_export_holds_what_is_kept_of_one_person_and_nothing_of_the_other(browser, site):
    a, b = pair(browser, site)
    check_in(a, "pulse", lambda i: i % 5)
    check_in(b, "pulse", lambda i: (i * 3) % 5)
    share(a, "time")
    share(b, "time", "support")
    a.open("data")
    with a.page.expect_download() as download:
        a.named(word("export", "en")).click()
    kept = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert (["time"], 1, ["pulse"]) == (kept["sharing"]["own"], kept["pulses"], list(kept["results"]))


def test_no_link_leaves_the_app_and_no_cookie_is_set(browser, site):
    a, b = pair(browser, site)
    share(a, "time")
    assert [] == a.page.context.cookies()
    a.open("")
    assert "" == a.page.evaluate("document.referrer")
    assert b.own not in a.page.content()
    assert [] == re.findall(r"<script(?! src=)|style=|\son\w+=", a.page.content())
