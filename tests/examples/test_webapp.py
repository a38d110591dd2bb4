"""The web app in docs/examples, asked page by page; tests/browser walks through it in Chromium."""

import html
import itertools
import json
import re
import socket
import sqlite3
import string
import subprocess
import sys
import time
import tomllib
import urllib.request
from datetime import date, timedelta

import pytest

import intimacy_kit as ik
from tests.support.catalogues import built_in
from tests.support.paths import EXAMPLES
from tests.support.right_to_left import mirrored, mirrored_catalogue

APP = EXAMPLES / "webapp"
DAY = date(2026, 11, 23)
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("examples_on_the_path")]
OWN_PAGES = ["", "check-in/pulse", "check-in/standard", "sharing", "together", "next", "data", "data/export"]
OPENING = built_in().phrase("opening-note")
CALM = {"free-to-say-no": "yes", "afraid": "no", "made-to-take-part": "no", "private-device": "yes"}


class World:
    """The app with its database, its day, and two people who have their links."""

    def __init__(self, folder):
        from fastapi.testclient import TestClient
        from webapp.app import create_app

        folder.mkdir()
        count = itertools.count()
        self.database, self.day = folder / "app.sqlite3", DAY
        app = create_app(self.database, today=lambda: self.day, secret=lambda: f"secret-{next(count):015d}")
        self.client = TestClient(app)
        begun = self.client.post("/en/").text
        self.a, invitation = path(begun, "own"), path(begun, "other")
        self.b = path(self.client.post(invitation).text, "own")
        self.invitation = invitation

    def get(self, address, **more):
        return self.client.get(address, **more)

    def post(self, address, **form):
        return self.client.post(address, data={key.replace("_", "-"): value for key, value in form.items()})

    def check_in(self, link, form, pick, occasion=0):
        names = asked(self.get(f"{link}check-in/{form}").text)
        answers = {name: str(pick(i)) for i, name in enumerate(names)}
        return self.client.post(f"{link}check-in/{form}", data={"occasion": str(occasion), **answers})

    def pages(self, link):
        return [self.get(link + page).content for page in OWN_PAGES]


def path(text, id):
    return re.search(rf'id="{id}">https?://[^/]+(/[^<]+)<', text)[1]


def asked(text):
    return list(dict.fromkeys(re.findall(r'name="([a-z-]+\.[a-z-]+)"', text)))


@pytest.fixture
def world(tmp_path):
    return World(tmp_path / "world")


# Two people --------------------------------------------------------------------


def test_a_page_of_one_is_the_same_whatever_the_other_keeps_private(tmp_path):
    quiet, busy = World(tmp_path / "quiet"), World(tmp_path / "busy")
    busy.check_in(busy.a, "pulse", lambda i: i % 5)
    busy.check_in(busy.a, "standard", lambda i: (i * 3) % 5)
    busy.post(busy.a + "sharing", pillar=["time", "support"])
    busy.post(busy.a + "next", gate="conflict", **CALM)
    assert quiet.pages(quiet.b) == busy.pages(busy.b)
    for each in (quiet, busy):
        each.check_in(each.b, "standard", lambda i: (i * 2) % 5)
    assert quiet.pages(quiet.b) == busy.pages(busy.b)
    for each in (quiet, busy):
        each.check_in(each.b, "pulse", lambda i: 4 - i % 5)
        each.post(each.b + "sharing", pillar=["listening", "vulnerability"])
    assert quiet.pages(quiet.b) == busy.pages(busy.b)
    busy.post(busy.a + "sharing", pillar=["listening"])
    assert quiet.pages(quiet.b) != busy.pages(busy.b)  # now both share it
    busy.post(busy.a + "data/erase")
    assert quiet.pages(quiet.b) == busy.pages(busy.b)


def test_a_shared_pillar_is_shown_to_the_nearest_ten_and_only_while_both_share_it(world):
    world.check_in(world.a, "standard", lambda i: 3)
    world.check_in(world.b, "standard", lambda i: 2)
    rows = lambda link: re.findall(r'number">(\d+)<', world.get(link + "together").text)  # noqa: E731  # one thing
    world.post(world.a + "sharing", pillar=["time", "support"])
    assert ([], []) == (rows(world.a), rows(world.b))
    world.post(world.b + "sharing", pillar=["time"])
    # three forward answers of 3 and a reversed one: (3 + 3 + 3 + 1) / 16 = 62.5, to the nearest ten
    assert (["60", "50"], ["50", "60"]) == (rows(world.a), rows(world.b))
    world.post(world.a + "sharing")
    assert ([], []) == (rows(world.a), rows(world.b))


def test_a_pulse_is_never_shown_to_the_partner(world):
    for link in (world.a, world.b):
        world.check_in(link, "pulse", lambda i: 3)
        world.post(link + "sharing", pillar=["time", "support"])
    assert 'number">' not in world.get(world.b + "together").text


def test_an_invitation_works_once_and_looking_at_it_does_not_use_it_up(world):
    assert 404 == world.get(world.invitation).status_code
    assert 404 == world.post(world.invitation).status_code
    invitation = path(world.post("/es/").text, "other")
    assert [200, 200] == [world.get(invitation).status_code for _ in range(2)]
    joined = world.post(invitation).text
    assert 'id="other"' not in joined


def test_no_answer_of_the_private_questions_leaves_a_trace(world):
    world.check_in(world.a, "standard", lambda i: 2)
    before = world.database.read_bytes()
    world.post(world.a + "next", gate="conflict", **CALM | {"afraid": "yes"})
    world.post(world.a + "next", gate=["conflict"], minutes="120", **CALM)
    assert before == world.database.read_bytes()


def test_the_words_around_the_cards_are_the_same_whatever_was_answered(world):
    world.check_in(world.a, "standard", lambda i: 2)
    pages = [world.get(world.a + "next").text]
    for given in (CALM, CALM | {"afraid": "yes"}, CALM | {"made-to-take-part": "unsure"}, {}):
        pages += [world.post(world.a + "next", gate=gates, **given).text for gates in ([], ["conflict"])]
    cards = re.compile(r'<ol class="steps">.*?</ol>\s*<p>', re.DOTALL)
    assert 1 == len({cards.sub("", page) for page in pages})
    assert all(OPENING in html.unescape(page) for page in pages)


@pytest.mark.parametrize("unsafe", [{"afraid": "yes"}, {"free-to-say-no": "no"}, {"made-to-take-part": "skip"}])
def test_whoever_may_not_be_safe_gets_no_card_that_reaches_the_partner(world, unsafe):
    world.check_in(world.a, "standard", lambda i: 0)
    page = html.unescape(world.post(world.a + "next", **CALM | unsafe).text)
    named = re.findall(r"<h2>(.*?)</h2>", page)
    practices = {each.title: each for each in built_in().practices.values()}
    assert [] == [title for title in named if practices[title].shares]


def test_a_gated_practice_comes_only_once_its_gate_was_opened(world):
    catalogue = built_in()
    of_conflict = {each.title for each in catalogue.practices.values() if each.gates}
    world.check_in(world.a, "standard", lambda i: (1 if 16 <= i < 19 else 3) if i % 4 < 3 else 0)
    shown = lambda page: set(re.findall(r"<h2>(.*?)</h2>", html.unescape(page.text))) & of_conflict  # noqa: E731  # one thing
    assert set() == shown(world.get(world.a + "next"))
    assert set() == shown(world.post(world.a + "next", gate="conflict", afraid="no", free_to_say_no="unsure"))
    assert set() == shown(world.post(world.a + "next", **CALM))
    gates = ["conflict", "vulnerability"]
    weeks = []
    for _ in range(6):
        weeks.append(shown(world.post(world.a + "next", gate=gates, **CALM)))
        world.day += timedelta(days=7)
    assert any(weeks)


# What is kept ------------------------------------------------------------------


def test_the_database_holds_no_link_no_invitation_and_no_answer(world):
    world.check_in(world.a, "standard", lambda i: i % 5)
    content = world.database.read_bytes()
    for link in (world.a, world.b, world.invitation):
        assert link.strip("/").rpartition("/")[2].encode() not in content
    assert b"listening.attention" not in content


def test_erasure_overwrites_what_was_kept(world):
    world.check_in(world.a, "standard", lambda i: i % 5)
    assert b"did_not_come_up" in world.database.read_bytes()
    assert 200 == world.post(world.a + "data/erase").status_code
    assert b"did_not_come_up" not in world.database.read_bytes()
    assert 404 == world.get(world.a).status_code
    world.post(world.b + "data/erase")
    with sqlite3.connect(world.database) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert [0, 0, 0] == [db.execute(f"SELECT count(*) FROM {each}").fetchone()[0] for each in tables]
    db.close()


def test_scores_are_forgotten_in_time(world):
    world.check_in(world.a, "standard", lambda i: 2)
    world.day = DAY + timedelta(days=180)
    assert 200 == world.get(world.a + "results/standard").status_code
    world.day = DAY + timedelta(days=181)
    assert 404 == world.get(world.a + "results/standard").status_code


def test_an_export_can_be_read_back(world):
    world.check_in(world.a, "pulse", lambda i: i % 5)
    world.post(world.a + "sharing", pillar=["time"])
    kept = json.loads(world.get(world.a + "data/export").text)
    assert ik.Sharing(own=["time"]) == ik.Sharing.from_dict(kept["sharing"])
    assert 7 == len(ik.Result.from_dict(kept["results"]["pulse"]).scores)


def test_each_pulse_asks_something_else(world):
    first = asked(world.get(world.a + "check-in/pulse").text)
    world.check_in(world.a, "pulse", lambda i: 3)
    second = asked(world.get(world.a + "check-in/pulse").text)
    assert not set(first) & set(second)
    assert (
        200
        == world.client.post(
            world.a + "check-in/pulse", data={"occasion": "0", **dict.fromkeys(first, "1")}
        ).status_code
    )
    assert second == asked(world.get(world.a + "check-in/pulse").text)  # an old form, sent again, moves nothing on


# What comes in -----------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/en/", "/es/help", "me", "me/together", "/nowhere", "/static/style.css"])
def test_every_page_has_its_headers_and_no_cookie(world, address):
    found = world.get(address.replace("me/", world.a).replace("me", world.a))
    assert "no-referrer" == found.headers["referrer-policy"]
    assert found.headers["content-security-policy"].startswith("default-src 'none'")
    assert "no-store" == found.headers["cache-control"]
    assert "set-cookie" not in found.headers


def test_a_form_of_another_site_is_refused(world):
    before = world.pages(world.a)
    for sender in ("cross-site", "same-site", "none"):
        refused = world.client.post(world.a + "data/erase", headers={"Sec-Fetch-Site": sender})
        assert 403 == refused.status_code
    assert before == world.pages(world.a)


@pytest.mark.parametrize(
    "form",
    [
        {"occasion": "1"},
        {"occasion": "-1"},
        {"occasion": "9" * 5000},
        {"occasion": "0", "anyway": "yes", "{first}": "990073"},
        {"occasion": "0", "anyway": "yes", "{first}": "9" * 5000},
        {"occasion": "0", "anyway": "yes", "{first}": "<script>"},
        {},
    ],
)
def test_a_form_that_nobody_filled_in_is_refused_without_an_echo(world, form):
    first = asked(world.get(world.a + "check-in/pulse").text)[0]
    sent = {key.replace("{first}", first): value for key, value in form.items()}
    refused = world.client.post(world.a + "check-in/pulse", data=sent)
    assert refused.status_code in {400, 404}
    assert not any(value in refused.text for key, value in sent.items() if key == first)


def test_an_answer_of_the_private_questions_that_is_not_on_offer_is_refused(world):
    world.check_in(world.a, "pulse", lambda i: 3)
    assert 400 == world.post(world.a + "next", afraid="<b>").status_code


def test_minutes_that_nobody_has_are_passed_over(world):
    world.check_in(world.a, "pulse", lambda i: 3)
    assert 200 == world.post(world.a + "next", minutes="9" * 5000, **CALM).status_code


def test_the_browser_says_which_language(world):
    for header, locale in [("es-MX,en;q=0.5", "es"), ("de,fr", "en"), ("", "en")]:
        assert f"/{locale}/" == world.get("/", headers={"Accept-Language": header}).url.path


# The words ---------------------------------------------------------------------


def test_each_language_has_every_word_with_the_same_places_to_fill():
    from webapp.words import LOCALES, words

    english = words("en")
    fields = lambda text: {name for _, name, _, _ in string.Formatter().parse(text) if name}  # noqa: E731  # one thing
    for locale in LOCALES:
        here = words(locale)
        assert english.keys() == here.keys()
        assert {key: fields(text) for key, text in english.items()} == {key: fields(text) for key, text in here.items()}
        assert all(here.values())


def test_every_word_is_used():
    templates = " ".join(each.read_text(encoding="utf-8") for each in (APP / "templates").iterdir())
    made_up = {f"nav_{each}" for each in ("sharing", "together", "next", "data")}
    made_up |= {f"welcome_{each}{end}" for each in ("what", "kept", "not") for end in ("", "_title")}
    made_up |= {f"{each}_what" for each in ("pulse", "standard", "sharing", "together", "next", "data")}
    made_up |= {f"{each}{end}" for each in ("erased", "not_found", "bad_form") for end in ("", "_title")}
    made_up |= {each.value for each in ik.Gate}
    made_up |= {"pulse", "standard"}
    table = tomllib.loads((APP / "words.toml").read_text(encoding="utf-8"))
    assert [] == [key for key in table if key not in made_up and f"w.{key}" not in templates]


# The one command ---------------------------------------------------------------


def test_one_command_starts_it_and_nothing_is_logged(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "webapp", "--port", str(port), "--database", str(tmp_path / "app.sqlite3")]
    process = subprocess.Popen(command, cwd=EXAMPLES, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        said = process.stdout.readline()
        address = f"http://127.0.0.1:{port}/en/"
        for _ in range(200):
            try:
                page = urllib.request.urlopen(address, timeout=5).read().decode()
                break
            except OSError:
                time.sleep(0.05)
        urllib.request.urlopen(address, data=b"", timeout=5).read()
    finally:
        process.terminate()
        rest = process.communicate(timeout=10)[0]
    assert "A quiet moment" in page
    assert f"Open http://127.0.0.1:{port}/ in a browser." in said
    assert "" == rest
    assert 0o600 == (tmp_path / "app.sqlite3").stat().st_mode & 0o777


def test_a_page_runs_the_way_of_its_language(world, monkeypatch):
    from webapp import words

    assert '<html lang="es" dir="ltr">' in world.get("/es/").text
    monkeypatch.setitem(words._TABLE["direction"], "en", "rtl")
    words.words.cache_clear()
    try:
        assert '<html lang="en" dir="rtl">' in world.get("/en/").text
        pulse = world.get(f"{world.a}check-in/pulse").text
        assert len(asked(pulse)) == pulse.count("<bdi>In the last two weeks")
    finally:
        words.words.cache_clear()


def test_a_language_from_right_to_left_fills_its_pages(world, monkeypatch):
    from webapp import app, words

    for key, texts in words._TABLE.items():
        monkeypatch.setitem(texts, "he", "rtl" if key == "direction" else mirrored(texts["en"]))
    monkeypatch.setitem(words.LOCALES, "he", "עברית")
    hebrew = mirrored_catalogue(built_in(), "he")
    monkeypatch.setattr(app, "catalogue", lambda locale: hebrew if locale == "he" else ik.load(locale=locale))
    link = world.a.replace("/en/", "/he/")
    page = world.get(f"{link}check-in/pulse").text
    assert '<html lang="he" dir="rtl">' in page
    assert hebrew.forms["pulse"].instructions in html.unescape(page)
    world.check_in(link, "standard", lambda i: 1)
    for name in ("", "check-in/standard", "sharing", "together", "data"):
        shown = re.sub(
            r"<(style|script)\b.*?</\1>|<[^>]+>", " ", html.unescape(world.get(link + name).text), flags=re.DOTALL
        )
        assert {"English", "Español"} >= set(re.findall(r"[A-Za-zñ]{4,}", shown)), name
    english = re.findall(r">(?:<bdi lang=\"(\w+)\">)?(?=[A-Z][a-z]+ [a-z])", world.get(f"{link}next").text)
    assert {"en"} == set(english)


def test_the_style_sheet_names_no_side_of_the_page():
    style = (APP / "static" / "style.css").read_text(encoding="utf-8")
    assert [] == re.findall(r"[^\n]*\b(?:left|right)\b[^\n]*", style)


def test_it_is_small_enough_to_copy():
    assert sum(len(each.read_text(encoding="utf-8").splitlines()) for each in APP.glob("*.py")) <= 500
